"""The look back on a year, and what of it goes on (METHOD.md row 26).

A plan whose year is over looks back on that year; the draft for a year ahead, on the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.analysis.dates import add_months
from generator.analysis.money import HUNDRED
from generator.analysis.performance import quarter_result
from generator.analysis.results import (
    Action,
    Carried,
    Goal,
    GoalMeasure,
    Period,
    PlayRow,
    QuarterResult,
    Revenue,
    RiskRow,
    YearEnd,
    YearGoal,
)
from generator.analysis.scope import Scope
from generator.analysis.words import is_closed_plan


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What a year may leave behind: ``goals`` are those of the year looked back on."""

    goals: Sequence[Goal]
    plays: Sequence[PlayRow]
    actions: Sequence[Action]
    risks: Sequence[RiskRow]


def looked_back_on(scope: Scope) -> Scope | None:
    """The scope of the year that is looked back on; None where the plan's year still runs."""
    period = scope.period
    if period.is_over:
        return scope
    if not period.is_ahead:
        return None
    fiscal, year = period.fiscal, period.year - 1
    then = replace(
        period, year=year, year_start=fiscal.year_start(year), year_end=fiscal.year_end(year)
    )
    return replace(scope, period=then)


def year_end(then: Scope, revenue: Revenue, work: OpenWork) -> YearEnd:
    """``then`` is the scope of the year looked back on."""
    period = then.period
    return YearEnd(
        year=period.year,
        start=period.year_start,
        end=period.year_end,
        is_over=period.is_over,
        revenue_then=revenue.year_ago,
        revenue_then_day=add_months(period.as_of, -12),
        revenue_now=revenue.current,
        quarters=_quarters(then),
        goals=tuple(
            _goal(goal, measure, period) for goal in work.goals for measure in goal.measures
        ),
        carried=tuple(_carried(then, work)),
    )


def _quarters(scope: Scope) -> tuple[QuarterResult, ...]:
    """Those of the year that have begun and that deals were read for."""
    period = scope.period
    quarters = (period.fiscal.quarter(period.year, number) for number in (1, 2, 3, 4))
    return tuple(
        quarter_result(scope, quarter)
        for quarter in quarters
        if quarter.start <= scope.as_of and scope.reaches("opportunities", quarter.start)
    )


def _goal(goal: Goal, measure: GoalMeasure, period: Period) -> YearGoal:
    return YearGoal(
        goal=goal.name,
        measure=measure.name,
        unit=measure.unit,
        baseline=measure.baseline,
        target=measure.target,
        reached=measure.current,
        progress=measure.progress,
        verdict=verdict(measure, is_over=period.is_over),
        ids=measure.ids,
    )


def verdict(measure: GoalMeasure, *, is_over: bool) -> str:
    """Without a baseline the direction is not known: only a value at the target is reached."""
    if measure.current is None or measure.target is None:
        return "unknown"
    if measure.current == measure.target:
        return "reached"
    if measure.progress is None:
        return "unknown"
    if measure.progress >= HUNDRED:
        return "reached"
    return "missed" if is_over else "under_way"


def _carried(scope: Scope, work: OpenWork) -> Iterator[Carried]:
    """Open work that is not due within the year: of a year that is over, all that is open. Plays,
    which are many, last."""
    for goal in work.goals:
        if not is_closed_plan(goal.status) and _goes_on(goal.end, scope.period):
            yield Carried("goal", goal.name, goal.owner, goal.end, (goal.id,))
    for action in work.actions:
        if _goes_on(action.due, scope.period):
            yield Carried("action", action.subject, action.owner, action.due, (action.id,))
    for risk in work.risks:
        if not risk.is_derived and _goes_on(risk.due, scope.period):
            yield Carried("risk", risk.name, risk.owner, risk.due, risk.ids)
    for play in work.plays:
        if play.is_ahead and _goes_on(play.close_date, scope.period):
            yield Carried("play", play.name, play.owner, play.close_date, play.ids)


def _goes_on(due: date | None, period: Period) -> bool:
    return period.is_over or due is None or due > period.year_end
