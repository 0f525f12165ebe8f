"""Maps as native shapes: a box for each person, a connector for each line between two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.engine import layout
from generator.engine.language import Context
from generator.engine.layout import POINT, Box
from generator.engine.runtime import note_unheld
from generator.engine.shapes import SHADES, Shape, more_of, written

_GREY = '<a:schemeClr val="tx1"><a:lumMod val="50000"/><a:lumOff val="50000"/></a:schemeClr>'


def print_map(context: Context, value: Any, tag: int, markup: str, *size: int) -> str:
    """The children of a map's group."""
    width, height = size
    note_unheld(context, tag, [text for node in value["nodes"] for text in _texts(node)])
    limits = layout.ON_SLIDE if markup == "pptx" else layout.ON_PAGE
    drawing = layout.lay_out(value["nodes"], width, height, limits)
    shapes = [_box(box, drawing.font) for box in drawing.boxes]
    boxes = drawing.boxes
    shapes += [_connector(boxes[line.start], boxes[line.end], line) for line in drawing.lines]
    if drawing.more:
        shapes.append(more_of(drawing.more, width, height, limits.smallest))
    return written(context, shapes, markup)


def _texts(node: Mapping[str, Any]) -> tuple[Any, ...]:
    return (node.get("title"), node.get("badge"), *(node.get("lines") or ()))


def _box(box: Box, font: float) -> Shape:
    colour, turn = SHADES.get(box.node.tone, SHADES["neutral"])
    risk = box.node.tone == "risk"
    title, rest = layout.box_text(box, font)
    return Shape(
        box.node.title or "Box",
        "roundRect",
        box.x,
        box.y,
        box.width,
        box.height,
        fill=f'<a:schemeClr val="{colour}">{turn}</a:schemeClr>',
        outline='<a:schemeClr val="accent2"/>' if risk else '<a:schemeClr val="accent1"/>',
        weight=28_575 if risk else 9_525,
        lines=(*[(line, True) for line in title], *[(line, False) for line in rest]),
        font=font,
        light=box.node.tone == "strong",
    )


def _connector(start: Box, end: Box, line: layout.Line) -> Shape:
    """From the parent's lower edge to the child's upper edge, or to its left where it hangs."""
    if line.hanging:
        x1, y1 = start.x + (end.x - start.x) // 2, start.y + start.height
        x2, y2 = end.x, end.y + end.height // 2
        return _turned("bentConnector2", x1, y1, x2, y2, 'rot="16200000" flipH="1"', None)
    x1, y1 = start.x + start.width // 2, start.y + start.height
    x2, y2 = end.x + end.width // 2, end.y
    joins = ((line.start, 2), (line.end, 0))
    if abs(x2 - x1) < POINT:
        return Shape("Line", "straightConnector1", x1, y1, 0, y2 - y1, outline=_GREY, joins=joins)
    turn = 'rot="16200000" flipH="1"' if x2 > x1 else 'rot="5400000"'
    return _turned("bentConnector3", x1, y1, x2, y2, turn, joins)


def _turned(  # noqa: PLR0917 - two points and a form
    geometry: str,
    x1: int,
    y1: int,
    x2: int,
    y2: int,
    transform: str,
    joins: tuple[tuple[int, int], tuple[int, int]] | None,
) -> Shape:
    """A connector turned by a quarter: its box is written as it was before the turn."""
    long, wide = y2 - y1, abs(x2 - x1)
    left = (x1 + x2) // 2 - long // 2
    top = (y1 + y2) // 2 - wide // 2
    return Shape(
        "Line", geometry, left, top, long, wide, outline=_GREY, transform=transform, joins=joins
    )
