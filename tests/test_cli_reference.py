"""The references are made from the program, and are current."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from generator.crm import rules
from generator.crm.kinds import KINDS, field_types
from generator.crm.mapping import load_mapping

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_make", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))  # it imports what lies beside it, as a script does
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


def test_the_page_about_the_audit_is_current(maker: ModuleType) -> None:
    kept = (DOCS / "audit.md").read_text(encoding="utf-8")

    assert kept == maker.audit.with_checks(kept), "make docs brings docs/audit.md up to date"


def test_the_mapping_reference_is_current(maker: ModuleType) -> None:
    kept = (DOCS / "mapping.md").read_text(encoding="utf-8")

    assert kept == maker.mapping_reference(), "make docs brings docs/mapping.md up to date"


def test_the_mapping_reference_has_every_kind_and_field(maker: ModuleType) -> None:
    text = maker.mapping_reference()

    for kind in KINDS:
        section = text.split(f"\n## {kind}\n")[1].split("\n## ")[0]
        assert [n for n in field_types(kind) if f"| `{n}`" not in section] == []
    settings = text.split("\n## Rules\n")[1].split("\n## ")[0]
    assert [key for _, key, _ in rules.settings() if f"| `{key}` |" not in settings] == []


def test_the_example_of_the_mapping_reference_can_be_loaded(maker: ModuleType) -> None:
    example = maker.mapping_reference().split("```toml\n")[1].split("```")[0]

    mapping = load_mapping(tomllib.loads(example)["mapping"])
    assert mapping["account"].values["tier"]["gold"] == 1
    assert mapping["risk"].objects == ("Customer_Risk__c",)
