"""How declared names get their values: attribute paths, labels, notes and joined lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from generator.analysis.results import Figure
from generator.formats import Formats

Function = Callable[[Any, Any], Any]


def follow(source: Any, path: str) -> Any:
    """The value at a dotted path of attributes or keys; None on the way stays None."""
    for part in _parts(path):
        if source is None:
            return None
        if type(source) is Figure and part != "value":
            source = getattr(source, part, None) if part in ("note", "of") else source.value
            if part in ("note", "of"):
                continue
        source = source.get(part) if type(source) is dict else getattr(source, part)
    return source


@cache
def _parts(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def label(group: str, path: str) -> Function:
    """The reader's word for a state such as ``in_progress``; None where there is no state."""
    return lambda row, ctx: ctx.label(group, follow(row, path))


def of_note(path: str, phrase: str = "note.known_for") -> Function:
    """``amount known for 8 of 10`` where the figure leaves something out, else empty."""

    def note(row: Any, ctx: Any) -> str:
        of = follow(row, path).of
        if of is None or of[0] == of[1]:
            return ""
        return str(ctx.say(phrase, n=ctx.formats.number(of[0]), m=ctx.formats.number(of[1])))

    return note


def joined(path: str, item: str | None = None) -> Function:
    """The texts of a list with commas between; None where the list is empty."""

    def join(row: Any, _ctx: Any) -> str | None:
        items: Iterable[Any] = follow(row, path) or ()
        return ", ".join(str(follow(i, item) if item else i) for i in items) or None

    return join


def length(path: str) -> Function:
    return lambda row, ctx: len(follow(row, path))


def with_unit(value: Decimal | int | None, unit: str | None, ctx: Any) -> str | None:
    """A value with its unit as people write it: ``$1,200``, ``42%``, ``4.1 days``, ``12``."""
    if value is None:
        return None
    if unit == "currency":
        return str(ctx.formats.money(value))
    if unit in ("percent", "%"):
        return str(ctx.formats.percent(value, 0 if value == int(value) else 1))
    if unit == "boolean":
        return str(ctx.label("reached", "yes" if value >= 1 else "no"))
    shown = str(ctx.formats.number(value))
    return shown if not unit or unit in ("count", "number") else f"{shown} {unit}"


_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def dated(path: str) -> Function:
    """A text of the analysis, its days as the documents write them."""
    return lambda row, ctx: with_days(follow(row, path), ctx.formats)


def with_days(words: str | None, formats: Formats) -> str | None:
    """The text of the analysis, each ISO day in it as the reader's locale writes it: for words that
    are all ours. What stands in a record may look like a day, and is printed as it is."""
    return words and _DAY.sub(lambda day: str(formats.date(date.fromisoformat(day[0]))), words)


def with_own_days(words: str, days: Sequence[date], formats: Formats) -> str:
    """``words`` that name records as well: only its own ``days``, which stand behind the names."""
    behind = ""
    for day in reversed(days):
        words, _, rest = words.rpartition(day.isoformat())
        behind = f"{formats.date(day)}{rest}{behind}"
    return f"{words}{behind}"


def in_unit(path: str, unit: str = "unit") -> Function:
    """The value at ``path`` with the row's own unit, as text."""
    return lambda row, ctx: with_unit(follow(row, path), follow(row, unit), ctx)
