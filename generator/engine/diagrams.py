"""Maps and matrices as native shapes: boxes and connectors in the theme's colours.

One list of shapes is laid out, then written in PowerPoint's markup (``p:sp``, ``p:cxnSp``) or in
Word's (``wps:wsp``); both are children of a group that has the placeholder's box.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.engine import layout
from generator.engine.language import Context, escape
from generator.engine.layout import POINT, Box

WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"

_SHADES = {
    "strong": ("accent1", ""),
    "medium": ("accent1", '<a:lumMod val="40000"/><a:lumOff val="60000"/>'),
    "weak": ("accent1", '<a:lumMod val="20000"/><a:lumOff val="80000"/>'),
    "risk": ("bg1", ""),
    "neutral": ("bg1", '<a:lumMod val="95000"/>'),
}
_GREY = '<a:schemeClr val="tx1"><a:lumMod val="50000"/><a:lumOff val="50000"/></a:schemeClr>'
_MOST_POINTS = 24


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape in group coordinates (EMU). ``lines``: (text, bold) paragraphs."""

    name: str
    geometry: str
    x: int
    y: int
    width: int
    height: int
    fill: str = ""  # XML of a colour; empty: none
    outline: str = ""
    weight: int = 9_525
    lines: tuple[tuple[str, bool], ...] = ()
    font: float = 10
    light: bool = False
    align: str = "ctr"
    anchor: str = "ctr"
    transform: str = ""  # attributes of the transform: rotation and flips
    joins: tuple[tuple[int, int], tuple[int, int]] | None = None  # (shape, site) of both ends


def print_map(context: Context, value: Any, tag: int, markup: str, width: int, height: int) -> str:
    """The children of a map's group."""
    limits = layout.ON_SLIDE if markup == "pptx" else layout.ON_PAGE
    drawing = layout.lay_out(value["nodes"], width, height, limits)
    shapes = [_box(box, drawing.font) for box in drawing.boxes]
    boxes = drawing.boxes
    shapes += [
        _connector(boxes[line.start], boxes[line.end], line, boxes) for line in drawing.lines
    ]
    if drawing.more:
        shapes.append(_more(drawing.more, width, height, limits.smallest))
    return _written(context, shapes, markup)


def _box(box: Box, font: float) -> Shape:
    colour, turn = _SHADES.get(box.node.tone, _SHADES["neutral"])
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


def _more(count: int, width: int, height: int, font: float) -> Shape:
    tall = round(font * 1.6 * POINT)
    text = ((f"{count} more", False),)
    return Shape(
        "More", "rect", 0, height - tall, width, tall, lines=text, font=font, align="r", anchor="b"
    )


def _connector(start: Box, end: Box, line: layout.Line, boxes: Sequence[Box]) -> Shape:
    """From the parent's lower edge to the child's upper edge, or to its left where it hangs."""
    del boxes
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


