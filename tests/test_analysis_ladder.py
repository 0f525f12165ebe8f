"""What revenue can stand on: every rung, their order, and that no two are ever mixed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import Revenue
from generator.analysis.terms import months_between
from generator.model.rules import RUNGS
from generator.model.snapshot import Reach, from_json, to_json
from tests.builders import Book

D = Decimal
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
LAST_YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def revenue_of(book: Book) -> Revenue:
    return analyse(book.build()).revenue


def account_arr(book: Book) -> None:
    book.change(book.root, arr=D(1))


def division_arr(book: Book) -> None:
    book.division("North", arr=D(2))


def account_mrr(book: Book) -> None:
    book.change(book.root, mrr=D(3))


def division_mrr(book: Book) -> None:
    book.division("South", mrr=D(4))


def asset_arr(book: Book) -> None:
    book.asset(None, "5")


def asset_mrr(book: Book) -> None:
    book.asset(None, mrr=D(6))


def asset_period(book: Book) -> None:
    book.asset_period(book.asset(None), "7", date(2026, 1, 1), None)


def subscription(book: Book) -> None:
    book.subscription("8", *YEAR)


def service_contract(book: Book) -> None:
    book.service_contract("9", *YEAR)


def won_term(book: Book) -> None:
    book.won("Two years", "20", date(2026, 3, 1), term_months=24)


def closed_won(book: Book) -> None:
    book.won("Once", "11", date(2026, 3, 1))


LADDER: dict[str, tuple[Callable[[Book], None], int, str]] = {
    "account_arr": (account_arr, 1, "the account's ARR field"),
    "division_arr": (division_arr, 2, "sum of the divisions' ARR fields"),
    "account_mrr": (account_mrr, 36, "the account's MRR field x 12"),
    "division_mrr": (division_mrr, 48, "sum of the divisions' MRR fields x 12"),
    "asset_arr": (asset_arr, 5, "sum of asset ARR"),
    "asset_mrr": (asset_mrr, 72, "sum of the assets' current MRR x 12"),
    "asset_period": (asset_period, 84, "sum of the asset state periods' MRR x 12"),
    "subscription": (subscription, 8, "sum of subscriptions, a year's worth of each"),
    "service_contract": (service_contract, 9, "sum of service contracts, a year's worth of each"),
    "won_term": (won_term, 10, "closed-won opportunities, a year's worth of each term"),
    "closed_won": (closed_won, 11, "closed-won opportunities of the last 12 months"),
}


def full_book(*names: str) -> Book:
    book = Book()
    for name in names:
        LADDER[name][0](book)
    return book


def test_every_rung_is_tried_here() -> None:
    assert tuple(LADDER) == RUNGS


@pytest.mark.parametrize("name", RUNGS)
def test_each_rung_alone_is_revenue_and_says_so(name: str) -> None:
    revenue = revenue_of(full_book(name))
    assert (revenue.current.value, revenue.source) == LADDER[name][1:]
    assert revenue.current.ids


@pytest.mark.parametrize("name", RUNGS)
def test_a_rung_hides_all_below_it_and_is_never_mixed_with_them(name: str) -> None:
    below = RUNGS[RUNGS.index(name) :]
    revenue = revenue_of(full_book(*below))
    if name == "won_term":  # the deal without a term is left out, and said to be
        assert revenue.current.of == (1, 2)
    assert (revenue.current.value, revenue.source) == LADDER[name][1:]


@pytest.mark.parametrize("name", RUNGS)
def test_the_org_says_which_rung_comes_first(name: str) -> None:
    book = full_book(*RUNGS)
    book.rules(ladder=(name, *(other for other in RUNGS if other != name)))
    assert revenue_of(book).source == LADDER[name][2]


def test_a_rung_that_is_not_in_the_ladder_never_counts() -> None:
    book = full_book("account_arr", "closed_won")
    book.rules(ladder=("subscription", "service_contract"))
    revenue = revenue_of(book)
    assert revenue.current.value is None
    assert revenue.current.note == "no subscription or service contract"


def test_the_rules_travel_with_the_snapshot() -> None:
    book = full_book("account_arr", "account_mrr")
    book.rules(ladder=("account_mrr",), axis=("geography", "hierarchy"))
    again = from_json(to_json(book.build()))
    assert again == book.build()
    assert analyse(again).revenue.current.value == D(36)


def test_monthly_fields_of_a_year_ago_count_twelvefold_too() -> None:
    book = Book(mrr=D(10), mrr_year_ago=D(8))
    book.field_source("account.mrr", "Account.MRR__c")
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.year_ago.value) == (D(120), D(96))
    assert revenue.source == "Account.MRR__c x 12"


def test_a_year_ago_is_never_taken_from_another_rung() -> None:
    book = Book(arr_year_ago=D(500), mrr=D(10))
    assert revenue_of(book).year_ago.value is None
    assert analyse(book.build()).metrics.lagging[0].current is None


def test_current_mrr_of_assets_has_its_history_in_their_state_periods() -> None:
    book = Book()
    asset = book.asset(None, mrr=D(10))
    note = revenue_of(book).year_ago.note
    assert note == "the assets' MRR has no history: no asset state periods could be read"
    retention = analyse(book.build()).metrics.lagging[0]
    assert (retention.current, retention.note) == (None, f"Not computable: {note}.")

    book.asset_period(asset, "8", date(2025, 1, 1), date(2025, 12, 31))
    book.asset_period(asset, "10", date(2026, 1, 1), None)
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.year_ago.value) == (D(120), D(96))
    assert analyse(book.build()).metrics.lagging[0].current == D(125)


def test_where_two_state_periods_of_an_asset_meet_on_a_day_it_counts_once() -> None:
    book = Book(as_of=date(2026, 6, 30))
    book.rules(ladder=("asset_period",))
    asset = book.asset(None)
    book.asset_period(asset, "8", date(2025, 7, 1), date(2026, 6, 30))
    second = book.asset_period(asset, "10", date(2026, 6, 30), None)
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.current.ids) == (D(120), (second,))


def test_state_periods_of_a_rivals_asset_are_no_revenue_of_ours() -> None:
    book = Book()
    book.asset_period(book.asset(None, is_competitor=True), "8", date(2026, 1, 1), None)
    assert revenue_of(book).current.value is None


def test_subscriptions_count_by_quantity_and_for_a_year_of_their_term() -> None:
    book = Book()
    three_years = book.subscription("360", date(2025, 7, 1), date(2028, 6, 30), "5")
    half_a_year = book.subscription("30", date(2026, 7, 1), date(2026, 12, 31))
    book.subscription("999", date(2024, 1, 1), date(2024, 12, 31))  # over
    book.subscription("999", date(2027, 1, 1), date(2027, 12, 31))  # to come
    book.subscription("999", *YEAR, terminated_date=date(2026, 6, 30))  # given up
    revenue = revenue_of(book)
    assert revenue.current.value == D(360 * 5 // 3 + 60)
    assert revenue.current.ids == (three_years, half_a_year)
    assert revenue.year_ago.value == D(600)


def test_a_subscription_without_an_end_leaves_the_total_partial_and_the_year_ago_unknown() -> None:
    book = Book()
    book.subscription("100", date(2024, 12, 1), date(2026, 11, 30))
    book.subscription("7", date(2024, 1, 1), None)
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.current.of) == (D(50), (1, 2))
    assert revenue.year_ago.value is None
    assert revenue.year_ago.note == (
        "the worth of the subscriptions of a year ago is known for 1 of 2"
    )


def test_subscriptions_in_another_currency_are_converted_or_unknown() -> None:
    book = Book()
    book.rate("EUR", "0.5")
    book.subscription("50", *YEAR, currency="EUR")
    book.subscription("50", *YEAR, currency="XTS")
    account = analyse(book.build())
    assert (account.revenue.current.value, account.revenue.current.of) == (D(100), (1, 2))
    assert any("XTS" in problem.message for problem in account.problems)


def test_a_service_contract_counts_by_its_stated_term_and_not_when_it_is_a_draft() -> None:
    book = Book()
    book.service_contract("300", date(2025, 1, 1), date(2027, 12, 31), term_months=36)
    book.service_contract("999", *YEAR, status="Draft")
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.year_ago.value) == (D(100), D(100))


def test_a_service_contract_without_a_start_begins_its_term_before_its_end() -> None:
    book = Book(as_of=date(2026, 11, 22))
    book.service_contract("1200", None, date(2027, 3, 31), term_months=12)
    revenue = revenue_of(book)
    assert revenue.current.value == D(1200)
    assert revenue.year_ago.value is None
    assert revenue.year_ago.note.endswith("none is known")

    older = book.service_contract("2400", None, date(2027, 3, 31), term_months=24)
    revenue = revenue_of(book)
    assert (revenue.year_ago.value, revenue.year_ago.ids) == (D(1200), (older,))


def test_whether_a_contract_without_start_and_end_ran_a_year_ago_is_unknown() -> None:
    book = Book()
    book.service_contract("100", *LAST_YEAR)
    book.service_contract("1200", None, None, term_months=12)
    revenue = revenue_of(book)
    assert revenue.current.value == D(1200)
    assert (revenue.year_ago.value, revenue.year_ago.of) == (None, (1, 2))


def test_without_a_start_and_a_term_the_worth_of_a_service_contract_is_unknown() -> None:
    book = Book()
    book.service_contract("100", date(2025, 1, 1), date(2026, 12, 31))
    book.service_contract("999", None, date(2026, 12, 31))
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.current.of) == (D(50), (1, 2))
    assert (revenue.year_ago.value, revenue.year_ago.of) == (None, (1, 2))


def test_a_state_period_without_a_start_says_nothing_of_a_year_ago() -> None:
    book = Book()
    book.rules(ladder=("asset_period",))
    book.asset_period(book.asset(None), "7", None, None)
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.year_ago.value) == (D(84), None)


def test_a_mistyped_term_is_unknown_and_said_to_be() -> None:
    book = Book()
    book.won("Runs", "100", date(2026, 6, 1), term_months=12)
    wrong = book.won("Mistyped", "100", date(2026, 6, 1), term_months=200_000)
    minus = book.won("Minus", "100", date(2026, 6, 1), term_months=-12)
    book.service_contract("50", *YEAR, term_months=99_999)
    account = analyse(book.build())
    assert (account.revenue.current.value, account.revenue.source[:7]) == (D(50), "sum of ")
    said = {p.record_id: p.message for p in account.problems if p.source.endswith("term_months")}
    assert said[wrong] == (
        "Mistyped states a term of 200000 months, which is beyond 1 to 1200: it counts as not known"
    )
    assert minus in said
    assert len(said) == 3

    book.rules(ladder=("won_term",))
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.current.of) == (D(100), (1, 3))


def test_a_mistyped_term_does_not_reach_beyond_what_was_read() -> None:
    book = Book()
    book.won("Runs", "90", date(2025, 6, 1), term_months=18)
    book.won("Mistyped", "100", date(2023, 12, 1), term_months=200_000)
    text = to_json(book.build())
    since = reach_text(date(2023, 11, 23))
    revenue = analyse(from_json(text.replace('"reach":[]', f'"reach":[{since}]'))).revenue
    assert (revenue.current.value, revenue.year_ago.value) == (D(60), D(60))


def test_won_deals_with_a_term_run_from_their_start() -> None:
    book = Book()
    running = book.won("Runs", "240", date(2024, 6, 1), term_months=36)
    begun = book.won(
        "Begins later", "60", date(2026, 6, 1), start_date=date(2026, 11, 22), term_months=6
    )
    book.won("To come", "99", date(2026, 6, 1), start_date=date(2026, 11, 23), term_months=6)
    book.won("Over", "99", date(2025, 10, 1), term_months=12)
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.current.ids) == (D(80 + 120), (running, begun))
    assert revenue.year_ago.value == D(80 + 99)
    assert revenue.reconciliation is None


def renewal(book: Book, amount: str, close: date, **values: Any) -> str:
    return book.won("Renewal", amount, close, kind="renewal", **{"term_months": 12, **values})


def worth_on(book: Book, *days: date) -> list[tuple[D | None, tuple[int, int] | None]]:
    """Current revenue of the won terms as of each day, and of how many it is known."""
    found = []
    for day in days:
        book.as_of = day
        book.rules(ladder=("won_term",))
        current = revenue_of(book).current
        found.append((current.value, current.of))
    return found


def test_a_renewal_begins_when_the_term_that_it_renews_is_over() -> None:
    book = Book(as_of=date(2026, 11, 22))
    first = book.won("New", "12000", date(2025, 12, 1), term_months=12)
    second = renewal(book, "15000", date(2026, 11, 10))
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.current.ids) == (D(12000), (first,))

    book.as_of = date(2026, 12, 1)
    assert revenue_of(book).current.ids == (second,)
    book.as_of = date(2027, 11, 22)
    revenue = revenue_of(book)
    assert (revenue.current.value, revenue.year_ago.value) == (D(15000), D(12000))


def test_renewals_follow_one_another_and_those_with_a_start_begin_as_they_state() -> None:
    book = Book()
    book.won("New", "100", date(2023, 12, 1), term_months=12)
    renewal(book, "200", date(2024, 11, 10))
    renewal(book, "400", date(2025, 8, 1))
    renewal(book, "800", date(2026, 10, 1), start_date=date(2026, 10, 1))
    days = [date(2024, 11, 30), date(2024, 12, 1), date(2025, 11, 30), date(2025, 12, 1)]
    assert worth_on(book, *days, date(2026, 10, 1)) == [
        (D(100), None), (D(200), None), (D(200), None), (D(400), None), (D(1200), None)
    ]  # fmt: skip


def test_the_worth_of_a_renewal_is_unknown_where_no_known_term_runs_on_its_close_date() -> None:
    book = Book()
    book.won("New", "100", date(2024, 12, 1), term_months=12)  # over by then
    book.won("Other account", "10", date(2026, 1, 1), term_months=24,
             account=book.division("South"))  # fmt: skip
    renewal(book, "200", date(2026, 1, 15))
    renewal(book, "400", date(2026, 10, 1))  # of that one, whose end is not known
    assert worth_on(book, date(2026, 11, 22)) == [(D(5), (1, 3))]

    alone = Book()
    renewal(alone, "200", date(2026, 1, 15))
    revenue = revenue_of(alone)
    assert (revenue.current.value, revenue.source) == (D(200), LADDER["closed_won"][2])


def test_while_it_is_open_which_term_was_renewed_the_worth_of_the_renewal_is_unknown() -> None:
    book = Book()
    book.won("New", "100", date(2025, 12, 1), term_months=12)
    book.won("More", "10", date(2026, 3, 1), term_months=12)
    renewal(book, "200", date(2026, 11, 10))
    days = [date(2026, 11, 30), date(2026, 12, 1), date(2027, 2, 28), date(2027, 3, 1)]
    assert worth_on(book, *days, date(2027, 11, 30)) == [
        (D(110), None), (D(10), (1, 2)), (D(10), (1, 2)), (D(200), None), (D(200), None)
    ]  # fmt: skip
    assert worth_on(book, date(2027, 12, 1)) == [(None, None)]


def test_a_year_ago_of_terms_that_reach_beyond_what_was_read_is_unknown() -> None:
    book = Book()
    book.won("Runs", "240", date(2024, 6, 1), term_months=36)
    since = date(2023, 11, 23)
    snapshot = book.build()
    read = from_json(to_json(snapshot).replace('"reach":[]', f'"reach":[{reach_text(since)}]'))
    revenue = analyse(read).revenue
    assert read.reach == (Reach("opportunities", since),)
    assert revenue.current.value == D(80)
    assert revenue.source.endswith("(closed since 2023-11-23)")
    assert revenue.year_ago.value is None
    assert "deals closed before 2023-11-23 were not read" in revenue.year_ago.note


def reach_text(since: date) -> str:
    return f'{{"since":"{since.isoformat()}","topic":"opportunities"}}'


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), D(12)),
        (date(2024, 2, 29), date(2025, 2, 27), D(12)),
        (date(2026, 1, 31), date(2026, 2, 27), D(1)),
        (date(2026, 1, 1), date(2026, 1, 15), D(15) / D(31)),
        (date(2026, 1, 1), date(2026, 1, 1), D(1) / D(31)),
        (date(2026, 1, 2), date(2026, 1, 1), None),
        (date(2026, 1, 1), None, None),
        (None, date(2026, 1, 1), None),
        (date(2026, 1, 1), date(4000, 12, 31), None),
    ],
)
def test_a_term_in_months(start: date | None, end: date | None, months: D | None) -> None:
    assert months_between(start, end) == months


def test_what_an_asset_brings_a_year_is_shown_beside_it_by_month_too() -> None:
    book = Book()
    product = book.product("Core")
    book.asset(product, mrr=D(6))
    assert [row.arr for row in analyse(book.build()).owned_products] == [D(72)]


def test_without_assets_what_is_owned_is_what_subscriptions_say() -> None:
    book = Book()
    product, other = book.product("Core"), book.product("Plus")
    north = book.division("North")
    running = book.subscription("24", date(2025, 1, 1), date(2026, 12, 31), "5",
                                product_id=product, account_id=north)  # fmt: skip
    book.subscription("9", *LAST_YEAR, product_id=other)
    book.line(book.won("Plus", "9", date(2026, 1, 1)), other)  # the two are never mixed
    account = analyse(book.build())
    (row,) = account.owned_products
    assert (row.unit, row.product, row.quantity, row.arr) == ("North", "Core", D(5), D(60))
    assert (row.until, row.ids) == (date(2026, 12, 31), (running,))
    states = {(cell.unit, cell.product): cell.state for cell in account.whitespace.cells}
    assert states["North", "Core"] == "owned"
    assert states["North", "Plus"] == "open"

    book.asset(other)
    assert [row.product for row in analyse(book.build()).owned_products] == ["Plus"]
