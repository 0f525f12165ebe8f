"""``topx.csv``: what was decided of Top X deals, by whom and why (METHOD.md rows 113-115).

Names stay as they were typed: which deals and people are meant is known once the accounts are.
"""

from __future__ import annotations

import re

from generator.inputs.cells import Cells
from generator.inputs.faults import Faults, did_you_mean
from generator.inputs.tables import Column, read_table
from generator.inputs.usage import extra_columns
from generator.model.records import HELP, PICK_STATUSES, TopXPick

COLUMNS = (
    Column("opportunity", also=("deal",)),
    Column("by"),
    Column("quarter"),
    Column("status"),
    Column("day", also=("date",)),
    Column("why", is_required=False, also=("reason",)),
    Column("help", is_required=False, also=("help_needed",)),
)
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])\Z", re.ASCII | re.IGNORECASE)
_PARTED = re.compile(r"[+;/|]")
_MAX_WHY = 500


def read_topx(
    file: str, data: bytes | None, faults: Faults
) -> tuple[tuple[TopXPick, ...] | None, tuple[str, ...]]:
    """The lines, and notes about columns that nothing reads. None for no file."""
    if data is None:
        return None, ()
    table = read_table(file, data, COLUMNS, faults)
    rows = (_row(Cells(file, row, faults)) for row in table.rows)
    return tuple(row for row in rows if row is not None), extra_columns(file, table)


def _row(cells: Cells) -> TopXPick | None:
    opportunity, by, day = cells.name("opportunity"), cells.name("by"), cells.day("day")
    quarter, status, help_needed = _quarter(cells), _status(cells), _help(cells)
    why = _why(cells)
    if opportunity is None or by is None or day is None or quarter is None or status is None:
        return None
    return TopXPick(
        id=f"{cells.file}#{cells.row.line}",
        opportunity=opportunity,
        by=by,
        year=quarter[0],
        quarter=quarter[1],
        status=status,
        day=day,
        why=why,
        help=help_needed,
    )


def _quarter(cells: Cells) -> tuple[int, int] | None:
    typed = cells.text("quarter")
    found = _QUARTER.match(typed)
    if found is None:
        why = "is blank" if not typed else f"is no fiscal quarter: {typed[:40]!r}"
        cells.wrong("quarter", why, "write it like 2027-Q1")
        return None
    return int(found[1]), int(found[2])


def _status(cells: Cells) -> str | None:
    typed = cells.text("status")
    status = _word(typed)
    if status in PICK_STATUSES:
        return status
    hint = did_you_mean(status, PICK_STATUSES) or f"one of {', '.join(PICK_STATUSES)}"
    cells.wrong("status", "is blank" if not typed else f"{typed[:40]!r} is no status", hint)
    return None


def _help(cells: Cells) -> tuple[str, ...]:
    """One or more kinds of help, parted by ``+``."""
    words = [_word(part) for part in _PARTED.split(cells.text("help")) if part.strip()]
    for word in words:
        if word not in HELP:
            hint = did_you_mean(word, HELP) or f"one of {', '.join(HELP)}"
            cells.wrong("help", f"{word[:40]!r} is no kind of help", hint)
    return tuple(word for word in HELP if word in words)


def _why(cells: Cells) -> str | None:
    text = cells.text("why")
    if len(text) > _MAX_WHY:
        cells.wrong("why", f"has {len(text):,} characters", f"at most {_MAX_WHY} fit")
    return text or None


def _word(text: str) -> str:
    return re.sub(r"[\s\-]+", "_", text.strip().casefold())
