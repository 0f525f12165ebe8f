"""What an org offers, counted over HTTP: orgs that have much, hide things, or refuse to count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.crm.capabilities import DescribeStore
from generator.crm.mapping import load_mapping
from generator.crm.sample_org import (
    Options,
    OrgData,
    Response,
    without_currencies,
    without_fields,
    without_objects,
)
from generator.crm.sample_org.refusal import Refusal
from generator.crm.sample_org.soql.running import Engine
from generator.crm.survey import SURVEYED, forget, kept_survey, survey
from generator.errors import ConnectionFailed, SignInFailed
from generator.model.capability import ALWAYS, COUNTED, UNCOUNTED, Survey
from generator.model.ids import checksum
from tests.crm_orgs import Records, serving, session_with
from tests.larger_orgs import FLAG, TEXT, to, with_fields, with_object

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


class Counted(Records):
    """Three contacts of which one has a title; two tasks; an objective with a long text."""

    def __init__(self) -> None:
        super().__init__()
        root = self.account("Acme", ARR__c=100.5)
        self.account("Blank")
        self.contact(root, "Ann", Title="CFO")
        self.contact(root, "Bob")
        self.contact(root, "Cid", ReportsToId=None)
        self.add("Task", AccountId=root, Subject="Call", IsClosed=False, Status="Open")
        self.add("Task", AccountId=root, Subject="Mail", IsClosed=True, Status="Done")
        plan = self.add("AccountPlan", AccountId=root, Name="Plan", RelationshipStrengths="Many")
        self.add("AccountPlanObjective", AccountPlanId=plan, Name="Goal")


@pytest.fixture
def org() -> Counted:
    return Counted()


def surveyed(data: OrgData, **settings: Any) -> Survey:
    with serving(data) as server:
        return survey(session_with(server, **settings), NOW)


def refusing(monkeypatch: pytest.MonkeyPatch, refuse: Callable[[str], Refusal | None]) -> list[str]:
    """Statements that the org refuses as ``refuse`` says; all that were asked are listed."""
    asked: list[str] = []
    run = Engine.run

    def other(engine: Engine, text: str, **options: Any) -> Any:
        asked.append(text)
        refusal = refuse(text)
        if refusal is not None:
            raise refusal
        return run(engine, text, **options)

    monkeypatch.setattr(Engine, "run", other)
    return asked


# --- what is there --------------------------------------------------------------------------------


def test_records_and_filled_fields_are_counted(org: Counted) -> None:
    found = surveyed(org.data())
    contact = found.kind("contact")
    assert (contact.state, contact.source, contact.count) == ("read", "Contact", 3)
    filled = {field.name: field.filled for field in contact.found}
    assert filled["contact.name"] == 3
    assert filled["contact.title"] == 1
    assert filled["contact.reports_to_id"] == 0
    assert found.kind("account").count == 2
    arr = found.field("account.arr")
    assert arr is not None
    assert (arr.source, arr.filled) == ("Account.ARR__c", 1)


def test_what_salesforce_cannot_count_is_said_to_be_so(org: Counted) -> None:
    found = surveyed(org.data())
    how = {f.name: (f.how, f.filled) for kind in found.kinds for f in kind.found}
    assert how["plan.strengths"] == (UNCOUNTED, None)
    assert how["contact_relation.roles"] == (UNCOUNTED, None)
    assert how["task.is_closed"] == (ALWAYS, None)
    assert how["task.subject"] == (COUNTED, 2)


def test_an_object_without_records_is_not_one_that_is_hidden(org: Counted) -> None:
    found = surveyed(without_objects(org.data(), ["Case"]))
    assert (found.kind("asset").state, found.kind("asset").count) == ("no_records", 0)
    assert (found.kind("case").state, found.kind("case").count) == ("not_visible", None)
    assert found.kind("case").candidates == ("Case",)


def test_features_that_can_be_off_are_not_enabled_where_nothing_else_is_known(
    org: Counted,
) -> None:
    gone = ["AccountPlan", "AccountTeamMember", "Account_Risk__c", "Risk__c"]
    found = surveyed(without_objects(org.data(), gone))
    states = {kind: found.kind(kind).state for kind in ("plan", "team_member", "risk")}
    assert states == {"plan": "not_enabled", "team_member": "not_enabled", "risk": "not_mapped"}


def test_one_source_among_several_is_nothing_to_ask_for(org: Counted) -> None:
    found = surveyed(org.data())
    assert found.kind("service_contract").is_optional
    assert found.kind("service_contract").state == "not_enabled"
    assert not found.kind("contract").is_optional


def with_signs(org: Counted) -> OrgData:
    """Open and closed opportunities, told to be renewals by type, record type or a flag."""
    root = org.account("Signs")
    kind = {"Id": "012Tw0000000001" + checksum("012Tw0000000001"), "DeveloperName": "Big_Renewal"}
    org.opportunity(root, "By type", Type="Renewal")
    org.opportunity(root, "By type, closed", Type="Renewal", IsClosed=True)
    org.opportunity(root, "By record type", RecordTypeId=kind["Id"])
    org.opportunity(root, "By flag", SBQQ__Renewal__c=True)
    org.opportunity(root, "By all", Type="Renewal", SBQQ__Renewal__c=True)
    org.opportunity(root, "By none")
    data = with_object(org.data(), "RecordType", {"DeveloperName": TEXT}, [kind])
    fields = {"RecordTypeId": to("RecordType", "RecordType"), "SBQQ__Renewal__c": FLAG}
    return with_fields(data, "Opportunity", fields)


@pytest.mark.parametrize(
    ("told_by", "count"),
    [
        (["type"], 2),
        (["record_type"], 1),
        (["flag"], 2),
        (["type", "record_type", "flag"], 4),
    ],
)
def test_open_renewals_are_counted_by_the_signs_that_the_org_goes_by(
    org: Counted, told_by: list[str], count: int
) -> None:
    rules = {"renewal": {"told_by": told_by, "record_types": ["big renewal"]}}
    found = surveyed(with_signs(org), mapping=load_mapping(rules))
    assert found.open_renewals == count
    assert found.rules.renewal_signs == tuple(told_by)


def test_renewals_are_not_counted_where_a_statement_cannot_ask_for_them(org: Counted) -> None:
    org.opportunity(org.account("Beta"), "Again", Type="Renewal")
    data = org.data()
    for mapping in (
        {"renewal": {"sources": ["contract"]}},  # nobody asks
        {"opportunity": {"values": {"kind": {"*": "renewal"}}}},  # all words but some
        {"renewal": {"told_by": "record_type"}},  # which this org has not
    ):
        assert surveyed(data, mapping=load_mapping(mapping)).open_renewals is None
    assert surveyed(data).open_renewals == 1


def test_a_hidden_field_is_missing_and_keeps_what_was_looked_for(org: Counted) -> None:
    found = surveyed(without_fields(org.data(), "Contact", ["Title"]))
    title = found.field("contact.title")
    assert title is not None
    assert (title.source, title.candidates, title.filled) == ("", ("Title",), None)
    assert len(found.kind("contact").found) == len(found.kind("contact").wanted) - 2  # and a role


def test_a_record_that_cannot_be_placed_counts_as_not_visible(org: Counted) -> None:
    found = surveyed(without_fields(org.data(), "Case", ["AccountId"]))
    assert found.kind("case").state == "not_visible"
    assert "links Case to its account" in found.kind("case").reason


def test_the_org_s_own_mapping_is_what_is_surveyed(org: Counted) -> None:
    mapping = load_mapping({"contact": {"fields": {"role": ["Title"], "title": []}}})
    found = surveyed(org.data(), mapping=mapping)
    role = found.field("contact.role")
    assert role is not None
    assert (role.source, role.filled) == ("Contact.Title", 1)
    assert "contact.title" not in [field.name for field in found.kind("contact").wanted]


def test_in_an_org_of_one_currency_no_record_lacks_its_currency(org: Counted) -> None:
    found = surveyed(without_currencies(org.data()))
    assert "opportunity.currency" not in [f.name for f in found.kind("opportunity").wanted]
    assert len(found.kind("opportunity").found) == len(found.kind("opportunity").wanted)
    assert found.kind("rate").state == "not_enabled"


# --- evidence -------------------------------------------------------------------------------------


def with_a_list_of_objects(data: OrgData, *names: str) -> OrgData:
    """An org whose reader may read its list of objects, in which ``names`` stand."""
    field = {"name": "QualifiedApiName", "type": "string", "length": 70}
    identity = {"name": "Id", "type": "id", "length": 18}
    described = {
        "name": "EntityDefinition",
        "label": "Object",
        "queryable": True,
        "fields": [identity, field],
    }
    rows = [
        {"Id": f"4ie00000000000{n}AAA", "QualifiedApiName": name} for n, name in enumerate(names)
    ]
    return replace(
        data,
        describes={**data.describes, "EntityDefinition": described},
        records={**data.records, "EntityDefinition": rows},
    )


def test_an_object_that_the_org_s_list_names_is_there_and_hidden(org: Counted) -> None:
    hidden = without_objects(org.data(), ["AccountPlan", "Account_Risk__c", "AccountTeamMember"])
    found = surveyed(with_a_list_of_objects(hidden, "AccountPlan", "Account_Risk__c"))
    assert found.kind("plan").state == "not_visible"
    assert found.kind("plan").reason == "the org's list of objects names AccountPlan"
    assert found.kind("risk").state == "not_visible"
    assert found.kind("team_member").state == "not_enabled"  # not named: that proves nothing


def test_an_object_that_is_described_but_not_queryable_is_hidden(org: Counted) -> None:
    data = org.data()
    closed = {**data.describes["AccountPlan"], "queryable": False}
    found = surveyed(replace(data, describes={**data.describes, "AccountPlan": closed}))
    assert found.kind("plan").state == "not_visible"
    assert "described" in found.kind("plan").reason


def test_an_object_that_is_described_and_refused_is_hidden(
    org: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = "sObject type 'Case' is not supported."
    refusing(
        monkeypatch, lambda text: Refusal("INVALID_TYPE", message) if "FROM Case" in text else None
    )
    assert surveyed(org.data()).kind("case").state == "not_visible"


def test_an_org_that_speaks_an_older_version_cannot_have_what_came_later(org: Counted) -> None:
    old = without_objects(org.data(), ["AccountPlan"])
    with serving(old, Options(versions=("60.0", "61.0"))) as server:
        found = survey(session_with(server), NOW)
    assert found.api_version == "61.0"
    assert found.kind("plan").state == "not_enabled"
    assert found.kind("plan").reason == "AccountPlan needs API version 62.0"


# --- what goes wrong ------------------------------------------------------------------------------


def test_a_count_that_takes_too_long_costs_itself(
    org: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "Your query request was running for too long."
    asked = refusing(
        monkeypatch, lambda text: Refusal("QUERY_TIMEOUT", words) if "FROM Task" in text else None
    )
    found = surveyed(org.data())
    task = found.kind("task")
    assert (task.state, task.count) == ("read", None)
    assert "too many records to count" in task.reason
    assert {field.filled for field in task.found} == {None}
    assert sum("FROM Task" in text for text in asked) == 2  # once more, without the fields
    assert found.kind("contact").count == 3


def test_where_a_field_cannot_be_counted_the_records_still_are(
    org: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(
        monkeypatch,
        lambda text: (
            Refusal("INVALID_FIELD", "field Title does not support aggregate operator COUNT")
            if "COUNT(Title)" in text and "FROM Contact" in text
            else None
        ),
    )
    contact = surveyed(org.data()).kind("contact")
    assert contact.count == 3
    assert {field.filled for field in contact.found if field.how == COUNTED} == {None}


def test_the_end_of_the_session_ends_the_survey(org: Counted) -> None:
    with serving(org.data()) as server:
        session = session_with(server)
        session.catalog.bound("account")
        server.expire()
        with pytest.raises(SignInFailed):
            survey(session, NOW)


def test_when_the_org_s_calls_are_used_up_the_rest_is_unknown(org: Counted) -> None:
    with serving(org.data(), Options(daily_limit=4)) as server:
        found = survey(session_with(server), NOW)
        assert server.api_calls == 4
    counts = [found.kind(kind).count for kind in SURVEYED]
    assert None in counts
    assert found.kind("account").count == 2
    assert "not counted" in found.kind("review_item").reason


def test_a_server_that_breaks_off_costs_what_it_was_asked(org: Counted) -> None:
    broken: list[str] = []

    def intercept(_method: str, path: str) -> Response | None:
        if path.endswith("/composite"):
            broken.append(path)
        return Response(500, b"<html>") if len(broken) == 4 else None

    with serving(org.data(), Options(intercept=intercept)) as server:
        found = survey(session_with(server), NOW)
    assert [found.kind(kind).reason for kind in SURVEYED if found.kind(kind).source] == [""] * sum(
        1 for kind in SURVEYED if found.kind(kind).source
    )


def test_without_any_answer_there_is_no_survey(org: Counted) -> None:
    with serving(org.data()) as server:
        session = session_with(server)
    with pytest.raises(ConnectionFailed):
        survey(session, NOW)


# --- calls, and what is kept ----------------------------------------------------------------------


def test_a_survey_takes_at_most_ten_calls_and_none_where_it_is_kept(
    org: Counted, tmp_path: Path
) -> None:
    with serving(org.data()) as server:
        first = survey(session_with(server, store=DescribeStore(tmp_path, NOW)), NOW)
        assert server.api_calls <= 10
        server.reset()
        later = session_with(server, store=DescribeStore(tmp_path, NOW + timedelta(hours=20)))
        assert kept_survey(later) == first
        assert server.api_calls == 0


def test_a_survey_is_kept_for_a_day_for_one_user_and_one_mapping(
    org: Counted, tmp_path: Path
) -> None:
    mapping = load_mapping({"contact": {"fields": {"title": []}}})
    with serving(org.data()) as server:
        survey(session_with(server, store=DescribeStore(tmp_path, NOW)), NOW)
        store = DescribeStore(tmp_path, NOW)
        assert kept_survey(session_with(server, store=store, mapping=mapping)) is None
        old = DescribeStore(tmp_path, NOW + timedelta(days=2))
        assert kept_survey(session_with(server, store=old)) is None
        session = session_with(server, store=store)
        forget(session)
        assert kept_survey(session) is None
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())


def test_a_kept_survey_that_something_else_wrote_is_counted_anew(
    org: Counted, tmp_path: Path
) -> None:
    with serving(org.data()) as server:
        session = session_with(server, store=DescribeStore(tmp_path, NOW))
        survey(session, NOW)
        (kept,) = tmp_path.glob("survey-*.json")
        kept.write_text(kept.read_text(encoding="utf-8").replace('"kinds"', '"sorts"'), "utf-8")
        assert kept_survey(session) is None
