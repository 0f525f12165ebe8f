"""What a sheet has beside its cells, after its rows and columns have grown; what is refused."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.protection import SheetProtection

from tests.excel_kit import (
    LIST,
    cell_xml,
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
GRID = {
    "A1": "Unit",
    "B1": "{% column for p in products %}{{ p.name }}{% endfor %}",
    "C1": "Total",
    "A2": "{% for u in units %}{{ u.name }}",
    "B2": "{% column for c in u.cells %}{{ c.value }}{% endfor %}",
    "C2": "=SUM(B2:B2)",
    "D2": "{% endfor %}",
}


def added(book: Any, xml: str, before: str) -> bytes:
    """The workbook with an element more on its first sheet."""
    data = saved(book)
    sheet = part(data, "xl/worksheets/sheet1.xml").replace(f"<{before}", f"{xml}<{before}", 1)
    return with_part(data, "xl/worksheets/sheet1.xml", sheet.encode())


# -- links -----------------------------------------------------------------------------------------


def test_links_into_the_workbook_lead_where_they_led() -> None:
    book = workbook({**BELOW, "C1": "total", "C2": "see"})
    fill(
        book.create_sheet("It's here"), {"A1": "{% row for p in plays %}x{% endfor %}", "A2": "end"}
    )
    sheet = book.active
    sheet["C1"].hyperlink = Hyperlink(ref="C1", location="Plan!B3")
    sheet["C2"].hyperlink = Hyperlink(ref="C2", location="'It''s here'!A2", tooltip="the end")
    found = opened(render(book)).active
    assert found["C1"].hyperlink.location == "Plan!B5"
    assert [found[f"C{row}"].hyperlink.location for row in (2, 4)] == ["'It''s here'!A4"] * 2


def test_a_link_of_a_repeated_row_leads_into_its_own_repeat() -> None:
    book = workbook({**BELOW, "C2": "value"})
    book.active["C2"].hyperlink = Hyperlink(ref="C2", location="Plan!B2")
    found = opened(render(book)).active
    assert [found[f"C{row}"].hyperlink.location for row in (2, 3, 4)] == [
        *("Plan!B2", "Plan!B3", "Plan!B4"),
    ]


@pytest.mark.parametrize("shown", [True, False])
def test_a_link_to_a_sheet_that_is_left_out_is_a_text(shown: bool) -> None:
    book = workbook({"A1": "see"})
    fill(book.create_sheet("Sometimes"), {"A1": "{% sheet if shown %}{% endif %}y"})
    book.active["A1"].hyperlink = Hyperlink(ref="A1", location="Sometimes!A1")
    rendered = render(book, shown=shown)
    assert ("hyperlink" in sheet_xml(rendered)) == shown
    assert grid(rendered)[0] == ["see"]


def test_links_of_a_list_lead_to_the_sheet_of_each_item_whatever_it_is_called_then() -> None:
    book = workbook({"A1": "{% row for d in divisions %}{{ d.name }}{% endfor %}"}, "Index")
    sheet = book.create_sheet("{{ d.name }}")
    fill(sheet, {"A1": "{% sheet for d in divisions if d.plays %}{% endfor %}"})
    fill(sheet, {"A2": "{% row for p in d.plays %}{{ p.name }}{% endfor %}", "A3": "end"})
    book["Index"]["A1"].hyperlink = Hyperlink(ref="A1", location="'{{ d.name }}'!A3")
    names = ["A/B", "It's", "None"]
    divisions = [{"name": name, "plays": plays(2 if name != "None" else 0)} for name in names]
    rendered = render(book, divisions=divisions)
    found = opened(rendered).worksheets[0]
    links = [found[f"A{row}"].hyperlink for row in (1, 2, 3)]
    assert [link and link.location for link in links] == ["'A-B'!A3", "'It''s'!A3", None]
    assert any("leads nowhere" in change for change in rendered.changes)


# -- print set-up ----------------------------------------------------------------------------------


def test_the_print_set_up_stays_and_its_ranges_grow() -> None:
    book = workbook({**BELOW, "A5": "more"})
    sheet = book.active
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = "A:A"
    sheet.print_area = ["A1:B3", "A4:B5"]
    sheet.row_breaks.append(Break(id=3))
    sheet.page_margins.left = 0.3
    found = opened(render(book, plays=plays(40))).active
    assert (found.page_setup.orientation, found.page_setup.fitToHeight) == ("landscape", 0)
    assert found.sheet_properties.pageSetUpPr.fitToPage is True
    assert found.print_title_rows == "$1:$1"
    assert found.print_title_cols == "$A:$A"
    assert found.print_area == "'Plan'!$A$1:$B$42,'Plan'!$A$43:$B$44"
    assert [entry.id for entry in found.row_breaks.brk] == [42]
    assert found.page_margins.left == 0.3


def test_a_page_break_in_a_block_comes_after_each_repeat() -> None:
    cells = {
        "A1": "{% for d in divisions %}",
        "A2": "{{ d.name }}",
        "A3": "x",
        "A4": "{% endfor %}",
    }
    book = workbook({**cells, "A5": "end"})
    book.active.row_breaks.append(Break(id=3))
    assert refs(render(book), "brk", "id") == ["2", "4"]


def test_panes_widths_breaks_and_areas_follow_repeated_columns() -> None:
    book = workbook(GRID)
    sheet = book.active
    sheet.freeze_panes = "C2"
    sheet.print_area = "A1:C2"
    sheet.column_dimensions["B"].outlineLevel = 1
    sheet.column_dimensions["B"].width = 20
    sheet.column_dimensions["C"].hidden = True
    sheet.col_breaks = ColBreak()
    sheet.col_breaks.append(Break(id=2))
    found = opened(render(book)).active
    assert found.freeze_panes == "D2"
    assert found.print_area == "'Plan'!$A$1:$D$3"
    assert [found.column_dimensions[name].hidden for name in ("B", "D")] == [False, True]
    assert refs(render(book), "col", "outlineLevel") == ["1"]
    assert refs(render(book), "col", "max") == ["3", "4"]


def test_grouped_and_hidden_rows_stay_grouped_and_hidden() -> None:
    book = workbook(BELOW)
    book.active.row_dimensions[2].outlineLevel = 2
    book.active.row_dimensions[2].hidden = True
    book.active.row_dimensions[3].collapsed = True
    found = opened(render(book)).active
    assert [found.row_dimensions[row].outlineLevel for row in (1, 2, 4, 5)] == [0, 2, 2, 0]
    assert [found.row_dimensions[row].hidden for row in (2, 4, 5)] == [True, True, False]
    assert found.row_dimensions[5].collapsed is True


# -- protection, filters, remarks ------------------------------------------------------------------


def test_a_protected_sheet_stays_protected_and_its_open_cells_follow() -> None:
    book = workbook(BELOW)
    book.active.protection = SheetProtection(sheet=True, formatCells=False)
    ranges = '<protectedRanges><protectedRange sqref="B2 A4" name="open"/></protectedRanges>'
    xml = sheet_xml(render(added(book, ranges, "pageMargins")))
    assert "sheetProtection" in xml
    assert '<protectedRange sqref="B2:B4 A6" name="open"/>' in xml


def test_remarks_that_excel_is_to_leave_out_follow() -> None:
    ignored = '<ignoredErrors><ignoredError sqref="A2:B2" numberStoredAsText="1"/></ignoredErrors>'
    data = saved(workbook(BELOW))
    xml = part(data, "xl/worksheets/sheet1.xml").replace("</worksheet>", f"{ignored}</worksheet>")
    rendered = render(with_part(data, "xl/worksheets/sheet1.xml", xml.encode()))
    assert refs(rendered, "ignoredError", "sqref") == ["A2:B4"]


def test_filters_cover_what_has_grown() -> None:
    book = workbook(BELOW)
    book.active.auto_filter.ref = "A1:B2"
    book.active.auto_filter.add_filter_column(1, ["10"])
    xml = sheet_xml(render(book))
    assert '<autoFilter ref="A1:B4"' in xml
    assert "filterColumn" not in xml  # the template's choice would hide rows of this account


def test_views_scenarios_and_remarks_of_the_author_do_not_travel() -> None:
    book = workbook(BELOW)
    book.active["A1"].comment = Comment("secret", "Jane")
    scenario = (
        '<scenarios><scenario name="Best" user="Jane"><inputCells r="B2" val="99"/></scenario>'
        "</scenarios>"
    )
    rendered = render(added(book, scenario, "pageMargins"))
    whole = b"".join(
        zipfile.ZipFile(BytesIO(rendered.data)).read(name) for name in part_names(rendered)
    )
    assert b"Jane" not in whole
    assert b"secret" not in whole


def test_a_workbook_that_asked_to_be_computed_on_opening_has_all_its_values() -> None:
    book = workbook(BELOW)
    book.calculation.fullCalcOnLoad = True
    rendered = render(book)
    assert "fullCalcOnLoad" not in part(rendered, "xl/workbook.xml")
    assert cell_xml(rendered, "B5") == '<c r="B5"><f>SUM(B2:B4)</f><v>60</v></c>'


def test_merged_cells_inside_across_and_below_a_grid() -> None:
    book = workbook({**GRID, "A3": "below", "B4": "wide"})
    for area in ("A3:A4", "B3:C3", "E1:E2"):
        book.active.merge_cells(area)
    assert sorted(refs(render(book), "mergeCell")) == ["A4:A5", "B4:D4", "F1:F3"]


def test_pictures_of_headers_and_footers_stay() -> None:
    data = saved(workbook({"A1": "x"}))
    sheet = part(data, "xl/worksheets/sheet1.xml").replace(
        "</worksheet>",
        "<headerFooter><oddHeader>&amp;L&amp;G&amp;R{{ account.name }}</oddHeader></headerFooter>"
        '<legacyDrawingHF xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships" r:id="rId9"/></worksheet>',
    )
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                body = sheet.encode()
            if name == "[Content_Types].xml":
                body = body.replace(
                    b"<Override",
                    b'<Default Extension="vml" ContentType="application/vnd.openxmlformats-'
                    b'officedocument.vmlDrawing"/><Override',
                    1,
                )
            target.writestr(name, body)
        rels = "http://schemas.openxmlformats.org/package/2006/relationships"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        target.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="rId9" Type="{office}/vmlDrawing" '
            'Target="../drawings/vmlDrawing1.vml"/></Relationships>',
        )
        target.writestr(
            "xl/drawings/vmlDrawing1.vml",
            '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="LH"/></xml>',
        )
    rendered = render(made.getvalue())
    assert "legacyDrawingHF" in sheet_xml(rendered)
    assert "xl/drawings/vmlDrawing1.vml" in part_names(rendered)
    assert "R&amp;&amp;D" in sheet_xml(rendered)


# -- what is refused -------------------------------------------------------------------------------


def test_a_chart_sheet_is_refused_with_what_to_do() -> None:
    book = workbook({"A1": 1})
    chart = BarChart()
    chart.add_data(Reference(book.active, range_string="Plan!$A$1"))
    book.create_chartsheet("Chart").add_chart(chart)
    found = " ".join(str(problem) for problem in problems(book))
    assert "workbook: holds a chart sheet" in found
    assert "put the chart on a worksheet" in found


def test_the_calendar_of_1904_is_refused_with_what_to_do() -> None:
    book = workbook({"A1": 1})
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    (problem,) = problems(book)
    assert "counts days from 1904" in problem.message
    assert "1904 date system" in problem.suggestion


def related(kind: str) -> bytes:
    """A workbook whose sheet leads to a part of this kind."""
    data = saved(workbook({"A1": 1}))
    made = BytesIO()
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "[Content_Types].xml":
                made_of = b'<Override PartName="/xl/thing.xml" ContentType="application/xml"/>'
                body = body.replace(b"</Types>", made_of + b"</Types>")
            target.writestr(name, body)
        target.writestr("xl/thing.xml", "<x/>")
        target.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="rId9" Type="{office}/{kind}" '
            'Target="/xl/thing.xml"/></Relationships>',
        )
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "what", "tip"),
    [
        ("pivotTable", "a pivot table", "formulas over a loop"),
        ("slicer", "a slicer", "delete it"),
    ],
)
def test_what_cannot_be_filled_is_refused_with_its_sheet(kind: str, what: str, tip: str) -> None:
    found = problems(related(kind))
    assert found[0].place == "sheet Plan"
    assert f"holds {what}" in found[0].message
    assert tip in found[0].suggestion


def test_tags_where_none_are_filled_are_said() -> None:
    book = workbook(BELOW)
    allowed = DataValidation(type="list", formula1='"a,b"', prompt="For {{ account.name }}")
    allowed.add("A4")
    book.active.add_data_validation(allowed)
    book.active["A4"].hyperlink = Hyperlink(ref="A4", location="Plan!A1", tooltip="{{ as_of }}")
    book.active["A1"].comment = Comment("{{ accnt }} is no tag: comments do not travel", "Jane")
    found = [(problem.place, problem.tag) for problem in problems(book)]
    assert found == [
        ("sheet Plan, prompt of dataValidation", "{{ account.name }}"),
        ("sheet Plan, tooltip of hyperlink", "{{ as_of }}"),
    ]


def test_a_tag_in_the_formula_of_a_format_is_said() -> None:
    book = workbook(BELOW)
    book.active.conditional_formatting.add("B2", FormulaRule(formula=["B2>{{ account.arr }}"]))
    (problem,) = problems(book)
    assert problem.place == "sheet Plan, formula of a format or list"
    assert problem.tag == "B2>{{ account.arr }}"
    assert problem.suggestion == "put the tag in a cell, and refer to that"


def test_form_controls_are_refused_with_their_sheets_part() -> None:
    found = problems(related("ctrlProp"))
    assert "part xl/worksheets/sheet1.xml" in found[0].message
    assert "ctrlProp" in found[0].message


def test_array_formulas_over_several_cells_are_refused_with_their_cell() -> None:
    book = workbook({"A1": 1, "A2": 2})
    book.active["C1"] = openpyxl.worksheet.formula.ArrayFormula("C1:C2", "=A1:A2*2")
    (problem,) = problems(book)
    assert problem.place == "sheet Plan, cell C1"
    assert "write one formula in each cell" in problem.suggestion


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('r="A2"', 'r="XFE2"'),
        ('<row r="2"', '<row r="2000000"'),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A5:XFE5"/></mergeCells>'),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A5:A2000000"/></mergeCells>'),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="foo"/></mergeCells>'),
    ],
)
def test_cells_and_merged_ranges_beyond_the_sheet_are_refused(old: str, new: str) -> None:
    data = saved(workbook({"A1": "{{ account.name }}", "A2": 5}))
    name = "xl/worksheets/sheet1.xml"
    changed = part(data, name).replace(old, new)
    (fault,) = problems(with_part(data, name, changed.encode()))
    assert "no Office program writes" in fault.message


def test_a_sheet_merged_into_one_cell_costs_nothing() -> None:
    data, name = saved(workbook({"A1": "{{ account.name }}"})), "xl/worksheets/sheet1.xml"
    merged = '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    made = render(with_part(data, name, part(data, name).replace("</sheetData>", merged).encode()))
    assert refs(made, "mergeCell") == ["A1:XFD1048576"]
