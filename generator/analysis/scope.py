"""The settled snapshot with its look-ups: what the topic modules work on.

A ``Scope`` is made once per account by ``scope_of`` and never changes. It holds no judgement, only
indexes: who has which id, which lines belong to which opportunity, which touches happened when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from generator.analysis.axis import Placed, Placing, placing_of
from generator.analysis.money import Money, money_for
from generator.analysis.options import Options
from generator.analysis.results import Period, Person, Unit
from generator.analysis.settle import settle
from generator.analysis.units import unit_tree
from generator.model.org import FiscalCalendar, FiscalQuarter, could_read
from generator.model.records import (
    Account,
    Activity,
    BuyingRole,
    Competitor,
    Contact,
    MeasureChange,
    Objective,
    Opportunity,
    OpportunityLine,
    Priority,
    Product,
    User,
)
from generator.model.snapshot import Snapshot

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Touch:
    """Something that happened with the customer: an event held or a task done."""

    id: str
    day: date
    unit_id: str
    contact_id: str | None
    owner_id: str | None
    kind: str  # task, event


@dataclass(frozen=True, slots=True)
class Scope:
    snapshot: Snapshot  # settled: nothing later than as-of
    options: Options
    period: Period
    money: Money
    divisions: tuple[Unit, ...]  # the account and the accounts below it, whatever the axis
    placing: Placing
    unit_names: Mapping[str, str]
    accounts: Mapping[str, Account]
    users: Mapping[str, User]
    contacts: Mapping[str, Contact]
    products: Mapping[str, Product]
    opportunities: Mapping[str, Opportunity]
    goals: Mapping[str, Objective]
    priorities: Mapping[str, Priority]  # the customer's
    measure_changes: Mapping[str, tuple[MeasureChange, ...]]  # by measure
    lines: Mapping[str, tuple[OpportunityLine, ...]]  # by opportunity
    roles: Mapping[str, tuple[BuyingRole, ...]]  # by contact
    deal_roles: Mapping[str, tuple[BuyingRole, ...]]  # by opportunity
    rivals: Mapping[str, tuple[Competitor, ...]]  # by opportunity
    contact_units: Mapping[str, str]  # the division a contact belongs to
    touches: tuple[Touch, ...]  # oldest first

    @property
    def as_of(self) -> date:
        return self.period.as_of

    @property
    def root(self) -> Account:
        return self.snapshot.accounts[0]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The account itself and its divisions by the org's axis."""
        return self.placing.units

    def unit_of(self, record: Placed) -> str:
        """The id of the division that the record belongs to."""
        return self.placing.of(record)

    def unit_name(self, unit_id: str | None) -> str:
        """The division's name; where none is named, the account's own."""
        return self.unit_names.get(unit_id or "", self.root.name)

    def unit_name_of(self, record: Placed) -> str:
        """The name of the division that the record belongs to."""
        return self.unit_name(self.unit_of(record))

    def account_name(self, account_id: str | None) -> str:
        """The name of the account or of one below it; of any other, the account's own."""
        return (self.accounts.get(account_id or "") or self.root).name

    def user(self, user_id: str | None) -> Person | None:
        """Our person; None where nobody or somebody unreadable is named."""
        user = self.users.get(user_id or "")
        return Person(user.id, user.name, user.title) if user else None

    def manager(self, user_id: str | None) -> Person | None:
        """The active manager of our person ``user_id``."""
        user = self.users.get(user_id or "")
        manager = self.users.get((user.manager_id if user else None) or "")
        return self.user(manager.id) if manager and manager.is_active else None

    def customer(self, contact_id: str | None) -> Person | None:
        """The customer's person."""
        contact = self.contacts.get(contact_id or "")
        return Person(contact.id, contact.name, contact.title) if contact else None

    def readable(self, topic: str) -> bool:
        """Whether records of ``topic`` (a field of the snapshot) could be read at all."""
        return could_read(self.snapshot.coverage, topic)

    def since(self, topic: str) -> date | None:
        """From which day on records of ``topic`` were read; None where all were."""
        return next((row.since for row in self.snapshot.reach if row.topic == topic), None)

    def reaches(self, topic: str, day: date) -> bool:
        """Whether records of ``topic`` were read from as far back as ``day``: else that there are
        none of a time is not known."""
        first = self.since(topic)
        return first is None or first <= day

    def origin(self, name: str, default: str) -> str:
        """Where the CRM keeps the model field ``name``; ``default`` where nobody said."""
        fields = self.snapshot.field_sources
        return next((row.origin for row in fields if row.name == name and row.origin), default)

    def file_of(self, name: str) -> str | None:
        """The file, and its day, that the model field ``name`` was read from; None for the CRM."""
        fields = self.snapshot.field_sources
        return next((row.origin for row in fields if row.name == name and row.is_file), None)


