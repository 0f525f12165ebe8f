"""docs/method.toml: each row of the method says where it is, and every pointer leads there."""

from __future__ import annotations

import ast
import importlib
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from generator.analysis.options import Options
from generator.artifacts.catalog import ROLLUPS
from generator.artifacts.vocabulary import listing
from generator.cli import cli
from generator.crm.kinds import field_types
from generator.errors import SettingsError
from generator.inputs.rows import FILES
from generator.settings import Flags, load_settings
from tests.acceptance_runs import command

ROOT = Path(__file__).resolve().parent.parent
KESTREL = "Kestrel & Rowe Foods"
ARTIFACTS = {"plan", "whitespace", "qbr", "review", "accounts"} | set(ROLLUPS)
KEYS = {"number", "title", "artifacts", "computed", "names", "places", "tests", "home", "absent"}
MORE = {"open", "note", "left_out", "instead"}
Row = dict[str, Any]
ROWS: list[Row] = tomllib.loads((ROOT / "docs" / "method.toml").read_text("utf-8"))["row"]


def pointers(key: str) -> list[tuple[int, str]]:
    """Every pointer of one kind, with the number of its row."""
    return [(row["number"], pointer) for row in ROWS for pointer in row[key]]


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``docs/method.py``, which makes the page."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    for name in ("features", "method"):
        sys.modules.pop(name, None)
    return importlib.import_module("method")


def test_the_page_is_current(maker: ModuleType) -> None:
    kept = maker.PAGE.read_text(encoding="utf-8")

    assert kept == maker.page(), "make docs brings docs/method.md up to date"


def test_each_row_of_the_method_stands_once_and_in_order() -> None:
    numbers = [row["number"] for row in ROWS]

    assert numbers == list(range(1, 119))


def test_a_row_has_its_keys_and_no_other() -> None:
    wrong = [r["number"] for r in ROWS if KEYS - r.keys() or r.keys() - KEYS - MORE]
    strange = [r["number"] for r in ROWS if set(r["artifacts"]) - ARTIFACTS]

    assert (wrong, strange) == ([], [])


def test_no_row_is_open() -> None:
    assert [row["number"] for row in ROWS if row.get("open")] == []


def test_a_row_that_is_not_open_says_where_it_is() -> None:
    empty = [
        (row["number"], key)
        for row in ROWS
        for key in ("title", "computed", "places", "tests")
        if not row[key] and not row.get("open")
    ]

    assert empty == []


def test_a_row_has_a_place_in_every_artifact_that_the_method_names() -> None:
    """Or says why not."""
    missing = []
    for row in ROWS:
        there = {place.partition(":")[0] for place in row["places"]}
        told = {text.partition(": ")[0] for text in row.get("left_out", []) if ": " in text}
        lacks = set(row["artifacts"]) - there - told
        if lacks and not row.get("open"):
            missing.append((row["number"], sorted(lacks)))

    assert missing == []


@cache
def defined(path: Path) -> frozenset[str]:
    """The functions and classes of a module, and those inside its classes."""
    if not path.exists():
        return frozenset()
    body = ast.parse(path.read_text("utf-8")).body
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return frozenset(node.name for node in body if isinstance(node, kinds))


def test_what_is_said_to_compute_a_row_exists() -> None:
    lost = []
    for number, pointer in pointers("computed"):
        module, _, name = pointer.partition(":")
        file = ROOT / "generator" / module.replace(".", "/")
        if name not in defined(file.with_suffix(".py")) | defined(file / "__init__.py"):
            lost.append((number, pointer))

    assert lost == []


def test_the_tests_that_are_named_exist() -> None:
    lost = []
    for number, pointer in pointers("tests"):
        file, _, name = pointer.partition(":")
        if f"test_{name}" not in defined(ROOT / "tests" / f"test_{file}.py"):
            lost.append((number, pointer))

    assert lost == []


def test_the_names_are_in_the_vocabulary_or_in_what_show_prints() -> None:
    known = {entry.name.replace("[]", "") for entry in listing()}
    rest = [(n, name) for n, name in pointers("names") if name.replace("[]", "") not in known]
    shown = command("show", KESTREL, "--org", "sample", "--json").well().json if rest else {}

    assert [(n, name) for n, name in rest if not leads(shown, name)] == []


def leads(value: Any, path: str) -> bool:
    """Whether a dotted path leads somewhere; through a list by any of its items."""
    if not path:
        return True
    if isinstance(value, list):
        return any(leads(item, path) for item in value)
    first, _, rest = path.partition(".")
    return isinstance(value, dict) and first in value and leads(value[first], rest)


def test_the_places_are_in_the_delivered_templates_and_commands() -> None:
    assert [(n, place) for n, place in pointers("places") if not stands(place)] == []


def stands(place: str) -> bool:
    where, _, what = place.partition(": ")
    if what and what in headings(where):
        return True
    if where in cli.commands or cli.get_command(click.Context(cli), where):
        return all(offered(where, option) for option in options(what))
    return False


