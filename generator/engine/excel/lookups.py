"""Functions that find cells, choose or order them, and say where a range stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cmp_to_key

from . import values
from .criteria import matcher
from .globs import lookup
from .grids import Grid
from .nodes import Box, Call, Function, Node, SheetValues
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
        return _exact(wanted, held)
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


def _exact(wanted: Value, held: Sequence[Value]) -> int:
    glob = lookup(wanted) if isinstance(wanted, str) else None
    for at, value in enumerate(held):
        if isinstance(value, str) and glob is not None:
            if glob.matches(value):
                return at
        elif value.__class__ is wanted.__class__ and _same(value, wanted):
            return at
    raise Fault(values.NA)


def _same(value: Value, wanted: Value) -> bool:
    """Of one type. Whether look-ups take numbers of the same 15 digits for equal is not said."""
    if isinstance(value, float) and isinstance(wanted, float):
        if value != wanted and values.near(value, wanted):
            raise Unknown("whether these numbers are equal is for Excel to say")
        return value == wanted
    if isinstance(value, str) and isinstance(wanted, str):
        return values.same_text(value, wanted)
    return value == wanted


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
        if 0 in (row, column) and row >= 0 <= column:
            raise Unknown("a whole row or column by INDEX is not computed here")
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


def _line(node: Node, call: Call) -> list[Value]:
    """The cells of one row or one column."""
    table = node.table(call)
    if len(table) == 1:
        return table[0]
    if len(table[0]) != 1:
        raise Fault(values.VALUE)
    return [row[0] for row in table]


def _sought(wanted: Value, held: Sequence[Value], mode: int, *, backwards: bool) -> int | None:
    """Index by XLOOKUP's modes: exact (0), or next smaller (-1), next larger (1), wildcards (2)."""
    wanted = values.known(wanted)
    if wanted is None:
        raise Unknown("a search for an empty cell is not computed here")
    order = range(len(held) - 1, -1, -1) if backwards else range(len(held))
    matches = matcher(wanted) if mode == 2 and isinstance(wanted, str) else None
    best = None
    for at in order:
        value = held[at]
        if value is None or isinstance(value, Fault) or type(value) is not type(wanted):
            continue
        if matches(value) if matches is not None else _same(value, wanted):
            return at
        if mode in (-1, 1) and values.compare(value, wanted) * mode > 0:
            nearer = best is None or values.compare(value, held[best]) * mode < 0
            best = at if nearer else best
    return best


def _modes(rest: Sequence[Node], call: Call) -> tuple[int, bool]:
    mode = int(values.number(rest[0].value(call))) if rest else 0
    order = int(values.number(rest[1].value(call))) if len(rest) > 1 else 1
    if mode not in (-1, 0, 1, 2) or order not in (1, -1, 2, -2):
        raise Fault(values.VALUE)
    if abs(order) == 2:
        raise Unknown("a binary search is not computed here")
    return mode, order < 0


def _xlookup(arguments: Sequence[Node]) -> Work:
    wanted, table, result, *rest = arguments
    otherwise = rest[0] if rest else None

    def work(call: Call) -> Value:
        mode, backwards = _modes(rest[1:], call)
        held, shown = _line(table, call), result.table(call)
        if len(shown) > 1 and len(shown[0]) > 1:
            raise Unknown("XLOOKUP of several cells at once is not computed here")
        found = _sought(wanted.value(call), held, mode, backwards=backwards)
        if found is None:
            if otherwise is None:
                raise Fault(values.NA)
            return otherwise.value(call)
        line = shown[0] if len(shown) == 1 else [row[0] for row in shown]
        if len(line) != len(held):
            raise Fault(values.VALUE)
        return values.known(line[found])

    return work


def _xmatch(arguments: Sequence[Node]) -> Work:
    wanted, table, *rest = arguments

    def work(call: Call) -> Value:
        mode, backwards = _modes(rest, call)
        found = _sought(wanted.value(call), _line(table, call), mode, backwards=backwards)
        if found is None:
            raise Fault(values.NA)
        return found + 1.0

    return work


def _vector(arguments: Sequence[Node]) -> Work:
    """LOOKUP over one row or column; errors in it are passed over: ``LOOKUP(2,1/(…),…)``."""
    wanted, table, *rest = arguments

    def work(call: Call) -> Value:
        held = _line(table, call)
        shown = _line(rest[0], call) if rest else held
        sought = values.known(wanted.value(call))
        found = [
            at
            for at, value in enumerate(held)
            if type(value) is type(sought) and values.compare(value, sought) <= 0
        ]
        if not found:
            raise Fault(values.NA)
        if found[-1] >= len(shown):
            raise Fault(values.REF)
        return values.known(shown[found[-1]])

    return work


# -- grids ---------------------------------------------------------------------------------------


def _unique(arguments: Sequence[Node]) -> Callable[[Call], Grid]:
    if len(arguments) != 1:
        raise Unknown("UNIQUE with settings is not computed here")

    def grid(call: Call) -> Grid:
        rows = arguments[0].table(call)
        first: dict[tuple[object, ...], list[Value]] = {}
        for row in rows:
            first.setdefault(tuple([_distinct(value) for value in row]), row)
        return list(first.values())

    return grid


def _distinct(value: Value) -> object:
    """The same for values that UNIQUE holds for one: a number is no text of a number."""
    if isinstance(value, Fault):
        return (value.code,)
    return (type(value), value.lower() if isinstance(value, str) else value)


def _filter(arguments: Sequence[Node]) -> Callable[[Call], Grid]:
    table, kept, *rest = arguments

    def grid(call: Call) -> Grid:
        rows, chosen = table.table(call), kept.table(call)
        if len(chosen) != len(rows) or len(chosen[0]) != 1:
            raise Unknown("FILTER of columns is not computed here")
        found = [
            row
            for row, (test,) in zip(rows, chosen, strict=True)
            if values.truth(values.known(test))
        ]
        if not found and rest:
            return [[rest[0].value(call)]]
        if not found:
            raise Unknown("FILTER of nothing is #CALC!, which is not written here")
        return found

    return grid


def _sort(arguments: Sequence[Node]) -> Callable[[Call], Grid]:
    table, *rest = arguments
    if len(rest) > 2:
        raise Unknown("SORT of columns is not computed here")

    def grid(call: Call) -> Grid:
        rows = table.table(call)
        at = int(values.number(rest[0].value(call))) - 1 if rest else 0
        turned = len(rest) > 1 and values.number(rest[1].value(call)) < 0
        if not 0 <= at < len(rows[0]):
            raise Fault(values.VALUE)
        order = cmp_to_key(values.compare)
        filled = [row for row in rows if row[at] is not None]
        empty = [row for row in rows if row[at] is None]
        return sorted(filled, key=lambda row: order(row[at]), reverse=turned) + empty

    return grid


GRIDDED = {"UNIQUE": _unique, "FILTER": _filter, "SORT": _sort}
LOOKUPS: dict[str, Function] = {
    "XLOOKUP": _xlookup,
    "XMATCH": _xmatch,
    "LOOKUP": _vector,
    "MATCH": _match,
    "INDEX": _index,
    "VLOOKUP": _lookup(vertical=True),
    "HLOOKUP": _lookup(vertical=False),
    "ROW": _extent(0, count=False),
    "COLUMN": _extent(1, count=False),
    "ROWS": _extent(0, count=True),
    "COLUMNS": _extent(1, count=True),
}
