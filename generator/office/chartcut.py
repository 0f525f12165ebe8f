"""A chart part cut into text and gaps, so that filling it is nothing but joining strings.

The tree is marked with processing instructions where something varies, written out once, and split
at the marks. Source of the elements' order: ECMA-376 part 1, §21.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_Element = etree._Element

_UNFIT = (
    "scatterChart",
    "bubbleChart",
    "stockChart",
    "surfaceChart",
    "surface3DChart",
    "ofPieChart",
)
_AXES = ("catAx", "valAx", "dateAx", "serAx")
_MARK = re.compile(r"<\?fill (\+|-|)(\w+) ?(\S*)\?>")
# A series' children in schema order, over all kinds of chart.
_ORDER: tuple[str, ...] = (
    *("idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "marker", "explosion"),
    *("dPt", "dLbls", "trendline", "errBars", "cat", "val", "smooth", "shape", "extLst"),
)
_DATE_ONLY = ("baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit", "minorTimeUnit")


class ChartFault(ValueError):
    """A chart that cannot be filled; the message follows the chart's name in a report."""


@dataclass(frozen=True, slots=True)
class Group:
    """A gap, or pieces that may be left out or repeated."""

    name: str
    argument: str
    pieces: tuple[Piece, ...] = ()


Piece = str | Group


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot of the chart (its bars, its lines …): numbers of its series, ids of its axes."""

    series: tuple[int, ...]
    axes: tuple[str, ...]


@dataclass(frozen=True)
class Cut:
    pieces: tuple[Piece, ...]
    prefix: str
    plots: tuple[Plot, ...]
    number_format: str
    accents_used: tuple[str, ...]
    workbook_id: str
    has_workbook: bool


def cut(xml: bytes) -> Cut:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True)
    root = etree.fromstring(xml, parser)
    area = root.find(f".//{_c('plotArea')}")
    if root.tag != _c("chartSpace") or area is None:
        raise ChartFault("is no chart")
    plots = _plots(area)
    series = _numbered_series(plots)
    number_format = root.findtext(f".//{_c('numCache')}/{_c('formatCode')}") or "General"
    accents = tuple(_accent(entry) for entry in series)
    described = tuple(_described(plot, series) for plot in plots)
    _drop_residue(root)
    has_workbook, workbook_id = _workbook(root)
    for number, entry in enumerate(series):
        _mark_series(entry, number)
    _mark_frame(root, area, plots)
    text = _HEAD + etree.tostring(root, encoding="unicode")
    prefix = f"{root.prefix}:" if root.prefix else ""
    pieces = _split(text)
    return Cut(pieces, prefix, described, number_format, accents, workbook_id, has_workbook)


def _c(name: str) -> str:
    return f"{{{C}}}{name}"


def _a(name: str) -> str:
    return f"{{{A}}}{name}"


def _plots(area: _Element) -> list[_Element]:
    plots = [child for child in area if str(child.tag).endswith("Chart")]
    for plot in plots:
        kind = etree.QName(plot).localname
        if kind in _UNFIT:
            raise ChartFault(
                f"is of a kind that cannot be filled ({kind}): use bars, lines or a pie"
            )
    if not any(plot.find(_c("ser")) is not None for plot in plots):
        raise ChartFault("has no series to take the formatting from")
    return plots


def _numbered_series(plots: Sequence[_Element]) -> list[_Element]:
    """All series in the order in which Office lists them (c:order), over all plots."""
    found = [entry for plot in plots for entry in plot.findall(_c("ser"))]
    return sorted(found, key=_order)


def _order(series: _Element) -> int:
    order = series.find(_c("order"))
    return int(order.get("val", "0")) if order is not None else 0


def _described(plot: _Element, series: Sequence[_Element]) -> Plot:
    own = plot.findall(_c("ser"))
    numbers = tuple(number for number, entry in enumerate(series) if entry in own)
    return Plot(numbers, tuple(axis.get("val", "") for axis in plot.findall(_c("axId"))))


def _drop_residue(root: _Element) -> None:
    """What belongs to the template's own data: pivot sources, unique ids, hand-written labels."""
    drop_hidden(root)
    _remove_all(root.iter(_c("pivotSource"), _c("pivotFmts"), _c("errBars"), _c("userShapes")))
    for series in root.iter(_c("ser"), _c("dPt")):
        _remove_all(series.findall(_c("extLst")))
    # python-pptx writes it in radar charts, where the schema has it not.
    _remove_all(root.iterfind(f".//{_c('radarChart')}/{_c('ser')}/{_c('smooth')}"))
    for label in list(root.iter(_c("dLbl"))):
        fields = [field.get("type") for field in label.iter(_a("fld"))]
        if label.find(_c("tx")) is not None and (not fields or "CELLRANGE" in fields):
            _remove(label)
    for field in root.iter(_a("fld")):
        for shown in field.findall(_a("t")):
            shown.text = f"[{field.get('type')}]"  # as Office writes it before it has a value
    for title in root.iter(_c("title")):
        _unlink(title)
    for axis in list(root.iter(_c("dateAx"))):
        # Categories are texts: on a date axis they would be read as days 1, 2, 3.
        axis.tag = _c("catAx")
        for name in _DATE_ONLY:
            _remove_all(axis.findall(_c(name)))


def drop_hidden(root: _Element) -> None:
    """What nobody sees of a chart: filtered series, ranges of labels, page headers for printing."""
    _remove_all(root.iter(_c("printSettings")))
    for extension in list(root.iter(_c("ext"))):
        if any((text or "").strip() for text in extension.itertext()):
            _remove(extension)


