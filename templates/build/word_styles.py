"""The plan's page and its named styles. Table styles and theme colours are written as XML."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

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
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.35)
    section.header_distance = section.footer_distance = Cm(0.7)


# name, base, size, bold, colour, space before, space after, keep with next
_PARAGRAPHS = (
    ("Title", None, 24, True, "dk2", 0, 1, True),
    ("Subtitle", None, 11, False, "accent6", 0, 5, True),
    ("Heading 1", None, 14, True, "dk2", 9, 1, True),
    ("Heading 2", None, 11, True, "accent1", 5, 1.5, True),
    ("Lead", "Normal", 10.5, False, "dk1", 0, 4, True),
    ("Note", "Normal", 8, False, "accent6", 1, 3, False),
    ("Gap", "Normal", 4, False, "accent6", 0, 0, False),
    ("Caption", None, 8, False, "accent6", 1, 4, False),
    ("Empty", "Normal", 9.5, False, "accent6", 0, 6, False),
    ("Table Head", "Normal", 8.5, True, "lt1", 1, 1, True),
    ("Table Text", "Normal", 8.5, False, "dk1", 0.7, 0.7, False),
    ("Table Number", "Table Text", 8.5, False, "dk1", 0.7, 0.7, False),
    ("Play", "Normal", 9, False, "dk1", 0, 2, False),
    ("Figure Value", "Normal", 15, True, "dk2", 0, 0, True),
    ("Figure Label", "Normal", 8.5, False, "accent6", 3, 0, True),
    ("Figure Note", "Normal", 8, False, "accent6", 0, 3, False),
    ("Warning", "Normal", 10, True, "accent4", 2, 6, False),
    ("Contents", "Normal", 8.5, False, "accent6", 6, 0, False),
    ("Furniture", "Normal", 8, False, "accent6", 0, 0, False),
)

_SLOTS = {
    "dk1": "text1",
    "lt1": "background1",
    "dk2": "text2",
    "lt2": "background2",
    **{f"accent{n}": f"accent{n}" for n in range(1, 7)},
}


def _paragraph_styles(document: DocxDocument) -> None:
    _style_text(
        document.styles["Normal"], size=9.5, bold=False, colour="dk1", before=0, after=4, keep=False
    )
    for name, base, size, bold, colour, before, after, keep in _PARAGRAPHS:
        style = _named(document, name, WD_STYLE_TYPE.PARAGRAPH)
        if base:
            style.base_style = document.styles[base]
            style.quick_style = True
        _style_text(
            style, size=size, bold=bold, colour=colour, before=before, after=after, keep=keep
        )
    document.styles["Table Number"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _named(document: DocxDocument, name: str, kind: WD_STYLE_TYPE) -> Any:
    return (
        document.styles[name]
        if name in [s.name for s in document.styles]
        else (document.styles.add_style(name, kind))
    )


def _style_text(
    style: Any,
    *,
    size: float,
    bold: bool,
    colour: str,
    before: float,
    after: float,
    keep: bool,
) -> None:
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    half_points = int(size * 2)
    theme = _SLOTS[colour]
    face = "major" if style.name.startswith(("Heading", "Title")) else "minor"
    xml = (
        (
            f'<w:rFonts {nsdecls("w")} w:asciiTheme="{face}HAnsi" w:hAnsiTheme="{face}HAnsi" '
            f'w:eastAsiaTheme="{face}EastAsia" w:cstheme="{face}Bidi"/>'
        ),
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
    link = _named(document, "Link", WD_STYLE_TYPE.CHARACTER)
    link.element.get_or_add_rPr().append(
        parse_xml(f'<w:color {nsdecls("w")} w:val="{COLOURS["accent1"]}" w:themeColor="accent1"/>')
    )
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
