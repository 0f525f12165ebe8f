"""Plays from planned to won: steps, what came first, and which amount a plan may claim."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from generator.analysis.analyse import analyse
from generator.analysis.results import Funnel
from tests.builders import AS_OF, Book

D = Decimal
PLANNED = date(2026, 2, 2)
LATER = date(2026, 5, 4)
CLOSED = date(2026, 9, 1)


def funnel_of(book: Book) -> Funnel:
    return analyse(book.build()).whitespace.funnel


def steps(found: Funnel) -> dict[str, tuple[int, Decimal | None]]:
    return {step.stage or step.key: (step.plays, step.value.value) for step in found.steps}


def test_a_play_moves_from_planned_by_its_stage_to_won_or_lost() -> None:
    book = Book()
    early = book.deal("Early", "30", AS_OF, stage="Discovery", probability=D(10))
    late = book.deal("Late", "40", AS_OF, stage="Proposal", probability=D(60))
    won = book.won("Won", "50", CLOSED, created=LATER)
    lost = book.lost("Lost", "60", CLOSED, created=LATER)
    book.play("Idea", None, value="5")
    book.play("Given up", None, value="7", status="Dropped")
    for name, deal in (("A", late), ("B", early), ("C", won), ("D", lost)):
        book.play(name, None, value="1", opportunity_id=deal, created=PLANNED)

    found = funnel_of(book)

    assert steps(found) == {
        "planned": (6, D(124)),
        "opportunity": (4, D(112)),
        "Discovery": (1, D(1)),
        "Proposal": (1, D(1)),
        "won": (1, D(50)),
        "lost": (1, D(60)),
        "given_up": (1, D(7)),
    }
    assert [step.stage for step in found.steps if step.stage] == ["Discovery", "Proposal"]
    assert [row.outcome for row in found.plays] == [
        "open", "open", "planned", "won", "lost", "given_up",
    ]  # fmt: skip


def test_an_amount_is_won_from_plans_only_where_the_play_was_there_first() -> None:
    book = Book()
    first = book.won("First", "50", CLOSED, created=LATER)
    same = book.won("Same day", "60", CLOSED, created=PLANNED)
    after = book.won("After", "70", CLOSED, created=date(2026, 1, 5))
    unknown = book.won("Unknown", "80", CLOSED)
    for name, deal in (("A", first), ("B", same), ("C", after), ("D", unknown)):
        book.play(name, None, opportunity_id=deal, created=PLANNED)

    found = funnel_of(book)

    assert (found.won.value, found.won.of, found.undated) == (D(50), (1, 4), 1)
    assert first in found.won.ids
    assert after not in found.won.ids
    assert {row.play.name: row.is_first for row in found.plays} == {
        "A": True, "B": False, "C": False, "D": None,
    }  # fmt: skip


def test_an_opportunity_of_two_plays_is_won_once() -> None:
    book = Book()
    deal = book.won("Deal", "50", CLOSED, created=LATER)
    book.play("Late", None, opportunity_id=deal, created=date(2026, 6, 1))
    book.play("Early", None, opportunity_id=deal, created=PLANNED)

    found = funnel_of(book)

    assert (found.won.value, found.won.of) == (D(50), (1, 1))
    assert steps(found)["won"] == (2, D(50))


def test_a_play_without_a_day_of_creation_is_said() -> None:
    book = Book()
    book.play("Undated", None, value="5")
    book.play("Dated", None, value="5", created=PLANNED)
    assert funnel_of(book).no_date == 1


def test_a_total_of_a_step_says_what_it_leaves_out() -> None:
    book = Book()
    book.play("Valued", None, value="5")
    book.play("Not valued", None)
    (planned, *_) = funnel_of(book).steps
    assert (planned.plays, planned.value.value, planned.value.of) == (2, D(5), (1, 2))


def test_a_won_play_without_an_opportunity_claims_nothing() -> None:
    book = Book()
    book.play("Done", None, value="5", status="Won")
    found = funnel_of(book)
    assert steps(found)["won"] == (1, None)
    assert found.won.value is None


def test_without_plays_there_is_no_funnel() -> None:
    found = funnel_of(Book())
    assert (found.steps, found.plays, found.won.value) == ((), (), None)
