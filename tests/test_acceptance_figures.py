"""``show --json`` against the sample records themselves, computed a second time, and plainly.

Nothing of the product is used here but the command: the definitions are those of its contract
(tree by ParentId, 36 months, money in the account's own currency) over the records as files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance_runs import ARTIFACTS, NAMES, ROOTS, Json, SampleRun, facts, records
from tests.acceptance_runs import sample as _sample

sample = _sample
AS_OF = date.fromisoformat(facts()["as_of"])
ENDED = {"Obsolete", "Expired", "Cancelled", "Terminated", "Returned"}
CENT = Decimal("0.01")


def number(value: Any) -> Decimal:
    return Decimal(str(value))


@lru_cache
def rates() -> dict[str, Decimal]:
    """Units of each currency for one of the corporate currency."""
    return {row["IsoCode"]: number(row["ConversionRate"]) for row in records("CurrencyType")}


def months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    for last in (day.day, 30, 29, 28):
        try:
            return date(index // 12, index % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError


class Customer:
    """One account and all below it, straight from the files."""

    def __init__(self, root: Json) -> None:
        self.root = root
        self.currency = str(root["CurrencyIsoCode"])
        self.ids = {str(root["Id"])}
        while below := {
            row["Id"]
            for row in records("Account")
            if row["ParentId"] in self.ids and row["Id"] not in self.ids
        }:
            self.ids |= below

    def of(self, name: str, key: str = "AccountId") -> list[Json]:
        return [row for row in records(name) if row[key] in self.ids]

    def money(self, rows: Iterable[Json], field: str) -> Decimal:
        """The known values in the account's own currency."""
        return sum((self.own(row, field) for row in rows if row[field] is not None), Decimal(0))

    def own(self, row: Json, field: str) -> Decimal:
        value, currency = number(row[field]), row["CurrencyIsoCode"]
        if currency == self.currency:
            return value
        return value / rates()[currency] * rates()[self.currency]

    def decided(self, *, won: bool) -> list[Json]:
        start = months_before(AS_OF, 36)
        return [
            row
            for row in self.of("Opportunity")
            if row["IsClosed"]
            and row["IsWon"] == won
            and start < date.fromisoformat(row["CloseDate"]) <= AS_OF
        ]

    @property
    def open_deals(self) -> list[Json]:
        return [row for row in self.of("Opportunity") if not row["IsClosed"]]

    def assets(self, *, rivals: bool = False) -> list[Json]:
        return [
            row
            for row in self.of("Asset")
            if row["IsCompetitorProduct"] == rivals
            and row["Status"] not in ENDED
            and (row["InstallDate"] or "0") <= AS_OF.isoformat()
            and (row["UsageEndDate"] or "9") >= AS_OF.isoformat()
        ]

    def renewal_days(self) -> Iterator[str]:
        yield from (row["EndDate"] for row in self.of("Contract") if row["Status"] == "Activated")
        yield from (row["UsageEndDate"] for row in self.assets())
        yield from (row["CloseDate"] for row in self.open_deals if row["Type"] == "Renewal")


@pytest.fixture(params=ROOTS, ids=NAMES)
def customer(request: pytest.FixtureRequest) -> Customer:
    return Customer(request.param)


@pytest.fixture
def show(customer: Customer, sample: SampleRun) -> Json:
    return sample.show(customer.root["Name"])


def is_the_same(shown: str | None, computed: Decimal) -> bool:
    return shown is not None and abs(Decimal(shown) - computed) < CENT


def test_the_sample_org_is_as_rich_as_promised() -> None:
    tiers = {row["Tier__c"] for row in ROOTS}
    divisions = [len(Customer(row).ids) - 1 for row in ROOTS]
    owners = {row["OwnerId"] for row in ROOTS}
    managers = {row["ManagerId"] for row in records("User") if row["Id"] in owners}

    assert len(ROOTS) >= 14
    assert tiers == {"Tier 1", "Tier 2", "Tier 3"}
    assert len([count for count in divisions if count >= 8]) >= 2
    assert len(managers) >= 2
    assert len(records("Contact")) >= 150
    assert len([row for row in records("Contact") if row["ReportsToId"]]) >= 75
    assert len(records("Opportunity")) >= 300
    assert len(records("Product2")) >= 9
    assert len({row["Family"] for row in records("Product2")}) >= 4


def test_every_account_has_every_document_and_exactly_one_entry_for_each(
    sample: SampleRun,
) -> None:
    rows = sample.report["artifacts"]
    pairs = [(row["account_id"], row["artifact"]) for row in rows]

    assert sorted(pairs) == sorted((row["Id"], name) for row in ROOTS for name in ARTIFACTS)
    assert [row for row in rows if row["status"] != "written"] == []
    assert sample.report["failed"] == []


