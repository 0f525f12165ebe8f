"""Excel tables: their place and columns in the template, and in an output.

A table's header cells and column names must be equal, and names unique in the table; a table must
have a data row. What Excel would repair is settled here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.engine.markup import Element

from .reading import unescape, x
from .tokens import Area, Line, parse_area

_PARTS = re.compile(r"\[(#?)((?:'.|[^\[\]'])*)\]")


@dataclass(frozen=True)
class TableTemplate:
    """``columns``: names in order, as the template's header has them."""

    name: str
    sheet: str
    part: str
    box: tuple[int, int, int, int]
    columns: tuple[str, ...]
    header: bool
    totals: bool

    @property
    def data_rows(self) -> tuple[int, int]:
        return self.box[0] + self.header, self.box[2] - self.totals


def read_table(root: Element, sheet: str, part: str) -> TableTemplate:
    area = parse_area(root.get("ref", "A1"))
    names = [
        item.get("name", "") for item in root.iterfind(f"{x('tableColumns')}/{x('tableColumn')}")
    ]
    return TableTemplate(
        root.get("displayName", ""),
        sheet,
        part,
        area.box,
        tuple(unescape(name) for name in names),
        root.get("headerRowCount", "1") != "0",
        root.get("totalsRowCount", "0") not in ("0", ""),
    )


def structured_area(text: str, tables: Mapping[str, TableTemplate]) -> tuple[Area | None, bool]:
    """What ``Plays[Amount]`` means, and whether only this row of it; None where unknown."""
    name, _, inside = text.partition("[")
    table = tables.get(name.lower())
    if table is None:
        return None, False
    inside = inside[:-1]
    this_row = inside.startswith("@")
    if this_row:
        inside = inside[1:]
    parts = _PARTS.findall(inside) or [("#" if inside[:1] == "#" else "", inside.lstrip("#"))]
    items = [word.lower() for mark, word in parts if mark]
    columns = [re.sub("'(.)", r"\1", word) for mark, word in parts if not mark and word]
    span = _columns(table, columns)
    rows = _rows(table, items)
    if span is None or rows is None:
        return None, False
    area = Area(
        table.sheet,
        (Line(rows[0], True), Line(rows[1], True)),
        (Line(span[0], False), Line(span[1], False)),
        False,
    )
    return area, this_row or "this row" in items


def table_of(text: str, tables: Mapping[str, TableTemplate]) -> TableTemplate | None:
    return tables.get(text.partition("[")[0].lower())


def renamed(text: str, name: str, headings: Mapping[str, str]) -> str:
    """A structured reference for a table under another name, or with other headings.

    ``headings``: new ones by the old in lower case.
    """
    inside = text.partition("[")[2][:-1]
    if "[" in inside or not headings:
        inside = _PARTS.sub(lambda found: f"[{_heading(found[1], found[2], headings)}]", inside)
    elif inside[:1] == "@":
        inside = "@" + _heading("", inside[1:], headings)
    elif inside[:1] != "#":
        inside = _heading("", inside, headings)
    return f"{name}[{inside}]"


def _heading(mark: str, word: str, headings: Mapping[str, str]) -> str:
    if mark:
        return mark + word
    found = headings.get(re.sub("'(.)", r"\1", word).casefold())
    return word if found is None else re.sub(r"(['\[\]#@])", r"'\1", found)


def _columns(table: TableTemplate, wanted: Sequence[str]) -> tuple[int, int] | None:
    left, right = table.box[1], table.box[3]
    if not wanted:
        return left, right
    known = [name.casefold() for name in table.columns]
    found = [left + known.index(name.casefold()) for name in wanted if name.casefold() in known]
    return (min(found), max(found)) if len(found) == len(wanted) else None


def _rows(table: TableTemplate, items: Sequence[str]) -> tuple[int, int] | None:
    first, last = table.data_rows
    if not items or items in (["data"], ["this row"]):
        return first, last
    if sorted(items) == ["data", "headers"] and table.header:
        return table.box[0], last
    if sorted(items) == ["data", "totals"] and table.totals:
        return first, table.box[2]
    if items == ["all"]:
        return table.box[0], table.box[2]
    if items == ["headers"] and table.header:
        return table.box[0], table.box[0]
    if items == ["totals"] and table.totals:
        return table.box[2], table.box[2]
    return None
