"""A sheet's rows and columns as its tags repeat or decide them.

Of a pair over several rows, a row that holds nothing but such tags disappears.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.engine.language import Problems

from .reading import Cell, Sheet
from .tagging import Pair, Placed, Tagged


@dataclass
class Plain:
    """Rows of the sheet as they stand; numbers without a row are empty ones."""

    first: int
    last: int


@dataclass
class RowLoop:
    pair: Pair
    number: int
    lines: tuple[int, int]
    body: list[Node]
    no_lines: tuple[int, int]  # the rows after else; (1, 0): there are none
    otherwise: list[Node]


@dataclass
class RowChoice:
    pair: Pair
    lines: tuple[int, int]
    arms: list[tuple[Placed, tuple[int, int], list[Node]]]


@dataclass
class Lanes:
    """Loops side by side in one row, left to right, each over columns of its own."""

    pairs: list[Pair]
    number: int
    line: int


Node = Plain | RowLoop | RowChoice | Lanes


@dataclass
class Structure:
    """A sheet's rows as a tree, its repeated columns, and the pairs around the whole sheet."""

    nodes: list[Node]
    sheet_pairs: list[Pair]
    columns: list[tuple[int, int]]  # the column blocks, left to right
    column_pairs: dict[int, list[Pair]]  # by row
    loops: int
    lanes: list[int]  # numbers of loops that stand side by side


def structure(sheet: Sheet, tagged: Tagged, problems: Problems) -> Structure:
    builder = _Builder(sheet, tagged, problems)
    top = list(_row_pairs(tagged.pairs))
    nodes = builder.nodes(1, sheet.last_row, top)
    around = [pair for pair in tagged.all_pairs() if pair.level == "sheet"]
    columns, by_row = _columns(tagged, problems)
    return Structure(nodes, around, columns, by_row, builder.loops, builder.lanes)


