"""Where the boxes of a map and the points of a matrix go: numbers only, no markup.

All lengths are EMU (914,400 to the inch, 12,700 to the point). The layout is top down in layers: a
parent stands over the middle of its children; when that gets too narrow, children without children
of their own hang below each other under their parent. People without any line stand in a band of
their own at the bottom. What does not fit at the smallest readable size is counted, not drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

POINT = 12_700
_CHAR = 0.49  # width of an average character, in font sizes
_LINE = 1.22  # height of a line, in font sizes
_PAD = 4 * POINT  # both insets of a box together


@dataclass(frozen=True, slots=True)
class Limits:
    """What is readable: font sizes in points, and the least and most size of a box in EMU."""

    largest: float
    smallest: float
    least_width: int
    most_width: int
    most_height: int


ON_SLIDE = Limits(14, 12, 1_150_000, 2_600_000, 1_150_000)
ON_PAGE = Limits(10, 8, 760_000, 1_900_000, 800_000)


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    title: str
    lines: tuple[str, ...]
    tone: str
    badge: str | None


@dataclass(frozen=True, slots=True)
class Box:
    node: Node
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """A connector between two boxes by number; ``hanging`` enters the child from the left."""

    start: int
    end: int
    hanging: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    more: int
    font: float


@dataclass(slots=True)
class _Spot:
    """A node on the abstract grid: column may be a fraction, row is whole."""

    node: Node
    column: float
    row: int
    parent: int | None
    level: int = 0  # how many steps to the right it hangs below a parent in its column


@dataclass(frozen=True, slots=True)
class _Sizes:
    cell_w: float
    cell_h: float
    box_w: int
    box_h: int
    columns: int


def lay_out(nodes: Sequence[Mapping[str, Any]], width: int, height: int, limits: Limits) -> Drawing:
    """The drawing of a map's nodes in a box of this size."""
    people = list(nodes)
    kept = len(people)
    while True:
        drawing = _attempt(_cut(people, kept), width, height, limits, len(people) - kept)
        if drawing is not None or kept <= 1:
            break
        kept -= max(1, (kept - 1) // 12)
    if drawing is None:
        drawing = _attempt(_cut(people, 1), width, height, limits, len(people) - 1, force=True)
    assert drawing is not None
    return drawing


def _cut(nodes: list[Mapping[str, Any]], kept: int) -> list[Mapping[str, Any]]:
    """The first ``kept`` nodes from the top down: the deepest and last are left out first."""
    if kept >= len(nodes):
        return nodes
    depths = _depths(nodes)
    order = sorted(range(len(nodes)), key=lambda at: (depths[at], at))
    chosen = set(order[:kept])
    return [node for at, node in enumerate(nodes) if at in chosen]


def _parents(nodes: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """Each node's parent by number; a parent that is absent, or a ring, makes a root."""
    places: dict[Any, int] = {}
    for number, node in enumerate(nodes):
        places.setdefault(node["id"], number)
    parents = [places.get(node.get("parent")) for node in nodes]
    for start in range(len(nodes)):
        seen = {start}
        at = parents[start]
        while at is not None:
            if at in seen:
                parents[at] = None
                break
            seen.add(at)
            at = parents[at]
    return parents


def _depths(nodes: Sequence[Mapping[str, Any]]) -> list[int]:
    parents = _parents(nodes)
    depths = []
    for number in range(len(nodes)):
        depth, at = 0, parents[number]
        while at is not None:
            depth, at = depth + 1, parents[at]
        depths.append(depth)
    return depths


def _attempt(
    nodes: list[Mapping[str, Any]],
    width: int,
    height: int,
    limits: Limits,
    more: int,
    *,
    force: bool = False,
) -> Drawing | None:
    """A layout of all these nodes in the first form that fits; None where none does."""
    room = height - (round(limits.smallest * 1.6 * POINT) if more else 0)
    for mode in (_SPREAD, _HANGING, _LISTED):
        grid = _Grid(nodes, mode)
        drawing = grid.draw(width, room, limits, more, force=force and mode == _LISTED)
        if drawing is not None:
            return drawing
    return None


_SPREAD, _HANGING, _LISTED = range(3)


class _Grid:
    """Nodes on the abstract grid of one attempt: children side by side; or, where none of them has
    children, below each other; or everything below the roots' children as an indented list."""

    def __init__(self, nodes: list[Mapping[str, Any]], mode: int) -> None:
        self._nodes = [_node(node) for node in nodes]
        self._parents = _parents(nodes)
        self._children: dict[int, list[int]] = {}
        for number, parent in enumerate(self._parents):
            if parent is not None:
                self._children.setdefault(parent, []).append(number)
        self._mode = mode
        self._spots: dict[int, _Spot] = {}
        self._next = 0.0
        roots = [number for number, parent in enumerate(self._parents) if parent is None]
        self._loose = [number for number in roots if number not in self._children]
        for root in roots:
            if root in self._children:
                self._set(root, 0)

    def _set(self, number: int, row: int) -> float:
        children = self._children.get(number, [])
        if not children or self._hangs(children, row):
            column = self._next
            self._next += 1
            self._list(children, column, row + 1, 1)
        else:
            columns = [self._set(child, row + 1) for child in children]
            column = (columns[0] + columns[-1]) / 2
        self._spot(number, column, row, 0)
        return column

    def _hangs(self, children: list[int], row: int) -> bool:
        if self._mode == _LISTED:
            return row > 0 or len(self._children) == 1
        return self._mode == _HANGING and not any(child in self._children for child in children)

    def _list(self, numbers: list[int], column: float, row: int, level: int) -> int:
        """Below each other, each with its own below it; returns the next free row."""
        for number in numbers:
            self._spot(number, column, row, level)
            row = self._list(self._children.get(number, []), column, row + 1, level + 1)
        return row

    def _spot(self, number: int, column: float, row: int, level: int) -> None:
        node = self._nodes[number]
        self._spots[number] = _Spot(node, column, row, self._parents[number], level)

    def draw(
        self, width: int, height: int, limits: Limits, more: int, *, force: bool
    ) -> Drawing | None:
        columns = max(1, math.ceil(self._next))
        if not self._spots:
            columns = min(len(self._loose), max(1, width // limits.least_width)) or 1
        elif self._loose:
            columns = max(columns, min(len(self._loose), int(width // limits.most_width)))
        rows = 1 + max([spot.row for spot in self._spots.values()], default=-1)
        band = math.ceil(len(self._loose) / columns)
        cell_w, cell_h = width / columns, height / max(1, rows + band)
        box_w = int(min(cell_w * 0.9, limits.most_width))
        box_h = int(min(cell_h * (0.8 if rows > 1 or band else 1.0), limits.most_height))
        font = self._font(box_w, box_h, limits)
        if not force and (box_w < limits.least_width or font is None):
            return None
        self._place_loose(columns, rows)
        size = _Sizes(cell_w, cell_h, box_w, box_h, columns)
        return self._finished(size, more, font or limits.smallest)

    def _font(self, width: int, height: int, limits: Limits) -> float | None:
        """The largest size at which every box shows its title and at least a line below it."""
        size = limits.largest
        while size >= limits.smallest:
            need = max([_least_lines(node, width, size) for node in self._nodes], default=1)
            if need * size * _LINE * POINT + _PAD <= height:
                return size
            size -= 1
        least = 2 if any(node.lines for node in self._nodes) else 1
        fits = least * limits.smallest * _LINE * POINT + _PAD <= height
        return limits.smallest if fits else None

    def _place_loose(self, columns: int, rows: int) -> None:
        for position, number in enumerate(self._loose):
            row, column = divmod(position, columns)
            self._spots[number] = _Spot(self._nodes[number], column, rows + row, None)

    def _finished(self, size: _Sizes, more: int, font: float) -> Drawing:
        used = self._next if self._spots and self._next else size.columns
        shift = (size.columns - used) / 2 if not self._loose else 0.0
        order = sorted(self._spots)
        places = {number: position for position, number in enumerate(order)}
        indent = int(size.box_w * 0.1)
        boxes = []
        for number in order:
            spot = self._spots[number]
            left = int((spot.column + shift) * size.cell_w + (size.cell_w - size.box_w) / 2)
            extra = min(indent * spot.level, size.box_w // 2)
            top = int(spot.row * size.cell_h)
            boxes.append(Box(spot.node, left + extra, top, size.box_w - extra, size.box_h))
        lines = [
            Line(places[spot.parent], places[number], spot.level > 0)
            for number, spot in sorted(self._spots.items())
            if spot.parent is not None
        ]
        return Drawing(tuple(boxes), tuple(lines), more, font)


def _node(node: Mapping[str, Any]) -> Node:
    return Node(
        str(node["id"]),
        str(node.get("title") or ""),
        tuple(str(line) for line in node.get("lines") or () if line),
        str(node.get("tone") or "neutral"),
        node.get("badge") or None,
    )


def characters(width: int, font: float) -> int:
    """How many average characters a line of this width holds."""
    return max(4, int((width - 2 * _PAD) / (font * _CHAR * POINT)))


def _least_lines(node: Node, width: int, font: float) -> int:
    room = characters(width, font)
    lines = len(wrapped(node.title, room, 2)) + len(node.lines) + bool(node.badge)
    return max(1, lines)


@lru_cache(maxsize=4096)
def wrapped(text: str, room: int, most: int) -> tuple[str, ...]:
    """``text`` in at most ``most`` lines of ``room`` characters, the last cut with ``…``."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}".strip()
        if line and len(joined) > room:
            lines.append(line)
            line = word
        else:
            line = joined
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    shown = [
        line if len(line) <= room else line[: max(1, room - 1)].rstrip() + "…" for line in lines
    ]
    return tuple(shown)


def box_text(box: Box, font: float) -> tuple[tuple[str, ...], list[str]]:
    """(title lines, further lines) that fit a box at this size."""
    room = characters(box.width, font)
    count = max(1, int((box.height - _PAD) / (font * _LINE * POINT)))
    rest = [*([box.node.badge] if box.node.badge else []), *box.node.lines]
    title = wrapped(box.node.title, room, max(1, min(2, count - min(1, len(rest)))))
    shown = [wrapped(line, room, 1)[0] for line in rest[: max(0, count - len(title))]]
    return title, shown
