"""Charts on a sheet: their ranges follow the cells they show, and their cache is written from them.

A chart inside a repeated block stands in each repeat and shows that repeat's cells. A series that
lies in a repeated column (or row) becomes one series for each repeat.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from generator.engine.language import Problems
from generator.engine.markup import HEAD, A, Element, insert_before, remove, sealed
from generator.office.chartcut import drop_hidden
from generator.office.sheettext import xstring
from generator.office.text import escape

from .axis import Instance
from .captions import Captions, Look, mark_captions
from .defined import Names
from .formulas import Formula, Sheets, Spot, area_boxes, compile_formula, copy_text
from .nodes import Box
from .reading import R, parse, rooted
from .running import SheetRun
from .tokens import Area, BadFormula
from .values import Fault, Value, number_xml, text

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MARK = re.compile("\ue000(\\d+)\ue001")
_ACCENT = re.compile(r'(<a:schemeClr\b[^>]*\bval="accent)([1-6])(")')
_SERIES = re.compile(r'(<c:ser\b[^>]*>\s*<c:idx val=")\d+("\s*/>\s*<c:order val=")\d+(")')
Read = Callable[[SheetRun, Box], "Sequence[Value] | None"]


@dataclass(frozen=True)
class Gap:
    """One ``c:numRef`` or ``c:strRef``. ``role``: what it gives its series (tx, cat, val …)."""

    kind: str
    formula: Formula
    format_code: str
    role: str

    @property
    def area(self) -> Area | None:
        held = self.formula.references
        return (held[0].area or held[0].target) if len(held) == 1 else None


@dataclass(frozen=True)
class Series:
    """One ``c:ser``, and its look once more for further repeats: without colours of its own."""

    parts: tuple[str | Gap, ...]
    further: tuple[str | Gap, ...]
    in_rows: bool  # whether its values lie beside each other in a row

    @property
    def area(self) -> Area | None:
        """Where its values stand."""
        found = [p for p in self.parts if isinstance(p, Gap) and p.role in _VALUES]
        return found[0].area if found else None


Part = str | Gap | Series
_VALUES = ("val", "yVal")


@dataclass(frozen=True)
class SheetChart:
    """A chart part cut at its references and series."""

    parts: tuple[Part, ...]
    captions: Captions

    def write(self, sheets: Sheets, spot: Spot, read: Read, look: Look) -> tuple[bytes, bool]:
        """The part for one place, and whether it has a point to show."""
        run = _Writing(sheets, read)
        pieces: list[str] = []
        for part in self.parts:
            if isinstance(part, Series):
                pieces += run.series(part, spot)
            else:
                pieces.append(run.part(part, spot))
        whole = "".join(pieces)
        if run.added:
            numbers = itertools.count()
            whole = _SERIES.sub(lambda f: f"{f[1]}{(n := next(numbers))}{f[2]}{n}{f[3]}", whole)
        return self.captions.fill(whole, look).encode(), run.points > 0 or not run.asked

    def gaps(self) -> Iterator[Gap]:
        for part in self.parts:
            if isinstance(part, Gap):
                yield part
            elif isinstance(part, Series):
                yield from [held for held in part.parts if isinstance(held, Gap)]


@dataclass
class _Writing:
    """One chart being written. ``points``: numbers that it shows, where it ``asked`` for any."""

    sheets: Sheets
    read: Read
    points: int = 0
    asked: bool = False
    added: bool = False

    def series(self, series: Series, spot: Spot) -> list[str]:
        spots = self._spots(series, spot)
        self.asked = True
        self.added = self.added or len(spots) > 1
        made = []
        for at, own in enumerate(spots):
            parts = series.further if at else series.parts
            made.append(_turned("".join([self.part(part, own) for part in parts]), at))
        return made

    def _spots(self, series: Series, spot: Spot) -> list[Spot]:
        """Once for each repeat that holds the values' column, or row where they lie in a row."""
        area = series.area
        sheet = self.sheets.find(area.sheet, spot.sheet) if area is not None else None
        if area is None or sheet is None or area.rows is None or area.columns is None:
            return [spot]
        axis, ends = (sheet.rows, area.rows) if series.in_rows else (sheet.columns, area.columns)
        lines = ends[0].number, ends[1].number
        if lines[0] != lines[1] or not axis.chains.get(lines[0]):
            return [spot]
        found = [item for item in axis.block_instances(lines) if item is not None]
        if not series.in_rows:
            return [replace(spot, sheet=sheet, column=item) for item in found]
        within = spot.row if spot.sheet is sheet else None
        return [
            replace(spot, sheet=sheet, row=item)
            for item in found
            if within is None or within in item.path()
        ]

    def part(self, part: str | Gap, spot: Spot) -> str:
        if isinstance(part, str):
            return part
        held: list[Value] = []
        for reference in part.formula.references:
            area = reference.area or reference.target
            sheet = self.sheets.find(area.sheet, spot.sheet) if area is not None else None
            if area is None or sheet is None:
                continue
            for box in area_boxes(area, sheet, spot):
                values = self.read(sheet, box)
                if values is None:  # left to Excel: it may well be a point
                    self.points += part.role in _VALUES
                    values = [None] * ((box[2] - box[0] + 1) * (box[3] - box[1] + 1))
                held += values
        if part.role in _VALUES:
            self.points += sum(value.__class__ is float for value in held)
        formula = copy_text(part.formula, self.sheets, spot, union=True)
        return sealed(_reference(part, held, formula))


