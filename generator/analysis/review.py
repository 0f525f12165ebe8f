"""Commitments, lines of the review that only people can write, and news (rows 21, 45)."""

from __future__ import annotations

import sys
from datetime import date
from math import inf
from typing import Any

from generator.analysis.dates import within_days
from generator.analysis.money import ids_of
from generator.analysis.options import SIGNAL_DAYS
from generator.analysis.results import CommitmentRow, ReviewLine, SignalRow
from generator.analysis.scope import Scope
from generator.model.records import Commitment, Priority, ReviewItem

_KINDS = ("outcome", "lesson", "option", "decision", "roadmap", "question")


def commitments(scope: Scope) -> tuple[CommitmentRow, ...]:
    """What either side promised, by due date; an open one past its date is late."""
    rows = [row for row in scope.snapshot.commitments if row.account_id in scope.accounts]
    rows.sort(key=lambda row: (row.due_date or date.max, row.name, row.id))
    return tuple(_commitment(scope, row) for row in rows)


def _commitment(scope: Scope, row: Commitment) -> CommitmentRow:
    past = row.due_date is not None and row.due_date < scope.as_of
    return CommitmentRow(
        name=row.name,
        our_owner=scope.user(row.our_owner_id),
        customer_owner=scope.customer(row.customer_owner_id),
        due=row.due_date,
        state="late" if row.state == "open" and past else row.state,
        done_on=row.done_on,
        is_shared=bool(row.is_shared),
        ids=(row.id,),
    )


def review_lines(scope: Scope) -> tuple[ReviewLine, ...]:
    """By kind in the order of the review, and then in turn (``turn``)."""
    wishes = {row.id: row for row in scope.snapshot.priorities}
    rows = [row for row in scope.snapshot.review_items if row.account_id in scope.accounts]
    lines = [_line(row, wishes.get(row.priority_id or "")) for row in rows]
    return tuple(sorted(lines, key=lambda line: (_place(line.kind), *turn(line))))


def _line(row: ReviewItem, served: Priority | None) -> ReviewLine:
    return ReviewLine(
        kind=row.kind,
        name=row.name,
        detail=row.detail,
        figure=row.figure,
        day=row.day,
        priority=served.name if served else None,
        rank=served.rank if served else None,
        is_shared=bool(row.is_shared),
        ids=ids_of([row.id]),
    )


def turn(line: ReviewLine, *, by_day: bool = True, by_rank: bool = True) -> tuple[Any, ...]:
    """What lines of one kind are sorted by. What was reached: by the rank of the priority that it
    serves, the customer's first one first; all else by date, and then by rank.

    A day or a rank that the reader may not know sorts nothing; name and id are left.
    """
    day = line.day or date.max if by_day else None
    rank = _rank(line) if by_rank else None
    first, second = (rank, day) if line.kind == "outcome" else (day, rank)
    return first, second, line.name, line.ids


def _rank(line: ReviewLine) -> float:
    """An unranked priority comes after the ranked ones, and a line that serves none after both."""
    if line.priority is None:
        return inf
    return sys.maxsize if line.rank is None else line.rank


def _place(kind: str) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def signals(scope: Scope) -> tuple[SignalRow, ...]:
    """News of the customer's company, newest first; older than 180 days has aged out (row 45)."""
    rows = [
        row
        for row in scope.snapshot.signals
        if row.account_id in scope.accounts and within_days(row.day, scope.as_of, SIGNAL_DAYS)
    ]
    rows.sort(key=lambda row: row.id)
    rows.sort(key=lambda row: row.day, reverse=True)
    return tuple(
        SignalRow(row.kind, row.day, row.text, row.url, row.source, (row.id,)) for row in rows
    )
