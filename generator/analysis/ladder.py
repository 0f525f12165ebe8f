"""The rungs that revenue can stand on (METHOD.md row 27, SALESFORCE.md 3.1 "Contract value").

The org's rules say which count and in which order. Rungs are never mixed: revenue a year ago comes
from the same rung as revenue now, or is unknown and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Final

from generator.analysis.dates import add_months, in_months_up_to
from generator.analysis.money import total
from generator.analysis.owned import assets_then, ended_when, own_assets
from generator.analysis.recurring import (
    Recurring,
    as_known_then,
    asset_periods,
    running,
    service_contracts,
    subscriptions,
)
from generator.analysis.results import Figure
from generator.analysis.scope import Scope
from generator.analysis.terms import YEAR, known_term
from generator.analysis.units import stated_parts
from generator.analysis.won_terms import won_terms, won_without_term
from generator.model.records import Account, Asset

READ_LATER = "records as read now"
"""Why a field of today says nothing of a year before another day (CONTRACT.md, "As-of")."""
CLOSED_WON = "closed-won opportunities of the last 12 months"
"""The source where no ARR is recorded: bookings, which is another thing than what recurs."""


NOT_THERE: Final = MappingProxyType(
    {
        "account_arr": "ARR on the account",
        "division_arr": "ARR on its divisions",
        "account_mrr": "MRR on the account",
        "division_mrr": "MRR on its divisions",
        "asset_arr": "ARR on assets",
        "asset_mrr": "MRR on assets",
        "asset_period": "asset state period",
        "subscription": "subscription",
        "service_contract": "service contract",
        "won_term": "won opportunity with a term",
        "closed_won": "won opportunity of the last 12 months",
    }
)
"""What each rung would have stood on, for saying that there is none."""


@dataclass(frozen=True, slots=True)
class Rung:
    """``source`` says in words what ``current`` and ``year_ago`` stand on. ``is_field``: on fields
    of accounts, which have no history."""

    source: str
    current: Figure[Decimal]
    year_ago: Figure[Decimal]
    is_deals: bool = False
    is_field: bool = False


def rungs(scope: Scope) -> Iterator[Rung]:
    """The rungs of the org's ladder, in its order; those that say nothing included."""
    return (_RUNGS[name](scope) for name in scope.snapshot.rules.ladder)


@dataclass(frozen=True, slots=True)
class Stated:
    """A field of the account that states revenue, for a year or for a month."""

    name: str
    times: Decimal
    words: str

    def value(self, account: Account, *, is_then: bool = False) -> Decimal | None:
        """What the field states for a year, now or a year ago, in the account's own currency."""
        found = getattr(account, f"{self.name}_year_ago" if is_then else self.name)
        return None if found is None else found * self.times

    def origin(self, scope: Scope, *, is_then: bool = False) -> str:
        name = f"{self.name}_year_ago" if is_then else self.name
        words = f"the account's field for {self.words} a year ago" if is_then else self._default
        found = scope.origin(f"account.{name}", words)
        return found if self.times == 1 else f"{found} x {self.times}"

    @property
    def _default(self) -> str:
        return f"the account's {self.words} field"


ARR: Final = Stated("arr", Decimal(1), "ARR")
MRR: Final = Stated("mrr", YEAR, "MRR")


def division_stated(
    scope: Scope, units: Iterable[str], stated: Stated = ARR
) -> list[tuple[str, Decimal | None]]:
    """What the fields of these accounts state, each for those below it as well; in the account's
    currency."""

    def value(account_id: str) -> Decimal | None:
        row = scope.accounts[account_id]
        return scope.money.convert(stated.value(row), row.currency)

    return stated_parts(scope.divisions, units, value)


def _root_field(stated: Stated, scope: Scope) -> Rung:
    source, then = stated.origin(scope), stated.origin(scope, is_then=True)
    return Rung(
        source,
        _root_figure(scope, stated.value(scope.root), source),
        _field_then(scope, _root_figure(scope, stated.value(scope.root, is_then=True), then)),
        is_field=True,
    )


def _field_then(scope: Scope, figure: Figure[Decimal]) -> Figure[Decimal]:
    """What fields say of a year ago, which is a year before the day they were read on."""
    return Figure(None, note=READ_LATER) if scope.options.is_read_later else figure


def _root_figure(scope: Scope, value: Decimal | None, source: str) -> Figure[Decimal]:
    if value is None:
        return Figure(None, note=f"{source} is blank")
    return Figure(value, (scope.root.id,), source)


def _division_fields(stated: Stated, scope: Scope) -> Rung:
    origin = scope.origin(f"account.{stated.name}", f"{stated.words} fields")
    source = f"sum of the divisions' {origin}" + ("" if stated.times == 1 else f" x {stated.times}")
    tops = [unit.id for unit in scope.divisions if unit.parent_id == scope.root.id]
    now = division_stated(scope, tops, stated)
    if not any(value is not None for _, value in now):
        return Rung(source, Figure(None), Figure(None))
    past = [(unit, _then(scope, stated, unit)) for unit, _ in now]
    both = [
        (unit, value)
        for (unit, value), (_, current) in zip(past, now, strict=True)
        if value is not None or current is not None
    ]
    then_total = _whole(total(both, note=f"the divisions' {stated.words} a year ago"))
    return Rung(source, total(now, note=source), _field_then(scope, then_total), is_field=True)


def _then(scope: Scope, stated: Stated, account_id: str) -> Decimal | None:
    row = scope.accounts[account_id]
    return scope.money.convert(stated.value(row, is_then=True), row.currency)


