"""Compares what documents print with what ``show --json`` says, cell by cell.

A printed figure has to be the exact one, rounded to the digits that are printed; an unknown one
has to be words, never a number. Nothing of the product is used here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from tests.reading_back import SIGN, Chart, Table, day, printed

Row = Mapping[str, Any]
NOTHING: Row = MappingProxyType({})
Check = Callable[..., bool]  # the printed text, the value, the row it is of

WORDS = {
    "won": "Won", "lost": "Lost", "open": "Open", "kept": "Kept", "late": "Late",
    "dropped": "Dropped", "new": "New business", "expansion": "Expansion", "renewal": "Renewal",
    "other": "Other", "economic_buyer": "Economic buyer", "decision_maker": "Decision maker",
    "champion": "Champion", "coach": "Coach", "influencer": "Influencer", "user": "User",
    "blocker": "Blocker", "low": "Low", "medium": "Medium", "high": "High", "yes": "Yes",
    "no": "No", "unknown": "Unknown", "in_progress": "In progress", "owned": "Owned",
    "red": "At risk", "attention": "Needs attention", "ok": "On track",
    0: "No relationship", 1: "Aware", 2: "Supportive", 3: "Advocate", 4: "Strong advocate",
}  # fmt: skip
"""How the English documents name the states of the JSON."""


def is_blank(text: str) -> bool:
    """Whether ``text`` says that nothing is known: words or a dash, no figure."""
    return not any(char.isdigit() for char in text) and text not in ("None", "null", "nan")


@dataclass(frozen=True)
class Comparer:
    """Checks of single values for an account in one currency."""

    currency: str

    def money(self, text: str, value: Any, row: Row = NOTHING) -> bool:
        if value is None:
            return is_blank(text)
        found = printed(text)
        return found.is_of(value) and found.sign == SIGN[self.currency] and not found.is_percent

    def number(self, text: str, value: Any, row: Row = NOTHING) -> bool:
        if value is None:
            return is_blank(text)
        found = printed(text)
        return found.is_of(value) and not found.sign and not found.is_percent

    def percent(self, text: str, value: Any, row: Row = NOTHING) -> bool:
        if value is None:
            return is_blank(text)
        found = printed(text)
        return found.is_of(value) and found.is_percent

    def day(self, text: str, value: Any, row: Row = NOTHING) -> bool:
        return is_blank(text) if value is None else day(text) == date.fromisoformat(value)

    def text(self, text: str, value: Any, row: Row = NOTHING) -> bool:
        """The text itself; where it is cut short, its beginning and an ellipsis."""
        if value is None:
            return is_blank(text)
        if text.endswith("…") and not value.endswith("…"):
            return len(text) > 20 and value.startswith(text[:-1].rstrip())
        return bool(text == value)

    def word(self, text: str, value: Any, row: Row = NOTHING) -> bool:
        return is_blank(text) if value is None else bool(text == WORDS[value])

    def first_line(self, text: str, value: Any, row: Row = NOTHING) -> bool:
        return self.text(text.partition("\n")[0], value)

    def in_unit(self, text: str, value: Any, row: Row = NOTHING) -> bool:
        """A value in the unit its row names: ``61.2%``, ``412 kWh/t``, money, a plain number."""
        unit = row["unit"]
        if value is None:
            return is_blank(text)
        if unit in ("currency", "money"):
            return self.money(text, value)
        if unit in ("percent", "%"):
            return self.percent(text, value)
        if unit in ("number", "count", None):
            return self.number(text, value)
        figure, _, rest = text.partition(" ")
        return rest == unit and self.number(figure, value)


Spec = Mapping[str, tuple[Any, Check]]  # head: the key or how to get the value, and the check


def faults_of(rows: Sequence[Row], shown: Sequence[Row], spec: Spec) -> list[str]:
    """Where the printed ``rows`` differ from those of the JSON, in their order."""
    faults = []
    for number, (row, expected) in enumerate(zip(rows, shown, strict=False), 1):
        for head, (key, check) in spec.items():
            value = key(expected) if callable(key) else expected[key]
            text = row[head]
            try:
                same = check(text, value, expected)
            except ValueError as error:
                same, text = False, f"{text!r} ({error})"
            if not same:
                faults.append(f"row {number}, {head}: {text!r} is printed, the JSON has {value!r}")
    return faults


def same_rows(table: Table, shown: Sequence[Row], spec: Spec) -> None:
    """The table has the first rows of ``shown``, and says how many more there are."""
    assert table.rows, f"the table {table.heads} is empty"
    assert len(table.rows) + table.more == len(shown), (
        f"{table.heads}: {len(table.rows)} rows and {table.more} more, the JSON has {len(shown)}"
    )
    faults = faults_of(table.records(), shown, spec)
    assert not faults, "\n".join(faults)


def same_series(chart: Chart, name: str, values: Sequence[Any]) -> None:
    """One series of a chart has exactly these values, None being a gap."""
    found = chart.series[name]
    wanted = tuple(None if value is None else Decimal(value) for value in values)
    assert found == wanted, f"{chart.alt}, {name}: {found} is plotted, the JSON has {wanted}"


def amount_of(rows: Sequence[Row], key: str) -> Decimal:
    """The sum of the known values."""
    return sum((Decimal(row[key]) for row in rows if row[key] is not None), Decimal(0))
