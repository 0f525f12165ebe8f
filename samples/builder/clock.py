"""Dates of the sample org. Its today is fixed, so that the sample does not age."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

AS_OF = date(2026, 11, 20)  # a Friday
FIRST_DEAL = date(2023, 1, 1)  # older wins lie outside what this CRM holds
HOLIDAYS = {(12, 24), (12, 25), (12, 26), (1, 1)}
HISTORY_START = date(2024, 10, 1)  # first day of the eight fiscal quarters of cases and activity


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def workday(day: date) -> date:
    """``day``, or the next day on which people work: no weekend, Christmas or New Year's Day."""
    while day.weekday() > 4 or (day.month, day.day) in HOLIDAYS:
        day += timedelta(days=1)
    return day


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def quarter_ends(first: date, last: date) -> Iterator[date]:
    """The last days of the calendar quarters from ``first`` to ``last``, both inclusive."""
    for year in range(first.year, last.year + 1):
        for month in (3, 6, 9, 12):
            day = date(year, month, calendar.monthrange(year, month)[1])
            if first <= day <= last:
                yield day


def api_datetime(moment: datetime) -> str:
    """As the REST API spells a moment: ``2026-01-02T03:04:05.000+0000`` (UTC)."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
