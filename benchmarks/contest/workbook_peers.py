"""openpyxl filling the workbook's template, in three ways, and XlsxWriter building the workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter
from xlsxwriter.utility import xl_col_to_name, xl_range

from contest.workbook_template import (
    COUNT,
    DARK,
    DAY,
    DETAIL_HEAD,
    DETAILS,
    GREEN,
    GRID_HEAD,
    MONEY,
    PALE,
    RED,
    WIDTHS,
    detail_rules,
    grid_rules,
)

Line = Mapping[str, Any]
Make = Callable[[Line, Path], None]


class Formats:
    """The formats of a cell of the template."""

    def __init__(self, cell: Any) -> None:
        self.font, self.fill, self.border = copy(cell.font), copy(cell.fill), copy(cell.border)
        self.alignment, self.number_format = copy(cell.alignment), cell.number_format
        self.style = copy(cell._style)


Dress = Callable[[Any, Formats], None]


def dated(line: Line) -> Line:
    """The values with days as dates; done before the clock runs."""
    values = line["values"]
    values["as_of"] = date.fromisoformat(values["as_of"])
    for item in values["details"]:
        item["next"] = date.fromisoformat(item["next"])
    return values


def openpyxl_styled(path: Path) -> Make:
    """Formats set by the interface that is documented; each is copied once for a document."""

    def dress(cell: Any, like: Formats) -> None:
        cell.font, cell.fill, cell.border = like.font, like.fill, like.border
        cell.alignment, cell.number_format = like.alignment, like.number_format

    return _openpyxl(path, dress)


def openpyxl_index(path: Path) -> Make:
    """Formats copied by a short cut that is not documented, but widely known."""

    def dress(cell: Any, like: Formats) -> None:
        cell._style = copy(like.style)

    return _openpyxl(path, dress)


def openpyxl_values(path: Path) -> Make:
    """Values and no formats."""
    return _openpyxl(path, lambda cell, like: None)


def _openpyxl(path: Path, dress: Dress) -> Make:
    def make(values: Line, target: Path) -> None:
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            sheet["A1"], sheet["A2"] = values["account"]["name"], values["as_of"]
        _fill_grid(book.worksheets[0], values, dress)
        _fill_details(book.worksheets[1], values["details"], dress)
        book.save(target)

    return make


def _fill_grid(sheet: Any, values: Line, dress: Dress) -> None:
    first, count, units = GRID_HEAD + 1, len(values["products"]), values["units"]
    last, total = first + len(units) - 1, first + len(units)
    places = [(row, at) for row in range(GRID_HEAD, first + 2) for at in (1, 2, 3)]
    patterns = {place: Formats(sheet.cell(*place)) for place in places}

    def put(row: int, column: int, value: Any, like: int) -> None:
        cell = sheet.cell(row, column, value)
        kind = 1 if column == 1 else 2 if column <= 1 + count else 3
        dress(cell, patterns[like, kind])

    for at, product in enumerate(values["products"], start=2):
        put(GRID_HEAD, at, product["name"], GRID_HEAD)
    put(GRID_HEAD, count + 2, "Total", GRID_HEAD)
    end = get_column_letter(count + 1)
    for row, unit in enumerate(units, start=first):
        put(row, 1, unit["name"], first)
        for at, cell in enumerate(unit["cells"], start=2):
            put(row, at, cell["value"], first)
        put(row, count + 2, f"=SUM(B{row}:{end}{row})", first)
    put(total, 1, "Total", first + 1)
    for at in range(2, count + 3):
        letter = get_column_letter(at)
        put(total, at, f"=SUM({letter}{first}:{letter}{last})", first + 1)
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for rule in grid_rules():
        sheet.conditional_formatting.add(f"B{first}:{end}{last}", rule)
    for at in range(2, count + 3):
        sheet.column_dimensions[get_column_letter(at)].width = 14


def _fill_details(sheet: Any, items: list[Line], dress: Dress) -> None:
    first, columns = DETAIL_HEAD + 1, range(1, len(DETAILS) + 1)
    last, total = first + len(items) - 1, first + len(items)
    row_like = [Formats(sheet.cell(first, at)) for at in columns]
    total_like = [Formats(sheet.cell(first + 1, at)) for at in columns]
    for row, item in enumerate(items, start=first):
        for at, field in enumerate(DETAILS, start=1):
            cell = sheet.cell(row, at, item[field])
            dress(cell, row_like[at - 1])
    ends = {1: "Total", 5: f"=SUM(E{first}:E{last})", 6: f"=SUM(F{first}:F{last})"}
    for at in columns:
        dress(sheet.cell(total, at, ends.get(at)), total_like[at - 1])
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for (left, right), rule in detail_rules(first):
        sheet.conditional_formatting.add(f"{left}{first}:{right}{last}", rule)
    sheet.auto_filter.ref = f"A{DETAIL_HEAD}:H{last}"


def xlsxwriter_built(_path: Path) -> Make:
    def make(values: Line, target: Path) -> None:
        with xlsxwriter.Workbook(target) as book:
            _build_grid(book, values)
            _build_details(book, values)

    return make


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
    base |= {"border": 1, "border_color": "#B8C4D0"}
    head = base | {"font_color": "#FFFFFF", "bg_color": f"#{DARK[2:]}"}
    head |= {"bold": True, "text_wrap": True}
    body = base | {"font_color": "#223344", "bg_color": f"#{PALE[2:]}"}
    codes = {"": "General", "money": MONEY, "day": DAY, "count": COUNT}
    made = {}
    for name, code in codes.items():
        made[f"head {name}"] = book.add_format(head | {"num_format": code})
        made[name] = book.add_format(body | {"num_format": code})
    made["title"] = book.add_format({"bold": True, "font_size": 14})
    made["as of"] = book.add_format({"num_format": DAY})
    made["red"] = book.add_format({"bg_color": f"#{RED[2:]}"})
    made["green"] = book.add_format({"bg_color": f"#{GREEN[2:]}"})
    return made


def _start(book: Any, name: str, values: Line, made: dict[str, Any]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, values["account"]["name"], made["title"])
    sheet.write_datetime(1, 0, values["as_of"], made["as of"])
    return sheet


def _build_grid(book: Any, values: Line) -> None:
    book.formats_of_ours = made = _formats(book)
    sheet = _start(book, "Whitespace", values, made)
    count, first = len(values["products"]), GRID_HEAD
    sums = [0] * (count + 1)
    sheet.write_string(first - 1, 0, "Unit", made["head "])
    for at, product in enumerate(values["products"], start=1):
        sheet.write_string(first - 1, at, product["name"], made["head "])
    sheet.write_string(first - 1, count + 1, "Total", made["head "])
    for row, unit in enumerate(values["units"], start=first):
        sheet.write_string(row, 0, unit["name"], made[""])
        amounts = [cell["value"] for cell in unit["cells"]]
        for at, amount in enumerate(amounts):
            sheet.write_number(row, at + 1, amount, made["money"])
            sums[at] += amount
        sums[count] += sum(amounts)
        formula = f"=SUM({xl_range(row, 1, row, count)})"
        sheet.write_formula(row, count + 1, formula, made["money"], sum(amounts))
    total = first + len(values["units"])
    sheet.write_string(total, 0, "Total", made["head "])
    for at, amount in enumerate(sums, start=1):
        formula = f"=SUM({xl_range(first, at, total - 1, at)})"
        sheet.write_formula(total, at, formula, made["head money"], amount)
    scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#8FB8DE"}
    sheet.conditional_format(first, 1, total - 1, count, scale)
    rule = {"type": "cell", "criteria": ">", "value": 800_000, "format": made["green"]}
    sheet.conditional_format(first, 1, total - 1, count, rule)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, count + 1, 14)
    sheet.freeze_panes(first, 1)
    sheet.repeat_rows(first - 1)


def _build_details(book: Any, values: Line) -> None:
    made, items, first = book.formats_of_ours, values["details"], DETAIL_HEAD
    sheet = _start(book, "Details", values, made)
    for at, (field, width) in enumerate(zip(DETAILS, WIDTHS, strict=True)):
        sheet.write_string(first - 1, at, field.capitalize(), made["head "])
        sheet.set_column(at, at, width)
    for row, item in enumerate(items, start=first):
        for at in (0, 1, 2, 3, 7):
            sheet.write_string(row, at, item[DETAILS[at]], made[""])
        sheet.write_number(row, 4, item["value"], made["money"])
        sheet.write_number(row, 5, item["seats"], made["count"])
        sheet.write_datetime(row, 6, item["next"], made["day"])
    total = first + len(items)
    for at, name in enumerate(("", "", "", "", "money", "count", "day", "")):
        sheet.write_blank(total, at, None, made[f"head {name}"])
    sheet.write_string(total, 0, "Total", made["head "])
    for at, field, name in ((4, "value", "head money"), (5, "seats", "head count")):
        letter = xl_col_to_name(at)
        amount = sum(item[field] for item in items)
        formula = f"=SUM({letter}{first + 1}:{letter}{total})"
        sheet.write_formula(total, at, formula, made[name], amount)
    _build_rules(sheet, made, first, total - 1)
    sheet.autofilter(first - 1, 0, total - 1, len(DETAILS) - 1)
    sheet.freeze_panes(first, 0)
    sheet.repeat_rows(first - 1)


def _build_rules(sheet: Any, made: dict[str, Any], first: int, last: int) -> None:
    rule = {"type": "cell", "criteria": ">", "value": 700_000, "format": made["green"]}
    sheet.conditional_format(first, 4, last, 4, rule)
    late = {"type": "formula", "criteria": f'=$C{first + 1}="Late"', "format": made["red"]}
    sheet.conditional_format(first, 2, last, 2, late)
    past = {"type": "formula", "criteria": f"=$G{first + 1}<DATE(2026,1,31)", "format": made["red"]}
    sheet.conditional_format(first, 6, last, 6, past)
