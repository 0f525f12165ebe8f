"""What a picture says beside its pixels: texts, comments, and the data of cameras and programs.

Sources: PNG (W3C, 3rd edition) §11.3, JPEG (ITU-T T.81) §B.2.4, XMP part 3, GIF89a §24 and §26,
WebP container (RIFF). Numbers in EXIF are not read; its texts are.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from .encoded import Inner, readable, stripped
from .rules import BYTES, CARRIER, TEXT, UNREAD
from .state import Finding

PNG, JPEG, GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8"
_LARGEST = 2_000_000
_MOST, _LONGEST = 200, 100_000
"""Extensions of a GIF, and bytes of one: what is beyond is told with the rest of its bytes."""
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_MORE_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_RAW = "Raw profile type"


@dataclass(slots=True)
class _Room:
    """What a picture's compressed texts may unpack to; ``short``: whether they wanted more."""

    left: int = _LARGEST
    short: bool = False

    def inflated(self, data: bytes) -> bytes:
        """Compressed text; what is damaged stays as it is."""
        machine = zlib.decompressobj()
        try:
            text = machine.decompress(data, max(self.left, 1))
        except zlib.error:
            return data
        self.left -= len(text)
        self.short = self.short or bool(machine.unconsumed_tail)
        return text


def metadata(data: bytes) -> tuple[list[Finding], list[Inner]]:
    """Texts beside the pixels, and whole parts in other forms (XMP is XML). Never an error."""
    found: list[Finding] = []
    inner: list[Inner] = []
    room = _Room()
    for word, content in _pieces(data, room):
        if content.lstrip()[:1] == b"<":
            inner.append(Inner(word, content.strip(b"\0 \r\n\t")))
        elif word.startswith("metadata") and (text := _text(content)):
            found.append((word, text, TEXT))
        else:
            found += [(word, text, BYTES) for _, text in readable(content)]
    if room.short:
        found.append(("metadata", UNREAD, CARRIER))
    return found, inner


def _pieces(data: bytes, room: _Room) -> Iterator[tuple[str, bytes]]:
    if data.startswith(PNG):
        yield from _png(data, room)
    elif data.startswith(JPEG):
        yield from _jpeg(data)
    elif data.startswith(GIF):
        yield from _gif(data)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        yield from _webp(data)


def _png(data: bytes, room: _Room) -> Iterator[tuple[str, bytes]]:
    at = len(PNG)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size
        if kind == b"tEXt":
            yield from _keyword(body, *body.partition(b"\0")[::2])
        elif kind == b"zTXt":
            keyword, _, rest = body.partition(b"\0")
            yield from _keyword(body, keyword, room.inflated(rest[1:]))
        elif kind == b"iTXt":
            yield from _international(body, room)
        elif kind == b"iCCP":
            yield "metadata, profile", room.inflated(body.partition(b"\0")[2][1:])


def _keyword(whole: bytes, keyword: bytes, text: bytes) -> Iterator[tuple[str, bytes]]:
    name = keyword.decode("latin-1")
    yield "metadata", keyword
    if name.startswith(_RAW):
        yield "data of a camera or program", _unhexed(text)
    yield f"metadata, {name}"[:60], text or whole


def _international(body: bytes, room: _Room) -> Iterator[tuple[str, bytes]]:
    keyword, _, rest = body.partition(b"\0")
    compressed, rest = rest[:1], rest[2:]
    language, _, rest = rest.partition(b"\0")
    translated, _, text = rest.partition(b"\0")
    yield "metadata, keyword", translated
    yield "metadata, language", language
    yield from _keyword(body, keyword, room.inflated(text) if compressed == b"\x01" else text)


def _unhexed(text: bytes) -> bytes:
    """ImageMagick's way: a name, a length, then the data in hexadecimal."""
    digits = b"".join(text.split()[2:])
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return text


def _jpeg(data: bytes) -> Iterator[tuple[str, bytes]]:
    at, extended = 2, []
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + size]
        at += 2 + max(size, 2)
        if marker == 0xFE:
            yield "metadata, comment", body
        elif body.startswith(_XMP):
            yield "metadata, XMP", body.removeprefix(_XMP)
        elif body.startswith(_MORE_XMP):
            extended.append(body[len(_MORE_XMP) + 40 :])
        elif 0xE1 <= marker <= 0xEF:
            yield "data of a camera or program", body
        elif marker == 0xDA:
            break
    if extended:
        yield "metadata, XMP", b"".join(extended)


def _gif(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Extensions stand between blocks of pixels; both are told apart by their first byte."""
    for label, word in ((b"!\xfe", "metadata, comment"), (b"!\xff", "metadata, XMP")):
        at, tries = data.find(label), 0
        while at >= 0 and tries < _MOST:
            yield word, _blocks(data, at + 2)
            at, tries = data.find(label, at + 2), tries + 1


def _blocks(data: bytes, at: int) -> bytes:
    pieces = []
    end = at + _LONGEST
    while at < min(len(data), end) and data[at]:
        pieces.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(pieces)


def _webp(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 12
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
        if kind in (b"EXIF", b"XMP "):
            yield ("metadata, XMP" if kind == b"XMP " else "data of a camera or program"), body


def _text(data: bytes) -> str:
    for encoding in ("utf-8", "latin-1"):
        try:
            text = data.decode(encoding).strip("\0")
        except UnicodeDecodeError:
            continue
        plain = " ".join(text.split())
        return stripped(text) if plain and plain.isprintable() else ""
    return ""
