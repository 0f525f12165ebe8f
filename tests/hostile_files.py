"""Hostile templates, each made on the spot: what is wrong with it, and the words that must say so.

Addresses at ``NOWHERE`` become those of a test's own server, which counts who calls.
"""

# ruff: noqa: E501 - tables read best with one case a line
from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.hostile_kit import (
    MS,
    NOWHERE,
    PACKAGE_REL,
    A,
    File,
    P,
    R,
    RawEntry,
    V,
    W,
    entries_of,
    packed,
    plain,
    raw_archive,
)

Make = Callable[[], bytes]
SHEET, SLIDE, WORD, BOOK = (
    "xl/worksheets/sheet1.xml",
    "ppt/slides/slide1.xml",
    "word/document.xml",
    "xl/workbook.xml",
)
BODY = {"docx": WORD, "pptx": SLIDE, "xlsx": SHEET}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


@dataclass(frozen=True)
class Case:
    """One hostile file. ``part`` is named in the refusal, and so are all ``words``."""

    family: str
    name: str
    kind: str
    make: Make
    part: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.family}: {self.name} ({self.kind})"


def all_cases() -> list[Case]:
    return [
        *_markup(), *_bombs(), *_archives(), *_other_files(), *_active(), *_fields(),
        *_links(), *_pictures(), *_formulas(),
    ]  # fmt: skip


# -- XML -----------------------------------------------------------------------------------------

_DOCTYPES = {
    "an outside entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "a parameter entity": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{NOWHERE}e.dtd"> %p;]>',
    "an outside DTD": f'<!DOCTYPE x SYSTEM "{NOWHERE}x.dtd">',
    "a billion laughs": "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>",
    "quadratic growth": f"<!DOCTYPE x [<!ENTITY a '{'a' * 50_000}'>]>",
}
_PARTS = {
    "docx": (WORD, "word/styles.xml", "word/_rels/document.xml.rels", "docProps/core.xml"),
    "pptx": (SLIDE, "ppt/theme/theme1.xml", "ppt/slideLayouts/_rels/slideLayout6.xml.rels"),
    "xlsx": (SHEET, "xl/styles.xml", "xl/_rels/workbook.xml.rels", "docProps/app.xml"),
}


def _markup() -> Iterator[Case]:
    for kind, name in (*_PARTS_OF, *[(k, p) for k in BODY for p in _FRAME]):
        for what, doctype in _DOCTYPES.items():
            yield Case("XML", f"{what} in {name}", kind, _with_doctype(kind, name, doctype), name, ("declares a document type",))  # fmt: skip
    deep = "<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000
    noise = f"<!--{_noise(200_000)}-->"  # else the ratio gives it away
    yield Case("XML", "100,000 levels", "docx", lambda: _word(noise + deep), WORD, ("levels deep",))
    wide = f'{noise}<w:p w:rsidR="{"A" * 6_000_000}"/>'
    yield Case("XML", "a huge attribute", "docx", lambda: _word(wide), WORD, ("an attribute of",))
    long = f"{noise}<w:p><w:r><w:t>{'ab' * 3_000_000}</w:t></w:r></w:p>"
    yield Case("XML", "a huge text", "docx", lambda: _word(long), WORD, ("a text of more",))
    name = f"<{'n' * 60_000}/>"
    yield Case("XML", "a huge name", "docx", lambda: _word(name), WORD, ("a name of more",))
    yield Case("XML", "another encoding", "docx", _in_utf16, WORD, ("is not written in UTF-8",))
    sheet = f'<?xml-stylesheet type="text/xsl" href="{NOWHERE}x.xsl"?>'
    yield Case("XML", "a style sheet", "xlsx", lambda: _before(plain("xlsx"), SHEET, sheet).data, SHEET, ("a style sheet outside",))  # fmt: skip
    yield Case("XML", "two relationships of one id", "pptx", _twin_ids, SLIDE, ("two relationships",))  # fmt: skip


_FRAME = ("[Content_Types].xml", "_rels/.rels")
_PARTS_OF = tuple((kind, name) for kind, names in _PARTS.items() for name in names)


def _before(file: File, name: str, text: str) -> File:
    """Text before the root element."""
    held = file.parts[name].decode()
    at = held.index("?>") + 2 if held.startswith("<?xml") else 0
    return file.put(name, held[:at] + text + held[at:])


def _with_doctype(kind: str, name: str, doctype: str) -> Make:
    return lambda: _before(plain(kind), name, doctype).data


def _word(inside: str) -> bytes:
    return plain("docx").swap(WORD, "<w:body>", f"<w:body>{inside}").data


