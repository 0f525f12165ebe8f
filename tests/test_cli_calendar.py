"""``calendar`` on the sample org: workbook, calendar file and JSON say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests.acceptance_runs import Ran, command

Sheets = dict[str, list[list[Any]]]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("season")


@pytest.fixture(scope="module")
def ran(out: Path) -> Ran:
    settings = out / "accountdocs.toml"
    settings.write_text("[planning]\nprevious = 2025-09-01\n", encoding="utf-8")
    more = ("--tier", "1", "--out", str(out), "--config", str(settings), "--json")
    return command("calendar", "--org", "sample", *more)


@pytest.fixture(scope="module")
def sheets(ran: Ran) -> Sheets:
    book = load_workbook(place(ran, "xlsx"))
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book.worksheets}


def place(ran: Ran, extension: str) -> Path:
    (path,) = [a["path"] for a in ran.json["artifacts"] if a["path"].endswith(extension)]
    return Path(path)


def row_of(rows: list[list[Any]], first: str) -> list[Any]:
    return next(row for row in rows if row[0] == first)


def test_both_files_are_written_under_the_teams_folder(ran: Ran, out: Path) -> None:
    assert ran.code == 0, ran.err
    assert [(a["status"], a["audience"]) for a in ran.json["artifacts"]] == [
        ("written", "internal"),
        ("written", "internal"),
    ]
    names = sorted(path.name for path in (out / "team" / "tier-1").iterdir())
    assert names == ["tier-1-calendar.ics", "tier-1-calendar.xlsx"]


def test_the_workbook_says_in_its_properties_which_week_it_serves(ran: Ran) -> None:
    subject = load_workbook(place(ran, "xlsx")).properties.subject
    assert subject.startswith("Week 3 of 6 in planning FY2027: drafts")


def test_a_season_that_moved_is_warned_of(ran: Ran, sheets: Sheets) -> None:
    assert "63 days off last year's day" in ran.err
    assert any("63 days off" in str(row[0]) for row in sheets["Sources"])


def test_the_calendar_has_a_column_for_each_week_and_marks_the_running_one(
    sheets: Sheets,
) -> None:
    rows = sheets["Calendar"]
    assert row_of(rows, "What the week is for")[1:7] == [
        *("data preparation", "data preparation", "drafts", "drafts"),
        *("internal review", "customer reviews"),
    ]
    heads = rows[4][1:]
    assert heads[:3] == ["W1, Nov 2", "W2, Nov 9", "W3, Nov 16"]
    assert [head for head, mark in zip(heads, rows[6][1:], strict=True) if mark] == ["W3, Nov 16"]


def test_the_wall_tells_by_sign_what_is_done_open_late_or_to_be_ticked(sheets: Sheets) -> None:
    rows = sheets["Calendar"]
    title = "Week 3 of 6: one step late, 2 not confirmed, 5 customer reviews to book by Nov 30"
    assert rows[0][0] == title
    assert row_of(rows, "Sales operations: data")[1:3] == [
        "✓ Plans on record\n✓ Revenue and targets",
        (
            "✗ White space valued: 4 of 5, was due Nov 13\n✓ Renewal dates\n"
            "☐ Documents handed over: not confirmed, was due Nov 13"
        ),
    ]
    assert row_of(rows, "Managers: list and review")[5] == "☐ Plans reviewed, by Dec 4"
    assert row_of(rows, "Reviews with customers")[5].startswith("○ Book by Nov 30: Ashdown")
    assert any(row[0] == "Dec 16: plan update of Kestrel & Rowe Foods" for row in rows)


def test_the_checklist_says_what_is_done_and_who_is_to_do_the_rest(
    ran: Ran, sheets: Sheets
) -> None:
    checks = ran.json["calendar"]["checks"]
    drafted = next(row for row in checks if row["key"] == "plan_drafted")
    shown = next(row for row in sheets["Checklist"] if "changed since the drafts" in str(row[3]))
    assert shown[5] == f"{len(drafted['done'])} of 5"
    assert "Brandtner Drive Systems AG (Jonas Reuter)" in shown[6]
    confirm = next(row for row in sheets["Checklist"] if str(row[3]).startswith("Confirm the"))
    assert confirm[4] == "☐ not confirmed, was due Nov 6"
    by_hand = next(row for row in sheets["Checklist"] if str(row[3]).startswith("Review every"))
    assert (by_hand[4], by_hand[5]) == ("☐ by hand: no record shows it", None)


def test_who_is_late_stands_on_a_sheet_of_its_own(ran: Ran, sheets: Sheets) -> None:
    late = ran.json["calendar"]["late"]
    assert len(late) == sum(row[4] == 7 for row in sheets["Late"]) > 0


def test_the_reviews_name_what_is_booked_and_what_is_missing(sheets: Sheets) -> None:
    kestrel = row_of(sheets["EBRs"], "Kestrel & Rowe Foods")
    assert kestrel[1:3] == ["Priya Raman", "none in the week; a task is open"]
    assert kestrel[3].date() == date(2026, 11, 30)
    assert "Book the January executive business review" in kestrel[4]
    assert kestrel[5].date() == date(2026, 7, 16)
    assert row_of(sheets["EBRs"], "Ashdown Life Sciences plc")[2] == "MISSING"


def test_the_calendar_file_has_weeks_dues_reviews_and_dates(ran: Ran) -> None:
    events = Calendar.from_ical(place(ran, "ics").read_bytes()).walk("VEVENT")
    days = {str(e["SUMMARY"]): (e.decoded("DTSTART"), e.decoded("DTEND")) for e in events}
    assert days["Planning FY2027, week 5 of 6: internal review"] == (
        *(date(2026, 11, 30), date(2026, 12, 5)),
    )
    assert days["Plan update due: Kestrel & Rowe Foods (Priya Raman)"][0] == date(2026, 12, 16)
    book = days["Book the review with the customer: Ashdown Life Sciences plc (Imogen Hart)"]
    assert book[0] == date(2026, 11, 30)
    assert not any("MISSING" in str(event["DESCRIPTION"]) for event in events)
    assert days["Select and confirm the Top X of Q1 FY2027"][1] == date(2027, 1, 1)
    assert len({str(event["UID"]) for event in events}) == len(events) == 6 + 3 + 5 + 5
    assert all("INTERNAL" in event["DESCRIPTION"] for event in events)


def test_a_second_run_changes_nothing_and_a_hand_edit_is_kept(ran: Ran, out: Path) -> None:
    kept = place(ran, "ics")
    kept.write_bytes(kept.read_bytes() + b"X")
    settings = str(out / "accountdocs.toml")
    again = command(
        *("calendar", "--org", "sample", "--tier", "1", "--out", str(out), "--config", settings)
    )
    assert again.code == 1
    assert "tier-1-calendar.xlsx: unchanged" in again.out
    assert "tier-1-calendar.ics: skipped, edited by hand" in again.out
