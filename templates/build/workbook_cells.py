"""The workbook's cells: one row for each product in each division, with all that is known."""

from __future__ import annotations

from openpyxl import Workbook

from templates.build.sheets import AXIS, NONE, Column, heading, listing, or_why, put, sheet, states

_CELLS: tuple[tuple[str, str, str, float], ...] = (
    (AXIS, "{{ c.unit }}", "AD Text", 30),
    ("Product", "{{ c.product }}", "AD Text", 16),
    ("Family", "{{ c.family }}", "AD Text", 15),
    ("State", "{{ c.state_label }}", "AD Text", 17),
    ("Held by rival", f"{{{{ c.competitor_held {NONE} }}}}", "AD Text", 16),
    ("Value", f"{{{{ c.value {NONE} }}}}", "AD Money", 12),
    ("Estimate", f"{{{{ c.estimate {NONE} }}}}", "AD Estimate", 12),
    ("Need", "{{ c.need_label }}", "AD Text", 10),
    ("Access", "{{ c.access_label }}", "AD Text", 10),
    ("Budget", "{{ c.budget_label }}", "AD Text", 10),
    ("Score", "{{ c.score }}", "AD Count", 7),
    ("Priority", "{{ c.priority_label }}", "AD Text", 9),
    ("Play", f"{{{{ c.play {NONE} }}}}", "AD Text", 38),
    ("Kind of play", f"{{{{ c.play_kind {NONE} }}}}", "AD Text", 16),
    ("Owner", f"{{{{ c.owner {NONE} }}}}", "AD Text", 17),
    ("Target date", f"{{{{ c.close_date {NONE} }}}}", "AD Date", 12),
    ("Likely buyer", f"{{{{ c.buyer {NONE} }}}}", "AD Text", 17),
    ("Trigger", f"{{{{ c.trigger {NONE} }}}}", "AD Text", 36),
    ("Still missing", f"{{{{ c.missing {NONE} }}}}", "AD Text", 20),
    ("Stated or inferred", f"{{{{ c.basis {NONE} }}}}", "AD Text", 32),
    ("Evidence of need", f"{{{{ c.need_evidence {NONE} }}}}", "AD Text", 52),
    ("Evidence of access", f"{{{{ c.access_evidence {NONE} }}}}", "AD Text", 52),
    ("Evidence of budget", f"{{{{ c.budget_evidence {NONE} }}}}", "AD Text", 52),
)


def cells(book: Workbook) -> None:
    target = sheet(book, "Cells", [width for *_, width in _CELLS], pages=3)
    heading(
        target,
        "{{ account.name }}: every cell",
        or_why(
            "One row for each product in each {{ whitespace.axis_label | lower }}. Filter it; the "
            "totals follow. Unknown is not no: an empty value or date is not recorded. An estimate "
            "is the median price paid, and is in no total."
        ),
    )
    put(target, "C3", "Cells:", "AD Label")
    put(target, "D3", "=SUBTOTAL(3,A6:A6)", "AD Figure")
    put(target, "E3", "Shown:", "AD Label")
    put(target, "F3", '=IF(SUBTOTAL(2,F6:F6)=0,"",SUBTOTAL(9,F6:F6))', "AD Figure")
    listing(target, 5, "c in whitespace.cells", [Column(*column[:3]) for column in _CELLS])
    states(target, "D6:D6", "D6")
    target.row_dimensions[5].height = 30
    target.auto_filter.ref = "A5:W6"
    target.freeze_panes = "C6"
    target.print_title_rows, target.print_title_cols = "5:5", "A:B"
