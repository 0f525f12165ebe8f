"""The executive review as a sponsor opens it: eight slides at most, then a marked appendix."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.artifacts import Composed, compose
from generator.formats import Formats
from generator.model.records import ReviewItem
from generator.pipeline import Order, produce
from tests.acceptance_runs import NAMES, SampleRun
from tests.acceptance_runs import sample as _sample
from tests.builders import Book
from tests.reading_back import Deck, Slide, read

sample = _sample
US = Formats()
MAIN = ("Priorities", "Goals", "Outcomes", "Commitments", "Trend 1", "Lessons", "Options",
        "Joint plan", "Question", "Decisions")  # fmt: skip
"""What the slides before the appendix show, in their order."""
APPENDIX = ("Commitments", "Adoption", "Products in use", "Cases", "Roadmap", "Products",
            "Definitions")  # fmt: skip
PAST = {"Outcomes", "Trend 1", "Commitments"}


def in_appendix(slide: Slide) -> bool:
    return slide.texts.get("Appendix") == "Appendix"


def shows(slide: Slide) -> str:
    """What the slide is about: the first of its tables, charts and named texts."""
    found = {*slide.tables, *slide.charts, *slide.texts}
    return next(name for name in (*MAIN, *APPENDIX) if name in found)


@pytest.fixture(params=NAMES)
def deck(sample: SampleRun, request: pytest.FixtureRequest) -> Deck:
    return sample.deck(request.param, "ebr")


def test_at_most_eight_slides_come_before_an_appendix_that_is_marked(deck: Deck) -> None:
    marked = [in_appendix(slide) for slide in deck.slides]
    assert marked == sorted(marked), "a slide of the appendix stands before the others"
    assert 1 <= marked.count(False) <= 8
    assert not marked[0]


def test_slides_stand_in_the_order_from_strategy_to_question(deck: Deck) -> None:
    main = [shows(slide) for slide in deck.slides[1:] if not in_appendix(slide)]
    more = [shows(slide) for slide in deck.slides if in_appendix(slide)]
    assert main == [name for name in MAIN if name in main]
    assert more == [name for name in APPENDIX if name in more]


def test_products_and_service_are_in_the_appendix_only(deck: Deck) -> None:
    for slide in deck.slides:
        if {"Adoption", "Products in use", "Cases", "Products"} & {*slide.charts, *slide.tables}:
            assert in_appendix(slide), slide.title


@pytest.mark.parametrize("name", NAMES)
def test_a_customer_of_whom_all_is_known_gets_six_to_eight_slides(
    sample: SampleRun, name: str
) -> None:
    show, slides = sample.show(name), sample.deck(name, "ebr").slides
    main = [slide for slide in slides if not in_appendix(slide)]
    known = all(show[topic] for topic in ("priorities", "outcomes", "lessons", "options"))
    if not known:
        return
    assert 6 <= len(main) <= 8
    topics = [shows(slide) for slide in main[1:]]
    assert topics[0] == "Priorities"
    assert topics[-1] == "Question"
    past = sum(1 for topic in topics if topic in PAST)
    assert past * 10 <= 3 * len(topics) + 1, topics  # 70% of it looks ahead


def test_there_are_three_headline_kpis_at_most_each_with_its_baseline(deck: Deck) -> None:
    for slide in deck.slides:
        if "Priorities" in slide.tables:
            table = slide.tables["Priorities"]
            assert len(table.rows) <= 3
            assert all(table.column("Baseline"))
        trends = [chart for name, chart in slide.charts.items() if name.startswith("Trend")]
        assert len(trends) <= 3
        assert all("Baseline" in chart.series for chart in trends)


def test_the_joint_plan_has_an_owner_on_both_sides(sample: SampleRun) -> None:
    table = sample.deck("Kestrel & Rowe Foods", "ebr").with_table("Joint plan")
    assert table is not None
    rows = table.tables["Joint plan"].records()
    assert rows
    assert all(row["Our side"] and row["Your side"] for row in rows)


def test_the_file_says_what_it_is(sample: SampleRun) -> None:
    path = sample.path("Kestrel & Rowe Foods", "ebr")
    assert path.name == "kestrel-rowe-foods-ebr.pptx"


# -- the question --------------------------------------------------------------------------------

FIELDS = ("name", "kpi", "unit", "baseline", "current", "target")
SAFE = (*(f"priority.{field}" for field in FIELDS), "review_item.name", "review_item.detail")


def customer(*safe: str) -> Book:
    book = Book("Acme", tier=1)
    book.safe(*(safe or SAFE))
    return book


def asked(book: Book) -> dict[str, Any]:
    return composed(book).values["review"]


def composed(book: Book) -> Composed:
    return compose(analyse(book.build()), "ebr", US)


def with_priorities(book: Book) -> Book:
    book.priority(
        "Faster", kpi="Days to repair", unit="days", baseline="9", current="6", target="3"
    )
    book.priority("Safer", kpi="Incidents", baseline="10", current="9", target="2")
    return book


def item(book: Book, name: str, *, shared: bool | None, **values: Any) -> None:
    book.add(
        ReviewItem, account_id=book.root, kind="question", name=name, is_shared=shared, **values
    )


def test_a_question_that_we_share_is_asked_in_our_words() -> None:
    book = with_priorities(customer())
    item(book, "Who owns the standard?", shared=True, detail="Each plant has its own.")
    found = asked(book)
    assert found["question"] == "Who owns the standard?"
    assert found["question_why"] == "Each plant has its own."


@pytest.mark.parametrize("shared", [False, None])
def test_a_question_that_is_not_shared_is_not_asked(shared: bool | None) -> None:
    book = with_priorities(customer())
    item(book, "Would they take a smaller renewal?", shared=shared)
    assert asked(book)["question"] == (
        "Incidents: what would have to change, on both sides, to get from 9 to 2?"
    )
    assert "smaller renewal" not in str(composed(book).values)


def test_a_question_in_a_field_that_is_not_declared_is_not_asked() -> None:
    book = with_priorities(customer(*(f"priority.{field}" for field in FIELDS)))
    item(book, "Who owns the standard?", shared=True)
    assert "standard" not in str(composed(book).values)
    assert str(asked(book)["question"]).startswith("Incidents: ")


def test_else_it_is_made_of_the_priority_furthest_from_its_target() -> None:
    found = asked(with_priorities(customer()))
    assert found["question"] == (
        "Incidents: what would have to change, on both sides, to get from 9 to 2?"
    )
    assert found["question_why"] == (
        "You named this priority: Safer. It started at 10; 12% of the way to the target is done."
    )


@pytest.mark.parametrize("lacking", ["baseline", "target"])
def test_a_priority_without_baseline_or_target_asks_nothing(lacking: str) -> None:
    book = customer()
    known = {"baseline": "9", "current": "6", "target": "3"}
    book.priority("Faster", kpi="Days", **{k: v for k, v in known.items() if k != lacking})
    assert asked(book)["question"] is None
    assert composed(book).values["slides"]["question"] is False


def test_where_nobody_knows_the_present_value_the_way_is_from_the_baseline() -> None:
    book = customer()
    book.priority("Faster", kpi="Days", baseline="9", target="3")
    found = asked(book)
    assert found["question"] == (
        "Days: what would have to change, on both sides, to get from 9 to 3?"
    )
    assert found["question_why"] == "You named this priority: Faster."


def test_a_reached_target_asks_nothing_and_a_step_back_is_said() -> None:
    book = customer()
    book.priority("Faster", kpi="Days", baseline="9", current="2", target="3")
    assert asked(book)["question"] is None
    book.priority("Safer", kpi="Incidents", baseline="10", current="12", target="2")
    assert str(asked(book)["question_why"]).endswith(
        "It started at 10 and is not yet closer to the target."
    )


@pytest.mark.parametrize(("question", "decision"), [(True, False), (False, True), (False, False)])
def test_the_last_slide_has_the_question_or_the_decisions_or_is_left_out(
    tmp_path: Path, question: bool, decision: bool
) -> None:
    book = customer()
    if question:
        item(book, "Who owns the standard?", shared=True)
    if decision:
        row = {"kind": "decision", "name": "Name the owner", "day": date(2026, 12, 4)}
        book.add(ReviewItem, account_id=book.root, is_shared=True, **row)
    (made,) = produce(book.build(), Order(out=tmp_path, only=("ebr",)))
    shown = read(Path(made.path or ""))
    assert isinstance(shown, Deck)
    main = [slide for slide in shown.slides if not in_appendix(slide)]
    assert len(main) == (2 if question or decision else 1)
    if question:
        assert main[-1].texts["Question"] == "Who owns the standard?"
        assert main[-1].title == "One question to discuss, sponsor to sponsor"
    elif decision:
        assert main[-1].tables["Decisions"].column("To decide") == ["Name the owner"]
    lacks = "Left out: the question to discuss (nothing to show)."
    assert (lacks in made.problems) is not question


# -- what comes in place of what is not there ----------------------------------------------------


def test_goals_we_share_stand_where_nobody_wrote_down_priorities(tmp_path: Path) -> None:
    book = customer()
    goal = book.objective(book.plan(), "Five plants by March", is_shared=True)
    book.measure(goal, "Plants on Atlas", "number", baseline="2", current="3", target="5")
    book.measure(goal, "Spend", "currency", baseline="100", target="200")
    for artifact in ("ebr", "qbr"):
        (made,) = produce(book.build(), Order(out=tmp_path, only=(artifact,)))
        shown = read(Path(made.path or ""))
        assert isinstance(shown, Deck)
        slide = shown.with_table("Goals")
        assert slide is not None
        (row,) = slide.tables["Goals"].records()
        assert row["Goal we share"] == "Five plants by March"
        assert row["How we measure it"] == "Plants on Atlas: 2 at the start, 3 now, target 5"
        book.priority("Faster", kpi="Days", baseline="9", current="5", target="3")
        (made,) = produce(book.build(), Order(out=tmp_path / "b", only=(artifact,)))
        again = read(Path(made.path or ""))
        assert isinstance(again, Deck)
        assert again.with_table("Goals") is None
        book = customer()
        goal = book.objective(book.plan(), "Five plants by March", is_shared=True)
        book.measure(goal, "Plants on Atlas", "number", baseline="2", current="3", target="5")


def served(*safe: str) -> list[str]:
    """The names of outcomes that serve the second, the first and no priority of the customer's."""
    book = customer("review_item.name", "review_item.figure", "review_item.detail", *safe)
    last = book.priority("Safer", rank=2)
    first = book.priority("Faster", rank=1)
    for name, wish in (("A", None), ("B", last), ("C", first)):
        row = {"kind": "outcome", "name": name, "priority_id": wish, "detail": "Why"}
        book.add(ReviewItem, account_id=book.root, is_shared=True, **row)
    return [row["name"] for row in composed(book).values["outcomes"]]


