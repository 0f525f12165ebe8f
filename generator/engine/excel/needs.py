"""Which cells of a template something refers to: their values are kept, their rows stood in for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .formulas import Formula
from .nodes import Box

Above = Mapping[int, tuple[int, int]]
Within = Mapping[int, frozenset[int]]


@dataclass(frozen=True)
class Need:
    """A box of template cells that something refers to; ``owner``: the formula cell's own place.

    ``is_named``: their rows must be there. ``moves``: no ``$`` stands before its row.
    """

    sheet: str
    box: Box
    owner: tuple[str, int, int] | None = None
    is_named: bool = True
    moves: bool = False

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in the box."""
        top, left, bottom, right = self.box
        return top <= row <= bottom and left <= column <= right


def formula_needs(formula: Formula, own: str, owner: tuple[str, int, int] | None) -> list[Need]:
    """The cells that a formula on the sheet ``own`` looks at."""
    found = []
    for reference in formula.references:
        area = reference.area or reference.target
        if area is not None:
            moves = reference.area is not None and area.rows is not None and not area.rows[0].fixed
            found.append(Need((area.sheet or own).lower(), area.box, owner, moves=moves))
    return found


def filled_needs(needs: Sequence[Need], rows: Above, columns: Above, within: Within) -> list[Need]:
    """The needs, and what they look at where they name the line directly above a block.

    ``rows``, ``columns``: by such a line, the first and last that may stand above a repeat.
    ``within``: by such a row, the rows of the block, whose formulas mean the row above each repeat.
    """
    found = []
    for need in needs:
        top, left, bottom, right = need.box
        if need.owner is None or need.owner[0] != need.sheet:
            found.append(need)
            continue
        down, across = rows.get(top, (top, bottom)), columns.get(left, (left, right))
        inside = need.owner[1] in within.get(top, ())
        if need.moves and inside and top == bottom and 1 < top != down[0] and not columns:
            found.append(replace(need, is_named=False))  # whatever row stands there is meant
        else:
            found.append(need)
        if top in rows or left in columns:
            box = down[0], across[0], max(down[1], bottom), max(across[1], right)
            found.append(Need(need.sheet, box, is_named=False))
    return found


def name_needs(formula: Formula) -> list[Need]:
    """The cells that a defined name means."""
    return [need for need in formula_needs(formula, "", None) if need.sheet]
