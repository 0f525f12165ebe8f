"""One Office file as parts and relationships: opened behind a gate, changed as a draft, written.

``open_package`` refuses what could harm (see ``zips`` for size limits, ``gate`` for content) and
keeps every part's compressed bytes. A ``Draft`` is one output made from a package: only the parts
that it changes are deflated, and ``save`` checks the result before anyone sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial

from generator.errors import PackageError

from . import gate
from .advice import is_advised
from .relationships import (
    OFFICE_RELS,
    TYPES_PART,
    ContentTypes,
    Relationship,
    parse_rels,
    parse_types,
    rels_name,
    rels_source,
    write_rels,
)
from .watching import Budget
from .whereabouts import place_of
from .zips import (
    MAX_TOTAL,
    ArchiveFault,
    Entry,
    deflate,
    inflate,
    is_archive,
    read_entries,
    write_archive,
)

_NESTED = re.compile(r"\.(docx|xlsx|pptx|dotx|xltx|potx|sldx)$", re.IGNORECASE)
_REFERENCE = re.compile(rb' r:(?:id|embed|link|pict|dm|lo|qs|cs)="([^"]*)"')
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
# Kinds of relationship that do nothing unless an attribute of the part names their id.
NEEDS_USE = frozenset(
    {"slide", "image", "chart", "hyperlink", "package", "header", "footer"}
    | {"worksheet", "drawing", "table"}
)
_KINDS = {".docx": "wordprocessingml", ".pptx": "presentationml", ".xlsx": "spreadsheetml"}
_PROGRAMS = {
    "wordprocessingml": "a Word file",
    "presentationml": "a PowerPoint file",
    "spreadsheetml": "an Excel workbook",
}
_LISTED, _SHOWN = 20, 300  # faults of one file, characters of one
_RENEW = "Open the file in Office and save it again under a new name, or ask its author."
_THEN = "Then save the file."


@dataclass(frozen=True)
class Package:
    """A file that passed the gate. ``entries``: compressed parts by name, without the package's
    own parts (content types and relationships), which are held as ``types`` and ``relations``
    (by source part; ``""`` is the package)."""

    filename: str
    entries: Mapping[str, Entry]
    types: ContentTypes
    relations: Mapping[str, tuple[Relationship, ...]]
    _cache: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def read(self, name: str) -> bytes:
        """The part's bytes; ``PackageError`` where there is no such part."""
        if name not in self._cache:
            if name not in self.entries:
                raise PackageError(
                    f"{self.filename}: the part {name} is missing.", next_step=_RENEW
                )
            self._cache[name] = inflate(self.entries[name])
        return self._cache[name]

    def rels(self, source: str = "") -> tuple[Relationship, ...]:
        return self.relations.get(source, ())

    def related(self, source: str, kind: str) -> list[str]:
        """Names of the parts that ``source`` leads to by relationships of ``kind``, in order."""
        return [rel.target for rel in self.rels(source) if rel.kind == kind and not rel.external]

    @cached_property
    def main_part(self) -> str:
        found = self.related("", "officeDocument")
        if len(found) != 1 or found[0] not in self.entries:
            raise PackageError(f"{self.filename} is not an Office document.", next_step=_RENEW)
        return found[0]

    @property
    def content_type(self) -> str:
        """The main part's content type: which program the file belongs to."""
        return self.types.of(self.main_part) or ""

    @cached_property
    def frame(self) -> Mapping[str, Entry]:
        """The package's own parts, compressed once, for outputs with no other parts than these."""
        return frame_entries(self.types, self.relations, self.entries)


def open_package(data: bytes, *, filename: str, tags: bool = True) -> Package:
    """Open an Office file. ``PackageError`` names the file, and every faulty part.

    ``tags``: the addresses of links may hold tags, as those of templates do.
    """
    return _open(data, filename, tags, depth=0)


def _open(data: bytes, filename: str, tags: bool, depth: int) -> Package:
    try:
        budget = Budget()
        package, stray = _unpack(data, filename, budget)
        faults = sorted({*stray, *_faults(package, _Reading(budget, tags, depth))})
    except ArchiveFault as fault:
        raise _refusal(filename, [(fault.entry, fault.message)]) from fault
    if faults:
        raise _refusal(filename, faults)
    return package


