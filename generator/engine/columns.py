"""Repeated table columns: the cells of every row, and the widths of the grid.

One tag pair stands in one row. Rows that have no pair of their own in that column take the list of
the first one; the column's width is shared among its copies.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from generator.engine.assembly import Made, Place
from generator.engine.dialects import Dialect
from generator.engine.groups import Group, Lift
from generator.engine.language import Context, Mark, Piece, Print
from generator.engine.marking import Found
from generator.engine.markup import Element, ancestors, local, q
from generator.engine.registry import Edge, Registry

Repeat = tuple[Element, Element, int]  # first and last element; the opening mark (closing: + 1)


def repeat_columns(lifts: list[Lift], dialect: Dialect, registry: Registry) -> Iterator[Repeat]:
    """What else is repeated with the cells that hold the tags."""
    done: set[tuple[Element, int, int]] = set()
    for made in lifts:
        assert made.parent is not None and made.first is not None and made.last is not None
        row = made.parent
        table = next(held for held in ancestors(row) if held.tag == dialect.table)
        span = (_position(made.first), _position(made.last))
        if any(_is_merged(cell) for other in table.iter(dialect.row) for cell in other):
            registry.problems.add(
                made.group.opener.mark,
                "repeats a column of a table with merged cells",
                "split the merged cells",
            )
            return
        if (table, *span) in done:
            continue
        done.add((table, *span))
        own = {other.parent for other in lifts if other.first is not None}
        yield from _others(made.group, table, span, own, dialect, registry)
    for made in lifts:
        _share_widths(made, registry)


def _others(
    group: Group,
    table: Element,
    span: tuple[int, int],
    own: set[Element | None],
    dialect: Dialect,
    registry: Registry,
) -> Iterator[Repeat]:
    """The grid's columns, and the cells of rows without a pair of their own."""
    grid = next(child for child in table if local(child) == "tblGrid")
    holders = [grid] + [row for row in table.findall(dialect.row) if row not in own]
    for holder in holders:
        cells = [
            child for child in holder if child.tag == dialect.cell or local(child) == "gridCol"
        ]
        if len(cells) <= span[1]:
            continue
        first, last = cells[span[0]], cells[span[1]]
        yield first, last, _copy(group, registry)
        for cell in cells[span[0] : span[1] + 1]:
            _bind_width(cell, registry)


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


def _share_widths(made: Lift, registry: Registry) -> None:
    assert made.parent is not None and made.first is not None and made.last is not None
    start, stop = made.parent.index(made.first), made.parent.index(made.last)
    for cell in list(made.parent)[start : stop + 1]:
        _bind_width(cell, registry)


def _bind_width(cell: Element, registry: Registry) -> None:
    """The width of a grid column or of a Word cell, divided by the number of copies."""
    if local(cell) == "gridCol":
        name = q("w:w") if cell.get(q("w:w")) else "w"
        holder: Element | None = cell
    else:
        name, holder = q("w:w"), cell.find(f"{q('w:tcPr')}/{q('w:tcW')}")
    width = holder.get(name) if holder is not None else None
    if holder is not None and width and width.isdigit():
        holder.set(name, registry.add(Made(_share(int(width)))))


def _share(width: int):  # type: ignore[no-untyped-def]
    def build(_: Place) -> Piece:
        length = nodes.Getattr(nodes.Name("loop", "load", lineno=1), "length", "load", lineno=1)
        return Print(Mark(0, "", ""), length, "share", (width,))

    return build


def print_share(context: Context, value: int, tag: int, width: int) -> str:
    return str(width // max(1, value))


def _position(cell: Element) -> int:
    parent = cell.getparent()
    assert parent is not None
    return [child for child in parent if child.tag == cell.tag].index(cell)


def _is_merged(cell: Element) -> bool:
    if any(cell.get(name) for name in ("gridSpan", "hMerge", "vMerge", "rowSpan")):
        return True
    properties = cell.find(q("w:tcPr"))
    return properties is not None and properties.find(q("w:gridSpan")) is not None
