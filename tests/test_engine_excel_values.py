"""Cached values of formulas: what Excel would show, and the same as LibreOffice computes."""

from __future__ import annotations

import math
import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formula import Tokenizer

from generator.engine import compile_template
from generator.engine.excel.tokens import BadFormula, shifted, tokenize
from generator.engine.excel.values import Fault, compare, general
from tests.excel_kit import (
    FORMATS,
    NAMES,
    cell_xml,
    fill,
    grid,
    part,
    play,
    render,
    saved,
    values,
    workbook,
)

# A1:A5 numbers with a gap and a text, B texts, C truths and errors, D dates.
CELLS: dict[str, Any] = {
    "A1": 10,
    "A2": 20.5,
    "A4": -3,
    "A5": "seven",
    "B1": "Owned",
    "B2": "Open",
    "B3": "owned",
    "B4": "In progress",
    "B5": "Open (rival)",
    "C1": True,
    "C2": False,
    "D1": 46000,
    "D2": 46100,
}
FORMULAS: dict[str, Any] = {
    "SUM(A1:A5)": 27.5,
    "SUM(A1,A2,3)": 33.5,
    "SUM(0.1,0.2)": 0.30000000000000004,
    "1-0.9-0.1": 0,
    "AVERAGE(A1:A5)": 27.5 / 3,
    "MIN(A1:A5)": -3,
    "MAX(A1:A5,100)": 100,
    "COUNT(A1:A5)": 3,
    "COUNTA(A1:A5)": 4,
    "COUNTBLANK(A1:A5)": 1,
    "PRODUCT(A1:A2)": 205,
    "MEDIAN(A1:A4)": 10,
    "SUBTOTAL(9,A1:A5)": 27.5,
    "SUBTOTAL(103,B1:B5)": 5,
    'COUNTIF(B1:B5,"owned")': 2,
    'COUNTIF(B1:B5,"Open*")': 2,
    'COUNTIF(B1:B5,"?pen")': 1,
    'COUNTIF(B1:B5,"<>owned")': 3,
    'COUNTIF(A1:A5,">=10")': 2,
    'COUNTIF(A1:A5,"<0")': 1,
    "COUNTIF(A1:A5,20.5)": 1,
    'COUNTIFS(B1:B5,"Open*",A1:A5,">0")': 1,
    'SUMIF(B1:B5,"owned",A1:A5)': 10,
    'SUMIF(A1:A5,">0")': 30.5,
    'SUMIFS(A1:A5,B1:B5,"O*",A1:A5,">15")': 20.5,
    'AVERAGEIF(B1:B5,"O*",A1:A5)': 15.25,
    "SUMPRODUCT(A1:A2,D1:D2)": 10 * 46000 + 20.5 * 46100,
    "LARGE(A1:A4,2)": 10,
    "SMALL(A1:A4,1)": -3,
    "RANK(A1,A1:A4)": 2,
    'IF(A1>5,"yes","no")': "yes",
    "IF(A1<5,1)": False,
    'IFERROR(1/0,"none")': "none",
    "IFERROR(A1,0)": 10,
    "AND(A1>5,A2>5)": True,
    "OR(A1>50,A2>50)": False,
    "NOT(C1)": False,
    "ROUND(2.675,2)": 2.68,
    "ROUND(-2.5,0)": -3,
    "ROUNDUP(2.1,0)": 3,
    "ROUNDDOWN(-2.9,0)": -2,
    "ROUND(1234.5,-2)": 1200,
    "INT(-2.5)": -3,
    "MOD(-3,2)": 1,
    "ABS(A4)": 3,
    "SQRT(16)": 4,
    "2^10": 1024,
    "-2^2": 4,
    "2^3^2": 64,
    "50%*A1": 5,
    'A1/4&" of "&B1': "2.5 of Owned",
    "A1=10": True,
    "B1=B3": True,
    "B1<B2": False,
    '"a"<1': False,
    "A3=0": True,
    'A3=""': True,
    "A1&A3": "10",
    '1/3&""': "0.333333333333333",
    'TEXT(1234.567,"#,##0.00")': "1,234.57",
    'TEXT(0.256,"0%")': "26%",
    'TEXT(D1,"yyyy-mm-dd")': "2025-12-09",
    'TEXT(D1,"d mmm yyyy")': "9 Dec 2025",
    'TEXT(-5,"0;(0)")': "(5)",
    "LEFT(B1,2)&RIGHT(B1,2)&MID(B1,2,2)": "Owedwn",
    "LEN(B4)": 11,
    "UPPER(B2)&LOWER(B2)": "OPENopen",
    'TRIM("  a  b ")': "a b",
    'CONCATENATE(A1,"-",B1)': "10-Owned",
    "INDEX(B1:B5,2)": "Open",
    "INDEX(A1:B5,2,1)": 20.5,
    'MATCH("open",B1:B5,0)': 2,
    "MATCH(15,A1:A2,1)": 1,
    "VLOOKUP(20.5,A1:B2,2,FALSE)": "Open",
    'CHOOSE(2,"a","b")': "b",
    'HYPERLINK("https://example.com","go")': "go",
    "ISBLANK(A3)": True,
    "ISNUMBER(A5)": False,
    "ISTEXT(A5)": True,
    "ISERROR(1/0)": True,
    "YEAR(D1)": 2025,
    "MONTH(D1)": 12,
    "DAY(D1)": 9,
    "DATE(2026,13,1)": 46388,
    "EDATE(D1,3)": 46090,
    "EOMONTH(D1,0)": 46022,
    "D2-D1": 100,
    "ROWS(A1:A5)": 5,
    "COLUMNS(A1:B5)": 2,
    "ROW(A4)": 4,
    "SIGN(-4)": -1,
    'VALUE("12")': 12,
}
FAULTS = {
    "1/0": "#DIV/0!",
    "A5+1": "#VALUE!",
    'MATCH("none",B1:B5,0)': "#N/A",
    "VLOOKUP(1,A1:B2,3,FALSE)": "#REF!",
    "SQRT(-1)": "#NUM!",
    "AVERAGE(A3)": "#DIV/0!",
    "SUM(1/0)": "#DIV/0!",
    "IF(1/0,1,2)": "#DIV/0!",
}


