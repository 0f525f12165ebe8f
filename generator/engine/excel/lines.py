"""Where the rows (or columns) of a reference stand, seen from the cell that holds it."""

from __future__ import annotations

from .axis import Axis, Instance, Run
from .tokens import Line


def line_runs(
    axis: Axis,
    lines: tuple[Line, Line] | None,
    single: bool,
    own: Instance | None,
    most: int,
    *,
    filled: bool,
) -> list[Run]:
    """Where a reference's rows (or columns) stand, seen from ``own``; never nowhere."""
    if lines is None:
        return [(1, most)]
    first, last = lines
    if filled and own is not None and first.number in axis.above:
        run = _filled_run(axis, first, last, single, own)
        if run is not None:
            return [run]
    if single:
        position = axis.cell(first.number, own, first.fixed)
        return [(position, position)]
    found = axis.runs((first.number, last.number), own, (first.fixed, last.fixed))
    if found:
        return found
    position = axis.cell(first.number, own, first.fixed)
    return [(position, position)]


def _filled_run(axis: Axis, first: Line, last: Line, single: bool, own: Instance) -> Run | None:
    """A reference that begins directly above a block, as Excel would fill it down (or right).

    With ``$`` it begins where that line stands in the repeats that are around both.
    """
    if last.fixed and not single:
        return None
    run = axis.filled((first.number, last.number), own)
    if run is None or not first.fixed:
        return run
    if not single and first.number == last.number:
        return None
    start = axis.cell(first.number, own)
    return start, start if single else run[1]
