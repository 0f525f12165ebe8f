"""The tags of a sheet's cells, and which opener belongs to which closer.

A pair repeats or decides the smallest whole that holds both its tags: in one cell the text between
them, in one row the row, in several rows those rows. ``row``, ``column`` or ``sheet`` as a tag's
first word says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.engine.language import (
    OBJECTS,
    BadTag,
    Mark,
    Problems,
    Statement,
    Tag,
    find_tags,
    guess,
    is_plain,
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
    stand_in: Placed | None = None  # a closer of the other kind, unless a right one comes
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
    late: list[str] = field(default_factory=list)  # closers that come after that of an outer pair

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
        if is_plain(source):
            continue
        placed = _place(sheet, cell, source, problems)
        if placed:
            tagged.cells[cell.row, cell.column] = placed
        for entry in placed:
            if entry.statement is not None:
                _pair(entry, stack, tagged, problems)
    for pair in stack:
        pair.closer = pair.stand_in
        if pair.closer is not None or not re.search(r"\b(for|if)\b", pair.opener.tag.body):
            continue  # told already
        tip = f"add {{% {_closer(pair)} %}} on this sheet"
        problems.add(pair.opener.mark, f"is never closed: {_closer(pair)} is missing", tip)
    for pair in tagged.all_pairs():
        _level(pair, problems)
        if pair.level != "text":
            tagged.structural.update(entry.where for entry in pair.tags())
    return tagged


def _place(sheet: Sheet, cell: Cell, source: str, problems: Problems) -> list[Placed]:
    place = f"sheet {sheet.name}, cell {cell.name}"
    tags, faults = find_tags(source)
    for fault in faults:
        problems.at(place, fault.message, fault.suggestion, fault.raw)
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
        return guess(tag.body)
    if statement.name in OBJECTS:
        problems.add(mark, f"is a {statement.name} tag in a cell", _OBJECT_TIP)
        return None
    if statement.name == "continue":
        tip = "for heads on each printed page, choose Page Layout, Print Titles"
        problems.add(mark, "is for slides: a sheet goes on by itself", tip)
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
    if statement.name == "end" or _is_late(statement.name, stack, tagged):
        if statement.name == "end" and stack:
            stack.pop().closer = entry
        return
    _close_slips(statement.name, stack)
    wants_loop = statement.name == "endfor"
    fits = bool(stack) and (statement.name == "else" or stack[-1].is_loop == wants_loop)
    if not fits:
        _misfit(entry, wants_loop, stack, tagged, problems)
        return
    if statement.name in ("elif", "else"):
        if stack[-1].arms and _name(stack[-1].arms[-1]) == "else":
            problems.add(entry.mark, "comes after else")
        stack[-1].arms.append(entry)
    else:
        stack.pop().closer = entry


def _is_late(name: str, stack: Sequence[Pair], tagged: Tagged) -> bool:
    """Whether this is the closer of a pair that was told to cross another."""
    if name not in tagged.late or (stack and _closer(stack[-1]) == name):
        return False
    tagged.late.remove(name)
    return True


def _close_slips(name: str, stack: list[Pair]) -> None:
    """Pairs that a wrong closer ended: what is around them goes on as if it had been right."""
    own = any(_closer(pair) == name for pair in stack)
    while own and stack[-1].stand_in is not None and name != _closer(stack[-1]):
        pair = stack.pop()
        pair.closer = pair.stand_in


def _closer(pair: Pair) -> str:
    return "endfor" if pair.is_loop else "endif"


def _misfit(
    entry: Placed, wants_loop: bool, stack: list[Pair], tagged: Tagged, problems: Problems
) -> None:
    """A closer of the wrong kind closes its own opener where there is one, else what is open."""
    name = _name(entry)
    if not stack:
        problems.add(entry.mark, f"has no {'for' if wants_loop else 'if'} before it")
        return
    opener = stack[-1].opener
    if name == "elif":
        problems.add(entry.mark, "stands in a for: elif belongs to an if")
        return
    problems.add(
        entry.mark,
        f"closes {opener.tag.raw}, which stands in {opener.mark.place}",
        f"{_closer(stack[-1])} is expected first",
    )
    if not any(_closer(pair) == name for pair in stack):
        stack[-1].stand_in = entry
        return
    while _closer(stack[-1]) != name:
        tagged.late.append(_closer(stack.pop()))
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
