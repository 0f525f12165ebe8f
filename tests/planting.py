"""Leaks planted in a finished deck: each way puts a text where no reader of the slides may see it.

A way takes the parts of the package and the secret, and gives the parts back. Parts are bytes by
name; ``FILE`` is the file's name and ``ZIP`` the archive's comment.
"""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape

Parts = dict[str, bytes]
Way = Callable[[Parts, str], Parts]

FILE, ZIP = "\0file", "\0zip"
SLIDE, NOTES = "ppt/slides/slide3.xml", "ppt/notesSlides/notesSlide99.xml"
CHART, BOOK = "ppt/charts/chart1.xml", "ppt/embeddings/workbook1.xlsx"
LAYOUT, MASTER = "ppt/slideLayouts/slideLayout6.xml", "ppt/slideMasters/slideMaster1.xml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Planted:
    """``where`` is a word that the place in the message holds. ``is_read``: the text is there to be
    read, so that it is found itself, and not only what carries it."""

    name: str
    way: Way
    where: str
    is_read: bool = True


def parts_of(data: bytes, filename: str) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {**parts, FILE: filename.encode(), ZIP: b""}


def packed(parts: Parts) -> tuple[bytes, str]:
    """(the file's bytes, its name)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if name not in (FILE, ZIP):
                archive.writestr(name, data)
        archive.comment = parts[ZIP]
    return target.getvalue(), parts[FILE].decode()


# --- how a part is changed -----------------------------------------------------------------------


def _before(part: str, end: str, make: Callable[[str], str]) -> Way:
    """``make(secret)`` put before the last ``end`` of a part."""

    def plant(parts: Parts, secret: str) -> Parts:
        head, found, tail = parts[part].decode().rpartition(end)
        assert found, f"{part} has no {end}"
        return {**parts, part: f"{head}{make(secret)}{end}{tail}".encode()}

    return plant


def _with(
    part: str, kind: str, make: Callable[[str], str | bytes], source: str = "", rel: str = ""
) -> Way:
    """A new part, led to from ``source`` (the package) by a relationship that ends in ``rel``."""

    def plant(parts: Parts, secret: str) -> Parts:
        made = make(secret)
        data = made.encode() if isinstance(made, str) else made
        types = f'<Override PartName="/{part}" ContentType="{kind}"/>'
        new = _before(_TYPES, "</Types>", lambda _: types)(parts, "")
        if rel:
            new = _led(new, source, part, rel)
        return {**new, part: data}

    return plant


def _led(parts: Parts, source: str, target: str, rel: str) -> Parts:
    folder, _, base = source.rpartition("/")
    rels = f"{folder}/_rels/{base}.rels" if source else "_rels/.rels"
    type_ = rel if "/" in rel else f"{REL}/{rel}"
    entry = f'<Relationship Id="rIdX1" Type="{type_}" Target="/{target}"/>'
    return _before(rels, "</Relationships>", lambda _: entry)(parts, "")


def _in_book(way: Way) -> Way:
    """The same, done to the workbook behind a chart."""

    def plant(parts: Parts, secret: str) -> Parts:
        inner = way(parts_of(parts[BOOK], ""), secret)
        return {**parts, BOOK: packed(inner)[0]}

    return plant


def _shape(secret: str, *, name: str = "Box", extra: str = "", x: int = 0, body: str = "") -> str:
    text = body or f"<a:p><a:r><a:t>{escape(secret)}</a:t></a:r></a:p>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="900" name="{name}"{extra}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="0"/><a:ext cx="9144" cy="9144"/></a:xfrm></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{text}</p:txBody></p:sp>"
    )


def _on_slide(make: Callable[[str], str]) -> Way:
    return _before(SLIDE, "</p:spTree>", make)


def _runs(*texts: str) -> str:
    return "".join(f"<a:r><a:t>{escape(text)}</a:t></a:r>" for text in texts)


def _thirds(secret: str) -> list[str]:
    third = len(secret) // 3
    return [secret[:third], secret[third : 2 * third], secret[2 * third :]]


def _split_runs(secret: str) -> str:
    return _shape("", body=f"<a:p>{_runs(*_thirds(secret))}</a:p>")


def _split_paragraphs(secret: str) -> str:
    words = secret.split(" ")
    return _shape("", body="".join(f"<a:p>{_runs(word)}</a:p>" for word in words))


def _split_shapes(secret: str) -> str:
    return "".join(_shape(part) for part in _thirds(secret))


def _attribute(name: str) -> Callable[[str], str]:
    return lambda secret: _shape("", body="<a:p/>", extra=f' {name}="{escape(secret)}"')


def _hidden_slide(parts: Parts, secret: str) -> Parts:
    new = _on_slide(_shape)(parts, secret)
    return {**new, SLIDE: new[SLIDE].replace(b"<p:sld ", b'<p:sld show="0" ', 1)}


def _link(parts: Parts, secret: str) -> Parts:
    rels = "ppt/slides/_rels/slide3.xml.rels"
    target = f"https://example.com/?q={quote(secret)}"
    entry = (
        f'<Relationship Id="rIdX2" Type="{REL}/hyperlink" TargetMode="External"'
        f' Target="{escape(target)}"/>'
    )
    return _before(rels, "</Relationships>", lambda _: entry)(parts, "")


def _tooltip(secret: str) -> str:
    run = f'<a:hlinkClick r:id="" tooltip="{escape(secret)}"/>'
    return _shape("", body=f"<a:p><a:r><a:rPr>{run}</a:rPr><a:t>here</a:t></a:r></a:p>")


def _chart_cache(tag: str) -> Way:
    def plant(parts: Parts, secret: str) -> Parts:
        text = parts[CHART].decode()
        start = text.index(f"<c:{tag}>")
        head, found, tail = text[start:].partition("</c:v>")
        kept, _, _ = head.rpartition(">")
        return {**parts, CHART: f"{text[:start]}{kept}>{escape(secret)}{found}{tail}".encode()}

    return plant


def _chart_title(secret: str) -> str:
    return (
        "<c:userShapes/><!-- -->"
        f"<c:printSettings><c:headerFooter><c:oddHeader>{escape(secret)}</c:oddHeader>"
        "</c:headerFooter></c:printSettings>"
    )


def _cell(secret: str) -> str:
    return f'<row r="900"><c r="A900" t="inlineStr"><is><t>{escape(secret)}</t></is></c></row>'


def _hidden_row(secret: str) -> str:
    return _cell(secret).replace("<row ", '<row hidden="1" ')


def _core(parts: Parts, secret: str) -> Parts:
    name = "docProps/core.xml"
    kept = parts.get(name) or (
        b'<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cp="http://schemas.'
        b'openxmlformats.org/package/2006/metadata/core-properties"></cp:coreProperties>'
    )
    line = f"<dc:description>{escape(secret)}</dc:description>"
    end = "</cp:coreProperties>"
    return {**parts, name: kept.decode().replace(end, f"{line}{end}").encode()}


def _png(kind: bytes, body: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    parts = (chunk(b"IHDR", head), chunk(kind, body), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _picture(make: Callable[[str], bytes], name: str = "ppt/media/imageX.png") -> Way:
    return _with(name, "image/png", make, SLIDE, "image")


def _utf16(parts: Parts, secret: str) -> Parts:
    new = _on_slide(_shape)(parts, secret)
    text = new[SLIDE].decode().partition("?>")[2]
    head = '<?xml version="1.0" encoding="UTF-16" standalone="yes"?>'
    return {**new, SLIDE: f"{head}{text}".encode("utf-16")}


def _references(secret: str) -> str:
    text = "".join(f"&#{ord(sign)};" for sign in secret)
    return _shape("", body=f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>")


def _unseen(secret: str) -> str:
    return _shape("\u200b".join(secret).replace(" ", "\u00a0"))


def _nested(secret: str) -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("notes.xml", f"<x>{escape(secret)}</x>")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    return outer.getvalue()


def _table_cell(parts: Parts, secret: str) -> Parts:
    text = parts[SLIDE].decode()
    head, found, tail = text.rpartition("</a:t></a:r></a:p></a:txBody>")
    assert found
    return {**parts, SLIDE: f"{head} {escape(secret)}{found}{tail}".encode()}


def _notes(secret: str) -> str:
    return (
        '<p:notes xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a='
        f'"http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree>{_shape(secret)}'
        "</p:spTree></p:cSld></p:notes>"
    )


def _xml(secret: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><x>{escape(secret)}</x>'


def _comment(secret: str) -> str:
    return (
        '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        f'<p:cm authorId="0" idx="1"><p:text>{escape(secret)}</p:text></p:cm></p:cmLst>'
    )


def _section(secret: str) -> str:
    return (
        '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
        f'<p14:section name="{escape(secret)}" id="{{00000000-0000-0000-0000-000000000001}}"/>'
        "</p14:sectionLst></p:ext></p:extLst>"
    )


def _file_name(parts: Parts, secret: str) -> Parts:
    return {**parts, FILE: f"{secret}-qbr.pptx".encode()}


def _tail_of_part(make: Callable[[str], str]) -> Way:
    def plant(parts: Parts, secret: str) -> Parts:
        return {**parts, SLIDE: parts[SLIDE] + make(secret).encode()}

    return plant


def _theme(parts: Parts, secret: str) -> Parts:
    name = "ppt/theme/theme1.xml"
    head, _, tail = parts[name].decode().partition(' name="')
    return {**parts, name: f'{head} name="{escape(secret)}{tail[tail.index(chr(34)) :]}'.encode()}


def _hidden_sheet(parts: Parts, secret: str) -> Parts:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{_cell(secret)}</sheetData></worksheet>"
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    new = _with("xl/worksheets/sheet9.xml", kind, lambda _: sheet, "xl/workbook.xml", "worksheet")
    listed = f'<sheet name="Data" sheetId="9" state="veryHidden" r:id="rIdX1" xmlns:r="{REL}"/>'
    return _before("xl/workbook.xml", "</sheets>", lambda _: listed)(new(parts, ""), "")


def _defined_name(secret: str) -> str:
    return f'<definedNames><definedName name="x">"{escape(secret)}"</definedName></definedNames>'


_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SHEET = "xl/worksheets/sheet1.xml"

WAYS: tuple[Planted, ...] = (
    Planted("a text box", _on_slide(_shape), "slide 3"),
    Planted("runs", _on_slide(_split_runs), "slide 3"),
    Planted("paragraphs", _on_slide(_split_paragraphs), "slide 3"),
    Planted("shapes", _on_slide(_split_shapes), "slide 3"),
    Planted("a table's cell", _table_cell, "slide 3"),
    Planted("character references", _on_slide(_references), "slide 3"),
    Planted("characters that are not seen", _on_slide(_unseen), "slide 3"),
    Planted("UTF-16", _utf16, "slide 3"),
    Planted("a hidden slide", _hidden_slide, "slide 3"),
    Planted("a shape off the slide", _on_slide(lambda s: _shape(s, x=99_000_000)), "slide 3"),
    Planted("a hidden shape", _on_slide(lambda s: _shape(s, extra=' hidden="1"')), "slide 3"),
    Planted("alternative text", _on_slide(_attribute("descr")), "slide 3"),
    Planted("the title of a shape", _on_slide(_attribute("title")), "slide 3"),
    Planted("the name of a shape", _on_slide(lambda s: _shape("x", name=escape(s))), "slide 3"),
    Planted("a link's target", _link, "slide 3"),
    Planted("a link's tip", _on_slide(_tooltip), "slide 3"),
    Planted(
        "notes",
        _with(
            NOTES,
            "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml",
            _notes,
            SLIDE,
            "notesSlide",
        ),
        "notes of slide 3",
    ),
    Planted(
        "a comment",
        _with(
            "ppt/comments/comment1.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.comments+xml",
            _comment,
            SLIDE,
            "comments",
        ),
        "comment",
    ),
    Planted("a layout", _before(LAYOUT, "</p:spTree>", _shape), "layout"),
    Planted("the master", _before(MASTER, "</p:spTree>", _shape), "master"),
    Planted("a section's name", _before("ppt/presentation.xml", "</p:presentation>", _section), ""),
    Planted("a theme's name", _theme, "theme"),
    Planted("a chart's series", _chart_cache("tx"), "chart"),
    Planted("a chart's category", _chart_cache("cat"), "chart"),
    Planted("a chart's print header", _before(CHART, "</c:chartSpace>", _chart_title), "chart"),
    Planted("a workbook's cell", _in_book(_before(_SHEET, "</sheetData>", _cell)), "A900"),
    Planted("a hidden row", _in_book(_before(_SHEET, "</sheetData>", _hidden_row)), "A900"),
    Planted("a hidden sheet", _in_book(_hidden_sheet), "Data"),
    Planted(
        "a defined name",
        _in_book(
            _before(
                "xl/workbook.xml",
                "</workbook>",
                _defined_name,
            )
        ),
        "workbook",
    ),
    Planted(
        "a validation list",
        _in_book(
            _before(
                _SHEET,
                "</worksheet>",
                lambda s: (
                    '<dataValidations><dataValidation type="list" sqref="A1"><formula1>'
                    f'"{escape(s)}"</formula1></dataValidation></dataValidations>'
                ),
            )
        ),
        "workbook",
    ),
    Planted("a workbook's properties", _in_book(_core), "core.xml"),
    Planted(
        "a pivot cache",
        _in_book(
            _with(
                "xl/pivotCache/pivotCacheDefinition1.xml",
                "application/vnd.openxmlformats-officedocument.spreadsheetml."
                "pivotCacheDefinition+xml",
                lambda s: f'<x><s v="{escape(s)}"/></x>',
                "xl/workbook.xml",
                "pivotCacheDefinition",
            )
        ),
        "workbook",
    ),
    Planted("document properties", _core, "propert"),
    Planted(
        "the company",
        _before("docProps/app.xml", "</Properties>", lambda s: f"<Company>{escape(s)}</Company>"),
        "propert",
    ),
    Planted(
        "custom properties",
        _with("docProps/custom.xml", _CUSTOM, _xml, "", "custom-properties"),
        "propert",
    ),
    Planted(
        "custom XML",
        _with("customXml/item1.xml", "application/xml", _xml, "ppt/presentation.xml", "customXml"),
        "customXml",
    ),
    Planted(
        "custom XML in base64",
        _with(
            "customXml/item1.xml",
            "application/xml",
            lambda s: _xml(base64.b64encode(s.encode()).decode()),
            "ppt/presentation.xml",
            "customXml",
        ),
        "customXml",
    ),
    Planted(
        "tags of the program",
        _with(
            "ppt/tags/tag1.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.tags+xml",
            _xml,
            "ppt/presentation.xml",
            "tags",
        ),
        "tag",
    ),
    Planted(
        "a drawing's data",
        _with(
            "ppt/diagrams/data1.xml",
            "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml",
            _xml,
            SLIDE,
            "diagramData",
        ),
        "",
    ),
    Planted(
        "a picture's text", _picture(lambda s: _png(b"tEXt", b"Comment\0" + s.encode())), "image"
    ),
    Planted(
        "a picture's packed text",
        _picture(lambda s: _png(b"zTXt", b"Comment\0\0" + zlib.compress(s.encode()))),
        "image",
    ),
    Planted(
        "a picture's end",
        _picture(lambda s: _png(b"tEXt", b"a\0b") + s.encode("utf-16-le")),
        "image",
    ),
    Planted(
        "a thumbnail",
        _with(
            "docProps/thumbnail.jpeg",
            "image/jpeg",
            lambda _: b"\xff\xd8\xff\xd9",
            "",
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
        ),
        "thumbnail",
        is_read=False,
    ),
    Planted("a comment of the markup", _tail_of_part(lambda s: f"<!-- {s} -->"), "slide 3"),
    Planted("an instruction of the markup", _tail_of_part(lambda s: f"<?x {s}?>"), "slide 3"),
    Planted(
        "a part that nothing leads to", _with("ppt/old.xml", "application/xml", _xml), "old.xml"
    ),
    Planted(
        "an archive in an archive",
        _with("ppt/embeddings/x.bin", "application/octet-stream", _nested, SLIDE, "package"),
        "notes.xml",
    ),
    Planted("the archive's comment", lambda p, s: {**p, ZIP: s.encode()}, ""),
    Planted("the file's name", _file_name, "file name"),
)
