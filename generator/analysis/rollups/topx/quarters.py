"""When the list of a quarter is made, and which kept snapshots show the one before (row 113)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from generator.analysis.dates import add_months
from generator.analysis.rollups.topx.facts import KeptBoxes
from generator.model.org import FiscalCalendar, FiscalQuarter

PAST_QUARTERS = 4
"""Past Top X deals are looked for in so many fiscal quarters before the running one (row 115)."""


@dataclass(frozen=True, slots=True)
class Times:
    """``before`` is the quarter before the list's; in its third month the list is made, and the
    list for ``before`` itself until ``before_window_end``."""

    quarter: FiscalQuarter
    before: FiscalQuarter
    window_start: date
    window_end: date
    before_window_end: date
    as_of: date
    since: date  # from here on deals are past Top X deals

    @property
    def is_running(self) -> bool:
        """The list is that of the running quarter, not of the next one."""
        return self.quarter.start <= self.as_of

    @property
    def phase(self) -> str:
        if self.as_of < self.window_start:
            return "ahead"
        return "open" if self.as_of <= self.window_end else "over"


def times_of(quarter: FiscalQuarter, fiscal: FiscalCalendar, as_of: date) -> Times:
    before = fiscal.shift(quarter, -1)
    since = fiscal.shift(fiscal.quarter_of(as_of), -PAST_QUARTERS).start
    return Times(
        quarter=quarter,
        before=before,
        window_start=third_month(before),
        window_end=before.end,
        before_window_end=fiscal.shift(before, -1).end,
        as_of=as_of,
        since=since,
    )


def third_month(quarter: FiscalQuarter) -> date:
    """The first day of its third month; of a quarter of weeks, two calendar months after its
    start: an org's own periods are not read."""
    return min(add_months(quarter.start, 2), quarter.end)


def list_before(kept: Iterable[KeptBoxes], times: Times) -> KeptBoxes | None:
    """Of one account's snapshots the newest that shows the list of the quarter before: kept in
    that quarter, before the month in which the next list is made, and before as-of."""
    last = times.window_start - timedelta(days=1)
    rows = [
        row
        for row in kept
        if row.is_recorded and times.before.start <= row.day <= min(last, times.as_of - _DAY)
    ]
    return max(rows, key=lambda row: row.day, default=None)


_DAY = timedelta(days=1)


def wanted_days(days: Iterable[date], times: Times, fiscal: FiscalCalendar) -> tuple[date, ...]:
    """Of the days of kept snapshots those worth reading, the newest first: of each fiscal quarter
    since ``since`` the last one before its third month, and the last one in it."""
    last: dict[tuple[str, bool], date] = {}
    for day in sorted(day for day in days if times.since <= day < times.as_of):
        quarter = fiscal.quarter_of(day)
        last[quarter.key, day >= third_month(quarter)] = day
    return tuple(sorted(last.values(), reverse=True))
