"""Native charts refilled: cache and workbook agree, formatting stays, nothing of the template's."""

from __future__ import annotations

import math
import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pptx
import pytest
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from generator.office.chartcut import C, ChartFault
from generator.office.charts import compile_chart, has_points
from generator.office.text import column_index, column_letters, is_exact, number_text

KINDS = (
    "COLUMN_CLUSTERED",
    "BAR_STACKED",
    "LINE_MARKERS",
    "PIE",
    "DOUGHNUT",
    "AREA_STACKED",
    "RADAR",
)


def template(kind: str = "COLUMN_CLUSTERED", series: int = 2) -> bytes:
    deck = pptx.Presentation()
    data = CategoryChartData()
    data.categories = ["old a", "old b", "old c"]
    for number in range(1 if kind == "PIE" else series):
        data.add_series(f"old {number}", (11, 22, 33))
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    kind_ = getattr(XL_CHART_TYPE, kind)
    frame = slide.shapes.add_chart(kind_, 0, 0, Inches(5), Inches(3), data)
    return frame.chart.part.blob


def value(series: int = 2, points: int = 3, **more: Any) -> dict[str, Any]:
    return {
        "categories": [f"Q{number}" for number in range(points)],
        "series": [
            {"name": f"S{number}", "values": [Decimal(number + at) for at in range(points)]}
            for number in range(series)
        ],
    } | more


def rendered(xml: bytes, data: dict[str, Any]) -> tuple[etree._Element, Any]:
    chart, book = compile_chart(xml).render(data)
    return etree.fromstring(chart), openpyxl.load_workbook(BytesIO(book)).active


def all_of(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(f"{{{C}}}{name}"))


def texts(root: etree._Element, name: str) -> list[str | None]:
    return [element.text for element in all_of(root, name)]


@pytest.mark.parametrize("kind", KINDS)
def test_cache_workbook_and_references_agree(kind: str) -> None:
    data = value(1 if kind == "PIE" else 3, 5)
    root, sheet = rendered(template(kind), data)
    for entry, given in zip(all_of(root, "ser"), data["series"], strict=True):
        reference = entry.findtext(f"{{{C}}}val/{{{C}}}numRef/{{{C}}}f") or ""
        cells = sheet[reference.partition("!")[2].replace("$", "")]
        assert [cell[0].value for cell in cells] == [int(number) for number in given["values"]]
        cache = entry.find(f"{{{C}}}val/{{{C}}}numRef/{{{C}}}numCache")
        assert [float(v.text) for v in cache.iter(f"{{{C}}}v")] == given["values"]
    assert [row[0].value for row in sheet["A2:A6"]] == data["categories"]
    assert "old" not in etree.tostring(root, encoding="unicode").replace("oldStyle", "")


@pytest.mark.parametrize(("series", "points"), [(1, 1), (2, 3), (4, 8)])
def test_series_and_categories_grow_and_shrink(series: int, points: int) -> None:
    root, _ = rendered(template(), value(series, points))
    assert [e.get("val") for e in all_of(root, "idx") if e.getparent().tag == f"{{{C}}}ser"] == [
        str(number) for number in range(series)
    ]
    counts = {e.get("val") for e in all_of(root, "ptCount")} - {"1"}
    assert counts <= {str(points)}


def test_a_missing_value_is_a_missing_point_and_an_empty_cell() -> None:
    data = value(1, 3)
    data["series"][0]["values"][1] = None
    root, sheet = rendered(template(), data)
    cache = all_of(root, "numCache")[0]
    assert [point.get("idx") for point in cache.iter(f"{{{C}}}pt")] == ["0", "2"]
    assert sheet["B3"].value is None


def test_names_are_written_as_they_stand_and_never_as_formulas() -> None:
    data = value(1, 1, categories=["=1+1"])
    data["series"][0]["name"] = "R&D <x>\x01"
    root, sheet = rendered(template(), data)
    assert "R&D <x>" in texts(root, "v")
    assert sheet["A2"].data_type == "s"
    assert sheet["B1"].value == "R&D <x>"


def test_the_number_format_is_the_values_else_the_templates() -> None:
    root, sheet = rendered(template(), value(1, 1, number_format="0.0%"))
    assert texts(root, "formatCode") == ["0.0%"]
    assert sheet["B2"].number_format == "0.0%"
    root, _ = rendered(template(), value(1, 1))
    assert texts(root, "formatCode") == ["General"]


def coloured(xml: bytes, *accents: str) -> bytes:
    """The template with its series filled in theme colours."""
    root = etree.fromstring(xml)
    for entry, accent in zip(all_of(root, "ser"), accents, strict=True):
        shape = etree.fromstring(
            f'<c:spPr xmlns:c="{C}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            f'<a:solidFill><a:schemeClr val="{accent}"/></a:solidFill></c:spPr>'
        )
        entry.find(f"{{{C}}}tx").addnext(shape)
    return etree.tostring(root)


def colours(root: etree._Element) -> list[str]:
    return re.findall(r'schemeClr\b[^>]*? val="(\w+)"', etree.tostring(root, encoding="unicode"))


def test_series_keep_the_templates_look_and_new_ones_take_free_accents_in_turn() -> None:
    xml = coloured(template(), "accent2", "accent1")
    root, _ = rendered(xml, value(4))
    assert colours(root)[:4] == ["accent2", "accent1", "accent3", "accent4"]


def test_many_series_never_share_a_colour_before_all_turns_are_used() -> None:
    root, _ = rendered(coloured(template(), "accent1", "accent2"), value(12))
    shown = etree.tostring(root, encoding="unicode")
    fills = re.findall(r"<a:solidFill>(.*?)</a:solidFill>", shown)
    assert len({re.sub(r' xmlns:a="[^"]*"', "", fill) for fill in fills}) == 12


