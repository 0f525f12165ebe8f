"""What became of a play, wherever it is asked; what a task is for; who counts as a thread."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.analyse import Options, analyse
from generator.analysis.words import is_uplift, sells_more
from generator.artifacts import compose
from generator.formats import Formats
from tests.builders import AS_OF, Book

D = Decimal


def played(book: Book) -> dict[str, str]:
    return {row.name: row.outcome for row in analyse(book.build()).plays}


def test_what_became_of_a_play_is_said_by_its_deal_then_by_its_state() -> None:
    book = Book()
    still = book.deal("Running", "10", AS_OF + timedelta(days=30), stage="Proposal")
    long_ago = book.won("Long ago", "10", date(2023, 5, 1))
    book.play("Done, deal open", None, status="Done", opportunity_id=still)
    book.play("Won 42 months ago", None, status="Planned", opportunity_id=long_ago)
    book.play("Won by its state", None, status="Won")
    book.play("To come", None)
    assert played(book) == {
        "Done, deal open": "open",
        "Won 42 months ago": "won",
        "Won by its state": "won",
        "To come": "planned",
    }
    found = analyse(book.build())
    assert {row.play.name: row.outcome for row in found.whitespace.funnel.plays} == played(book)


def test_a_won_play_is_neither_carried_into_the_next_year_nor_expansion_beside_the_renewal() -> (
    None
):
    book = Book()
    book.play("Won by its state", None, status="Won", close_date=date(2027, 5, 1))
    book.play("To come", None, close_date=date(2027, 5, 1))
    looked = analyse(book.build(), options=Options(plan_year=2027)).year_end
    assert looked is not None
    assert [row.name for row in looked.carried] == ["To come"]


def test_a_plans_budget_is_in_the_currency_of_its_account() -> None:
    book = Book(corporate="USD")
    book.rate("JPY", "150")
    japan = book.division("Japan", currency="JPY")
    book.plan(account=japan, budget=D(15_000_000))
    assert analyse(book.build()).plan.budget == D("100000.00")


def test_a_measure_without_a_target_leaves_that_of_the_settings() -> None:
    book = Book(arr=D(460), arr_year_ago=D(400))
    goal = book.objective(book.plan(), "Retain", kind="retention")
    measure = book.measure(goal, "Net revenue retention", "percent", baseline="102")
    wanted = (("net_revenue_retention", D(118)),)
    rows = analyse(book.build(), options=Options(metric_targets=wanted)).metrics.lagging
    found = next(row for row in rows if row.name == "Net revenue retention")
    assert (found.baseline, found.target, found.target_from) == (D(102), D(118), "the settings")
    assert measure in found.ids
    assert found.note.endswith("The baseline is that of Retain.")


def test_a_task_on_a_deal_of_two_plays_is_for_the_first_of_them_everywhere() -> None:
    book = Book()
    deal = book.deal("Deal", "10", AS_OF + timedelta(days=30), stage="Proposal")
    book.play("First play", None, opportunity_id=deal)
    book.play("Second play", None, opportunity_id=deal)
    book.task("Send the offer", AS_OF + timedelta(days=3), what_id=deal)
    found = analyse(book.build())
    assert [row.play for row in found.actions] == ["First play"]
    assert {row.name: bool(row.next_action) for row in found.plays} == {
        "First play": True,
        "Second play": False,
    }


def test_one_rule_says_which_kind_of_play_raises_the_price() -> None:
    assert [is_uplift(kind) for kind in ("Price uplift", "Uplift", "Upsell", None)] == [
        True,
        True,
        False,
        False,
    ]
    assert [sells_more(kind) for kind in ("Uplift", "Up-sell", "Cross-sell")] == [
        True,
        True,
        False,
    ]


def test_who_blocks_is_no_thread() -> None:
    book = Book()
    for name in ("Ada", "Bo"):
        contact = book.contact(name, strength=3, role="blocker")
        book.event(AS_OF - timedelta(days=5), contact)
    people = analyse(book.build()).relationships
    assert (people.active_contacts, people.single_threaded) == (0, True)


def test_a_task_closed_nobody_knows_when_was_neither_in_time_nor_late() -> None:
    book = Book()
    day = date(2026, 8, 3)  # in the quarter under review
    book.task("In time", day, is_closed=True, completed=date(2026, 8, 2))
    book.task("Open", day)
    book.task("Closed, nobody knows when", day, is_closed=True)
    rows = analyse(book.build(), options=Options()).metrics.leading
    found = next(row for row in rows if row.name == "Action completion")
    assert (found.current, "1 of 2 tasks" in found.note) == (D("50.0"), True)
    assert found.note.endswith("1 closed task has no completion date.")


def test_both_days_are_told_where_our_opportunity_closes_before_the_term_ends() -> None:
    book = Book(arr=D(100))
    book.contract(AS_OF + timedelta(days=70), notice_days=90)
    book.deal("Renew", "100", AS_OF + timedelta(days=18), kind="renewal")
    values = compose(analyse(book.build()), "plan", Formats()).values
    assert values["renewal"]["term_end"] == AS_OF + timedelta(days=70)
    assert values["renewal"]["notice_is_past"] is True
    said = "That is when our opportunity closes; the term ends Jan 31, 2027."
    assert said in values["summary"]["headline"]
