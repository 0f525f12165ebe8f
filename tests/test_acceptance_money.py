"""An org of three currencies with dated rates, through the public command into the documents."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.crm.accounts import find
from generator.crm.orgfacts import org_facts
from generator.crm.reader import read_accounts
from generator.crm.sample_org import OrgData, without_objects
from tests.acceptance_runs import Json, command
from tests.crm_orgs import AS_OF, Records, dated_currencies, serving, session_with
from tests.reading_back import Book, Deck, Word, read, seen_words
from tests.test_acceptance_time import reading

CENT = Decimal("0.01")
STANDING = {"USD": "1", "EUR": "0.92", "JPY": "151.37"}
DATED = {
    "EUR": [("2024-01-01", "2026-07-01", "0.9"), ("2026-07-01", None, "0.95")],
    "JPY": [("2024-01-01", "2026-04-01", "140.5"), ("2026-04-01", "9999-12-31", "149.9")],
}
DEALS = [
    ("Spring", "EUR", "2026-06-30", "1000.01"),
    ("Summer", "EUR", "2026-07-01", "1000.01"),
    ("Kyoto", "JPY", "2026-03-31", "123456789012345678"),  # 18 digits
    ("Osaka", "JPY", "2026-04-01", "-350"),
    ("Home", "USD", "2026-05-05", "0.1"),
    ("Francs", "CHF", "2026-05-05", "77"),
]


class Company(Records):
    """Acme, in dollars, with a division in euros; deals in four currencies, one without a rate."""

    def __init__(self) -> None:
        super().__init__()
        for code, rate in STANDING.items():
            self.add("CurrencyType", IsoCode=code, ConversionRate=float(rate), IsActive=True,
                     IsCorporate=code == "USD", DecimalPlaces=2)  # fmt: skip
        for code, spans in DATED.items():
            for start, end, rate in spans:
                self.add("DatedConversionRate", IsoCode=code, ConversionRate=float(rate),
                         StartDate=start, NextStartDate=end)  # fmt: skip
        self.root = self.account("Acme", CurrencyIsoCode="USD", Tier__c="Tier 1")
        self.division = self.account("Acme Europe", self.root, ARR__c=9200.5)
        self.deals = {
            name: self.opportunity(
                self.root, name, IsClosed=True, IsWon=True, StageName="Closed Won",
                CloseDate=close, CurrencyIsoCode=code,
                Amount=int(amount) if "." not in amount else float(amount),
            )
            for name, code, close, amount in DEALS
        }  # fmt: skip

        self.opportunity(self.root, "Nagoya", CurrencyIsoCode="JPY", Amount=123456789012345678)

    def data(self) -> OrgData:
        return dated_currencies(super().data())


def in_dollars(code: str, close: date, amount: str) -> Decimal | None:
    if code == "USD":
        return Decimal(amount)
    for start, end, rate in DATED.get(code, []):
        if start <= close.isoformat() and (end is None or close.isoformat() < end):
            return (Decimal(amount) / Decimal(rate)).quantize(CENT, ROUND_HALF_EVEN)
    return None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Json, dict[str, Any], dict[str, Any]]:
    folder = tmp_path_factory.mktemp("currencies")
    with reading(Company().data(), folder):
        shown = run("show", "Acme")
        report = run("generate", "Acme", "--only", "plan,whitespace,qbr", "--out", folder / "out")
    paths = {row["artifact"]: Path(row["path"]) for row in report["artifacts"]}
    problems = {row["artifact"]: row["problems"] for row in report["artifacts"]}
    return shown, paths, problems


def run(*args: str | Path) -> Json:
    return command(*args, "--org", "env", "--as-of", AS_OF.isoformat(), "--json").well().json


def test_an_account_of_an_org_with_dated_rates_takes_four_calls_all_the_same():
    with serving(Company().data()) as server:
        session = session_with(server)
        list(read_accounts(session, [find(session, "Acme").id], AS_OF))
        assert server.api_calls <= 4
        assert {rate.start is None for rate in org_facts(session).org.rates} == {True, False}
        assert server.api_calls <= 4


def test_deals_take_the_rate_of_their_close_date_to_the_cent(made):
    shown = {deal["name"]: deal["amount"] for deal in made[0]["won"]["deals"]}
    for name, code, close, amount in DEALS:
        expected = in_dollars(code, date.fromisoformat(close), amount)
        assert (shown[name] and Decimal(shown[name])) == expected, name


def test_the_total_is_the_sum_of_the_rows_and_says_what_it_leaves_out(made):
    won = made[0]["won"]
    rows = [deal["amount"] for deal in won["deals"]]
    assert Decimal(won["amount"]) == sum(Decimal(row) for row in rows if row is not None)
    assert (won["count"], rows.count(None)) == (6, 1)
    (problem,) = (p["message"] for p in made[0]["problems"] if "exchange rate" in p["message"])
    assert (
        problem == "No exchange rate between CHF and USD: the amounts of 1 record are not counted"
    )


def test_fields_that_are_no_deals_take_the_standing_rate(made):
    expected = (Decimal("9200.5") / Decimal("0.92")).quantize(CENT, ROUND_HALF_EVEN)
    assert Decimal(made[0]["revenue"]["current"]) == expected


def test_every_rate_that_was_used_is_told_and_no_other(made):
    told = [(r["from"], r["to"], r["start"], r["end"]) for r in made[0]["rates"]]
    assert told == [
        ("EUR", "USD", None, None),
        ("EUR", "USD", "2024-01-01", "2026-07-01"),
        ("EUR", "USD", "2026-07-01", None),
        ("JPY", "USD", "2024-01-01", "2026-04-01"),
        ("JPY", "USD", "2026-04-01", "9999-12-31"),
    ]
    assert made[0]["sources"]["rates[1].rate"][0].startswith("04w")  # the dated rate's record
    rates = [Decimal(r["rate"]) for r in made[0]["rates"]]
    wanted = ("0.92", "0.9", "0.95", "140.5", "149.9")
    assert [round(1 / rate, 12) for rate in rates] == [Decimal(rate) for rate in wanted]


LINES = [
    "USD from EUR at 1.08696 (standing rate)",
    "USD from EUR at 1.11111 (rate of Jan 1, 2024)",
    "USD from EUR at 1.05263 (rate of Jul 1, 2026)",
    "USD from JPY at 0.00711744 (rate of Jan 1, 2024)",
    "USD from JPY at 0.00667111 (rate of Apr 1, 2026)",
]


def test_the_terminal_prints_rate_and_date(tmp_path):
    with reading(Company().data(), tmp_path):
        ran = command("show", "Acme", "--org", "env", "--as-of", AS_OF.isoformat()).well()
    words = " ".join(ran.out.split())
    assert f"Converted: {' · '.join(LINES)}" in words


def test_the_plan_prints_rate_and_date_among_its_sources(made):
    assert isinstance(read(made[1]["plan"]), Word)
    (line,) = (text for _, text in seen_words(made[1]["plan"]) if "Converted:" in text)
    assert f"Converted: {' · '.join(LINES)}" in line


def test_the_workbook_lists_rate_and_date_among_its_sources(made):
    book = read(made[1]["whitespace"])
    assert isinstance(book, Book)
    words = [text for _, text in seen_words(made[1]["whitespace"])]
    for line in LINES:
        pair, _, rest = line.partition(" at ")
        rate, _, basis = rest.removesuffix(")").partition(" (")
        assert {pair, rate, basis} <= set(words), line


def test_an_amount_with_more_digits_than_excel_keeps_is_listed_as_changed(made):
    (deal,) = made[0]["open"]["deals"]
    exact = deal["amount"]
    assert Decimal(exact) == in_dollars("JPY", date(2027, 1, 31), "123456789012345678")
    assert len(exact) == 18  # 17 digits and a point
    listed = [text for text in made[2]["whitespace"] if "15 digits that Excel keeps" in text]
    assert any(exact in text for text in listed)


def test_the_customers_deck_shows_no_money_and_no_rates(made):
    assert isinstance(read(made[1]["qbr"]), Deck)
    words = " ".join(text for _, text in seen_words(made[1]["qbr"]))
    assert "rate of" not in words
    assert "standing rate" not in words


def test_where_currencies_are_hidden_amounts_of_others_are_unknown_and_named(tmp_path):
    data = without_objects(Company().data(), ["CurrencyType", "DatedConversionRate"])
    with reading(data, tmp_path):
        shown = run("show", "Acme")
    amounts = {deal["name"]: deal["amount"] for deal in shown["won"]["deals"]}
    assert amounts["Home"] is not None
    assert [name for name, amount in amounts.items() if amount is None] == [
        name for name in amounts if name != "Home"
    ]
    said = [p["message"] for p in shown["problems"] if p["message"].startswith("No exchange rate")]
    assert [text.split()[4] for text in said] == ["CHF", "EUR", "JPY"]
    assert "3 records" in said[2]
    assert shown["rates"] == []
