"""Tags where none are filled, and charts that nothing can fill: said before a template is used."""

from __future__ import annotations

from collections.abc import Sequence

from generator.engine.cleaning import report_unfilled
from generator.engine.language import Problems, find_tags
from generator.office.draft import Draft

from .ranges import local_name
from .reading import Book, Sheet, attributes
from .sheets import SheetTemplate

# What hangs on a sheet or workbook and does not travel, so that no tag in it can be seen.
_LEFT = frozenset(["comments", "threadedComment", "person", "vmlDrawing", "calcChain", "styles"])
_TIP = "put it into a cell"


def check_unfilled(
    draft: Draft, book: Book, sheets: Sequence[SheetTemplate], problems: Problems
) -> None:
    main = book.package.main_part
    filled = {main}
    for source in (main, *[own.sheet.part for own in sheets]):
        kinds = {*_LEFT, "sharedStrings"}
        filled |= {rel.target for rel in book.package.rels(source) if rel.kind in kinds}
    for own in sheets:
        filled |= {own.sheet.part, *own.charts, *[table.part for table, _ in own.tables]}
        if own.drawing is not None:
            filled.add(own.drawing[0])
        _check_sheet(own.sheet, problems)
    report_unfilled(draft, filled, problems)


def _check_sheet(sheet: Sheet, problems: Problems) -> None:
    """Messages of lists of allowed values, hints of links and the like."""
    for element in sheet.root.iter():
        for name, text in attributes(element):
            if "{" not in text or name in ("location", "val"):
                continue
            for tag in find_tags(text)[0]:
                what = f"sheet {sheet.name}, {name} of {local_name(element)}"
                problems.at(what, "stands where tags are not filled", _TIP, tag.raw)
