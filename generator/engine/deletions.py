"""Word's tracked deletions of rows and of paragraph marks, accepted as Word accepts them."""

from __future__ import annotations

from generator.engine.markup import Element, q, remove

_MARK = f"{q('w:pPr')}/{q('w:rPr')}"
_GONE = (q("w:del"), q("w:moveFrom"))
_RANGES = (q("w:bookmarkStart"), q("w:bookmarkEnd"))


def accept_deletions(root: Element) -> None:
    """Deleted rows go with all they hold. A paragraph whose mark was deleted becomes the beginning
    of the next one, whose own mark and settings stay (ECMA-376 part 1, §17.13.5.15)."""
    for properties in list(root.iter(q("w:trPr"))):
        row = properties.getparent()
        if row is not None and properties.find(_GONE[0]) is not None:
            _drop_row(row)
    for paragraph in list(root.iter(q("w:p"))):
        mark = paragraph.find(_MARK)
        if mark is not None and any(mark.find(name) is not None for name in _GONE):
            _join(paragraph)


def _drop_row(row: Element) -> None:
    """The row, and the table or the content control around it when it was all that they held."""
    holder = row.getparent()
    remove(row)
    while holder is not None and next(holder.iter(q("w:tr")), None) is None:
        around = holder.getparent()
        if holder.tag in (q("w:tbl"), q("w:sdt")):
            remove(holder)
        if holder.tag == q("w:tbl"):
            return
        holder = around


def _join(paragraph: Element) -> None:
    """Nothing to join with is where a table follows, or nothing does: then the mark stays."""
    after = paragraph.getnext()
    between: list[Element] = []
    while after is not None and after.tag in _RANGES:
        between.append(after)
        after = after.getnext()
    if after is None or after.tag != q("w:p"):
        return
    moved = [child for child in paragraph if child.tag != q("w:pPr")]
    at = 1 if after.find(q("w:pPr")) is not None else 0
    after[at:at] = [*moved, *between]
    remove(paragraph)
