"""Charts and pictures on a sheet: inside blocks, beside them, over nothing."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

from generator.engine import Names, Rendered
from tests.engine_kit import png
from tests.excel_kit import (
    fill,
    part,
    part_names,
    plays,
    problems,
    render,
    saved,
    values,
    with_part,
    workbook,
)

BLOCK = {
    "A1": "All",
    "A2": "{% for d in divisions %}",
    "A3": "{{ d.name }}",
    "A4": "{% for p in d.plays %}{{ p.name }}",
    "B4": "{{ p.value }}{% endfor %}",
    "A6": "space for the chart",
    "A9": "{% endfor %}",
    "A10": "end",
}


def at(top: int, left: int, bottom: int, right: int) -> Any:
    """A two-cell anchor over rows and columns, counted from 1, that ends with the last's end."""
    return TwoCellAnchor(
        _from=AnchorMarker(col=left - 1, row=top - 1), to=AnchorMarker(col=right, row=bottom)
    )


def chart(sheet: Any, cells: str, names: str, anchor: Any, title: str | None = None) -> Any:
    """A bar chart of one series over ``cells``, named by ``names``."""
    made = BarChart()
    made.add_data(Reference(sheet, range_string=f"{sheet.title}!{cells}"), titles_from_data=False)
    made.set_categories(Reference(sheet, range_string=f"{sheet.title}!{names}"))
    made.title = title
    made.anchor = anchor
    sheet.add_chart(made)
    return made


def charts(rendered: Rendered) -> list[str]:
    """The chart parts in the order in which they stand on the first sheet."""
    rels = part(rendered, "xl/drawings/_rels/drawing1.xml.rels")
    found: list[tuple[str, str]] = []
    for item in re.findall(r"<Relationship [^>]*>", rels):
        target, id_ = re.search(r'Target="([^"]*)"', item), re.search(r'Id="([^"]*)"', item)
        assert target
        assert id_
        found.append((id_[1], target[1]))
    named = dict(found)
    drawn = re.findall(r'<c:chart\b[^>]*r:id="([^"]*)"', part(rendered, "xl/drawings/drawing1.xml"))
    return [part(rendered, "xl/" + named[id_].rpartition("xl/")[2].lstrip("./")) for id_ in drawn]


def ranges(xml: str) -> list[str]:
    return re.findall(r"<c:f>([^<]*)</c:f>", xml)


def points(xml: str) -> list[str]:
    return re.findall(r"<c:v>([^<]*)</c:v>", xml)


def rows(rendered: Rendered) -> list[int]:
    """First and last rows of all anchors, from 1."""
    found = re.findall(r"<xdr:row>(\d+)</xdr:row>", part(rendered, "xl/drawings/drawing1.xml"))
    return [int(row) + 1 for row in found]


# -- charts inside and beside blocks ---------------------------------------------------------------


def test_a_chart_inside_a_repeated_block_is_copied_and_shows_its_own_repeat() -> None:
    book = workbook(BLOCK)
    chart(book.active, "$B$4:$B$4", "$A$4:$A$4", at(6, 1, 8, 3), "Plays of {{ d.name }}")
    rendered = render(book)
    shown = charts(rendered)
    assert [ranges(xml) for xml in shown] == [
        ["Plan!$A$3:$A$4", "Plan!$B$3:$B$4"],
        ["Plan!$A$10", "Plan!$B$10"],
    ]
    assert [points(xml)[-2:] for xml in shown] == [["10", "20"], ["Play 1", "10"]]
    assert ["Plays of North" in shown[0], "Plays of South" in shown[1]] == [True, True]
    assert rows(rendered) == [6, 9, 12, 15]


def test_a_chart_in_a_block_and_one_below_it_keep_apart() -> None:
    book = workbook(BLOCK)
    chart(book.active, "$B$4:$B$4", "$A$4:$A$4", at(6, 1, 8, 3))
    chart(book.active, "$B$4:$B$4", "$A$4:$A$4", at(30, 1, 38, 3))
    rendered = render(book)
    ids = re.findall(r'Id="([^"]*)"', part(rendered, "xl/drawings/_rels/drawing1.xml.rels"))
    assert len(ids) == len(set(ids)) == len(charts(rendered)) == 3


