"""Objectives with baseline, target and the plays that bridge the gap (METHOD.md rows 75 to 82)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from generator.analysis.baselines import baseline_of, is_yearly_revenue
from generator.analysis.linting import Written, lint
from generator.analysis.money import cents, ids_of, total
from generator.analysis.performance import deal_amount
from generator.analysis.plans import current_plans
from generator.analysis.plays import (
    close_date,
    counted_plays,
    is_won,
    play_order,
    play_row,
    play_value,
)
from generator.analysis.priorities import progress
from generator.analysis.results import Figure, Goal, GoalMeasure, PlayRow
from generator.analysis.scope import Scope, group
from generator.analysis.ties import Work
from generator.analysis.words import is_uplift
from generator.model.records import Measure, Objective, Plan, Play, Priority

_KINDS = ("growth", "retention", "relationship", "customer")
_MEASURES_OF_MONEY = "currency"
CROSS_SELL, PRICE_UPLIFT, RETAIN = "cross_sell", "price_uplift", "retain"


def goals(scope: Scope, work: Work) -> tuple[Goal, ...]:
    """The objectives of the current plans, by kind and end date."""
    plans = {plan.id: plan for plan in current_plans(scope)}
    measures = group(scope.snapshot.measures, lambda row: row.objective_id)
    rows = [row for row in scope.snapshot.objectives if row.plan_id in plans]
    rows.sort(key=_order)
    return tuple(
        _goal(scope, row, plans[row.plan_id], measures.get(row.id, ()), work) for row in rows
    )


def _order(row: Objective) -> tuple[int, date, str, str]:
    kind = _KINDS.index(row.kind) if row.kind in _KINDS else len(_KINDS)
    return (kind, row.end_date or date.max, row.name, row.id)


def _currency(scope: Scope, account_id: str | None) -> str:
    """A measure has no currency of its own: it is in that of its plan's account."""
    return scope.accounts.get(account_id or "", scope.root).currency


def _links(scope: Scope, measure_id: str) -> tuple[str, ...]:
    """The ids of the records, opportunities mostly, that count towards a measure."""
    rows = scope.snapshot.measure_links
    return tuple(sorted({row.record_id for row in rows if row.measure_id == measure_id}))


def _goal(
    scope: Scope, row: Objective, plan: Plan, measures: tuple[Measure, ...], work: Work
) -> Goal:
    plays = [play for play in counted_plays(scope) if play.objective_id == row.id]
    wish = next((w for w in scope.snapshot.priorities if w.id == row.priority_id), None)
    made = tuple(
        _measure(scope, measure, plays, plan, row.end_date or plan.end_date) for measure in measures
    )
    shown = tuple(sorted((play_row(scope, play, work) for play in plays), key=play_order))
    path, path_from = _path(row, shown)
    outcome = row.customer_outcome
    return Goal(
        id=row.id,
        name=row.name,
        kind=row.kind,
        strategy=row.strategy,
        description=row.description,
        owner=scope.user(row.owner_id),
        start=row.start_date,
        end=row.end_date,
        status=row.status,
        priority=wish.name if wish else None,
        customer_outcome=outcome,
        is_shared=bool(row.is_shared),
        measures=made,
        plays=shown,
        findings=lint(
            _written(scope, row, wish), made, scope.options.vague_verbs, scope.options.themes
        ),
        theme=row.theme,
        aim=_aim(row, made),
        path=path,
        path_from=path_from,
        next_action=work.next_of_goal(row.id),
    )


def _written(scope: Scope, row: Objective, wish: Priority | None) -> Written:
    """The priority's own outcome is one for the customer too (row 80)."""
    owner = scope.users.get(row.owner_id or "")
    return Written(
        id=row.id,
        name=row.name,
        end=row.end_date,
        owner_id=row.owner_id,
        is_queue=bool(owner and owner.is_queue),
        has_priority=wish is not None,
        has_outcome=bool(row.customer_outcome or (wish and wish.outcome)),
        theme=row.theme,
    )


def _aim(row: Objective, measures: tuple[GoalMeasure, ...]) -> str | None:
    """Which of the year's targets it is: as stated, else by its kind and what it measures."""
    if row.aim:
        return row.aim
    if row.kind == "retention":
        return "retention"
    if row.kind != "growth":
        return None
    whole = any(is_yearly_revenue(m.name, m.unit) for m in measures)
    return "revenue" if whole else "expansion"


