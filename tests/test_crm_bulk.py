"""Large sets: counted first, then read page by page or by jobs of the Bulk API, with one result."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.crm import bulk, sizes, soql
from generator.crm.faults import Garbled
from generator.crm.fetch import Haul
from generator.crm.mapping import load_mapping
from generator.crm.patience import Patience
from generator.crm.reader import read_accounts
from generator.crm.sample_org import Options, OrgData, Response, load
from generator.crm.selections import Selection, select
from generator.crm.sizes import Estimate
from generator.crm.soql import Child, Query
from generator.errors import LimitReached
from generator.model.snapshot import Snapshot, to_json
from tests.acceptance_runs import command
from tests.crm_orgs import AS_OF, Records, retyped, serving, session_with

SAMPLES = Path(__file__).parent.parent / "samples"
Intercept = Callable[[str, str], Response | None]


@pytest.fixture
def all_by_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every set counts as large, and every page as worth a job."""
    monkeypatch.setattr(sizes, "LARGE", 0)
    monkeypatch.setattr(soql, "FULL_PAGE", 1)
    monkeypatch.setattr(bulk, "CALLS", 1)


def _read(options: Options | None = None) -> tuple[list[str], list[str]]:
    """All snapshots of the sample org as text, and the paths that were asked for."""
    data = load(SAMPLES)
    with serving(data, options) as server:
        session = session_with(server)
        roots = [ref.id for ref in select(session, Selection(all=True))]
        as_of = date.fromisoformat(data.org["as_of"])
        found = [to_json(s) for s in read_accounts(session, roots, as_of)]
        if server.options.intercept is None:
            assert session.api_calls == server.api_calls
        return found, [call.path for call in server.requests]


@pytest.fixture(scope="module")
def by_pages() -> list[str]:
    return _read()[0]


@pytest.mark.usefixtures("all_by_jobs")
def test_jobs_read_what_pages_read_to_the_last_digit(by_pages: list[str]) -> None:
    found, asked = _read()
    assert sum(path.endswith("/jobs/query") for path in asked) > 5
    assert found == by_pages