def test_outcomes_are_told_in_the_order_of_the_customer_s_priorities() -> None:
    assert served("priority.rank", "review_item.priority_id") == ["C", "B", "A"]


@pytest.mark.parametrize("safe", [(), ("priority.rank",), ("review_item.priority_id",)])
def test_an_order_that_a_customer_may_not_know_is_not_told(safe: tuple[str, ...]) -> None:
    assert served(*safe) == ["A", "B", "C"]


def test_a_day_that_a_customer_may_not_know_leaves_nothing_out() -> None:
    def names(*safe: str) -> list[str]:
        book = customer("review_item.name", *safe)
        for name, day in (("C", date(2026, 9, 1)), ("B", date(2025, 9, 1)), ("A", None)):
            row = {"kind": "outcome", "name": name, "day": day, "detail": "Why"}
            book.add(ReviewItem, account_id=book.root, is_shared=True, **row)
        return [row["name"] for row in composed(book).values["outcomes"]]

    assert names("review_item.day") == ["C", "A"]
    assert names() == ["A", "B", "C"]


def test_a_share_of_the_way_is_never_more_than_is_known() -> None:
    values = composed(with_priorities(customer())).values
    assert [row["progress"] for row in values["priorities"]] == [Decimal(50), Decimal("12.5")]
