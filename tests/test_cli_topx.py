"""``topx`` on the sample org with its inputs: workbook and JSON say the same, and add up."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from generator.analysis.analyse import analyse
from generator.analysis.rollups import head_of
from generator.analysis.rollups.topx import Beside, TopX, focus_of, top_x
from generator.crm.people import people_above
from generator.rollups import RollupOrder, render_rollup
from tests.acceptance_runs import SAMPLES, Json, Ran, command, records
from tests.builders import Book
from tests.crm_orgs import Records, serving, session_with


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    place = tmp_path_factory.mktemp("topx")
    shutil.copytree(SAMPLES / "inputs", place / "inputs")
    settings = place / "accountdocs.toml"
    settings.write_text('[topx.people]\n"Jonas Reuter" = 2\n"Anna Nobody" = 1\n', encoding="utf-8")
    more = ("--out", str(place), "--config", str(settings), "--json")
    return command("topx", "--org", "sample", *more).well()


@pytest.fixture(scope="module")
def found(ran: Ran) -> Json:
    result: Json = ran.json["topx"]
    return result


@pytest.fixture(scope="module")
def book(ran: Ran) -> Workbook:
    return load_workbook(ran.json["artifacts"][0]["path"])


def rows(book: Workbook, sheet: str) -> list[list[Any]]:
    return [list(row) for row in book[sheet].iter_rows(min_row=6, values_only=True)]


def test_a_sheet_for_each_level_of_the_chain(ran: Ran, book: Workbook) -> None:
    (artifact,) = ran.json["artifacts"]
    assert (artifact["status"], artifact["audience"]) == ("written", "internal")
    assert "Top X deals of new business for Q1 FY2027" in artifact["headline"]
    assert "inputs/topx.csv and the records: 1 difference, listed" in ran.err
    assert Path(artifact["path"]).name == "all-accounts-topx.xlsx"
    assert book.sheetnames == [
        "Summary", "AEs", "Managers", "VPs", "Running quarter", "Criteria", "Past", "Sources",
    ]  # fmt: skip
    assert book["Managers"].freeze_panes == "B6"
    assert book["Managers"].print_title_rows == "$5:$5"


def test_the_records_of_the_day_are_kept_for_later_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCOUNTDOCS_HISTORY", str(tmp_path / "history"))
    command("topx", "--org", "sample", "--tier", "3", "--out", str(tmp_path / "out")).well()

    kept = {path.name for path in (tmp_path / "history").rglob("*.gz")}
    assert kept == {"2026-11-20.json.gz"}


def test_the_list_is_what_is_ticked_less_what_the_file_drops(found: Json) -> None:
    ticked = {r["Id"] for r in records("Opportunity") if r["Top_X__c"] and not r["IsClosed"]}
    listed = {deal["id"] for deal in found["deals"]}
    dropped = {row["id"] for row in found["past"] if row["outcome"] == "dropped"}

    running = {deal["id"] for deal in found["running"]["deals"]}

    assert listed | dropped | running == ticked
    assert not listed & running
    assert len(dropped) == 1
    assert [row["kind"] for row in found["differences"]] == ["still_ticked"]


def test_each_level_adds_up_to_the_list_and_no_deal_stands_twice(found: Json) -> None:
    whole = Decimal(found["amount"]["value"])
    assert whole == sum(Decimal(deal["amount"]) for deal in found["deals"])
    for level in found["levels"]:
        held = [deal for person in level["people"] for deal in person["deals"]]
        assert sorted(held) == sorted(deal["id"] for deal in found["deals"])
        parts = [Decimal(person["amount"]["value"]) for person in level["people"]]
        assert sum(parts) == Decimal(level["amount"]["value"]) == whole
        assert set(level["amount"]["ids"]) == set(held)


def test_the_workbook_says_of_people_and_deals_what_the_json_says(
    found: Json, book: Workbook
) -> None:
    for level, sheet in zip(found["levels"], ("AEs", "Managers", "VPs"), strict=True):
        lines = rows(book, sheet)
        people = {row[0]: row for row in lines if row[14] is not None}
        deals = [row for row in lines if row[14] is None and row[2] is not None]
        assert len(deals) == len(found["deals"])
        assert sum(row[4] for row in deals) == pytest.approx(float(level["amount"]["value"]))
        for person in level["people"]:
            row = people[f"{person['person']['name']}, {person['person']['title']}"]
            chosen = None if person["chosen"] is None else len(person["chosen"])
            assert (row[14], row[15], row[17]) == (person["x"], chosen, len(person["deals"]))
    told = {str(row[0]): row[2] for row in rows(book, "AEs") if row[14]}
    assert told["Jonas Reuter, Key Account Manager"] == "2 of 2 chosen"
    assert told["Priya Raman, Key Account Manager"] == (
        "2 of 5 chosen, 3 to choose by Dec 31, 2026"
    )
    helena = rows(book, "VPs")
    assert helena[0][14:17] == [5, 2, "3 to choose by Dec 31, 2026"]
    assert [row[2].partition(":")[0] for row in helena if row[12]] == ["Győr", "Macon"]


def test_new_business_is_told_from_renewals_and_the_running_list_stands_apart(
    found: Json, book: Workbook
) -> None:
    summary = {row[0]: row[1] for row in rows(book, "Summary") if row[0]}
    assert book["Summary"]["A1"].value == (
        "8 Top X deals of new business for Q1 FY2027, $494K; 3 renewals beside, $2.9M"
    )
    assert (summary["Of them new business"], summary["Renewals beside"]) == (8, 3)
    assert summary["Running quarter's list"] == len(found["running"]["deals"]) == 7
    lines = [row[1] for row in rows(book, "Running quarter") if row[1]]
    assert lines == [deal["name"] for deal in found["running"]["deals"]]
    amounts = [Decimal(part["value"]) for part in found["parts"].values()]
    assert sum(amounts) == Decimal(found["amount"]["value"])


def test_each_criterion_of_each_deal_has_a_line_with_its_reason(
    found: Json, book: Workbook
) -> None:
    lines = [row for row in rows(book, "Criteria") if row[1]]
    assert len(lines) == sum(len(deal["verdict"]["criteria"]) for deal in found["deals"])
    assert {row[6] for row in lines} == {"met", "not met", "not known", "against it"}
    assert all(row[7] for row in lines)


def test_what_is_wrong_is_told(ran: Ran, found: Json, book: Workbook) -> None:
    assert "'Anna Nobody'" in ran.err
    told = {row[0]: row[1] for row in rows(book, "Summary") if row[0]}
    assert told["Renewals"] == len(found["renewals"])
    assert told["Selected late for the quarter before"] == len(found["late_before"]) == 1
    assert told["Win rate of past Top X deals"] == "not known"  # none was decided; never 0


def test_no_cell_of_the_workbook_is_a_formula(book: Workbook) -> None:
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_a_quarter_that_has_no_list_is_refused() -> None:
    refused = command("topx", "--org", "sample", "--tier", "3", "--quarter", "2027-Q3")
    assert refused.code == 2
    assert "2026-Q4 or 2027-Q1" in refused.err


# -- without the field, and the chain --------------------------------------------------------------


def nothing_recorded() -> TopX:
    made = Book("Acme", owner_id="005000000000001AAA", tier=1)
    made.user("Ana Ruiz", id="005000000000001AAA")
    made.deal("Deal", "1000", made.as_of)
    snapshot = made.build()
    focus = focus_of(snapshot, analyse(snapshot))
    head = head_of([focus.account], "all accounts", "USD")
    return top_x([focus], made.org, head, Beside())


def test_a_workbook_without_the_field_says_so_and_prints_no_0(tmp_path: Path) -> None:
    file = render_rollup(nothing_recorded(), "topx", RollupOrder(tmp_path))
    (tmp_path / "made.xlsx").write_bytes(file.document.data)
    book = load_workbook(tmp_path / "made.xlsx")
    assert book["Summary"]["A1"].value == "Which deals are Top X is not recorded in Salesforce"
    assert book["Summary"]["B5"].value == "not recorded in Salesforce"
    values = [cell for row in book["AEs"].iter_rows(min_row=6, values_only=True) for cell in row]
    assert 0 not in [value for value in values if isinstance(value, (int, float))]


def test_everybody_above_the_owners_comes_in_two_calls() -> None:
    org = Records()
    chief = org.user("Carl Chief")
    lost = org.user("Lena Lost")
    with serving(org.data()) as server:
        session = session_with(server)
        session.catalog.bound("user")  # describes are no part of the two
        before = session.api_calls
        users = {u.id: u for u in people_above(session, [org.rep, lost], {org.boss: chief})}
        calls = session.api_calls - before
    assert set(users) == {org.rep, org.manager, org.boss, chief, lost}
    assert [users[one].manager_id for one in (org.rep, org.manager, org.boss, chief)] == [
        org.manager, org.boss, chief, None,
    ]  # fmt: skip
    assert calls == 3  # two for the CRM's own chain, one for what the file adds above it