@pytest.mark.usefixtures("all_by_jobs")
def test_a_result_in_pieces_is_read_whole(
    by_pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PIECE", 70)
    assert _read()[0] == by_pages


CODED = {
    "contact": {
        "fields": {"role": "Level_of_Influence__c", "seniority": "TitleType"},
        "values": {"influence": {"true": "high", "false": "low"}},
    },
    "account": {"fields": {"playbook": "LastModifiedDate", "site": "NumberOfEmployees"}},
    "risk": {
        "fields": {"is_open": "Due_Date__c", "likelihood": "Impact__c"},
        "values": {"is_open": {"2027-01-31": False}, "likelihood": {"0.5": "low"}},
    },
}
"""A mapping with words for numbers, checkboxes and days; numbers and times are taken as texts."""


def _other_types() -> OrgData:
    """An org whose strength is a number, influence a checkbox, title type a fraction."""
    records = Records()
    account = records.account("Acme", NumberOfEmployees=1200)
    for number, strength in enumerate((0.0, 3.0, 4, 2.5, None)):
        records.contact(
            account, f"Person {number}", Relationship_Strength__c=strength,
            Level_of_Influence__c=bool(number % 2), TitleType=number / 4,
        )  # fmt: skip
    for day, impact in (("2027-01-31", 0.5), ("2027-02-01", 1), (None, None)):
        row = {"Account__c": account, "Name": "Risk", "Due_Date__c": day, "Impact__c": impact}
        records.add("Account_Risk__c", **row)
    types = {
        "Relationship_Strength__c": "double", "Level_of_Influence__c": "boolean",
        "TitleType": "percent",
    }  # fmt: skip
    data = retyped(records.data(), "Contact", types)
    return retyped(data, "Account_Risk__c", {"Impact__c": "double"})


def _read_coded(data: OrgData) -> Snapshot:
    with serving(data) as server:
        session = session_with(server, mapping=load_mapping(CODED))
        roots = [ref.id for ref in select(session, Selection(all=True))]
        [found] = read_accounts(session, roots, AS_OF)
        return found


def test_words_for_numbers_checkboxes_and_days_mean_by_jobs_what_they_mean_by_pages(
    request: pytest.FixtureRequest,
) -> None:
    by_pages = _read_coded(_other_types())
    people = sorted(by_pages.contacts, key=lambda contact: contact.name)
    assert [person.strength for person in people] == [0, 3, 4, None, None]
    assert [person.influence for person in people] == ["low", "high", "low", "high", "low"]
    assert [person.role for person in people] == [None, "champion", None, "champion", None]
    assert {risk.is_open for risk in by_pages.risks} == {True, False}
    request.getfixturevalue("all_by_jobs")
    assert to_json(_read_coded(_other_types())) == to_json(by_pages)


def _answered(part: str, answer: Response | None, *, times: int = 10_000) -> Intercept:
    """The first ``times`` calls whose path holds ``part`` get ``answer``."""
    left = [times]

    def intercept(_method: str, path: str) -> Response | None:
        if part not in path or not left[0]:
            return None
        left[0] -= 1
        return answer

    return intercept


_STUCK = {"id": "750000000000001AAA", "state": "InProgress"}


@pytest.mark.usefixtures("all_by_jobs")
@pytest.mark.parametrize(
    ("part", "answer"),
    [
        ("/jobs/query", Response(403, [{"errorCode": "API_DISABLED_FOR_BULK", "message": "no"}])),
        ("/jobs/query/", Response(200, {"state": "Failed", "errorMessage": "out of memory"})),
        ("/jobs/query/", Response(200, {"state": "Aborted"})),
        ("/jobs/query/", Response(200, _STUCK)),
        ("/results", Response(404, [{"errorCode": "NOT_FOUND", "message": "gone"}])),
        ("/results", Response(200, b'"Id"\n"1"\n', {"Content-Type": "text/csv"})),
    ],
    ids=["refused", "failed", "aborted", "stuck", "results gone", "another result"],
)
def test_what_jobs_do_not_bring_is_read_page_by_page(
    part: str, answer: Response, by_pages: list[str]
) -> None:
    assert _read(Options(intercept=_answered(part, answer)))[0] == by_pages


@pytest.mark.usefixtures("all_by_jobs")
@pytest.mark.parametrize(
    "answer",
    [
        Response(503, b"<html>busy</html>", {"Content-Type": "text/html"}),
        Response(200, b"<html>proxy</html>", {"Content-Type": "text/html"}),
        Response(200, b'"Id","Name"\n"1"\n', {"Content-Type": "text/csv"}),
        Response(200, b"", {"Content-Type": "text/csv"}),
    ],
    ids=["failing", "web page", "broken off", "empty"],
)
def test_a_piece_that_comes_broken_is_fetched_again(answer: Response, by_pages: list[str]) -> None:
    intercept = _answered("/results", answer, times=2)
    assert _read(Options(intercept=intercept))[0] == by_pages


@pytest.mark.parametrize("text", ["", '"Name"\n"x"\n', '"Id","Name"\n"1"\n', '"Id"\n"1'])
def test_what_is_no_result_is_said_to_be_none(text: str) -> None:
    with pytest.raises(Garbled):
        bulk.read_csv(text)


def test_a_result_has_the_shape_of_a_querys() -> None:
    text = '"Id","Owner.Name","Text"\n"1","Ann ""A""","two\nlines"\n"2","",""\n'
    assert bulk.read_csv(text) == [
        {"Id": "1", "Owner": {"Name": 'Ann "A"'}, "Text": "two\nlines"},
        {"Id": "2", "Owner": {"Name": None}, "Text": None},
    ]


# --- Which way -----------------------------------------------------------------------------------


def _deals() -> Query:
    lines = Child("line", "OpportunityLineItems", "OpportunityLineItem", ("Id",), "O.AccountId")
    return Query("opportunity", "Opportunity", ("Id",), "", (lines,), "", ("AccountId",), ("1",))


def test_what_fits_few_pages_is_read_by_pages() -> None:
    ways = sizes.cheapest([_deals()], {"opportunity": 3_000, "line": 4_000})
    assert (len(ways.pages), len(ways.jobs), ways.calls) == (1, 0, 3 + 1)


def test_many_records_are_read_by_jobs_their_subqueries_apart() -> None:
    ways = sizes.cheapest([_deals()], {"opportunity": 20_000, "line": 40_000})
    assert [query.kind for query in ways.jobs] == ["opportunity", "line"]
    assert ways.pages == ()
    assert ways.calls == 2 * bulk.CALLS


def test_a_subquery_of_few_records_stays_with_pages() -> None:
    ways = sizes.cheapest([_deals()], {"opportunity": 20_000, "line": 100})
    assert [query.kind for query in ways.jobs] == ["opportunity"]
    assert [query.kind for query in ways.pages] == ["line"]


# --- The estimate --------------------------------------------------------------------------------


def test_a_large_set_is_gauged_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "LARGE", 0)
    data = load(SAMPLES)
    told: list[Estimate] = []
    with serving(data) as server:
        session = session_with(server)
        roots = [ref.id for ref in select(session, Selection(all=True))]
        before = server.api_calls
        as_of = date.fromisoformat(data.org["as_of"])
        list(read_accounts(session, roots, as_of, gauge=told.append))
        took = server.api_calls - before
    (estimate,) = told
    assert estimate.accounts == len(json.loads((SAMPLES / "records/Account.json").read_bytes()))
    assert estimate.left is not None
    assert estimate.records > 300
    assert took <= estimate.calls <= 2 * took


