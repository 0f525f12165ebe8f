"""SECURITY.md points at tests that there are; the guard's lists keep off the delivered words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.clearance import _delivered
from generator.guard.rules import word_lists
from generator.guard.texts import folded

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_promise_names_tests_that_there_are() -> None:
    named = set(re.findall(r"`(test_\w+\.py)`", PAGE))

    assert len(named) > 15
    assert sorted(name for name in named if not (ROOT / "tests" / name).is_file()) == []


def test_every_folder_and_file_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(generator/[\w/.]+)`|\((docs/[\w/.]+|benchmarks/[\w/.]+)\)", PAGE))
    paths = {first or second for first, second in named}

    assert paths
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("name", ["never", "ours", "placeholders"])
def test_no_delivered_word_is_a_word_of_judgment(name: str) -> None:
    """A word that every deck holds would be let out by its being delivered, or refuse them all."""
    delivered = folded("\n".join(_delivered()))
    held = [
        word
        for word in word_lists()[name]
        if re.search(rf"(?<!\w){re.escape(folded(word))}(?!\w)", delivered)
    ]
    assert held == []
