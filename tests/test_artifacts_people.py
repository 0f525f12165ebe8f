"""What the documents say of the customer's people: words, where a value is unknown as well."""

from __future__ import annotations

from typing import Any

from generator.analysis.analyse import analyse
from generator.artifacts import compose
from generator.artifacts.show import show_values
from generator.formats import Formats
from tests.builders import Book
from tests.test_analysis_introductions import known


def said(book: Book, artifact: str = "plan") -> dict[str, Any]:
    people: dict[str, Any] = compose(analyse(book.build()), artifact, Formats()).values[
        "relationships"
    ]
    return people


def test_stated_or_inferred_stands_on_every_row_with_where_the_role_was_stated() -> None:
    book = Book()
    ann = book.contact("Ann", title="CFO", role="user")
    for day in (5, 9):
        book.event(book.as_of.replace(day=day), ann)
    book.contact("Bea", strength=4, influence="Low")
    rows = {row["name"]: row for row in said(book)["contacts"]}
    assert rows["Ann"]["role_line"] == "User (contact)"
    assert rows["Ann"]["influence_line"] == "High, inferred"
    assert rows["Ann"]["strength_line"] == "Supportive, inferred"
    assert rows["Bea"]["strength_line"] == "Strong advocate, stated"
    assert rows["Bea"]["role_line"] is None


def test_the_list_to_act_on_is_a_sentence_and_counts_whom_it_cannot_judge() -> None:
    book = Book()
    book.contact("Weak", title="COO", influence="high", strength=1)
    book.contact("Unknown", influence="high")
    assert said(book)["act_first"] == (
        "Act first on Weak (COO, aware): high influence, weak relationship. "
        "Of one more person with high influence no strength is recorded."
    )
    assert said(Book())["act_first"] is None


def test_the_ways_are_told_with_blockers_and_breaks() -> None:
    book = Book()
    top = book.contact("Top", role="economic_buyer", strength=1)
    wall = book.contact("Wall", role="blocker", reports_to_id=top)
    known(book, "Ann", reports_to_id=wall)
    book.contact("Lost", influence="high", strength=1)
    known(book, "Friend", role="economic_buyer")
    people = said(book)
    assert {row["name"]: row["route"] for row in people["introductions"]} == {
        "Top": "Ann → Wall → Top (mind Wall on the way)",
        "Lost": "Unknown: the reporting line is broken at Lost",
        "Friend": "We know this person ourselves",
    }
    assert people["buyer_hops"] == 0
    assert people["introductions_line"].endswith("Friend: We know this person ourselves")


def test_an_empty_cell_of_the_matrix_is_a_gap_and_empty_divisions_are_named_in_one_line() -> None:
    book = Book()
    north = book.division("North")
    book.division("South")
    book.contact("Ann", account=north, role="coach")
    people = said(book)
    assert [row["unit"] for row in people["covered"]] == ["North"]
    row = people["covered"][0]
    assert (row["supporters"], row["economic_buyer"]) == ("Ann", None)
    assert (people["roles_filled"], people["roles_sought"]) == (1, 12)
    note = "1 of 12 roles are filled. No buying role is known in Acme, South."
    assert people["coverage_note"] == note
    assert [row["unit"] for row in people["coverage"]] == ["Acme", "North", "South"]


def test_without_a_field_history_the_plan_says_what_it_cannot_tell() -> None:
    book = Book()
    book.contact("Ann")
    assert said(book)["changes_note"] == ""
    book.hide("contact_changes")
    assert said(book)["changes_note"] == (
        "Changes of title and company are not recorded in Salesforce: no field history of contacts."
    )


def test_a_day_that_we_propose_says_so() -> None:
    book = Book()
    book.contact("Weak", influence="high", strength=1)
    row = said(book)["gaps"][0]
    assert row["due_line"].endswith(" (proposed)")


def test_a_ring_is_reported_and_people_without_a_line_stand_alone_in_the_map() -> None:
    book = Book()
    one = book.contact("One", strength=3, role="champion")
    two = book.contact("Two", reports_to_id=one)
    book.change(one, reports_to_id=two)
    book.contact("Alone")
    people = said(book)
    assert "One reports to Two" in people["cycles"]
    nodes = {node["title"]: node for node in people["map"]["nodes"]}
    assert nodes["Alone"]["parent"] is None
    assert nodes["One"]["badge"] == "Champion · 3"


def test_nothing_of_it_is_for_a_customer() -> None:
    book = Book()
    book.contact("Weak", influence="high", strength=1)
    values = compose(analyse(book.build()), "qbr", Formats()).values
    assert "relationships" not in values


def test_show_keeps_the_keys_of_the_contract() -> None:
    book = Book()
    book.contact("Weak", influence="high", strength=1)
    shown = show_values(analyse(book.build()))["relationships"]
    assert shown["contacts"][0]["strength_source"] == "stated"
    assert shown["gaps"][0]["owner"] is None
