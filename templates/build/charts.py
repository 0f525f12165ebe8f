"""Native charts for the templates: made and formatted with python-pptx, in theme colours.

Word has no chart interface in python-docx; the chart is made on a slide that is thrown away and
its part and workbook are carried over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from lxml import etree
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import ColorFormat
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.shapetree import SlideShapes
from pptx.util import Emu, Pt

SLOTS = {
    "blue": MSO_THEME_COLOR.ACCENT_1,
    "teal": MSO_THEME_COLOR.ACCENT_2,
    "amber": MSO_THEME_COLOR.ACCENT_3,
    "red": MSO_THEME_COLOR.ACCENT_4,
    "violet": MSO_THEME_COLOR.ACCENT_5,
    "slate": MSO_THEME_COLOR.ACCENT_6,
    "navy": MSO_THEME_COLOR.TEXT_2,
    "none": None,
}
_KINDS = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "stacked_bar": XL_CHART_TYPE.BAR_STACKED,
    "column_line": XL_CHART_TYPE.COLUMN_CLUSTERED,
}


@dataclass(frozen=True)
class Series:
    """``colour`` is a key of SLOTS; ``none`` is drawn invisible (the foot of a floating column).

    In a ``column_line`` chart the last series is the line, on an axis of its own. ``light`` mixes the
    colour with white (0 to 1) and outlines the area, so that in black and white print the areas of
    a chart are told apart by how dark they are.
    """

    name: str
    colour: str
    dash: bool = False
    labels: bool = True
    light: float = 0


@dataclass(frozen=True)
class Spec:
    kind: str
    series: Sequence[Series]
    number_format: str = "#,##0"
    size: float = 12  # points, of all text
    legend: bool = True
    gap: int = 60
    linked: bool = False  # labels are written as the data says


def add(shapes: SlideShapes, spec: Spec, box: tuple[int, int, int, int]) -> GraphicFrame:
    """A chart of ``spec`` with sample points in ``box`` (left, top, width, height in EMU)."""
    data: Any = CategoryChartData(number_format=spec.number_format)  # type: ignore[no-untyped-call] # python-pptx types no charts
    data.categories = ["A", "B", "C"]
    for index, series in enumerate(spec.series):
        data.add_series(series.name, [3 + index, 4 + index, 5 + index])
    left, top, width, height = (Emu(v) for v in box)
    # python-pptx says that it gives the chart; what it gives is the frame.
    frame = cast(GraphicFrame, shapes.add_chart(_KINDS[spec.kind], left, top, width, height, data))
    _format(frame.chart, spec)
    return frame


def parts(spec: Spec) -> tuple[bytes, bytes]:
    """Chart XML (its workbook's relation is ``@WORKBOOK@``) and the workbook, for a Word document."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    frame = add(slide.shapes, spec, (0, 0, 6000000, 2000000))
    part: Any = frame.chart.part
    root = etree.fromstring(part.blob)
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    for element in root.iter("{*}externalData"):
        element.set(relation, "@WORKBOOK@")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True), (
        part.chart_workbook.xlsx_part.blob
    )


def _format(chart: Chart, spec: Spec) -> None:
    chart.font.size = Pt(spec.size)
    chart.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    chart.has_title = False
    chart.has_legend = spec.legend
    if spec.legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    _axes(chart, spec)
    for drawn, wanted in zip(chart.plots[0].series, spec.series, strict=True):
        _series(drawn, wanted, spec)
    if spec.kind != "line":
        chart.plots[0].gap_width = spec.gap
        chart.plots[0].overlap = 100 if spec.kind.startswith("stacked") else -5
    if spec.kind == "column_line":
        _last_as_line(chart, spec)
    _frameless(chart)
    for index, series in enumerate(spec.series):
        if spec.legend and series.colour == "none":
            _hide_in_legend(chart, index)


def _frameless(chart: Chart) -> None:
    """No box around the chart: it stands on the page as text does."""
    space = chart._chartSpace
    after = space.find(qn("c:chart"))
    for old in space.findall(qn("c:spPr")):
        space.remove(old)
    after.addnext(parse_xml(_FRAMELESS))


def _hide_in_legend(chart: Chart, index: int) -> None:
    legend = chart._chartSpace.find(".//" + qn("c:legend"))
    entry = f'<c:legendEntry {_C}><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>'
    legend.find(qn("c:legendPos")).addnext(parse_xml(entry))


def _last_as_line(chart: Chart, spec: Spec) -> None:
    """Moves the last series into a line plot with axes of its own (python-pptx has no such chart)."""
    area = chart._chartSpace.find(".//" + qn("c:plotArea"))
    bars = area.find(qn("c:barChart"))
    series = bars.findall(qn("c:ser"))[-1]
    bars.remove(series)
    for name in ("c:invertIfNegative", "c:spPr"):
        for child in series.findall(qn(name)):
            series.remove(child)
    line = parse_xml(_LINE_PLOT)
    line.insert(2, series)
    bars.addnext(line)
    last = area.findall(qn("c:valAx"))[-1]
    for axis in reversed([parse_xml(text) for text in _SECOND_AXES]):
        last.addnext(axis)
    plot = chart.plots[1]
    _line(plot.series[0], spec.series[-1])
    _labels(plot.series[0], replace(spec, kind="line", number_format="#,##0.0"), spec.series[-1])