def test_two_charts_in_one_frame_are_refused() -> None:
    book = workbook({"A1": 5})
    chart(book.active, "$A$1:$A$1", "$A$1:$A$1", at(3, 1, 4, 3))
    data = saved(book)
    name = "xl/drawings/drawing1.xml"
    twice = re.sub(r"<(\w+:)?chart\b[^>]*/>", lambda found: found.group() * 2, part(data, name))
    (fault,) = problems(with_part(data, name, twice.encode()))
    assert fault.place == "sheet Plan, chart"
    assert "stands with another in one frame" in fault.message


def test_a_chart_of_a_block_without_repeats_leaves_no_part_behind() -> None:
    book = workbook(BLOCK)
    chart(book.active, "$B$4:$B$4", "$A$4:$A$4", at(6, 1, 8, 3))
    rendered = render(book, divisions=[])
    assert not [name for name in part_names(rendered) if "charts/" in name]


def test_a_chart_beside_repeated_rows_stands_once_and_keeps_its_size() -> None:
    book = workbook({"A1": "x", "A2": "{% row for p in plays %}{{ p.value }}{% endfor %}", "A9": 1})
    chart(book.active, "$A$2:$A$2", "$A$2:$A$2", at(2, 4, 12, 9))
    rendered = render(book, plays=plays(30))
    assert rows(rendered) == [2, 13]
    assert ranges(charts(rendered)[0])[-1] == "Plan!$A$2:$A$31"


@pytest.mark.parametrize("shown", [True, False])
def test_a_chart_inside_a_condition_stands_or_leaves_with_its_rows(shown: bool) -> None:
    book = workbook({"A1": 5, "A2": "{% if shown %}", "A3": "chart", "A5": "{% endif %}"})
    chart(book.active, "$A$1:$A$1", "$A$1:$A$1", at(3, 1, 4, 3), "{{ account.name }}")
    parts = [name for name in part_names(render(book, shown=shown)) if "charts/chart" in name]
    assert len(parts) == shown


def test_a_chart_that_has_nothing_to_show_says_so_in_its_place() -> None:
    book = workbook({"A1": "x", "A2": "{% row for p in plays %}{{ p.value }}{% endfor %}"})
    chart(book.active, "$A$2:$A$2", "$A$2:$A$2", at(4, 1, 9, 4))
    rendered = render(book, plays=[])
    drawing = part(rendered, "xl/drawings/drawing1.xml")
    assert "<a:t>No data</a:t>" in drawing
    assert "graphicFrame" not in drawing
    assert not [name for name in part_names(rendered) if "charts/" in name]
    assert "No data" not in part(render(book, plays=plays(1)), "xl/drawings/drawing1.xml")


def test_values_that_only_excel_computes_are_no_empty_chart() -> None:
    book = workbook({"A1": "=BESSELI(1,2)", "A2": "{{ account.arr }}"})
    chart(book.active, "$A$1:$A$1", "$A$1:$A$1", at(4, 1, 9, 4))
    assert len(charts(render(book))) == 1


# -- series ----------------------------------------------------------------------------------------

GRID = {
    "A1": "Unit",
    "B1": "{% column for p in products %}{{ p.name }}{% endfor %}",
    "A2": "{% for u in units %}{{ u.name }}",
    "B2": "{% column for c in u.cells %}{{ c.value }}{% endfor %}",
    "C2": "{% endfor %}",
}


def grid_chart(name: str, cat: str) -> Any:
    """A chart over a grid's one cell; its series is named by ``name``."""
    book = workbook(GRID)
    made = LineChart()
    made.series.append(Series(Reference(book.active, range_string="Plan!$B$2")))
    made.series[0].tx = _named(f"Plan!{name}")
    made.set_categories(Reference(book.active, range_string=f"Plan!{cat}"))
    made.series[0].graphicalProperties.line.solidFill = "FF0000"
    made.series[0].smooth = True
    made.anchor = at(5, 1, 12, 6)
    book.active.add_chart(made)
    return book


def _named(cell: str) -> Any:
    from openpyxl.chart.data_source import StrRef
    from openpyxl.chart.series import SeriesLabel

    return SeriesLabel(strRef=StrRef(cell))


