"""Fiscal calendars: each day lies in one quarter, whether years are of months or the org's own."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate, pairwise

import pytest

from generator.model.org import FiscalCalendar, FiscalQuarter

DAY = timedelta(days=1)
WEEKS = (13, 13, 13, 13)


def weeks_from(
    first: date, names: range, weeks: tuple[int, ...] = WEEKS
) -> tuple[FiscalQuarter, ...]:
    """Quarters of so many weeks, year after year from ``first`` on."""
    lengths = [count * 7 for count in weeks]
    found = []
    start = first
    for name in names:
        starts = list(accumulate(lengths, lambda day, n: day + timedelta(days=n), initial=start))
        for number, (begin, after) in enumerate(pairwise(starts), 1):
            found.append(FiscalQuarter(name, number, begin, after - DAY))
        start = starts[-1]
    return tuple(found)


# A retailer: 52 weeks from the Sunday nearest to 1 February.
RETAIL = FiscalCalendar(2, True, weeks_from(date(2023, 1, 29), range(2023, 2028)))
CALENDARS = [FiscalCalendar(month, by_start) for month in range(1, 13) for by_start in (0, 1)]


@pytest.mark.parametrize("fiscal", [*CALENDARS, RETAIL])
def test_every_day_lies_in_one_quarter_and_quarters_follow_one_another(fiscal: FiscalCalendar):
    quarter = fiscal.quarter_of(date(2020, 1, 1))
    for offset in range(11 * 366):
        day = date(2020, 1, 1) + timedelta(days=offset)
        if day > quarter.end:
            following = fiscal.shift(quarter, 1)
            assert following.start == quarter.end + DAY
            assert fiscal.shift(following, -1) == quarter
            quarter = following
        assert fiscal.quarter_of(day) == quarter
        assert fiscal.year_of(day) == quarter.year
        assert fiscal.year_start(quarter.year) <= day <= fiscal.year_end(quarter.year)


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("by_start", [False, True])
def test_a_year_is_named_by_the_calendar_year_it_starts_or_ends_in(month: int, by_start: bool):
    fiscal = FiscalCalendar(month, by_start)
    first, last = fiscal.year_start(2027), fiscal.year_end(2027)
    assert (first.month, first.day) == (month, 1)
    assert (first if by_start else last).year == 2027
    assert [fiscal.quarter(2027, n).label for n in (1, 4)] == ["Q1 FY2027", "Q4 FY2027"]
    assert fiscal.quarter(2027, 4).key == "2027-Q4"


@pytest.mark.parametrize("by_start", [False, True])
def test_a_year_from_january_is_the_calendar_year_under_either_convention(by_start: bool):
    assert FiscalCalendar(1, by_start).year_of(date(2026, 1, 1)) == 2026
    assert FiscalCalendar(1, by_start).year_of(date(2026, 12, 31)) == 2026


def test_the_orgs_own_quarters_are_taken_as_they_are():
    assert RETAIL.quarter_of(date(2024, 1, 27)).label == "Q4 FY2023"
    assert RETAIL.quarter_of(date(2024, 1, 28)).label == "Q1 FY2024"
    assert RETAIL.quarter(2024, 1).end == date(2024, 4, 27)
    assert RETAIL.last_completed(date(2024, 4, 28)) == RETAIL.quarter(2024, 1)


def test_beyond_the_orgs_own_years_the_nearest_is_carried_on():
    last = RETAIL.known[-1]
    assert not RETAIL.defines(2028)
    assert RETAIL.defines(2027)
    after = RETAIL.quarter(2028, 1)
    assert after.start == last.end + DAY
    assert RETAIL.quarter(2022, 4).end == date(2023, 1, 28)
    assert RETAIL.quarter(2022, 1).start == date(2022, 1, 29)


def test_a_calendar_of_months_defines_every_year_and_has_no_nearest():
    assert FiscalCalendar(2).defines(1990)
    assert FiscalCalendar(2).nearest(1990, 1, date(2026, 1, 1)) == ()


def test_a_leap_day_belongs_to_the_quarter_that_ends_with_it():
    fiscal = FiscalCalendar(3)
    assert fiscal.quarter_of(date(2028, 2, 29)).end == date(2028, 2, 29)
    assert fiscal.quarter_of(date(2028, 3, 1)).label == "Q1 FY2029"
    assert fiscal.quarter(2027, 4).end == date(2027, 2, 28)