def _turned(series: str, by: int) -> str:
    """A further repeat of a series, in the theme's next accents."""
    if not by:
        return series
    return _ACCENT.sub(lambda f: f"{f[1]}{(int(f[2]) - 1 + by) % 6 + 1}{f[3]}", series)


def _reference(gap: Gap, held: Sequence[Value], formula: str) -> str:
    if "," in formula and len(gap.formula.references) == 1:
        formula = f"({formula})"
    kind = gap.kind
    if gap.role == "cat" and any(isinstance(value, str) for value in held):
        kind = "strRef"
    cache = _numbers(held, gap.format_code) if kind == "numRef" else _texts(held)
    return f"<c:{kind}><c:f>{escape(formula)}</c:f>{cache}</c:{kind}>"


def _numbers(held: Sequence[Value], code: str) -> str:
    points = [
        f'<c:pt idx="{at}"><c:v>{number_xml(value)}</c:v></c:pt>'
        for at, value in enumerate(held)
        if isinstance(value, float)
    ]
    return (
        f"<c:numCache><c:formatCode>{escape(code)}</c:formatCode>"
        f'<c:ptCount val="{len(held)}"/>{"".join(points)}</c:numCache>'
    )


def _texts(held: Sequence[Value]) -> str:
    points = [
        f'<c:pt idx="{at}"><c:v>{xstring(_shown(value))}</c:v></c:pt>'
        for at, value in enumerate(held)
        if value is not None
    ]
    return f'<c:strCache><c:ptCount val="{len(held)}"/>{"".join(points)}</c:strCache>'


def _shown(value: Value) -> str:
    return value.code if isinstance(value, Fault) else text(value)


def chart_boxes(chart: SheetChart) -> list[tuple[str | None, Box]]:
    """The template's cells that a chart shows: their values are needed."""
    found = []
    for gap in chart.gaps():
        for reference in gap.formula.references:
            area = reference.area or reference.target
            if area is not None:
                found.append((area.sheet, area.box))
    return found


def in_repeat(sheet: SheetRun, row: Instance | None, column: Instance | None) -> Spot:
    """From where a chart is read: its repeat, whatever ``$`` its ranges carry (Excel puts them)."""
    return Spot(sheet, row, column, loose=True)


# -- compiling -----------------------------------------------------------------------------------


