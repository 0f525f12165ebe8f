"""The workbook's grid: products by divisions, the state of each cell by word and by colour."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.sheets import AXIS, NONE, heading, logo, or_why, put, sheet, states, total

_LEGEND = (
    ("Owned", "we sold it, and it runs"),
    ("Owned, expanding", "owned, and an open opportunity would add to it"),
    ("In progress", "an open opportunity has a line for it"),
    ("Open", "white space; a name in brackets is the rival that stands there"),
)


def grid(book: Workbook) -> None:
    target = sheet(book, "Grid", (36, 17, 11, 11, 11, 16))
    heading(target, "{{ account.name }}: whitespace", '{{ summary.whitespace | default("") }}')
    logo(target, 5, "Our logo", "{% picture vendor.logo %}")
    for column in range(1, 7):
        target.cell(5, column).style = "AD Family"
        target.cell(6, column).style = "AD Head"
    put(
        target,
        "B5",
        "{% column for p in whitespace.columns %}{{ p.family_heading }}{% endfor %}",
        "AD Family",
    )
    put(target, "A6", AXIS, "AD Head Left")
    put(target, "B6", "{% column for p in whitespace.columns %}{{ p.name }}{% endfor %}", "AD Head")
    row_heads = ("Owned", "In progress", "Open", "Value of open cells")
    for index, words in enumerate(row_heads):
        target.cell(6, 3 + index, words)
    _rows(target)
    _totals(target)
    note = "Values in {{ account.currency }}. {{ whitespace.value_note }}"
    put(target, "A12", or_why(note), "AD Note")
    _legend(target)
    target.row_dimensions[6].height = 34
    target.row_dimensions[7].height = 27
    states(target, "B7:B7", "B7")
    target.freeze_panes = "B7"
    target.print_title_rows, target.print_title_cols = "5:6", "A:A"


def _rows(target: Worksheet) -> None:
    put(target, "A7", "{% row for u in whitespace.rows %}{{ u.label }}", "AD Unit")
    put(target, "B7", "{% column for c in u.cells %}{{ c.label }}{% endfor %}", "AD Cell")
    put(target, "C7", '=COUNTIF(B7:B7,"Owned*")', "AD Cell")
    put(target, "D7", '=COUNTIF(B7:B7,"In progress*")', "AD Cell")
    put(target, "E7", '=COUNTIF(B7:B7,"Open*")', "AD Cell")
    put(target, "F7", f"{{{{ u.value {NONE} }}}}{{% endfor %}}", "AD Cell")
    target["F7"].number_format = "#,##0"


def _totals(target: Worksheet) -> None:
    for number, words, test in (
        (8, "Owned", "Owned*"),
        (9, "In progress", "In progress*"),
        (10, "Open", "Open*"),
    ):
        put(target, f"A{number}", words, "AD Total")
        put(target, f"B{number}", f'=COUNTIF(B7:B7,"{test}")', "AD Total Number")
        for letter in "CDEF":
            target[f"{letter}{number}"].style = "AD Total Number"
    for cell in ("C8", "D9", "E10", "F10"):
        summed = f"{cell[0]}7:{cell[0]}7"
        put(target, cell, total(summed), "AD Total Number")


def _legend(target: Worksheet) -> None:
    """Below the grid, in its first column: the other columns are repeated for each product."""
    put(target, "A14", "What the states mean", "AD Section")
    for index, (state, words) in enumerate(_LEGEND):
        put(target, f"A{15 + index}", f"{state}: {words}", "AD Legend")
        target.row_dimensions[15 + index].height = 28
    states(target, "A15:A18", "A15")
