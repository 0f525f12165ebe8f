"""Formulas of rules over many cells: conditional formats and lists of allowed values.

Excel reads such a formula from the first of the rule's cells, and moves it along for the others.
So one text must be right for all of them: where it is not (a rule inside of loops in loops), the
rule is written more than once, each time for the cells that its text fits. What stays in its place
for all cells gets a ``$``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.engine.language import Refused

from .axis import Axis
from .axis import Run as Span
from .formulas import SCATTERED, Formula, Reference, Sheets, box_text
from .lines import line_runs
from .ranges import area_texts, range_text, shown_boxes
from .running import SheetRun
from .tokens import MAX_COLUMN, MAX_ROW, Area, Line, quoted_sheet

Lines = tuple[Line, Line] | None


@dataclass(frozen=True)
class Group:
    """Cells that one text fits: as ``sqref`` has them, and the text of each formula for them."""

    refs: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class _Side:
    """A reference's rows (or columns) as read from one position, and which ends carry ``$``."""

    spans: tuple[Span, ...]
    fixed: tuple[bool, bool]


Sides = Sequence[_Side | None]


@dataclass(frozen=True)
class _Part:
    """Neighbouring positions of a rule that its references fit in one form."""

    positions: tuple[int, ...]
    sides: tuple[_Side | None, ...]


def rule_groups(
    areas: Sequence[Area], formulas: Sequence[Formula], sheet: SheetRun, sheets: Sheets
) -> list[Group]:
    """A rule's cells in an output sheet, in groups; none where all were removed."""
    held = [(area, boxes) for area in areas if (boxes := shown_boxes(area, sheet))]
    if not held:
        return []
    references = [entry for formula in formulas for entry in formula.references if entry.area]
    reader = _Reader(sheet, sheets, areas[0].box[:2], references)
    if len(held) == 1 and len(held[0][1]) == 1 and held[0][1][0][:2] == held[0][1][0][2:]:
        return list(reader.groups(*held[0], formulas))
    if not references or reader.steady(areas):
        top, left = held[0][1][0][:2]
        return [Group(area_texts(areas, sheet), reader.texts_at(top, left, formulas))]
    return [group for area, boxes in held for group in reader.groups(area, boxes, formulas)]


