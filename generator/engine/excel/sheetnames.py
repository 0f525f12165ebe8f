"""Sheets that formulas name: they must be there, and be there once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.engine.language import Problems

from .defined import Names
from .formulas import Reference
from .ranges import FORMULA_NAMES, compiled, local_name
from .sheets import SheetTemplate
from .tokens import has_tag

_SEVERAL = "name each sheet by itself: SUM(North!B2, South!B2)"


def check_sheets(sheets: Sequence[SheetTemplate], known: Names, problems: Problems) -> None:
    """Formulas may not name a sheet that is not there, or that may be there twice or not at all."""
    by_name = {own.key: own for own in sheets}
    for own in sheets:
        for place, reference in _references(own, known):
            _check_sheet(reference, own, by_name, place, problems)
        _check_tags(own, problems)


def _check_tags(own: SheetTemplate, problems: Problems) -> None:
    """Formats and lists may not have tags in their formulas."""
    for element in own.sheet.root.iter():
        text = element.text or ""
        if local_name(element) in FORMULA_NAMES and has_tag(text):
            place = f"sheet {own.sheet.name}, formula of a format or list"
            problems.at(place, "has a tag in it", "put the tag in a cell, and refer to that", text)


def _references(own: SheetTemplate, known: Names) -> Iterator[tuple[str, Reference]]:
    """All that the sheet's cells, charts, formats and lists refer to, with its place."""
    name = f"sheet {own.sheet.name}"
    cells = {(cell.row, cell.column): cell.name for cell in own.sheet.cells()}
    for spot, number in own.formula_cells.items():
        for reference in own.formulas[number].references:
            yield f"{name}, cell {cells[spot]}", reference
    for chart in own.charts.values():
        for gap in chart.gaps():
            for reference in gap.formula.references:
                yield f"{name}, chart", reference
    for element in own.sheet.root.iter():
        local = local_name(element)
        formula = compiled(element.text or "", known) if local in FORMULA_NAMES else None
        parent = element.getparent()
        for reference in formula.references if formula is not None else ():
            yield f"{name}, {local_name(parent) if parent is not None else local}", reference


def _check_sheet(
    reference: Reference,
    own: SheetTemplate,
    by_name: Mapping[str, SheetTemplate],
    place: str,
    problems: Problems,
) -> None:
    area = reference.area
    name = area.sheet if area is not None else None
    if name is not None and ":" in name:
        problems.at(place, f"names several sheets at once: {reference.text}", _SEVERAL)
        return
    if reference.table is not None:
        name = reference.table.sheet
    if name is None:
        return
    target = by_name.get(name.lower())
    if target is None:
        problems.at(place, f"names the sheet {name}, which is not there")
    elif target is not own and target.may_vary:
        problems.at(place, f"names the sheet {name}, which repeats or may be left out")
