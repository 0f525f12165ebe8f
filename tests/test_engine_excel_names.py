"""Tables, names and sheets that formulas speak of by their names."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn

from tests.excel_kit import fill, grid, opened, part, part_names, plays, problems, render, workbook


def table(sheet: Any, ref: str, *headings: str, totals: bool = False) -> Any:
    """A table named Plays with these headings."""
    made = Table(displayName="Plays", ref=ref)
    made.tableColumns = [TableColumn(id=at, name=name) for at, name in enumerate(headings, 1)]
    if totals:
        made.totalsRowCount = 1
        made.tableColumns[-1].totalsRowFunction = "sum"
    sheet.add_table(made)
    return made


def test_structured_references_name_the_table_of_their_own_copy_of_a_sheet() -> None:
    book = workbook({"A1": "x"}, "First")
    sheet = book.create_sheet("{{ d.name }}")
    fill(sheet, {"A1": "Name", "B1": "Value", "C1": "Twice"})
    fill(sheet, {"D1": "{% sheet for d in divisions %}{% endfor %}z", "E1": "=SUM(Plays[Value])"})
    fill(sheet, {"A2": "{% row for p in d.plays %}{{ p.name }}{% endfor %}", "B2": "{{ p.value }}"})
    sheet["A2"], sheet["B2"] = "{% for p in d.plays %}{{ p.name }}", "{{ p.value }}{% endfor %}"
    sheet["C2"] = "=Plays[[#This Row],[Value]]*2"
    table(sheet, "A1:C2", "Name", "Value", "Twice")
    rendered = render(book)
    assert grid(rendered, "North", shown=False)[0][4] == "=SUM(Plays[Value])"
    assert grid(rendered, "South", shown=False)[0][4] == "=SUM(Plays_2[Value])"
    assert grid(rendered, "South", shown=False)[1][2] == "=Plays_2[[#This Row],[Value]]*2"
    assert [grid(rendered, name)[0][4] for name in ("North", "South")] == [30, 10]


def test_structured_references_follow_a_heading_that_is_a_value() -> None:
    cells = {"A1": "Name", "B1": "Value of {{ account.name }}"}
    cells |= {"A2": "{% for p in plays %}{{ p.name }}", "B2": "{{ p.value }}{% endfor %}"}
    book = workbook({**cells, "D1": "=SUM(Plays[Value of {{ account.name }}])"})
    table(book.active, "A1:B2", "Name", cells["B1"])
    rendered = render(book, account={"name": "a[1]", "site": "", "arr": 1, "share": 1})
    assert grid(rendered, shown=False)[0][3] == "=SUM(Plays[Value of a'[1']])"
    assert grid(rendered)[0][3] == 60
    assert opened(rendered).active.tables["Plays"].tableColumns[1].name == "Value of a[1]"


@pytest.mark.parametrize("count", [0, 3])
def test_a_table_with_totals_and_calculated_columns_grows(count: int) -> None:
    cells = {"A1": "Name", "B1": "Value", "C1": "Share"}
    cells |= {"A2": "{% for p in plays %}{{ p.name }}", "B2": "{{ p.value }}"}
    cells |= {"C2": "=Plays[[#This Row],[Value]]/Plays[[#Totals],[Value]]", "D2": "{% endfor %}"}
    cells |= {"A3": "Total", "B3": "=SUBTOTAL(109,Plays[Value])", "E1": "=Plays[[#Totals],[Value]]"}
    book = workbook(cells)
    table(book.active, "A1:C3", "Name", "Value", "Share", totals=True)
    rendered = render(book, plays=plays(count))
    last = max(count, 1) + 2
    assert opened(rendered).active.tables["Plays"].ref == f"A1:C{last}"
    total = sum(10 * (at + 1) for at in range(count))
    assert grid(rendered)[0][4] == total
    assert grid(rendered)[last - 1][1] == total
    shares = [row[2] for row in grid(rendered)[1:-1] if row]
    assert shares == [10 * (at + 1) / total for at in range(count)]


def test_a_name_of_one_sheet_and_a_constant_are_computed() -> None:
    book = workbook({"A1": "{% row for p in plays %}{{ p.value }}{% endfor %}", "A2": "=SUM(all)"})
    fill(book.create_sheet("Other"), {"A1": "=SUM(Plan!all)", "A2": "=Rate*10", "A3": "=SUM(all)"})
    book["Plan"].defined_names["all"] = DefinedName("all", attr_text="Plan!$A$1:$A$1")
    book.defined_names["all"] = DefinedName("all", attr_text="Other!$A$2")
    book.defined_names["Rate"] = DefinedName("Rate", attr_text="0.15")
    rendered = render(book)
    assert grid(rendered, 0)[-1] == [60]
    assert grid(rendered, 1) == [[60], [1.5], [1.5]]
    assert "fullCalcOnLoad" not in part(rendered, "xl/workbook.xml")
    names = re.findall(r"<definedName [^>]*>[^<]*<", part(rendered, "xl/workbook.xml"))
    assert [name.partition(">")[2] for name in names if "all" in name] == [
        *("Other!$A$2<", "Plan!$A$1:$A$3<"),
    ]


def test_a_local_name_of_a_repeated_sheet_is_that_of_each_copy() -> None:
    book = workbook({"A1": "x"}, "First")
    sheet = book.create_sheet("{{ d.name }}")
    fill(sheet, {"A1": "{% sheet for d in divisions %}{% endfor %}5", "B1": "=SUM(all)"})
    fill(sheet, {"A2": "{% row for p in d.plays %}{{ p.value }}{% endfor %}"})
    sheet.defined_names["all"] = DefinedName("all", attr_text="'{{ d.name }}'!$A$2:$A$2")
    sheet.print_area = "A1:B2"
    rendered = render(book)
    found = opened(rendered)
    assert [found[name].print_area for name in ("North", "South")] == [
        *("'North'!$A$1:$B$3", "'South'!$A$1:$B$2"),
    ]
    assert [grid(rendered, name)[0][1] for name in ("North", "South")] == [30, 10]


def test_references_over_several_sheets_at_once_are_refused_with_their_place() -> None:
    book = workbook({"A1": "=SUM(Plan:Last!B2)"})
    book.create_sheet("Last")
    (problem,) = problems(book)
    assert problem.place == "sheet Plan, cell A1"
    assert "names several sheets at once: Plan:Last!B2" in problem.message
    assert "name each sheet by itself" in problem.suggestion


def test_a_table_of_a_sheet_that_repeats_is_not_to_be_named_from_elsewhere() -> None:
    book = workbook({"A1": "=SUM(Plays[Value])"}, "First")
    sheet = book.create_sheet("{{ d.name }}")
    fill(sheet, {"A1": "Value", "A2": 1, "B1": "{% sheet for d in divisions %}{% endfor %}z"})
    table(sheet, "A1:A2", "Value")
    assert "repeats or may be left out" in problems(book)[0].message


def test_charts_formats_and_lists_may_not_look_at_a_sheet_that_may_be_left_out() -> None:
    book = workbook({"A1": 1}, "First")
    fill(book.create_sheet("Sometimes"), {"A1": 5, "B1": "{% sheet if shown %}{% endif %}y"})
    sheet = book["First"]
    chart = BarChart()
    chart.add_data(Reference(book["Sometimes"], min_col=1, min_row=1))
    sheet.add_chart(chart)
    sheet.conditional_formatting.add("A1", FormulaRule(formula=["A1>Sometimes!$A$1"]))
    allowed = DataValidation(type="list", formula1="Sometimes!$A$1:$A$2")
    allowed.add("A1")
    sheet.add_data_validation(allowed)
    found = problems(book)
    assert [problem.place for problem in found] == [
        *("sheet First, chart", "sheet First, cfRule", "sheet First, dataValidation"),
    ]
    assert all("may be left out" in problem.message for problem in found)


def test_equal_names_of_sheets_are_told_apart_and_formulas_keep_to_theirs() -> None:
    book = workbook({"A1": "=B1", "B1": 1}, "{{ account.name }}")
    fill(book.create_sheet("{{account.name}}"), {"A1": "='{{account.name}}'!B1", "B1": 2})
    rendered = render(book, account={"name": "It's", "site": "", "arr": 1, "share": 1})
    assert opened(rendered).sheetnames == ["It's", "It's (2)"]
    assert grid(rendered, 1, shown=False)[0][0] == "='It''s (2)'!B1"
    assert [grid(rendered, at)[0][0] for at in (0, 1)] == [1, 2]
    assert len([change for change in rendered.changes if "named for" in change]) == 1


def test_relations_with_absolute_targets_are_followed() -> None:
    book = workbook({"A1": "Value", "A2": "{% row for p in plays %}{{ p.value }}{% endfor %}"})
    table(book.active, "A1:A2", "Value")
    rendered = render(book)  # openpyxl writes /xl/tables/table1.xml
    assert "xl/tables/table1.xml" in part_names(rendered)
    assert opened(rendered).active.tables["Plays"].ref == "A1:A4"
