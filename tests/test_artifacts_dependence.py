"""No value of a customer's document depends on an internal field: not by its words, not by a sum,
not by a count and not by an order.

Every field of every record of the model is changed, emptied, and dealt anew among the records, one
field at a time; what is composed for the customer stays the same. The fields for which it does not
are listed below by hand, each because the customer may see it or because it decides something that
somebody has thought about. Nothing of the vocabulary is used.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.artifacts import CATALOG, compose
from generator.crm.connect import Connection, open_connection
from generator.crm.mapping import default_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org import SampleServer, load
from generator.files import data_folder
from generator.formats import Formats
from generator.model.records import KpiReading, ReviewItem, Usage
from generator.model.snapshot import Snapshot
from tests.acceptance_runs import ROOTS
from tests.builders import Book

BY_DEFAULT = {
    "account": "name",
    "product": "name family",
    "asset": "quantity start_date end_date product_id account_id",
    "subscription": "quantity start_date end_date product_id",
    "contract": "end_date",
    "case": "created closed is_closed priority",
    "objective": "name end_date owner_id",
    "measure": "name unit baseline current target",
    "commitment": "name our_owner_id customer_owner_id due_date state done_on",
    "contact": "name",
    "team_member": "role user_id",
    "user": "name",
}
"""What a customer may see though no mapping declares it (DOCUMENTS.md 4.2): of contacts those who
answer for a promise."""

DECLARED = {
    "asset": "active_users",
    "case": "theme",
    "objective": "customer_outcome",
    "priority": "name kpi unit baseline current target outcome stated_by_id stated_on "
    "stated_where rank",
    "kpi_reading": "day value priority_id",
    "review_item": "kind name detail figure day priority_id",
    "user": "title",
}
"""What the mapping that comes with the program declares besides, field by field."""

DECIDES = {
    "objective.is_shared": "what is shared with the customer is what this flag says",
    "commitment.is_shared": "as above",
    "review_item.is_shared": "as above",
    "objective.priority_id": "which of the customer's priorities a shared goal serves",
    "measure.objective_id": "whose measure it is",
    "kpi_reading.priority_id": "whose reading it is",
    "review_item.kind": "which list of the review a shared line was written for",
    "plan.account_id": "only plans of this account count",
    "plan.status": "only the goals of current plans are goals",
    "account.parent_id": "which accounts are divisions",
    "account.currency": "the sign of an amount that the customer measures itself by",
    "account.region": "products are listed by division, with or without its name",
    "asset.region": "as above",
    "asset.business_unit_id": "as above",
    "asset.is_competitor": "what the customer has of others is no product of ours",
    "asset.status": "what was given back is not owned; the customer knows",
    "contract.status": "a draft or a contract that was ended renews nothing",
}
"""What decides which values a customer sees, and why it may."""

BOUGHT = {
    "opportunity.is_won": "without assets and subscriptions, what was bought is what is owned",
    "opportunity.close_date": "as above: since when",
    "opportunity_line.product_id": "as above: what",
    "opportunity_line.quantity": "as above: how many",
    "opportunity_line.opportunity_id": "as above: when",
}
"""What is known of an account that has neither assets nor subscriptions."""


def names(table: dict[str, str]) -> set[str]:
    return {f"{kind}.{field}" for kind, found in table.items() for field in found.split()}


# --- one field at a time ----------------------------------------------------------------------

Change = Callable[[Any, int], Any]


def _changed(value: Any, n: int) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"zq{n} {value}"
    if isinstance(value, (int, Decimal)):
        return value * 3 + 1000 + n
    if isinstance(value, date):
        return value - timedelta(days=200 + n)
    return value


def variants(rows: tuple[Any, ...], field: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The records with this field changed, emptied where it may be, and dealt anew."""
    values = [getattr(row, field) for row in rows]
    if field == "tier":
        yield "changed", _with(rows, field, [v and v % 3 + 1 for v in values])
    elif not field.endswith("_id"):
        yield (
            "changed",
            _with(rows, field, [v if v is None else _changed(v, n) for n, v in enumerate(values)]),
        )
    if type(None) in _types_of(type(rows[0]), field):
        yield "emptied", _with(rows, field, [None] * len(rows))
    if len(set(map(repr, values))) > 1:
        yield "dealt anew", _with(rows, field, [*values[1:], values[0]])


