"""Repeated table columns: the cells of every row, and the widths of the grid.

One tag pair stands in one row. Rows that have no pair of their own in that column take the list of
the first one; the column's width is shared among its copies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes

from generator.engine.assembly import Build, Made, Place
from generator.engine.dialects import Dialect
from generator.engine.groups import Group, Lift
from generator.engine.language import Context, Mark, Piece, Print
from generator.engine.marking import Found
from generator.engine.markup import Element, ancestors, local, q
from generator.engine.registry import Edge, Registry

Repeat = tuple[Element, Element, int]  # first and last element; the opening mark (closing: + 1)


@dataclass(frozen=True, slots=True)
class _Column:
    """One repeated column (or several side by side) of one table, with the lifts of its rows."""

    table: Element
    first: int
    last: int
    lifts: tuple[Lift, ...]


def repeat_columns(lifts: list[Lift], dialect: Dialect, registry: Registry) -> Iterator[Repeat]:
    """What else is repeated with the cells that hold the tags."""
    for column in _columns(lifts, dialect):
        if any(_is_merged(cell) for row in column.table.iter(dialect.row) for cell in row):
            registry.problems.add(
                column.lifts[0].group.opener.mark,
                "repeats a column of a table with merged cells",
                "split the merged cells",
            )
            continue
        yield from _others(column, dialect, registry)
        for made in column.lifts:
            assert made.parent is not None
            for cell in _cells(made.parent, dialect)[column.first : column.last + 1]:
                _bind_width(cell, made.group, registry)


def _columns(lifts: list[Lift], dialect: Dialect) -> list[_Column]:
    found: dict[tuple[Element, int, int], list[Lift]] = {}
    for made in lifts:
        assert made.parent is not None
        assert made.first is not None
        assert made.last is not None
        table = next(held for held in ancestors(made.parent) if held.tag == dialect.table)
        cells = _cells(made.parent, dialect)
        key = (table, cells.index(made.first), cells.index(made.last))
        found.setdefault(key, []).append(made)
    return [_Column(*key, tuple(group)) for key, group in found.items()]


def _cells(holder: Element, dialect: Dialect) -> list[Element]:
    return [child for child in holder if child.tag == dialect.cell or local(child) == "gridCol"]


def _others(column: _Column, dialect: Dialect, registry: Registry) -> Iterator[Repeat]:
    """The grid's columns, and the cells of rows without a pair of their own."""
    own = {made.parent for made in column.lifts}
    grid = next(child for child in column.table if local(child) == "tblGrid")
    rows = [row for row in column.table.findall(dialect.row) if row not in own]
    for holder in (grid, *rows):
        cells = _cells(holder, dialect)[column.first : column.last + 1]
        if len(cells) == column.last - column.first + 1:
            yield cells[0], cells[-1], _copy(column.lifts[0].group, registry)
            for cell in cells:
                _bind_width(cell, column.lifts[0].group, registry)


def _copy(group: Group, registry: Registry) -> int:
    """Marks of the same pair for another place; returns the opening one's number."""
    assert group.closer is not None
    place, raw = group.opener.mark.place, group.opener.mark.raw
    opener = Found(registry.problems.mark(place, raw), group.opener.element, None)
    opener.statement = group.opener.statement
    closer = Found(registry.problems.mark(place, raw), group.closer.element, None)
    twin = Group(opener, [], closer)
    registry.entries[opener.number] = Edge(twin, "open", opener)
    registry.entries[closer.number] = Edge(twin, "close", closer)
    return opener.number


def _bind_width(cell: Element, group: Group, registry: Registry) -> None:
    """The width of a grid column or of a Word cell, divided by the number of its copies."""
    if group.name != "for":
        return
    if local(cell) == "gridCol":
        name = q("w:w") if cell.get(q("w:w")) else "w"
        holder: Element | None = cell
    else:
        name, holder = q("w:w"), cell.find(f"{q('w:tcPr')}/{q('w:tcW')}")
    width = holder.get(name) if holder is not None else None
    if holder is not None and width and width.isdigit():
        holder.set(name, registry.add(Made(_share(int(width)))))


def _share(width: int) -> Build:
    def build(_: Place) -> Piece:
        length = nodes.Getattr(nodes.Name("loop", "load", lineno=1), "length", "load", lineno=1)
        return Print(Mark(0, "", ""), length, "share", (width,))

    return build


def print_share(_context: Context, value: int, _tag: int, width: int) -> str:
    return str(width // max(1, value))


def _is_merged(cell: Element) -> bool:
    if any(cell.get(name) for name in ("gridSpan", "hMerge", "vMerge", "rowSpan")):
        return True
    properties = cell.find(q("w:tcPr"))
    return properties is not None and properties.find(q("w:gridSpan")) is not None
