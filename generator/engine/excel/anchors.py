"""Where an empty row must stand in for rows that something refers to and of which none came out.

A total over a list without items would else lose its range, or take in the row it stands in. One
empty row stands in for all that a reference names, where none of it is there; it is asked for once
the last block that the reference touches has come out, in the repeat that the reference reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .blocks import Lanes, Node, Plain, RowLoop
from .needs import Need

Lines = tuple[int, int]
Anchors = dict[int, list[Lines]]  # by the node's id: what to stand in for after it


def anchors(nodes: Sequence[Node], needs: Sequence[Need]) -> Anchors:
    """For each block of a sheet, the rows that may need a stand-in behind it, widest first."""
    found: Anchors = {}
    for need in needs:
        if not need.is_named:
            continue
        owner = need.owner
        inside = owner[1] if owner is not None and owner[0] == need.sheet else None
        _place(nodes, (need.box[0], need.box[2]), inside, found)
    return {
        node: sorted(set(lines), key=lambda span: span[0] - span[1])
        for node, lines in found.items()
    }


def _place(nodes: Sequence[Node], lines: Lines, owner: int | None, found: Anchors) -> None:
    """``owner``: the row of the formula that refers; it reads the repeat that it stands in."""
    touched = [(node, span) for node in nodes for span in _touched(node, lines)]
    if not touched or any(isinstance(node, Plain) for node, _ in touched):
        return  # rows that are always there
    named = min(span[0] for _, span in touched), max(span[1] for _, span in touched)
    for span, inner in _parts(touched[-1][0]):
        if owner is not None and _holds(span, (owner, owner)) and _holds(span, named):
            _place(inner, named, owner, found)
            return
    found.setdefault(id(touched[-1][0]), []).append(named)


def _parts(node: Node) -> Iterator[tuple[Lines, Sequence[Node]]]:
    """The rows of a block that repeat or are chosen together, and what stands in them."""
    if isinstance(node, Plain):
        yield (node.first, node.last), ()
    elif isinstance(node, Lanes):
        yield (node.line, node.line), ()
    elif isinstance(node, RowLoop):
        yield node.lines, node.body
        yield node.no_lines, node.otherwise
    else:
        for _, lines, inner in node.arms:
            yield lines, inner


def _touched(node: Node, lines: Lines) -> Iterator[Lines]:
    for span, _ in _parts(node):
        low, high = max(span[0], lines[0]), min(span[1], lines[1])
        if low <= high:
            yield low, high


def _holds(span: Lines, lines: Lines) -> bool:
    return span[0] <= lines[0] and lines[1] <= span[1]