def _unlink(title: _Element) -> None:
    """An axis title that shows a cell keeps the words that were seen, without the cell."""
    parent, linked = title.getparent(), title.find(f"{_c('tx')}/{_c('strRef')}")
    if parent is None or parent.tag == _c("chart") or linked is None:
        return
    words = linked.findtext(f".//{_c('v')}") or ""
    rich = etree.Element(_c("rich"))
    etree.SubElement(rich, _a("bodyPr"))
    paragraph = etree.SubElement(rich, _a("p"))
    etree.SubElement(etree.SubElement(paragraph, _a("r")), _a("t")).text = words
    holder = linked.getparent()
    assert holder is not None
    holder.replace(linked, rich)


def _remove_all(elements: Iterable[_Element]) -> None:
    for element in list(elements):
        _remove(element)


def _workbook(root: _Element) -> tuple[bool, str]:
    external = root.find(_c("externalData"))
    if external is not None and external.get(f"{{{R}}}id"):
        return True, external.get(f"{{{R}}}id", "")
    if external is not None:  # it leads nowhere
        _remove(external)
    external = etree.Element(_c("externalData"), {f"{{{R}}}id": "rIdWorkbook"})
    etree.SubElement(external, _c("autoUpdate"), {"val": "0"})
    after = [root.find(_c(name)) for name in ("printSettings", "userShapes", "extLst")]
    following = next((element for element in after if element is not None), None)
    if following is None:
        root.append(external)
    else:
        following.addprevious(external)
    return False, "rIdWorkbook"


_GAPS = {"tx": "name", "cat": "categories", "val": "values"}


def _mark_series(series: _Element, number: int) -> None:
    for name in ("idx", "order"):
        element = series.find(_c(name))
        if element is None:
            element = _insert(series, name)
        element.set("val", "\ufdd0")
    for name in _GAPS:
        for element in series.findall(_c(name)):
            _remove(element)
        _insert(series, name)
    _mark_points(series)
    for name, gap in _GAPS.items():
        for element in series.findall(_c(name)):
            element.addprevious(_mark("", gap))
            _remove(element)
    _mark_colour(series)
    _wrap(series, "series", str(number))


def _insert(series: _Element, name: str) -> _Element:
    """A new empty child ``name`` where the schema has it, after others of that name."""
    element = etree.Element(_c(name))
    later = {_c(other) for other in _ORDER[_ORDER.index(name) + 1 :]}
    for child in series:
        if child.tag in later:
            child.addprevious(element)
            return element
    series.append(element)
    return element


def _mark_points(series: _Element) -> None:
    _insert(series, "dPt").addprevious(_mark("", "points"))
    _remove(series.findall(_c("dPt"))[-1])
    labels = series.find(_c("dLbls"))
    single = series.findall(_c("dPt")) + (labels.findall(_c("dLbl")) if labels is not None else [])
    for element in single:
        index = element.find(_c("idx"))
        _wrap(element, "point", index.get("val", "0") if index is not None else "0")


def _accent(series: _Element) -> str:
    colour = _main_colour(series)
    return colour.get("val", "") if colour is not None and colour.tag == _a("schemeClr") else ""


def _main_colour(series: _Element) -> _Element | None:
    """The colour of a series' fill; of its line where it has no fill."""
    shape = series.find(_c("spPr"))
    if shape is None:
        return None
    for path in (_a("solidFill"), f"{_a('ln')}/{_a('solidFill')}"):
        fill = shape.find(path)
        if fill is not None and len(fill):
            return fill[0]
    return None


def _mark_colour(series: _Element) -> None:
    main = _main_colour(series)
    if main is None:
        return
    same = [
        element
        for name in ("spPr", "marker")
        for holder in series.findall(_c(name))
        for element in holder.iter(main.tag)
        if element.get("val") == main.get("val")
    ]
    for element in same:
        _wrap(element, "colour", "")


def _mark_frame(root: _Element, area: _Element, plots: Sequence[_Element]) -> None:
    for number, plot in enumerate(plots):
        _wrap(plot, "plot", str(number))
    for axis in [child for child in area if child.tag in {_c(name) for name in _AXES}]:
        id_ = axis.find(_c("axId"))
        _wrap(axis, "axis", id_.get("val", "") if id_ is not None else "")
    for title in root.iterfind(f"{_c('chart')}/{_c('title')}/{_c('tx')}"):
        if title.find(_c("strRef")) is not None:
            title.addprevious(_mark("", "title"))
            _remove(title)


def _mark(side: str, name: str, argument: str = "") -> _Element:
    return etree.ProcessingInstruction("fill", f"{side}{name} {argument}".strip())


def _wrap(element: _Element, name: str, argument: str) -> None:
    tail, element.tail = element.tail, None
    element.addprevious(_mark("+", name, argument))
    element.addnext(_mark("-", name, argument))
    following = element.getnext()
    if following is not None:
        following.tail = tail


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _split(text: str) -> tuple[Piece, ...]:
    """Text between marks as strings; what ``+`` opens and ``-`` closes as groups."""
    parts = _MARK.split(text)
    return tuple(_pieces(iter(_tokens(parts))))


def _tokens(parts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    yield "text", parts[0], ""
    for at in range(1, len(parts), 4):
        side, name, argument, text = parts[at : at + 4]
        yield side, name, argument
        yield "text", text, ""


def _pieces(tokens: Iterator[tuple[str, str, str]]) -> Iterator[Piece]:
    for side, name, argument in tokens:
        if side == "-":
            return
        if side == "+":
            yield Group(name, argument, tuple(_pieces(tokens)))
        elif side == "":
            yield Group(name, argument)
        else:
            yield from _numbers(name)


def _numbers(text: str) -> Iterator[Piece]:
    """The series' own number stands where its ``idx`` and ``order`` were marked."""
    for position, part in enumerate(text.split("\ufdd0")):
        if position:
            yield Group("number", "")
        if part:
            yield part
