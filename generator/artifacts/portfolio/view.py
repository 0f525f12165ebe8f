"""What ``accounts`` shows in the terminal, and how values are written there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.analysis.portfolio import Portfolio
from generator.analysis.results import AnalysedAccount, Person
from generator.analysis.words import count
from generator.formats import Formats
from generator.terminal import table, wrap

MISSING = "not recorded"
_MOST = 20  # lines of one list in the terminal; --json has all


@dataclass(frozen=True, slots=True)
class View:
    """``accounts`` stand in the order of ``portfolio.ranks``. ``scope`` says of which accounts it
    all is."""

    accounts: tuple[AnalysedAccount, ...]
    portfolio: Portfolio
    formats: Formats
    scope: str
    width: int

    def money(self, value: Any, currency: str | None = None) -> str | None:
        return self.formats.money_short(value, currency or self.portfolio.currency)

    def told(self, text: str) -> list[str]:
        """A sentence in lines; those after the first are set in, so that no name begins a line
        that looks like one of ours."""
        first, *rest = wrap(text, self.width - 2) or [""]
        return [first, *(f"  {line}" for line in rest)]

    def listed(self, heads: Sequence[str], rows: list[Any], numbers: Sequence[int]) -> list[str]:
        lines = table(heads, rows[:_MOST], self.width, numbers=numbers)
        more = len(rows) - _MOST
        return [*lines, f"and {more} more: --json has them all"] if more > 0 else lines


def days(number: int | None) -> str | None:
    return None if number is None else count(number, "day")


def name_of(person: Person | None) -> str | None:
    return person.name if person else None
