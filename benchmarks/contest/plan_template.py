"""The account plan's template: facts, a summary and four tables, about 85 KB of XML when filled."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from contest.tags import Tags

FACTS = ("industry", "city", "owner", "sponsor", "revenue", "pipeline", "gap", "renewal", "sites")
SUMMARY = ("position", "goal", "threat", "ask")
TABLES = {
    "contacts": ("name", "title", "role", "email", "phone", "met"),
    "opportunities": ("name", "stage", "amount", "close", "owner", "next"),
    "actions": ("what", "owner", "due", "status", "goal"),
    "risks": ("name", "weight", "exposure", "answer"),
}


def build(tags: Tags) -> bytes:
    document = docx.Document()
    _drop_styles(document)
    drop(document.part.package.rels, "/thumbnail")
    drop(document.part.rels, "/stylesWithEffects")
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.header.paragraphs[0].text = f"Account plan: {tags.value('account.name')}"
    section.footer.paragraphs[0].text = f"As of {tags.value('as_of')}"
    document.add_heading(f"{tags.value('account.name')}: where we stand", 0)
    _facts(document, tags)
    for key in SUMMARY:
        document.add_heading(key.capitalize(), 2)
        document.add_paragraph(tags.value(f"summary.{key}"))
    for items, fields in TABLES.items():
        document.add_heading(items.capitalize(), 1)
        _table(document, fields, tags.rows(items, fields))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def drop(relations: MutableMapping[str, Any], kind: str) -> None:
    """Without a part that python-docx and python-pptx bring with a new file; Office does not."""
    for key in [key for key, one in relations.items() if one.reltype.endswith(kind)]:
        del relations[key]


def _drop_styles(document: Any) -> None:
    """Without the 98 table styles that python-docx brings, 340 KB: documents of Word have few."""
    for style in list(document.styles.element.style_lst):
        if style.type == WD_STYLE_TYPE.TABLE and style.name_val not in (
            "Normal Table",
            "Table Grid",
        ):
            document.styles.element.remove(style)


def _facts(document: Any, tags: Tags) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for key in FACTS:
        cells = table.add_row().cells
        _write(cells[0], key.capitalize(), bold=True)
        _write(cells[1], tags.value(f"account.{key}"))


def _table(document: Any, fields: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1 + len(rows), cols=len(fields), style="Table Grid")
    for cell, field in zip(table.rows[0].cells, fields, strict=True):
        _write(cell, field.capitalize(), bold=True)
        _shade(cell, "D9E2EC")
    for row, texts in zip(table.rows[1:], rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _write(cell, text)


def _write(cell: Any, text: str, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.font.name = "Calibri"
    run.font.size = Pt(9)
    run.font.bold = bold or None
    run.font.color.rgb = RGBColor(0x22, 0x33, 0x44)


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)
