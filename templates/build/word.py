"""The words in which the plan's template is written: styles, tables, charts, page furniture.

python-docx does what it has an API for; table styles, fields and charts are written as XML.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from copy import deepcopy

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from templates.build.theme import COLOURS, theme_xml

TEXT_WIDTH = Cm(17.6)
TABLE_STYLE = "Plan Table"


def new_document() -> DocxDocument:
    """An A4 document with the theme, our named styles and nothing else."""
    document = Document()
    _replace_theme(document)
    _drop_table_styles(document)
    _page(document)
    _paragraph_styles(document)
    _character_styles(document)
    _table_style(document)
    return document


def _replace_theme(document: DocxDocument) -> None:
    part = document.part.part_related_by(RT.THEME)
    part._blob = theme_xml()


def _drop_table_styles(document: DocxDocument) -> None:
    styles = document.styles.element
    keep = {"TableNormal", "TableGrid"}
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in keep:
            styles.remove(style)


def _page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin, section.bottom_margin = Cm(1.7), Cm(1.5)
    section.header_distance = section.footer_distance = Cm(0.8)


# name, base, size, bold, colour, space before, space after, keep with next
_PARAGRAPHS = (
    ("Title", None, 26, True, "dk2", 0, 2, True),
    ("Subtitle", None, 11, False, "accent6", 0, 8, True),
    ("Heading 1", None, 14, True, "dk2", 11, 2, True),
    ("Heading 2", None, 11, True, "accent1", 7, 2, True),
    ("Lead", "Normal", 10.5, False, "dk1", 0, 4, True),
    ("Note", "Normal", 8, False, "accent6", 1, 3, False),
    ("Caption", None, 8, False, "accent6", 1, 6, False),
    ("Empty", "Normal", 9.5, False, "accent6", 0, 6, False),
    ("Table Head", "Normal", 8.5, True, "lt1", 1.5, 1.5, True),
    ("Table Text", "Normal", 8.5, False, "dk1", 1, 1, False),
    ("Table Number", "Table Text", 8.5, False, "dk1", 1, 1, False),
    ("Play", "Normal", 9, False, "dk1", 0, 2, False),
    ("Figure Value", "Normal", 15, True, "dk2", 0, 0, True),
    ("Figure Label", "Normal", 8.5, False, "accent6", 3, 0, True),
    ("Figure Note", "Normal", 8, False, "accent6", 0, 3, False),
    ("Warning", "Normal", 10, True, "accent4", 2, 6, False),
    ("Furniture", "Normal", 8, False, "accent6", 0, 0, False),
    ("Contents Title", "Normal", 11.5, True, "accent1", 4, 3, True),
)

_SLOTS = {
    "dk1": "text1",
    "lt1": "background1",
    "dk2": "text2",
    "lt2": "background2",
    **{f"accent{n}": f"accent{n}" for n in range(1, 7)},
}


def _paragraph_styles(document: DocxDocument) -> None:
    _style_text(document.styles["Normal"], 9.5, False, "dk1", 0, 4, False)
    for name, base, size, bold, colour, before, after, keep in _PARAGRAPHS:
        style = _named(document, name, WD_STYLE_TYPE.PARAGRAPH)
        if base:
            style.base_style = document.styles[base]
            style.quick_style = True
        _style_text(style, size, bold, colour, before, after, keep)
    document.styles["Table Number"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _contents_styles(document)


def _contents_styles(document: DocxDocument) -> None:
    style = _named(document, "TOC 1", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _style_text(style, 9, False, "dk1", 0, 0.5, False)
    tabs = parse_xml(
        f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:leader="dot" '
        f'w:pos="{int(TEXT_WIDTH.twips)}"/></w:tabs>'
    )
    style.element.get_or_add_pPr()._insert_tabs(tabs)


def _named(document: DocxDocument, name: str, kind: WD_STYLE_TYPE):
    return (
        document.styles[name]
        if name in [s.name for s in document.styles]
        else (document.styles.add_style(name, kind))
    )


def _style_text(style, size, bold, colour, before, after, keep) -> None:
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    half_points = int(size * 2)
    theme = _SLOTS[colour]
    face = "major" if style.name.startswith(("Heading", "Title")) else "minor"
    xml = (
        f'<w:rFonts {nsdecls("w")} w:asciiTheme="{face}HAnsi" w:hAnsiTheme="{face}HAnsi" '
        f'w:eastAsiaTheme="{face}EastAsia" w:cstheme="{face}Bidi"/>',
        f"<w:b {nsdecls('w')}/>" if bold else f'<w:b {nsdecls("w")} w:val="0"/>',
        f'<w:i {nsdecls("w")} w:val="0"/>',
        f'<w:color {nsdecls("w")} w:val="{COLOURS[colour]}" w:themeColor="{theme}"/>',
        f'<w:sz {nsdecls("w")} w:val="{half_points}"/>',
        f'<w:szCs {nsdecls("w")} w:val="{half_points}"/>',
    )
    for piece in xml:
        properties.append(parse_xml(piece))
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.keep_with_next = keep
    spacing.line_spacing = 1.08 if style.name in ("Normal", "Lead") else 1.0
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


# The state of a thing is told by word and by colour: a word in a character style with a shade.
_STATES = (
    ("State Good", "accent2"),
    ("State Attention", "accent3"),
    ("State Bad", "accent4"),
    ("State Neutral", "accent6"),
    ("State Info", "accent1"),
)


def _character_styles(document: DocxDocument) -> None:
    for name, colour in _STATES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        properties = style.element.get_or_add_rPr()
        properties.append(parse_xml(f"<w:b {nsdecls('w')}/>"))
        properties.append(
            parse_xml(
                f'<w:color {nsdecls("w")} w:val="{COLOURS[colour]}" '
                f'w:themeColor="{_SLOTS[colour]}"/>'
            )
        )
    strong = _named(document, "Strong", WD_STYLE_TYPE.CHARACTER)
    strong.font.bold = True
    quiet = document.styles.add_style("Quiet", WD_STYLE_TYPE.CHARACTER)
    quiet.element.get_or_add_rPr().append(
        parse_xml(f'<w:color {nsdecls("w")} w:val="{COLOURS["accent6"]}" w:themeColor="accent6"/>')
    )


def _table_style(document: DocxDocument) -> None:
    line = 'w:val="single" w:sz="4" w:space="0" w:color="C9D1D9"'
    thick = 'w:val="single" w:sz="6" w:space="0"'
    xml = f"""
    <w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PlanTable">
      <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
      <w:tblPr><w:tblStyleRowBandSize w:val="1"/>
        <w:tblBorders><w:top {thick} w:color="{COLOURS["dk2"]}" w:themeColor="text2"/>
          <w:bottom {line}/><w:insideH {line}/></w:tblBorders>
        <w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>
      </w:tblPr>
      <w:tblStylePr w:type="firstRow">
        <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{COLOURS["dk2"]}" w:themeFill="text2"/></w:tcPr>
      </w:tblStylePr>
    </w:style>
    <w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="FigureStrip">
      <w:name w:val="Figure Strip"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
      <w:tblPr><w:tblBorders><w:insideV w:val="single" w:sz="24" w:space="0" w:color="FFFFFF" w:themeColor="background1"/></w:tblBorders>
        <w:tblCellMar><w:left w:w="120" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>
      <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{COLOURS["lt2"]}" w:themeFill="background2"/></w:tcPr>
    </w:style>"""
    for piece in xml.split("</w:style>")[:-1]:
        document.styles.element.append(parse_xml(piece.strip() + "</w:style>"))


def table(
    document: DocxDocument,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    numbers: Sequence[int] = (),
) -> Table:
    """A full-width table in the plan's style; ``widths`` are shares, ``numbers`` right-aligned columns."""
    result = document.add_table(rows=1 + len(rows), cols=len(heads))
    result.style = document.styles[TABLE_STYLE]
    _fix_layout(result, widths)
    for row_index, cells in enumerate((heads, *rows)):
        for column, text in enumerate(cells):
            style = "Table Head" if row_index == 0 else "Table Text"
            if column in numbers:
                style = "Table Number" if row_index else "Table Head"
            write(result.cell(row_index, column), text, style)
            if column in numbers and row_index == 0:
                result.cell(0, column).paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    repeat_header(result)
    return result