@cache
def _types_of(kind: type, field: str) -> tuple[Any, ...]:
    found = typing.get_type_hints(kind)[field]
    return typing.get_args(found) if isinstance(found, types.UnionType) else (found,)


def _with(rows: tuple[Any, ...], field: str, values: list[Any]) -> tuple[Any, ...]:
    pairs = zip(rows, values, strict=True)
    return tuple(replace(row, **{field: value}) for row, value in pairs)


def tables(snapshot: Snapshot) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """(field of the snapshot, kind of record, records) of all the account's records."""
    for place in fields(snapshot):
        rows = getattr(snapshot, place.name)
        if isinstance(rows, tuple) and rows and is_dataclass(rows[0]) and hasattr(rows[0], "id"):
            kind = "".join(
                f"_{c.lower()}" if c.isupper() else c for c in type(rows[0]).__name__
            ).removeprefix("_")
            yield place.name, kind, rows


def told(snapshot: Snapshot) -> list[Any]:
    """All that is composed for the customer of one account."""
    account = analyse(snapshot)
    found = []
    for artifact in CATALOG.values():
        if artifact.audience == "customer":
            composed = compose(account, artifact.name, Formats(), form=artifact.asked[0])
            found.append(composed.values)
    return found


def reach(snapshot: Snapshot, *, only: str = "") -> tuple[set[str], int]:
    """The fields whose change changes what the customer is told; how many changes were tried."""
    before, found, tried = told(snapshot), set(), 0
    for place, kind, rows in tables(snapshot):
        for field in fields(rows[0]):
            name = f"{kind}.{field.name}"
            if field.name == "id" or (only and name != only):
                continue
            for _, changed in variants(rows, field.name):
                if changed != rows:
                    tried += 1
                    if told(replace(snapshot, **{place: changed})) != before:
                        found.add(name)
    return found, tried


# --- the accounts -----------------------------------------------------------------------------


def _busy(**values: Any) -> Book:
    """What every made-up account has."""
    book = Book("Acme", tier=1, **values)
    book.safe(*default_mapping().declared_safe)
    boss = book.user("Ana Ruiz", title="Key Account Manager")
    book.member(boss, "Account Manager")
    contact = book.contact("Rita Voss", strength=3, role="champion", influence="high")
    wish = book.priority("Less waste", baseline="9", target="4", unit="currency", rank=1)
    other = book.priority("Fewer stops", current="3", rank=2, stated_by_id=contact)
    for month, value in ((3, "8"), (6, "7"), (9, "6")):
        for served, more in ((wish, "0"), (other, "1")):
            values = {"day": date(2026, month, 28), "value": Decimal(value) + Decimal(more)}
            book.add(KpiReading, priority_id=served, **values)
    _reviewed(book, wish, other)
    plan = book.plan()
    goal = book.objective(plan, "Three plants", is_shared=True, kind="growth", owner_id=boss)
    book.objective(plan, "One report", is_shared=True, kind="customer", end_date=date(2027, 3, 1))
    book.measure(goal, "Plants", "number", baseline="1", current="2", target="3")
    book.measure(goal, "Contract value", "currency", baseline="100000", target="300000")
    book.deal("Add-on", "70000", date(2027, 2, 1), kind="renewal", next_step="Call", owner_id=boss)
    return book


def _reviewed(book: Book, wish: str, other: str) -> None:
    """Lines of every kind whose days, ranks and names each ask for another order; some of days
    that do not belong to the quarter under review."""
    days = (date(2026, 9, 2), date(2026, 8, 1), None, date(2026, 2, 2), date(2027, 2, 2))
    for kind in ("outcome", "lesson", "option", "decision", "roadmap", "question"):
        for n, day in enumerate(days):
            values = {"kind": kind, "name": f"{kind} {n * 2 % 5}", "detail": f"Because of {n}"}
            served = (other, wish, None)[n % 3]
            values |= {"day": day, "priority_id": served, "figure": f"-{n}%", "is_shared": n != 2}
            book.add(ReviewItem, account_id=book.root, **values)


def subscribed() -> Snapshot:
    book = _busy()
    for name, day in (("Core", 1), ("Plan", 15)):
        book.subscription(
            "10", date(2026, 1, day), date(2027, 3, day), "7", product_id=book.product(name)
        )
    book.subscription("10", date(2026, 1, 1), date(2027, 1, 1), name="Old pump")
    book.service_contract("90000", date(2026, 1, 1), date(2027, 5, 5))
    return book.build()


