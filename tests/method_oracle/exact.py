"""Arithmetic that SQLite lacks: decimals without loss, and the org's day of a moment in UTC."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from zoneinfo import ZoneInfo

CENT = Decimal("0.01")
WIDE = 60  # digits: two amounts of 18 digits multiplied, and their quotient to the cent


def cents(amount: str | int | None) -> int | None:
    """An amount in whole cents; None stays None."""
    return converted(amount, "1", "1")


def converted(amount: str | int | None, source: str | None, target: str | None) -> int | None:
    """Cents of an amount in another currency: times the target's rate over the source's, rounded
    half to even once, at the record (decision 14)."""
    if amount is None or source is None or target is None:
        return None
    with localcontext() as context:
        context.prec = WIDE
        value = Decimal(amount)
        if source != target:
            value = value * Decimal(target) / Decimal(source)
        return int(value.quantize(CENT, ROUND_HALF_EVEN).scaleb(2))


def cents_in(amount: int | None, source: str, target: str) -> int | None:
    """Cents of cents in another currency."""
    return None if amount is None else converted(str(Decimal(amount).scaleb(-2)), source, target)


def thousandths(value: str | int | None) -> int | None:
    """A number that has at most three decimals, as a whole number."""
    if value is None or value == "":
        return None
    scaled = Decimal(value).scaleb(3)
    assert scaled == scaled.to_integral_value(), f"{value} has more than three decimals"
    return int(scaled)


def percent(part: int | None, whole: int | None) -> str | None:
    """Part of whole in percent, to twelve decimals; of nothing there is no share."""
    if part is None or not whole:
        return None
    return str((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-12)))


def rounded(value: str | None, places: int) -> str | None:
    """A number to so many decimals, half to even (decision 14)."""
    if value is None:
        return None
    return str(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


class Mean:
    """The mean of percents, as an aggregate; of nothing there is none."""

    def __init__(self) -> None:
        self.values: list[Decimal] = []

    def step(self, value: str | None) -> None:
        if value is not None:
            self.values.append(Decimal(value))

    def finalize(self) -> str | None:
        return str(sum(self.values) / len(self.values)) if self.values else None


def org_day(zone: str, moment: str | None) -> str | None:
    """The day that a moment in UTC falls on where the org is; a date stays as it is written."""
    if moment is None or "T" not in moment:
        return moment
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).date().isoformat()


def add_functions(connection: sqlite3.Connection, zone: str) -> None:
    """Makes them callable from SQL, by the names they have here."""
    connection.create_function("cents", 1, cents, deterministic=True)
    connection.create_function("converted", 3, converted, deterministic=True)
    connection.create_function("cents_in", 3, cents_in, deterministic=True)
    connection.create_function("thousandths", 1, thousandths, deterministic=True)
    connection.create_function("rounded", 2, rounded, deterministic=True)
    connection.create_aggregate("mean", 1, Mean)
    connection.create_function("percent", 2, percent, deterministic=True)
    connection.create_function(
        "org_day", 1, lambda moment: org_day(zone, moment), deterministic=True
    )
