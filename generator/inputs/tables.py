"""Tables as spreadsheets save them: bytes in, rows with their lines out.

A header row in English names the columns; commas, semicolons or tabs part them, whichever the
header shows. UTF-8 with or without a mark at its beginning. Cells are taken as text, exactly as
they stand but for blanks around them: nothing is ever computed, ``=1+1`` is four characters.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.inputs.faults import Faults, did_you_mean

MAX_ROWS = 1_000_000
MAX_BYTES = 256 * 1024 * 1024
_DELIMITERS = (",", ";", "\t")
_SAVE_AS = 'save it as "CSV UTF-8"'


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in the header; ``also`` are other names for it."""

    name: str
    is_required: bool = True
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """``line`` is where the row begins. ``cells`` holds all columns, absent ones as blanks."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` can be gone through once: they are read on the way, and so are their mistakes."""

    rows: Iterable[Row]
    extra: tuple[str, ...] = ()  # columns that nothing reads


def read_table(file: str, data: bytes, columns: Sequence[Column], faults: Faults) -> Table:
    """The table in ``data``; mistakes go to ``faults`` with ``file``, line and column."""
    text = decoded(file, data, faults)
    if text is None:
        return Table(())
    delimiter = _delimiter(text, columns)
    lines = _lines(file, text, delimiter, faults)
    header = next(lines, None)
    if header is None and not text.strip(" \t\r\n,;"):
        faults.add(file, 1, "", "is empty", f"begin it with {_names(columns)}")
    places = _places(file, header, columns, faults) if header else None
    if header is None or places is None:
        return Table(())
    names = [cell.strip() for cell in header[1]]
    known = set(places.values())
    extra = tuple(name for at, name in enumerate(names) if name and at not in known)
    return Table(_rows(file, lines, places, len(names), faults), extra)


def decoded(file: str, data: bytes, faults: Faults) -> str | None:
    """``data`` as text. None, and a fault that says where, for what is no UTF-8 text."""
    if len(data) > MAX_BYTES:
        faults.add(file, None, "", f"is larger than {MAX_BYTES // 1024**2} MB", "split it")
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.add(file, 1, "", "is UTF-16 text", _SAVE_AS)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.add(file, line, "", "is not UTF-8 text", _SAVE_AS)
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        faults.add(file, line, "", "holds a NUL character, which no text has", _SAVE_AS)
        return None
    return text


def _delimiter(text: str, columns: Sequence[Column]) -> str:
    """The one that makes most known columns of the header; a comma where none does."""
    head = next((line for line in io.StringIO(text, newline=None) if line.strip()), "")
    known = {_plain(name) for column in columns for name in (column.name, *column.also)}

    def found(delimiter: str) -> int:
        return sum(_plain(cell.strip('" \n')) in known for cell in head.split(delimiter))

    return max(_DELIMITERS, key=found)


def _plain(name: str) -> str:
    """Column names are told apart by their letters: ``Active Users`` is ``active_users``."""
    return re.sub(r"[\s_\-]+", "", name).casefold()


def _lines(file: str, text: str, delimiter: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        what = "a quotation mark is never closed" if "end of data" in str(error) else str(error)
        faults.add(file, start, "", f"cannot be read from here on: {what}", "check the quotes")


def _places(
    file: str, header: tuple[int, list[str]], columns: Sequence[Column], faults: Faults
) -> dict[str, int] | None:
    """Where each column stands. None where one that is needed is missing or stands twice."""
    line, cells = header
    names = [_plain(cell) for cell in cells]
    places: dict[str, int] = {}
    is_whole = True
    for column in columns:
        wanted = {_plain(name) for name in (column.name, *column.also)}
        found = [at for at, name in enumerate(names) if name in wanted]
        if len(found) > 1:
            faults.add(file, line, column.name, "stands in the header more than once", "keep one")
            is_whole = False
        elif found:
            places[column.name] = found[0]
        elif column.is_required:
            near = did_you_mean(column.name, (c.strip() for c in cells if c.strip()))
            hint = f"{near.removesuffix('?')}? name it {column.name}" if near else ""
            faults.add(file, line, column.name, "is missing in the header", hint or _names(columns))
            is_whole = False
    return places if is_whole else None


def _names(columns: Sequence[Column]) -> str:
    needed = [column.name for column in columns if column.is_required]
    return f"a header row with {', '.join(needed)}"


def _rows(
    file: str,
    lines: Iterator[tuple[int, list[str]]],
    places: Mapping[str, int],
    width: int,
    faults: Faults,
) -> Iterator[Row]:
    for count, (line, cells) in enumerate(lines, 1):
        if count > MAX_ROWS:
            faults.add(file, line, "", f"is beyond {MAX_ROWS:,} rows", "split or shorten it")
            return
        if any(cell.strip() for cell in cells[width:]):
            said = f"has {len(cells)} cells, and the header {width}"
            faults.add(file, line, "", said, "quote cells that hold the delimiter")
            continue
        found = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        yield Row(line, found)
