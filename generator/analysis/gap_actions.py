"""Who does what about a gap, and by when (METHOD.md rows 55, 86, 87).

Where an open task or a planned event names the person already, that is the action, with its own
owner and day. Otherwise owner and day are a proposal, and said to be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from generator.analysis.dates import coming_friday
from generator.analysis.money import ids_of
from generator.analysis.results import Gap, Person
from generator.analysis.scope import Scope, group_pairs
from generator.model.records import Activity

SOON: Final = 7
LATER: Final = 30
_SOON_KINDS: Final = frozenset(
    {
        "nobody_known",
        "champion_gone",
        "champion_without_budget",
        "buyer_distant",
        "no_economic_buyer",
        "no_executive_known",
        "no_executive_touch",
        "single_threaded",
    }
)
"""What endangers the account as a whole is due within a week, the rest within a month."""

_FOR_THE_SPONSOR: Final = "no_executive_touch"
_NOT_MENDED_BY_MEETING: Final = frozenset({"champion_gone", "concentrated"})
"""Here a task with the person is none that mends the gap."""


Ahead = Mapping[str, tuple[Activity, ...]]


def ahead_of(scope: Scope) -> Ahead:
    """Open tasks and planned events by the contact they are with, of somebody of ours: a queue
    answers for nothing (row 86)."""
    return group_pairs(
        (row.contact_id, row)
        for row in scope.snapshot.activities
        if row.contact_id and row.subject and _is_ahead(scope, row)
    )


def assigned(scope: Scope, gap: Gap, sponsor: Person | None, ahead: Ahead) -> Gap:
    """The gap with its owner and day, given what is ahead with whom."""
    task = _recorded(gap, ahead)
    if task is not None:
        return replace(
            gap,
            action=_sentence(task.subject),
            owner=scope.user(task.owner_id),
            due=task.day,
            is_recorded=True,
            ids=ids_of(gap.ids, [task.id]),
        )
    owner = sponsor if gap.kind == _FOR_THE_SPONSOR else None
    return replace(gap, owner=owner or _owner(scope, gap), due=_due(scope.as_of, gap.kind))


def _recorded(gap: Gap, ahead: Ahead) -> Activity | None:
    """The first open task or planned event with the person."""
    if gap.target_id is None or gap.kind in _NOT_MENDED_BY_MEETING:
        return None
    rows = ahead.get(gap.target_id, ())
    return min(rows, key=lambda row: (row.day or date.max, row.id), default=None)


def _is_ahead(scope: Scope, row: Activity) -> bool:
    owner = scope.users.get(row.owner_id or "")
    if owner is None or owner.is_queue:
        return False
    if row.kind == "task":
        return not row.is_closed
    return row.day is not None and row.day > scope.as_of


def _sentence(subject: str) -> str:
    return subject if subject.endswith((".", "!", "?")) else f"{subject}."


def _owner(scope: Scope, gap: Gap) -> Person | None:
    """Who owns the account of the person's division, else the whole account's owner."""
    unit = scope.accounts.get(scope.contact_units.get(gap.target_id or "", ""))
    own = scope.user(unit.owner_id) if unit else None
    return own or scope.user(scope.root.owner_id)


def _due(as_of: date, kind: str) -> date:
    days = SOON if kind in _SOON_KINDS else LATER
    return coming_friday(as_of + timedelta(days=days - 1))
