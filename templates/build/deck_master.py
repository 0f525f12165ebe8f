"""The decks' grid, letters, theme and table style: what every slide of them stands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Inches

from templates.build.theme import theme_xml

TITLE, LEAD, BODY, SMALL = 26, 18, 14, 12  # the only text sizes of the deck, in points
LEFT, WIDTH = 0.6, 12.13  # inches
TOP, BOTTOM = 1.75, 6.75
TABLE_STYLE = "{8A1C0B52-4E0F-4D6B-9C55-6E5B7D1F2A31}"
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


Box = tuple[float, float, float, float]
"""Left, top, width and height in inches."""


def new_deck() -> Deck:
    """A 16:9 deck with the theme, two layouts and no slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    _drop_layouts(deck, keep=("Title Slide", "Title Only"))
    master = deck.slide_master
    master.part.part_related_by(RT.THEME)._blob = theme_xml()
    _master_text(master)
    _place_master(master)
    for layout in deck.slide_layouts:
        _place_layout(layout)
    _table_style(deck)
    return deck


def _drop_layouts(deck: Deck, keep: Sequence[str]) -> None:
    for layout in list(deck.slide_layouts):
        if layout.name not in keep:
            deck.slide_layouts.remove(layout)


def _master_text(master: SlideMaster) -> None:
    styles: Any = master.element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    _run_defaults(title, TITLE, "tx2", bold=True)
    for level in styles.find(qn("p:bodyStyle")):
        _run_defaults(level, BODY, "tx1", bold=False)


def _run_defaults(level: Any, size: int, colour: str, *, bold: bool) -> None:
    defaults = level.find(qn("a:defRPr"))
    if defaults is None:
        return
    defaults.set("sz", str(size * 100))
    defaults.set("b", "1" if bold else "0")
    for fill in defaults.findall(qn("a:solidFill")):
        defaults.remove(fill)
    fill = parse_xml(f'<a:solidFill {A}><a:schemeClr val="{colour}"/></a:solidFill>')
    defaults.insert(0, fill)


BOXES = {
    "title": (LEFT, 0.32, WIDTH, 0.98),
    "ctrTitle": (LEFT, 1.9, WIDTH, 1.3),
    "subTitle": (LEFT, 3.35, WIDTH, 0.6),
    "body": (LEFT, TOP, WIDTH, BOTTOM - TOP),
    "dt": (9.2, 7.0, 2.6, 0.3),
    "ftr": (LEFT, 7.0, 8.0, 0.3),
    "sldNum": (11.93, 7.0, 0.8, 0.3),
}


def _place_master(master: SlideMaster) -> None:
    for shape in list(master.placeholders):
        _place(shape)


def _place_layout(layout: SlideLayout) -> None:
    for shape in list(layout.placeholders):
        kind = kind_of(shape)
        if kind in ("dt", "ftr"):
            layout.shapes._spTree.remove(shape._element)
            continue
        _place(shape)


def kind_of(shape: Any) -> str:
    return str(shape._element.find(".//" + qn("p:ph")).get("type", "body"))


def _place(shape: Any) -> None:
    kind = kind_of(shape)
    shape.left, shape.top, shape.width, shape.height = (Inches(v) for v in BOXES[kind])
    properties = shape._element.find(".//" + qn("a:bodyPr"))
    for name in ("lIns", "rIns", "tIns", "bIns"):
        properties.set(name, "0")
    properties.set("anchor", {"title": "b", "ctrTitle": "b"}.get(kind, "t"))
    for level in shape._element.iter(qn("a:lvl1pPr")):
        level.set("algn", "l")
    for child in list(properties):
        properties.remove(child)
    if kind == "sldNum":
        _small(shape, PP_ALIGN.RIGHT)


def _small(shape: Any, align: PP_ALIGN) -> None:
    for level in shape._element.iter(qn("a:lvl1pPr")):
        level.set("algn", "r" if align == PP_ALIGN.RIGHT else "l")
        _run_defaults(level, SMALL, "accent6", bold=False)


def _table_style(deck: Deck) -> None:
    def line(slot: str, colour: str, width: int) -> str:
        return (
            f'<a:{slot}><a:ln w="{width}"><a:solidFill><a:schemeClr val="{colour}"/>'
            f"</a:solidFill></a:ln></a:{slot}>"
        )

    none = "<a:left><a:ln><a:noFill/></a:ln></a:left><a:right><a:ln><a:noFill/></a:ln></a:right>"
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:tblStyleLst {A} def="{TABLE_STYLE}"><a:tblStyle styleId="{TABLE_STYLE}" '
        'styleName="Review Table"><a:wholeTbl><a:tcTxStyle><a:fontRef idx="minor"/>'
        '<a:schemeClr val="tx1"/></a:tcTxStyle><a:tcStyle><a:tcBdr>'
        f"{none}{line('top', 'bg2', 6350)}{line('bottom', 'accent6', 6350)}{line('insideH', 'bg2', 9525)}"
        "</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:wholeTbl>"
        '<a:firstRow><a:tcTxStyle b="on"><a:fontRef idx="minor"/><a:schemeClr val="bg1"/></a:tcTxStyle>'
        '<a:tcStyle><a:tcBdr/><a:fill><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:fill>'
        "</a:tcStyle></a:firstRow></a:tblStyle></a:tblStyleLst>"
    )
    for relation in deck.part.rels.values():
        if relation.reltype.endswith("/tableStyles"):
            relation.target_part._blob = xml.encode()
