"""Money in one currency, and totals that say what they leave out (SALESFORCE.md 3.1 "Currency").

A rate is so many units of a currency for one unit of the corporate currency. Dated rates apply to
opportunities and their lines, by close date; every other record takes the rate that holds always
(or, where there is none, the dated rate of as-of). Without a rate a value is unknown, not zero.

Each value is rounded to the cent once, where it is converted, and only then added up: so a total is
the sum of the rows that people see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal

from generator.analysis.results import Conversion, Figure
from generator.model.org import CurrencyRate, Org

CENT = Decimal("0.01")
TENTH = Decimal("0.1")
HUNDRED = Decimal(100)


_EXACT = Context(prec=80, rounding=ROUND_HALF_EVEN)
"""Room for the product of two numbers of Salesforce's 18 digits, and a quotient beyond the cent."""


@dataclass(frozen=True)
class Money:
    """Converts into ``currency``, the account's own; ``taken`` tells by which rates it did."""

    currency: str
    corporate: str
    as_of: date
    standing: dict[str, CurrencyRate] = field(default_factory=dict)
    dated: dict[str, tuple[CurrencyRate, ...]] = field(default_factory=dict)
    _taken: set[Conversion] = field(default_factory=set, init=False, repr=False, compare=False)

    def convert(self, value: Decimal | None, currency: str) -> Decimal | None:
        """``value`` of a record without a close date; None where value or rate is unknown."""
        return self._apply(value, currency, None)

    def convert_deal(self, value: Decimal | None, currency: str, close: date) -> Decimal | None:
        """``value`` of an opportunity or of its line, by the rate of the close date."""
        return self._apply(value, currency, close)

    def knows(self, currency: str, close: date | None = None) -> bool:
        """Whether amounts in ``currency`` can be converted: a deal's at its close date."""
        return currency == self.currency or self._between(currency, close) is not None

    def taken(self) -> tuple[Conversion, ...]:
        """The rates by which values were converted so far, sorted."""
        return tuple(sorted(self._taken, key=_order))

    def _apply(self, value: Decimal | None, currency: str, day: date | None) -> Decimal | None:
        if value is None or currency == self.currency:
            return cents(value)
        found = self._between(currency, day)
        if found is None:
            return None
        source, target = found
        self._taken.add(_conversion(source, target))
        return cents(_EXACT.divide(_EXACT.multiply(value, target.rate), source.rate))

    def _between(self, currency: str, day: date | None) -> tuple[CurrencyRate, CurrencyRate] | None:
        source, target = self._rate(currency, day), self._rate(self.currency, day)
        known = source and target and source.rate > 0 and target.rate > 0
        return (source, target) if source and target and known else None

    def _rate(self, currency: str, day: date | None) -> CurrencyRate | None:
        if currency == self.corporate:
            return CurrencyRate(currency, Decimal(1))
        standing = self.standing.get(currency)
        if day is None and standing is not None:
            return standing
        return self._dated_rate(currency, day or self.as_of) or standing

    def _dated_rate(self, currency: str, day: date) -> CurrencyRate | None:
        for rate in self.dated.get(currency, ()):
            if (rate.start is None or rate.start <= day) and (rate.end is None or day < rate.end):
                return rate
        return None


def _order(row: Conversion) -> tuple[str, date, date, Decimal]:
    return (row.source, row.start or date.min, row.end or date.max, row.rate)


def _conversion(source: CurrencyRate, target: CurrencyRate) -> Conversion:
    """One rate out of two; it holds while both do."""
    starts = [rate.start for rate in (source, target) if rate.start]
    ends = [rate.end for rate in (source, target) if rate.end]
    return Conversion(
        source.currency,
        target.currency,
        target.rate / source.rate,
        max(starts, default=None),
        min(ends, default=None),
        ids_of((source.id, target.id)),
    )


def money_for(org: Org, currency: str, as_of: date) -> Money:
    """The converter into ``currency`` with the org's rates."""
    standing: dict[str, CurrencyRate] = {}
    dated: dict[str, list[CurrencyRate]] = {}
    for rate in org.rates:
        if rate.start is None and rate.end is None:
            standing[rate.currency] = rate
        else:
            dated.setdefault(rate.currency, []).append(rate)
    ordered = {
        code: tuple(sorted(rates, key=lambda rate: (rate.start or date.min, rate.rate)))
        for code, rates in dated.items()
    }
    return Money(currency, org.currency, as_of, standing, ordered)


def cents(value: Decimal | None) -> Decimal | None:
    """Derived money as it is shown: to the cent at most, half to even, never with an exponent.

    A value of two decimals or fewer stays as it stands. Nothing has no sign.
    """
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    if exponent in (0, -1, -2):
        return value or value.copy_abs()
    whole = isinstance(exponent, int) and exponent > 0
    rounded = value.quantize(Decimal(1) if whole else CENT, context=_EXACT)
    return rounded or rounded.copy_abs()


def add(values: Iterable[Decimal]) -> Decimal:
    """The exact sum of the values as they are shown, each to the cent."""
    result = Decimal(0)
    for value in values:
        result = _EXACT.add(result, cents(value) or Decimal(0))
    return result


def percent(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    """``part`` of ``whole`` in percent with one decimal; None where unknown, or of nothing."""
    if part is None or not whole:
        return None
    return (Decimal(part) * HUNDRED / Decimal(whole)).quantize(TENTH, rounding=ROUND_HALF_EVEN)


def ids_of(*groups: Iterable[str | None]) -> tuple[str, ...]:
    """All ids of the groups: sorted, without doubles or blanks."""
    return tuple(sorted({item for group in groups for item in group if item}))


def total(
    parts: Iterable[tuple[str, Decimal | None]], *, note: str = "", always_of: bool = False
) -> Figure[Decimal]:
    """The sum of the known parts, each (record id, value).

    ``of`` is (known, all) where a part is unknown, or always when asked. All parts unknown: the
    value is unknown. No parts at all: 0, for the caller read the records and there are none.
    """
    rows = list(parts)
    known = [value for _, value in rows if value is not None]
    value = add(known) if known or not rows else None
    partial = always_of or len(known) < len(rows)
    of = (len(known), len(rows)) if partial else None
    return Figure(value, ids_of(row_id for row_id, _ in rows), note, of)


def amount_text(value: Decimal, currency: str) -> str:
    """Money inside a sentence: ``1,234,568 USD``, whole units."""
    return f"{value.quantize(Decimal(1), context=_EXACT):,} {currency}"
