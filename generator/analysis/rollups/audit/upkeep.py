"""Is there a plan, of this year, kept up, and does it say what the account is to bring?"""

from __future__ import annotations

from generator.analysis.portfolio.members import plan_over, plan_touched_since
from generator.analysis.rollups.audit.verdicts import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    WARN,
    Subject,
    Verdict,
    no_plan,
    not_kept,
    unread,
)

_GROWS = ("strategic", "land_expand", None)
"""Segments whose plan is for growth; of an unknown one it may be (as ``plan_faults``)."""


def plan(subject: Subject) -> Verdict:
    """A plan that nobody has closed, with dates that hold the as-of day (rows 2, 3)."""
    text = subject.account.plan
    if text.id is None:
        if not subject.reads("plans"):
            return unread()
        return Verdict(FAIL, "missing", subject.root, subject.root)
    ids = (text.id,)
    if not subject.has_plan:
        return Verdict(FAIL, "closed", ids, ids)
    if (ended := plan_over(subject.account)) is not None:
        return Verdict(FAIL, "over", ids, ids, day=ended)
    if text.start is not None and text.start > subject.as_of:
        return Verdict(WARN, "ahead", ids, ids, day=text.start)
    if text.start is None and text.end is None:
        return Verdict(WARN, "undated", ids, ids)
    return Verdict(PASS, "current", ids)


def window(subject: Subject) -> Verdict:
    """Touched since the planning quarter began (row 5); while that quarter runs there is time. A
    plan that is over was of another year, whenever it was touched."""
    text = subject.account.plan
    if not subject.has_plan or text.id is None or plan_over(subject.account) is not None:
        return no_plan(subject)
    ids, is_touched = (text.id,), plan_touched_since(subject.account, subject.start)
    if is_touched is None:
        return Verdict(UNKNOWN, "age_unknown", ids)
    if is_touched:
        return Verdict(PASS, "touched", ids, day=text.last_known)
    if subject.as_of <= subject.end:
        return Verdict(WARN, "still_time", ids, ids, day=subject.end)
    return Verdict(FAIL, "missed", ids, ids, day=subject.start)


def fresh(subject: Subject) -> Verdict:
    """Changed within 90 days (tier 1), 183 (tier 2); ``days`` since the last change (rows 18, 106).

    The change is that to plan, objectives, measures or plays (``plans.plan_text``).
    """
    text = subject.account.plan
    if not subject.has_plan or text.id is None:
        return no_plan(subject)
    ids = (text.id,)
    limit = subject.account.refresh_days
    if text.is_stale is None:
        return Verdict(UNKNOWN, "age_unknown", ids)
    if text.age_days is None and text.last_known is not None:  # a later edit hides the newest one
        days = (subject.as_of - text.last_known).days
        return Verdict(PASS, "fresh_at_most", ids, days=days, limit=limit)
    grade, lacking = (FAIL, ids) if text.is_stale else (PASS, ())
    reason = "stale" if text.is_stale else "fresh"
    return Verdict(grade, reason, ids, lacking, days=text.age_days, limit=limit)


def thesis(subject: Subject) -> Verdict:
    """One paragraph on why and where the account grows (row 20); not asked of a plan to retain."""
    profile = subject.account.profile
    if profile.expansion_thesis:
        return Verdict(PASS, "recorded", subject.root)
    if profile.segment not in _GROWS:
        return Verdict(NOT_APPLICABLE, "not_for_growth", subject.root)
    if not subject.keeps("account.expansion_thesis"):
        return not_kept(*subject.root)
    return Verdict(FAIL, "blank", subject.root, subject.root)


def target(subject: Subject) -> Verdict:
    """A revenue target for the year, which quota can be held against (rows 17, 75)."""
    figure = subject.account.revenue.target
    if figure.value is not None:
        return Verdict(PASS, "recorded", figure.ids or subject.root)
    if not subject.keeps("account.revenue_target"):
        return not_kept(*subject.root)
    return Verdict(FAIL, "blank", subject.root, subject.root)
