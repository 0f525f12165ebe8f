"""Open tasks: one owner each, most overdue first, escalated when late (rows 22, 23, 86, 87)."""

from __future__ import annotations

from datetime import date

from generator.analysis.answering import escalation, owner_gap
from generator.analysis.results import Action
from generator.analysis.scope import Scope, activity_units
from generator.analysis.ties import Tie, ties
from generator.analysis.words import LEVEL_RANK, level
from generator.model.records import Activity


def open_actions(scope: Scope) -> tuple[Action, ...]:
    """The open tasks of the account and its divisions."""
    rows = [row for row in scope.snapshot.activities if row.kind == "task" and not row.is_closed]
    names, found = _names(scope), ties(scope)
    made = (_action(scope, row, found.of_task(row.id), names) for row in rows)
    return tuple(sorted(made, key=_order))


def _names(scope: Scope) -> dict[str, str]:
    """What a task may serve, by record id."""
    known = scope.snapshot
    names = {row.id: row.name for row in known.plays}
    names |= {row.id: row.name for row in known.objectives}
    return names | {row.id: row.name for row in known.priorities}


def _action(scope: Scope, row: Activity, tie: Tie, names: dict[str, str]) -> Action:
    overdue = max(0, (scope.as_of - row.day).days) if row.day else 0
    gap = owner_gap(scope, row.owner_id)
    return Action(
        id=row.id,
        subject=row.subject,
        unit=scope.unit_name(_unit(scope, row)),
        owner=scope.user(row.owner_id),
        owner_is_queue=gap == "queue",
        due=row.day,
        priority=row.priority,
        status=row.status,
        days_overdue=overdue,
        contact=scope.customer(row.contact_id),
        escalate_to=escalation(scope, row.owner_id) if overdue else None,
        owner_gap=gap,
        play=names.get(tie.play_id or ""),
        goal=names.get(tie.goal_id or ""),
        serves=names.get(tie.priority_id or ""),
    )


def _unit(scope: Scope, row: Activity) -> str | None:
    """The division that a task is about: its deal's, the account's that it names, its contact's."""
    named = activity_units(row, scope.placing, scope.accounts, scope.opportunities)
    return scope.placing.choose((*named, scope.contact_units.get(row.contact_id or "")))


def _order(row: Action) -> tuple[int, date, int, str, str]:
    weight = LEVEL_RANK.get(level(row.priority) or "", 2)
    return (-row.days_overdue, row.due or date.max, -weight, row.subject, row.id)
