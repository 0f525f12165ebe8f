"""The figures of a set of accounts: those that were asked for, and the files beside them."""

from __future__ import annotations

import csv
import re
import sqlite3
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .exact import add_functions
from .oracle import HERE, RECORDS

INPUTS = RECORDS.parent / "inputs"
ROLLUPS = ("portfolio_more", "topx", "audit", "lost", "calendar", "packet")
TABLE = re.compile(r"CREATE TABLE (\w+)")


@dataclass(frozen=True)
class Asked:
    """What a rollup was asked for, by the words of the command line and of the settings."""

    manager: str | None = None  # None: all accounts
    quarters_ahead: int = 1  # of Top X: the list's quarter, counted from the running one
    x: int = 5
    people: Mapping[str, int] = field(default_factory=dict)  # another X, by name
    teams: Mapping[int, str] = field(default_factory=dict)  # by tier
    kept: tuple[str, ...] = ()  # days for which a run kept the same records


def rolled_up(
    base: sqlite3.Connection, asked: Asked, rollups: Sequence[str] = ROLLUPS
) -> sqlite3.Connection:
    """The tables of ``base`` for these accounts only, and those of the rollups."""
    held = sqlite3.connect(":memory:")
    held.row_factory = sqlite3.Row
    base.backup(held)
    (zone,) = held.execute("SELECT TimeZoneSidKey FROM Organization").fetchone()
    add_functions(held, zone)
    for path in sorted(INPUTS.glob("*.csv")):
        _load(held, path)
    _load_accounts(held)
    _ask(held, asked)
    _narrow(held)
    for name in rollups:
        held.executescript((HERE / "sql" / "rollups" / f"{name}.sql").read_text("utf-8"))
    return held


def _load(held: sqlite3.Connection, path: Path) -> None:
    """A file of the inputs as a table, with the line that each row stands on."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    columns = ", ".join(f'"{name}"' for name in ("line", *rows[0]))
    held.execute(f"CREATE TABLE file_{path.stem} ({columns})")
    marks = ", ".join("?" * (1 + len(rows[0])))
    values = ([number, *(cell or None for cell in row)] for number, row in enumerate(rows[1:], 2))
    held.executemany(f"INSERT INTO file_{path.stem} VALUES ({marks})", values)


def _load_accounts(held: sqlite3.Connection) -> None:
    """What ``accounts.toml`` says of each account by name or id."""
    said = tomllib.loads((INPUTS / "accounts.toml").read_text("utf-8"))
    held.execute("CREATE TABLE file_accounts (account, expansion_thesis)")
    values = [(name, row.get("expansion_thesis")) for name, row in said.items()]
    held.executemany("INSERT INTO file_accounts VALUES (?, ?)", values)


def _ask(held: sqlite3.Connection, asked: Asked) -> None:
    held.execute("CREATE TABLE rolled_asked (manager, quarters_ahead, x, several)")
    held.execute(
        "INSERT INTO rolled_asked VALUES (?, ?, ?, 3)",
        [asked.manager, asked.quarters_ahead, asked.x],
    )
    held.execute("CREATE TABLE topx_asked_person (name TEXT, x INTEGER)")
    held.executemany("INSERT INTO topx_asked_person VALUES (?, ?)", asked.people.items())
    held.execute("CREATE TABLE topx_asked_team (tier INTEGER, team TEXT)")
    held.executemany("INSERT INTO topx_asked_team VALUES (?, ?)", asked.teams.items())
    held.execute("CREATE TABLE topx_kept (day TEXT)")
    held.executemany("INSERT INTO topx_kept VALUES (?)", [(day,) for day in asked.kept])


def _narrow(held: sqlite3.Connection) -> None:
    """Leaves the customers that were asked for, and computes what is of all of them anew."""
    portfolio = (HERE / "sql" / "portfolio.sql").read_text("utf-8")
    for table in TABLE.findall(portfolio):
        held.execute(f"DROP TABLE {table}")
    held.executescript((HERE / "sql" / "rollups" / "scope.sql").read_text("utf-8"))
    held.executescript(portfolio)
