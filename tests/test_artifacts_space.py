"""What the workbook says of the grid as a whole: left out, blank, to complete, for planning."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from generator.analysis.analyse import analyse
from generator.artifacts import compose
from generator.formats import Formats
from tests.builders import Book


def space_of(book: Book) -> dict[str, Any]:
    space: dict[str, Any] = compose(analyse(book.build()), "whitespace", Formats()).values[
        "whitespace"
    ]
    return space


def grid() -> Book:
    """One complete priority, one bare one, and cells that are none for a reason each."""
    book = Book("Acme")
    owner = book.user("Ana Ruiz")
    yes = {"need": "yes", "access": "yes"}
    book.play(
        "Whole", book.product("A"), value="90", budget="yes", owner_id=owner, trigger="New plant",
        close_date=date(2027, 3, 1), buyer_id=book.contact("Bo"), **yes,
    )  # fmt: skip
    book.play("Bare", book.product("B"), **yes)
    book.play("No need", book.product("C"), need="no", access="yes", value="30")
    book.play("No way in", book.product("D"), need="yes", access="no")
    book.play("Way unknown", book.product("E"), need="yes")
    book.product("F")
    return book


def test_the_list_says_how_many_cells_it_leaves_out_and_why() -> None:
    space = space_of(grid())
    assert [(row["reason"], row["count"]) for row in space["left_out"]] == [
        ("need answered no", 1),
        ("need unknown", 1),
        ("access answered no", 1),
        ("access unknown", 1),
    ]
    assert space["left_out_note"] == (
        "The list leaves out 4 of 6 cells that are not owned: need answered no 1, "
        "need unknown 1, access answered no 1, access unknown 1."
    )


def test_blanks_are_counted_for_each_required_column() -> None:
    counts = {row["name"]: (row["blank"], row["of"]) for row in space_of(grid())["blanks"]}
    assert counts == {
        "play": (0, 2), "owner": (1, 2), "target date": (1, 2), "value": (1, 2),
        "likely buyer": (1, 2), "trigger": (1, 2),
    }  # fmt: skip


def test_a_priority_without_owner_or_date_is_to_be_completed() -> None:
    space = space_of(grid())
    assert [(row["product"], row["lacks"]) for row in space["to_complete"]] == [
        ("B", "owner, target date")
    ]
    missing = {row["product"]: row["missing"] for row in space["priorities"]}
    assert missing == {"A": None, "B": "owner, target date, value, likely buyer, trigger"}


def test_the_export_has_a_row_for_each_cell_with_a_value_or_a_play() -> None:
    rows = {row["product"]: row for row in space_of(grid())["export"]}
    assert sorted(rows) == ["A", "B", "C", "D", "E"]
    whole = rows["A"]
    assert (whole["score"], whole["weight"], whole["weighted"]) == (3, Decimal(100), Decimal(90))
    assert (rows["C"]["weight"], rows["C"]["weighted"]) == (Decimal("33.3"), Decimal(10))
    assert (rows["B"]["value"], rows["B"]["weighted"]) == (None, None)
    assert (whole["account"], whole["owner"], whole["currency"]) == ("Acme", "Ana Ruiz", "USD")


def test_who_answered_stands_in_words() -> None:
    basis = {row["product"]: row["basis"] for row in space_of(grid())["cells"]}
    assert basis["A"] == "Need stated · access stated · budget stated"
    assert basis["F"] is None


def test_what_a_won_amount_leaves_out_is_said() -> None:
    book = grid()
    deal = book.won("Deal", "50", date(2026, 9, 1), created=date(2026, 5, 4))
    later = book.won("Later", "70", date(2026, 9, 1), created=date(2026, 1, 4))
    for name, won in (("One", deal), ("Two", later)):
        book.play(name, None, opportunity_id=won, created=date(2026, 2, 2))
    funnel = space_of(book)["funnel"]
    assert funnel["won"] == Decimal(50)
    assert funnel["note"] == (
        "Counted are 1 of 2 won opportunities: those whose play was created on an earlier day. "
        "5 plays have no day of creation."
    )
    assert space_of(Book())["funnel"]["note"] == ""


def test_news_says_how_much_is_open_and_a_priority_that_no_play_names_it() -> None:
    book = grid()
    book.priority("Faster close", stated_on=date(2026, 11, 2))
    (row,) = space_of(book)["openings"]
    assert row["opens"] == "no play names it yet"
    assert row["source"] == "who said it, and where, is not recorded in Salesforce"