def test_each_repeated_column_of_a_chart_is_a_series() -> None:
    (xml,) = charts(render(grid_chart("$B$1", "$A$2")))
    assert ranges(xml) == [
        *("Plan!$B$1", "Plan!$A$2:$A$3", "Plan!$B$2:$B$3"),
        *("Plan!$C$1", "Plan!$A$2:$A$3", "Plan!$C$2:$C$3"),
    ]
    assert points(xml) == [
        "Desk",
        "Unit 1",
        "Unit 2",
        "1",
        "2",
        "Lamp",
        "Unit 1",
        "Unit 2",
        "2",
        "4",
    ]
    assert re.findall(r'<c:(idx|order) val="(\d)"', xml) == [
        *(("idx", "0"), ("order", "0"), ("idx", "1"), ("order", "1")),
    ]
    assert xml.count("FF0000") == 1  # the second takes a colour of its own
    assert xml.count('<c:smooth val="1"') == 2


def test_each_repeated_row_of_a_chart_is_a_series_where_its_name_stands_beside_it() -> None:
    (xml,) = charts(render(grid_chart("$A$2", "$B$1")))
    assert ranges(xml) == [
        *("Plan!$A$2", "Plan!$B$1:$C$1", "Plan!$B$2:$C$2"),
        *("Plan!$A$3", "Plan!$B$1:$C$1", "Plan!$B$3:$C$3"),
    ]


def test_a_chart_of_a_grid_without_columns_says_that_there_is_nothing() -> None:
    units = [{"name": "Unit 1", "cells": []}]
    rendered = render(grid_chart("$B$1", "$A$2"), products=[], units=units)
    assert "<a:t>No data</a:t>" in part(rendered, "xl/drawings/drawing1.xml")


# -- pictures --------------------------------------------------------------------------------------

LOGOS = Names(
    {
        "plays": [{"name": "text", "logo": "picture"}],
        "products": [{"name": "text", "logo": "picture"}],
        "shown": "flag",
    }
)


XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PICTURE = (
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Logo" descr="{0}"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    '<xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
    '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="190500" cy="190500"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
)
SHAPE = (
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="3" name="Box"/><xdr:cNvSpPr/>'
    '</xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
    "<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{0}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
)


def drawn(cells: dict[str, Any], box: tuple[int, int, int, int], *things: str) -> bytes:
    """A workbook with these things on its sheet, all over the same rows and columns."""
    book = workbook(cells)
    book.active.add_image(Image(BytesIO(png(20, 20))))
    top, left, bottom, right = box
    ends = "".join(
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        for name, row, column in (("from", top - 1, left - 1), ("to", bottom, right))
    )
    anchors = [f"<xdr:twoCellAnchor>{ends}{x}<xdr:clientData/></xdr:twoCellAnchor>" for x in things]
    xml = (
        f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{MAIN}" xmlns:r="{R}">{"".join(anchors)}</xdr:wsDr>'
    )
    return with_part(saved(book), "xl/drawings/drawing1.xml", xml.encode())


def logo_book(cells: dict[str, Any], box: tuple[int, int, int, int], alt: str) -> bytes:
    return drawn(cells, box, PICTURE.format(alt))


def logos(*sizes: int | None) -> list[dict[str, Any]]:
    return [
        {"name": f"P{at}", "logo": size and {"alt": "", "data": png(size, size)}}
        for at, size in enumerate(sizes)
    ]


def test_a_picture_in_a_repeated_row_shows_the_picture_of_its_row() -> None:
    cells = {"A1": "x", "A2": "{% row for p in plays %}{{ p.name }}{% endfor %}", "A3": "end"}
    data = logo_book(cells, (2, 3, 2, 3), "{% picture p.logo %}Logo of {{ p.name }}")
    rendered = render(data, LOGOS, plays=logos(30, None, 50))
    drawing = part(rendered, "xl/drawings/drawing1.xml")
    assert re.findall(r'descr="([^"]*)"', drawing) == ["Logo of P0", "Logo of P2"]
    assert rows(rendered) == [2, 3, 4, 5]
    assert pictures(rendered) == {png(30, 30), png(50, 50)}


