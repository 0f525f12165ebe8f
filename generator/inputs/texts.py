"""``accounts.toml``: the value proposition and the expansion thesis of an account, dated."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from generator.inputs.cells import MAX_NAME, MAX_TEXT, read_day
from generator.inputs.faults import Faults, did_you_mean
from generator.inputs.names import ACCOUNT_PREFIX, key_of
from generator.inputs.rows import TextsRow
from generator.inputs.tables import decoded
from generator.tomlfile import line_number

KEYS = ("date", "value_proposition", "expansion_thesis", "source")
ByAccount = dict[str, tuple[TextsRow, ...]]


def read_texts(file: str, data: bytes | None, faults: Faults) -> ByAccount | None:
    """The statements by account. None for no file."""
    text = None if data is None else decoded(file, data, faults)
    if text is None:
        return None
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.add(file, None, "", f"cannot be read: {error}", 'write names as ["Acme, Inc."]')
        return None
    lines = dict(_headers(text))
    found: dict[str, list[TextsRow]] = {}
    for account, table in tables.items():
        row = _Table(file, text, account, lines.get(account), faults).row(table)
        if row is not None:
            found.setdefault(key_of(account, ACCOUNT_PREFIX), []).append(row)
    for rows in found.values():
        for other in rows[1:]:
            said = f"{other.account!r} is the same account as {rows[0].account!r}"
            faults.add(file, other.line, "", said, "keep one of them")
    return {key: tuple(rows) for key, rows in found.items()}


def _headers(text: str) -> Iterator[tuple[str, int]]:
    """Each account that a table's header names, with its line."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("["):
            try:
                yield from ((name, number) for name in tomllib.loads(line))
            except tomllib.TOMLDecodeError:
                continue  # a line within a text


@dataclass(frozen=True, slots=True)
class _Table:
    """One account's table, and where in the file's ``text`` it stands."""

    file: str
    text: str
    account: str
    line: int | None
    faults: Faults

    def wrong(self, key: str, message: str, suggestion: str = "") -> None:
        """A fault at the key's own line, else at the table's."""
        line = line_number(self.text, f"{self.account}.{key}") or self.line
        self.faults.add(self.file, line, key, message, suggestion)

    def row(self, table: object) -> TextsRow | None:
        if not isinstance(table, dict):
            self.wrong(self.account, "is no account with its texts", 'write ["Acme"] above them')
            return None
        for key, value in table.items():
            if isinstance(value, dict):
                self.wrong(self.account, "is cut at its point", f'write ["{self.account}.{key}"]')
                return None
            if key not in KEYS:
                hint = did_you_mean(key, KEYS) or f"known here: {', '.join(KEYS)}"
                self.wrong(key, "is nothing that is read", hint)
        proposition = self._text(table, "value_proposition")
        thesis = self._text(table, "expansion_thesis")
        source = self._text(table, "source", MAX_NAME)
        day = self._day(table)
        if not {"value_proposition", "expansion_thesis"} & table.keys():
            self.wrong(self.account, "has neither text", "give value_proposition or the thesis")
        if day is None:
            return None
        return TextsRow(self.line, self.account, day, proposition, thesis, source)

    def _text(self, table: Mapping[str, Any], key: str, most: int = MAX_TEXT) -> str | None:
        value = table.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, "is no text", "write it in quotes")
        elif len(value) > most:
            self.wrong(key, f"has {len(value):,} characters", f"at most {most:,} fit")
        elif re.search(r"\0", value):
            self.wrong(key, "holds a NUL character, which no text has")
        else:
            return value.strip()
        return None

    def _day(self, table: Mapping[str, Any]) -> date | None:
        value = table.get("date")
        if isinstance(value, str):
            value = read_day(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        said = "is missing" if "date" not in table else "is no day"
        self.wrong("date", said, "write date = 2026-10-01")
        return None
