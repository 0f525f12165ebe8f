"""Accounts read into snapshots, from orgs that have much, little, or strange things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.crm import faults
from generator.crm.accounts import find
from generator.crm.capabilities import DescribeStore
from generator.crm.connect import Connection, open_connection
from generator.crm.mapping import load_mapping
from generator.crm.reader import months_before, read_accounts, windows_for
from generator.crm.sample_org import (
    Options,
    OrgData,
    without_currencies,
    without_fields,
    without_objects,
)
from generator.crm.wire import Answer, Subrequest, Wire
from generator.errors import AccountNotFound, ReadFailed
from generator.model.org import FiscalCalendar
from generator.model.snapshot import Snapshot, from_json, to_json
from tests.crm_orgs import AS_OF, Records, read, serving, session_with


class Full(Records):
    """One customer with a division below a division, and at least one record of every kind."""

    def __init__(self) -> None:
        super().__init__()
        self._people_and_products()
        self._deals()
        self._plan()
        self._rest()

    def _people_and_products(self) -> None:
        for code, rate in (("EUR", 1), ("USD", 1.25)):
            self.add("CurrencyType", IsoCode=code, ConversionRate=rate, IsCorporate=code == "EUR",
                     IsActive=True, DecimalPlaces=2)  # fmt: skip
        self.root = self.account(
            "Acme", Tier__c="Tier 1", ARR__c=1200000.25, Executive_Sponsor__c=self.boss,
            Expansion_Thesis__c="Grow", Value_Proposition__c="Value", Renewal_Strategy__c="Renew",
            Health_Score__c=81.5, NumberOfEmployees=1200, LastModifiedDate=STAMPED,
        )  # fmt: skip
        self.north = self.account("Acme North", self.root)
        self.deep = self.account("Acme North Deep", self.north)
        self.other = self.account("Other")
        self.new = self.add("Product2", Name="Analytics", Family="Data", IsActive=True)
        self.old = self.add("Product2", Name="Legacy", Family="Core", IsActive=False)
        self.ann = self.contact(
            self.root, "Ann", Relationship_Strength__c="3 - Advocate", Level_of_Influence__c="High"
        )
        self.bob = self.contact(self.north, "Bob", ReportsToId=self.ann)
        self.guest = self.contact(self.other, "Guest")
        self.add("AccountContactRelation", AccountId=self.root, ContactId=self.guest,
                 Roles="Influencer;Executive Sponsor", IsDirect=False, IsActive=True)  # fmt: skip
        self.add("AccountTeamMember", AccountId=self.root, UserId=self.manager,
                 TeamMemberRole="Customer Success")  # fmt: skip

    def _deals(self) -> None:
        self.deal = self.opportunity(self.deep, "Open deal", Amount=100.1)
        self.won = self.opportunity(self.root, "Won", IsClosed=True, IsWon=True, Type="Renewal",
                                    CloseDate="2023-11-20", StageName="Closed Won")  # fmt: skip
        self.opportunity(self.root, "Too old", IsClosed=True, CloseDate="2023-11-19")
        self.opportunity(self.root, "Old and open", CloseDate="2021-01-01")
        self.opportunity(self.other, "Not ours")
        self.add("OpportunityLineItem", OpportunityId=self.deal, Product2Id=self.old, Quantity=3,
                 UnitPrice=33.5, TotalPrice=100.5)  # fmt: skip
        for contact, role in ((self.ann, "Economic Buyer"), (self.guest, "Coach")):
            self.add("OpportunityContactRole", OpportunityId=self.deal, ContactId=contact,
                     Role=role, IsPrimary=contact == self.ann)  # fmt: skip
        self.add("OpportunityCompetitor", OpportunityId=self.deal, CompetitorName="Rival")

    def _plan(self) -> None:
        plan = self.add("AccountPlan", AccountId=self.root, Name="Plan", OwnerId=self.rep)
        self.priority = self.add("Customer_Priority__c", Account__c=self.north, Name="Faster",
                                 Stated_By__c=self.bob, Rank__c=1, Baseline__c=10)  # fmt: skip
        self.add("KPI_Reading__c", Customer_Priority__c=self.priority,
                 Reading_Date__c="2026-09-30", Value__c=12.5)  # fmt: skip
        goal = self.add("AccountPlanObjective", AccountPlanId=plan, Name="Grow", Kind__c="Growth",
                        ObjectiveOwnerId=self.manager, Customer_Priority__c=self.priority,
                        Strategy__c="S", Customer_Outcome__c="O")  # fmt: skip
        measure = self.add("AccountPlanObjectiveMeasure", AccountPlanObjectiveId=goal, Name="ACV",
                           ValueType="Currency", TargetValue="1,250,000", CurrentValue="900000.5",
                           Baseline__c=800000)  # fmt: skip
        self.add("AccountPlanObjMeasRela", AccountPlanObjectiveMeasureId=measure,
                 ReferenceRecordId=self.deal)  # fmt: skip

    def _rest(self) -> None:
        self.queue = self.add("Group", Name="Support queue", Type="Queue")
        self.add("Asset", AccountId=self.deep, Product2Id=self.new, Name="Analytics", Quantity=5)
        self.add("Contract", AccountId=self.root, ContractNumber="0001", EndDate="2027-03-31")
        self._case("2024-10-01", None)
        self._case("2023-01-01", None)
        self._case("2023-01-01", "2023-02-01")
        self.add("Task", WhatId=self.root, AccountId=self.root, WhoId=self.ann, Subject="Call",
                 OwnerId=self.queue, ActivityDate="2026-11-01", IsClosed=False)  # fmt: skip
        self.add("Event", WhatId=self.north, AccountId=self.north, WhoId=self.bob,
                 OwnerId=self.rep, Subject="Visit", ActivityDate="2026-10-01")  # fmt: skip
        self.add("Whitespace_Play__c", Account__c=self.deep, Name="Play", Product__c=self.new,
                 Need__c="Yes", Access__c="No", Budget__c="Unknown", OwnerId=self.rep,
                 Likely_Buyer__c=self.bob, Need_Evidence__c="Said so")  # fmt: skip
        self.add("Account_Risk__c", Account__c=self.root, Name="Risk", Status__c="Open",
                 Likelihood__c="High", OwnerId=self.rep)  # fmt: skip
        self.add("Account_Signal__c", Account__c=self.root, Type__c="Acquisition",
                 Signal_Date__c="2026-10-10", Description__c="Bought a rival")  # fmt: skip
        self.add("Customer_Commitment__c", Account__c=self.root, Name="Send it", Status__c="Kept",
                 Our_Owner__c=self.rep, Customer_Owner__c=self.ann)  # fmt: skip
        self.add("Review_Item__c", Account__c=self.root, Type__c="Lesson", Name="Learnt",
                 Share_with_Customer__c=True, Customer_Priority__c=self.priority)  # fmt: skip

    def _case(self, created: str, closed: str | None) -> None:
        noon = "T12:00:00.000+0000"
        self.add("Case", AccountId=self.root, CaseNumber="1", CreatedDate=created + noon,
                 ClosedDate=closed and closed + noon, IsClosed=closed is not None)  # fmt: skip


STAMPED = "2026-11-02T09:30:00.000+0000"
RECORDS = (
    "accounts", "users", "contacts", "relations", "opportunities", "lines", "buying_roles",
    "competitors", "products", "assets", "contracts", "cases", "activities", "team", "plans",
    "objectives", "measures", "measure_links", "plays", "risks", "signals", "priorities",
    "kpi_readings", "commitments", "review_items",
)  # fmt: skip


@pytest.fixture(scope="module")
def org() -> Full:
    return Full()


@pytest.fixture(scope="module")
def snapshot(org: Full) -> Snapshot:
    (found,) = read(org.data(), org.root)
    return found


def _names(records: Sequence[Any]) -> list[str]:
    return [record.name for record in records]


def _state(snapshot: Snapshot, topic: str) -> str:
    return next(entry.state for entry in snapshot.coverage if entry.topic == topic)


# --- Everything that is there --------------------------------------------------------------------


@pytest.mark.parametrize("topic", RECORDS)
def test_every_kind_of_record_is_read_and_sorted(snapshot: Snapshot, topic: str) -> None:
    records = getattr(snapshot, topic)
    assert records
    ids = [record.id for record in (records[1:] if topic == "accounts" else records)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert _state(snapshot, topic) == "read"


def test_nothing_was_wrong_with_it(snapshot: Snapshot) -> None:
    assert snapshot.problems == ()
    assert from_json(to_json(snapshot)) == snapshot


def test_the_account_comes_first_and_all_below_it_follow(snapshot: Snapshot, org: Full) -> None:
    assert snapshot.account.id == snapshot.account_id == org.root
    assert [a.id for a in snapshot.accounts] == [org.root, org.north, org.deep]


def test_the_accounts_own_fields_are_read(snapshot: Snapshot, org: Full) -> None:
    account = snapshot.account
    assert (account.tier, account.arr) == (1, Decimal("1200000.25"))
    assert (account.health, account.employees) == ("81.5", 1200)
    assert (account.expansion_thesis, account.value_proposition) == ("Grow", "Value")
    assert account.executive_sponsor_id == org.boss


def test_the_organisation_is_read(snapshot: Snapshot) -> None:
    found = snapshot.org
    assert (found.name, found.currency, found.reader) == ("Test Works", "EUR", "Rolf Rep")
    assert found.fiscal == FiscalCalendar(2, False)
    rates = [(rate.currency, rate.rate, rate.start) for rate in found.rates]
    assert rates == [("EUR", 1, None), ("USD", Decimal("1.25"), None)]
    assert all(rate.id.startswith("01L") for rate in found.rates)
    assert found.stages[0] == "Discovery"
    assert (found.timezone, found.is_sandbox, found.is_sample) == ("Europe/Berlin", False, False)


def test_opportunities_reach_back_36_months_and_open_ones_further(snapshot: Snapshot) -> None:
    assert sorted(_names(snapshot.opportunities)) == ["Old and open", "Open deal", "Won"]


def test_cases_reach_back_eight_fiscal_quarters_and_open_ones_further(snapshot: Snapshot) -> None:
    assert sorted(case.created.year for case in snapshot.cases) == [2023, 2024]


def test_contacts_of_other_accounts_are_read_where_a_role_names_them(snapshot: Snapshot) -> None:
    assert sorted(_names(snapshot.contacts)) == ["Ann", "Bob", "Guest"]
    (relation,) = snapshot.relations
    assert relation.roles == ("decision_maker", "influencer")
    roles = {role.stated_role: role.role for role in snapshot.buying_roles}
    assert roles == {"Economic Buyer": "economic_buyer", "Coach": "coach"}


def test_managers_above_the_owners_are_read(snapshot: Snapshot, org: Full) -> None:
    people = {user.id: user for user in snapshot.users}
    assert people[org.rep].manager_id == org.manager
    assert people[org.manager].manager_id == org.boss
    assert people[org.boss].name == "Vera President"


def test_a_queue_owns_work_but_is_no_person(snapshot: Snapshot, org: Full) -> None:
    queue = next(user for user in snapshot.users if user.id == org.queue)
    assert (queue.name, queue.is_queue) == ("Support queue", True)


def test_an_inactive_product_is_there_when_a_record_names_it(snapshot: Snapshot) -> None:
    assert {(p.name, p.family, p.is_active) for p in snapshot.products} == {
        ("Analytics", "Data", True),
        ("Legacy", "Core", False),
    }


def test_the_newest_change_is_that_of_the_records(snapshot: Snapshot) -> None:
    assert snapshot.newest_change == datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def test_every_field_says_where_it_was_read(snapshot: Snapshot) -> None:
    sources = {source.name: source.origin for source in snapshot.field_sources}
    assert sources["account.arr"] == "Account.ARR__c"
    assert sources["play.need"] == "Whitespace_Play__c.Need__c"


def test_another_customers_records_stay_out(snapshot: Snapshot, org: Full) -> None:
    accounts = {account.id for account in snapshot.accounts}
    assert org.other not in accounts
    assert all(o.account_id in accounts for o in snapshot.opportunities)


# --- Calls ---------------------------------------------------------------------------------------


def test_one_account_takes_at_most_four_calls(org: Full, tmp_path: Path) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    calls = []
    with serving(org.data()) as server:
        for _ in range(2):
            server.reset()
            session = session_with(server, store=DescribeStore(tmp_path, now))
            ref = find(session, "Acme")
            assert len(list(read_accounts(session, [ref.id], AS_OF))) == 1
            assert session.api_calls == server.api_calls
            calls.append(server.api_calls)
    assert max(calls) <= 4


def test_warm_and_cold_read_the_same(org: Full, tmp_path: Path, snapshot: Snapshot) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    with serving(org.data()) as server:
        for _ in range(2):
            session = session_with(server, store=DescribeStore(tmp_path, now))
            assert list(read_accounts(session, [org.root], AS_OF)) == [snapshot]


def test_accounts_are_read_by_set_and_not_one_by_one() -> None:
    records = Records()
    roots = [records.account(f"Customer {n:03}") for n in range(120)]
    for root in roots:
        records.opportunity(root, "Deal")
        records.account("Division", root)
    with serving(records.data()) as server:
        found = list(read_accounts(session_with(server), roots, AS_OF))
        assert server.api_calls <= 8
    assert [s.account_id for s in found] == roots
    assert all(len(s.accounts) == 2 and len(s.opportunities) == 1 for s in found)


def test_a_customer_with_more_accounts_than_a_statement_names_is_read_whole() -> None:
    records = Records()
    root = records.account("Giant")
    below = [records.account(f"Unit {n:03}", root) for n in range(430)]
    for unit in below[::10]:
        records.opportunity(unit, "Deal")
    (found,) = read(records.data(), root)
    assert len(found.accounts) == 431
    assert len(found.opportunities) == 43


# --- Pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("cap", [1, 2, 3, 7])
def test_small_pages_give_the_same_snapshot(org: Full, snapshot: Snapshot, cap: int) -> None:
    assert read(org.data(), org.root, options=Options(page_cap=cap)) == [snapshot]


def test_children_beyond_a_page_are_all_read() -> None:
    records = Records()
    root = records.account("Acme")
    deal = records.opportunity(root, "Deal")
    for number in range(45):
        records.add("Asset", AccountId=root, Name=f"Asset {number}")
        records.add("OpportunityCompetitor", OpportunityId=deal, CompetitorName=f"Rival {number}")
    (found,) = read(records.data(), root, options=Options(page_cap=10))
    assert (len(found.assets), len(found.competitors)) == (45, 45)


def test_results_that_the_org_stopped_holding_are_asked_again(
    org: Full, snapshot: Snapshot
) -> None:
    options = Options(page_cap=2, max_locators=1)
    assert read(org.data(), org.root, options=options) == [snapshot]


def test_more_than_one_page_of_long_text_is_read() -> None:
    records = Records()
    root = records.account("Acme")
    for number in range(250):
        records.add("Whitespace_Play__c", Account__c=root, Name=f"Play {number}")
    (found,) = read(records.data(), root)
    assert len(found.plays) == 250


# --- What is not there ---------------------------------------------------------------------------

ABSENT = {
    "AccountTeamMember": ("team", "not_enabled"),
    "AccountContactRelation": ("relations", "not_enabled"),
    "AccountPlan": ("plans", "not_enabled"),
    "AccountPlanObjective": ("objectives", "not_enabled"),
    "AccountPlanObjectiveMeasure": ("measures", "not_enabled"),
    "AccountPlanObjMeasRela": ("measure_links", "not_enabled"),
    "Asset": ("assets", "not_visible"),
    "Contract": ("contracts", "not_visible"),
    "Case": ("cases", "not_visible"),
    "Contact": ("contacts", "not_visible"),
    "OpportunityLineItem": ("lines", "not_enabled"),
    "OpportunityContactRole": ("buying_roles", "not_visible"),
    "OpportunityCompetitor": ("competitors", "not_visible"),
    "Product2": ("products", "not_visible"),
    "User": ("users", "not_visible"),
    "Whitespace_Play__c": ("plays", "not_mapped"),
    "Account_Risk__c": ("risks", "not_mapped"),
    "Account_Signal__c": ("signals", "not_mapped"),
    "Customer_Priority__c": ("priorities", "not_mapped"),
    "KPI_Reading__c": ("kpi_readings", "not_mapped"),
    "Customer_Commitment__c": ("commitments", "not_mapped"),
    "Review_Item__c": ("review_items", "not_mapped"),
}


@pytest.mark.parametrize("name", sorted(ABSENT))
def test_an_absent_object_costs_its_section_and_is_said(org: Full, name: str) -> None:
    topic, state = ABSENT[name]
    (found,) = read(without_objects(org.data(), [name]), org.root)
    assert _state(found, topic) == state
    # People and products are still known by the names beside the ids that point to them.
    assert getattr(found, topic) == () or topic in {"users", "products"}
    assert len(found.opportunities) == 3


def test_an_org_with_accounts_and_opportunities_only_is_read(org: Full) -> None:
    data = org.data()
    kept = {"Account", "Opportunity"}
    (found,) = read(without_objects(data, set(data.describes) - kept), org.root)
    assert len(found.accounts) == 3
    assert len(found.opportunities) == 3
    assert {c.topic for c in found.coverage if c.state == "read"} == {
        "accounts", "opportunities",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Account", "Opportunity"])
def test_without_accounts_or_opportunities_there_is_nothing_to_read(org: Full, name: str) -> None:
    with pytest.raises(ReadFailed, match=f"{name} cannot be read"):
        read(without_objects(org.data(), [name]), org.root)


def test_an_org_without_multi_currency_has_the_currency_of_its_country(org: Full) -> None:
    (found,) = read(without_currencies(org.data()), org.root)
    assert found.org.currency == "EUR"
    assert {o.currency for o in found.opportunities} == {"EUR"}
    assert any("names no currency" in problem.message for problem in found.problems)


def test_hidden_fields_are_unknown_and_named(org: Full) -> None:
    data = without_fields(org.data(), "Opportunity", ["Amount", "NextStep", "Type"])
    (found,) = read(data, org.root)
    assert {o.amount for o in found.opportunities} == {None}
    entry = next(c for c in found.coverage if c.topic == "opportunities")
    assert entry.state == "read"
    assert {"Opportunity.Amount", "Opportunity.NextStep", "Opportunity.Type"} <= set(entry.missing)


@pytest.mark.parametrize(
    ("name", "field", "topic"),
    [
        ("Contact", "AccountId", "contacts"),
        ("Asset", "AccountId", "assets"),
        ("Case", "AccountId", "cases"),
        ("Whitespace_Play__c", "Account__c", "plays"),
        ("OpportunityLineItem", "OpportunityId", "lines"),
        ("AccountPlanObjective", "AccountPlanId", "objectives"),
    ],
)
def test_records_whose_link_is_hidden_are_not_visible(
    org: Full, name: str, field: str, topic: str
) -> None:
    (found,) = read(without_fields(org.data(), name, [field]), org.root)
    assert _state(found, topic) == "not_visible"


@pytest.mark.parametrize("name", ["Account", "Opportunity"])
def test_any_field_may_be_hidden(org: Full, name: str) -> None:
    """Each field of the object alone, but the ones without which the object cannot be placed."""
    data = org.data()
    needed = {"Id", "AccountId", "IsDeleted", "SystemModstamp", "CloseDate"}
    fields = [f["name"] for f in data.describes[name]["fields"] if f["name"] not in needed]
    for field in fields:
        (found,) = read(without_fields(data, name, [field]), org.root)
        assert len(found.accounts) == (1 if field == "ParentId" else 3), field
        assert found.opportunities, field


def test_coverage_says_how_many_of_the_fields_looked_for_are_there(
    org: Full, snapshot: Snapshot
) -> None:
    hidden = without_objects(without_fields(org.data(), "Contact", ["Title"]), ["Case"])
    (found,) = read(hidden, org.root)
    whole = {entry.topic: entry for entry in snapshot.coverage}
    fewer = {entry.topic: entry for entry in found.coverage}
    contacts = fewer["contacts"]
    assert contacts.wanted == whole["contacts"].wanted
    assert contacts.found == whole["contacts"].found - 1
    assert contacts.wanted - contacts.found == len(contacts.missing)
    assert (fewer["cases"].found, fewer["cases"].wanted) == (0, whole["cases"].wanted)
    assert whole["cases"].found == whole["cases"].wanted > 0


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Task", "ActivityDate"),
        ("Task", "IsClosed"),
        ("Task", "CreatedDate"),
        ("Task", "OwnerId"),
        ("Task", "WhoId"),
        ("Event", "ActivityDate"),
        ("Case", "CreatedDate"),
        ("Case", "ClosedDate"),
        ("Case", "IsClosed"),
        ("Contact", "ReportsToId"),
        ("User", "ManagerId"),
        ("User", "Name"),
        ("Product2", "IsActive"),
        ("Organization", "FiscalYearStartMonth"),
        ("CurrencyType", "IsCorporate"),
    ],
)
def test_a_field_that_a_filter_or_a_path_would_use_may_be_hidden(
    org: Full, name: str, field: str
) -> None:
    (found,) = read(without_fields(org.data(), name, [field]), org.root)
    assert len(found.accounts) == 3
    assert len(found.opportunities) == 3


def _shrunk_after_describe(data: OrgData, hidden: OrgData, org: Full) -> list[Snapshot]:
    """Described from ``data``, read from ``hidden``: the org changed in between."""
    now = datetime(2026, 11, 20, tzinfo=UTC)
    folder = Path(org.folder)
    with serving(data) as server:
        token = server.token
        session = session_with(server, store=DescribeStore(folder, now))
        list(read_accounts(session, [org.root], AS_OF))
        port = server.port
    from generator.crm.sample_org import SampleServer

    with SampleServer(hidden, port=port, token=token) as server:
        session = session_with(server, store=DescribeStore(folder, now))
        return list(read_accounts(session, [org.root], AS_OF))


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Opportunity", "NextStep"),
        ("Asset", "Active_Users__c"),
        ("Account", "ARR__c"),
        ("User", "Title"),
        ("Product2", "Family"),
        ("Contact", "Title"),
    ],
)
def test_a_field_that_vanished_since_the_describe_costs_itself(
    org: Full, tmp_path: Path, name: str, field: str
) -> None:
    org.folder = str(tmp_path)
    hidden = without_fields(org.data(), name, [field])
    (found,) = _shrunk_after_describe(org.data(), hidden, org)
    (fresh,) = read(hidden, org.root)
    for topic in RECORDS:
        assert getattr(found, topic) == getattr(fresh, topic)
    assert any(f"{name}.{field}" in entry.missing for entry in found.coverage)


@pytest.mark.parametrize(
    "name", ["Asset", "Case", "AccountTeamMember", "AccountPlan", "Whitespace_Play__c", "Contact"]
)
def test_an_object_that_vanished_since_the_describe_costs_itself(
    org: Full, tmp_path: Path, name: str
) -> None:
    org.folder = str(tmp_path)
    hidden = without_objects(org.data(), [name])
    (found,) = _shrunk_after_describe(org.data(), hidden, org)
    assert _state(found, ABSENT[name][0]) == "not_visible"
    assert len(found.opportunities) == 3


def test_a_refusal_that_is_no_missing_field_ends_the_read(
    org: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"errorCode": "MALFORMED_QUERY", "message": "unexpected token: FROM"}
    composite = Wire.composite

    def refusing(wire: Wire, parts: Sequence[Subrequest]) -> dict[str, Answer]:
        found = composite(wire, parts)
        return {n: Answer(400, [row]) if n == "query0" else a for n, a in found.items()}

    monkeypatch.setattr(Wire, "composite", refusing)
    with pytest.raises(ReadFailed, match="MALFORMED_QUERY"):
        read(org.data(), org.root)


def test_a_minor_object_that_is_refused_to_the_reader_costs_itself(
    org: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"errorCode": "INSUFFICIENT_ACCESS", "message": "insufficient access rights on object"}
    composite = Wire.composite

    def refusing(wire: Wire, parts: Sequence[Subrequest]) -> dict[str, Answer]:
        found = composite(wire, parts)
        mine = {p.reference for p in parts if p.is_query and "FROM%20Task" in p.path}
        return {n: Answer(403, [row]) if n in mine else a for n, a in found.items()}

    monkeypatch.setattr(Wire, "composite", refusing)
    (found,) = read(org.data(), org.root)
    assert found.opportunities
    assert all(activity.kind == "event" for activity in found.activities)


def test_a_query_that_is_too_slow_beside_others_is_asked_by_itself(
    org: Full, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Wire._composite_in_time

    def slow(wire: Wire, parts: Sequence[Subrequest]) -> dict[str, Answer]:
        if sum(part.is_query for part in parts) > 1:
            raise faults.TimedOut("too slow")
        return ask(wire, parts)

    monkeypatch.setattr(Wire, "_composite_in_time", slow)
    assert read(org.data(), org.root) == [snapshot]


def test_a_query_that_is_always_too_slow_is_cut_and_then_said(
    org: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Wire._composite_in_time
    asked: list[int] = []

    def slow(wire: Wire, parts: Sequence[Subrequest]) -> dict[str, Answer]:
        tasks = [part for part in parts if part.is_query and "FROM%20Task" in part.path]
        if tasks:
            asked.append(tasks[0].path.count("%27001"))
            raise faults.TimedOut("too slow")
        return ask(wire, parts)

    monkeypatch.setattr(Wire, "_composite_in_time", slow)
    with pytest.raises(ReadFailed, match=r"Task could not be read.*took too long"):
        read(org.data(), org.root)
    assert 1 in asked, "down to a single account"


@pytest.mark.parametrize("is_warm", [False, True])
def test_of_two_objects_the_one_that_hangs_off_accounts_is_taken(
    org: Full, tmp_path: Path, is_warm: bool
) -> None:
    """An object that names no account comes first in the mapping: kept describes or not, it is
    passed over for one that does."""
    mapping = load_mapping({"risk": {"object": ["Other_Risk__c", "Account_Risk__c"]}})
    data = org.data()
    other = {**data.describes["Account_Risk__c"], "name": "Other_Risk__c"}
    other["fields"] = [f for f in other["fields"] if f["name"] != "Account__c"]
    described = {**data.describes, "Other_Risk__c": other}
    data = replace(data, describes=described, records={**data.records, "Other_Risk__c": []})
    with serving(data) as server:
        store = DescribeStore(tmp_path, datetime(2026, 11, 20, tzinfo=UTC))
        for _ in range(2 if is_warm else 1):
            session = session_with(server, mapping=mapping, store=store)
            (found,) = read_accounts(session, [org.root], AS_OF)
    assert found.risks


# --- Strange things ------------------------------------------------------------------------------


def test_a_tree_deeper_than_a_path_is_read_to_the_bottom() -> None:
    records = Records()
    at = root = records.account("Level 00")
    for depth in range(1, 14):
        at = records.account(f"Level {depth:02}", at)
    records.opportunity(at, "At the bottom")
    with serving(records.data()) as server:
        session = session_with(server)
        ref = find(session, "Level 00")
        (found,) = read_accounts(session, [ref.id], AS_OF)
    assert ref.id == root
    assert len(found.accounts) == 14
    assert _names(found.opportunities) == ["At the bottom"]


@pytest.mark.parametrize("length", [1, 2, 3, 8])
def test_a_ring_of_parents_is_cut_and_said(length: int) -> None:
    records = Records()
    ring = [records.account("Ring 0")]
    for number in range(1, length):
        ring.append(records.account(f"Ring {number}", ring[-1]))
    records.change(ring[0], ParentId=ring[-1])
    (found,) = read(records.data(), ring[0])
    assert sorted(a.id for a in found.accounts) == sorted(ring)
    assert found.account.parent_id is None
    assert any("ring" in problem.message for problem in found.problems)


def test_roles_of_hidden_contacts_are_left_out_and_said(org: Full) -> None:
    data = org.data()
    visible = [row for row in data.records["Contact"] if row["Id"] != org.guest]
    (found,) = read(replace(data, records={**data.records, "Contact": visible}), org.root)
    assert org.guest not in {role.contact_id for role in found.buying_roles}
    assert found.relations == ()
    assert sum("cannot be read" in problem.message for problem in found.problems) == 2


def test_an_account_inside_another_roots_tree_is_in_both(org: Full) -> None:
    whole, part = read(org.data(), org.root, org.north)
    assert {a.id for a in part.accounts} < {a.id for a in whole.accounts}
    assert part.account_id == org.north
    assert _names(part.opportunities) == ["Open deal"]


def test_a_root_that_is_not_there_is_said_after_the_others_were_given(org: Full) -> None:
    lost = "001A0000006Vm9rIAC"
    with serving(org.data()) as server:
        found = read_accounts(session_with(server), [lost, org.root], AS_OF)
        assert next(found).account_id == org.root
        with pytest.raises(AccountNotFound, match=lost):
            next(found)


def test_names_are_read_as_they_stand() -> None:
    records = Records()
    names = ["O'Brien & <Söhne>", "{{7*7}}", "=1+1", "😀\u202e", "back\\slash", 'say "hi"']
    roots = [records.account(name) for name in names]
    assert [s.account.name for s in read(records.data(), *roots)] == names


def test_an_orgs_own_objects_are_read_by_configuration_only(org: Full) -> None:
    mapping = load_mapping(
        {
            "risk": {
                "object": "Account_Signal__c",
                "fields": {
                    "name": "Description__c", "status": [], "is_open": [], "owner_id": [],
                    "due_date": "Signal_Date__c", "likelihood": [], "impact": [], "mitigation": [],
                },
            },
            "signal": {"object": []},
            "opportunity": {"fields": {"next_step": "Owner.Name"}},
        }
    )  # fmt: skip
    with serving(org.data()) as server:
        session = open_connection(Connection(server.url, server.token), mapping=mapping)
        (found,) = read_accounts(session, [org.root], AS_OF)
    assert _names(found.risks) == ["Bought a rival"]
    assert found.risks[0].due_date == date(2026, 10, 10)
    assert _state(found, "signals") == "not_mapped"
    assert {o.next_step for o in found.opportunities} == {"Rolf Rep"}


def test_reading_twice_gives_the_same_bytes(org: Full, snapshot: Snapshot) -> None:
    (again,) = read(org.data(), org.root)
    assert to_json(again) == to_json(snapshot)


# --- Windows -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 20), 36, date(2023, 11, 20)),
        (date(2028, 2, 29), 36, date(2025, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 24, date(2024, 1, 31)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_cases_reach_back_to_the_first_day_of_a_fiscal_quarter() -> None:
    windows = windows_for(date(2026, 11, 20), FiscalCalendar(2))
    assert windows.cases == date(2024, 11, 1)
    assert windows.activities == date(2024, 11, 20)


def test_for_an_earlier_quarter_cases_are_read_from_further_back_and_deals_are_not() -> None:
    fiscal, day = FiscalCalendar(1), date(2026, 11, 22)
    usual = windows_for(day, fiscal)
    early = windows_for(day, fiscal, fiscal.quarter(2025, 1))
    late = windows_for(day, fiscal, fiscal.quarter(2026, 4))
    assert (usual.cases, early.cases) == (date(2024, 10, 1), date(2023, 4, 1))
    assert (early.opportunities, early.activities) == (usual.opportunities, usual.activities)
    assert late == usual


def test_a_snapshot_says_how_far_back_it_was_read(snapshot: Snapshot) -> None:
    fiscal = snapshot.org.fiscal
    assert snapshot.reach == windows_for(AS_OF, fiscal).reach
    assert from_json(to_json(snapshot)).reach == snapshot.reach
