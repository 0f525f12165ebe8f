"""Maps as native shapes: a box for each person, a connector for each line between two, a legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.engine import layout
from generator.engine.branching import TOP
from generator.engine.fitting import POINT, SIDE_INSET, Limits, foot_of, limits_of
from generator.engine.language import Context
from generator.engine.layout import Box, Line
from generator.engine.lettering import fitted, lettered
from generator.engine.runtime import note_unheld
from generator.engine.shapes import Shape, more_of, outline_of, shade_of, written

_GREY = '<a:schemeClr val="tx1"><a:lumMod val="50000"/><a:lumOff val="50000"/></a:schemeClr>'


def print_map(
    context: Context, value: Any, tag: int, markup: str, letters: tuple[float, float], *size: int
) -> str:
    """The children of a map's group."""
    width, height = size
    nodes = value["nodes"]
    legend = _legend_of(value)
    note_unheld(context, tag, [text for node in nodes for text in _texts(node)])
    note_unheld(context, tag, [label for _, label in legend])
    limits = limits_of(markup, letters)
    drawing = layout.lay_out(nodes, width, height, limits, foot=bool(legend))
    shapes = [_box(box, drawing.font) for box in drawing.boxes]
    shapes += [_connector(line) for line in drawing.lines]
    left = width
    if drawing.more:
        shapes.append(more_of(drawing.more, width, height, limits.smallest, limits.letters))
        left -= shapes[-1].width
    shapes += _legend(legend, left, height, limits)
    return written(context, shapes, markup, (width, height))


def _texts(node: Mapping[str, Any]) -> tuple[Any, ...]:
    return (node.get("title"), node.get("badge"), *(node.get("lines") or ()))


def _legend_of(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(tone, label) of the value's legend, those tones only that a box of the map has."""
    used = {node.get("tone") or "neutral" for node in value["nodes"]}
    entries = value.get("legend") or ()
    return [(entry["tone"], str(entry["label"])) for entry in entries if entry["tone"] in used]


def _box(box: Box, font: float) -> Shape:
    outline, weight = outline_of(box.node.tone)
    return Shape(
        box.node.title.text or "Box",
        "roundRect",
        box.x,
        box.y,
        box.width,
        box.height,
        fill=shade_of(box.node.tone),
        outline=outline,
        weight=weight,
        lines=box.text,
        font=font,
        light=box.node.tone == "strong",
    )


def _legend(
    entries: Sequence[tuple[str, str]], width: int, height: int, limits: Limits
) -> list[Shape]:
    """One line at the bottom left: a small box in each tone and what it means.

    Labels that do not fit together are cut to equal shares of the line.
    """
    if not entries:
        return []
    font, tall = limits.smallest, foot_of(limits.smallest)
    side = round(font * 0.9 * POINT)
    around = side + 4 * POINT + 2 * SIDE_INSET  # the small box, and space beside the text
    labels = [lettered(label, limits.letters.plain) for _, label in entries]
    shares = _shares([label.one * font * POINT for label in labels], width, around)
    shapes = []
    x = 0
    for (tone, _), label, share in zip(entries, labels, shares, strict=True):
        outline, weight = outline_of(tone)
        y = height - tall + (tall - side) // 2
        fill = shade_of(tone)
        shapes.append(Shape("Legend", "rect", x + POINT, y, side, side, fill, outline, weight // 2))
        text = fitted(label, share / (font * POINT), 1)
        at, wide = x + side + POINT, share + 2 * SIDE_INSET
        shapes.append(
            Shape(
                "Legend",
                "rect",
                at,
                height - tall,
                wide,
                tall,
                lines=((text, False),),
                font=font,
                align="l",
                inset=0,
            )
        )
        x += share + around
    return shapes


def _shares(asked: Sequence[float], width: int, around: int) -> list[int]:
    """The widths of the labels' texts: what they ask for, else at most an equal share."""
    room = width - around * len(asked)
    wide = [int(each) + POINT for each in asked]
    if sum(wide) <= room:
        return wide
    return [max(POINT, min(each, room // len(asked))) for each in wide]


def _connector(line: Line) -> Shape:
    """Down, and bent as the line says; the connector holds on to both boxes where it can."""
    x1, y1, x2, y2 = line.x1, line.y1, line.x2, line.y2
    joins = ((line.start, 2), (line.end, 0)) if line.entry == TOP else None
    if abs(x2 - x1) < POINT:
        return Shape("Line", "straightConnector1", x1, y1, 0, y2 - y1, outline=_GREY, joins=joins)
    turn = 'rot="16200000" flipH="1"' if x2 > x1 else 'rot="5400000"'
    form = "bentConnector3" if line.entry == TOP else "bentConnector2"
    return _turned(form, line, turn, joins)


def _turned(
    geometry: str, line: Line, turn: str, joins: tuple[tuple[int, int], tuple[int, int]] | None
) -> Shape:
    """A connector turned by a quarter: its box is written as it was before the turn."""
    long, wide = line.y2 - line.y1, abs(line.x2 - line.x1)
    left = (line.x1 + line.x2) // 2 - long // 2
    top = (line.y1 + line.y2) // 2 - wide // 2
    return Shape(
        "Line", geometry, left, top, long, wide, outline=_GREY, transform=turn, joins=joins
    )
