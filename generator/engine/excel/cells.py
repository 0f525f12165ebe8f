"""Printers of cells that are only a value: made for each template cell, on the hot path.

A printer is a closure over all that is known of its cell when the template is compiled, so that a
copy of the cell costs one look-up and one joined string.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator.engine.language import Context, Missing, Refused
from generator.office.sheettext import MAX_TEXT, held, needs_prefix
from generator.office.text import is_exact, number_text

from .dates import serial
from .heights import Wrap, height
from .marks import ROW
from .running import Run

Printer = Callable[[Context, Any, int], str]
_LONG = MAX_TEXT // 2  # a text of fewer characters is within Excel's limit, however it counts them


@dataclass(frozen=True, slots=True)
class ValueCell:
    """A template cell that is only ``{{ … }}``. ``style`` and ``quoted`` are attributes.

    ``letters`` None: its columns move. ``watch``: formulas need its value. ``scale``: a percentage
    that becomes a fraction. ``wrap``: its text decides the height of its row.
    """

    kind: str
    column: int
    letters: str | None
    style: str
    quoted: str
    watch: bool = False
    scale: bool = False
    wrap: Wrap | None = None

    def printer(self) -> Printer:
        if self.scale or self.wrap is not None:
            return self._moving()
        if self.letters is None:
            moves = self.kind not in ("text", "date", "any")
            return self._moving_number() if moves else self._moving()
        start = f'<c r="{self.letters}{ROW}"'
        looks = (start, self.style, self.quoted)
        if self.kind in ("text", "date", "any"):
            made = _remembered(looks)
            return _watching(made, self.column) if self.watch else made
        return _numeric(looks, self.column if self.watch else 0)

    def _moving_number(self) -> Printer:
        """A grid's cell: a number that needs no closer look, else as any other."""
        column, watch, general = self.column, self.watch, self._moving()
        middle = f'{ROW}"{self.style}><v>'

        def printer(context: Context, value: Any, tag: int) -> str:
            shown = _short(value)
            if shown is None:
                return general(context, value, tag)
            sheet = context.state.sheet
            if watch:
                sheet.seen[sheet.position(column)][sheet.row] = value
            return f'<c r="{sheet.letter(column)}{middle}{shown}</v></c>'

        return printer

    def _moving(self) -> Printer:
        cell = self

        def printer(context: Context, value: Any, tag: int) -> str:
            sheet = context.state.sheet
            letters = cell.letters or sheet.letter(cell.column)
            if cell.scale and value is not None and not isinstance(value, str):
                value = Decimal(repr(value) if isinstance(value, float) else value) / 100
            if cell.watch:
                sheet.seen[sheet.position(cell.column)][sheet.row] = value
            if cell.wrap is not None and isinstance(value, str):
                sheet.needs(sheet.row, height(value, cell.wrap))
            start = f'<c r="{letters}{ROW}"'
            shown = _short(value)
            if shown is not None:
                return f"{start}{cell.style}><v>{shown}</v></c>"
            return _value(context, value, tag, (start, cell.style, cell.quoted))

        return printer


def _remembered(looks: tuple[str, str, str]) -> Printer:
    """Texts and days: what was printed once is found again by its value."""
    plain = looks[0] + looks[1]

    def printer(context: Context, value: Any, tag: int) -> str:
        if value.__class__ is str:
            run: Run = context.state
            tail = run.tails.get(value)
            if tail is None and value[:1].isalnum() and value.isprintable() and len(value) < _LONG:
                strings = run.strings  # as nearly all texts: a cell holds it as it stands
                number = strings.setdefault(value, len(strings))
                tail = run.tails[value] = f' t="s"><v>{number}</v></c>'
        else:
            tail = _day_tail(value) if value.__class__ is dt.date else None
        if tail is not None:
            return plain + tail
        return _value(context, value, tag, looks)

    return printer


def _numeric(looks: tuple[str, str, str], watched: int) -> Printer:
    """``watched``: the column in which formulas look at the value; 0 where none does."""
    plain = f"{looks[0]}{looks[1]}><v>"

    def printer(context: Context, value: Any, tag: int) -> str:
        if watched:
            sheet = context.state.sheet
            sheet.seen[watched][sheet.row] = value
        shown = _short(value)
        if shown is not None:
            return f"{plain}{shown}</v></c>"
        return _value(context, value, tag, looks)

    return printer


def _short(value: Any) -> str | None:
    """The digits of a number that a cell holds as they stand; None for what needs a closer look."""
    kind = value.__class__
    if kind is Decimal or kind is int:
        shown = str(value)
        if len(shown) <= 15 and shown[-1] <= "9":
            return shown
    return None


def _watching(made: Printer, column: int) -> Printer:
    def printer(context: Context, value: Any, tag: int) -> str:
        sheet = context.state.sheet
        sheet.seen[column][sheet.row] = value
        return made(context, value, tag)

    return printer


# -- any value -------------------------------------------------------------------------------------


def _value(context: Context, value: Any, tag: int, looks: tuple[str, str, str]) -> str:
    """A cell of any value; ``looks``: its opening with the place, its style, its quoted style."""
    start, style, _ = looks
    if isinstance(value, str):
        return _any_text(context, value, tag, looks)
    if value is None:
        raise Missing(tag)
    if isinstance(value, bool):
        return f'{start}{style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float, Decimal)):
        return f"{start}{style}><v>{_digits(context, value, tag)}</v></c>"
    if isinstance(value, dt.date):
        return f"{start}{style}{_day(context, value, tag)}"
    raise Refused("is a list or a record: only single values can be printed")


def _any_text(context: Context, value: str, tag: int, looks: tuple[str, str, str]) -> str:
    start, style, quoted = looks
    if not value:
        return f"{start}{style}/>"
    kept, change = held(value)
    if change:
        context.changes.append((tag, change))
    tail = f' t="s"><v>{context.state.share(kept)}</v></c>'
    if needs_prefix(kept):
        return f"{start}{quoted}{tail}"
    if kept == value:  # what is changed is listed at every place, so it is not remembered
        context.state.tails[value] = tail
    return f"{start}{style}{tail}"


@lru_cache(maxsize=4096)
def _day_tail(value: dt.date) -> str | None:
    number = serial(value)
    return None if number is None else f"><v>{number:.15g}</v></c>"


def _day(context: Context, value: dt.date, tag: int) -> str:
    number = serial(value)
    if number is None:
        text = value.isoformat()
        context.changes.append((tag, f"the day {text} lies before Excel's first; now a text"))
        return f' t="s"><v>{context.state.share(text)}</v></c>'
    return f"><v>{number:.15g}</v></c>"


def _digits(context: Context, value: Any, tag: int) -> str:
    shown = number_text(value)
    if shown is None:
        raise Refused("is no number that a cell can hold")
    if not isinstance(value, float) and not is_exact(value):
        context.changes.append((tag, f"{value} rounded to the 15 digits that Excel keeps"))
    return shown
