"""docs/templates.md: its examples are true, its pictures and links lead somewhere."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from generator.cli import run

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``docs/features.py``, which makes the matrix."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    sys.modules.pop("features", None)
    return importlib.import_module("features")


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example templates that the page shows, in a folder of their own."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    sys.modules.pop("examples", None)
    import examples

    folder = tmp_path / "our-templates"
    folder.mkdir()
    examples.write(folder)
    return folder


def test_the_examples_that_the_page_shows_have_no_fault_and_make_documents(
    examples: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    files = sorted(str(path) for path in examples.iterdir())
    assert run(["templates", "check", *files]) == 0
    account = ["generate", "Kestrel & Rowe Foods", "--org", "sample", "--jobs", "1"]
    chosen = ["--templates", str(examples), "--only", "plan,whitespace,qbr"]

    assert run([*account, *chosen, "--out", str(out)]) == 0
    assert len(list(out.glob("*--*/*-*.*"))) == 3


def test_what_the_page_says_of_the_examples_stands_in_them(examples: Path) -> None:
    from docx import Document

    document = Document(str(examples / "account-plan.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    typed = "\n".join([*(p.text for p in document.paragraphs), *cells])
    said = PAGE.split("### In Word")[1].split("### In PowerPoint")[0]
    quoted = [tag for tag in re.findall(r"`([^`]*)`", said) if "…" not in tag and "{" in tag]

    assert len(quoted) > 4
    assert [tag for tag in quoted if tag.replace("\\", "") not in typed] == []


def test_every_picture_and_file_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"\]\(([^)#\s\"]+)", PAGE))
    paths = {name for name in named if "://" not in name}

    assert paths
    assert sorted(name for name in paths if not (ROOT / "docs" / name).exists()) == []


def test_the_matrices_are_those_of_today_and_every_test_in_them_is_there(made: ModuleType) -> None:
    named = {
        made.place(test)
        for kind in made.KINDS
        for row in made.rows(kind)
        for format_ in made.FORMATS
        if isinstance(row[format_], list)
        for test in row[format_]
    }
    sources = {file: (ROOT / file).read_text("utf-8") for file, _ in named}
    absent = [f"{file}::{name}" for file, name in named if f"def {name}(" not in sources[file]]

    assert len(named) > 80
    assert sorted(absent) == []
    assert made.with_matrices(PAGE) == PAGE
