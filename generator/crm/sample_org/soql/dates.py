"""Date literals (TODAY, LAST_N_DAYS:30, THIS_FISCAL_QUARTER...) as half-open ranges of days.

Source: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/
sforce_api_calls_soql_select_dateformats.htm. Weeks are refused: where a week begins depends on the
user's locale.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_SHIFTS = {"LAST": -1, "THIS": 0, "NEXT": 1}
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12, "FISCAL_QUARTER": 3, "FISCAL_YEAR": 12}
_UNITS = "DAY|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR"
_DAYS = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}
_PERIOD = re.compile(rf"(LAST|THIS|NEXT)_({_UNITS.removeprefix('DAY|')})\Z")
_RUN = re.compile(rf"(LAST|NEXT)_N_({_UNITS})S:(\d+)\Z")
_AGO = re.compile(rf"N_({_UNITS})S_AGO:(\d+)\Z")
_KNOWN = re.compile(r"(LAST|THIS|NEXT)_WEEK|(LAST|NEXT)_N_WEEKS:\d+|N_WEEKS_AGO:\d+\Z")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What date literals are relative to: the day that counts as today, the month (1-12) in which
    the fiscal year begins, and the time zone of the user who asks; None where this machine does not
    know that zone."""

    today: date
    fiscal_start: int = 1
    zone: tzinfo | None = UTC


@dataclass(frozen=True, slots=True)
class Days:
    """The days from ``start`` up to, not including, ``end``."""

    start: date
    end: date


def is_week(word: str) -> bool:
    return bool(_KNOWN.match(word.upper()))


def days_of(word: str, calendar: Calendar) -> Days | None:
    """The days that a date literal stands for, or None where it is none that is known here."""
    word = {"LAST_90_DAYS": "LAST_N_DAYS:90", "NEXT_90_DAYS": "NEXT_N_DAYS:90"}.get(
        word.upper(), word.upper()
    )
    if word in _DAYS:
        return _between(_day(calendar), _DAYS[word], _DAYS[word] + 1)
    if found := _PERIOD.match(word):
        shift = _SHIFTS[found[1]]
        return _between(_unit(found[2], calendar), shift, shift + 1)
    if found := _AGO.match(word):
        return _between(_unit(found[1], calendar), -int(found[2]), 1 - int(found[2]))
    if found := _RUN.match(word):
        return _run(found[1], found[2], int(found[3]), calendar)
    return None


def moment(day: date, zone: tzinfo) -> str:
    """The first moment of a day in ``zone`` as the API writes it, in UTC."""
    return written(datetime.combine(day, time(), tzinfo=zone))


def written(instant: datetime) -> str:
    """An instant as the API writes it: UTC, milliseconds, ``+0000``."""
    utc = instant.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}+0000"


def read_datetime(text: str) -> str | None:
    """A datetime literal as the API writes it, or None where it is no moment in time."""
    normal = text.upper().replace("Z", "+00:00")
    if re.search(r"[+-]\d{4}\Z", normal):
        normal = f"{normal[:-2]}:{normal[-2:]}"
    try:
        return written(datetime.fromisoformat(normal))
    except ValueError:
        return None


def _run(side: str, unit: str, count: int, calendar: Calendar) -> Days:
    begin = _unit(unit, calendar)
    if side == "NEXT":
        return _between(begin, 1, count + 1)
    # A run of days includes today; a run of longer periods ends before the current one.
    return _between(begin, -count, 1 if unit == "DAY" else 0)


def _between(begin: Callable[[int], date], first: int, last: int) -> Days:
    return Days(begin(first), begin(last))


def _day(calendar: Calendar) -> Callable[[int], date]:
    return lambda shift: calendar.today + timedelta(days=shift)


def _unit(name: str, calendar: Calendar) -> Callable[[int], date]:
    """A function that gives the first day of the period so many periods from the current one."""
    if name == "DAY":
        return _day(calendar)
    size = _MONTHS[name]
    begins = calendar.fiscal_start - 1 if name.startswith("FISCAL") else 0
    current = (calendar.today.year * 12 + calendar.today.month - 1 - begins) // size

    def begin(shift: int) -> date:
        month = (current + shift) * size + begins
        return date(month // 12, month % 12 + 1, 1)

    return begin
