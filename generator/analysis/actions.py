"""Open tasks: one owner each, most overdue first, escalated when late (rows 22, 23, 86)."""

from __future__ import annotations

from datetime import date

from generator.analysis.results import Action, Person
from generator.analysis.scope import Scope, activity_units
from generator.analysis.words import LEVEL_RANK, level
from generator.model.records import Activity


def open_actions(scope: Scope) -> tuple[Action, ...]:
    """The open tasks of the account and its divisions."""
    rows = [row for row in scope.snapshot.activities if row.kind == "task" and not row.is_closed]
    return tuple(sorted((_action(scope, row) for row in rows), key=_order))


def _action(scope: Scope, row: Activity) -> Action:
    owner = scope.users.get(row.owner_id or "")
    overdue = max(0, (scope.as_of - row.day).days) if row.day else 0
    return Action(
        id=row.id,
        subject=row.subject,
        unit=scope.unit_name(_unit(scope, row)),
        owner=scope.user(row.owner_id),
        owner_is_queue=bool(owner and owner.is_queue),
        due=row.day,
        priority=row.priority,
        status=row.status,
        days_overdue=overdue,
        contact=scope.customer(row.contact_id),
        escalate_to=_escalation(scope, row) if overdue else None,
    )


def _unit(scope: Scope, row: Activity) -> str | None:
    """The division that a task is about: its deal's, the account's that it names, its contact's."""
    named = activity_units(row, scope.placing, scope.accounts, scope.opportunities)
    return scope.placing.choose((*named, scope.contact_units.get(row.contact_id or "")))


def _escalation(scope: Scope, row: Activity) -> Person | None:
    """The owner's manager; for a queue, which answers for nothing, the account's owner."""
    owner = scope.users.get(row.owner_id or "")
    if owner and owner.is_queue:
        return scope.user(scope.root.owner_id)
    return scope.manager(row.owner_id)


def _order(row: Action) -> tuple[int, date, int, str, str]:
    weight = LEVEL_RANK.get(level(row.priority) or "", 2)
    return (-row.days_overdue, row.due or date.max, -weight, row.subject, row.id)
