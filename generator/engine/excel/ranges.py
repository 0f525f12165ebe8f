"""Ranges and formulas of a sheet's elements: read once, written for each output sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from lxml import etree

from generator.engine.markup import Element
from generator.office.text import column_letters, escape, escape_attribute

from .axis import Axis
from .axis import Run as Span
from .defined import Names
from .formulas import Formula, Sheets, Spot, area_boxes, compile_formula, copy_text
from .reading import attributes
from .running import SheetRun
from .tokens import MAX_COLUMN, MAX_ROW, Area, BadFormula, Line, cell_text, parse_area

Mover = Callable[[SheetRun, Sheets], str]
Inner = list[str | Formula]
_GAP = re.compile(r"\ue000(\d*)\ue001")
FORMULA_NAMES = frozenset(
    ["formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula"]
)


def area_texts(areas: Sequence[Area], sheet: SheetRun) -> str:
    """All places of some areas, as ``sqref`` has them."""
    found = [range_text(area, box) for area in areas for box in shown_boxes(area, sheet)]
    return " ".join(dict.fromkeys(found))


def shown_boxes(area: Area, sheet: SheetRun) -> list[tuple[int, int, int, int]]:
    """Where an area's cells stand; none where all were removed or only stood in for."""
    rows = _spans(sheet.rows, area.rows, MAX_ROW)
    columns = _spans(sheet.columns, area.columns, MAX_COLUMN)
    return [(top, left, bottom, right) for top, bottom in rows for left, right in columns]


def _spans(axis: Axis, lines: tuple[Line, Line] | None, most: int) -> list[Span]:
    if lines is None:
        return [(1, most)]
    runs = axis.runs((lines[0].number, lines[1].number))
    if not axis.hidden:
        return runs
    return [run for low, high in runs for run in _parted(low, high, axis.hidden)]


def _parted(low: int, high: int, hidden: Collection[int]) -> Iterator[Span]:
    """A run without the lines that only stand in for others."""
    for position in sorted(at for at in hidden if low <= at <= high):
        if low < position:
            yield low, position - 1
        low = position + 1
    if low <= high:
        yield low, high


def range_text(area: Area, box: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = box
    if area.rows is None:
        return f"{column_letters(left)}:{column_letters(right)}"
    if area.columns is None:
        return f"{top}:{bottom}"
    first, last = cell_text(top, left), cell_text(bottom, right)
    return first if first == last else f"{first}:{last}"


def areas_of(text: str) -> list[Area]:
    found = []
    for part in text.split():
        try:
            found.append(parse_area(part))
        except BadFormula:
            continue
    return found


def compiled(text: str, names: Names) -> Formula | None:
    try:
        return compile_formula(text, names)
    except BadFormula:
        return None


def one_range(area: Area, sheet: SheetRun) -> str:
    """An area as one range, from its first place to its last."""
    boxes = area_boxes(area, sheet, Spot(None))
    top, left = boxes[0][:2]
    return f"{cell_text(top, left)}:{cell_text(boxes[-1][2], boxes[-1][3])}"


def with_formulas(element: Element, names: Names, *, sqref: str = "sqref") -> Inner:
    """The element's XML cut at its formulas; an empty formula stands for its ranges."""
    formulas: list[Formula] = []

    def mark(text: str) -> str:
        formula = compiled(text, names)
        if formula is None:
            return text
        formulas.append(formula)
        return f"\ue000{len(formulas) - 1}\ue001"

    for inner in element.iter():
        local = etree.QName(inner).localname
        if local in FORMULA_NAMES and inner.text:
            inner.text = mark(inner.text)
        elif local == "cfvo" and "$" in inner.get("val", ""):  # a limit that a cell holds
            inner.set("val", mark(inner.get("val", "")))
        elif local == "sqref" and inner is not element:
            inner.text = "\ue000\ue001"
    if element.get(sqref) is not None:
        element.set(sqref, "\ue000\ue001")
    parts: Inner = []
    for at, piece in enumerate(_GAP.split(still(element))):
        if at % 2:
            parts.append(formulas[int(piece)] if piece else Formula("", (), ()))
        else:
            parts.append(piece)
    return parts


def written(parts: Inner, refs: str, spot: Spot, sheets: Sheets) -> str:
    """The element with its ranges, and its formulas as they read at a spot."""
    formulas = [part for part in parts if not isinstance(part, str) and part.source]
    return placed(parts, refs, [copy_text(formula, sheets, spot) for formula in formulas])


def placed(parts: Inner, refs: str, texts: Sequence[str]) -> str:
    """The element with its ranges, and with these texts as its formulas."""
    given = iter(texts)
    pieces: list[str] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
        elif not part.source:
            pieces.append(refs)
        elif pieces and pieces[-1].endswith('="'):
            pieces.append(escape_attribute(next(given)))
        else:
            pieces.append(escape(next(given)))
    return "".join(pieces)


def still(element: Element) -> str:
    """An element as it stands, without the namespaces that its root declares."""
    return re.sub(
        r' xmlns(?::\w+)?="[^"]*"',
        lambda found: found.group() if _own_namespace(element, found.group()) else "",
        etree.tostring(element, encoding="unicode", with_tail=False),
    )


def _own_namespace(element: Element, declaration: str) -> bool:
    """Whether the sheet's root does not declare it (an extension's own prefix)."""
    root = element.getroottree().getroot()
    prefix = re.match(r" xmlns:?(\w*)=", declaration)
    return prefix is not None and (prefix[1] or None) not in root.nsmap


def local_name(element: Element) -> str:
    return str(etree.QName(element).localname)


def start_tag(root: Element) -> str:
    """The root's opening tag with all its namespaces."""
    spaces: dict[Any, str] = dict(root.nsmap)
    bare = etree.Element(root.tag, dict(attributes(root)), nsmap=spaces)
    text = etree.tostring(bare, encoding="unicode")
    return text[: text.rindex("/>")] + ">"
