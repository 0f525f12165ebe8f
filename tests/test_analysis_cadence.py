"""The six weeks of planning (METHOD.md rows 14, 15), on fiscal calendars of three kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.analysis.cadence import cadence, days_moved
from generator.analysis.options import Options, PlanningRule
from generator.analysis.results import Cadence
from generator.analysis.scope import period_of
from generator.model.org import FiscalCalendar
from tests.builders import Book


def planned(
    as_of: date, rule: PlanningRule = PlanningRule(), *, year: int | None = None, month: int = 1
) -> Cadence:
    book = Book("Acme", as_of=as_of)
    snapshot = book.build()
    calendar = FiscalCalendar(start_month=month)
    snapshot = replace(snapshot, org=replace(snapshot.org, fiscal=calendar))
    options = Options(planning=rule, plan_year=year)
    return cadence(period_of(snapshot, options), options)


def test_the_weeks_begin_on_the_first_monday_of_the_quarter_s_second_month() -> None:
    found = planned(date(2026, 11, 20))
    assert (found.year, found.start, found.end) == (2027, date(2026, 11, 2), date(2026, 12, 13))
    assert [week.step for week in found.weeks] == [
        *("data_preparation", "data_preparation", "drafts", "drafts"),
        *("internal_review", "customer_review"),
    ]
    assert found.week == 3
    assert all(week.start.weekday() == 0 and week.end.weekday() == 6 for week in found.weeks)


@pytest.mark.parametrize(
    ("as_of", "year", "week"),
    [
        (date(2026, 11, 1), 2027, None),  # the day before
        (date(2026, 11, 2), 2027, 1),
        (date(2026, 12, 13), 2027, 6),
        (date(2026, 12, 14), 2028, None),  # over: the next one
        (date(2026, 3, 1), 2027, None),
    ],
)
def test_outside_of_its_weeks_a_file_serves_none(as_of: date, year: int, week: int | None) -> None:
    found = planned(as_of)
    assert (found.year, found.week) == (year, week)


def test_a_fiscal_year_that_begins_in_february_is_planned_in_its_own_fourth_quarter() -> None:
    found = planned(date(2026, 12, 10), month=2)  # FY2027 begins on 1 February 2026
    assert (found.year, found.start) == (2028, date(2026, 12, 7))


def test_planning_in_the_first_quarter_plans_the_year_that_has_begun() -> None:
    found = planned(date(2027, 2, 3), PlanningRule(quarter=1))
    assert (found.year, found.start, found.week) == (2027, date(2027, 2, 1), 1)


def test_the_day_of_the_settings_counts_and_stays_on_its_weekday() -> None:
    rule = PlanningRule(starts=date(2026, 11, 9))
    assert planned(date(2026, 11, 20), rule).start == date(2026, 11, 9)
    later = planned(date(2026, 11, 20), rule, year=2028)
    assert (later.year, later.start) == (2028, date(2027, 11, 8))


def test_a_draft_for_next_year_serves_its_own_weeks_even_when_they_are_over() -> None:
    assert planned(date(2026, 12, 20), year=2027).year == 2027


@pytest.mark.parametrize(
    ("previous", "days"),
    [(date(2025, 11, 3), 0), (date(2025, 11, 17), 14), (date(2025, 10, 6), 28), (None, 0)],
)
def test_a_cadence_is_moved_by_the_days_between_it_and_last_year_s(
    previous: date | None, days: int
) -> None:
    assert days_moved(planned(date(2026, 11, 20)), previous) == days
