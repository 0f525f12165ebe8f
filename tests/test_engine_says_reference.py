"""A value that reads like a reference of Office XML is a text like any other."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
from lxml import etree
from openpyxl.chart import BarChart, Reference

from generator.office.package import open_package, references
from tests.engine_kit import add_chart, deck, play, render, saved, values
from tests.excel_kit import render as fill
from tests.excel_kit import workbook

SAID = """say r:id="rId99" r:embed='x' r:link="y" now"""


def texts_of(data: bytes, folder: str) -> list[str]:
    """What the elements of a folder's parts say."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [n for n in archive.namelist() if n.startswith(folder) and n.endswith(".xml")]
        roots = [etree.fromstring(archive.read(name)) for name in parts]
    return [text for root in roots for text in root.itertext()]


def test_a_relationship_is_named_in_an_attribute_and_not_in_a_text() -> None:
    xml = (
        b"""<a b="1 > 0" r:id="rId1"><c d='"' r:embed="rId2"/>x r:id="rId3" <e>" r:id="rId4"</e>"""
    )
    assert references(xml) == {"rId1", "rId2"}


def test_such_a_value_stands_in_a_cell_and_in_what_a_formula_gives() -> None:
    book = workbook({"A1": "{{ account.name }}", "A2": '="a"&A1'})
    rendered = fill(book, account={"name": SAID})
    open_package(rendered.data, filename="made.xlsx", tags=False)
    sheet = openpyxl.load_workbook(BytesIO(rendered.data), data_only=True).active
    assert [sheet["A1"].value, sheet["A2"].value] == [SAID, "a" + SAID]


def test_such_a_value_stands_in_the_charts_of_a_workbook() -> None:
    book = workbook({"A1": "Name", "B1": "Value"})
    sheet = book.active
    sheet["A2"], sheet["B2"] = "{% for p in plays %}{{ p.name }}", "{{ p.value }}{% endfor %}"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2))
    sheet.add_chart(chart, "E5")
    rendered = fill(book, plays=[play(SAID)])
    open_package(rendered.data, filename="made.xlsx", tags=False)
    assert SAID in texts_of(rendered.data, "xl/charts/")


def test_such_a_value_stands_in_the_chart_of_a_slide() -> None:
    made = deck("{{ account.name }}")
    add_chart(made.slides[0], "{% chart charts.revenue %}")
    data = values()
    data["charts"]["revenue"]["categories"][0] = SAID
    rendered = render(saved(made), data)
    open_package(rendered.data, filename="made.pptx", tags=False)
    assert SAID in texts_of(rendered.data, "ppt/charts/")