def compile_sheet_chart(data: bytes, names: Names, place: str, problems: Problems) -> SheetChart:
    """A chart part cut up. Caches with several levels become the texts of their first."""
    root = rooted(parse(data), {"c": C, "a": A, "r": R})
    drop_hidden(root)
    captions = mark_captions(root, f"{place}, chart", problems)
    held: list[Gap | Series] = []
    for element in list(root.iter(f"{{{C}}}ser")):
        _mark(element, len(held))
        held.append(_series(element, names))
    held += _gaps(root, names, len(held))
    text = HEAD + etree.tostring(root, encoding="unicode")
    return SheetChart(tuple(_parts(text, held)), captions)


def _parts(text: str, held: Sequence[Gap | Series]) -> Iterator[Part]:
    for at, piece in enumerate(_MARK.split(text)):
        yield held[int(piece)] if at % 2 else piece


def _series(element: Element, names: Names) -> Series:
    bare = copy.deepcopy(element)
    _uncoloured(bare)
    made: list[tuple[str | Gap, ...]] = []
    for form in (element, bare):
        gaps = _gaps(form, names, 0)
        parts = _MARK.split(_text(form))
        made.append(tuple([gaps[int(part)] if at % 2 else part for at, part in enumerate(parts)]))
    return Series(made[0], made[1], _in_rows([part for part in made[0] if isinstance(part, Gap)]))


def _text(element: Element) -> str:
    """Without the namespaces that the part's root declares."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return re.sub(r' xmlns:(?:c|a|r)="[^"]*"', "", text)


def _in_rows(gaps: Sequence[Gap]) -> bool:
    """Several values say it themselves; of a single one its name or its category does."""
    boxes = {gap.role: gap.area.box for gap in reversed(gaps) if gap.area is not None}
    value = next((boxes[role] for role in _VALUES if role in boxes), None)
    if value is None:
        return False
    top, left, bottom, right = value
    if (top, left) != (bottom, right):
        return top == bottom
    if "tx" in boxes:
        return boxes["tx"][0] == top
    return "cat" in boxes and boxes["cat"][0] != top and boxes["cat"][1] == left


def _uncoloured(series: Element) -> None:
    """Colours that are not the theme's are the first repeat's; the others take the next accent."""
    for name in ("spPr", "marker/spPr"):
        path = "/".join([f"{{{C}}}{part}" for part in name.split("/")])
        look = series.find(path)
        if look is not None and not _ACCENT.search(etree.tostring(look, encoding="unicode")):
            parent = look.getparent()
            assert parent is not None
            parent.remove(look)
    for kind in ("dPt", "extLst"):
        for child in series.findall(f"{{{C}}}{kind}"):
            series.remove(child)


def _gaps(root: Element, names: Names, first: int) -> list[Gap]:
    """All references below ``root``, each replaced by a mark that counts from ``first``."""
    gaps: list[Gap] = []
    for kind in ("numRef", "strRef", "multiLvlStrRef"):
        for element in list(root.iter(f"{{{C}}}{kind}")):
            gap = _gap(element, kind, names)
            if gap is None:
                _uncached(element)
            else:
                _mark(element, first + len(gaps))
                gaps.append(gap)
    return gaps


def _gap(element: Element, kind: str, names: Names) -> Gap | None:
    parent = element.getparent()
    assert parent is not None
    try:
        formula = compile_formula(element.findtext(f"{{{C}}}f") or "", names, grows=True)
    except BadFormula:
        return None
    if not any(entry.area or entry.target for entry in formula.references):
        return None
    code = element.findtext(f".//{{{C}}}formatCode") or "General"
    written = "strRef" if kind == "multiLvlStrRef" else kind
    return Gap(written, formula, code, str(etree.QName(parent).localname))


def _uncached(element: Element) -> None:
    """What the template's own cells held; a program that knows the range reads it anew."""
    for child in list(element):
        if etree.QName(child).localname.endswith("Cache"):
            element.remove(child)


def _mark(element: Element, number: int) -> None:
    """A mark where the element stood; the element keeps what is below it."""
    insert_before(element, f"\ue000{number}\ue001")
    remove(element)
