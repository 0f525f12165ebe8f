"""Which row and column each person of a map stands in: whole numbers, no lengths.

A parent stands over its children. They stand beside each other, each at the head of its own
branch, or share a column, one below the other, each with its own people listed below it. What is
shared is chosen per parent, so that the map fits a number of rows with few columns and little
sharing. People without any line stand in a band below, or in columns at the right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TOP, SIDE, TRUNK = range(3)
"""How the line enters a box: from above, from the parent's lower left corner, from the line down
the left of a column that several branches share."""


@dataclass(frozen=True, slots=True)
class Slot:
    row: int
    column: int
    level: int  # steps to the right inside its column
    entry: int
    ends: tuple[int, int] | None  # first and last head of the branches that it stands over


@dataclass(slots=True)
class Arrangement:
    """Slots by node number, those of children before their parent's."""

    slots: dict[int, Slot] = field(default_factory=dict)
    levels: list[int] = field(default_factory=list)  # of each column, the most steps to the right
    shared: int = 0  # how many stand in shared columns
    rows: int = 0


class Tree:
    """Who stands over whom, by number in the given list."""

    def __init__(self, nodes: Sequence[Mapping[str, Any]]) -> None:
        self.parents = _parents(nodes)
        self.depths = _depths(self.parents)
        self.children: dict[int, list[int]] = {}
        for number, parent in enumerate(self.parents):
            if parent is not None:
                self.children.setdefault(parent, []).append(number)
        roots = [number for number, parent in enumerate(self.parents) if parent is None]
        self.heads = [root for root in roots if root in self.children]
        self.loose = [root for root in roots if root not in self.children]
        self.sizes = self._sizes()
        self.forms: dict[tuple[int, int, float], _Form | None] = {}  # see _Branches
        for below in self.children.values():  # short branches last, where they can share a column
            below.sort(key=lambda child: child not in self.children)

    def _sizes(self) -> list[int]:
        """How many stand in each node's branch, itself included."""
        sizes = [1] * len(self.parents)
        for number in sorted(range(len(sizes)), key=lambda at: -self.depths[at]):
            parent = self.parents[number]
            if parent is not None:
                sizes[parent] += sizes[number]
        return sizes


