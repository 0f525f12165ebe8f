"""New priorities and news, the white space they open, and priorities that nobody pursues."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.analyse import Options, analyse
from generator.analysis.results import Whitespace
from generator.model.org import FiscalCalendar
from generator.model.records import Signal
from tests.builders import AS_OF, Book

NEW = AS_OF - timedelta(days=20)
RECENT = AS_OF - timedelta(days=5)
OLD = date(2025, 3, 1)


def space_of(book: Book, **options: object) -> Whitespace:
    return analyse(book.build(), options=Options(**options)).whitespace  # type: ignore[arg-type]


def test_a_new_priority_opens_the_cells_whose_play_names_it() -> None:
    book = Book()
    one, two, owned = book.product("A"), book.product("B"), book.product("C")
    book.product("D")
    book.asset(owned)
    wish = book.priority("Faster close", stated_on=NEW)
    book.priority("Old wish", stated_on=OLD)
    for product in (one, owned):
        book.play("Play", product, value="20", priority_id=wish)
    book.play("Else", two, value="30")

    (found,) = space_of(book).openings

    assert (found.kind, found.name, found.day, found.open) == ("priority", "Faster close", NEW, 1)
    assert [(cell.product, cell.value) for cell in found.cells] == [("A", Decimal(20))]
    assert wish in found.ids


def test_a_new_priority_without_a_play_opens_nothing_yet_and_is_listed_twice() -> None:
    book = Book()
    book.product("A")
    book.priority("Faster close", stated_on=NEW)
    space = space_of(book)
    assert [(row.name, row.cells) for row in space.openings] == [("Faster close", ())]
    assert [row.name for row in space.unserved] == ["Faster close"]


def test_priorities_that_only_given_up_plays_name_are_pursued_by_none() -> None:
    book = Book()
    product = book.product("A")
    ranked, served = (book.priority(name, stated_on=OLD) for name in ("Left", "Served"))
    book.priority("Bare", stated_on=OLD, rank=1)
    book.play("Dropped", product, priority_id=ranked, status="Dropped")
    book.play("Running", product, priority_id=served)
    assert [row.name for row in space_of(book).unserved] == ["Bare", "Left"]


def test_news_of_a_division_counts_its_open_cells_and_all_other_news_none() -> None:
    book = Book("Acme")
    book.product("A")
    book.product("B")
    north, south = book.division("North"), book.division("South")
    book.add(Signal, account_id=north, kind="launch", day=NEW, text="New plant")
    book.add(Signal, account_id=book.root, kind="ipo", day=OLD, text="Old news")
    book.add(Signal, account_id=book.root, kind="ipo", day=RECENT, text="Goes public")
    book.add(Signal, account_id=south, kind="decline", day=RECENT, text="Volume down")

    public, down, launch = space_of(book).openings

    assert (launch.kind, launch.unit, launch.open, launch.cells) == ("launch", "North", 2, ())
    assert (public.unit, public.open) == ("Acme", None)
    assert (down.unit, down.open) == ("South", None)


def test_what_is_new_goes_back_to_the_quarter_under_review_and_90_days_at_least() -> None:
    fiscal = FiscalCalendar()
    book = Book()
    last = space_of(book, quarter=fiscal.quarter(2026, 3))
    running = space_of(book, quarter=fiscal.quarter(2026, 4))
    assert last.openings_since == date(2026, 7, 1)
    assert running.openings_since == AS_OF - timedelta(days=90)


def test_a_priority_without_a_date_is_not_new_and_never_dropped() -> None:
    book = Book()
    book.priority("Undated")
    space = space_of(book)
    assert space.openings == ()
    assert [row.name for row in space.unserved] == ["Undated"]
