"""What the program of a workbook prints: rows, cells, and notes to the run about both.

``context.state`` is the :class:`Run`. See ``program.Print`` for how printers are called.
"""

# ruff: noqa: PLR0917 - printers are called by position

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.engine.addresses import safe_address
from generator.engine.language import Context, Missing, Refused
from generator.engine.output import picture_bytes, picture_size
from generator.engine.runtime import spoken
from generator.office.sheettext import held, xstring
from generator.office.text import UNHELD

from .axis import Instance
from .heights import Wrap
from .marks import FORMULA, HEIGHT, ROW, TEXT_OPEN
from .richcells import print_rich
from .running import OpenText, Run, SheetRun, Slot, append_lines

# -- printers of structure -----------------------------------------------------------------------


def _sheet(context: Context, _: Any, _tag: int, index: int) -> str:
    context.budget.add_part()
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


def _single_row(context: Context, _: Any, _tag: int, line: int, attributes: str, block: int) -> str:
    """The only row of a repeat: the same as ``enter``, ``row`` and ``leave`` together."""
    sheet = context.state.sheet
    rows = sheet.rows
    lines = rows.lines
    lines.append(line)
    sheet.row = number = len(lines)
    scope = Instance(block, sheet.scope, number)
    scope.last = number
    rows.scopes.append(scope)
    sheet.emitted.append(number)
    return f'<row r="{number}"{attributes}>'


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
    since = sheet.scope.first if sheet.scope is not None else 1
    if sheet.rows.holds_any(first, last, since):
        return ""
    number = sheet.rows.stand_in(first, last, sheet.scope, shows=not hidden)
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


def _link(context: Context, value: Any, tag: int, number: int, column: int) -> str:
    """The address of one copy of a hyperlink; without one, or a refused one, there is no link."""
    if value:
        sheet = context.state.sheet
        address, why = safe_address(str(value))
        if address:
            sheet.links.append((number, sheet.row, sheet.position(column), address))
        else:
            context.changes.append((tag, why))
    return ""


def _place(context: Context, value: Any, _tag: int, number: int, column: int) -> str:
    """The same for a place in the workbook: it is looked for when all sheets have their names."""
    if value:
        sheet = context.state.sheet
        sheet.links.append((number, sheet.row, sheet.position(column), str(value)))
    return ""


def _note(context: Context, value: Any, tag: int, number: int, kind: str) -> str:
    """A text of the sheet outside of its cells: in its name, a header or a footer."""
    context.state.sheet.notes[number] = _plain(context, value, tag, kind)
    return ""


def _object(context: Context, value: Any, _tag: int, number: int) -> str:
    """A picture of the sheet; None leaves its place empty."""
    if value is not None:
        picture_size(picture_bytes(value))  # refused here, with the tag's place
    context.state.sheet.notes[number] = value
    return ""


def _row_note(context: Context, value: Any, tag: int, number: int, kind: str) -> str:
    """The same of a shape that begins in a repeated row."""
    sheet = context.state.sheet
    sheet.row_notes[number, sheet.row] = _plain(context, value, tag, kind)
    return ""


def _row_object(context: Context, value: Any, _tag: int, number: int) -> str:
    if value is not None:
        picture_size(picture_bytes(value))
    sheet = context.state.sheet
    sheet.row_notes[number, sheet.row] = value
    return ""


PRINTERS: Mapping[str, Callable[..., str]] = {
    "sheet": _sheet,
    "row": _row,
    "single_row": _single_row,
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
    "shared": _shared,
    "still": _still,
    "formula": _formula,
    "text": _text,
    "plain": _plain,
    "run": _run,
    "rich": print_rich,
    "link": _link,
    "place": _place,
    "note": _note,
    "object": _object,
    "row_note": _row_note,
    "row_object": _row_object,
}
