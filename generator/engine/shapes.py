"""Native shapes in the theme's colours, written for PowerPoint or for Word.

One list of shapes is written in PowerPoint's markup (``p:sp``, ``p:cxnSp``) or in Word's
(``wps:wsp``); both are children of a group that has the placeholder's box.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.engine.fitting import POINT, SIDE_INSET, foot_of
from generator.engine.language import Context, escape
from generator.engine.lettering import Letters, lettered
from generator.engine.runtime import plain

WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"

SHADES = {
    "strong": ("accent1", ""),
    "medium": ("accent1", '<a:lumMod val="40000"/><a:lumOff val="60000"/>'),
    "weak": ("accent1", '<a:lumMod val="20000"/><a:lumOff val="80000"/>'),
    "risk": ("bg1", ""),
    "neutral": ("bg1", '<a:lumMod val="95000"/>'),
}
_RISK = "accent4"


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
    inset: int = POINT  # between the text and the upper and lower edge
    align: str = "ctr"
    anchor: str = "ctr"
    transform: str = ""  # attributes of the transform: rotation and flips
    joins: tuple[tuple[int, int], tuple[int, int]] | None = None  # (shape, site) of both ends


def shade_of(tone: str) -> str:
    """The colour of an area in this tone."""
    colour, turn = SHADES.get(tone, SHADES["neutral"])
    return f'<a:schemeClr val="{colour}">{turn}</a:schemeClr>'


def outline_of(tone: str) -> tuple[str, int]:
    """(colour, weight in EMU) of a box's outline: a risk is marked by both."""
    if tone == "risk":
        return f'<a:schemeClr val="{_RISK}"/>', 28_575
    return '<a:schemeClr val="accent1"/>', 9_525


def dot_of(tone: str) -> str:
    """The colour of a point in this tone."""
    return f'<a:schemeClr val="{_RISK if tone == "risk" else "accent1"}"/>'


def more_of(count: int, width: int, height: int, font: float, letters: Letters) -> Shape:
    """How many are left out, at the lower right."""
    tall, text = foot_of(font), f"{count} more"
    wide = min(
        width, round(lettered(text, letters.plain).one * font * POINT) + 2 * SIDE_INSET + POINT
    )
    return Shape(
        "More",
        "rect",
        width - wide,
        height - tall,
        wide,
        tall,
        lines=((text, False),),
        font=font,
        align="r",
        inset=0,
    )


def written(context: Context, shapes: Sequence[Shape], markup: str, size: tuple[int, int]) -> str:
    """The shapes in a group of this size.

    In Word the whole is underlaid with a frame that shows nothing: a program that takes a group to
    be as large as its shapes would otherwise stretch them to the placeholder's box.
    """
    write: Callable[[Shape, int, list[int]], str] = _pptx if markup == "pptx" else _docx
    ids = [context.state.take_id() for _ in shapes]
    made = [write(shape, ids[at], ids) for at, shape in enumerate(shapes)]
    if markup == "docx":
        made.insert(0, _docx(Shape("Frame", "rect", 0, 0, *size), context.state.take_id(), ids))
    return "".join(made)


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
        f'<a:prstGeom prst="{shape.geometry}">{_CORNERS.get(shape.geometry, "<a:avLst/>")}'
        f"</a:prstGeom>{fill}{line}"
    )


# A corner's radius in 1/100,000 of the shorter side; Office keeps text out of the corners.
_CORNERS = {"roundRect": '<a:avLst><a:gd name="adj" fmla="val 6500"/></a:avLst>'}


def _safe(text: str) -> str:
    return escape(plain(text)).replace("\n", " ").replace("\r", " ")


def _joined(shape: Shape, ids: list[int]) -> str:
    if shape.joins is None:
        return ""
    (start, leaves), (end, enters) = shape.joins
    return f'<a:stCxn id="{ids[start]}" idx="{leaves}"/><a:endCxn id="{ids[end]}" idx="{enters}"/>'


def _insets(shape: Shape) -> str:
    above, beside = shape.inset, SIDE_INSET
    ins = f'lIns="{beside}" tIns="{above}" rIns="{beside}" bIns="{above}"'
    return f'{ins} anchor="{shape.anchor}"'


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
        f'<a:bodyPr wrap="square" {_insets(shape)}><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{''.join(paragraphs)}</p:txBody></p:sp>"
    )


_ONE = '"1"'
_ALIGN = {"l": "left", "r": "right", "ctr": "center"}


def _docx(shape: Shape, number: int, ids: list[int]) -> str:
    head = f'<wps:cNvPr id="{number}" name="{_safe(shape.name)}"/>'
    body = f'<wps:bodyPr wrap="square" {_insets(shape)}><a:noAutofit/></wps:bodyPr>'
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
