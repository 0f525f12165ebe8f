"""Everything on a sheet that names cells follows them."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from generator.engine import Names
from generator.engine.excel.axis import Axis, Instance
from tests import excel_kit
from tests.engine_kit import png
from tests.excel_kit import (
    LIST,
    fill,
    grid,
    opened,
    part,
    part_names,
    plays,
    problems,
    refs,
    render,
    saved,
    sheet_xml,
    with_part,
    workbook,
)

BELOW = {**LIST, "A4": "after"}
RED = PatternFill("solid", bgColor="FFCCCC")


def formulas(book: Any, **changed: Any) -> list[list[Any]]:
    return grid(render(book, **changed), shown=False)


# -- formulas --------------------------------------------------------------------------------------


def test_a_formula_in_a_repeated_row_reads_its_own_row() -> None:
    book = workbook({**BELOW, "C2": "=B2*2", "C3": "=SUM(C2:C2)"})
    assert [row[2] for row in formulas(book)[1:5]] == ["=B2*2", "=B3*2", "=B4*2", "=SUM(C2:C4)"]
    assert grid(render(book))[4][2] == 120


def test_a_dollar_before_the_row_means_all_repeats() -> None:
    book = workbook({**BELOW, "C2": "=B2/SUM(B$2:B$2)", "D2": "=SUM(B$2:B2)"})
    assert formulas(book)[2][2:] == ["=B3/SUM(B$2:B$4)", "=SUM(B$2:B3)"]
    assert [row[3] for row in grid(render(book))[1:4]] == [10, 30, 60]


def test_one_cell_grows_where_it_is_all_of_a_range_argument_and_only_there() -> None:
    book = workbook(
        {**BELOW, "C4": "=SUM(B2)", "D4": "=B2+1", "E4": "=COUNTIF(B2,B3)", "F4": "=MAX(B2,99)"}
    )
    assert formulas(book)[5][2:] == ["=SUM(B2:B4)", "=B2+1", "=COUNTIF(B2:B4,B5)", "=MAX(B2:B4,99)"]


def test_references_over_and_below_a_block_move_with_it() -> None:
    book = workbook({**BELOW, "C1": "=B4", "B4": 7, "C4": "=SUM(B1:B4)", "D4": "=$B$3+B$4"})
    shown = formulas(book)
    assert shown[0][2] == "=B6"
    assert shown[5][2:] == ["=SUM(B1:B6)", "=$B$5+B$6"]
    assert grid(render(book))[0][2] == 7


def test_references_from_other_sheets_follow() -> None:
    book = workbook(BELOW)
    fill(book.create_sheet("Other one"), {"A1": "=SUM(Plan!B2:B2)", "A2": "=Plan!B3*2"})
    rendered = render(book)
    assert grid(rendered, 1, shown=False) == [["=SUM(Plan!B2:B4)"], ["=Plan!B5*2"]]
    assert grid(rendered, 1) == [[60], [120]]


def test_text_in_a_formula_is_no_reference() -> None:
    book = workbook({**BELOW, "A4": '="B3 and Plan!B3"&B3', "B4": "=LOG10(100)"})
    assert formulas(book)[5] == ['="B3 and Plan!B3"&B5', "=LOG10(100)"]


def test_structured_references_stay_and_are_computed() -> None:
    book = workbook(
        {"A1": "Name", "B1": "Value", "C1": "Twice", **{k: BELOW[k] for k in ("A2", "B2")}}
    )
    book.active["C2"] = "=Plays[[#This Row],[Value]]*2"
    book.active["E1"] = "=SUM(Plays[Value])"
    book.active.add_table(Table(displayName="Plays", ref="A1:C2"))
    rendered = render(book)
    assert formulas(book)[2][2] == "=Plays[[#This Row],[Value]]*2"
    assert grid(rendered)[0][4] == 60
    assert [row[2] for row in grid(rendered)[1:]] == [20, 40, 60]


def test_ranges_with_gaps_are_refused_where_a_function_takes_only_one() -> None:
    book = workbook(
        {
            "A1": "{% for d in divisions %}",
            "A2": "{% for p in d.plays %}{{ p.name }}",
            "B2": "{{ p.value }}{% endfor %}",
            "A3": "Subtotal",
            "A4": "{% endfor %}",
            "B5": '=COUNTIF(B2:B2,">10")',
        }
    )
    (fault,) = problems(book)
    assert fault.place == "sheet Plan, cell B5"
    assert "may cover rows or columns that do not lie next to each other" in fault.message


def test_whole_columns_and_shared_formulas_are_understood() -> None:
    book = workbook({**BELOW, "D1": "=SUM(B:B)"})
    assert formulas(book)[0][3] == "=SUM(B:B)"


# -- zero items ------------------------------------------------------------------------------------


def test_totals_of_nothing_are_valid_and_nought() -> None:
    book = workbook(
        {
            **BELOW,
            "C3": "=COUNTA(A2:A2)",
            "D3": "=AVERAGE(B2:B2)",
            "E3": "=MAX(B2:B2)",
            "F3": "=IFERROR(D3,0)",
        }
    )
    rendered = render(book, plays=[])
    assert grid(rendered)[2] == ["Total", 0, 0, "#DIV/0!", 0, 0]
    assert "#REF!" not in sheet_xml(rendered)
    assert 'r="2" hidden="1"' in sheet_xml(rendered)


@pytest.mark.parametrize("count", [0, 2])
def test_a_total_may_take_in_the_rows_of_the_tags(count: int) -> None:
    book = workbook(
        {
            "A1": "{% for p in plays %}",
            "A2": "{{ p.name }}",
            "B2": "{{ p.value }}",
            "A3": "{% endfor %}",
            "A4": "{% row for p in plays if p.value > 1000 %}{{ p.name }}{% endfor %}",
            "A5": "Total",
            "B5": "=SUM(B1:B4)",
        }
    )
    rendered = render(book, plays=plays(count))
    assert grid(rendered)[-1] == ["Total", 30 if count else 0]
    assert sheet_xml(rendered).count('hidden="1"') == (0 if count else 1)


def test_a_total_takes_in_all_repeats_where_their_last_row_depends_on_a_condition() -> None:
    book = workbook(
        {
            "A1": "{% for p in plays %}{{ p.name }}",
            "B1": "{{ p.value }}",
            "A2": "{% row if p.value < 20 %}small{% endif %}",
            "B2": "{{ p.value }}{% endfor %}",
            "B3": "=SUM(B1:B2)",
        }
    )
    rendered = render(book)
    assert [row[1] for row in grid(rendered)] == [10, 10, 20, 30, 70]
    assert grid(rendered, shown=False)[-1][1] == "=SUM(B1:B4)"


def test_a_subtotal_that_takes_in_rows_of_tags_keeps_to_its_own_repeat() -> None:
    book = workbook(
        {
            "A1": "{% for d in divisions %}",
            "A2": "{% for p in d.plays %}",
            "A3": "{{ p.name }}",
            "B3": "{{ p.value }}",
            "A4": "{% endfor %}",
            "A5": "{{ d.name }}",
            "B5": "=SUM(B2:B4)",
            "A6": "{% endfor %}",
        }
    )
    rows = grid(render(book))
    assert [row[1] for row in rows if row[0] in ("North", "South")] == [30, 10]


def test_nothing_stands_in_where_nothing_refers() -> None:
    rendered = render(
        workbook({"A1": "{% row for p in plays %}{{ p.name }}{% endfor %}", "A2": "end"}), plays=[]
    )
    assert grid(rendered) == [["end"]]
    assert "hidden" not in sheet_xml(rendered)


# -- formats, lists, merged cells, names -----------------------------------------------------------


def test_conditional_formats_and_lists_grow_and_read_the_right_cells() -> None:
    book = workbook({**BELOW, "B4": "x"})
    sheet = book.active
    sheet.conditional_formatting.add(
        "B2:B2", CellIsRule(operator="greaterThan", formula=["$B$3"], fill=RED)
    )
    sheet.conditional_formatting.add("A4:B4", FormulaRule(formula=["$B3>0"], fill=RED))
    allowed = DataValidation(type="list", formula1="$A$2:$A$2")
    allowed.add("B4")
    sheet.add_data_validation(allowed)
    found = sheet_xml(render(book))
    assert re.findall(r'conditionalFormatting sqref="([^"]*)"', found) == ["B2:B4", "A6:B6"]
    assert re.findall(r"<formula>([^<]*)</formula>", found) == ["$B$5", "$B5&gt;0"]
    assert re.findall(r"<formula1>([^<]*)</formula1>", found) == ["$A$2:$A$4"]
    assert refs(render(book), "dataValidation", "sqref") == ["B6"]


def test_formats_of_rows_that_alternate_keep_to_their_own() -> None:
    book = workbook(
        {
            "A1": "{% for p in plays %}{{ p.name }}",
            "A2": "{{ p.value }}",
            "B2": "{% endfor %}",
            "A3": "end",
        }
    )
    book.active.conditional_formatting.add(
        "A2", CellIsRule(operator="equal", formula=["A1"], fill=RED)
    )
    found = sheet_xml(render(book))
    assert refs(render(book), "conditionalFormatting", "sqref") == ["A2 A4 A6"]
    assert "<formula>A1</formula>" in found


def test_formats_of_removed_rows_are_removed() -> None:
    book = workbook({"A1": "{% row if shown %}x{% endif %}", "A2": "y"})
    book.active.conditional_formatting.add(
        "A1", CellIsRule(operator="equal", formula=["1"], fill=RED)
    )
    assert "conditionalFormatting" not in sheet_xml(render(book, shown=False))


def test_merged_cells_repeat_inside_and_grow_across_a_block() -> None:
    book = workbook({**BELOW, "C1": "{% row if shown %}wide{% endif %}", "D4": "z"})
    sheet = book.active
    sheet.merge_cells("C2:D2")
    sheet.merge_cells("F1:F4")
    sheet.merge_cells("D4:E4")
    assert sorted(refs(render(book), "mergeCell")) == ["C2:D2", "C3:D3", "C4:D4", "D6:E6", "F1:F6"]
    assert sorted(refs(render(book, plays=[]), "mergeCell")) == ["D4:E4", "F1:F4"]


def test_defined_names_print_areas_and_titles_follow() -> None:
    book = workbook(BELOW)
    sheet = book.active
    book.defined_names["values"] = DefinedName("values", attr_text="Plan!$B$2:$B$2")
    sheet["D1"] = "=SUM(values)"
    sheet.print_area = "A1:B4"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = "A1:B2"
    rendered = render(book)
    found = opened(rendered)
    assert found.defined_names["values"].attr_text == "Plan!$B$2:$B$4"
    assert found.active.print_area == "'Plan'!$A$1:$B$6"
    assert found.active.print_title_rows == "$1:$1"
    assert found.active.auto_filter.ref == "A1:B4"
    assert grid(rendered)[0][3] == 60


def test_frozen_panes_and_page_breaks_follow() -> None:
    book = workbook(
        {"A1": "{% row for u in units %}{{ u.name }}{% endfor %}", "A2": "head", "A3": "x"}
    )
    book.active.freeze_panes = "B3"
    book.active.row_breaks.append(Break(id=2))
    rendered = render(book)
    assert opened(rendered).active.freeze_panes == "B4"
    assert refs(rendered, "brk", "id") == ["3"]


# -- tables, drawings, charts ----------------------------------------------------------------------


def table_book(**more: Any) -> Any:
    book = workbook({**{k: BELOW[k] for k in ("A1", "B1", "A2", "B2")}, **more})
    book.active.add_table(Table(displayName="Plays", ref="A1:B2"))
    return book


@pytest.mark.parametrize(("count", "ref"), [(0, "A1:B2"), (1, "A1:B2"), (4, "A1:B5")])
def test_a_table_grows_and_never_loses_its_last_row(count: int, ref: str) -> None:
    rendered = render(table_book(), plays=plays(count))
    assert opened(rendered).active.tables["Plays"].ref == ref
    assert opened(rendered).active.tables["Plays"].autoFilter.ref == ref


def test_table_columns_are_named_as_the_header_cells_read() -> None:
    book = workbook(
        {
            "A1": "Unit",
            "B1": "{% column for p in products %}{{ p.name }}{% endfor %}",
            "A2": "{% for u in units %}{{ u.name }}",
            "B2": "{% column for c in u.cells %}{{ c.value }}{% endfor %}",
            "C2": "{% endfor %}",
        }
    )
    book.active.add_table(Table(displayName="Cells", ref="A1:B2"))
    book.active.tables["Cells"]._initialise_columns()
    for column, name in zip(book.active.tables["Cells"].tableColumns, ("Unit", "x"), strict=True):
        column.name = name
    found = opened(render(book)).active.tables["Cells"]
    assert [column.name for column in found.tableColumns] == ["Unit", "Desk", "Lamp"]
    assert found.ref == "A1:C3"


def test_headings_that_are_alike_empty_or_too_long_are_changed_by_rule_and_listed() -> None:
    book = workbook({f"{letter}1": "{{ account.name }}" for letter in "AB"})
    cells = {
        "C1": "{{ as_of | date('yyyy') }}",
        "D1": "{{ account.site }}",
        "E1": "=B1",
        "A2": "{% row for p in plays %}{{ p.value }}{% endfor %}",
    }
    fill(book.active, cells)
    book.active.add_table(Table(displayName="Plays", ref="A1:D2"))
    account = {**excel_kit.values()["account"], "name": "a" * 300, "site": ""}

    rendered = render(book, account=account)

    found = opened(rendered).active
    heads = [found[f"{letter}1"].value for letter in "ABCD"]
    assert heads == ["a" * 254 + "…", "a" * 250 + "… (2)", "2026", "Column 4"]
    assert [c.name for c in found.tables["Plays"].tableColumns] == heads
    assert opened(rendered, shown=True).active["E1"].value == "a" * 250 + "… (2)"
    assert sum("of the table Plays became" in change for change in rendered.changes) == 3


def test_tables_of_repeated_sheets_have_names_and_ids_of_their_own() -> None:
    book = workbook({"A1": "x"}, "First")
    sheet = book.create_sheet("{{ d.name }}")
    fill(sheet, {"A1": "Name", "C1": "{% sheet for d in divisions %}{% endfor %}z"})
    fill(sheet, {"A2": "{% row for p in d.plays %}{{ p.name }}{% endfor %}"})
    sheet.add_table(Table(displayName="Plays", ref="A1:A2"))
    rendered = render(book)
    names = [list(held.tables) for held in opened(rendered).worksheets]
    assert names == [[], ["Plays"], ["Plays_2"]]


def chart_book() -> Any:
    book = workbook(BELOW)
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    chart.set_categories(Reference(book.active, min_col=1, min_row=2, max_row=2))
    book.active.add_chart(chart, "A6")
    return book


def test_a_chart_shows_the_cells_it_showed_in_the_template() -> None:
    rendered = render(chart_book())
    xml = part(rendered, "xl/charts/chart1.xml")
    assert "Plan!$B$2:$B$4" in xml
    assert re.findall(r"<c:v>([^<]*)</c:v>", xml) == [
        *("Value", "Play 1", "Play 2", "Play 3", "10", "20", "30"),
    ]
    assert "<xdr:row>7</xdr:row>" in part(rendered, "xl/drawings/drawing1.xml")


def test_charts_of_repeated_sheets_show_their_own_sheet() -> None:
    book = workbook({"A1": "x"}, "First")
    sheet = book.create_sheet("{{ d.name }}")
    fill(sheet, {"A1": "{% sheet for d in divisions %}{% endfor %}Value"})
    fill(sheet, {"A2": "{% row for p in d.plays %}{{ p.value }}{% endfor %}"})
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2), titles_from_data=True)
    sheet.add_chart(chart, "C1")
    rendered = render(book)
    charts = [part(rendered, name) for name in part_names(rendered) if "charts/chart" in name]
    assert [re.findall(r"<c:f>([^<]*)</c:f>", xml)[1] for xml in charts] == [
        *("North!$A$2:$A$3", "South!$A$2"),
    ]


def test_a_picture_in_a_repeated_row_is_repeated(tmp_path: Any) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(png(20, 20))
    book = workbook(BELOW)
    book.active.add_image(Image(str(picture)), "C2")
    xml = part(render(book), "xl/drawings/drawing1.xml")
    assert re.findall(r"<xdr:row>(\d+)</xdr:row>", xml) == ["1", "2", "3"]
    assert len(set(re.findall(r'cNvPr id="(\d+)"', xml))) == 3


# -- the model itself ------------------------------------------------------------------------------


def axis_of_two_loops() -> Axis:
    """Lines 1 | 2 3 (block 1, twice) with 3 inside block 2 (twice, once) | 4."""
    axis = Axis(4, {2: (1,), 3: (1, 2)})
    axis.append(1, None)
    for inner in (2, 1):
        outer = Instance(1, None, len(axis.lines) + 1)
        axis.append(2, outer)
        for _ in range(inner):
            own = Instance(2, outer, len(axis.lines) + 1)
            axis.append(3, own)
            own.last = len(axis.lines)
        outer.last = len(axis.lines)
    axis.append(4, None)
    axis.freeze()
    return axis


def test_lines_are_found_from_inside_and_outside_of_blocks() -> None:
    axis = axis_of_two_loops()
    assert axis.lines == [1, 2, 3, 3, 2, 3, 4]
    assert axis.runs((3, 3)) == [(3, 4), (6, 6)]
    second = axis.scope_at(6)
    assert axis.runs((3, 3), second) == [(6, 6)]
    assert axis.runs((2, 3), second) == [(5, 6)]
    assert axis.runs((3, 3), axis.scope_at(3), (True, True)) == [(3, 4)]
    assert axis.cell(4) == 7
    assert axis.cell(9) == 12


def test_openpyxl_reads_what_was_written() -> None:
    rendered = render(chart_book())
    assert isinstance(opened(rendered), openpyxl.Workbook)


# -- tags in what lies on a sheet ------------------------------------------------------------------

PICTURES = Names(
    {"account": {"name": "text", "logo": "picture"}, "plays": [{"name": "text"}], "shown": "flag"}
)


def with_alt(book: Any, text: str) -> bytes:
    """The workbook with this alternative text on its first picture."""
    data = saved(book)
    marked = part(data, "xl/drawings/drawing1.xml")
    marked = re.sub(r'(<(?:xdr:)?cNvPr [^>]*?descr=")[^"]*"', rf'\1{text}"', marked, count=1)
    return with_part(data, "xl/drawings/drawing1.xml", marked.encode())


def picture_book(tmp_path: Any) -> Any:
    (tmp_path / "p.png").write_bytes(png(20, 20))
    book = workbook({"A1": "x"})
    book.active.add_image(Image(str(tmp_path / "p.png")), "C2")
    return book


def test_a_picture_takes_the_place_of_its_placeholder(tmp_path: Any) -> None:
    data = with_alt(picture_book(tmp_path), "{% picture account.logo %} Our logo")
    logo = {"alt": "Logo", "data": png(40, 10)}
    rendered = render(data, PICTURES, account={"name": "x", "logo": logo})
    held = [name for name in part_names(rendered) if "media/" in name]
    assert len(held) == 1
    with zipfile.ZipFile(BytesIO(rendered.data)) as archive:
        assert archive.read(held[0]) == png(40, 10)
    xml = part(rendered, "xl/drawings/drawing1.xml")
    assert 'descr="Our logo"' in xml
    assert 't="-150000" b="-150000"' in xml


def test_a_picture_that_is_not_known_leaves_with_its_placeholder(tmp_path: Any) -> None:
    data = with_alt(picture_book(tmp_path), "{% picture account.logo %}")
    rendered = render(data, PICTURES, account={"name": "x", "logo": None})
    assert not [name for name in part_names(rendered) if "media/" in name]
    assert "xdr:pic" not in part(rendered, "xl/drawings/drawing1.xml")


def test_alternative_texts_and_chart_titles_hold_values(tmp_path: Any) -> None:
    data = with_alt(picture_book(tmp_path), "Logo of {{ account.name }}")
    assert 'descr="Logo of R&amp;D &lt;x&gt;"' in part(render(data), "xl/drawings/drawing1.xml")
    book = chart_book()
    book.active._charts[0].title = "Plays of {{ account.name }}"
    assert "Plays of R&amp;D &lt;x&gt;" in part(render(book), "xl/charts/chart1.xml")


def test_faults_in_alternative_texts_are_found(tmp_path: Any) -> None:
    data = with_alt(picture_book(tmp_path), "{% picture account.name %}{{ accnt }}")
    found = " ".join(str(problem) for problem in problems(data))
    assert "needs a picture" in found
    assert "accnt" in found
