"""The whole relationship by fiscal quarter (METHOD.md row 13)."""

from __future__ import annotations

from datetime import date

from generator.analysis.analyse import analyse
from tests.builders import Book


def quarters(book: Book) -> dict[str, tuple[int, int, int]]:
    rows = analyse(book.build()).timeline_quarters
    return {
        row.quarter.key if row.quarter else "later": (row.won, row.lost, row.open) for row in rows
    }


def test_deals_of_36_months_stand_in_the_quarter_of_their_close_date() -> None:
    book = Book("Acme")
    book.won("first", "100", date(2023, 11, 23))
    book.won("too old", "100", date(2023, 11, 22))
    book.lost("lost", None, date(2025, 5, 1))
    book.deal("open", "100", date(2027, 1, 31))
    found = quarters(book)
    assert found["2023-Q4"] == (1, 0, 0)
    assert found["2025-Q2"] == (0, 1, 0)
    assert found["2027-Q1"] == (0, 0, 1)
    assert sum(map(sum, found.values())) == 3
    assert list(found) == sorted(found)
    assert len(found) == 14  # every quarter, those without a deal too


def test_what_is_expected_more_than_a_year_ahead_stands_together() -> None:
    book = Book("Acme")
    book.deal("far", "100", date(2029, 2, 1))
    book.deal("farther", "100", date(2030, 2, 1))
    found = quarters(book)
    assert found["later"] == (0, 0, 2)
    assert len(found) == 13 + 4 + 1


def test_an_open_deal_past_its_date_stays_where_it_was_expected() -> None:
    book = Book("Acme")
    book.deal("late", "100", date(2026, 8, 1))
    assert quarters(book)["2026-Q3"] == (0, 0, 1)


def test_without_deals_there_is_no_timeline() -> None:
    assert quarters(Book("Acme")) == {}


def test_the_last_day_of_the_calendar_is_later_too() -> None:
    book = Book("Acme")
    book.deal("typed wrong", "100", date.max)
    assert quarters(book)["later"] == (0, 0, 1)