def test_a_run_that_would_take_too_much_is_refused_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sizes, "LARGE", 0)
    with serving(load(SAMPLES), Options(daily_limit=100, calls_used=70)) as server:
        monkeypatch.setenv("SF_INSTANCE_URL", server.url)
        monkeypatch.setenv("SF_ACCESS_TOKEN", server.token)
        out = tmp_path / "out"
        ran = command("generate", "--all", "--org", "env", "--out", out)
        assert ran.code == 1
        assert "more than 25 % of the API calls" in ran.err
        assert "API calls; the org has" in ran.err
        assert not list(out.rglob("*.docx"))
        settings = tmp_path / "accountdocs.toml"
        settings.write_text("[limits]\nshare = 100\n", encoding="utf-8")
        listed = command("accounts", "--org", "env", "--config", settings).well()
        assert "Kestrel" in listed.out


# --- Jobs that nobody has a use for --------------------------------------------------------------


@pytest.mark.usefixtures("all_by_jobs")
def test_jobs_are_called_off_when_the_reading_ends_early() -> None:
    refused = Response(403, [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests"}])
    state = {"made": 0}

    def intercept(method: str, path: str) -> Response | None:
        if path.endswith("/jobs/query"):
            state["made"] += 1
        is_later = state["made"] and "/composite" in path
        return refused if is_later else None

    with pytest.raises(LimitReached):
        _read(Options(intercept=intercept))
    with serving(load(SAMPLES), Options(bulk_polls=1_000)) as server:
        session = session_with(server)
        query = Query("task", "Task", ("Id",))
        with pytest.raises(RuntimeError), bulk.Jobs(session, [query, query]):
            raise RuntimeError
        states = [row["state"] for row in session.wire.call("jobs/query")["records"]]
    assert states == ["Aborted", "Aborted"]


@pytest.mark.usefixtures("all_by_jobs")
@pytest.mark.parametrize("body", [Response(503, b"<html>busy</html>"), Response(200, b"cut")])
def test_a_job_is_never_made_twice(body: Response, by_pages: list[str]) -> None:
    found, asked = _read(Options(intercept=_answered("/jobs/query", body)))
    once = sum(path.endswith("/jobs/query") for path in _read()[1])
    assert found == by_pages
    assert sum(path.endswith("/jobs/query") for path in asked) == once


def test_stuck_jobs_share_one_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    with serving(load(SAMPLES), Options(bulk_polls=1_000)) as server:
        session = session_with(server, patience=Patience(sleep=waited.append))
        queries = [Query("task", "Task", ("Id",)), Query("event", "Event", ("Id",))]
        with bulk.Jobs(session, queries) as jobs:
            assert jobs.collect(Haul()) == queries
    assert bulk.LONGEST <= sum(waited) < bulk.LONGEST + 60