def strip(document: DocxDocument, cells: Sequence[tuple[str, str, str]]) -> Table:
    """Figures side by side: label, value and note in each cell."""
    result = document.add_table(rows=1, cols=len(cells))
    result.style = document.styles["Figure Strip"]
    _fix_layout(result, [1.0] * len(cells))
    for column, (label, value, note) in enumerate(cells):
        cell = result.cell(0, column)
        write(cell, label, "Figure Label")
        cell.add_paragraph(value, style="Figure Value")
        cell.add_paragraph(note, style="Figure Note")
    return result


def write(cell: _Cell, text: str, style: str) -> None:
    """``text`` into a cell; lines become paragraphs; ``[[Style|words]]`` marks a styled run."""
    for index, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.style = cell.part.document.styles[style]
        runs(paragraph, line)


def runs(paragraph: Paragraph, text: str) -> Paragraph:
    for index, piece in enumerate(text.replace("]]", "[[").split("[[")):
        if index % 2 == 0:
            if piece:
                paragraph.add_run(piece)
            continue
        style, words = piece.split("|", 1)
        paragraph.add_run(words, style=style)
    return paragraph


def _fix_layout(result: Table, shares: Sequence[float]) -> None:
    result.autofit = False
    total = sum(shares)
    for column, share in zip(result.columns, shares, strict=True):
        width = Emu(int(TEXT_WIDTH * share / total))
        column.width = width
        for cell in column.cells:
            cell.width = width


