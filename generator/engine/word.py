"""Word templates: which parts are filled, and how a document is put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.engine.cleaning import clean_tree, prune, report_unfilled
from generator.engine.contents import (
    Contents,
    heading_levels,
    mark_contents,
    mark_headings,
    take_contents,
    write_contents,
)
from generator.engine.dialects import WORD, place_in_word
from generator.engine.language import (
    FormatsLike,
    Names,
    Problems,
    Scope,
)
from generator.engine.markup import Element, parse
from generator.engine.notes import Notes, bind_notes, loose_notes, without_unused
from generator.engine.output import Output
from generator.engine.parts import PartCompiler, PartTemplate
from generator.engine.properties import CoreProperties, clean_application
from generator.engine.rich.numbering import Lists, ListStyles
from generator.office.draft import Draft
from generator.office.package import Package, is_unused, open_package

_DRAWINGS = 1_000_000  # how far apart the ids of drawings begin in a document's parts
_STORIES = ("header", "footer", "footnotes", "endnotes")


@dataclass(frozen=True)
class WordTemplate:
    """A compiled Word file. Rendering changes nothing in it."""

    base: Package
    parts: tuple[PartTemplate, ...]
    contents: Contents | None
    properties: CoreProperties
    lists: ListStyles | None = None  # where formatted text is printed
    notes: Notes = field(default_factory=dict)
    document: str = ""  # the main part's text where it is the same in every output

    def render(self, values: Mapping[str, object], formats: FormatsLike) -> tuple[bytes, list[str]]:
        """The document's bytes and what was altered by rule."""
        draft = Draft(self.base)
        output = Output(draft, "word", values, formats)
        gone: set[str] = set()  # headers of sections that this document does not have
        document = self.document
        if self.lists is not None:
            output.lists = Lists(self.lists)
        for part in self.parts:
            if part.name in gone:
                continue
            data = part.render(output, part.name, output.context(values))
            sound, naming = part.sound, part.naming
            if self.contents is not None and part is self.parts[0]:
                data = write_contents(data.decode(), self.contents).encode()
                sound, naming = False, None
            if part.name in self.notes:
                kind, naming = self.notes[part.name], None
                data = without_unused(data.decode(), kind, document).encode()
            elif self.notes and part.name == self.base.main_part:
                document = data.decode()
            draft.put(part.name, data, sound=sound, linking=naming)
            gone |= part.settle(draft, part.name, data)
        if gone:
            prune(draft)
        if self.lists is not None:
            output.lists.write(draft)
        output.changes += self.properties.put(draft, values, formats)
        return draft.save(), output.changes


def compile_word(package: Package, names: Names, problems: Problems) -> WordTemplate | None:
    """Compile a Word file; None where ``problems`` were found."""
    draft = Draft(package)
    clean_application(draft)
    scope = Scope(names)
    main = package.main_part
    styles = _styles(package)
    compiled = [_Document(package, main, styles, problems).compile(scope)]
    contents = compiled[0][1]
    stories = [name for kind in _STORIES for name in package.related(main, kind)]
    stories = list(dict.fromkeys(stories))
    compiled += [
        (_story(package, name, problems, scope, number * _DRAWINGS), None)
        for number, name in enumerate(stories, 1)
    ]
    properties = CoreProperties(draft, problems, scope)
    charts = [
        rel.target for name in draft.names() for rel in draft.rels(name) if rel.kind == "chart"
    ]
    report_unfilled(draft, {main, *stories, *charts}, problems)
    if problems.found:
        return None
    document = compiled[0][0].xml
    notes = loose_notes(package, document)
    parts = []
    for part, _ in compiled:
        _settle(draft, part)
        if part.name in notes:
            rels = [rel for rel in package.rels(part.name) if is_unused(rel, part.name, b"")]
            parts.append(replace(part, optional=tuple([rel.id for rel in rels])))
        elif part.program is not None:
            parts.append(part)
    prune(draft)
    if not parts or parts[0].name != main:  # contents are written with the main part's text
        contents = None
    base = open_package(draft.save(), filename=package.filename, tags=False)
    lists = ListStyles.of(base) if any(part.rich for part in parts) else None
    return WordTemplate(base, tuple(parts), contents, properties, lists, notes, document)


def _settle(draft: Draft, part: PartTemplate) -> None:
    """Put the part's constant form into the base, without what each output makes anew."""
    kept = tuple(rel for rel in draft.rels(part.name) if rel.id not in part.dropped)
    if len(kept) != len(draft.rels(part.name)):
        draft.set_rels(part.name, kept)
    draft.put(part.name, part.base_xml.encode())


def _styles(package: Package) -> Element | None:
    named = package.related(package.main_part, "styles")
    return parse(package.read(named[0])) if named else None


def _story(
    package: Package, name: str, problems: Problems, scope: Scope, drawings: int
) -> PartTemplate:
    root = parse(package.read(name))
    clean_tree(root)
    compiler = PartCompiler(package, name, root, WORD, place_in_word(name), problems)
    compiler.drawings = drawings
    return compiler.compile(scope)


@dataclass(frozen=True)
class _Document:
    """The main part: the only one with a table of contents."""

    package: Package
    name: str
    styles: Element | None
    problems: Problems

    def compile(self, scope: Scope) -> tuple[PartTemplate, Contents | None]:
        root = parse(self.package.read(self.name))
        clean_tree(root)
        taken = take_contents(root, self.styles)
        compiler = PartCompiler(
            self.package, self.name, root, WORD, place_in_word(self.name), self.problems
        )
        _, marked, registry = compiler.structure()
        bind_notes(root, compiler.place, registry, self.problems)
        if taken is not None:
            mark_contents(taken[1], registry)
            mark_headings(root, heading_levels(self.styles), taken[0], registry)
        return compiler.finish(marked, registry, scope), taken[0] if taken else None