def _whole(figure: Figure[Decimal]) -> Figure[Decimal]:
    """The sum, but only where every part is known: a partial base would falsify a ratio."""
    if figure.of is None:
        return figure
    known, of = figure.of
    return Figure(None, figure.ids, f"{figure.note} is known for {known} of {of}", figure.of)


def _asset_arr(scope: Scope) -> Rung:
    source = "sum of asset ARR"
    now = _asset_total(scope, own_assets(scope), source)
    return Rung(source, now, _whole(_assets_then(scope)))


def _assets_then(scope: Scope) -> Figure[Decimal]:
    """ARR of the assets of a year ago. One that has ended since counts by its dates, for its state
    is of as-of; where they do not say when it ended, whether it counted then is unknown."""
    rows = assets_then(scope, _year_ago(scope))
    dated = [row if ended_when(row, scope.as_of) else replace(row, arr=None) for row in rows]
    return _asset_total(scope, dated, "the ARR of the assets of a year ago")


def _asset_total(scope: Scope, rows: Sequence[Asset], note: str) -> Figure[Decimal]:
    if not any(row.arr is not None for row in rows):
        return Figure(None, note="no asset with ARR")
    return total(((row.id, scope.money.convert(row.arr, row.currency)) for row in rows), note=note)


def _asset_mrr(scope: Scope) -> Rung:
    """Current MRR has no history of its own: that lies in the state periods of the same assets."""
    source = "sum of the assets' current MRR x 12"
    rows = [row for row in own_assets(scope) if row.mrr is not None]
    parts = [
        (row.id, scope.money.convert((row.mrr or Decimal(0)) * YEAR, row.currency)) for row in rows
    ]
    now: Figure[Decimal] = total(parts, note=source) if parts else Figure(None)
    if not scope.snapshot.asset_periods:
        note = "the assets' MRR has no history: no asset state periods could be read"
        return Rung(source, now, Figure(None, note=note))
    return Rung(source, now, _periods_then(scope))


def _asset_period(scope: Scope) -> Rung:
    source = "sum of the asset state periods' MRR x 12"
    return Rung(source, _sum(asset_periods(scope, scope.as_of), source), _periods_then(scope))


def _periods_then(scope: Scope) -> Figure[Decimal]:
    note = "the MRR of the asset state periods a year ago"
    return _whole(_sum(as_known_then(asset_periods(scope, _year_ago(scope))), note))


def _by_term(rows_of: Callable[[Scope], tuple[Recurring, ...]], what: str, scope: Scope) -> Rung:
    rows, source = rows_of(scope), f"sum of {what}, a year's worth of each"
    before = as_known_then(running(rows, _year_ago(scope)))
    worth = _sum(before, f"the worth of the {what} of a year ago")
    return Rung(source, _sum(running(rows, scope.as_of), source), _whole(worth))


def _sum(rows: Sequence[Recurring], note: str) -> Figure[Decimal]:
    """What ``rows`` come to; unknown where none of them has a known worth."""
    if not any(row.yearly is not None for row in rows):
        return Figure(None, note=f"{note}: none is known")
    return total(((row.id, row.yearly) for row in rows), note=note)


def _won_term(scope: Scope) -> Rung:
    """Deals of the last year without a term are left out, and counted as left out."""
    source, since = "closed-won opportunities, a year's worth of each term", _year_ago(scope)
    first = scope.since("opportunities")
    said = f"{source} (closed since {first.isoformat()})" if first else source
    rows = won_terms(scope)
    now, before = (
        _sum([*running(rows, day), *won_without_term(scope, day)], source)
        for day in (scope.as_of, since)
    )
    if first and any(add_months(first, term) > since for term in _terms(scope)):
        note = f"deals closed before {first.isoformat()} were not read, and some could have run"
        return Rung(said, now, Figure(None, note=f"{note} a year ago"), is_deals=True)
    return Rung(said, now, _whole(before), is_deals=True)


def _terms(scope: Scope) -> list[int]:
    return [known_term(row.term_months) or 0 for row in scope.opportunities.values() if row.is_won]


def _closed_won(scope: Scope) -> Rung:
    before = won_total(scope, _year_ago(scope), "closed-won of the 12 months before")
    now = won_total(scope, scope.as_of, CLOSED_WON)
    return Rung(CLOSED_WON, now, _whole(before), is_deals=True)


def won_total(
    scope: Scope, until: date, note: str, kinds: tuple[str, ...] | None = None
) -> Figure[Decimal]:
    """The amounts won in the 12 months up to ``until``; unknown where none has an amount."""
    rows = [
        (deal.id, scope.money.convert_deal(deal.amount, deal.currency, deal.close_date))
        for deal in scope.opportunities.values()
        if deal.is_won
        and deal.account_id in scope.accounts
        and in_months_up_to(deal.close_date, until, 12)
        and (kinds is None or deal.kind in kinds)
    ]
    if not rows:
        return Figure(None, note="no opportunity won")
    return total(rows, note=note)


def _year_ago(scope: Scope) -> date:
    return add_months(scope.as_of, -12)


_RUNGS: Final[Mapping[str, Callable[[Scope], Rung]]] = MappingProxyType(
    {
        "account_arr": partial(_root_field, ARR),
        "division_arr": partial(_division_fields, ARR),
        "account_mrr": partial(_root_field, MRR),
        "division_mrr": partial(_division_fields, MRR),
        "asset_arr": _asset_arr,
        "asset_mrr": _asset_mrr,
        "asset_period": _asset_period,
        "subscription": partial(_by_term, subscriptions, "subscriptions"),
        "service_contract": partial(_by_term, service_contracts, "service contracts"),
        "won_term": _won_term,
        "closed_won": _closed_won,
    }
)
