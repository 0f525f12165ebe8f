"""The workbook's template: a grid of units and products, a list of details, totals, rules."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

MONEY, DAY, COUNT = '#,##0 "€"', "yyyy-mm-dd", "#,##0"
DETAILS = ("unit", "product", "state", "owner", "value", "seats", "next", "note")
WIDTHS = (24, 24, 14, 22, 14, 10, 12, 40)
FORMATS = {"value": MONEY, "seats": COUNT, "next": DAY}
GRID_HEAD, DETAIL_HEAD = 4, 3  # rows
DARK, PALE, RED, GREEN = "FF1F3A5F", "FFEFF3F8", "FFFFC7CE", "FFC6EFCE"
_THIN = Side(style="thin", color="FFB8C4D0")


def build(tagged: bool) -> bytes:
    """``tagged``: for an engine; else for a program that knows the sheets and copies formats."""
    book = Workbook()
    grid: Any = book.active
    grid.title = "Whitespace"
    _grid(grid, tagged)
    _details(book.create_sheet("Details"), tagged)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _grid(sheet: Any, tagged: bool) -> None:
    head, row, total = GRID_HEAD, GRID_HEAD + 1, GRID_HEAD + 2
    _title(sheet, tagged)
    _put(sheet, head, 1, "Unit", head=True)
    _put(
        sheet,
        head,
        2,
        "{% column for p in products %}{{ p.name }}{% endfor %}" if tagged else None,
        head=True,
    )
    _put(sheet, head, 3, "Total", head=True)
    _put(sheet, row, 1, "{% row for u in units %}{{ u.name }}{% endfor %}" if tagged else None)
    cell = "{% column for c in u.cells %}{{ c.value }}{% endfor %}" if tagged else None
    _put(sheet, row, 2, cell, MONEY)
    _put(sheet, row, 3, f"=SUM(B{row}:B{row})", MONEY)
    _put(sheet, total, 1, "Total", head=True)
    for column in (2, 3):
        letter = get_column_letter(column)
        _put(sheet, total, column, f"=SUM({letter}{row}:{letter}{row})", MONEY, head=True)
    for rule in grid_rules():
        sheet.conditional_formatting.add(f"B{row}:B{row}", rule)
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = sheet.column_dimensions["C"].width = 14
    sheet.freeze_panes = sheet.cell(row, 2)
    sheet.print_title_rows = f"{head}:{head}"


def _details(sheet: Any, tagged: bool) -> None:
    head, row, total = DETAIL_HEAD, DETAIL_HEAD + 1, DETAIL_HEAD + 2
    _title(sheet, tagged)
    for at, (field, width) in enumerate(zip(DETAILS, WIDTHS, strict=True), start=1):
        _put(sheet, head, at, field.capitalize(), head=True)
        before = "{% for d in details %}" if at == 1 else ""
        after = "{% endfor %}" if at == len(DETAILS) else ""
        text = f"{before}{{{{ d.{field} }}}}{after}" if tagged else None
        _put(sheet, row, at, text, FORMATS.get(field, "General"))
        _put(sheet, total, at, None, FORMATS.get(field, "General"), head=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.cell(total, 1).value = "Total"
    for letter in "EF":
        sheet[f"{letter}{total}"] = f"=SUM({letter}{row}:{letter}{row})"
    for columns, rule in detail_rules(row):
        first, last = columns
        sheet.conditional_formatting.add(f"{first}{row}:{last}{row}", rule)
    sheet.auto_filter.ref = f"A{head}:H{row}"
    sheet.freeze_panes = sheet.cell(row, 1)
    sheet.print_title_rows = f"{head}:{head}"


def grid_rules() -> list[Any]:
    scale = ColorScaleRule(
        start_type="min", start_color="FFFFFFFF", end_type="max", end_color="FF8FB8DE"
    )
    return [scale, CellIsRule(operator="greaterThan", formula=["800000"], fill=_fill(GREEN))]


def detail_rules(row: int) -> list[tuple[str, Any]]:
    """(first and last column, rule) for rules that begin in ``row``."""
    return [
        ("EE", CellIsRule(operator="greaterThan", formula=["700000"], fill=_fill(GREEN))),
        ("CC", FormulaRule(formula=[f'$C{row}="Late"'], fill=_fill(RED))),
        ("GG", FormulaRule(formula=[f"$G{row}<DATE(2026,1,31)"], fill=_fill(RED))),
    ]


def _title(sheet: Any, tagged: bool) -> None:
    sheet["A1"] = "{{ account.name }}" if tagged else None
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = "{{ as_of }}" if tagged else None
    sheet["A2"].number_format = DAY


def _put(
    sheet: Any, row: int, column: int, value: Any, code: str = "General", *, head: bool = False
) -> None:
    cell = sheet.cell(row, column, value)
    cell.font = Font(name="Calibri", size=10, bold=head, color="FFFFFFFF" if head else "FF223344")
    cell.fill = _fill(DARK if head else PALE)
    cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    cell.alignment = Alignment(vertical="top", wrap_text=head)
    cell.number_format = code


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)
