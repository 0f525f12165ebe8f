"""One customer as its source file tells it, typed: divisions, holdings, contracts, people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from builder.clock import AS_OF, add_months
from builder.source import Row, Source, sure, table

ROOT = "-"  # how a source table names the customer itself among its divisions
CONTACT_COLUMNS = "key first last title unit level department reports strength influence touch role"


@dataclass(frozen=True, slots=True)
class Holding:
    """One purchase: so many of a product in a division, from ``start`` until ``end`` if over."""

    unit: str
    product: str
    quantity: int
    start: date
    end: date | None = None

    def runs_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or self.end > day)


@dataclass(frozen=True, slots=True)
class Unit:
    key: str
    name: str
    short: str
    parent: str | None
    currency: str
    facts: Source
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A contract: which divisions it covers and for how long."""

    key: str
    units: tuple[str, ...]
    start: date
    months: int
    facts: Source

    @property
    def end(self) -> date:
        return add_months(self.start, self.months) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PriceList:
    """List prices a year in dollars, families, and what a dollar is worth elsewhere."""

    prices: dict[str, Decimal]
    sold_by: dict[str, str]  # product: the unit it is counted in (Line, User, Machine, Site)
    rates: dict[str, Decimal]

    def convert(self, amount: Decimal, source: str, target: str) -> Decimal:
        return amount / self.rates[source] * self.rates[target]


@dataclass(frozen=True, slots=True)
class Customer:
    key: str
    source: Source
    units: tuple[Unit, ...]  # the customer itself first, under the key ROOT
    terms: tuple[Term, ...]
    contacts: tuple[Row, ...]
    price_list: PriceList

    @property
    def tier(self) -> int:
        return int(self.source["account"]["tier"])

    @property
    def owner(self) -> str:
        return str(self.source["account"]["owner"])

    @property
    def holdings(self) -> tuple[Holding, ...]:
        return tuple(h for u in self.units for h in u.holdings)

    def random(self, topic: str) -> Random:
        """A generator of its own for each topic, so that one text's change leaves the rest."""
        return Random(f"{self.key}/{topic}")

    def path(self, unit: str) -> str:
        """The key of a division's account record."""
        return self.key if unit == ROOT else f"{self.key}/{unit}"

    def unit(self, key: str) -> Unit:
        return next(u for u in self.units if u.key == key)

    def below(self, key: str) -> tuple[str, ...]:
        """A division and all below it."""
        found = [key]
        for unit in self.units:
            if unit.parent in found:
                found.append(unit.key)
        return tuple(found)

    def price(self, product: str, currency: str) -> Decimal:
        """What this customer pays a year for one, in whole units of ``currency``."""
        listed = self.price_list.prices[product] * self.price_list.rates[currency]
        discount = Decimal(str(self.source["account"]["discount"]))
        return (listed * (1 - discount)).quantize(Decimal(1))

    def value(self, holding: Holding) -> Decimal:
        """ARR of a purchase, in its division's currency."""
        return holding.quantity * self.price(holding.product, self.unit(holding.unit).currency)

    def arr(self, day: date, units: tuple[str, ...], currency: str) -> Decimal:
        """ARR that runs on ``day`` in ``units``, in ``currency``, to the cent."""
        total = Decimal(0)
        for holding in self.holdings:
            if holding.unit in units and holding.runs_on(day):
                own = self.unit(holding.unit).currency
                total += self.price_list.convert(self.value(holding), own, currency)
        return total.quantize(Decimal("0.01"))

    def term_of(self, unit: str, day: date = AS_OF) -> Term | None:
        """The contract that covers a division on ``day``."""
        current = [t for t in self.terms if unit in t.units and t.start <= day <= t.end]
        return current[0] if current else None


def parse_customer(key: str, source: Source, price_list: PriceList) -> Customer:
    account = source["account"]
    root = account | {"key": ROOT, "short": account.get("short", account["name"])}
    units = [_unit(root, None, account["currency"])]
    units += [_unit(u, u.get("parent", ROOT), account["currency"]) for u in source.get("unit", [])]
    every = tuple(u.key for u in units)
    return Customer(
        key=key,
        source=source,
        units=tuple(units),
        terms=tuple(_term(facts, units, every) for facts in source["contract"]),
        contacts=tuple(table(source["contacts"], CONTACT_COLUMNS)),
        price_list=price_list,
    )


def _unit(facts: dict[str, Any], parent: str | None, currency: str) -> Unit:
    return Unit(
        key=facts["key"],
        name=facts["name"],
        short=facts.get("short", facts["name"]),
        parent=parent,
        currency=facts.get("currency", currency),
        facts=facts,
        holdings=tuple(h for line in facts.get("own", []) for h in _holdings(facts["key"], line)),
    )


def _holdings(unit: str, line: str) -> list[Holding]:
    """``LineView 2022-06:8 2024-03:6>2026-03``: purchases by month; after ``>`` the end."""
    product, *purchases = line.split()
    found = []
    for purchase in purchases:
        bought, _, ended = purchase.partition(">")
        month, quantity = bought.split(":")
        end = sure(ended) if ended else None
        found.append(Holding(unit, product, int(quantity), sure(month), end))
    return found


def _term(facts: dict[str, Any], units: list[Unit], every: tuple[str, ...]) -> Term:
    covered: list[str] = list(every) if facts["units"] == "all" else list(facts["units"])
    for unit in units:
        if unit.parent in covered and unit.key not in covered:
            covered.append(unit.key)
    return Term(facts["key"], tuple(covered), sure(facts["start"]), facts["months"], facts)
