"""What the goals come to as a whole (METHOD.md rows 37, 75, 80, 81).

The three targets of the year, what was tried before and whether it worked, plays that may work
against what the customer wants, and how much of the week's work is tied to any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from generator.analysis.baselines import is_yearly_revenue
from generator.analysis.money import cents, ids_of
from generator.analysis.plans import current_plans
from generator.analysis.results import AimRow, Aims, Doubt, Goal, GoalMeasure, PlayRow, Tried
from generator.analysis.scope import Scope, group
from generator.analysis.ties import Work
from generator.analysis.words import canonical, is_closed_plan, sells_more
from generator.model.records import Measure, Objective, Plan

AIMS: Final = ("revenue", "expansion", "retention")
CLOSED_GOAL: Final = frozenset(
    ("closed", "completed", "done", "achieved", "missed", "cancelled", "canceled")
)

_THRIFT = re.compile(
    r"\b(margins?|costs?|savings?|spend(ing)?|prices?|expenses?|cheaper|overheads?)\b",
    re.IGNORECASE,
)
"""Words by which a customer's priority is about what it pays or keeps (row 81)."""


def aims(scope: Scope, goals: tuple[Goal, ...], plays: tuple[PlayRow, ...], work: Work) -> Aims:
    return Aims(
        targets=tuple(_target(goals, aim) for aim in AIMS),
        doubts=tuple(_doubts(scope, plays)),
        tried=_tried(scope),
        actions_tied=work.tied,
    )


def _target(goals: tuple[Goal, ...], aim: str) -> AimRow:
    """The first objective of this aim that has a target, by its most telling measure; else the
    first objective; else that there is none."""
    mine = [goal for goal in goals if goal.aim == aim]
    held = sorted(mine, key=lambda goal: _best(goal) is None)
    goal = held[0] if held else None
    measure = _best(goal) if goal else None
    return AimRow(
        aim=aim,
        path=goal.path if goal else None,
        goal=goal.name if goal else None,
        measure=measure.name if measure else None,
        unit=measure.unit if measure else "",
        baseline=measure.baseline if measure else None,
        current=measure.current if measure else None,
        target=measure.target if measure else None,
        due=goal.end if goal else None,
        ids=ids_of([goal.id] if goal else (), [measure.id] if measure else ()),
    )


def _best(goal: Goal) -> GoalMeasure | None:
    """The measure that the target is told by: all yearly revenue, else money, else the first."""
    known = [m for m in goal.measures if m.target is not None]
    known.sort(key=lambda m: (not is_yearly_revenue(m.name, m.unit), m.unit != "currency"))
    return known[0] if known else None


def _doubts(scope: Scope, plays: tuple[PlayRow, ...]) -> Iterator[Doubt]:
    """Plays that raise the bill, beside a wish of the customer's that is about cost or margin."""
    for play in plays:
        if not play.kind or not sells_more(play.kind):
            continue
        for wish in scope.snapshot.priorities:
            words = " ".join(part for part in (wish.name, wish.kpi, wish.outcome) if part)
            found = _THRIFT.search(words)
            if found:
                ids = ids_of(play.ids, [wish.id])
                yield Doubt(
                    play.name, play.kind, wish.name, found.group(0).lower(), play.owner, ids
                )


def _tried(scope: Scope) -> tuple[Tried, ...]:
    """Closed objectives, and those of plans that are over; newest first."""
    plans = {plan.id: plan for plan in scope.snapshot.plans if plan.account_id in scope.accounts}
    now = {plan.id for plan in current_plans(scope)}
    measures = group(scope.snapshot.measures, lambda row: row.objective_id)
    rows = [
        row
        for row in scope.snapshot.objectives
        if (plan := plans.get(row.plan_id)) and _is_over(scope, row, plan, plan.id in now)
    ]
    rows.sort(key=lambda row: (_end(row, plans[row.plan_id]), row.name, row.id), reverse=True)
    return tuple(_try(scope, row, plans[row.plan_id], measures.get(row.id, ())) for row in rows)


def _is_over(scope: Scope, row: Objective, plan: Plan, is_current: bool) -> bool:
    if canonical(row.status) in CLOSED_GOAL:
        return True
    ended = plan.end_date is not None and plan.end_date < scope.as_of
    return not is_current and (ended or is_closed_plan(plan.status))


def _end(row: Objective, plan: Plan) -> date:
    return row.end_date or plan.end_date or date.min


def _try(scope: Scope, row: Objective, plan: Plan, measures: tuple[Measure, ...]) -> Tried:
    known = sorted(measures, key=lambda m: (m.target is None, m.unit != "currency", m.id))
    first = known[0] if known else None
    is_money = bool(first and first.unit == "currency")
    currency = scope.accounts[plan.account_id or scope.root.id].currency
    reached, target = (
        (cents(scope.money.convert(value, currency)) if is_money else value)
        for value in ((first.current, first.target) if first else (None, None))
    )
    return Tried(
        goal=row.name,
        strategy=row.strategy,
        plan=plan.name,
        end=row.end_date or plan.end_date,
        measure=first.name if first else None,
        unit=first.unit if first else "",
        reached=reached,
        target=target,
        worked=_worked(measures),
        notes=plan.notes if plan.id not in {p.id for p in current_plans(scope)} else None,
        ids=ids_of([row.id, plan.id], (m.id for m in measures)),
    )


def _worked(measures: tuple[Measure, ...]) -> bool | None:
    """Whether every target is reached, a lower one by going down; None where not known of all."""
    verdicts = [_is_reached(m) for m in measures]
    if False in verdicts:
        return False
    return None if None in verdicts or not verdicts else True


def _is_reached(row: Measure) -> bool | None:
    if row.current is None or row.target is None:
        return None
    falls = row.baseline is not None and row.target < row.baseline
    return row.current <= row.target if falls else row.current >= row.target
