"""The deck's template: 12 slides with 4 charts, 4 tables and a place for a map of 15 boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Emu, Inches, Pt

from contest.plan_template import drop
from contest.tags import OURS, Tags

FACTS = ("industry", "owner", "sponsor", "revenue", "pipeline", "gap", "renewal", "sites")
SUMMARY = ("position", "goal", "threat", "ask")
CHARTS = {
    "chart1": (XL_CHART_TYPE.COLUMN_CLUSTERED, 2),
    "chart2": (XL_CHART_TYPE.LINE_MARKERS, 3),
    "chart3": (XL_CHART_TYPE.BAR_STACKED, 3),
    "chart4": (XL_CHART_TYPE.PIE, 1),
}
TABLES = {
    "plays": ("name", "owner", "value", "due"),
    "renewals": ("name", "value", "date", "state"),
    "cases": ("name", "weight", "opened", "state"),
    "actions": ("what", "owner", "due", "status"),
}
MAP = (Inches(0.6), Inches(1.4), Inches(12.1), Inches(5.4))
PEOPLE = 15


def build(tags: Tags, drawn_map: bool = False) -> bytes:
    """``drawn_map``: the boxes and lines stand there already, for who can only fill them."""
    deck = pptx.Presentation()
    drop(deck.part.package._rels._rels, "/thumbnail")
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    cover = _slide(deck, tags.value("account.name"))
    _lines(cover, [f"{tags.value('account.city')}, {tags.value('as_of')}"])
    facts = _slide(deck, "Facts")
    _lines(facts, [f"{key.capitalize()}: {tags.value(f'account.{key}')}" for key in FACTS])
    for name, (kind, series) in CHARTS.items():
        _chart(_slide(deck, tags.value(f"{name}.title")), name, kind, series, tags)
    for name, fields in TABLES.items():
        _table(_slide(deck, name.capitalize()), name, fields, tags.rows(name, fields))
    people = _slide(deck, "People")
    if drawn_map:
        _draw_map(people)
    else:
        shape = people.shapes.add_shape(MSO_SHAPE.RECTANGLE, *MAP)
        _name(shape, "map", "{% map map %}" if tags is OURS else "")
    _lines(_slide(deck, "Summary"), [tags.value(f"summary.{key}") for key in SUMMARY])
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = title
    slide.shapes.title.name = "title"
    return slide


def _lines(slide: Any, texts: Sequence[str]) -> None:
    box = slide.shapes.add_textbox(Inches(0.6), Inches(1.5), Inches(12), Inches(5))
    box.name = "text"
    box.text_frame.word_wrap = True
    for at, text in enumerate(texts):
        frame = box.text_frame
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(18)


def _chart(slide: Any, name: str, kind: Any, series: int, tags: Tags) -> None:
    _lines(slide, [tags.value(f"{name}.message")])
    data = CategoryChartData()
    data.categories = ["a", "b", "c"]
    for number in range(series):
        data.add_series(f"s{number}", (1, 2, 3))
    box = (Inches(0.8), Inches(2.2), Inches(11.5), Inches(4.8))
    frame = slide.shapes.add_chart(kind, *box, data)
    frame.chart.has_legend = True
    frame.chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    frame.chart.legend.include_in_layout = False
    frame.chart.font.size = Pt(12)
    _name(frame, name, f"{{% chart {name}.chart %}}" if tags is OURS else "")


def _table(slide: Any, name: str, fields: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    box = (Inches(0.6), Inches(1.5), Inches(12.1), Inches(0.8))
    frame = slide.shapes.add_table(1 + len(rows), len(fields), *box)
    frame.name = name
    heads = [field.capitalize() for field in fields]
    for row, texts in zip(frame.table.rows, [heads, *rows], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            run = cell.text_frame.paragraphs[0].add_run()
            run.text = text
            run.font.size = Pt(14)


def _name(shape: Any, name: str, alt: str) -> None:
    shape.name = name
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def places(count: int = PEOPLE) -> Iterator[tuple[int, int | None, tuple[Emu, Emu, Emu, Emu]]]:
    """(number, its manager's, box) of people where each manager has two below."""
    left, top, width, height = MAP
    for number in range(count):
        level = (number + 1).bit_length() - 1
        across, at = 2**level, number + 1 - 2**level
        slot = width // across
        wide = min(int(slot * 0.9), Inches(2.2))
        box = (left + at * slot + (slot - wide) // 2, top + level * height // 4, wide, height // 6)
        yield number, (number - 1) // 2 if number else None, box


def _draw_map(slide: Any) -> None:
    boxes: list[Any] = []
    for number, manager, box in places():
        shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *box)
        shape.name = f"box{number}"
        for at, text in enumerate((f"{{{{title{number}}}}}", f"{{{{line{number}}}}}")):
            frame = shape.text_frame
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = text
            run.font.size = Pt(12)
        boxes.append(shape)
        if manager is not None:
            line = slide.shapes.add_connector(MSO_CONNECTOR.ELBOW, 0, 0, 0, 0)
            line.begin_connect(boxes[manager], 2)
            line.end_connect(shape, 0)
