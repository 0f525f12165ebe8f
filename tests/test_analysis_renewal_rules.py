"""Which records give the date of a renewal, and what makes an opportunity one: the org's rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import Renewal
from generator.model.rules import RENEWAL_SOURCES
from tests.builders import Book

D = Decimal
DAYS = {name: date(2027, 1 + number, 15) for number, name in enumerate(RENEWAL_SOURCES)}
WORDS = {
    "contract": "contract end",
    "service_contract": "service contract end",
    "asset": "asset end",
    "subscription": "subscription end",
    "opportunity": "open renewal opportunity",
    "account": "account's renewal date",
}


def renewal_of(book: Book) -> Renewal:
    return analyse(book.build()).renewal


def full_book(days: dict[str, date] = DAYS) -> Book:
    """Every source gives another date, in the order of trust."""
    book = Book(renewal_date=days["account"])
    book.contract(days["contract"])
    book.service_contract("12", date(2026, 1, 1), days["service_contract"])
    book.asset(None, "5", lifecycle_end_date=days["asset"])
    book.subscription("8", date(2026, 1, 1), days["subscription"])
    book.deal("Renewal", "9", days["opportunity"], kind="renewal")
    return book


def test_every_source_gives_its_date_and_all_are_shown() -> None:
    renewal = renewal_of(full_book())
    assert [(row.day, row.source) for row in renewal.sources] == [
        (DAYS[name], WORDS[name]) for name in RENEWAL_SOURCES
    ]
    assert renewal.conflict


@pytest.mark.parametrize("name", RENEWAL_SOURCES)
def test_a_source_alone_gives_the_date(name: str) -> None:
    book = full_book()
    book.rules(renewal_sources=(name,))
    renewal = renewal_of(book)
    assert (renewal.day.value, renewal.day.note) == (DAYS[name], WORDS[name])
    assert [row.source for row in renewal.sources] == [WORDS[name]]
    assert not renewal.conflict


def test_the_earliest_date_holds_unless_the_org_goes_by_trust() -> None:
    latest_first = dict(zip(RENEWAL_SOURCES, reversed(DAYS.values()), strict=True))
    book = full_book(latest_first)
    assert renewal_of(book).day.value == DAYS["contract"]
    assert renewal_of(book).day.note == WORDS["account"]

    book.rules(renewal_date="trusted")
    assert (renewal_of(book).day.value, renewal_of(book).day.note) == (
        latest_first["contract"],
        WORDS["contract"],
    )
    book.rules(renewal_sources=("service_contract", "asset", "contract"))
    assert renewal_of(book).day.value == latest_first["service_contract"]
    assert renewal_of(book).conflict
    assert len(renewal_of(book).sources) == 3


def test_a_trusted_source_that_gives_no_date_to_come_leaves_it_to_the_next() -> None:
    book = Book(renewal_date=date(2027, 5, 1))
    book.contract(date(2026, 1, 1))
    book.rules(renewal_date="trusted")
    assert renewal_of(book).day.value == date(2027, 5, 1)


def test_without_a_date_the_sources_that_count_are_named() -> None:
    book = Book()
    book.rules(renewal_sources=("subscription", "account"))
    assert renewal_of(book).day.note == "no subscription or account field gives a date"


def two_contracts() -> tuple[Book, str]:
    """The group's contract ends in June with all its assets; a division has one of its own."""
    book = Book()
    north = book.division("North")
    book.contract(date(2027, 6, 30))
    book.contract(date(2027, 2, 28), account=north)
    book.asset(None, "5", account=north, lifecycle_end_date=date(2027, 6, 30))
    return book, north


def test_contracts_of_two_divisions_are_two_terms_and_no_conflict() -> None:
    book, north = two_contracts()
    book.service_contract("12", date(2026, 1, 1), date(2027, 6, 30))
    book.deal("Renewal of the group", "9", date(2027, 6, 15), kind="renewal")
    assert renewal_of(book).day.value == date(2027, 2, 28)
    assert not renewal_of(book).conflict

    book.asset(None, "5", account=north, lifecycle_end_date=date(2027, 4, 30))
    assert renewal_of(book).conflict  # no contract has that term


