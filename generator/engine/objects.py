"""Charts, pictures, diagrams and links: what a tag in an alternative text or an address binds.

Each object stands between two marks of a region: with data the template's frame is kept, without
data a text stands in its place, or nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from generator.engine.assembly import Made, Place, Region
from generator.engine.chart_sources import chart_source, with_titles
from generator.engine.dialects import DRAWING, Dialect
from generator.engine.environment import call
from generator.engine.faces import faces_of
from generator.engine.frames import box, fill_drawing, offset, slide_group, text_box
from generator.engine.language import (
    ANY,
    OBJECTS,
    Literal,
    Mark,
    Piece,
    Print,
    Problems,
    Shape,
    checker_for,
    escape,
    item_of,
)
from generator.engine.lettering import Letters, letters_of
from generator.engine.marking import Found
from generator.engine.markup import (
    Element,
    insert_after,
    insert_before,
    local,
    mark_text,
    nearest,
    q,
    split_marks,
)
from generator.engine.output import ChartSource
from generator.engine.registry import Registry
from generator.engine.slips import named_of, slips_of
from generator.office.package import Package

NO_DATA = "No data"


@dataclass(slots=True)
class Objects:
    """Binds the object tags of one part. ``dropped``: parts and relationships of the template
    that outputs get copies of, and which therefore leave it."""

    package: Package
    part: str
    dialect: Dialect
    registry: Registry
    place: Callable[[Element], str]
    charts: list[ChartSource] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)  # relationship ids of ``part``
    _bound: set[Element] = field(default_factory=set)
    _letters: Letters | None = None

    @property
    def problems(self) -> Problems:
        return self.registry.problems

    def bind(self, root: Element, found: list[Found]) -> None:
        """All object tags below ``root``; and the charts that have none are reported."""
        for entry in found:
            statement = entry.statement
            if statement is None or statement.name not in OBJECTS:
                continue
            if not entry.attribute:
                self.problems.add(
                    entry.mark,
                    "stands in text",
                    f"write it in the alternative text of the {_HOLDERS[statement.name]}",
                )
                continue
            self._bind(entry)
        self._unbound_charts(root, slips_of(found))

    def _bind(self, found: Found) -> None:
        assert found.statement is not None
        frame = self._frame(found.element)
        if frame is None:
            self.problems.add(found.mark, "stands in the alternative text of nothing it can fill")
            return
        kind = found.statement.name
        if kind == "chart":
            self._chart(found, frame)
        elif kind == "picture":
            self._picture(found, frame)
        else:
            self._diagram(found, frame)

    def _frame(self, element: Element) -> Element | None:
        if self.dialect is DRAWING:
            return nearest(element, "p:graphicFrame", "p:pic", "p:sp", "p:grpSp")
        drawing = nearest(element, "w:drawing")
        choice = nearest(element, "mc:AlternateContent")
        return choice if choice is not None else drawing

    # -- what all objects share ----------------------------------------------------------------

    def _alt(self, found: Found) -> None:
        """The text around the tag is the alternative text; without any, the value's own."""
        value = found.element.get(found.attribute) or ""
        rest = value.replace(mark_text(found.number), "").strip()
        found.element.set(found.attribute, rest or self._made(found, "alt"))

    def _made(self, found: Found, printer: str, *arguments: object) -> str:
        def build(place: Place) -> Piece:
            return Print(found.mark, self._value(found, place), printer, arguments)

        return self.registry.add(Made(build))

    def _value(self, found: Found, place: Place) -> nodes.Expr:
        statement = found.statement
        assert statement is not None
        assert statement.expr is not None
        checker = checker_for(place.scope, self.problems, found.mark)
        wanted = copy.deepcopy(statement.expr)
        if statement.name != "timeline":
            return checker.object_of(wanted, statement.name).expr
        items = checker.list_of(wanted)
        fault = _undated(item_of(items.shape), statement.by)
        if fault is not None:
            self.problems.add(found.mark, *fault)
        return call("dated", items.expr, nodes.Const(statement.by), lineno=found.number)

    def _region(self, found: Found, frame: Element, instead: str) -> None:
        """Keep ``frame`` only where there is data; else ``instead``, XML that stands as it is."""
        assert found.statement is not None
        kind = found.statement.name

        def has(place: Place) -> tuple[Mark, nodes.Expr]:
            line = found.number
            value = self._value(found, place)
            return found.mark, call("has_data", value, nodes.Const(kind), lineno=line)

        def otherwise(place: Place) -> tuple[Piece, ...]:
            return tuple(self._instead(part, place) for part in split_marks(instead))

        pair = self.problems.mark("", "").number
        insert_before(frame, self.registry.add(Region(True, pair, has, otherwise)))
        insert_after(frame, self.registry.add(Region(False, pair)))

    def _instead(self, part: str | int, place: Place) -> Piece:
        if isinstance(part, str):
            return Literal(part)
        entry = self.registry.entries[part]
        assert isinstance(entry, Made)
        return entry.build(place)

    def _words(self, found: Found, frame: Element, default: str) -> str:
        """XML for the case that there is no data."""
        assert found.statement is not None
        words = found.statement.otherwise
        text = default if words is None else words
        if not text:
            return ""
        if self.dialect is DRAWING:
            number = self._made(found, "drawing_id")
            return text_box(text, number, box(frame), offset(frame))
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'

    # -- charts --------------------------------------------------------------------------------

    def _chart(self, found: Found, frame: Element) -> None:
        reference = next(frame.iter(q("c:chart")), None)
        target = self._target(reference, q("r:id"))
        if reference is None or target is None:
            self.problems.add(
                found.mark,
                "stands in the alternative text of something that is no chart",
                "insert a chart and write the tag in its alternative text",
            )
            return
        self._bound.add(reference)
        source = chart_source(self.package, target, found, self.problems)
        if source is None:
            return
        index = len(self.charts)
        self.charts.append(source)
        data = self.package.read(target)

        def build(place: Place) -> Piece:
            named = with_titles(self.charts[index], data, found, place.scope, self.problems)
            self.charts[index] = named
            captures = place.scope.variables if place.loops else None
            value = self._value(found, place)
            return Print(found.mark, value, "chart", (index,), captures)

        self._region(found, frame, self._words(found, frame, NO_DATA))
        self.dropped.add(reference.get(q("r:id"), ""))
        reference.set(q("r:id"), self.registry.add(Made(build)))
        self._alt(found)

    def _target(self, element: Element | None, attribute: str) -> str | None:
        wanted = element.get(attribute) if element is not None else None
        for rel in self.package.rels(self.part):
            if rel.id == wanted and not rel.external:
                return rel.target
        return None

    def _unbound_charts(self, root: Element, slips: set[Element]) -> None:
        for reference in root.iter(q("c:chart")):
            told = reference in self._bound or not slips.isdisjoint(named_of(reference))
            if not told and self._target(reference, q("r:id")):
                self.problems.at(
                    self.place(reference),
                    "the chart has no data",
                    "write {% chart … %} with a chart's name in its alternative text",
                )

    # -- pictures ------------------------------------------------------------------------------

    def _picture(self, found: Found, frame: Element) -> None:
        blip = next(frame.iter(q("a:blip")), None)
        fill = blip.getparent() if blip is not None else None
        if blip is None or fill is None:
            self.problems.add(
                found.mark,
                "stands in the alternative text of something that is no picture",
                "insert a picture and write the tag in its alternative text",
            )
            return
        self.dropped.add(blip.get(q("r:embed"), ""))
        for child in list(blip):
            blip.remove(child)  # recolouring and the vector original belong to the old picture
        blip.set(q("r:embed"), self._made(found, "picture"))
        for child in list(fill):
            if local(child) in ("srcRect", "stretch", "tile"):
                fill.remove(child)
        insert_after(blip, self._made(found, "picture_fit", *box(frame)))
        for inner in frame.iter(q("pic:cNvPr")):
            inner.attrib.pop("descr", "")
            inner.set("name", "Picture")
        self._region(found, frame, self._words(found, frame, ""))
        self._alt(found)

    # -- diagrams ------------------------------------------------------------------------------

    def _diagram(self, found: Found, frame: Element) -> None:
        """The placeholder goes; a group of native shapes takes its box."""
        assert found.statement is not None
        width, height = box(frame)
        if not width or not height:
            self.problems.add(found.mark, "stands on a placeholder that has no size of its own")
            return
        for blip in frame.iter(q("a:blip")):
            self.dropped.add(blip.get(q("r:embed"), ""))
        markup = "pptx" if self.dialect is DRAWING else "docx"
        wide = tuple(self._wide())
        made = self._made(found, found.statement.name, markup, wide, width, height)
        if self.dialect is DRAWING:
            group = slide_group(found.element, (width, height), offset(frame), made)
            frame.addnext(group)
            group.tail, frame.tail = frame.tail, None
            parent = frame.getparent()
            assert parent is not None
            parent.remove(frame)
            frame = group
        else:
            frame = fill_drawing(frame, (width, height), made)
        self._region(found, frame, self._words(found, frame, NO_DATA))
        self._alt(found)

    def _wide(self) -> Letters:
        """How wide the letters of a diagram are: in the font of texts that name none."""
        if self._letters is None:
            fonts = faces_of(self.package, self.part, self.dialect)
            self._letters = letters_of(fonts.of(""))
        return self._letters


def _undated(item: Shape, field_: str) -> tuple[str, str] | None:
    """Why a timeline cannot show items of this shape, and what to do."""
    if item is None or item == ANY:
        return None
    if not isinstance(item, Mapping):
        return "needs a list of records, each with a name and a date", ""
    for name, kind in ((field_, "date"), ("name", "text")):
        if item.get(name) not in (kind, ANY):
            dates = [f"by {key}" for key, shape in item.items() if shape == "date"]
            tip = f"its items have {', '.join(dates)}" if dates and kind == "date" else ""
            return f"needs items with a {kind} called {name}", tip
    return None


_HOLDERS = {
    "chart": "chart",
    "picture": "picture that it replaces",
    "map": "shape whose place the map takes",
    "matrix": "shape whose place the matrix takes",
    "timeline": "shape whose place the timeline takes",
}
