"""Sentences, titles and charts: chosen by the data, right in number, silent on the unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount, Figure
from generator.artifacts import compose
from generator.formats import Formats
from tests.builders import AS_OF, Book
from tests.test_artifacts_builder import full_account

US = Formats()


def plan(account: AnalysedAccount) -> dict[str, Any]:
    return compose(account, "plan", US).values


def deck(account: AnalysedAccount) -> dict[str, Any]:
    return compose(account, "qbr", US).values


def with_money(current: str | None, target: str | None, **play_values: str) -> AnalysedAccount:
    account = full_account()
    now = None if current is None else Decimal(current)
    goal = None if target is None else Decimal(target)
    gap = None if now is None or goal is None else goal - now
    money = replace(account.revenue, current=Figure(now), target=Figure(goal), gap=Figure(gap))
    play = account.plays[0]
    plays = tuple(
        replace(
            play,
            name=name,
            value=Decimal(value),
            opportunity_id=None,
            outcome="planned",
            close_date=date(2026, 12, 1),
        )
        for name, value in play_values.items()
    )
    return replace(account, revenue=money, plays=plays)


def with_readings(*values: str, **priority: Any) -> AnalysedAccount:
    """The first priority with one reading at the end of each quarter up to the reviewed one."""
    account = full_account()
    ends = [date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)]
    days = [*ends, date(2026, 9, 30)][-len(values) :]
    readings = tuple((day, Decimal(v)) for day, v in zip(days, values, strict=True))
    changed = replace(account.priorities[0], kpi="Resolution time", readings=readings, **priority)
    return replace(account, priorities=(changed,))


# -- page 1 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("current", "target", "sentence"),
    [
        ("1200000", "1500000", "Acme pays us $1.2M a year; the target is $1.5M, $300K more."),
        ("1500000", "1500000", "Acme pays us $1.5M a year; the target of $1.5M is reached."),
        ("1200000", None, "Acme pays us $1.2M a year."),
        (None, "1500000", "The target for Acme is $1.5M; what it pays now is not recorded."),
    ],
)
def test_the_headline_says_what_is_known_of_revenue(
    current: str | None, target: str | None, sentence: str
) -> None:
    account = with_money(current, target)
    account = replace(account, profile=replace(account.profile, name="Acme"))
    headline = plan(account)["summary"]["headline"]
    assert headline.startswith(sentence + " The next renewal is due")


def test_where_nothing_is_known_of_revenue_the_headline_is_about_the_renewal() -> None:
    account = with_money(None, None)
    account = replace(account, renewal=replace(account.renewal, day=Figure(None), days=None))
    headline = plan(account)["summary"]["headline"]
    assert headline == "The date of the next renewal is not recorded."


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (129, "is due in 129 days"),
        (1, "is due tomorrow"),
        (0, "is due today"),
        (-1, "was due yesterday"),
        (-12, "was due 12 days ago"),
    ],
)
def test_the_renewal_is_counted_in_days_people_say(days: int, words: str) -> None:
    account = full_account()
    account = replace(account, renewal=replace(account.renewal, days=days))
    assert words in plan(account)["summary"]["headline"]


def test_unknown_figures_of_page_one_stay_unknown() -> None:
    values = [row["value"] for row in plan(with_money(None, None))["summary"]["kpis"]]
    assert values[:3] == [None, None, None]
    assert not any(value in {"$0", "0"} for value in values)


# -- sections ----------------------------------------------------------------------------------


def test_plays_are_set_against_the_gap() -> None:
    short = plan(with_money("1000", "2000", one="400", two="200"))["conclusions"]["goals"]
    assert (
        "Plays that close by Dec 31, 2026 bring $600 of the $1K missing; $400 is not covered."
    ) in short
    enough = plan(with_money("1000", "2000", one="900", two="200"))["conclusions"]["goals"]
    assert "Plays that close by Dec 31, 2026 bring $1.1K and cover the gap of $1K." in enough


def test_a_play_whose_opportunity_is_won_adds_nothing_to_the_gap() -> None:
    account = with_money("1000", "2000", one="400", two="200")
    won = next(deal.id for deal in account.performance.deals if deal.state == "won")
    plays = (replace(account.plays[0], opportunity_id=won, outcome="won"), account.plays[1])
    said = plan(replace(account, plays=plays))["conclusions"]["goals"]
    assert "bring $200 of the $1K missing" in said


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("not_enabled", "Support cases: not enabled in this org."),
        ("not_visible", "Support cases: not visible to Ana Ruiz."),
        ("not_mapped", "Support cases: not mapped."),
        ("no_records", "No cases in the period."),
    ],
)
def test_an_empty_section_says_why_in_its_own_words(state: str, text: str) -> None:
    account = full_account(reader="Ana Ruiz")
    row = replace(account.coverage[0], topic="cases", state=state)
    values = plan(replace(account, coverage=(row,)))
    assert values["empty"]["support"] == text
    assert len({values["coverage"][0]["state_label"], text}) == 2


def test_a_state_of_coverage_names_the_reader_even_if_nobody_is_known() -> None:
    account = full_account(reader="")
    row = replace(account.coverage[0], state="not_visible")
    label = plan(replace(account, coverage=(row,)))["coverage"][0]["state_label"]
    assert label == "not visible to the user who reads"


def test_one_and_many_are_told_apart() -> None:
    account = full_account()
    one = replace(account, risks=account.risks[:1])
    assert plan(one)["conclusions"]["risks"].startswith("One risk is open: ")
    assert plan(account)["conclusions"]["risks"].startswith("2 risks are open; the worst: ")
    late = replace(account.actions[0], days_overdue=3)
    rest = tuple(replace(a, days_overdue=0) for a in account.actions)
    values = plan(replace(account, actions=(late, *rest)))
    assert values["conclusions"]["actions"] == "3 actions are open, 1 of them late."
    assert plan(replace(account, actions=rest))["conclusions"]["actions"].endswith("all on time.")


@pytest.mark.parametrize(
    ("won", "lost", "sentence"),
    [
        (1, 0, "The one decided deal was won."),
        (3, 0, "All 3 decided deals were won."),
        (0, 1, "No decided deal was won."),
        (1, 2, "One of 3 decided deals was won."),
        (2, 1, "2 of 3 decided deals were won."),
    ],
)
def test_some_of_many_are_counted_as_people_say_it(won: int, lost: int, sentence: str) -> None:
    account = full_account()
    performance = replace(
        account.performance,
        won=replace(account.performance.won, count=won),
        lost=replace(account.performance.lost, count=lost),
    )
    values = plan(replace(account, performance=performance))
    assert values["conclusions"]["performance"].startswith(sentence)
    assert ("Won in all: " in values["conclusions"]["performance"]) == (won > 0)


# -- the customer's titles ---------------------------------------------------------------------


def test_a_trend_is_told_from_first_to_last_reading() -> None:
    values = deck(with_readings("4.1", "3.6", "3.1", "2.8", "2.6"))
    assert values["titles"]["progress"] == (
        "Resolution time fell from 4.1 to 2.6 days over four quarters"
    )
    trend = values["review"]["trends"][0]
    assert trend["takeaway"] == "The target is 2 days: 71% of the way is done."
    assert trend["chart"]["categories"] == [
        "Q3 FY2025",
        "Q4 FY2025",
        "Q1 FY2026",
        "Q2 FY2026",
        "Q3 FY2026",
    ]
    names = [series["name"] for series in trend["chart"]["series"]]
    assert names == ["Actual", "Baseline", "Target"]
    assert trend["chart"]["series"][2]["values"] == [Decimal(2)] * 5


@pytest.mark.parametrize(
    ("readings", "title"),
    [
        (("3", "3"), "Resolution time held at 3 days for one quarter"),
        (("2", "3.5"), "Resolution time rose from 2 to 3.5 days in one quarter"),
    ],
)
def test_a_trend_may_rise_or_hold(readings: tuple[str, ...], title: str) -> None:
    assert deck(with_readings(*readings))["titles"]["progress"] == title


def test_one_reading_is_no_trend() -> None:
    values = deck(with_readings("2.6"))
    assert values["review"]["trends"] == []
    assert values["slides"]["progress"] is False
    assert values["titles"]["progress"] is None
    assert values["charts"]["kpi_trend"]["categories"] == []


def test_a_reading_after_the_quarter_under_review_is_not_in_its_trend() -> None:
    account = with_readings("4.1", "2.6")
    later = (*account.priorities[0].readings, (date(2026, 10, 31), Decimal(9)))
    account = replace(account, priorities=(replace(account.priorities[0], readings=later),))
    assert deck(account)["review"]["trends"][0]["current_text"] == "2.6 days"


@pytest.mark.parametrize(
    ("last", "takeaway"),
    [
        ("1.9", "The target of 2 days is reached."),
        ("5", "The target is 2 days: we are not yet closer to it than at the start."),
    ],
)
def test_the_takeaway_does_not_flatter(last: str, takeaway: str) -> None:
    account = with_readings("4.1", last, baseline=Decimal("4.1"), target=Decimal(2))
    assert deck(account)["review"]["trends"][0]["takeaway"] == takeaway


def test_a_name_too_long_for_a_title_gives_way_to_a_shorter_one_or_is_cut() -> None:
    account = with_readings("24", "12", name="Faster calls")
    wish = replace(account.priorities[0], kpi="Time to resolve a call " * 4)
    told = deck(replace(account, priorities=(wish,)))["titles"]["progress"]
    assert told == "Faster calls fell from 24 to 12 days in one quarter"
    wish = replace(wish, name="A" * 70)
    told = deck(replace(account, priorities=(wish,)))["titles"]["progress"]
    cut = "Time to resolve a call Time to resolve a call Time to resolve a…"
    assert told == f"{cut} fell from 24 to 12 days in one quarter"


def _promises(account: AnalysedAccount, *states: str) -> AnalysedAccount:
    row = replace(account.commitments[0], due=date(2026, 9, 1))
    return replace(account, commitments=tuple(replace(row, state=state) for state in states))


@pytest.mark.parametrize(
    ("states", "title", "takeaway"),
    [
        (("kept",), "We kept the one commitment we made", None),
        (("kept", "kept"), "We kept 2 of 2 commitments we made to each other", None),
        (
            ("kept", "late", "open"),
            "We kept 1 of the 3 commitments we made to each other",
            "Not kept: 1 late, 1 still open.",
        ),
    ],
)
def test_promises_are_counted_as_they_were_kept(
    states: tuple[str, ...], title: str, takeaway: str | None
) -> None:
    values = deck(_promises(full_account(), *states))
    assert values["titles"]["commitments"] == title
    assert values["takeaways"]["commitments"] == takeaway


def test_promises_of_quarters_long_past_are_not_told_again_unless_still_owed() -> None:
    account = full_account()
    old = replace(account.commitments[0], due=date(2026, 2, 1), done_on=date(2026, 2, 1))
    rows = (replace(old, state="kept"), replace(old, state="late"))
    values = deck(replace(account, commitments=rows))
    assert [row["state"] for row in values["review"]["promises"]] == ["late"]


def test_what_is_still_to_come_is_the_joint_plan_and_no_broken_promise() -> None:
    values = deck(full_account())
    assert [row["due"] for row in values["review"]["joint_plan"]] == [date(2026, 12, 3)]
    assert values["titles"]["joint_plan"] == (
        "One joint action for Q4 FY2026, due December 3, 2026"
    )
    assert date(2026, 12, 3) not in [row["due"] for row in values["review"]["promises"]]


def test_the_summary_makes_at_most_three_claims_and_pads_none() -> None:
    assert len(deck(full_account())["review"]["statements"]) == 3
    bare = full_account(declared_safe=(), commitments=(), owned_products=())
    claims = deck(bare)["review"]["statements"]
    assert len(claims) == 1
    assert claims[0]["text"].startswith("3 cases closed")


@pytest.mark.parametrize("same", [True, False])
def test_the_summary_does_not_say_one_thing_twice(same: bool) -> None:
    account = with_readings("4.1", "2.6")
    wish = account.priorities[0].name if same else "Another one"
    outcome = next(line for line in account.review_lines if line.kind == "outcome")
    account = replace(account, review_lines=(replace(outcome, priority=wish),))
    values = deck(account)
    claims = [row["text"] for row in values["review"]["statements"]]
    assert values["titles"]["outcomes"] in claims
    assert (values["titles"]["progress"] in claims) is not same


@pytest.mark.parametrize(
    ("days", "oldest", "median"),
    [
        (1, "1, the oldest for one day", "one day over the last four quarters"),
        (3, "1, the oldest for 3 days", "3 days over the last four quarters"),
    ],
)
def test_days_of_service_are_counted_in_words(days: int, oldest: str, median: str) -> None:
    book = Book("Acme", tier=1)
    book.case(AS_OF - timedelta(days=days))
    for number in range(3):
        opened = date(2026, 8, 3 + number)
        book.case(opened, opened + timedelta(days=days))
    review = deck(analyse(book.build()))["review"]
    assert review["open_text"] == oldest
    assert review["median_text"] == median


def test_a_roadmap_says_whether_any_item_serves_a_priority() -> None:
    account = full_account()
    line = next(line for line in account.review_lines if line.kind == "roadmap")
    for priority, tied in (("Faster", True), (None, False)):
        changed = replace(account, review_lines=(replace(line, priority=priority),))
        assert compose(changed, "ebr", US).values["review"]["roadmap_tied"] is tied


def test_every_figure_that_has_no_single_value_says_where_it_is() -> None:
    rows = {row["name"]: row["value"] for row in deck(full_account())["review"]["definitions"]}
    assert rows["Quantity"] == "see the products"
    assert "Commitments kept" in rows


def test_the_decision_asked_for_is_the_customers_or_the_joint_plan() -> None:
    account = full_account()
    asked = min(
        (line for line in account.review_lines if line.kind == "decision" and line.is_shared),
        key=lambda line: (line.day or date.max, line.name),
    )
    assert deck(account)["review"]["ask"] == asked.name
    lines = tuple(line for line in account.review_lines if line.kind != "decision")
    without = replace(account, review_lines=lines)
    assert deck(without)["review"]["ask"] == "Agree the joint action for Q4 FY2026"
    nothing = replace(without, commitments=())
    assert deck(nothing)["review"]["ask"] is None


def test_a_quarter_without_cases_says_so() -> None:
    account = full_account()
    *rest, last = account.support.quarters
    last = replace(last, opened=0, closed=0, median_days_to_close=None)
    support = replace(account.support, quarters=(*rest, last), open=0)
    values = deck(replace(account, support=support))
    assert values["slides"]["support"] is True
    assert values["titles"]["support"] == (
        "No case was opened or closed in the quarter, and none is open"
    )


@pytest.mark.parametrize(
    ("days", "words"), [("2.6", "2.6 days"), ("1", "one day"), ("0.5", "0.5 days"), ("8", "8 days")]
)
def test_days_are_one_or_many(days: str, words: str) -> None:
    account = full_account()
    *rest, last = account.support.quarters
    last = replace(last, median_days_to_close=Decimal(days))
    support = replace(account.support, quarters=(*rest, last))
    title = deck(replace(account, support=support))["titles"]["support"]
    assert title == f"3 cases closed in the quarter, half of them within {words}"


# -- charts ------------------------------------------------------------------------------------


def test_the_bridge_carries_each_step_to_its_height() -> None:
    chart = plan(with_money("1000", "2000", Two="200", One="400"))["charts"]["revenue_bridge"]
    assert chart["categories"] == [
        "Now: $1K",
        "One: $400",
        "Two: $200",
        "Not covered: $400",
        "Target: $2K",
    ]
    base, revenue, plays, open_ = (series["values"] for series in chart["series"])
    assert base == [0, 1000, 1400, 1600, 0]
    assert revenue == [1000, None, None, None, 2000]
    assert plays == [None, 400, 200, None, None]
    assert open_ == [None, None, None, 400, None]


def test_the_bridge_takes_small_plays_together() -> None:
    plays = {f"p{n}": str(100 - n) for n in range(9)}
    chart = plan(with_money("1000", "5000", **plays))["charts"]["revenue_bridge"]
    assert chart["categories"] == [
        "Now: $1K",
        "p0: $100",
        "p1: $99",
        "p2: $98",
        "6 other plays: $567",
        "Not covered: $3.1K",
        "Target: $5K",
    ]
    assert chart["series"][2]["values"][4] == sum(100 - n for n in range(3, 9))


def test_plays_past_the_target_leave_nothing_uncovered() -> None:
    chart = plan(with_money("1000", "1200", one="500"))["charts"]["revenue_bridge"]
    assert chart["categories"] == ["Now: $1K", "one: $500", "Target: $1.2K"]


@pytest.mark.parametrize(("current", "target"), [(None, "5"), ("5", None)])
def test_a_bridge_without_both_banks_is_not_drawn(current: str | None, target: str | None) -> None:
    chart = plan(with_money(current, target))["charts"]["revenue_bridge"]
    assert chart["categories"] == []
    assert all(series["values"] == [] for series in chart["series"])


def test_a_chart_of_nothing_but_zeros_is_empty() -> None:
    account = full_account()
    quarters = tuple(
        replace(q, opened=0, closed=0, median_days_to_close=None) for q in account.support.quarters
    )
    account = replace(account, support=replace(account.support, quarters=quarters))
    assert plan(account)["charts"]["cases"]["categories"] == []


def test_an_unknown_point_is_a_gap_and_no_zero() -> None:
    account = full_account()
    first, *rest = account.support.quarters
    quarters = (replace(first, median_days_to_close=None), *rest)
    account = replace(account, support=replace(account.support, quarters=quarters))
    assert plan(account)["charts"]["cases"]["series"][2]["values"][0] is None


def test_more_than_seven_teams_are_seven_bars() -> None:
    account = full_account()
    owned = account.owned_products[0]
    rows = tuple(
        replace(owned, unit=f"Team {n}", unit_id=f"u{n}", product_id=f"p{p}", product=f"P{p}")
        for n in range(9)
        for p in range(9 - n)
    )
    chart = deck(replace(account, owned_products=rows))["charts"]["products_by_team"]
    assert chart["categories"] == [*(f"Team {n}" for n in range(6)), "3 other teams"]
    assert chart["series"][0]["values"] == [9, 8, 7, 6, 5, 4, 3]


def test_the_map_keeps_those_who_matter_when_not_all_fit() -> None:
    account = full_account()
    people = account.relationships.contacts
    crowd = tuple(
        replace(people[2], id=f"c{n:02}", name=f"Crowd {n:02}", role=None, reports_to_id=None)
        for n in range(30)
    )
    relations = replace(account.relationships, contacts=(*people, *crowd))
    values = plan(replace(account, relationships=relations))["relationships"]
    nodes = values["map"]["nodes"]
    assert len(nodes) == 18
    assert {person.name for person in people} <= {node["title"] for node in nodes}
    assert values["map_more"] == "Besides any that the drawing counts, 15 more people are left out."


def test_a_parent_in_the_map_is_always_in_the_map() -> None:
    account = full_account()
    values = plan(account)["relationships"]["map"]
    ids = {node["id"] for node in values["nodes"]}
    assert all(node["parent"] in ids for node in values["nodes"] if node["parent"])
    assert [node["parent"] for node in values["nodes"]].count(None) == 1


def test_the_matrix_places_by_influence_and_strength_and_says_who_is_missing() -> None:
    values = plan(full_account())["relationships"]
    points = {point["label"]: point for point in values["matrix"]["points"]}
    assert len(points) == 2
    assert all(0 <= point["x"] <= 1 and 0 <= point["y"] <= 1 for point in points.values())
    first, second, _ = full_account().relationships.contacts
    assert points[first.name]["x"] < 0.5 < points[first.name]["y"]
    assert points[second.name]["x"] < points[first.name]["x"]
    assert values["matrix_more"] == "1 person is not placed: influence or strength unknown"


def test_people_of_one_judgment_stand_in_one_place_which_the_drawing_spreads() -> None:
    account = full_account()
    person = account.relationships.contacts[0]
    people = tuple(replace(person, id=f"p{n}", name=f"P{n}") for n in range(5))
    relations = replace(account.relationships, contacts=people)
    points = plan(replace(account, relationships=relations))["relationships"]["matrix"]["points"]
    assert len(points) == 5
    assert len({(point["x"], point["y"]) for point in points}) == 1


def test_a_review_of_an_earlier_quarter_tells_of_that_quarter_alone() -> None:
    account = full_account()
    period = account.period
    before = replace(
        period,
        quarter=period.fiscal.shift(period.quarter, -1),
        next_quarter=period.quarter,
    )
    row = account.commitments[0]
    kept = replace(row, state="kept", due=period.quarter.end, is_shared=True)
    ahead = replace(row, state="open", due=period.next_quarter.end, is_shared=True)
    promised = replace(account, commitments=(kept, ahead))
    now = deck(promised)["review"]
    then = deck(replace(promised, period=before))
    assert (now["promises_count"], len(now["joint_plan"])) == (1, 1)
    assert (then["review"]["promises_count"], len(then["review"]["joint_plan"])) == (0, 0)
    assert deck(promised)["outcomes"]
    assert not then["outcomes"]
