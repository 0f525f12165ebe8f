"""python-pptx filling the deck's template: texts, charts' data, table rows, a map's boxes."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.dml import MSO_THEME_COLOR as COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

from contest import deck_template

_TAG = re.compile(r"\{\{ ([\w.]+) \}\}")
_TONES = {
    "strong": (COLOR.ACCENT_1, 0.0),
    "medium": (COLOR.ACCENT_1, 0.6),
    "weak": (COLOR.ACCENT_1, 0.8),
    "neutral": (COLOR.BACKGROUND_1, -0.05),
    "risk": (COLOR.BACKGROUND_1, 0.0),
}


def python_pptx(path: Path) -> Callable[[dict[str, Any], Path], None]:
    def make(line: dict[str, Any], target: Path) -> None:
        deck = pptx.Presentation(path)
        for slide in deck.slides:
            for shape in list(slide.shapes):
                _fill(slide, shape, line["texts"])
        deck.save(target)

    return make


def _fill(slide: Any, shape: Any, texts: Mapping[str, Any]) -> None:
    if shape.has_chart:
        _fill_chart(shape.chart, texts[shape.name]["chart"])
    elif shape.has_table:
        _fill_table(shape.table, texts[shape.name])
    elif shape.name == "map":
        _fill_map(slide, shape, texts["map"]["nodes"])
    elif shape.has_text_frame:
        _fill_text(shape.text_frame, texts)


def _fill_text(frame: Any, texts: Mapping[str, Any]) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            if "{{" in run.text:
                run.text = _TAG.sub(lambda tag: _at(texts, tag[1]), run.text)


def _at(texts: Any, path: str) -> str:
    for name in path.split("."):
        texts = texts[name]
    return str(texts)


def _fill_chart(chart: Any, value: Mapping[str, Any]) -> None:
    data = CategoryChartData(number_format=value["number_format"])
    data.categories = value["categories"]
    for series in value["series"]:
        data.add_series(series["name"], series["values"])
    chart.replace_data(data)


def _fill_table(table: Any, items: list[Mapping[str, Any]]) -> None:
    pattern = table.rows[1]._tr
    for item in items:
        row = copy.deepcopy(pattern)
        pattern.addprevious(row)
        for cell in row.tc_lst:
            for run in cell.txBody.p_lst[0].r_lst:
                run.text = _TAG.sub(lambda tag, item=item: item[tag[1]], run.text)
    pattern.getparent().remove(pattern)


def _fill_map(slide: Any, place: Any, nodes: list[Mapping[str, Any]]) -> None:
    place._element.getparent().remove(place._element)
    boxes: list[Any] = []
    for number, manager, box in deck_template.places(len(nodes)):
        shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *box)
        _fill_box(shape, nodes[number])
        boxes.append(shape)
        if manager is not None:
            line = slide.shapes.add_connector(MSO_CONNECTOR.ELBOW, 0, 0, 0, 0)
            line.begin_connect(boxes[manager], 2)
            line.end_connect(shape, 0)


def _fill_box(shape: Any, node: Mapping[str, Any]) -> None:
    colour, brightness = _TONES[node["tone"]]
    shape.fill.solid()
    shape.fill.fore_color.theme_color = colour
    shape.fill.fore_color.brightness = brightness
    is_risk, is_dark = node["tone"] == "risk", node["tone"] == "strong"
    shape.line.color.theme_color = COLOR.ACCENT_4 if is_risk else COLOR.ACCENT_1
    shape.line.width = Pt(2.25 if is_risk else 0.75)
    frame = shape.text_frame
    for at, text in enumerate((node["title"], *node["lines"])):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.CENTER
        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(12)
        run.font.bold = at == 0
        run.font.color.theme_color = COLOR.BACKGROUND_1 if is_dark else COLOR.TEXT_1
