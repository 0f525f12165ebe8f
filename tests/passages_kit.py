"""Tiny Office files, part by part, with one thing hidden in them."""

from __future__ import annotations

import base64
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pptx

from generator.office.passages import Passage, passages

SECRET = "Bluebird is leaving us"
OOXML = "http://schemas.openxmlformats.org/"
RELS = OOXML + "officeDocument/2006/relationships/"
MS = "http://schemas.microsoft.com/office/"
SPACES = {
    "a": OOXML + "drawingml/2006/main",
    "c": OOXML + "drawingml/2006/chart",
    "cx": MS + "drawing/2014/chartex",
    "dgm": OOXML + "drawingml/2006/diagram",
    "dsp": MS + "drawing/2008/diagram",
    "p": OOXML + "presentationml/2006/main",
    "p14": MS + "powerpoint/2010/main",
    "p188": MS + "powerpoint/2018/8/main",
    "w": OOXML + "wordprocessingml/2006/main",
    "w15": MS + "word/2012/wordml",
    "wp": OOXML + "drawingml/2006/wordprocessingDrawing",
    "wps": MS + "word/2010/wordprocessingShape",
    "x": OOXML + "spreadsheetml/2006/main",
    "x14": MS + "spreadsheetml/2009/9/main",
    "xm": MS + "excel/2006/main",
    "xdr": OOXML + "drawingml/2006/spreadsheetDrawing",
    "tc": MS + "spreadsheetml/2018/threadedcomments",
    "r": RELS[:-1],
    "mc": OOXML + "markup-compatibility/2006",
    "m": OOXML + "officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "cp": OOXML + "package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ep": OOXML + "officeDocument/2006/extended-properties",
    "op": OOXML + "officeDocument/2006/custom-properties",
    "vt": OOXML + "officeDocument/2006/docPropsVTypes",
    "svg": "http://www.w3.org/2000/svg",
}


