"""Heights of rows whose texts wrap.

A file that says no height leaves it to the program that opens it: Excel then measures its rows,
LibreOffice and previews do not, and cut the text. So a height is estimated, and not marked as the
author's own, so that Excel measures again as soon as the row is edited. Widths of columns are
counted in digits of the standard font (ECMA-376 part 1, §18.3.1.13); an average letter is as wide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.engine.markup import Element

from .nodes import Box
from .reading import Cell, Row, Styles, x
from .tokens import parse_area

STANDARD_SIZE = 11.0
LINE = 15.0  # points that Excel gives one line of 11 points
MOST = 409.0  # the highest row there is
_DEFAULT_WIDTH = 8.43

_MANY = 10_000
Wrap = tuple[float, float]  # characters on a line, points of a line


@dataclass(frozen=True)
class Measures:
    """A sheet's widths by column and its merged cells, which Excel does not measure either."""

    widths: dict[int, float]
    default: float
    merged: frozenset[tuple[int, int]]
    wide: tuple[Box, ...]  # merged ranges of very many cells
    styles: Styles

    def _is_merged(self, cell: Cell) -> bool:
        row, column = cell.row, cell.column
        return (row, column) in self.merged or any(
            top <= row <= bottom and left <= column <= right
            for top, left, bottom, right in self.wide
        )

    def wrap(self, cell: Cell) -> Wrap | None:
        """How the cell's text breaks into lines; None where it does not."""
        if self._is_merged(cell) or not self.styles.wraps(cell.style):
            return None
        size = self.styles.size(cell.style)
        width = self.widths.get(cell.column, self.default)
        return max(1.0, width * STANDARD_SIZE / size), LINE * size / STANDARD_SIZE


def read_measures(root: Element, styles: Styles) -> Measures:
    widths: dict[int, float] = {}
    for item in root.iterfind(f"{x('cols')}/{x('col')}"):
        if item.get("width") is not None:
            last = min(int(item.get("max", "1")), 500)
            for column in range(int(item.get("min", "1")), last + 1):
                widths[column] = float(item.get("width", "0"))
    merged: set[tuple[int, int]] = set()
    wide = []
    for item in root.iterfind(f"{x('mergeCells')}/{x('mergeCell')}"):
        top, left, bottom, right = parse_area(item.get("ref", "A1")).box
        if (bottom - top + 1) * (right - left + 1) > _MANY:
            wide.append((top, left, bottom, right))  # whole columns, say
        else:
            merged |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    format_ = root.find(x("sheetFormatPr"))
    given = format_.get("defaultColWidth") if format_ is not None else None
    default = float(given) if given else _DEFAULT_WIDTH
    return Measures(widths, default, frozenset(merged), tuple(wide), styles)


def height(text: str, wrap: Wrap) -> float:
    """Points that a text needs; 0 where one line does."""
    per_line, line = wrap
    if len(text) <= per_line and "\n" not in text:
        return 0.0
    lines = sum(_lines(part, per_line) for part in text.split("\n"))
    return min(MOST, lines * line) if lines > 1 else 0.0


def _lines(text: str, per_line: float) -> int:
    """Lines of one paragraph, broken between words as a reader would see it."""
    lines, used = 1, 0
    for word in text.split(" "):
        need = len(word) if not used else used + 1 + len(word)
        if need > per_line and used:
            lines, used = lines + 1, len(word)
        else:
            used = need
        extra = int((used - 1) // per_line) if used > per_line else 0
        lines += extra
        used -= int(extra * per_line)
    return lines


def still_height(row: Row, tagged: Callable[[Cell], bool], measures: Measures) -> float:
    """What the row's own texts, without tags, need."""
    found: Sequence[float] = [
        height(cell.text.plain, wrap)
        for cell in row.cells
        if cell.text is not None and not tagged(cell) and (wrap := measures.wrap(cell)) is not None
    ]
    return max(found, default=0.0)
