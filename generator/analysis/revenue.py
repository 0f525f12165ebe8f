"""Current revenue, a year ago, target and gap (METHOD.md row 27, SALESFORCE.md 3.1 ladder).

The ladder, first rung that holds: the account's own ARR field; the divisions' ARR fields; the ARR
of assets; closed-won of the last twelve months. Rungs are never mixed: year-ago revenue comes from
the same rung as current revenue, or is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from generator.analysis.dates import add_months, in_months_up_to
from generator.analysis.money import HUNDRED, amount_text, cents, ids_of, total
from generator.analysis.owned import assets_then, ended_when, own_assets
from generator.analysis.plans import current_plans
from generator.analysis.results import Figure, Revenue
from generator.analysis.scope import Scope
from generator.analysis.units import stated_parts
from generator.model.records import Asset, Measure

UNKNOWN = "not recorded"
CLOSED_WON = "closed-won opportunities of the last 12 months"
"""The source where no ARR is recorded: bookings, which is another thing than what recurs."""


@dataclass(frozen=True, slots=True)
class _Rung:
    source: str
    current: Figure[Decimal]
    year_ago: Figure[Decimal]
    is_deals: bool = False


def revenue(scope: Scope) -> Revenue:
    """What the customer pays a year, what it paid, and what we aim for."""
    rung = next((rung for rung in _ladder(scope) if rung.current.value is not None), None)
    if rung is None:
        nothing: Figure[Decimal] = Figure(
            None, note="no ARR on the account, its divisions or assets, and no closed-won"
        )
        target = _target(scope)
        gap = _gap(nothing, target)
        return Revenue(nothing, target, gap, Figure(None, note=UNKNOWN), UNKNOWN, None)
    target = _target(scope)
    return Revenue(
        current=rung.current,
        target=target,
        gap=_gap(rung.current, target),
        year_ago=rung.year_ago,
        source=rung.source,
        reconciliation=None if rung.is_deals else _reconcile(scope, rung),
    )


def _ladder(scope: Scope) -> tuple[_Rung, ...]:
    return (_root_field(scope), _division_fields(scope), _assets(scope), _closed_won(scope))


def _root_field(scope: Scope) -> _Rung:
    source = scope.origin("account.arr", "the account's ARR field")
    return _Rung(
        source,
        _root_figure(scope, scope.root.arr, source),
        _root_figure(
            scope,
            scope.root.arr_year_ago,
            scope.origin("account.arr_year_ago", "the account's field for ARR a year ago"),
        ),
    )


def _root_figure(scope: Scope, value: Decimal | None, source: str) -> Figure[Decimal]:
    if value is None:
        return Figure(None, note=f"{source} is blank")
    return Figure(value, (scope.root.id,), source)


def division_arr(scope: Scope, units: Iterable[str]) -> list[tuple[str, Decimal | None]]:
    """What the ARR fields of these divisions state, in the account's currency."""

    def stated(unit_id: str) -> Decimal | None:
        row = scope.accounts[unit_id]
        return scope.money.convert(row.arr, row.currency)

    return stated_parts(scope.units, units, stated)


def _division_fields(scope: Scope) -> _Rung:
    source = f"sum of the divisions' {scope.origin('account.arr', 'ARR fields')}"
    now = division_arr(scope, [unit.id for unit in scope.units if unit.parent_id == scope.root.id])
    if not any(value is not None for _, value in now):
        return _Rung(source, Figure(None), Figure(None))
    then = [
        (
            unit,
            scope.money.convert(scope.accounts[unit].arr_year_ago, scope.accounts[unit].currency),
        )
        for unit, _ in now
    ]
    both = [
        (unit, value)
        for (unit, value), (_, current) in zip(then, now, strict=True)
        if value is not None or current is not None
    ]
    then_total = _whole(total(both, note="the divisions' ARR a year ago"))
    return _Rung(source, total(now, note=source), then_total)


def _whole(figure: Figure[Decimal]) -> Figure[Decimal]:
    """The sum, but only where every part is known: a partial base would falsify a ratio."""
    if figure.of is None:
        return figure
    known, of = figure.of
    return Figure(None, figure.ids, f"{figure.note} is known for {known} of {of}", figure.of)