def of_formulas(formulas: Any) -> Any:
    book = workbook(CELLS, "Data")
    fill(book.active, {f"F{row}": f"={formula}" for row, formula in enumerate(formulas, 1)})
    return render(book)


def test_each_function_gives_what_excel_gives() -> None:
    rendered = of_formulas(FORMULAS)
    found = {name: row[5] for name, row in zip(FORMULAS, grid(rendered), strict=True)}
    wrong = {
        name: (found[name], want) for name, want in FORMULAS.items() if not same(found[name], want)
    }
    assert wrong == {}


def test_errors_are_the_errors_of_excel() -> None:
    found = [row[5] for row in grid(of_formulas(FAULTS))[: len(FAULTS)]]
    assert found == list(FAULTS.values())


def same(found: Any, want: Any) -> bool:
    if isinstance(want, bool) or isinstance(found, bool) or isinstance(want, str):
        return bool(found == want and isinstance(found, bool) == isinstance(want, bool))
    if not isinstance(found, (int, float)):
        return False
    return math.isclose(found, want, rel_tol=1e-12, abs_tol=1e-12)


def test_cells_are_computed_after_those_they_need_over_sheets_and_in_any_order() -> None:
    book = workbook({"A1": "=Later!A1+1", "A2": "=A1*2", "A3": "=SUM(A1:A2)"}, "First")
    fill(book.create_sheet("Later"), {"A1": "=B9", "B9": "=C1", "C1": 5})
    assert grid(render(book), 0) == [[6], [12], [18]]


def test_a_chain_of_a_thousand_cells_is_computed_from_either_end() -> None:
    rows = [play(f"p{n}", 1) for n in range(1000)]
    book = workbook(
        {
            "A1": "=SUM(B3:B3)",
            "A2": 0,
            "A3": "{% row for p in plays %}{{ p.value }}{% endfor %}",
            "B3": "=SUM(A$3:A3)",
            "C3": "=SUM(A3:A$3)",
        }
    )
    shown = grid(render(book, plays=rows))
    assert shown[0] == [500500]
    assert shown[1001][1] == 1000


def test_cells_that_need_each_other_are_left_to_excel() -> None:
    rendered = render(workbook({"A1": "=B1", "B1": "=A1", "C1": "=1+1"}))
    assert grid(rendered) == [[None, None, 2]]
    assert 'fullCalcOnLoad="1"' in part(rendered, "xl/workbook.xml")


def test_a_function_that_is_not_known_keeps_its_formula_without_a_value() -> None:
    book = workbook({"A1": "=BESSELI(1,2)", "B1": "=A1+1", "C1": "=1+1"})
    rendered = render(book)
    assert grid(rendered) == [[None, None, 2]]
    assert cell_xml(rendered, "A1") == '<c r="A1"><f>BESSELI(1,2)</f></c>'
    assert 'fullCalcOnLoad="1"' in part(rendered, "xl/workbook.xml")