def repeat_header(result: Table) -> None:
    """The first row stands again on each page; no row is split between two pages."""
    for index, row in enumerate(result.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if index == 0:
            properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A complex field with its last result, so that nothing has to be updated to be read."""
    for piece in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{shown}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        run = paragraph.add_run()
        element = parse_xml(f"<w:x {nsdecls('w')}>{piece}</w:x>")
        run._r.append(deepcopy(element[0]))


def chart(
    document: DocxDocument, xml: bytes, workbook: bytes, alt: str, height_cm: float
) -> Paragraph:
    """A native chart in line with text, over the full width; ``alt`` binds it to its data."""
    number = sum(1 for p in document.part.package.iter_parts() if "/charts/chart" in p.partname) + 1
    package = document.part.package
    workbook_part = Part(
        PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook,
        package,
    )
    chart_part = Part(
        PackURI(f"/word/charts/chart{number}.xml"),
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        b"",
        package,
    )
    workbook_id = chart_part.relate_to(workbook_part, RT.PACKAGE)
    chart_part._blob = xml.replace(b"@WORKBOOK@", workbook_id.encode())
    chart_id = document.part.relate_to(chart_part, RT.CHART)
    paragraph = document.add_paragraph()
    paragraph.add_run()._r.append(
        _inline(chart_id, _next_id(document), alt, int(TEXT_WIDTH), int(Cm(height_cm)))
    )
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _next_id(document: DocxDocument) -> int:
    ids = (int(p.get("id")) for p in document.element.body.iter(qn("wp:docPr")))
    return max(ids, default=0) + 1


def _inline(rel_id: str, number: int, alt: str, width: int, height: int):
    return parse_xml(
        f"""<w:drawing {nsdecls("w", "wp", "a", "r")}>
        <wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>
        <wp:docPr id="{number}" name="Chart {number}" descr="{alt}"/><wp:cNvGraphicFramePr/>
        <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
        <c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{rel_id}"/>
        </a:graphicData></a:graphic></wp:inline></w:drawing>"""
    )


def placeholder(document: DocxDocument, name: str, alt: str, height_cm: float) -> Paragraph:
    """A plain picture over the full width, in whose place a map or matrix will be drawn."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(_grey_png()), width=TEXT_WIDTH, height=Cm(height_cm))
    properties = run._r.find(".//" + qn("wp:docPr"))
    properties.set("id", str(_next_id(document)))
    properties.set("name", name)
    properties.set("descr", alt)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _grey_png() -> bytes:
    """One light grey pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\x00\xf1\xf4\xf7", 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    )