_C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
_LINE_PLOT = (
    f'<c:lineChart {_C}><c:grouping val="standard"/><c:varyColors val="0"/>'
    '<c:marker val="1"/><c:axId val="70000001"/><c:axId val="70000002"/></c:lineChart>'
)
_FRAMELESS = (
    f'<c:spPr {_C} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:noFill/>'
    "<a:ln><a:noFill/></a:ln></c:spPr>"
)
_LABEL_GROUND = (
    f'<c:spPr {_C} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill></c:spPr>'
)
_SECOND_AXES = (
    (
        f'<c:catAx {_C}><c:axId val="70000001"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        '<c:tickLblPos val="nextTo"/><c:crossAx val="70000002"/><c:crosses val="autoZero"/></c:catAx>'
    ),
    (
        f'<c:valAx {_C}><c:axId val="70000002"/><c:scaling><c:orientation val="minMax"/>'
        '<c:min val="0"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="r"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="70000001"/><c:crosses val="max"/></c:valAx>'
    ),
)


def _axes(chart: Chart, spec: Spec) -> None:
    category, value = chart.category_axis, chart.value_axis
    _faint(category.format.line.color)
    category.has_major_gridlines = False
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.reverse_order = spec.kind in ("bar", "stacked_bar")
    value.format.line.fill.background()
    on_axis = spec.kind != "stacked_bar" and (
        spec.kind in ("line", "column_line") or not any(s.labels for s in spec.series)
    )
    value.visible = value.has_major_gridlines = on_axis
    if value.has_major_gridlines:
        _faint(value.major_gridlines.format.line.color)
    value.tick_labels.number_format = spec.number_format
    value.tick_labels.number_format_is_linked = False


def _faint(colour: ColorFormat) -> None:
    colour.theme_color, colour.brightness = MSO_THEME_COLOR.BACKGROUND_1, -0.15


def _series(drawn: Any, wanted: Series, spec: Spec) -> None:
    if spec.kind == "line":
        _line(drawn, wanted)
    else:
        _area(drawn, wanted)
    if wanted.labels and wanted.colour != "none":
        _labels(drawn, spec, wanted)


def _line(drawn: Any, wanted: Series) -> None:
    drawn.smooth = False
    drawn.format.line.width = Pt(1.5 if wanted.dash else 2.5)
    _theme(drawn.format.line.color, wanted)
    if wanted.dash:
        drawn.format.line.dash_style = MSO_LINE.DASH
    drawn.marker.style = XL_MARKER_STYLE.NONE if wanted.dash else XL_MARKER_STYLE.CIRCLE
    if not wanted.dash:
        drawn.marker.size = 7
        drawn.marker.format.fill.solid()
        _theme(drawn.marker.format.fill.fore_color, wanted)


def _area(drawn: Any, wanted: Series) -> None:
    drawn.invert_if_negative = False
    if wanted.colour == "none":
        drawn.format.fill.background()
        return
    drawn.format.fill.solid()
    _theme(drawn.format.fill.fore_color, wanted)
    if wanted.light:
        drawn.format.fill.fore_color.brightness = wanted.light
        drawn.format.line.width = Pt(0.75)
        _theme(drawn.format.line.color, wanted)


def _theme(colour: ColorFormat, wanted: Series) -> None:
    colour.theme_color = SLOTS[wanted.colour]


def _labels(drawn: Any, spec: Spec, wanted: Series) -> None:
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format = spec.number_format
    labels.number_format_is_linked = False
    labels.font.size = Pt(spec.size)
    # LibreOffice would else break a number into lines where a bar is narrow.
    labels._element.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}").set("wrap", "none")
    if spec.kind == "stacked":
        dark = wanted.colour == "navy"
        if (
            not dark
        ):  # a step may be thinner than its label: the ground keeps it from being struck out
            labels._element.find(qn("c:numFmt")).addnext(parse_xml(_LABEL_GROUND))
        labels.font.color.theme_color = (
            MSO_THEME_COLOR.BACKGROUND_1 if dark else MSO_THEME_COLOR.TEXT_1
        )
        labels.position = XL_LABEL_POSITION.CENTER
        return
    labels.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    labels.position = (
        XL_LABEL_POSITION.ABOVE if spec.kind == "line" else XL_LABEL_POSITION.OUTSIDE_END
    )
    if spec.kind == "line":  # a ground keeps its labels readable where a line or column crosses
        labels._element.find(qn("c:numFmt")).addnext(parse_xml(_LABEL_GROUND))
    if spec.linked:  # said by leaving the format out: LibreOffice reads one that is there
        labels._element.remove(labels._element.find(qn("c:numFmt")))
