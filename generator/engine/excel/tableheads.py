"""Headings of tables as Excel takes them: a text in each cell, no two alike, none too long.

Excel repairs a table whose cells and columns are named otherwise. What data makes of a heading is
therefore changed by rule before anything reads it: alike ones get a number, as sheets do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.office.sheettext import cut, units

from .computing import Cells
from .running import Run
from .tables import TableTemplate
from .tablewriting import MAX_HEADING, TableXml, positions
from .tokens import cell_text
from .values import text as value_text


def part_headings(run: Run, held: Cells, template: TableTemplate, table: TableXml) -> None:
    """Change the cells of a table's headings where they must be; each change is listed."""
    if not template.header:
        return
    row = held.sheet.rows.cell(template.box[0])
    taken: set[str] = set()
    for number, column in enumerate(positions(table, held.sheet), 1):
        if (row, column) in held.formulas:
            continue
        value = held.value(row, column)
        head = "" if value is None else value_text(value)
        kept = next(name for name in _names(head, number) if name.casefold() not in taken)
        taken.add(kept.casefold())
        if kept != head:
            _write(run, held, row, column, kept)
            what = f"{cell_text(row, column)}: the heading {head[:40]!r} of the table "
            what += f"{template.name} became {kept[:40]!r}"
            held.sheet.changes.append(what)


def _names(head: str, number: int) -> Iterator[str]:
    first = head or f"Column {number}"
    yield first if units(first) <= MAX_HEADING else cut(first, MAX_HEADING)
    for more in range(2, 20_000):
        tail = f" ({more})"
        fits = units(first) + len(tail) <= MAX_HEADING
        yield (first if fits else cut(first, MAX_HEADING - len(tail))) + tail


def _write(run: Run, held: Cells, row: int, column: int, text: str) -> None:
    name = cell_text(row, column)
    cell = re.compile(rf'<c r="{name}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)')
    made = f'<c r="{name}"\\1 t="s"><v>{run.share(text)}</v></c>'
    held.sheet.xml = cell.sub(made, held.sheet.xml, count=1)
    held.sheet.seen[column][row] = text
