"""Dates without surprises: months are clamped to their last day, windows are half open."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, count: int) -> date:
    """``day`` moved by whole months; the 31st becomes the month's last day (29 February too)."""
    index = day.year * 12 + day.month - 1 + count
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def in_months_up_to(day: date, as_of: date, months: int) -> bool:
    """Whether ``day`` lies in the ``months`` months that end with ``as_of`` (included)."""
    return add_months(as_of, -months) < day <= as_of


def within_days(day: date | None, as_of: date, days: int) -> bool:
    """Whether ``day`` is known, not later than ``as_of``, and at most ``days`` days before it."""
    return day is not None and 0 <= (as_of - day).days <= days


def coming_friday(day: date) -> date:
    """The next Friday after ``day``, on a Friday a week later; where nobody works on it, the
    working day before, or else the next one."""
    found = working_day(day + timedelta(days=(4 - day.weekday()) % 7 or 7))
    while found <= day or not _is_worked(found):
        found = max(found, day) + timedelta(days=1)
    return found


def working_day(day: date) -> date:
    """``day``, or the last day before it on which somebody works."""
    while not _is_worked(day):
        day -= timedelta(days=1)
    return day


def _is_worked(day: date) -> bool:
    """No weekend, and none of the days between the years, on which nobody keeps a date."""
    between = (day.month == 12 and day.day >= 24) or (day.month, day.day) == (1, 1)
    return day.weekday() < 5 and not between


def first_of_month(day: date) -> date:
    return day.replace(day=1)
