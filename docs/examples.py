"""The example templates of ``docs/templates.md``: small Office files, built as their text says.

``write(folder)`` writes them under the names of the delivered templates, so that ``accountdocs
generate --templates folder`` makes documents from them. ``docs/pictures.py`` shows both.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm as WordMm
from docx.shared import Pt as WordPt
from docx.shared import RGBColor as WordColor
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.util import Mm, Pt

BLUE, PALE = "1F4E79", "DDE8F3"


def write(folder: Path) -> list[Path]:
    """All examples, below ``folder``."""
    made = {
        "account-plan.docx": _word,
        "qbr.pptx": _deck,
        "whitespace.xlsx": _workbook,
    }
    for name, build in made.items():
        build(folder / name)
    return [folder / name for name in made]


# --- Word: values, a list, a table, a condition --------------------------------------------------

_DEALS = (
    ("Deal", "Stage", "Closes", "Amount"),
    (
        "{% for deal in open.deals if deal.amount > 100000 %}{{ deal.name }}",
        "{{ deal.stage }}",
        '{{ deal.close_date | date("d MMM") }}',
        "{{ deal.amount | default('–') }}{% endfor %}",
    ),
)


def _word(path: Path) -> None:
    document = Document()
    _page(document)
    document.add_heading("{{ account.name }}", 0)
    document.add_paragraph(
        "We sell {{ revenue.current | money_short }} a year here, and aim at "
        "{{ revenue.target | money_short | default('no target yet') }}. "
        "{% if renewal.days < 180 %}The renewal is in {{ renewal.days }} days.{% endif %}"
    )
    document.add_heading("Open deals", 1)
    _table(document, _DEALS)
    document.add_heading("What could go wrong", 1)
    document.add_paragraph("{% for risk in risks if not risk.is_derived %}")
    document.add_paragraph(
        "{{ risk.name }} ({{ risk.owner | default('no owner') }})", style="List Bullet"
    )
    document.add_paragraph("{% else %}")
    document.add_paragraph("No risk is recorded.")
    document.add_paragraph("{% endfor %}")
    document.save(str(path))


def _page(document: Document) -> None:  # type: ignore[valid-type]  # a function in its stubs
    section = document.sections[0]
    section.page_width, section.page_height = WordMm(152), WordMm(104)
    section.left_margin = section.right_margin = WordMm(12)
    section.top_margin = section.bottom_margin = WordMm(8)
    for name, size in (("Normal", 10), ("Heading 1", 12), ("Title", 18)):
        font = document.styles[name].font
        font.size, font.name = WordPt(size), "Carlito"
        document.styles[name].element.rPr.rFonts.set(qn("w:asciiTheme"), "minorHAnsi")
        if name != "Normal":
            font.color.rgb = WordColor.from_string(BLUE)
    document.styles["Normal"].paragraph_format.space_after = WordPt(4)
    document.styles["Heading 1"].paragraph_format.space_before = WordPt(6)


def _table(document: Document, rows: tuple[tuple[str, ...], ...]) -> None:  # type: ignore[valid-type]
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.autofit = False
    widths = (WordMm(58), WordMm(26), WordMm(22), WordMm(22))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = WordPt(0)
            run = cell.paragraphs[0].add_run(text)
            run.font.size = WordPt(9)
            if texts is rows[0]:
                run.bold = True
                shade = OxmlElement("w:shd")
                shade.set(qn("w:val"), "clear")
                shade.set(qn("w:fill"), PALE)
                cell._tc.get_or_add_tcPr().append(shade)


# --- PowerPoint: a slide for each priority, a chart, a table -------------------------------------


def _deck(path: Path) -> None:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Mm(254), Mm(143)
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "What we did for {{ account.name }}"
    _title(slide.shapes.title)
    _commitments(slide)
    _cases(slide)
    deck.save(str(path))


def _title(shape: object) -> None:
    shape.left, shape.top, shape.width, shape.height = Mm(10), Mm(6), Mm(234), Mm(16)  # type: ignore[attr-defined]
    for run in shape.text_frame.paragraphs[0].runs:  # type: ignore[attr-defined]
        run.font.size, run.font.name = Pt(24), "Carlito"


def _commitments(slide: object) -> None:
    frame = slide.shapes.add_table(2, 3, Mm(10), Mm(32), Mm(130), Mm(20))  # type: ignore[attr-defined]
    texts = (
        ("Commitment", "Who", "When"),
        (
            "{% for c in commitments %}{{ c.name }}",
            "{{ c.our_owner | default('–') }}",
            "{{ c.due | date('d MMM') | default('–') }}{% endfor %}",
        ),
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "{% continue %}")
    for column, width in zip(frame.table.columns, (72, 34, 24), strict=True):
        column.width = Mm(width)
    for row, line in zip(frame.table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
            for run in cell.text_frame.paragraphs[0].runs:
                run.font.size, run.font.name = Pt(11), "Carlito"


def _cases(slide: object) -> None:
    data = CategoryChartData()
    data.categories = ["Jul", "Aug", "Sep"]
    data.add_series("Example", (3, 5, 2))
    frame = slide.shapes.add_chart(  # type: ignore[attr-defined]
        XL_CHART_TYPE.COLUMN_CLUSTERED, Mm(146), Mm(30), Mm(100), Mm(84), data
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "{% chart charts.cases %}")
    frame.chart.has_legend = True
    frame.chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    frame.chart.legend.include_in_layout = False
    frame.chart.font.size = Pt(10)


# --- Excel: a grid, a total, a coloured rule -----------------------------------------------------


def _workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Grid"
    sheet.append(["{{ account.name }}"])
    sheet.append([])
    sheet.append(
        ["Division", "{% column for p in whitespace.columns %}{{ p.name }}{% endfor %}", "Value"]
    )
    sheet.append(
        [
            "{% row for u in whitespace.rows %}{{ u.label }}{% endfor %}",
            "{% column for c in u.cells %}{{ c.label }}{% endfor %}",
            "{{ u.value | default('') }}",
        ]
    )
    sheet.append(["Total", "", "=SUM(C4:C4)"])
    _looks(sheet)
    book.save(str(path))


def _looks(sheet: Worksheet) -> None:
    line = Side(style="thin", color="BFC9D4")
    for row in sheet["A3:C5"]:
        for cell in row:
            cell.border = Border(line, line, line, line)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font("Carlito", 10, bold=cell.row != 4)
    for cell in sheet[3]:
        cell.fill = PatternFill("solid", PALE)
    sheet["A1"].font = Font("Carlito", 15, bold=True, color=BLUE)
    for name, width in (("A", 34), ("B", 27), ("C", 15)):
        sheet.column_dimensions[name].width = width
    sheet.row_dimensions[3].height, sheet.row_dimensions[4].height = 40, 27
    for name in ("C4", "C5"):
        sheet[name].number_format = "#,##0"
    green = PatternFill("solid", bgColor="CDE7D0")
    sheet.conditional_formatting.add("B4", CellIsRule("equal", ['"Owned"'], fill=green))
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth = "landscape", 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
