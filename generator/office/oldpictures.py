"""Older kinds of pictures without what programs write beside them: GIF, TIFF, EMF and WMF.

GIF (GIF89a, §24 to §26): comments, texts and the data of programs go, but for the loop of a film.
TIFF (6.0, §2 and §8): the entries that name a person, a program, a machine, a place or a day go,
and their bytes are emptied. EMF and WMF (MS-EMF §2.3.3, MS-WMF §2.3.6): the description and the
comments are emptied where no drawing is in them. No pixel and no line of a drawing changes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

GIF, EMF_SIGNATURE = (b"GIF87a", b"GIF89a"), b" EMF"
TIFF = (b"II*\0", b"MM\0*")
_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_EXTENSION, _IMAGE, _CONTROL, _APPLICATION = 0x21, 0x2C, 0xF9, 0xFF
_TIFF_DROPPED = frozenset(
    [
        *(269, 270, 271, 272, 285, 305, 306, 315, 316, 700, 33432, 33723, 34377, 34665, 34853),
        *(37510, 37724, 40091, 40092, 40093, 40094, 40095, 42016, 42032, 42033, 42113, 50341),
    ]
)
_INNER = frozenset([34665, 34853])  # directories of their own: of cameras and of places
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_EMF_COMMENT = 70
_DRAWN = (b"EMF+", b"GDIC")  # comments that hold a drawing of their own
_WMF_ESCAPE, _WMF_COMMENT = 0x0626, 0x000F
_MOST_DIRECTORIES = 100
_MOST_ENTRIES = 10_000  # of all directories: cameras and photo programs write a few hundred


class _Unfollowed(Exception):
    """A picture whose directories hold more than any program writes."""


def is_old(data: bytes) -> bool:
    return data[:6] in GIF or data[:4] in TIFF or _is_emf(data) or _is_wmf(data)


def stripped(data: bytes) -> bytes:
    """The picture's bytes; unchanged where it cannot be followed."""
    try:
        if data[:6] in GIF:
            return _gif(data)
        if data[:4] in TIFF:
            return _tiff(data)
        return _emf(data) if _is_emf(data) else _wmf(data)
    except (struct.error, IndexError, _Unfollowed):
        return data


# -- GIF -----------------------------------------------------------------------------------------


def _gif(data: bytes) -> bytes:
    at = 13 + _colours(data[10])
    kept = [data[:at]]
    while at < len(data) and data[at] in (_EXTENSION, _IMAGE):
        start = at
        if data[at] == _IMAGE:
            at = _blocks_end(data, at + 10 + _colours(data[at + 9]) + 1)
            kept.append(data[start:at])
            continue
        kind, at = data[at + 1], _blocks_end(data, at + 2)
        is_loop = kind == _APPLICATION and data[start + 3 : start + 14] in _LOOPS
        if kind == _CONTROL or is_loop:
            kept.append(data[start:at])
    return b"".join([*kept, b"\x3b"])


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    """The offset after a row of sub-blocks: each says its length, the last says 0."""
    while data[at]:
        at += data[at] + 1
    return at + 1


# -- TIFF ----------------------------------------------------------------------------------------


def _tiff(data: bytes) -> bytes:
    made = _Tiff(data)
    (at,) = struct.unpack_from(f"{made.order}I", data, 4)
    for _ in range(_MOST_DIRECTORIES):
        if not at:
            break
        at = made.directory(at, _TIFF_DROPPED)
    return made.emptied()


class _Tiff:
    """A picture in the making. What is to be emptied is noted first and emptied once, so that
    entries that name the same bytes over and over cost no more than those bytes."""

    def __init__(self, data: bytes) -> None:
        self.made = bytearray(data)
        self.order = "<" if data[:2] == b"II" else ">"
        self._left = _MOST_ENTRIES
        self._holes: list[tuple[int, int]] = []

    def directory(self, at: int, dropped: frozenset[int] | None) -> int:
        """Drop entries of one directory (all: None); gives the offset of the next one."""
        made, order = self.made, self.order
        (count,) = struct.unpack_from(f"{order}H", made, at)
        self._left -= count
        if self._left < 0:
            raise _Unfollowed
        end = at + 2 + 12 * count
        kept, (following,) = [], struct.unpack_from(f"{order}I", made, end)
        for start in range(at + 2, end, 12):
            tag = struct.unpack_from(f"{order}H", made, start)[0]
            if dropped is not None and tag not in dropped:
                kept.append(bytes(made[start : start + 12]))
                continue
            self._note(start, inner=tag in _INNER and dropped is not None)
        body = struct.pack(f"{order}H", len(kept)) + b"".join(kept)
        body += struct.pack(f"{order}I", following if dropped is not None else 0)
        made[at : end + 4] = body.ljust(end + 4 - at, b"\0")
        return int(following)

    def _note(self, start: int, *, inner: bool) -> None:
        """An entry's value is to be emptied where it lies; of a directory, all of its values."""
        _, kind, count, value = struct.unpack_from(f"{self.order}HHII", self.made, start)
        if inner:
            self.directory(value, None)
            return
        size = _SIZES.get(kind, 1) * count
        if size > 4 and value + size <= len(self.made):
            self._holes.append((value, value + size))

    def emptied(self) -> bytes:
        done = 0
        for first, end in sorted(self._holes):
            start = max(first, done)
            if start < end:
                self.made[start:end] = bytes(end - start)
                done = end
        return bytes(self.made)


# -- EMF and WMF ---------------------------------------------------------------------------------


def _is_emf(data: bytes) -> bool:
    return data[:4] == b"\1\0\0\0" and data[40:44] == EMF_SIGNATURE


def _is_wmf(data: bytes) -> bool:
    return data[:4] == _PLACEABLE or data[:4] in (b"\1\0\x09\0", b"\2\0\x09\0")


def _emf(data: bytes) -> bytes:
    made = bytearray(data)
    letters, place = struct.unpack_from("<II", data, 60)
    if letters and place + 2 * letters <= len(data):
        made[place : place + 2 * letters] = bytes(2 * letters)
    for at, kind, size in _records(data, "<II", 1):
        if kind == _EMF_COMMENT and size >= 16 and data[at + 12 : at + 16] not in _DRAWN:
            made[at + 12 : at + size] = bytes(size - 12)
    return bytes(made)


def _wmf(data: bytes) -> bytes:
    made = bytearray(data)
    start = (22 if data[:4] == _PLACEABLE else 0) + 18
    for at, size, kind in _records(data, "<IH", 2, start):
        if kind != _WMF_ESCAPE or size < 10:
            continue
        if struct.unpack_from("<H", data, at + 6)[0] == _WMF_COMMENT:
            made[at + 10 : at + size] = bytes(size - 10)
    return bytes(made)


def _records(data: bytes, head: str, unit: int, at: int = 0) -> Iterator[tuple[int, int, int]]:
    """Offset and the two first fields of each record, its size in bytes: EMF says its kind first
    and then the bytes, WMF first the words."""
    while at + struct.calcsize(head) <= len(data):
        first, second = struct.unpack_from(head, data, at)
        size = second if unit == 1 else first * unit
        if size < struct.calcsize(head) or at + size > len(data):
            return
        yield (at, first, size) if unit == 1 else (at, size, second)
        at += size
