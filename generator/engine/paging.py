"""A table too long for its slide: how high its rows are, and which of them each slide shows.

Heights are an estimate: lines as ``lettering`` counts them, in the size of a paragraph's largest
letters. What PowerPoint does not write into a file it takes from its defaults: 18 points, margins
of 0.1 inches at the sides and 0.05 above and below a cell (ECMA-376 part 1, §21.1.3.17).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from generator.engine.faces import Faces
from generator.engine.lettering import LINE, lines_of
from generator.engine.markup import Element, local, q
from generator.engine.signs import END_TOKEN, ITEM_TOKEN, LOOP_TOKEN

_TOKENS = re.compile(f"[{LOOP_TOKEN}{ITEM_TOKEN}{END_TOKEN}]")
_PIECE = re.compile(f"{_TOKENS.pattern}|<a:tr[ >].*?</a:tr>", re.DOTALL)
_COLUMN = re.compile(r'<a:gridCol\b[^>]*?\bw="(\d+)"')
_STYLED = re.compile(r'\b(firstRow|lastRow|firstCol|lastCol)="(?:1|true)"')
_SIZE, _POINT = 1_800, 127  # hundredths of a point; EMU in one of these
_RUNNING = 0.94  # of text that wraps: measured, nineteen of twenty texts are no wider than this
_PLAIN_FACES = Faces()
_MARGINS = {"marL": 91_440, "marR": 91_440, "marT": 45_720, "marB": 45_720}


@dataclass(frozen=True, slots=True)
class Room:
    """What a slide has for its table. ``height``: EMU from the table's top down; ``rows``: of a
    loop on one slide, at most; ``most``: slides; ``opening``: a tag with the table's namespaces;
    ``faces``: the fonts of texts that name none."""

    height: int
    rows: int | None
    most: int | None
    opening: str
    faces: Faces = _PLAIN_FACES


@dataclass(frozen=True, slots=True)
class Page:
    """The table's XML on one of the slides, the slide's number, how many there are, and how many
    items of the table's loops none of them has."""

    table: str
    number: int = 1
    count: int = 1
    left: int = 0


@dataclass(slots=True)
class _Block:
    """Rows that stay together where a slide has room: all of one item, or a row of its own."""

    counts: bool
    leads: bool = False  # to the first item of an inner loop: never the last row of a slide
    rows: list[tuple[str, int]] = field(default_factory=list)  # (XML, height)

    @property
    def height(self) -> int:
        return sum(height for _, height in self.rows)

    @property
    def xml(self) -> str:
        return "".join([row for row, _ in self.rows])

    def parts(self) -> Iterator[_Block]:
        """Its rows one by one, where no merged cell ties them to each other."""
        if "rowSpan=" in self.xml:
            yield self
            return
        for number, row in enumerate(self.rows):
            last = number == len(self.rows) - 1
            yield _Block(self.counts and number == 0, self.leads and last, [row])


@dataclass(slots=True)
class _Table:
    """A rendered table taken apart: ``body`` is divided, ``head`` repeated, ``foot`` comes last."""

    before: str
    head: _Block
    body: list[_Block]
    foot: _Block
    after: str

    def page(self, blocks: Sequence[_Block], *, last: bool) -> str:
        rows = "".join([block.xml for block in blocks])
        return self.before + self.head.xml + rows + (self.foot.xml if last else "") + self.after


def pages_of(table: str, room: Room) -> list[Page]:
    """What each slide shows of a rendered ``a:tbl``: at least one page."""
    plain = _TOKENS.sub("", table)
    if "<a:tr" not in plain:
        return [Page(plain)]
    made = _taken_apart(table, room)
    parts = _divided(made, room)
    left = 0
    if room.most is not None and len(parts) > room.most:
        parts, left = _cut(made, parts, room)
    return [
        Page(made.page(blocks, last=number == len(parts)), number, len(parts), left)
        for number, blocks in enumerate(parts, 1)
    ]


# -- dividing ------------------------------------------------------------------------------------


