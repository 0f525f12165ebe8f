"""docs/templates.md: its examples are true, its pictures and links lead somewhere."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.artifacts.catalog import artifact_named
from generator.cli import run
from generator.engine.language import (
    OBJECTS,
    Problems,
    Scope,
    checker_for,
    find_tags,
    item_of,
    read_expression,
    read_statement,
)
from generator.template_store import names_for

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


_WRONG = frozenset({"{{ plya.owner }}", "{{ play.owner }}"})
"""Tags that the page shows as mistakes."""
_KINDS = {"PowerPoint": "qbr", "Excel": "whitespace"}


def _typed() -> Iterator[tuple[str, str]]:
    """(artifact, code) of each piece of code on the page; a chapter on a program is about the
    artifact of that kind, all else about the plan."""
    artifact = "plan"
    for line in PAGE.split("<!-- features")[0].splitlines():
        if line.startswith("#"):
            artifact = next((a for kind, a in _KINDS.items() if kind in line), "plan")
        code = re.findall(r"`([^`]+)`", line) + ([line] if line.startswith("    {%") else [])
        yield from ((artifact, text.replace("\\|", "|")) for text in code)


def _tags() -> Iterator[tuple[str, str, Any]]:
    """(artifact, code, tag) of each tag that is whole."""
    for artifact, code in _typed():
        for tag in find_tags(code)[0]:
            named = tag.kind == "statement" and " " not in tag.body  # {% for %}: only spoken of
            if "…" not in tag.raw and tag.body and tag.kind != "comment" and not named:
                yield artifact, code, tag


def _bound(scope: Scope, code: str, report: Problems) -> Scope:
    """The scope with the variables of the loops that ``code`` opens."""
    for tag in find_tags(code)[0]:
        is_loop = re.match(r"(?:\w+ )?for\b", tag.body) and "…" not in tag.raw
        said = read_statement(tag.body) if is_loop else None
        if said is not None and said.expr is not None:
            typed = checker_for(scope, report, report.mark("", tag.raw)).list_of(said.expr)
            scope = scope.inside(said.target, item_of(typed.shape), None)
    return scope


def _faults(artifact: str, code: str, tag: Any, everywhere: str) -> list[str]:
    scope = Scope(names_for(artifact_named(artifact))).having("continued", _CONTINUED)
    report = Problems("docs/templates.md")
    inside = _bound(_bound(scope, everywhere, Problems("")), code, report)
    checker = checker_for(inside, report, report.mark("", tag.raw))
    if tag.kind == "print":
        checker.printable(read_expression(tag.body))
        return [str(problem) for problem in report.found]
    said = read_statement(tag.body)
    if said.name == "timeline" and said.expr is not None:
        item = item_of(checker.list_of(said.expr).shape)
        return [] if item.get(said.by) == "date" else [f"{tag.raw}: {said.by} is no date"]
    if said.test is not None:
        checker.check(said.test)
    if said.expr is not None and said.name != "for":
        checker.object_of(said.expr, said.name) if said.name in OBJECTS else checker.check(
            said.expr
        )
    return [str(problem) for problem in report.found]


_CONTINUED = {"page": "number", "pages": "number", "left": "number"}
_LOOPS = """{% for p in plays %}{% for play in plays %}{% for a in actions %}{% for s in team %}
{% for u in whitespace.rows %}{% for d in account.divisions %}{% for r in risks %}
{% for deal in open.deals %}{% for c in u.cells %}"""


def test_every_tag_that_the_page_shows_is_right_for_the_artifact_it_is_about() -> None:
    shown = [(a, code, tag) for a, code, tag in _tags() if tag.raw not in _WRONG]
    wrong = []
    for artifact, code, tag in shown:
        if re.match(r"(?:\w+ )?include\b", tag.body):
            continue  # it is of a file beside the template
        wrong += _faults(artifact, code, tag, _LOOPS if artifact != "qbr" else "")

    assert len(shown) > 60
    assert wrong == []
