"""A finished PowerPoint file, or any package, taken apart: what can carry a text gives it back.

Each case plants one secret in a tiny file and names the kind and the place it must come back with.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest

from tests.passages_kit import (
    MAIN,
    OOXML,
    SECRET,
    SLIDE,
    File,
    b64,
    beside,
    book,
    chart,
    deck,
    frame,
    inline,
    jpeg,
    picture,
    png,
    run,
    shape,
    slide,
    telling,
    with_link,
    xml,
)

S = SECRET
Build = Callable[[], File]
Case = tuple[str, Build, str, str]

CORE = OOXML + "package/2006/relationships/metadata/core-properties"
MODERN = "http://schemas.microsoft.com/office/2018/10/relationships/"
NOTES = "ppt/notesSlides/notesSlide1.xml"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>{0}</title></svg>'


def note(text: str) -> File:
    file = deck()
    file.put(NOTES, xml("p:notes", shape(text, "Notes Placeholder 2")), SLIDE, "notesSlide")
    return file


def behind_chart(cells: str) -> File:
    file = chart("")
    inner = book(cells).bytes()
    file.put("ppt/embeddings/book.xlsx", inner, "ppt/charts/chart1.xml", "package")
    return file


def diagram(root: str, kind: str) -> File:
    file = deck()
    text = f"<dgm:t><a:p>{run(S)}</a:p></dgm:t>"
    id_ = file.put("ppt/diagrams/part.xml", xml(root, text), SLIDE, kind)
    file.parts[SLIDE] = slide(frame(f'<dgm:relIds r:dm="{id_}"/>', "Cycle"))
    return file


def second_slide(*, listed: bool) -> File:
    file = deck()
    id_ = file.put("ppt/slides/slide2.xml", slide(shape(S)), MAIN["p"], "slide")
    if listed:
        main = str(file.parts[MAIN["p"]])
        item = f'<p:sldId id="257" r:id="{id_}"/></p:sldIdLst>'
        file.parts[MAIN["p"]] = main.replace("</p:sldIdLst>", item)
    return file


GROUP = (
    '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="Group 9"/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="90" cy="90"/><a:chOff x="9000" y="0"/><a:chExt cx="900" '
    f'cy="900"/></a:xfrm></p:grpSpPr>{shape(S, "Inside", x=9100)}</p:grpSp>'
)
TABLE = f"<a:tbl><a:tr><a:tc><a:txBody><a:p>{run(S)}</a:p></a:txBody></a:tc></a:tr></a:tbl>"
SERIES = "<c:ser><c:{0}><c:strRef><c:f>Sheet1!$A$1</c:f><c:strCache><c:pt idx='0'><c:v>{1}</c:v>"
SERIES += "</c:pt></c:strCache></c:strRef></c:{0}></c:ser>"

POWERPOINT: list[Case] = [
    ("shape", lambda: deck(shape(S)), "text", 'slide 1, shape "Claim 1"'),
    ("second slide", lambda: second_slide(listed=True), "text", 'slide 2, shape "Claim 1"'),
    ("hidden slide", lambda: deck(shape(S), show="0"), "text", "slide 1 (hidden), shape"),
    ("unlisted slide", lambda: second_slide(listed=False), "text", "slide that is not in the show"),
    ("off the slide", lambda: deck(shape(S, x=9000)), "text", '"Claim 1" (off the page)'),
    ("left of the slide", lambda: deck(shape(S, x=-500)), "text", "(off the page)"),
    ("hidden shape", lambda: deck(shape(S, hidden=True)), "text", '"Claim 1" (hidden)'),
    ("group", lambda: deck(GROUP), "text", 'slide 1, shape "Inside"'),
    ("table", lambda: deck(frame(TABLE, "Plays")), "text", 'slide 1, table "Plays", row 1'),
    ("alternative text", lambda: deck(shape(descr=S)), "text", 'alternative text of "Claim 1"'),
    (
        "title of a picture",
        lambda: deck(f'<p:pic><p:cNvPr id="4" name="Logo" title="{S}"/></p:pic>'),
        "text",
        'slide 1, alternative text of "Logo"',
    ),
    ("name of a shape", lambda: deck(shape(name=S)), "text", "slide 1, name of shape"),
    ("tooltip", lambda: deck(f'<a:hlinkClick tooltip="{S}"/>'), "text", "slide 1, tooltip"),
    ("link", lambda: with_link(deck(), SLIDE), "link", "slide 1, link"),
    ("notes", lambda: note(S), "text", "notes of slide 1"),
    (
        "comment",
        lambda: beside(
            deck(),
            "ppt/comments/c1.xml",
            "p:cmLst",
            f"<p:cm><p:text>{S}</p:text></p:cm>",
            "comments",
            SLIDE,
        ),
        "text",
        "comment on slide 1",
    ),
    (
        "modern comment",
        lambda: beside(
            deck(),
            "ppt/comments/modern.xml",
            "p188:cmLst",
            f"<p188:cm><p188:txBody><a:p>{run(S)}</a:p></p188:txBody></p188:cm>",
            MODERN + "comments",
            SLIDE,
        ),
        "text",
        "comment on slide 1",
    ),
    (
        "author of comments",
        lambda: beside(
            deck(),
            "ppt/commentAuthors.xml",
            "p:cmAuthorLst",
            f'<p:cmAuthor name="{S}"/>',
            "commentAuthors",
            MAIN["p"],
        ),
        "text",
        "authors of comments, name",
    ),
    ("diagram", lambda: diagram("dgm:dataModel", "diagramData"), "text", 'diagram "Cycle"'),
    ("drawn diagram", lambda: diagram("dsp:drawing", "diagramDrawing"), "text", "diagram"),
    *(
        (
            kind,
            lambda kind=kind, root=root: beside(
                deck(), f"ppt/{kind}1.xml", root, shape(S), kind, MAIN["p"]
            ),
            "text",
            place,
        )
        for kind, root, place in [
            ("slideMaster", "p:sldMaster", "slide master ppt/slideMaster1.xml, shape"),
            ("slideLayout", "p:sldLayout", "slide layout ppt/slideLayout1.xml, shape"),
            ("notesMaster", "p:notesMaster", "notes master"),
            ("handoutMaster", "p:handoutMaster", "handout master"),
        ]
    ),
    (
        "tags",
        lambda: beside(
            deck(), "ppt/tags/tag1.xml", "p:tagLst", f'<p:tag name="X" val="{S}"/>', "tags", SLIDE
        ),
        "markup",
        "slide 1, tags",
    ),
    (
        "custom show",
        lambda: deck(more=f'<p:custShowLst><p:custShow name="{S}" id="0"/></p:custShowLst>'),
        "text",
        "presentation, name",
    ),
    (
        "section",
        lambda: deck(more=f'<p14:sectionLst><p14:section name="{S}"/></p14:sectionLst>'),
        "text",
        "presentation, name",
    ),
    (
        "chart title",
        lambda: chart(f"<c:title><a:p>{run(S)}</a:p></c:title>"),
        "text",
        'slide 1, chart "Cases", title',
    ),
    ("series name", lambda: chart(SERIES.format("tx", S)), "text", '"Cases", series name'),
    ("categories", lambda: chart(SERIES.format("cat", S)), "text", '"Cases", categories'),
    (
        "data label",
        lambda: chart(f"<c:dLbls><c:separator>{S}</c:separator></c:dLbls>"),
        "text",
        '"Cases", data labels',
    ),
    (
        "reference",
        lambda: chart(f"<c:ser><c:tx><c:f>'{S}'!$A$1</c:f></c:tx></c:ser>"),
        "text",
        '"Cases", series name, formula',
    ),
    (
        "behind a chart",
        lambda: behind_chart(inline(S)),
        "text",
        'slide 1, chart "Cases", workbook, sheet Grid, cell B3',
    ),
    (
        "new chart",
        lambda: beside(
            deck(),
            "ppt/charts/chartEx1.xml",
            "cx:chartSpace",
            f"<cx:strDim><cx:lvl><cx:pt idx='0'>{S}</cx:pt></cx:lvl></cx:strDim>",
            "chartEx",
            SLIDE,
        ),
        "text",
        "slide 1, chart, categories",
    ),
]


def package_part(part: str, root: str, inside: str, kind: str) -> Build:
    return lambda: beside(deck(), part, root, inside, kind)


def loose(part: str, data: str | bytes, kind: str = "x") -> Build:
    def build() -> File:
        file = deck()
        file.put(part, data, SLIDE, kind)
        return file

    return build


PACKET = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><d t="{S}"/></x:xmpmeta>'
XMP = b"http://ns.adobe.com/xap/1.0/\0" + PACKET.encode()
GIF = b"GIF89a\1\0\1\0\0\0\0!\xfe\5Blueb\x11ird is leaving us\0;"
RAW_PROFILE = b"Raw profile type iptc\0\nIPTC\n 22\n" + S.encode().hex().encode()
PACKAGE: list[Case] = [
    (
        "title",
        package_part("docProps/core.xml", "cp:coreProperties", f"<dc:title>{S}</dc:title>", CORE),
        "text",
        "document properties, title",
    ),
    (
        "keywords",
        package_part(
            "docProps/core.xml", "cp:coreProperties", f"<cp:keywords>{S}</cp:keywords>", CORE
        ),
        "text",
        "document properties, keywords",
    ),
    (
        "company",
        package_part(
            "docProps/app.xml",
            "ep:Properties",
            f"<ep:Company>{S}</ep:Company>",
            "extended-properties",
        ),
        "text",
        "document properties, company",
    ),
    (
        "custom property",
        package_part(
            "docProps/custom.xml",
            "op:Properties",
            f'<op:property name="Risk"><vt:lpwstr>{S}</vt:lpwstr></op:property>',
            "custom-properties",
        ),
        "text",
        'custom property "Risk"',
    ),
    (
        "name of a custom property",
        package_part(
            "docProps/custom.xml",
            "op:Properties",
            f'<op:property name="{S}"/>',
            "custom-properties",
        ),
        "text",
        "custom property",
    ),
    (
        "thumbnail",
        loose("docProps/thumbnail.jpeg", jpeg((0xFE, S.encode())), "thumbnail"),
        "text",
        "thumbnail docProps/thumbnail.jpeg, metadata, comment",
    ),
    (
        "printer settings",
        loose("ppt/printerSettings1.bin", b"\0\1" + S.encode("utf-16-le"), "printerSettings"),
        "bytes",
        "as UTF-16",
    ),
    (
        "binary in UTF-16-BE",
        loose("ppt/x.bin", b"\1" + S.encode("utf-16-be")),
        "bytes",
        "as UTF-16",
    ),
    (
        "binary in ASCII",
        loose("ppt/x.bin", b"\1\2" + S.encode() + b"\0"),
        "bytes",
        "part ppt/x.bin",
    ),
    (
        "binary with entities",
        loose("ppt/x.bin", b"\1Bluebird&#32;is leaving&#x20;us\1"),
        "bytes",
        "part ppt/x.bin",
    ),
    (
        "JSON",
        loose("ppt/x.json", b'{"a": "Bl\\u0075ebird is leaving us"}'),
        "bytes",
        "part ppt/x.json",
    ),
    (
        "name of a part",
        loose("ppt/Bluebird%20is%20leaving%20us.bin", b"\0"),
        "markup",
        "name of part",
    ),
    ("base64", loose("ppt/x.xml", f"<x>{b64(S)}</x>"), "markup", "base64"),
    ("base64 of UTF-16", loose("ppt/x.xml", f'<x y="{b64(S, "utf-16-le")}"/>'), "markup", "base64"),
    ("XML comment", loose("ppt/x.xml", f"<x><!-- {S} --></x>"), "markup", "XML comment"),
    ("instruction", loose("ppt/x.xml", f"<x><?note {S}?></x>"), "markup", "processing instruction"),
    ("namespace", loose("ppt/x.xml", f'<x xmlns:y="{S}"/>'), "markup", "namespace"),
    ("attribute", loose("ppt/x.xml", f'<x y="{S}"/>'), "markup", "part ppt/x.xml, y"),
    (
        "PNG text",
        lambda: picture(png((b"tEXt", b"Comment\0" + S.encode()))),
        "text",
        "picture ppt/media/image1.png, metadata",
    ),
    (
        "PNG compressed text",
        lambda: picture(png((b"zTXt", b"Comment\0\0" + zlib.compress(S.encode())))),
        "text",
        "picture ppt/media/image1.png, metadata, Comment",
    ),
    (
        "PNG international text",
        lambda: picture(png((b"iTXt", b"Title\0\1\0en\0\0" + zlib.compress(S.encode())))),
        "text",
        "metadata, Title",
    ),
    ("PNG hexadecimal profile", lambda: picture(png((b"tEXt", RAW_PROFILE))), "bytes", "camera"),
    (
        "PNG camera data",
        lambda: picture(png((b"eXIf", b"MM\0*" + S.encode()))),
        "bytes",
        "image1.png",
    ),
    (
        "JPEG comment",
        lambda: picture(jpeg((0xFE, S.encode())), "a.jpg"),
        "text",
        "metadata, comment",
    ),
    (
        "JPEG camera data",
        lambda: picture(jpeg((0xE1, b"Exif\0\0" + S.encode("utf-16-le"))), "a.jpg"),
        "bytes",
        "camera",
    ),
    ("JPEG XMP", lambda: picture(jpeg((0xE1, XMP)), "a.jpg"), "markup", "metadata, XMP"),
    ("GIF comment", lambda: picture(GIF, "a.gif"), "text", "metadata, comment"),
    ("SVG", lambda: picture(SVG.format(S).encode(), "a.svg"), "text", "picture ppt/media/a.svg"),
    (
        "compressed SVG",
        lambda: picture(gzip.compress(SVG.format(S).encode()), "a.svgz"),
        "text",
        "picture ppt/media/a.svgz",
    ),
]
CASES = [
    pytest.param(build, kind, place, id=f"{program}: {name}")
    for program, cases in [("PowerPoint", POWERPOINT), ("package", PACKAGE)]
    for name, build, kind, place in cases
]


@pytest.mark.parametrize(("build", "kind", "place"), CASES)
def test_a_secret_comes_back_with_its_kind_and_place(build: Build, kind: str, place: str) -> None:
    found = telling(build().bytes())

    assert any(passage.kind == kind and place in passage.place for passage in found), found
