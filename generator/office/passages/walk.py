"""From part to part as relationships lead, then through what none leads to."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from ..relationships import TYPES_PART, rels_name
from ..zips import MAX_PART, ArchiveFault, is_archive
from .archive import Archive, Budget, Member, open_archive, too_much
from .encoded import Inner, readable
from .kept import picture_or_bytes, taken_apart
from .places import CARRIERS, joined, label_of, main_label
from .rules import BYTES, CARRIER, LINK, MARKUP, UNREAD
from .state import Finding, Relation, Taken
from .xml import unescaped_link

_DEEPEST = 8
_MOST_LEVELS = 40
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP = b"\x1f\x8b\x08"
_CLOSED = (b"%PDF", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd")
# Byte order marks, the zeros of wide encodings and blanks may stand before it.
_XML = re.compile(rb"[\x00\xef\xbb\xbf\xff\xfe \t\r\n]*<")
_ON_SLIDES = ("slide", "slideLayout", "slideMaster", "")
SECOND = "a second copy of a part"
ORPHAN = "a part that nothing leads to"


@dataclass(slots=True)
class _Package:
    """One archive on the way: its members by name in small letters, and those already told."""

    members: dict[str, list[Member]]
    place: str
    seen: set[str] = field(default_factory=set)
    waiting: deque[tuple[str, str, str]] = field(default_factory=deque)  # name, label, kind
    page: tuple[int, int] = (0, 0)
    strings: tuple[str, ...] = ()
    shown: set[str] = field(default_factory=set)
    held: list[Finding] = field(default_factory=list)  # shared texts, told when cells are known


@dataclass(slots=True)
class Walk:
    """One file, with what may still be unpacked of it."""

    budget: Budget
    depth: int = 0
    level: int = 0

    def package(self, archive: Archive, place: str) -> Iterator[Finding]:
        """All findings of an archive, its places below ``place``."""
        if self.depth >= _DEEPEST:
            raise too_much(f"it holds files inside files deeper than {_DEEPEST}")
        self.depth += 1
        for what, data in archive.loose:
            yield from _as_bytes(data, joined(place, what))
        members: dict[str, list[Member]] = {}
        for member in archive.members:
            members.setdefault(member.name.lower(), []).append(member)
        package = _Package(members, place)
        yield from self._linked(package)
        yield from self._types(package)
        yield from self._orphans(package)
        yield from (f for f in package.held if f[1] not in package.shown)
        self.depth -= 1

    def _linked(self, package: _Package) -> Iterator[Finding]:
        yield from self._relations(package, "", "", Taken(()), main=False)
        yield from self._waiting(package)

    def _waiting(self, package: _Package) -> Iterator[Finding]:
        while package.waiting:
            name, label, kind = package.waiting.popleft()
            yield from self._part(package, name, label, kind)

    def _types(self, package: _Package) -> Iterator[Finding]:
        """The content types; the names in them are told with their parts."""
        place = joined(package.place, "content types")
        for member in self._own(package, TYPES_PART):
            yield from _around(member, place)
            for finding in self._content(member.data, TYPES_PART, place):
                if finding[1].lstrip("/").lower() not in package.members:
                    yield finding

    def _own(self, package: _Package, name: str) -> list[Member]:
        """The copies of a part that belongs to the package itself."""
        package.seen.add(name.lower())
        return package.members.get(name.lower(), [])

    def _orphans(self, package: _Package) -> Iterator[Finding]:
        """Relationships come last: they may be told with the part that they start from."""
        for name in sorted(package.members, key=lambda name: name.endswith(".rels")):
            if name in package.seen:
                continue
            first = package.members[name][0]
            label = f"part {first.name}"
            if first.data or not first.name.endswith("/"):
                yield joined(package.place, label), ORPHAN, CARRIER
            yield from self._part(package, name, label, "")
            yield from self._waiting(package)

    def _part(self, package: _Package, name: str, label: str, kind: str) -> Iterator[Finding]:
        """All copies of one part, and where each leads."""
        package.seen.add(name)
        for number, member in enumerate(package.members[name]):
            copy = f"copy {number + 1}" if number else ""
            place = joined(package.place, label, copy)
            yield joined(package.place, f"name of part {member.name}"), unquote(member.name), MARKUP
            if number:
                yield place, SECOND, CARRIER
            yield from self._member(package, member, joined(label, copy), kind)

    def _member(
        self, package: _Package, member: Member, label: str, kind: str
    ) -> Iterator[Finding]:
        place = joined(package.place, label)
        if CARRIERS.get(kind):
            yield place, CARRIERS[kind], CARRIER
        yield from _around(member, place)
        if is_xml(member.data):
            yield from self._xml(package, member, label, kind)
        else:
            yield from self._content(member.data, member.name, place)
            yield from self._relations(package, member.name, label, Taken(()), main=False)

    def _xml(self, package: _Package, member: Member, label: str, kind: str) -> Iterator[Finding]:
        main = kind == "officeDocument"
        cells = kind in ("worksheet", "")
        if main:
            package.strings = self._strings(package, member.name)
        page = package.page if kind in _ON_SLIDES else (0, 0)
        taken = taken_apart(member.data, page, package.strings if cells else ())
        if main:
            package.page = taken.page
            label = "" if package.place else main_label(taken.root)
        if taken.hidden and kind == "slide":
            label = f"{label} (hidden)"
        if kind == "sharedStrings":
            package.held += _placed(taken.findings, joined(package.place, label))
        else:
            yield from _placed(taken.findings, joined(package.place, label))
        package.shown |= {package.strings[number] for number in taken.shared}
        yield from self._inner(taken.inner, joined(package.place, label))
        yield from self._relations(package, member.name, label, taken, main=main)

    def _strings(self, package: _Package, source: str) -> tuple[str, ...]:
        """A workbook's shared texts, which are needed before the cells that show them."""
        for relation in self._leading(package, source):
            if relation.kind == "sharedStrings":
                for member in package.members.get(_target(relation, source).lower(), ()):
                    return taken_apart(member.data).strings
        return ()

    def _leading(self, package: _Package, source: str) -> Iterator[Relation]:
        for member in self._own(package, rels_name(source)):
            yield from taken_apart(member.data).relations

    def _relations(
        self, package: _Package, source: str, label: str, taken: Taken, *, main: bool
    ) -> Iterator[Finding]:
        """Tells the part's relationships, and makes what they lead to wait for its turn."""
        place = joined(package.place, label or ("package" if not source else ""), "relationships")
        for number, member in enumerate(self._own(package, rels_name(source))):
            if number:
                yield place, SECOND, CARRIER
            yield from _around(member, place)
            yield from self._content(member.data, "", place)
        for relation in self._leading(package, source):
            target = _target(relation, source)
            known = not relation.external and target.lower() in package.members
            link = joined(package.place, label, "link")
            if not (known and target.endswith(relation.target.lstrip("./"))):
                yield link, unescaped_link(relation.target), LINK
            if not known:
                yield from _outside(relation, link)
            elif target.lower() not in package.seen:
                package.seen.add(target.lower())
                where = label_of(relation, target, label, taken, main=main)
                package.waiting.append((target.lower(), where, relation.kind))

    def _inner(self, items: tuple[Inner, ...], place: str) -> Iterator[Finding]:
        for item in items:
            self.budget.take(item.word, len(item.data), len(item.data))
            yield from self._content(item.data, "", joined(place, item.word))

    def _content(self, data: bytes, name: str, place: str) -> Iterator[Finding]:
        """Data of any form, by how it begins."""
        if self.level >= _MOST_LEVELS:
            raise too_much(f"it holds data inside data deeper than {_MOST_LEVELS}")
        self.level += 1
        yield from self._by_form(data, name, place)
        self.level -= 1

    def _by_form(self, data: bytes, name: str, place: str) -> Iterator[Finding]:
        if is_archive(data):
            yield from self._nested(data, place)
        elif is_xml(data):
            taken = taken_apart(data)
            yield from _placed(taken.findings, place)
            yield from self._inner(taken.inner, place)
        elif data.startswith(_GZIP):
            yield from self._unzipped(data, name, place)
        else:
            yield from self._binary(data, place)

    def _binary(self, data: bytes, place: str) -> Iterator[Finding]:
        taken = picture_or_bytes(data)
        yield from _placed(taken.findings, place)
        yield from self._inner(taken.inner, place)
        if data.startswith(_COMPOUND):
            yield place, "an embedded object", CARRIER
        elif data.startswith(_CLOSED):
            yield place, UNREAD, CARRIER
        start = data.find(b"PK\x03\x04")
        if start > 0 and data.rfind(b"PK\x05\x06") > start:
            yield from self._nested(data[start:], joined(place, "archive inside"), sure=False)

    def _nested(self, data: bytes, place: str, *, sure: bool = True) -> Iterator[Finding]:
        try:
            archive = open_archive(data, self.budget)
        except ArchiveFault:
            if sure:
                yield place, UNREAD, CARRIER
                yield from _as_bytes(data, place)
            return
        yield from self.package(archive, place)

    def _unzipped(self, data: bytes, name: str, place: str) -> Iterator[Finding]:
        """gzip, as pictures of the kinds EMZ, WMZ and SVGZ are."""
        yield from _as_bytes(data, place)
        content, rest = b"", data
        while rest.startswith(_GZIP):
            machine = zlib.decompressobj(31)
            try:
                content += machine.decompress(rest, MAX_PART + 1 - len(content))
            except zlib.error:
                yield place, UNREAD, CARRIER
                break
            rest = machine.unused_data
            if len(content) > MAX_PART:
                break
        self.budget.take(name or place, len(content), len(data))
        yield from self._content(content, name, place)


