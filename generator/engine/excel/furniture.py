"""What a sheet has beside its cells, cut at compile time into text and *movers*.

A mover writes one element for an output sheet. Order of elements: ECMA-376 part 1, §18.3.1.99.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.engine.markup import Element

from . import rules, views
from .defined import Names
from .formulas import Sheets
from .ranges import Mover, local_name, start_tag, still
from .reading import R
from .running import SheetRun
from .tokens import cell_text

Part = str | Mover
_EARLY = frozenset(["sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols"])
_DROPPED = frozenset(
    [
        *("dimension", "sheetData", "scenarios", "sortState", "customSheetViews", "cellWatches"),
        *("customProperties", "smartTags", "legacyDrawing", "oleObjects", "controls"),
        *("webPublishItems", "dataConsolidate"),
    ]
)
_MOVERS: dict[str, Callable[[Element], Mover]] = {
    "sheetViews": views.views,
    "cols": views.cols,
    "mergeCells": views.merges,
    "autoFilter": views.auto_filter,
    "rowBreaks": lambda element: views.breaks(element, rows=True),
    "colBreaks": lambda element: views.breaks(element, rows=False),
}
_WITH_FORMULAS: dict[str, Callable[[Element, Names], Mover]] = {
    "conditionalFormatting": rules.ruled,
    "dataValidations": rules.validations,
    "protectedRanges": rules.ranged,
    "ignoredErrors": rules.ranged,
    "extLst": rules.extensions,
}


@dataclass(frozen=True)
class Furniture:
    """The sheet's XML before its rows and after them."""

    before: tuple[Part, ...]
    after: tuple[Part, ...]

    @staticmethod
    def write(parts: Sequence[Part], sheet: SheetRun, sheets: Sheets) -> str:
        return "".join([part if isinstance(part, str) else part(sheet, sheets) for part in parts])


def cut_furniture(
    root: Element, names: Names, extra: Callable[[Element], Part | None]
) -> Furniture:
    """``extra`` may take an element over (headers, links): it gives its part, or None."""
    held = [(local_name(element), element) for element in root]
    early = [entry for entry in held if entry[0] in _EARLY and entry[0] != "sheetPr"]
    late = [entry for entry in held if entry[0] not in _EARLY]
    before: list[Part] = [start_tag(root)]
    before += [_properties(element) for name, element in held if name == "sheetPr"]
    before.append(_dimension)
    before += _parts(early, names, extra)
    return Furniture(tuple(before), tuple(_parts(late, names, extra)))


def _properties(element: Element) -> str:
    """A sheet's colour and outline, without the name that the author's macros knew it by."""
    element.attrib.pop("codeName", "")
    return still(element)


def _parts(
    held: Sequence[tuple[str, Element]], names: Names, extra: Callable[[Element], Part | None]
) -> list[Part]:
    parts: list[Part] = []
    for name, element in held:
        if name in _DROPPED:
            continue
        taken = extra(element)
        parts.append(taken if taken is not None else _part(element, name, names))
    return parts


def _part(element: Element, name: str, names: Names) -> Part:
    if name in _MOVERS:
        return _MOVERS[name](element)
    if name in _WITH_FORMULAS:
        return _WITH_FORMULAS[name](element, names)
    if name == "pageSetup":
        rules.without(element, f"{{{R}}}id")  # settings of the author's printer
    return still(element)


def _dimension(sheet: SheetRun, _: Sheets) -> str:
    last = cell_text(max(1, len(sheet.rows.lines)), max(1, len(sheet.columns.lines)))
    return f'<dimension ref="A1:{last}"/>'
