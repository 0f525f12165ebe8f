"""The planning calendar: six weeks, who does what in them, what is done, what is late.

METHOD.md rows 14, 15 (the season), 18, 22, 24 (rhythm), 104 (reviews with the customer), 113 (Top X
selection). Everything is of the accounts of the set; the steps are of those of tier 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.analysis.cadence import MOVED_DAYS, days_moved
from generator.analysis.options import PlanningRule
from generator.analysis.portfolio.members import ref_of
from generator.analysis.portfolio.results import Portfolio
from generator.analysis.results import AnalysedAccount
from generator.analysis.rollups.calendar.checks import book_by, checks, customer_week, late
from generator.analysis.rollups.calendar.results import (
    Check,
    DueRow,
    Late,
    Missing,
    PlanningCalendar,
    ReviewRow,
    SeasonDate,
    SeasonWeek,
)
from generator.analysis.rollups.calendar.reviews import review_rows
from generator.analysis.rollups.calendar.season import due_rows, season_dates, season_weeks
from generator.analysis.rollups.head import Head

__all__ = [
    "Check",
    "DueRow",
    "Late",
    "Missing",
    "PlanningCalendar",
    "ReviewRow",
    "SeasonDate",
    "SeasonWeek",
    "planning_calendar",
]


def planning_calendar(
    accounts: Sequence[AnalysedAccount], portfolio: Portfolio, head: Head, rule: PlanningRule
) -> PlanningCalendar:
    """``accounts`` by name; ``portfolio`` and ``head`` are of the same ones."""
    cadence, as_of = head.cadence, head.as_of
    first = [account for account in accounts if account.profile.tier == 1]
    steps, week = checks(first, cadence, as_of), customer_week(cadence)
    reviews = review_rows(first, week, book_by(cadence))
    dues = due_rows(portfolio.due, accounts, as_of)
    moved = days_moved(cadence, rule.previous)
    return PlanningCalendar(
        head=head,
        quarter=rule.quarter,
        is_dated=rule.starts is not None,
        previous=rule.previous,
        moved_days=moved if moved > MOVED_DAYS else 0,
        tier1=tuple(ref_of(account) for account in first),
        weeks=season_weeks(head, reviews, dues),
        checks=steps,
        late=late(steps, as_of),
        reviews=reviews,
        review_week=week,
        dues=dues,
        due_before=sum(row.day is not None and row.day < cadence.start for row in dues),
        without_due=len(accounts) - len(dues),
        dates=season_dates(head),
    )
