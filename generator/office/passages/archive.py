"""A ZIP archive laid open to its last byte: every copy of every entry, listed or not, and the rest.

Programs disagree about archives that are put together oddly: which of two entries counts, whether
the list at the end or the headers between are true. So all of it is read. Source: PKWARE's
APPNOTE 6.3.3. The limits are those of ``office.zips``; who goes beyond them gets a PackageError.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.errors import PackageError

from ..zips import (
    DEFLATED,
    MAX_ENTRIES,
    MAX_PART,
    MAX_RATIO,
    MAX_TOTAL,
    RATIO_FLOOR,
    STORED,
    ArchiveFault,
)

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_SIZES_AFTER = 0x0008
_NEXT = "Open the file in Office and save it again under a new name, or ask its author."


@dataclass(slots=True)
class Budget:
    """What may still be unpacked of one file, at all depths together."""

    total: int = MAX_TOTAL
    entries: int = MAX_ENTRIES

    def take(self, name: str, size: int, packed: int) -> None:
        """PackageError where ``size`` bytes out of ``packed`` are more than the limits allow."""
        self.total -= size
        if size > MAX_PART or size > max(RATIO_FLOOR, MAX_RATIO * packed):
            raise too_much(f"{name} unpacks to {size:,} bytes")
        if self.total < 0:
            raise too_much(f"it unpacks to more than {MAX_TOTAL:,} bytes")


def too_much(why: str) -> PackageError:
    return PackageError(f"The file is not read: {why}.", next_step=_NEXT)


@dataclass(frozen=True, slots=True)
class Member:
    """One entry. ``rest``: bytes that follow its compressed stream; ``fault``: why ``data`` is
    not the whole of it; ``listed``: whether the archive's directory names it; ``notes``: its
    comment, its other name, its extra fields."""

    name: str
    data: bytes
    rest: bytes = b""
    fault: str = ""
    listed: bool = True
    notes: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    extra: bytes = b""
    comment: bytes = b""


@dataclass(slots=True)
class _Layout:
    """Where the archive's bytes are accounted for: pairs of first and after-last."""

    covered: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Archive:
    members: tuple[Member, ...]
    loose: tuple[tuple[str, bytes], ...]  # (what, bytes): comment, bytes around and between


