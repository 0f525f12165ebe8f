"""``usage.csv``: how many people used a product, in an account or one of its units, on a day."""

from __future__ import annotations

from generator.inputs.cells import Cells
from generator.inputs.faults import Faults
from generator.inputs.names import ACCOUNT_PREFIX, PRODUCT_PREFIX, key_of
from generator.inputs.rows import UsageRow
from generator.inputs.tables import Column, Table, read_table

COLUMNS = (
    Column("account"),
    Column("unit", is_required=False, also=("division",)),
    Column("product"),
    Column("day", also=("date",)),
    Column("active_users"),
    Column("licensed", is_required=False, also=("quantity",)),
    Column("source", is_required=False),
)

ByAccount = dict[str, tuple[UsageRow, ...]]


def read_usage(
    file: str, data: bytes | None, faults: Faults
) -> tuple[ByAccount | None, tuple[str, ...]]:
    """The rows by account, and notes about columns that nothing reads. None for no file."""
    if data is None:
        return None, ()
    table = read_table(file, data, COLUMNS, faults)
    found: dict[str, list[UsageRow]] = {}
    said: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        usage = _row(Cells(file, row, faults))
        if usage is not None:
            _once(file, usage, said, faults)
            found.setdefault(key_of(usage.account, ACCOUNT_PREFIX), []).append(usage)
    return {key: tuple(rows) for key, rows in found.items()}, extra_columns(file, table)


def extra_columns(file: str, table: Table) -> tuple[str, ...]:
    """A note where a table has columns that nothing reads."""
    if not table.extra:
        return ()
    names = ", ".join(table.extra)
    return (f"{file}: nothing reads the column{'s' if len(table.extra) > 1 else ''} {names}.",)


def _row(cells: Cells) -> UsageRow | None:
    account, product = cells.name("account"), cells.name("product")
    unit, source = cells.name("unit", is_required=False), cells.name("source", is_required=False)
    day, users, licensed = cells.day("day"), cells.whole("active_users"), cells.decimal("licensed")
    if account is None or product is None or day is None or users is None:
        return None
    line = cells.row.line
    return UsageRow(line, account, unit or "", product, day, users, licensed, source or None)


def _once(file: str, row: UsageRow, said: dict[tuple[str, ...], int], faults: Faults) -> None:
    """A fault where two rows speak of the same thing on the same day."""
    key = (
        key_of(row.account, ACCOUNT_PREFIX),
        key_of(row.unit, ACCOUNT_PREFIX),
        key_of(row.product, PRODUCT_PREFIX),
        row.day.isoformat(),
    )
    first = said.setdefault(key, row.line)
    if first != row.line:
        faults.add(file, row.line, "", f"says again what line {first} says", "keep one of them")
