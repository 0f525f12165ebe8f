"""The planning calendar: steps done and late, reviews, dates; on small made accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import Options, analyse
from generator.analysis.options import PlanningRule
from generator.analysis.portfolio import QuotaFacts, planning_window, portfolio
from generator.analysis.results import Person
from generator.analysis.rollups import head_of
from generator.analysis.rollups.calendar import (
    Check,
    PlanningCalendar,
    ReviewRow,
    planning_calendar,
)
from generator.analysis.rollups.calendar.checks import STEPS, last_working_day
from generator.artifacts.phrases import load_phrases
from generator.artifacts.rollup import voice_of
from generator.artifacts.season_events import season_events
from generator.formats import Formats
from generator.model.org import FiscalCalendar
from generator.model.records import ContactRelation
from tests.builders import Book, moment

FRIDAY = date(2026, 11, 20)  # of the third week: 2 November to 13 December
MONDAY_6, SUNDAY_6 = date(2026, 12, 7), date(2026, 12, 13)
ANA, LEO = "005000000000001AAA", "005000000000002AAA"


def book(name: str, number: int = 1, *, as_of: date = FRIDAY, tier: int = 1, **more: Any) -> Book:
    made = Book(name, id=f"001{number:012d}AAA", as_of=as_of, tier=tier, owner_id=ANA, **more)
    made.user("Ana Ruiz", id=ANA, manager_id=LEO)
    made.user("Leo Brandt", id=LEO)
    return made


def season(*books: Book, rule: PlanningRule = PlanningRule()) -> PlanningCalendar:
    options = Options(planning=rule)
    accounts = [analyse(one.build(), options=options) for one in books]
    org = books[0].org
    window = planning_window(org.fiscal, books[0].as_of, rule.quarter)
    found = portfolio(accounts, org, window, QuotaFacts(2026, "no_records"), options)
    return planning_calendar(accounts, found, head_of(accounts, "all accounts", "USD"), rule)


def step(found: PlanningCalendar, key: str) -> Check:
    return next(check for check in found.checks if check.key == key)


def review(one: Book) -> ReviewRow:
    (row,) = season(one).reviews
    return row


def test_events_of_two_sets_of_one_person_have_names_of_their_own() -> None:
    found, leo = season(book("Acme")), Person(LEO, "Leo Brandt")

    def names(scope: str, person: Person | None = leo, picked: str = "") -> set[str]:
        head = replace(found.head, scope=scope, person=person, picked=picked)
        one = replace(found, head=head)
        voice = voice_of(one, "calendar", Formats("en_US"), load_phrases())
        return {event.uid for event in season_events(one, voice)}

    all_of_his, tier_1 = names("Leo Brandt"), names("Leo Brandt, tier 1")
    assert not all_of_his & tier_1
    assert not names("selected accounts", None, "a") & names("selected accounts", None, "b")
    assert names("Leo Brand, tier 1", replace(leo, name="Leo Brand")) == tier_1


# -- the checklist ---------------------------------------------------------------------------------


def test_a_step_names_the_accounts_that_lack_it_and_who_is_to_do_it() -> None:
    ready = book("Ready", 1)
    ready.plan(owner_id=LEO, modified=moment(date(2026, 11, 17)))
    old = book("Old", 2)
    old.plan(owner_id=LEO, modified=moment(date(2026, 11, 13)))  # the week before the drafts
    found = step(season(ready, old, book("None", 3), book("Small", 4, tier=2)), "plan_drafted")
    assert (found.state, found.due, found.of) == ("open", date(2026, 11, 27), (1, 3))
    assert [(row.account.name, row.who and row.who.name) for row in found.missing] == [
        ("Old", "Leo Brandt"),  # the plan's owner
        ("None", "Ana Ruiz"),  # without a plan, the account's
    ]


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (date(2026, 10, 30), "ahead"),
        (date(2026, 11, 2), "open"),
        (date(2026, 11, 6), "open"),  # its own day
        (date(2026, 11, 7), "late"),
    ],
)
def test_a_step_is_late_the_day_after_its_weeks_last_working_day(as_of: date, state: str) -> None:
    assert step(season(book("Acme", as_of=as_of)), "plan_on_record").state == state


def test_what_is_done_is_never_late_and_what_cannot_be_read_is_unknown() -> None:
    done, blind = book("Done"), book("Blind")
    done.plan()
    blind.hide("plans")
    assert step(season(done), "plan_on_record").state == "done"
    hidden = step(season(blind), "plan_on_record")
    assert (hidden.state, hidden.of, len(hidden.unknown)) == ("unknown", (0, 1), 1)


@pytest.mark.parametrize(
    ("as_of", "state"), [(date(2026, 12, 4), "by_hand"), (date(2026, 12, 5), "unconfirmed")]
)
def test_a_step_that_no_record_shows_is_to_be_ticked_until_its_day(as_of: date, state: str) -> None:
    found = step(season(book("Acme", as_of=as_of)), "plans_reviewed")
    assert (found.state, found.of) == (state, (0, 0))


@pytest.mark.parametrize(
    ("as_of", "state"), [(date(2026, 11, 30), "open"), (date(2026, 12, 1), "late")]
)
def test_a_review_is_to_be_booked_by_one_day_in_step_and_row(as_of: date, state: str) -> None:
    found = season(book("Acme", as_of=as_of))
    booked = step(found, "review_scheduled")
    assert (booked.due, booked.state) == (date(2026, 11, 30), state)
    assert [row.book_by for row in found.reviews] == [booked.due]


def test_without_tier_one_accounts_no_step_is_due() -> None:
    found = season(book("Small", tier=2))
    assert {check.state for check in found.checks} == {"nothing"}
    assert (found.tier1, found.reviews, found.late) == ((), (), ())


def test_who_is_late_has_a_row_for_each_step_the_longest_first() -> None:
    named = book("Named", 1, arr=Decimal(5), revenue_target=Decimal(6), executive_sponsor_id=LEO)
    named.plan(modified=moment(FRIDAY))
    rows = season(named, book("A", 2), book("B", 3)).late
    assert [(row.key, row.days, [ref.name for ref in row.accounts]) for row in rows[:3]] == [
        ("sponsor_named", 14, ["A", "B"]),
        ("plan_on_record", 14, ["A", "B"]),
        ("revenue_and_target", 14, ["A", "B"]),
    ]
    assert {row.days for row in rows[3:]} == {7}  # the second week's
    # Who is the sponsor, the owner's manager decides: as the packet and the audit say.
    assert rows[0].who
    assert (rows[0].who.name, rows[0].role) == ("Leo Brandt", "manager")
    assert {(row.who, row.role) for row in rows[1:]} == {(None, "sales_ops")}


def test_every_role_has_steps_and_the_weeks_are_in_order() -> None:
    assert {one.role for one in STEPS} == {"sales_ops", "kam", "manager", "partners", "customer"}
    assert [one.week for one in STEPS] == sorted(one.week for one in STEPS)
    assert {one.week for one in STEPS} == {1, 2, 3, 4, 5, 6}


# -- reviews with the customer ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (MONDAY_6, "scheduled"),
        (SUNDAY_6, "scheduled"),
        (date(2026, 12, 14), "other_day"),
        (date(2026, 12, 4), "other_day"),
        (None, "missing"),
    ],
)
def test_a_review_is_scheduled_where_it_lies_in_the_customers_week(
    day: date | None, state: str
) -> None:
    one = book("Acme", last_review=date(2026, 7, 1))
    if day:
        one.event(day, subject="EBR", owner_id=ANA)
    row = review(one)
    assert (row.state, row.last, row.days_since, row.is_old) == (
        *(state, date(2026, 7, 1)),
        *(142, False),
    )
    assert (row.meeting.day if row.meeting else None) == day
    assert row.book_by == (None if day else date(2026, 11, 30))
    assert step(season(one), "review_scheduled").of == (int(state == "scheduled"), 1)


def test_a_review_of_the_week_that_was_held_counts() -> None:
    one = book("Acme", as_of=date(2026, 12, 10))
    one.event(MONDAY_6, subject="EBR")
    row = review(one)
    assert (row.state, row.last, row.last_from) == ("held", MONDAY_6, "event")


def test_a_task_to_book_one_is_told_and_what_cannot_be_read_is_not_missing() -> None:
    asked, blind = book("Asked"), book("Blind")
    asked.task("Book the EBR", date(2026, 12, 1), owner_id=ANA)
    blind.hide("activities")
    row = review(asked)
    assert (row.state, row.booking and row.booking.subject) == ("booking", "Book the EBR")
    assert row.is_old  # none is on record
    blind.field_source("account.arr", "ARR__c")  # and no field for the last review
    assert (review(blind).state, review(blind).is_old) == ("unknown", None)


def test_what_has_no_readable_place_is_unknown_and_who_left_is_nobody() -> None:
    one = book("Dark")
    one.field_source("account.tier", "Tier__c")
    for topic in ("plays", "contracts"):
        one.hide(topic)
    found = season(one)
    keys = ("revenue_and_target", "whitespace_valued", "renewal_dated")
    assert [step(found, key).state for key in keys] == ["unknown"] * 3

    left = book("Left")
    ann = left.contact("Ann Moss", role="economic_buyer")
    left.add(ContactRelation, account_id=left.root, contact_id=ann, is_active=False)
    assert step(season(left), "buyer_named").done == ()


# -- dates -----------------------------------------------------------------------------------------


def test_the_weeks_go_on_until_the_quarter_ends_and_the_running_one_is_marked() -> None:
    found = season(book("Acme"))
    assert [(week.start.day, week.number) for week in found.weeks] == [
        *((2, 1), (9, 2), (16, 3), (23, 4), (30, 5), (7, 6)),
        *((14, None), (21, None), (28, None)),
    ]
    assert [week.start for week in found.weeks if week.is_current] == [date(2026, 11, 16)]
    assert [week.start.day for week in found.weeks if week.selects] == [30, 7, 14, 21, 28]


def test_the_top_x_of_the_next_quarter_are_selected_in_the_third_month_of_this_one() -> None:
    rows = season(book("Acme")).dates
    assert [(r.kind, r.start, r.end, r.quarter and r.quarter.key) for r in rows] == [
        ("mondays", date(2026, 11, 2), SUNDAY_6, None),
        ("selection", date(2026, 12, 1), date(2026, 12, 31), "2027-Q1"),
        ("selection_meeting", date(2026, 12, 23), date(2026, 12, 23), "2026-Q4"),
    ]


def test_a_fiscal_year_that_begins_in_february_has_its_own_season() -> None:
    one = book("Acme")
    one.org = replace(one.org, fiscal=FiscalCalendar(start_month=2))
    found = season(one)
    assert found.weeks[0].start == date(2026, 12, 7)
    assert [row.start for row in found.dates if row.kind == "selection"] == [date(2027, 1, 1)]


def test_plans_due_stand_in_the_week_of_their_day_and_late_ones_are_counted() -> None:
    soon, overdue, motion = book("Soon", 1), book("Overdue", 2), book("Motion", 3, tier=3)
    soon.plan(modified=moment(date(2026, 8, 27)))  # 90 days before 25 November
    overdue.plan(modified=moment(date(2026, 6, 1)))
    found = season(soon, overdue, motion)
    assert [(row.account.name, row.day, row.days_late) for row in found.dues] == [
        ("Overdue", date(2026, 8, 30), 82),
        ("Soon", date(2026, 11, 25), 0),
    ]
    assert [[ref.name for ref in week.dues] for week in found.weeks[:4]] == [[], [], [], ["Soon"]]
    assert (found.due_before, found.without_due) == (1, 1)


@pytest.mark.parametrize(
    ("previous", "moved"),
    [(date(2025, 11, 3), 0), (date(2025, 11, 17), 0), (date(2025, 9, 1), 63), (None, 0)],
)
def test_a_season_that_moved_is_told(previous: date | None, moved: int) -> None:
    found = season(book("Acme"), rule=PlanningRule(previous=previous))
    assert (found.moved_days, found.is_dated) == (moved, False)


def test_a_week_that_begins_in_its_middle_ends_on_its_last_working_day() -> None:
    rule = PlanningRule(starts=date(2026, 11, 4))  # a Wednesday: weeks end on Tuesdays
    found = season(book("Acme"), rule=rule)
    assert [last_working_day(week) for week in found.head.cadence.weeks[:2]] == [
        *(date(2026, 11, 10), date(2026, 11, 17)),
    ]
