"""PowerPoint templates: slides are repeated, kept or removed whole, with all that belongs to them.

Compiling: the tags of all slides and notes are marked first; those with the word ``slide`` become a
program over slides; each slide is then compiled with the names that its loops give it. The base
package holds no slides: an output gets each slide it shows as new parts, numbered from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from generator.engine import continuing
from generator.engine.assembly import Assembler, Made, Place
from generator.engine.cleaning import clean_tree, prune, report_unfilled
from generator.engine.deck import (
    DeckTemplate,
    Presentation,
    SlidePart,
    SlideTemplate,
    packed,
    print_slide,
)
from generator.engine.dialects import DRAWING, place_on_slide
from generator.engine.groups import Group
from generator.engine.language import Literal, Mark, Names, Piece, Print, Problems, Program, Scope
from generator.engine.links import DRAWN_LINKS
from generator.engine.marking import Found, Marked
from generator.engine.markup import Element, mark_text, parse, q, remove
from generator.engine.pairing import Pairs
from generator.engine.parts import PartCompiler, PartTemplate
from generator.engine.properties import CoreProperties, clean_application
from generator.engine.registry import Edge, Registry
from generator.office.draft import Draft
from generator.office.package import Package, open_package

_MASTERS = ("slideMaster", "notesMaster", "handoutMaster")


@dataclass(slots=True)
class _Story:
    """One marked part of a slide: the slide itself or its notes."""

    compiler: PartCompiler
    pairs: Pairs
    marked: Marked
    registry: Registry


@dataclass(slots=True)
class _Slide:
    number: int  # in the template, from 1
    part: str
    hidden: bool = False  # the author's own: checked, never shown
    stories: list[_Story] = field(default_factory=list)
    made: SlideTemplate | None = None


def compile_powerpoint(package: Package, names: Names, problems: Problems) -> DeckTemplate | None:
    """Compile a PowerPoint file; None where ``problems`` were found."""
    draft = Draft(package)
    clean_application(draft)
    scope = Scope(names)
    presentation = Presentation.of(package)
    slides = [
        _marked_slide(package, number, part, problems)
        for number, part in enumerate(presentation.slides, 1)
    ]
    order = _order_program(slides, scope, problems)
    shared = _shared_parts(package, problems, scope)
    properties = CoreProperties(draft, problems, scope)
    charts = [
        rel.target for name in draft.names() for rel in draft.rels(name) if rel.kind == "chart"
    ]
    marked = [story.compiler.name for slide in slides for story in slide.stories]
    report_unfilled(draft, {*marked, *charts, *[part.name for part in shared]}, problems)
    if problems.found or order is None:
        return None
    _empty_base(draft, presentation, slides, shared)
    base = open_package(draft.save(), filename=package.filename, tags=False)
    made = tuple(slide.made for slide in slides if slide.made is not None)
    filled = tuple(part for part in shared if part.program is not None)
    return DeckTemplate(base, presentation, order, made, filled, properties, package)


# -- slides --------------------------------------------------------------------------------------


def _marked_slide(package: Package, number: int, part: str, problems: Problems) -> _Slide:
    slide = _Slide(number, part)
    names = [(part, f"slide {number}")]
    names += [(name, f"slide {number}, notes") for name in package.related(part, "notesSlide")]
    for name, said in names:
        root = parse(package.read(name))
        clean_tree(root)
        slide.hidden |= root.tag == q("p:sld") and root.get("show") in ("0", "false")
        compiler = PartCompiler(
            package, name, root, DRAWING, place_on_slide(said), problems, slides=True
        )
        pairs, marked, registry = compiler.structure()
        slide.stories.append(_Story(compiler, pairs, marked, registry))
    return slide


def _order_program(slides: list[_Slide], scope: Scope, problems: Problems) -> Program | None:
    """The program that says which slides an output shows, with the loop variables of each."""
    registry = Registry(problems)
    text = "".join(_SlideOrder(slides, registry, problems).marks())
    pieces = Assembler(registry, scope).pieces(text)
    if problems.found:
        return None
    return Program(pieces, problems.file, {"slide": print_slide})


@dataclass(slots=True)
class _SlideOrder:
    """Matches the tags that enclose slides, over all slides in order."""

    slides: list[_Slide]
    registry: Registry
    problems: Problems
    _open: list[Group] = field(default_factory=list)

    def marks(self) -> list[str]:
        marks: list[str] = []
        for slide in self.slides:
            marks += self._of_slide(slide)
        for group in self._open:
            self.problems.add(group.opener.mark, f"is never closed: end{group.name} is missing")
        return marks

    def _of_slide(self, slide: _Slide) -> list[str]:
        pairs = [story.pairs for story in slide.stories]
        spanning = [group for pair in pairs for group in pair.open]
        own = [group for pair in pairs for group in pair.groups if group.word == "slide"]
        ends = [found for pair in pairs for found in pair.closers]
        middles = [found for found in ends if _name(found) in ("else", "elif")]
        before = [self._middle(found) for found in middles]
        before += [self._opened(group) for group in [*spanning, *own]]
        self._open += spanning
        body = self.registry.add(Made(partial(_compiled, slide)))
        after = [self._closed(group, group.closer) for group in reversed(own)]
        after += [self._end(found) for found in ends if found not in middles]
        return [*before, body, *after]

    def _opened(self, group: Group) -> str:
        for middle in group.middles:
            self.problems.add(middle.mark, "must stand on a slide between the first and the last")
        return self._edge(group, "open", group.opener)

    def _closed(self, group: Group, closer: Found | None) -> str:
        assert closer is not None
        group.closer = closer
        return self._edge(group, "close", closer)

    def _middle(self, found: Found) -> str:
        if not self._open:
            self.problems.add(found.mark, "has no if before it")
            return ""
        return self._edge(self._open[-1], "middle", found)

    def _end(self, found: Found) -> str:
        wanted = _name(found).removeprefix("end")
        if not self._open or self._open[-1].name != wanted:
            self.problems.add(found.mark, f"has no {wanted} before it")
            return ""
        return self._closed(self._open.pop(), found)

    def _edge(self, group: Group, role: str, found: Found) -> str:
        self.registry.entries[found.number] = Edge(group, role, found)
        return mark_text(found.number)


def _name(found: Found) -> str:
    return found.statement.name if found.statement is not None else ""


def _compiled(slide: _Slide, place: Place) -> Piece:
    """Compile a slide under the names of its place, and show it."""
    scope = place.scope
    if any(story.compiler.continued for story in slide.stories):
        scope = scope.having(continuing.NAME, continuing.SHAPE)
    parts = [story.compiler.finish(story.marked, story.registry, scope) for story in slide.stories]
    package = slide.stories[0].compiler.package
    spoken = [story for story in slide.stories[1:] if _holds_values(story)]
    made = [_slide_part(package, part, notes=bool(spoken)) for part in parts]
    notes = made[1] if spoken else None
    slide.made = SlideTemplate(slide.number, made[0], notes)
    if slide.hidden:
        return Literal("")
    captures = (*place.scope.variables, "loop") if place.loops else ()
    mark = Mark(0, f"slide {slide.number}", "")
    if not captures:
        return Print(mark, None, "slide", (slide.number,))
    return Print(mark, None, "slide", (slide.number,), captures)


def _holds_values(story: _Story) -> bool:
    """Notes with nothing but conditions and plain words are for who edits the template."""
    return any(entry.expr is not None for entry in story.marked.found)


def _slide_part(package: Package, part: PartTemplate, *, notes: bool) -> SlidePart:
    rels = tuple(rel for rel in package.rels(part.name) if notes or rel.kind != "notesSlide")
    return SlidePart(part, rels, None if part.program else packed(part.xml))


# -- what all slides share -----------------------------------------------------------------------


def _shared_parts(package: Package, problems: Problems, scope: Scope) -> list[PartTemplate]:
    """Masters and layouts: one text for all slides, which knows no loop variables."""
    masters = [name for kind in _MASTERS for name in package.related(package.main_part, kind)]
    layouts = [name for master in masters for name in package.related(master, "slideLayout")]
    parts = []
    for name in [*masters, *layouts]:
        data = package.read(name)
        leading = {rel.id for rel in package.rels(name) if rel.kind == "slide"}
        if b"{{" not in data and b"{%" not in data and not leading:
            continue
        root = parse(data)
        for link in list(root.iter(*DRAWN_LINKS)):
            if link.get(q("r:id")) in leading:  # outputs make all slides anew
                remove(link)
        clean_tree(root)
        said = f"{'layout' if name in layouts else 'master'} {_own_name(root)}".rstrip()
        place = place_on_slide(said)
        compiler = PartCompiler(package, name, root, DRAWING, place, problems)
        parts.append(compiler.compile(scope))
    return parts


def _own_name(root: Element) -> str:
    found = root.find(q("p:cSld"))
    return f'"{found.get("name")}"' if found is not None and found.get("name") else ""


def _empty_base(
    draft: Draft, presentation: Presentation, slides: list[_Slide], shared: list[PartTemplate]
) -> None:
    """The package without its slides: outputs bring their own."""
    main = draft.package.main_part
    kept = tuple(rel for rel in draft.rels(main) if rel.kind != "slide")
    draft.set_rels(main, kept)
    draft.put(main, presentation.xml([], {}).encode())
    for slide in slides:
        for story in slide.stories:
            draft.remove(story.compiler.name)
    for part in shared:
        draft.put(part.name, part.base_xml.encode())
        items = tuple(rel for rel in draft.rels(part.name) if rel.id not in part.dropped)
        draft.set_rels(part.name, items)
    _without_slide_links(draft)
    prune(draft)


def _without_slide_links(draft: Draft) -> None:
    """Handout and notes masters never lead to slides; viewers' lists of slides do."""
    for source in list(draft.package.relations):
        items = draft.rels(source)
        kept = tuple(rel for rel in items if rel.external or rel.target in draft.names())
        if len(kept) != len(items) and source in draft.names():
            draft.set_rels(source, kept)
