"""Orgs that offer less: documents come out, say what is missing, and print no 0 for it.

Each is served by the strict server and read through ``--org env``, as a live org is.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.crm.sample_org import OrgData, SampleServer, load
from generator.crm.sample_org.data import without_currencies, without_fields, without_objects
from tests import test_acceptance_figures_deck as deck_figures
from tests import test_acceptance_figures_plan as plan_figures
from tests import test_acceptance_figures_workbook as book_figures
from tests.acceptance_runs import ARTIFACTS, SAMPLES, Json, Ran, SampleRun, command, facts
from tests.reading_back import Word, seen_words

NAME = "Ashdown Life Sciences plc"
DATA = load(SAMPLES)
PLANS = [name for name in DATA.describes if name.startswith("AccountPlan")]
CUSTOM = [name for name in DATA.describes if name.endswith("__c")]
INDISPENSABLE = ("Account", "Opportunity")


def without_custom(data: OrgData) -> OrgData:
    """Nothing that an administrator added: neither objects nor fields."""
    fields = {
        name: [f["name"] for f in describe["fields"] if f["name"].endswith("__c")]
        for name, describe in data.describes.items()
    }
    left = without_objects(data, CUSTOM)
    return reduce(lambda org, name: without_fields(org, name, fields[name]), left.describes, left)


def hidden(data: OrgData) -> OrgData:
    """Field-level security hides what figures are made of."""
    fields = {
        "Account": ("ARR__c", "ARR_Year_Ago__c", "OwnerId", "Tier__c", "Revenue_Target__c"),
        "Opportunity": ("Amount", "OwnerId"),
        "Contact": ("Title", "ReportsToId", "Relationship_Strength__c"),
        "Asset": ("ARR__c", "UsageEndDate"),
    }
    return reduce(lambda org, name: without_fields(org, name, fields[name]), fields, data)


ORGS: dict[str, Callable[[OrgData], OrgData]] = {
    "full": lambda data: data,
    "no teams": lambda data: without_objects(data, ["AccountTeamMember"]),
    "no plans": lambda data: without_objects(data, PLANS),
    "nothing custom": without_custom,
    "one currency": without_currencies,
    "hidden fields": hidden,
    "accounts and opportunities": lambda data: without_objects(
        data, [name for name in data.describes if name not in INDISPENSABLE]
    ),
}
MISSING = {
    "no teams": ["Account team"],
    "no plans": ["Account plans", "Goals", "Measures of goals"],
    "nothing custom": ["Customer priorities", "Plays", "Risks", "Commitments", "Review items"],
    "hidden fields": ["Accounts", "Opportunities", "Contacts", "Owned products"],
    "accounts and opportunities": ["Contacts", "Support cases", "Tasks and events", "Products"],
}


@dataclass(frozen=True)
class Read:
    """What one account of one org came to."""

    name: str
    made: Ran
    calls: int  # as the server counted them
    run: SampleRun

    @property
    def show(self) -> Json:
        return self.run.show(NAME)

    @property
    def texts(self) -> list[tuple[str, str]]:
        paths = [self.run.path(NAME, artifact) for artifact in ARTIFACTS]
        return [
            (f"{path.name}: {place}", text) for path in paths for place, text in seen_words(path)
        ]


@pytest.fixture(scope="module", params=ORGS)
def org(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    folder = tmp_path_factory.mktemp("org")
    data = ORGS[request.param](DATA)
    with SampleServer(data) as server, pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("SF_", "ACCOUNTDOCS_"))]:
            patch.delenv(name)
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
            patch.setenv(name, str(folder / "home"))
        patch.setenv("SF_INSTANCE_URL", server.url)
        patch.setenv("SF_ACCESS_TOKEN", server.token)
        made = _run(
            folder, "generate", NAME, "--only", ",".join(ARTIFACTS), "--out", folder / "out"
        )
        calls = server.api_calls
        (folder / "report.json").write_text(made.out, encoding="utf-8")
        shown = _run(folder, "show", NAME).well()
        (folder / "show").mkdir()
        account_id = shown.json["account"]["id"]
        (folder / "show" / f"{account_id}.json").write_text(shown.out, encoding="utf-8")
        yield Read(request.param, made, calls, SampleRun(folder))


def _run(folder: Path, *args: str | Path) -> Ran:
    return command(*args, "--org", "env", "--as-of", facts()["as_of"], "--json")


def test_all_documents_come_out_within_six_calls(org: Read) -> None:
    report = org.made.well().json
    assert {row["artifact"]: row["status"] for row in report["artifacts"]} == dict.fromkeys(
        ARTIFACTS, "written"
    )
    assert report["run"]["org"] == "env"
    assert report["run"]["api_calls"] == org.calls
    assert 0 < org.calls <= 6


def test_the_documents_are_not_marked_as_sample_data(org: Read) -> None:
    assert not org.show["org"]["is_sample"]
    assert [place for place, text in org.texts if "SAMPLE DATA" in text] == []


def test_the_coverage_says_what_is_missing_and_in_which_way(org: Read) -> None:
    word = org.run.plan(NAME)
    section = word.sections["Sources and coverage"]
    listed = plan_figures.gaps_listed(section)
    for label in MISSING.get(org.name, ()):
        said = listed[label]
        assert re.search("not enabled in this org|not visible to|not mapped|; without ", said), said
    unread = {row["topic"] for row in org.show["coverage"] if row["state"].startswith("not_")}
    assert len([text for text in listed.values() if text.startswith("not ")]) == len(unread)
    if org.name == "full":
        assert unread == set()


def speaks_of(maker: type[Any], check: Callable[..., None]) -> bool:
    """Whether the check is one of this document: one deck has what the other has not."""
    (asked,) = (name for name in inspect.signature(check).parameters if name != "sample")
    other = {deck_figures.Review: "executive", deck_figures.Executive: "quarterly"}
    return other.get(maker) != asked


CHECKS: list[tuple[ModuleType, type[Any], str]] = [
    (module, maker, name)
    for module, maker in (
        (plan_figures, plan_figures.Plan),
        (deck_figures, deck_figures.Review),
        (deck_figures, deck_figures.Executive),
        (book_figures, book_figures.Space),
    )
    for name in vars(module)
    if name.startswith("test_") and speaks_of(maker, getattr(module, name))
]
FOR_ALL_ONLY = ("test_the_title_slide_names", "test_the_form_of_the_tier", "test_the_claims_of")


@pytest.mark.parametrize(
    ("module", "maker", "name"),
    CHECKS,
    ids=[f"{m.__name__[-4:]}-{k.__name__}-{n[5:]}" for m, k, n in CHECKS],
)
def test_figures_agree_with_the_json_here_too(
    org: Read, module: ModuleType, maker: type[Any], name: str
) -> None:
    """All comparisons of the sample accounts, where much is unknown."""
    if name.startswith(FOR_ALL_ONLY):
        return
    if module is plan_figures and org.show["account"]["tier"] != 1:
        name = "test_page_one_names_the_account_and_its_key_figures"  # the tier sets the form
    getattr(module, name)(maker(org.run, NAME))


def test_nothing_reads_none_or_null_or_is_left_unfilled(org: Read) -> None:
    wrong = re.compile(
        r"\{\{|\{%|\bNaN\b|\bnull\b|\*\*|^None$|: None$|\(None\)|\bNone,|, None\b|\bDecimal\("
    )
    assert [(place, text) for place, text in org.texts if wrong.search(text)] == []


def test_no_table_is_empty(org: Read) -> None:
    plan, deck = org.run.plan(NAME), org.run.deck(NAME)
    assert [t.heads for t in plan.tables[1:] if not any("".join(row) for row in t.rows)] == []
    tables = [table for slide in deck.slides for table in slide.tables.values()]
    assert [t.heads for t in tables if not any("".join(row) for row in t.rows)] == []
    charts = [c for slide in deck.slides for c in slide.charts.values()]
    charts += [chart for section in plan.sections.values() for chart in section.charts]
    for chart in charts:
        assert any(value for values in chart.series.values() for value in values), chart.alt


def test_an_empty_section_says_why_in_words(org: Read) -> None:
    for title, section in org.run.plan(NAME).sections.items():
        words = [text for style, text in section.paragraphs if not style.startswith("Heading")]
        assert any(len(text) > 10 for text in words) or section.tables, title


@dataclass(frozen=True)
class Unknown:
    """Names that have to be null where their records cannot be read."""

    topic: str  # of the coverage
    names: tuple[str, ...]


UNKNOWN = (
    Unknown("contacts", ("relationships.known_contacts", "relationships.active_contacts")),
    Unknown("contacts", ("relationships.executives_known", "relationships.executives_active")),
    Unknown("contacts", ("relationships.single_threaded",)),
    Unknown("cases", ("support.open", "support.escalated", "support.median_days")),
    Unknown("activities", ("activity.last_30d", "activity.last_90d", "activity.last_touch")),
    Unknown("products", ("whitespace.owned", "whitespace.in_progress", "whitespace.open")),
    Unknown("products", ("whitespace.value", "whitespace.pre_pipeline")),
    Unknown("products", ("usage.product_count", "usage.team_count", "usage.active_users")),
)


def at(show: Json, path: str) -> Any:
    return reduce(lambda value, key: value[key], path.split("."), show)


def test_what_cannot_be_read_is_null_and_not_zero(org: Read) -> None:
    states = {row["topic"]: row["state"] for row in org.show["coverage"]}
    wrong = [
        f"{name} is {at(org.show, name)!r}"
        for unknown in UNKNOWN
        if states[unknown.topic].startswith("not_")
        for name in unknown.names
        if at(org.show, name) is not None
    ]
    assert wrong == []


def test_amounts_that_cannot_be_read_are_nowhere_zero(org: Read) -> None:
    show = org.show
    if org.name != "hidden fields":
        assert any(deal["amount"] for deal in show["timeline"])
        return
    assert [show[state]["amount"] for state in ("won", "lost", "open")] == [None, None, None]
    assert (show["revenue"]["current"], show["revenue"]["gap"]) == (None, None)
    decided = [row for row in show["performance"]["quarters"] if row["won_count"]]
    assert {row["won"] for row in decided} == {None}
    assert {row["amount"] for row in show["performance"]["loss_reasons"]} == {None}
    rivals = [row for row in show["rivals"] if row["won"]]
    assert {row["won_amount"] for row in rivals} <= {None}
    zero = re.compile(r"[$€£]0\b")
    plays = {"Objectives, measures and plays", "Scorecard: leading and lagging"}  # stated zeros
    plan = org.run.plan(NAME)
    for section in (plan.front, *(s for t, s in plan.sections.items() if t not in plays)):
        cells = [cell for table in section.tables for row in table.rows for cell in row]
        assert [text for text in (*cells, section.text) if zero.search(text)] == [], section.title


def test_an_owner_who_cannot_be_read_is_not_called_missing(org: Read) -> None:
    renewal = org.show["renewal"]
    if "opportunity.owner_id" in org.show["field_sources"] or renewal["opportunity_id"] is None:
        return
    assert "no active owner" not in (renewal["status_reason"] or "")
    assert renewal["owner"] is None
    words = org.run.plan(NAME).sections["Renewal strategy"].lead
    assert "owner" not in words


def test_without_multi_currency_all_money_is_in_the_org_s_currency(org: Read) -> None:
    expected = "USD" if org.name in ("one currency", "accounts and opportunities") else "GBP"
    if org.name != "accounts and opportunities":
        assert org.show["account"]["currency"] == expected


def test_what_happened_after_as_of_is_not_counted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As-of stands for today; the document says that the records are of a later day."""
    with SampleServer(DATA) as server:
        monkeypatch.setenv("SF_INSTANCE_URL", server.url)
        monkeypatch.setenv("SF_ACCESS_TOKEN", server.token)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        asked = ("--org", "env", "--as-of", "2025-06-30", "--json")
        show = command("show", NAME, *asked).well().json
        report = command("generate", NAME, "--only", "plan", "--out", tmp_path, *asked).well().json
    closed = [deal for state in ("won", "lost") for deal in show[state]["deals"]]
    assert closed
    assert max(deal["close_date"] for deal in closed) <= "2025-06-30"
    plan = Word(Path(report["artifacts"][0]["path"]))
    assert "records as read now, computed for Jun 30, 2025" in plan.footer
    first = "Records as read now, computed for Jun 30, 2025: what keeps no history is today's."
    assert first in [paragraph.text for paragraph in plan.document.paragraphs[:4]]
    assert (show["is_read_later"], show["revenue"]["year_ago"]) == (True, None)


def test_a_total_that_leaves_deals_out_says_of_how_many_it_is(org: Read) -> None:
    """Amounts in a currency without a rate are not known: the sum is of the others."""
    won = org.show["won"]
    known = [deal for deal in won["deals"] if deal["amount"] is not None]
    sections = org.run.plan(NAME).sections
    if "Performance and history" in sections and known:
        words = sections["Performance and history"].lead
        said = f"amount known for {len(known)} of {won['count']}"
        assert (said in words) == (len(known) < won["count"])
    if org.name == "accounts and opportunities":
        assert 0 < len(known) < won["count"], "the case that this test is about"


def test_a_short_list_of_actions_does_not_claim_what_could_not_be_read(org: Read) -> None:
    """Fewer than three actions have a reason, and it is the true one."""
    show = org.show
    if len(show["top_actions"]) == 3:
        assert show["top_actions_note"] is None
        return
    states = {row["topic"]: row["state"] for row in show["coverage"]}
    if states["activities"].startswith("not_"):
        assert "no further open task" not in show["top_actions_note"]
        assert "could be read" in show["top_actions_note"]
    assert show["top_actions_note"] in org.run.plan(NAME).front.text