def test_all_accounts_cost_as_few_calls_as_a_handful(sample: SampleRun) -> None:
    assert sample.report["run"]["api_calls"] <= 10


def test_revenue_target_and_gap(customer: Customer, show: Json) -> None:
    root, revenue = customer.root, show["revenue"]
    divisions = [row for row in records("Account") if row["Id"] in customer.ids - {root["Id"]}]
    if root["ARR__c"] is not None:
        current = number(root["ARR__c"])
    elif any(row["ARR__c"] is not None for row in divisions):
        current = customer.money(divisions, "ARR__c")
    else:
        current = customer.money(customer.assets(), "ARR__c")

    assert show["account"]["currency"] == customer.currency
    assert is_the_same(revenue["current"], current)
    if root["Revenue_Target__c"] is not None:
        target = number(root["Revenue_Target__c"])
        assert is_the_same(revenue["target"], target)
        assert is_the_same(revenue["gap"], target - current)
    elif not customer.of("AccountPlan"):
        assert (revenue["target"], revenue["gap"]) == (None, None)


def test_won_lost_and_open(customer: Customer, show: Json) -> None:
    groups = {
        "won": customer.decided(won=True),
        "lost": customer.decided(won=False),
        "open": customer.open_deals,
    }
    assert {state: show[state]["count"] for state in groups} == {
        state: len(rows) for state, rows in groups.items()
    }
    for state, rows in groups.items():
        assert is_the_same(show[state]["amount"], customer.money(rows, "Amount")), state
        assert {deal["id"] for deal in show[state]["deals"]} == {row["Id"] for row in rows}
    known = {key: set(ids) for key, ids in show["sources"].items()}
    assert known["won.amount"] == {row["Id"] for row in groups["won"]}
    assert known.get("open.amount", set()) == {row["Id"] for row in groups["open"]}


def test_the_next_renewal(customer: Customer, show: Json) -> None:
    days = [date.fromisoformat(text) for text in customer.renewal_days() if text]
    ahead = [day for day in days if day >= AS_OF]
    if ahead:
        assert show["renewal"]["date"] == min(ahead).isoformat()
        assert show["renewal"]["days"] == (min(ahead) - AS_OF).days
    elif not days:
        assert (show["renewal"]["date"], show["renewal"]["days"]) == (None, None)
    deal = show["renewal"]["opportunity_id"]
    if deal is not None:
        (row,) = [row for row in customer.open_deals if row["Id"] == deal]
        assert is_the_same(show["renewal"]["value"], customer.own(row, "Amount"))


def states(customer: Customer) -> dict[tuple[str, str], str]:
    """What each division owns or is offered, by product; whatever is absent is open."""
    open_ids = {row["Id"]: row["AccountId"] for row in customer.open_deals}
    found = {
        (open_ids[row["OpportunityId"]], row["Product2Id"]): "in_progress"
        for row in records("OpportunityLineItem")
        if row["OpportunityId"] in open_ids
    }
    owned = {(row["AccountId"], row["Product2Id"]): "owned" for row in customer.assets()}
    return found | owned


def test_the_whitespace_grid_cell_by_cell(customer: Customer, show: Json) -> None:
    space, known = show["whitespace"], states(customer)
    plays = customer.of("Whitespace_Play__c", "Account__c")
    used = {unit for unit, _ in known}
    used |= {row["Account__c"] for row in plays}
    used |= {row["AccountId"] for row in customer.assets(rivals=True)}
    root = customer.root["Id"]
    units = customer.ids if root in used or len(customer.ids) == 1 else customer.ids - {root}
    products = {row["Id"] for row in records("Product2") if row["IsActive"]}
    products |= {product for _, product in known}

    assert {row["id"] for row in space["rows"]} == units
    assert {row["id"] for row in space["columns"]} == products
    shown = {(cell["unit_id"], cell["product_id"]): cell["state"] for cell in space["cells"]}
    assert shown == {(u, p): known.get((u, p), "open") for u in units for p in products}
    counts = list(shown.values())
    for state in ("owned", "in_progress", "open"):
        assert space[state] == counts.count(state)


def test_the_value_of_the_open_cells(customer: Customer, show: Json) -> None:
    """Plays that are pursued and have a value, in cells neither owned nor in progress."""
    known, lost = (
        states(customer),
        {row["Id"] for row in customer.of("Opportunity") if row["IsClosed"]},
    )
    values: dict[tuple[str, str], list[Decimal]] = {}
    for row in customer.of("Whitespace_Play__c", "Account__c"):
        key = (row["Account__c"], row["Product__c"])
        if (
            key not in known
            and row["Expected_Value__c"] is not None
            and row["Opportunity__c"] not in lost
        ):
            values.setdefault(key, []).append(customer.own(row, "Expected_Value__c"))

    space = show["whitespace"]
    assert space["valued_cells"] == len(values)
    best = sum((max(found) for found in values.values()), Decimal(0))
    if values:
        assert is_the_same(space["value"], best)
    else:
        assert space["value"] is None or Decimal(space["value"]) == 0