def open_archive(data: bytes, budget: Budget) -> Archive:
    """All members and all other bytes. ``ArchiveFault`` where ``data`` is no archive."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + _END.size > len(data):
        raise ArchiveFault("", "is not a readable ZIP archive")
    fields = _END.unpack_from(data, end)
    count, size, offset, comment_size = fields[4:8]
    begin = end - size
    if begin < 0 or offset > begin or size < count * _CENTRAL.size:
        raise ArchiveFault("", "is not a readable ZIP archive: its directory is damaged")
    heads = list(_heads(data, begin, end))
    budget.entries -= max(count, len(heads))
    if budget.entries < 0:
        raise too_much(f"it holds more than {MAX_ENTRIES:,} parts")
    comment = data[end + _END.size : end + _END.size + comment_size]
    layout = _Layout([(begin, end + _END.size + len(comment))])
    members = [_member(data, head, begin - offset, layout, budget) for head in heads]
    loose = [("comment of the archive", comment)] if comment else []
    for where, gap in _gaps(data, layout):
        hidden, rest = _unlisted(gap, budget)
        members += hidden
        loose.append((where, rest))
    return Archive(tuple(members), tuple(loose))


def _heads(data: bytes, at: int, end: int) -> Iterator[_Head]:
    while at + _CENTRAL.size <= end and data[at : at + 4] == b"PK\x01\x02":
        fields = _CENTRAL.unpack_from(data, at)
        names = at + _CENTRAL.size
        extras = names + fields[10]
        comments = extras + fields[11]
        at = comments + fields[12]
        yield _Head(
            data[names:extras],
            fields[3],
            fields[4],
            fields[7],
            fields[8],
            fields[9],
            fields[16],
            data[extras:comments],
            data[comments:at],
        )
    if at != end:
        raise ArchiveFault("", "is not a readable ZIP archive: its directory is damaged")


def _member(data: bytes, head: _Head, shift: int, layout: _Layout, budget: Budget) -> Member:
    name = _text(head.name)
    start = head.offset + shift
    if not 0 <= start <= len(data) - _LOCAL.size or data[start : start + 4] != b"PK\x03\x04":
        return Member(name, b"", fault="its header is missing")
    fields = _LOCAL.unpack_from(data, start)
    first = start + _LOCAL.size
    begin = first + fields[9] + fields[10]
    end = begin + head.packed
    layout.covered.append((start, end + _descriptor(data, end, head)))
    own, extra = data[first : first + fields[9]], data[first + fields[9] : begin]
    notes = [("comment in the archive", head.comment), ("extra field", head.extra)]
    if own != head.name:
        notes.append(("other name in the archive", own))
    if extra != head.extra:
        notes.append(("extra field", extra))
    budget.take(name, head.size, head.packed)
    content, rest, fault = _unpack(data[begin : begin + head.packed], head)
    return Member(name, content, rest, fault, notes=tuple(n for n in notes if n[1]))


def _descriptor(data: bytes, at: int, head: _Head) -> int:
    """The length of the sizes that some programs write after an entry, where they are true."""
    sizes = struct.pack("<3I", head.crc, head.packed, head.size)
    if not head.flags & _SIZES_AFTER:
        return 0
    for form in (b"PK\x07\x08" + sizes, sizes):
        if data.startswith(form, at):
            return len(form)
    return 0


def _unpack(payload: bytes, head: _Head) -> tuple[bytes, bytes, str]:
    """The content, what follows it, and what is wrong with it."""
    if head.flags & _ENCRYPTED:
        return payload, b"", "it is encrypted"
    if head.method == STORED:
        content, rest = payload[: head.size], payload[head.size :]
    elif head.method == DEFLATED:
        machine = zlib.decompressobj(-15)
        try:
            content = machine.decompress(payload, head.size + 1)
        except zlib.error:
            return payload, b"", "it is damaged"
        rest = machine.unused_data
    else:
        return payload, b"", "it is compressed in a way that Office does not use"
    if len(content) != head.size or zlib.crc32(content) != head.crc:
        return content, rest, "its size or checksum is not the declared one"
    return content, rest, ""


def _gaps(data: bytes, layout: _Layout) -> Iterator[tuple[str, bytes]]:
    """The stretches that belong to no listed entry."""
    last = max(end for _, end in layout.covered)
    at = 0
    for start, end in sorted(layout.covered):
        if start > at:
            yield ("bytes before the archive" if not at else "bytes between parts"), data[at:start]
        at = max(at, end)
    if last < len(data):
        yield "bytes after the archive", data[last:]


def _unlisted(gap: bytes, budget: Budget) -> tuple[list[Member], bytes]:
    """Entries that stand in the archive but not in its directory, and the gap without them."""
    found: list[Member] = []
    rest: list[bytes] = []
    at = 0
    while (start := gap.find(b"PK\x03\x04", at)) >= 0 and start + _LOCAL.size <= len(gap):
        rest.append(gap[at:start])
        fields = _LOCAL.unpack_from(gap, start)
        first = start + _LOCAL.size
        begin = first + fields[9] + fields[10]
        budget.entries -= 1
        if budget.entries < 0:
            raise too_much(f"it holds more than {MAX_ENTRIES:,} parts")
        content, used = _stray(memoryview(gap)[begin:], fields[3], fields[7], budget)
        name = _text(gap[first : first + fields[9]])
        found.append(Member(name, content, listed=False))
        at = max(min(begin + used, len(gap)), start + 4)
    rest.append(gap[at:])
    return found, b"\n".join(piece for piece in rest if piece)


def _stray(stream: memoryview, method: int, packed: int, budget: Budget) -> tuple[bytes, int]:
    """The content of an entry that only its own header describes, and how many bytes it takes."""
    if method != DEFLATED:
        content = bytes(stream[:packed])
        budget.take("an unlisted part", len(content), len(content))
        return content, len(content)
    machine = zlib.decompressobj(-15)
    try:
        content = machine.decompress(stream, min(MAX_PART, budget.total) + 1)
    except zlib.error:
        return b"", 0
    used = len(stream) - len(machine.unused_data) - len(machine.unconsumed_tail)
    budget.take("an unlisted part", len(content), used)
    return content, used


def _text(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp437")
