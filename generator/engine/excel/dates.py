"""Days as Excel counts them, and the functions that calculate with them.

Day 1 is 1 January 1900; day 60 is the 29 February 1900 that never was (ECMA-376 part 1,
§18.17.4.1), so that days of the week are right from 1 March 1900 on. Earlier ones are one day
behind, as Excel has them; a date from the CRM before that day is no day of Excel's.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence

from . import values
from .nodes import Call, Function, Node
from .values import Fault, Unknown, Value

_EPOCH = dt.date(1899, 12, 30)
_FIRST = dt.date(1900, 3, 1)
_MOST_MONTHS = 12 * 8_100  # more than all that there are
_FIRST_SOUND, LAST = 61, 2_958_466  # 1 March 1900, and the day after 31 December 9999


def serial(day: dt.date) -> float | None:
    """The day's number, with its time as a fraction; None for days before 1 March 1900."""
    plain = day.date() if isinstance(day, dt.datetime) else day
    if plain < _FIRST:
        return None
    number = float((plain - _EPOCH).days)
    if isinstance(day, dt.datetime):
        number += (day.hour * 3600 + day.minute * 60 + day.second) / 86400
    return number


def from_serial(number: float) -> dt.date:
    """The day of a number (1900 system), from 1 March 1900 on; ``#NUM!`` where there is none."""
    if not 0 <= number < LAST:
        raise Fault(values.NUM)
    if number < _FIRST_SOUND:
        raise Unknown("days before 1 March 1900 are not calculated with here")
    return _EPOCH + dt.timedelta(days=int(number))


def parts_of(number: float) -> tuple[int, int, int]:
    """Year, month and day of a number, as Excel has them: 0 is 0 January 1900."""
    if 0 <= number < _FIRST_SOUND:
        day = int(number)
        return (1900, 1, day) if day < 32 else (1900, 2, day - 31)
    found = from_serial(number)
    return found.year, found.month, found.day


def weekday_of(number: float) -> int:
    """1 (Sunday) to 7 of a number: in Excel day 1 is a Sunday."""
    if not 0 <= number < LAST:
        raise Fault(values.NUM)
    return (int(number) - 1) % 7 + 1


def _part(which: int) -> Function:
    def make(nodes: Sequence[Node]) -> Callable[[Call], Value]:
        (node,) = nodes
        return lambda call: float(parts_of(values.number(node.value(call)))[which])

    return make


def _date(nodes: Sequence[Node]) -> Callable[[Call], Value]:
    year, month, day = nodes

    def work(call: Call) -> Value:
        parts = [int(values.number(node.value(call))) for node in (year, month, day)]
        base = parts[0] + 1900 if 0 <= parts[0] < 1900 else parts[0]
        if not 1900 <= base < 10_000:
            raise Fault(values.NUM)
        first = _moved(dt.date(base, 1, 1), parts[1] - 1, last=False)
        start = (first - _EPOCH).days - (first < _FIRST)
        number = start + parts[2] - 1
        if not 0 <= number < LAST:
            raise Fault(values.NUM)
        return float(number)

    return work


def _months(*, last: bool) -> Function:
    """EDATE and EOMONTH."""

    def make(nodes: Sequence[Node]) -> Callable[[Call], Value]:
        start, count = nodes

        def work(call: Call) -> Value:
            number, months = [int(values.number(node.value(call))) for node in (start, count)]
            if abs(months) > _MOST_MONTHS:
                raise Fault(values.NUM)
            return _serial(_moved(from_serial(number), months, last=last))

        return work

    return make


def _moved(day: dt.date, months: int, *, last: bool) -> dt.date:
    at = day.year * 12 + day.month - 1 + months
    if not 1900 * 12 <= at < 10_000 * 12:
        raise Fault(values.NUM)
    year, month = at // 12, at % 12 + 1
    length = calendar.monthrange(year, month)[1]
    return dt.date(year, month, length if last else min(day.day, length))


def _serial(day: dt.date) -> float:
    found = serial(day)
    if found is None:
        raise Unknown("days before 1 March 1900 are not calculated with here")
    return found


def _days(nodes: Sequence[Node]) -> Callable[[Call], Value]:
    end, start = nodes
    return lambda call: float(
        int(values.number(end.value(call))) - int(values.number(start.value(call)))
    )


def _weekday(nodes: Sequence[Node]) -> Callable[[Call], Value]:
    """1 to 7 from Sunday; from Monday with 2 (or 11); 0 to 6 from Monday with 3."""
    held, *rest = nodes

    def work(call: Call) -> Value:
        day = (weekday_of(values.number(held.value(call))) - 2) % 7 + 1  # from Monday
        kind = int(values.number(rest[0].value(call))) if rest else 1
        if kind == 3:
            return day - 1.0
        if kind in (1, 2):
            kind = 18 - kind if kind == 1 else 11
        if not 11 <= kind <= 17:
            raise Fault(values.NUM)
        return float((day - (kind - 10)) % 7 + 1)

    return work


def _between(nodes: Sequence[Node]) -> Callable[[Call], Value]:
    """DATEDIF in whole years, months or days."""
    first, last, unit = nodes

    def work(call: Call) -> Value:
        numbers = [int(values.number(node.value(call))) for node in (first, last)]
        if numbers[0] > numbers[1]:
            raise Fault(values.NUM)
        start, end = [from_serial(number) for number in numbers]
        months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
        kinds = {"Y": months // 12, "M": months, "D": numbers[1] - numbers[0], "YM": months % 12}
        asked = values.text(unit.value(call)).upper()
        if asked in ("MD", "YD"):  # Microsoft itself warns of what they give
            raise Unknown(f"DATEDIF by {asked} is not computed here")
        if asked not in kinds:
            raise Fault(values.NUM)
        return float(kinds[asked])

    return work


DATES: dict[str, Function] = {
    "DATE": _date,
    "YEAR": _part(0),
    "MONTH": _part(1),
    "DAY": _part(2),
    "EDATE": _months(last=False),
    "EOMONTH": _months(last=True),
    "DAYS": _days,
    "WEEKDAY": _weekday,
    "DATEDIF": _between,
}
