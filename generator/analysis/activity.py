"""What happened with the customer lately, and by whom (METHOD.md row 35).

A touch is an event held or a task done. Touches without a named contact count for the account, for
most CRMs name the contact on a few only; executive touches need the name.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from generator.analysis.dates import add_months, first_of_month, within_days
from generator.analysis.money import ids_of
from generator.analysis.results import ActivitySummary, Stakeholder
from generator.analysis.scope import Scope, Touch
from generator.analysis.words import is_executive, is_middle

MONTHS = 12


def activity(scope: Scope, people: tuple[Stakeholder, ...]) -> ActivitySummary:
    """Touches of the account and its divisions; unknown where activities could not be read."""
    if not scope.readable("activities"):
        return ActivitySummary(None, None, None, None, (), (), ())
    recent = [row for row in scope.touches if within_days(row.day, scope.as_of, 90)]
    executives = [row.last_touch for row in people if row.is_executive and row.last_touch]
    return ActivitySummary(
        last_30d=sum(within_days(row.day, scope.as_of, 30) for row in recent),
        last_90d=len(recent),
        last_touch=scope.touches[-1].day if scope.touches else None,
        last_executive_touch=max(executives, default=None),
        by_owner=_by_owner(scope, recent),
        by_month=_by_month(scope),
        ids=ids_of(row.id for row in recent),
        by_level=_by_level(scope, recent),
        executive_days=(scope.as_of - max(executives)).days if executives else None,
    )


_LEVELS = ("executive", "middle", "other", "unnamed")


def _by_level(scope: Scope, touches: list[Touch]) -> tuple[tuple[str, int, int], ...]:
    """(level of the customer's person, touches in 30 days, in 90), the highest first; levels that
    nobody was touched on are left out."""
    quarter = Counter(_level(scope, row) for row in touches)
    month = Counter(_level(scope, row) for row in touches if within_days(row.day, scope.as_of, 30))
    return tuple((name, month[name], quarter[name]) for name in _LEVELS if quarter[name])


def _level(scope: Scope, row: Touch) -> str:
    person = scope.contacts.get(row.contact_id or "")
    if person is None:
        return "unnamed"
    if is_executive(person.seniority, person.title):
        return "executive"
    return "middle" if is_middle(person.seniority, person.title) else "other"


def _by_owner(scope: Scope, touches: list[Touch]) -> tuple[tuple[str, int], ...]:
    """(our person, touches), busiest first; touches of people we cannot name are left out."""
    owners = (scope.user(row.owner_id) for row in touches)
    counts = Counter((owner.name, owner.id) for owner in owners if owner)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name, number) for (name, _), number in ordered)


def _by_month(scope: Scope) -> tuple[tuple[date, int], ...]:
    """(first of month, touches) for the last twelve months, the current one last."""
    current = first_of_month(scope.as_of)
    months = [add_months(current, back) for back in range(1 - MONTHS, 1)]
    counts = Counter(first_of_month(row.day) for row in scope.touches)
    return tuple((month, counts.get(month, 0)) for month in months)
