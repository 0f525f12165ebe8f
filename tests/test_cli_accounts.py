"""``accounts``: one by one, together, and exported; against the sample org and hostile names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator import cli
from generator.analysis.analyse import analyse
from generator.analysis.portfolio import QuotaFacts, planning_window, portfolio
from generator.artifacts.portfolio import account_rows, portfolio_values
from generator.artifacts.portfolio.export import COLUMNS, csv_bytes, export_rows, harmless_field
from generator.artifacts.portfolio.text import portfolio_lines
from generator.artifacts.portfolio.view import View
from generator.cli.exporting import export
from generator.formats import Formats
from generator.terminal import width
from tests.builders import AS_OF, Book


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> Ran:
        capfd.readouterr()
        code = cli.run(["accounts", *args, "--org", "sample"])
        return Ran(code, *capfd.readouterr())

    return call


def test_the_terminal_shows_the_accounts_and_then_what_they_say_together(run: Run) -> None:
    out = run().out
    for title in (
        "WHAT ACCOUNTS ARE CHOSEN BY",
        "SEGMENTS",
        "WHERE THE REVENUE IS, OF ALL 17 ACCOUNTS",
        "PLANS PER OWNER",
        "TIER 1 COVERAGE",
        "FLAGS",
        "REVIEWS DUE",
        "TIER 3, MANAGED BY MOTION",
        "PLANNED BESIDE UNPLANNED GROWTH",
        "SPONSOR LOAD",
        "QUOTA FY2026 BESIDE PLAN TARGETS",
        "EXPECTED REVENUE IN USD",
        "THRESHOLDS THAT PERCENTILES WOULD GIVE",
    ):
        assert title in out
    assert "7 of 17 accounts (41%) make $7.3M of $9M a year, at least 80%" in out
    assert "5 of 5 tier 1 accounts have a plan touched since 2026-10-01" in out
    assert "Kestrel & Rowe Foods: tier 1 (Account.Tier__c). Current revenue of" in out
    assert "- Marcus Webb: No quota is recorded for FY2026." in out
    assert "!! Brandtner Drive Systems AG: Renewal in 100 days: no renewal opportunity" in out
    assert max(width(line) for line in out.splitlines()) <= 160


def test_json_has_the_same_under_portfolio_and_all_inputs_beside_each_account(run: Run) -> None:
    found = run("--json").json
    together, rows = found["portfolio"], found["accounts"]
    assert (together["scope"], together["is_selection"]) == ("of all 17 accounts", False)
    assert [row["id"] for row in rows] == [row["account"]["id"] for row in together["ranks"]]
    kestrel = next(row for row in rows if row["name"] == "Kestrel & Rowe Foods")
    ranks = {row["account"]["id"]: row for row in together["ranks"]}
    first = ranks[kestrel["id"]]
    assert (first["revenue_rank"], first["upside_rank"]) == (1, 1)
    assert kestrel["addressable_spend"] == "7500000.0"
    assert "from 500,000 USD" in kestrel["segment_reason"]
    unknown = next(row for row in rows if row["name"] == "Greyfriars Textiles")
    assert (unknown["segment"], unknown["territory"]) == (None, None)
    assert ranks[unknown["id"]]["upside_rank"] is None
    assert together["expected"]["renewal"]["of"] == [17, 17]
    assert set(together["expected"]) == {"lines", "weighted", "renewal", "pre_pipeline"}  # no sum
    assert together["quotas"]["others"] == 0


def test_a_selection_says_that_its_figures_are_of_it_alone(run: Run) -> None:
    out = run("--tier", "1").out
    assert "of the 5 accounts selected; so is all that follows." in " ".join(out.split())
    assert "TIER 3" not in out


def test_the_export_has_a_row_for_each_account_and_is_not_written_over(
    run: Run, tmp_path: Path
) -> None:
    name = "a.csv"
    made = run("--tier", "2", "--export", name, "--json")
    assert (made.code, len(made.json["accounts"])) == (0, 6)
    before = (tmp_path / name).read_bytes()
    assert before.count(b"\r\n") == 7
    refused = run("--tier", "1", "--export", name)
    assert refused.code == 1
    assert "--force" in refused.err
    assert (tmp_path / name).read_bytes() == before
    assert run("--tier", "1", "--export", name, "--force").code == 0
    assert (tmp_path / name).read_bytes() != before


def test_an_export_of_another_kind_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    ran = run("--export", "a.docx")
    assert (ran.code, list(tmp_path.iterdir())) == (2, [])
    assert ".csv" in ran.err


# -- hostile names ---------------------------------------------------------------------------------

HOSTILE = (
    "=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "\u200b=1", "＝1", "a;=1", "b, -1",
    "\x1b]0;x\x07", "line\r\n=1", 'quote"=1', "{{ 1 }}",
)  # fmt: skip


def hostile() -> list[Book]:
    made = []
    for number, name in enumerate(HOSTILE, 1):
        book = Book(name, id=f"001{number:012d}AAA", tier=1, arr=Decimal(number), territory=name)
        book.change(book.root, owner_id=book.user(name))
        book.play(name, book.product(name), value="30", need="yes", access="no", budget="no")
        book.plan(name)
        made.append(book)
    return made


def together() -> tuple[list[Any], Any]:
    books = hostile()
    found = sorted(
        (analyse(book.build()) for book in books),
        key=lambda row: (row.profile.name.casefold(), row.profile.id),
    )
    org = books[0].org
    quotas = QuotaFacts(2026, "not_enabled", "ForecastingQuota")
    return found, portfolio(found, org, planning_window(org.fiscal, AS_OF, 4), quotas)


def test_no_text_of_a_csv_file_begins_a_formula_in_any_reading_of_it() -> None:
    data = csv_bytes(export_rows(*together())).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data, newline=""), strict=True))
    assert len(rows) == 1 + len(HOSTILE)
    starts = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    for cell in (cell for row in rows for cell in row):
        for separator in (",", ";", "|", ":", "\t"):
            pieces = [piece.strip(" \u200b") for piece in cell.split(separator)]
            assert not any(piece.startswith(starts) for piece in pieces), cell
    assert not any(ord(char) < 32 and char not in "\r\n" for char in data)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Acme", "Acme"),
        ("=1", "'=1"),
        ("Rowe - Foods", "Rowe - Foods"),
        ("O'Neil; -x", "O'Neil; '-x"),
        ("a\nb", "a b"),
    ],
)
def test_a_field_is_altered_only_where_a_formula_could_begin(text: str, field: str) -> None:
    assert harmless_field(text) == field


def test_texts_of_a_workbook_stay_texts_and_numbers_numbers(tmp_path: Path) -> None:
    found, made = together()
    export(tmp_path / "a.xlsx", found, made, Formats())
    sheet = load_workbook(tmp_path / "a.xlsx")["Accounts"]
    assert [cell.value for cell in sheet[1]] == [column.head for column in COLUMNS]
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == len(HOSTILE)
    for row in rows:
        at = dict(zip([column.name for column in COLUMNS], row, strict=True))
        assert at["account"].data_type == at["territory"].data_type == "s"
        assert (at["current"].data_type, at["weighted_whitespace"].value) == ("n", 10)
        assert at["as_of"].value.date() == AS_OF
    assert {row[0].value for row in rows} >= {"=HYPERLINK(1)", "+1+1", "@SUM(A1)", "{{ 1 }}"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_accounts_give_the_same_bytes(tmp_path: Path, kind: str) -> None:
    paths = [tmp_path / f"{name}.{kind}" for name in "ab"]
    for path in paths:
        export(path, *together(), Formats())
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_text_keeps_to_its_columns_whatever_the_names_and_json_has_them_as_they_are() -> None:
    found, made = together()
    lines = portfolio_lines(View(tuple(found), made, Formats(), "of all 14 accounts", 100))
    assert max(width(line) for line in lines) <= 100
    assert not any(char in line for line in lines for char in "\x1b\r\n\t\x07")
    assert "Quotas: forecasting is not enabled in this org." in lines
    values = portfolio_values(made, "all", is_selection=False)
    ranks = json.loads(json.dumps(values))["ranks"]
    assert {row["account"]["name"] for row in ranks} == set(HOSTILE)


def test_what_is_not_known_is_null_and_no_zero() -> None:
    book = Book("Bare", id="001000000000001AAA")
    found = [analyse(book.build())]
    window = planning_window(book.org.fiscal, AS_OF, 4)
    made = portfolio(found, book.org, window, QuotaFacts(2026, "read"))
    (row,) = account_rows(found, made)
    for name in ("revenue", "potential", "target", "gap", "addressable_spend", "market_share"):
        assert row[name] is None
    (exported,) = export_rows(found, made)
    assert exported["current"] is exported["quota"] is exported["quota_currency"] is None
    assert made.pareto.top == ()
