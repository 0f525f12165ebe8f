"""The workbook's pre-pipeline: value in no opportunity, and what the grid cannot hold.

Row 71: it has a total of its own, and stands beside the pipeline under its own name.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.sheets import (
    AXIS,
    NONE,
    UNKNOWN,
    Column,
    heading,
    listing,
    note_row,
    put,
    sheet,
    total,
)

_OWNER = Column("Owner", f"{{{{ d.owner {NONE} }}}}", "AD Text")
_DATE = Column("Target date", f"{{{{ d.close_date {NONE} }}}}", "AD Date")
_UNIT = Column(AXIS, "{{ d.unit }}", "AD Text")
_PRE = (
    Column("Play", f"{{{{ d.play {NONE} }}}}", "AD Text"),
    _UNIT,
    Column("Value", "{{ d.value }}", "AD Money"),
    _OWNER,
    _DATE,
    Column("Product", '{{ d.product | default("in no cell of the grid") }}', "AD Text"),
)
_UNPLACED = (
    Column("Opportunity", "{{ d.name }}", "AD Text"),
    _UNIT,
    Column("Amount", f"{{{{ d.amount {NONE} }}}}", "AD Money"),
    _OWNER,
    Column("Close date", "{{ d.close_date }}", "AD Date"),
    Column("Stage", "{{ d.stage }}", "AD Text"),
)
_PLAYS = (
    Column("Play", "{{ d.name }}", "AD Text"),
    _UNIT,
    Column("Value", f"{{{{ d.value {NONE} }}}}", "AD Money"),
    _OWNER,
    _DATE,
)
_HELD = (
    Column("Rival's product", "{{ d.competitor_held }}", "AD Text"),
    _UNIT,
    Column("Value", f"{{{{ d.value {NONE} }}}}", "AD Money"),
    _OWNER,
    _DATE,
    Column("Product", "{{ d.product }}", "AD Text"),
    Column("Play", f"{{{{ d.play {NONE} }}}}", "AD Text"),
)


def pre_pipeline(book: Workbook) -> None:
    target = sheet(book, "Pre-pipeline", (44, 32, 15, 18, 13, 22, 40))
    heading(
        target,
        "{{ account.name }}: value in no opportunity yet",
        "Pre-pipeline is never added to pipeline: each stands under its own name.",
    )
    _figures(target)
    _pre(target)
    _apart(target)
    target.freeze_panes = "A5"


def _figures(target: Worksheet) -> None:
    lines = (
        ("Pre-pipeline", total("C12:C12"), "{{ whitespace.pre_pipeline_note }}"),
        ("Open pipeline", f"{{{{ open.amount {UNKNOWN} }}}}", "{{ open.amount_note }}"),
        (
            "Weighted pipeline",
            f"{{{{ expected.weighted {UNKNOWN} }}}}",
            "{{ expected.weighted_note }}",
        ),
    )
    for index, (label, value, note) in enumerate(lines):
        number = 5 + index
        put(target, f"A{number}", label, "AD Label")
        put(target, f"B{number}", value, "AD Figure")
        put(target, f"C{number}", note, "AD Note")
    words = (
        "Open pipeline: all open opportunities, renewals too. Weighted: amount times probability, "
        "without renewals. In {{ account.currency }}."
    )
    put(target, "A8", words, "AD Note")


def _pre(target: Worksheet) -> None:
    put(target, "A10", "Open cells and plays with a value and no opportunity", "AD Section")
    listing(target, 11, "d in whitespace.pre_pipeline_rows", _PRE, always=False)
    put(target, "A13", "{% row if whitespace.pre_pipeline_rows %}Pre-pipeline total", "AD Total")
    for letter in "BDEF":
        target[f"{letter}13"].style = "AD Total Right"
    put(target, "C13", total("C12:C12"), "AD Total Right")
    target["F13"] = "{% endif %}"
    note_row(target, 14, "not whitespace.pre_pipeline_rows", "No open cell and no play has one.")


def _apart(target: Worksheet) -> None:
    put(target, "A16", "Open opportunities without products (in no cell)", "AD Section")
    listing(target, 17, "d in whitespace.unplaced", _UNPLACED, always=False)
    none = "None: every open opportunity names its products."
    note_row(target, 19, "not whitespace.unplaced", none)
    put(target, "A21", "Plays without a known product (in no cell)", "AD Section")
    listing(target, 22, "d in whitespace.unplaced_plays", _PLAYS, always=False)
    note_row(target, 24, "not whitespace.unplaced_plays", "None: every play names a product.")
    put(target, "A26", "Cells in which a rival stands", "AD Section")
    listing(target, 27, "d in whitespace.held", _HELD, always=False)
    note_row(target, 29, "not whitespace.held", "None is recorded.")
