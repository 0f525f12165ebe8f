"""Names that people type, and the records they mean."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from generator.inputs.rows import (
    AUDIT,
    SIGNALS,
    TEXTS,
    USAGE,
    AuditRow,
    Inputs,
    SignalRow,
    TextsRow,
    UsageRow,
)

ACCOUNT_PREFIX, USER_PREFIX, PRODUCT_PREFIX = "001", "005", "01t"
_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-5]{3})?\Z")
_NEAR = 0.9
_START = 2  # letters that a mistyped name still has; keeps a file of 100,000 names quick
_MOST_NOTES = 20

AccountRow = UsageRow | SignalRow | TextsRow | AuditRow
R = TypeVar("R")


def folded(name: str) -> str:
    """Names are the same whatever the case, and however many blanks stand between words."""
    return " ".join(name.split()).casefold()


@lru_cache(maxsize=1 << 16)  # a file names the same accounts and products again and again
def key_of(text: str, prefix: str) -> str:
    """One text for all ways of writing the same name, or the same record id of 15 or 18."""
    if text.startswith(prefix) and _ID.match(text):
        return f"id:{text[:15]}"
    return f"name:{folded(text)}"


def is_id(key: str) -> bool:
    return key.startswith("id:")


def keys_of(record_id: str, name: str) -> tuple[str, str]:
    """The keys under which rows may speak of a record."""
    return f"id:{record_id[:15]}", f"name:{folded(name)}"


def by_key(records: Iterable[R], names: Callable[[R], Iterable[str]]) -> dict[str, list[R]]:
    """The records by each of their keys; several where they share a name."""
    found: dict[str, list[R]] = {}
    for record in records:
        for key in dict.fromkeys(names(record)):
            found.setdefault(key, []).append(record)
    return found


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    by_folded = {folded(text): text for text in known}
    near = difflib.get_close_matches(folded(name), list(by_folded), n=1, cutoff=cutoff)
    return by_folded[near[0]] if near else None


def near_misses(inputs: Inputs, accounts: Iterable[str]) -> list[str]:
    """Names of the files that are none of ``accounts``, but nearly: a letter was mistyped, perhaps.

    Names of other accounts are nobody's mistake, so most of a file goes unmentioned here.
    """
    by_start: dict[str, list[str]] = {}
    for name in accounts:
        by_start.setdefault(folded(name)[:_START], []).append(name)
    known = {folded(name) for names in by_start.values() for name in names}
    notes = []
    for file, rows in _first_rows(inputs):
        name = folded(rows.account)
        likely = () if name in known else by_start.get(name[:_START], ())
        near = nearest(name, (one for one in likely if abs(len(one) - len(name)) <= 4), _NEAR)
        if near:
            line = "" if rows.line is None else f", line {rows.line}"
            notes.append(f"{file}{line}: no account {rows.account!r} is read; is it {near!r}?")
        if len(notes) == _MOST_NOTES:
            break
    return notes


def _first_rows(inputs: Inputs) -> Iterable[tuple[str, AccountRow]]:
    """The first row about each account that is given by name, file by file."""
    tables: tuple[tuple[str, Mapping[str, tuple[AccountRow, ...]] | None], ...] = (
        (USAGE, inputs.usage),
        (SIGNALS, inputs.signals),
        (TEXTS, inputs.texts),
        (AUDIT, inputs.audit),
    )
    for name, table in tables:
        for key, rows in (table or {}).items():
            if not is_id(key):
                yield inputs.file(name), rows[0]
