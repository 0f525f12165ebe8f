"""Open tasks: one owner each, most overdue first, escalated when late (rows 22, 23, 86, 87)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.analysis.answering import escalation, owner_gap
from generator.analysis.results import Action
from generator.analysis.scope import Scope, activity_units
from generator.analysis.words import LEVEL_RANK, level
from generator.model.records import Activity, Play


def open_actions(scope: Scope) -> tuple[Action, ...]:
    """The open tasks of the account and its divisions."""
    rows = [row for row in scope.snapshot.activities if row.kind == "task" and not row.is_closed]
    links = _links(scope)
    return tuple(sorted((_action(scope, row, links) for row in rows), key=_order))


@dataclass(frozen=True, slots=True)
class _Links:
    """What a task may be related to, by record id."""

    plays: dict[str, Play]  # by its own id and by its opportunity's
    goals: dict[str, str]
    wishes: dict[str, str]  # goal -> the customer priority it serves
    priorities: dict[str, str]


def _links(scope: Scope) -> _Links:
    known = scope.snapshot
    by_deal = {row.opportunity_id: row for row in reversed(known.plays) if row.opportunity_id}
    return _Links(
        plays=by_deal | {row.id: row for row in known.plays},
        goals={row.id: row.name for row in known.objectives},
        wishes={row.id: row.priority_id for row in known.objectives if row.priority_id},
        priorities={row.id: row.name for row in known.priorities},
    )


def _action(scope: Scope, row: Activity, links: _Links) -> Action:
    overdue = max(0, (scope.as_of - row.day).days) if row.day else 0
    gap = owner_gap(scope, row.owner_id)
    about = row.what_id or ""
    play = links.plays.get(about)
    goal = about if about in links.goals else (play.objective_id if play else None) or ""
    wish = about if about in links.priorities else (play.priority_id if play else None)
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
        play=play.name if play else None,
        goal=links.goals.get(goal),
        serves=links.priorities.get(wish or links.wishes.get(goal) or ""),
    )


def _unit(scope: Scope, row: Activity) -> str | None:
    """The division that a task is about: its deal's, the account's that it names, its contact's."""
    named = activity_units(row, scope.placing, scope.accounts, scope.opportunities)
    return scope.placing.choose((*named, scope.contact_units.get(row.contact_id or "")))


def _order(row: Action) -> tuple[int, date, int, str, str]:
    weight = LEVEL_RANK.get(level(row.priority) or "", 2)
    return (-row.days_overdue, row.due or date.max, -weight, row.subject, row.id)
