"""Records in, figures out: the sample's files in SQLite, and one file of SQL for each topic."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from .exact import add_functions

HERE = Path(__file__).resolve().parent
RECORDS = HERE.parent.parent / "samples" / "records"
TOPICS = (
    "base", "deals", "revenue", "renewal", "people", "whitespace", "goals", "account", "work",
    "metrics", "service", "cadence", "portfolio",
)  # fmt: skip
Row = dict[str, Any]


def opened(as_of: str, records: Path = RECORDS) -> sqlite3.Connection:
    """All topics computed for one day, for every customer at once.

    Each object of the org is a table with its fields as columns, each figure a column of a table
    that ``figures.py`` names. Money is whole cents, a number with decimals is text.
    """
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    for path in sorted(records.glob("*.json")):
        _load(connection, path)
    (zone,) = connection.execute("SELECT TimeZoneSidKey FROM Organization").fetchone()
    add_functions(connection, zone)
    connection.execute("CREATE TABLE asked (as_of TEXT, read_on TEXT)")
    connection.execute("INSERT INTO asked VALUES (?, ?)", [as_of, _read_on()])
    for topic in TOPICS:
        connection.executescript((HERE / "sql" / f"{topic}.sql").read_text("utf-8"))
    return connection


def _read_on() -> str:
    """The day the sample is read on, which is always its own (CONTRACT.md, "As-of")."""
    org: Row = json.loads((RECORDS.parent / "org.json").read_text("utf-8"))
    return str(org["as_of"])


def _load(connection: sqlite3.Connection, path: Path) -> None:
    """One object: a row for each record, in columns without a type, so that nothing is turned."""
    rows: list[Row] = json.loads(path.read_text("utf-8"), parse_float=str)
    if not rows:
        return
    names = list(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    connection.execute(f'CREATE TABLE "{path.stem}" ({columns})')
    marks = ", ".join("?" * len(names))
    values = ([row[name] for name in names] for row in rows)
    connection.executemany(f'INSERT INTO "{path.stem}" VALUES ({marks})', values)


def rows(connection: sqlite3.Connection, table: str, root: str | None) -> list[Row]:
    """A table's rows, of one customer where one is named."""
    chosen = "" if root is None else "WHERE root = :root"
    found = connection.execute(f'SELECT * FROM "{table}" {chosen}', {"root": root})
    return [dict(row) for row in found]