def test_a_workbook_whose_values_are_all_there_is_not_computed_again() -> None:
    rendered = render(workbook({"A1": "=1+1"}))
    assert "fullCalcOnLoad" not in part(rendered, "xl/workbook.xml")


def test_what_cannot_be_computed_is_found_before_rendering() -> None:
    data = saved(workbook({"A1": "=TODAY()", "B2": "=OFFSET(A1,1,1)", "C1": "=SUM(A1)"}))
    template: Any = compile_template(data, filename="t.xlsx", names=NAMES)._compiled
    found = [(problem.place, problem.tag) for problem in template.findings]
    assert found == [
        ("sheet Plan, cell A1", "=TODAY()"),
        ("sheet Plan, cell B2", "=OFFSET(A1,1,1)"),
    ]


def test_text_in_a_number_cell_is_seen_by_formulas_as_text() -> None:
    book = workbook(
        {
            "A1": '{% row for p in plays %}{{ p.value | default("none") }}{% endfor %}',
            "A2": "=COUNT(A1:A1)",
            "B2": "=COUNTA(A1:A1)",
            "C2": "=SUM(A1:A1)",
        }
    )
    shown = grid(render(book, plays=[play("a", 5), play("b", None)]))
    assert shown[-1] == [1, 2, 5]


def test_values_inside_texts_are_seen_by_formulas() -> None:
    book = workbook({"A1": "{{ account.name }}!", "B1": '=A1&"?"', "C1": '=IF(A1="R&D <x>!",1,0)'})
    assert grid(render(book)) == [["R&D <x>!", "R&D <x>!?", 1]]


# -- tokens ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "formula", [*FORMULAS, "'It''s'!A1:B2*Plan!$C$3", "Plays[[#This Row],[A]]*2"]
)
def test_tokens_joined_are_the_formula_and_names_the_same_ranges_as_openpyxl(formula: str) -> None:
    tokens = tokenize(formula)
    assert "".join([token.text for token in tokens]) == formula
    ours = [token.text for token in tokens if token.kind in ("reference", "structured")]
    theirs = [item.value for item in Tokenizer("=" + formula).items if item.subtype == "RANGE"]
    assert ours == theirs


def test_formulas_are_filled_down_and_right() -> None:
    assert shifted('A1+$B$2*SUM(C1:$D4)+LOG10(E5)&"A1"', 2, 1) == (
        'B3+$B$2*SUM(D3:$D6)+LOG10(F7)&"A1"'
    )


@pytest.mark.parametrize("formula", ["A1 ~ B2", 'SUM("x)', "Plays[[A]"])
def test_what_is_no_formula_is_said(formula: str) -> None:
    with pytest.raises(BadFormula):
        tokenize(formula)


def test_types_are_ordered_as_in_excel() -> None:
    assert compare(5.0, "a") < 0
    assert compare("a", True) < 0
    assert compare(None, 0.0) == 0
    with pytest.raises(Fault):
        compare(Fault("#N/A"), 1.0)


@pytest.mark.parametrize(
    ("value", "text"), [(1e20, "1E+20"), (0.1, "0.1"), (-2.0, "-2"), (1e-7, "1E-07")]
)
def test_numbers_in_texts_are_written_as_general(value: float, text: str) -> None:
    assert general(value) == text


# -- LibreOffice -----------------------------------------------------------------------------------


@pytest.mark.office
def test_libreoffice_computes_the_same_values(tmp_path: Path) -> None:
    rendered = of_formulas(FORMULAS)
    theirs = computed_anew(rendered.data, tmp_path)
    ours = openpyxl.load_workbook(BytesIO(rendered.data), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(rendered.data))
    differing = {}
    for row in formulas.active.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                mine = ours.active[cell.coordinate].value
                other = theirs.active[cell.coordinate].value
                if not same(mine, other) and not (mine in (0, False) and other in (0, False)):
                    differing[cell.value] = (mine, other)
    assert differing == {}


def computed_anew(data: bytes, folder: Path) -> Any:
    """The workbook as LibreOffice computes it: cached values are taken out first."""
    bare = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                pattern = rb'(?: t="\w+")?>(<f[^>]*>[^<]*</f>)<v>[^<]*</v>'
                content = re.sub(pattern, rb">\1", content)
            target.writestr(name, content)
    (folder / "bare.xlsx").write_bytes(bare.getvalue())
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    command.append(str(folder / "bare.xlsx"))
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(folder / "out" / "bare.xlsx", data_only=True)


def test_values_kit_is_plain_data() -> None:
    assert FORMATS.currency == "USD"
    assert set(values()) == set(NAMES.tree)
