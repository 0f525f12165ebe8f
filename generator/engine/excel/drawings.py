"""Pictures, shapes and charts on a sheet: they keep to the cells that they were put at.

A picture or shape inside repeated rows is repeated with them. A chart's ranges follow the cells
they show, and its drawn cache is written anew from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from generator.engine.language import Problems
from generator.engine.markup import HEAD, A, Element
from generator.office.chartcut import drop_hidden
from generator.office.sheettext import xstring
from generator.office.text import escape

from .axis import Axis, Instance
from .captions import XDR, Captions, mark_captions
from .formulas import Formula, Names, Sheets, Spot, area_boxes, compile_formula, copy_text
from .parser import Box
from .ranges import start_tag, still
from .reading import R, parse, rooted
from .running import SheetRun
from .tokens import BadFormula
from .values import Fault, Value, number_xml, text

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_ID = re.compile(r'(<xdr:cNvPr\b[^>]*?\bid=")(\d+)(")')


@dataclass(frozen=True)
class Anchor:
    """One thing on the sheet. ``ends``: (line, offset) of its corners, from 1; XML around them."""

    rows: tuple[tuple[int, str], ...]
    columns: tuple[tuple[int, str], ...]
    open: str
    rest: str
    is_chart: bool


@dataclass(frozen=True)
class Drawing:
    head: str
    parts: tuple[str | Anchor, ...]
    captions: Captions

    def write(self, sheet: SheetRun, picture: Callable[[Any], str]) -> bytes:
        """The drawing part for one output sheet, with ids unique in it.

        ``picture`` relates a picture's bytes to the part; it gives the relationship's id.
        """
        pieces = [HEAD, self.head]
        for part in self.parts:
            placed = [part] if isinstance(part, str) else _placed(part, sheet)
            pieces += [
                self.captions.fill(xml, sheet, picture)
                for xml in placed
                if not self.captions.is_missing(xml, sheet)
            ]
        pieces.append("</xdr:wsDr>")
        numbers = iter(range(2, 1_000_000))
        text = "".join(pieces)
        return _ID.sub(lambda found: f"{found[1]}{next(numbers)}{found[3]}", text).encode()


def compile_drawing(
    data: bytes, place: str, repeated: Callable[[int], bool], problems: Problems
) -> Drawing:
    """``repeated``: whether a row is inside a block that repeats."""
    root = rooted(parse(data), {"xdr": XDR, "a": A, "r": R})
    if root.tag != f"{{{XDR}}}wsDr":
        raise ValueError(f"{place}: its drawing is none")
    captions = mark_captions(root, f"{place}, shape", problems)
    parts: list[str | Anchor] = []
    for element in root:
        if etree.QName(element).localname == "absoluteAnchor":
            parts.append(still(element))
            continue
        anchor = _anchor(element)
        if anchor.is_chart and repeated(anchor.rows[0][0]):
            problems.at(place, "a chart stands in repeated rows", "put it outside of the block")
        parts.append(anchor)
    return Drawing(start_tag(root), tuple(parts), captions)


def _anchor(element: Element) -> Anchor:
    corners = [element.find(f"{{{XDR}}}{name}") for name in ("from", "to")]
    present = [corner for corner in corners if corner is not None]
    rows = tuple(_line(corner, "row") for corner in present)
    columns = tuple(_line(corner, "col") for corner in present)
    is_chart = next(element.iter(f"{{{C}}}chart"), None) is not None
    for corner in present:
        element.remove(corner)
    text = still(element)
    opened, closed = text.split(">", 1)
    return Anchor(rows, columns, opened + ">", closed, is_chart)


def _line(corner: Element, name: str) -> tuple[int, str]:
    line = corner.findtext(f"{{{XDR}}}{name}") or "0"
    return int(line) + 1, corner.findtext(f"{{{XDR}}}{name}Off") or "0"


def _placed(anchor: Anchor, sheet: SheetRun) -> list[str]:
    """The anchor, once in each repeat that holds it; none where its rows were removed."""
    first = anchor.rows[0][0]
    found = []
    for instance in sheet.rows.block_instances((first, first)):
        if sheet.rows.first(first, instance) is None and instance is not None:
            continue
        if instance is None and sheet.rows.chains.get(first):
            continue
        corners = [
            _corner(name, anchor, at, sheet, instance)
            for at, name in enumerate(("from", "to")[: len(anchor.rows)])
        ]
        found.append(anchor.open + "".join(corners) + anchor.rest)
    return found


def _corner(name: str, anchor: Anchor, at: int, sheet: SheetRun, own: Instance | None) -> str:
    row = _position(sheet.rows, anchor.rows[at][0], own, last=at == 1) - 1
    column = _position(sheet.columns, anchor.columns[at][0], None, last=at == 1) - 1
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{anchor.columns[at][1]}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>{anchor.rows[at][1]}</xdr:rowOff></xdr:{name}>"
    )


def _position(axis: Axis, line: int, own: Instance | None, *, last: bool) -> int:
    scope = axis.scope_of(line, own, fixed=False)
    found = axis.last(line, scope) if last else axis.first(line, scope)
    return found if found is not None else axis.cell(line, own)


# -- charts --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetChart:
    """A chart part cut at its references: text, and gaps of a formula with its kind of cache."""

    parts: tuple[str | Gap, ...]
    captions: Captions

    def write(self, sheets: Sheets, own: SheetRun, read: Read) -> bytes:
        pieces = [
            self.captions.fill(part, own)
            if isinstance(part, str)
            else _reference(part, sheets, own, read)
            for part in self.parts
        ]
        return "".join(pieces).encode()


@dataclass(frozen=True)
class Gap:
    """One ``c:numRef`` or ``c:strRef``."""

    kind: str
    formula: Formula
    format_code: str
    names_points: bool = False  # in c:cat, where numbers and texts may both stand


Read = Callable[[SheetRun, Box], Sequence[Value]]
_MARK = re.compile("\ue000(\\d+)\ue001")


def compile_chart_references(
    data: bytes, names: Names, place: str, problems: Problems
) -> SheetChart:
    """All ranges of a chart. Caches with several levels become the texts of their first."""
    root = rooted(parse(data), {"c": C, "a": A, "r": R})
    drop_hidden(root)
    captions = mark_captions(root, f"{place}, chart", problems)
    gaps: list[Gap] = []
    for kind in ("numRef", "strRef", "multiLvlStrRef"):
        for element in list(root.iter(f"{{{C}}}{kind}")):
            text = element.findtext(f"{{{C}}}f") or ""
            try:
                formula = compile_formula(text, names, grows=True)
            except BadFormula:
                _uncached(element)
                continue
            code = element.findtext(f".//{{{C}}}formatCode") or "General"
            if any(entry.area or entry.target for entry in formula.references):
                parent = _cut(element, f"\ue000{len(gaps)}\ue001")
                written = "strRef" if kind == "multiLvlStrRef" else kind
                gaps.append(Gap(written, formula, code, parent.tag == f"{{{C}}}cat"))
            else:
                _uncached(element)
    text = HEAD + etree.tostring(root, encoding="unicode")
    parts = [gaps[int(piece)] if at % 2 else piece for at, piece in enumerate(_MARK.split(text))]
    return SheetChart(tuple(parts), captions)


def _uncached(element: Element) -> None:
    """What the template's own cells held; a program that knows the range reads it anew."""
    for child in list(element):
        if etree.QName(child).localname.endswith("Cache"):
            element.remove(child)


