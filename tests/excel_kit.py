"""Tiny workbooks made on the spot, and what a reader would find in them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from generator.engine import Names, Rendered, compile_template
from generator.engine.template import check_template
from generator.errors import TemplateProblem
from generator.formats import Formats

NAMES = Names(
    {
        "account": {"name": "text", "site": "text", "arr": "money", "share": "percent"},
        "as_of": "date",
        "shown": "flag",
        "plays": [
            {
                "name": "text",
                "value": "money",
                "due": "date",
                "site": "text",
                "steps": [{"title": "text", "days": "number"}],
            }
        ],
        "products": [{"name": "text"}],
        "units": [{"name": "text", "cells": [{"label": "text", "value": "number"}]}],
        "divisions": [{"name": "text", "plays": [{"name": "text", "value": "money"}]}],
    }
)
FORMATS = Formats("en_US", "USD")
# A list with a total below it.
LIST = {
    "A1": "Play",
    "B1": "Value",
    "A2": "{% for p in plays %}{{ p.name }}",
    "B2": "{{ p.value }}{% endfor %}",
    "A3": "Total",
    "B3": "=SUM(B2:B2)",
}


def play(name: str, value: Any = 10, **more: Any) -> dict[str, Any]:
    made = {
        "name": name,
        "value": None if value is None else Decimal(value),
        "due": date(2026, 3, 1),
        "site": f"https://example.com/{name}",
        "steps": [],
    }
    return made | more


def plays(count: int) -> list[dict[str, Any]]:
    return [play(f"Play {number + 1}", 10 * (number + 1)) for number in range(count)]


def values(**changed: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "account": {
            "name": "R&D <x>",
            "site": "example.com",
            "arr": Decimal(1000),
            "share": Decimal(42),
        },
        "as_of": date(2026, 1, 31),
        "shown": True,
        "plays": plays(3),
        "products": [{"name": "Desk"}, {"name": "Lamp"}],
        "units": [
            {
                "name": f"Unit {row}",
                "cells": [{"label": f"{row}/{at}", "value": row * at} for at in (1, 2)],
            }
            for row in (1, 2)
        ],
        "divisions": [
            {"name": "North", "plays": plays(2)},
            {"name": "South", "plays": plays(1)},
        ],
    }
    return made | changed


def workbook(cells: Mapping[str, Any], title: str = "Plan") -> Workbook:
    """A workbook of one sheet with these cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    fill(sheet, cells)
    return book


def fill(sheet: Any, cells: Mapping[str, Any]) -> None:
    for name, value in cells.items():
        sheet[name] = value


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def render(book: Workbook | bytes, names: Names = NAMES, **changed: Any) -> Rendered:
    content = book if isinstance(book, bytes) else saved(book)
    template = compile_template(content, filename="template.xlsx", names=names)
    return template.render(values(**changed), FORMATS)


def problems(book: Workbook | bytes, names: Names = NAMES) -> list[TemplateProblem]:
    content = book if isinstance(book, bytes) else saved(book)
    return check_template(content, filename="template.xlsx", names=names)


def opened(rendered: Rendered, *, shown: bool = False) -> Workbook:
    """The output with its formulas, or with the values that stand beside them."""
    return openpyxl.load_workbook(BytesIO(rendered.data), data_only=shown, rich_text=True)


def grid(rendered: Rendered, sheet: int | str = 0, *, shown: bool = True) -> list[list[Any]]:
    """The cells of a sheet as a reader sees them, without empty rows and cells at the ends."""
    book = opened(rendered, shown=shown)
    held = book.worksheets[sheet] if isinstance(sheet, int) else book[sheet]
    rows = [_trimmed(list(row)) for row in held.iter_rows(values_only=True)]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] is None:
        row.pop()
    return row


def part(rendered: Rendered | bytes, name: str) -> str:
    data = rendered if isinstance(rendered, bytes) else rendered.data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def part_names(rendered: Rendered) -> list[str]:
    with zipfile.ZipFile(BytesIO(rendered.data)) as archive:
        return archive.namelist()


def sheet_xml(rendered: Rendered, number: int = 1) -> str:
    return part(rendered, f"xl/worksheets/sheet{number}.xml")


def cell_xml(rendered: Rendered, name: str, number: int = 1) -> str:
    found = re.search(rf'<c r="{name}"[^>]*?(?:/>|>.*?</c>)', sheet_xml(rendered, number))
    assert found is not None, f"no cell {name}"
    return found.group()


def refs(rendered: Rendered, element: str, attribute: str = "ref", number: int = 1) -> list[str]:
    """An attribute of all such elements of a sheet."""
    return re.findall(rf'<{element}\b[^>]*?\b{attribute}="([^"]*)"', sheet_xml(rendered, number))


def with_part(data: bytes, name: str, body: bytes) -> bytes:
    """The file with one part replaced."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for held in source.namelist():
            target.writestr(held, body if held == name else source.read(held))
    return made.getvalue()
