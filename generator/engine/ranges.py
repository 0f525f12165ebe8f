"""Bookmarks, which are two elements that need not stand in one parent: both stay, or both go.

A bookmark that lies wholly inside or around what is repeated or left out stays whole. One over its
edge would begin once and end many times, or the other way round: it goes, like other leftovers.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.engine.assembly import Enclosed, Region
from generator.engine.markup import Element, insert_element_after, q, remove, split_marks
from generator.engine.registry import Edge, Presence, Registry

_START, _END = q("w:bookmarkStart"), q("w:bookmarkEnd")
_CLOSED = frozenset(  # they need other children than bookmarks
    q(f"w:{name}") for name in ("tc", "tbl", "hdr", "ftr", "footnote", "endnote", "txbxContent")
)

Path = tuple[tuple[str, int], ...]  # the groups around a place, outermost first, with their arms


def lift_bookmarks(paragraph: Element) -> None:
    """Bookmarks of a paragraph that goes with its tags stand beside it: those before its first tag
    before it. (A bookmark alone is no content of a cell: there they go.)"""
    parent = paragraph.getparent()
    if parent is None or parent.tag in _CLOSED:
        return
    behind: list[Element] = []
    seen = False
    for element in list(paragraph.iter(_START, _END, q("w:t"))):
        if element.tag == q("w:t"):
            seen = True
            continue
        remove(element)
        element.tail = None
        if seen:
            behind.append(element)
        else:
            paragraph.addprevious(element)
    for element in reversed(behind):
        insert_element_after(paragraph, element)


def drop_crossing(root: Element, registry: Registry) -> None:
    """Take away bookmarks whose two ends do not stand in the same groups, and single ends."""
    opened: dict[str, tuple[Element, Path]] = {}
    lost: list[Element] = []
    for element, path in _bookmarks(root, registry):
        number = element.get(q("w:id")) or ""
        if element.tag == _START:
            if number in opened:
                lost.append(opened[number][0])
            opened[number] = (element, path)
            continue
        start, there = opened.pop(number, (None, path))
        if start is None or there != path or _is_loose(start) or _is_loose(element):
            lost += [element] if start is None else [start, element]
    for element in [*lost, *[start for start, _ in opened.values()]]:
        remove(element)


def _is_loose(element: Element) -> bool:
    """Whether it stands beside pieces that may all go, in what may not run empty."""
    parent = element.getparent()
    if parent is None or parent.tag not in _CLOSED:
        return False
    texts = [parent.text, *[child.tail for child in parent]]
    return any(isinstance(part, int) for text in texts for part in split_marks(text or ""))


def _bookmarks(root: Element, registry: Registry) -> Iterator[tuple[Element, Path]]:
    if next(root.iter(_START, _END), None) is None:
        return
    stack: list[tuple[str, int]] = []
    for element, at_end in _walk(root):
        if not at_end and element.tag in (_START, _END):
            yield element, tuple(stack)
        text = element.tail if at_end else element.text
        for part in split_marks(text or ""):
            if isinstance(part, int):
                _step(stack, registry.entries.get(part), part)


def _walk(element: Element) -> Iterator[tuple[Element, bool]]:
    """Each element where it begins, and (True) where it ended."""
    yield element, False
    for child in element:
        yield from _walk(child)
    yield element, True


def _step(stack: list[tuple[str, int]], entry: object, number: int) -> None:
    """What one mark opens or closes."""
    if isinstance(entry, Edge):
        if entry.role != "open" and stack:
            stack.pop()
        if entry.role != "close":
            stack.append(("group", number))
    elif isinstance(entry, Presence | Region | Enclosed):
        if entry.opens:
            stack.append(("pair", entry.pair))
        elif stack:
            stack.pop()
