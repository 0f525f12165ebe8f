"""Pictures without what cameras and drawing programs write beside them.

PNG (W3C, §11.3): text, time and Exif chunks go, and what follows the end. JPEG (ITU T.81, annex B):
Exif, XMP, Photoshop and comment segments go; where Exif says that the picture lies on its side,
that one fact stays. SVG: metadata and the drawing program's own attributes. Older kinds:
``oldpictures``. No pixel changes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from lxml import etree

from . import oldpictures

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_DROPPED = frozenset([b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"])
_APP1, _APP13, _COMMENT, _SOS = 0xE1, 0xED, 0xFE, 0xDA
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_SVG_KEPT = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "")
_XML = "http://www.w3.org/XML/1998/namespace"


def without_metadata(data: bytes) -> bytes:
    """The picture's bytes; unchanged where it is of another kind, or cannot be followed."""
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    return oldpictures.stripped(data) if oldpictures.is_old(data) else data


def _png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            return data
        if kind not in _PNG_DROPPED:
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    return data


def _jpeg(data: bytes) -> bytes:
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        if marker == _SOS:
            return b"".join([*kept, _scan(data[at:])])
        if marker == _APP1 and segment[4:10] == _EXIF:
            kept.append(_turned(segment[10:]))
        elif marker not in (_APP1, _APP13, _COMMENT):
            kept.append(segment)
        at += 2 + length
    return data


def _scan(data: bytes) -> bytes:
    """All up to the end of the picture: what follows it is another file's or nobody's."""
    end = data.rfind(b"\xff\xd9")
    first = data.find(b"\xff\xd9")
    later = data.find(b"\xff\xd8\xff", first) if first >= 0 else -1
    if later >= 0:  # a second picture behind the first: a preview, or a phone's film
        end = first
    return data if end < 0 else data[: end + 2]


def _turned(tiff: bytes) -> bytes:
    """An Exif segment with the orientation alone; empty where the picture stands upright."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    turn = 1
    if order is not None and len(tiff) >= 8:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        turn = next(_entries(tiff, at, order), 1)
    if turn not in range(2, 9):
        return b""
    entry = struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, turn, 0, 0)
    body = _EXIF + b"MM\0*\0\0\0\x08" + entry
    return struct.pack(">BBH", 0xFF, _APP1, len(body) + 2) + body


def _entries(tiff: bytes, at: int, order: str) -> Iterator[int]:
    """The orientation of the first directory (TIFF 6.0, §2)."""
    if at + 2 > len(tiff):
        return
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for number in range(count):
        start = at + 2 + 12 * number
        if start + 12 <= len(tiff):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, start)
            if tag == _ORIENTATION and kind == 3:
                yield value


def drawn_without_metadata(data: bytes) -> bytes:
    """The same for an SVG that has passed the gate."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    for element in list(root.iter()):
        space = etree.QName(element).namespace or ""
        parent = element.getparent()
        if parent is not None and (
            space not in _SVG_KEPT or etree.QName(element).localname == "metadata"
        ):
            parent.remove(element)
            continue
        for name in list(element.attrib):
            if (etree.QName(name).namespace or "") not in (*_SVG_KEPT, _XML):
                del element.attrib[name]
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
