"""The look back on a year and what goes on (METHOD.md row 26), drafts and plans of other years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.options import Options
from generator.analysis.results import AnalysedAccount
from tests.builders import Book


def year_of_work(as_of: date) -> Book:
    book = Book("Acme", as_of=as_of, revenue_target=Decimal(900), arr=Decimal(700))
    plan = book.plan(start_date=date(2026, 1, 1), end_date=date(2026, 12, 31))
    for name, end in (("Grow to 900", date(2026, 12, 31)), ("Win Frozen", date(2027, 3, 31))):
        goal = book.objective(plan, name, kind="growth", end_date=end, owner_id=book.user("Ana"))
        book.measure(
            goal, name, "number", baseline=Decimal(0), current=Decimal(4), target=Decimal(8)
        )
    book.task("Due this year", date(2026, 12, 1))
    book.task("Due next year", date(2027, 2, 1))
    book.won("won", "100", date(2026, 2, 1))
    book.lost("lost", "40", date(2026, 8, 1))
    return book


def analysed(book: Book, year: int | None) -> AnalysedAccount:
    return analyse(book.build(), options=Options(plan_year=year))


def test_a_plan_whose_year_runs_does_not_look_back() -> None:
    assert analysed(year_of_work(date(2026, 11, 20)), None).year_end is None


def test_a_draft_looks_back_on_the_year_before_and_carries_what_outlives_it() -> None:
    account = analysed(year_of_work(date(2026, 11, 20)), 2027)
    found = account.year_end
    assert found is not None
    assert (found.year, found.is_over) == (2026, False)
    assert [(row.kind, row.name) for row in found.carried] == [
        ("goal", "Win Frozen"),
        ("action", "Due next year"),
    ]
    assert [row.verdict for row in found.goals] == ["under_way", "under_way"]
    assert [(q.quarter.number, q.won_count, q.lost_count) for q in found.quarters] == [
        *((1, 1, 0), (2, 0, 0), (3, 0, 1)),
        (4, 0, 0),
    ]
    assert found.revenue_now.value == 700


def test_a_draft_has_no_target_of_this_year_and_no_goal_of_it() -> None:
    account = analysed(year_of_work(date(2026, 11, 20)), 2027)
    assert account.revenue.target.value is None
    assert account.revenue.target.note == "no target for FY2027 is recorded"
    assert account.goals == ()
    assert account.plan.name is not None  # what people know of the customer goes on


def test_a_draft_has_the_goals_of_the_plan_that_reaches_into_its_year() -> None:
    book = year_of_work(date(2026, 11, 20))
    plan = book.plan("Next", start_date=date(2027, 1, 1), end_date=date(2027, 12, 31))
    goal = book.objective(plan, "Grow to 1200", kind="growth", end_date=date(2027, 12, 31))
    book.measure(goal, "ARR", "currency", target=Decimal(1200))
    account = analysed(book, 2027)
    assert [goal.name for goal in account.goals] == ["Grow to 1200"]
    assert account.revenue.target.value == 1200
    assert analysed(book, None).revenue.target.value == 900


def test_a_year_that_is_over_is_judged_and_all_that_is_open_goes_on() -> None:
    found = analysed(year_of_work(date(2027, 1, 15)), 2026).year_end
    assert found is not None
    assert (found.year, found.is_over) == (2026, True)
    assert {row.verdict for row in found.goals} == {"missed"}
    assert len(found.carried) == 4


@pytest.mark.parametrize(
    ("baseline", "current", "target", "verdict"),
    [
        ("0", "8", "8", "reached"),
        ("0", "9", "8", "reached"),
        ("9", "2", "3", "reached"),  # downwards
        ("9", "5", "3", "missed"),
        (None, "9", "8", "unknown"),  # which way it should go is not known
        (None, "8", "8", "reached"),
        ("0", None, "8", "unknown"),
        ("0", "8", None, "unknown"),
    ],
)
def test_what_is_not_known_is_not_judged(
    baseline: str | None, current: str | None, target: str | None, verdict: str
) -> None:
    book = Book("Acme", as_of=date(2027, 1, 15))
    plan = book.plan(start_date=date(2026, 1, 1), end_date=date(2026, 12, 31))
    values = {"baseline": baseline, "current": current, "target": target}
    numbers = {name: None if value is None else Decimal(value) for name, value in values.items()}
    book.measure(book.objective(plan, "Goal"), "Measure", "number", **numbers)
    found = analysed(book, 2026).year_end
    assert found is not None
    assert [row.verdict for row in found.goals] == [verdict]
