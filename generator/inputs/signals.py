"""``signals.csv``: news of a customer's company, each with its day and where it stands."""

from __future__ import annotations

import re

from generator.inputs.cells import Cells
from generator.inputs.faults import Faults, did_you_mean
from generator.inputs.names import ACCOUNT_PREFIX, key_of
from generator.inputs.rows import SignalRow
from generator.inputs.tables import Column, read_table
from generator.inputs.usage import extra_columns

COLUMNS = (
    Column("account"),
    Column("date", also=("day",)),
    Column("kind"),
    Column("text"),
    Column("url", is_required=False),
)
KINDS = (
    "executive_hire",
    "launch",
    "acquisition",
    "competitor_loss",
    "decline",
    "ipo",
    "other",
)
"""METHOD.md row 45: six kinds of news, and whatever else is worth knowing."""

ByAccount = dict[str, tuple[SignalRow, ...]]


def read_signals(
    file: str, data: bytes | None, faults: Faults
) -> tuple[ByAccount | None, tuple[str, ...]]:
    """The rows by account, and notes about columns that nothing reads. None for no file."""
    if data is None:
        return None, ()
    table = read_table(file, data, COLUMNS, faults)
    found: dict[str, list[SignalRow]] = {}
    for row in table.rows:
        signal = _row(Cells(file, row, faults))
        if signal is not None:
            found.setdefault(key_of(signal.account, ACCOUNT_PREFIX), []).append(signal)
    return {key: tuple(rows) for key, rows in found.items()}, extra_columns(file, table)


def _row(cells: Cells) -> SignalRow | None:
    account, day, kind = cells.name("account"), cells.day("date"), _kind(cells)
    text, url = cells.statement("text"), cells.url("url")
    if account is None or day is None or kind is None or text is None:
        return None
    return SignalRow(cells.row.line, account, day, kind, text, url)


def _kind(cells: Cells) -> str | None:
    typed = cells.text("kind")
    kind = re.sub(r"[\s\-]+", "_", typed.casefold())
    if kind in KINDS:
        return kind
    hint = did_you_mean(kind, KINDS) or f"one of {', '.join(KINDS)}"
    cells.wrong("kind", "is blank" if not typed else f"{typed[:40]!r} is no kind of news", hint)
    return None
