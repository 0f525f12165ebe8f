"""Conditional formats, lists of allowed values, and their newer forms among the extensions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.engine.markup import Element

from .defined import Names
from .formulas import Sheets, copy_text, spot_of
from .ranges import (
    Inner,
    Mover,
    area_texts,
    areas_of,
    local_name,
    placed,
    shown_boxes,
    still,
    with_formulas,
)
from .reading import attributes, attributes_xml, x
from .relating import rule_groups
from .running import SheetRun
from .tokens import Area, cell_text

_KEEPING = frozenset(["conditionalFormattings", "dataValidations", "ignoredErrors"])
_GUID = re.compile(r'(?<=\bid="\{[0-9A-Fa-f]{8}-)[0-9A-Fa-f]{4}(?=-)')


@dataclass(frozen=True)
class Rule:
    """Cells and the XML of what holds for them, cut at its formulas and at its cells."""

    areas: Sequence[Area]
    parts: Inner

    def write(self, sheet: SheetRun, sheets: Sheets) -> Iterator[tuple[str, str]]:
        """(cells, XML) for each group of its cells."""
        formulas = [part for part in self.parts if not isinstance(part, str) and part.source]
        for number, group in enumerate(rule_groups(self.areas, formulas, sheet, sheets)):
            xml = placed(self.parts, group.refs, group.texts)
            yield group.refs, _GUID.sub(f"{number:04X}", xml) if number else xml


def ruled(element: Element, names: Names) -> Mover:
    """Conditional formats: rules of the same cells stay in one element."""
    areas = areas_of(element.get("sqref", ""))
    look = attributes_xml(attributes(element, "sqref"))
    rules = [Rule(areas, with_formulas(item, names)) for item in element.findall(x("cfRule"))]

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        by_cells: dict[str, list[str]] = {}
        for rule in rules:
            for refs, xml in rule.write(sheet, sheets):
                by_cells.setdefault(refs, []).append(xml)
        return "".join(
            [
                f'<conditionalFormatting{look} sqref="{refs}">{"".join(held)}'
                "</conditionalFormatting>"
                for refs, held in by_cells.items()
            ]
        )

    return write


def validations(element: Element, names: Names) -> Mover:
    rules = [
        Rule(areas_of(item.get("sqref", "")), with_formulas(item, names))
        for item in element.findall(x("dataValidation"))
    ]
    look = attributes_xml(attributes(element, "count"))

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        pieces = [xml for rule in rules for _, xml in rule.write(sheet, sheets)]
        count = f' count="{len(pieces)}"'
        held = "".join(pieces)
        return f"<dataValidations{look}{count}>{held}</dataValidations>" if pieces else ""

    return write


def ranged(element: Element, names: Names) -> Mover:
    """Elements whose children say their cells in ``sqref``."""
    rules = [Rule(areas_of(item.get("sqref", "")), with_formulas(item, names)) for item in element]
    name = local_name(element)

    def write(sheet: SheetRun, _: Sheets) -> str:
        pieces = [
            placed(rule.parts, refs, ())
            for rule in rules
            if (refs := area_texts(rule.areas, sheet))
        ]
        return f"<{name}>{''.join(pieces)}</{name}>" if pieces else ""

    return write


def extensions(element: Element, names: Names) -> Mover:
    """Newer formats and lists, each with its cells in an element of its own; sparklines."""
    movers: list[Mover] = []
    for ext in element:
        kind = local_name(ext[0]) if len(ext) == 1 else ""
        if kind in _KEEPING:
            movers.append(_extension(ext, names))
        elif kind == "sparklineGroups":
            movers.append(_sparklines(ext, names))

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        shown = "".join([mover(sheet, sheets) for mover in movers])
        return f"<extLst>{shown}</extLst>" if shown else ""

    return write


def _extension(ext: Element, names: Names) -> Mover:
    group = ext[0]
    rules = [Rule(_items_areas(item), with_formulas(item, names)) for item in group]
    before, after = _emptied(ext, group)

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        pieces = [xml for rule in rules for _, xml in rule.write(sheet, sheets)]
        return before + "".join(pieces) + after if pieces else ""

    return write


def _emptied(ext: Element, holder: Element) -> tuple[str, str]:
    """The XML around what the holder held."""
    for item in list(holder):
        holder.remove(item)
    without(holder, "count")
    holder.text = "\ue002"
    before, _, after = still(ext).partition("\ue002")
    return before, after


def _sparklines(ext: Element, names: Names) -> Mover:
    """Each cell with a sparkline has one in every repeat, over the cells of that repeat."""
    groups = ext[0]
    held: list[tuple[list[tuple[list[Area], Inner]], str, str]] = []
    for group in groups:
        lines = next((item for item in group if local_name(item) == "sparklines"), None)
        if lines is not None:
            items = [(_items_areas(item), with_formulas(item, names)) for item in lines]
            held.append((items, *_emptied(group, lines)))
    before, after = _emptied(ext, groups)

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        pieces = []
        for items, opened, closed in held:
            drawn = [xml for areas, parts in items for xml in _drawn(areas, parts, sheet, sheets)]
            if drawn:
                pieces.append(opened + "".join(drawn) + closed)
        return before + "".join(pieces) + after if pieces else ""

    return write


def _drawn(areas: Sequence[Area], parts: Inner, sheet: SheetRun, sheets: Sheets) -> Iterator[str]:
    formulas = [part for part in parts if not isinstance(part, str) and part.source]
    for area in areas:
        for top, left, bottom, right in shown_boxes(area, sheet):
            for row in range(top, bottom + 1):
                if row in sheet.rows.stand_ins:
                    continue
                for column in range(left, right + 1):
                    spot = spot_of(sheet, row, column)
                    texts = [copy_text(formula, sheets, spot) for formula in formulas]
                    yield placed(parts, cell_text(row, column), texts)


def _items_areas(item: Element) -> list[Area]:
    texts = [found.text or "" for found in item.iter() if local_name(found) == "sqref"]
    return [area for text in texts for area in areas_of(text)]


def without(element: Element, name: str) -> None:
    if element.get(name) is not None:
        del element.attrib[name]
