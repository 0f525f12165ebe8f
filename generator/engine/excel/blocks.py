"""What the tags of a sheet repeat or decide: rows, columns, the sheet, or text inside one cell.

A pair repeats the smallest whole that holds both its tags: in one cell the text between them, in
one row the row, in several rows those rows. ``row``, ``column`` or ``sheet`` as a tag's first word
says otherwise. Of a pair over several rows, a row that holds nothing but such tags disappears.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.engine.language import (
    BadTag,
    Mark,
    Problems,
    Statement,
    Tag,
    find_tags,
    read_statement,
)

from .reading import Cell, Sheet

Where = tuple[int, int, int]  # row, column, number of the tag in its cell


@dataclass(frozen=True, slots=True)
class Placed:
    """A tag in a cell. ``statement`` is None for what is printed, and for comments."""

    tag: Tag
    cell: Cell
    where: Where
    mark: Mark
    statement: Statement | None


@dataclass
class Pair:
    """An opener, its arms (elif, else) and its closer. ``level``: text, row, column or sheet."""

    opener: Placed
    level: str = "text"
    arms: list[Placed] = field(default_factory=list)
    closer: Placed | None = None
    children: list[Pair] = field(default_factory=list)

    @property
    def is_loop(self) -> bool:
        return self.opener.statement is not None and self.opener.statement.name == "for"

    @property
    def rows(self) -> tuple[int, int]:
        last = self.closer.where[0] if self.closer else self.opener.where[0]
        return self.opener.where[0], last

    @property
    def columns(self) -> tuple[int, int]:
        last = self.closer.where[1] if self.closer else self.opener.where[1]
        return self.opener.where[1], last

    def tags(self) -> Iterator[Placed]:
        yield self.opener
        yield from self.arms
        if self.closer is not None:
            yield self.closer


@dataclass
class Tagged:
    """A sheet's tags: of each cell in order, the pairs, and which tags stand for structure."""

    cells: dict[tuple[int, int], list[Placed]] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)  # outermost ones
    structural: set[Where] = field(default_factory=set)  # tags of row, column and sheet pairs

    def all_pairs(self) -> Iterator[Pair]:
        yield from _walk(self.pairs)


def _walk(pairs: Sequence[Pair]) -> Iterator[Pair]:
    for pair in pairs:
        yield pair
        yield from _walk(pair.children)


def read_tags(sheet: Sheet, problems: Problems) -> Tagged:
    """All tags of a sheet's cells, paired. Faults go to ``problems``."""
    tagged = Tagged()
    stack: list[Pair] = []
    for cell in sheet.cells():
        source = cell.text.plain if cell.text is not None else ""
        if "{" not in source and "}" not in source:
            continue
        placed = _place(sheet, cell, source, problems)
        if placed:
            tagged.cells[cell.row, cell.column] = placed
        for entry in placed:
            if entry.statement is not None:
                _pair(entry, stack, tagged, problems)
    for pair in stack:
        name = "endfor" if pair.is_loop else "endif"
        problems.add(pair.opener.mark, "is never closed", f"add {{% {name} %}} on this sheet")
    for pair in tagged.all_pairs():
        _level(pair, problems)
        if pair.level != "text":
            tagged.structural.update(entry.where for entry in pair.tags())
    return tagged


def _place(sheet: Sheet, cell: Cell, source: str, problems: Problems) -> list[Placed]:
    place = f"sheet {sheet.name}, cell {cell.name}"
    tags, faults = find_tags(source)
    for fault in faults:
        problems.at(place, fault.message, tag=fault.raw)
    placed = []
    for number, tag in enumerate(tags):
        mark = problems.mark(place, tag.raw)
        statement = None
        if tag.kind == "statement":
            statement = _statement(tag, mark, problems)
        placed.append(Placed(tag, cell, (cell.row, cell.column, number), mark, statement))
    return placed


def _statement(tag: Tag, mark: Mark, problems: Problems) -> Statement | None:
    try:
        statement = read_statement(tag.body)
    except BadTag as bad:
        problems.add(mark, bad.message, bad.suggestion)
        word = tag.body.split()[0] if tag.body.split() else ""
        return Statement(word) if word in ("for", "if", "elif") else None
    if statement.name in ("chart", "picture", "map", "matrix"):
        problems.add(mark, f"is a {statement.name} tag in a cell", _OBJECT_TIP)
        return None
    return statement


_OBJECT_TIP = "charts of a sheet follow the cells they show; pictures take their tag as alt text"


