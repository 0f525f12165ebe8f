"""Customer priorities, objectives with their bridge, leading and lagging metrics."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from generator.analysis.analyse import Options, analyse
from generator.model.org import FiscalCalendar
from generator.model.records import KpiReading, MeasureLink
from generator.model.snapshot import Reach
from tests.builders import AS_OF, Book

D = Decimal


def metric(book: Book, name: str, **options):
    metrics = analyse(book.build(), options=Options(**options)).metrics
    return next(m for m in (*metrics.leading, *metrics.lagging) if m.name == name)


def only_measure(book: Book):
    (goal,) = analyse(book.build()).goals
    (measure,) = goal.measures
    return measure


# -- priorities and objectives -----------------------------------------------------------------


def test_progress_runs_from_baseline_to_target_downwards_too():
    book = Book()
    ann = book.contact("Ann", title="COO")
    wish = book.priority(
        "Faster close", baseline="12", target="5", stated_by_id=ann, rank=2, unit="days"
    )
    book.priority("First", rank=1)
    early = book.add(KpiReading, priority_id=wish, day=date(2026, 6, 30), value=D(10))
    late = book.add(KpiReading, priority_id=wish, day=date(2026, 9, 30), value=D("8.5"))
    book.add(KpiReading, priority_id=wish, day=date(2026, 12, 31), value=D(1))  # after as-of

    first, second = analyse(book.build()).priorities

    assert first.name == "First"
    assert first.progress is None
    assert (second.current, second.progress) == (D("8.5"), D("50.0"))
    assert second.readings == ((date(2026, 6, 30), D(10)), (date(2026, 9, 30), D("8.5")))
    assert second.stated_by is not None
    assert second.stated_by.title == "COO"
    assert second.ids == (wish, early, late)


def test_open_linked_deals_and_plays_bridge_the_gap_and_the_rest_is_uncovered():
    book = Book()
    goal = book.objective(book.plan(), "Grow ARR to 500k", kind="growth")
    measure = book.measure(goal, "ARR", baseline="300", current="340", target="500")
    linked = book.deal("Linked", "60", date(2027, 1, 1))
    won = book.won("Won", "900", date(2026, 6, 1))
    through = book.deal("Through", "25", date(2027, 1, 1))
    for record in (linked, won):
        book.add(MeasureLink, measure_id=measure, record_id=record)
    book.play("Counted through its deal", None, objective_id=goal, opportunity_id=linked, value="9")
    play = book.play("Pending", None, objective_id=goal, opportunity_id=through)
    book.play("Given up", None, objective_id=goal, value="999", status="Dropped")
    book.play("Of another goal", None, value="999")

    found = only_measure(book)

    assert (found.bridge.value, found.bridge.ids) == (D(85), tuple(sorted((linked, play))))
    assert found.uncovered == D(75)
    assert found.progress == D("20.0")


def test_several_plays_of_one_deal_do_not_count_its_amount_again():
    book = Book()
    goal = book.objective(book.plan(), "Grow ARR", kind="growth")
    book.measure(goal, "ARR", current="0", target="100")
    shared, part = book.deal("Shared", "25", date(2027, 1, 1)), book.deal("P", "9", AS_OF)
    for name in ("One", "Two"):
        book.play(name, None, objective_id=goal, opportunity_id=shared)
    book.play("Not valued", None, objective_id=goal, opportunity_id=part)
    book.play("Valued", None, objective_id=goal, opportunity_id=part, value="4")

    assert only_measure(book).bridge.value == D(29)


def test_a_play_without_a_value_makes_the_bridge_n_of_m():
    book = Book()
    goal = book.objective(book.plan(), "Grow", kind="growth")
    book.measure(goal, "ARR", current="0", target="100")
    book.play("Valued", None, objective_id=goal, value="40")
    book.play("Not valued", None, objective_id=goal)
    found = only_measure(book)
    assert (found.bridge.value, found.bridge.of, found.uncovered) == (D(40), (1, 2), D(60))


def test_money_does_not_bridge_a_percentage():
    book = Book()
    goal = book.objective(book.plan(), "NRR 115", kind="growth")
    book.measure(goal, "NRR", unit="percent", baseline="102", current="104", target="115")
    found = only_measure(book)
    assert (found.bridge.value, found.uncovered) == (None, None)
    assert found.progress == D("15.4")


def test_a_measure_in_money_is_in_its_plans_accounts_currency():
    book = Book(currency="EUR", corporate="EUR")
    book.rate("USD", "2")
    north = book.division("North", currency="USD")
    plan = book.plan(account=north)
    book.measure(book.objective(plan, "Grow"), "ARR", current="50", target="100")
    found = only_measure(book)
    assert (found.current, found.target) == (D(25), D(50))


def test_what_keeps_a_goal_from_being_specific_is_listed():
    book = Book()
    plan = book.plan()
    book.objective(plan, "Deepen the relationship")
    good = book.objective(
        plan,
        "CFO sponsorship by June",
        owner_id=book.user("Ann"),
        end_date=date(2027, 6, 30),
        customer_outcome="Audit ready",
        priority_id=book.priority("Pass the audit"),
    )
    book.measure(good, "Sponsor named", unit="number", baseline="0", target="1")
    half = book.objective(plan, "Grow 20%", kind="growth", owner_id="005000000000099AAA")
    book.measure(half, "ARR", current="1")

    goals = {
        goal.name: [(row.code, row.about) for row in goal.findings]
        for goal in analyse(book.build()).goals
    }

    assert goals["CFO sponsorship by June"] == []
    assert goals["Deepen the relationship"] == [
        ("vague", "Deepen"),
        ("no_measure", None),
        ("no_date", None),
        ("no_owner", None),
        ("no_outcome", None),
        ("no_priority", None),
    ]
    assert goals["Grow 20%"] == [
        ("no_baseline", "ARR"),
        ("no_target", "ARR"),
        ("no_date", None),
        ("no_outcome", None),
        ("no_priority", None),
    ]


def test_goals_of_past_plans_are_not_shown():
    book = Book()
    book.objective(book.plan(), "Current")
    old = book.plan("Old", status="Inactive", end_date=date(2025, 12, 31))
    book.objective(old, "Past")
    assert [goal.name for goal in analyse(book.build()).goals] == ["Current"]


# -- lagging metrics ---------------------------------------------------------------------------


def test_nrr_is_arr_now_of_arr_a_year_ago_with_the_plans_baseline_and_target():
    book = Book(arr=D(460), arr_year_ago=D(400))
    goal = book.objective(book.plan(), "Retain", kind="retention")
    measure = book.measure(goal, "Net revenue retention", "percent", baseline="102", target="120")
    found = metric(book, "Net revenue retention")
    assert (found.baseline, found.current, found.target) == (D(102), D("115.0"), D(120))
    assert found.ids == (book.root, measure)
    assert "twelve months before" not in found.note
    assert found.note.endswith("The baseline is that of Retain.")


@pytest.mark.parametrize(
    ("values", "note"),
    [
        (
            {"arr": D(460), "arr_year_ago": D(0)},
            "Not computable: there was no ARR a year ago.",
        ),
        ({}, "Not computable: current revenue is unknown."),
        (
            {"arr": D(460)},
            "Not computable: the account's field for ARR a year ago is blank.",
        ),
    ],
)
def test_nrr_that_cannot_be_computed_says_why(values, note):
    found = metric(Book(**values), "Net revenue retention")
    assert (found.current, found.note) == (None, note)


def test_change_in_arr_has_the_change_that_reaches_the_target_beside_it():
    found = metric(Book(arr=D(460), arr_year_ago=D(400), revenue_target=D(500)), "Change in ARR")
    assert (found.current, found.target) == (D(60), D(100))


def test_ratios_and_changes_are_not_made_of_revenue_that_is_known_in_part():
    book = Book()
    book.division("North", arr=D(150), arr_year_ago=D(100))
    book.division("South")
    for name in ("Net revenue retention", "Change in ARR"):
        found = metric(book, name)
        assert (found.current, found.note) == (
            None,
            "Not computable: current ARR is known for 1 of 2.",
        )


def test_expansion_bookings_are_won_expansions_of_the_quarter_beside_the_quarter_before():
    book = Book()  # as-of November 2026: the quarter under review is Q3
    inside = book.won("In", "40", date(2026, 7, 1), kind="expansion")
    last = book.won("Last day", "2", date(2026, 9, 30), kind="expansion")
    book.won("After", "900", date(2026, 10, 1), kind="expansion")
    book.won("New", "900", date(2026, 8, 1), kind="new")
    book.lost("Lost", "900", date(2026, 8, 1), kind="expansion")
    book.won("Before", "30", date(2026, 6, 30), kind="expansion")
    found = metric(book, "Expansion bookings")
    assert (found.current, found.baseline, found.ids) == (D(42), D(30), (inside, last))


def test_fiscal_quarters_follow_the_orgs_year():
    book = Book(fiscal=FiscalCalendar(start_month=2))  # Q3 FY2027: August to October 2026
    book.won("October", "40", date(2026, 10, 31), kind="expansion")
    book.won("July", "7", date(2026, 7, 31), kind="expansion")
    found = metric(book, "Expansion bookings")
    assert (found.current, found.baseline) == (D(40), D(7))
    assert found.note == "Won in Q3 FY2027; the baseline is Q2 FY2027."


def test_the_renewal_rate_is_renewed_of_due_by_amount():
    book = Book()
    book.won("Kept", "300", date(2026, 3, 1), kind="renewal")
    book.lost("Lost", "100", date(2026, 9, 30), kind="renewal")
    book.deal("Overdue", "100", date(2026, 9, 1), kind="renewal")
    book.won("Too early", "900", date(2025, 9, 30), kind="renewal")
    book.won("After the period", "900", date(2026, 10, 1), kind="renewal")
    found = metric(book, "Renewal rate")
    assert (found.current, found.baseline) == (D("60.0"), D("100.0"))
    assert found.note == (
        "1 of 3 renewals due from 2025-10-01 to 2026-09-30 were won, by amount and close date. "
        "The baseline is the twelve months before."
    )


def test_a_renewal_that_is_not_due_yet_is_not_counted_as_lost():
    book = Book()
    book.won("Kept", "300", date(2026, 11, 1), kind="renewal")
    book.deal("Due today", "100", AS_OF, kind="renewal")
    this_quarter = FiscalCalendar().quarter(2026, 4)
    assert metric(book, "Renewal rate", quarter=this_quarter).current == D(100)


def test_a_renewal_without_an_amount_makes_the_rate_unknown():
    book = Book()
    book.won("Kept", "300", date(2026, 3, 1), kind="renewal")
    book.lost("Lost", None, date(2026, 4, 1), kind="renewal")
    assert metric(book, "Renewal rate").current is None
    assert metric(Book(), "Renewal rate").note.startswith("No renewal was due")


def test_a_period_without_any_won_renewal_has_a_rate_of_zero():
    book = Book()
    book.lost("Lost", "100", date(2026, 4, 1), kind="renewal")
    assert metric(book, "Renewal rate").current == D(0)


# -- leading metrics ---------------------------------------------------------------------------


def test_active_executives_are_counted_now_and_at_the_quarters_start():
    book = Book()
    now, then = book.contact("Now", title="CEO"), book.contact("Then", title="CFO")
    book.contact("Never", title="COO")
    book.event(date(2026, 11, 1), now)
    book.event(date(2026, 6, 1), then)
    found = metric(book, "Active executive relationships")
    assert (found.baseline, found.current, found.target) == (D(1), D(1), D(3))
    assert "by title" in found.source


def test_a_buying_center_is_engaged_by_its_first_touch_with_a_contact_in_the_quarter():
    book = Book()
    units = {name: book.division(name) for name in ("Old", "New", "Before", "Later")}
    people = {name: book.contact(name, account=unit) for name, unit in units.items()}
    book.event(date(2026, 1, 1), people["Old"])
    book.event(date(2026, 8, 2), people["Old"])
    first = book.event(date(2026, 8, 1), people["New"])
    book.event(date(2026, 8, 9), people["New"])
    book.event(date(2026, 5, 1), people["Before"])
    book.event(date(2026, 10, 1), people["Later"])
    book.event(date(2026, 8, 1))  # without a contact
    found = metric(book, "Buying centers newly engaged")
    assert (found.baseline, found.current, found.ids) == (D(1), D(1), (first,))


def test_metrics_of_a_time_that_was_not_read_are_unknown():
    book = Book()
    book.event(date(2026, 8, 1), book.contact("Ann", title="CEO"))
    snapshot = replace(
        book.build(),
        reach=(Reach("activities", date(2026, 4, 2)), Reach("opportunities", date(2026, 4, 2))),
    )
    early = Options(quarter=book.org.fiscal.quarter(2026, 2))
    for options, engaged, bookings in ((Options(), D(1), D(0)), (early, None, None)):
        found = analyse(snapshot, options=options).metrics
        rows = {m.name: m for m in (*found.leading, *found.lagging)}
        engaging, booked = rows["Buying centers newly engaged"], rows["Expansion bookings"]
        assert (engaging.current, engaging.baseline) == (engaged, None)
        assert (booked.current, booked.baseline) == (bookings, None)
        assert rows["Active executive relationships"].baseline is None
    assert engaging.note == "Activities of Q2 FY2026 were not read: it lies too far back."
    assert booked.note == "Opportunities of Q2 FY2026 were not read: it lies too far back."
    assert rows["Action completion"].note == engaging.note
    assert "were not all read" in rows["Renewal rate"].note


def test_newly_engaged_says_since_when_activities_were_read():
    book = Book()
    snapshot = replace(book.build(), reach=(Reach("activities", date(2024, 11, 22)),))
    found = analyse(snapshot).metrics.leading[1]
    assert (found.name, found.current) == ("Buying centers newly engaged", D(0))
    assert "of activities since 2024-11-22" in found.note


def test_retention_from_won_deals_is_called_bookings():
    book = Book(arr=None)
    book.won("Then", "100", date(2025, 6, 1))
    book.won("Now", "150", date(2026, 6, 1))
    found = metric(book, "Net revenue retention")
    assert found.current == D("150.0")
    assert found.note.startswith("Bookings, not recurring revenue")
    assert metric(book, "Change in ARR").note.startswith("Bookings, not recurring revenue")


def test_play_progression_is_plays_with_an_opportunity_of_all_not_given_up():
    book = Book()
    deal = book.deal("Deal", "1", date(2027, 1, 1))
    lost = book.lost("Lost", "1", date(2026, 1, 1))
    book.play("Moved", None, opportunity_id=deal)
    book.play("Waiting", None)
    book.play("Waiting too", None)
    book.play("Given up", None, status="Dropped")
    book.play("Lost", None, opportunity_id=lost)
    found = metric(book, "Play progression")
    assert (found.current, found.note) == (D("33.3"), "1 of 3 plays have an opportunity.")
    assert metric(Book(), "Play progression").current is None
    book = Book()
    assert metric(book, "Play progression").note == "No play is recorded."
    book.hide("plays")
    assert metric(book, "Play progression").note == "Plays could not be read."


def test_action_completion_is_tasks_closed_in_time_of_tasks_due():
    book = Book()
    due = date(2026, 9, 10)
    book.task("In time", due, completed=due)
    book.task("Late", due, completed=date(2026, 9, 11))
    book.task("Open", due)
    book.task("Early", due, completed=date(2026, 1, 1))
    book.task("Of Q2", date(2026, 6, 30), completed=date(2026, 6, 30))
    book.event(due)
    found = metric(book, "Action completion")
    assert (found.current, found.baseline) == (D("50.0"), D("100.0"))
    assert found.note == "2 of 4 tasks due in Q3 FY2026 were closed on time."


def test_leading_metrics_are_unknown_where_activities_cannot_be_read():
    book = Book()
    book.contact("Now", title="CEO")
    book.hide("activities")
    for name in ("Active executive relationships", "Buying centers newly engaged"):
        found = metric(book, name)
        assert (found.current, found.baseline) == (None, None)
        assert "could not be read" in found.note
