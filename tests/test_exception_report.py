"""The exceptions report: what calls for a person, worst first, and nothing else."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from generator.artifacts.exceptions import KINDS, Head
from generator.artifacts.telling.left_out import LeftOut
from generator.cli.outcomes import exceptions_told
from generator.delivery import EDITED
from generator.exception_report import place_report
from generator.guard import Find
from generator.pipeline import Order, Outcome

DAY = date(2026, 11, 22)
HEAD = Head(DAY, "Dunmere", is_sample=False, accounts=7, documents=9, artifacts=("plan", "qbr"))
THIN = "Thin: 1 slide has content, a review needs 3."
SLIDES = (LeftOut("a", "goals", "nothing to show"), LeftOut("b", "plans", "nothing to show"))
TYPED = {"org": "--org acme", "form": "--form light", "period": "--period 2026-Q2"}
FIND = Find("F00000001", "judgment", "weak", "", ("slide 2",))


def outcome(out: Path, name: str, status: str = "written", **more: Any) -> Outcome:
    path = None if status == "failed" else str(out / name / "x.pptx")
    return Outcome("001", name, "qbr", path, "customer", status, owner="Ann Lee", **more)


def outcomes(out: Path) -> list[Outcome]:
    """One of each kind, the worst last, among documents of which there is nothing to tell."""
    short = (THIN, *map(str, SLIDES), "Shortened.")
    return [
        outcome(out, "Whole"),
        outcome(out, "Same", "unchanged"),
        outcome(out, "Motion", "skipped", reason="managed by motion"),
        outcome(out, "Thin", problems=short, thin=(THIN,), left_out=SLIDES),
        outcome(out, "Edited", "skipped", reason=EDITED, problems=short, thin=(THIN,)),
        outcome(out, "Refused", "failed", reason="long", finds=(FIND,)),
        replace(outcome(out, "=1+1", "failed", reason="No answer. Try again."), owner=None),
    ]


def placed(out: Path, made: Sequence[Outcome], head: Head = HEAD) -> dict[str, Any]:
    place_report(made, head, Order(out=out, day=DAY), TYPED)
    found: dict[str, Any] = json.loads((out / "exceptions.json").read_text("utf-8"))
    return found


def test_the_worst_stands_first_and_each_row_says_what_why_and_what_to_do(tmp_path: Path) -> None:
    report = placed(tmp_path, outcomes(tmp_path))

    rows = report["exceptions"]
    assert [(row["kind"], row["account"]) for row in rows] == [
        ("failed", "=1+1"),
        ("refused", "Refused"),
        ("edited", "Edited"),
        ("thin", "Thin"),
        ("left_out", "Thin"),
        ("changed", "Thin"),
    ]
    assert report["counts"] == dict.fromkeys(KINDS, 1)
    assert (report["as_of"], report["org"], report["documents"]) == ("2026-11-22", "Dunmere", 9)
    assert rows[0] == {
        "kind": "failed",
        "kind_label": "Failed",
        "account_id": "001",
        "account": "=1+1",
        "owner": None,
        "artifact": "qbr",
        "why": "No answer. Try again.",
        "next_step": "Mend what the reason names, then: accountdocs generate 001 --only qbr "
        "--org acme --period 2026-Q2",
        "file": None,
    }
    assert "--accept-find F00000001" in rows[1]["next_step"]
    assert "word of judgment 'weak'" in rows[1]["why"]
    assert rows[2]["next_step"].endswith("--only qbr --org acme --period 2026-Q2 --force")
    assert (rows[3]["why"], rows[3]["file"]) == (THIN, "Thin/x.pptx")
    assert rows[4]["why"] == "Left out: goals, plans (nothing to show)."


def test_the_workbook_has_the_same_rows_as_texts_and_says_that_it_is_internal(
    tmp_path: Path,
) -> None:
    report = placed(tmp_path, outcomes(tmp_path), replace(HEAD, is_sample=True))

    sheet = load_workbook(tmp_path / "exceptions.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7, max_col=2)]
    assert rows == [[row["kind_label"], row["account"]] for row in report["exceptions"]]
    assert sheet["B7"].data_type == "s"
    assert sheet["A3"].value == "INTERNAL - not for customers - SAMPLE DATA"
    assert "the last run: 9 documents of 7 accounts (plan, qbr)" in sheet["A2"].value
    assert sheet["A4"].value.startswith("Failed: 1 · Refused: internal: 1")


def test_where_nothing_is_to_be_told_the_report_says_so(tmp_path: Path) -> None:
    report = placed(tmp_path, outcomes(tmp_path)[:3])

    assert report["exceptions"] == []
    data = (tmp_path / "exceptions.xlsx").read_bytes()
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows(min_row=7)] == [
        "Nothing to tell: every document is whole and in its place."
    ]


def test_where_the_report_cannot_be_written_the_run_goes_on_to_its_own(tmp_path: Path) -> None:
    (tmp_path / ".accountdocs").write_bytes(b"a file where a folder belongs")

    made = place_report(outcomes(tmp_path), HEAD, Order(out=tmp_path, day=DAY))

    assert [one.status for one in made.files] == ["failed"] * 2
    assert all("could not be written" in line for line in exceptions_told(made))


def test_a_workbook_that_somebody_took_notes_in_is_kept_and_an_unchanged_one_is_not_touched(
    tmp_path: Path,
) -> None:
    made, order = outcomes(tmp_path), Order(out=tmp_path, day=DAY)
    assert [one.status for one in place_report(made, HEAD, order).files] == ["written"] * 2
    assert [one.status for one in place_report(made, HEAD, order).files] == ["unchanged"] * 2
    (tmp_path / "exceptions.xlsx").write_bytes(b"my notes")

    later = place_report(made[:3], HEAD, order)

    assert [one.status for one in later.files] == ["written", "written"]
    kept = tmp_path / f"exceptions.edited-{DAY.isoformat()}.xlsx"
    assert kept.read_bytes() == b"my notes"
    told = list(exceptions_told(later))
    assert told[0].startswith("Exceptions of this run (9 documents of 7 accounts: plan, qbr): none")
    assert told[1] == f"What somebody wrote into exceptions.xlsx was kept as {kept}."