def test_the_terms_of_one_division_conflict_where_its_sources_differ() -> None:
    book, north = two_contracts()
    book.service_contract("12", date(2026, 1, 1), date(2027, 6, 30), account_id=north)
    assert renewal_of(book).conflict

    after = Book()
    for end in (date(2027, 2, 28), date(2027, 6, 30)):
        after.contract(end)
    after.asset(None, "5", lifecycle_end_date=date(2027, 6, 30))
    assert not renewal_of(after).conflict  # a second contract, with its own assets


def test_a_subscription_that_was_terminated_is_not_renewed() -> None:
    book = Book()
    book.subscription("8", date(2026, 1, 1), date(2027, 3, 1), terminated_date=date(2027, 2, 1))
    assert renewal_of(book).day.value is None


def test_the_value_is_what_the_subscriptions_or_service_contracts_that_end_then_are_worth() -> None:
    book = Book(arr=D(999))
    first = book.subscription("24", date(2025, 3, 1), date(2027, 2, 28))
    book.subscription("70", date(2026, 1, 1), date(2028, 12, 31))
    value = renewal_of(book).value
    assert (value.value, value.ids) == (D(12), (first,))
    assert value.note == "ARR of the subscriptions that end by then"

    other = Book(arr=D(999))
    served = other.service_contract("36", date(2024, 3, 1), date(2027, 2, 28))
    assert (renewal_of(other).value.value, renewal_of(other).value.ids) == (D(12), (served,))


def test_a_division_that_states_revenue_by_month_renews_for_twelve_of_them() -> None:
    book = Book(arr=D(999))
    north = book.division("North", mrr=D(10))
    book.contract(date(2027, 2, 28), account=north)
    value = renewal_of(book).value
    assert (value.value, value.note) == (D(120), "MRR of North")


# -- what makes an opportunity a renewal ---------------------------------------------------------


BY_TYPE: dict[str, Any] = {"kind": "renewal"}
BY_RECORD_TYPE: dict[str, Any] = {"kind": "expansion", "record_type": "renewal"}
BY_FLAG: dict[str, Any] = {"kind": "other", "is_renewal": True}


@pytest.mark.parametrize("told", [BY_TYPE, BY_RECORD_TYPE, BY_FLAG])
def test_type_record_type_and_flag_each_make_a_renewal(told: dict[str, Any]) -> None:
    book = Book()
    deal = book.deal("Again", "9", date(2027, 2, 1), **told)
    book.won("Before", "4", date(2026, 3, 1), **told)
    account = analyse(book.build())
    assert account.renewal.opportunity_id == deal
    assert {row.kind for row in account.performance.deals} == {"renewal"}


@pytest.mark.parametrize(
    ("signs", "told", "kind"),
    [
        (("type",), BY_TYPE, "renewal"),
        (("type",), BY_RECORD_TYPE, "expansion"),
        (("type",), BY_FLAG, "other"),
        (("record_type",), BY_TYPE, "other"),
        (("record_type",), BY_RECORD_TYPE, "renewal"),
        (("flag",), BY_FLAG, "renewal"),
        (("flag", "record_type"), BY_TYPE, "other"),
        (("flag",), {"kind": "renewal", "is_renewal": False}, "other"),
        (("flag", "type"), {"kind": "renewal", "is_renewal": False}, "renewal"),
    ],
)
def test_only_the_signs_that_the_org_goes_by_count(
    signs: tuple[str, ...], told: dict[str, Any], kind: str
) -> None:
    book = Book()
    book.rules(renewal_signs=signs)
    book.deal("Again", "9", date(2027, 2, 1), **told)
    account = analyse(book.build())
    assert [row.kind for row in account.performance.deals] == [kind]
    assert (account.renewal.opportunity_id is not None) == (kind == "renewal")


@pytest.mark.parametrize(
    ("names", "record_type", "is_renewal"),
    [
        (("Contract Renewal",), "Contract_Renewal", True),
        (("Contract_Renewal",), "contract renewal", True),
        (("Contract Renewal",), "Renewal", False),
        (("Renewal",), None, False),
    ],
)
def test_record_types_are_named_by_the_org(
    names: tuple[str, ...], record_type: str | None, is_renewal: bool
) -> None:
    book = Book()
    book.rules(renewal_record_types=names)
    book.deal("Again", "9", date(2027, 2, 1), kind="new", record_type=record_type)
    assert (renewal_of(book).opportunity_id is not None) is is_renewal
