"""Current revenue, a year ago, target and gap (METHOD.md row 27, SALESFORCE.md 3.1 ladder).

Revenue stands on the first rung of the org's ladder that holds (``ladder``), never on two.
"""

from __future__ import annotations

from decimal import Decimal

from generator.analysis.ladder import NOT_THERE, Rung, rungs, won_total
from generator.analysis.money import HUNDRED, cents, ids_of, percent
from generator.analysis.plans import current_plans
from generator.analysis.results import Figure, Reconciliation, Revenue
from generator.analysis.scope import Scope
from generator.analysis.words import join
from generator.model.records import Measure

UNKNOWN = "not recorded"


def revenue(scope: Scope) -> Revenue:
    """What the customer pays a year, what it paid, and what we aim for."""
    rung = next((rung for rung in rungs(scope) if rung.current.value is not None), None)
    if rung is None:
        nothing: Figure[Decimal] = Figure(None, note=_nothing(scope))
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
        reconciliation=_reconciliation(scope, rung),
        is_as_read=rung.is_field and scope.options.is_read_later,
    )


def _nothing(scope: Scope) -> str:
    """What was looked for in vain, in the order of the ladder."""
    looked = [NOT_THERE[name] for name in scope.snapshot.rules.ladder]
    return f"no {join(list(dict.fromkeys(looked)), last='or')}"


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
    """The revenue target field, else a currency measure of a current plan's growth objective. The
    field is of the year that holds as-of: it says nothing of any other."""
    source = scope.origin("account.revenue_target", "the account's revenue target field")
    is_other_year = scope.period.is_ahead or scope.period.is_over
    if scope.root.revenue_target is not None and not is_other_year:
        return Figure(scope.root.revenue_target, (scope.root.id,), source)
    found = _target_measures(scope)
    if not found:
        year = f" for FY{scope.period.year}" if is_other_year else ""
        return Figure(None, note=f"no target{year} is recorded")
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


def _reconciliation(scope: Scope, rung: Rung) -> Reconciliation | None:
    """Deals up to as-of explain no field of another day."""
    if rung.is_deals:
        return None
    if rung.is_field and scope.options.is_read_later:
        return Reconciliation("as_read")
    return _reconcile(scope, rung)


def _reconcile(scope: Scope, rung: Rung) -> Reconciliation | None:
    """A warning where closed-won tells another story than ARR (row 27: more than 10 percent).

    With ARR of a year ago known, the new and expansion deals of twelve months should explain the
    change; without it, all deals won in twelve months should come to a year's ARR.
    """
    current, then = rung.current.value, rung.year_ago.value
    if not current:
        return None
    if then is not None:
        won = won_total(scope, scope.as_of, "", ("new", "expansion"))
        expected, kind = then + (won.value or Decimal(0)), "growth"
    else:
        won = won_total(scope, scope.as_of, "")
        expected, kind = won.value or Decimal(0), "won"
    if won.value is None and (won.ids or then is None):
        return None  # deals of unknown amount explain nothing; but where there is none, 0 was won
    apart = abs(current - expected)
    if apart * HUNDRED <= scope.options.reconcile_percent * current:
        return None
    return Reconciliation(kind, expected, percent(apart, current))
