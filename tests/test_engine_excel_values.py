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
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

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
    plays,
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
    'VLOOKUP("in*",B1:B4,1,FALSE)': "In progress",
    'MATCH("o?e*",B1:B5,0)': 2,
    'MATCH("*(rival)",B1:B5,0)': 5,
    'MATCH("open~*",B1:B5,0)': "#N/A",
    'HLOOKUP("o*",B1:C2,2,FALSE)': "Open",
    'IF(0.1+0.2=0.3,"ok","CHECK")': "ok",
    "0.1+0.2<=0.3": True,
    "SUMPRODUCT(1*(A1:A2/3*3=A1:A2))": 2,
    "1=1.00000000000001": False,
    '"Q3 2024"+1': "#VALUE!",
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
    'SUMPRODUCT((B1:B5="Owned")*A1:A5)': "#VALUE!",
    'SUMPRODUCT((B1:B4="Owned")*A1:A4)': 10,
    'SUMPRODUCT(--(B1:B5="owned"),A1:A5)': 10,
    "SUMPRODUCT((A1:A4>0)*(A1:A4<15)*A1:A4)": 10,
    "SUMPRODUCT(A1:A2/D1:D2)": 10 / 46000 + 20.5 / 46100,
    "SUMPRODUCT((YEAR(D1:D2)=2025)*A1:A2)": 10,
    'SUMPRODUCT(--ISNUMBER(SEARCH("open",B1:B5)))': 2,
    'SUMPRODUCT((B1:B5<>"")/COUNTIF(B1:B5,B1:B5&""))': 4,
    "SUMPRODUCT(-A1:A2,A1:A2%)": -(10 * 0.1 + 20.5 * 0.205),
    'XLOOKUP("open",B1:B5,A1:A5)': 20.5,
    'XLOOKUP("none",B1:B5,A1:A5,"no")': "no",
    'XLOOKUP("In*",B1:B5,A1:A5,"no",2)': -3,
    "XLOOKUP(15,A1:A2,B1:B2,,-1)": "Owned",
    "XLOOKUP(15,A1:A2,B1:B2,,1)": "Open",
    'XLOOKUP("owned",B1:B5,D1:D5,,0,-1)': 0,
    'XMATCH("Open",B1:B5)': 2,
    "LOOKUP(15,A1:A2,B1:B2)": "Owned",
    'LOOKUP(2,1/(B1:B4="owned"),A1:A4)': 0,
    'SWITCH(A1,10,"ten",20,"twenty","other")': "ten",
    'SWITCH(9,10,"ten","other")': "other",
    'IFS(A1<5,"low",A1<50,"mid",TRUE,"high")': "mid",
    'TEXTJOIN(", ",TRUE,B1:B3,A3,"x")': "Owned, Open, owned, x",
    "LET(_xlpm.x,A1,_xlpm.y,_xlpm.x*2,_xlpm.x+_xlpm.y)": 30,
    "LET(_xlpm.r,A1:A4,SUM(_xlpm.r)/COUNT(_xlpm.r))": 27.5 / 3,
    "XOR(A1>5,A2>5)": False,
    "PERCENTILE(A1:A2,0.25)": 12.625,
    "QUARTILE(A1:A4,2)": 10,
    'FIND("e",B2)': 3,
    'SEARCH("P?O",B4)': 4,
    'SUBSTITUTE(B4," ","-")': "In-progress",
    'SUBSTITUTE("a-b-c","-","+",2)': "a-b+c",
    'REPLACE("abcdef",2,3,"x")': "axef",
    'REPT("ab",3)': "ababab",
    'EXACT(B1,"owned")': False,
    'PROPER("two words")': "Two Words",
    'CHAR(65)&CHAR(10)&"b"': "A\nb",
    "N(B1)+N(A1)": 10,
    "POWER(2,3)+QUOTIENT(7,2)+MROUND(10,3)": 20,
    "LN(EXP(1))+LOG10(1000)+LOG(8,2)": 7,
    "ISERR(NA())": False,
    "ISLOGICAL(C1)": True,
    "WEEKDAY(1)": 1,
    "WEEKDAY(61)": 5,
    "WEEKDAY(D1)": 3,
    "WEEKDAY(D1,2)": 2,
    'DATEDIF(D1,D2,"M")': 3,
    'DATEDIF(D1,D2,"D")': 100,
    'TEXT(1234567,"#,##0,")': "1,235",
    'TEXT(1234567,"0.0,,")': "1.2",
    'TEXT(-1234.5,"$#,##0.00;($#,##0.00);-")': "($1,234.50)",
    'TEXT(0,"0;-0;""none""")': "none",
    'TEXT(1234.5,"[$€-407] #,##0.00")': "€ 1,234.50",
    'TEXT(5,"0.##")': "5.",
    'TEXT(-7,"[Red]-0")': "--7",
    'TEXT(D1+0.53125,"d/m/yyyy hh:mm")': "9/12/2025 12:45",
    'TEXT(0.75,"h:mm AM/PM")': "6:00 PM",
    'TEXT(D1,"dddd, mmmm d")': "Tuesday, December 9",
    'TEXT(0.5,"0%;-0%;0%")': "50%",
}
# openpyxl takes the names inside of LET for ranges
PLAIN = [formula for formula in FORMULAS if "_xlpm" not in formula]
ARRAYS: dict[str, Any] = {
    'SUM((B1:B4="owned")*A1:A4)': 10,
    "SUM(IF(ISNUMBER(A1:A5),A1:A5,0))": 27.5,
    'MAX(IF(B1:B4<>"owned",A1:A4))': 20.5,
    'INDEX(A1:A4,MATCH(1,(B1:B4="Open")*(A1:A4>5),0))': 20.5,
    "A1:A2*2": 20,
    "SUM(LEN(B1:B2))": 9,
    "AND(A1:A2>5)": True,
    'COUNT(1/(B1:B4="owned"))': 2,
    'TEXTJOIN(",",TRUE,IF(A1:A4>5,B1:B4,""))': "Owned,Open",
}
NEWER: dict[str, Any] = {
    "COUNTA(UNIQUE(B1:B5))": 4,
    'TEXTJOIN("|",TRUE,UNIQUE(B1:B5))': "Owned|Open|In progress|Open (rival)",
    'SUM(FILTER(A1:A4,B1:B4="owned"))': 10,
    'TEXTJOIN("|",TRUE,SORT(UNIQUE(B1:B3)))': "Open|Owned",
    "INDEX(A1:A4,2)+MAX(SORT(A1:A2,1,-1))": 41,
    'XLOOKUP(1,(B1:B4="Open")*(A1:A4>5),A1:A4)': 20.5,
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


def stored(formula: str) -> str:
    """As files have it: what came after 2007 carries a prefix."""
    newer = "IFS|MAXIFS|MINIFS|SWITCH|LET|XLOOKUP|XMATCH|TEXTJOIN|CONCAT|XOR|UNIQUE|IFNA|DAYS"
    made = re.sub(rf"(?<![\w.])({newer})\(", r"_xlfn.\1(", formula)
    return "=" + re.sub(r"(?<![\w.])(SORT|FILTER)\(", r"_xlfn._xlws.\1(", made)


def of_formulas(formulas: Any) -> Any:
    book = workbook(CELLS, "Data")
    fill(book.active, {f"F{row}": stored(formula) for row, formula in enumerate(formulas, 1)})
    return render(book)


def test_each_function_gives_what_excel_gives() -> None:
    rendered = of_formulas(FORMULAS)
    found = {name: row[5] for name, row in zip(FORMULAS, grid(rendered), strict=True)}
    wrong = {
        name: (found[name], want) for name, want in FORMULAS.items() if not same(found[name], want)
    }
    assert wrong == {}


def of_arrays(formulas: Any) -> Any:
    """The formulas as array formulas of one cell, as Excel writes those with ranges inside."""
    book = workbook(CELLS, "Data")
    for row, formula in enumerate(formulas, 1):
        book.active[f"F{row}"] = ArrayFormula(f"F{row}", stored(formula))
    return render(book)


def test_array_formulas_of_one_cell_are_computed_over_their_ranges() -> None:
    formulas = ARRAYS | NEWER
    rendered = of_arrays(formulas)
    found = {name: row[5] for name, row in zip(formulas, grid(rendered), strict=True)}
    wrong = {k: (found[k], want) for k, want in formulas.items() if not same(found[k], want)}
    assert wrong == {}
    assert '<f t="array" ref="F1">' in cell_xml(rendered, "F1")


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


def test_names_that_use_names_over_and_over_are_left_to_excel() -> None:
    steps = ",".join(f"_xlpm.n{at},_xlpm.n{at - 1}+_xlpm.n{at - 1}" for at in range(1, 20))
    rendered = render(workbook({"A1": f"=_xlfn.LET(_xlpm.n0,1,{steps},_xlpm.n19)"}))
    assert "<v>" not in cell_xml(rendered, "A1")


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


@pytest.mark.parametrize("formula", [*PLAIN, "'It''s'!A1:B2*Plan!$C$3", "Plays[[#This Row],[A]]*2"])
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


# Not in the LibreOffice that may be here, or otherwise than in Excel ("5." for 0.##): compared with
# the results stated above only.
ONLY_EXCEL = re.compile(r'XLOOKUP|XMATCH|LET\(|UNIQUE|"0\.##"')


@pytest.mark.office
def test_libreoffice_computes_the_same_values(tmp_path: Path) -> None:
    several, none = [
        [{"name": f"D {n}", "plays": plays(count)} for n, count in enumerate(counts)]
        for counts in ((3, 1, 2), (0,))
    ]
    made = {
        "plain": of_formulas(FORMULAS),
        "arrays": of_arrays(ARRAYS),
        "several": render(grown(), divisions=several),
        "none": render(grown(), divisions=none),
    }
    found = computed_anew({name: rendered.data for name, rendered in made.items()}, tmp_path)
    assert {name: differing(made[name].data, found[name]) for name in made} == {
        name: {} for name in made
    }
    for name in ("several", "none"):
        assert "fullCalcOnLoad" not in part(made[name], "xl/workbook.xml")


def grown() -> Any:
    """Loops in loops, a grid, a table, names, other and repeated sheets, formulas all over."""
    book = workbook(
        {
            "A1": "{% for d in divisions %}",
            "A2": "{{ d.name }}",
            "B2": "=SUM(B3:B3)",
            "C2": "=B2/SUM(B$2)",
            "A3": "{% for p in d.plays %}{{ p.name }}",
            "B3": "{{ p.value }}",
            "C3": "=B3/B2",
            "D3": "=SUM(B$3:B3)",
            "E3": "=RANK(B3,B3:B3)",
            "F3": '=IF(B3>10,"large","small")',
            "G3": "{% endfor %}",
            "A4": '=COUNTIF(F3:F3,"large")',
            "B4": "=MAX(0,B3:B3)",
            "A5": "{% endfor %}",
            "A6": "=SUM(B2)",
            "B6": "=SUM(B3:B3)",
            "C6": "=SUBTOTAL(9,B2:B4)",
            "D6": "=AVERAGE(B3:B3)",
            "E6": '=SUM(B:B)&" "&COUNT(B:B)',
            "F6": "=SUM(shares)",
        },
        "Nested",
    )
    book.defined_names["shares"] = DefinedName("shares", attr_text="Nested!$C$2:$C$2")
    sheet = book.create_sheet("The grid")
    fill(
        sheet,
        {
            "A1": "Unit",
            "B1": "{% column for p in products %}{{ p.name }}{% endfor %}",
            "C1": "Sum",
            "A2": "{% for u in units %}{{ u.name }}",
            "B2": "{% column for c in u.cells %}{{ c.value }}{% endfor %}",
            "C2": "=SUM(B2:B2)",
            "D2": "=C2/SUM(C$2:C$2)",
            "E2": '=SUMIFS(B2:B2,B$1:B$1,"Lamp")',
            "F2": "{% endfor %}",
            "A3": "Sum",
            "B3": "=SUM(B2:B2)",
            "C3": "=SUM(B2:B2)",
            "D3": '=INDEX(B2:B2,MATCH("Unit 2",A2:A2,0),2)',
            "E3": "=SUMPRODUCT((B2:B2>1)*B2:B2)",
            "A4": '=VLOOKUP("Unit 2",A2:B2,2,FALSE)',
            "B4": "=Nested!B6+SUM(Nested!B3:B3)",
        },
    )
    each = book.create_sheet("{{ d.name }}")
    fill(each, {"A1": "Name", "B1": "Value", "C1": "Share", "E1": "=SUM(Plays[Value])"})
    fill(each, {"D1": "{% sheet for d in divisions %}{% endfor %}-", "B2": "{{ p.value }}"})
    fill(each, {"A2": "{% for p in d.plays %}{{ p.name }}", "D2": "{% endfor %}"})
    each["C2"] = "=Plays[[#This Row],[Value]]/SUM(Plays[Value])"
    each.add_table(Table(displayName="Plays", ref="A1:C2"))
    return book


def differing(data: bytes, theirs: Any) -> dict[str, tuple[Any, Any]]:
    """Formula cells of all sheets whose value beside them is not what LibreOffice works out."""
    ours, held = [openpyxl.load_workbook(BytesIO(data), data_only=only) for only in (True, False)]
    found = {}
    for sheet in held.worksheets:
        for cell in [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]:
            mine = ours[sheet.title][cell.coordinate].value
            other = theirs[sheet.title][cell.coordinate].value
            text = getattr(cell.value, "text", cell.value)
            if ONLY_EXCEL.search(text) or (mine in (0, False) and other in (0, False)):
                continue
            if not same(mine, other):
                found[f"{sheet.title}!{cell.coordinate} {text}"] = (mine, other)
    return found


def computed_anew(files: dict[str, bytes], folder: Path) -> dict[str, Any]:
    """The workbooks as LibreOffice computes them: cached values are taken out first."""
    for name, data in files.items():
        (folder / f"{name}.xlsx").write_bytes(bare(data))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    command += [str(folder / f"{name}.xlsx") for name in files]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {
        name: openpyxl.load_workbook(folder / "out" / f"{name}.xlsx", data_only=True)
        for name in files
    }


def bare(data: bytes) -> bytes:
    """The workbook without the values beside its formulas."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                pattern = rb'(?: t="\w+")?>(<f[^>]*>[^<]*</f>)<v>[^<]*</v>'
                content = re.sub(pattern, rb">\1", content)
            target.writestr(name, content)
    return made.getvalue()


def test_values_kit_is_plain_data() -> None:
    assert FORMATS.currency == "USD"
    assert set(values()) == set(NAMES.tree)


@pytest.mark.parametrize("text", ["1,234", "$5", "(5)", "3/4/2024", "3 May 2024"])
def test_a_text_that_each_country_reads_its_own_way_is_left_to_excel(text: str) -> None:
    made = render(workbook({"A1": f'="{text}"+1', "A2": "=A1*2", "A3": "=IFERROR(A1,0)"}))
    assert "<v>" not in cell_xml(made, "A1") + cell_xml(made, "A2") + cell_xml(made, "A3")
    assert "fullCalcOnLoad" in part(made, "xl/workbook.xml")
