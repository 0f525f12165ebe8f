"""Cached values where Excel compares, looks up and reads texts: its own value, or none at all.

Numbers are compared by 15 digits, texts by the language, criteria by patterns. Each expected value
is Excel's; ``None`` says that the formula is kept without a value, for Excel to work out.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from generator.engine.excel.globs import Glob
from tests.excel_kit import cell_xml, fill, grid, part, render, workbook

CELLS: dict[str, Any] = {
    "A1": 0.1,
    "A2": 0.2,
    "A3": 0.3,
    "B1": "x",
    "B2": "a*b",
    "B3": "axb",
    "C1": 1,
    "C2": 2,
    "C3": 3,
    "D1": True,
    "D2": "TRUE",
    "D3": "3",
    "E1": "Zebra",
    "E2": "école",
    "E3": "Farm",
}


def computed(formulas: Any) -> dict[str, Any]:
    book = workbook(CELLS, "Data")
    fill(book.active, {f"H{row}": "=" + formula for row, formula in enumerate(formulas, 1)})
    shown = openpyxl.load_workbook(BytesIO(render(book).data), data_only=True).active
    return {formula: shown.cell(row, 8).value for row, formula in enumerate(formulas, 1)}


def wrong(expected: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    found = computed(expected)
    return {
        formula: (found[formula], value)
        for formula, value in expected.items()
        if (type(found[formula]) is bool) != (type(value) is bool) or found[formula] != value
    }


def test_exact_look_ups_read_stars_and_question_marks_in_texts() -> None:
    assert (
        wrong(
            {
                'MATCH("a?b",B1:B3,0)': 2,
                'MATCH("a~*b",B1:B3,0)': 2,
                'MATCH("?xb",B1:B3,0)': 3,
                'MATCH("b*",B1:B3,0)': "#N/A",
                'VLOOKUP("?xb",B1:C3,2,FALSE)': 3,
                'VLOOKUP("a*",B1:C3,2,FALSE)': 2,
                'HLOOKUP("x*",B1:C3,2,FALSE)': "a*b",
                'XLOOKUP("a?b",B1:B3,C1:C3,"none")'.replace("X", "_xlfn.X", 1): "none",
                'MATCH("?",C1:C3,0)': "#N/A",
            }
        )
        == {}
    )


def test_index_of_a_whole_line_is_left_to_excel_and_outside_its_range_an_error() -> None:
    assert (
        wrong(
            {
                "SUM(INDEX(B1:C3,0,2))": None,
                "SUM(INDEX(A1:C3,2,0))": None,
                "INDEX(A1:C3,-1,1)": "#REF!",
                "INDEX(A1:C3,4,0)": None,
                "INDEX(A1:C3,4,1)": "#REF!",
            }
        )
        == {}
    )


def test_numbers_are_compared_by_15_digits() -> None:
    assert (
        wrong(
            {
                "0.1+0.2=0.3": True,
                "0.1+0.2<>0.3": False,
                "0.1+0.2>0.3": False,
                "0.1+0.2<=0.3": True,
                "1.1*3>=3.3": True,
                "1.00000000000001>1": True,
                'IF(SUM(A1:A2)=A3,"agrees","differs")': "agrees",
                "SUMPRODUCT(1*(A3:A3=A1+A2))": 1,
                'SWITCH(A1+A2,0.3,"agrees","differs")'.replace("S", "_xlfn.S", 1): "agrees",
            }
        )
        == {}
    )


def test_a_rest_of_rounding_is_0_at_the_end_of_a_formula_and_unsure_inside() -> None:
    assert (
        wrong(
            {
                "A1+A2-A3": 0,
                "1.333+1.225-1.333-1.225": 0,
                "1.1-1-0.1": None,
                'IF(A1+A2-A3=0,"agrees","differs")': None,
                'IF(ABS(A1+A2-A3)<0.01,"agrees","differs")': "agrees",
                'IF(A1+A2-A3<0.01,"agrees","differs")': "agrees",
                "ROUND(A1+A2-A3,2)": 0,
                "1.00000000000001-1>0": True,
            }
        )
        == {}
    )


def test_look_ups_and_criteria_of_almost_equal_numbers_are_left_to_excel() -> None:
    assert (
        wrong(
            {
                "MATCH(A1+A2,A1:A3,0)": None,
                "COUNTIF(A1:A3,A1+A2)": None,
                "COUNTIF(A1:A3,A3)": 1,
                "MATCH(0.3,A1:A3,0)": 3,
                "SUMIF(A1:A3,0.2)": 0.2,
            }
        )
        == {}
    )


def test_the_criterion_true_means_the_truth() -> None:
    assert (
        wrong(
            {
                'COUNTIF(D1:D1,"TRUE")': 1,
                "COUNTIF(D1:D1,TRUE)": 1,
                'SUMIF(D1:D1,"true",C1:C1)': 1,
                'COUNTIF(D1:D1,"FALSE")': 0,
                'COUNTIF(D1:D2,"TRUE")': None,
                "COUNTIF(D3:D3,3)": 1,
                "COUNTIF(C1:C1,TRUE)": 0,
            }
        )
        == {}
    )


def test_texts_are_numbers_where_every_language_says_so() -> None:
    assert (
        wrong(
            {
                'VALUE("2024-01-31")': 45322,
                'YEAR("2024-05-01")': 2024,
                '"2024-01-31"+0': 45322,
                'VALUE("12:30")': 12.5 / 24,
                'VALUE("2024-01-31 12:00")': 45322.5,
                'VALUE("12.5%")': 0.125,
                'VALUE(" 7 ")': 7,
                'VALUE("seven")': "#VALUE!",
                'VALUE("Phase 2 of the plan")': "#VALUE!",
                'COUNTIF(B1:B3,">2024-01-31")': 0,
                'COUNTIF(B1:B3,"Play 1")': 0,
                'COUNTIF(B1:B3,"P1")': 0,
                'COUNTIF(B1:B3,">P1")': 1,
                'COUNTIF(B1:B3,"Größe 2")': 0,
            }
        )
        == {}
    )


LOCAL = (
    *('VALUE("1,234")', 'VALUE("$5")', 'VALUE("(5)")', '"1,234"+1', '"5,000"*1', '--"3/4/2024"'),
    *('VALUE("5 May")', 'VALUE("1:30 PM")', 'VALUE("12.05.2024")', 'VALUE("1 1/2")'),
    *('VALUE("2024-02-30")', 'COUNTIF(B1:B3,"1/2")', 'COUNTIF(B1:B3,"3 May")', 'VALUE("€ 5")'),
)


def test_texts_that_a_language_must_read_are_left_to_excel() -> None:
    assert wrong(dict.fromkeys(LOCAL)) == {}
    rendered = render(workbook({"A1": '=VALUE("1,234")'}))
    assert "<v>" not in cell_xml(rendered, "A1")
    assert 'fullCalcOnLoad="1"' in part(rendered, "xl/workbook.xml")


def test_days_before_march_1900_are_as_excel_counts_them() -> None:
    assert (
        wrong(
            {
                "DATE(1900,1,5)": 5,
                "DATE(1900,2,29)": 60,
                "DATE(1900,3,1)": 61,
                "DATE(1900,1,0)": 0,
                "DATE(1899,12,31)": 693962,
                "DATE(9999,12,32)": "#NUM!",
                "YEAR(60)": 1900,
                "MONTH(60)": 2,
                "DAY(60)": 29,
                "DAY(0)": 0,
                "WEEKDAY(1)": 1,
                "WEEKDAY(60)": 4,
                "WEEKDAY(61)": 5,
                'TEXT(1,"ddd")': "Sun",
                'TEXT(60,"yyyy-mm-dd")': "1900-02-29",
                'TEXT(45322,"dddd")': "Wednesday",
                'TEXT(45322.999999,"yyyy-mm-dd")': None,
                "EDATE(1,9E+300)": "#NUM!",
                "EDATE(1,1)": None,
                'DATEDIF(DATE(2024,1,31),DATE(2024,3,1),"md")': None,
                'DATEDIF(DATE(2024,1,15),DATE(2025,3,1),"yd")': None,
            }
        )
        == {}
    )


def test_text_fills_digits_up_as_the_format_says() -> None:
    assert (
        wrong(
            {
                'TEXT(7,"00#")': "007",
                'TEXT(5,"0,000")': "0,005",
                'TEXT(1234567,"#,##0")': "1,234,567",
                'TEXT(1234567,"0000000000")': "0001234567",
                'TEXT(12,"#,##0.00")': "12.00",
                'TEXT(0,"#,###")&"."': ".",
            }
        )
        == {}
    )


def test_texts_are_compared_as_languages_order_them_or_not_at_all() -> None:
    assert (
        wrong(
            {
                '"é"<"f"': True,
                '"Éa"<"Fb"': True,
                '"é"="e"': False,
                '"a"="A"': True,
                '"10">"9"': False,
                '"_"<"a"': True,
                '"Open"<"Open (rival)"': True,
                '"ä"<"z"': None,
                '"éa"<"eb"': None,
                '"a-b"<"ab"': None,
                '"ß"="ss"': None,
                '"ä"="z"': False,
            }
        )
        == {}
    )


def test_sort_puts_accented_letters_beside_plain_ones() -> None:
    book = workbook({**CELLS, "F1": "ä", "F2": "z"}, "Data")
    for at, held in (("H1", "E1:E3"), ("H2", "F1:F2")):
        formula = f'=_xlfn.TEXTJOIN("|",TRUE,_xlfn._xlws.SORT({held}))'
        book.active[at] = ArrayFormula(at, formula)
    fill(book.active, {"I1": "end", "I2": "end"})
    found = [row[7] for row in grid(render(book))[:2]]
    assert found == ["école|Farm|Zebra", None]


def test_what_versions_of_excel_count_or_write_each_in_their_own_way_is_left_to_them() -> None:
    expected: dict[str, Any] = {
        'LEN("😀")': None,
        'LEFT("😀a",1)': None,
        'LEN("é")': 1,
        'UPPER("ß")': None,
        'UPPER("é")': "É",
        'TEXT(45000,"q")': None,
        'TEXT(0,"0;-0;zero")': None,
    }
    assert wrong(expected) == {}


def test_what_a_number_is_too_large_for_is_an_error_or_no_value_but_never_a_failure() -> None:
    assert (
        wrong(
            {
                "CEILING(1E+30,1)": 1e30,
                "FLOOR(1E+30,0.1)": 1e30,
                "CEILING(2.5,-1)": "#NUM!",
                "FLOOR(2.5,0)": "#DIV/0!",
                "CEILING(-2.5,1)": -2,
                'TEXT(1E+26,"0.00")': "1" + "0" * 26 + ".00",
                "1E+300/1E-300": "#NUM!",
                'REPT("x",1E+300)': "#VALUE!",
                'LEFT("x",1E+300)': "x",
                "EDATE(1E+5,1E+300)": "#NUM!",
                "IFERROR(CEILING(1E+30,1),0)": 1e30,
                "MOD(1E+300,3)": None,
            }
        )
        == {}
    )


def test_a_pattern_of_many_stars_from_a_record_is_answered() -> None:
    """A search that went back would try more ways than there is time for."""
    stars, letters = "*a" * 120 + "b", "a" * 5_000
    book = workbook({"A1": "{{ account.name }}", "B1": letters})
    fill(book.active, {"C1": "=COUNTIF(B1:B1,A1)", "D1": "=ISNUMBER(SEARCH(A1,B1))"})
    fill(book.active, {"E1": "=COUNTIF(B1:B1,A1&A1)"})
    fill(book.active, {"F1": "end"})
    shown = grid(render(book, account={"name": stars}))
    assert shown[0][2:] == [0, False, None, "end"]


@pytest.mark.parametrize(
    ("pattern", "text", "holds"),
    [
        ("", "", True),
        ("*", "", True),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("*a?", "xxab", True),
        ("*ab", "abx", False),
        ("a*b*c", "a-b-b-c", True),
        ("a*b*c", "acb", False),
        ("?", "", False),
        ("~?", "?", True),
        ("A*", "abc", True),
        ("*b*", "a\nb\nc", True),
    ],
)
def test_a_pattern_is_for_the_whole_text(pattern: str, text: str, holds: bool) -> None:
    assert Glob(pattern).matches(text) is holds


def test_a_pattern_is_found_where_it_first_begins() -> None:
    assert Glob("b*d").find("abcbd", 0) == 1
    assert Glob("b*d").find("abcbd", 2) == 3
    assert Glob("*d").find("abcd", 1) == 1
    assert Glob("b?b").find("abcd", 0) == -1
