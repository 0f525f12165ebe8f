"""``accountdocs audit`` on the sample org: what it tells, writes and refuses."""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator.analysis.rollups.audit import CHECKS, KEYS
from generator.artifacts.phrases import load_phrases
from generator.artifacts.rollup import compose_rollup
from generator.artifacts.vocabulary import names_tree
from generator.formats import Formats
from tests.acceptance_runs import SAMPLES, Ran, command
from tests.audit_kit import Good, audited
from tests.test_analysis_audit import CASES, acceptance, much_of_one
from tests.test_artifacts_vocabulary import _is_a, _paths

BOOK = Path("outputs/team/all-accounts/all-accounts-audit.xlsx")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    shutil.copytree(SAMPLES / "inputs", folder / "inputs")
    return folder


@pytest.fixture(scope="module")
def ran(place: Path) -> Ran:
    with contextlib.chdir(place):
        return command("audit", "--org", "sample", "--json")


@pytest.fixture(scope="module")
def told(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    found: dict[str, Any] = ran.json["audit"]
    return found


def test_the_json_counts_what_it_lists(told: dict[str, Any]) -> None:
    plans = told["plans"]
    assert {row["grade"]: row["n"] for row in told["grades"]} == {
        "pass": 0, "warn": 0, "fail": 0, "unknown": 0,
        **Counter(plan["grade"] for plan in plans),
    }  # fmt: skip
    for row in told["checks"]:
        grades = Counter(
            "accepted" if f["accepted"] else f["verdict"]["grade"]
            for plan in plans
            for f in plan["findings"]
            if f["check"] == row["check"]
        )
        states = ("passed", "warned", "failed", "accepted", "unknown")
        assert [row[name] for name in states] == [
            grades[grade] for grade in ("pass", "warn", "fail", "accepted", "unknown")
        ]
    assert len(plans) + len(told["tier3"]) == told["head"]["count"] == 17


def test_facts_on_record_are_those_the_plans_count(told: dict[str, Any]) -> None:
    counts = [plan["filled"] for plan in told["plans"]]
    assert all(0 < n <= m for n, m in counts)
    assert told["filled"] == [sum(n for n, _ in counts), sum(m for _, m in counts)]


def test_every_open_finding_has_its_records_an_owner_and_a_day(told: dict[str, Any]) -> None:
    findings = [f for plan in told["plans"] for f in plan["findings"]]
    waiting = [f for f in findings if f["verdict"]["grade"] in {"warn", "fail"}]
    assert waiting
    assert all(f["verdict"]["lacking"] for f in waiting)
    assert all(bool(f["owner"] and f["due"]) is (f["accepted"] is None) for f in waiting)


def test_what_is_wrong_in_the_sample_is_found(told: dict[str, Any]) -> None:
    found = {
        (plan["account"]["name"], f["check"]): f
        for plan in told["plans"]
        for f in plan["findings"]
        if f["verdict"]["grade"] in {"fail", "warn"} and not f["accepted"]
    }
    assert found["Brandtner Drive Systems AG", "renewal"]["verdict"]["reason"] == "no_deal"
    assert found["Tessaro Ceramiche S.p.A.", "plan"]["verdict"]["reason"] == "missing"
    assert found["Ashdown Life Sciences plc", "renewal"]["verdict"]["reason"] == "notice"
    assert told["plans"][0]["account"]["name"] == "Tessaro Ceramiche S.p.A."  # no plan: first
    assert found["Maison d'Orvaux Cosmétiques", "wording"]["verdict"]["names"] == [
        "Deepen the relationship with the d'Orvaux family"
    ]
    assert [row["state"] for row in told["accepted"]] == ["accepted", "accepted"]


def test_the_workbook_says_the_same(told: dict[str, Any], place: Path) -> None:
    book = load_workbook(place / BOOK)
    assert book.sheetnames == ["Summary", "Plans", "Checks", "Accepted", "Method", "Sources"]
    plans = book["Plans"]
    shown = [plans.cell(row, 1).value for row in range(6, 6 + len(told["plans"]))]
    assert shown == [plan["account"]["name"] for plan in told["plans"]]
    rows = list(book["Checks"].iter_rows(min_row=6, values_only=True))
    assert len([row for row in rows if row[0]]) == sum(len(p["findings"]) for p in told["plans"])
    due = sum(
        1 for p in told["plans"] for f in p["findings"] if f["due"]
    )  # what is open is printed
    assert [row[4] in ("Fail", "Warn") for row in rows[: due + 1]] == [True] * due + [False]
    assert book["Checks"].print_area.endswith(f"$I${5 + due}")
    fixes = {row[0]: row[5] for row in plans.iter_rows(min_row=6, values_only=True)}
    first_rows = {row[0]: row for row in reversed(rows[:due])}
    for account, row in first_rows.items():
        assert fixes[account] == f"{row[2]}: {row[5]}"
    assert book["Method"].max_row == 13 + len(CHECKS)
    assert plans.freeze_panes == "B6"
    assert plans.auto_filter.ref == f"A5:W{5 + len(told['plans'])}"


@pytest.mark.parametrize("name", ["audit", "generate"])
def test_a_check_that_there_is_not_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "inputs").mkdir()
    text = "account,check,note,by,date\nAcme,sponser,x,Dana,2026-11-01\n"
    (tmp_path / "inputs" / "audit.csv").write_text(text, encoding="utf-8")
    with contextlib.chdir(tmp_path):
        found = command(name, "Tessaro Ceramiche S.p.A.", "--org", "sample")
    assert found.code == 1
    assert "inputs/audit.csv, line 2, check: 'sponser' is no check of the audit" in found.err
    assert "did you mean sponsor?" in found.err
    assert not (tmp_path / "outputs").exists()


@pytest.mark.parametrize(
    "books", [(Good(), Good("Other", 2, executive_sponsor_id=None)), (Good(tier=3),)]
)
def test_the_names_of_the_template_are_those_documented(books: tuple[Good, ...]) -> None:
    tree, _ = names_tree("audit")
    source = audited(*books, accepted=(acceptance(),))
    for name, kind, value in _paths(tree, compose_rollup(source, "audit", Formats()).values):
        assert value is None or _is_a(kind, value), f"{name} is no {kind}: {value!r}"


def test_every_check_has_its_words() -> None:
    phrases = load_phrases()
    for key in KEYS:
        assert phrases.has(f"label.audit_check.{key}")
        assert phrases.has(f"audit.asks.{key}")
        assert phrases.has(f"audit.coach.{key}") or key == "renewal_buyer"


def test_every_reason_is_told_in_a_sentence_and_every_open_one_with_a_step() -> None:
    """All cases of all checks: none lacks its sentence, and no place in one stays open."""
    for _, spoil, _, _ in (*CASES, ("threads", much_of_one, "warn", "one_contact")):
        book = Good()
        spoil(book)
        values = compose_rollup(audited(book), "audit", Formats()).values["audit"]
        for row in values["findings"]:
            assert row["reason"], row
            assert "{" not in row["reason"]
            assert bool(row["coach"]) == (row["state"] in {"warn", "fail"}), row
