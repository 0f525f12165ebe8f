"""docs/inputs.md is true: its examples are read without a mistake, and it names every column."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from generator.analysis.rollups.audit import KEYS
from generator.inputs import audit, managers, read_inputs, signals, texts, topx, usage
from generator.inputs.faults import SHOWN
from generator.inputs.rows import FILES
from generator.inputs.signals import KINDS
from generator.inputs.tables import MAX_BYTES, MAX_ROWS
from generator.settings import Flags, load_settings
from tests.acceptance_runs import SAMPLES

PAGE = (Path(__file__).parent.parent / "docs" / "inputs.md").read_text(encoding="utf-8")


def chapter(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_examples_are_read_without_a_mistake_or_a_note(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_text(
            blocks(chapter(name), name.rpartition(".")[2])[0], encoding="utf-8"
        )

    found = read_inputs(tmp_path, checks=KEYS)

    assert found.notes == ()
    assert found.usage is not None
    assert found.signals is not None
    assert found.texts is not None
    assert found.managers is not None
    assert [len(found.usage), len(found.signals), len(found.texts)] == [2, 1, 2]
    assert len(found.managers) == 2
    assert found.audit is not None
    assert [row.until for rows in found.audit.values() for row in rows] == [
        date(2027, 1, 15),
        date(2027, 11, 10),  # a year
    ]
    assert [pick.status for pick in found.topx or ()] == [
        "selected", "confirmed", "picked", "dropped", "held_over",
    ]  # fmt: skip


@pytest.mark.parametrize("number", [0, 1])
def test_the_settings_shown_are_settings(tmp_path: Path, number: int) -> None:
    shown = [text for text in blocks(PAGE, "toml") if "inputs" in text][number]
    (tmp_path / "team" / "inputs").mkdir(parents=True)
    (tmp_path / "accountdocs.toml").write_text(shown, encoding="utf-8")

    settings = load_settings(Flags(), {}, folder=tmp_path)

    assert settings.inputs == tmp_path / "team" / "inputs"
    assert read_inputs(settings.inputs, safe=settings.inputs_safe).safe == settings.inputs_safe


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("usage.csv", usage.COLUMNS),
        ("signals.csv", signals.COLUMNS),
        ("managers.csv", managers.COLUMNS),
        ("audit.csv", audit.COLUMNS),
        ("topx.csv", topx.COLUMNS),
    ],
)
def test_every_column_is_described_and_no_other(name: str, columns: tuple[object, ...]) -> None:
    rows = re.findall(r"^\| (`.*?) \|(.*?)\|", chapter(name), re.MULTILINE)
    described = [(re.findall(r"`(\w+)`", names), "needed" in need) for names, need in rows]

    assert described == [([c.name, *c.also], c.is_required) for c in columns]


def test_every_key_of_the_statements_is_described() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", chapter("accounts.toml"), re.MULTILINE)

    assert sorted(rows) == sorted(texts.KEYS)


def test_kinds_and_limits_are_those_of_the_program() -> None:
    assert all(f"`{kind}`" in chapter("signals.csv") for kind in KINDS)
    assert f"At most {MAX_ROWS:,} rows and {MAX_BYTES // 1024**2} MB a file." in PAGE
    assert re.search(rf"More\s+than {SHOWN} in one file are counted", PAGE)


def test_the_sample_s_inputs_are_read_without_a_mistake_or_a_note() -> None:
    found = read_inputs(SAMPLES / "inputs", checks=KEYS)

    assert found.notes == ()
    assert not found.is_empty
