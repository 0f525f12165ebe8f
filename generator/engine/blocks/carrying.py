"""What a block needs beside its text: pictures, links, bookmarks. Nothing else comes along."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engine.markup import Element, R, local, q, remove
from generator.office.draft import Draft
from generator.office.package import Package
from generator.office.relationships import Relationship

_CARRIED = ("image", "hyperlink")
_LEFT = {
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "altChunk": "another file",
    "subDoc": "another file",
}
_IN_R = f"{{{R}}}"


@dataclass(slots=True)
class Carrier:
    """From the main part of ``block`` to the part ``part`` of the host."""

    draft: Draft
    part: str
    block: Package

    def faults(self, elements: list[Element]) -> list[str]:
        """What in the block cannot come along, in words."""
        found = []
        rels = {rel.id: rel for rel in self.block.rels(self.block.main_part)}
        for element in _all(elements):
            if local(element) in _LEFT:
                found.append(_LEFT[local(element)])
            for _, id_ in _references(element):
                rel = rels.get(id_)
                if rel is not None and rel.kind not in _CARRIED:
                    found.append({"chart": "a chart"}.get(rel.kind, f"a part of kind {rel.kind}"))
        return list(dict.fromkeys(found))

    def bind(self, elements: list[Element]) -> None:
        """Relationships of the host for everything that the elements lead to."""
        rels = {rel.id: rel for rel in self.block.rels(self.block.main_part)}
        moved: dict[str, str] = {}
        for element in _all(elements):
            for attribute, id_ in _references(element):
                if id_ in rels and id_ not in moved:
                    moved[id_] = self._related(rels[id_])
                if id_ in moved:
                    element.set(attribute, moved[id_])

    def _related(self, rel: Relationship) -> str:
        if rel.external:
            return self.draft.relate(self.part, rel.kind, rel.target, external=True)
        ending = rel.target.rpartition(".")[2]
        name = self.draft.free_name(f"word/media/block{{}}.{ending}")
        entry = self.block.entries[rel.target]
        kind = self.block.types.of(rel.target)
        self.draft.put(name, self.block.read(entry.name), kind)
        return self.draft.relate(self.part, rel.kind, name)


def _all(elements: list[Element]) -> list[Element]:
    return [found for element in elements for found in element.iter()]


def _references(element: Element) -> list[tuple[str, str]]:
    named = [(str(name), str(value)) for name, value in element.attrib.items()]
    return [(name, value) for name, value in named if name.startswith(_IN_R)]


def renumber_bookmarks(root: Element, elements: list[Element]) -> None:
    """Ids and names that the host does not have; links inside the block follow."""
    starts = list(root.iter(q("w:bookmarkStart")))
    highest = max([int(e.get(q("w:id")) or 0) for e in starts] or [0])
    names = {e.get(q("w:name")) or "" for e in starts}
    ids: dict[str, str] = {}
    renamed: dict[str, str] = {}
    for element in _all(elements):
        if element.tag == q("w:bookmarkStart"):
            highest += 1
            ids[element.get(q("w:id")) or ""] = str(highest)
            old = new = element.get(q("w:name")) or ""
            number = 2
            while new in names:
                new, number = f"{old[:34]}_{number}", number + 1
            names.add(new)
            renamed[old] = new
            element.set(q("w:name"), new)
    for element in _all(elements):
        if element.tag in (q("w:bookmarkStart"), q("w:bookmarkEnd")):
            number_of = ids.get(element.get(q("w:id")) or "")
            if number_of is None:
                remove(element)  # an end without its beginning
            else:
                element.set(q("w:id"), number_of)
        anchor = element.get(q("w:anchor"))
        if anchor in renamed:
            element.set(q("w:anchor"), renamed[anchor])