def _cut(element: Element, mark: str) -> Element:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
    parent.text = (parent.text or "") + mark
    return parent


def _reference(gap: Gap, sheets: Sheets, own: SheetRun, read: Read) -> str:
    spot = Spot(own)
    held: list[Value] = []
    for reference in gap.formula.references:
        area = reference.area or reference.target
        sheet = sheets.find(area.sheet, own) if area is not None else None
        if area is None or sheet is None:
            continue
        for box in area_boxes(area, sheet, Spot(None)):
            held += read(sheet, box)
    formula = escape(copy_text(gap.formula, sheets, spot, union=True))
    if "," in formula and len(gap.formula.references) == 1:
        formula = f"({formula})"
    kind = gap.kind
    if gap.names_points and any(isinstance(value, str) for value in held):
        kind = "strRef"
    cache = _numbers(held, gap.format_code) if kind == "numRef" else _texts(held)
    return f"<c:{kind}><c:f>{formula}</c:f>{cache}</c:{kind}>"


def _numbers(held: Sequence[Value], code: str) -> str:
    points = [
        f'<c:pt idx="{at}"><c:v>{number_xml(value)}</c:v></c:pt>'
        for at, value in enumerate(held)
        if isinstance(value, float)
    ]
    return (
        f"<c:numCache><c:formatCode>{escape(code)}</c:formatCode>"
        f'<c:ptCount val="{len(held)}"/>{"".join(points)}</c:numCache>'
    )


def _texts(held: Sequence[Value]) -> str:
    points = [
        f'<c:pt idx="{at}"><c:v>{xstring(_shown(value))}</c:v></c:pt>'
        for at, value in enumerate(held)
        if value is not None
    ]
    return f'<c:strCache><c:ptCount val="{len(held)}"/>{"".join(points)}</c:strCache>'


def _shown(value: Value) -> str:
    return value.code if isinstance(value, Fault) else text(value)


def chart_boxes(chart: SheetChart) -> list[tuple[str | None, Box]]:
    """The template's cells that a chart shows: their values are needed."""
    found = []
    for part in chart.parts:
        if isinstance(part, Gap):
            for reference in part.formula.references:
                area = reference.area or reference.target
                if area is not None:
                    found.append((area.sheet, area.box))
    return found
