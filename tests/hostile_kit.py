"""Office packages put together by hand: any part, any relationship, any archive."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

import docx
import openpyxl
import pptx

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
MS = "http://schemas.microsoft.com/office"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = f'xmlns:r="{REL}"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
MAIN = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
NOWHERE = "http://nowhere.invalid/"
server = NOWHERE  # a test puts the address of its own server here: archives are written with it
ARTIFACT = {"docx": "plan", "pptx": "qbr", "xlsx": "whitespace"}


@dataclass
class File:
    """Parts by name, changed at will; ``data`` is the archive."""

    kind: str
    parts: dict[str, bytes] = field(default_factory=dict)

    @property
    def main(self) -> str:
        return MAIN[self.kind]

    def put(self, name: str, body: str | bytes, content_type: str = "") -> File:
        """Set a part; with a content type it is declared too."""
        self.parts[name] = body.encode() if isinstance(body, str) else body
        if content_type:
            declared = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
            self.swap("[Content_Types].xml", "</Types>", declared)
        return self

    def swap(self, name: str, old: str, new: str) -> File:
        """Replace text in a part, which must hold it."""
        text = self.parts[name].decode()
        assert old in text, f"{name} holds no {old}"
        self.parts[name] = text.replace(old, new, 1).encode()
        return self

    def inside(self, name: str, xml: str) -> File:
        """XML at the end of a part's root element."""
        text = self.parts[name].decode()
        at = text.rindex("</")
        self.parts[name] = f"{text[:at]}{xml}{text[at:]}".encode()
        return self

    def relate(self, source: str, kind: str, target: str, *, outside: bool = False) -> str:
        """A relationship of ``source`` (empty: the package); gives its id."""
        folder, _, own = source.rpartition("/")
        name = f"{folder}/_rels/{own}.rels" if source else "_rels/.rels"
        empty = f'<Relationships xmlns="{PACKAGE_REL}"></Relationships>'.encode()
        held = self.parts.setdefault(name, empty)
        id_ = f"rIdX{held.count(b'<Relationship ')}"
        type_ = kind if "/" in kind else f"{REL}/{kind}"
        mode = ' TargetMode="External"' if outside else ""
        made = f'<Relationship Id="{id_}" Type="{type_}" Target="{target}"{mode}/>'
        self.parts[name] = re.sub(rb"(<Relationships[^>]*)/>", rb"\1></Relationships>", held)
        self.inside(name, made)
        return id_

    def part(self, source: str, kind: str, name: str, body: str | bytes, content_type: str) -> str:
        """A new part that ``source`` leads to; gives the relationship's id."""
        self.put(name, body, content_type)
        return self.relate(source, kind, f"/{name}")

    @property
    def data(self) -> bytes:
        return packed(self.parts)


def packed(parts: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name), _addressed(body), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _addressed(body: bytes) -> bytes:
    return body.replace(NOWHERE.encode(), server.encode())


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def _plain(kind: str) -> bytes:
    made = BytesIO()
    if kind == "docx":
        document = docx.Document()
        document.add_paragraph("Hello")
        document.save(made)
    elif kind == "pptx":
        deck = pptx.Presentation()
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Hello"
        deck.save(made)
    else:
        book = openpyxl.Workbook()
        book.active["A1"] = "Hello"  # type: ignore[index]  # a new workbook has a sheet
        book.save(made)
    return made.getvalue()


def plain(kind: str) -> File:
    """A harmless template as the stock library makes it, without its thumbnail and second styles
    (a long part, which every test would read)."""
    without = re.compile(rb"<Relationship [^>]*(thumbnail|stylesWithEffects)[^>]*/>")
    parts = {
        name: without.sub(b"", body) if name.endswith(".rels") else body
        for name, body in unpacked(_plain(kind)).items()
        if "thumbnail" not in name and "stylesWithEffects" not in name
    }
    return File(kind, parts)


@dataclass(frozen=True)
class RawEntry:
    """One entry of an archive, with headers that may lie."""

    name: bytes
    body: bytes
    method: int = 8
    flags: int = 0
    size: int | None = None  # as declared
    local_name: bytes | None = None
    at: int | None = None  # the offset that the directory gives

    def packed(self) -> bytes:
        if self.method != 8:
            return self.body
        return zlib.compress(self.body, 9, wbits=-15)


def raw_archive(entries: list[RawEntry], before: bytes = b"", after: bytes = b"") -> bytes:
    """An archive written field by field (PKWARE APPNOTE 4.3), so that each can be wrong."""
    body, directory = bytearray(before), bytearray()
    for entry in entries:
        payload = entry.packed()
        size = len(entry.body) if entry.size is None else entry.size
        common = (entry.flags, entry.method, 0, 33, zlib.crc32(entry.body), len(payload), size)
        own = entry.local_name or entry.name
        offset = len(body) if entry.at is None else entry.at
        head = struct.pack("<4s5H3I2H", b"PK\3\4", 20, *common, len(own), 0)
        if entry.at is None:
            body += head + own + payload
        places = struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 20, 20, *common, len(entry.name), *[0] * 5, offset
        )
        directory += places + entry.name
    count = len(entries)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory) + end + after


def entries_of(file: File) -> list[RawEntry]:
    return [RawEntry(name.encode(), body) for name, body in file.parts.items()]
