"""Vague goals are found and good ones are left alone (METHOD.md rows 78 to 80, 96)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from generator.analysis.analyse import Options, analyse
from generator.analysis.linting import Written, has_number, is_vague, lint
from generator.analysis.options import VAGUE_VERBS
from generator.analysis.results import Figure, GoalMeasure
from generator.artifacts import compose
from generator.artifacts.phrases import load_phrases
from generator.formats import Formats
from tests.builders import Book

VAGUE = (
    "Deepen the relationship",
    "Deepen the relationship by 31 March 2027",
    "Strengthen executive alignment in FY2027",
    "Grow the account",
    "Growing our footprint across Europe",
    "Improve adoption by Q3",
    "Improve adoption by Q3 2027",
    "Increase engagement with the CIO",
    "Leverage the partnership",
    "Leveraging synergies between both teams",
    "Drive value realisation",
    "Expand into more divisions",
    "Explore new use cases in 2027",
    "Foster trust with procurement",
    "Enhance customer experience by June 30, 2027",
    "Optimise the renewal process",
    "Maximize account potential before 2027-12-31",
    "Build a stronger executive relationship",
    "Develop the champion network",
    "Support the customer on its journey",
    "Continue the good cooperation",
    "Maintain the high level of satisfaction",
    "Raise awareness of the platform in H2",
    "Cultivate sponsors in the first week of January",
    "Accelerate digital transformation",
    "Boost usage",
)
GOOD = (
    "Grow ACV from 1.2M to 1.8M",
    "Bring annual recurring revenue to $2.45 million by 31 December 2026",
    "Grow recurring revenue to two million pounds by 31 December 2026",
    "Expand from 2 divisions to 5 by June 2027",
    "Expand to five divisions by June 2027",
    "Win the sponsorship of the CFO by 31 March 2027",
    "Sign the three-year group agreement by 18 December 2026",
    "Renew the master agreement for three years before 12 March 2027",
    "Renew early at the higher tier by 30 September 2026",
    "Increase active users by 20 % by 30 June 2027",
    "Improve first-pass yield to 98% by 31 March 2027",
    "Halve unplanned stops in Esslingen by 31 March 2027",
    "Raise NRR from 102 to 115 percent in FY2027",
    "Increase market share to 30 percent by 2027",
    "Improve customer satisfaction from 7.8 to 8.5 by Q4",
    "Start quality control on six test benches by 31 March 2027",
    "Have Operational Excellence adopt the Laredo shift standard by 31 March 2027",
    "Bring the median mock recall to two hours by 30 June 2027",
    "Measure two halls in Tarragona by 31 March 2027",
    "Earn a quarterly half hour with the chief operating officer from January 2027",
    "Maintain renewal rate at 95 % through 2027",
    "Build a dozen reference plants by December 2027",
    "Double the plants that use three products by 2027",
    "Hold recurring revenue above $0.7 million and end FY2026 at $0.85 million",
    "Close the audit finding on access rights by 15 May 2027",
)


@pytest.mark.parametrize("name", VAGUE)
def test_a_direction_without_a_number_is_vague(name: str) -> None:
    assert is_vague(name, VAGUE_VERBS)


@pytest.mark.parametrize("name", GOOD)
def test_a_goal_with_a_number_or_a_plain_result_is_not_vague(name: str) -> None:
    assert not is_vague(name, VAGUE_VERBS)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_goal_that_is_fully_recorded_has_no_finding(name: str) -> None:
    assert lint(replace(WRITTEN, name=name), (MEASURE,), VAGUE_VERBS, ("Energy",)) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("by 31 March 2027", False),
        ("by March 31, 2027", False),
        ("on 2027-03-31", False),
        ("in FY26 and Q3", False),
        ("in 2027", False),
        ("reach 31 plants in March 2027", True),
        ("reach 12% by March", True),
        ("two plants", True),
        ("none at all", False),
        ("Improve margin 5 points", True),
        ("Grow market 20%", True),
        ("Improve junior 12 hires", True),
        ("Grow users to 2000", True),
        ("by Sept. 5, 2027", False),
    ],
)
def test_dates_and_years_are_no_numbers(text: str, found: bool) -> None:
    assert has_number(text) is found


WRITTEN = Written(
    id="1MO000000000001AAA",
    name="Grow ARR to 2M",
    end=date(2026, 12, 31),
    owner_id="005000000000001AAA",
    is_queue=False,
    has_priority=True,
    has_outcome=True,
    theme="energy",
)
MEASURE = GoalMeasure(
    id="1MM000000000001AAA",
    name="ARR",
    unit="currency",
    baseline=Decimal(1),
    current=Decimal(1),
    target=Decimal(2),
    source="",
    progress=None,
    bridge=Figure(None),
    uncovered=None,
    ids=(),
)


def codes(
    goal: Written = WRITTEN, *measures: GoalMeasure, themes: tuple[str, ...] = ()
) -> list[str]:
    return [row.code for row in lint(goal, measures or (MEASURE,), VAGUE_VERBS, themes)]


def test_each_thing_that_a_goal_lacks_is_a_finding_of_its_own() -> None:
    assert codes() == []
    assert codes(replace(WRITTEN, end=None)) == ["no_date"]
    assert codes(replace(WRITTEN, owner_id=None)) == ["no_owner"]
    assert codes(replace(WRITTEN, is_queue=True)) == ["queue_owner"]
    assert codes(replace(WRITTEN, has_priority=False)) == ["no_priority"]
    assert codes(replace(WRITTEN, has_outcome=False)) == ["no_outcome"]
    assert codes(WRITTEN, replace(MEASURE, baseline=None)) == ["no_baseline"]
    assert codes(WRITTEN, replace(MEASURE, target=None)) == ["no_target"]
    assert codes(WRITTEN, replace(MEASURE, unit="")) == ["no_unit"]
    assert [row.code for row in lint(WRITTEN, (), VAGUE_VERBS)] == ["no_measure"]


def test_a_milestone_is_a_measure_and_counts_as_number_and_unit() -> None:
    reached = replace(MEASURE, unit="boolean", baseline=Decimal(0), target=Decimal(1))
    assert codes(replace(WRITTEN, name="Strengthen the tie to the CFO"), reached) == []


def test_a_theme_is_asked_for_only_where_the_company_has_some() -> None:
    assert codes(replace(WRITTEN, theme=None)) == []
    assert codes(replace(WRITTEN, theme=None), themes=("Energy",)) == ["no_theme"]
    assert codes(replace(WRITTEN, theme="Cost"), themes=("Energy",)) == ["other_theme"]
    assert codes(themes=("Energy",)) == []


def test_the_list_of_vague_verbs_is_the_settings_to_choose() -> None:
    assert not is_vague("Deepen the relationship", ("harness",))
    assert is_vague("Harnessing goodwill", ("harness",))
    assert not is_vague("Deepen the relationship", ())
    book = Book()
    book.objective(book.plan(), "Harness goodwill")
    options = Options(vague_verbs=("harness",), themes=("Energy",))
    (goal,) = analyse(book.build(), options=options).goals
    assert {"vague", "no_theme"} <= {row.code for row in goal.findings}


def test_each_finding_has_words_and_advice() -> None:
    phrases = load_phrases()
    every = (
        *("vague", "no_measure", "no_baseline", "no_target", "no_unit", "no_date", "no_owner"),
        *("queue_owner", "no_outcome", "no_priority", "no_theme", "other_theme"),
    )
    for code in every:
        assert phrases.say(f"lint.{code}", about="X")
        assert phrases.say(f"sharpen.{code}", about="X")


def test_advice_stands_beside_the_goal_with_the_ids_of_what_lacks_it() -> None:
    book = Book()
    goal = book.objective(book.plan(), "Deepen the relationship", end_date=date(2027, 1, 1))
    measure = book.measure(goal, "Meetings", "number", current="1")
    composed = compose(analyse(book.build()), "plan", Formats())
    (shown,) = composed.values["goals"]
    assert "It has no owner." in shown["problems"]
    assert "Name one owner." in shown["to_sharpen"]
    texts = {row["code"]: row["text"] for row in shown["findings"]}
    assert texts["no_baseline"] == "Meetings: the baseline is missing."
    index = [row["code"] for row in shown["findings"]].index("no_baseline")
    assert composed.ids_of("goals[0].findings") == () or measure
    assert analyse(book.build()).goals[0].findings[index].ids == (measure,)