def test_a_chart_of_bars_and_a_line_gives_its_series_in_turn_and_drops_an_empty_plot() -> None:
    root = etree.fromstring(template("COLUMN_CLUSTERED", 2))
    bars = all_of(root, "barChart")[0]
    second = all_of(root, "ser")[1]
    line = etree.SubElement(bars.getparent(), f"{{{C}}}lineChart")
    bars.addnext(line)
    line.append(second)
    for axis in (111, 222):
        etree.SubElement(line, f"{{{C}}}axId").set("val", str(axis))
    for name, axis, cross in (("catAx", "111", "222"), ("valAx", "222", "111")):
        made = etree.SubElement(bars.getparent(), f"{{{C}}}{name}")
        etree.SubElement(made, f"{{{C}}}axId").set("val", axis)
        etree.SubElement(made, f"{{{C}}}crossAx").set("val", cross)
    xml = etree.tostring(root)
    both, _ = rendered(xml, value(3))
    assert [len(all_of(plot, "ser")) for plot in all_of(both, "lineChart")] == [2]
    alone, _ = rendered(xml, value(1))
    assert all_of(alone, "lineChart") == []
    assert "111" not in [e.get("val") for e in all_of(alone, "axId")]


def test_looks_of_single_points_beyond_the_data_are_dropped() -> None:
    root = etree.fromstring(template("PIE"))
    entry = all_of(root, "ser")[0]
    for index in (0, 2):
        point = etree.fromstring(f'<c:dPt xmlns:c="{C}"><c:idx val="{index}"/></c:dPt>')
        entry.find(f"{{{C}}}cat").addprevious(point)
    xml = etree.tostring(root)
    kept, _ = rendered(xml, value(1, 3))
    assert len(all_of(kept, "dPt")) == 2
    short, _ = rendered(xml, value(1, 2))
    assert [e.find(f"{{{C}}}idx").get("val") for e in all_of(short, "dPt")] == ["0"]


def test_the_data_may_colour_single_points() -> None:
    root, _ = rendered(template(), value(1, 3, point_styles=["accent3", None, "FF0000"]))
    points = all_of(root, "dPt")
    assert [point.find(f"{{{C}}}idx").get("val") for point in points] == ["0", "2"]
    assert 'srgbClr val="FF0000"' in etree.tostring(points[1], encoding="unicode")


def test_dates_on_the_template_axis_become_plain_categories() -> None:
    root = etree.fromstring(template("LINE_MARKERS"))
    axis = all_of(root, "catAx")[0]
    axis.tag = f"{{{C}}}dateAx"
    etree.SubElement(axis, f"{{{C}}}baseTimeUnit").set("val", "months")
    found, _ = rendered(etree.tostring(root), value(1))
    assert all_of(found, "dateAx") == all_of(found, "baseTimeUnit") == []


def test_the_workbook_holds_only_what_is_plotted_and_is_the_same_each_time() -> None:
    chart = compile_chart(template())
    first, second = chart.render(value()), chart.render(value())
    assert first == second
    with zipfile.ZipFile(BytesIO(first[1])) as archive:
        assert len([name for name in archive.namelist() if "worksheets/" in name]) == 1
    assert chart.has_workbook


def test_a_chart_without_a_workbook_gets_one() -> None:
    root = etree.fromstring(template())
    root.remove(root.find(f"{{{C}}}externalData"))
    chart = compile_chart(etree.tostring(root))
    assert not chart.has_workbook
    assert f'r:id="{chart.workbook_id}"'.encode() in chart.render(value())[0]


def test_a_chart_whose_workbook_has_no_address_gets_one() -> None:
    damaged = re.sub(rb'(<c:externalData) r:id="[^"]*"', rb"\1", template())
    assert b"<c:externalData>" in damaged
    chart = compile_chart(damaged)
    made = chart.render(value())[0]
    assert made.count(b"externalData r:id=") == 1
    assert f'r:id="{chart.workbook_id}"'.encode() in made


@pytest.mark.parametrize("kind", ["XY_SCATTER", "BUBBLE"])
def test_charts_that_categories_cannot_fill_are_refused(kind: str) -> None:
    xml = template().replace(b"barChart", b"scatterChart" if "XY" in kind else b"bubbleChart")
    with pytest.raises(ChartFault, match="cannot be filled"):
        compile_chart(xml)


def test_what_is_no_chart_is_refused() -> None:
    with pytest.raises(ChartFault, match="is no chart"):
        compile_chart(b"<x/>")


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"categories": [], "series": []},
        {"categories": ["a"], "series": [{"name": "x", "values": [None]}]},
    ],
)
def test_nothing_to_draw_is_seen(data: Any) -> None:
    assert not has_points(data)
    with pytest.raises(ChartFault):
        compile_chart(template()).render(data or {})


def test_more_values_than_categories_are_refused() -> None:
    data = value(1, 2)
    data["categories"].pop()
    with pytest.raises(ChartFault, match="more values than categories"):
        compile_chart(template()).render(data)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("1.50"), "1.50"),
        (12, "12"),
        (0.1, "0.1"),
        (Decimal(12345678901234567890), "1.23456789012346E+19"),
        (Decimal("NaN"), None),
        (math.inf, None),
    ],
)
def test_numbers_have_the_digits_that_excel_keeps(number: Any, text: str | None) -> None:
    assert number_text(number) == text


def test_columns_have_letters_and_numbers_have_their_digits_counted() -> None:
    letters = [column_letters(index) for index in (1, 26, 27, 702, 703, 16384)]
    assert letters == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert [column_index(text) for text in letters] == [1, 26, 27, 702, 703, 16384]
    assert is_exact(Decimal(1000000000000000000))
    assert not is_exact(1234567890123456)
