"""Where the boxes and lines of a map go: numbers only, no markup.

All lengths are EMU (914,400 to the inch, 12,700 to the point). Names are never cut to make room:
who does not fit at the smallest readable size is counted, not drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.engine.branching import SIDE, TOP, TRUNK, Slot, Tree
from generator.engine.fitting import (
    ABOVE,
    BESIDE,
    CORNERS,
    POINT,
    Fit,
    Limits,
    Node,
    Page,
    foot_of,
    indent_of,
    node_of,
    tall_of,
)
from generator.engine.lettering import LINE, fitted


@dataclass(frozen=True, slots=True)
class Box:
    """``text``: (line, bold), each a paragraph that wraps at spaces inside the box."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    text: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A connector from (x1, y1) to (x2, y2); ``entry``: how it bends, see ``branching``.

    TOP leaves box ``start`` downwards and enters box ``end`` from above; SIDE goes down, then
    right; TRUNK goes down, then across to the head of a shared column's line (``end`` is -1).
    """

    start: int
    end: int
    entry: int
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class Drawing:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    more: int
    font: float


def lay_out(
    nodes: Sequence[Mapping[str, Any]], width: int, height: int, limits: Limits, *, foot: bool
) -> Drawing:
    """The drawing of a map's nodes in a box of this size; ``foot``: a line at the bottom stays
    free, as it does where people are left out."""
    room = height - foot_of(limits.smallest) - limits.gap // 2
    page = Page(width, room if foot else height, limits)
    fit, people = page.best(nodes), nodes
    if fit is None:
        page = Page(width, room, limits)
        people, fit = _largest_part(nodes, page)
    more = len(nodes) - len(people)
    if fit is None:
        box = _only(node_of(people[0], limits.letters), page.width, page.height, limits)
        return Drawing((box,), (), more, limits.smallest)
    return _Drawn(
        page, [node_of(node, limits.letters) for node in people], Tree(people), fit
    ).drawing(more)


def _largest_part(
    nodes: Sequence[Mapping[str, Any]], page: Page
) -> tuple[Sequence[Mapping[str, Any]], Fit | None]:
    """As many people as fit, from the top down: the deepest and last are left out first."""
    depths = Tree(nodes).depths
    order = sorted(range(len(nodes)), key=lambda at: (depths[at], at))
    low, high = 1, min(len(nodes), page.most)
    found, people = None, list(nodes[order[0] : order[0] + 1])
    while low <= high:
        middle = (low + high) // 2
        part = [nodes[at] for at in sorted(order[:middle])]
        fit = page.best(part)
        if fit is None:
            high = middle - 1
        else:
            low, found, people = middle + 1, fit, part
    return people, found


def _only(node: Node, width: int, height: int, limits: Limits) -> Box:
    """One person where there is no room for the whole of the name."""
    room, width = width, min(width, limits.most_width)
    font = limits.smallest
    ems = max(1.0, (width / POINT - BESIDE) / font)
    lines = max(1, int((height / POINT - ABOVE) / (font * LINE * CORNERS)))
    height = min(height, tall_of(lines, font))
    text = [(fitted(node.title, ems, min(2, lines)), True)]
    if node.badge is not None and lines > 2:
        text.append((fitted(node.badge, ems, 1), False))
    return Box(node, (room - width) // 2, 0, width, height, tuple(text))


class _Drawn:
    """The lengths of one arrangement: what is left over makes the boxes higher by half a line at
    most, then widens the gaps, then stands outside."""

    def __init__(self, page: Page, nodes: list[Node], tree: Tree, fit: Fit) -> None:
        self._nodes, self._tree, self._fit = nodes, tree, fit
        self._made = fit.arrangement
        self._indent = indent_of(page.limits)
        widths = [fit.width + self._indent * level for level in self._made.levels]
        self._lefts, _ = _spread(widths, page.width, page.gap, page.limits.most_gap)
        free = page.height - sum(fit.rows) - (len(fit.rows) - 1) * page.gap
        taller = min(free // (2 * len(fit.rows)), round(fit.font * LINE * POINT / 2))
        self._heights = [height + taller for height in fit.rows]
        self._tops, self._gap = _spread(self._heights, page.height, page.gap, page.limits.most_gap)
        self._xs: dict[int, int] = {}

    def drawing(self, more: int) -> Drawing:
        for number, slot in self._made.slots.items():  # children come before their parents
            self._xs[number] = self._x(slot)
        boxes = tuple([self._box(number) for number in range(len(self._nodes))])
        lines: list[Line] = []
        for number in range(len(self._nodes)):
            lines += self._lines(number, boxes)
        return Drawing(boxes, tuple(lines), more, self._fit.font)

    def _x(self, slot: Slot) -> int:
        if slot.ends is None:
            return self._lefts[slot.column] + slot.level * self._indent
        first, last = slot.ends
        return (self._head(first) + self._head(last)) // 2 - self._fit.width // 2

    def _head(self, number: int) -> int:
        """Where the line into a branch comes down."""
        if self._made.slots[number].entry == TRUNK:
            return self._xs[number] - self._indent // 2
        return self._xs[number] + self._fit.width // 2

    def _box(self, number: int) -> Box:
        fit, node = self._fit, self._nodes[number]
        row = self._made.slots[number].row
        ems = (fit.width / POINT - BESIDE) / fit.font
        text = [(fitted(node.title, ems, 3), True)]
        if node.badge is not None:
            text.append((fitted(node.badge, ems, 3), False))
        text += [(fitted(line, ems, 2), False) for line in node.lines[: fit.level]]
        return Box(
            node, self._xs[number], self._tops[row], fit.width, self._heights[row], tuple(text)
        )

    def _lines(self, number: int, boxes: tuple[Box, ...]) -> list[Line]:
        """The lines into a box; the first of those that share a column brings the trunk along."""
        parent = self._tree.parents[number]
        if parent is None:
            return []
        slot, child, above = self._made.slots[number], boxes[number], boxes[parent]
        x1, y1 = above.x + above.width // 2, above.y + above.height
        if slot.entry == TOP:
            return [Line(parent, number, TOP, x1, y1, child.x + child.width // 2, child.y)]
        into = (child.x, child.y + child.height // 2)
        trunk = child.x - self._indent // 2
        if slot.entry == SIDE:
            return [Line(parent, number, SIDE, trunk, y1, *into)]
        bus = y1 + self._gap // 2
        hanging = Line(parent, number, SIDE, trunk, bus, *into)
        if slot.row > self._made.slots[parent].row + 1:
            return [hanging]
        return [Line(parent, -1, TRUNK, x1, y1, trunk, bus), hanging]


def _spread(lengths: Sequence[int], room: int, gap: int, most: int) -> tuple[list[int], int]:
    """(where each begins, the gap), with gaps as wide as the room allows, all in the middle."""
    count = len(lengths)
    free = room - sum(lengths)
    between = min(most, max(gap, free // (count - 1))) if count > 1 else 0
    at = max(0, (free - between * (count - 1)) // 2)
    starts = []
    for length in lengths:
        starts.append(at)
        at += length + between
    return starts, between
