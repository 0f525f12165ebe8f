"""One run of a workbook: the sheets as they grow, and what the program prints into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.office.sheettext import held, needs_prefix, plain_of
from generator.office.text import column_letters

from .axis import Axis, Instance
from .heights import Wrap, height
from .marks import HEIGHT, ROW, ROW_END, TEXT_CLOSE, TEXT_OPEN


@dataclass(frozen=True, slots=True)
class Geometry:
    """What a sheet's axes need of the template."""

    last_row: int
    last_column: int
    row_chains: Mapping[int, tuple[int, ...]]
    column_blocks: tuple[tuple[int, int], ...]
    needed_columns: frozenset[int] = frozenset()  # blocks that something refers to
    above: Mapping[int, frozenset[int]] = field(default_factory=dict)  # row -> blocks below it
    left: Mapping[int, frozenset[int]] = field(default_factory=dict)  # the same of columns


@dataclass(slots=True)
class OpenText:
    """A text that is being written between the marks: where it will stand, in which format."""

    row: int
    column: int
    head: str
    style: str
    quoted: str
    watch: bool
    rich: bool
    wrap: Wrap | None
    tag: int = 0


@dataclass(slots=True)
class Slot:
    """A formula cell: which template formula, and where this copy of it stands."""

    formula: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class TableRun:
    """A table of an output sheet: its id and name, and its columns' headings in order.

    ``renamed``: new headings by the template's own, in lower case; only what differs.
    """

    id: int
    name: str
    columns: tuple[str, ...]
    renamed: Mapping[str, str]


class SheetRun:
    """One output sheet in the making. ``seen``: values of watched cells, by column and row."""

    def __init__(self, index: int, geometry: Geometry, repeats: Mapping[int, list[int]]) -> None:
        self.index = index
        self.geometry = geometry
        self.name = ""
        self.part = ""
        self.selected = False
        self.rows = Axis(geometry.last_row, dict(geometry.row_chains), above=geometry.above)
        self.columns = Axis(geometry.last_column, {}, above=geometry.left)
        self.scope: Instance | None = None
        self.row = 0
        self.instance = 0
        self.ticks = 0
        self.counts: dict[int, int] = {}
        self.emitted: list[int] = []
        self.heights: dict[int, float] = {}
        self.slots: list[Slot] = []
        self.lane: Any = None  # of loops side by side: line, block, least height, first row
        self.texts: list[OpenText] = []
        self.links: list[tuple[int, int, int, str]] = []  # link, row, column, address
        self.link_targets: list[tuple[str, str]] = []  # relationship id, address
        self.notes: dict[int, Any] = {}  # texts and pictures of the sheet beside its cells
        self.row_notes: dict[tuple[int, int], Any] = {}  # the same of a row, by number and row
        self.tables: dict[str, TableRun] = {}  # by the template's name, in lower case
        self.changes: list[str] = []  # what was altered by rule in the sheet's own texts
        self.seen: defaultdict[int, dict[int, Any]] = defaultdict(dict)
        self.letters: dict[int, list[str]] = {}  # by template column, where columns repeat
        self.places: dict[int, Sequence[int]] = {}
        self.repeats = repeats
        self.xml = ""
        if not geometry.column_blocks:
            self.set_columns()

    def set_columns(self) -> None:
        """Lay out the columns, now that it is known how often each block repeats."""
        at = 1
        axis = self.columns
        for number, (first, last) in enumerate(self.geometry.column_blocks):
            append_lines(axis, at, first - 1, None)
            count = self.counts.get(number, 0)
            self.repeats[number][:] = range(count)
            axis.chains.update(dict.fromkeys(range(first, last + 1), (number,)))
            for _ in range(count):
                instance = Instance(number, None, len(axis.lines) + 1)
                append_lines(axis, first, last, instance)
                instance.last = len(axis.lines)
            if not count and number in self.geometry.needed_columns:
                axis.stand_in(first, last, None)
            at = last + 1
        append_lines(axis, at, self.geometry.last_column, None)
        axis.freeze()
        if self.geometry.column_blocks:
            for column in range(1, self.geometry.last_column + 1):
                found = [] if self._stands_in(column) else axis.positions(column)
                self.places[column] = found
                self.letters[column] = [column_letters(position) for position in found]

    def _stands_in(self, column: int) -> bool:
        return any(
            self.columns.lines[position - 1] <= column <= last
            for position, last in self.columns.stand_ins.items()
        )

    def needs(self, row: int, points: float) -> None:
        """A text in this row needs so much height."""
        if points > self.heights.get(row, 0.0):
            self.heights[row] = points

    def letter(self, column: int) -> str:
        """The letters of a template column, in the repeat that is being written."""
        found = self.letters.get(column)
        if found is None:
            return column_letters(column)
        return found[0] if len(found) == 1 else found[self.instance]

    def position(self, column: int) -> int:
        """The same as a number."""
        found = self.places.get(column)
        if found is None:
            return column
        return found[0] if len(found) == 1 else found[self.instance]


