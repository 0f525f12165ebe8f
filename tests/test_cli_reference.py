"""The command reference is made from --help, and is current."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_make", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_reference_is_current(maker: ModuleType) -> None:
    kept = (DOCS / "cli.md").read_text(encoding="utf-8")

    assert kept == maker.reference(), "make docs brings docs/cli.md up to date"


def test_the_reference_has_every_command_with_an_example(maker: ModuleType) -> None:
    sections = maker.reference().split("\n## ")[1:]
    names = [section.splitlines()[0] for section in sections]

    assert "accountdocs generate" in names
    assert "accountdocs templates check" in names
    assert [n for n, s in zip(names, sections, strict=True) if "Example" not in s] == []
