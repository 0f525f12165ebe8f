"""Conditional formats, lists of allowed values and sparklines, each right for every cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule, IconSetRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from generator.engine import Rendered
from generator.engine.excel.tokens import shifted
from tests.excel_kit import (
    LIST,
    fill,
    opened,
    part,
    plays,
    refs,
    render,
    saved,
    sheet_xml,
    with_part,
    workbook,
)

RED = PatternFill("solid", bgColor="FFCCCC")
NESTED = {
    "A1": "{% for d in divisions %}",
    "A2": "{{ d.name }}",
    "B2": 15,
    "A3": "{% for p in d.plays %}{{ p.name }}",
    "B3": "{{ p.value }}{% endfor %}",
    "A4": "{% endfor %}",
    "A5": "end",
}
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"


def rule(sheet: Any, cells: str, formula: str) -> None:
    sheet.conditional_formatting.add(cells, FormulaRule(formula=[formula], fill=RED))


def rules(book: Any, **changed: Any) -> list[tuple[str, str]]:
    """(cells, formula) of each rule of the output."""
    found = sheet_xml(render(book, **changed))
    return re.findall(
        r'<conditionalFormatting[^>]*sqref="([^"]*)"[^>]*>.*?<formula>([^<]*)</formula>', found
    )


def extended(book: Any, uri: str, content: str) -> bytes:
    """The workbook with an extension on its first sheet."""
    data = saved(book)
    ext = f'<ext uri="{uri}" xmlns:x14="{X14}" xmlns:xm="{XM}">{content}</ext>'
    xml = part(data, "xl/worksheets/sheet1.xml")
    xml = xml.replace("</worksheet>", f"<extLst>{ext}</extLst></worksheet>")
    return with_part(data, "xl/worksheets/sheet1.xml", xml.encode())


# -- conditional formats ---------------------------------------------------------------------------


def test_a_format_below_a_loop_moves_with_its_cells() -> None:
    book = workbook(LIST)
    rule(book.active, "B3", "B3>100")
    assert rules(book) == [("B5", "B5&gt;100")]


def test_what_stays_in_its_place_for_all_rows_gets_a_dollar() -> None:
    book = workbook(LIST)
    rule(book.active, "B2", "B2>B3/2")
    assert rules(book) == [("B2:B4", "B2&gt;B$5/2")]
    assert rules(book, plays=plays(1)) == [("B2", "B2&gt;B3/2")]


def test_a_rule_in_a_loop_of_a_loop_compares_with_its_own_block() -> None:
    book = workbook(NESTED)
    rule(book.active, "B3", "B3>B$2")
    divisions = [{"name": "North", "plays": plays(3)}, {"name": "South", "plays": plays(1)}]
    assert rules(book, divisions=divisions) == [("B2:B4", "B2&gt;B$1"), ("B6", "B6&gt;B$5")]


def test_a_rule_over_its_whole_list_is_written_for_each_list() -> None:
    book = workbook(NESTED)
    rule(book.active, "B3", "B3=MAX(B$3:B$3)")
    assert rules(book) == [("B2:B3", "B2=MAX(B$2:B$3)"), ("B5", "B5=MAX(B$5:B$5)")]


def test_a_running_total_and_the_own_row_need_one_rule_for_all() -> None:
    book = workbook(LIST)
    rule(book.active, "A2:B2", "SUM($B$2:$B2)>30")
    assert rules(book) == [("A2:B4", "SUM($B$2:$B2)&gt;30")]


def test_a_rule_of_a_block_of_rows_is_read_from_its_first_row() -> None:
    book = workbook({**NESTED, "C2": 1, "C3": 2})
    rule(book.active, "B2:C3", "$B2>12")
    assert rules(book) == [("B1:C5", "$B1&gt;12")]


def test_a_rule_far_below_the_list_reaches_as_far_as_it_did() -> None:
    book = workbook(LIST)
    rule(book.active, "B2:B100", "$B2>$B$1")
    assert rules(book) == [("B2:B102", "$B2&gt;$B$1")]


def test_a_rule_in_a_grid_reads_its_own_row_and_column() -> None:
    grid = {
        "A1": "Unit",
        "B1": "{% column for p in products %}{{ p.name }}{% endfor %}",
        "A2": "{% for u in units %}{{ u.name }}",
        "B2": "{% column for c in u.cells %}{{ c.value }}{% endfor %}",
        "C2": "{% endfor %}",
        "D1": "Limit",
    }
    book = workbook(grid)
    rule(book.active, "B2", "AND(B2>1,B$1=$A2,B2>D$1)")
    assert rules(book) == [("B2:C3", "AND(B2&gt;1,B$1=$A2,B2&gt;$E$1)")]


@pytest.mark.parametrize(
    "formula",
    [
        *("B3>B2", "B3>$B$2", "B3=MAX(B3:B3)", "SUM(B$3:B3)>15", "$B3>C3", "B3>B6", "B3>$B$6"),
        *("AND(B3>B2,B3<B6,C3=B4)", "B3>SUM(B6:B6)", "COUNTIF(A6:A6,A3)>0", "B3>Other!B3"),
    ],
)
def test_a_rule_says_for_each_cell_what_a_formula_in_its_row_says(formula: str) -> None:
    cells = {"A4": "Sum", "B4": "=SUM(B3:B3)", "C3": 12, "H3": f"={formula}"}
    cells |= {"A5": "{% endfor %}", "A6": "{% row for n in plays %}{{ n.name }}{% endfor %}"}
    book = workbook({**NESTED, **cells, "B6": 20, "A7": "end"})
    fill(book.create_sheet("Other"), {"B3": 5})
    rule(book.active, "B3", formula)
    divisions = [{"name": f"D{n}", "plays": plays(count)} for n, count in enumerate((3, 1, 0, 2))]
    rendered = render(book, divisions=divisions)
    said = {row: text for row, text in enumerate(column(rendered, "H"), 1) if text}
    assert len(said) == 6
    xml = re.findall(r'sqref="([^"]*)"[^>]*>.*?<formula>([^<]*)</formula>', sheet_xml(rendered))
    ruled = {row: text.replace("$", "") for row, text in rules_by_row(xml) if row in said}
    assert ruled == {row: text[1:].replace("$", "") for row, text in said.items()}


def column(rendered: Rendered, name: str) -> list[Any]:
    return [cell.value for cell in opened(rendered).active[name]]


def rules_by_row(rules: list[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """What each rule says in each row of its cells: its text moved along."""
    for cells, text in rules:
        rows = [row for area in cells.split() for row in rows_of(area)]
        for row in rows:
            yield row, shifted(text.replace("&gt;", ">").replace("&lt;", "<"), row - rows[0], 0)


def rows_of(area: str) -> range:
    ends = [int(digits) for digits in re.findall(r"\d+", area)]
    return range(ends[0], ends[-1] + 1)


def test_limits_of_colour_scales_that_cells_hold_follow() -> None:
    book = workbook(LIST)
    scale = ColorScaleRule(
        "formula", "$B$3", "FF0000", end_type="num", end_value=9, end_color="00FF00"
    )
    book.active.conditional_formatting.add("B2", scale)
    book.active.conditional_formatting.add("B2", IconSetRule("3Arrows", "percent", [0, 33, 67]))
    assert 'type="formula" val="$B$5"' in sheet_xml(render(book))
    assert refs(render(book), "conditionalFormatting", "sqref") == ["B2:B4"]


def test_rules_of_the_same_cells_stay_together_in_their_order() -> None:
    book = workbook(LIST)
    book.active.conditional_formatting.add("B2", CellIsRule("equal", ["$B$3"], fill=RED))
    rule(book.active, "B2", "B2>1")
    xml = sheet_xml(render(book))
    assert re.findall(r'<cfRule [^>]*priority="(\d)"', xml) == ["1", "2"]
    assert xml.count("<conditionalFormatting") == 1


def test_newer_formats_follow_too() -> None:
    item = (
        '<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="dataBar" '
        'id="{00000000-0001-0000-0000-000000000000}"><x14:dataBar><x14:cfvo type="formula">'
        '<xm:f>$B$1</xm:f></x14:cfvo><x14:cfvo type="formula"><xm:f>$B$3</xm:f></x14:cfvo>'
        "</x14:dataBar></x14:cfRule><xm:sqref>B2</xm:sqref></x14:conditionalFormatting>"
        '<x14:conditionalFormatting><x14:cfRule type="expression" priority="3" '
        'id="{00000000-0002-0000-0000-000000000000}"><xm:f>B2&gt;Limits!$A$2</xm:f></x14:cfRule>'
        "<xm:sqref>B2:B2</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
    )
    book = workbook(LIST)
    fill(book.create_sheet("Limits"), {"A1": "{% row for p in plays %}x{% endfor %}", "A2": 5})
    xml = sheet_xml(render(extended(book, "{78C0D931-6437-407d-A8EE-F0AAD7539E65}", item)))
    assert re.findall(r"<xm:(\w+)>([^<]*)</xm:", xml) == [
        *(("f", "$B$1"), ("f", "$B$5"), ("sqref", "B2:B4")),
        *(("f", "B2&gt;Limits!$A$4"), ("sqref", "B2:B4")),
    ]


# -- lists of allowed values -----------------------------------------------------------------------


def test_a_list_that_stands_on_another_sheet_grows_there() -> None:
    item = (
        '<x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1">'
        "<x14:formula1><xm:f>'It''s'!$A$1:$A$1</xm:f></x14:formula1><xm:sqref>C2</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations>"
    )
    book = workbook({**LIST, "C2": "x"})
    fill(book.create_sheet("It's"), {"A1": "{% row for p in products %}{{ p.name }}{% endfor %}"})
    other = DataValidation(type="list", formula1="'It''s'!$A$1:$A$1")
    other.add("A2")
    book.active.add_data_validation(other)
    xml = sheet_xml(render(extended(book, "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}", item)))
    assert re.findall(r"<xm:(?:f|sqref)>([^<]*)</xm:", xml) == ["'It''s'!$A$1:$A$2", "C2:C4"]
    assert re.findall(r"<formula1>([^<]*)</formula1>", xml) == ["'It''s'!$A$1:$A$2"]
    assert refs(render(book), "dataValidation", "sqref") == ["A2:A4"]


def test_a_list_of_each_block_offers_that_block() -> None:
    book = workbook(NESTED)
    allowed = DataValidation(type="list", formula1="A3:A3")
    allowed.add("B2")
    book.active.add_data_validation(allowed)
    xml = sheet_xml(render(book))
    assert re.findall(r"<formula1>([^<]*)</formula1>", xml) == ["A2:A3", "A5:A5"]
    assert refs(render(book), "dataValidation", "sqref") == ["B1", "B4"]
    assert 'dataValidations count="2"' in xml


# -- sparklines ------------------------------------------------------------------------------------

SPARKS = "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"


def sparks(*lines: tuple[str, str]) -> str:
    drawn = "".join(
        f"<x14:sparkline><xm:f>{cells}</xm:f><xm:sqref>{place}</xm:sqref></x14:sparkline>"
        for cells, place in lines
    )
    return (
        '<x14:sparklineGroups><x14:sparklineGroup type="column"><x14:colorSeries rgb="FF376092"/>'
        f"<x14:sparklines>{drawn}</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups>"
    )


def sparklines(data: bytes, **changed: Any) -> list[tuple[str, str]]:
    xml = sheet_xml(render(data, **changed))
    return re.findall(r"<xm:f>([^<]*)</xm:f><xm:sqref>([^<]*)</xm:sqref>", xml)


def test_a_sparkline_of_a_repeated_row_stands_in_each_over_its_own_cells() -> None:
    grid = {
        "A1": "Unit",
        "B1": "{% column for p in products %}{{ p.name }}{% endfor %}",
        "A2": "{% for u in units %}{{ u.name }}",
        "B2": "{% column for c in u.cells %}{{ c.value }}{% endfor %}",
        "C2": "{% endfor %}",
    }
    data = extended(workbook(grid), SPARKS, sparks(("Plan!B2:B2", "C2"), ("Plan!B2:B2", "B3")))
    assert sparklines(data) == [
        *(("Plan!B2:C2", "D2"), ("Plan!B3:C3", "D3")),
        *(("Plan!B2:B3", "B4"), ("Plan!C2:C3", "C4")),
    ]
    assert 'type="column"><x14:colorSeries rgb="FF376092"/>' in sheet_xml(render(data))


def test_sparklines_of_nothing_leave_nothing() -> None:
    cells = {"A1": "{% row for p in plays %}{{ p.value }}{% endfor %}", "A2": "end"}
    data = extended(workbook(cells), SPARKS, sparks(("Plan!A1:A1", "B1")))
    assert "extLst" not in sheet_xml(render(data, plays=[]))


def test_a_rule_of_a_nested_list_leaves_out_the_groups_without_rows() -> None:
    book = workbook(NESTED | {"D2": "=SUM(B3:B3)"})
    book.active.add_data_validation(DataValidation(type="list", formula1="$A$3:$A$3", sqref="C3"))
    rule(book.active, "A3:B3", "$B3>1")
    divisions = [{"name": "North", "plays": plays(2)}, {"name": "South", "plays": []}]
    made = sheet_xml(render(book, divisions=divisions))
    assert 'hidden="1"' in made
    assert re.findall(r'<dataValidation [^>]*sqref="([^"]*)"', made) == ["C2:C3"]
    assert re.findall(r'<conditionalFormatting [^>]*sqref="([^"]*)"', made) == ["A2:B3"]
    divisions[0]["plays"] = []
    assert "<dataValidation" not in sheet_xml(render(book, divisions=divisions))