def _path(row: Objective, plays: tuple[PlayRow, ...]) -> tuple[str | None, str | None]:
    """The growth path (row 75) and what says so: the objective, its plays, or its kind."""
    if row.path:
        return row.path, "stated"
    if row.kind == "retention":
        return RETAIN, "kind"
    if row.kind != "growth" or not plays:
        return None, None
    uplifts = sum(is_uplift(play.kind) for play in plays)
    return (PRICE_UPLIFT if 2 * uplifts > len(plays) else CROSS_SELL), "plays"


def _measure(
    scope: Scope, row: Measure, plays: list[Play], plan: Plan, end: date | None
) -> GoalMeasure:
    """``end`` is the goal's: by then what bridges the gap has to close."""
    money = row.unit == _MEASURES_OF_MONEY
    start = baseline_of(scope, row, plan)

    def own(value: Decimal | None) -> Decimal | None:
        currency = _currency(scope, plan.account_id)
        return cents(scope.money.convert(value, currency)) if money else value

    baseline = own(start.value) if start.is_own else cents(start.value)
    current, target = own(row.current), own(row.target)
    bridge, in_time = _no_bridge(row.unit), None
    if money:
        bridge, in_time = _bridge(scope, plays, _links(scope, row.id), end)
    return GoalMeasure(
        id=row.id,
        name=row.name,
        unit=row.unit,
        baseline=baseline,
        current=current,
        target=target,
        source=scope.origin("measure.current", "measure of the account plan"),
        progress=progress(baseline, current, target),
        bridge=bridge,
        uncovered=_uncovered(current, target, bridge) if money else None,
        ids=ids_of([row.id], bridge.ids, start.ids),
        baseline_from=start.origin,
        baseline_on=start.on,
        in_time=in_time,
        counts=_counts(row),
    )


def _counts(row: Measure) -> str | None:
    """What the number counts, in the words of its calculation definition: ``Sum of
    Opportunity.Amount``."""
    if not row.counted_object:
        return None
    what = ".".join(part for part in (row.counted_object, row.counted_field) if part)
    return f"{row.rollup} of {what}" if row.rollup else what


def _bridge(
    scope: Scope, plays: list[Play], linked: tuple[str, ...], end: date | None
) -> tuple[Figure[Decimal], Decimal | None]:
    """What is still to come: open linked opportunities, and plays not won (row 77); and how much of
    it closes by ``end``, all of it where no end is set.

    An opportunity counts once, linked or through its plays. What is won is in ``current`` already.
    """
    parts: dict[str, Decimal | None] = {}
    closes: dict[str, date | None] = {}
    for deal_id in linked:
        deal = scope.opportunities.get(deal_id)
        if deal and not deal.is_closed:
            parts[deal_id], closes[deal_id] = deal_amount(scope, deal_id), deal.close_date
    through: set[str | None] = set()
    for play in sorted(plays, key=lambda row: (row.value is None, row.id)):
        shared = play.opportunity_id
        counted = shared in parts or (play.value is None and shared in through)
        if not is_won(scope, play) and not counted:
            parts[play.id], closes[play.id] = play_value(scope, play), close_date(scope, play)
            through |= {shared} - {None}
    note = (
        "open linked opportunities and plays" if parts else "no open opportunity or play is linked"
    )
    soon = [parts[key] or Decimal(0) for key, day in closes.items() if _by(day, end)]
    return total(parts.items(), note=note), cents(sum(soon, Decimal(0)))


def _by(day: date | None, end: date | None) -> bool:
    """Whether what closes on ``day`` is there by ``end``; without a day it cannot be counted on."""
    return end is None or (day is not None and day <= end)


def _no_bridge(unit: str) -> Figure[Decimal]:
    known = f"measured in {unit}" if unit else "its unit is unknown"
    return Figure(None, note=f"{known}: money does not bridge it")


def _uncovered(
    current: Decimal | None, target: Decimal | None, bridge: Figure[Decimal]
) -> Decimal | None:
    """target - current - bridge; below 0 the plays more than cover the gap."""
    if current is None or target is None or bridge.value is None:
        return None
    return cents(target - current - bridge.value)
