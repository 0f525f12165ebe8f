"""Tables that go on over further copies of their slide: ``{% continue %}`` in the alternative text.

The table is taken out of its slide's program and becomes one of its own, which runs first: how many
slides there are is known before any of them is made. The space it has reaches down to the first
thing below it, on the slide or of its layout, or to the slide's margin. (Its frame cannot say it:
PowerPoint draws a table's rows larger when somebody draws its frame larger.)
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes

from generator.engine.assembly import Enclosed, Made, Place
from generator.engine.dialects import DRAWING, Dialect
from generator.engine.faces import faces_of
from generator.engine.language import Context, Mark, Piece, Print, Problems, Statement
from generator.engine.marking import Found, Marked
from generator.engine.markup import (
    Element,
    fragment,
    insert_after,
    insert_before,
    local,
    nearest,
    parse,
    q,
)
from generator.engine.paging import Page, Room, pages_of
from generator.engine.registry import Registry
from generator.office.package import Package

NAME = "continued"
SHAPE = {"page": "number", "pages": "number", "left": "number"}
_FOOT = ("dt", "ftr", "sldNum")
_MARGIN = 20  # of a slide's height: the share that stays free at its lower edge

Box = tuple[int, int, int, int]  # left, top, width, height in EMU


@dataclass(slots=True)
class Continued:
    """The table of a slide that is continued. ``pieces``: its program, once it is assembled."""

    mark: Mark
    table: Element
    room: Room
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the table of a part that is to be continued; all other such tags are reported."""

    package: Package
    part: str
    root: Element
    dialect: Dialect
    problems: Problems

    def table(self, marked: Marked) -> Continued | None:
        made: Continued | None = None
        for found in marked.found:
            if found.statement is None or found.statement.name != "continue":
                continue
            table = self._table(found)
            if table is not None and made is not None:
                self.problems.add(
                    found.mark,
                    "continues a second table of this slide",
                    "one table of a slide can be continued: put the other on a slide of its own",
                )
            elif table is not None:
                made = Continued(found.mark, table, self._room(table, found.statement))
                self._tells(found, marked)
                self._grows(made, marked)
                self._asks(made, marked)
        return made

    def _table(self, found: Found) -> Element | None:
        """The table that a tag belongs to, or None after reporting why there is none."""
        fault = _misplaced(found, self.root, self.dialect)
        if fault is not None:
            self.problems.add(found.mark, *fault)
            return None
        frame = nearest(found.element, "p:graphicFrame")
        table = next(frame.iter(q("a:tbl")), None) if frame is not None else None
        if table is None:
            what = "stands in the alternative text of something that is no table"
            self.problems.add(found.mark, what, "write it in that of the table that is to go on")
        return table

    def _tells(self, found: Found, marked: Marked) -> None:
        """Rows that no slide has must be counted on the slide."""
        if found.statement is not None and found.statement.most and not says(marked, "left"):
            self.problems.add(
                found.mark,
                "leaves rows out without a word",
                "say how many on the slide: {% shape if continued.left > 0 %}"
                "and {{ continued.left }} more{% endif %}",
            )

    def _grows(self, made: Continued, marked: Marked) -> None:
        """A table whose rows fit in the template, and where no tag can make them more or higher."""
        rows = set(made.table.iter(q("a:tr")))
        tagged = any(rows.intersection(held.element.iterancestors()) for held in marked.found)
        if not tagged and len(pages_of(fragment(made.table), made.room)) == 1:
            self.problems.add(
                made.mark,
                "continues a table that cannot grow: it has no tags, and its rows fit",
                "write {% row for … %} in the row to repeat, or take this tag out",
            )

    def _asks(self, made: Continued, marked: Marked) -> None:
        """Which slide a row is on is known only when all rows are there."""
        rows = set(made.table.iter(q("a:tr")))
        for held in marked.found:
            if _names(held) and rows.intersection(held.element.iterancestors()):
                self.problems.add(
                    held.mark,
                    f"asks inside the table that goes on for {NAME}, which is known only after it",
                    "write it beside the table, such as in the title",
                )

    def _room(self, table: Element, statement: Statement) -> Room:
        frame = nearest(table, "p:graphicFrame")
        assert frame is not None
        spaces = "".join([f' xmlns:{name}="{uri}"' for name, uri in table.nsmap.items() if name])
        box = _box(frame) or (0, 0, 0, 0)
        height = self._floor(frame, box) - box[1]
        faces = faces_of(self.package, self.part, self.dialect)
        return Room(height, statement.rows, statement.most, f"<x{spaces}>", faces)

    def _floor(self, frame: Element, box: Box) -> int:
        """How far down the table may reach: to the first thing that begins below it."""
        left, top, width, height = box
        below = [
            other[1]
            for other in self._boxes(frame)
            if other[1] >= top + height and other[0] < left + width and left < other[0] + other[2]
        ]
        size = parse(self.package.read(self.package.main_part)).find(q("p:sldSz"))
        tall = int(size.get("cy", "0")) if size is not None else 0
        return min([tall - tall // _MARGIN, *below])

    def _boxes(self, frame: Element) -> Iterator[Box]:
        """All that stands on the slide, and what its layout and master put on it."""
        names = list(self.package.related(self.part, "slideLayout"))
        names += [kin for name in names for kin in self.package.related(name, "slideMaster")]
        designs = [parse(self.package.read(name)) for name in names]
        for shape in _shapes(self.root):
            if shape is not frame:
                places = [_box(shape), *[_box_of(_holder(shape), design) for design in designs]]
                yield from [place for place in places if place is not None][:1]
        for design in designs:
            for shape in _shapes(design):
                own = _box(shape) if _kind(shape) in ("", *_FOOT) else None
                if own is not None:
                    yield own


def _misplaced(found: Found, root: Element, dialect: Dialect) -> tuple[str, str] | None:
    """What is wrong with a tag's place, and what to do."""
    if dialect is not DRAWING:
        tip = "for a table's first row to return on each page, choose Layout, Repeat Header Rows"
        return "is for slides: in Word a table goes on by itself", tip
    if local(root) != "sld":
        return "stands on something that is no slide", "only a slide's own table can be continued"
    if not found.attribute:
        return "stands in text", "write it in the alternative text of the table"
    if nearest(found.element, "p:grpSp") is not None:
        return "stands in a group", "ungroup it: a table in a group cannot be continued"
    return None


def says(marked: Marked, name: str) -> bool:
    """Whether a tag prints this field of ``continued``."""
    return any(
        isinstance(asked.node, nodes.Name) and asked.node.name == NAME and asked.attr == name
        for found in marked.found
        if found.expr is not None
        for asked in _asked(found.expr)
    )


def _names(found: Found) -> bool:
    """Whether a tag speaks of ``continued`` at all."""
    said = found.statement
    held = (found.expr, said.expr, said.test) if said is not None else (found.expr,)
    return any(
        isinstance(name, nodes.Name) and name.name == NAME
        for expr in held
        if expr is not None
        for name in (expr, *expr.find_all(nodes.Name))
    )


def _asked(expr: nodes.Expr) -> Iterator[nodes.Getattr]:
    if isinstance(expr, nodes.Getattr):
        yield expr
    yield from expr.find_all(nodes.Getattr)


# -- taking the table out ------------------------------------------------------------------------


def take_out(continued: Continued, registry: Registry) -> None:
    """Put marks around the table: what stands between them becomes a program of its own."""

    def build(pieces: tuple[Piece, ...], place: Place) -> Piece:
        if place.loops:
            registry.problems.add(
                continued.mark,
                "continues a table that is repeated on its slide",
                "repeat the slide instead: {% slide for … %}",
            )
        continued.pieces = pieces
        return Print(continued.mark, None, "continued")

    pair = registry.problems.mark("", "").number
    insert_before(continued.table, registry.add(Enclosed(True, pair)))
    insert_after(continued.table, registry.add(Enclosed(False, pair, build)))


def number_title(root: Element, registry: Registry) -> None:
    """Let the slide's title end with ``(2/3)``, written like its last words."""
    title = next((shape for shape in root.iter(q("p:sp")) if _kind(shape) in _TITLES), None)
    paragraphs = list(title.iter(q("a:p"))) if title is not None else []
    if not paragraphs:
        return
    piece = Print(Mark(0, "", ""), None, "page_number", (_look(paragraphs[-1]),))
    mark = registry.add(Made(lambda _: piece))
    end = paragraphs[-1].find(q("a:endParaRPr"))
    if end is not None:
        insert_before(end, mark)
    elif len(paragraphs[-1]):
        paragraphs[-1][-1].tail = (paragraphs[-1][-1].tail or "") + mark


_TITLES = ("title", "ctrTitle")


def _look(paragraph: Element) -> str:
    """XML of its last run's properties, without a link."""
    runs = [run for run in paragraph.iter(q("a:r")) if run.find(q("a:t")) is not None]
    properties = copy.deepcopy(runs[-1].find(q("a:rPr"))) if runs else None
    if properties is None:
        return ""
    for child in list(properties):
        if local(child).startswith("hlink"):
            properties.remove(child)
    return fragment(properties)


def print_table(context: Context, _value: object, _tag: int) -> str:
    page: Page | None = context.state.page
    return page.table if page is not None else ""


def print_number(context: Context, _value: object, _tag: int, look: str) -> str:
    page: Page | None = context.state.page
    if page is None or page.count < 2:
        return ""
    return f"<a:r>{look}<a:t> ({page.number}/{page.count})</a:t></a:r>"


# -- where things stand --------------------------------------------------------------------------


def _shapes(root: Element) -> list[Element]:
    tree = root.find(f"{q('p:cSld')}/{q('p:spTree')}")
    return [] if tree is None else [child for child in tree if child.tag in DRAWING.shapes]


def _box_of(holder: tuple[str, str], design: Element) -> Box | None:
    """Where a layout or master has the placeholder of this kind and number."""
    same = [shape for shape in _shapes(design) if holder[0] and _holder(shape) == holder]
    return _box(same[0]) if same else None


def _holder(shape: Element) -> tuple[str, str]:
    found = shape.find(f"*/{q('p:nvPr')}/{q('p:ph')}")
    return ("", "") if found is None else (found.get("type", "body"), found.get("idx", "0"))


def _kind(shape: Element) -> str:
    """The kind of a placeholder; empty for any other shape."""
    return _holder(shape)[0]


def _box(shape: Element) -> Box | None:
    """A shape's own place; None where it has it from its layout."""
    transform = shape.find(q("p:xfrm"))
    if transform is None:
        transform = shape.find(f"*/{q('a:xfrm')}")
    if transform is None:
        return None
    offset, extent = transform.find(q("a:off")), transform.find(q("a:ext"))
    if offset is None or extent is None:
        return None
    x, y = int(offset.get("x", "0")), int(offset.get("y", "0"))
    return x, y, int(extent.get("cx", "0")), int(extent.get("cy", "0"))