def _pair(entry: Placed, stack: list[Pair], tagged: Tagged, problems: Problems) -> None:
    statement = entry.statement
    assert statement is not None
    if statement.name in ("for", "if"):
        pair = Pair(entry)
        (stack[-1].children if stack else tagged.pairs).append(pair)
        stack.append(pair)
        return
    wants_loop = statement.name == "endfor"
    if not stack or (stack[-1].is_loop != wants_loop):
        missing = "for" if wants_loop else "if"
        near = f"; {stack[-1].opener.tag.raw} is still open" if stack else ""
        problems.add(entry.mark, f"has no {missing} before it{near}")
        return
    if statement.name in ("elif", "else"):
        if stack[-1].arms and _name(stack[-1].arms[-1]) == "else":
            problems.add(entry.mark, "comes after else")
        stack[-1].arms.append(entry)
    else:
        stack.pop().closer = entry


def _name(entry: Placed) -> str:
    return entry.statement.name if entry.statement is not None else ""


def _level(pair: Pair, problems: Problems) -> None:
    statement = pair.opener.statement
    word = statement.word if statement is not None else None
    if word in ("paragraph", "slide", "shape"):
        problems.add(pair.opener.mark, f"says {word}, which a workbook does not have", _WORDS_TIP)
    if pair.closer is None:
        return
    first, last = pair.rows
    same_cell = pair.opener.where[:2] == pair.closer.where[:2]
    if word in ("row", "column", "sheet"):
        pair.level = word
    else:
        pair.level = "text" if same_cell else "row"
    if pair.level == "column" and first != last:
        problems.add(pair.opener.mark, "repeats columns but ends in another row", _COLUMN_TIP)
    if pair.level == "column" and pair.arms:
        problems.add(pair.arms[0].mark, "stands in a column block, which takes no else")
    if pair.level == "row":
        _row_arms(pair, problems)


def _row_arms(pair: Pair, problems: Problems) -> None:
    rows = [entry.where[0] for entry in (pair.opener, *pair.arms)]
    for entry, before in zip(pair.arms, rows, strict=False):
        if entry.where[0] == before:
            problems.add(entry.mark, "stands in the row of the arm before it", _ARM_TIP)


_WORDS_TIP = "use row, column or sheet"
_COLUMN_TIP = "put its endfor or endif in the same row"
_ARM_TIP = "put it in a row of its own"


# -- rows ----------------------------------------------------------------------------------------


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


@dataclass
class RowChoice:
    pair: Pair
    lines: tuple[int, int]
    arms: list[tuple[Placed, tuple[int, int], list[Node]]]


Node = Plain | RowLoop | RowChoice


@dataclass
class Structure:
    """A sheet's rows as a tree, its repeated columns, and the pairs around the whole sheet."""

    nodes: list[Node]
    sheet_pairs: list[Pair]
    columns: list[tuple[int, int]]  # the column blocks, left to right
    column_pairs: dict[int, list[Pair]]  # by row
    loops: int


def structure(sheet: Sheet, tagged: Tagged, problems: Problems) -> Structure:
    builder = _Builder(sheet, tagged, problems)
    top = list(_row_pairs(tagged.pairs))
    nodes = builder.nodes(1, sheet.last_row, top)
    around = [pair for pair in tagged.all_pairs() if pair.level == "sheet"]
    columns, by_row = _columns(tagged, problems)
    return Structure(nodes, around, columns, by_row, builder.loops)


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

    def nodes(self, first: int, last: int, pairs: Sequence[Pair]) -> list[Node]:
        found: list[Node] = []
        at = first
        for pair in pairs:
            start, end = self._outer(pair)
            if start < at:
                tip = "put one above the other, or on sheets of their own"
                self._problems.add(pair.opener.mark, "shares a row with another block", tip)
                continue
            self._plain(found, at, start - 1)
            found.append(self._block(pair))
            at = end + 1
        self._plain(found, at, last)
        return found

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
        first, last = self._outer(pair)
        inner = list(_row_pairs(pair.children))
        if pair.is_loop:
            self.loops += 1
            number = self.loops
            return RowLoop(pair, number, (first, last), self.nodes(first, last, inner))
        starts = [first]
        starts += [entry.where[0] + self._vanishes(entry.where[0]) for entry in pair.arms]
        ends = [entry.where[0] - 1 for entry in pair.arms] + [last]
        arms = []
        for entry, start, end in zip((pair.opener, *pair.arms), starts, ends, strict=True):
            own = [child for child in inner if start <= child.rows[0] <= end]
            arms.append((entry, (start, end), self.nodes(start, end, own)))
        return RowChoice(pair, (first, last), arms)

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
    """By row, the loops around it, outermost first; rows outside of loops are not named."""
    found: dict[int, tuple[int, ...]] = {}
    for node in nodes:
        if isinstance(node, Plain):
            if outer:
                found.update(dict.fromkeys(range(node.first, node.last + 1), outer))
        elif isinstance(node, RowLoop):
            found.update(row_chains(node.body, (*outer, node.number)))
        else:
            for _, _, body in node.arms:
                found.update(row_chains(body, outer))
    return found


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


_ONE = "let all blocks over these columns begin and end in the same columns"


def _overlap(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]
