"""The workbook's priorities: where to go first, what is left out and why, what to complete."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.sheets import (
    AXIS,
    NONE,
    Column,
    heading,
    listing,
    note_row,
    or_why,
    put,
    sheet,
    states,
    total,
)

_PRIORITIES = (
    (Column(AXIS, "{{ c.unit }}", "AD Text"), 28),
    (Column("Product", "{{ c.product }}", "AD Text"), 16),
    (Column("State", "{{ c.state_label }}", "AD Text"), 14),
    (Column("Score (of 3)", "{{ c.score }}", "AD Count"), 9),
    (Column("Value", f"{{{{ c.value {NONE} }}}}", "AD Money"), 12),
    (Column("Estimate", f"{{{{ c.estimate {NONE} }}}}", "AD Estimate"), 12),
    (
        Column("Need, access, budget", '{{ c.questions }}\n{{ c.basis | default("") }}', "AD Text"),
        35,
    ),
    (Column("Play", f"{{{{ c.play {NONE} }}}}", "AD Text"), 32),
    (Column("Owner", f"{{{{ c.owner {NONE} }}}}", "AD Text"), 16),
    (Column("Target date", f"{{{{ c.close_date {NONE} }}}}", "AD Date"), 12),
    (Column("Likely buyer", f"{{{{ c.buyer {NONE} }}}}", "AD Text"), 17),
    (Column("Trigger", f"{{{{ c.trigger {NONE} }}}}", "AD Text"), 30),
    (Column("Still missing", f"{{{{ c.missing {NONE} }}}}", "AD Text"), 18),
)
_COUNTED = "EHIJKL"
"""The columns that a prioritised cell must fill: value, play, owner, date, buyer, trigger."""
_LACKING = (
    Column(AXIS, "{{ c.unit }}", "AD Text"),
    Column("Product", "{{ c.product }}", "AD Text"),
    Column("Missing", "{{ c.lacks }}", "AD Text"),
)
_WHO = "Who said it, and where"


def _opening(first: str) -> tuple[Column, ...]:
    return (
        Column(first, "{{ o.name }}", "AD Text"),
        Column("Kind", "{{ o.kind_label }}", "AD Text"),
        Column("Date", f"{{{{ o.day {NONE} }}}}", "AD Date"),
        Column("Open cells", f"{{{{ o.open {NONE} }}}}", "AD Count"),
        Column("Their value", f"{{{{ o.value {NONE} }}}}", "AD Money"),
        Column(AXIS, "{{ o.unit }}", "AD Text"),
        Column(_WHO, "{{ o.source }}", "AD Text"),
        Column("White space it opens", "{{ o.opens }}", "AD Text"),
    )


def priorities(book: Workbook) -> None:
    target = sheet(book, "Priorities", [width for _, width in _PRIORITIES])
    heading(
        target,
        "{{ account.name }}: where to go first",
        or_why(
            "Cells with a need and a way in, the best answered first. A cell without both is no "
            "priority, however large."
        ),
    )
    columns = [column for column, _ in _PRIORITIES]
    listing(target, 5, "c in whitespace.priorities", columns, always=False)
    target.row_dimensions[5].height = 30
    states(target, "C6:C6", "C6")
    _counts(target)
    none = "No cell has both a need and a way in yet: qualify before planning."
    note_row(target, 9, "not whitespace.priorities", none)
    note_row(target, 10, "whitespace.left_out_note", "{{ whitespace.left_out_note }}")
    note_row(target, 11, "whitespace.warning", "{{ whitespace.warning }}", "AD Warning")
    _to_complete(target)
    _new(target)
    target.freeze_panes = "C6"
    target.print_title_rows = "1:1"


def _counts(target: Worksheet) -> None:
    """Below the list: its value, and how many cells leave each required column blank."""
    for number, words in ((7, "Value of the list"), (8, "Blank in the list")):
        put(target, f"A{number}", f"{{% row if whitespace.priorities %}}{words}", "AD Total")
        for letter in "BCDEFGHIJKLM":
            target[f"{letter}{number}"].style = "AD Total Right"
        target[f"M{number}"] = "{% endif %}"
    put(target, "E7", total("E6:E6"), "AD Total Right")
    for letter in _COUNTED:
        put(target, f"{letter}8", f"=COUNTBLANK({letter}6:{letter}6)", "AD Total Right")


def _to_complete(target: Worksheet) -> None:
    put(target, "A13", "To complete: each priority needs a play, an owner and a date", "AD Section")
    listing(target, 14, "c in whitespace.to_complete", _LACKING, always=False)
    none = "None: every prioritised cell has a play, an owner and a target close date."
    note_row(target, 16, "whitespace.priorities and not whitespace.to_complete", none)
    note_row(target, 17, "not whitespace.priorities", "No cell is prioritised yet.")


def _new(target: Worksheet) -> None:
    """What may open white space (row 73): new priorities and news, and what nobody pursues."""
    since = "{{ whitespace.openings_since | date }}"
    put(target, "A19", f"New since {since}: customer priorities and news", "AD Section")
    listing(target, 20, "o in whitespace.openings", _opening("What is new"), always=False)
    none = "None is recorded since then."
    note_row(target, 22, "not whitespace.openings", none)
    put(target, "A24", "Customer priorities that no play pursues", "AD Section")
    listing(target, 25, "o in whitespace.unserved", _opening("Customer priority"), always=False)
    none = "None: a play pursues each stated priority."
    note_row(target, 27, "priorities and not whitespace.unserved", none)
    note_row(target, 28, "not priorities", "{{ empty.priorities }}")
