"""A slide with too little to say is left out and the run says why; its number is not lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.artifacts import CATALOG, compose
from generator.artifacts.compose import Composed
from generator.artifacts.schema import CUSTOMER
from generator.artifacts.telling import enough, slides, trends
from generator.formats import Formats
from generator.model.records import Commitment, KpiReading, ReviewItem
from generator.model.rules import UNIT_NAMES
from generator.pipeline import Order, produce
from tests.builders import AS_OF, Book
from tests.reading_back import Deck, read

US = Formats()
SAFE = (
    *("priority.name", "priority.kpi", "priority.baseline", "priority.current", "priority.target"),
    *("kpi_reading.day", "kpi_reading.value", "asset.active_users", "usage.active_users"),
    *("review_item.name", "review_item.detail", "review_item.figure", "review_item.day"),
    *UNIT_NAMES,
)
DECKS = tuple(name for name, what in CATALOG.items() if what.audience == CUSTOMER)
END = date(2026, 9, 30)  # of the quarter under review


def customer() -> Book:
    book = Book("Acme", tier=1)
    book.safe(*SAFE)
    return book


def deck(book: Book, artifact: str = "qbr") -> Composed:
    return compose(analyse(book.build()), artifact, US)


def reason(composed: Composed, slide: str) -> str | None:
    return {row.slide: row.reason for row in composed.left_out}.get(slide)


def claims(composed: Composed) -> list[str]:
    return [row["text"] for row in composed.values["review"]["statements"]]


def figure(composed: Composed, name: str) -> str | None:
    rows = composed.values["review"]["definitions"]
    return {row["name"]: row["value"] for row in rows}.get(name)


def item(book: Book, kind: str, name: str, **values: Any) -> None:
    book.add(ReviewItem, account_id=book.root, kind=kind, name=name, is_shared=True, **values)


# -- charts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("teams", "is_there"), [(1, False), (2, True)])
def test_products_by_team_are_compared_where_there_are_two_teams(
    teams: int, is_there: bool
) -> None:
    book = customer()
    product = book.product("Core")
    for number in range(teams):
        book.asset(product, account=book.division(f"Division {number}"), quantity="3")
    made = deck(book)
    assert made.values["slides"]["products"] is is_there
    assert (reason(made, "products") is None) is is_there
    if not is_there:
        assert "only one team" in str(reason(made, "products"))
        assert "One team works with one product" in claims(made)
        assert (figure(made, "Teams"), figure(made, "Products in use")) == ("1", "1")
        assert [row["quantity"] for row in made.values["usage"]["products"]] == [3]


@pytest.mark.parametrize(("products", "is_there"), [(1, False), (2, True)])
def test_active_users_are_compared_where_two_products_have_some(
    products: int, is_there: bool
) -> None:
    book = customer()
    for number in range(products):
        book.asset(book.product(f"Product {number}"), quantity="9", active_users=7)
    book.asset(book.product("Unmeasured"), quantity="1")
    made = deck(book)
    assert made.values["slides"]["adoption"] is is_there
    if not is_there:
        assert "active users of only one product" in str(reason(made, "adoption"))
        assert figure(made, "Active users") == "7 (known for 1 of 2)"


@pytest.mark.parametrize(("count", "is_there"), [(1, False), (2, False), (3, True)])
def test_service_needs_three_cases_in_four_quarters(count: int, is_there: bool) -> None:
    book = customer()
    for number in range(count):
        book.case(date(2026, 8, 3 + number), date(2026, 8, 9 + number))
    for number in range(5):  # of a time before: in the chart, and no reason for one
        book.case(date(2025, 2, 3 + number), date(2025, 2, 9))
    made = deck(book)
    assert made.values["slides"]["support"] is is_there
    cases = "1 case" if count == 1 else f"{count} cases"
    told = f"only {cases} in four quarters: too little for a slide; counted in the appendix"
    assert reason(made, "support") == (None if is_there else told)
    assert figure(made, "Cases opened") == str(count)


def test_cases_that_are_still_open_count_whenever_they_were_opened() -> None:
    book = customer()
    for number in range(3):
        book.case(date(2025, 2, 3 + number))
    assert deck(book).values["slides"]["support"] is True


@pytest.mark.parametrize(("readings", "is_there"), [(1, False), (2, True)])
def test_a_trend_needs_two_readings(readings: int, is_there: bool) -> None:
    book = customer()
    wish = book.priority("Faster", kpi="Days", baseline="9", target="3")
    for number in range(readings):
        day = END - timedelta(days=92 * number)
        book.add(KpiReading, priority_id=wish, day=day, value=Decimal(5))
    made = deck(book)
    assert made.values["slides"]["progress"] is is_there
    if not is_there:
        assert "a trend needs two" in str(reason(made, "progress"))
        assert made.values["priorities"][0]["current"] == 5


# -- lines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["outcome", "option", "roadmap"])
def test_one_line_that_is_only_a_name_is_no_slide(kind: str) -> None:
    topic = {"outcome": "outcomes", "option": "options"}.get(kind, kind)
    bare, more, two = customer(), customer(), customer()
    item(bare, kind, "A name")
    item(more, kind, "A name", detail="And what it means")
    item(two, kind, "A name")
    item(two, kind, "Another")
    assert "nothing but its name" in str(reason(deck(bare), topic))
    for book in (more, two):
        assert deck(book).values["slides"][topic] is True


def test_an_outcome_that_is_only_a_name_is_still_a_claim() -> None:
    book = customer()
    item(book, "outcome", "Faster handover")
    assert claims(deck(book)) == ["One outcome this quarter: Faster handover"]


def test_what_did_not_work_is_shown_with_what_we_change_or_not_at_all() -> None:
    book = customer()
    for name in ("Alerts came too often", "The list has no owner"):
        item(book, "lesson", name)
    assert "nothing says what we change" in str(reason(deck(book), "lessons"))
    item(book, "lesson", "Training came late", detail="It starts in week one")
    assert deck(book).values["slides"]["lessons"] is True


def test_one_promise_and_one_decision_are_enough() -> None:
    book = customer()
    for name, due in (("Train the crew", END), ("Agree the list", date(2026, 12, 4))):
        book.add(Commitment, account_id=book.root, name=name, due_date=due, is_shared=True)
    item(book, "decision", "Name the owner")
    made = deck(book).values["slides"]
    assert [made[name] for name in ("commitments", "joint_plan", "decisions")] == [True] * 3


def test_one_claim_is_no_summary() -> None:
    book = customer()
    item(book, "outcome", "Faster handover", detail="By two hours")
    assert reason(deck(book), "summary") == "only one claim: too little for a summary"
    item(book, "outcome", "Fewer stops", detail="By a third")
    book.asset(book.product("Core"), quantity="3")
    made = deck(book)
    assert len(claims(made)) == enough.CLAIMS
    assert made.values["slides"]["summary"] is True


def test_a_field_that_is_not_declared_is_the_reason_before_any_other() -> None:
    book = Book("Acme", tier=1)
    item(book, "outcome", "Faster handover")
    assert reason(deck(book), "outcomes") == "not declared safe for customers: review_item.name"


def test_every_minimum_is_of_a_slide_that_there_is() -> None:
    assert set(enough._CHECKS) <= set(slides.NAMES)
    assert enough.CASES > 1 < enough.BARS
    assert trends.READINGS > 1


# -- the deck as a whole -------------------------------------------------------------------------


def rich() -> Book:
    """Three slides of content in either deck, and a customer for years."""
    book = customer()
    book.contract(date(2027, 6, 30), start_date=date(2022, 7, 1))
    book.priority("Faster", kpi="Days", baseline="9", current="5", target="3")
    item(book, "option", "Help", detail="How")
    item(book, "decision", "Name the owner")
    item(book, "outcome", "Faster handover", detail="By two hours")
    return book


@pytest.mark.parametrize("artifact", DECKS)
def test_a_deck_of_fewer_than_three_slides_of_content_is_thin(artifact: str) -> None:
    assert deck(rich(), artifact).thin == ()
    book = customer()
    item(book, "option", "Help", detail="How")
    item(book, "decision", "Name the owner")
    (told,) = deck(book, artifact).thin
    assert told == "Thin: 2 slides have content, a review needs 3."


@pytest.mark.parametrize("artifact", DECKS)
@pytest.mark.parametrize(
    ("days", "told"),
    [
        (
            0,
            "Thin: not a day of data, the first record is of Nov 22, 2026; a review needs 30 days.",
        ),
        (1, "Thin: 1 day of data, since Nov 21, 2026; a review needs 30 days."),
        (29, "Thin: 29 days of data, since Oct 24, 2026; a review needs 30 days."),
        (30, None),
    ],
)
def test_less_than_thirty_days_of_data_are_thin(artifact: str, days: int, told: str) -> None:
    account = analyse(rich().build())
    since = AS_OF - timedelta(days=days)
    account = replace(account, profile=replace(account.profile, customer_since=since))
    assert compose(account, artifact, US).thin == (() if told is None else (told,))


def test_a_reading_before_the_first_contract_is_data_too() -> None:
    account = analyse(rich().build())
    wish = replace(account.priorities[0], readings=((date(2026, 3, 31), Decimal(8)),))
    profile = replace(account.profile, customer_since=AS_OF)
    account = replace(account, profile=profile, priorities=(wish,))
    assert compose(account, "ebr", US).thin == ()


@pytest.mark.parametrize("artifact", DECKS)
def test_a_thin_deck_is_made_and_the_run_says_what_it_lacks(tmp_path: Path, artifact: str) -> None:
    book = customer()
    book.case(date(2026, 8, 3), date(2026, 8, 9))
    (made,) = produce(book.build(), Order(out=tmp_path, only=(artifact,)))
    assert made.status == "written"
    assert made.problems[0] == "Thin: no slide has content, a review needs 3."
    assert made.thin == made.problems[:1]
    assert (
        "Left out: service and support (only 1 case in four quarters: too little for a slide; "
        "counted in the appendix)."
    ) in made.problems
    assert len(made.problems) == 1 + len(made.left_out)
    shown = read(Path(made.path or ""))
    assert isinstance(shown, Deck)
    assert len(shown.slides) == 2  # the title, and the figures


def test_a_plan_is_never_thin() -> None:
    assert deck(customer(), "plan").thin == ()
