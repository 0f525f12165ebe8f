"""``audit.csv``: findings of the plan audit that are so on purpose (METHOD.md row 105)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from generator.inputs.cells import Cells
from generator.inputs.faults import Faults, did_you_mean
from generator.inputs.names import ACCOUNT_PREFIX, folded, key_of, keys_of
from generator.inputs.rows import AUDIT, AuditRow, Inputs
from generator.inputs.tables import Column, read_table
from generator.inputs.usage import extra_columns

COLUMNS = (
    Column("account"),
    Column("check"),
    Column("note"),
    Column("by"),
    Column("date", also=("day",)),
    Column("until", is_required=False, also=("expires",)),
)

ByAccount = dict[str, tuple[AuditRow, ...]]


def read_audit(
    file: str, data: bytes | None, faults: Faults, checks: Sequence[str]
) -> tuple[ByAccount | None, tuple[str, ...]]:
    """The rows by account, and notes about columns that nothing reads. None for no file. A check
    that is none of ``checks`` is a mistake, whatever the account."""
    if data is None:
        return None, ()
    table = read_table(file, data, COLUMNS, faults)
    found: dict[str, list[AuditRow]] = {}
    for row in table.rows:
        accepted = _row(Cells(file, row, faults), checks)
        if accepted is not None:
            found.setdefault(key_of(accepted.account, ACCOUNT_PREFIX), []).append(accepted)
    return {key: tuple(rows) for key, rows in found.items()}, extra_columns(file, table)


def _row(cells: Cells, checks: Sequence[str]) -> AuditRow | None:
    account, check, by = cells.name("account"), _check(cells, checks), cells.name("by")
    note, day = cells.statement("note"), cells.day("date")
    if account is None or check is None or by is None or note is None or day is None:
        return None
    until = cells.day("until") if cells.text("until") else _year_after(day)
    if until is None:
        return None
    if until < day:
        cells.wrong("until", "lies before the day it was agreed on", "exchange the two")
        return None
    return AuditRow(cells.row.line, account, day, check, note, by, until)


def _check(cells: Cells, checks: Sequence[str]) -> str | None:
    """The check by its key: ``Light plays`` is ``light_plays``."""
    typed = cells.name("check")
    if typed is None:
        return None
    key = re.sub(r"[\s\-]+", "_", typed.casefold())
    if key in checks:
        return key
    hint = did_you_mean(key, checks) or f"one of {', '.join(checks)}"
    cells.wrong("check", f"{typed[:40]!r} is no check of the audit", hint)
    return None


def _year_after(day: date) -> date:
    """Without a day of its own an exception holds for a year, and is looked at again then."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


def accepted_rows(
    inputs: Inputs, accounts: Sequence[tuple[str, str]]
) -> tuple[list[tuple[str, AuditRow]], list[str]]:
    """The rows about ``accounts`` (id, name), each with the account's id; and notes about rows that
    give a name which several of them have."""
    table = inputs.audit or {}
    names = Counter(folded(name) for _, name in accounts)
    found: list[tuple[str, AuditRow]] = []
    notes: dict[str, None] = {}
    for account_id, name in accounts:
        by_id, by_name = keys_of(account_id, name)
        found += [(account_id, row) for row in table.get(by_id, ())]
        named = table.get(by_name, ())
        if named and names[folded(name)] > 1:
            line = f"{inputs.file(AUDIT)}, line {named[0].line}"
            notes[f"{line}: several accounts are named {name}: give the id; not counted"] = None
        else:
            found += [(account_id, row) for row in named]
    return found, list(notes)
