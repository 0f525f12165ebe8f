"""Which cells of a template something refers to: their values are kept, their rows stood in for."""

from __future__ import annotations

from dataclasses import dataclass

from .formulas import Formula
from .nodes import Box


@dataclass(frozen=True)
class Need:
    """A box of template cells that something refers to; ``owner``: the formula cell's own place."""

    sheet: str
    box: Box
    owner: tuple[str, int, int] | None = None

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
            found.append(Need((area.sheet or own).lower(), area.box, owner))
    return found


def name_needs(formula: Formula) -> list[Need]:
    """The cells that a defined name means."""
    return [need for need in formula_needs(formula, "", None) if need.sheet]
