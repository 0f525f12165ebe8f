"""Objectives with baseline, target and the plays that bridge the gap (METHOD.md rows 75 to 82)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from generator.analysis.money import cents, ids_of, total
from generator.analysis.performance import deal_amount
from generator.analysis.plans import current_plans
from generator.analysis.plays import counted_plays, is_won, play_order, play_row, play_value
from generator.analysis.priorities import progress
from generator.analysis.results import Figure, Goal, GoalMeasure
from generator.analysis.scope import Scope, group
from generator.model.records import Measure, Objective, Play

_VAGUE = re.compile(
    r"\b(deepen|strengthen|improve|enhance|expand|grow|increase|build|develop|drive|explore|leverage"
    r"|support|maintain|continue|foster|optimi[sz]e|better|stronger)\b",
    re.IGNORECASE,
)
_KINDS = ("growth", "retention", "relationship", "customer")


def goals(scope: Scope) -> tuple[Goal, ...]:
    """The objectives of the current plans, by kind and end date."""
    plans = {plan.id: plan.account_id for plan in current_plans(scope)}
    measures = group(scope.snapshot.measures, lambda row: row.objective_id)
    links = _links(scope)
    rows = [row for row in scope.snapshot.objectives if row.plan_id in plans]
    rows.sort(key=_order)
    return tuple(
        _goal(scope, row, measures.get(row.id, ()), links, _currency(scope, plans[row.plan_id]))
        for row in rows
    )


def _order(row: Objective) -> tuple[int, date, str, str]:
    kind = _KINDS.index(row.kind) if row.kind in _KINDS else len(_KINDS)
    return (kind, row.end_date or date.max, row.name, row.id)


def _currency(scope: Scope, account_id: str | None) -> str:
    """A measure has no currency of its own: it is in that of its plan's account."""
    return scope.accounts.get(account_id or "", scope.root).currency


def _links(scope: Scope) -> Mapping[str, tuple[str, ...]]:
    """Measure -> the ids of the records, opportunities mostly, that count towards it."""
    rows = group(scope.snapshot.measure_links, lambda row: row.measure_id)
    return {
        measure: tuple(sorted({row.record_id for row in linked}))
        for measure, linked in rows.items()
    }


def _goal(
    scope: Scope,
    row: Objective,
    measures: tuple[Measure, ...],
    links: Mapping[str, tuple[str, ...]],
    currency: str,
) -> Goal:
    plays = [play for play in counted_plays(scope) if play.objective_id == row.id]
    wishes = {wish.id: wish.name for wish in scope.snapshot.priorities}
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
        priority=wishes.get(row.priority_id or ""),
        customer_outcome=row.customer_outcome,
        is_shared=bool(row.is_shared),
        measures=tuple(
            _measure(scope, measure, plays, links.get(measure.id, ()), currency)
            for measure in measures
        ),
        plays=tuple(sorted((play_row(scope, play) for play in plays), key=play_order)),
        problems=tuple(_problems(row, measures)),
    )


def _measure(
    scope: Scope, row: Measure, plays: list[Play], linked: tuple[str, ...], currency: str
) -> GoalMeasure:
    money = row.unit == "currency"
    values = [
        cents(scope.money.convert(value, currency)) if money else value
        for value in (row.baseline, row.current, row.target)
    ]
    baseline, current, target = values
    bridge = _bridge(scope, plays, linked) if money else _no_bridge(row.unit)
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
        ids=ids_of([row.id], bridge.ids),
    )


def _bridge(scope: Scope, plays: list[Play], linked: tuple[str, ...]) -> Figure[Decimal]:
    """What is still to come: open linked opportunities, and plays not won (row 77).

    An opportunity counts once, linked or through its plays. What is won is in ``current`` already.
    """
    parts: dict[str, Decimal | None] = {}
    for deal_id in linked:
        deal = scope.opportunities.get(deal_id)
        if deal and not deal.is_closed:
            parts[deal_id] = deal_amount(scope, deal_id)
    through: set[str | None] = set()
    for play in sorted(plays, key=lambda row: (row.value is None, row.id)):
        shared = play.opportunity_id
        counted = shared in parts or (play.value is None and shared in through)
        if not is_won(scope, play) and not counted:
            parts[play.id] = play_value(scope, play)
            through |= {shared} - {None}
    note = (
        "open linked opportunities and plays" if parts else "no open opportunity or play is linked"
    )
    return total(parts.items(), note=note)


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


def _problems(row: Objective, measures: tuple[Measure, ...]) -> list[str]:
    """What keeps the objective from being specific and time-bound (rows 76, 78, 80)."""
    found = []
    if not measures:
        found.append("No measure says when it is reached.")
    found += [f"{m.name}: the baseline is missing." for m in measures if m.baseline is None]
    found += [f"{m.name}: the target is missing." for m in measures if m.target is None]
    if row.end_date is None:
        found.append("It has no end date.")
    if row.owner_id is None:
        found.append("It has no owner.")
    if is_vague(row.name) and not any(m.target is not None for m in measures):
        found.append("It is vague: name a number, a unit and a date.")
    if row.priority_id is None and not row.customer_outcome:
        found.append("It serves no stated customer priority or outcome.")
    return found


def is_vague(name: str) -> bool:
    """A vague verb and no figure: ``Deepen the relationship`` (row 78)."""
    return bool(_VAGUE.search(name)) and not re.search(r"\d", name)
