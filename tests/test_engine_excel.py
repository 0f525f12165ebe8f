"""Excel templates: values, texts, loops, conditions, columns, sheets."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from generator.engine import compile_template
from generator.errors import RenderError, TemplateError
from generator.formats import Formats
from tests.excel_kit import (
    FORMATS,
    LIST,
    NAMES,
    cell_xml,
    fill,
    grid,
    opened,
    part,
    part_names,
    play,
    plays,
    problems,
    refs,
    render,
    saved,
    sheet_xml,
    values,
    workbook,
)

# -- values ----------------------------------------------------------------------------------------


def test_a_cell_that_is_only_a_value_takes_its_type() -> None:
    book = workbook(
        {"A1": "{{ account.name }}", "B1": "{{ account.arr }}", "C1": "{{ as_of }}", "D1": "x"}
    )
    book.active["B1"].number_format = "#,##0"
    shown = opened(render(book), shown=True).active
    assert [cell.value for cell in shown[1]] == ["R&D <x>", 1000, datetime(2026, 1, 31), "x"]
    assert shown["B1"].number_format == "#,##0"
    assert shown["C1"].is_date


def test_anything_beside_a_value_makes_a_text() -> None:
    book = workbook(
        {"A1": "{{ account.name }}: {{ account.arr }} on {{ as_of }}, {{ account.share }}"}
    )
    assert grid(render(book)) == [["R&D <x>: $1,000 on Jan 31, 2026, 42%"]]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 20 7946 0000",
        "-5% uplift",
        "@SUM(A1)",
        "{{7*7}}",
        "_x000D_ stays",
        "  blanks  ",
        "two\nlines",
        "\u05e9\u05dc\u05d5\u05dd \U0001f600",
        "'quoted",
        "#N/A",
        "1e5",
    ],
)
def test_a_text_is_written_exactly_and_never_as_a_formula(text: str) -> None:
    book = workbook({"A1": "{{ account.name }}", "A2": "Of {{ account.name }}"})
    rendered = render(book, account={**values()["account"], "name": text})
    sheet = opened(rendered).active
    assert sheet["A1"].data_type == "s"
    strings = re.findall(r"<t[^>]*>([^<]*)</t>", part(rendered, "xl/sharedStrings.xml"))
    assert text in [openpyxl.utils.escape.unescape(_unescaped(found)) for found in strings]
    assert 'quotePrefix="1"' in part(rendered, "xl/styles.xml")
    assert opened(rendered).active["A1"].quotePrefix == (text[0] in "=+-@'")


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_a_rich_text_keeps_the_run_that_the_tag_stands_in() -> None:
    book = workbook({})
    bold = InlineFont(b=True)
    book.active["A1"] = CellRichText("Plan of ", TextBlock(bold, "{{ account.name }}"), "!")
    found = opened(render(book)).active["A1"].value
    assert str(found) == "Plan of R&D <x>!"
    assert [piece.font.b for piece in found if isinstance(piece, TextBlock)] == [True]


def test_a_tag_spread_over_runs_is_one_tag() -> None:
    book = workbook({})
    red = InlineFont(color="FF0000")
    book.active["A1"] = CellRichText("{{ acc", TextBlock(red, "ount.na"), "me }}")
    assert grid(render(book)) == [["R&D <x>"]]


def test_an_empty_default_leaves_an_empty_cell() -> None:
    book = workbook(
        {**LIST, "B2": '{{ p.value | default("") }}{% endfor %}', "C3": "=COUNTA(B2:B2)"}
    )
    rendered = render(book, plays=[play("a"), play("b", None)])
    assert grid(rendered)[3] == ["Total", 10, 1]
    assert cell_xml(rendered, "B3") == '<c r="B3"/>'


def test_an_unknown_value_names_its_cell() -> None:
    with pytest.raises(RenderError, match=r"template.xlsx, sheet Plan, cell B2: .*has no value"):
        render(workbook(LIST), plays=[play("a", None)])


def test_a_percentage_becomes_a_fraction_only_in_a_percent_cell() -> None:
    book = workbook({"A1": "{{ account.share }}", "B1": "{{ account.share }}"})
    book.active["A1"].number_format = "0%"
    assert grid(render(book)) == [[0.42, 42]]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('"$"#,##0', '"€"#,##0'),
        ("[$$-409]#,##0.00", "[$€]#,##0.00"),
        ('#,##0 "EUR";[Red]-#,##0 "EUR"', '#,##0 "€";[Red]-#,##0 "€"'),
        ("£#,##0", "[$€]#,##0"),
        ("#,##0", "#,##0"),
    ],
)
def test_the_currency_of_a_money_cells_format_is_the_documents(code: str, shown: str) -> None:
    cells = {"A1": "{{ account.arr }}", "A2": "=A1", "A3": "{{ account.share }}"}
    book = workbook(cells)
    for name in ("A1", "A2"):
        book.active[name].number_format = code
    book.active["A3"].number_format = '"$"0.0'
    template = compile_template(saved(book), filename="t.xlsx", names=NAMES)
    found = opened(template.render(values(), Formats("de_DE", "EUR"))).active
    assert [found[name].number_format for name in ("A1", "A2")] == [shown, shown]
    assert found["A3"].number_format == '"$"0.0'  # no money: its author's own


def test_a_format_of_the_readers_own_currency_becomes_the_documents() -> None:
    book = workbook({"A1": "{{ account.arr }}", "A2": 5})
    book.active["A1"].number_format = openpyxl.styles.numbers.BUILTIN_FORMATS[44]
    template = compile_template(saved(book), filename="t.xlsx", names=NAMES)
    styles = part(template.render(values(), Formats("en_GB", "CHF")), "xl/styles.xml")
    assert 'numFmtId="44"' not in styles
    assert '_("CHF"* #,##0.00_)' in styles.replace("&quot;", '"')


def test_a_number_of_more_digits_than_excel_keeps_is_listed() -> None:
    book = workbook({"A1": "{{ account.arr }}"})
    big = Decimal("12345678901234567890.5")
    rendered = render(book, account={**values()["account"], "arr": big})
    assert grid(rendered) == [[1.23456789012346e19]]
    assert "15 digits" in rendered.changes[0]
    assert "cell A1" in rendered.changes[0]


def test_a_text_longer_than_a_cell_is_cut_and_listed() -> None:
    book = workbook({"A1": "{{ account.name }}", "A2": "Of {{ account.name }}"})
    rendered = render(book, account={**values()["account"], "name": "x" * 40_000})
    assert [len(row[0]) for row in grid(rendered)] == [32_767, 32_767]
    assert len(rendered.changes) == 2


def test_characters_that_no_file_can_hold_are_removed_and_listed() -> None:
    book = workbook({"A1": "{{ account.name }}", "A2": "Of {{ account.name }}"})
    rendered = render(book, account={**values()["account"], "name": "a\x00\x04\x05\ud800b"})
    assert grid(rendered) == [["ab"], ["Of ab"]]
    assert all("U+0000" in change for change in rendered.changes)
    assert len(rendered.changes) == 2


def test_a_day_before_excels_calendar_becomes_a_text_and_is_listed() -> None:
    rendered = render(workbook({"A1": "{{ as_of }}"}), as_of=date(1899, 1, 1))
    assert grid(rendered) == [["1899-01-01"]]
    assert "1899-01-01" in rendered.changes[0]


# -- rows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_loop_between_two_cells_repeats_the_row(count: int) -> None:
    shown = grid(render(workbook(LIST), plays=plays(count)))
    listed = [row for row in shown[1:-1] if row]
    assert listed == [[f"Play {n + 1}", 10 * (n + 1)] for n in range(count)]
    assert shown[-1] == ["Total", sum(10 * (n + 1) for n in range(count))]


def test_both_tags_may_stand_in_one_cell_with_the_word_row() -> None:
    book = workbook({"A1": "{% row for p in plays %}{{ p.name }}{% endfor %}", "B1": "x"})
    assert grid(render(book)) == [["Play 1", "x"], ["Play 2", "x"], ["Play 3", "x"]]


def test_a_loop_in_one_cell_without_a_word_repeats_the_text() -> None:
    book = workbook(
        {"A1": "{% for p in plays %}{{ p.name }}{% if not loop.last %}, {% endif %}{% endfor %}"}
    )
    assert grid(render(book)) == [["Play 1, Play 2, Play 3"]]


def test_rows_that_hold_nothing_but_tags_disappear() -> None:
    book = workbook(
        {
            "A1": "{% for p in plays %}",
            "A2": "{{ p.name }}",
            "A3": "  {{ p.value }}",
            "A4": "{% endfor %}",
            "A5": "end",
        }
    )
    assert [row[0] for row in grid(render(book, plays=plays(2)))] == [
        *("Play 1", "  $10", "Play 2", "  $20", "end"),
    ]


def test_loops_nest_and_each_total_keeps_to_its_own_rows() -> None:
    book = workbook(
        {
            "A1": "{% for d in divisions %}",
            "A2": "{{ d.name }}",
            "A3": "{% for p in d.plays %}{{ p.name }}",
            "B3": "{{ p.value }}{% endfor %}",
            "A4": "Subtotal",
            "B4": "=SUM(B3:B3)",
            "A5": "{% endfor %}",
            "A6": "Total",
            "B6": "=SUM(B3:B3)",
        }
    )
    rendered = render(book)
    assert grid(rendered) == [
        ["North"],
        ["Play 1", 10],
        ["Play 2", 20],
        ["Subtotal", 30],
        ["South"],
        ["Play 1", 10],
        ["Subtotal", 10],
        ["Total", 40],
    ]
    assert grid(rendered, shown=False)[-1][1] == "=SUM(B2:B3,B6:B6)"


def test_two_blocks_may_share_a_row_of_tags() -> None:
    book = workbook(
        {
            "A1": "{% for p in plays %}",
            "A2": "{{ p.name }}",
            "A3": "{% endfor %}",
            "B3": "{% for u in units %}",
            "A4": "{{ u.name }}",
            "A5": "{% endfor %}",
        }
    )
    assert [row[0] for row in grid(render(book, plays=plays(1)))] == ["Play 1", "Unit 1", "Unit 2"]


BESIDE = {
    "A1": "{% for p in plays %}{{ p.name }}",
    "B1": "{{ p.value }}{% endfor %}",
    "C1": "|",
    "D1": "{% for u in units %}{{ u.name }}",
    "E1": "of {{ account.name }}",
    "F1": '=D1&"!"',
    "G1": "{% endfor %}",
    "A2": "=SUM(B1:B1)",
    "B2": "end",
    "D2": "=COUNTA(D1:D1)",
}


@pytest.mark.parametrize(
    ("count", "units", "shown"),
    [
        (3, 2, [["Play 1", 10, "|", "Unit 1", "of R&D <x>", "Unit 1!"],
                ["Play 2", 20, "|", "Unit 2", "of R&D <x>", "Unit 2!"], ["Play 3", 30, "|"],
                [60, "end", None, 2]]),
        (0, 1, [[None, None, "|", "Unit 1", "of R&D <x>", "Unit 1!"], [0, "end", None, 1]]),
        (0, 0, [[], [0, "end", None, 0]]),
    ],
)  # fmt: skip
def test_loops_side_by_side_in_one_row_fill_the_same_rows(
    count: int, units: int, shown: Any
) -> None:
    listed = values()["units"][:units]
    rendered = render(workbook(BESIDE), plays=plays(count), units=listed)
    assert grid(rendered) == shown


def test_loops_side_by_side_repeat_inside_of_a_loop() -> None:
    cells = {
        "A1": "{% for d in divisions %}",
        "A2": "{% row for p in d.plays %}{{ p.value }}{% endfor %}",
        "B2": "{% row for n in d.plays %}{{ n.name }}{% endfor %}",
        "A3": "=SUM(A2:A2)",
        "A4": "{% endfor %}",
    }
    rendered = render(workbook(cells))
    assert grid(rendered) == [[10, "Play 1"], [20, "Play 2"], [30], [10, "Play 1"], [10]]


def test_loops_side_by_side_need_columns_of_their_own() -> None:
    cells = {
        "A1": "{% for p in plays %}{{ p.name }}",
        "B1": "{% for u in units %}{{ u.name }}",
        "C1": "{% endfor %}",
        "D1": "{% endfor %}",
        "A2": "{% row for p in plays %}{{ p.name }}{% endfor %}",
        "B2": "{% row if shown %}x{% endif %}",
    }
    found = problems(workbook(cells))
    assert "shares a row with another block" in found[0].message
    assert "columns of its own" in found[0].suggestion


@pytest.mark.parametrize("shown", [True, False])
def test_a_condition_over_rows_keeps_or_removes_them(shown: bool) -> None:
    book = workbook(
        {
            "A1": "{% if shown %}",
            "A2": "yes",
            "A3": "{% else %}",
            "A4": "no",
            "A5": "no more",
            "A6": "{% endif %}",
            "A7": "end",
        }
    )
    wanted = ["yes", "end"] if shown else ["no", "no more", "end"]
    assert [row[0] for row in grid(render(book, shown=shown))] == wanted


def test_a_condition_inside_a_cell_decides_its_text() -> None:
    book = workbook({"A1": "It is {% if shown %}so{% elif plays %}thus{% else %}not{% endif %}."})
    assert grid(render(book, shown=False)) == [["It is thus."]]
    assert grid(render(book, shown=False, plays=[])) == [["It is not."]]


def test_a_filter_of_the_loop_counts_for_zero_items() -> None:
    book = workbook({**LIST, "A2": "{% for p in plays if p.value > 1000 %}{{ p.name }}"})
    assert grid(render(book))[-1] == ["Total", 0]


def test_row_looks_travel_and_own_heights_are_left_to_excel() -> None:
    book = workbook({**LIST, "A4": "still"})
    sheet = book.active
    sheet.row_dimensions[2].height = 40
    sheet.row_dimensions[2].outlineLevel = 1
    sheet["A2"].font = openpyxl.styles.Font(bold=True)
    found = opened(render(book)).active
    assert [found.row_dimensions[row].height for row in (2, 3, 4)] == [40, 40, 40]
    assert [found.row_dimensions[row].outlineLevel for row in (2, 4, 5)] == [1, 1, 0]
    assert found["A4"].font.b is True


# -- columns ---------------------------------------------------------------------------------------

GRID = {
    "A1": "Unit",
    "B1": "{% column for p in products %}{{ p.name }}{% endfor %}",
    "C1": "Total",
    "A2": "{% for u in units %}{{ u.name }}",
    "B2": "{% column for c in u.cells %}{{ c.value }}{% endfor %}",
    "C2": "=SUM(B2:B2)",
    "D2": "{% endfor %}",
    "A3": "Sum",
    "B3": "=SUM(B2:B2)",
    "C3": "=SUM(C2:C2)",
}


def test_a_grid_repeats_rows_and_columns() -> None:
    rendered = render(workbook(GRID))
    assert grid(rendered) == [
        ["Unit", "Desk", "Lamp", "Total"],
        ["Unit 1", 1, 2, 3],
        ["Unit 2", 2, 4, 6],
        ["Sum", 3, 6, 9],
    ]
    assert grid(rendered, shown=False)[3] == ["Sum", "=SUM(B2:B3)", "=SUM(C2:C3)", "=SUM(D2:D3)"]


def test_a_grid_without_columns_keeps_its_totals() -> None:
    units = [{"name": "Unit 1", "cells": []}]
    shown = grid(render(workbook(GRID), products=[], units=units))
    assert [[cell for cell in row if cell is not None] for row in shown] == [
        ["Unit", "Total"],
        ["Unit 1", 0],
        ["Sum", 0],
    ]


def test_rows_that_disagree_on_the_number_of_columns_are_an_error_with_place() -> None:
    units = [{"name": "Unit 1", "cells": [{"label": "", "value": 1}]}]
    with pytest.raises(RenderError, match=r"cell B2: .*gives 1 columns where another row gives 2"):
        render(workbook(GRID), units=units)


def test_widths_of_repeated_columns_repeat() -> None:
    book = workbook(GRID)
    book.active.column_dimensions["B"].width = 31
    book.active.column_dimensions["C"].width = 9
    found = sheet_xml(render(book))
    widths = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', found)
    assert widths == [("2", "3", "31"), ("4", "4", "9")]


def test_a_block_of_several_columns_repeats_as_one() -> None:
    book = workbook(
        {
            "A1": "x",
            "B1": "{% column for p in products %}{{ p.name }}",
            "C1": "share{% endfor %}",
            "B2": 1,
            "C2": "=B2*2",
            "D2": "=SUM(B2:C2)",
        }
    )
    rendered = render(book)
    assert grid(rendered) == [
        ["x", "Desk", "share", "Lamp", "share"],
        [None, 1, 2, 1, 2, 6],
    ]
    assert grid(rendered, shown=False)[1][1:] == [1, "=B2*2", 1, "=D2*2", "=SUM(B2:E2)"]


@pytest.mark.parametrize("shown", [True, False])
def test_a_column_may_depend_on_a_condition(shown: bool) -> None:
    book = workbook(
        {"A1": "a", "B1": "{% column if shown %}b{% endif %}", "C1": "c", "B2": 2, "C2": 3}
    )
    wanted = [["a", "b", "c"], [None, 2, 3]] if shown else [["a", "c"], [None, 3]]
    assert grid(render(book, shown=shown)) == wanted


# -- sheets ----------------------------------------------------------------------------------------


def divisions_book() -> Any:
    book = workbook({"A1": "Summary"}, "Summary")
    sheet = book.create_sheet("{{ d.name }}")
    fill(
        sheet,
        {
            "A1": "{% sheet for d in divisions %}{% endfor %}Of {{ d.name }}",
            "A2": "{% for p in d.plays %}{{ p.name }}",
            "B2": "{{ p.value }}{% endfor %}",
            "B3": "=SUM(B2:B2)",
        },
    )
    return book


def test_a_sheet_repeats_with_its_name() -> None:
    rendered = render(divisions_book())
    assert opened(rendered).sheetnames == ["Summary", "North", "South"]
    assert grid(rendered, "North")[-1] == [None, 30]
    assert grid(rendered, "South") == [["Of South"], ["Play 1", 10], [None, 10]]


def test_a_sheet_over_no_items_leaves_with_its_parts() -> None:
    rendered = render(divisions_book(), divisions=[])
    assert opened(rendered).sheetnames == ["Summary"]
    assert "xl/worksheets/sheet2.xml" not in part_names(rendered)


def test_sheet_names_are_made_valid_and_listed() -> None:
    wanted = ["A/B", "a-b", "History", "x" * 40, "'q'", ""]
    divisions = [{"name": name, "plays": []} for name in wanted]
    rendered = render(divisions_book(), divisions=divisions)
    names = opened(rendered).sheetnames[1:]
    assert names == ["A-B", "a-b (2)", "History-", "x" * 31, "q", "Sheet"]
    assert len([change for change in rendered.changes if "named for" in change]) == 6


def test_a_sheet_may_depend_on_a_condition() -> None:
    book = workbook({"A1": "x"}, "Always")
    fill(book.create_sheet("Sometimes"), {"A1": "{% sheet if shown %}{% endif %}y"})
    assert opened(render(book, shown=True)).sheetnames == ["Always", "Sometimes"]
    assert opened(render(book, shown=False)).sheetnames == ["Always"]


def test_no_sheet_left_is_an_error() -> None:
    book = workbook({"A1": "{% sheet if shown %}{% endif %}y"})
    with pytest.raises(RenderError, match="no visible sheet is left"):
        render(book, shown=False)


def test_a_formula_may_not_name_a_sheet_that_repeats() -> None:
    book = divisions_book()
    book["Summary"]["A2"] = "='{{ d.name }}'!B3"
    assert "repeats or may be left out" in problems(book)[0].message


# -- texts around the cells ------------------------------------------------------------------------


def test_headers_and_footers_hold_values_with_ampersands_doubled() -> None:
    book = workbook({"A1": "x"})
    book.active.oddHeader.center.text = "{{ account.name }}"
    book.active.oddFooter.left.text = "As of {{ as_of }}"
    rendered = render(book)
    assert "R&amp;&amp;D &lt;x&gt;" in sheet_xml(rendered)
    assert opened(rendered).active.oddFooter.left.text == "As of Jan 31, 2026"


def test_document_properties_hold_values_and_no_author() -> None:
    book = workbook({"A1": "x"})
    book.properties.title = "Plan of {{ account.name }}"
    book.properties.creator = "Jane Author"
    rendered = render(book)
    assert opened(rendered).properties.title == "Plan of R&D <x>"
    assert "Jane" not in part(rendered, "docProps/core.xml")


def test_each_copy_of_a_link_has_its_own_address() -> None:
    book = workbook(LIST)
    book.active["A2"].hyperlink = "{{ p.site }}"
    book.active["A3"].hyperlink = "https://example.com/still"
    sheet = opened(render(book, plays=plays(2))).active
    assert sheet["A2"].hyperlink.target == "https://example.com/Play%201"
    assert sheet["A3"].hyperlink.target == "https://example.com/Play%202"
    assert sheet["A4"].hyperlink.target == "https://example.com/still"


def test_a_link_without_address_is_no_link() -> None:
    book = workbook(LIST)
    book.active["A2"].hyperlink = "{{ p.site }}"
    sheet = opened(render(book, plays=[play("a", site=None)])).active
    assert sheet["A2"].hyperlink is None


def test_a_link_that_would_run_something_is_a_text_and_listed() -> None:
    book = workbook(LIST)
    book.active["A2"].hyperlink = "{{ p.site }}"
    rendered = render(book, plays=[play("a", site="javascript:alert(1)"), play("b")])
    sheet = opened(rendered).active
    assert [sheet[name].value for name in ("A2", "A3")] == ["a", "b"]
    assert sheet["A2"].hyperlink is None
    assert sheet["A3"].hyperlink.target == "https://example.com/b"
    assert ["no web or mail address" in change for change in rendered.changes] == [True]


def test_comments_do_not_travel() -> None:
    book = workbook(LIST)
    book.active["A1"].comment = openpyxl.comments.Comment("secret", "Jane")
    rendered = render(book)
    assert not [name for name in part_names(rendered) if "comment" in name or "vml" in name]
    assert "legacyDrawing" not in sheet_xml(rendered)


def test_texts_of_removed_rows_leave_no_trace() -> None:
    book = workbook({"A1": "{% row if shown %}internal only{% endif %}", "A2": "still"})
    rendered = render(book, shown=False)
    assert "internal only" not in part(rendered, "xl/sharedStrings.xml")
    assert grid(rendered) == [["still"]]


# -- faults ----------------------------------------------------------------------------------------


def test_all_faults_of_a_workbook_are_found_at_once_with_their_cells() -> None:
    book = workbook(
        {
            "A1": "{{ accnt.name }}",
            "A2": "{% for p in plays %}",
            "B2": "{{ p.nme }}",
            "C2": "{% endfor %}",
            "A3": "{% if shown %}",
            "A4": "{{ account.name | shout }}",
            "A5": "{% slide for p in plays %}{% endfor %}",
            "A6": "=SUM(",
        }
    )
    found = problems(book)
    places = [problem.place for problem in found]
    for cell in ("A1", "B2", "A3", "A4", "A5"):
        assert f"sheet Plan, cell {cell}" in places
    assert "did you mean account.name" in " ".join(str(problem) for problem in found)


@pytest.mark.parametrize(
    "formula",
    ['=WEBSERVICE("http://x")', '=CALL("kernel32","x","J")', "=cmd|'/c calc'!A0", "=RTD(1,2,3)"],
)
def test_formulas_that_start_or_fetch_something_are_refused(formula: str) -> None:
    found = problems(workbook({"A1": formula}))
    assert "starts or fetches something" in " ".join(problem.message for problem in found)
    assert problems(workbook({"A1": '="CALL(1) is a text"&RIGHT("x")'})) == []


def test_compiling_a_faulty_workbook_raises_all_faults() -> None:
    book = workbook({"A1": "{{ a }}", "A2": "{{ b }}"})
    with pytest.raises(TemplateError) as caught:
        render(book)
    assert len(caught.value.problems) == 2


def test_same_template_and_data_give_the_same_bytes() -> None:
    data = saved(divisions_book())
    assert render(data).data == render(data).data


def test_a_template_renders_again_and_again_without_traces() -> None:
    template = compile_template(saved(workbook(GRID)), filename="t.xlsx", names=NAMES)
    formats = FORMATS
    first = template.render(values(), formats).data
    template.render(values(products=[], units=[]), formats)
    assert template.render(values(), formats).data == first


def test_output_opens_in_openpyxl_with_styles_intact() -> None:
    book = workbook(LIST)
    book.active["B2"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF8800")
    sheet = openpyxl.load_workbook(BytesIO(render(book).data)).active
    assert [sheet.cell(row, 2).fill.fgColor.rgb for row in (2, 3, 4)] == ["00FF8800"] * 3
    assert refs(render(book), "dimension") == ["A1:B5"]


def test_rows_of_wrapped_texts_are_as_high_as_their_texts() -> None:
    book = workbook({**LIST, "A4": "still"})
    sheet = book.active
    sheet.column_dimensions["A"].width = 20
    sheet["A2"].alignment = openpyxl.styles.Alignment(wrap_text=True)
    long = "a text of some words that does not fit into one line of its cell"
    rendered = render(book, plays=[play("short"), play(long), play("two\nlines")])
    found = opened(rendered).active
    assert [found.row_dimensions[row].height for row in (2, 3, 4, 5)] == [None, 60, 30, None]


def test_a_height_that_the_author_set_stays_whatever_the_text() -> None:
    book = workbook(LIST)
    book.active.row_dimensions[2].height = 18
    book.active["A2"].alignment = openpyxl.styles.Alignment(wrap_text=True)
    rendered = render(book, plays=[play("x " * 100)])
    assert opened(rendered).active.row_dimensions[2].height == 18


def test_a_header_longer_than_excel_takes_is_cut_and_listed() -> None:
    book = workbook({"A1": "x"})
    book.active.oddHeader.center.text = "{{ account.name }}"
    rendered = render(book, account={**values()["account"], "name": "&" * 300})
    assert any("header of 602 characters cut to 255" in change for change in rendered.changes)
    shown = re.findall(r"<oddHeader>([^<]*)</oddHeader>", sheet_xml(rendered))[0]
    assert shown.replace("&amp;", "&").count("&") % 2 == 1  # && for each, and &C before


def test_digits_after_a_font_size_do_not_make_it_larger() -> None:
    book = workbook({"A1": "x"})
    book.active.oddHeader.center.text = "{{ account.name }}"
    book.active.oddHeader.center.size = 12
    rendered = render(book, account={**values()["account"], "name": "2026 plan"})
    assert "&amp;12 2026 plan" in sheet_xml(rendered)


@pytest.mark.parametrize("count", [0, 2])
def test_else_of_a_loop_shows_its_rows_when_there_is_nothing(count: int) -> None:
    book = workbook(
        {
            "A1": "{% for p in plays %}",
            "A2": "{{ p.name }}",
            "A3": "{% else %}",
            "A4": "no play",
            "A5": "{% endfor %}",
            "A6": "{% for p in plays %}{{ p.name }};{% else %}none{% endfor %}",
        }
    )
    shown = [row[0] for row in grid(render(book, plays=plays(count)))]
    assert shown == (["Play 1", "Play 2", "Play 1;Play 2;"] if count else ["no play", "none"])
