"""Days as Excel counts them, and the functions that calculate with them.

Day 1 is 1 January 1900; day 60 is the 29 February 1900 that never was (ECMA-376 part 1,
§18.17.4.1), so that days are right from 1 March 1900 on: earlier ones are left alone.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence

from . import values
from .nodes import Call, Function, Node
from .values import Fault, Value

_EPOCH = dt.date(1899, 12, 30)
_FIRST = dt.date(1900, 3, 1)


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
    """The day of a number (1900 system); ``#NUM!`` where there is none."""
    if not 1 <= number < 2_958_466:
        raise Fault(values.NUM)
    return _EPOCH + dt.timedelta(days=int(number) + (1 if number < 60 else 0))


def _part(pick: Callable[[dt.date], int]) -> Function:
    def make(nodes: Sequence[Node]) -> Callable[[Call], Value]:
        (node,) = nodes
        return lambda call: float(pick(from_serial(values.number(node.value(call)))))

    return make


def _date(nodes: Sequence[Node]) -> Callable[[Call], Value]:
    year, month, day = nodes

    def work(call: Call) -> Value:
        parts = [int(values.number(node.value(call))) for node in (year, month, day)]
        base = parts[0] + 1900 if 0 <= parts[0] < 1900 else parts[0]
        first = _moved(dt.date(base, 1, 1), parts[1] - 1, last=False)
        return _serial(first + dt.timedelta(days=parts[2] - 1))

    return work


def _months(*, last: bool) -> Function:
    """EDATE and EOMONTH."""

    def make(nodes: Sequence[Node]) -> Callable[[Call], Value]:
        start, count = nodes

        def work(call: Call) -> Value:
            day = from_serial(values.number(start.value(call)))
            return _serial(_moved(day, int(values.number(count.value(call))), last=last))

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
        raise Fault(values.NUM)
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
        number = values.number(held.value(call))
        from_serial(number)
        day = (int(number) - 2) % 7 + 1  # also of the days before the 29 February that never was
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
        start, end = [from_serial(number) for number in numbers]
        if numbers[0] > numbers[1]:
            raise Fault(values.NUM)
        months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
        kinds = {"Y": months // 12, "M": months, "D": numbers[1] - numbers[0], "YM": months % 12}
        asked = values.text(unit.value(call)).upper()
        if asked not in kinds:
            raise Fault(values.NUM)
        return float(kinds[asked])

    return work


DATES: dict[str, Function] = {
    "DATE": _date,
    "YEAR": _part(lambda day: day.year),
    "MONTH": _part(lambda day: day.month),
    "DAY": _part(lambda day: day.day),
    "EDATE": _months(last=False),
    "EOMONTH": _months(last=True),
    "DAYS": _days,
    "WEEKDAY": _weekday,
    "DATEDIF": _between,
}
