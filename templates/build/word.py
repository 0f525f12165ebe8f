"""The words in which the plan's template is written: tables, styled runs, fields, charts.

python-docx does what it has an API for; fields and charts are written as XML.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Emu, Length
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from templates.build.word_styles import TABLE_STYLE, TEXT_WIDTH


def table(
    document: DocxDocument,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    numbers: Sequence[int] = (),
) -> Table:
    """A full-width table in the plan's style; ``widths`` are shares, ``numbers`` right-aligned columns."""
    result: Table = document.add_table(rows=1 + len(rows), cols=len(heads))
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


def widen(table: Table, row: int) -> None:
    """The first cell of a row over the whole width, kept with the row below; the empty others go."""
    cells = table.rows[row].cells
    merged = cells[0].merge(cells[-1])
    for paragraph in list(merged.paragraphs):
        paragraph.paragraph_format.keep_with_next = True
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)


def keep_whole(table: Table) -> None:
    """No page break inside the table: each row stays with the next."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def keep_together(table: Table) -> None:
    """No page break inside a table whose last row is repeated, where it fits on a page at all."""
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def strip(document: DocxDocument, cells: Sequence[tuple[str, str, str]]) -> Table:
    """Figures side by side: label, value and note in each cell."""
    result: Table = document.add_table(rows=1, cols=len(cells))
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
    part: Any = cell.part  # python-docx types the document of a body's part only
    for index, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.style = part.document.styles[style]
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


def marked_heading(document: DocxDocument, text: str, mark: str) -> None:
    """A heading of the first level that a link can lead to."""
    paragraph = document.add_paragraph(text, style="Heading 1")
    number = 1 + len(list(document.element.body.iter(qn("w:bookmarkStart"))))
    run = paragraph.runs[0]._r
    run.addprevious(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{mark}"/>'))
    run.addnext(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))


def link(paragraph: Paragraph, mark: str, text: str) -> None:
    """Words that lead to a mark of the same document."""
    run = paragraph.add_run(text, style="Link")._r
    around = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{mark}" w:history="1"/>')
    run.addprevious(around)
    around.append(run)


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


def _inline(rel_id: str, number: int, alt: str, width: int, height: int) -> BaseOxmlElement:
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
    run.add_picture(io.BytesIO(grey_png()), width=TEXT_WIDTH, height=Cm(height_cm))
    properties = run._r.find(".//" + qn("wp:docPr"))
    assert properties is not None
    inline = properties.getparent()
    assert inline is not None
    for side in ("distT", "distB", "distL", "distR"):  # else the drawing stands off the margin
        inline.set(side, "0")
    properties.set("id", str(_next_id(document)))
    properties.set("name", name)
    properties.set("descr", alt)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def logo(paragraph: Paragraph, name: str, alt: str, width: Length, height: Length) -> None:
    """A picture's place at the right margin, beside whose top the paragraph begins."""
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(grey_png()), width=width, height=height)
    inline: Any = run._r.find(".//" + qn("wp:inline"))
    anchor: Any = parse_xml(
        f"""<wp:anchor {nsdecls("wp")} distT="0" distB="0" distL="114300" distR="0" simplePos="0"
        relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">
        <wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>right</wp:align>
        </wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>
        </wp:positionV></wp:anchor>"""
    )
    for child in list(inline):
        anchor.append(child)
    extent = anchor.find(qn("wp:extent"))
    extent.addnext(parse_xml(f'<wp:wrapSquare {nsdecls("wp")} wrapText="left"/>'))
    inline.getparent().replace(inline, anchor)
    properties = anchor.find(qn("wp:docPr"))
    properties.set("name", name)
    properties.set("descr", alt)


def grey_png() -> bytes:
    """One light grey pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\x00\xf1\xf4\xf7", 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    )
