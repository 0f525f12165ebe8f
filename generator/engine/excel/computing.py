"""Values of all formula cells, each computed after those it needs, over all sheets.

A cell that is met before it was computed stops the one that asked, which is tried again
afterwards: chains of any length, without recursion.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from generator.engine.language import Budget, Refused
from generator.office import sheettext
from generator.office.text import escape

from .dates import serial
from .formulas import Formula, Sheets, copy_boxes, copy_text, spot_of
from .nodes import Box, Call, SheetValues
from .reading import Sheet
from .running import SheetRun, Slot
from .tokens import MAX_ROW, cell_text
from .values import Fault, Pending, Unknown, Value, number_xml

_NUMBERS = frozenset([int, float, Decimal])


@dataclass(slots=True)
class Computed:
    """A formula cell on its way: ``done`` with a value, or ``unknown``."""

    slot: Slot
    formula: Formula
    cells: Cells
    done: bool = False
    unknown: bool = False
    value: Value = None


@dataclass
class Cells:
    """A sheet's values for formulas (``parser.SheetValues``)."""

    sheet: SheetRun
    still: Mapping[tuple[int, int], Value]  # the template's own values, by line
    hidden: frozenset[int]  # lines that the template hides
    budget: Budget
    formulas: dict[tuple[int, int], Computed] = field(default_factory=dict)
    formula_rows: dict[int, list[int]] = field(default_factory=dict)  # by column, ascending
    _areas: dict[Box, Sequence[Value]] = field(default_factory=dict)
    _columns: dict[int, Mapping[int, Value]] = field(default_factory=dict)

    def value(self, row: int, column: int) -> Value:
        found = self.formulas.get((row, column))
        if found is None:
            return self._plain(row, column)
        if not found.done:
            raise Pending([found])
        if found.unknown:
            raise Unknown("depends on a cell that is not computed here")
        return found.value

    def _plain(self, row: int, column: int) -> Value:
        held = self.sheet.seen.get(column)
        if held is not None and row in held:
            return to_value(held[row])
        if row in self.sheet.rows.stand_ins or column in self.sheet.columns.stand_ins:
            return None
        return self.still.get((self.sheet.rows.line_at(row), self.sheet.columns.line_at(column)))

    def area(self, box: Box) -> Sequence[Value]:
        found = self._areas.get(box)
        if found is not None:
            self._look_at(len(found))
        else:
            found = self._areas[box] = self._values(box, skip_hidden=False, skip_subtotals=False)
        return found

    def visible_area(self, box: Box, skip_hidden: bool) -> Sequence[Value]:
        return self._values(box, skip_hidden=skip_hidden, skip_subtotals=True)

    def _values(self, box: Box, *, skip_hidden: bool, skip_subtotals: bool) -> Sequence[Value]:
        top, left, bottom, right = box
        if bottom == MAX_ROW:
            bottom = min(bottom, len(self.sheet.rows.lines))
        right = min(right, max(left, len(self.sheet.columns.lines)))
        self._look_at((bottom - top + 1) * (right - left + 1))
        found: list[Value] = []
        if not self._has_formulas(top, left, bottom, right):
            return self._block(self._shown(top, bottom, skip_hidden), range(left, right + 1))
        waiting = self._waiting(top, left, bottom, right)
        if waiting:
            raise Pending(waiting)
        for row in self._shown(top, bottom, skip_hidden):
            for column in range(left, right + 1):
                formula = self.formulas.get((row, column))
                if not (skip_subtotals and formula is not None and formula.formula.is_subtotal):
                    found.append(self.value(row, column))
        return found

    def _look_at(self, cells: int) -> None:
        if not self.budget.read(cells):
            raise Unknown("looks at more cells than are computed here")

    def _has_formulas(self, top: int, left: int, bottom: int, right: int) -> bool:
        for column in range(left, right + 1):
            rows = self.formula_rows.get(column)
            if rows is not None and bisect_left(rows, top) < bisect_right(rows, bottom):
                return True
        return False

    def _block(self, rows: Iterable[int], columns: range) -> list[Value]:
        """Cells of columns without formulas: what totals look at."""
        held = [(column, self._columns.get(column) or self._column(column)) for column in columns]
        return [
            seen[row] if row in seen else self._plain(row, column)
            for row in rows
            for column, seen in held
        ]

    def _column(self, column: int) -> Mapping[int, Value]:
        """The printed values of a column as formulas see them: totals look at them again and
        again, by rows and by columns."""
        seen = self.sheet.seen.get(column, {})
        found = self._columns[column] = {row: to_value(raw) for row, raw in seen.items()}
        return found

    def _shown(self, top: int, bottom: int, skip_hidden: bool) -> Iterable[int]:
        rows = range(top, bottom + 1)
        if not skip_hidden or not self.hidden:
            return rows
        return [row for row in rows if self.sheet.rows.line_at(row) not in self.hidden]

    def _waiting(self, top: int, left: int, bottom: int, right: int) -> list[Computed]:
        return [
            found
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (found := self.formulas.get((row, column))) is not None and not found.done
        ]


