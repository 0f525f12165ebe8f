"""The work: actions with owners and dates, risks with an answer, measures that lead."""

from __future__ import annotations

from dataclasses import replace

from generator.analysis.results import Action, RiskRow
from generator.analysis.rollups.audit.verdicts import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    WARN,
    Subject,
    Verdict,
    of_all,
    unread,
)

LONG_DAYS = 30
"""An action so many days overdue is long overdue."""


def actions(subject: Subject) -> Verdict:
    """Each open action has one active person as owner, and a date (row 86)."""
    rows = subject.account.actions
    if not rows:
        if not subject.reads("activities"):
            return unread()
        return Verdict(WARN, "missing", subject.root, subject.root)
    unowned = any(row.owner_gap for row in rows)
    found = of_all(rows, _is_owned, lambda row: (row.id,), lambda row: row.subject)
    if found.grade == PASS or unowned:
        return found
    return replace(found, reason="undated")


def _is_owned(row: Action) -> bool:
    return row.owner_gap is None and row.due is not None


def overdue(subject: Subject) -> Verdict:
    """No open action is overdue; ``days`` is the longest (rows 23, 86)."""
    rows = subject.account.actions
    if not rows:
        return Verdict(NOT_APPLICABLE, "no_action") if subject.reads("activities") else unread()
    found = of_all(
        rows, lambda row: not row.days_overdue, lambda row: (row.id,), lambda row: row.subject
    )
    longest = max(row.days_overdue for row in rows)
    grade = PASS if not longest else FAIL if longest > LONG_DAYS else WARN
    reason = {PASS: "none", WARN: "some", FAIL: "long"}[grade]
    return replace(found, grade=grade, reason=reason, days=longest)


def risks(subject: Subject) -> Verdict:
    """Each risk that a person recorded has an owner, and what is done about it (row 93).

    Where none is recorded, ``n`` are those that the records show by themselves.
    """
    if not subject.reads("risks"):
        return unread()
    stated = [row for row in subject.account.risks if not row.is_derived]
    derived = len(subject.account.risks) - len(stated)
    if stated:
        return of_all(stated, _is_answered, lambda row: row.ids, lambda row: row.name)
    if derived:
        return Verdict(WARN, "missing", subject.root, subject.root, n=derived)
    return Verdict(NOT_APPLICABLE, "no_risk", subject.root)


def _is_answered(row: RiskRow) -> bool:
    return row.owner is not None and bool(row.mitigation)


def leading(subject: Subject) -> Verdict:
    """The leading metrics that can be read have a target (row 90); those without a value are not
    counted."""
    rows = [row for row in subject.account.metrics.leading if row.current is not None]
    if not rows:
        return Verdict(UNKNOWN, "not_measured")
    return of_all(
        rows,
        lambda row: row.target is not None,
        lambda row: row.ids or subject.root,  # a metric of nothing has no records of its own
        lambda row: row.name,
    )
