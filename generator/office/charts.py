"""Native charts refilled: new categories and series in the template chart's formatting.

``compile_chart`` cuts a chart part into text and gaps once; ``ChartTemplate.render`` fills the gaps
for one value and writes the workbook behind it. PowerPoint and Word draw a chart from the cache in
its XML and open the workbook only on "Edit data": both are written from the same description.

A value: ``{"categories": [str], "series": [{"name": str, "values": [number or None]}]}``, with an
optional ``"number_format"`` and ``"point_styles"`` (by category: an accent such as ``accent2``, a
colour ``RRGGBB``, or None; for the first series). Series take the template's series in their order;
further ones are made like the last in the next theme accents; what is not needed is dropped, and
with it a plot and its axes that have no series left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from . import chartcut
from .chartcut import ChartFault, Group, Piece
from .sheettext import held, xstring
from .text import column_letters, escape, escape_attribute, number_text
from .workbook import SHEET, chart_workbook

__all__ = ["ChartFault", "ChartTemplate", "compile_chart", "has_points"]

_COLOUR = re.compile(r"[0-9A-Fa-f]{6}$")
# Lighter and darker turns of the accents, once all six are in use (as Office's own palette goes).
_TURNS = ('<a:lumMod val="60000"/>', '<a:lumMod val="40000"/><a:lumOff val="60000"/>')


@dataclass(frozen=True)
class ChartTemplate:
    """A chart part, cut. ``workbook_id`` is the relationship of ``c:externalData``;
    ``has_workbook`` says whether the part named one (else it was added and must be related)."""

    pieces: tuple[Piece, ...]
    prefix: str
    plots: tuple[chartcut.Plot, ...]
    number_format: str
    accents: tuple[str, ...]
    workbook_id: str
    has_workbook: bool

    def render(self, value: Mapping[str, Any]) -> tuple[bytes, bytes]:
        """The chart part and its workbook. ``ChartFault`` where there is nothing to draw."""
        if not has_points(value):
            raise ChartFault("has no points")
        filling = _Filling(self, _Data.of(value, self.number_format))
        chart = filling.text(self.pieces)
        data = filling.data
        return chart.encode(), chart_workbook(data.categories, data.series, data.number_format)


def compile_chart(xml: bytes) -> ChartTemplate:
    """Cut a chart part. ``ChartFault`` where it is no chart that categories and series can fill."""
    cut = chartcut.cut(xml)
    return ChartTemplate(
        cut.pieces,
        cut.prefix,
        cut.plots,
        cut.number_format,
        _palette(cut.accents_used),
        cut.workbook_id,
        cut.has_workbook,
    )


def has_points(value: Mapping[str, Any] | None) -> bool:
    """Whether at least one number is there to be drawn."""
    if not value or not value.get("categories"):
        return False
    return any(
        number is not None for series in value.get("series", ()) for number in series["values"]
    )


def _palette(used: Sequence[str]) -> tuple[str, ...]:
    """Colours of further series, in turn: accents that the template's series leave free first."""
    accents = [f"accent{number}" for number in range(1, 7)]
    free = [_scheme(accent, "") for accent in accents if accent not in used]
    return tuple(free + [_scheme(accent, turn) for turn in _TURNS for accent in accents])


def _scheme(accent: str, turn: str) -> str:
    return f'<a:schemeClr xmlns:a="{chartcut.A}" val="{accent}">{turn}</a:schemeClr>'


def _held(name: object) -> str:
    """A label as the workbook's cell holds it: the chart must show what the cell says."""
    return "" if name is None else held(str(name))[0]


@dataclass(frozen=True)
class _Data:
    categories: list[str]
    series: list[tuple[str, list[Decimal | int | None]]]
    number_format: str
    point_styles: Sequence[str | None] = ()

    @staticmethod
    def of(value: Mapping[str, Any], number_format: str) -> _Data:
        categories = [_held(name) for name in value["categories"]]
        series = []
        for entry in value["series"]:
            if len(entry["values"]) > len(categories):
                raise ChartFault(f"has more values than categories in {entry['name']!r}")
            series.append((_held(entry["name"]), list(entry["values"])))
        chosen = value.get("number_format") or number_format
        return _Data(categories, series, chosen, value.get("point_styles") or ())


