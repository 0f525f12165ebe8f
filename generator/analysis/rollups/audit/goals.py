"""The objectives: baseline, target, date, owner, plain words, and what the customer has of them.

What an objective lacks is found by ``analysis.linting``; here it is counted.
"""

from __future__ import annotations

from generator.analysis.money import ids_of
from generator.analysis.results import Goal
from generator.analysis.rollups.audit.verdicts import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    Subject,
    Verdict,
    no_plan,
    not_kept,
    of_all,
    unread,
)


def objectives(subject: Subject) -> Verdict:
    """The plan has objectives (row 75)."""
    rows = subject.account.goals
    if rows:
        return Verdict(PASS, "recorded", tuple(sorted(row.id for row in rows)), n=len(rows))
    if not subject.has_plan:
        return no_plan(subject)
    if not subject.reads("objectives"):
        return unread()
    ids = ids_of([subject.account.plan.id])
    return Verdict(FAIL, "missing", ids, ids)


def baselines(subject: Subject) -> Verdict:
    """Each measure has a baseline: stated, from its history, or computed (row 76)."""
    return _measures(subject, ("no_baseline",))


def measures(subject: Subject) -> Verdict:
    """Each objective has a measure, with a target and a unit (row 78)."""
    if not subject.reads("measures"):
        return unread()
    return _without(subject, ("no_measure", "no_target", "no_unit"))


def wording(subject: Subject) -> Verdict:
    """Each objective says what will be different, not only in which direction (row 78)."""
    return _without(subject, ("vague",))


def follow_up(subject: Subject) -> Verdict:
    """Each objective has an end date, and one owner who is a person (row 78)."""
    codes = []
    if subject.keeps("objective.end_date"):
        codes.append("no_date")
    if subject.keeps("objective.owner_id"):
        codes += ["no_owner", "queue_owner"]
    return _without(subject, tuple(codes)) if codes else not_kept()


def outcomes(subject: Subject) -> Verdict:
    """Each objective is linked to an outcome for the customer (row 80)."""
    if not subject.keeps("objective.customer_outcome", "priority.outcome"):
        return not_kept()
    return _without(subject, ("no_outcome",), strict=True)


def served(subject: Subject) -> Verdict:
    """Each objective serves a priority that the customer stated (row 80)."""
    if not subject.keeps("objective.priority_id"):
        return not_kept()
    return _without(subject, ("no_priority",))


def _without(subject: Subject, codes: tuple[str, ...], *, strict: bool = False) -> Verdict:
    """Of the objectives, how many have none of the findings ``codes``."""
    rows = subject.account.goals
    if not rows:
        return _nothing(subject)
    return of_all(
        rows,
        lambda row: not _has(row, codes),
        lambda row: (row.id,),
        lambda row: row.name,
        strict=strict,
    )


def _measures(subject: Subject, codes: tuple[str, ...]) -> Verdict:
    """Of the measures of all objectives, how many have none of the findings ``codes``."""
    if not subject.reads("measures"):
        return unread()
    bad = {
        one
        for row in subject.account.goals
        for f in row.findings
        if f.code in codes
        for one in f.ids
    }
    rows = [measure for row in subject.account.goals for measure in row.measures]
    if not rows:
        return _nothing(subject)
    return of_all(
        rows,
        lambda row: row.id not in bad,
        lambda row: (row.id,),
        lambda row: row.name,
        strict=True,
    )


def _has(row: Goal, codes: tuple[str, ...]) -> bool:
    return any(finding.code in codes for finding in row.findings)


def _nothing(subject: Subject) -> Verdict:
    """Where there is no objective to look at: said once, by ``objectives``."""
    if not subject.has_plan:
        return no_plan(subject)
    return Verdict(NOT_APPLICABLE, "no_objective") if subject.reads("objectives") else unread()
