"""Templates with residue in every place where it can lie, each place with a word of its own.

A place is ``(name, what to do to the file)``. The word is ``RESIDUE`` with a number, so that a
word that is found says where it came from.
"""

# ruff: noqa: E501 - tables read best with one case a line
from __future__ import annotations

import base64
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.engine_kit import describe, png, saved
from tests.hostile_kit import MS, PACKAGE_REL, File, R, W, plain, unpacked

WORD = "Residue"
Dirt = Callable[[File, str], object]
_DOC = "application/vnd.openxmlformats-officedocument."
DOCUMENT, SLIDE, BOOK, SHEET = (
    "word/document.xml",
    "ppt/slides/slide1.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
)
DECK = "ppt/presentation.xml"
P14 = f'xmlns:p14="{MS}/powerpoint/2010/main"'


def mark(number: int) -> str:
    return f"{WORD}{number:03}x"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def dirty_png(word: str) -> bytes:
    """A picture with text, compressed text, a time, XMP and bytes behind its end."""
    data = png(4, 4)
    head, rest = data[:33], data[33:]
    said = word.encode()
    xmp = b"XML:com.adobe.xmp\0\0\0\0\0<x>" + said + b"</x>"
    chunks = [
        _chunk(b"tEXt", b"Author\0" + said),
        _chunk(b"iTXt", xmp),
        _chunk(b"eXIf", b"MM\0*" + said),
    ]
    packed = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(said))
    return head + b"".join(chunks) + packed + rest + said


def dirty_jpeg(word: str, turn: int = 6) -> bytes:
    """A tiny JPEG with a camera's data, XMP, Photoshop's, a comment and bytes behind its end."""
    said = word.encode()

    def segment(marker: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    entries = struct.pack(">HHHII", 2, 0x0112, 3, 1, turn << 16) + struct.pack(
        ">HHII", 0x013B, 2, 20, 60
    )
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + entries + bytes(4) + said.ljust(40, b"\0")
    data = _JPEG
    return (
        data[:2] + segment(0xE1, exif) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + said)
        + segment(0xED, b"Photoshop 3.0\0" + said) + segment(0xFE, said) + data[2:] + said
    )  # fmt: skip


_JPEG = (
    base64.b64decode(
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////"
        "////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
    )
    + b"\xff\xd9"
)


