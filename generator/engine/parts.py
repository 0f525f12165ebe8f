"""One part of a document compiled: from its tree to a program, by the steps that formats share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.engine.assembly import Assembler, Made, Place
from generator.engine.continuing import Continued, Finder, number_title, says, take_out
from generator.engine.dialects import DRAWING, ORIGIN, Dialect
from generator.engine.language import (
    ANY,
    Context,
    Literal,
    Mark,
    Piece,
    Print,
    Problems,
    Program,
    Scope,
)
from generator.engine.links import bind_links
from generator.engine.marking import Marked, mark_part
from generator.engine.markup import Element, q, serialize, without_marks
from generator.engine.objects import Objects
from generator.engine.output import ChartSource, Output, PartRun
from generator.engine.paging import Page, Room, pages_of
from generator.engine.pairing import Pairs, pair
from generator.engine.printers import PRINTERS
from generator.engine.proving import is_sound, naming_part
from generator.engine.ranges import drop_crossing
from generator.engine.registry import Registry
from generator.engine.rich.binding import bind_rich
from generator.engine.stepping import step_copies
from generator.engine.structure import Structure
from generator.engine.tidying import tidy
from generator.office.draft import Draft
from generator.office.package import Package, is_unused


@dataclass(frozen=True, slots=True)
class TableTemplate:
    """A table that is continued on further slides: its own program, and the room it has."""

    program: Program
    room: Room


@dataclass(frozen=True, slots=True)
class PartTemplate:
    """A compiled part. ``program`` is None where the part is the same in every output: then
    ``xml`` is its text. ``base_xml`` stands for it in the base package. ``dropped``: ids of the
    relationships that each output makes anew; ``optional``: of those that an output may not use."""

    name: str
    dialect: Dialect
    program: Program | None
    xml: str
    base_xml: str
    charts: tuple[ChartSource, ...] = ()
    dropped: frozenset[str] = frozenset()
    first_id: int = 1
    continued: TableTemplate | None = None
    optional: tuple[str, ...] = ()
    rich: bool = False  # whether it prints formatted text
    sound: bool = False  # whatever the values are, its text is well-formed: see ``proving``
    naming: bytes | None = None  # of a sound part: what of it names relationships, if always so

    def render(
        self, output: Output, name: str, context: Context, page: Page | None = None
    ) -> bytes:
        """The part; what it needs beside itself goes to ``output`` under ``name``."""
        if self.program is None:
            return self.xml.encode()
        context.state = PartRun(output, name, self.charts, self.first_id, page=page)
        data = tidy(self.program.encoded(context), self.dialect)
        if context.changes:
            output.changes += self.program.changes(context)
        return data

    def settle(self, draft: Draft, name: str, data: bytes) -> set[str]:
        """Take away the relationships that only what was left out would have used. Returns the
        parts that ``name`` leads to no more."""
        gone = {held for held in self.optional if f'"{held}"'.encode() not in data}
        if not gone:
            return set()
        items = draft.rels(name)
        kept = tuple(rel for rel in items if rel.id not in gone)
        draft.set_rels(name, kept)
        lost = {rel.target for rel in items if rel.id in gone and not rel.external}
        return lost - {rel.target for rel in kept}

    def pages(self, output: Output, name: str, context: Context) -> list[Page]:
        """What each slide shows of the continued table, which may need relationships, too."""
        assert self.continued is not None
        context.state = PartRun(output, name, self.charts, self.first_id)
        text = self.continued.program.render(context)
        output.changes += self.continued.program.changes(context)
        if "<a:tr" in text:  # else the table goes, once its slide is tidied
            text = tidy(text.encode(), self.dialect).decode()
        return pages_of(text, self.continued.room)


@dataclass(slots=True)
class PartCompiler:
    """The steps of one part, in two halves: slides know their names only after all were marked."""

    package: Package
    name: str
    root: Element
    dialect: Dialect
    place: Callable[[Element], str]
    problems: Problems
    slides: bool = False
    continued: Continued | None = None
    drawings: int = 0  # in Word: after which number its drawings' ids begin

    def structure(self) -> tuple[Pairs, Marked, Registry]:
        """Mark the tags and move them to the edges of what they enclose."""
        marked = mark_part(self.root, self.dialect, self.place, self.problems)
        pairs = pair(marked.found, self.dialect, self.problems, slides=self.slides)
        registry = Registry(self.problems, pairs.lost)
        groups = [g for g in pairs.groups if not (self.slides and g.word == "slide")]
        structure = Structure(self.dialect, registry)
        self._continue(marked, registry)
        structure.place(groups, marked)
        if self.continued is not None:
            own = self.continued.table
            registry.paged.update(line for table, line in structure.row_loops if table is own)
            if not says(marked, "page"):
                number_title(self.root, registry)
        step_copies(self.package, structure.repeated, registry)
        return pairs, marked, registry

    def _continue(self, marked: Marked, registry: Registry) -> None:
        finder = Finder(self.package, self.name, self.root, self.dialect, self.problems)
        self.continued = finder.table(marked)
        if self.continued is not None:
            take_out(self.continued, registry)

    def compile(self, scope: Scope) -> PartTemplate:
        """A part that stands alone, such as a header."""
        _, marked, registry = self.structure()
        return self.finish(marked, registry, scope)

    def finish(self, marked: Marked, registry: Registry, scope: Scope) -> PartTemplate:
        """Bind objects, check all expressions under ``scope``, compile."""
        objects = Objects(self.package, self.name, self.dialect, registry, self.place)
        objects.bind(self.root, marked.found)
        bind_links(objects, self.root)
        rich = bind_rich(marked.found, self.dialect)
        first_id = self._numbered(registry)
        text = serialize(self.root)
        for variable in registry.lost:  # one fault is reported, not all that follow from it
            scope = scope.inside(variable, ANY, None)
        pieces = Assembler(registry, scope).pieces(text)
        program = self._program(pieces)
        table = self._table() if program is not None else None
        plain = "".join([piece.text for piece in pieces if isinstance(piece, Literal)])
        still = tidy(plain.encode(), self.dialect).decode()
        sound = program is not None and table is None and is_sound(pieces)
        fixed = sound and self.dialect is not DRAWING  # a slide's empty placeholders go later
        relations = [rel for rel in self.package.rels(self.name) if rel.id not in objects.dropped]
        return PartTemplate(
            self.name,
            self.dialect,
            program,
            still,
            without_marks(text) if program else still,
            tuple(objects.charts),
            frozenset(objects.dropped),
            first_id,
            table,
            self._optional(plain) if program is not None else (),
            rich,
            sound,
            naming_part(self.name, pieces, relations) if fixed else None,
        )

    def _numbered(self, registry: Registry) -> int:
        """Drawings and bookmarks get numbers of their own; the first that is free after them."""
        first_id = _number_drawings(self.root, self.dialect, registry, self.drawings)
        drop_crossing(self.root, registry)
        first_id = max(first_id, _number_bookmarks(self.root, registry))
        for paragraph in self.root.iter(self.dialect.paragraph):
            paragraph.attrib.pop(ORIGIN, "")
        return first_id

    def _program(self, pieces: Sequence[Piece]) -> Program | None:
        """None where nothing of the part changes, or faults were found."""
        if self.problems.found or all(isinstance(piece, Literal) for piece in pieces):
            return None
        return Program(pieces, self.problems.file, PRINTERS, encoded=True)

    def _table(self) -> TableTemplate | None:
        """The table that goes on over further slides, a program of its own."""
        if self.continued is None:
            return None
        own = Program(self.continued.pieces, self.problems.file, PRINTERS)
        return TableTemplate(own, self.continued.room)

    def _optional(self, plain: str) -> tuple[str, ...]:
        """Relationships that nothing outside of loops and conditions uses."""
        data = plain.encode()
        rels = self.package.rels(self.name)
        return tuple(rel.id for rel in rels if is_unused(rel, self.name, data))


def _in_loops(static: str, printer: str, *arguments: object) -> Made:
    """``static`` outside of loops; inside, what ``printer`` gives for each copy."""

    def build(place: Place) -> Piece:
        if not place.loops:
            return Literal(static)
        return Print(Mark(0, "", ""), None, printer, arguments)

    return Made(build)


def _number_drawings(root: Element, dialect: Dialect, registry: Registry, after: int) -> int:
    """Drawing ids: unique in the document, in copies too. Returns the first free for copies."""
    names = [q("p:cNvPr")] if dialect is DRAWING else [q("wp:docPr")]
    found = list(root.iter(*names))
    if dialect is not DRAWING:  # Word's own files repeat ids; nothing refers to them
        for number, element in enumerate(found, after + 1):
            element.set("id", str(number))
    else:
        _part_twins(found)
    ids = [int(element.get("id") or 0) for element in found]
    for element in found:
        element.set("id", registry.add(_in_loops(element.get("id") or "0", "drawing_id")))
    return max(ids, default=after) + 1


def _part_twins(found: list[Element]) -> None:
    """Slides of other programs may use one id twice: what refers to it means the first."""
    highest = max([int(element.get("id") or 0) for element in found], default=0)
    seen: set[str] = set()
    for element in found:
        if (element.get("id") or "0") in seen:
            highest += 1
            element.set("id", str(highest))
        seen.add(element.get("id") or "0")


def _number_bookmarks(root: Element, registry: Registry) -> int:
    """The same for bookmarks, whose names must be unique too."""
    starts = list(root.iter(q("w:bookmarkStart")))
    numbers = [int(element.get(q("w:id")) or 0) for element in starts]
    for element in [*starts, *root.iter(q("w:bookmarkEnd"))]:
        number = element.get(q("w:id")) or "0"
        opens = element.tag == q("w:bookmarkStart")
        element.set(q("w:id"), registry.add(_in_loops(number, "bookmark", number, opens)))
        if opens:
            name = element.get(q("w:name")) or ""
            element.set(q("w:name"), registry.add(_in_loops(name, "bookmark_name", name)))
    return max(numbers, default=0) + 1
