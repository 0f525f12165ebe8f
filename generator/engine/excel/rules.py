"""Conditional formats, lists of allowed values, and their newer forms among the extensions."""

from __future__ import annotations

from generator.engine.markup import Element

from .defined import Names
from .formulas import Sheets
from .ranges import (
    Inner,
    Mover,
    area_texts,
    areas_of,
    local_name,
    spot_of_areas,
    still,
    with_formulas,
    written,
)
from .reading import attributes, attributes_xml, x
from .running import SheetRun
from .tokens import Area

_KEEPING = frozenset(["conditionalFormattings", "dataValidations", "ignoredErrors"])


def ruled(element: Element, names: Names) -> Mover:
    """Conditional formats: their cells, and their rules' formulas read from the first of them."""
    areas = areas_of(element.get("sqref", ""))
    parts = with_formulas(element, names)

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        refs = area_texts(areas, sheet)
        if not refs:
            return ""
        return written(parts, refs, spot_of_areas(areas, sheet), sheets)

    return write


def validations(element: Element, names: Names) -> Mover:
    held = []
    for item in element.findall(x("dataValidation")):
        areas = areas_of(item.get("sqref", ""))
        held.append((areas, with_formulas(item, names)))
    look = attributes_xml(attributes(element, "count"))

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        pieces = []
        for areas, parts in held:
            refs = area_texts(areas, sheet)
            if refs:
                pieces.append(written(parts, refs, spot_of_areas(areas, sheet), sheets))
        if not pieces:
            return ""
        count = f' count="{len(pieces)}"'
        return f"<dataValidations{look}{count}>{''.join(pieces)}</dataValidations>"

    return write


def ranged(element: Element, names: Names) -> Mover:
    """Elements whose children say their cells in ``sqref``."""
    held = []
    for item in element:
        areas = areas_of(item.get("sqref", ""))
        held.append((areas, with_formulas(item, names)))
    name = local_name(element)

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        pieces = []
        for areas, parts in held:
            refs = area_texts(areas, sheet)
            if refs:
                pieces.append(written(parts, refs, spot_of_areas(areas, sheet), sheets))
        return f"<{name}>{''.join(pieces)}</{name}>" if pieces else ""

    return write


def extensions(element: Element, names: Names) -> Mover:
    """Newer formats and lists, each with its cells in an element of its own (``xm:sqref``)."""
    for unknown in [ext for ext in element if len(ext) != 1 or local_name(ext[0]) not in _KEEPING]:
        element.remove(unknown)
    held: list[tuple[str, list[tuple[list[Area], Inner]], str]] = []
    for ext in element:
        group = ext[0]
        items = [(_items_areas(item), with_formulas(item, names)) for item in group]
        for item in list(group):
            group.remove(item)
        without(group, "count")
        group.text = "\ue002"
        before, _, after = still(ext).partition("\ue002")
        held.append((before, items, after))

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        shown = []
        for before, items, after in held:
            pieces = [
                written(parts, refs, spot_of_areas(areas, sheet), sheets)
                for areas, parts in items
                if (refs := area_texts(areas, sheet))
            ]
            if pieces:
                shown.append(before + "".join(pieces) + after)
        return f"<extLst>{''.join(shown)}</extLst>" if shown else ""

    return write


def _items_areas(item: Element) -> list[Area]:
    texts = [found.text or "" for found in item.iter() if local_name(found) == "sqref"]
    return [area for text in texts for area in areas_of(text)]


def without(element: Element, name: str) -> None:
    if element.get(name) is not None:
        del element.attrib[name]
