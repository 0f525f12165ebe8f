"""Reads ``samples/source``: TOML with small tables written as ``a | b | c`` lines."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

Row = dict[str, str]
Source = dict[str, Any]


def load(path: Path) -> Source:
    with path.open("rb") as file:
        return tomllib.load(file)


def table(text: str, columns: str) -> list[Row]:
    """The rows of a ``|`` table; ``columns`` are the names, separated by spaces."""
    names = columns.split()
    return [_row(line, names) for line in text.splitlines() if line.strip()]


def _row(line: str, names: list[str]) -> Row:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != len(names):
        raise ValueError(f"{len(cells)} cells for the columns {names}: {line}")
    return dict(zip(names, cells, strict=True))


def day(text: str) -> date | None:
    """``2026-03-31``, or ``2026-03`` for the first of the month; nothing for an empty cell."""
    if not text:
        return None
    return date.fromisoformat(text if len(text) > 7 else f"{text}-01")


def sure(text: str) -> date:
    found = day(text)
    if found is None:
        raise ValueError("a date is missing")
    return found