@dataclass
class _Reader:
    sheet: SheetRun
    sheets: Sheets
    origin: tuple[int, int]  # the template's row and column that the formulas are read from
    references: Sequence[Reference]

    def steady(self, areas: Sequence[Area]) -> bool:
        """Whether each reference keeps to its own line, or to one that is the same for all."""
        return all(
            self._is_steady(entry.area, areas)
            for entry in self.references
            if entry.area is not None
        )

    def _is_steady(self, area: Area, areas: Sequence[Area]) -> bool:
        own = self.sheet
        if self.sheets.find(area.sheet, own) is not own:
            return all(line.fixed for lines in (area.rows, area.columns) for line in lines or ())
        rows, columns = [cells.rows for cells in areas], [cells.columns for cells in areas]
        return self._keeps(own.rows, rows, self.origin[0], area.rows) and self._keeps(
            own.columns, columns, self.origin[1], area.columns
        )

    @staticmethod
    def _keeps(axis: Axis, cells: Sequence[Lines], origin: int, lines: Lines) -> bool:
        if lines is None:
            return True
        deep = any(
            len(axis.chains.get(line.number, ())) > 1 for held in cells for line in held or ()
        )
        return all(line.number == origin if not line.fixed else not deep for line in lines)

    def texts_at(self, row: int, column: int, formulas: Sequence[Formula]) -> tuple[str, ...]:
        rows = [self._side(reference, row, by_row=True) for reference in self.references]
        columns = [self._side(reference, column, by_row=False) for reference in self.references]
        return self._texts(formulas, rows, columns)

    def groups(
        self, area: Area, boxes: Sequence[tuple[int, int, int, int]], formulas: Sequence[Formula]
    ) -> Iterator[Group]:
        rows = self._parts(sorted({(box[0], box[2]) for box in boxes}), by_row=True)
        columns = self._parts(sorted({(box[1], box[3]) for box in boxes}), by_row=False)
        ends = boxes[-1][2], boxes[-1][3]
        for down in rows:
            for right in columns:
                refs = [
                    range_text(area, (top, left, bottom, last))
                    for top, bottom in _joined(down.positions, ends[0], self.sheet.rows)
                    for left, last in _joined(right.positions, ends[1], self.sheet.columns)
                ]
                yield Group(" ".join(refs), self._texts(formulas, down.sides, right.sides))

    def _parts(self, spans: Sequence[Span], *, by_row: bool) -> list[_Part]:
        axis = self.sheet.rows if by_row else self.sheet.columns
        past = len(axis.lines) + 1  # one position stands for all that lie past the last line
        positions = [at for low, high in spans for at in range(low, min(high, past) + 1)]
        positions = positions or [spans[0][0]]
        read = [
            [self._side(reference, position, by_row=by_row) for position in positions]
            for reference in self.references
        ]
        forms = [_settled(sides, positions) for sides in read]
        found: dict[tuple[object, ...], list[int]] = {}
        for at, position in enumerate(positions):
            key = tuple([_key(sides[at], position) for sides in forms])
            found.setdefault(key, []).append(at)
        return [
            _Part(tuple([positions[at] for at in held]), tuple([s[held[0]] for s in forms]))
            for held in found.values()
        ]

    def _side(self, reference: Reference, position: int, *, by_row: bool) -> _Side | None:
        """Where the reference leads, moved along from the origin to the position's own line."""
        area = reference.area
        assert area is not None
        lines = area.rows if by_row else area.columns
        target = self.sheets.find(area.sheet, self.sheet)
        if lines is None or target is None:
            return None
        own = self.sheet.rows if by_row else self.sheet.columns
        axis = target.rows if by_row else target.columns
        most = MAX_ROW if by_row else MAX_COLUMN
        by = own.line_at(position) - self.origin[0 if by_row else 1]
        moved = _moved(lines[0], by, most), _moved(lines[1], by, most)
        single = area.single and not reference.grows
        scope = own.scope_at(position) if target is self.sheet else None
        spans = line_runs(axis, moved, single, scope, most, filled=True)
        return _Side(tuple(spans), (lines[0].fixed, lines[1].fixed))

    def _texts(
        self,
        formulas: Sequence[Formula],
        rows: Sides,
        columns: Sides,
    ) -> tuple[str, ...]:
        texts = []
        sides = iter(zip(rows, columns, strict=True))
        for formula in formulas:
            pieces = [
                piece
                if isinstance(piece, str)
                else (self._text(piece, *next(sides)) if piece.area is not None else piece.text)
                for piece in formula.pieces
            ]
            texts.append("".join(pieces))
        return tuple(texts)

    def _text(self, reference: Reference, rows: _Side | None, columns: _Side | None) -> str:
        area = reference.area
        assert area is not None
        target = self.sheets.find(area.sheet, self.sheet)
        if target is None:
            return reference.text
        prefix = f"{quoted_sheet(target.name)}!" if area.sheet is not None else ""
        shown = replace(
            area, rows=_dollars(area.rows, rows), columns=_dollars(area.columns, columns)
        )
        texts = [
            prefix + box_text(shown, (top, left, bottom, right))
            for top, bottom in (rows.spans if rows is not None else ((1, MAX_ROW),))
            for left, right in (columns.spans if columns is not None else ((1, MAX_COLUMN),))
        ]
        if len(texts) > 1 and not reference.pieces:
            raise Refused(f"{reference.text} in a rule {SCATTERED}")
        return ",".join(texts)


def _moved(line: Line, by: int, most: int) -> Line:
    return line if line.fixed else Line(min(most, max(1, line.number + by)), False)


def _dollars(lines: Lines, side: _Side | None) -> Lines:
    if lines is None or side is None:
        return lines
    return Line(lines[0].number, side.fixed[0]), Line(lines[1].number, side.fixed[1])


def _settled(sides: Sides, positions: Sequence[int]) -> list[_Side | None]:
    """With the ``$`` that need the fewest texts: as they are, at both ends, or at none."""
    first = sides[0]
    if first is None or len(positions) == 1:
        return list(sides)
    best, fewest = list(sides), len(positions) + 1
    for fixed in (first.fixed, (True, True), (False, False)):
        tried = [side and _Side(side.spans, fixed) for side in sides]
        keys = {_key(side, at) for side, at in zip(tried, positions, strict=True)}
        if len(keys) < fewest:
            best, fewest = tried, len(keys)
    return best


def _key(side: _Side | None, position: int) -> object:
    if side is None:
        return None
    starts = 0 if side.fixed[0] else position
    ends = 0 if side.fixed[1] else position
    return side.fixed, tuple([(low - starts, high - ends) for low, high in side.spans])


def _joined(positions: Sequence[int], end: int, axis: Axis) -> list[Span]:
    """Neighbouring positions as spans; the one past the last line reaches to the rule's end."""
    spans: list[Span] = []
    for position in positions:
        if spans and spans[-1][1] == position - 1:
            spans[-1] = spans[-1][0], position
        else:
            spans.append((position, position))
    if spans[-1][1] > len(axis.lines):
        spans[-1] = spans[-1][0], max(end, spans[-1][1])
    return spans
