"""Putting a deck together: slides as new parts, their order, ids, sections and relationships."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import quoteattr

from generator.engine.cleaning import prune
from generator.engine.continuing import NAME
from generator.engine.language import Context, FormatsLike, Program, Refused
from generator.engine.markup import Element, insert_before, parse, q, serialize
from generator.engine.output import Output
from generator.engine.paging import Page
from generator.engine.parts import PartTemplate
from generator.engine.placeholders import without_empty
from generator.engine.properties import CoreProperties
from generator.errors import PackageError, RenderError, TemplateProblem
from generator.office.draft import Draft
from generator.office.package import Package
from generator.office.relationships import Relationship
from generator.office.zips import Entry, deflate

SLIDE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml"
_FIRST_ID = 256  # ECMA-376 part 1, §19.7.13: slide ids start here
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_LIST, _SECTIONS = "\ufdd2", "\ufdd3"
# The extension around a list of sections that came out empty, which the schema does not allow.
_NO_SECTIONS = re.compile(
    f"<p:ext [^>]*>\\s*<p14:sectionLst[^>]*>{_SECTIONS}</p14:sectionLst></p:ext>"
)

_LINK = re.compile(
    rb'<a:hlink(Click|Hover|MouseOver)\b[^>]*? r:id="([^"]*)"[^>]*?(?:/>|>.*?</a:hlink\1>)',
    re.DOTALL,
)


@dataclass(frozen=True)
class SlidePart:
    """A compiled slide or notes part with its template's relationships; ``entry``: the part
    compressed, where it is the same in every output."""

    part: PartTemplate
    rels: tuple[Relationship, ...]
    entry: Entry | None


@dataclass(frozen=True)
class SlideTemplate:
    number: int
    slide: SlidePart
    notes: SlidePart | None


@dataclass(frozen=True)
class Shown:
    """One slide of an output: which template slide, with which loop variables."""

    number: int
    variables: Mapping[str, object]


@dataclass(frozen=True)
class Presentation:
    """``presentation.xml`` around its list of slides."""

    slides: tuple[str, ...]  # part names in order
    text: str  # with characters in the places of the slide list and of the sections
    sections: tuple[tuple[str, str, tuple[int, ...]], ...]  # (name, id, numbers of slides)

    @staticmethod
    def of(package: Package) -> Presentation:
        root = parse(package.read(package.main_part))
        targets = {rel.id: rel.target for rel in package.rels(package.main_part)}
        listed = root.find(q("p:sldIdLst"))
        entries = list(listed) if listed is not None else []
        slides = tuple(targets.get(entry.get(q("r:id"), ""), "") for entry in entries)
        if "" in slides or len(set(slides)) != len(slides):
            raise PackageError(
                f"{package.filename}: its list of slides names one twice, or one that is missing.",
                next_step="Open the file in PowerPoint and save it again.",
            )
        numbers = {entry.get("id"): number for number, entry in enumerate(entries, 1)}
        if listed is not None:
            _replace(listed, _LIST)
        sections = _take_sections(root, numbers)
        return Presentation(slides, serialize(root), sections)

    def xml(self, ids: list[tuple[int, str]], shown: Mapping[int, list[int]]) -> str:
        """The part for slides with these (id, relationship id) and, by template slide, ids."""
        listed = "".join([f'<p:sldId id="{number}" r:id="{rel}"/>' for number, rel in ids])
        text = self.text.replace(_LIST, f"<p:sldIdLst>{listed}</p:sldIdLst>" if ids else "")
        sections = self._section_xml(shown)
        if not sections:
            text = _NO_SECTIONS.sub("", text)
        return text.replace(_SECTIONS, sections)

    def _section_xml(self, shown: Mapping[int, list[int]]) -> str:
        made = []
        for name, key, numbers in self.sections:
            inside = [slide for number in numbers for slide in shown.get(number, ())]
            if not inside:
                continue  # its name would tell of slides that this reader does not get
            entries = "".join([f'<p14:sldId id="{slide}"/>' for slide in inside])
            made.append(
                f'<p14:section name="{name}" id="{key}"><p14:sldIdLst>{entries}</p14:sldIdLst>'
                "</p14:section>"
            )
        return "".join(made)


def _replace(element: Element, text: str) -> None:
    parent = element.getparent()
    assert parent is not None
    insert_before(element, text + (element.tail or ""))
    parent.remove(element)


def _take_sections(
    root: Element, numbers: Mapping[str | None, int]
) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """Replace the sections of the extension list by a character; slides of one section follow
    each other in a template, and so do their copies."""
    found = next(root.iter(f"{{{_P14}}}sectionLst"), None)
    if found is None:
        return ()
    sections = []
    for section in found:
        inside = [numbers.get(entry.get("id")) for entry in section.iter(f"{{{_P14}}}sldId")]
        known = tuple(number for number in inside if number is not None)
        name = quoteattr(section.get("name") or "")[1:-1]
        sections.append((name, section.get("id") or "", known))
    for child in list(found):
        found.remove(child)
    found.text = _SECTIONS
    return tuple(sections)


def print_slide(
    context: Context, _value: Any, _tag: int, number: int, captured: dict[str, Any] | None = None
) -> str:
    """Note that a slide is shown, with the loop variables of this moment."""
    variables = dict(captured or {})
    loop = variables.get("loop")
    if loop is not None:
        fields = ("index", "index0", "first", "last", "length", "revindex")
        variables["loop"] = SimpleNamespace(**{name: getattr(loop, name) for name in fields})
    context.budget.add_part()
    context.state.append(Shown(number, variables))
    return ""


def packed(xml: str) -> Entry:
    return deflate("", without_empty(xml.encode()))


@dataclass(frozen=True)
class DeckTemplate:
    """A compiled PowerPoint file. Rendering changes nothing in it."""

    base: Package
    presentation: Presentation
    order: Program
    slides: tuple[SlideTemplate, ...]
    shared: tuple[PartTemplate, ...]
    properties: CoreProperties
    source: Package

    def render(self, values: Mapping[str, object], formats: FormatsLike) -> tuple[bytes, list[str]]:
        """The deck's bytes and what was altered by rule."""
        shown: list[Shown] = []
        draft = Draft(self.base)
        output = Output(draft, "ppt", values, formats)
        self.order.render(output.context(values, shown))
        gone: set[str] = set()
        for part in self.shared:
            data = part.render(output, part.name, output.context(values))
            draft.put(part.name, data, sound=part.sound)
            gone |= part.settle(draft, part.name, data)
        if gone:
            prune(draft)
        _Deck(self, output, shown).write()
        output.changes += self.properties.put(draft, values, formats)
        return draft.save(), output.changes


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One slide that is made; ``page`` and ``links`` belong to a table that is continued."""

    entry: Shown
    page: Page | None = None
    links: tuple[Relationship, ...] = ()

    @property
    def variables(self) -> dict[str, object]:
        made = dict(self.entry.variables)
        if self.page is not None:
            page = self.page
            made[NAME] = {"page": page.number, "pages": page.count, "left": page.left}
        return made


@dataclass(slots=True)
class _Deck:
    """One output's slides."""

    template: DeckTemplate
    output: Output
    shown: list[Shown]
    _first: dict[str, str] = field(default_factory=dict)  # template part -> first copy's name

    def write(self) -> None:
        sheets: list[_Sheet] = []
        for entry in self.shown:
            name = f"ppt/slides/slide{len(sheets) + 1}.xml"
            self._first.setdefault(self.template.slides[entry.number - 1].slide.part.name, name)
            sheets += self._sheets(entry, name)
        ids: list[tuple[int, str]] = []
        by_template: dict[int, list[int]] = {}
        main = self.template.base.main_part
        for position, sheet in enumerate(sheets, 1):
            name = self._slide(position, sheet)
            number = _FIRST_ID + position - 1
            ids.append((number, self.output.draft.relate(main, "slide", name)))
            by_template.setdefault(sheet.entry.number, []).append(number)
        self.output.draft.put(main, self.template.presentation.xml(ids, by_template).encode())

    def _sheets(self, entry: Shown, name: str) -> list[_Sheet]:
        """The slides that one shown slide needs: more than one where its table goes on."""
        made = self.template.slides[entry.number - 1].slide
        if made.part.continued is None:
            return [_Sheet(entry)]
        draft = self.output.draft
        draft.set_rels(name, made.rels)
        context = self.output.context({**self.output.values, **entry.variables})
        pages = made.part.pages(self.output, name, context)
        links = draft.rels(name)[len(made.rels) :]
        self._count(entry, len(pages) - 1)
        return [_Sheet(entry, page, links) for page in pages]

    def _count(self, entry: Shown, more: int) -> None:
        try:
            for _ in range(more):
                self.output.budget.add_part()
        except Refused as refused:
            file, place = self.template.base.filename, f"slide {entry.number}"
            raise RenderError(TemplateProblem(file, place, "", str(refused))) from None

    def _slide(self, position: int, sheet: _Sheet) -> str:
        template = self.template.slides[sheet.entry.number - 1]
        name = f"ppt/slides/slide{position}.xml"
        notes = f"ppt/notesSlides/notesSlide{position}.xml"
        moved = {template.slide.part.name: name}
        if template.notes is not None:
            moved[template.notes.part.name] = notes
        self._part(template.slide, name, moved, sheet, SLIDE_TYPE)
        if template.notes is not None:
            self._part(template.notes, notes, moved, sheet, NOTES_TYPE)
        return name

    def _part(
        self,
        made: SlidePart,
        name: str,
        moved: Mapping[str, str],
        sheet: _Sheet,
        content_type: str,
    ) -> None:
        draft = self.output.draft
        draft.set_rels(name, tuple(self._rels(made, name, moved)) + self._links(made, sheet))
        lost = self._lost(made, moved)
        if made.entry is not None and not lost:
            entry = made.entry
            draft.put_packed(
                Entry(name, entry.method, entry.crc, entry.size, entry.payload), content_type
            )
            self._bring_all(name)
            return
        variables = sheet.variables
        values = {**self.output.values, **variables} if variables else self.output.values
        context = self.output.context(values)
        data = made.part.render(self.output, name, context, sheet.page)
        data = self._without_links(name, without_empty(data), lost)
        made.part.settle(draft, name, data)
        self._bring_all(name)
        draft.put(name, data, content_type, sound=made.part.sound and not lost)

    def _lost(self, made: SlidePart, moved: Mapping[str, str]) -> frozenset[str]:
        """The relationships that lead to slides which this output leaves out."""
        known = self._first.keys() | moved.keys()
        return frozenset(
            rel.id for rel in made.rels if rel.kind == "slide" and rel.target not in known
        )

    def _without_links(self, name: str, data: bytes, lost: frozenset[str]) -> bytes:
        """What led to a slide that is not there leads nowhere, and so looks."""
        if not lost:
            return data
        data = _LINK.sub(lambda found: b"" if found[2].decode() in lost else found[0], data)
        items = self.output.draft.rels(name)
        kept = [rel for rel in items if rel.id not in lost or f'"{rel.id}"'.encode() in data]
        self.output.draft.set_rels(name, tuple(kept))
        return data

    def _links(self, made: SlidePart, sheet: _Sheet) -> tuple[Relationship, ...]:
        """The relationships of the rows that this slide shows of a continued table."""
        if made.part.continued is None or sheet.page is None:
            return ()
        return tuple(rel for rel in sheet.links if f'"{rel.id}"' in sheet.page.table)

    def _rels(self, made: SlidePart, name: str, moved: Mapping[str, str]) -> list[Relationship]:
        """The template's relationships for one copy: its own notes, links to slides that exist."""
        items = []
        for rel in made.rels:
            if rel.id in made.part.dropped:
                continue
            target = rel.target if rel.external else moved.get(rel.target, rel.target)
            if rel.kind == "slide" and target == rel.target:
                target = self._first.get(rel.target, moved.get(made.part.name, name))
            items.append(Relationship(rel.id, rel.type, target, rel.external))
        return items

    def _bring_all(self, name: str) -> None:
        """The parts that a finished slide leads to, but for slides and notes, which come anyway."""
        known = self.output.draft.names()
        for rel in self.output.draft.rels(name):
            inside = not rel.external and rel.kind not in ("slide", "notesSlide")
            if inside and rel.target not in known:
                self._bring(rel.target)

    def _bring(self, target: str) -> None:
        """A part that only slides lead to: from the template, with all it leads to."""
        source, draft = self.template.source, self.output.draft
        if target not in source.entries or target in draft.names():
            return
        draft.put_packed(source.entries[target], source.types.of(target))
        items = source.rels(target)
        if items:
            draft.set_rels(target, items)
            for rel in items:
                if not rel.external:
                    self._bring(rel.target)