def to_value(raw: Any) -> Value:
    """A printed value as formulas see it."""
    kind = raw.__class__
    if kind is int or kind is Decimal or kind is float:
        return float(raw)
    if raw is None or raw == "":
        return None
    if isinstance(raw, str):
        return sheettext.held(raw)[0]
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, dt.date):
        number = serial(raw)
        return number if number is not None else raw.isoformat()
    return float(raw)


def still_values(
    sheet: Sheet, tagged: Mapping[tuple[int, int], object]
) -> dict[tuple[int, int], Value]:
    """Values of the template's cells without tags and formulas."""
    found: dict[tuple[int, int], Value] = {}
    for cell in sheet.cells():
        if (cell.row, cell.column) in tagged:
            continue
        if cell.kind == "number":
            found[cell.row, cell.column] = float(cell.raw)
        elif cell.kind == "text" and cell.text is not None:
            found[cell.row, cell.column] = cell.text.plain
        elif cell.kind == "bool":
            found[cell.row, cell.column] = cell.raw in ("1", "true")
        elif cell.kind == "error":
            found[cell.row, cell.column] = Fault(cell.raw)
    return found


def compute(cells: Sequence[Cells], sheets: Sheets) -> None:
    """Give every formula cell its value."""
    by_sheet = {id(held.sheet): held for held in cells}
    memo: dict[Any, Any] = {}
    for held in cells:
        for start in list(held.formulas.values()):
            _settle(start, by_sheet, sheets, memo)


def _settle(
    start: Computed, by_sheet: Mapping[int, Cells], sheets: Sheets, memo: dict[Any, Any]
) -> None:
    stack = [start]
    asking: dict[int, Computed] = {}  # cells that wait for others, from the first to the last
    while stack:
        top = stack[-1]
        if top.done:
            stack.pop()
            continue
        try:
            top.value = _value(top, by_sheet, sheets, memo)
        except Pending as pending:
            needed = [cell for cell in pending.cells if isinstance(cell, Computed)]
            asking[id(top)] = top
            if any(id(cell) in asking for cell in needed):
                _circular(asking)
            stack += needed
            continue
        except Unknown:
            top.unknown = True
        top.done = True
        asking.pop(id(top), None)
        stack.pop()


def _circular(asking: dict[int, Computed]) -> None:
    """Cells that need each other in a ring are left to Excel, which says so."""
    for cell in asking.values():
        cell.unknown = cell.done = True
    asking.clear()


def _value(
    cell: Computed, by_sheet: Mapping[int, Cells], sheets: Sheets, memo: dict[Any, Any]
) -> Value:
    formula, slot = cell.formula, cell.slot
    if formula.compute is None:
        raise Unknown(formula.why)
    spot = spot_of(cell.cells.sheet, slot.row, slot.column)
    boxes: list[list[tuple[SheetValues, Box]]] = [
        [(by_sheet[id(sheet)], box) for sheet, box in held]
        for held in copy_boxes(formula, sheets, spot, slot.row)
    ]
    call = Call(cell.cells, slot.row, slot.column, boxes, memo)
    try:
        value = formula.compute(call)
    except Fault as fault:
        return fault
    except (ArithmeticError, ValueError, RecursionError) as error:  # beyond what is computed here
        raise Unknown(f"cannot be computed here: {error}") from error
    return 0.0 if value is None else value


def cell_xml(cell: Computed, sheets: Sheets) -> str:
    """What follows a formula cell's style: its type, its formula, its cached value."""
    spot = spot_of(cell.cells.sheet, cell.slot.row, cell.slot.column)
    try:
        text = escape(copy_text(cell.formula, sheets, spot))
    except Refused as refused:
        raise Refused(f"={cell.formula.source}: {refused}") from refused
    opened = f"<f>{text}</f>"
    if cell.formula.array:
        opened = f'<f t="array" ref="{cell_text(cell.slot.row, cell.slot.column)}">{text}</f>'
    if cell.unknown:
        return f">{opened}</c>"
    kind, shown = _cached(cell.value)
    return f"{kind}>{opened}<v>{shown}</v></c>"


def _cached(value: Value) -> tuple[str, str]:
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', sheettext.xstring(value)
    if isinstance(value, Fault):
        return ' t="e"', value.code
    assert value is not None
    return "", number_xml(value)