def scope_of(snapshot: Snapshot, options: Options) -> Scope:
    """Settles ``snapshot`` and indexes it. ValueError where it does not hold its own account."""
    settled = settle(snapshot)
    root = settled.accounts[0]
    accounts = _by_id(settled.accounts)
    opportunities = _by_id(settled.opportunities)
    contacts = _by_id(settled.contacts)
    placing = placing_of(settled)
    contact_units = _contact_units(settled, placing, accounts, opportunities)
    return Scope(
        snapshot=settled,
        options=options,
        period=period_of(settled, options),
        money=money_for(settled.org, root.currency, settled.as_of),
        divisions=unit_tree(settled.accounts),
        placing=placing,
        unit_names={unit.id: unit.name for unit in placing.units},
        accounts=accounts,
        users=_by_id(settled.users),
        contacts=contacts,
        products=_by_id(settled.products),
        opportunities=opportunities,
        goals=_by_id(settled.objectives),
        priorities=_by_id(settled.priorities),
        measure_changes=group(settled.measure_changes, lambda row: row.measure_id),
        lines=group(settled.lines, lambda row: row.opportunity_id),
        roles=group(settled.buying_roles, lambda row: row.contact_id),
        deal_roles=group(settled.buying_roles, lambda row: row.opportunity_id),
        rivals=group(settled.competitors, lambda row: row.opportunity_id),
        contact_units=contact_units,
        touches=_touches(settled, placing, accounts, opportunities, contact_units),
    )


def period_of(snapshot: Snapshot, options: Options) -> Period:
    """The times a document speaks of (CONTRACT.md: quarter under review, fiscal year)."""
    return period_on(snapshot.org.fiscal, snapshot.as_of, options)


def period_on(fiscal: FiscalCalendar, as_of: date, options: Options) -> Period:
    """``period_of`` where no snapshot is there yet."""
    quarter: FiscalQuarter = options.quarter or fiscal.last_completed(as_of)
    year = options.plan_year or fiscal.year_of(as_of)
    return Period(
        as_of=as_of,
        quarter=quarter,
        next_quarter=fiscal.shift(quarter, 1),
        year=year,
        year_start=fiscal.year_start(year),
        year_end=fiscal.year_end(year),
        fiscal=fiscal,
    )


def group(rows: Iterable[T], key: Callable[[T], K]) -> dict[K, tuple[T, ...]]:
    """The rows by ``key``, in their own order."""
    return group_pairs((key(row), row) for row in rows)


def group_pairs(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    """The second of each pair by the first, in their own order."""
    groups: dict[K, list[T]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return {key: tuple(rows) for key, rows in groups.items()}


def _by_id(rows: Iterable[T]) -> dict[str, T]:
    return {row.id: row for row in rows}  # type: ignore[attr-defined]  # every record has an id


def _contact_units(
    snapshot: Snapshot,
    placing: Placing,
    accounts: Mapping[str, Account],
    deals: Mapping[str, Opportunity],
) -> dict[str, str]:
    """Contact -> division: that of its own account, else of an active relation's account, else of a
    deal, else the account itself."""
    found: dict[str, str] = {}
    for role in snapshot.buying_roles:
        deal = deals.get(role.opportunity_id)
        if deal and deal.account_id in accounts:
            found.setdefault(role.contact_id, placing.of(deal))
    for relation in reversed(snapshot.relations):
        if relation.account_id in accounts and relation.is_active:
            found[relation.contact_id] = placing.of_account(relation.account_id)
    return {row.id: _home(row, placing, accounts, found) for row in snapshot.contacts}


def _home(
    contact: Contact, placing: Placing, accounts: Mapping[str, Account], found: Mapping[str, str]
) -> str:
    if contact.id in placing.by_record or contact.account_id in accounts:
        return placing.of(contact)
    return found.get(contact.id, placing.units[0].id)


def _touches(
    snapshot: Snapshot,
    placing: Placing,
    accounts: Mapping[str, Account],
    deals: Mapping[str, Opportunity],
    contact_units: Mapping[str, str],
) -> tuple[Touch, ...]:
    touches = []
    for row in snapshot.activities:
        day = touch_day(row)
        if day is not None and day <= snapshot.as_of:
            contact = row.contact_id if row.contact_id in contact_units else None
            unit = placing.choose(
                (contact_units.get(contact or ""), *activity_units(row, placing, accounts, deals))
            )
            place = unit or snapshot.account_id
            touches.append(Touch(row.id, day, place, contact, row.owner_id, row.kind))
    return tuple(sorted(touches, key=lambda touch: (touch.day, touch.id)))


def touch_day(row: Activity) -> date | None:
    """The day on which it happened: an event's own, a closed task's completion (or due) day."""
    if row.kind == "event":
        return row.day
    return (row.completed or row.day) if row.is_closed else None


def activity_units(
    row: Activity,
    placing: Placing,
    accounts: Mapping[str, Account],
    deals: Mapping[str, Opportunity],
) -> tuple[str | None, ...]:
    """The divisions that an activity names: its deal's, that of the account it is about, that of
    the account it is filed under."""
    deal = deals.get(row.what_id or "")
    return (
        placing.of(deal) if deal and deal.account_id in accounts else None,
        placing.of_account(row.what_id) if row.what_id in accounts else None,
        placing.of_account(row.account_id) if row.account_id in accounts else None,
    )