def _turned(
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


# -- matrix --------------------------------------------------------------------------------------


def print_matrix(
    context: Context, value: Any, tag: int, markup: str, width: int, height: int
) -> str:
    """The children of a 2x2 matrix' group: axes, quadrants with their labels, points."""
    limits = layout.ON_SLIDE if markup == "pptx" else layout.ON_PAGE
    font = limits.smallest
    edge = round(font * 1.8 * POINT)
    field = (0, edge, width, height - 2 * edge)
    shapes = _quadrants(value, field, font)
    shapes += _axis_names(value, field, edge, font)
    points = sorted(value["points"], key=lambda point: (-point["y"], point["x"], point["label"]))
    shapes += _points(points[:_MOST_POINTS], field, font)
    if len(points) > _MOST_POINTS:
        shapes.append(_more(len(points) - _MOST_POINTS, width, height, font))
    return _written(context, shapes, markup)


def _quadrants(
    value: Mapping[str, Any], field: tuple[int, int, int, int], font: float
) -> list[Shape]:
    x, y, width, height = field
    half_w, half_h = width // 2, height // 2
    shades = ("weak", "medium", "neutral", "weak")
    corners = ((x, y), (x + half_w, y), (x, y + half_h), (x + half_w, y + half_h))
    shapes = []
    for label, shade, (left, top) in zip(value["quadrants"], shades, corners, strict=False):
        colour, turn = _SHADES[shade]
        shapes.append(
            Shape(
                str(label),
                "rect",
                left,
                top,
                half_w,
                half_h,
                fill=f'<a:schemeClr val="{colour}">{turn}</a:schemeClr>',
                outline='<a:schemeClr val="bg1"/>',
                weight=19_050,
                lines=((str(label), True),),
                font=font,
                align="l",
                anchor="t",
            )
        )
    return shapes


def _axis_names(
    value: Mapping[str, Any], field: tuple[int, int, int, int], edge: int, font: float
) -> list[Shape]:
    """Above the field and below it: upright text inside groups is not drawn by every program."""
    x, y, width, height = field
    below = ((f"{value['x_label']} \u2192", False),)
    above = ((f"\u2191 {value['y_label']}", False),)
    return [
        Shape("Axis", "rect", x, y - edge, width, edge, lines=above, font=font, align="l"),
        Shape("Axis", "rect", x, y + height, width, edge, lines=below, font=font, align="r"),
    ]


def _points(
    points: Sequence[Mapping[str, Any]], field: tuple[int, int, int, int], font: float
) -> list[Shape]:
    """Dots with their labels at the right; a label that would cover another goes lower."""
    x, y, width, height = field
    dot = round(font * 0.8 * POINT)
    tall = round(font * 1.5 * POINT)
    top_room = y + round(font * 1.9 * POINT)
    half_w, half_h = width // 2, height // 2
    corners = ((x, y), (x + half_w, y), (x, y + half_h), (x + half_w, y + half_h))
    taken = [(left, top, half_w, tall) for left, top in corners]  # the quadrants' names
    shapes = []
    for point in points:
        at_x = x + round(float(_share(point["x"])) * (width - 2 * dot)) + dot
        at_y = y + round((1 - float(_share(point["y"]))) * (height - 2 * dot)) + dot
        at_y = max(at_y, top_room)
        label = str(point["label"])
        wide = min(round((len(label) + 3) * font * 0.56 * POINT), width // 2)
        right = at_x + dot // 2
        left = right if right + wide <= x + width else at_x - dot // 2 - wide
        top = _free(left, at_y - tall // 2, wide, tall, taken, y + height)
        taken.append((left, top, wide, tall))
        middle = top + tall // 2
        colour = "accent2" if point.get("tone") == "risk" else "accent1"
        shapes.append(
            Shape(
                label,
                "ellipse",
                at_x - dot // 2,
                middle - dot // 2,
                dot,
                dot,
                fill=f'<a:schemeClr val="{colour}"/>',
            )
        )
        text = layout.wrapped(label, layout.characters(wide, font) + 2, 1)[0]
        align = "l" if left == right else "r"
        shapes.append(
            Shape(
                label, "rect", left, top, wide, tall, lines=((text, False),), font=font, align=align
            )
        )
    return shapes


def _share(value: Any) -> Any:
    return min(max(value, 0), 1)


def _free(
    left: int,
    top: int,
    width: int,
    height: int,
    taken: list[tuple[int, int, int, int]],
    bottom: int,
) -> int:
    """The nearest place at or below ``top`` that covers no other label; else above."""
    for step in range(40):
        for candidate in (top + step * height // 2, top - step * height // 2):
            if 0 <= candidate <= bottom - height and not any(
                left < x + w and x < left + width and candidate < y + h and y < candidate + height
                for x, y, w, h in taken
            ):
                return candidate
    return top


# -- writing -------------------------------------------------------------------------------------


def _written(context: Context, shapes: Sequence[Shape], markup: str) -> str:
    write: Callable[[Shape, int, list[int]], str] = _pptx if markup == "pptx" else _docx
    ids = [context.state.take_id() for _ in shapes]
    return "".join([write(shape, ids[at], ids) for at, shape in enumerate(shapes)])


def _properties(shape: Shape) -> str:
    turn = f" {shape.transform}" if shape.transform else ""
    fill = f"<a:solidFill>{shape.fill}</a:solidFill>" if shape.fill else "<a:noFill/>"
    line = (
        f'<a:ln w="{shape.weight}"><a:solidFill>{shape.outline}</a:solidFill></a:ln>'
        if shape.outline
        else "<a:ln><a:noFill/></a:ln>"
    )
    return (
        f'<a:xfrm{turn}><a:off x="{shape.x}" y="{shape.y}"/>'
        f'<a:ext cx="{shape.width}" cy="{shape.height}"/></a:xfrm>'
        f'<a:prstGeom prst="{shape.geometry}"><a:avLst/></a:prstGeom>{fill}{line}'
    )


def _safe(text: str) -> str:
    from generator.engine.runtime import plain

    return escape(plain(text)).replace("\n", " ").replace("\r", " ")


def _joined(shape: Shape, ids: list[int]) -> str:
    if shape.joins is None:
        return ""
    (start, leaves), (end, enters) = shape.joins
    return f'<a:stCxn id="{ids[start]}" idx="{leaves}"/><a:endCxn id="{ids[end]}" idx="{enters}"/>'


_INSETS = f'lIns="{2 * POINT}" tIns="{2 * POINT}" rIns="{2 * POINT}" bIns="{2 * POINT}"'


def _pptx(shape: Shape, number: int, ids: list[int]) -> str:
    head = f'<p:cNvPr id="{number}" name="{_safe(shape.name)}"/>'
    if "onnector" in shape.geometry:
        return (
            f"<p:cxnSp><p:nvCxnSpPr>{head}<p:cNvCxnSpPr>{_joined(shape, ids)}</p:cNvCxnSpPr>"
            f"<p:nvPr/></p:nvCxnSpPr><p:spPr>{_properties(shape)}</p:spPr></p:cxnSp>"
        )
    colour = "bg1" if shape.light else "tx1"
    size = round(shape.font * 100)
    paragraphs = [
        f'<a:p><a:pPr algn="{shape.align}"/><a:r><a:rPr sz="{size}"{" b=" + _ONE if bold else ""}>'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:rPr>'
        f"<a:t>{_safe(line)}</a:t></a:r></a:p>"
        for line, bold in shape.lines
    ] or ["<a:p/>"]
    return (
        f"<p:sp><p:nvSpPr>{head}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{_properties(shape)}</p:spPr><p:txBody>"
        f'<a:bodyPr wrap="square" {_INSETS} anchor="{shape.anchor}"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{''.join(paragraphs)}</p:txBody></p:sp>"
    )


_ONE = '"1"'
_ALIGN = {"l": "left", "r": "right", "ctr": "center"}


def _docx(shape: Shape, number: int, ids: list[int]) -> str:
    head = f'<wps:cNvPr id="{number}" name="{_safe(shape.name)}"/>'
    body = (
        f'<wps:bodyPr wrap="square" {_INSETS} anchor="{shape.anchor}"><a:noAutofit/></wps:bodyPr>'
    )
    if "onnector" in shape.geometry:
        return (
            f"<wps:wsp>{head}<wps:cNvCnPr>{_joined(shape, ids)}</wps:cNvCnPr>"
            f"<wps:spPr>{_properties(shape)}</wps:spPr><wps:bodyPr/></wps:wsp>"
        )
    colour = (
        '<w:color w:val="FFFFFF" w:themeColor="background1"/>'
        if shape.light
        else '<w:color w:val="000000" w:themeColor="text1"/>'
    )
    size = round(shape.font * 2)
    paragraphs = [
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{_ALIGN[shape.align]}"/></w:pPr><w:r><w:rPr>{"<w:b/>" if bold else ""}'
        f'{colour}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{_safe(line)}</w:t></w:r></w:p>'
        for line, bold in shape.lines
    ]
    text = f"<wps:txbx><w:txbxContent>{''.join(paragraphs)}</w:txbxContent></wps:txbx>"
    return (
        f"<wps:wsp>{head}<wps:cNvSpPr/><wps:spPr>{_properties(shape)}</wps:spPr>"
        f"{text if paragraphs else ''}{body}</wps:wsp>"
    )
