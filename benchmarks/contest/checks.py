"""Whether a document holds what it was given: read back by python-docx, python-pptx and openpyxl.

Each check gives a list of what is missing or wrong, empty for a document whose time may count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pptx
from openpyxl.utils import get_column_letter
from pptx.util import Emu

from contest import deck_template, plan_template
from contest.accounts import TREES, texts
from contest.workbook_template import DAY, DETAIL_HEAD, DETAILS, GRID_HEAD, MONEY

Json = dict[str, Any]
STYLES, CACHED = "formats", "values of formulas"  # what a contestant may be known to leave out


def check(kind: str, data: bytes, raw: Json, lacks: Iterable[str] = ()) -> list[str]:
    """``raw``: the account as the file of accounts has it; ``lacks``: what is not asked for."""
    if kind == "excel":
        return _workbook(data, raw, set(lacks))
    ways: dict[str, Callable[[bytes, Json], list[str]]] = {"word": _plan, "powerpoint": _deck}
    return ways[kind](data, texts(raw, TREES[kind]))


def _plan(data: bytes, shown: Json) -> list[str]:
    document = docx.Document(BytesIO(data))
    section = document.sections[0]
    account, parts = shown["account"], [*document.paragraphs, *section.header.paragraphs]
    told = [paragraph.text for paragraph in (*parts, *section.footer.paragraphs)]
    wanted = [
        f"Account plan: {account['name']}",
        f"As of {shown['as_of']}",
        f"{account['name']}: where we stand",
        *[shown["summary"][key] for key in plan_template.SUMMARY],
    ]
    found = _missing("text", wanted, told)
    facts = [[key.capitalize(), account[key]] for key in plan_template.FACTS]
    expected = [facts]
    for items, fields in plan_template.TABLES.items():
        expected.append(
            [_heads(fields), *[[one[field] for field in fields] for one in shown[items]]]
        )
    tables = [[_row_texts(row) for row in table.rows] for table in document.tables]
    return found + _tables(expected, tables) + _leftovers([*told, *_cells(tables)])


def _row_texts(row: Any) -> list[str]:
    return [cell.text for cell in row.cells]


def _heads(fields: Sequence[str]) -> list[str]:
    return [field.capitalize() for field in fields]


def _cells(tables: Iterable[Iterable[Iterable[str]]]) -> list[str]:
    return [text for table in tables for row in table for text in row]


def _missing(what: str, wanted: Iterable[str], told: Sequence[str]) -> list[str]:
    return [f"{what} {text!r} is not there" for text in wanted if text not in told]


def _leftovers(told: Iterable[str]) -> list[str]:
    return [f"a tag is left in {text!r}" for text in told if "{" in text or "}" in text]


def _tables(expected: list[Any], tables: list[Any]) -> list[str]:
    if len(expected) != len(tables):
        return [f"{len(tables)} tables, not {len(expected)}"]
    found = []
    for number, (wanted, table) in enumerate(zip(expected, tables, strict=True), start=1):
        if len(wanted) != len(table):
            found.append(f"table {number} has {len(table)} rows, not {len(wanted)}")
        pairs = zip(wanted, table, strict=False)
        found += [f"table {number}: {row} is not {want}" for want, row in pairs if row != want]
    return found


def _deck(data: bytes, shown: Json) -> list[str]:
    deck = pptx.Presentation(BytesIO(data))
    slides = list(deck.slides)
    if len(slides) != 12:
        return [f"{len(slides)} slides, not 12"]
    shapes = [list(_flat(slide.shapes)) for slide in slides]
    told = [text for slide in shapes for shape in slide for text in _shape_texts(shape)]
    account = shown["account"]
    wanted = [account["name"], f"{account['city']}, {shown['as_of']}"]
    wanted += [f"{key.capitalize()}: {account[key]}" for key in deck_template.FACTS]
    wanted += [shown["summary"][key] for key in deck_template.SUMMARY]
    wanted += [shown[name][key] for name in deck_template.CHARTS for key in ("title", "message")]
    found = _missing("text", wanted, told) + _leftovers(told)
    for at, name in enumerate(deck_template.CHARTS, start=2):
        found += _chart(name, shapes[at], shown[name]["chart"])
    expected = []
    for name, fields in deck_template.TABLES.items():
        expected.append(
            [_heads(fields), *[[one[field] for field in fields] for one in shown[name]]]
        )
    frames = [shape for slide in shapes for shape in slide if getattr(shape, "has_table", False)]
    tables = [[_row_texts(row) for row in frame.table.rows] for frame in frames]
    return found + _tables(expected, tables) + _map(shapes[10], shown["map"]["nodes"])


def _flat(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)


def _shape_texts(shape: Any) -> list[str]:
    if not shape.has_text_frame:
        return []
    return [paragraph.text for paragraph in shape.text_frame.paragraphs]


def _chart(name: str, shapes: list[Any], value: Json) -> list[str]:
    charts = [shape.chart for shape in shapes if getattr(shape, "has_chart", False)]
    if len(charts) != 1:
        return [f"{name}: {len(charts)} charts"]
    plot = charts[0].plots[0]
    drawn = [(series.name, [float(one) for one in series.values]) for series in plot.series]
    given = value["series"]
    wanted = [(series["name"], [float(one) for one in series["values"]]) for series in given]
    found = []
    if list(plot.categories) != value["categories"]:
        found.append(f"{name}: categories are {list(plot.categories)}")
    if drawn != wanted:
        found.append(f"{name}: {drawn} is not {wanted}")
    book = openpyxl.load_workbook(BytesIO(charts[0].part.chart_workbook.xlsx_part.blob))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    held = {cell for row in rows for cell in row if isinstance(cell, str)}
    numbers = [float(cell) for row in rows for cell in row if isinstance(cell, (int, float))]
    found += _missing(
        f"{name}, in its workbook:", [*value["categories"], *dict(wanted)], list(held)
    )
    if sorted(numbers) != sorted(one for _, row in wanted for one in row):
        found.append(f"{name}: its workbook holds other numbers")
    return found


def _map(shapes: list[Any], nodes: list[Json]) -> list[str]:
    told = [text for shape in shapes for text in _shape_texts(shape)]
    found = []
    for node in nodes:
        for text in (node["title"], *node["lines"]):
            if text in told:
                told.remove(text)
            else:
                found.append(f"map: {text!r} is not there")
    lines = sum(shape._element.tag.endswith("}cxnSp") for shape in shapes)
    if lines < len(nodes) - 1:
        found.append(f"map: {lines} connectors")
    if any(Emu(shape.width) <= 0 for shape in shapes if shape.has_text_frame):
        found.append("map: a box without width")
    return found


def _workbook(data: bytes, raw: Json, lacks: set[str]) -> list[str]:
    book = openpyxl.load_workbook(BytesIO(data))
    shown = openpyxl.load_workbook(BytesIO(data), data_only=True)
    if book.sheetnames != ["Whitespace", "Details"]:
        return [f"sheets are {book.sheetnames}"]
    found = _cells_of(shown.worksheets[0], _grid_wanted(raw, CACHED not in lacks))
    found += _cells_of(shown.worksheets[1], _details_wanted(raw, CACHED not in lacks))
    found += _formulas(book, raw)
    if STYLES not in lacks:
        found += _formats(book, raw)
    return found + _rules(book, raw)


def _grid_wanted(raw: Json, cached: bool) -> list[list[Any]]:
    rows = [[cell["value"] for cell in unit["cells"]] for unit in raw["units"]]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    end: Callable[[int], int | None] = lambda value: value if cached else None  # noqa: E731
    names = [product["name"] for product in raw["products"]]
    wanted = [[raw["account"]["name"]], [date.fromisoformat(raw["as_of"])], []]
    wanted.append(["Unit", *names, "Total"])
    for unit, row in zip(raw["units"], rows, strict=True):
        wanted.append([unit["name"], *row, end(sum(row))])
    return [*wanted, ["Total", *map(end, sums), end(sum(sums))]]


def _details_wanted(raw: Json, cached: bool) -> list[list[Any]]:
    items = raw["details"]
    wanted = [[raw["account"]["name"]], [date.fromisoformat(raw["as_of"])], _heads(DETAILS)]
    for item in items:
        row = [item[field] for field in DETAILS]
        row[DETAILS.index("next")] = date.fromisoformat(item["next"])
        wanted.append(row)
    ends = [sum(item[field] for item in items) if cached else None for field in ("value", "seats")]
    return [*wanted, ["Total", None, None, None, *ends, None, None]]


def _cells_of(sheet: Any, wanted: list[list[Any]]) -> list[str]:
    rows = [[_plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    if len(rows) != len(wanted):
        return [f"{sheet.title} has {len(rows)} rows, not {len(wanted)}"]
    found = []
    for number, (want, row) in enumerate(zip(wanted, rows, strict=True), start=1):
        full = want + [None] * (len(row) - len(want))
        if row != full:
            found.append(f"{sheet.title}, row {number}: {row} is not {full}")
    return found


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _formulas(book: Any, raw: Json) -> list[str]:
    grid, details = book.worksheets
    first, count = GRID_HEAD + 1, len(raw["products"])
    last, end = GRID_HEAD + len(raw["units"]), get_column_letter(count + 1)
    bottom = DETAIL_HEAD + len(raw["details"])
    wanted = {
        (grid, f"B{last + 1}"): f"=SUM(B{first}:B{last})",
        (grid, f"{end}{last + 1}"): f"=SUM({end}{first}:{end}{last})",
        (grid, f"{get_column_letter(count + 2)}{last}"): f"=SUM(B{last}:{end}{last})",
        (details, f"E{bottom + 1}"): f"=SUM(E{DETAIL_HEAD + 1}:E{bottom})",
    }
    return [
        f"{sheet.title}!{cell} holds {sheet[cell].value}, not {formula}"
        for (sheet, cell), formula in wanted.items()
        if sheet[cell].value != formula
    ]


def _formats(book: Any, raw: Json) -> list[str]:
    grid, details = book.worksheets
    bottom = DETAIL_HEAD + len(raw["details"])
    end = get_column_letter(len(raw["products"]) + 1)
    corner = f"{end}{GRID_HEAD + len(raw['units'])}"
    wanted = {(grid, corner): MONEY, (details, f"E{bottom}"): MONEY, (details, f"G{bottom}"): DAY}
    found = []
    for (sheet, cell), code in wanted.items():
        held = sheet[cell]
        edge = held.border.left.style if held.border.left else None
        if (held.number_format, edge, held.font.size) != (code, "thin", 10):
            found.append(f"{sheet.title}!{cell} has lost its format")
    return found


def _rules(book: Any, raw: Json) -> list[str]:
    grid, details = book.worksheets
    end = get_column_letter(len(raw["products"]) + 1)
    bottom = DETAIL_HEAD + len(raw["details"])
    field = f"B{GRID_HEAD + 1}:{end}{GRID_HEAD + len(raw['units'])}"
    columns = [f"{letter}{DETAIL_HEAD + 1}:{letter}{bottom}" for letter in "CEG"]
    wanted = {grid: {field: 2}, details: dict.fromkeys(columns, 1)}
    found = []
    for sheet, ranges in wanted.items():
        held: dict[str, int] = {}
        for area in sheet.conditional_formatting:
            held[str(area.sqref)] = held.get(str(area.sqref), 0) + len(area.rules)
        if held != ranges:
            found.append(f"{sheet.title}: rules for {held}, not {ranges}")
    if details.auto_filter.ref != f"A{DETAIL_HEAD}:H{bottom}":
        found.append(f"the filter is on {details.auto_filter.ref}")
    return found
