"""Totals that would be wrong for some data are faults of the template."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tests.excel_kit import grid, plays, problems, render, workbook


def told(cells: dict[str, Any]) -> list[str]:
    return [str(found) for found in problems(workbook(cells))]


def listed(value: str, formula: str) -> dict[str, Any]:
    name = "{% row for p in plays %}{{ p.name }}{% endfor %}"
    return {"A1": "Play", "B1": "Value", "A2": name, "B2": value, "B4": formula}


@pytest.mark.parametrize(
    ("value", "formula", "advice"),
    [
        ("{{ p.value | money }}", "=SUM(B2:B2)", "leave out | money and use"),
        ("{{ p.value | money }}", "=SUM(B1:B3)", "leave out | money and use"),
        ("{{ p.value | default(0) | money_short }}", "=MAX(B2)", "leave out | money_short and"),
        ("{{ p.value }} USD", "=AVERAGE(B2:B2)", "leave out the text around its tag and"),
        ("{{ p.value | number(0) }}", "=SUBTOTAL(9,B2:B2)", "leave out | number and"),
        ("{{ p.value | money }}", '=SUMIF(A2:A2,"P*",B2:B2)', "leave out | money and"),
        ("{{ p.value | money }}", '=SUMIFS(B2:B2,A2:A2,"P*")', "leave out | money and"),
        ("{{ p.due | date }}", "=MAX(B2:B2)", "leave out | date and"),
    ],
)
def test_a_total_over_numbers_that_become_texts_is_a_fault(
    value: str, formula: str, advice: str
) -> None:
    (fault,) = told(listed(value, formula))
    assert "sheet Plan, cell B4" in fault
    assert "reads B2, which becomes a text" in fault
    assert advice in fault


@pytest.mark.parametrize(
    ("value", "formula"),
    [
        ("{{ p.value }}", "=SUM(B2:B2)"),
        ("{{ p.value | money }}", "=COUNTA(B2:B2)"),
        ("{{ p.name }}", "=SUM(B2:B2)"),
        ("{{ p.value | money }}", '=COUNTIF(B2:B2,"$10")'),
        ("{{ p.value | money }}", "=SUM(B2:B3)"),
        ("{{ p.value | default(0) }}", "=SUM(B2:B2)"),
        ("{{ p.value | round(1) }}", "=SUM(B2:B2)"),
        ("{{ p.name }} ({{ p.value }})", "=SUM(B2:B2)"),
    ],
)
def test_true_texts_numbers_and_mixed_columns_are_no_fault(value: str, formula: str) -> None:
    assert told(listed(value, formula) | {"B3": 5}) == []


GROUPS = {
    "A1": "{% for d in divisions %}",
    "A2": "{{ d.name }}",
    "A3": "{% row for p in d.plays %}{{ p.name }}{% endfor %}",
    "B3": "{{ p.value }}",
    "A4": "{% endfor %}",
}


def test_a_range_that_comes_apart_with_a_second_group_is_a_fault() -> None:
    (fault,) = told(GROUPS | {"B5": '=SUMIF(A3:A3,"P*",B3:B3)'})[:1]
    assert "sheet Plan, cell B5" in fault
    assert "may cover rows or columns that do not lie next to each other" in fault
    assert told(GROUPS | {"B5": '=SUMIF(A2:A3,"P*",B2:B3)', "C5": "=SUM(B3:B3)"}) == []
    assert told(GROUPS | {"C2": '=COUNTIF(A3:A3,"P*")', "C3": "=RANK(B3,B3:B3)"}) == []


def test_a_subtotal_from_the_blocks_tag_row_on_keeps_to_its_repeat() -> None:
    cells = {
        "A1": "h",
        "A2": "{% for p in plays %}",
        "B3": "{{ p.value }}",
        "B4": "=SUM(B2:B3)",
        "A5": "{% endfor %}",
    }
    assert [row[1] for row in grid(render(workbook(cells), plays=plays(2)))[1:]] == [10, 10, 20, 20]


def test_formulas_that_come_to_an_error_are_listed_once_each_with_their_first_cell() -> None:
    cells = {
        "A1": "{% row for p in plays %}{{ p.name }}{% endfor %}",
        "B1": "=A1*2",
        "C1": "=IFERROR(A1*2,0)",
        "A3": "=1/B9",
        "B3": '=IFERROR(1/B9,"-")',
    }
    assert render(workbook(cells)).changes == (
        "template.xlsx, sheet Plan, cell B1: =A1*2 comes to #VALUE!, and 2 more of its cells",
        "template.xlsx, sheet Plan, cell A5: =1/B9 comes to #DIV/0!",
    )


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ("=FOO(1)", "calls FOO, which is no function"),
        ("=SUMM(A1:A2)", "calls SUMM, which is no function; did you mean SUM?"),
        ("=SUM(A1:A2", "has a ( that is never closed"),
        ("=A1+1)", "has a ) that closes nothing"),
        ("=SUM(A1;A2)", "has a ; between arguments"),
        ("=A1*", "has nothing after its *"),
        ("=IF(A1>,1,2)", "has nothing after its >"),
    ],
)
def test_a_formula_that_excel_would_not_read_is_a_fault(formula: str, fault: str) -> None:
    (found,) = told({"A1": 1, "B2": formula})
    assert "sheet Plan, cell B2" in found
    assert fault in found


def test_formulas_of_formats_and_lists_are_read_too() -> None:
    book = workbook({"A1": 1})
    book.active.conditional_formatting.add("A1", FormulaRule(formula=["FOO(A1)"]))
    book.active.add_data_validation(DataValidation("custom", formula1="AND(A1>1", sqref="A1"))
    assert [str(found).count("holds a formula that") for found in problems(book)] == [1, 1]


@pytest.mark.parametrize(
    "formula",
    ["=-A1", "=2^-1", "=A1%", "=IF(A1,,2)", "=SUM({1;2})", "=NOW()", "=Mine(1)", "=_xlfn.NEW(1)"],
)
def test_what_excel_reads_is_no_fault(formula: str) -> None:
    book = workbook({"A1": 1, "B2": formula})
    book.defined_names["Mine"] = DefinedName("Mine", attr_text="_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)")
    assert problems(book) == []