def xml(tag: str, inside: str = "", **attributes: str) -> str:
    """A part's text: its root with every namespace that the tests know."""
    names = "".join(f' xmlns:{short}="{uri}"' for short, uri in SPACES.items())
    own = "".join(f' {name.replace("__", ":")}="{value}"' for name, value in attributes.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><{tag}{names}{own}>{inside}</{tag}>'


@dataclass
class File:
    """Parts by name, and relationships by the part that they start from (empty: the package)."""

    parts: dict[str, str | bytes] = field(default_factory=dict)
    rels: dict[str, list[str]] = field(default_factory=dict)

    def put(self, name: str, content: str | bytes, source: str = "", kind: str = "") -> str:
        """Adds a part, and a relationship to it from ``source``; gives the relationship's id."""
        self.parts[name] = content
        return self.lead(source, kind, "/" + name) if kind else ""

    def lead(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        items = self.rels.setdefault(source, [])
        type_ = kind if "/" in kind else RELS + kind
        mode = ' TargetMode="External"' if external else ""
        id_ = f"rId{len(items) + 1}"
        items.append(f'<Relationship Id="{id_}" Type="{type_}" Target="{target}"{mode}/>')
        return id_

    def all_parts(self) -> dict[str, str | bytes]:
        found = dict(self.parts)
        space = OOXML + "package/2006/relationships"
        for source, items in self.rels.items():
            folder, _, name = source.rpartition("/")
            at = f"{folder}/_rels/{name}.rels".lstrip("/")
            found[at] = f'<Relationships xmlns="{space}">{"".join(items)}</Relationships>'
        types = OOXML + "package/2006/content-types"
        default = '<Default Extension="xml" ContentType="application/xml"/>'
        found["[Content_Types].xml"] = f'<Types xmlns="{types}">{default}</Types>'
        return found

    def bytes(self) -> bytes:
        return zipped(self.all_parts())


def zipped(parts: Mapping[str, str | bytes], comment: bytes = b"") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return file.getvalue()


def run(text: str) -> str:
    return f"<a:r><a:t>{text}</a:t></a:r>"


def shape(
    text: str = "", name: str = "Claim 1", descr: str = "", x: int = 0, hidden: bool = False
) -> str:
    mark = ' hidden="1"' if hidden else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="{name}" descr="{descr}"{mark}/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="0"/><a:ext cx="500" cy="500"/></a:xfrm></p:spPr>'
        f"<p:txBody><a:p>{run(text)}</a:p></p:txBody></p:sp>"
    )


def frame(inside: str, name: str = "Cases") -> str:
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="3" name="{name}"/>'
        f"</p:nvGraphicFramePr><a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )


def slide(inside: str, **attributes: str) -> str:
    return xml("p:sld", f"<p:cSld><p:spTree>{inside}</p:spTree></p:cSld>", **attributes)


SLIDE = "ppt/slides/slide1.xml"
MAIN = {"p": "ppt/presentation.xml", "x": "xl/workbook.xml", "w": "word/document.xml"}


def deck(inside: str = "", more: str = "", **attributes: str) -> File:
    """One slide of 9,000 x 5,000 units; ``more`` stands in the presentation's own part."""
    file = File()
    main = MAIN["p"]
    id_ = file.put(SLIDE, slide(inside, **attributes), main, "slide")
    listed = f'<p:sldIdLst><p:sldId id="256" r:id="{id_}"/></p:sldIdLst>'
    size = '<p:sldSz cx="9000" cy="5000"/>'
    file.put(main, xml("p:presentation", listed + size + more), "", "officeDocument")
    return file


def chart(inside: str) -> File:
    """A slide with the chart "Cases"."""
    file = deck()
    id_ = file.put("ppt/charts/chart1.xml", xml("c:chartSpace", inside), SLIDE, "chart")
    file.parts[SLIDE] = slide(frame(f'<c:chart r:id="{id_}"/>'))
    return file


def book(cells: str = "", more: str = "", state: str = "visible", before: str = "") -> File:
    """One sheet, Grid. ``cells`` stand in its data, ``before`` and ``more`` around it."""
    file = File()
    main = MAIN["x"]
    sheet = xml("x:worksheet", f"{before}<x:sheetData>{cells}</x:sheetData>{more}")
    id_ = file.put("xl/worksheets/sheet1.xml", sheet, main, "worksheet")
    listed = f'<x:sheets><x:sheet name="Grid" sheetId="1" state="{state}" r:id="{id_}"/></x:sheets>'
    file.put(main, xml("x:workbook", listed), "", "officeDocument")
    return file


def into_book(inside: str) -> File:
    """A workbook with more in its main part."""
    file = book()
    main = str(file.parts[MAIN["x"]])
    file.parts[MAIN["x"]] = main.replace("</x:workbook>", inside + "</x:workbook>")
    return file


def inline(text: str, ref: str = "B3") -> str:
    return f'<x:c r="{ref}" t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>'


def document(inside: str) -> File:
    file = File()
    file.put(MAIN["w"], xml("w:document", f"<w:body>{inside}</w:body>"), "", "officeDocument")
    return file


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def beside(file: File, part: str, root: str, inside: str, kind: str, source: str = "") -> File:
    """``file`` with a part more."""
    file.put(part, xml(root, inside), source, kind)
    return file


def with_link(file: File, source: str) -> File:
    file.lead(source, "hyperlink", "https://x.example/Bluebird%20is%20leaving%20us", external=True)
    return file


def picture(data: bytes, name: str = "image1.png") -> File:
    file = deck()
    file.put(f"ppt/media/{name}", data, SLIDE, "image")
    return file


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    middle = b"".join(chunk(kind, body) for kind, body in chunks)
    return b"\x89PNG\r\n\x1a\n" + head + middle + pixels + chunk(b"IEND", b"")


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    middle = b"".join(
        bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in segments
    )
    return b"\xff\xd8" + middle + b"\xff\xda\0\2\0\0\xff\xd9"


def b64(text: str, encoding: str = "utf-8") -> str:
    return base64.b64encode(text.encode(encoding)).decode()


def real_files() -> list[bytes]:
    """The libraries' own empty files, and the delivered templates."""
    made = []
    for empty in (docx.Document(), pptx.Presentation(), openpyxl.Workbook()):
        file = BytesIO()
        empty.save(file)  # type: ignore[attr-defined]
        made.append(file.getvalue())
    templates = Path(__file__).resolve().parent.parent / "templates"
    return [*made, *(path.read_bytes() for path in sorted(templates.glob("*.*x")))]


def telling(data: bytes, secret: str = SECRET, filename: str = "x.pptx") -> list[Passage]:
    """The passages that hold the secret, without those that join a part's texts."""
    return [
        passage
        for passage in passages(data, filename)
        if secret in passage.text and "read across" not in passage.place
    ]


def carriers(data: bytes) -> set[tuple[str, str]]:
    """``(place, what)`` of everything that should not be in a customer's file."""
    return {(p.place, p.text) for p in passages(data, "x.pptx") if p.kind == "carrier"}
