"""What the program of a workbook prints: rows, cells, and notes to the run about both.

``context.state`` is the :class:`Run`. See ``program.Print`` for how printers are called.
"""

# ruff: noqa: PLR0917 - printers are called by position

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from generator.engine.language import Context, Missing, Refused
from generator.engine.links import safe_address
from generator.engine.runtime import spoken
from generator.office.text import UNHELD, is_exact, number_text

from .axis import Instance
from .dates import serial
from .heights import Wrap, height
from .marks import FORMULA, HEIGHT, ROW, TEXT_OPEN
from .running import OpenText, Run, SheetRun, Slot, append_lines
from .texts import RISKY, held, xstring

# -- printers of structure -----------------------------------------------------------------------


def _sheet(context: Context, _: Any, _tag: int, index: int) -> str:
    run: Run = context.state
    run.sheet = SheetRun(index, run.geometries[index], run.repeats)
    run.sheets.append(run.sheet)
    return ""


def _row(context: Context, _: Any, _tag: int, line: int, attributes: str) -> str:
    sheet = context.state.sheet
    rows = sheet.rows
    rows.lines.append(line)
    rows.scopes.append(sheet.scope)
    sheet.row = number = len(rows.lines)
    sheet.emitted.append(number)
    return f'<row r="{number}"{attributes}>'


def _tall_row(context: Context, _: Any, _tag: int, line: int, attributes: str, least: float) -> str:
    """A row whose texts wrap: its height is known when all of them are."""
    opened = _row(context, _, _tag, line, attributes)
    sheet = context.state.sheet
    sheet.heights[sheet.row] = least
    return f"{opened[:-1]}{HEIGHT}>"


def _gap(context: Context, _: Any, _tag: int, first: int, last: int) -> str:
    sheet = context.state.sheet
    append_lines(sheet.rows, first, last, sheet.scope)
    return ""


def _enter(context: Context, _: Any, _tag: int, block: int) -> str:
    sheet = context.state.sheet
    sheet.scope = Instance(block, sheet.scope, len(sheet.rows.lines) + 1)
    return ""


def _leave(context: Context, _: Any, _tag: int) -> str:
    sheet = context.state.sheet
    sheet.scope.last = len(sheet.rows.lines)
    sheet.scope = sheet.scope.parent
    return ""


def _stand_in(context: Context, _: Any, _tag: int, first: int, last: int, hidden: str) -> str:
    sheet = context.state.sheet
    number = sheet.rows.stand_in(first, last, sheet.scope)
    sheet.emitted.append(number)
    return f'<row r="{number}"{hidden}/>\x01'


def _count(context: Context, _: Any, _tag: int) -> str:
    context.state.sheet.ticks = 0
    return ""


def _tick(context: Context, _: Any, _tag: int) -> str:
    context.state.sheet.ticks += 1
    return ""


def _counted(context: Context, _: Any, _tag: int, block: int) -> str:
    sheet = context.state.sheet
    known = sheet.counts.setdefault(block, sheet.ticks)
    if known != sheet.ticks:
        raise Refused(
            f"gives {sheet.ticks} columns where another row gives {known}: "
            "all rows must repeat a column equally often"
        )
    return ""


def _columns(context: Context, _: Any, _tag: int) -> str:
    context.state.sheet.set_columns()
    return ""


def _column(context: Context, _: Any, _tag: int) -> str:
    context.state.sheet.instance = 0
    return ""


def _column_next(context: Context, _: Any, _tag: int) -> str:
    context.state.sheet.instance += 1
    return ""


# -- printers of cells ---------------------------------------------------------------------------


def _text_value(context: Context, value: Any, tag: int, start: str, style: str, quoted: str) -> str:
    """A cell that is only a text: on the hot path of every list."""
    tail = context.state.tails.get(value) if value.__class__ is str else None
    if tail is None:
        return _value(context, value, tag, start, style, quoted)
    return f"{start}{style}{tail}"


def _number_value(
    context: Context, value: Any, tag: int, start: str, style: str, quoted: str
) -> str:
    """A cell that is only a number: on the hot path of every grid."""
    kind = value.__class__
    if kind is int or kind is Decimal:
        shown = str(value)
        if len(shown) <= 15 and shown[-1] <= "9":
            return f"{start}{style}><v>{shown}</v></c>"
    return _value(context, value, tag, start, style, quoted)


def _value(context: Context, value: Any, tag: int, start: str, style: str, quoted: str) -> str:
    """A cell that is only a value, of any kind; ``start`` is ``<c r="B\\x00"``."""
    if isinstance(value, str):
        return _any_text(context, value, tag, start, style, quoted)
    if value is None:
        raise Missing(tag)
    if isinstance(value, bool):
        return f'{start}{style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float, Decimal)):
        return f"{start}{style}><v>{_digits(context, value, tag)}</v></c>"
    if isinstance(value, dt.date):
        tail = context.state.tails.get(value)
        if tail is None:
            tail = context.state.tails[value] = _day(context, value, tag)
        return f"{start}{style}{tail}"
    raise Refused("is a list or a record: only single values can be printed")


