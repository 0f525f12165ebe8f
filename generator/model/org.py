"""The organisation that the records were read from: fiscal calendar, currencies, coverage."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class FiscalQuarter:
    year: int  # the fiscal year's name as a number, e.g. 2027
    number: int  # 1-4
    start: date
    end: date  # inclusive

    @property
    def label(self) -> str:
        """As people say it: ``Q4 FY2026``."""
        return f"Q{self.number} FY{self.year}"

    @property
    def key(self) -> str:
        """As options and file names spell it: ``2026-Q4``."""
        return f"{self.year}-Q{self.number}"


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """Fiscal years of four quarters, computed or as the org itself defines them.

    Without ``known``, years are twelve calendar months from the first of ``start_month``. A year is
    named after the calendar year it starts in when ``named_by_start``, else after the one it ends
    in; for January both are the same year (SALESFORCE.md 3.1, "Fiscal").

    ``known`` are the quarters of an org with fiscal years of its own, such as 4-4-5 weeks: whole
    years one after the other, without a gap. Years outside them are taken to lie as the nearest
    known one does, so that every day is in one quarter; ``defines`` tells the two apart.
    """

    start_month: int = 1
    named_by_start: bool = False
    known: tuple[FiscalQuarter, ...] = ()

    def year_start(self, year: int) -> date:
        return self._start(year, 1)

    def year_end(self, year: int) -> date:
        return self._start(year + 1, 1) - _DAY

    def year_of(self, day: date) -> int:
        return self.quarter_of(day).year

    def quarter(self, year: int, number: int) -> FiscalQuarter:
        after = self._start(year + number // 4, number % 4 + 1)
        return FiscalQuarter(year, number, self._start(year, number), after - _DAY)

    def quarter_of(self, day: date) -> FiscalQuarter:
        quarter = self.quarter(day.year, 1)
        while day < quarter.start:
            quarter = self.shift(quarter, -1)
        while day > quarter.end:
            quarter = self.shift(quarter, 1)
        return quarter

    def shift(self, quarter: FiscalQuarter, count: int) -> FiscalQuarter:
        """The quarter ``count`` quarters later (earlier, when negative)."""
        index = quarter.year * 4 + quarter.number - 1 + count
        return self.quarter(index // 4, index % 4 + 1)

    def last_completed(self, day: date) -> FiscalQuarter:
        """The last quarter that ended before ``day``'s own quarter began."""
        return self.shift(self.quarter_of(day), -1)

    def defines(self, year: int) -> bool:
        """Whether the org says where the fiscal year lies; a computed calendar always does."""
        return not self.known or self.known[0].year <= year <= self.known[-1].year

    def nearest(self, year: int, number: int, until: date) -> tuple[FiscalQuarter, ...]:
        """Those four of the org's own quarters begun by ``until`` that are nearest to the one
        named, in order."""
        begun = [q for q in self.known if q.start <= until]
        begun.sort(key=lambda q: abs((q.year - year) * 4 + q.number - number))
        return tuple(sorted(begun[:4], key=lambda q: q.start))

    def _start(self, year: int, number: int) -> date:
        """The first day of a quarter, from which all else follows."""
        if not self.known:
            starts_in = year if self.start_month == 1 or self.named_by_start else year - 1
            return _add_months(date(starts_in, self.start_month, 1), 3 * (number - 1))
        first, last = self.known[0].year, self.known[-1].year
        if year > last and number == 1:
            return _add_months(self.known[-1].end + _DAY, 12 * (year - last - 1))
        near = min(max(year, first), last)
        return _add_months(self.known[(near - first) * 4 + number - 1].start, 12 * (year - near))


_DAY = timedelta(days=1)


def _add_months(day: date, count: int) -> date:
    index = day.year * 12 + day.month - 1 + count
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class CurrencyRate:
    """``rate`` units of ``currency`` equal one unit of the corporate currency."""

    currency: str
    rate: Decimal
    start: date | None = None  # None: the rate that holds always
    end: date | None = None  # exclusive
    id: str = ""  # the record that states it


@dataclass(frozen=True, slots=True)
class Org:
    id: str
    name: str
    currency: str  # the corporate currency
    fiscal: FiscalCalendar = FiscalCalendar()
    rates: tuple[CurrencyRate, ...] = ()
    is_sandbox: bool = False
    is_sample: bool = False
    locale: str | None = None
    timezone: str | None = None
    reader: str = ""  # the name of the user whose eyes read the CRM
    reader_kind: str = ""  # person, integration (a user made for programs), or not known
    stages: tuple[str, ...] = ()  # open and closed stages, in the org's order


COVERAGE_STATES = ("read", "no_records", "not_enabled", "not_visible", "not_mapped")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read of one kind of record, and what was not.

    ``topic`` is the model's name for the kind (``contacts``); ``source`` is where the CRM keeps it.
    ``state`` is one of COVERAGE_STATES; ``missing`` names fields that are absent or hidden.
    ``found`` of the ``wanted`` fields that the mapping looks for are there.
    """

    topic: str
    state: str
    source: str = ""
    count: int = 0
    missing: tuple[str, ...] = ()
    found: int = 0
    wanted: int = 0


def could_be_read(state: str) -> bool:
    """Whether the state of a kind of record means that its records were open to the reader."""
    return state in ("read", "no_records")


def could_read(coverage: Iterable[Coverage], topic: str) -> bool:
    """Whether records of ``topic`` could be read at all: else how many there are is not known."""
    states = [row.state for row in coverage if row.topic == topic]
    return not states or any(could_be_read(state) for state in states)


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where one field of the model was read: ``account.arr`` from the CRM's object and field.

    ``is_file``: the origin is a file beside the CRM, with the day of what it says.
    """

    name: str
    origin: str
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class DataProblem:
    """A record that could not be taken as it stands, and what was done about it."""

    message: str
    record_id: str | None = None
    source: str = ""
    days: tuple[date, ...] = ()  # those that ``message`` tells (ISO), in their order, for print
