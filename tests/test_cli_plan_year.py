"""``--plan-year``: next year's drafts, plans of years that are over, and what cannot be asked for.

METHOD.md rows 14, 15 and 26; CONTRACT.md, ``accountdocs generate``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.acceptance_runs import Ran, command
from tests.reading_back import Word, read

NAME = "Kestrel & Rowe Foods"
BACK = "The year looked back on"


def generated(out: Path, *args: str, only: str = "plan") -> Ran:
    return command("generate", NAME, "--org", "sample", "--only", only, "--out", out, *args)


def plan_in(out: Path) -> Word:
    (path,) = out.glob("*--*/*-plan.docx")
    word = read(path)
    assert isinstance(word, Word)
    return word


def test_a_draft_says_so_on_every_page_and_carries_open_work_forward(tmp_path: Path) -> None:
    ran = generated(tmp_path, "--plan-year", "FY2027", only="plan,whitespace,qbr").well()
    word = plan_in(tmp_path)
    assert "DRAFT FY2027" in word.header
    assert dict(word.front.paragraphs)["Subtitle"].startswith("DRAFT Account plan FY2027")
    assert "Week 3 of 6 in planning FY2027: drafts" in word.front.text
    assert "outside the six weeks" not in ran.err
    (carried,) = [t for t in word.sections[BACK].tables if "Carried forward" in t.heads]
    assert {row["Carried forward"] for row in carried.records()} >= {"Objective", "Play", "Risk"}
    assert all(row["Due"] > "" and row["Owner"] > "" for row in carried.records())
    tiles = {cell.split("\n")[0]: cell.split("\n")[1:] for cell in word.front.tables[0].heads}
    assert tiles["Target"] == ["not recorded", "no target for FY2027 is recorded"]
    (book,) = tmp_path.glob("*--*/*.xlsx")
    marked = [c.value for row in load_workbook(book).worksheets[0].iter_rows() for c in row]
    assert any("DRAFT FY2027" in str(value) for value in marked)


def test_what_speaks_of_a_quarter_does_not_change_with_the_plan_s_year(tmp_path: Path) -> None:
    generated(tmp_path / "a", "--plan-year", "2027", only="qbr").well()
    generated(tmp_path / "b", only="qbr").well()
    (draft,), (deck,) = ((tmp_path / name).glob("*--*/*.pptx") for name in "ab")
    assert draft.read_bytes() == deck.read_bytes()


def test_a_plan_of_a_year_that_is_over_is_no_draft_and_judges_its_goals(tmp_path: Path) -> None:
    generated(tmp_path, "--plan-year", "2026", "--as-of", "2027-01-20").well()
    word = plan_in(tmp_path)
    assert "DRAFT" not in word.header
    rows = word.sections[BACK].table("Objective and measure").records()
    assert {row["Verdict"] for row in rows} <= {"Reached", "Missed", "Not known"}
    quarters = word.sections[BACK].table("Quarter", "Deals won").records()
    assert [row["Quarter"] for row in quarters] == [f"Q{n} FY2026" for n in (1, 2, 3, 4)]


def test_a_plan_whose_year_runs_looks_back_on_none(tmp_path: Path) -> None:
    generated(tmp_path, "--plan-year", "FY2026").well()
    assert BACK not in plan_in(tmp_path).sections


def test_a_draft_made_at_another_time_of_the_year_is_warned_of(tmp_path: Path) -> None:
    ran = generated(tmp_path, "--plan-year", "FY2027", "--as-of", "2026-09-01").well()
    assert "2026-09-01 lies outside the six weeks of planning (2026-11-02 to" in ran.err
    assert "The six weeks of planning FY2027 begin on Nov 2, 2026" in plan_in(tmp_path).front.text


@pytest.mark.parametrize(
    ("year", "words"),
    [
        ("FY2030", "Ask for one of: FY2023, FY2024, FY2025, FY2026, FY2027."),
        ("2019", "Ask for one of: FY2023"),
        ("next", "'next' is not a fiscal year; write it like FY2027"),
        ("FY27", "is not a fiscal year"),
        ("9999", "is not between 1990 and 2200"),
    ],
)
def test_other_years_are_wrong_usage(tmp_path: Path, year: str, words: str) -> None:
    ran = generated(tmp_path, "--plan-year", year)
    assert ran.code == 2
    assert words in " ".join(ran.err.split())
    assert not list(tmp_path.iterdir())


def test_the_settings_say_when_planning_begins_and_whether_it_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "[planning]\nstarts = 2026-11-09\nprevious = 2025-10-06\n"
    (tmp_path / "accountdocs.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = generated(tmp_path / "out", "--plan-year", "FY2027").well()
    assert "begin on 2026-11-09, 35 days off last year's day" in ran.err
    assert (
        "Week 2 of 6 in planning FY2027: data preparation" in plan_in(tmp_path / "out").front.text
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("quarter = 5", "planning.quarter must be a whole number from 1 to 4"),
        ("quarter = true", "planning.quarter must be a whole number from 1 to 4"),
        ('starts = "soon"', "planning.starts must be a day, without quotes"),
        ("start = 2026-11-02", "did you mean starts?"),
    ],
)
def test_mistyped_settings_of_planning_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, words: str
) -> None:
    (tmp_path / "accountdocs.toml").write_text(f"[planning]\n{line}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = generated(tmp_path / "out")
    assert ran.code != 0
    assert words in " ".join(ran.err.split())