def _any_text(context: Context, value: str, tag: int, start: str, style: str, quoted: str) -> str:
    if not value:
        return f"{start}{style}/>"
    kept, change = held(value)
    if change:
        context.changes.append((tag, change))
    tail = f' t="s"><v>{context.state.share(kept)}</v></c>'
    if kept[:1] in RISKY:
        return f"{start}{quoted}{tail}"
    if kept == value:  # what is changed is listed at every place, so it is not remembered
        context.state.tails[value] = tail
    return f"{start}{style}{tail}"


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


def _cell(
    context: Context,
    value: Any,
    tag: int,
    column: int,
    letters: str | None,
    style: str,
    quoted: str,
    watch: bool,
    scale: bool,
    wrap: Wrap | None,
) -> str:
    """The same where columns move, the value is needed by a formula, or a percentage is scaled."""
    sheet = context.state.sheet
    if letters is None:
        letters = sheet.letter(column)
    if scale and value is not None and not isinstance(value, str):
        value = Decimal(repr(value) if isinstance(value, float) else value) / 100
    if watch:
        sheet.seen[sheet.row, sheet.position(column)] = value
    if value.__class__ is str:
        if wrap is not None:
            sheet.needs(sheet.row, height(value, wrap))
        return _text_value(context, value, tag, f'<c r="{letters}{ROW}"', style, quoted)
    return _number_value(context, value, tag, f'<c r="{letters}{ROW}"', style, quoted)


def _shared(
    context: Context, _: Any, _tag: int, column: int, letters: str | None, style: str, key: str
) -> str:
    """A text of the template's own."""
    if letters is None:
        letters = context.state.sheet.letter(column)
    return f'<c r="{letters}{ROW}"{style} t="s"><v>{context.state.share(key)}</v></c>'


def _still(context: Context, _: Any, _tag: int, column: int, tail: str) -> str:
    return f'<c r="{context.state.sheet.letter(column)}{ROW}"{tail}'


def _formula(
    context: Context, _: Any, _tag: int, column: int, letters: str | None, style: str, number: int
) -> str:
    sheet = context.state.sheet
    if letters is None:
        letters = sheet.letter(column)
    sheet.slots.append(Slot(number, sheet.row, sheet.position(column)))
    return f'<c r="{letters}{ROW}"{style}{FORMULA}'


def _text(
    context: Context,
    _: Any,
    tag: int,
    column: int,
    letters: str | None,
    style: str,
    quoted: str,
    watch: bool,
    rich: bool,
    wrap: Wrap | None,
) -> str:
    sheet = context.state.sheet
    start = f'<c r="{letters or sheet.letter(column)}{ROW}"'
    looks = (start, style, quoted, watch, rich, wrap)
    opened = OpenText(sheet.row, sheet.position(column), *looks, tag)
    sheet.texts.append(opened)
    return TEXT_OPEN


def _plain(context: Context, value: Any, tag: int, kind: str) -> str:
    """A value inside a text, not yet escaped."""
    shown = spoken(context, value, kind)
    if shown is None:
        raise Missing(tag)
    return _without_controls(context, shown, tag)


def _run(context: Context, value: Any, tag: int, kind: str) -> str:
    """A value inside a rich text."""
    return xstring(_plain(context, value, tag, kind))


def _without_controls(context: Context, text: str, tag: int) -> str:
    if text.isprintable():
        return text
    kept = UNHELD.sub("", text)
    if len(kept) != len(text):
        context.changes.append((tag, held(text)[1]))
    return kept.replace("\r\n", "\n").replace("\r", "\n")


def _link(context: Context, value: Any, _tag: int, number: int, column: int) -> str:
    """The address of one copy of a hyperlink; without an address there is no link."""
    if value:
        sheet = context.state.sheet
        address = safe_address(str(value))
        sheet.links.append((number, sheet.row, sheet.position(column), address))
    return ""


def _note(context: Context, value: Any, tag: int, number: int, kind: str) -> str:
    """A text of the sheet outside of its cells: in its name, a header or a footer."""
    context.state.sheet.notes[number] = _plain(context, value, tag, kind)
    return ""


PRINTERS: Mapping[str, Callable[..., str]] = {
    "sheet": _sheet,
    "row": _row,
    "tall_row": _tall_row,
    "gap": _gap,
    "enter": _enter,
    "leave": _leave,
    "stand_in": _stand_in,
    "count": _count,
    "tick": _tick,
    "counted": _counted,
    "columns": _columns,
    "column": _column,
    "column_next": _column_next,
    "value": _value,
    "text_value": _text_value,
    "number_value": _number_value,
    "cell": _cell,
    "shared": _shared,
    "still": _still,
    "formula": _formula,
    "text": _text,
    "plain": _plain,
    "run": _run,
    "link": _link,
    "note": _note,
}
