"""Functions that find cells: MATCH, INDEX, VLOOKUP, HLOOKUP, and where a range stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import values
from .parser import Box, Call, Function, Node, SheetValues
from .values import Fault, Unknown, Value

Work = Callable[[Call], Value]


def _box(node: Node, call: Call) -> tuple[SheetValues, Box]:
    if node.reference is None or len(call.boxes[node.reference]) != 1:
        raise Unknown("needs one range of cells")
    return call.boxes[node.reference][0]


def _position(wanted: Value, held: Sequence[Value], mode: float) -> int:
    """Index of the match: exact (0), or the last that is not more (1) or not less (-1)."""
    wanted = values.known(wanted)
    if mode == 0:
        for at, value in enumerate(held):
            if value is not None and not isinstance(value, Fault) and _same(value, wanted):
                return at
        raise Fault(values.NA)
    best = -1
    for at, value in enumerate(held):
        if value is None or type(value) is not type(wanted):
            continue
        order = values.compare(value, wanted) * (1 if mode > 0 else -1)
        if order > 0:
            break
        best = at
    if best < 0:
        raise Fault(values.NA)
    return best


def _same(value: Value, wanted: Value) -> bool:
    return type(value) is type(wanted) and values.compare(value, wanted) == 0


def _match(arguments: Sequence[Node]) -> Work:
    wanted, table, *rest = arguments

    def work(call: Call) -> Value:
        mode = values.number(rest[0].value(call)) if rest else 1.0
        return float(_position(wanted.value(call), table.many(call), mode) + 1)

    return work


def _index(arguments: Sequence[Node]) -> Work:
    table, line, *rest = arguments

    def work(call: Call) -> Value:
        sheet, (top, left, bottom, right) = _box(table, call)
        row = int(values.number(line.value(call)))
        column = int(values.number(rest[0].value(call))) if rest else 1
        if not rest and top == bottom:
            row, column = 1, row
        if not (1 <= row <= bottom - top + 1 and 1 <= column <= right - left + 1):
            raise Fault(values.REF)
        return values.known(sheet.value(top + row - 1, left + column - 1))

    return work


def _lookup(*, vertical: bool) -> Function:
    def make(arguments: Sequence[Node]) -> Work:
        wanted, table, which, *rest = arguments

        def work(call: Call) -> Value:
            sheet, (top, left, bottom, right) = _box(table, call)
            at = int(values.number(which.value(call))) - 1
            near = values.truth(rest[0].value(call)) if rest else True
            if not 0 <= at <= (right - left if vertical else bottom - top):
                raise Fault(values.REF)
            head = (top, left, bottom, left) if vertical else (top, left, top, right)
            found = _position(wanted.value(call), sheet.area(head), 1 if near else 0)
            row, column = (top + found, left + at) if vertical else (top + at, left + found)
            return values.known(sheet.value(row, column))

        return work

    return make


def _extent(axis: int, *, count: bool) -> Function:
    def make(arguments: Sequence[Node]) -> Work:
        if not arguments:
            return lambda call: float(call.column if axis else call.row)
        (table,) = arguments

        def work(call: Call) -> Value:
            _, box = _box(table, call)
            return float(box[axis + 2] - box[axis] + 1) if count else float(box[axis])

        return work

    return make


LOOKUPS: dict[str, Function] = {
    "MATCH": _match,
    "INDEX": _index,
    "VLOOKUP": _lookup(vertical=True),
    "HLOOKUP": _lookup(vertical=False),
    "ROW": _extent(0, count=False),
    "COLUMN": _extent(1, count=False),
    "ROWS": _extent(0, count=True),
    "COLUMNS": _extent(1, count=True),
}
