"""A small fluent builder of snapshots, for tests of every room after ``model``.

``Book("Acme")`` is one customer's CRM. Each method adds one record and gives its id back, so that a
test reads like the case it is about::

    book = Book("Acme", as_of=date(2026, 11, 22))
    north = book.division("North")
    book.won("Analytics for North", "120000", date(2026, 3, 1), account=north)
    snapshot = book.build()

Ids have 18 characters and the CRM's key prefixes; they count up in the order of the calls. Amounts
may be given as text. ``account`` defaults to the customer itself, ``currency`` to its currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from generator.model.org import Coverage, CurrencyRate, FieldSource, FiscalCalendar, Org
from generator.model.records import (
    Account,
    Activity,
    Asset,
    AssetPeriod,
    BusinessUnit,
    BuyingRole,
    Case,
    Commitment,
    Competitor,
    Contact,
    ContactChange,
    ContactRelation,
    Contract,
    KpiReading,
    Measure,
    MeasureChange,
    MeasureLink,
    Objective,
    Opportunity,
    OpportunityLine,
    Plan,
    Play,
    Priority,
    Product,
    ReviewItem,
    Risk,
    ServiceContract,
    Signal,
    Subscription,
    TeamMember,
    User,
)
from generator.model.rules import Rules
from generator.model.snapshot import Snapshot

AS_OF = date(2026, 11, 22)

R = TypeVar("R")

# Where each kind of record stands in the snapshot, and its key prefix.
_KINDS: Mapping[type, tuple[str, str]] = {
    Account: ("accounts", "001"),
    User: ("users", "005"),
    Contact: ("contacts", "003"),
    ContactRelation: ("relations", "07k"),
    ContactChange: ("contact_changes", "017"),
    Opportunity: ("opportunities", "006"),
    OpportunityLine: ("lines", "00k"),
    BuyingRole: ("buying_roles", "00K"),
    Competitor: ("competitors", "00J"),
    Product: ("products", "01t"),
    Asset: ("assets", "02i"),
    AssetPeriod: ("asset_periods", "1Hg"),
    Contract: ("contracts", "800"),
    ServiceContract: ("service_contracts", "810"),
    Subscription: ("subscriptions", "a10"),
    BusinessUnit: ("business_units", "a11"),
    Case: ("cases", "500"),
    Activity: ("activities", "00T"),
    TeamMember: ("team", "01M"),
    Plan: ("plans", "1MP"),
    Objective: ("objectives", "1MO"),
    Measure: ("measures", "1MM"),
    MeasureLink: ("measure_links", "1ML"),
    MeasureChange: ("measure_changes", "1MC"),
    Play: ("plays", "a01"),
    Risk: ("risks", "a02"),
    Signal: ("signals", "a03"),
    Priority: ("priorities", "a04"),
    KpiReading: ("kpi_readings", "a05"),
    Commitment: ("commitments", "a06"),
    ReviewItem: ("review_items", "a07"),
}


def money(value: str | int | Decimal | None) -> Decimal | None:
    """``value`` as a Decimal; None stays None."""
    return None if value is None else Decimal(value)


class Book:
    """One customer's records, added one by one; ``build`` gives the frozen snapshot."""

    def __init__(
        self,
        name: str = "Acme",
        *,
        as_of: date = AS_OF,
        currency: str = "USD",
        corporate: str | None = None,
        fiscal: FiscalCalendar | None = None,
        **account: Any,
    ) -> None:
        self.as_of = as_of
        self.currency = currency
        self.org = Org(
            id="00D000000000001AAA",
            name="Example Org",
            currency=corporate or currency,
            fiscal=fiscal or FiscalCalendar(),
            reader="Test Reader",
        )
        self._records: dict[str, list[Any]] = {place: [] for place, _ in _KINDS.values()}
        self._coverage: list[Coverage] = []
        self._fields: list[FieldSource] = []
        self._safe: tuple[str, ...] = ()
        self._rules = Rules()
        self.root = self.add(Account, name=name, currency=currency, **account)

    # -- any record --------------------------------------------------------------------------

    def add(self, kind: type[R], /, **values: Any) -> str:
        """Adds one record of ``kind`` under a new id (or ``id=``); gives the id back."""
        place, prefix = _KINDS[kind]
        record_id = values.pop("id", None) or self._new_id(place, prefix)
        self._records[place].append(kind(id=record_id, **values))  # type: ignore[call-arg]  # every kind has an id
        return str(record_id)

    def change(self, record_id: str, **values: Any) -> None:
        """Replaces fields of a record that was added before."""
        for records in self._records.values():
            for index, record in enumerate(records):
                if record.id == record_id:
                    records[index] = replace(record, **values)
                    return
        raise KeyError(record_id)

    def _new_id(self, place: str, prefix: str) -> str:
        return f"{prefix}{len(self._records[place]) + 1:012d}AAA"

    # -- the customer ------------------------------------------------------------------------

    def division(self, name: str, *, parent: str | None = None, **values: Any) -> str:
        values.setdefault("currency", self.currency)
        return self.add(Account, name=name, parent_id=parent or self.root, **values)

    def contact(self, name: str, *, account: str | None = None, **values: Any) -> str:
        return self.add(Contact, name=name, account_id=account or self.root, **values)

    def contract(self, end: date | None, *, account: str | None = None, **values: Any) -> str:
        values.setdefault("status", "Activated")
        return self.add(Contract, account_id=account or self.root, end_date=end, **values)

    def priority(self, name: str, *, account: str | None = None, **values: Any) -> str:
        for key in ("baseline", "current", "target"):
            values[key] = money(values.get(key))
        return self.add(Priority, name=name, account_id=account or self.root, **values)

    # -- us ----------------------------------------------------------------------------------

    def user(self, name: str, **values: Any) -> str:
        return self.add(User, name=name, **values)

    def member(self, user: str, role: str, *, account: str | None = None) -> str:
        return self.add(TeamMember, user_id=user, role=role, account_id=account or self.root)

    # -- what we sell ------------------------------------------------------------------------

    def product(self, name: str, family: str | None = "Core", **values: Any) -> str:
        return self.add(Product, name=name, family=family, **values)

    def asset(
        self,
        product: str | None,
        arr: str | None = None,
        *,
        account: str | None = None,
        **values: Any,
    ) -> str:
        values.setdefault("currency", self.currency)
        values.setdefault("name", "Asset")
        values["quantity"] = money(values.get("quantity"))
        return self.add(
            Asset, product_id=product, arr=money(arr), account_id=account or self.root, **values
        )

    def asset_period(
        self, asset: str, mrr: str | None, start: date | None, end: date | None
    ) -> str:
        return self.add(AssetPeriod, asset_id=asset, mrr=money(mrr), start_date=start, end_date=end)

    def subscription(
        self, price: str | None, start: date, end: date | None, quantity: str = "1", **values: Any
    ) -> str:
        """``price`` is one unit's for the whole term."""
        row = {"currency": self.currency, "name": "Subscription", "product_id": None}
        return self.add(
            Subscription,
            **{"account_id": self.root, **row, **values},
            net_price=money(price),
            quantity=money(quantity),
            start_date=start,
            end_date=end,
        )

    def service_contract(
        self, total: str | None, start: date | None, end: date | None, **values: Any
    ) -> str:
        row = {"account_id": self.root, "currency": self.currency, "name": "Service"}
        return self.add(
            ServiceContract,
            **{**row, **values},
            grand_total=money(total),
            start_date=start,
            end_date=end,
        )

    def business_unit(self, name: str, *, account: str | None = None, **values: Any) -> str:
        return self.add(BusinessUnit, name=name, account_id=account or self.root, **values)

    # -- deals -------------------------------------------------------------------------------

    def deal(
        self,
        name: str,
        amount: str | None,
        close: date,
        *,
        account: str | None = None,
        **values: Any,
    ) -> str:
        """An open opportunity, unless ``is_closed`` or ``is_won`` say otherwise."""
        values.setdefault("currency", self.currency)
        values.setdefault("stage", "Proposal")
        values.setdefault("is_closed", False)
        values.setdefault("is_won", False)
        return self.add(
            Opportunity,
            name=name,
            amount=money(amount),
            close_date=close,
            account_id=account or self.root,
            **values,
        )

    def won(self, name: str, amount: str | None, close: date, **values: Any) -> str:
        values.setdefault("stage", "Closed Won")
        return self.deal(name, amount, close, is_closed=True, is_won=True, **values)

    def lost(self, name: str, amount: str | None, close: date, **values: Any) -> str:
        values.setdefault("stage", "Closed Lost")
        return self.deal(name, amount, close, is_closed=True, is_won=False, **values)

    def line(self, deal: str, product: str | None, total: str | None = None, **values: Any) -> str:
        for key in ("quantity", "unit_price"):
            values[key] = money(values.get(key))
        return self.add(
            OpportunityLine, opportunity_id=deal, product_id=product, total=money(total), **values
        )

    def buying_role(self, deal: str, contact: str, role: str | None, **values: Any) -> str:
        return self.add(BuyingRole, opportunity_id=deal, contact_id=contact, role=role, **values)

    def competitor(self, deal: str, name: str, **values: Any) -> str:
        return self.add(Competitor, opportunity_id=deal, name=name, **values)

    # -- work --------------------------------------------------------------------------------

    def event(self, day: date, contact: str | None = None, **values: Any) -> str:
        values.setdefault("subject", "Meeting")
        values.setdefault("account_id", self.root)
        return self.add(Activity, kind="event", day=day, contact_id=contact, **values)

    def task(self, subject: str, due: date | None, **values: Any) -> str:
        """An open task; ``completed=`` closes it."""
        values.setdefault("account_id", self.root)
        values.setdefault("is_closed", values.get("completed") is not None)
        return self.add(Activity, kind="task", subject=subject, day=due, **values)

    def case(self, opened: date, closed: date | None = None, **values: Any) -> str:
        values.setdefault("account_id", self.root)
        values.setdefault("number", None)
        return self.add(
            Case,
            created=moment(opened),
            closed=None if closed is None else moment(closed),
            is_closed=closed is not None,
            **values,
        )

    # -- the plan ----------------------------------------------------------------------------

    def plan(self, name: str = "Plan", *, account: str | None = None, **values: Any) -> str:
        values.setdefault("status", "Active")
        values.setdefault("start_date", date(self.as_of.year, 1, 1))
        values.setdefault("end_date", date(self.as_of.year, 12, 31))
        return self.add(Plan, name=name, account_id=account or self.root, **values)

    def objective(self, plan: str, name: str, **values: Any) -> str:
        return self.add(Objective, plan_id=plan, name=name, **values)

    def measure(self, objective: str, name: str, unit: str = "currency", **values: Any) -> str:
        for key in ("baseline", "current", "target"):
            values[key] = money(values.get(key))
        return self.add(Measure, objective_id=objective, name=name, unit=unit, **values)

    def play(
        self, name: str, product: str | None, *, account: str | None = None, **values: Any
    ) -> str:
        values.setdefault("currency", self.currency)
        values["value"] = money(values.get("value"))
        return self.add(
            Play, name=name, product_id=product, account_id=account or self.root, **values
        )

    def risk(self, name: str, **values: Any) -> str:
        values.setdefault("account_id", self.root)
        return self.add(Risk, name=name, **values)

    # -- the org -----------------------------------------------------------------------------

    def rate(
        self, currency: str, rate: str, start: date | None = None, end: date | None = None
    ) -> None:
        """``rate`` units of ``currency`` equal one of the corporate currency."""
        added = (*self.org.rates, CurrencyRate(currency, Decimal(rate), start, end))
        self.org = replace(self.org, rates=added)

    def hide(self, topic: str, state: str = "not_visible") -> None:
        """Says that records of ``topic`` could not be read."""
        self._coverage.append(Coverage(topic=topic, state=state))

    def field_source(self, name: str, origin: str) -> None:
        self._fields.append(FieldSource(name, origin))

    def rules(self, **values: Any) -> None:
        """The org's own rules; what is not named stays as by default."""
        self._rules = replace(self._rules, **values)

    def safe(self, *names: str) -> None:
        """Declares model fields fit for the customer's eyes."""
        self._safe = (*self._safe, *names)

    def build(self) -> Snapshot:
        """The snapshot: sorted by id, but for the account itself, which comes first."""
        records: dict[str, Any] = {
            place: tuple(sorted(rows, key=lambda row: row.id))
            for place, rows in self._records.items()
        }
        accounts = records.pop("accounts")
        first = tuple(row for row in accounts if row.id == self.root)
        rest = tuple(row for row in accounts if row.id != self.root)
        return Snapshot(
            org=self.org,
            as_of=self.as_of,
            account_id=self.root,
            accounts=first + rest,
            coverage=tuple(self._coverage),
            field_sources=tuple(self._fields),
            declared_safe=self._safe,
            rules=self._rules,
            **records,
        )


def moment(day: date, hour: int = 9) -> datetime:
    """That day at ``hour`` o'clock UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
