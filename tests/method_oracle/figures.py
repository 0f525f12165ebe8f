"""Which figure of ``show --json`` is which column, and how the two are compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .oracle import Row, rows


@dataclass(frozen=True)
class Figures:
    """Columns of a table, and where their values stand in the JSON: under ``path`` one object, or
    a list whose rows are told apart by ``key``. ``fields`` gives each column's kind. With ``only``
    the table speaks of some of the list's rows: those with that value in that field."""

    table: str
    path: str
    fields: Mapping[str, str]
    key: tuple[str, ...] = ()
    is_in_order: bool = False
    only: tuple[str, Any] | None = None
    is_part: bool = False  # it has some of the list's rows, and nothing to say of the others


@dataclass(frozen=True)
class Compared:
    """``count`` figures were compared; ``differences`` says in words which are not the same."""

    count: int
    differences: tuple[str, ...]


def compare(figures: Figures, connection: sqlite3.Connection, shown: Row) -> Compared:
    """One account's figures of one topic against what ``show`` printed of it; or those of all
    accounts together, against what ``accounts`` printed."""
    root = shown["account"]["id"] if "account" in shown else None
    expected = rows(connection, figures.table, root)
    found = _asked(figures, expected, _under(shown, figures.path))
    pairs = list(_pairs(figures, expected, found))
    wrong = [told for told in map(_difference, pairs) if told]
    if figures.is_in_order and not wrong:
        wrong = _order(figures, expected, found)
    return Compared(len(pairs), tuple(f"{figures.path}{told}" for told in wrong))


def _asked(figures: Figures, expected: list[Row], found: Any) -> Any:
    """The rows that the table speaks of."""
    if figures.only is not None:
        field, value = figures.only
        return [row for row in found if row[field] == value]
    if figures.is_part:
        wanted = {_key(figures, row) for row in expected}
        return [row for row in found if _key(figures, row) in wanted]
    return found


@dataclass(frozen=True)
class _Pair:
    name: str
    kind: str
    expected: Any
    found: Any


def _pairs(figures: Figures, expected: list[Row], found: Any) -> Iterator[_Pair]:
    if not figures.key:
        row = expected[0] if expected else dict.fromkeys(figures.fields)
        yield from _fields(figures, "", row, found or {})
        return
    by_key = {_key(figures, row): row for row in found}
    yield _Pair(" rows", "count", len(expected), len(found))
    wanted = {_key(figures, row): row for row in expected}
    for key in sorted({*by_key, *wanted}, key=str):
        name = f"[{', '.join(map(str, key))}]"
        if key in by_key and key in wanted:
            yield from _fields(figures, name, wanted[key], by_key[key])
        else:
            yield _Pair(name, "text", key in wanted and "there", key in by_key and "there")


def _fields(figures: Figures, name: str, expected: Row, found: Row) -> Iterator[_Pair]:
    for field, kind in figures.fields.items():
        sort, _, other = kind.partition(":")
        if sort == "told":  # a text that is there where the flag is set
            yield _Pair(f"{name}.{other}", "flag", expected[field], bool(found[other]))
        elif sort == "length":  # how many there are, where anything is known of them
            count = None if found[other] is None else len(found[other])
            yield _Pair(f"{name}.{other}", "count", expected[field], count)
        else:
            yield _Pair(f"{name}.{field}", kind, expected[field], _at(found, field))


def _key(figures: Figures, row: Row) -> tuple[Any, ...]:
    return tuple(row[name] if name in row else _at(row, name) for name in figures.key)


def _at(row: Row, field: str) -> Any:
    """A field, or one of what lies in it: ``account.id``."""
    first, _, inner = field.partition(".")
    return _at(row[first] or {}, inner) if inner else row.get(field)


def _order(figures: Figures, expected: list[Row], found: list[Row]) -> list[str]:
    wanted, shown = ([_key(figures, row) for row in side] for side in (expected, found))
    return [] if wanted == shown else [f" order: {wanted} expected, {shown} shown"]


def _difference(pair: _Pair) -> str:
    if _same(pair.kind, pair.expected, pair.found):
        return ""
    return f"{pair.name}: {pair.expected!r} expected, {pair.found!r} shown"


def _same(kind: str, expected: Any, found: Any) -> bool:
    """What is unknown on one side is unknown on the other; nothing equals 0 but 0."""
    if kind == "names":  # no names are no names, however that is printed
        return sorted(str(expected or "").split("|")) == sorted(_names(found))
    if expected is None or found is None:
        return expected is None and found is None
    if kind == "money":
        return int(expected) == Decimal(str(found)) * 100
    if kind == "twice":  # a median of two stands between them: twice its cents, half a cent free
        return abs(int(expected) - Decimal(str(found)) * 200) <= 1
    if kind == "number":
        return int(expected) == Decimal(str(found)) * 1000
    if kind == "percent":
        return _rounded(Decimal(expected), Decimal(str(found)))
    if kind == "flag":
        return bool(expected) is found
    if kind == "pair":  # n of m
        return bool(expected == "|".join(map(str, found)))
    return bool(expected == found)


def _names(found: Any) -> list[str]:
    if isinstance(found, list):
        return [row["name"] if isinstance(row, dict) else row for row in found] or [""]
    return str(found or "").split(", ")


def _rounded(exact: Decimal, shown: Decimal) -> bool:
    """Whether the second is the first with as many decimals as are shown."""
    places = max(Decimal(1).scaleb(int(shown.as_tuple().exponent)), Decimal("1e-10"))
    return abs(exact - shown) <= places / 2


def _under(shown: Row, path: str) -> Any:
    """What stands there. Below a list, ``goals[].measures``, the rows of all its items, each with
    the item's name as ``of_goals``; with its id for ``deals[id]``."""
    outer, bracket, rest = path.partition("[")
    value: Any = shown
    for name in filter(None, outer.split(".")):
        value = value[name]
    if not bracket:
        return value
    field, _, inner = rest.partition("]")
    own = f"of_{outer.rpartition('.')[2]}"
    return [
        {own: _at(item, field or "name"), **row}
        for item in value
        for row in _listed(_under(item, inner.lstrip(".")))
    ]


def _listed(value: Any) -> list[Row]:
    """One object as a list of one."""
    return value if isinstance(value, list) else [value]