def _core(file: File, word: str) -> None:
    held = "".join(
        [
            f"<cp:{name}>{word}</cp:{name}>"
            for name in (
                "keywords",
                "lastModifiedBy",
                "category",
                "contentStatus",
                "version",
                "revision",
                "identifier",
            )
        ]
    )
    held += f"<dc:creator>{word}</dc:creator><dc:description>{word}</dc:description><dc:title>Kept</dc:title>"
    spaces = (
        f'xmlns:cp="{PACKAGE_REL.rpartition("/")[0]}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    )
    file.put("docProps/core.xml", f"<cp:coreProperties {spaces}>{held}</cp:coreProperties>")


def _app(file: File, word: str) -> None:
    names = (
        "Template",
        "Manager",
        "Company",
        "HyperlinkBase",
        "TotalTime",
        "TitlesOfParts",
        "DigSig",
    )
    held = "".join([f"<{name}>{word}</{name}>" for name in names])
    file.put(
        "docProps/app.xml",
        f'<Properties xmlns="{R[9:-1].rpartition("/")[0]}/extended-properties">{held}</Properties>',
    )


def _custom(file: File, word: str) -> None:
    body = f'<Properties xmlns="{R[9:-1].rpartition("/")[0]}/custom-properties"><property fmtid="{{x}}" pid="2" name="{word}"/></Properties>'
    file.part("", "custom-properties", "docProps/custom.xml", body, _DOC + "custom-properties+xml")


def _data(file: File, word: str) -> None:
    file.part(file.main, "customXml", "customXml/item1.xml", f"<x>{word}</x>", "application/xml")
    props = f'<ds:datastoreItem xmlns:ds="x" ds:itemID="{word}"/>'
    file.part(
        "customXml/item1.xml",
        "customXmlProps",
        "customXml/itemProps1.xml",
        props,
        _DOC + "customXmlProperties+xml",
    )


def _thumbnail(file: File, word: str) -> None:
    file.part(
        "",
        f"{PACKAGE_REL}/metadata/thumbnail",
        "docProps/thumbnail.jpeg",
        b"\xff\xd8\xff" + word.encode(),
        "image/jpeg",
    )


def _label(file: File, word: str) -> None:
    file.part(
        "",
        f"{MS}/2020/02/relationships/classificationlabels",
        "docMetadata/LabelInfo.xml",
        f"<x>{word}</x>",
        "application/vnd.ms-office.classificationlabels+xml",
    )


def _unknown(file: File, word: str) -> None:
    file.part(
        file.main,
        f"{MS}/2030/relationships/somethingNew",
        "new/part.xml",
        f"<x>{word}</x>",
        "application/vnd.ms-office.new+xml",
    )


def _stray(file: File, word: str) -> None:
    file.put("stray/notes.xml", f"<x>{word}</x>", "application/xml").put("[trash]/0000.dat", word)


def _printer(source: str) -> Dirt:
    def add(file: File, word: str) -> None:
        file.part(
            source,
            "printerSettings",
            "printer/settings1.bin",
            word.encode("utf-16-le"),
            _DOC + "spreadsheetml.printerSettings",
        )

    return add


def _part(source: str, kind: str, name: str, type_: str, body: str = "<x>{}</x>") -> Dirt:
    def add(file: File, word: str) -> None:
        file.part(source, kind, name, body.replace("{}", word), type_)

    return add


def _xml_comment(name: str) -> Dirt:
    return lambda file, word: file.inside(name, f"<!-- {word} --><?note {word}?>")


def _inside(name: str, xml: str) -> Dirt:
    return lambda file, word: file.inside(name, xml.replace("{}", word))


def _swap(name: str, old: str, new: str) -> Dirt:
    return lambda file, word: file.swap(name, old, new.replace("{}", word))


EVERYWHERE: tuple[tuple[str, Dirt], ...] = (
    ("core properties", _core),
    ("application properties", _app),
    ("custom properties", _custom),
    ("custom XML", _data),
    ("the thumbnail", _thumbnail),
    ("labels", _label),
    ("a part of a kind that is not known", _unknown),
    ("parts that nothing leads to", _stray),
)

# -- Word ----------------------------------------------------------------------------------------

_SETTINGS = (
    '<w:rsids><w:rsid w:val="{}"/></w:rsids><w:docVars><w:docVar w:name="{}" w:val="{}"/></w:docVars>'
    '<w:mailMerge><w:connectString w:val="{}"/><w:query w:val="{}"/></w:mailMerge>'
    '<w:attachedSchema w:val="{}"/><w:activeWritingStyle w:appName="{}"/><w:smartTagType w:name="{}"/>'
    '<w:writeProtection w:hash="{}"/>'
)


def in_body(xml: str) -> Dirt:
    return _swap(DOCUMENT, "<w:body>", f"<w:body>{xml}")


def _glossary(file: File, word: str) -> None:
    body = f"<w:glossaryDocument {W}><w:docParts><w:docPart>{word}</w:docPart></w:docParts></w:glossaryDocument>"
    file.part(
        DOCUMENT,
        "glossaryDocument",
        "word/glossary/document.xml",
        body,
        _DOC + "wordprocessingml.document.glossary+xml",
    )


def _picture(name: str, make: Callable[[str], bytes], type_: str) -> Dirt:
    def add(file: File, word: str) -> None:
        id_ = file.part(
            DOCUMENT, "image", f"word/media/{name.replace('{}', word)}", make(word), type_
        )
        pic = (
            f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{_DML}/wordprocessingDrawing"><wp:extent cx="9" cy="9"/>'
            f'<wp:docPr id="7" name="Logo"/><a:graphic xmlns:a="{_DML}/main"><a:graphicData uri="{_DML}/picture">'
            f'<pic:pic xmlns:pic="{_DML}/picture"><pic:nvPicPr><pic:cNvPr id="0" name="{word}.png" descr="C:\\{word}.png"/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip {R} r:embed="{id_}"/></pic:blipFill><pic:spPr/>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )
        file.swap(DOCUMENT, "<w:body>", f"<w:body>{pic}")

    return add


_DML = "http://schemas.openxmlformats.org/drawingml/2006"
_CONTROL = "<w:sdt><w:sdtPr>{0}</w:sdtPr><w:sdtContent>{1}</w:sdtContent></w:sdt>"
_PROMPT = '<w:placeholder><w:docPart w:val="{}"/></w:placeholder><w:showingPlcHdr/>'
_RUN = "<w:r><w:t>{}</w:t></w:r>"
_INK = f'<w:p><w:r><w:pict/><w14:contentPart xmlns:w14="x" {R} r:id="rIdNone"/></w:r></w:p>'

IN_WORD: tuple[tuple[str, Dirt], ...] = (
    (
        "comments",
        _part(DOCUMENT, "comments", "word/comments.xml", _DOC + "wordprocessingml.comments+xml"),
    ),
    (
        "comment authors",
        _part(
            DOCUMENT,
            f"{MS}/2011/relationships/people",
            "word/people.xml",
            _DOC + "wordprocessingml.people+xml",
        ),
    ),
    (
        "threads of comments",
        _part(
            DOCUMENT,
            f"{MS}/2011/relationships/commentsExtended",
            "word/commentsExtended.xml",
            _DOC + "wordprocessingml.commentsExtended+xml",
        ),
    ),
    (
        "ids of comments",
        _part(
            DOCUMENT,
            f"{MS}/2016/09/relationships/commentsIds",
            "word/commentsIds.xml",
            _DOC + "wordprocessingml.commentsIds+xml",
        ),
    ),
    (
        "tasks",
        _part(
            DOCUMENT,
            f"{MS}/2019/05/relationships/documenttasks",
            "word/documenttasks/tasks1.xml",
            "application/vnd.ms-office.documenttasks+xml",
        ),
    ),
    (
        "web settings",
        _part(
            DOCUMENT,
            "webSettings",
            "word/webSettings9.xml",
            _DOC + "wordprocessingml.webSettings+xml",
        ),
    ),
    (
        "older styles",
        _part(
            DOCUMENT,
            f"{MS}/2007/relationships/stylesWithEffects",
            "word/styles9.xml",
            "application/vnd.ms-word.stylesWithEffects+xml",
        ),
    ),
    (
        "keyboard settings",
        _part(
            DOCUMENT,
            f"{MS}/2006/relationships/keyMapCustomizations",
            "word/customizations.xml",
            "application/vnd.ms-word.keyMapCustomizations+xml",
        ),
    ),
    ("building blocks", _glossary),
    ("printer settings", _printer(DOCUMENT)),
    ("settings", _swap("word/settings.xml", "</w:settings>", _SETTINGS + "</w:settings>")),
    (
        "a deleted text",
        in_body(
            '<w:p><w:del w:id="1" w:author="{}" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>{}</w:delText></w:r></w:del></w:p>'
        ),
    ),
    (
        "who inserted a text",
        in_body('<w:p><w:ins w:id="2" w:author="{}"><w:r><w:t>kept</w:t></w:r></w:ins></w:p>'),
    ),
    (
        "who moved a text",
        in_body(
            '<w:p><w:moveFrom w:id="3" w:author="{}"><w:r><w:t>{}</w:t></w:r></w:moveFrom></w:p>'
        ),
    ),
    (
        "who changed a format",
        in_body(
            '<w:p><w:pPr><w:pPrChange w:id="4" w:author="{}"><w:pPr/></w:pPrChange></w:pPr></w:p>'
        ),
    ),
    (
        "marks of comments",
        in_body(
            '<w:p><w:commentRangeStart w:id="{}"/><w:r><w:t>a</w:t></w:r><w:commentRangeEnd w:id="{}"/><w:r><w:commentReference w:id="{}"/></w:r></w:p>'
        ),
    ),
    ("who may edit", in_body('<w:p><w:permStart w:id="5" w:ed="{}"/><w:permEnd w:id="5"/></w:p>')),
    ("a control's prompt in a line", in_body("<w:p>" + _CONTROL.format(_PROMPT, _RUN) + "</w:p>")),
    ("a control's prompt in a block", in_body(_CONTROL.format(_PROMPT, f"<w:p>{_RUN}</w:p>"))),
    (
        "a control's binding",
        in_body(
            "<w:p>"
            + _CONTROL.format(
                '<w:alias w:val="{}"/><w:tag w:val="{}"/><w:dataBinding w:xpath="{}" w:storeItemID="{}"/>',
                "<w:r><w:t>kept</w:t></w:r>",
            )
            + "</w:p>"
        ),
    ),
    (
        "a smart tag",
        in_body(
            '<w:p><w:smartTag w:uri="{}" w:element="{}"><w:smartTagPr><w:attr w:name="{}" w:val="{}"/></w:smartTagPr><w:r><w:t>kept</w:t></w:r></w:smartTag></w:p>'
        ),
    ),
    ("a comment in XML", _xml_comment(DOCUMENT)),
    ("a comment in the styles' XML", _xml_comment("word/styles.xml")),
    (
        "the theme's family",
        _swap(
            "word/theme/theme1.xml",
            "</a:theme>",
            '<a:extLst><a:ext uri="x"><t:themeFamily xmlns:t="y" name="{}" id="{}"/></a:ext></a:extLst></a:theme>',
        ),
    ),
    ("ids of edits", in_body('<w:p w:rsidR="{}" w:rsidRDefault="{}"/>')),
    ("a picture's name", _picture("{}.png", lambda _: png(3, 3), "image/png")),
    ("a PNG's own texts", _picture("image71.png", dirty_png, "image/png")),
    ("a JPEG's own texts", _picture("image72.jpg", dirty_jpeg, "image/jpeg")),
    (
        "an SVG's own texts",
        _picture(
            "image73.svg",
            lambda w: (
                f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="ink" i:file="{w}"><!--{w}--><metadata>{w}</metadata><i:x>{w}</i:x><path d="M0 0"/></svg>'.encode()
            ),
            "image/svg+xml",
        ),
    ),
)

# -- PowerPoint ----------------------------------------------------------------------------------


def _beside(name: str, kind: str, type_: str) -> Dirt:
    return _part(SLIDE, kind, name, type_)


def _tags_of(source: str) -> Dirt:
    def add(file: File, word: str) -> None:
        number = len(file.parts)
        id_ = file.part(
            source,
            "tags",
            f"ppt/tags/tag{number}.xml",
            f'<p:tagLst {_P}><p:tag name="{word}" val="{word}"/></p:tagLst>',
            _DOC + "presentationml.tags+xml",
        )
        data = f'<p:custDataLst><p:tags {R} r:id="{id_}"/></p:custDataLst>'
        end = "</p:cSld>" if source != DECK else "<p:defaultTextStyle>"
        file.swap(source, end, data + end)

    return add


_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_A = f'xmlns:a="{_DML}/main"'
_BOX = (
    '<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="Box"/><p:cNvSpPr/><p:nvPr>{ph}</p:nvPr></p:nvSpPr><p:spPr>{paint}</p:spPr>'
    "<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{runs}</a:p></p:txBody></p:sp>"
)


def box(id_: int, text: str = "", ph: str = "", paint: str = "") -> str:
    runs = f"<a:r><a:t>{text}</a:t></a:r>" if text else ""
    return _BOX.format(id=id_, ph=ph, paint=paint, runs=runs)


LAYOUT, UNUSED, MASTER = (
    "ppt/slideLayouts/slideLayout6.xml",
    "ppt/slideLayouts/slideLayout2.xml",
    "ppt/slideMasters/slideMaster1.xml",
)
_PROMPT_BOX = box(77, "{}", '<p:ph type="body" idx="77" hasCustomPrompt="1"/>')


def _tree(name: str, xml: str) -> Dirt:
    return _swap(name, "</p:spTree>", xml + "</p:spTree>")


def _second_slide(xml: str, attributes: str = "") -> Dirt:
    """One more slide, made from the first."""

    def add(file: File, word: str) -> None:
        body = file.parts[SLIDE].decode().replace("<p:sld ", f"<p:sld {attributes} ", 1)
        body = body.replace("</p:spTree>", xml.replace("{}", word) + "</p:spTree>")
        number = 20 + len(file.parts)
        name = f"ppt/slides/slide{number}.xml"
        id_ = file.part(DECK, "slide", name, body, _DOC + "presentationml.slide+xml")
        file.parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = file.parts[_SLIDE_RELS]
        file.swap(
            DECK, "</p:sldIdLst>", f'<p:sldId id="{number + 400}" r:id="{id_}"/></p:sldIdLst>'
        )

    return add


_SLIDE_RELS = "ppt/slides/_rels/slide1.xml.rels"


def _sections(file: File, word: str) -> None:
    held = re.search(r'<p:sldId id="(\d+)"', file.parts[DECK].decode())
    assert held is not None
    inside = f'<p14:sldIdLst><p14:sldId id="{held[1]}"/></p14:sldIdLst>'
    lists = f'<p14:section name="Kept" id="{{1}}">{inside}</p14:section><p14:section name="{word}" id="{{2}}"><p14:sldIdLst/></p14:section>'
    file.swap(
        DECK,
        "</p:presentation>",
        f'<p:extLst><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst {P14}>{lists}</p14:sectionLst></p:ext></p:extLst></p:presentation>',
    )


IN_SLIDES: tuple[tuple[str, Dirt], ...] = (
    (
        "comments",
        _beside("ppt/comments/comment1.xml", "comments", _DOC + "presentationml.comments+xml"),
    ),
    (
        "threaded comments",
        _beside(
            "ppt/comments/modern1.xml",
            f"{MS}/2018/10/relationships/comments",
            "application/vnd.ms-powerpoint.comments+xml",
        ),
    ),
    (
        "comment authors",
        _part(
            DECK,
            "commentAuthors",
            "ppt/commentAuthors.xml",
            _DOC + "presentationml.commentAuthors+xml",
        ),
    ),
    (
        "authors of threads",
        _part(
            DECK,
            f"{MS}/2018/10/relationships/authors",
            "ppt/authors.xml",
            "application/vnd.ms-powerpoint.authors+xml",
        ),
    ),
    (
        "changes",
        _part(
            DECK,
            f"{MS}/2016/11/relationships/changesInfo",
            "ppt/changesInfos/changesInfo1.xml",
            "application/vnd.ms-powerpoint.changesinfo+xml",
        ),
    ),
    (
        "revisions",
        _part(
            DECK,
            f"{MS}/2015/10/relationships/revisionInfo",
            "ppt/revisionInfo.xml",
            "application/vnd.ms-powerpoint.revisioninfo+xml",
        ),
    ),
    (
        "how it was viewed",
        _part(DECK, "viewProps", "ppt/viewProps9.xml", _DOC + "presentationml.viewProps+xml"),
    ),
    ("printer settings", _printer(DECK)),
    (
        "slide library",
        _beside(
            "ppt/slideUpdateInfo/x1.xml",
            "slideUpdateInfo",
            _DOC + "presentationml.slideUpdateInfo+xml",
        ),
    ),
    ("tags of a slide", _tags_of(SLIDE)),
    ("tags of a layout", _tags_of(LAYOUT)),
    ("tags of a master", _tags_of(MASTER)),
    ("tags of the deck", _tags_of(DECK)),
    (
        "a custom show",
        _swap(
            DECK,
            "<p:defaultTextStyle>",
            '<p:custShowLst><p:custShow name="{}" id="0"><p:sldLst/></p:custShow></p:custShowLst><p:defaultTextStyle>',
        ),
    ),
    (
        "a password to modify",
        _swap(
            DECK, "<p:defaultTextStyle>", '<p:modifyVerifier saltData="{}"/><p:defaultTextStyle>'
        ),
    ),
    ("a section without slides", _sections),
    (
        "publishing",
        _swap(
            "ppt/presProps.xml",
            "</p:presentationPr>",
            '<p:htmlPubPr title="{}"/></p:presentationPr>',
        ),
    ),
    ("a prompt on a layout", _tree(LAYOUT, _PROMPT_BOX)),
    ("a prompt on the master", _tree(MASTER, _PROMPT_BOX.replace('idx="77"', 'idx="78"'))),
    ("an unused layout", _tree(UNUSED, box(79, "{}"))),
    ("an unused layout's name", _swap(UNUSED, '<p:cSld name="', '<p:cSld name="{} ')),
    (
        "a prompt on an empty placeholder",
        _tree(
            SLIDE,
            '<p:sp><p:nvSpPr><p:cNvPr id="81" name="{}"/><p:cNvSpPr/><p:nvPr><p:ph type="body" idx="9"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>',
        ),
    ),
    (
        "a placeholder whose tag came out empty",
        _tree(
            SLIDE,
            box(
                82, "{% if not account.key %}{}{% endif %}", '<p:ph type="body" idx="10"/>'
            ).replace('name="Box"', 'name="{}"'),
        ),
    ),
    ("a hidden slide", _second_slide(box(83, "{}"), 'show="0"')),
    (
        "a slide that is left out",
        _second_slide(box(84, "{% slide if not account.key %}{% endif %}{}")),
    ),
    ("a comment in XML", _xml_comment(LAYOUT)),
    ("a comment in the theme's XML", _xml_comment("ppt/theme/theme1.xml")),
    (
        "the author of a guide",
        _tree(
            SLIDE, '<p:extLst><p:ext uri="x"><c:commentRel xmlns:c="y" id="{}"/></p:ext></p:extLst>'
        ),
    ),
    (
        "a PNG's own texts",
        lambda file, word: file.inside(
            LAYOUT,
            f'<p:extLst><p:ext uri="x"><a:blip {_A} {R} r:embed="{file.part(LAYOUT, "image", f"ppt/media/{word}.png", dirty_png(word), "image/png")}"/></p:ext></p:extLst>',
        ),
    ),
)

# -- Excel ---------------------------------------------------------------------------------------

_X = _DOC + "spreadsheetml."

IN_SHEETS: tuple[tuple[str, Dirt], ...] = (
    ("comments", _part(SHEET, "comments", "xl/comments1.xml", _X + "comments+xml")),
    (
        "threaded comments",
        _part(
            SHEET,
            f"{MS}/2017/10/relationships/threadedComment",
            "xl/threadedComments/t1.xml",
            "application/vnd.ms-excel.threadedcomments+xml",
        ),
    ),
    (
        "persons",
        _part(
            BOOK,
            f"{MS}/2017/10/relationships/person",
            "xl/persons/person.xml",
            "application/vnd.ms-excel.person+xml",
        ),
    ),
    ("printer settings", _printer(SHEET)),
    (
        "the folder of the file",
        _swap(
            BOOK,
            "<bookViews>",
            f'<x15ac:absPath xmlns:x15ac="{MS}/spreadsheetml/2010/11/ac" url="C:\\Users\\{{}}\\"/><bookViews>',
        ),
    ),
    ("who shares it", _swap(BOOK, "<workbookPr", '<fileSharing userName="{}"/><workbookPr')),
    ("code names", _swap(BOOK, "<workbookPr", '<workbookPr codeName="{}"')),
    ("a sheet's code name", _swap(SHEET, "<sheetPr>", '<sheetPr codeName="{}">')),
    (
        "how it was viewed",
        _swap(
            BOOK,
            "</sheets>",
            '</sheets><customWorkbookViews><customWorkbookView name="{}" guid="{x}"/></customWorkbookViews>',
        ),
    ),
    (
        "scenarios",
        _swap(
            SHEET,
            "</sheetData>",
            '</sheetData><scenarios><scenario name="{}" user="{}" comment="{}"/></scenarios>',
        ),
    ),
    (
        "properties of a sheet",
        _swap(
            SHEET,
            "</sheetData>",
            '</sheetData><customProperties><customPr name="{}"/></customProperties>',
        ),
    ),
    ("a map of XML", _part(BOOK, "xmlMaps", "xl/xmlMaps.xml", "application/xml")),
    (
        "the order of calculation",
        _part(BOOK, "calcChain", "xl/calcChain.xml", _X + "calcChain+xml"),
    ),
    (
        "kinds of data",
        _part(
            BOOK,
            f"{MS}/2017/06/relationships/rdRichValue",
            "xl/richData/rdrichvalue.xml",
            "application/vnd.ms-excel.rdrichvalue+xml",
        ),
    ),
    ("metadata", _part(BOOK, "sheetMetadata", "xl/metadata.xml", _X + "sheetMetadata+xml")),
    (
        "a shared history",
        _part(
            BOOK, "revisionHeaders", "xl/revisions/revisionHeaders.xml", _X + "revisionHeaders+xml"
        ),
    ),
    ("users", _part(BOOK, "usernames", "xl/revisions/userNames.xml", _X + "userNames+xml")),
    ("texts that no cell shows", _swap(SHEET, "<sheetData>", "<sheetData><!-- {} -->")),
    (
        "phonetic hints",
        _swap(
            SHEET,
            "</row>",
            '<c r="C1" t="inlineStr"><is><t>kept</t><rPh sb="0" eb="1"><t>{}</t></rPh></is></c></row>',
        ),
    ),
    ("a comment in the styles' XML", _xml_comment("xl/styles.xml")),
    ("a comment in the theme's XML", _xml_comment("xl/theme/theme1.xml")),
)

PLACES = {"docx": (*EVERYWHERE, *IN_WORD), "pptx": (*EVERYWHERE, *IN_SLIDES), "xlsx": (*EVERYWHERE, *IN_SHEETS)}  # fmt: skip


def dirty(kind: str, only: int | None = None) -> bytes:
    """The template with residue in all its places (or in one)."""
    file = plain(kind)
    for number, (_, add) in enumerate(PLACES[kind]):
        if only is None or number == only:
            add(file, mark(number))
    return file.data


# -- charts --------------------------------------------------------------------------------------


def dirty_chart_deck() -> bytes:
    """A deck with one bound chart that holds residue wherever a chart can."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData(number_format="0.0")
    data.categories = [f"{WORD}cat1", f"{WORD}cat2"]
    data.add_series(f"{WORD}series1", (1, 2))
    data.add_series(f"{WORD}series2", (3, 4))
    box_ = (Inches(1), Inches(1), Inches(5), Inches(3))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box_, data)
    frame.chart.value_axis.has_title = True
    frame.chart.value_axis.axis_title.text_frame.text = "Axis"
    describe(frame, "{% chart charts.revenue %}")
    file = File("pptx", unpacked(saved(deck)))
    name = next(n for n in file.parts if re.match(r"ppt/charts/chart\d*\.xml", n))
    _spoil_workbook(file)
    _spoil_chart(file, name)
    return file.data


def _spoil_workbook(file: File) -> None:
    name = next(n for n in file.parts if n.startswith("ppt/embeddings/"))
    book = File("xlsx", unpacked(file.parts[name]))
    _core(book, f"{WORD}book1")
    _custom(book, f"{WORD}book2")
    more = f'<row r="99"><c r="Z99" t="inlineStr"><is><t>{WORD}book3</t></is></c></row></sheetData>'
    book.swap(SHEET, "</sheetData>", more)
    names = (
        f'<definedNames><definedName name="{WORD}book4">Sheet1!$Z$99</definedName></definedNames>'
    )
    book.swap(BOOK, "</sheets>", f"</sheets>{names}")
    file.parts[name] = book.data


def _spoil_chart(file: File, name: str) -> None:
    c = f'xmlns:c="{_DML}/chart"'
    filtered = (
        f'<c:extLst><c:ext uri="x"><c15:filteredBarSeries xmlns:c15="y"><c15:ser><c:tx {c}><c:strRef><c:f>Sheet1!$Z$1</c:f>'
        f"<c:strCache><c:pt idx='0'><c:v>{WORD}filtered</c:v></c:pt></c:strCache></c:strRef></c:tx></c15:ser></c15:filteredBarSeries></c:ext></c:extLst>"
    )
    file.swap(name, "</c:barChart>", f"{filtered}</c:barChart>")
    axis = re.search(
        r"<c:tx>\s*<c:rich>.*?Axis.*?</c:rich>\s*</c:tx>", file.parts[name].decode(), re.DOTALL
    )
    assert axis is not None
    linked = "<c:tx><c:strRef><c:f>Sheet1!$Z$99</c:f><c:strCache><c:ptCount val='1'/><c:pt idx='0'><c:v>Axis words</c:v></c:pt></c:strCache></c:strRef></c:tx>"
    file.swap(name, axis.group(), linked)
    labels = (
        "<c:dLbls><c:dLbl><c:idx val='0'/><c:tx><c:rich><a:bodyPr/><a:p><a:fld id='{1}' type='CELLRANGE'><a:t>"
        f"{WORD}range</a:t></a:fld></a:p></c:rich></c:tx><c:showVal val='1'/></c:dLbl><c:dLbl><c:idx val='1'/><c:tx><c:rich><a:bodyPr/><a:p>"
        f"<a:fld id='{{00000000-0000-0000-0000-000000000002}}' type='VALUE'><a:t>{WORD}value</a:t></a:fld></a:p></c:rich></c:tx><c:showVal val='1'/></c:dLbl></c:dLbls>"
    )
    file.swap(name, "<c:cat>", f"{labels}<c:cat>")
    shapes = f'<c:userShapes xmlns:c="{_DML}/chart">{WORD}shapes</c:userShapes>'
    id_ = file.part(
        name,
        "chartUserShapes",
        "ppt/drawings/drawing1.xml",
        shapes,
        _DOC + "drawingml.chartshapes+xml",
    )
    end = f'<c:printSettings><c:headerFooter><c:oddHeader>{WORD}header</c:oddHeader></c:headerFooter></c:printSettings><c:userShapes {R} r:id="{id_}"/></c:chartSpace>'
    file.swap(name, "</c:chartSpace>", end)


# -- searching -----------------------------------------------------------------------------------


def words_in(data: bytes, path: str = "") -> set[str]:
    """Every residue word anywhere in a file, at any depth, with the part it is in."""
    found = set()
    if data[:4] == b"PK\3\4":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                found |= words_in(archive.read(name), f"{path}/{name}")
                found |= {f"{path}/{name}" for _ in re.findall(WORD, name, re.IGNORECASE)}
    for text in (
        data.decode("latin-1"),
        data.decode("utf-16-le", "replace"),
        data[1:].decode("utf-16-le", "replace"),
    ):
        found |= {f"{word} in {path}" for word in re.findall(rf"{WORD}\w*", text, re.IGNORECASE)}
    return found
