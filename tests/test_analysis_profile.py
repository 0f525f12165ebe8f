"""Tier, segment and what accounts are chosen by (METHOD.md rows 1, 7, 8, 9)."""

from __future__ import annotations

from decimal import Decimal

from generator.analysis.analyse import analyse
from generator.artifacts import compose
from generator.formats import Formats
from tests.builders import Book

D = Decimal


def test_a_segment_says_both_values_and_from_where_on_each_is_high():
    book = Book(arr=D(2_077_405), potential=D(210_000))
    book.field_source("account.potential", "Account.Growth_Potential__c")
    account = analyse(book.build())
    assert account.profile.segment == "retention"
    assert account.profile.segment_reason == (
        "Current revenue of 2,077,405 USD is high (from 500,000 USD), growth potential of 210,000 "
        "USD is low (high from 250,000 USD); the potential is from: Account.Growth_Potential__c."
    )
    assert compose(account, "plan", Formats()).values["account"]["segment_why"] == (
        "Revenue of $2.1M is high (from $500K), potential of $210K is low (high from $250K)."
    )


def test_an_unknown_potential_leaves_the_known_side_said():
    account = analyse(Book(arr=D(600_000)).build())
    assert account.profile.segment is None
    assert account.profile.segment_reason.startswith(
        "Current revenue of 600,000 USD is high (from 500,000 USD), growth potential is unknown: "
    )
    why = compose(account, "plan", Formats()).values["account"]["segment_why"]
    assert "the growth potential is not recorded in Salesforce." in why


def test_without_a_rate_for_the_thresholds_nothing_is_compared():
    account = analyse(Book(currency="JPY", corporate="USD", arr=D(1), potential=D(1)).build())
    assert account.profile.segment is None
    assert account.profile.segment_reason == "No exchange rate from USD to JPY is known."
    assert compose(account, "plan", Formats()).values["account"]["segment_why"] is None


def test_what_accounts_are_chosen_by_stands_beside_the_result():
    book = Book(
        arr=D(300), addressable_spend=D(1200), market_share=D("6.5"), growth_rate=D("-1.5"),
        territory="North",
    )  # fmt: skip
    core = book.product("Core")
    for name in ("North", "South"):
        book.asset(core, account=book.division(name))
    book.asset(book.product("Data"))
    profile = analyse(book.build()).profile
    assert (profile.share_of_spend, profile.market_share) == (D("25.0"), D("6.5"))
    assert (profile.growth_rate, profile.territory) == (D("-1.5"), "North")
    assert profile.products_owned.value == 2  # of two divisions one product is one


def test_products_that_could_not_be_read_are_not_none():
    book = Book()
    for topic in ("assets", "subscriptions", "lines"):
        book.hide(topic)
    assert analyse(book.build()).profile.products_owned.value is None
    assert analyse(Book().build()).profile.products_owned.value == 0


def test_a_potential_known_in_part_may_prove_high_but_never_low():
    """METHOD.md rows 7, 8: what is unknown is not low."""

    def grown(value: str):
        book = Book(arr=D(900_000))
        book.play("Core", book.product("Core"), value=value)
        book.product("Other")
        return analyse(book.build()).profile

    assert grown("5000").segment is None
    assert "not known in full: 5,000 USD from 1 of 2 (high from 250,000 USD)" in (
        grown("5000").segment_reason
    )
    assert grown("300000").segment == "strategic"


def test_a_plan_says_that_the_potential_is_known_in_part():
    book = Book(arr=D(900_000))
    book.play("Core", book.product("Core"), value="5000")
    book.product("Other")
    values = compose(analyse(book.build()), "plan", Formats()).values
    assert "potential is known in part only, $5K of it" in values["account"]["segment_why"]
