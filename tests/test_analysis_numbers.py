"""Money to the cent: what the analysis says against exact fractions, over random books.

The expected figures are counted here with ``Fraction`` from the same records: no rounding but the
one to the cent, half to even, of each amount that is shown.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount
from generator.artifacts.show import show_values
from generator.model.org import CurrencyRate, FiscalCalendar
from generator.model.records import Opportunity
from generator.model.snapshot import from_json, to_json
from tests.builders import Book

CODES = ("USD", "EUR", "JPY")
DAY = timedelta(days=1)
LEAP = date(2028, 2, 29)
AMOUNTS = (
    None, "0", "-0", "-0.00", "0.005", "0.015", "-0.005", "1E+3", "1.5E-7", "999999999999999999",
    "999999999999999999.99", "-123456789012345678.99", "0.01", "33.335", "1234567.125",
)  # fmt: skip


def random_book(chance: random.Random) -> Book:
    """Deals of three currencies around the edges of rates, quarters and windows."""
    as_of = chance.choice((LEAP, date(2026, 11, 22), date(2027, 1, 1), date(2027, 3, 31)))
    book = Book(
        as_of=as_of,
        currency=chance.choice(CODES),
        corporate=chance.choice(CODES),
        fiscal=FiscalCalendar(chance.randint(1, 12), chance.random() < 0.5),
    )
    for code in CODES:
        if code != book.org.currency and chance.random() < 0.8:
            add_rates(book, code, chance)
    for number in range(chance.randint(0, 12)):
        days_ago = chance.choice((0, 1, 30, 89, 90, 91, 365, 366, 1094, 1095, 1096, 1097))
        close = as_of - timedelta(days=days_ago + chance.choice((0, 0, 0, 1, -1)))
        amount = chance.choice((*AMOUNTS, f"{chance.uniform(-1e9, 1e9):.4f}"))
        add = chance.choice((book.won, book.lost, book.deal))
        add(f"Deal {number}", amount, close, currency=chance.choice(CODES))
    return book


def add_rates(book: Book, code: str, chance: random.Random) -> None:
    if chance.random() < 0.7:
        book.rate(code, random_rate(chance))
    start = book.as_of - timedelta(days=chance.randint(0, 1200))
    for _ in range(chance.randint(0, 4)):
        end = start + timedelta(days=chance.randint(1, 400))
        book.rate(code, random_rate(chance), start, end if chance.random() < 0.9 else None)
        start = end if chance.random() < 0.8 else end + DAY  # a gap now and then


def random_rate(chance: random.Random) -> str:
    return chance.choice(("0.333333", "156.25", "0.92", "1", f"{chance.uniform(1e-6, 1e6):.6f}"))


def rate_by_hand(book: Book, code: str, day: date) -> Fraction | None:
    """Units of ``code`` for one of the corporate currency on ``day``."""
    if code == book.org.currency:
        return Fraction(1)
    holds = [
        rate
        for rate in book.org.rates
        if rate.currency == code and rate.start and rate.start <= day and not ended(rate, day)
    ]
    holds += [rate for rate in book.org.rates if rate.currency == code and not rate.start]
    return Fraction(holds[0].rate) if holds and holds[0].rate else None


def ended(rate: CurrencyRate, day: date) -> bool:
    return rate.end is not None and rate.end <= day


def to_the_cent(value: Fraction) -> Fraction:
    return Fraction(round(value * 100), 100)  # Python rounds halves to even


def by_hand(book: Book, deal: Opportunity) -> Fraction | None:
    if deal.amount is None:
        return None
    source = rate_by_hand(book, deal.currency, deal.close_date)
    target = rate_by_hand(book, book.currency, deal.close_date)
    if deal.currency == book.currency:
        return to_the_cent(Fraction(deal.amount))
    if source is None or target is None:
        return None
    return to_the_cent(Fraction(deal.amount) * target / source)


def exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def sum_of(values: Iterable[Fraction | None]) -> Fraction | None:
    rows = list(values)
    known = [value for value in rows if value is not None]
    return sum(known, Fraction(0)) if known or not rows else None


@pytest.mark.proof("money, rates, quarters and days against exact fractions", slice=60, full=300)
def test_every_figure_agrees_to_the_cent_and_totals_are_the_sums_of_their_rows(cases, seed):
    for number in range(cases):
        book = random_book(random.Random(f"{seed}/{number}"))
        snapshot = from_json(to_json(book.build()))
        account = analyse(snapshot)
        deals = {deal.id: deal for deal in snapshot.opportunities}
        _check_deals(book, account, deals)
        _check_quarters(book, account, deals)
        _check_rates(book, account, deals)
        _check_shown(account)


def _check_deals(book: Book, account: AnalysedAccount, deals: dict[str, Opportunity]) -> None:
    for deal in account.performance.deals:
        assert exact(deal.amount) == by_hand(book, deals[deal.id]), deal
    for state in ("won", "lost", "open"):
        rows = [deal for deal in account.performance.deals if deal.state == state]
        total = getattr(account.performance, state)
        assert total.count == len(rows)
        assert exact(total.amount.value) == sum_of(exact(row.amount) for row in rows)
        assert total.amount.of == (sum(row.amount is not None for row in rows), len(rows))


def _check_quarters(book: Book, account: AnalysedAccount, deals: dict[str, Opportunity]) -> None:
    for row in account.performance.quarters:
        inside = [
            deal
            for deal in deals.values()
            if deal.is_won
            and row.quarter.start <= deal.close_date <= row.quarter.end
            and deal.close_date <= book.as_of
        ]
        assert row.won_count == len(inside)
        assert exact(row.won) == sum_of(by_hand(book, deal) for deal in inside)


def _check_rates(book: Book, account: AnalysedAccount, deals: dict[str, Opportunity]) -> None:
    """Each converted deal is explained by a rate that is told, and each missing rate is counted."""
    counted = {deal.id for deal in account.performance.deals}
    for row_id in counted:
        deal = deals[row_id]
        if deal.currency == book.currency or by_hand(book, deal) is None:
            continue
        told = [
            rate
            for rate in account.rates
            if rate.source == deal.currency
            and (rate.start or date.min) <= deal.close_date < (rate.end or date.max)
            and close_to(rate.rate, book, deal)
        ]
        assert told
        assert {rate.target for rate in told} == {book.currency}
    said = [p.message for p in account.problems if p.message.startswith("No exchange rate")]
    lost = [d for d in deals.values() if d.amount is not None and by_hand(book, d) is None]
    happened = [d for d in lost if not (d.is_closed and d.close_date > book.as_of)]
    assert len(said) == len({deal.currency for deal in happened})


def close_to(rate: Decimal, book: Book, deal: Opportunity) -> bool:
    target = rate_by_hand(book, book.currency, deal.close_date)
    source = rate_by_hand(book, deal.currency, deal.close_date)
    assert target
    assert source
    return abs(Fraction(rate) - target / source) < Fraction(1, 10**15) * target / source


def _check_shown(account: AnalysedAccount) -> None:
    """The JSON has the same figures: no exponent, no zero below zero, null where unknown."""
    shown = show_values(account)
    amounts = [deal.amount for deal in account.performance.deals]
    for state in ("won", "lost", "open"):
        total = getattr(account.performance, state).amount.value
        assert shown[state]["amount"] == (None if total is None else format(total, "f"))
        amounts.append(total)
    for amount in amounts:
        assert amount is None or "E" not in str(amount)
        assert amount is None or amount != 0 or not amount.is_signed()
    assert [(row["from"], row["to"]) for row in shown["rates"]] == [
        (rate.source, rate.target) for rate in account.rates
    ]
