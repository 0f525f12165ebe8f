"""Baselines and their source, what serves what, what was tried (METHOD.md rows 37, 75 to 82)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from generator.analysis.analyse import Options, analyse
from generator.artifacts import compose
from generator.formats import Formats
from generator.model.records import MeasureChange, MeasureLink
from tests.builders import AS_OF, Book

D = Decimal


def measures(book: Book):
    return {m.name: m for goal in analyse(book.build()).goals for m in goal.measures}


# -- baselines (row 76) --------------------------------------------------------------------------


def test_a_stated_baseline_goes_before_the_history():
    book = Book()
    row = book.measure(book.objective(book.plan(), "Grow"), "ARR", baseline="3", target="9")
    book.add(MeasureChange, measure_id=row, day=date(2026, 2, 1), field="current", old=D(1))
    found = measures(book)["ARR"]
    assert (found.baseline, found.baseline_from, found.baseline_on) == (D(3), "stated", None)


def test_the_first_value_of_the_history_is_the_baseline():
    book = Book()
    goal = book.objective(book.plan(), "Grow")
    row = book.measure(goal, "Plants", "number", current="6", target="7")
    first = date(2026, 4, 22)
    book.add(MeasureChange, measure_id=row, day=date(2026, 8, 1), field="current", old=D(5))
    change = book.add(MeasureChange, measure_id=row, day=first, field="current", old=D(4), new=D(5))
    book.add(MeasureChange, measure_id=row, day=date(2026, 1, 1), field="other", old=D(99))
    found = measures(book)["Plants"]
    assert (found.baseline, found.baseline_from, found.baseline_on) == (D(4), "history", first)
    assert change in found.ids
    assert found.progress == D("66.7")


def test_a_first_change_from_nothing_gives_what_it_set():
    book = Book()
    row = book.measure(book.objective(book.plan(), "Grow"), "Plants", "number", target="7")
    book.add(MeasureChange, measure_id=row, day=date(2026, 4, 1), field="current", new=D(2))
    assert measures(book)["Plants"].baseline == D(2)


def test_changes_after_as_of_are_no_history():
    book = Book()
    row = book.measure(book.objective(book.plan(), "Grow"), "Plants", "number", target="7")
    book.add(MeasureChange, measure_id=row, day=date(2026, 12, 1), field="current", old=D(2))
    assert measures(book)["Plants"].baseline_from is None


def test_yearly_revenue_is_computed_for_the_start_of_the_plan_by_the_same_rung():
    book = Book()
    asset = book.asset(book.product("A"), "100", start_date=date(2025, 1, 1))
    later = book.asset(book.product("B"), "50", start_date=date(2026, 6, 1))
    goal = book.objective(book.plan(), "Grow", kind="growth")
    book.measure(goal, "Annual recurring revenue", current="150", target="200")
    book.measure(goal, "Recurring revenue in Europe", target="50")
    found = measures(book)
    whole = found["Annual recurring revenue"]
    assert (whole.baseline, whole.baseline_from) == (D(100), "computed")
    assert whole.baseline_on == date(2026, 1, 1)
    assert asset in whole.ids
    assert later not in whole.ids
    assert whole.progress == D("50.0")
    assert found["Recurring revenue in Europe"].baseline_from is None


def test_a_field_of_today_says_nothing_of_the_plans_start():
    book = Book(arr=D(460), arr_year_ago=D(400))
    book.measure(book.objective(book.plan(), "Grow", kind="growth"), "ARR", target="500")
    (goal,) = analyse(book.build()).goals
    assert goal.measures[0].baseline_from is None
    assert "no_baseline" in {row.code for row in goal.findings}


def test_the_plan_says_where_a_baseline_comes_from():
    book = Book()
    goal = book.objective(book.plan(), "Grow")
    row = book.measure(goal, "Plants", "number", target="7")
    book.measure(goal, "Visits", "number", target="7")
    book.add(MeasureChange, measure_id=row, day=date(2026, 4, 22), field="current", new=D(2))
    shown = compose(analyse(book.build()), "plan", Formats()).values["goals"][0]["measures"]
    said = {m["name"]: m["baseline_source"] for m in shown}
    assert said == {"Plants": "first in the history, Apr 22, 2026", "Visits": "missing"}


def test_a_milestone_is_yes_or_no_and_has_progress():
    book = Book()
    goal = book.objective(book.plan(), "Sponsor")
    book.measure(goal, "CFO sponsors us", "boolean", baseline="0", current="0", target="1")
    shown = compose(analyse(book.build()), "plan", Formats()).values["goals"][0]["measures"][0]
    assert (shown["current_text"], shown["target_text"], shown["progress"]) == ("no", "yes", D(0))


def test_a_calculation_definition_says_what_the_number_counts():
    book = Book()
    goal = book.objective(book.plan(), "Grow")
    facts = {"rollup": "Sum", "counted_object": "Opportunity", "counted_field": "Amount"}
    book.measure(goal, "Won", target="7", **facts)
    book.measure(goal, "Plain", target="7")
    found = measures(book)
    assert found["Won"].counts == "Sum of Opportunity.Amount"
    assert found["Plain"].counts is None


# -- targets of the year (row 75) ----------------------------------------------------------------


def test_each_target_carries_its_type_and_growth_path():
    book = Book()
    plan = book.plan()
    grow = book.objective(plan, "Grow", kind="growth")
    book.measure(grow, "ARR", baseline="1", target="9")
    book.play("Sell", None, objective_id=grow, kind="Cross-sell")
    wide = book.objective(plan, "Open Europe", kind="growth")
    book.measure(wide, "Plants", "number", target="2")
    book.play("Raise", None, objective_id=wide, kind="Price uplift")
    book.objective(plan, "Keep", kind="retention")
    book.objective(plan, "Meet", kind="relationship")
    stated = book.objective(plan, "Stated", kind="growth", aim="retention", path="price_uplift")
    goals = {
        goal.name: (goal.aim, goal.path, goal.path_from) for goal in analyse(book.build()).goals
    }
    assert goals["Grow"] == ("revenue", "cross_sell", "plays")
    assert goals["Open Europe"] == ("expansion", "price_uplift", "plays")
    assert goals["Keep"] == ("retention", "retain", "kind")
    assert goals["Meet"] == (None, None, None)
    assert goals["Stated"] == ("retention", "price_uplift", "stated")
    assert stated


def test_the_three_targets_are_always_named_and_a_missing_one_is_unknown():
    book = Book()
    keep = book.objective(book.plan(), "Keep", kind="retention", end_date=date(2026, 12, 31))
    measure = book.measure(keep, "Renewed", baseline="0", current="0", target="700")
    revenue, expansion, retention = analyse(book.build()).aims.targets
    assert (revenue.aim, revenue.goal, revenue.target) == ("revenue", None, None)
    assert (expansion.aim, expansion.goal) == ("expansion", None)
    assert (retention.target, retention.due) == (D(700), date(2026, 12, 31))
    assert set(retention.ids) == {keep, measure}


# -- the bridge (row 77) -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "no play for the gap of $160"),
        ("100", "$100 of the gap of $160 in time; $60 is not covered"),
        ("160", "$160: all of the gap"),
        ("200", "$200 for a gap of $160: $40 to spare"),
    ],
)
def test_the_uncovered_remainder_is_said_in_words(value, words):
    book = Book()
    goal = book.objective(book.plan(), "Grow to 500", kind="growth")
    book.measure(goal, "ARR", baseline="300", current="340", target="500")
    if value:
        book.play("Play", None, objective_id=goal, value=value, close_date=date(2026, 12, 1))
    shown = compose(analyse(book.build()), "plan", Formats()).values
    assert shown["goals"][0]["measures"][0]["cover"] == words


def test_the_legend_names_what_is_not_covered_only_where_something_is():
    def names(value: str) -> list[str]:
        book = Book(arr=D(100), revenue_target=D(200))
        book.play("Play", None, value=value, close_date=date(2026, 12, 1))
        charts = compose(analyse(book.build()), "plan", Formats()).values["charts"]
        return [series["name"] for series in charts["revenue_bridge"]["series"]]

    assert "Not covered" in names("40")
    assert "Not covered" not in names("100")
    assert "Not covered" not in names("400")


def test_plays_that_close_after_the_year_are_said_to_come_too_late():
    book = Book(arr=D(100), revenue_target=D(200))
    goal = book.objective(book.plan(), "Grow to 200", kind="growth")
    book.play("Soon", None, objective_id=goal, value="30", close_date=date(2026, 12, 1))
    book.play("Late", None, objective_id=goal, value="90", close_date=date(2027, 3, 1))
    values = compose(analyse(book.build()), "plan", Formats()).values
    said = values["conclusions"]["goals"]
    assert "bring $30 of the $100 missing; $70 is not covered." in said
    assert "Plays worth $90 close later or have no date." in said
    assert values["charts"]["revenue_bridge"]["categories"] == [
        "Now: $100",
        "Soon: $30",
        "Not covered: $70",
        "Target: $200",
    ]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((1, 10), "$130 of the gap of $160 in time; $30 is not covered"),
        ((1, None), "$50 of the gap of $160 in time; $110 is not covered; $80 later"),
        ((200, 300), "nothing in time for the gap of $160; $130 later"),
    ],
)
def test_only_what_closes_by_the_goals_end_bridges_its_gap(days, words):
    book = Book()
    goal = book.objective(book.plan(), "Grow", kind="growth", end_date=AS_OF + timedelta(40))
    book.measure(goal, "ARR", baseline="300", current="340", target="500")
    for value, day in zip(("50", "80"), days, strict=True):
        close = AS_OF + timedelta(day) if day else None
        book.play("Play", None, objective_id=goal, value=value, close_date=close)
    shown = compose(analyse(book.build()), "plan", Formats()).values
    assert shown["goals"][0]["measures"][0]["cover"] == words


def test_the_title_says_how_many_plays_are_still_open():
    book = Book(arr=D(100), revenue_target=D(200))
    goal = book.objective(book.plan(), "Grow to 200", kind="growth")
    won = book.won("Done", "30", date(2026, 3, 1))
    book.play("Done", None, objective_id=goal, opportunity_id=won)
    book.play("Next", None, objective_id=goal, value="10")
    said = compose(analyse(book.build()), "plan", Formats()).values["conclusions"]["goals"]
    assert said.startswith("The plan has one goal and 2 plays, one of them open.")


# -- what serves what (rows 80, 82) --------------------------------------------------------------


def test_a_play_serves_its_own_priority_else_that_of_its_objective():
    book = Book()
    fast, cheap = book.priority("Fast"), book.priority("Cheap")
    goal = book.objective(book.plan(), "Grow", priority_id=fast)
    book.play("Own", None, objective_id=goal, priority_id=cheap)
    book.play("Through", None, objective_id=goal)
    book.play("Nothing", None)
    account = analyse(book.build())
    found = {play.name: (play.serves, play.serves_by) for play in account.plays}
    assert found == {
        "Own": ("Cheap", "stated"),
        "Through": ("Fast", "objective"),
        "Nothing": (None, None),
    }
    said = compose(account, "plan", Formats()).values["aims"]["unserved"]
    assert said == "One play serves no stated customer priority: Nothing."


def test_the_next_action_of_a_play_is_the_open_task_about_it_or_its_deal():
    book = Book()
    ann = book.user("Ann")
    goal = book.objective(book.plan(), "Grow")
    deal = book.deal("Deal", "9", date(2027, 1, 1))
    play = book.play("Play", None, objective_id=goal, opportunity_id=deal)
    late = book.task("Send offer", date(2026, 12, 4), what_id=deal, owner_id=ann)
    book.task("Later", date(2026, 12, 9), what_id=play)
    book.task("Done", date(2026, 12, 1), what_id=play, completed=date(2026, 11, 1))
    book.task("Loose", date(2026, 12, 1))
    own = book.task("Book the visit", None, what_id=goal)
    account = analyse(book.build())
    (found,) = account.goals
    assert found.plays[0].next_action.id == late
    assert found.next_action.id == own
    assert account.aims.actions_tied == (3, 4)
    shown = compose(account, "plan", Formats()).values["goals"][0]
    assert shown["plays"][0]["next_step"] == "Send offer (Ann, Dec 4, 2026)"
    assert shown["next_step"] == "Book the visit (no owner, no date)"


def test_a_task_about_a_linked_deal_is_the_goals_own():
    book = Book()
    goal = book.objective(book.plan(), "Renew")
    deal = book.deal("Renewal", "9", date(2027, 1, 1))
    book.add(MeasureLink, measure_id=book.measure(goal, "Renewed"), record_id=deal)
    task = book.task("Send the schedule", date(2026, 12, 4), what_id=deal)
    (found,) = analyse(book.build()).goals
    assert found.next_action.id == task


# -- doubts (row 81) -----------------------------------------------------------------------------


def test_an_upsell_beside_a_wish_for_lower_cost_is_a_question():
    book = Book()
    wish = book.priority("Lower the cost of each tonne")
    book.priority("Faster close")
    up = book.play("More seats", None, kind="Upsell", owner_id=book.user("Ann"))
    book.play("One platform", None, kind="Cross-sell")
    (doubt,) = analyse(book.build()).aims.doubts
    assert (doubt.play, doubt.kind, doubt.wish, doubt.word) == (
        "More seats",
        "Upsell",
        "Lower the cost of each tonne",
        "cost",
    )
    assert set(doubt.ids) == {up, wish}


def test_without_a_wish_about_cost_or_a_play_that_raises_the_bill_nothing_is_asked():
    book = Book()
    book.priority("Faster close")
    book.play("Dearer", None, kind="Price uplift")
    assert analyse(book.build()).aims.doubts == ()


# -- what was tried (row 37) ---------------------------------------------------------------------


def test_closed_goals_say_whether_their_strategy_worked():
    book = Book()
    old = book.plan("FY25", status="Inactive", end_date=date(2025, 12, 31), notes="We knew plants.")
    reached = book.objective(old, "Reach 100", strategy="Line by line", end_date=date(2025, 12, 1))
    book.measure(reached, "ARR", current="110", target="100")
    falls = book.objective(old, "Down to 2", end_date=date(2025, 6, 1))
    book.measure(falls, "Hours", "number", baseline="9", current="3", target="2")
    book.objective(old, "Unmeasured", end_date=date(2025, 3, 1))
    now = book.plan()
    book.objective(now, "Closed early", status="Closed", end_date=date(2026, 5, 1))
    book.objective(now, "Running")
    tried = analyse(book.build()).aims.tried
    assert [(row.goal, row.worked) for row in tried] == [
        ("Closed early", None),
        ("Reach 100", True),
        ("Down to 2", False),
        ("Unmeasured", None),
    ]
    assert (tried[1].strategy, tried[1].reached, tried[1].target) == (
        "Line by line",
        D(110),
        D(100),
    )
    assert (tried[0].notes, tried[1].notes) == (None, "We knew plants.")


# -- the source line (row 42), the scorecard's targets (rows 89, 90) -----------------------------


def test_a_priority_without_its_source_line_says_what_is_missing():
    book = Book()
    ann = book.contact("Ann")
    book.priority("Whole", stated_by_id=ann, stated_on=date(2026, 5, 1), stated_where="Review")
    book.priority("Half", stated_on=date(2026, 5, 1))
    account = analyse(book.build())
    assert {row.name: row.unsourced for row in account.priorities} == {
        "Whole": (),
        "Half": ("who", "where"),
    }
    shown = {
        p["name"]: p["source_gap"] for p in compose(account, "plan", Formats()).values["priorities"]
    }
    assert shown == {
        "Whole": None,
        "Half": "source incomplete: who said it, where not recorded",
    }


def metric(book: Book, name: str, options: Options = Options()):
    found = analyse(book.build(), options=options).metrics
    return next(m for m in (*found.leading, *found.lagging) if m.name == name)


def test_a_metrics_target_is_an_objectives_then_the_settings_and_no_invention():
    options = Options(metric_targets=(("net_revenue_retention", D(110)), ("renewal_rate", D(95))))
    book = Book(arr=D(460), arr_year_ago=D(400), revenue_target=D(500))
    found = metric(book, "Net revenue retention")
    assert (found.target, found.target_from) == (None, None)
    found = metric(book, "Net revenue retention", options)
    assert (found.target, found.target_from) == (D(110), "the settings")
    assert metric(book, "Renewal rate", options).target == D(95)
    assert metric(book, "Action completion").target_from is None
    goal = book.objective(book.plan(), "Keep what we have")
    book.measure(goal, "NRR", "percent", baseline="102", target="120")
    found = metric(book, "Net revenue retention", options)
    assert (found.baseline, found.target, found.target_from) == (
        D(102),
        D(120),
        "Keep what we have",
    )


def test_money_targets_of_the_settings_are_converted():
    book = Book(currency="EUR", corporate="USD")
    book.rate("USD", "1")
    book.rate("EUR", "0.5")
    options = Options(metric_targets=(("expansion_bookings", D(100)),))
    assert metric(book, "Expansion bookings", options).target == D(50)


def test_nrr_and_change_have_the_year_before_as_baseline_where_assets_reach_back():
    book = Book()
    book.asset(book.product("A"), "100", start_date=date(2023, 1, 1))
    book.asset(book.product("B"), "25", start_date=date(2025, 3, 1))
    book.asset(book.product("C"), "75", start_date=date(2026, 3, 1))
    found = metric(book, "Net revenue retention")
    assert (found.baseline, found.current) == (D("125.0"), D("160.0"))
    change = metric(book, "Change in ARR")
    assert (change.baseline, change.current) == (D(25), D(75))


def test_play_progression_is_held_against_the_quarters_start():
    book = Book()
    early = book.deal("Early", "9", date(2027, 1, 1), created=date(2026, 5, 1))
    late = book.deal("Late", "9", date(2027, 1, 1), created=date(2026, 8, 1))
    for name, deal in (("One", early), ("Two", late), ("Three", None)):
        book.play(name, None, opportunity_id=deal, created=date(2026, 4, 1))
    book.play("New", None, created=date(2026, 9, 1))
    found = metric(book, "Play progression")
    assert (found.baseline, found.current) == (D("33.3"), D("50.0"))
    assert date(2026, 9, 1) < AS_OF
