"""Values over whole ranges at once: ``(A2:A9="x")*B2:B9`` and functions of each cell of a range.

A grid is a list of rows. Of two grids the smaller is repeated where it has one row or one column;
what neither has is ``#N/A``. An error is a value in its place, not the end of the formula.
Source: ECMA-376 part 1, §18.17.2.7 (array formulas).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import values
from .values import Fault, Unknown, Value

Grid = list[list[Value]]
MOST = 500_000  # cells that one formula may work out


def shaped(held: Sequence[Value], box: tuple[int, int, int, int], last_row: int) -> Grid:
    """The cells of a box, row by row, as a grid; whole columns are given as far as they reach."""
    top, left, bottom, right = box
    width = right - left + 1 if bottom >= last_row else len(held) // (bottom - top + 1)
    if not width or len(held) % width:
        raise Unknown("an array of this shape is not computed here")
    return [list(held[at : at + width]) for at in range(0, len(held), width)]


def over(grids: Sequence[Grid], work: Callable[[Sequence[Value]], Value]) -> Grid:
    """``work`` for each place of grids that are laid over each other."""
    if any(not grid or not grid[0] for grid in grids):
        return [[Fault(values.VALUE)]]
    height, width = max(len(grid) for grid in grids), max(len(grid[0]) for grid in grids)
    if height * width > MOST:
        raise Unknown(f"an array of more than {MOST:,} cells is not computed here")
    return [
        [_worked(work, [_at(grid, row, column) for grid in grids]) for column in range(width)]
        for row in range(height)
    ]


def _worked(work: Callable[[Sequence[Value]], Value], given: Sequence[Value]) -> Value:
    try:
        return work(given)
    except Fault as fault:
        return fault


def _at(grid: Grid, row: int, column: int) -> Value:
    line = grid[0] if len(grid) == 1 else (grid[row] if row < len(grid) else None)
    if line is None:
        return Fault(values.NA)
    if len(line) == 1:
        return line[0]
    return line[column] if column < len(line) else Fault(values.NA)