def _refusal(filename: str, faults: Sequence[gate.Fault]) -> PackageError:
    lines = [
        f"{filename}{', part ' + _printable(part) if part else ''}: {_printable(why)}."
        for part, why in faults[:_LISTED]
    ]
    if len(faults) > _LISTED:
        lines.append(f"{filename}: and {len(faults) - _LISTED:,} faults more.")
    is_told = all(is_advised(why) for _, why in faults[:_LISTED])
    return PackageError(*lines, next_step=_THEN if is_told else _RENEW)


def _printable(text: str) -> str:
    """A name or target as the file has it may hold what a terminal obeys, and have no end."""
    shown = "".join([char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text])
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


def _unpack(data: bytes, filename: str, budget: Budget) -> tuple[Package, list[gate.Fault]]:
    entries = {entry.name: entry for entry in read_entries(data)}
    if TYPES_PART not in entries or "_rels/.rels" not in entries:
        raise ArchiveFault(
            "", "is not an Office file: its content types or relationships are missing"
        )
    own = {name: inflate(entries[name]) for name in entries if _is_own(name)}
    for name, content in own.items():
        for part, message in gate.xml_faults(name, content, budget):
            raise ArchiveFault(part, message)
    relations = {
        source: parse_rels(content, source)
        for name, content in sorted(own.items())
        if name != TYPES_PART and ((source := rels_source(name)) in entries or not source)
    }
    parts = {name: entries[name] for name in sorted(entries) if name not in own}
    types = _in_case(parse_types(own[TYPES_PART]), parts)
    relations = {source: _used(parts, source, items) for source, items in relations.items()}
    reached = reachable(relations)
    # Refused even where nothing leads to them: somebody put them there.
    stray = [f for name in parts for f in gate.part_faults(name, types.of(name) or "")]
    parts = {name: entry for name, entry in parts.items() if name in reached}
    relations = {
        source: relations[source] for source in relations if source in reached or not source
    }
    ghosts = [name for name in types.overrides if name not in parts]
    return Package(filename, parts, types.changed({}, ghosts), relations), stray


def _in_case(types: ContentTypes, names: Iterable[str]) -> ContentTypes:
    """Types under the names that the archive has: part names are the same in any case."""
    stored = {name.lower(): name for name in names}
    overrides = {stored.get(name.lower(), name): kind for name, kind in types.overrides.items()}
    return ContentTypes(types.defaults, overrides)


def _used(
    parts: Mapping[str, Entry], source: str, items: tuple[Relationship, ...]
) -> tuple[Relationship, ...]:
    """``items`` without those that the part should name but does not: residue of old edits."""
    if not source:
        return tuple(item for item in items if item.kind != "thumbnail")
    if not any(item.kind in NEEDS_USE for item in items):
        return items
    content = inflate(parts[source])
    return tuple(item for item in items if not is_unused(item, source, content))


def is_unused(item: Relationship, source: str, content: bytes) -> bool:
    """Whether a part leads to something that only an id in its XML could put to use."""
    if item.kind not in NEEDS_USE or (item.kind == "slide" and "/notesSlides/" in source):
        return False
    return f'"{item.id}"'.encode() not in content and f"'{item.id}'".encode() not in content


def reachable(relations: Mapping[str, tuple[Relationship, ...]]) -> set[str]:
    """Names of the parts that relationships lead to from the package."""
    seen: set[str] = set()
    waiting = [""]
    while waiting:
        for item in relations.get(waiting.pop(), ()):
            if not item.external and item.target not in seen:
                seen.add(item.target)
                waiting.append(item.target)
    return seen


def _is_own(name: str) -> bool:
    return name == TYPES_PART or name.endswith(".rels")


@dataclass
class _Reading:
    """What one opening shares: limits over all parts, and how deep in other files it is."""

    budget: Budget
    tags: bool
    depth: int
    unpacked: int = 0


