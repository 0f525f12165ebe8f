"""One output in the making: a package's parts with some changed, added or removed.

``save`` is on the hot path of every document. What did not change was checked when the template
was opened and is neither checked nor deflated again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.errors import PackageError

from . import gate
from .package import (
    Package,
    add_relationship,
    assemble,
    compressed,
    frame_entries,
    is_unused,
    reachable,
    reference_faults,
    references,
)
from .relationships import Relationship
from .zips import Entry

# Where each program's drawings say their id. Longer texts are found faster than short ones.
_DRAWING_IDS = {
    "word": (b"<wp:docPr ", re.compile(rb'<wp:docPr\b[^>]*?\bid="(\d+)"')),
    "ppt": (b"<p:cNvPr ", re.compile(rb'<p:cNvPr\b[^>]*?\bid="(\d+)"')),
    "xl": (b"<xdr:cNvPr ", re.compile(rb'<xdr:cNvPr\b[^>]*?\bid="(\d+)"')),
}


def naming(name: str, data: bytes) -> bytes:
    """As little of a part as names the same relationships and drawings."""
    _, pattern = _DRAWING_IDS.get(name.partition("/")[0], (b"", None))
    drawn = [found.group() + b"/>" for found in pattern.finditer(data)] if pattern else []
    return b"".join([*[b' r:id="%b"' % id_.encode() for id_ in sorted(references(data))], *drawn])


class Draft:
    """Parts of one output. Names are part names without leading slash."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._changed: dict[str, bytes] = {}
        self._packed: dict[str, Entry] = {}
        self._added: dict[str, str] = {}
        self._removed: set[str] = set()
        self._sound: set[str] = set()
        self._linking: dict[str, bytes] = {}
        self._relations: dict[str, tuple[Relationship, ...]] = {}

    def put(
        self,
        name: str,
        data: bytes,
        content_type: str | None = None,
        *,
        sound: bool = False,
        linking: bytes | None = None,
    ) -> None:
        """Set a part's bytes. A part that the package lacks needs its content type.

        ``sound``: it was shown before that what made these bytes makes well-formed XML only.
        ``linking``: what of them may name relationships and drawings, where it is not all.
        """
        self._removed.discard(name)
        (self._sound.add if sound else self._sound.discard)(name)
        self._changed[name] = data
        self._linking[name] = data if linking is None else linking
        if content_type is not None and content_type != self.package.types.of(name):
            self._added[name] = content_type

    def put_packed(self, entry: Entry, content_type: str | None = None) -> None:
        """Like ``put`` for bytes compressed before (a picture or part used in many outputs)."""
        self._removed.discard(entry.name)
        self._packed[entry.name] = entry
        if content_type is not None and content_type != self.package.types.of(entry.name):
            self._added[entry.name] = content_type

    def remove(self, name: str) -> None:
        """Take a part away with its own relationships (not those that lead to it)."""
        self._changed.pop(name, None)
        self._packed.pop(name, None)
        self._added.pop(name, None)
        self._removed.add(name)
        if self.rels(name):
            self._relations[name] = ()

    def read(self, name: str) -> bytes:
        """A part as it is by now. PackageError where there is none of that name."""
        found = self._changed.get(name)
        return self.package.read(name) if found is None else found

    def rels(self, source: str = "") -> tuple[Relationship, ...]:
        found = self._relations.get(source)
        return self.package.rels(source) if found is None else found

    def set_rels(self, source: str, items: tuple[Relationship, ...]) -> None:
        self._relations[source] = items

    def relate(self, source: str, type_: str, target: str, *, external: bool = False) -> str:
        """Add a relationship; returns its id. ``type_`` may be a kind such as ``hyperlink``."""
        items, id_ = add_relationship(self.rels(source), type_, target, external=external)
        self._relations[source] = items
        return id_

    def names(self) -> set[str]:
        kept = self.package.entries.keys() - self._removed
        return kept | self._changed.keys() | self._packed.keys()

    def free_name(self, pattern: str) -> str:
        """A name that is not taken, the lowest number in ``pattern`` ('ppt/charts/chart{}.xml')."""
        taken = self.names()
        number = 1
        while pattern.format(number) in taken:
            number += 1
        return pattern.format(number)

    def save(self) -> bytes:
        """The finished, checked file. ``PackageError`` names every faulty part."""
        faults = sorted(set(self._faults()))
        if faults:
            lines = [f"{self.package.filename}, part {part}: {why}" for part, why in faults]
            raise PackageError(
                "The filled template would not be a valid file. " + "; ".join(lines) + ".",
                next_step="Please report this with the template: it should have been refused.",
            )
        parts = {
            name: entry for name, entry in self.package.entries.items() if name not in self._removed
        }
        parts |= self._packed
        for name, data in self._changed.items():
            parts[name] = compressed(name, data)
        return assemble(self._frame(), parts)

    def _reshaped(self) -> bool:
        new = self._changed.keys() | self._packed.keys()
        return bool(
            self._relations or self._removed or self._added or new - self.package.entries.keys()
        )

    def _frame(self) -> dict[str, Entry]:
        if not self._reshaped():
            return dict(self.package.frame)
        types = self.package.types.changed(self._added, self._removed)
        return frame_entries(types, self._all_relations(), self.names())

    def _all_relations(self) -> dict[str, tuple[Relationship, ...]]:
        merged = {**self.package.relations, **self._relations}
        return {source: items for source, items in merged.items() if items}

    def _faults(self) -> Iterator[gate.Fault]:
        for name, data in self._changed.items():
            if name.endswith((".xml", ".vml")):
                problem = None if name in self._sound else gate.well_formed(data)
                if problem:
                    yield name, f"is not well-formed XML ({problem})"
                yield from self._reference_faults(name, self._linking[name])
        if self._reshaped():
            yield from self._shape_faults()

    def _reference_faults(self, name: str, data: bytes) -> Iterator[gate.Fault]:
        items = self.rels(name)
        if not data and not items:
            return
        used = references(data)
        yield from reference_faults(name, used, items)
        for item in items:
            if item.id not in used and is_unused(item, name, data):
                yield name, f"leads to {item.target} without using it"
        sign, pattern = _DRAWING_IDS.get(name.partition("/")[0], (b"", None))
        drawn = pattern.findall(data) if pattern is not None and sign in data else []
        if len(drawn) != len(set(drawn)):
            yield name, "uses one drawing id twice"

    def _shape_faults(self) -> Iterator[gate.Fault]:
        names = self.names()
        types = self.package.types.changed(self._added, self._removed)
        for name in names:
            if types.of(name) is None:
                yield name, "has no content type"
        relations = self._all_relations()
        for source, items in relations.items():
            if source and source not in names:
                yield source, "has relationships but is not in the package"
            yield from _rels_faults(source, items, names)
        for name, items in self._relations.items():
            yield from gate.relationship_faults(name or "_rels/.rels", items)
        for name in names - reachable(relations):
            yield name, "is led to by nothing"


def _rels_faults(
    source: str, items: tuple[Relationship, ...], names: set[str]
) -> Iterator[gate.Fault]:
    for item in items:
        if not item.external and item.target not in names:
            yield source, f"leads to {item.target}, which is not in the package"