def _divided(table: _Table, room: Room) -> list[list[_Block]]:
    pages: list[list[_Block]] = [[]]
    space = room.height - table.head.height
    for unit in _units(_small_enough(table.body, space)):
        whole = _has_room([], unit, space, room)
        for blocks in [unit] if whole else [[block] for block in unit]:
            if pages[-1] and not _has_room(pages[-1], blocks, space, room):
                pages.append([])
            pages[-1] += blocks
    full = sum(block.height for block in pages[-1]) + table.foot.height > space
    if table.foot.rows and full and len(pages[-1]) > 1:
        pages.append([pages[-1].pop()])  # a total never stands alone
        while len(pages[-2]) > 1 and pages[-2][-1].leads:
            pages[-1].insert(0, pages[-2].pop())
    return pages


def _units(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """What stays together where a slide has room: a block, with those that lead to it."""
    unit: list[_Block] = []
    for block in blocks:
        unit.append(block)
        if not block.leads:
            yield unit
            unit = []
    if unit:
        yield unit


def _has_room(page: list[_Block], more: list[_Block], space: int, room: Room) -> bool:
    if sum(block.height for block in [*page, *more]) > space:
        return False
    return room.rows is None or sum(block.counts for block in [*page, *more]) <= room.rows


def _small_enough(blocks: Sequence[_Block], space: int) -> Iterator[_Block]:
    """The blocks that have rows, those higher than a slide's space row by row."""
    for block in blocks:
        if block.height > space:
            yield from block.parts()
        elif block.rows:
            yield block


def _cut(table: _Table, pages: list[list[_Block]], room: Room) -> tuple[list[list[_Block]], int]:
    """As many pages as there may be, and how many items none of them has."""
    assert room.most is not None
    kept, lost = pages[: room.most], [block for page in pages[room.most :] for block in page]
    space = room.height - table.head.height - table.foot.height
    while len(kept[-1]) > 1 and (
        kept[-1][-1].leads or sum(block.height for block in kept[-1]) > space
    ):
        lost.append(kept[-1].pop())
    return kept, sum(block.counts for block in lost)


# -- reading -------------------------------------------------------------------------------------


def _taken_apart(table: str, room: Room) -> _Table:
    start, stop = table.index("<a:tr"), table.rindex("</a:tr>") + len("</a:tr>")
    token = _TOKENS.search(table)
    if token is not None:
        start, stop = min(start, token.start()), max(stop, table.rindex(END_TOKEN) + 1)
    widths = [int(width) for width in _COLUMN.findall(table[:start])]
    read = _Reading(widths, room, _bold_parts(table[:start]))
    for piece in _PIECE.findall(table, start, stop):
        read.piece(piece)
    if token is None:
        read.without_loop(has_head="firstRow" in read.bold)
    return _Table(table[:start], read.head, read.body, read.foot, table[stop:])


class _Reading:
    """Sorts the rows of a table into its head, its body and its foot."""

    def __init__(self, widths: Sequence[int], room: Room, bold: frozenset[str]) -> None:
        self._widths = widths
        self._opening = room.opening
        self._faces = room.faces
        self.bold = bold
        self._in_item = False
        self._begun = False
        self._inner = False  # a loop has begun directly after rows of an item around it
        self._joined = 0  # rows that a merged cell ties to the one before
        self.head, self.foot = _Block(False), _Block(False)
        self.body: list[_Block] = []

    def piece(self, piece: str) -> None:
        if piece in (LOOP_TOKEN, ITEM_TOKEN, END_TOKEN):
            self._token(piece)
            return
        element = etree.fromstring(f"{self._opening}{piece}</x>")[0]
        row = (piece, _row_height(element, self._widths, self._letters()))
        if not self._begun:
            self.head.rows.append(row)
        elif self._in_item:
            self.body[-1].rows.append(row)
        else:
            self.foot.rows.append(row)

    def _letters(self) -> list[_Letters]:
        """Of each column: what a table's style may print in bold is taken to be so."""
        edge = "lastRow" in self.bold if self._begun and not self._in_item else False
        whole = edge or (not self._begun and "firstRow" in self.bold)
        columns = [_Letters(self._faces, whole) for _ in self._widths]
        for name, at in (("firstCol", 0), ("lastCol", -1)):
            if name in self.bold and columns:
                columns[at] = _Letters(self._faces, True)
        return columns

    def _token(self, token: str) -> None:
        self._begun = True
        if token == ITEM_TOKEN and self._inner:
            self.body[-1].leads = True
        self._inner = token == LOOP_TOKEN and self._in_item and bool(self.body[-1].rows)
        self._in_item = token == ITEM_TOKEN
        if token == END_TOKEN:
            return
        if self.foot.rows:  # more is to come, so that it is no foot
            self.body.append(self.foot)
            self.foot = _Block(False)
        begun = bool(self.body) and self.body[-1].counts and not self.body[-1].rows
        if token == ITEM_TOKEN and not begun:  # else an inner loop begins with its outer item
            self.body.append(_Block(True))

    def without_loop(self, *, has_head: bool) -> None:
        """A table whose rows all stand in the template."""
        rows = self.head.rows
        self.head = _Block(False, rows=rows[:1] if has_head else [])
        for block in _Block(False, rows=rows[len(self.head.rows) :]).parts():
            self.body.append(_Block(True, rows=block.rows))


# -- measuring -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Letters:
    """What the runs of a cell are written in where they do not say it themselves."""

    faces: Faces
    bold: bool

    def of(self, paragraph: Element) -> tuple[float, float]:
        """(width, height of a line) of the widest letters, against those of ``lettering``."""
        wide, line = 0.0, LINE
        for run in paragraph.iter(q("a:rPr")):
            latin = run.find(q("a:latin"))
            face = self.faces.of(latin.get("typeface") or "" if latin is not None else "")
            bold = run.get("b") in ("1", "true") if run.get("b") else self.bold
            wide = max(wide, face.bold if bold else face.plain)
            line = max(line, face.line)
        face = self.faces.of("")
        return (wide or (face.bold if self.bold else face.plain)) * _RUNNING, line


def _bold_parts(opening: str) -> frozenset[str]:
    """The parts of a table that its style may set off: ``firstRow``, ``lastCol`` …"""
    return frozenset(_STYLED.findall(opening))


def _row_height(row: Element, widths: Sequence[int], letters: Sequence[_Letters]) -> int:
    needed = [int(row.get("h") or 0)]
    for at, cell in enumerate(row.findall(q("a:tc"))):
        if cell.get("hMerge") or cell.get("vMerge") or cell.get("rowSpan"):
            continue  # hidden by a merged cell, or one that has several rows for its text
        width = sum(widths[at : at + int(cell.get("gridSpan") or 1)])
        needed.append(_cell_height(cell, width, letters[min(at, len(letters) - 1)]))
    return max(needed)


def _cell_height(cell: Element, width: int, letters: _Letters) -> int:
    properties = cell.find(q("a:tcPr"))
    margins = dict(_MARGINS)
    if properties is not None:
        margins |= {name: int(properties.get(name) or margins[name]) for name in margins}
    room = width - margins["marL"] - margins["marR"]
    texts = sum(_paragraph_height(paragraph, room, letters) for paragraph in cell.iter(q("a:p")))
    return margins["marT"] + margins["marB"] + texts


def _paragraph_height(paragraph: Element, room: int, letters: _Letters) -> int:
    properties = paragraph.find(q("a:pPr"))
    indent = int(properties.get("marL") or 0) if properties is not None else 0
    size = _size_of(paragraph)
    wide, line = letters.of(paragraph)
    ems = max(1.0, (room - indent) / (size * _POINT * wide))
    texts = [""]
    for child in paragraph:
        if local(child) == "br":
            texts.append("")
        else:
            texts[-1] += child.findtext(q("a:t")) or ""
    lines = sum(lines_of(text, ems) for text in texts)
    return _spaced(properties, lines, round(size * _POINT * line))


def _size_of(paragraph: Element) -> int:
    """The size of the largest letters, in hundredths of a point."""
    runs = [*paragraph.iter(q("a:rPr"))] or [*paragraph.iter(q("a:endParaRPr"))]
    return max([int(run.get("sz") or _SIZE) for run in runs], default=_SIZE)


def _spaced(properties: Element | None, lines: int, height: int) -> int:
    """The lines with the paragraph's spacing: a share of a line's height, or points."""
    line, beside = height, 0
    for name in ("lnSpc", "spcBef", "spcAft"):
        found = properties.find(q(f"a:{name}")) if properties is not None else None
        if found is None or not len(found):
            continue
        value = int(found[0].get("val") or 0)
        spacing = height * value // 100_000 if local(found[0]) == "spcPct" else value * _POINT
        line, beside = (spacing, beside) if name == "lnSpc" else (line, beside + spacing)
    return lines * line + beside