def _faults(package: Package, reading: _Reading) -> Iterator[gate.Fault]:
    yield from _kind_faults(package)
    place = partial(place_of, package.relations, package.read)
    for source, items in package.relations.items():
        yield from gate.relationship_faults(
            source or "_rels/.rels", items, tags=reading.tags, place=place
        )
        for item in items:
            if not item.external and item.target not in package.entries:
                yield source, f"leads to {item.target}, which is not in the file"
    for name in package.entries:
        if package.types.of(name) is None:
            yield name, "has no content type"
        elif gate.is_xml(name, package.types):
            content = package.read(name)
            yield from gate.xml_faults(name, content, reading.budget)
            yield from reference_faults(name, references(content), package.rels(name))
        else:
            content = inflate(package.entries[name])
            yield from gate.binary_faults(name, content)
            if "/embeddings/" in name or _NESTED.search(name) or is_archive(content):
                yield from _nested_faults(name, content, reading)


def reference_faults(
    name: str, used: set[str], items: Sequence[Relationship]
) -> Iterator[gate.Fault]:
    """Ids in a part's XML that none of its relationships has: Office would repair the file."""
    for id_ in sorted(used - {item.id for item in items} - {""}):
        yield name, f"refers to the relationship {id_}, which it does not have"


def references(data: bytes) -> set[str]:
    """The ids of relationships that a part's XML names in attributes: a text may say the same."""
    return {
        found[1].decode(errors="replace")
        for found in _REFERENCE.finditer(data)
        if b">" not in _QUOTED.sub(b"", data[data.rfind(b"<", 0, found.start()) : found.start()])
    }


def _kind_faults(package: Package) -> Iterator[gate.Fault]:
    """A file's name says which program opens it; its main part, which can."""
    wanted = _KINDS.get(package.filename.lower()[-5:])
    if wanted is not None and wanted not in package.content_type:
        said = next((word for word in _KINDS.values() if word in package.content_type), "")
        what = _PROGRAMS.get(said, "of an unknown kind")
        yield "", f"is {what} inside, though its name ends in {package.filename[-5:]}"


def _nested_faults(name: str, content: bytes, reading: _Reading) -> Iterator[gate.Fault]:
    """An embedded file passes the same gate; only Office packages may be embedded, one deep."""
    if not is_archive(content):
        yield name, "is an embedded object that is no Office file"
        return
    if reading.depth:
        yield name, "is a file within a file within a file"
        return
    try:
        inner = _open(content, name, reading.tags, reading.depth + 1)
    except PackageError as error:
        said = "; ".join(error.message.splitlines()).rstrip(".")
        yield name, f"holds a file that is refused: {said}"
        return
    reading.unpacked += sum(entry.size for entry in inner.entries.values())
    if reading.unpacked > MAX_TOTAL:
        yield name, f"makes the embedded files unpack to more than {MAX_TOTAL:,} bytes"


def frame_entries(
    types: ContentTypes,
    relations: Mapping[str, tuple[Relationship, ...]],
    names: Iterable[str],
) -> dict[str, Entry]:
    """Content types and relationships parts, compressed."""
    frame = {TYPES_PART: compressed(TYPES_PART, types.to_xml(names))}
    for source, items in relations.items():
        if items:
            name = rels_name(source)
            frame[name] = compressed(name, write_rels(source, items))
    return frame


def compressed(name: str, data: bytes) -> Entry:
    """``data`` deflated. Small parts are mostly the same in a template's outputs, such as a footer
    with a day: to start zlib costs more than to deflate them, and these are remembered."""
    return _remembered(name, data) if len(data) <= _SMALL else deflate(name, data)


_SMALL = 2_048  # bytes
_remembered = lru_cache(maxsize=512)(deflate)


def assemble(frame: Mapping[str, Entry], parts: Mapping[str, Entry]) -> bytes:
    """The archive: content types first, as readers that stream expect, then all else by name."""
    merged = {**parts, **frame}
    first = merged.pop(TYPES_PART)
    return write_archive([first, *[merged[name] for name in sorted(merged)]])


def add_relationship(
    items: tuple[Relationship, ...], type_: str, target: str, *, external: bool = False
) -> tuple[tuple[Relationship, ...], str]:
    """``items`` with one more, and its new id (the lowest free ``rIdN``)."""
    taken = {item.id for item in items}
    number = len(items) + 1
    while f"rId{number}" in taken:
        number += 1
    kind = type_ if "/" in type_ else OFFICE_RELS + type_
    return (
        *items,
        Relationship(f"rId{number}", kind, target, external),
    ), f"rId{number}"
