"""An org's own fiscal years, out of its period records (SALESFORCE.md 3.1, "Fiscal").

Every org has records of its quarters. They count where the org has custom fiscal years: where the
settings of a year say so or, as not everybody may read those, where quarters do not lie as months
make them. Else the calendar is computed, and reaches as far as anybody asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from generator.crm.convert import Notes
from generator.crm.kinds import PeriodRow
from generator.model.org import FiscalCalendar, FiscalQuarter

Year = list[PeriodRow]

_QUARTERS: Final = [1, 2, 3, 4]
_YEAR: Final = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_SHORT_YEAR: Final = re.compile(r"\bFY ?'?(\d{2})(?!\d)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\bQ(?:uarter)? ?([1-4])\b", re.IGNORECASE)
_DAY: Final = timedelta(days=1)
_FORTNIGHT: Final = timedelta(days=15)
"""A year of weeks begins up to so many days beside the month it belongs to."""


def calendar_of(
    first_month: int, named_by_start: bool, rows: Iterable[PeriodRow], notes: Notes
) -> FiscalCalendar:
    """The fiscal calendar: the org's own quarters where it has such, else the computed one.

    Years of four quarters only, one after the other; what is otherwise is told in ``notes`` and
    left out.
    """
    computed = FiscalCalendar(first_month, named_by_start)
    quarters = sorted(_quarters(rows), key=lambda row: (row.start, row.end, row.id))
    if not _is_custom(quarters, computed):
        return computed
    years = list(_years(quarters))
    run = _last_run([year for year in years if _is_whole(year)])
    _note_left_out([year for year in years if year not in run], run, notes)
    names = _names(run, named_by_start, notes)
    known = [_quarter(row, name) for year, name in zip(run, names, strict=True) for row in year]
    return FiscalCalendar(first_month, named_by_start, tuple(known))


def _quarters(rows: Iterable[PeriodRow]) -> Iterator[PeriodRow]:
    return (row for row in rows if row.type is None or row.type.casefold() == "quarter")


def _is_custom(quarters: Sequence[PeriodRow], computed: FiscalCalendar) -> bool:
    """Whether the quarters are the org's own. What a year's settings say goes before its dates:
    an org that moved its first month keeps quarters that lie as they did before."""
    said = [row.is_standard for row in quarters if row.is_standard is not None]
    if said:
        return not all(said)
    return any(not _fits(row, computed.quarter_of(row.start)) for row in quarters)


def _fits(row: PeriodRow, quarter: FiscalQuarter) -> bool:
    return (row.start, row.end) == (quarter.start, quarter.end)


def _years(quarters: Sequence[PeriodRow]) -> Iterator[Year]:
    """The quarters by year: a new one begins where the count begins anew."""
    year: Year = []
    for row in quarters:
        if year and (_number(row) or 0) <= (_number(year[-1]) or 0):
            yield year
            year = []
        year.append(row)
    if year:
        yield year


def _number(row: PeriodRow) -> int | None:
    if row.number is not None:
        return row.number
    found = _NUMBER.search(row.label or "")
    return int(found[1]) if found else None


def _is_whole(year: Year) -> bool:
    """Four quarters, in order, each beginning on the day after the one before."""
    follow = all(b.start == a.end + _DAY for a, b in pairwise(year))
    forward = all(row.start <= row.end for row in year)
    return [_number(row) for row in year] == _QUARTERS and follow and forward


def _last_run(years: Sequence[Year]) -> list[Year]:
    """The latest years that follow one another without a gap."""
    run: list[Year] = []
    for year in years:
        if run and year[0].start != run[-1][-1].end + _DAY:
            run = []
        run.append(year)
    return run


def _names(run: Sequence[Year], named_by_start: bool, notes: Notes) -> list[int]:
    """The years' names as numbers: as the org states them, else by its naming convention."""
    stated = [_stated_name(year) for year in run]
    follow = all(a is not None and b == a + 1 for a, b in pairwise(stated))
    if follow and None not in stated:
        return [name for name in stated if name is not None]
    notes.add(
        "The names of the org's fiscal years do not say which year each is: they are named by "
        f"the year they {'start' if named_by_start else 'end'} in.",
        "Period",
        run[0][0].id,
    )
    first = _conventional_name(run[0], named_by_start)
    return list(range(first, first + len(run)))


def _stated_name(year: Year) -> int | None:
    """The number in the name of the fiscal year, else in the label of its first quarter."""
    years = range(year[0].start.year - 1, year[-1].end.year + 2)
    for text in (year[0].year_name, year[0].label):
        found = [int(digits) for digits in _YEAR.findall(text or "")]
        found += [2000 + int(digits) for digits in _SHORT_YEAR.findall(text or "")]
        named = [number for number in found if number in years]
        if named:
            return named[0]
    return None


def _conventional_name(year: Year, named_by_start: bool) -> int:
    start, end = year[0].start, year[-1].end
    return (start + _FORTNIGHT).year if named_by_start else (end - _FORTNIGHT).year


def _quarter(row: PeriodRow, name: int) -> FiscalQuarter:
    return FiscalQuarter(name, _number(row) or 0, row.start, row.end)


def _note_left_out(years: Sequence[Year], run: Sequence[Year], notes: Notes) -> None:
    instead = "lie as the nearest known year does" if run else "be of twelve months"
    if not years:
        return
    first = years[0]
    what = f"{len(first)} quarters from {first[0].start.isoformat()} to {first[-1].end.isoformat()}"
    notes.add(
        f"Fiscal years that are not of four quarters, one year after the other, are left out: "
        f"{len(years)} of them, the first with {what}. That time is taken to {instead}.",
        "Period",
        first[0].id,
    )