def bought() -> Snapshot:
    """Neither assets nor subscriptions: what is owned is what was bought."""
    book = _busy()
    for name in ("Core", "Plan"):
        deal = book.won(name, "50000", date(2026, 3, len(name)), loss_reason="none")
        book.line(deal, book.product(name), "50000", quantity="5", unit_price="10000")
    return book.build()


def regional() -> Snapshot:
    """Regions whose names nobody has declared."""
    book = _busy(region="Zone A")
    book.rules(axis=("geography",))
    core = book.product("Core")
    book.asset(core, "10", quantity="5", region="Zone B", active_users=3)
    book.asset(core, "10", quantity="7", region="Zone C", active_users=4)
    return book.build()


def with_units() -> Snapshot:
    """Business units whose names nobody has declared."""
    book = _busy()
    book.rules(axis=("object",))
    core = book.product("Core")
    for name in ("Unit A", "Unit B"):
        book.asset(core, "10", quantity="5", business_unit_id=book.business_unit(name))
    return book.build()


def with_files() -> Snapshot:
    """Figures of use from a file that the settings do not declare."""
    book = _busy()
    core = book.product("Core")
    book.asset(core, "10", quantity="5", active_users=3)
    row = Usage("inputs/usage.csv#2", book.root, core, date(2026, 10, 31), 4, None, Decimal(9), "x")
    return replace(book.build(), usage=(row,))


MADE_UP = (subscribed, bought, regional, with_units, with_files)


@pytest.fixture(scope="module")
def snapshots() -> list[Snapshot]:
    data = load(data_folder("samples"))
    with SampleServer(data) as server:
        connection = Connection(server.url, server.token, is_sample=True)
        session = open_connection(connection, mapping=default_mapping())
        as_of = date.fromisoformat(data.org["as_of"])
        rows = sorted(ROOTS, key=lambda row: row["Name"] != "Fairburn Castings Ltd.")
        return list(read_accounts(session, [row["Id"] for row in rows], as_of))


@pytest.mark.proof("internal fields that change nothing for a customer", slice=1, full=17)
def test_a_customer_is_told_nothing_that_depends_on_an_internal_field(
    snapshots: list[Snapshot], cases: int, record_property: Callable[[str, object], None]
) -> None:
    found, tried = set(), 0
    for snapshot in (*snapshots[:cases], *(make() for make in MADE_UP)):
        allowed = names(BY_DEFAULT) | names(DECLARED) | DECIDES.keys()
        if not snapshot.assets and not snapshot.subscriptions:
            allowed |= BOUGHT.keys()
        reached, changes = reach(snapshot)
        assert sorted(reached - allowed) == [], snapshot.account.name
        found |= reached
        tried += changes
    record_property("cases", tried)
    assert tried > 700
    assert len(found) > 40, "the search finds too little of what does reach"


NEEDING = sorted(set(default_mapping().declared_safe) - names(BY_DEFAULT) - DECIDES.keys())


@pytest.mark.parametrize("name", NEEDING)
def test_a_field_that_is_not_declared_has_no_effect(snapshots: list[Snapshot], name: str) -> None:
    """One declaration is withdrawn, and the field is changed: nobody can tell."""
    for snapshot in (subscribed(), with_files(), *snapshots[:2]):
        assert reach(_without(snapshot, name), only=name)[0] == set()


@pytest.mark.parametrize(
    "withdrawn",
    [
        ("priority.rank", "review_item.day"),
        ("priority.rank", "review_item.day", "review_item.priority_id"),
        ("priority.rank", "review_item.figure", "priority.kpi"),
        ("review_item.day", "kpi_reading.day"),
        ("review_item.day", "priority.name"),
    ],
    ids=" ".join,
)
def test_fields_of_which_each_could_tell_of_the_other_have_no_effect(
    withdrawn: tuple[str, ...],
) -> None:
    for name in withdrawn:
        assert reach(_without(subscribed(), *withdrawn), only=name)[0] == set()


def _without(snapshot: Snapshot, *withdrawn: str) -> Snapshot:
    rest = tuple(name for name in snapshot.declared_safe if name not in withdrawn)
    return replace(snapshot, declared_safe=rest)


def test_where_nothing_is_declared_only_what_is_safe_by_default_has_an_effect(
    snapshots: list[Snapshot],
) -> None:
    reached, _ = reach(replace(snapshots[0], declared_safe=()))
    assert sorted(reached - names(BY_DEFAULT) - DECIDES.keys()) == []