def _parents(nodes: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """Each node's parent by number; a parent that is absent, or a ring, makes a root."""
    places: dict[Any, int] = {}
    for number, node in enumerate(nodes):
        places.setdefault(node["id"], number)
    parents = [places.get(node.get("parent")) for node in nodes]
    walked = [-1] * len(nodes)  # from which start a node was first reached
    for start in range(len(nodes)):
        at: int | None = start
        while at is not None and walked[at] < 0:
            walked[at] = start
            at = parents[at]
        if at is not None and walked[at] == start:
            parents[at] = None
    return parents


def _depths(parents: list[int | None]) -> list[int]:
    depths = [-1] * len(parents)
    for start in range(len(parents)):
        path = []
        at: int | None = start
        while at is not None and depths[at] < 0:
            path.append(at)
            at = parents[at]
        depth = -1 if at is None else depths[at]
        for number in reversed(path):
            depth += 1
            depths[number] = depth
    return depths


@dataclass(frozen=True, slots=True)
class Plan:
    """An arrangement before anybody stands in it: many are weighed for one that is made."""

    columns: int
    shared: int
    make: Callable[[], Arrangement]


def plan(tree: Tree, rows: int, thrift: float, *, band: bool) -> Plan | None:
    """All of ``tree`` in at most ``rows`` rows; None where that cannot be.

    ``thrift``: what a person in a shared column costs, in columns. Near 0 gives the fewest columns,
    above 1 the fewest shared ones.
    """
    loose = tree.loose
    if not tree.heads:
        return _only_loose(tree, rows)
    if loose and band:
        for height in range(1, rows - 1):
            branches = _Branches(tree, rows - height, thrift)
            if branches.form and math.ceil(len(loose) / branches.form.columns) <= height:
                return branches.plan(branches.form.columns, below=True)
        return None
    branches = _Branches(tree, rows, thrift)
    if branches.form is None:
        return None
    return branches.plan(math.ceil(len(loose) / branches.form.rows), below=False)


def _only_loose(tree: Tree, rows: int) -> Plan | None:
    columns = math.ceil(len(tree.loose) / rows)
    if math.ceil(len(tree.loose) / columns) < rows:
        return None  # fewer rows do as well

    def make() -> Arrangement:
        return _add_loose(Arrangement(levels=[0] * columns), tree.loose, 0, columns, 0)

    return Plan(columns, 0, make)


def _add_loose(
    made: Arrangement, loose: list[int], row: int, columns: int, start: int
) -> Arrangement:
    for position, number in enumerate(loose):
        down, across = divmod(position, columns)
        made.slots[number] = Slot(row + down, start + across, 0, TOP, None)
        made.rows = max(made.rows, row + down + 1)
    return made


@dataclass(frozen=True, slots=True)
class _Form:
    """What a branch takes: columns, with the cost of sharing them; rows; how many share; how its
    head's children are grouped."""

    cost: float
    columns: int
    rows: int
    shared: int
    groups: Sequence[Sequence[int]] = ()


_LEAF = _Form(1.0, 1, 1, 0)


class _Branches:
    """The trees of one arrangement: first what it takes, then where everybody stands."""

    def __init__(self, tree: Tree, rows: int, thrift: float) -> None:
        self._tree = tree
        self._rows = rows
        self._thrift = thrift
        self._made = Arrangement()
        self.form = _beside([self._form(head, rows) for head in tree.heads])

    def plan(self, columns: int, *, below: bool) -> Plan:
        """The branches with the loose people in ``columns``, below them or at their right."""
        form, loose = self.form, self._tree.loose
        assert form is not None

        def make() -> Arrangement:
            for head in self._tree.heads:
                self._place(head, 0)
            made = self._made
            if below:
                return _add_loose(made, loose, made.rows, columns, 0)
            made.levels += [0] * columns
            return _add_loose(made, loose, 0, columns, form.columns)

        return Plan(form.columns + (0 if below else columns), form.shared, make)

    def _form(self, number: int, rows: int) -> _Form | None:
        """How a branch is best arranged in ``rows`` rows; None where it cannot be.

        More rows than it has people change nothing: what was found once serves again.
        """
        tree = self._tree
        if number not in tree.children:
            return _LEAF
        rows = min(rows, tree.sizes[number])
        key = (number, rows, self._thrift)
        if key not in tree.forms:
            tree.forms[key] = self._grouped(number, rows)
        return tree.forms[key]

    def _grouped(self, number: int, rows: int) -> _Form | None:
        if rows < 2:
            return None
        children, sizes, thrift = self._tree.children[number], self._tree.sizes, self._thrift
        forms = [self._form(child, rows - 1) for child in children]
        best, cuts = [0.0], [0]
        together_anywhere = False
        for end, form in enumerate(forms):
            cost, cut = math.inf if form is None else best[end] + form.cost, end
            total = sizes[children[end]]
            for start in range(end - 1, -1, -1):
                total += sizes[children[start]]
                if total >= rows:
                    break
                together = best[start] + 1 + thrift * total
                if together < cost:
                    cost, cut, together_anywhere = together, start, True
            best.append(cost)
            cuts.append(cut)
        if best[-1] == math.inf:
            return None
        groups = [[child] for child in children]
        if together_anywhere:
            groups = self._even(_groups(children, cuts))
        return self._whole(best[-1], groups, rows)

    def _whole(self, cost: float, groups: Sequence[Sequence[int]], rows: int) -> _Form:
        """The form of a branch whose head's children stand in these groups."""
        sizes, columns, deep, shared = self._tree.sizes, 0, 0, 0
        for group in groups:
            alone = self._form(group[0], rows - 1) if len(group) == 1 else None
            if alone is not None:
                columns += alone.columns
                deep = max(deep, alone.rows)
                shared += alone.shared
            else:
                below = sum([sizes[child] for child in group])
                columns += 1
                deep = max(deep, below)
                shared += below
        return _Form(cost, columns, deep + 1, shared, groups)

    def _even(self, groups: list[list[int]]) -> list[list[int]]:
        """The groups at the end that hold nobody with people below: made of equal length."""
        parents = self._tree.children
        last = [group for group in groups if not any(number in parents for number in group)]
        flat = [number for group in last for number in group]
        if len(flat) == len(last):
            return groups
        size, longer = divmod(len(flat), len(last))
        evened = groups[: len(groups) - len(last)]
        at = 0
        for position in range(len(last)):
            end = at + size + (position < longer)
            evened.append(flat[at:end])
            at = end
        return evened

    def _place(self, number: int, row: int) -> None:
        form = self._form(number, self._rows - row)
        groups = form.groups if form is not None else ()
        alone = len(groups) == 1 and len(groups[0]) > 1
        if alone or not groups:
            column = self._column()
            self._list(groups[0] if alone else [], column, row + 1, 1, SIDE)
            self._slot(number, Slot(row, column, 0, TOP, None))
            return
        for group in groups:
            if len(group) == 1:
                self._place(group[0], row + 1)
            else:
                self._list(group, self._column(), row + 1, 1, TRUNK)
        ends = (groups[0][0], groups[-1][0])
        column = self._made.slots[ends[0]].column
        self._slot(number, Slot(row, column, 0, TOP, ends))

    def _column(self) -> int:
        self._made.levels.append(0)
        return len(self._made.levels) - 1

    def _list(self, numbers: Sequence[int], column: int, row: int, level: int, entry: int) -> int:
        """Below each other, each with its own below it; returns the next free row."""
        for number in numbers:
            below = self._tree.children.get(number, ())
            following = self._list(below, column, row + 1, level + 1, SIDE)
            self._slot(number, Slot(row, column, level, entry, None))
            self._made.shared += 1
            row = following
        return row

    def _slot(self, number: int, slot: Slot) -> None:
        made = self._made
        made.slots[number] = slot
        made.rows = max(made.rows, slot.row + 1)
        made.levels[slot.column] = max(made.levels[slot.column], slot.level)


def _beside(forms: Sequence[_Form | None]) -> _Form | None:
    known = [form for form in forms if form is not None]
    if len(known) < len(forms):
        return None
    if len(known) == 1:
        return known[0]
    columns = sum([form.columns for form in known])
    rows = max([form.rows for form in known])
    return _Form(0.0, columns, rows, sum([form.shared for form in known]))


def _groups(children: list[int], cuts: list[int]) -> list[list[int]]:
    """The children cut as ``cuts`` says: for each end, where its group begins."""
    groups = []
    end = len(children)
    while end:
        groups.append(children[cuts[end] : end])
        end = cuts[end]
    return groups[::-1]
