"""Currencies, totals that leave something out, and what happened after as-of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.dates import add_months, in_months_up_to, within_days
from generator.analysis.money import cents, percent
from generator.model.snapshot import Snapshot
from tests.builders import AS_OF, Book


def test_amounts_in_another_currency_are_converted_into_the_accounts():
    book = Book(currency="EUR", corporate="USD")
    book.rate("EUR", "0.8")
    book.rate("GBP", "0.5")
    book.won("In dollars", "1000", date(2026, 5, 1), currency="USD")  # 1000 x 0.8 = 800 EUR
    book.won("In pounds", "1000", date(2026, 5, 1), currency="GBP")  # 1000 / 0.5 x 0.8 = 1600 EUR
    book.won("In euros", "10.10", date(2026, 5, 1))

    account = analyse(book.build())

    assert account.currency == "EUR"
    assert account.performance.won.amount.value == Decimal("2410.10")


def test_a_dated_rate_is_taken_by_close_date_for_deals_and_the_standing_one_for_fields():
    book = Book(currency="USD")
    north = book.division("North", currency="EUR", arr=Decimal(900))
    book.rate("EUR", "0.90")
    book.rate("EUR", "0.80", date(2025, 1, 1), date(2026, 1, 1))
    book.rate("EUR", "0.50", date(2026, 1, 1))
    book.won("Old", "800", date(2025, 12, 31), currency="EUR", account=north)
    book.won("New", "800", date(2026, 1, 1), currency="EUR", account=north)

    account = analyse(book.build())

    amounts = {deal.name: deal.amount for deal in account.performance.deals}
    assert amounts == {"Old": Decimal("1000.00"), "New": Decimal("1600.00")}
    assert account.revenue.current.value == Decimal("1000.00")  # 900 / 0.9


def test_without_a_rate_an_amount_is_unknown_and_the_total_says_n_of_m():
    book = Book(currency="USD")
    book.won("Known", "100", date(2026, 5, 1))
    book.won("Unknown", "100", date(2026, 5, 1), currency="CHF")

    account = analyse(book.build())

    assert account.performance.won.count == 2
    assert account.performance.won.amount.value == Decimal(100)
    assert account.performance.won.amount.of == (1, 2)
    assert [p.message for p in account.problems] == [
        "No exchange rate between CHF and USD: the amounts of 1 record are not counted"
    ]


@pytest.mark.parametrize("name", ["arr", "arr_year_ago", "mrr", "mrr_year_ago"])
def test_recurring_revenue_of_a_division_without_a_rate_is_said_to_be_uncounted(name):
    book = Book(currency="USD")
    book.division("Basel", currency="CHF", **{name: Decimal(10)})

    assert [p.message for p in analyse(book.build()).problems] == [
        "No exchange rate between CHF and USD: the amounts of 1 record are not counted"
    ]


def test_monthly_revenue_of_assets_without_a_rate_is_said_to_be_uncounted():
    book = Book(currency="USD")
    asset = book.asset(book.product("Core"), mrr=Decimal(10), currency="CHF")
    quiet = book.asset(book.product("Plus"), currency="CHF")
    book.asset_period(asset, "10", date(2026, 1, 1), None)
    book.asset_period(quiet, "10", date(2026, 1, 1), None)
    book.asset_period(quiet, None, date(2025, 1, 1), date(2025, 12, 31))

    assert [p.message for p in analyse(book.build()).problems] == [
        "No exchange rate between CHF and USD: the amounts of 3 records are not counted"
    ]


def test_when_no_amount_is_known_the_total_is_unknown_and_not_zero():
    book = Book()
    book.deal("No amount", None, date(2027, 1, 1))

    total = analyse(book.build()).performance.open

    assert (total.count, total.amount.value, total.amount.of) == (1, None, (0, 1))


def test_each_amount_is_rounded_where_it_is_converted_and_the_total_is_the_sum_of_the_rows():
    book = Book(currency="EUR", corporate="USD")
    book.rate("EUR", "0.333")
    for name in ("One", "Two", "Three"):
        book.won(name, "0.05", date(2026, 5, 1), currency="USD")  # 0.01665 each: shown as 0.02

    won = analyse(book.build()).performance
    assert [deal.amount for deal in won.deals] == [Decimal("0.02")] * 3
    assert won.won.amount.value == Decimal("0.06")
    assert cents(Decimal("0.125")) == Decimal("0.12")
    assert cents(Decimal("0.135")) == Decimal("0.14")


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(1, 3, "33.3"), (2, 3, "66.7"), (1, 0, None), (None, 5, None), (5, None, None)],
)
def test_a_percentage_of_nothing_or_of_the_unknown_is_unknown(part, whole, expected):
    assert percent(part, whole) == (None if expected is None else Decimal(expected))


def test_months_are_counted_back_from_a_leap_day():
    leap = date(2028, 2, 29)
    assert add_months(leap, -36) == date(2025, 2, 28)
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert in_months_up_to(date(2025, 3, 1), leap, 36)
    assert not in_months_up_to(date(2025, 2, 28), leap, 36)
    assert in_months_up_to(leap, leap, 36)
    assert not in_months_up_to(date(2028, 3, 1), leap, 36)


def test_ninety_days_include_the_ninetieth_and_not_tomorrow():
    assert within_days(date(2026, 8, 24), AS_OF, 90)
    assert not within_days(date(2026, 8, 23), AS_OF, 90)
    assert not within_days(date(2026, 11, 23), AS_OF, 90)
    assert not within_days(None, AS_OF, 90)


def test_what_was_created_after_as_of_is_not_counted():
    book = Book()
    book.deal("Tomorrow's", "100", date(2027, 1, 1), created=date(2026, 11, 23))
    book.deal("Today's", "10", date(2027, 1, 1), created=AS_OF)
    book.case(date(2026, 11, 23))
    book.task("Later", date(2026, 12, 1), created=date(2026, 11, 23))

    account = analyse(book.build())

    assert account.performance.open.count == 1
    assert account.support.open == 0
    assert account.actions == ()


def test_a_deal_closed_after_as_of_is_neither_won_nor_open_and_the_problems_say_so():
    book = Book()
    deal = book.won("Too late", "100", date(2026, 12, 1), created=date(2026, 1, 1))

    account = analyse(book.build())

    assert (account.performance.won.count, account.performance.open.count) == (0, 0)
    assert [(p.record_id, p.message) for p in account.problems] == [
        (
            deal,
            (
                "Opportunity Too late is won with a close date of 2026-12-01, after as-of: "
                "it is not counted"
            ),
        )
    ]


def test_a_case_and_a_task_finished_after_as_of_still_count_as_open():
    book = Book()
    book.case(date(2026, 11, 1), date(2026, 11, 25), status="Closed")
    book.task("Send offer", date(2026, 11, 20), completed=date(2026, 11, 24), status="Completed")

    account = analyse(book.build())

    assert account.support.open == 1
    assert [(a.subject, a.days_overdue, a.status) for a in account.actions] == [
        ("Send offer", 2, None)
    ]
    assert account.activity.last_touch is None


def test_a_snapshot_without_its_own_account_is_refused():
    snapshot = Book().build()
    stray = Snapshot(snapshot.org, snapshot.as_of, "001000000000099AAA", snapshot.accounts)
    with pytest.raises(ValueError, match="001000000000099AAA"):
        analyse(stray)


@pytest.mark.parametrize(
    ("value", "text"),
    [("7.7E+4", "77000"), ("10.10", "10.10"), ("10.1000", "10.10"), ("5", "5"), ("0.005", "0.00")],
)
def test_money_is_shown_with_all_its_digits_and_never_with_an_exponent(value, text):
    assert str(cents(Decimal(value))) == text
