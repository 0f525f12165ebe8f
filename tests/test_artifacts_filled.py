"""How many facts were filled from the records, and which are blank (METHOD.md row 25)."""

from __future__ import annotations

from typing import Any

import pytest

from generator.artifacts.catalog import CATALOG
from generator.artifacts.context import Voice
from generator.artifacts.phrases import load_phrases
from generator.artifacts.telling import filled, sections
from generator.artifacts.vocabulary import entries
from generator.formats import Formats

VOICE = Voice(Formats("en_US", "USD"), load_phrases("en_US"), CATALOG["plan"], "light")


def rows(count: int, **values: Any) -> list[dict[str, Any]]:
    return [dict(values) for _ in range(count)]


def test_a_list_counts_once_for_each_row_and_an_empty_one_is_one_blank() -> None:
    values = {"plays": [{"owner": "Ana"}, {"owner": None}], "goals": []}
    assert filled._count(values, "plays[].owner") == (1, 2)
    assert filled._count(values, "goals[].measures[].target") == (0, 1)
    values["goals"] = [{"measures": [{"target": 1}, {"target": None}]}, {"measures": []}]
    assert filled._count(values, "goals[].measures[].target") == (1, 2)


def test_what_is_zero_is_known_and_what_is_empty_is_not() -> None:
    assert filled._count({"support": {"open": 0}}, "support.open") == (1, 1)
    assert filled._count({"account": {"industry": ""}}, "account.industry") == (0, 1)
    assert filled._count({"account": None}, "account.industry") == (0, 1)


def test_what_cannot_apply_is_not_counted() -> None:
    deals = [{"state": "won", "loss_reason": None}, {"state": "lost", "loss_reason": "Price"}]
    assert filled._count({"timeline": deals}, "timeline[].loss_reason") == (1, 1)
    people = [{"name": "Head", "reports_to": None}, {"name": "One", "reports_to": "Head"}]
    people.append({"name": "Loose", "reports_to": None})  # leads nobody: his line is not recorded
    name = "relationships.contacts[].reports_to"
    assert filled._count({"relationships": {"contacts": people}}, name) == (1, 2)


@pytest.mark.parametrize("form", ["full", "light", "brief"])
def test_every_fact_is_a_name_of_the_plan(form: str) -> None:
    offered = {entry.name for entry in entries() if "plan" in entry.artifacts}
    assert {name for _, name in filled._names(form)} <= offered
    assert set(filled.MORE) <= set(sections.NAMES)


def test_only_all_of_them_are_a_hundred_percent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filled, "counts", lambda _values, _ctx: [filled.Count("a", 999, 1000)])
    assert "(99%)" in (filled.line({}, VOICE) or "")
    assert filled.blank_line({}, VOICE) == "Most often blank: a (1 of 1,000)."
    monkeypatch.setattr(filled, "counts", lambda _values, _ctx: [filled.Count("a", 10, 10)])
    assert "(100%)" in (filled.line({}, VOICE) or "")
    assert filled.blank_line({}, VOICE) == ""
