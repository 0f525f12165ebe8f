"""``accounts --export FILE``: one row for each account, as .csv or .xlsx."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import OutputError, UsageError

if TYPE_CHECKING:
    from generator.analysis.portfolio import Portfolio
    from generator.analysis.results import AnalysedAccount
    from generator.formats import Formats

_TEMPLATE = "accounts.xlsx"
_MARKING = "INTERNAL - not for customers"


def check_target(path: Path, *, force: bool) -> None:
    """Before anything is read: UsageError for any other kind of file, OutputError where there is
    one of that name already."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise UsageError(
            f"{path} is neither .csv nor .xlsx.", next_step="Write it like --export accounts.xlsx."
        )
    if path.is_dir() or (not force and (path.exists() or path.is_symlink())):
        raise OutputError(
            f"There is {'a folder' if path.is_dir() else 'a file'} {path} already.",
            next_step="Choose another name, or add --force to write over a file.",
        )


def export(
    path: Path, accounts: Sequence[AnalysedAccount], portfolio: Portfolio, formats: Formats
) -> tuple[str, ...]:
    """Writes the file, whole or not at all. Gives what was altered by a published rule."""
    from generator.artifacts.portfolio.export import csv_bytes, export_rows
    from generator.files import write_whole

    rows = export_rows(accounts, portfolio)
    if path.suffix.lower() == ".csv":
        write_whole(path, csv_bytes(rows))
        return ()
    data, changes = _workbook(rows, portfolio, formats, is_sample=accounts[0].is_sample)
    write_whole(path, data)
    return changes


def _workbook(
    rows: Sequence[dict[str, object]], portfolio: Portfolio, formats: Formats, *, is_sample: bool
) -> tuple[bytes, tuple[str, ...]]:
    """The engine writes every text as a text: none is run."""
    from generator.artifacts.portfolio.export import COLUMNS
    from generator.engine import Names, compile_template
    from generator.files import data_folder

    shape = {column.name: column.kind for column in COLUMNS}
    tree = {"accounts": [shape], "document": {"marking": "text", "as_of": "date"}}
    data = (data_folder("templates") / _TEMPLATE).read_bytes()
    template = compile_template(data, filename=_TEMPLATE, names=Names(tree))
    marking = f"{_MARKING} - SAMPLE DATA" if is_sample else _MARKING
    document = {"marking": marking, "as_of": portfolio.as_of}
    rendered = template.render({"accounts": list(rows), "document": document}, formats)
    return rendered.data, rendered.changes
