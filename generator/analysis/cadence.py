"""The six weeks in which a year's plans are made (METHOD.md rows 14, 15).

Data preparation in the first two weeks, drafts in the next two, the internal review, then the
customer. They begin on the day that the settings name, else on the first Monday of the second
month of the planning quarter.
"""

from __future__ import annotations

from datetime import date, timedelta

from generator.analysis.dates import add_months
from generator.analysis.options import Options
from generator.analysis.results import Cadence, Period, PlanningWeek

STEPS = (
    *("data_preparation", "data_preparation", "drafts", "drafts"),
    *("internal_review", "customer_review"),
)
"""What each of the six weeks is for."""

FIRST_QUARTER = 1
"""Planned in this quarter, a year is planned while it has begun; in any other one, the year
before it."""
MOVED_DAYS = 14
"""A cadence that begins further than this from last year's day has been moved (row 14)."""

_WEEK = timedelta(days=7)
_YEAR = 52 * _WEEK
"""A year on the same weekday."""


def cadence(period: Period, options: Options) -> Cadence:
    """The weeks for the plan's own year where that is still ahead, else for the first year whose
    weeks are not over on as-of."""
    if period.is_ahead:
        return _of_year(period.year, period, options)
    this = period.fiscal.year_of(period.as_of)
    years = (_of_year(year, period, options) for year in (this, this + 1, this + 2))
    return next(found for found in years if found.end >= period.as_of)


def _of_year(year: int, period: Period, options: Options) -> Cadence:
    start = _begins(year, period, options)
    weeks = tuple(
        PlanningWeek(number, step, start + (number - 1) * _WEEK, start + number * _WEEK - _DAY)
        for number, step in enumerate(STEPS, 1)
    )
    running = (week.number for week in weeks if week.start <= period.as_of <= week.end)
    return Cadence(year, start, weeks[-1].end, weeks, next(running, None), start > period.as_of)


_DAY = timedelta(days=1)


def _begins(year: int, period: Period, options: Options) -> date:
    stated, quarter = options.planning.starts, options.planning.quarter
    if stated is None:
        return _by_quarter(year, period, quarter)
    planned = period.fiscal.year_of(stated) + (quarter != FIRST_QUARTER)
    return stated + (year - planned) * _YEAR


def _by_quarter(year: int, period: Period, quarter: int) -> date:
    """The first Monday of the second month of the planning quarter."""
    before = 0 if quarter == FIRST_QUARTER else 1
    month = add_months(period.fiscal.quarter(year - before, quarter).start, 1)
    return month + timedelta(days=-month.weekday() % 7)


def days_moved(found: Cadence, previous: date | None) -> int:
    """How many days the cadence lies off the same day of the year before; 0 where that is not
    known. ``previous`` is the day on which last year's began."""
    if previous is None:
        return 0
    years = round((found.start - previous) / _YEAR)
    return abs((found.start - (previous + years * _YEAR)).days)