def options(what: str) -> list[str]:
    """``--json portfolio.pareto`` is one option with what it prints."""
    return re.findall(r"--[a-z-]+(?: [a-z_.\[\]]+)?", what) or ([what] if what else [])


def offered(name: str, option: str) -> bool:
    """Whether a command has an option, and prints what stands after ``--json``."""
    found = cli.get_command(click.Context(cli), name)
    flag, _, path = option.partition(" ")
    if found is None or not any(flag in param.opts for param in found.params):
        return False
    return not path or leads(printed(name), path.replace("[]", ""))


@cache
def printed(name: str) -> Any:
    given = {"show": [KESTREL]}.get(name, [])
    return command(name, *given, "--org", "sample", "--json").well().json


@cache
def headings(artifact: str) -> frozenset[str]:
    """The headings, sheets or slide titles of a delivered template; of a title that is a tag, the
    word that stands there by default."""
    found = [path for path in (ROOT / "templates").glob(f"*{artifact}.*") if path.is_file()]
    return frozenset(worded(title) for path in found for title in titles(path))


def titles(path: Path) -> Iterator[str]:
    if path.suffix == ".docx":
        kinds = ("Title", "Heading")
        paragraphs = Document(str(path)).paragraphs
        yield from (p.text for p in paragraphs if p.style and p.style.name.startswith(kinds))
    elif path.suffix == ".xlsx":
        yield from load_workbook(path).sheetnames
    else:
        for slide in Presentation(str(path)).slides:
            yield from ([slide.shapes.title.text_frame.text] if slide.shapes.title else [])


def worded(title: str) -> str:
    default = re.search(r'\| *default\("([^"]*)"\)', title)
    return default[1] if default else title


def test_the_homes_are_fields_of_the_mapping_or_files_beside_it() -> None:
    assert [(n, pointer) for n, pointer in pointers("home") if not is_home(pointer)] == []


def is_home(pointer: str) -> bool:
    """A field of the model, a file beside the settings, or a setting."""
    if pointer.startswith("inputs/"):
        return pointer.removeprefix("inputs/") in FILES
    if pointer.startswith("settings: "):
        return is_setting(pointer.removeprefix("settings: "))
    kind, _, field = pointer.partition(".")
    return field in fields_of(kind)


def is_setting(name: str) -> bool:
    """Whether a file of settings may have it, whatever its value."""
    if name.startswith("thresholds."):  # which ones there are is only known where they are used
        return name.removeprefix("thresholds.") in {field.name for field in fields(Options)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "accountdocs.toml")
        table, _, key = name.rpartition(".")
        file.write_text(f"[{table}]\n{key} = {{}}\n" if table else f"{key} = {{}}\n", "utf-8")
        try:
            load_settings(Flags(config=file), {}, folder=Path(folder))
        except SettingsError as error:
            return "is not a setting" not in str(error)
    return True


def fields_of(kind: str) -> frozenset[str]:
    try:
        return frozenset(field_types(kind))
    except KeyError:
        return frozenset()


def test_every_row_says_what_happens_where_it_is_absent() -> None:
    silent = [r["number"] for r in ROWS if bool(r["absent"]) == bool(r.get("instead"))]

    assert silent == []


def test_the_words_for_what_is_absent_are_ours() -> None:
    said = spoken()
    lost = [
        (row["number"], part)
        for row in ROWS
        for part in re.split(r"\s*…\s*", row["absent"])
        if part and part not in said
    ]

    assert lost == []


@cache
def spoken() -> str:
    """All texts of the phrase file, of the templates' builders and of the program."""
    texts = [(ROOT / "generator/artifacts/phrases/en.toml").read_text("utf-8")]
    for folder in ("generator", "templates/build"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            texts += [
                node.value
                for node in nodes
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
    return "\n".join(texts)


def test_a_pointer_that_leads_nowhere_is_found() -> None:
    """The checks above are none where everything passes them."""
    assert stands("plan: Renewal strategy")
    assert stands("whitespace: Grid")
    assert stands("qbr: Commitments")
    assert stands("accounts: --json accounts.tier_source")
    assert stands("show")
    assert not stands("plan: No such heading")
    assert not stands("accounts: --json accounts.no_such_key")
    assert not stands("accounts: --no-such-option")
    assert not stands("no_such_command")
    assert not leads({"a": [{"b": 1}]}, "a.c")
    assert "inferred_strength" not in defined(ROOT / "generator" / "analysis" / "no_such.py")
    assert is_home("contact.strength")
    assert is_home("inputs/signals.csv")
    assert is_home("settings: thresholds.revenue_threshold")
    assert is_home("settings: jobs")
    assert not is_home("no_such_kind.name")
    assert not is_home("contact.no_such_field")
    assert not is_home("inputs/no_such.csv")
    assert not is_home("settings: thresholds.no_such")
    assert not is_home("settings: no_such")
    assert "no such words at all" not in spoken()
