"""``show`` and ``accounts``: the same figures as the documents, for programs and for people."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.artifacts import compose
from generator.artifacts.show import account_row, show_text, show_values
from generator.formats import Formats
from generator.terminal import cut, harmless, table, width, wrap
from tests.test_artifacts_builder import full_account

CONTRACT = {
    "account": "id name tier tier_source segment owner industry currency",
    "revenue": "current target gap source",
    "renewal": "date days value",
    "won": "count amount",
    "lost": "count amount",
    "open": "count amount",
    "whitespace": "rows columns cells owned in_progress open value valued_cells",
    "relationships": "contacts single_threaded single_threaded_units gaps",
    "metrics": "leading lagging",
}
ROWS = {
    "whitespace.cells": "unit product state value need access budget play owner close_date",
    "relationships.contacts": ("id name unit role influence strength strength_source last_touch"),
    "metrics.leading": "name baseline current target unit source",
    "metrics.lagging": "name baseline current target unit source",
}


def test_the_contracts_keys_are_there() -> None:
    shown = show_values(full_account())
    for name, keys in CONTRACT.items():
        assert set(keys.split()) <= set(shown[name]), name
    for path, keys in ROWS.items():
        topic, name = path.split(".")
        for row in shown[topic][name]:
            assert set(keys.split()) <= set(row), path
    lists = ("goals", "actions", "top_actions", "risks", "problems", "coverage")
    assert all(isinstance(shown[name], list) and shown[name] for name in lists)


def test_it_is_json_with_all_digits_iso_dates_and_null() -> None:
    account = full_account()
    figure = replace(account.revenue.current, value=Decimal("1234567890123456.70"))
    revenue = replace(
        account.revenue, current=figure, target=replace(account.revenue.target, value=None)
    )
    shown = json.loads(json.dumps(show_values(replace(account, revenue=revenue))))
    assert shown["revenue"]["current"] == "1234567890123456.70"
    assert shown["revenue"]["target"] is None
    assert shown["as_of"] == "2026-11-22"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", shown["renewal"]["date"])


def test_an_exponent_is_never_printed() -> None:
    account = full_account()
    figure = replace(account.revenue.current, value=Decimal("1E+6"))
    revenue = replace(account.revenue, current=figure)
    shown = show_values(replace(account, revenue=revenue))
    assert shown["revenue"]["current"] == "1000000"


def test_the_three_questions_say_unknown() -> None:
    account = full_account()
    cells = tuple(replace(cell, budget=None) for cell in account.whitespace.cells)
    account = replace(account, whitespace=replace(account.whitespace, cells=cells))
    assert {c["budget"] for c in show_values(account)["whitespace"]["cells"]} == {"unknown"}


def test_nothing_made_for_print_is_in_it() -> None:
    text = json.dumps(show_values(full_account()))
    assert "_label" not in text
    assert "_text" not in text
    assert '"map"' not in text
    assert "_shown" not in text
    assert "summary" not in text
    assert "conclusions" not in text


def _at(value: Any, path: str) -> Any:
    for part in re.findall(r"[^.\[\]]+", path):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def test_every_source_is_of_a_path_that_is_there() -> None:
    shown = show_values(full_account())
    assert shown["sources"]["revenue.gap"]
    assert "whitespace.cells[0].value" not in shown["sources"]  # unknown: made of nothing
    for path, ids in shown["sources"].items():
        assert _at(shown, path) is not None, path
        assert ids == sorted(ids), path


def test_the_figures_are_those_of_the_documents() -> None:
    account = full_account()
    shown = show_values(account)
    values = compose(account, "whitespace", Formats()).values
    assert Decimal(shown["revenue"]["gap"]) == values["revenue"]["gap"]
    assert shown["won"]["count"] == values["won"]["count"]
    pairs = zip(shown["whitespace"]["cells"], values["whitespace"]["cells"], strict=True)
    for one, other in pairs:
        assert (one["state"], one["unit"]) == (other["state"], other["unit"])
        assert (None if one["value"] is None else Decimal(one["value"])) == other["value"]


def test_an_account_is_one_row_with_what_and_why() -> None:
    account = full_account()
    row = account_row(account)
    assert row["name"] == account.profile.name
    assert row["revenue"] == str(account.revenue.current.value)
    assert row["tier_source"] == account.profile.tier_source
    assert row["plan_age_days"] == 3
    assert json.loads(json.dumps(row)) == row


@pytest.mark.parametrize("columns", [80, 100])
def test_the_text_keeps_within_the_terminal(columns: int) -> None:
    text = show_text(full_account(), Formats(), columns)
    assert max(width(line) for line in text.splitlines()) <= columns
    for heading in ("MONEY", "THIS WEEK", "WHITESPACE", "RELATIONSHIPS", "RISKS"):
        assert heading in text


def test_unknown_figures_are_not_printed_as_zero() -> None:
    account = full_account()
    revenue = replace(account.revenue, current=replace(account.revenue.current, value=None))
    text = show_text(replace(account, revenue=revenue), Formats())
    assert re.search(r"Yearly contract value\s+not recorded", text)


def test_escape_sequences_in_the_data_do_nothing() -> None:
    account = full_account()
    name = "Evil\x1b[2J\x1b]0;owned\x07 \u202eGmbH\r\nX"
    account = replace(
        account,
        profile=replace(account.profile, name=name, industry="\x9b31m"),
        risks=(replace(account.risks[0], name=name),),
    )
    text = show_text(account, Formats())
    assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e", "\r"}
    assert "Evil\\x1b[2J" in text


def test_columns_are_measured_as_a_terminal_shows_them() -> None:
    assert width("日本") == 4
    assert width("e\u0301") == 1
    assert cut("日本語日本語", 5) == "日本…"
    assert cut("short", 5) == "short"
    lines = table(("A", "B"), [("日本", "1"), ("x", None)], 20, numbers=(1,))
    assert lines == ["A     B", "----  -", "日本  1", "x     -"]


def test_wrapped_lines_keep_their_width_even_for_long_words() -> None:
    lines = wrap("one two three " + "x" * 40, 16, "  ")
    assert all(width(line) <= 16 for line in lines)
    assert lines[0] == "  one two three"
    assert lines[1].endswith("…")


def test_harmless_text_is_untouched() -> None:
    assert harmless("R&D <x> 👩‍🔬 Ärger – 日本") == "R&D <x> 👩‍🔬 Ärger – 日本"