@dataclass
class _Filling:
    """One rendering: which value series goes where, and the XML of the gaps."""

    template: ChartTemplate
    data: _Data
    _places: dict[int, list[int]] = field(default_factory=dict)  # template series -> value series
    _axes: set[str] = field(default_factory=set)
    _categories: str = ""

    def __post_init__(self) -> None:
        known = sorted(number for plot in self.template.plots for number in plot.series)
        for position in range(len(self.data.series)):
            self._places.setdefault(known[min(position, len(known) - 1)], []).append(position)
        for plot in self.template.plots:
            if self._in_use(plot):
                self._axes.update(plot.axes)
        self._categories = self._category_xml()

    def text(self, pieces: Sequence[Piece]) -> str:
        return "".join([self._piece(piece) for piece in pieces])

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece, str):
            return piece
        if piece.name == "plot":
            plot = self.template.plots[int(piece.argument)]
            return self.text(piece.pieces) if self._in_use(plot) else ""
        if piece.name == "axis":
            return self.text(piece.pieces) if piece.argument in self._axes else ""
        if piece.name == "title":
            return self._name(0, self.template.prefix)
        places = self._places.get(int(piece.argument), [])
        return "".join([self._series(piece, at, at == places[0]) for at in places])

    def _in_use(self, plot: chartcut.Plot) -> bool:
        return any(number in self._places for number in plot.series)

    def _series(self, piece: Group, position: int, original: bool) -> str:
        colour = ""
        if not original:
            last = max(number for plot in self.template.plots for number in plot.series)
            colours = self.template.accents
            colour = colours[(position - last - 1) % len(colours)]
        return "".join([self._inner(inner, position, colour) for inner in piece.pieces])

    def _inner(self, piece: Piece, position: int, colour: str) -> str:
        if isinstance(piece, str):
            return piece
        if piece.name == "number":
            return str(position)
        if piece.name == "name":
            return self._name(position, self.template.prefix)
        if piece.name == "points":
            return self._point_styles(position)
        if piece.name == "categories":
            return self._categories
        if piece.name == "values":
            return self._values(position)
        return self._optional(piece, position, colour)

    def _optional(self, piece: Group, position: int, colour: str) -> str:
        """What the template says of one point, and the colour that a copy does not take over."""
        if piece.name == "colour" and colour:
            return colour
        if piece.name == "point":
            styled = position == 0 and bool(self.data.point_styles)
            if colour or styled or int(piece.argument) >= len(self.data.categories):
                return ""
        return "".join([self._inner(inner, position, colour) for inner in piece.pieces])

    def _name(self, position: int, c: str) -> str:
        name = xstring(self.data.series[position][0])
        return (
            f"<{c}tx><{c}strRef><{c}f>{SHEET}!${column_letters(2 + position)}$1</{c}f>"
            f'<{c}strCache><{c}ptCount val="1"/><{c}pt idx="0"><{c}v>{name}</{c}v></{c}pt>'
            f"</{c}strCache></{c}strRef></{c}tx>"
        )

    def _category_xml(self) -> str:
        c, names = self.template.prefix, self.data.categories
        points = "".join(
            [
                f'<{c}pt idx="{index}"><{c}v>{xstring(name)}</{c}v></{c}pt>'
                for index, name in enumerate(names)
            ]
        )
        return (
            f"<{c}cat><{c}strRef><{c}f>{SHEET}!$A$2:$A${len(names) + 1}</{c}f><{c}strCache>"
            f'<{c}ptCount val="{len(names)}"/>{points}</{c}strCache></{c}strRef></{c}cat>'
        )

    def _values(self, position: int) -> str:
        c, count = self.template.prefix, len(self.data.categories)
        points = []
        for index, value in enumerate(self.data.series[position][1]):
            shown = None if value is None else number_text(value)
            if shown is not None:
                points.append(f'<{c}pt idx="{index}"><{c}v>{shown}</{c}v></{c}pt>')
        column = column_letters(2 + position)
        area = f"{SHEET}!${column}$2:${column}${count + 1}"
        return (
            f"<{c}val><{c}numRef><{c}f>{area}</{c}f><{c}numCache>"
            f"<{c}formatCode>{escape(self.data.number_format)}</{c}formatCode>"
            f'<{c}ptCount val="{count}"/>{"".join(points)}</{c}numCache></{c}numRef></{c}val>'
        )

    def _point_styles(self, position: int) -> str:
        """Colours that the data asks for, point by point, on the first series."""
        if position:
            return ""
        c, shown = self.template.prefix, []
        for index, style in enumerate(self.data.point_styles[: len(self.data.categories)]):
            if style:
                fill = f'<a:solidFill xmlns:a="{chartcut.A}">{_colour(style)}</a:solidFill>'
                shown.append(
                    f'<{c}dPt><{c}idx val="{index}"/><{c}bubble3D val="0"/>'
                    f"<{c}spPr>{fill}</{c}spPr></{c}dPt>"
                )
        return "".join(shown)


def _colour(style: str) -> str:
    kind = "srgbClr" if _COLOUR.match(style) else "schemeClr"
    return f'<a:{kind} val="{escape_attribute(style)}"/>'