def _in_utf16() -> bytes:
    file = plain("docx")
    text = file.parts[WORD].decode().replace("UTF-8", "UTF-16")
    return file.put(WORD, text.encode("utf-16")).data


def _twin_ids() -> bytes:
    file = plain("pptx")
    rels = "ppt/slides/_rels/slide1.xml.rels"
    return file.swap(rels, "</Relationships>", '<Relationship Id="rId1" Type="x/theme" Target="../theme/theme1.xml"/></Relationships>').data  # fmt: skip


# -- bombs ---------------------------------------------------------------------------------------


def _bombs() -> Iterator[Case]:
    yield Case("bomb", "a high ratio", "docx", lambda: plain("docx").put("word/x.xml", b" " * 3_000_000).data, "word/x.xml", ("100 times its packed size",))  # fmt: skip
    yield Case("bomb", "one huge part", "pptx", _huge_part, "ppt/media/x.bin", ("a part",))
    yield Case("bomb", "too much in all", "xlsx", _huge_total, "", ("unpacks to",))
    yield Case("bomb", "too many entries", "docx", _many_entries, "", ("the limit is 2,000",))
    yield Case("bomb", "10 million empty paragraphs", "docx", lambda: _word("<w:p/>" * 10_000_000), WORD, ("a part",))  # fmt: skip
    yield Case("bomb", "3 million paragraphs among noise", "docx", _noisy, WORD, ("elements",))
    yield Case("bomb", "many parts of many elements", "xlsx", _many_elements, "", ("elements",))
    yield Case("bomb", "one sheet listed 90 times", "xlsx", _one_sheet_often, SHEET, ("one part",))
    yield Case("bomb", "one slide listed 90 times", "pptx", _one_slide_often, "", ("names one twice",))  # fmt: skip
    yield Case("bomb", "a bomb inside a chart's workbook", "pptx", _nested_bomb, "ppt/embeddings/book.xlsx", ("100 times its packed size",))  # fmt: skip
    yield Case("bomb", "files within files", "docx", _nested_deep, "word/embeddings/a.docx", ("within a file",))  # fmt: skip
    yield Case("bomb", "many embedded files", "pptx", _nested_wide, "ppt/embeddings/", ("unpack to more than",))  # fmt: skip
    yield Case("bomb", "entries that overlap", "docx", _overlapping, "", ("overlaps",))