def test_a_picture_in_a_repeated_column_is_repeated() -> None:
    cells = {"A1": "x", "B1": "{% column for p in products %}{{ p.name }}{% endfor %}"}
    data = logo_book(cells, (3, 2, 3, 2), "A still picture")
    drawing = part(render(data, products=logos(1, 1, 1)), "xl/drawings/drawing1.xml")
    assert re.findall(r"<xdr:col>(\d+)</xdr:col>", drawing) == ["1", "2", "2", "3", "3", "4"]


def test_a_picture_in_a_row_without_cells_of_a_block_reads_the_names_of_its_repeat() -> None:
    cells = {"A1": "{% for p in plays %}", "A2": "{{ p.name }}", "A5": "{% endfor %}"}
    data = logo_book(cells, (3, 2, 4, 2), "Logo of {{ p.name }}")
    rendered = render(data, LOGOS, plays=logos(30, 30))
    drawing = part(rendered, "xl/drawings/drawing1.xml")
    assert re.findall(r'descr="([^"]*)"', drawing) == ["Logo of P0", "Logo of P1"]
    assert rows(rendered) == [2, 4, 5, 7]


def test_a_text_box_in_a_repeated_row_prints_its_row() -> None:
    cells = {"A1": "{% row for p in plays %}{{ p.name }}{% endfor %}", "A2": "end"}
    data = drawn(cells, (1, 2, 1, 3), PICTURE.format("x"), SHAPE.format("See {{ p.name }}"))
    rendered = render(data, LOGOS, plays=logos(1, 1))
    shown = part(rendered, "xl/drawings/drawing1.xml")
    assert re.findall(r"<a:t>([^<]*)</a:t>", shown) == ["See P0", "See P1"]


def pictures(rendered: Rendered) -> set[bytes]:
    with zipfile.ZipFile(BytesIO(rendered.data)) as archive:
        return {archive.read(name) for name in archive.namelist() if "/media/" in name}


def test_frames_reach_as_far_as_the_cells_they_spanned_and_pictures_keep_their_size() -> None:
    cells = {"A1": "x", "A2": "{% row for p in plays %}{{ p.name }}{% endfor %}", "A3": "end"}
    data = drawn(cells, (1, 1, 2, 2), SHAPE.format("frame"), PICTURE.format("x"))
    assert rows(render(data, plays=plays(9))) == [1, 11, 1, 3]


def test_charts_that_nothing_can_fill_are_refused() -> None:
    frame = (
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Waterfall"/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm/><a:graphic><a:graphicData "
        'uri="http://schemas.microsoft.com/office/drawing/2014/chartex">'
        '<cx:chart xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex" '
        'r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>'
    )
    data = drawn({"A1": 1}, (2, 1, 9, 5), frame)
    name = "xl/drawings/_rels/drawing1.xml.rels"
    kind = "http://schemas.microsoft.com/office/2014/relationships/chartEx"
    rels = re.sub(r'Type="[^"]*"', f'Type="{kind}"', part(data, name))
    found = problems(with_part(data, name, rels.encode()))
    assert "holds a chart that cannot be filled" in found[0].message


def test_charts_and_pictures_of_a_repeated_sheet_read_its_names() -> None:
    book = workbook({"A1": "x"}, "First")
    sheet = book.create_sheet("{{ d.name }}")
    fill(sheet, {"A1": "{% sheet for d in divisions %}{% endfor %}5"})
    fill(sheet, {"A2": "{% row for p in d.plays %}{{ p.value }}{% endfor %}"})
    made = BarChart()
    made.add_data(Reference(sheet, min_col=1, min_row=2))
    made.title = "Of {{ d.name }}"
    made.anchor = at(4, 1, 9, 4)
    sheet.add_chart(made)
    divisions = [*values()["divisions"], {"name": "West", "plays": []}]
    rendered = render(book, divisions=divisions)
    found = [name for name in part_names(rendered) if "charts/chart" in name]
    assert [re.findall("Of (?:North|South)", part(rendered, name)) for name in found] == [
        *(["Of North"], ["Of South"]),
    ]
    assert "No data" in part(rendered, "xl/drawings/drawing3.xml")
