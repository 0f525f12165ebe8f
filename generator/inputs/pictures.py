"""PNG and JPEG pictures without what does not show: a logo's file goes on into a customer's deck.

Of a PNG (W3C PNG, chapter 11) only the chunks that make the picture stay; of a JPEG (ITU-T T.81,
annex B) all segments but the application's own and comments. Texts, EXIF, XMP, previews, and what
stands behind the end are dropped. The pixels are not touched.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs"}
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_APPLICATIONS = range(0xE0, 0xF0)
_NEXT = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")  # a marker that is no restart within the scan


def bare(data: bytes) -> bytes | None:
    """The picture without metadata; None where it is damaged or no PNG or JPEG."""
    try:
        if data.startswith(PNG):
            return _png(data)
        return _jpeg(data) if data.startswith(JPEG) else None
    except (struct.error, IndexError):
        return None


def _png(data: bytes) -> bytes | None:
    if data[12:16] != b"IHDR" or not all(struct.unpack(">II", data[16:24])):
        return None
    out, at = [PNG], len(PNG)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        end = at + 12 + length
        kind, body = data[at + 4 : at + 8], data[at + 8 : end - 4]
        if end > len(data):
            return None
        if kind == b"iCCP":
            out.append(_chunk(kind, b"ICC" + body[body.index(b"\0") :] if b"\0" in body else body))
        elif kind in _KEPT:
            out.append(data[at:end])
        if kind == b"IEND":
            return b"".join(out)
        at = end
    return None


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _jpeg(data: bytes) -> bytes | None:
    out, is_sized = [data[:2]], False
    for marker, body, scan in _segments(data):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if not all(struct.unpack(">HH", body[1:5])):
                return None
            is_sized = True
        kept = _kept(marker, body)
        if kept is not None:
            out.append(struct.pack(">BBH", 0xFF, marker, len(kept) + 2) + kept + scan)
    return b"".join((*out, bytes((0xFF, _END)))) if is_sized else None


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each segment's marker and body, with the coded picture that follows where it begins a scan,
    up to the end of the picture. IndexError where something else stands in a marker's place."""
    at = 2
    while at < len(data):
        found = _NEXT.match(data, at)
        if found is None:
            raise IndexError
        at = found.end()
        marker = data[at - 1]
        if marker == _END:
            return
        (length,) = struct.unpack(">H", data[at : at + 2])
        body, at = data[at + 2 : at + length], at + length
        scan_end = at
        if marker == _SCAN:
            after = _NEXT.search(data, at)
            scan_end = after.start() if after else len(data)
        yield marker, body, data[at:scan_end]
        at = scan_end


def _kept(marker: int, body: bytes) -> bytes | None:
    """What stays of a segment: of the application's own the resolution, without its preview, the
    colour profile, and how colours are coded."""
    if marker == 0xE0 and body.startswith(b"JFIF\0"):
        return body[:12] + b"\0\0"
    if marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
        return body
    if marker == 0xEE and body.startswith(b"Adobe"):
        return body[:12]
    return None if marker in _APPLICATIONS or marker == _COMMENT else body