def _noise(size: int) -> str:
    return Random(7).randbytes(size // 2).hex()


def _huge_part() -> bytes:
    file = plain("pptx")
    return raw_archive([*entries_of(file), RawEntry(b"ppt/media/x.bin", bytes(20_000_001), 0)])


def _huge_total() -> bytes:
    half = Random(3).randbytes(150_000) + bytes(14_000_000)
    more = [RawEntry(b"xl/media/%d.bin" % n, half) for n in range(8)]
    return raw_archive([*entries_of(plain("xlsx")), *more])


def _many_entries() -> bytes:
    more = [RawEntry(b"word/%d.xml" % n, b"<x/>") for n in range(2_000)]
    return raw_archive([*entries_of(plain("docx")), *more])


def _noisy() -> bytes:
    return _word(f"<!--{_noise(500_000)}-->" + "<w:p/>" * 3_000_000)


def _many_elements() -> bytes:
    file = plain("xlsx")
    for number in range(2, 10):
        cells = "<c/>" * 100_000
        body = f"<worksheet xmlns='{_MAIN}'><!--{_noise(40_000)}--><sheetData><row>{cells}</row></sheetData></worksheet>"  # fmt: skip
        name = f"xl/worksheets/s{number}.xml"
        id_ = file.part(BOOK, "worksheet", name, body, _SHEET_TYPE + "worksheet+xml")
        file.swap(BOOK, "</sheets>", f'<sheet name="S{number}" sheetId="{number + 5}" {R} r:id="{id_}"/></sheets>')  # fmt: skip
    return file.data


def _one_sheet_often() -> bytes:
    more = "".join([f'<sheet name="S{n}" sheetId="{n}" {R} r:id="rId1"/>' for n in range(9, 99)])
    return plain("xlsx").swap(BOOK, "</sheets>", f"{more}</sheets>").data


def _one_slide_often() -> bytes:
    file = plain("pptx")
    list_ = file.parts["ppt/presentation.xml"].decode().split("<p:sldIdLst>")[1].split("</p:sld")[0]
    more = "".join([list_.replace('id="256"', f'id="{n}"') for n in range(300, 390)])
    return file.swap("ppt/presentation.xml", "</p:sldIdLst>", f"{more}</p:sldIdLst>").data


def _embedded(file: File, name: str, data: bytes) -> File:
    """A package that a chart could lead to, put to use by its id."""
    body = BODY[file.kind]
    kind = f"application/vnd.openxmlformats-officedocument.{'spreadsheetml.sheet' if name.endswith('xlsx') else 'wordprocessingml.document'}"  # fmt: skip
    id_ = file.part(body, "package", name, data, kind)
    return file.inside(body, f'<x {R} r:id="{id_}"/>')


def _nested_bomb() -> bytes:
    inner = plain("xlsx").put("xl/media/x.bin", bytes(3_000_000)).data
    return _embedded(plain("pptx"), "ppt/embeddings/book.xlsx", inner).data


def _nested_deep() -> bytes:
    inner = _embedded(plain("docx"), "word/embeddings/b.docx", plain("docx").data).data
    return _embedded(plain("docx"), "word/embeddings/a.docx", inner).data


def _nested_wide() -> bytes:
    wide = plain("xlsx")
    for number in range(6):
        body = b"\x89PNG" + Random(number).randbytes(150_000) + bytes(14_000_000)
        wide.put("[Content_Types].xml", wide.parts["[Content_Types].xml"])
        id_ = wide.part(SHEET, "image", f"xl/media/{number}.png", body, "image/png")
        wide.inside(SHEET, f'<x {R} r:id="{id_}"/>')
    file = plain("pptx")
    for number in range(3):
        _embedded(file, f"ppt/embeddings/{number}.xlsx", wide.data)
    return file.data


def _overlapping() -> bytes:
    entries = entries_of(plain("docx"))
    twins = [replace(entries[-1], name=b"word/x%d.xml" % n, local_name=None, at=_offset(entries)) for n in range(50)]  # fmt: skip
    return raw_archive([*entries, *twins])


def _offset(entries: list[RawEntry]) -> int:
    return sum(30 + len(e.name) + len(e.packed()) for e in entries[:-1])


# -- archives ------------------------------------------------------------------------------------


def _archives() -> Iterator[Case]:
    names = {
        b"../evil.xml": "leads out", b"/abs.xml": "leads out", b"word/../../x.xml": "leads out",
        b"word\\x.xml": "no part name", b"C:/x.xml": "no part name", b"C:x.xml": "no part name",
        b"word/x\0.xml": "no part name", b"word//x.xml": "leads out", b"./x.xml": "leads out",
        b"\\\\host\\share\\x.xml": "no part name", b"word/\x1b[2Jx.xml": "no part name",
        b"word/" + b"n" * 4_000: "no part name",
    }  # fmt: skip
    for name, words in names.items():
        yield Case("archive", f"the name {name[:20]!r}", "docx", _with_entry(RawEntry(name, b"<x/>")), "", (words,))  # fmt: skip
    twice = {"the same name": b"word/document.xml", "another case": b"WORD/Document.xml"}
    for what, name in twice.items():
        yield Case("archive", f"two parts of {what}", "docx", _with_entry(RawEntry(name, b"<x/>")), "ocument.xml", ("appears twice",))  # fmt: skip
    changes: dict[str, tuple[dict[str, object], str]] = {
        "a size that is too small": ({"size": 100}, "is damaged"),
        "a size that is too large": ({"size": 5_000}, "is damaged"),
        "encryption": ({"flags": 1}, "is encrypted"),
        "strong encryption": ({"flags": 0x41}, "is encrypted"),
        "a hidden directory": ({"flags": 0x2000}, "is encrypted"),
        "LZMA": ({"method": 14}, "in a way that Office does not use"),
        "an unknown method": ({"method": 99}, "in a way that Office does not use"),
        "deflate64": ({"method": 9}, "in a way that Office does not use"),
        "another name in its header": ({"local_name": b"word/x.xml"}, "another name"),
        "bytes behind the packed data": ({"method": 8, "trail": b"MARK"}, "is damaged"),
    }
    for what, (change, words) in changes.items():
        yield Case("archive", what, "docx", _with_change(change), WORD, (words,))
    whole: dict[str, tuple[Callable[[bytes], bytes], str]] = {
        "data before it": (lambda d: b"PK junk" + d, ""),
        "a program before it": (lambda d: b"MZ" + bytes(100) + d, "is not a readable ZIP"),
        "data behind it": (lambda d: d + b"<script>", "its end is not the file's end"),
        "its second half cut off": (lambda d: d[: len(d) // 2], "cut off"),
        "its last byte cut off": (lambda d: d[:-1], "is not a readable ZIP"),
        "only its end": (lambda d: d[-22:], ""),
        "a ZIP64 directory that is elsewhere": (_zip64, ""),
    }
    for what, (change_all, words) in whole.items():
        yield Case("archive", what, "docx", _changed(change_all), "", (words,) if words else ())
    yield Case("archive", "a truncated deflate stream", "docx", _cut_stream, WORD, ("is damaged",))


def _with_entry(entry: RawEntry) -> Make:
    return lambda: raw_archive([*entries_of(plain("docx")), entry])


class _Trailing(RawEntry):
    def packed(self) -> bytes:
        return zlib.compress(self.body, 9, wbits=-15) + b"MARK"


class _Cut(RawEntry):
    def packed(self) -> bytes:
        return zlib.compress(self.body, 9, wbits=-15)[:-20]


def _with_change(change: dict[str, object]) -> Make:
    def make() -> bytes:
        entries = entries_of(plain("docx"))
        at = next(n for n, e in enumerate(entries) if e.name == WORD.encode())
        if "trail" in change:
            entries[at] = _Trailing(entries[at].name, entries[at].body)
        else:
            entries[at] = replace(entries[at], **change)  # type: ignore[arg-type]  # its fields
        return raw_archive(entries)

    return make


def _cut_stream() -> bytes:
    entries = entries_of(plain("docx"))
    at = next(n for n, e in enumerate(entries) if e.name == WORD.encode())
    entries[at] = _Cut(entries[at].name, entries[at].body)
    return raw_archive(entries)


def _changed(change: Callable[[bytes], bytes]) -> Make:
    return lambda: change(plain("docx").data)


def _zip64(data: bytes) -> bytes:
    end = bytearray(data[-22:])
    end[16:20] = b"\xff\xff\xff\xff"
    locator = b"PK\6\7" + bytes(4) + (7).to_bytes(8, "little") + (1).to_bytes(4, "little")
    return data[:-22] + locator + bytes(end)


# -- files of other kinds ------------------------------------------------------------------------


def _other_files() -> Iterator[Case]:
    simple = {
        "empty": (b"", "is empty"),
        "an old .doc": (OLE, "a password or the old binary form"),
        "HTML": (b"<html><script>alert(1)</script></html>", "is not a readable ZIP"),
        "RTF": (b"{\\rtf1\\object}", "is not a readable ZIP"),
        "a ZIP of anything": (packed({"a.txt": b"hello"}), "is not an Office file"),
        "an empty ZIP": (packed({}), "is not an Office file"),
    }
    for what, (data, words) in simple.items():
        for kind in BODY:
            yield Case("file", what, kind, lambda d=data: d, "", (words,))  # type: ignore[misc]
    for kind, other in (("pptx", "docx"), ("docx", "xlsx"), ("xlsx", "pptx")):
        yield Case("file", f"a renamed {other}", kind, lambda o=other: plain(o).data, "", ("inside, though its name ends in",))  # type: ignore[misc]  # fmt: skip
    for kind, old, new in _MACRO_TYPES:
        yield Case("file", "a type with macros", kind, _retyped(kind, old, new), "", ("active content",))  # fmt: skip
    yield Case(
        "file", "a main part that is missing", "docx", _headless, "", ("is not an Office document",)
    )


_DOC = "application/vnd.openxmlformats-officedocument."
_MACRO_TYPES = (
    ("docx", _DOC + "wordprocessingml.document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    ("pptx", _DOC + "presentationml.presentation.main+xml", "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
    ("xlsx", _DOC + "spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    ("xlsx", _DOC + "spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
)  # fmt: skip


def _retyped(kind: str, old: str, new: str) -> Make:
    return lambda: plain(kind).swap("[Content_Types].xml", old, new).data


def _headless() -> bytes:
    file = plain("docx")
    del file.parts[WORD]
    return file.data


# -- active content ------------------------------------------------------------------------------

_VBA = "application/vnd.ms-office.vbaProject"
_PARTS_THAT_ACT = (
    ("macros", f"{MS}/2006/relationships/vbaProject", "{0}/vbaProject.bin", OLE, _VBA),
    ("renamed macros", f"{MS}/2006/relationships/vbaProject", "{0}/x.dat", OLE, _VBA),
    ("macros without a type", "x", "{0}/vbaProject.bin", OLE, "application/octet-stream"),
    ("macros as XML", f"{MS}/2006/relationships/wordVbaData", "{0}/vbaData.xml", b"<x/>", "application/xml"),
    ("ActiveX", "control", "{0}/activeX/activeX1.xml", b"<x/>", f"{MS}/activeX+xml"),
    ("an ActiveX binary", f"{MS}/2006/relationships/activeXControlBinary", "{0}/activeX/activeX1.bin", OLE, "application/vnd.ms-office.activeX"),
    ("an OLE object", "oleObject", "{0}/embeddings/oleObject1.bin", OLE, _DOC + "oleObject"),
    ("an OLE object as a picture", "hdphoto", "{0}/media/image9.dat", OLE, "image/vnd.ms-photo"),
    ("a program", "x", "{0}/embeddings/setup.exe", b"MZ", "application/x-msdownload"),
    ("an embedded macro file", "x", "{0}/embeddings/x.docm", b"PK\3\4", "application/vnd.ms-word.document.macroEnabled.12"),
    ("a web extension", f"{MS}/2011/relationships/webextension", "{0}/x/webextension1.xml", b"<x/>", "application/vnd.ms-office.webextension+xml"),
    ("a task pane", f"{MS}/2011/relationships/webextensiontaskpanes", "{0}/x/taskpanes.xml", b"<x/>", "application/vnd.ms-office.webextensiontaskpanes+xml"),
    ("a ribbon of its own", f"{MS}/2007/relationships/ui/extensibility", "x/ui.xml", b"<x/>", "application/xml"),
    ("a ribbon that nothing leads to", "", "customUI/customUI14.xml", b"<x/>", "application/xml"),
    ("a signature", f"{PACKAGE_REL}/digital-signature/origin", "_xmlsignatures/origin.sigs", b"", "application/vnd.openxmlformats-package.digital-signature-origin"),
    ("toolbars", f"{MS}/2006/relationships/attachedToolbars", "{0}/attachedToolbars.bin", b"x", "application/vnd.ms-word.attachedToolbars"),
    ("HTML to be taken in", "aFChunk", "{0}/afchunk.mht", b"x", "message/rfc822"),
)  # fmt: skip
_ONLY_EXCEL = (
    ("a link to another workbook", "externalLink", "xl/externalLinks/externalLink1.xml", b"<externalLink><ddeLink/></externalLink>", _SHEET_TYPE + "externalLink+xml"),
    ("a renamed link", "externalLink", "xl/x.xml", b"<x/>", _SHEET_TYPE + "externalLink+xml"),
    ("connections", "connections", "xl/connections.xml", b"<connections/>", _SHEET_TYPE + "connections+xml"),
    ("a query table", "queryTable", "xl/queryTables/queryTable1.xml", b"<x/>", _SHEET_TYPE + "queryTable+xml"),
    ("a macro sheet", f"{MS}/2006/relationships/xlMacrosheet", "xl/macrosheets/sheet1.xml", b"<x/>", "application/vnd.ms-excel.macrosheet+xml"),
    ("a renamed macro sheet", "x", "xl/worksheets/sheet9.xml", b"<x/>", "application/vnd.ms-excel.intlmacrosheet+xml"),
    ("a dialog sheet", "dialogsheet", "xl/x.xml", b"<x/>", _SHEET_TYPE + "dialogsheet+xml"),
    ("a data model", f"{MS}/2011/relationships/powerPivotData", "xl/model/item.data", b"x", _DOC + "model+data"),
    ("live data", "volatileDependencies", "xl/volatileDependencies.xml", b"<x/>", _SHEET_TYPE + "volatileDependencies+xml"),
    ("form controls", "ctrlProp", "xl/ctrlProps/ctrlProp1.xml", b"<x/>", "application/vnd.ms-excel.controlproperties+xml"),
)  # fmt: skip
_FOLDER = {"docx": "word", "pptx": "ppt", "xlsx": "xl"}


def _active() -> Iterator[Case]:
    for kind in BODY:
        for what, relation, name, body, content_type in _PARTS_THAT_ACT:
            yield _acting(kind, what, relation, name.format(_FOLDER[kind]), body, content_type)
    for what, relation, name, body, content_type in _ONLY_EXCEL:
        yield _acting("xlsx", what, relation, name, body, content_type)
    for kind, what, xml, words in _ELEMENTS:
        yield Case("active", what, kind, _inside(kind, xml), BODY[kind], (words,))
    auto = '<definedNames><definedName name="_xlnm.Auto_Open" hidden="1">Sheet!$A$1</definedName></definedNames>'
    old = '<definedNames><definedName name="f" xlm="1" function="1">Sheet!$A$1</definedName></definedNames>'
    for what, xml in (("a name that opens", auto), ("a macro function", old)):
        yield Case("active", what, "xlsx", lambda x=xml: plain("xlsx").swap(BOOK, "</sheets>", f"</sheets>{x}").data, BOOK, ("the macro name",))  # type: ignore[misc]  # fmt: skip


def _acting(kind: str, what: str, relation: str, name: str, body: bytes, type_: str) -> Case:
    def make() -> bytes:
        file = plain(kind).put(name, body, type_)
        if relation:
            source = "" if "ignature" in relation or "ui/" in relation else file.main
            file.relate(source, relation, f"/{name}")
        return file.data

    part = _REPORTED.get(what, name)
    return Case("active", what, kind, make, part, ())


# Where the relationship gives it away, the part that has it is named.
_REPORTED = {"a signature": "_rels/.rels", "a ribbon of its own": "_rels/.rels"} | dict.fromkeys(
    ("HTML to be taken in", "toolbars", "macros as XML", "live data"), ""
)
_ELEMENTS = (
    ("docx", "an altChunk", f'<w:altChunk {W} {R} r:id="rId1"/>', "a altChunk"),
    ("docx", "an OLE element", f'<o:OLEObject {V} Type="Embed" ProgID="Package"/>', "OLEObject"),
    ("docx", "an ActiveX control", f'<w:control {W} w:name="x"/>', "a control element"),
    ("docx", "a subdocument", f'<w:subDoc {W} {R} r:id="rId1"/>', "a subDoc"),
    ("docx", "an online video", '<wp15:webVideoPr xmlns:wp15="x" embeddedHtml="&lt;iframe&gt;"/>', "webVideoPr"),
    ("pptx", "an OLE element", f'<p:oleObj {P} progId="Package"/>', "oleObj"),
    ("pptx", "a control", f'<p:control {P} name="x"/>', "a control element"),
    ("pptx", "an action that runs a program", f'<a:hlinkClick {A} {R} r:id="" action="ppaction://program?file=calc.exe"/>', "ppaction://program"),
    ("pptx", "an action that runs a macro", f'<a:hlinkHover {A} {R} r:id="" action=" PPACTION://Macro?name=x"/>', "PPACTION://Macro"),
    ("pptx", "an action that starts OLE", f'<a:hlinkClick {A} {R} r:id="" action="ppaction://ole?verb=0"/>', "ppaction://ole"),
    ("pptx", "an action on a file", f'<a:hlinkMouseOver {A} {R} r:id="" action="ppaction://hlinkfile"/>', "ppaction://hlinkfile"),
    ("pptx", "an action on a presentation", f'<a:hlinkClick {A} {R} r:id="" action="ppaction://hlinkpres?slideindex=1"/>', "ppaction://hlinkpres"),
    ("pptx", "an invalid address", f'<a:hlinkClick {A} {R} r:id="" invalidUrl="javascript:alert(1)"/>', "javascript:alert(1)"),
    ("xlsx", "OLE objects", '<oleObjects><oleObject progId="Package"/></oleObjects>', "oleObject"),
    ("xlsx", "a DDE link", '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>', "ddeLink"),
    ("xlsx", "a control", '<controls><control name="x"/></controls>', "a control element"),
    ("docx", "an old picture from outside", f'<v:imagedata {V} src="{NOWHERE}x.png"/>', "outside the file"),
    ("docx", "an old picture from a share", f'<v:imagedata {V} o:href="\\\\host\\x.png"/>', "outside the file"),
    ("docx", "an old shape with a script", f'<v:shape {V} href="javascript:alert(1)"/>', "javascript"),
)  # fmt: skip


def _inside(kind: str, xml: str) -> Make:
    return lambda: plain(kind).inside(BODY[kind], xml).data


# -- fields --------------------------------------------------------------------------------------

_CODES = (
    *("DDE cmd x", "DDEAUTO c:\\\\x cmd", "INCLUDETEXT \"c:/x.docx\"", f"INCLUDEPICTURE {NOWHERE}x.png"),
    *("LINK Excel.Sheet x.xlsx", "IMPORT x.png", "INCLUDE x", "DATABASE \\d x", "MACROBUTTON x y"),
    *("EMBED Package", "RD c:/x.docx", "PRINT 27", "AUTOTEXT x", "AUTOTEXTLIST x", "ADDIN x"),
)  # fmt: skip


def _fields() -> Iterator[Case]:
    for code in _CODES:
        name = code.split()[0]
        yield _field(f"{name}", _complex(code), name)
    shapes: dict[str, tuple[str, str]] = {
        "over runs": ("".join(["<w:r>" + _chars("begin"), *[_run(c) for c in " DDEAUTO x"], _chars("end") + "</w:r>"]), "DDEAUTO"),
        "in lower case": (_complex("   ddeauto cmd"), "DDEAUTO"),
        "in quotes": (_complex('"DDEAUTO" cmd'), "DDEAUTO"),
        "inside another": (f"{_chars('begin')}{_run('IF 1 = 1 ')}{_complex('DDE cmd')}{_chars('end')}", "DDE"),
        "in a result": (f"{_chars('begin')}{_run('QUOTE x')}{_chars('separate')}{_complex('DDE x')}{_chars('end')}", "DDE"),
        "with a name that another makes": (f"{_chars('begin')}{_complex('QUOTE 68 68 69')}{_run(' cmd')}{_chars('end')}", "another field makes"),
        "with half a name": (f"{_chars('begin')}{_run('DD')}{_complex('QUOTE 69')}{_run(' cmd')}{_chars('end')}", "another field makes"),
        "after contents": (f"{_chars('begin')}{_run('TOC')}{_chars('separate')}{_complex('PAGEREF a')}{_run('DDE x')}{_chars('end')}", "DDE"),
        "without its marks": (_run("DDE cmd"), "DDE"),
        "that never ends": (_chars("begin") + _run("DDE cmd"), "DDE"),
        "in a simple field": ('<w:fldSimple w:instr="  IncludeText x"/>', "INCLUDETEXT"),
        "that was deleted": (f"{_chars('begin')}<w:r><w:delInstrText>DDE x</w:delInstrText></w:r>{_chars('end')}", "DDE"),
        "in an entity": (f"{_chars('begin')}<w:r><w:instrText>&#68;D&#x45; x</w:instrText></w:r>{_chars('end')}", "DDE"),
        "that links to a file": (_complex('HYPERLINK "file:///c:/x.exe"'), "file:///c:/x.exe"),
        "that links to a share": (_complex("HYPERLINK \\l x \\\\\\\\host\\\\x"), "host"),
        "that links to a script": (_complex("hyperlink javascript:alert(1)"), "javascript"),
    }  # fmt: skip
    for what, (xml, words) in shapes.items():
        yield _field(what, xml, words)
    for story in ("header", "footer", "footnotes", "comments"):
        yield Case("field", f"in the {story}", "docx", _in_story(story), f"word/{story}9.xml", ("DDE",))  # fmt: skip


def _field(what: str, xml: str, words: str) -> Case:
    return Case("field", what, "docx", lambda: _word(f"<w:p>{xml}</w:p>"), WORD, (words,))


def _chars(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _run(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{code.replace("<", "&lt;")}</w:instrText></w:r>'


def _complex(code: str) -> str:
    return f"{_chars('begin')}{_run(code)}{_chars('separate')}{_chars('end')}"


def _in_story(story: str) -> Make:
    def make() -> bytes:
        file = plain("docx")
        root = {"header": "hdr", "footer": "ftr"}.get(story, story)
        body = f"<w:{root} {W}><w:p>{_complex('DDE x')}</w:p></w:{root}>"
        kind = f"{_DOC}wordprocessingml.{story}+xml"
        id_ = file.part(WORD, story, f"word/{story}9.xml", body, kind)
        use = f'<w:sectPr><w:{story}Reference w:type="default" {R} r:id="{id_}"/>'
        return file.swap(WORD, "<w:sectPr", f"{use}</w:sectPr><w:sectPr").data

    return make


# -- links ---------------------------------------------------------------------------------------

_TARGETS = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "file:///c:/x.exe", "file://host/share/x"),
    *("\\\\host\\share\\x.exe", "//host/share", "ms-excel:ofe|u|http://x", "ms-msdt:/id PCWDiagnostic"),
    *("search-ms:query=x", "data:text/html,x", "vbscript:x", "ftp://host/x", "c:\\x.exe", "x.docx"),
    *("tel:1", " http://x", "mhtml:http://x", "javascript:{{ account.name }}", "file:///{{ account.name }}"),
)  # fmt: skip
_OUTSIDE = (
    ("docx", "image"), ("docx", "attachedTemplate"), ("docx", "frame"), ("docx", "subDocument"),
    ("docx", "mailMergeSource"), ("docx", "mailMergeHeaderSource"), ("docx", "oleObject"),
    ("docx", "aFChunk"), ("docx", "transform"), ("docx", "x"), ("docx", "hyperlinkbase"),
    ("pptx", "image"), ("pptx", "audio"), ("pptx", "video"), ("pptx", "slideUpdateUrl"),
    ("pptx", "externalData"), ("pptx", "slideMaster"), ("pptx", "package"),
    ("xlsx", "image"), ("xlsx", "externalLinkPath"), ("xlsx", "pivotCacheDefinition"),
    ("xlsx", "oleObject"), ("xlsx", "xlExternalLinkPath/xlPathMissing"),
)  # fmt: skip


def _links() -> Iterator[Case]:
    for kind in _FOLDER:
        for target in _TARGETS:
            yield Case("link", f"to {target}", kind, _linking(kind, "hyperlink", target), BODY[kind], ("outside the file", target.split(":")[0].strip()[:4].replace("\\", "")))  # fmt: skip
    for kind, relation in _OUTSIDE:
        for target in (f"{NOWHERE}x", "file:///c:/x"):
            yield Case("link", f"a {relation} at {target[:4]}", kind, _linking(kind, relation, target), BODY[kind], ())  # fmt: skip


def _linking(kind: str, relation: str, target: str) -> Make:
    def make() -> bytes:
        file = plain(kind)
        id_ = file.relate(BODY[kind], relation, target.replace("\\", "\\"), outside=True)
        return file.inside(BODY[kind], f'<x {R} r:id="{id_}"/>').data

    return make


# -- pictures ------------------------------------------------------------------------------------

_SVG_NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_DRAWN = {
    "a script": "<script>alert(1)</script>",
    "a handler": '<rect onclick="alert(1)"/>',
    "an outside picture": f'<image xlink:href="{NOWHERE}x.png"/>',
    "a file": '<image href="file:///etc/passwd"/>',
    "a style that fetches": f"<style>@import url({NOWHERE}x.css);</style>",
    "an attribute that fetches": f'<rect style="fill:url({NOWHERE}x)"/>',
    "HTML": '<foreignObject><x xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
    "an outside use": f'<use href="{NOWHERE}x.svg#a"/>',
    "an entity": None,
}


def _pictures() -> Iterator[Case]:
    for what, inside in _DRAWN.items():
        yield Case("picture", f"an SVG with {what}", "pptx", _drawn(inside), "ppt/media/x.svg", ())


def _drawn(inside: str | None) -> Make:
    def make() -> bytes:
        head = "" if inside else "<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
        file = plain("pptx")
        body = f"{head}<svg {_SVG_NS}>{inside or '&e;'}</svg>"
        id_ = file.part(SLIDE, "image", "ppt/media/x.svg", body, "image/svg+xml")
        return file.inside(SLIDE, f'<x {R} r:embed="{id_}"/>').data

    return make


# -- formulas ------------------------------------------------------------------------------------

_FORMULAS = (
    *("WEBSERVICE(&quot;{0}&quot;)", "HYPERLINK(&quot;file:///c:/x.exe&quot;)", "RTD(&quot;x&quot;,,1)"),
    *("CALL(&quot;k&quot;,&quot;x&quot;)", "REGISTER.ID(&quot;k&quot;)", "cmd|&apos;/c calc&apos;!A0"),
    *("_xlfn.IMAGE(&quot;{0}&quot;)", "IF(TRUE,webservice(A1))", "[1]Sheet1!A1", "CUBEVALUE(&quot;c&quot;)"),
    *("STOCKHISTORY(&quot;x&quot;,1)", "&apos;c:\\[x.xlsx]S&apos;!A1", "_xlws.PY(1,0)", "SQL.REQUEST(A1)"),
)  # fmt: skip


def _formulas() -> Iterator[Case]:
    for formula in _FORMULAS:
        shown = formula.replace("{0}", NOWHERE)
        cell = f'<c r="B1"><f>{shown}</f><v>0</v></c></row>'
        yield Case("formula", formula[:24], "xlsx", lambda c=cell: plain("xlsx").swap(SHEET, "</row>", c).data, "B1", ())  # type: ignore[misc]  # fmt: skip
    name = '<definedNames><definedName name="n">WEBSERVICE("x")</definedName></definedNames>'
    yield Case("formula", "in a name", "xlsx", lambda: plain("xlsx").swap(BOOK, "</sheets>", f"</sheets>{name}").data, "name n", ("WEBSERVICE",))  # fmt: skip
    rule = '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>WEBSERVICE("x")</formula></cfRule></conditionalFormatting>'
    check = '<dataValidations count="1"><dataValidation type="custom" sqref="A1"><formula1>CALL("x")</formula1></dataValidation></dataValidations>'
    for what, xml in (("in a format", rule), ("in a validation", check)):
        yield Case("formula", what, "xlsx", lambda x=xml: plain("xlsx").swap(SHEET, "</sheetData>", f"</sheetData>{x}").data, "sheet Sheet", ())  # type: ignore[misc]  # fmt: skip
