"""Pictures, shapes and charts on a sheet: they keep to the cells that they were put at.

What stands inside a repeated block is repeated with it: a picture or shape that begins there, a
chart that lies in it as a whole. Pictures and charts keep their size where rows grow beside them;
shapes (frames, brackets, lines) reach as far as the cells they spanned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

from generator.engine.language import Problems
from generator.engine.markup import HEAD, A, Element
from generator.engine.objects import NO_DATA
from generator.office.text import escape

from .axis import Axis, Instance
from .captions import XDR, Captions, Look, mark_captions
from .ranges import start_tag, still
from .reading import R, Sheet, parse, rooted, x
from .running import SheetRun
from .sheetcharts import C

_ID = re.compile(r'(<xdr:cNvPr\b[^>]*?\bid=")(\d+)(")')
_CHART = re.compile(r'(<c:chart\b[^>]*?\br:id=")([^"]*)(")')
_FRAME = re.compile(r"<xdr:graphicFrame\b.*?</xdr:graphicFrame>", re.DOTALL)
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_ONE_CHART = "delete it, and insert each chart anew"
_POINT = 12_700  # EMU
_ROW_HEIGHT = 15.0  # points
_COLUMN = 609_600  # EMU: a column of the usual width


@dataclass(frozen=True)
class Anchor:
    """One thing on the sheet. ``ends``: (line, offset) of its corners, from 1; XML around them.

    ``lines``, ``across``: the rows and columns that decide in which block it stands.
    ``in_row``: its tags are read in its own row, and noted for each copy of that.
    """

    rows: tuple[tuple[int, str], ...]
    columns: tuple[tuple[int, str], ...]
    lines: tuple[int, int]
    across: tuple[int, int]
    open: str
    rest: str
    is_shape: bool
    captions: Captions
    in_row: bool

    @property
    def charts(self) -> list[str]:
        """Relationship ids of its charts."""
        return [found[1] for found in _CHART.findall(self.rest)]


@dataclass(frozen=True)
class Place:
    """Where an anchor stands in an output: the repeats around it, and its first row."""

    row: Instance | None
    column: Instance | None
    position: int

    def look(self, anchor: Anchor, sheet: SheetRun) -> Look:
        """The values of the anchor's tags here."""
        if anchor.in_row:
            return lambda number: sheet.row_notes.get((number, self.position))
        return sheet.notes.__getitem__


Picture = Callable[[Any], str]
Chart = Callable[[str, Place, Look], "str | None"]


@dataclass(frozen=True)
class Drawing:
    head: str
    anchors: tuple[Anchor, ...]

    def write(self, sheet: SheetRun, picture: Picture, chart: Chart) -> bytes:
        """The drawing part for one output sheet, with ids unique in it.

        ``picture`` relates a picture's bytes to the part, ``chart`` a chart of the template for
        one place (None: it has nothing to show); both give the relationship's id.
        """
        pieces = [HEAD, self.head]
        for anchor in self.anchors:
            for place in _places(anchor, sheet):
                look = place.look(anchor, sheet)
                xml = _corners(anchor, place, sheet) + _charted(anchor, place, look, chart)
                if not anchor.captions.is_missing(xml, look):
                    pieces.append(anchor.captions.fill(anchor.open + xml, look, picture))
        pieces.append("</xdr:wsDr>")
        numbers = iter(range(2, 1_000_000))
        text = "".join(pieces)
        return _ID.sub(lambda found: f"{found[1]}{next(numbers)}{found[3]}", text).encode()

    @property
    def replaced(self) -> set[str]:
        """Relationship ids of placeholder pictures."""
        return {id_ for anchor in self.anchors for id_ in anchor.captions.replaced}


def _charted(anchor: Anchor, place: Place, look: Look, chart: Chart) -> str:
    """The anchor's XML with its charts of this place, or with words where there is nothing."""
    rest = anchor.rest
    for id_ in dict.fromkeys(anchor.charts):
        made = chart(id_, place, look)
        if made is None:
            return _FRAME.sub(lambda _: _words(NO_DATA), rest)
        rest = rest.replace(f'r:id="{id_}"', f'r:id="{made}"')
    return rest


