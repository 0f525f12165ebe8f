"""A formula's parts while it is computed: what they know of their cell, and what they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .grids import Grid, shaped
from .tokens import MAX_ROW
from .values import Fault, Unknown, Value

Box = tuple[int, int, int, int]  # first row, first column, last row, last column


class SheetValues(Protocol):
    """What computing needs of a sheet."""

    def value(self, row: int, column: int) -> Value: ...
    def area(self, box: Box) -> Sequence[Value]: ...
    def visible_area(self, box: Box, skip_hidden: bool) -> Sequence[Value]: ...


@dataclass(slots=True)
class Call:
    """One copy of a formula: where it stands, and its references' boxes by number.

    ``given``: the arguments of a function that is worked out for one place of a grid.
    """

    sheet: SheetValues
    row: int
    column: int
    boxes: Sequence[Sequence[tuple[SheetValues, Box]]]
    memo: dict[Any, Any]
    given: Sequence[Value] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula. ``reference``: its number, where it is one.

    ``grid``: its values over the ranges inside it, all at once. ``spreads``: whether a function
    that takes many values takes those (an array formula), or only the value of its own row.
    ``ended``: of a sum or difference, see ``operators.ended``.
    """

    value: Callable[[Call], Value]
    reference: int | None = None
    grid: Callable[[Call], Grid] | None = None
    spreads: bool = False
    ended: Callable[[Call], tuple[float, float]] | None = None

    @property
    def is_single(self) -> bool:
        return self.reference is None and not self.spreads

    def table(self, call: Call) -> Grid:
        """All values in rows."""
        if self.grid is not None:
            return self.grid(call)
        if self.reference is None:
            try:
                return [[self.value(call)]]
            except Fault as fault:
                return [[fault]]
        boxes = call.boxes[self.reference]
        if len(boxes) != 1:
            raise Unknown("an array needs one range of cells")
        sheet, box = boxes[0]
        return shaped(sheet.area(box), box, MAX_ROW)

    def many(self, call: Call) -> Sequence[Value]:
        """All values: those of a reference's cells, or the one value."""
        if self.spreads:
            return [value for row in self.table(call) for value in row]
        if self.reference is None:
            return (self.value(call),)
        boxes = call.boxes[self.reference]
        if len(boxes) == 1:
            sheet, box = boxes[0]
            return sheet.area(box)
        return [value for sheet, box in boxes for value in sheet.area(box)]


Function = Callable[[Sequence[Node]], Callable[[Call], Value]]


@dataclass(frozen=True)
class Library:
    """The functions. ``lifted``: those of single values, which a grid takes place by place;
    ``choosing``: the same, but in array formulas only; ``gridded``: those that give grids;
    ``ranges``: which arguments of a function are ranges, so that only the others are lifted.
    """

    functions: dict[str, Function]
    lifted: frozenset[str]
    choosing: frozenset[str]
    counting: frozenset[str]
    ranges: Mapping[str, frozenset[int]]
    gridded: Mapping[str, Callable[[Sequence[Node]], Callable[[Call], Grid]]]

    def singles(self, name: str, count: int) -> list[int]:
        """The arguments that are single values, of those functions that are lifted over them."""
        if name in self.lifted or name in self.choosing:
            return list(range(count))
        if name in self.counting:
            return [at for at in range(count) if at not in self.ranges[name]]
        return []