def _assets(scope: Scope) -> _Rung:
    source = "sum of asset ARR"
    now = _asset_total(scope, own_assets(scope), source)
    return _Rung(source, now, _whole(_assets_then(scope)))


def _assets_then(scope: Scope) -> Figure[Decimal]:
    """ARR of the assets of a year ago. One that has ended since counts by its dates, for its state
    is of as-of; where they do not say when it ended, whether it counted then is unknown."""
    rows = assets_then(scope, add_months(scope.as_of, -12))
    dated = [row if ended_when(row, scope.as_of) else replace(row, arr=None) for row in rows]
    return _asset_total(scope, dated, "the ARR of the assets of a year ago")


def _asset_total(scope: Scope, rows: Sequence[Asset], note: str) -> Figure[Decimal]:
    if not any(row.arr is not None for row in rows):
        return Figure(None, note="no asset with ARR")
    return total(((row.id, scope.money.convert(row.arr, row.currency)) for row in rows), note=note)


def _closed_won(scope: Scope) -> _Rung:
    source = CLOSED_WON
    return _Rung(
        source,
        _won_total(scope, scope.as_of, source),
        _whole(
            _won_total(scope, add_months(scope.as_of, -12), "closed-won of the 12 months before")
        ),
        is_deals=True,
    )


def _won_total(
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


def _gap(current: Figure[Decimal], target: Figure[Decimal]) -> Figure[Decimal]:
    if current.value is None or target.value is None:
        missing = "current revenue" if current.value is None else "target"
        return Figure(None, note=f"the {missing} is not recorded")
    return Figure(
        cents(target.value - current.value),
        ids_of(current.ids, target.ids),
        "target less current revenue",
        current.of,
    )


def _target(scope: Scope) -> Figure[Decimal]:
    """The revenue target field, else a currency measure of a current plan's growth objective."""
    source = scope.origin("account.revenue_target", "the account's revenue target field")
    if scope.root.revenue_target is not None:
        return Figure(scope.root.revenue_target, (scope.root.id,), source)
    found = _target_measures(scope)
    if not found:
        return Figure(None, note="no target is recorded")
    value, measure = max(found, key=lambda pair: (pair[0], pair[1].id))
    return Figure(cents(value), (measure.id,), f"target of the plan's measure {measure.name}")


def _target_measures(scope: Scope) -> list[tuple[Decimal, Measure]]:
    """Money targets of growth objectives; the largest is the revenue target (the others are parts).

    A measure has no currency of its own: it is in that of its plan's account.
    """
    plans = {plan.id: scope.accounts.get(plan.account_id or "") for plan in current_plans(scope)}
    currencies = {
        row.id: (plans[row.plan_id] or scope.root).currency
        for row in scope.snapshot.objectives
        if row.plan_id in plans and row.kind == "growth"
    }
    pairs = [
        (scope.money.convert(row.target, currencies[row.objective_id]), row)
        for row in scope.snapshot.measures
        if row.unit == "currency" and row.objective_id in currencies
    ]
    return [(value, row) for value, row in pairs if value is not None]


def _reconcile(scope: Scope, rung: _Rung) -> str | None:
    """A warning where closed-won tells another story than ARR (row 27: more than 10 percent).

    With ARR of a year ago known, the new and expansion deals of twelve months should explain the
    change; without it, all deals won in twelve months should come to a year's ARR.
    """
    current, then = rung.current.value, rung.year_ago.value
    if not current:
        return None
    if then is not None:
        won = _won_total(scope, scope.as_of, "", ("new", "expansion"))
        expected, what = (
            then + (won.value or Decimal(0)),
            "ARR a year ago plus new and expansion deals",
        )
    else:
        won = _won_total(scope, scope.as_of, "")
        expected, what = won.value or Decimal(0), "all deals won in the last 12 months"
    if won.value is None:
        return None
    apart = abs(current - expected) * HUNDRED / current
    if apart <= scope.options.reconcile_percent:
        return None
    now, currency = amount_text(current, scope.money.currency), scope.money.currency
    return (
        f"{what[0].upper()}{what[1:]} come to {amount_text(expected, currency)}, "
        f"{apart:.0f}% apart from current revenue of {now}."
    )
