"""Plays, white space and the renewal: what brings the growth, and what must not be lost."""

from __future__ import annotations

from generator.analysis.money import ids_of
from generator.analysis.options import RENEWAL_GATES
from generator.analysis.results import Cell, PlayRow
from generator.analysis.rollups.audit.verdicts import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    WARN,
    Subject,
    Verdict,
    not_kept,
    of_all,
    unread,
)

FULL_TIER = 1
BUYER_GATE = RENEWAL_GATES[2]
"""Days before the renewal by which the economic buyer was met (``renewal_gates``)."""


def plays(subject: Subject) -> Verdict:
    """Each play that is still to be won has an owner, a target date and a value (rows 69, 82)."""
    rows = _ahead(subject)
    if not rows:
        return _no_play(subject)
    return of_all(rows, lambda row: _is_whole(subject, row), lambda row: (row.id,), _name)


def _is_whole(subject: Subject, row: PlayRow) -> bool:
    parts = (
        ("play.owner_id", row.owner),
        ("play.close_date", row.close_date),
        ("play.value", row.value),
    )
    return all(value is not None for field, value in parts if subject.keeps(field))


def _no_play(subject: Subject) -> Verdict:
    if not subject.reads("plays"):
        return unread()
    if subject.tier != FULL_TIER:
        return Verdict(NOT_APPLICABLE, "light", subject.root)  # ``light_plays`` asks for one
    return Verdict(WARN, "missing", subject.root, subject.root)


def light_plays(subject: Subject) -> Verdict:
    """A light plan holds one or two plays (row 3): ``n`` are ahead."""
    rows, most = _ahead(subject), subject.options.light_plays
    if not subject.reads("plays"):
        return unread()
    ids = tuple(sorted(row.id for row in rows))
    if not rows:
        return Verdict(FAIL, "missing", subject.root, subject.root, n=0, limit=most)
    if len(rows) > most:
        return Verdict(WARN, "many", ids, ids, tuple(map(_name, rows)), len(rows), limit=most)
    return Verdict(PASS, "some", ids, n=len(rows), limit=most)


def initiatives(subject: Subject) -> Verdict:
    """Each play serves a stated priority, its own or its objective's (row 80)."""
    rows = _ahead(subject)
    if not subject.keeps("play.priority_id", "objective.priority_id"):
        return not_kept()
    if not rows:
        return Verdict(NOT_APPLICABLE, "no_play") if subject.reads("plays") else unread()
    return of_all(
        rows, lambda row: row.serves is not None, lambda row: (row.id,), _name, strict=True
    )


def cells(subject: Subject) -> Verdict:
    """Each prioritised cell has a play with owner and target date (row 69)."""
    rows = subject.account.whitespace.priorities
    if not rows:
        return _no_cell(subject)
    return of_all(rows, _is_pursued, lambda row: row.ids, _place, strict=True)


def _is_pursued(row: Cell) -> bool:
    return None not in (row.play, row.owner, row.close_date)


def values(subject: Subject) -> Verdict:
    """Each prioritised cell has a value (rows 68, 70)."""
    rows = subject.account.whitespace.priorities
    if not rows:
        return _no_cell(subject)
    return of_all(rows, lambda row: row.value is not None, lambda row: row.ids, _place)


def qualified(subject: Subject) -> Verdict:
    """Of each cell that a play is for, need, access and budget are answered yes or no (row 66)."""
    rows = [row for row in subject.account.whitespace.cells if row.play and row.state != "owned"]
    if not subject.reads("plays", "products"):
        return unread()
    if not rows:
        return Verdict(NOT_APPLICABLE, "no_play")
    return of_all(rows, _is_answered, lambda row: row.ids, _place)


def _is_answered(row: Cell) -> bool:
    return None not in (row.need, row.access, row.budget)


def _no_cell(subject: Subject) -> Verdict:
    grid = subject.account.whitespace
    if not subject.reads("products", "plays"):
        return unread()
    if not grid.open and not grid.in_progress:
        return Verdict(NOT_APPLICABLE, "no_open_cell", subject.root)
    return Verdict(NOT_APPLICABLE, "no_priority", subject.root, n=0, m=grid.open + grid.in_progress)


def strategy(subject: Subject) -> Verdict:
    """A renewal strategy is recorded, from day one (rows 3, 92)."""
    is_recorded = subject.account.renewal.has_strategy
    if is_recorded is None:
        return not_kept(*subject.root)
    if is_recorded:
        return Verdict(PASS, "recorded", subject.root)
    return Verdict(FAIL, "blank", subject.root, subject.root)


def renewal(subject: Subject) -> Verdict:
    """180 days before the renewal its opportunity is open, with an active owner, and from then on
    nothing stands against it (row 92): the same facts as the renewal of the plan. That a strategy
    is missing is told by ``strategy``."""
    row = subject.account.renewal
    ids, day, days = row.day.ids or subject.root, row.day.value, row.days
    if day is None or days is None:
        return Verdict(UNKNOWN, "no_date", subject.root)
    if row.status == "red":
        reason = "no_owner" if row.opportunity_id else "no_deal"
        return Verdict(FAIL, reason, ids, ids, days=abs(days), day=day)
    if row.notice_missed:
        ids = ids_of(ids, [row.contract_id])
        return Verdict(WARN, "notice", ids, ids, days=abs(days), day=day)
    concern = next((name for name in row.concerns if name != "no_strategy"), None)
    if concern is not None:
        return Verdict(WARN, concern, ids, ids, days=abs(days), day=day)
    return Verdict(PASS, "in_hand" if row.opportunity_id else "early", ids, days=days, day=day)


def renewal_buyer(subject: Subject) -> Verdict:
    """From 180 days before the renewal on, the economic buyer is met (row 92).

    That no meeting is on record proves nothing where nobody writes them down: then it is unknown.
    """
    gate = next((g for g in subject.account.renewal.gates if g.days_before == BUYER_GATE), None)
    if gate is None or gate.state == "ahead":
        return Verdict(NOT_APPLICABLE, "ahead", subject.root)
    names = (gate.person.name,) if gate.person else ()
    if gate.state == "done":
        return Verdict(PASS, "met", gate.ids, names=names, day=gate.on)
    return Verdict(UNKNOWN, "unseen", gate.ids, gate.ids, names, day=gate.day)


def _ahead(subject: Subject) -> list[PlayRow]:
    return [row for row in subject.account.plays if row.is_ahead]


def _name(row: PlayRow) -> str:
    return row.name


def _place(row: Cell) -> str:
    return f"{row.product}, {row.unit}"
