"""What the plan says of market, rivals and news (METHOD.md rows 40, 43 to 45, 83 to 85, 97)."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx

from generator.analysis.analyse import analyse
from generator.artifacts import compose
from generator.artifacts.catalog import artifact_named
from generator.artifacts.phrases import load_phrases
from generator.formats import Formats
from generator.model.records import Signal
from generator.template_store import template_for
from tests.builders import AS_OF, Book


def values(book: Book) -> dict[str, Any]:
    return compose(analyse(book.build()), "plan", Formats()).values


def test_unanswered_discovery_questions_are_for_the_next_review() -> None:
    book = Book(tier=1)
    book.plan(challenges="Crews turn over by a third.", efforts="A pilot.")
    plan = values(book)["plan"]
    assert [row["is_answered"] for row in plan["questions"]] == [False, True, True, False, False]
    assert [row["question"] for row in plan["unanswered"]] == [
        "What are your priorities for the next twelve months?",
        "How will you measure success?",
        "How do you plan to get there?",
    ]
    assert plan["answered"].startswith("2 of 5 questions have an answer")
    assert plan["questions"][2]["answer"] == "Crews turn over by a third."


def test_a_signal_has_one_of_six_kinds_or_is_called_other() -> None:
    kinds = ("executive_hire", "launch", "acquisition", "competitor_loss", "decline", "ipo")
    book = Book()
    for kind in (*kinds, "other"):
        book.add(Signal, account_id=book.root, kind=kind, day=AS_OF, text=kind)
    shown = {row["kind"]: row["kind_label"] for row in values(book)["signals"]}
    assert set(shown) == {*kinds, "other"}
    assert all(load_phrases().label("signal", kind) != kind for kind in kinds)


def test_a_rivals_record_names_counts_and_amounts_and_our_advantage() -> None:
    book = Book()
    book.competitor(book.won("A", "100", date(2026, 1, 1)), "Nimbus", our_advantage="On the floor")
    book.competitor(book.deal("B", None, date(2027, 1, 1)), "Nimbus", weaknesses="No app")
    (rival,) = values(book)["rivals"]
    assert rival["record"] == "1 won ($100), 1 open (amount not recorded)"
    assert (rival["weaknesses"], rival["our_advantage"]) == ("No app", "On the floor")


def test_trends_have_a_source_and_a_day_or_are_left_out() -> None:
    book = Book()
    book.plan("Acme 2026", industry_trends="Energy stays dear.")
    assert values(book)["plan"]["trends"] == "Energy stays dear. (Acme 2026, Jan 1, 2026)"
    undated = Book()
    undated.plan("Acme", industry_trends="Energy stays dear.", start_date=None, end_date=None)
    assert values(undated)["plan"]["trends"] is None


def document(book: Book) -> Any:
    composed = compose(analyse(book.build()), "plan", Formats(), form="full")
    template, _ = template_for(artifact_named("plan"), None)
    return docx.Document(io.BytesIO(template.render(composed.values, Formats()).data))


def test_what_only_people_can_write_is_said_to_be_missing() -> None:
    text = "\n".join(p.text for p in document(Book(tier=1)).paragraphs)
    assert "Value proposition. not recorded in Salesforce" in text


def test_the_swot_is_one_table_of_two_by_two() -> None:
    book = Book(tier=1)
    book.plan(strengths="Weekly talks", threats="A tender in spring")
    rows = next(
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in document(book).tables
        if table.cell(0, 0).text == "Strengths"
    )
    assert rows == [
        ["Strengths", "Weaknesses"],
        ["Weekly talks", "not recorded"],
        ["Opportunities", "Threats"],
        ["not recorded", "A tender in spring"],
    ]
