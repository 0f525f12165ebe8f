"""What blocks the plan and goes up a level: late tasks, stalled deals (METHOD.md row 23)."""

from __future__ import annotations

from generator.analysis.answering import escalation
from generator.analysis.performance import stall_reasons
from generator.analysis.results import Action, Blocker, Deal
from generator.analysis.scope import Scope
from generator.analysis.words import count, join


def blockers(
    scope: Scope, actions: tuple[Action, ...], deals: tuple[Deal, ...]
) -> tuple[Blocker, ...]:
    """Overdue tasks and stalled open deals, the oldest first, each with who decides on it."""
    rows = [_task(row) for row in actions if row.days_overdue]
    rows += [_deal(scope, row, why) for row in deals if (why := stall_reasons(scope, row))]
    return tuple(sorted(rows, key=lambda row: (-(row.days or 0), row.kind, row.name, row.ids)))


def _task(row: Action) -> Blocker:
    return Blocker(
        kind="task",
        name=row.subject,
        unit=row.unit,
        days=row.days_overdue,
        why=f"overdue by {count(row.days_overdue, 'day')}",
        owner=row.owner,
        escalate_to=row.escalate_to,
        ids=(row.id,),
    )


def _deal(scope: Scope, row: Deal, why: tuple[str, ...]) -> Blocker:
    """Its age is the longer of the days in its stage and those past its close date."""
    late = (scope.as_of - row.close_date).days if row.overdue else None
    ages = [days for days in (late, row.days_in_stage) if days is not None]
    return Blocker(
        kind="deal",
        name=row.name,
        unit=row.unit,
        days=max(ages, default=None),
        why=join(why),
        owner=row.owner,
        escalate_to=escalation(scope, scope.opportunities[row.id].owner_id),
        ids=(row.id,),
    )
