"""Weighted white space: value times the share of the three questions answered yes (row 16)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from generator.analysis.analyse import analyse
from generator.analysis.weighting import weight, weighted_value, weighted_whitespace
from tests.builders import Book

D = Decimal


def cells_of(book: Book):
    return analyse(book.build()).whitespace.cells


def test_a_cell_weighs_as_many_thirds_as_questions_are_answered_yes():
    book = Book()
    for name, answers in (
        ("All", {"need": "yes", "access": "yes", "budget": "yes"}),
        ("Two", {"need": "yes", "access": "yes", "budget": "no"}),
        ("None", {"need": "no", "access": "no", "budget": "no"}),
    ):
        book.play(name, book.product(name), value="100", **answers)

    weighed = {cell.product: (weight(cell), weighted_value(cell)) for cell in cells_of(book)}

    assert weighed == {
        "All": ("3 of 3", D(100)),
        "Two": ("2 of 3", D("66.67")),
        "None": ("0 of 3", D(0)),
    }


def test_what_is_owned_or_in_progress_is_no_white_space_and_unknown_values_are_counted():
    book = Book()
    owned, moving = book.product("Owned"), book.product("Moving")
    book.product("Unvalued")
    play = book.play("Play", book.product("Valued"), value="90", need="yes")
    book.asset(owned, "1000")
    book.line(book.deal("Deal", "500", date(2027, 1, 1)), moving, "500")
    cells = cells_of(book)

    assert [cell.product for cell in cells if weighted_value(cell) is not None] == ["Valued"]
    figure = weighted_whitespace(cells)
    assert (figure.value, figure.of) == (D(30), (1, 2))
    assert play in figure.ids


def test_a_grid_without_any_value_has_an_unknown_weight_and_not_zero():
    book = Book()
    book.product("Core")
    assert weighted_whitespace(cells_of(book)).value is None
