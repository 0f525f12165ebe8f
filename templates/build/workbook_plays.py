"""The workbook's plays: the funnel from planned to won, and every play with what became of it."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.sheets import AXIS, NONE, Column, heading, listing, note_row, put, sheet

_PLAYS = (
    (Column("Play", "{{ p.name }}", "AD Text"), 36),
    (Column(AXIS, "{{ p.unit }}", "AD Text"), 28),
    (Column("Product", f"{{{{ p.product {NONE} }}}}", "AD Text"), 15),
    (Column("Kind of play", f"{{{{ p.kind {NONE} }}}}", "AD Text"), 15),
    (Column("Status", f"{{{{ p.status {NONE} }}}}", "AD Text"), 13),
    (Column("What became of it", "{{ p.outcome_label }}", "AD Text"), 20),
    (Column("Stage", f"{{{{ p.stage {NONE} }}}}", "AD Text"), 15),
    (Column("Value", f"{{{{ p.value {NONE} }}}}", "AD Money"), 12),
    (Column("Opportunity", f"{{{{ p.amount {NONE} }}}}", "AD Money"), 12),
    (Column("Owner", f"{{{{ p.owner {NONE} }}}}", "AD Text"), 16),
    (Column("Target date", f"{{{{ p.close_date {NONE} }}}}", "AD Date"), 12),
    (Column("Created", f"{{{{ p.created {NONE} }}}}", "AD Date"), 12),
    (Column("Before its opportunity", f"{{{{ p.first {NONE} }}}}", "AD Text"), 13),
    (Column("Customer priority", f"{{{{ p.priority {NONE} }}}}", "AD Text"), 32),
)
_STEPS = (
    Column("Step", "{{ s.label }}", "AD Text"),
    Column("Plays", "{{ s.plays }}", "AD Count"),
    Column("Value", f"{{{{ s.value {NONE} }}}}", "AD Money"),
    Column("Note", f"{{{{ s.note {NONE} }}}}", "AD Note"),
)


def plays(book: Workbook) -> None:
    target = sheet(book, "Plays", [width for _, width in _PLAYS])
    heading(
        target,
        "{{ account.name }}: what became of the plays",
        "Every play on record, those won, lost and given up too. Filter the list; money in "
        "{{ account.currency }}.",
    )
    _funnel(target)
    put(target, "A12", "Every play", "AD Section")
    listing(target, 13, "p in whitespace.funnel.plays", [column for column, _ in _PLAYS])
    note_row(target, 15, "not whitespace.funnel.plays", "{{ empty.plays }}")
    target.row_dimensions[13].height = 30
    target.auto_filter.ref = "A13:N14"
    target.freeze_panes = "B5"


def _funnel(target: Worksheet) -> None:
    put(target, "A5", "From planned to won", "AD Section")
    listing(target, 6, "s in whitespace.funnel.steps", _STEPS, always=False)
    note_row(target, 8, "not whitespace.funnel.steps", "{{ empty.plays }}")
    put(target, "A9", "{% row if whitespace.funnel.plays %}Won from plans", "AD Total")
    put(target, "B9", "", "AD Total Right")
    put(target, "C9", f"{{{{ whitespace.funnel.won {NONE} }}}}", "AD Total Right")
    put(target, "D9", f"{{{{ whitespace.funnel.note {NONE} }}}}{{% endif %}}", "AD Note")
    words = "Won from plans: opportunities won whose play was created on an earlier day than they."
    note_row(target, 10, "whitespace.funnel.plays", words)