def _row_pairs(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The outermost row pairs below ``pairs``; pairs of other levels are looked through."""
    for pair in pairs:
        if pair.level == "row" and pair.closer is not None:
            yield pair
        else:
            yield from _row_pairs(pair.children)


class _Builder:
    def __init__(self, sheet: Sheet, tagged: Tagged, problems: Problems) -> None:
        self._sheet = sheet
        self._tagged = tagged
        self._problems = problems
        self.loops = 0
        self.lanes: list[int] = []

    def nodes(self, first: int, last: int, pairs: Sequence[Pair]) -> list[Node]:
        found: list[Node] = []
        at = first
        for pair in pairs:
            start, end = self._outer(pair)
            if start < at and self._beside(found, pair):
                continue
            if start < at:
                self._problems.add(pair.opener.mark, "shares a row with another block", _BESIDE)
                continue
            self._plain(found, at, start - 1)
            found.append(self._block(pair))
            at = end + 1
        self._plain(found, at, last)
        return found

    def _beside(self, found: list[Node], pair: Pair) -> bool:
        """Whether the pair is a loop of one row beside loops of the same; it then joins them."""
        last = found[-1] if found else None
        if isinstance(last, RowLoop):
            last = Lanes([last.pair], last.number, last.lines[0])
        if not isinstance(last, Lanes):
            return False
        pairs = [*last.pairs, pair]
        if any(not entry.is_loop or entry.rows != (last.line, last.line) for entry in pairs):
            return False
        if any(entry.arms or any(_row_pairs(entry.children)) for entry in pairs):
            return False
        pairs.sort(key=lambda entry: entry.columns)
        ends = [entry.columns for entry in pairs]
        if any(left[1] >= right[0] for left, right in itertools.pairwise(ends)):
            return False
        found[-1] = Lanes(pairs, last.number, last.line)
        self.lanes.append(last.number)
        return True

    def _plain(self, found: list[Node], first: int, last: int) -> None:
        """Rows between blocks, without the rows that only held tags."""
        start = first
        for row in range(first, last + 1):
            if self._vanishes(row):
                if start < row:
                    found.append(Plain(start, row - 1))
                start = row + 1
        if start <= last:
            found.append(Plain(start, last))

    def _outer(self, pair: Pair) -> tuple[int, int]:
        """The rows that a pair takes, without tag rows at its ends (two blocks may share those)."""
        first, last = pair.rows
        if first == last:
            return first, last
        return first + self._vanishes(first), last - self._vanishes(last)

    def _block(self, pair: Pair) -> Node:
        if not pair.is_loop:
            return RowChoice(pair, self._outer(pair), self._arms(pair))
        self.loops += 1
        number = self.loops
        (_, lines, body), *rest = self._arms(pair)
        _, no_lines, otherwise = rest[0] if rest else (None, (1, 0), [])
        return RowLoop(pair, number, lines, body, no_lines, otherwise)

    def _arms(self, pair: Pair) -> list[tuple[Placed, tuple[int, int], list[Node]]]:
        """The opener and each ``elif`` and ``else``, with their rows and what stands in them."""
        first, last = self._outer(pair)
        inner = list(_row_pairs(pair.children))
        starts = [first]
        starts += [entry.where[0] + self._vanishes(entry.where[0]) for entry in pair.arms]
        ends = [entry.where[0] - 1 for entry in pair.arms] + [last]
        arms = []
        for entry, start, end in zip((pair.opener, *pair.arms), starts, ends, strict=True):
            own = [child for child in inner if start <= child.rows[0] <= end]
            arms.append((entry, (start, end), self.nodes(start, end, own)))
        return arms

    def _vanishes(self, row: int) -> bool:
        """Whether a row holds nothing but tags of blocks over several rows, or of the sheet."""
        found = self._sheet.rows.get(row)
        if found is None:
            return False
        seen = False
        for cell in found.cells:
            placed = self._tagged.cells.get((cell.row, cell.column))
            if placed is None:
                if cell.kind != "empty":
                    return False
                continue
            if not self._only_blocks(cell, placed):
                return False
            seen = True
        return seen

    def _only_blocks(self, cell: Cell, placed: Sequence[Placed]) -> bool:
        text = cell.text.plain if cell.text is not None else ""
        rest = len(text.strip()) - sum(len(entry.tag.raw) for entry in placed)
        blank = "".join(text.split())
        tags = "".join("".join(entry.tag.raw.split()) for entry in placed)
        return rest >= 0 and blank == tags and all(self._is_wide(entry) for entry in placed)

    def _is_wide(self, entry: Placed) -> bool:
        if entry.tag.kind == "comment":
            return True
        if entry.where not in self._tagged.structural:
            return False
        for pair in self._tagged.all_pairs():
            if any(tag.where == entry.where for tag in pair.tags()):
                return pair.level == "sheet" or (
                    pair.level == "row" and pair.rows[0] != pair.rows[1]
                )
        return False


def row_chains(nodes: Sequence[Node], outer: tuple[int, ...] = ()) -> dict[int, tuple[int, ...]]:
    """By row, the loops around it, outermost first; rows outside of loops are not named.

    A row inside a loop that held only tags has its loops too: a range may begin or end there.
    """
    found: dict[int, tuple[int, ...]] = {}
    for node in nodes:
        if isinstance(node, Plain):
            if outer:
                found.update(dict.fromkeys(range(node.first, node.last + 1), outer))
        elif isinstance(node, RowLoop):
            inside = (*outer, node.number)
            found.update(dict.fromkeys(range(node.lines[0], node.lines[1] + 1), inside))
            found.update(row_chains(node.body, inside))
            found.update(row_chains(node.otherwise, outer))
        elif isinstance(node, Lanes):
            found[node.line] = (*outer, node.number)
        else:
            for _, _, body in node.arms:
                found.update(row_chains(body, outer))
    return found


def rows_above(nodes: Sequence[Node]) -> dict[int, frozenset[int]]:
    """By row, the loops that it stands directly above; rows of nothing but tags do not count."""
    found: dict[int, frozenset[int]] = {}
    _above(nodes, 0, found)
    return found


def _above(nodes: Sequence[Node], row: int, found: dict[int, frozenset[int]]) -> int:
    """``row``: the last one before ``nodes``. The last one in them."""
    for node in nodes:
        if isinstance(node, Plain):
            row = node.last
        elif isinstance(node, Lanes):
            _note(node.number, row, node.line, found)
            row = node.line
        elif isinstance(node, RowLoop):
            _note(node.number, row, node.lines[0], found)
            before, row = row, _above(node.body, row, found)
            _above(node.otherwise, before, found)
        else:
            row = min(_above(body, row, found) for _, _, body in node.arms)
    return row


def _note(block: int, above: int, first: int, found: dict[int, frozenset[int]]) -> None:
    for row in range(max(above, 1), first):
        found[row] = found.get(row, frozenset()) | {block}


def shown_rows(nodes: Sequence[Node]) -> set[int]:
    """All rows but those that held only tags."""
    found: set[int] = set()
    for node in nodes:
        if isinstance(node, Plain):
            found.update(range(node.first, node.last + 1))
        elif isinstance(node, RowLoop):
            found |= shown_rows([*node.body, *node.otherwise])
        elif isinstance(node, Lanes):
            found.add(node.line)
        else:
            found.update(row for _, _, body in node.arms for row in shown_rows(body))
    return found


def block_rows(nodes: Sequence[Node]) -> set[int]:
    """The rows inside of loops and conditions."""
    return shown_rows([node for node in nodes if not isinstance(node, Plain)])


# -- columns -------------------------------------------------------------------------------------


def _columns(
    tagged: Tagged, problems: Problems
) -> tuple[list[tuple[int, int]], dict[int, list[Pair]]]:
    blocks: list[tuple[int, int]] = []
    by_row: dict[int, list[Pair]] = {}
    for pair in tagged.all_pairs():
        if pair.level != "column" or pair.closer is None:
            continue
        span = pair.columns
        clash = [block for block in blocks if block != span and _overlap(block, span)]
        if clash or any(child.level == "column" for child in pair.children):
            problems.add(pair.opener.mark, "repeats columns that another block repeats too", _ONE)
            continue
        if span not in blocks:
            blocks.append(span)
        by_row.setdefault(pair.rows[0], []).append(pair)
    return sorted(blocks), by_row


_BESIDE = (
    "put one above the other, or give each loop columns of its own in one row, "
    "its for in the first and its endfor in the last of them"
)
_ONE = "let all blocks over these columns begin and end in the same columns"


def _overlap(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]
