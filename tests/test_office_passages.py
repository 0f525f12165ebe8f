"""A finished Office file taken apart: every place that can carry a text gives it back.

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
    document,
    frame,
    inline,
    into_book,
    jpeg,
    para,
    picture,
    png,
    run,
    shape,
    slide,
    telling,
    xml,
)

S = SECRET
Build = Callable[[], File]
Case = tuple[str, Build, str, str]

CORE = OOXML + "package/2006/relationships/metadata/core-properties"
MODERN = "http://schemas.microsoft.com/office/2018/10/relationships/"
NOTES = "ppt/notesSlides/notesSlide1.xml"
COMMENTS = "xl/comments1.xml"
SHEET = "xl/worksheets/sheet1.xml"
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


def with_link(file: File, source: str) -> File:
    file.lead(source, "hyperlink", "https://x.example/Bluebird%20is%20leaving%20us", external=True)
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

STYLED = f'<w:style w:styleId="A"><w:name w:val="{S}"/></w:style>'
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> QUOTE "Bluebird is'
    '</w:instrText></w:r><w:r><w:instrText> leaving us"</w:instrText></w:r></w:p>'
)
BOX = (
    '<w:p><w:r><w:drawing><wp:anchor><wp:docPr id="1" name="Box 1"/><wps:wsp><wps:txbx>'
    f"<w:txbxContent>{para(S)}</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></w:r></w:p>"
)


def word_part(part: str, root: str, inside: str, kind: str) -> Build:
    return lambda: beside(document(""), f"word/{part}", root, inside, kind, MAIN["w"])


WORD: list[Case] = [
    ("paragraph", lambda: document(para("one") + para(S)), "text", "document, paragraph 2"),
    (
        "table",
        lambda: document(f"<w:tbl><w:tr><w:tc>{para(S)}</w:tc></w:tr></w:tbl>"),
        "text",
        "document, table 1, row 1",
    ),
    ("header", word_part("header1.xml", "w:hdr", para(S), "header"), "text", "header word/header1"),
    ("footer", word_part("footer1.xml", "w:ftr", para(S), "footer"), "text", "footer word/footer1"),
    (
        "footnote",
        word_part(
            "footnotes.xml",
            "w:footnotes",
            f'<w:footnote w:id="2">{para(S)}</w:footnote>',
            "footnotes",
        ),
        "text",
        "footnotes, footnote 2",
    ),
    (
        "endnote",
        word_part(
            "endnotes.xml", "w:endnotes", f'<w:endnote w:id="2">{para(S)}</w:endnote>', "endnotes"
        ),
        "text",
        "endnotes, endnote 2",
    ),
    (
        "comment",
        word_part(
            "comments.xml", "w:comments", f'<w:comment w:id="0">{para(S)}</w:comment>', "comments"
        ),
        "text",
        "comments, comment 0",
    ),
    (
        "author",
        word_part(
            "comments.xml", "w:comments", f'<w:comment w:id="0" w:author="{S}"/>', "comments"
        ),
        "text",
        "comments, comment 0, author",
    ),
    (
        "people",
        word_part("people.xml", "w15:people", f'<w15:person w15:author="{S}"/>', "people"),
        "text",
        "authors of comments",
    ),
    (
        "building block",
        word_part("glossary/document.xml", "w:glossaryDocument", para(S), "glossaryDocument"),
        "text",
        "building blocks, paragraph 1",
    ),
    ("text box", lambda: document(BOX), "text", 'text box "Box 1"'),
    ("hidden text", lambda: document(para(S, "<w:vanish/>")), "text", "paragraph 1 (hidden text)"),
    ("insertion", lambda: document(f"<w:ins>{para(S)}</w:ins>"), "text", "document, paragraph 1"),
    (
        "deletion",
        lambda: document(
            "<w:p><w:del><w:r><w:delText>Bluebird is leaving us</w:delText></w:r></w:del></w:p>"
        ),
        "text",
        "document, paragraph 1",
    ),
    ("field", lambda: document(FIELD), "text", "field code"),
    ("simple field", lambda: document(f'<w:fldSimple w:instr="QUOTE {S}"/>'), "text", "field code"),
    (
        "content control",
        lambda: document(f'<w:sdt><w:sdtPr><w:alias w:val="{S}"/></w:sdtPr></w:sdt>'),
        "text",
        "title of a content control",
    ),
    (
        "choice",
        lambda: document(f'<w:dropDownList><w:listItem w:displayText="{S}"/></w:dropDownList>'),
        "text",
        "document, choice",
    ),
    ("bookmark", lambda: document(f'<w:bookmarkStart w:id="0" w:name="{S}"/>'), "text", "bookmark"),
    (
        "document variable",
        word_part(
            "settings.xml",
            "w:settings",
            f'<w:docVars><w:docVar w:name="n" w:val="{S}"/></w:docVars>',
            "settings",
        ),
        "markup",
        "settings",
    ),
    ("style", word_part("styles.xml", "w:styles", STYLED, "styles"), "text", "name of a style"),
    (
        "formula",
        lambda: document(f"<w:p><m:oMath><m:r><m:t>{S}</m:t></m:r></m:oMath></w:p>"),
        "text",
        "document, paragraph 1",
    ),
    ("link", lambda: with_link(document(""), MAIN["w"]), "link", "document, link"),
    (
        "alternative text of a table",
        lambda: document(f'<w:tbl><w:tblPr><w:tblDescription w:val="{S}"/></w:tblPr></w:tbl>'),
        "text",
        "table 1, alternative text",
    ),
    (
        "WordArt",
        lambda: document(
            f'<w:p><w:r><w:pict><v:shape alt="-"><v:textpath string="{S}"/>'
            "</v:shape></w:pict></w:r></w:p>"
        ),
        "text",
        "document, paragraph 1, text",
    ),
    (
        "old form",
        lambda: document(
            f"<mc:AlternateContent><mc:Fallback>{para(S)}</mc:Fallback></mc:AlternateContent>"
        ),
        "text",
        "document, paragraph 1",
    ),
]


def sheet_part(part: str, root: str, inside: str, kind: str) -> Build:
    return lambda: beside(book(), part, root, inside, kind, SHEET)


def book_part(part: str, root: str, inside: str, kind: str) -> Build:
    return lambda: beside(book(), part, root, inside, kind, MAIN["x"])


def shared(cells: str) -> File:
    file = book(cells)
    texts = xml(
        "x:sst",
        f"<x:si><x:t>other text</x:t></x:si><x:si><x:r><x:t>{S[:9]}</x:t></x:r>"
        f"<x:r><x:t>{S[9:]}</x:t></x:r></x:si>",
    )
    file.put("xl/sharedStrings.xml", texts, MAIN["x"], "sharedStrings")
    return file


HIDDEN_COLUMN = '<x:cols><x:col min="2" max="3" hidden="1"/></x:cols>'
RULE = (
    '<x:dataValidation sqref="B2:B9" prompt="{0}"><x:formula1>"{1}"</x:formula1></x:dataValidation>'
)
EXCEL: list[Case] = [
    ("inline text", lambda: book(inline(S)), "text", "sheet Grid, cell B3"),
    (
        "shared text",
        lambda: shared('<x:c r="C4" t="s"><x:v>1</x:v></x:c>'),
        "text",
        "sheet Grid, cell C4",
    ),
    ("shared text that no cell shows", lambda: shared(""), "text", "texts of cells"),
    ("formula", lambda: book(f'<x:c r="A1"><x:f>"{S}"</x:f></x:c>'), "text", "cell A1, formula"),
    (
        "formula in pieces",
        lambda: book('<x:c r="A1"><x:f>"Bluebird "&amp;"is leaving us"</x:f></x:c>'),
        "text",
        "cell A1, formula",
    ),
    ("result", lambda: book(f'<x:c r="A1" t="str"><x:v>{S}</x:v></x:c>'), "text", "cell A1"),
    (
        "hidden sheet",
        lambda: book(inline(S), state="hidden"),
        "text",
        "sheet Grid (hidden), cell B3",
    ),
    (
        "very hidden sheet",
        lambda: book(inline(S), state="veryHidden"),
        "text",
        "Grid (very hidden)",
    ),
    (
        "hidden row",
        lambda: book(f'<x:row r="3" hidden="1">{inline(S)}</x:row>'),
        "text",
        "cell B3 (hidden row)",
    ),
    (
        "hidden column",
        lambda: book(inline(S), before=HIDDEN_COLUMN),
        "text",
        "cell B3 (hidden column)",
    ),
    (
        "sheet name",
        lambda: into_book(f'<x:sheets><x:sheet name="{S}"/></x:sheets>'),
        "text",
        "workbook, name of a sheet",
    ),
    (
        "defined name",
        lambda: into_book(f'<x:definedName name="n">"{S}"</x:definedName>'),
        "text",
        "workbook, formula",
    ),
    (
        "name of a defined name",
        lambda: into_book(f'<x:definedName name="{S}"/>'),
        "text",
        "workbook, defined name",
    ),
    ("validation list", lambda: book(more=RULE.format("", S)), "text", "data validation of B2:B9"),
    (
        "validation prompt",
        lambda: book(more=RULE.format(S, "")),
        "text",
        "data validation of B2:B9, prompt",
    ),
    (
        "newer validation",
        lambda: book(
            more="<x14:dataValidation><x14:formula1><xm:f>"
            f'"{S}"</xm:f></x14:formula1></x14:dataValidation>'
        ),
        "text",
        "data validation",
    ),
    (
        "conditional format",
        lambda: book(
            more='<x:conditionalFormatting sqref="A1"><x:formula>'
            f'A1="{S}"</x:formula></x:conditionalFormatting>'
        ),
        "text",
        "conditional format of A1",
    ),
    (
        "header",
        lambda: book(more=f"<x:oddHeader>&amp;L{S}</x:oddHeader>"),
        "text",
        "sheet Grid, header or footer",
    ),
    (
        "header in pieces",
        lambda: book(
            more='<x:oddFooter>&amp;CBluebird &amp;"Arial,Bold"&amp;12is leaving us</x:oddFooter>'
        ),
        "text",
        "sheet Grid, header or footer",
    ),
    (
        "comment",
        sheet_part(
            COMMENTS,
            "x:comments",
            f'<x:comment ref="B2"><x:text><x:r><x:t>{S}</x:t></x:r></x:text></x:comment>',
            "comments",
        ),
        "text",
        "comment on sheet Grid, cell B2",
    ),
    (
        "author",
        sheet_part(
            COMMENTS, "x:comments", f"<x:authors><x:author>{S}</x:author></x:authors>", "comments"
        ),
        "text",
        "comment on sheet Grid, author",
    ),
    (
        "threaded comment",
        sheet_part(
            "xl/threadedComments/t1.xml",
            "tc:ThreadedComments",
            f'<tc:threadedComment ref="B2"><tc:text>{S}</tc:text></tc:threadedComment>',
            "threadedComment",
        ),
        "text",
        "comment on sheet Grid, cell B2",
    ),
    (
        "person",
        book_part(
            "xl/persons/person.xml", "tc:personList", f'<tc:person displayName="{S}"/>', "person"
        ),
        "text",
        "authors of comments",
    ),
    (
        "column name",
        sheet_part("xl/tables/table1.xml", "x:table", f'<x:tableColumn name="{S}"/>', "table"),
        "text",
        "sheet Grid, table, column name",
    ),
    (
        "pivot cache",
        book_part(
            "xl/pivotCache/r1.xml",
            "x:pivotCacheRecords",
            f'<x:r><x:s v="{S}"/></x:r>',
            "pivotCacheRecords",
        ),
        "text",
        "pivot cache, stored value",
    ),
    (
        "pivot field",
        book_part(
            "xl/pivotCache/d1.xml",
            "x:pivotCacheDefinition",
            f'<x:cacheField name="{S}"/>',
            "pivotCacheDefinition",
        ),
        "text",
        "pivot cache, name",
    ),
    (
        "other file",
        book_part(
            "xl/externalLinks/e1.xml",
            "x:externalLink",
            f'<x:cell r="A1" t="str"><x:v>{S}</x:v></x:cell>',
            "externalLink",
        ),
        "text",
        "link to another file",
    ),
    (
        "connection",
        book_part(
            "xl/connections.xml",
            "x:connections",
            f'<x:connection name="n"><x:dbPr command="{S}"/></x:connection>',
            "connections",
        ),
        "text",
        "data connections, command",
    ),
    (
        "drawing",
        sheet_part(
            "xl/drawings/d1.xml",
            "xdr:wsDr",
            '<xdr:sp><xdr:cNvPr id="1" name="Box"/>'
            f"<xdr:txBody><a:p>{run(S)}</a:p></xdr:txBody></xdr:sp>",
            "drawing",
        ),
        "text",
        'sheet Grid, shape "Box"',
    ),
    (
        "old drawing",
        sheet_part(
            "xl/drawings/v1.vml",
            "x:xml",
            f"<v:textbox><div><font>{S}</font></div></v:textbox>",
            "vmlDrawing",
        ),
        "markup",
        "drawing",
    ),
    (
        "number format",
        book_part(
            "xl/styles.xml", "x:styleSheet", f'<x:numFmt formatCode="0&quot;{S}&quot;"/>', "styles"
        ),
        "markup",
        "part xl/styles.xml",
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
    ("custom XML", package_part("customXml/item1.xml", "d:data", "", "customXml"), "", ""),
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
    for program, cases in [
        ("PowerPoint", POWERPOINT),
        ("Word", WORD),
        ("Excel", EXCEL),
        ("package", [case for case in PACKAGE if case[2]]),
    ]
    for name, build, kind, place in cases
]


@pytest.mark.parametrize(("build", "kind", "place"), CASES)
def test_a_secret_comes_back_with_its_kind_and_place(build: Build, kind: str, place: str) -> None:
    found = telling(build().bytes())

    assert any(passage.kind == kind and place in passage.place for passage in found), found
