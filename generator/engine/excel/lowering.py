"""A sheet's cells and structure as pieces of a program (see ``running`` for what they print).

While it runs, the program writes rows with marks for what is known only later: the row's number,
texts to be shared, formulas with their values. The marks are control characters, which no value
can hold: see ``marks``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from generator.engine.language import (
    Branch,
    Literal,
    Loop,
    Mark,
    Piece,
    Print,
    Problems,
    Scope,
    Typed,
)
from generator.office.sheettext import run_xml
from generator.office.text import column_letters

from .anchors import Anchors
from .blocks import Lanes, Node, Plain, RowChoice, RowLoop, Structure
from .captions import Captions
from .cells import ValueCell
from .celltext import CellText
from .counting import NOWHERE, Counting
from .heights import Measures, Wrap, still_height
from .marks import ROW, ROW_END, TEXT_CLOSE, repeats_name
from .reading import Cell, Row, Sheet, Styles, attributes_xml
from .statements import concatenated, condition_of, opened_loop
from .tagging import Pair, Tagged
from .textformat import is_date, is_percent
from .weaving import lanes_name

_NO_GRID = "put one of them above the other, or on a sheet of its own"


@dataclass
class Lowering:
    """What lowering needs of the rest: which cells are watched, how formulas are numbered."""

    sheet: Sheet
    tagged: Tagged
    structure: Structure
    styles: Styles
    problems: Problems
    measures: Measures
    watched: Callable[[int, int], bool]
    anchors: Anchors
    visible: Callable[[tuple[int, int]], bool]  # does a stand-in for lines show (in a table)?
    formula: Callable[[Cell], int]
    printers: dict[ValueCell, str]
    texted: dict[tuple[int, int], str]  # cells whose number becomes a text, and what makes it one
    links: dict[tuple[int, int], list[tuple[int, str]]] = field(default_factory=dict)
    captions: dict[int, list[Captions]] = field(default_factory=dict)  # of shapes, by their row
    noted: int = 0

    def sheet_pieces(self, scope: Scope) -> list[Piece]:
        """Counting of column blocks, then the rows."""
        pieces: list[Piece] = []
        if self.structure.columns:
            pieces += Counting(self.structure, self.problems).pieces(self.structure.nodes, scope)
            pieces.append(self._print("columns"))
        return pieces + self._nodes(self.structure.nodes, scope)

    def _print(self, printer: str, *arguments: object, mark: Mark = NOWHERE) -> Print:
        return Print(mark, None, printer, arguments)

    # -- blocks of rows ------------------------------------------------------------------------

    def _nodes(self, found: Sequence[Node], scope: Scope) -> list[Piece]:
        pieces: list[Piece] = []
        for node in found:
            if isinstance(node, Plain):
                pieces += self._plain(node, scope)
            elif isinstance(node, RowLoop):
                pieces.append(self._loop(node, scope))
            elif isinstance(node, Lanes):
                pieces += self._lanes(node, scope)
            else:
                pieces.append(self._choice(node, scope))
            pieces += [self._stand_in(lines) for lines in self.anchors.get(id(node), ())]
        return pieces

    def _loop(self, node: RowLoop, scope: Scope) -> Piece:
        loop = opened_loop(node.pair, scope, self.problems)
        body = self._single_row(node, loop.scope) or [
            self._print("enter", node.number),
            *self._nodes(node.body, loop.scope),
            self._print("leave"),
        ]
        return loop.piece(body, self._nodes(node.otherwise, scope))

    def _single_row(self, node: RowLoop, scope: Scope) -> list[Piece]:
        """The body of a loop over one row: the commonest, so it has a printer of its own."""
        row = self.sheet.rows.get(node.lines[0])
        if len(node.body) != 1 or not isinstance(node.body[0], Plain) or row is None:
            return []
        if node.body[0].first != node.body[0].last or self._row_look(row)[1] is not None:
            return []
        pieces = self._row(row, scope)
        opened = self._print("single_row", row.number, self._row_look(row)[0], node.number)
        return [opened, *pieces[1:]]

    def _lanes(self, node: Lanes, scope: Scope) -> list[Piece]:
        """Loops side by side, then the row's other cells for as many rows as there came out."""
        row = self.sheet.rows[node.line]
        cells = {cell.column: cell for cell in row.cells}
        last = max(cells)
        if any(block[0] <= last for block in self.structure.columns):
            mark = node.pairs[0].opener.mark
            self.problems.add(mark, "stands beside another loop where columns repeat", _NO_GRID)
        pieces: list[Piece] = [self._print("lanes", node.line, *self._row_look(row), node.number)]
        item, done, others = self._print("lane_item"), 0, []
        for pair in node.pairs:
            first, end = pair.columns
            loop = opened_loop(pair, scope, self.problems)
            body = [item, *self._cells(cells, loop.scope, first, end)]
            pieces += [self._print("lane", first), loop.piece(body, [])]
            others.append((done + 1, first - 1))
            done = end
        pieces.append(self._print("lanes_counted", node.number))
        count = nodes.Name(lanes_name(node.number), "load", lineno=0)
        notes = self._notes(node.line, scope)
        if notes:
            others[0] = 0, others[0][1]
        for first, end in (*others, (done + 1, last)):
            body = [item, *(notes if not first else ()), *self._cells(cells, scope, first, end)]
            if len(body) > 1:
                rest = Loop(NOWHERE, "row__", count, None, tuple(body))
                pieces += [self._print("lane", first), rest]
        return [*pieces, self._print("lanes_end")]

    def _choice(self, node: RowChoice, scope: Scope) -> Piece:
        arms = []
        for entry, _, body in node.arms:
            condition = condition_of(entry, scope, self.problems)
            arms.append((entry.mark, condition, tuple(self._nodes(body, scope))))
        return Branch(tuple(arms))

    def _stand_in(self, lines: tuple[int, int]) -> Piece:
        """One empty row for lines of which there may be none, to which something refers."""
        hidden = "" if self.visible(lines) else ' hidden="1"'
        return self._print("stand_in", *lines, hidden)

    # -- rows ----------------------------------------------------------------------------------

    def _plain(self, node: Plain, scope: Scope) -> list[Piece]:
        pieces: list[Piece] = []
        empty = node.first
        for line in range(node.first, node.last + 1):
            row = self.sheet.rows.get(line)
            if row is None:
                continue
            if empty < line:
                pieces.append(self._print("gap", empty, line - 1))
            pieces += self._row(row, scope)
            empty = line + 1
        if empty <= node.last:
            pieces.append(self._print("gap", empty, node.last))
        return pieces

    def _row(self, row: Row, scope: Scope) -> list[Piece]:
        attributes, least = self._row_look(row)
        pieces: list[Piece] = [self._print("row", row.number, attributes)]
        if least is not None:
            pieces = [self._print("tall_row", row.number, attributes, least)]
        pieces += self._notes(row.number, scope)
        cells = {cell.column: cell for cell in row.cells}
        done = 0
        for block in self.structure.columns:
            inside = [at for at in cells if block[0] <= at <= block[1]]
            pieces += self._cells(cells, scope, done + 1, block[0] - 1)
            if inside:
                pieces += self._column_block(row, block, cells, scope)
            done = block[1]
        pieces += self._cells(cells, scope, done + 1, max(cells, default=0))
        pieces.append(Literal(f"</row>{ROW_END}"))
        return pieces

    def _notes(self, line: int, scope: Scope) -> list[Print]:
        """Values for the tags of shapes that begin in a row."""
        found: list[Print] = []
        for captions in self.captions.get(line, ()):
            notes = captions.bind(scope, self.problems, self.noted, row=True)
            self.noted += len(notes)
            found += notes
        return found

    def _row_look(self, row: Row) -> tuple[str, float | None]:
        """The row's attributes, and the least height it needs where its texts wrap (else None).

        A height that Office had worked out itself is worked out anew; the author's own is kept.
        """
        kept = dict(row.attributes)
        changing = [cell for cell in row.cells if self._has_tags(cell)]
        if not changing or kept.get("customHeight") in ("1", "true"):
            return attributes_xml(kept), None
        kept.pop("ht", None)
        if not any(self.measures.wrap(cell) for cell in changing):
            return attributes_xml(kept), None
        return attributes_xml(kept), still_height(row, self._has_tags, self.measures)

    def _has_tags(self, cell: Cell) -> bool:
        return (cell.row, cell.column) in self.tagged.cells

    def _wrap(self, cell: Cell) -> Wrap | None:
        """How the cell's text wraps, where that decides the height of its row."""
        own = dict(self.sheet.rows[cell.row].attributes).get("customHeight")
        return None if own in ("1", "true") else self.measures.wrap(cell)

    def _cells(self, cells: dict[int, Cell], scope: Scope, first: int, last: int) -> list[Piece]:
        pieces: list[Piece] = []
        for column in range(first, last + 1):
            if column in cells:
                pieces += self._cell(cells[column], scope)
        return pieces

    # -- blocks of columns ---------------------------------------------------------------------

    def _column_block(
        self, row: Row, block: tuple[int, int], cells: dict[int, Cell], scope: Scope
    ) -> list[Piece]:
        """The block's cells, as often as the sheet has the block: by the row's own loop, if any."""
        number = self.structure.columns.index(block)
        pair = self._column_pair(row.number, block)
        start, following = self._print("column"), self._print("column_next")
        if pair is not None and pair.is_loop:
            loop = opened_loop(pair, scope, self.problems)
            own = [*self._cells(cells, loop.scope, *block), following]
            return [start, loop.piece(own, [])]
        again = [*self._cells(cells, scope, *block), following]
        repeats = nodes.Name(repeats_name(number), "load", lineno=0)
        return [start, Loop(NOWHERE, "column__", repeats, None, tuple(again))]

    def _column_pair(self, line: int, block: tuple[int, int]) -> Pair | None:
        found = self.structure.column_pairs.get(line, ())
        return next((pair for pair in found if pair.columns == block), None)

    # -- cells ---------------------------------------------------------------------------------

    def _place(self, cell: Cell) -> tuple[int, str | None]:
        """The cell's column, and its letters where no column before it repeats."""
        moves = any(block[0] <= cell.column for block in self.structure.columns)
        return cell.column, None if moves else column_letters(cell.column)

    def _cell(self, cell: Cell, scope: Scope) -> list[Piece]:
        column, letters = self._place(cell)
        style = f' s="{cell.style}"' if cell.style else ""
        pieces: list[Piece] = [
            self._link(number, column, text, scope)
            for number, text in self.links.get((cell.row, column), ())
        ]
        if cell.kind == "formula":
            pieces.append(self._print("formula", column, letters, style, self.formula(cell)))
        elif (cell.row, column) in self.tagged.cells:
            pieces += self._tagged_cell(cell, column, letters, style, scope)
        elif cell.kind == "text" and cell.text is not None:
            key = rich_key(cell.text.runs) if cell.text.runs else cell.text.plain
            pieces.append(self._print("shared", column, letters, style, key))
        else:
            pieces.append(self._still(column, letters, style + _still_tail(cell)))
        return pieces

    def _still(self, column: int, letters: str | None, tail: str) -> Piece:
        if letters is not None:
            return Literal(f'<c r="{letters}{ROW}"{tail}')
        return self._print("still", column, tail)

    def _tagged_cell(
        self, cell: Cell, column: int, letters: str | None, style: str, scope: Scope
    ) -> list[Piece]:
        placed = self.tagged.cells[cell.row, cell.column]
        inside = CellText(cell, placed, self.tagged.structural, self.problems, self.styles)
        single = inside.single()
        if why := inside.texted_number(scope):
            self.texted[cell.row, column] = why
        watch = self.watched(cell.row, column)
        typed = inside.typed(single, scope) if single is not None else None
        # A text keeps the look of its run; numbers and dates are numbers in the cell's own look.
        if (
            single is not None
            and typed is not None
            and not (inside.rich and typed.kind in ("text", "rich"))
        ):
            return [self._typed(cell, typed, single.mark, (column, letters, style, watch))]
        if inside.is_empty:
            return [self._still(column, letters, style + "/>")]
        looks = (style, self._quoted(cell), watch, inside.rich, self._wrap(cell))
        mark = single.mark if single is not None else NOWHERE
        opened = self._print("text", column, letters, *looks, mark=mark)
        return [opened, *inside.pieces(scope), Literal(TEXT_CLOSE)]

    def _typed(
        self, cell: Cell, typed: Typed, mark: Mark, at: tuple[int, str | None, str, bool]
    ) -> Piece:
        """A cell that is only ``{{ … }}``: it takes the value's type."""
        column, letters, style, watch = at
        code = self.styles.code(cell.style)
        scale = typed.kind == "percent" and is_percent(code)
        if typed.kind == "date" and not is_date(code):
            style = f' s="{self.styles.dated(cell.style)}"'
        if typed.kind == "money":
            self.styles.price(cell.style)
        wrap = self._wrap(cell) if typed.kind in ("text", "any") else None
        quoted = self._quoted(cell)
        made = ValueCell(typed.kind, column, letters, style, quoted, watch, scale, wrap)
        name = self.printers.setdefault(made, f"value_{len(self.printers)}")
        return Print(mark, typed.expr, name)

    def _quoted(self, cell: Cell) -> str:
        return f' s="{self.styles.quoted(cell.style)}"'

    def _link(self, number: int, column: int, text: str, scope: Scope) -> Piece:
        """A hyperlink's address or place with tags, worked out for each copy of its cell."""
        mark = self.problems.mark(f"sheet {self.sheet.name}, link {number + 1}", text)
        expr = concatenated(text, mark, scope, self.problems)
        printer = "place" if "!" in text and "://" not in text else "link"
        return Print(mark, expr, printer, (number, column))


def _still_tail(cell: Cell) -> str:
    if cell.kind == "empty":
        return "/>"
    kind = {"bool": ' t="b"', "error": ' t="e"', "date": ' t="d"'}.get(cell.kind, "")
    return f"{kind}><v>{cell.raw}</v></c>"


def rich_key(runs: Sequence[tuple[str, str]]) -> str:
    """How a rich text stands among the shared texts: NUL tells it from a plain one."""
    return "\x00" + "".join([run_xml(properties, text) for properties, text in runs])