def append_lines(axis: Axis, first: int, last: int, scope: Instance | None) -> None:
    for line in range(first, last + 1):
        axis.append(line, scope)


@dataclass
class Run:
    """One output workbook in the making: the program's ``context.state``."""

    geometries: tuple[Geometry, ...]
    repeats: dict[int, list[int]]
    strings: dict[str, int] = field(default_factory=dict)
    sheets: list[SheetRun] = field(default_factory=list)
    sheet: SheetRun = field(init=False)
    lanes: dict[int, list[int]] = field(default_factory=dict)
    tails: dict[Any, str] = field(default_factory=dict)  # what follows the style, by value

    def share(self, text: str) -> int:
        """The text's number among the shared strings."""
        strings = self.strings
        number = strings.get(text)
        if number is None:
            number = strings[text] = len(strings)
        return number


# -- after the program has run ---------------------------------------------------------------------


def finish_sheet(run: Run, sheet: SheetRun, text: str, changes: list[tuple[int, str]]) -> str:
    """The sheet's rows, with texts shared and row numbers put in; formulas are still marks."""
    if TEXT_OPEN in text:
        text = _share_texts(run, sheet, text, changes)
    rows = text.split(ROW_END)
    numbered = [
        row.replace(ROW, str(number)) for row, number in zip(rows, sheet.emitted, strict=False)
    ]
    if sheet.heights:
        numbered = [
            row.replace(HEIGHT, _height(sheet.heights.get(number, 0.0)), 1)
            for row, number in zip(numbered, sheet.emitted, strict=True)
        ]
    sheet.rows.freeze()
    return "".join(numbered)


def _height(points: float) -> str:
    return f' ht="{points:.15g}"' if points else ""


def _share_texts(run: Run, sheet: SheetRun, text: str, changes: list[tuple[int, str]]) -> str:
    parts = text.split(TEXT_OPEN)
    pieces = [parts[0]]
    for opened, part in zip(sheet.texts, parts[1:], strict=True):
        shown, _, rest = part.partition(TEXT_CLOSE)
        pieces.append(_text_cell(run, sheet, opened, shown, changes))
        pieces.append(rest)
    return "".join(pieces)


def _text_cell(
    run: Run, sheet: SheetRun, opened: OpenText, shown: str, changes: list[tuple[int, str]]
) -> str:
    plain = plain_of(shown) if opened.rich else shown
    kept, change = held(plain)
    if change:
        changes.append((opened.tag, change))
    key = "\x00" + shown if opened.rich and not change and "<rPr>" in shown else kept
    if opened.wrap is not None:
        sheet.needs(opened.row, height(kept, opened.wrap))
    if opened.watch:
        sheet.seen[opened.column][opened.row] = kept
    if not kept:
        return f"{opened.head}{opened.style}/>"
    style = opened.quoted if needs_prefix(kept) else opened.style
    return f'{opened.head}{style} t="s"><v>{run.share(key)}</v></c>'
