"""Word's footnotes and endnotes: each has one text, and goes where its reference was left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from generator.engine.assembly import Made, Place
from generator.engine.language import Literal, Piece, Problems
from generator.engine.markup import Element, parse, q
from generator.engine.registry import Registry
from generator.office.package import Package

KINDS = ("footnote", "endnote")
Notes = Mapping[str, str]
"""Parts whose notes depend on the text that refers to them, with the kind: footnote or endnote."""


def bind_notes(
    root: Element, where: Callable[[Element], str], registry: Registry, problems: Problems
) -> None:
    """One note has one text: two references to it would show the same values."""
    seen: set[str] = set()
    for note in root.iter(*[q(f"w:{kind}Reference") for kind in KINDS]):
        number = note.get(q("w:id")) or ""
        if f"{note.tag}{number}" in seen:
            problems.at("notes", "two references lead to the same footnote")
        seen.add(f"{note.tag}{number}")
        once = partial(_once, problems, where(note), number)
        note.set(q("w:id"), registry.add(Made(once)))


def _once(problems: Problems, where: str, number: str, place: Place) -> Piece:
    if place.loops:
        message = "a reference to a footnote stands in a loop, but a footnote has one text"
        problems.at(where, message, "write what it says into the text")
    return Literal(number)


def loose_notes(package: Package, document: str) -> Notes:
    """The parts with a note that some documents do not refer to. ``document``: the XML of what
    stands in all of them."""
    found = {}
    for kind in KINDS:
        used = _used(kind, document)
        for name in package.related(package.main_part, f"{kind}s"):
            notes = parse(package.read(name)).findall(q(f"w:{kind}"))
            if any(n.get(q("w:type")) is None and n.get(q("w:id")) not in used for n in notes):
                found[name] = kind
    return found


def _used(kind: str, document: str) -> set[str]:
    return set(re.findall(rf'<w:{kind}Reference\b[^>]*?\bw:id="([^"]*)"', document))


def without_unused(text: str, kind: str, document: str) -> str:
    """A part of notes without those that the rendered document refers to nowhere. Those with a
    type are lines between notes and page."""
    used = _used(kind, document)

    def kept(found: re.Match[str]) -> str:
        number = re.search(r'\bw:id="([^"]*)"', found[1])
        needed = "w:type=" in found[1] or number is None or number[1] in used
        return found[0] if needed else ""

    return re.sub(rf"<w:{kind}\b([^>]*)>.*?</w:{kind}>", kept, text, flags=re.DOTALL)
