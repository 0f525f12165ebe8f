"""A finished Word or Excel file taken apart: every place that can carry a text gives it back.

Each case plants one secret in a tiny file and names the kind and the place it must come back with.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

from generator.office.passages import passages
from tests.passages_kit import (
    MAIN,
    SECRET,
    File,
    beside,
    book,
    carriers,
    document,
    inline,
    into_book,
    para,
    run,
    telling,
    with_link,
    xml,
)

S = SECRET
Build = Callable[[], File]
Case = tuple[str, Build, str, str]
COMMENTS = "xl/comments1.xml"
SHEET = "xl/worksheets/sheet1.xml"

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
CASES = [
    pytest.param(build, kind, place, id=f"{program}: {name}")
    for program, cases in [("Word", WORD), ("Excel", EXCEL)]
    for name, build, kind, place in cases
]


@pytest.mark.parametrize(("build", "kind", "place"), CASES)
def test_a_secret_comes_back_with_its_kind_and_place(build: Build, kind: str, place: str) -> None:
    found = telling(build().bytes())

    assert any(passage.kind == kind and place in passage.place for passage in found), found


# Files as libraries write them, not by hand


def saved(made: Any) -> bytes:
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def places(data: bytes) -> set[str]:
    return {passage.place for passage in telling(data)}


def test_a_workbook_that_openpyxl_wrote_says_where_everything_is() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["B3"] = S
    sheet["C4"].comment = Comment(S, "Ada")
    sheet.add_data_validation(DataValidation("list", f'"{S}"', sqref="D5"))
    sheet.row_dimensions[3].hidden = True
    workbook.defined_names["Note"] = DefinedName("Note", attr_text=f'"{S}"')
    workbook.create_sheet("Old").sheet_state = "veryHidden"
    workbook["Old"]["A1"] = S

    assert places(saved(workbook)) == {
        "sheet Sheet, cell B3 (hidden row)",
        "comment on sheet Sheet, cell C4",
        "sheet Sheet, data validation of D5, formula",
        "workbook, formula",
        "sheet Old (very hidden), cell A1",
    }
    assert ("comment on sheet Sheet, author", "an author") in carriers(saved(workbook))


def test_a_document_that_python_docx_wrote_says_where_everything_is() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Harmless.")
    made.add_comment(paragraph.runs, S, author="Ada")
    made.add_table(1, 1).cell(0, 0).text = S
    made.sections[0].header.paragraphs[0].text = S
    made.core_properties.subject = S

    assert places(saved(made)) == {
        "comments, comment 0",
        "document, table 1, row 1",
        "header word/header1.xml, paragraph 1",
        "document properties, subject",
    }


def test_a_deck_that_python_pptx_wrote_says_where_everything_is() -> None:
    made = pptx.Presentation()
    page = made.slides.add_slide(made.slide_layouts[5])
    figures = CategoryChartData()
    figures.categories = [S, "other"]
    figures.add_series("Series", (1234567, 2))
    box = (0, 0, 999999, 999999)
    chart = page.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, figures)
    chart.name = "Cases"
    page.notes_slide.notes_text_frame.text = S
    page.shapes.add_textbox(made.slide_width, 0, 9, 9).text_frame.text = S
    data = saved(made)

    assert places(data) == {
        'slide 1, chart "Cases", categories',
        'slide 1, chart "Cases", workbook, sheet Sheet1, cell A2',
        'notes of slide 1, shape "Notes Placeholder 2"',
        'slide 1, shape "TextBox 3" (off the page)',
    }
    assert {p.place for p in passages(data, "x.pptx") if p.text.startswith("1234567")} == {
        'slide 1, chart "Cases", values',
        'slide 1, chart "Cases", workbook, sheet Sheet1, cell B2',
    }
