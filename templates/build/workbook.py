"""The whitespace workbook: grid, cells, summary and sources.

The grid answers "where are we", the cells "what do we know of each", the summary "is it worth it",
the sources "where does each figure come from". Totals are formulas: they follow filters and edits.
"""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.package import normalise
from templates.build.sheets import (
    NONE,
    Column,
    heading,
    listing,
    logo,
    new_workbook,
    put,
    shade,
    sheet,
    total,
)
from templates.build.workbook_sources import sources
from templates.build.workbook_summary import or_why, summary


def build() -> bytes:
    """The template's bytes."""
    book = new_workbook()
    _grid(book)
    _cells(book)
    summary(book)
    sources(book)
    book.properties.title = "{{ document.file_label }}"
    book.properties.creator = ""
    target = io.BytesIO()
    book.save(target)
    return normalise(target.getvalue())


def _grid(book: Workbook) -> None:
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
    put(target, "A6", "Division", "AD Head Left")
    put(target, "B6", "{% column for p in whitespace.columns %}{{ p.name }}{% endfor %}", "AD Head")
    row_heads = ("Owned", "In progress", "Open", "Value of open cells")
    for index, words in enumerate(row_heads):
        target.cell(6, 3 + index, words)
    _grid_rows(target)
    _grid_totals(target)
    note = "Values in {{ account.currency }}. {{ whitespace.value_note }}"
    put(target, "A12", or_why(note), "AD Note")
    target.row_dimensions[6].height = 34
    target.row_dimensions[7].height = 27
    _states(target, "B7:B7", "B7")
    target.freeze_panes = "B7"
    target.print_title_rows, target.print_title_cols = "5:6", "A:A"


def _grid_rows(target: Worksheet) -> None:
    put(target, "A7", "{% row for u in whitespace.rows %}{{ u.label }}", "AD Unit")
    put(target, "B7", "{% column for c in u.cells %}{{ c.label }}{% endfor %}", "AD Cell")
    put(target, "C7", '=COUNTIF(B7:B7,"Owned*")', "AD Cell")
    put(target, "D7", '=COUNTIF(B7:B7,"In progress*")', "AD Cell")
    put(target, "E7", '=COUNTIF(B7:B7,"Open*")', "AD Cell")
    put(target, "F7", f"{{{{ u.value {NONE} }}}}{{% endfor %}}", "AD Cell")
    target["F7"].number_format = "#,##0"


def _grid_totals(target: Worksheet) -> None:
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


def _states(target: Worksheet, area: str, cell: str) -> None:
    shade(target, area, f'LEFT({cell},5)="Owned"', "accent2")
    shade(target, area, f'LEFT({cell},11)="In progress"', "accent3")
    shade(target, area, f'LEFT({cell},4)="Open"', "lt2", text="accent6")


_CELLS: tuple[tuple[str, str, str, float], ...] = (
    ("Division", "{{ c.unit }}", "AD Text", 34),
    ("Family", "{{ c.family }}", "AD Text", 16),
    ("Product", "{{ c.product }}", "AD Text", 20),
    ("State", "{{ c.state_label }}", "AD Text", 16),
    ("Held by rival", '{{ c.competitor_held | default("") }}', "AD Text", 14),
    ("Value", '{{ c.value | default("") }}', "AD Money", 13),
    ("Priority", "{{ c.priority_label }}", "AD Text", 9),
    ("Need", "{{ c.need_label }}", "AD Text", 10),
    ("Access", "{{ c.access_label }}", "AD Text", 10),
    ("Budget", "{{ c.budget_label }}", "AD Text", 10),
    ("Score", "{{ c.score }}", "AD Count", 7),
    ("Play", '{{ c.play | default("") }}', "AD Text", 40),
    ("Kind of play", '{{ c.play_kind | default("") }}', "AD Text", 18),
    ("Owner", '{{ c.owner | default("") }}', "AD Text", 18),
    ("Target date", '{{ c.close_date | default("") }}', "AD Date", 12),
    ("Likely buyer", '{{ c.buyer | default("") }}', "AD Text", 18),
    ("Trigger", '{{ c.trigger | default("") }}', "AD Text", 40),
    ("Evidence of need", '{{ c.need_evidence | default("") }}', "AD Text", 48),
    ("Evidence of access", '{{ c.access_evidence | default("") }}', "AD Text", 48),
    ("Evidence of budget", '{{ c.budget_evidence | default("") }}', "AD Text", 48),
    ("Still missing", '{{ c.missing | default("") }}', "AD Text", 24),
)


def _cells(book: Workbook) -> None:
    target = sheet(book, "Cells", [width for *_, width in _CELLS])
    heading(
        target,
        "{{ account.name }}: every cell",
        or_why(
            "One row for each product in each division. Filter it; the totals follow. "
            "Unknown is not no: an empty value or date is not recorded."
        ),
    )
    put(target, "E3", "Shown:", "AD Label")
    put(target, "F3", '=IF(SUBTOTAL(2,F6:F6)=0,"",SUBTOTAL(9,F6:F6))', "AD Figure")
    put(target, "D3", "=SUBTOTAL(3,A6:A6)", "AD Figure")
    put(target, "C3", "Cells:", "AD Label")
    listing(target, 5, "c in whitespace.cells", [Column(*column[:3]) for column in _CELLS])
    _states(target, "D6:D6", "D6")
    target.row_dimensions[5].height = 30
    target.auto_filter.ref = "A5:U6"
    target.freeze_panes = "D6"
    target.print_title_rows = "5:5"
