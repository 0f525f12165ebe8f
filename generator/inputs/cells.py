"""One cell's text as the value it stands for; what can be read in two ways is refused."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlsplit

from generator.inputs.faults import Faults
from generator.inputs.tables import Row

MAX_TEXT = 4_000
MAX_NAME = 255
MAX_URL = 2_000
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_WHOLE = re.compile(r"\d{1,12}\Z", re.ASCII)
_DECIMAL = re.compile(r"\d{1,12}(\.\d{1,2})?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row. Every reader gives None and adds a fault where it cannot read."""

    file: str
    row: Row
    faults: Faults

    def wrong(self, column: str, message: str, suggestion: str = "") -> None:
        self.faults.add(self.file, self.row.line, column, message, suggestion)

    def text(self, column: str) -> str:
        """The cell as it stands; blank where there is none."""
        return self.row.cells.get(column, "")

    def name(self, column: str, *, is_required: bool = True) -> str | None:
        """A name or record id of a reasonable length."""
        text = self.text(column)
        if is_required and not text:
            self.wrong(column, "is blank", "fill it, or delete the row")
            return None
        if len(text) > MAX_NAME:
            self.wrong(column, f"has {len(text):,} characters", f"at most {MAX_NAME} fit")
            return None
        return sys.intern(text)  # one text for the many rows that hold the same name

    def statement(self, column: str) -> str | None:
        """A text that is printed."""
        text = self.text(column)
        if not text:
            self.wrong(column, "is blank", "fill it, or delete the row")
        elif len(text) > MAX_TEXT:
            self.wrong(column, f"has {len(text):,} characters", f"at most {MAX_TEXT:,} fit")
        else:
            return text
        return None

    def day(self, column: str) -> date | None:
        found = read_day(self.text(column))
        if found is None:
            shown = self.text(column)[:40]
            why = "is blank" if not shown else f"is no day that can be read in one way: {shown!r}"
            self.wrong(column, why, "write it like 2026-10-31")
        return found

    def whole(self, column: str) -> int | None:
        """A count: digits only, because 1,200 and 1.200 mean two things in two countries."""
        text = self.text(column)
        if _WHOLE.match(text):
            return int(text)
        why = "is blank" if not text else f"is no whole number: {text[:40]!r}"
        self.wrong(column, why, "write digits only, without separators")
        return None

    def decimal(self, column: str) -> Decimal | None:
        """A quantity, or None where the cell is blank."""
        text = self.text(column)
        if not text:
            return None
        if _DECIMAL.match(text):
            return Decimal(text)
        self.wrong(
            column,
            f"is no number that can be read in one way: {text[:40]!r}",
            "write digits, and at most two after a point",
        )
        return None

    def url(self, column: str) -> str | None:
        """An address of a web page, or None where the cell is blank."""
        text = self.text(column)
        if not text or is_web_address(text):
            return text or None
        self.wrong(column, f"is no address of a web page: {text[:60]!r}", "http or https only")
        return None


@lru_cache(maxsize=1 << 12)
def read_day(text: str) -> date | None:
    """``2026-10-31`` or ``31.10.2026``; with slashes, day and month cannot be told apart."""
    iso, dotted = _ISO.match(text), _DOTTED.match(text)
    try:
        if iso:
            found = date(int(iso[1]), int(iso[2]), int(iso[3]))
        elif dotted:
            found = date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        else:
            return None
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def is_web_address(text: str) -> bool:
    if len(text) > MAX_URL or any(_is_hidden(char) for char in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


def _is_hidden(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}
