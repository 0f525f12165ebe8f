"""The weeks of the season and the dates around them (METHOD.md rows 15, 18, 22, 24, 113)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from generator.analysis.dates import working_day
from generator.analysis.portfolio.results import AccountRef, Due
from generator.analysis.results import AnalysedAccount, Cadence
from generator.analysis.rollups.calendar.results import DueRow, ReviewRow, SeasonDate, SeasonWeek
from generator.analysis.rollups.head import Head
from generator.analysis.rollups.topx.quarters import third_month

MOST_WEEKS = 13
"""So many columns fit on a page: a quarter."""

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def due_rows(
    dues: Iterable[Due], accounts: Sequence[AnalysedAccount], as_of: date
) -> tuple[DueRow, ...]:
    """Those of which a rule asks for something; ``dues`` are the portfolio's, the soonest first."""
    tiers = {account.profile.id: account.profile.tier for account in accounts}
    return tuple(
        DueRow(
            account=row.account,
            tier=tiers[row.account.id],
            owner=row.owner,
            day=row.day,
            rule=row.rule,
            reason=row.reason,
            days_late=max(0, (as_of - row.day).days) if row.day else 0,
        )
        for row in dues
        if row.rule != "none"
    )


def season_dates(head: Head) -> tuple[SeasonDate, ...]:
    """In the order of their first days, of the running quarter and of the season's. The Top X of a
    quarter are selected in the last month of the one before it, and dropped or held over when that
    ends (row 113)."""
    cadence, fiscal = head.cadence, head.period.fiscal
    monday = cadence.start + timedelta(days=-cadence.start.weekday() % 7)
    dates = [SeasonDate("mondays", monday, cadence.end)]
    days = (head.as_of, cadence.start, cadence.end)
    quarters = {quarter.key: quarter for quarter in map(fiscal.quarter_of, days)}
    for quarter in quarters.values():
        start, end = third_month(quarter), quarter.end
        meeting = working_day(end)
        dates.append(SeasonDate("selection", start, end, fiscal.shift(quarter, 1)))
        dates.append(SeasonDate("selection_meeting", meeting, meeting, quarter))
    return tuple(sorted(dates, key=lambda row: (row.start, row.kind)))


def season_weeks(
    head: Head, reviews: Sequence[ReviewRow], dues: Sequence[DueRow]
) -> tuple[SeasonWeek, ...]:
    """The six weeks, and those that follow until the fiscal quarter ends."""
    cadence = head.cadence
    last = head.period.fiscal.quarter_of(cadence.end).end
    count = min(max(len(cadence.weeks), -(-(last - cadence.start + _DAY) // _WEEK)), MOST_WEEKS)
    return tuple(
        _week(cadence.start + number * _WEEK, head, reviews, dues) for number in range(count)
    )


def _week(
    start: date, head: Head, reviews: Sequence[ReviewRow], dues: Sequence[DueRow]
) -> SeasonWeek:
    end, planned = start + _WEEK - _DAY, _planned(head.cadence, start)
    selected = [row for row in season_dates(head) if row.kind == "selection"]
    return SeasonWeek(
        start=start,
        end=end,
        number=planned[0],
        step=planned[1],
        is_current=start <= head.as_of <= end,
        reviews=_on(start, end, ((r.meeting.day, r.account) for r in reviews if r.meeting)),
        dues=_on(start, end, ((row.day, row.account) for row in dues)),
        selects=any(row.start <= end and start <= row.end for row in selected),
    )


def _planned(cadence: Cadence, start: date) -> tuple[int | None, str | None]:
    found = next((week for week in cadence.weeks if week.start == start), None)
    return (found.number, found.step) if found else (None, None)


def _on(
    start: date, end: date, pairs: Iterable[tuple[date | None, AccountRef]]
) -> tuple[AccountRef, ...]:
    return tuple(ref for day, ref in pairs if day is not None and start <= day <= end)