def test_people_and_their_reporting_lines(customer: Customer, show: Json) -> None:
    direct = {row["Id"]: row for row in customer.of("Contact")}
    shown = {row["id"]: row for row in show["relationships"]["contacts"]}
    lines = {key: row["ReportsToId"] for key, row in direct.items() if row["ReportsToId"] in direct}

    assert show["relationships"]["known_contacts"] == len(shown)
    assert set(direct) <= set(shown)
    related = {row["ContactId"] for row in customer.of("AccountContactRelation") if row["IsActive"]}
    assert set(shown) <= set(direct) | related
    for key, row in direct.items():
        stated = row["Relationship_Strength__c"]
        assert shown[key]["name"] == row["Name"]
        if stated is not None:
            assert shown[key]["strength"] == int(stated[0])
            assert shown[key]["strength_source"] == "stated"
        else:
            assert shown[key]["strength_source"] in ("inferred", None)
            assert (shown[key]["strength"] or 0) <= 2
    assert {key: shown[key]["reports_to_id"] for key in lines} == lines


def test_actions_risks_goals_and_commitments_come_from_their_records(
    customer: Customer, show: Json
) -> None:
    tasks = {
        row["Id"]
        for row in records("Task")
        if not row["IsClosed"] and customer.ids & {row["AccountId"], row["WhatId"]}
    }
    assert {row["id"] for row in show["actions"]} == tasks
    recorded = {
        row["Name"]
        for row in customer.of("Account_Risk__c", "Account__c")
        if row["Status__c"] not in ("Closed", "Resolved", "Accepted", "Mitigated")
    }
    assert {row["name"] for row in show["risks"] if not row["is_derived"]} == recorded
    promised = {row["Name"] for row in customer.of("Customer_Commitment__c", "Account__c")}
    assert {row["name"] for row in show["commitments"]} == promised
    stated = {row["Name"] for row in customer.of("Customer_Priority__c", "Account__c")}
    assert {row["name"] for row in show["priorities"]} == stated


def test_goals_have_the_baselines_and_targets_of_their_measures(
    customer: Customer, show: Json
) -> None:
    objectives = {row["Id"]: row for row in records("AccountPlanObjective")}
    measures = {
        (objectives[row["AccountPlanObjectiveId"]]["Name"], row["Name"]): row
        for row in records("AccountPlanObjectiveMeasure")
    }
    for goal in show["goals"]:
        assert objectives[goal["id"]]["Name"] == goal["name"]
        for measure in goal["measures"]:
            row = measures[goal["name"], measure["name"]]
            for key, field in (("baseline", "Baseline__c"), ("target", "TargetValue")):
                if row[field] is not None:
                    assert number(row[field]) == Decimal(measure[key]), measure["name"]
    plans = {row["Id"] for row in customer.of("AccountPlan")}
    current = {o["Id"] for o in objectives.values() if o["AccountPlanId"] in plans}
    assert {goal["id"] for goal in show["goals"]} <= current
    assert bool(show["goals"]) == bool(current)


def test_support_counts(customer: Customer, show: Json) -> None:
    cases = customer.of("Case")
    assert show["support"]["open"] == sum(not row["IsClosed"] for row in cases)
    for quarter, row in zip(_quarters(8), show["support"]["quarters"], strict=True):
        start, end = (day.isoformat() for day in quarter)
        assert row["opened"] == sum(start <= _org_day(case["CreatedDate"]) <= end for case in cases)
        assert row["closed"] == sum(start <= _org_day(case["ClosedDate"]) <= end for case in cases)


def _org_day(stamp: str | None) -> str:
    """The day of a time in the org's own zone; nothing for nothing."""
    zone = ZoneInfo(records("Organization")[0]["TimeZoneSidKey"])
    return datetime.fromisoformat(stamp).astimezone(zone).date().isoformat() if stamp else ""


def _quarters(count: int) -> list[tuple[date, date]]:
    """The last ``count`` completed quarters of the calendar, which is the org's fiscal one."""
    assert facts()["fiscal_year_start_month"] == 1
    first = date(AS_OF.year, (AS_OF.month - 1) // 3 * 3 + 1, 1)
    starts = [months_before(first, 3 * back) for back in range(count, -1, -1)]
    ends = [date.fromordinal(start.toordinal() - 1) for start in starts[1:]]
    return list(zip(starts, ends, strict=False))