def is_xml(data: bytes) -> bool:
    """By its beginning: names and content types may say anything."""
    return _XML.match(data) is not None


def _target(relation: Relation, source: str) -> str:
    folder = posixpath.join("/", posixpath.dirname(source))
    path = unquote(relation.target.partition("#")[0])
    return posixpath.normpath(posixpath.join(folder, path)).lstrip("/")


def _outside(relation: Relation, place: str) -> Iterator[Finding]:
    """What a relationship means that leaves the package; a link that is followed means nothing."""
    if CARRIERS.get(relation.kind):
        yield place, CARRIERS[relation.kind], CARRIER
    elif relation.external and relation.kind != "hyperlink":
        yield place, "a link to another file", CARRIER


def _placed(findings: tuple[Finding, ...], place: str) -> Iterator[Finding]:
    for word, text, kind in findings:
        yield (f"{place}, {word}" if place and word else place or word), text, kind


def _around(member: Member, place: str) -> Iterator[Finding]:
    """What an entry says beside its content."""
    if not member.listed:
        yield place, ORPHAN, CARRIER
    if member.fault:
        yield place, UNREAD, CARRIER
    for what, data in member.notes:
        yield from _as_bytes(data, joined(place, what))
    yield from _as_bytes(member.rest, joined(place, "bytes after its end"))


def _as_bytes(data: bytes, place: str) -> Iterator[Finding]:
    for encoding, text in readable(data):
        yield f"{place}, as {encoding}", text, BYTES
