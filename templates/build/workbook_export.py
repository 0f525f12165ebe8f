"""The workbook's export: one plain table for territory and quota planning (METHOD.md row 16).

The heads stand in the first row, and nothing above or below the table, so that a pivot table or
another program takes the sheet as it is; who may see it stands in each row, and in the footer.
Texts are texts, numbers numbers, dates dates.
"""

from __future__ import annotations

from openpyxl import Workbook

from templates.build.sheets import AXIS, NONE, Column, listing, sheet

_EXPORT = (
    (Column("Account", "{{ r.account }}", "AD Line"), 28),
    (Column("Account id", "{{ r.account_id }}", "AD Line"), 21),
    (Column("Tier", "{{ r.tier }}", "AD Count"), 9),
    (Column(AXIS, "{{ r.unit }}", "AD Line"), 30),
    (Column("Product", "{{ r.product }}", "AD Line"), 16),
    (Column("Family", "{{ r.family }}", "AD Line"), 15),
    (Column("State", "{{ r.state_label }}", "AD Line"), 14),
    (Column("Value", f"{{{{ r.value {NONE} }}}}", "AD Money"), 13),
    (Column("Score (of 3)", "{{ r.score }}", "AD Count"), 12),
    (Column("Weight %", f"{{{{ r.weight {NONE} }}}}", "AD Count"), 10),
    (Column("Weighted value", f"{{{{ r.weighted {NONE} }}}}", "AD Money"), 15),
    (Column("Play", f"{{{{ r.play {NONE} }}}}", "AD Line"), 40),
    (Column("Owner", f"{{{{ r.owner {NONE} }}}}", "AD Line"), 18),
    (Column("Territory", f"{{{{ account.territory {NONE} }}}}", "AD Line"), 16),
    (Column("Target date", f"{{{{ r.close_date {NONE} }}}}", "AD Date"), 13),
    (Column("Account revenue", f"{{{{ r.current {NONE} }}}}", "AD Money"), 16),
    (Column("Account target", f"{{{{ r.target {NONE} }}}}", "AD Money"), 15),
    (Column("Currency", "{{ r.currency }}", "AD Line"), 9),
    (Column("Marking", '{{ document.marking | default("") }}', "AD Line"), 30),
)


def export(book: Workbook) -> None:
    target = sheet(book, "Export", [width for _, width in _EXPORT], pages=2)
    listing(target, 1, "r in whitespace.export", [column for column, _ in _EXPORT])
    target.auto_filter.ref = "A1:S2"
    target.freeze_panes = "A2"
    target.print_title_rows, target.print_title_cols = "1:1", "A:A"
