"""What changed between two snapshots of one account, as a review tells it (METHOD.md row 101)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.options import Options
from generator.artifacts.compose import compose
from generator.formats import Formats
from generator.model.org import CurrencyRate
from generator.model.records import Contact, Measure, Objective, Opportunity, Plan
from generator.model.snapshot import Snapshot
from tests.builders import Book

THEN, NOW = date(2026, 6, 28), date(2026, 11, 22)


def base(day: date) -> Book:
    return Book("Acme", as_of=day, arr=Decimal(700_000), tier=2)


def euros() -> Book:
    """The account after it went over to another currency."""
    return Book("Acme", as_of=NOW, currency="EUR", corporate="EUR", arr=Decimal(9**6), tier=2)


def texts(then: Snapshot, now: Snapshot) -> list[str]:
    account = analyse(now, baseline=then)
    values = compose(account, "plan", Formats()).values
    return [row["text"] for row in values["changes"]["rows"]]


def between(before: Callable[[Book], object], after: Callable[[Book], object]) -> list[str]:
    old, new = base(THEN), base(NOW)
    before(old)
    after(new)
    return texts(old.build(), new.build())


def test_without_a_baseline_the_documents_say_so() -> None:
    account = analyse(base(NOW).build())
    changes = compose(account, "plan", Formats()).values["changes"]
    assert account.baseline is None
    assert changes["note"] == (
        "No baseline yet: no snapshot from before Jul 1, 2026 is kept. Each run keeps one."
    )
    assert changes["count"] is None
    assert changes["rows"] == []


def test_two_equal_snapshots_have_no_changes() -> None:
    old = base(NOW).build()
    account = analyse(old, baseline=replace(old, as_of=THEN))
    values = compose(account, "plan", Formats()).values
    assert values["changes"]["rows"] == []
    assert values["changes"]["note"] == "Nothing changed since Jun 28, 2026."


def deal(book: Book, **values: object) -> str:
    given = {
        "name": "Big one",
        "account_id": book.root,
        "stage": "Discovery",
        "currency": "USD",
        "close_date": date(2026, 9, 30),
        "amount": Decimal(100_000),
        "created": date(2026, 1, 5),
        "is_closed": False,
        "is_won": False,
    }
    return book.add(Opportunity, **(given | values))


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ({}, {"stage": "Proposal"}, ["Big one: Discovery → Proposal."]),
        (
            {},
            {"close_date": date(2026, 12, 31)},
            ["Big one slipped from Sep 30, 2026 to Dec 31, 2026."],
        ),
        (
            {},
            {"close_date": date(2026, 8, 31)},
            ["Big one moved up from Sep 30, 2026 to Aug 31, 2026."],
        ),
        ({}, {"amount": Decimal(150_000)}, ["Big one: $100K → $150K."]),
        (
            {},
            {"is_closed": True, "is_won": True, "stage": "Closed Won"},
            ["Won: Big one ($100K), Sep 30, 2026."],
        ),
        (
            {},
            {"is_closed": True, "is_won": False, "stage": "Closed Lost"},
            ["Lost: Big one ($100K), Sep 30, 2026."],
        ),
    ],
)
def test_an_opportunity_that_moved_is_told(
    then: dict[str, object], now: dict[str, object], told: list[str]
) -> None:
    found = between(lambda book: deal(book, **then), lambda book: deal(book, **now))
    assert found[: len(told)] == told


def test_a_new_opportunity_is_told_and_one_that_is_gone() -> None:
    new = between(lambda _: None, lambda book: deal(book, created=date(2026, 10, 1)))
    gone = between(deal, lambda _: None)
    assert new[0] == "New opportunity: Big one ($100K), due Sep 30, 2026."
    assert gone == ["Big one is no longer there."]


def test_an_old_record_that_was_not_readable_before_is_no_new_one() -> None:
    assert between(lambda _: None, deal) == []


def test_people_who_changed_role_left_or_grew_distant_are_told() -> None:
    def person(book: Book, name: str, **values: object) -> None:
        book.add(Contact, name=name, account_id=book.root, **values)

    def then(book: Book) -> None:
        person(book, "Ana", title="CFO", strength=3)
        person(book, "Ben", title="Buyer")

    def now(book: Book) -> None:
        person(book, "Ana", title="CEO", strength=1)

    assert between(then, now) == [
        "Ana is now CEO (before: CFO).",
        "Ana grew distant: Advocate → Aware.",
        "Ben (Buyer) is no longer there.",
    ]


def test_a_change_of_currency_is_no_change_of_amounts() -> None:
    old, new = (
        base(THEN),
        euros(),
    )
    assert texts(old.build(), new.build()) == []


def test_the_baseline_is_analysed_for_its_own_quarter() -> None:
    old, new = base(THEN).build(), base(NOW).build()
    quarter = new.org.fiscal.quarter(2026, 3)  # had not begun at the baseline
    account = analyse(new, options=Options(quarter=quarter, plan_year=2027), baseline=old)
    assert account.baseline == THEN


def aimed(book: Book, current: int, currency: str = "USD") -> None:
    """A deal in euros, and a goal whose measure is in the account's currency."""
    deal(book, currency="EUR")
    plan = book.add(Plan, account_id=book.root, name="Plan", start_date=date(2026, 1, 1))
    goal = book.add(
        Objective, plan_id=plan, name="Grow to 100 by June", end_date=date(2026, 12, 31)
    )
    book.add(Measure, objective_id=goal, name="ARR", unit="currency", current=Decimal(current))


def test_a_rate_that_moved_is_no_change_of_the_customer() -> None:
    old, new = base(THEN), base(NOW)
    for book, rate in ((old, "0.90"), (new, "0.92")):
        aimed(book, 100)
        book.org = replace(book.org, rates=(CurrencyRate("EUR", Decimal(rate)),))
    assert texts(old.build(), new.build()) == []


def test_measures_in_money_are_compared_in_one_currency_only() -> None:
    old, new = (
        base(THEN),
        euros(),
    )
    aimed(old, 100)
    aimed(new, 90)
    assert [text for text in texts(old.build(), new.build()) if "ARR" in text] == []
    same = base(NOW)
    aimed(same, 120)
    assert "ARR: $100 → $120." in texts(old.build(), same.build())


def test_what_was_made_on_the_baseline_s_day_after_it_was_read_is_new() -> None:
    found = between(lambda _: None, lambda book: deal(book, created=THEN))
    assert found[0].startswith("New opportunity: Big one")
