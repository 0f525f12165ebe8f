"""What changed since a baseline (METHOD.md rows 56, 57, 72, 101; CONTRACT.md, "Changes").

The baseline is an earlier snapshot of the same account, analysed by today's rules, so that a rule
that changed is never told as a customer that did.
"""

from __future__ import annotations

from generator.analysis.changes.business import business_changes
from generator.analysis.changes.people import people_changes
from generator.analysis.changes.work import work_changes
from generator.analysis.results import AnalysedAccount, Change

__all__ = ["changes_between"]


def changes_between(then: AnalysedAccount, now: AnalysedAccount) -> tuple[Change, ...]:
    """The differences, topic by topic in the order of the review's agenda (row 98): figures,
    people, white space and plays, goals and work. Where the two count in different currencies,
    amounts are left out: no rate makes a change of currency a change of the customer."""
    return (
        *business_changes(then, now),
        *people_changes(then, now),
        *work_changes(then, now),
    )