def _words(text: str) -> str:
    """A text in the middle of the anchor's box."""
    return (
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="No data"/>'
        '<xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="0" cy="0"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:noFill/></xdr:spPr><xdr:txBody><a:bodyPr wrap="square" anchor="ctr"/><a:lstStyle/>'
        '<a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="en-US" sz="1100"><a:latin typeface="+mn-lt"/>'
        f"</a:rPr><a:t>{escape(text)}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )


# -- places --------------------------------------------------------------------------------------


def _places(anchor: Anchor, sheet: SheetRun) -> list[Place]:
    """Once in each repeat that holds it; nowhere where all of its rows were removed."""
    if not anchor.rows:
        return [Place(None, None, 0)]
    across = anchor.across
    columns = [
        column
        for column in sheet.columns.block_instances(across)
        if _first(sheet.columns, across, column)
    ]
    rows = [
        (row, position)
        for row in sheet.rows.block_instances(anchor.lines)
        if (position := _first(sheet.rows, anchor.lines, row))
    ]
    return [Place(row, column, position) for row, position in rows for column in columns]


def _first(axis: Axis, lines: tuple[int, int], own: Instance | None) -> int:
    """The first position of the lines in a repeat, stand-ins not counted; 0 where none is."""
    for line in range(lines[0], lines[1] + 1):
        found = axis.first(line, own)
        if found is not None and found not in axis.stand_ins:
            return found
    return 0


def _corners(anchor: Anchor, place: Place, sheet: SheetRun) -> str:
    if not anchor.rows:
        return ""
    rows = _along(sheet.rows, anchor.rows, place.row, place.position, anchor.is_shape)
    start = _first(sheet.columns, anchor.across, place.column)
    columns = _along(sheet.columns, anchor.columns, place.column, start, anchor.is_shape)
    return "".join(
        [
            f"<xdr:{name}><xdr:col>{columns[at] - 1}</xdr:col>"
            f"<xdr:colOff>{anchor.columns[at][1]}</xdr:colOff><xdr:row>{rows[at] - 1}</xdr:row>"
            f"<xdr:rowOff>{anchor.rows[at][1]}</xdr:rowOff></xdr:{name}>"
            for at, name in enumerate(("from", "to")[: len(anchor.rows)])
        ]
    )


def _along(
    axis: Axis, ends: tuple[tuple[int, str], ...], own: Instance | None, start: int, grows: bool
) -> list[int]:
    """Positions of the corners along one axis, from the first one's."""
    if len(ends) < 2:
        return [start]
    first, last = ends[0][0], ends[1][0]
    if not grows:
        return [start, start + last - first]
    scope = axis.scope_of(last, own, fixed=False)
    found = axis.last(last, scope)
    return [start, max(start, found if found is not None else axis.cell(last, own))]


# -- compiling -----------------------------------------------------------------------------------


def compile_drawing(
    data: bytes, sheet: Sheet, shown: Container[int], blocks: Container[int], problems: Problems
) -> Drawing:
    """``shown``: rows that do not vanish; ``blocks``: those inside a loop or condition."""
    place = f"sheet {sheet.name}"
    root = rooted(parse(data), {"xdr": XDR, "a": A, "r": R, "c": C})
    if root.tag != f"{{{XDR}}}wsDr":
        raise ValueError(f"{place}: its drawing is none")
    anchors = []
    for element in root:
        frames = [sum(1 for _ in held.iter(f"{{{C}}}chart")) for held in element.iter(_GRAPHIC)]
        if any(charts > 1 for charts in frames):
            problems.at(f"{place}, chart", "stands with another in one frame", _ONE_CHART)
        captions = mark_captions(element, f"{place}, shape", problems)
        anchors.append(_anchor(element, captions, sheet, (shown, blocks)))
    return Drawing(start_tag(root), tuple(anchors))


def _anchor(
    element: Element,
    captions: Captions,
    sheet: Sheet,
    known: tuple[Container[int], Container[int]],
) -> Anchor:
    corners = [element.find(f"{{{XDR}}}{name}") for name in ("from", "to")]
    present = [corner for corner in corners if corner is not None]
    rows = tuple(_line(corner, "row") for corner in present)
    columns = tuple(_line(corner, "col") for corner in present)
    is_chart = next(element.iter(f"{{{C}}}chart"), None) is not None
    is_picture = element.find(f"{{{XDR}}}pic") is not None
    lines = _lines(element, rows, sheet, known[0]) if rows else (1, 1)
    across = _columns(element, columns) if rows else (1, 1)
    if not is_chart:
        lines, across = (lines[0], lines[0]), (across[0], across[0])
    for corner in present:
        element.remove(corner)
    opened, closed = still(element).split(">", 1)
    return Anchor(
        rows,
        columns,
        lines,
        across,
        opened + ">",
        closed,
        not is_chart and not is_picture,
        captions,
        bool(rows) and lines[0] in known[1],
    )


def _lines(
    element: Element, rows: tuple[tuple[int, str], ...], sheet: Sheet, shown: Container[int]
) -> tuple[int, int]:
    """The first and last row that a thing covers, without rows at its ends that held only tags."""
    first, last = rows[0][0], _last(element, rows, sheet)
    while first < last and first <= sheet.last_row and first not in shown:
        first += 1
    while last > first and last <= sheet.last_row and last not in shown:
        last -= 1
    return first, last


def _last(element: Element, rows: tuple[tuple[int, str], ...], sheet: Sheet) -> int:
    first = rows[0][0]
    if len(rows) > 1:
        line, offset = rows[1]
        return max(first, line - (int(offset) == 0))
    extent = element.find(f"{{{XDR}}}ext")
    left = int(extent.get("cy", "0")) if extent is not None else 0
    left += int(rows[0][1])
    line = first
    while left > (height := _height(sheet, line) * _POINT):
        left -= int(height)
        line += 1
    return line


def _columns(element: Element, columns: tuple[tuple[int, str], ...]) -> tuple[int, int]:
    first = columns[0][0]
    if len(columns) > 1:
        line, offset = columns[1]
        return first, max(first, line - (int(offset) == 0))
    extent = element.find(f"{{{XDR}}}ext")
    wide = int(extent.get("cx", "0")) if extent is not None else 0
    return first, first + max(0, wide - 1) // _COLUMN


def _height(sheet: Sheet, line: int) -> float:
    row = sheet.rows.get(line)
    own = dict(row.attributes).get("ht") if row is not None else None
    general = sheet.root.find(x("sheetFormatPr"))
    given = general.get("defaultRowHeight") if general is not None else None
    return max(1.0, float(own or given or _ROW_HEIGHT))


def _line(corner: Element, name: str) -> tuple[int, str]:
    line = corner.findtext(f"{{{XDR}}}{name}") or "0"
    return int(line) + 1, corner.findtext(f"{{{XDR}}}{name}Off") or "0"
