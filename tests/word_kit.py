"""What python-docx cannot add to tiny documents: charts, text boxes, notes, content controls."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm

from templates.build import charts
from templates.build import word as office
from tests.engine_kit import parts, png, replaced, saved

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_SPEC = charts.Spec("bar", (charts.Series("Secret 1", "blue"), charts.Series("Secret 2", "teal")))


def add_object(document: Document, paragraph: Any, tag: str) -> None:
    """A chart or a picture with ``tag`` as its alternative text, at the end of ``paragraph``."""
    if "{% chart" in tag:
        made = office.chart(document, *charts.parts(_SPEC), "", 5)
        made._p.xpath(".//wp:docPr")[0].set("descr", tag)
        paragraph._p.append(made.runs[0]._r)
        made._p.getparent().remove(made._p)
        return
    size = {"width": Cm(12), "height": Cm(8)} if "picture" not in tag else {"width": Cm(2)}
    run = paragraph.add_run()
    run.add_picture(BytesIO(png(8, 8)), **size)
    run._r.xpath(".//wp:docPr")[0].set("descr", tag)


_BOX = (
    '<w:r xmlns:w="{w}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1800000" '
    'cy="900000"/><wp:docPr id="7" name="{name}"/><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft'
    '.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="1800000" cy="900000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{inside}"
    "</w:txbxContent></wps:txbx><wps:bodyPr/>"
    "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict>"
    "<w:t>{{{{ account.name }}}}</w:t></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def add_box(paragraph: Any, name: str, *texts: str) -> None:
    """A text box with these paragraphs, and an older form of it that says the same."""
    inside = "".join([f'<w:p xmlns:w="{W}"><w:r><w:t>{text}</w:t></w:r></w:p>' for text in texts])
    paragraph._p.append(parse_xml(_BOX.format(w=W, name=name, inside=inside)))


def with_footnote(text: str, document: Document) -> bytes:
    """The document with a footnote of this text at the end of its first paragraph."""
    run = document.paragraphs[0].add_run()
    run._r.append(parse_xml(f'<w:footnoteReference xmlns:w="{W}" w:id="2"/>'))
    notes = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{W}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    data = saved(document)
    found = parts(data)
    types = found["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.footnotes+xml"/></Types>',
    )
    rels = found["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/footnotes" Target="footnotes.xml"/></Relationships>',
    )
    return replaced(
        data,
        {
            "[Content_Types].xml": types,
            "word/_rels/document.xml.rels": rels,
            "word/footnotes.xml": notes.encode(),
        },
    )


def control(*elements: Any, number: int = 13) -> None:
    """A content control around neighbours, as Word writes it around rows, cells and paragraphs."""
    control = parse_xml(
        f'<w:sdt xmlns:w="{W}"><w:sdtPr><w:id w:val="{number}"/></w:sdtPr><w:sdtContent/></w:sdt>'
    )
    elements[0].addprevious(control)
    control.find(qn("w:sdtContent")).extend(elements)
