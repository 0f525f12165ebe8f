"""Formulas of the template, and each copy of them in an output: its text, its boxes, its value.

One rule for all that names cells: see ``axis``. A formula that cannot be computed here keeps its
text, moved like any other, and gets no cached value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.engine.language import Refused
from generator.office.text import column_letters

from .axis import Instance
from .defined import Names, constants, meaning
from .library import GROWING, LIBRARY, RANGES
from .lines import line_runs
from .nodes import Box, Call
from .parser import parse
from .running import SheetRun
from .tables import TableTemplate, renamed, structured_area, table_of
from .tokens import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    BadFormula,
    Line,
    Token,
    quoted_sheet,
    tokenize,
)
from .values import Unknown, Value

MAX_FORMULA = 8_192
SCATTERED = (
    "would cover rows or columns that do not lie next to each other; "
    "only functions such as SUM take those"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """``area`` None: a structured reference or a name, whose text stays as it is.

    ``grows``: a single cell here means all its repeats. ``pieces``: several ranges may stand here.
    """

    text: str
    area: Area | None
    grows: bool = False
    pieces: bool = False
    target: Area | None = None  # what a name or a structured reference means
    this_row: bool = False
    table: TableTemplate | None = None  # the table of a structured reference


@dataclass(frozen=True)
class Formula:
    """A formula of the template. ``compute`` is None where it cannot be computed here: ``why``."""

    source: str
    pieces: tuple[str | Reference, ...]
    references: tuple[Reference, ...]
    compute: Callable[[Call], Value] | None = None
    why: str = ""
    is_subtotal: bool = False
    array: str = ""


def compile_formula(source: str, names: Names, *, array: str = "", grows: bool = False) -> Formula:
    """``BadFormula`` where the text is no formula. ``grows``: single cells mean all repeats."""
    if len(source) > MAX_FORMULA:
        raise BadFormula(f"has {len(source):,} characters; Excel takes {MAX_FORMULA:,}")
    tokens = tokenize(source)
    pieces: list[str | Reference] = []
    references: list[Reference] = []
    meant = constants(tokens, names)
    for number, token in enumerate(tokens):
        if meant[number] is token and _is_reference(token):
            reference = _reference(tokens, number, names)
            if grows:
                reference = replace(reference, grows=True)
            references.append(reference)
            pieces.append(reference)
        else:
            pieces.append(token.text)
    subtotal = "SUBTOTAL" in source.upper()
    compute, why = None, ""
    try:
        _check_known(references, array)
        compute = parse(meant, LIBRARY, arrays=bool(array))
    except Unknown as unknown:
        why = str(unknown)
    return Formula(source, tuple(pieces), tuple(references), compute, why, subtotal, array)


def _is_reference(token: Token) -> bool:
    if token.kind == "name":  # _xlpm: a name that LET or LAMBDA gives inside the formula
        name = token.text.upper()
        return name not in ("TRUE", "FALSE") and not name.startswith("_XLPM.")
    return token.kind in ("reference", "structured")


def _check_known(references: Sequence[Reference], array: str) -> None:
    if ":" in array:
        raise Unknown("array formulas over several cells are not computed here")
    for reference in references:
        if reference.area is None and reference.target is None:
            raise Unknown(f"{reference.text} is not computed here")
        area = reference.area or reference.target
        if area is not None and area.sheet is not None and ":" in area.sheet:
            raise Unknown("references over several sheets are not computed here")


def _reference(tokens: Sequence[Token], number: int, names: Names) -> Reference:
    token = tokens[number]
    if token.kind == "structured":
        area, this_row = structured_area(token.text, names.tables)
        table = table_of(token.text, names.tables)
        return Reference(token.text, None, target=area, this_row=this_row, table=table)
    if token.area is None:
        return Reference(token.text, None, target=_named(token.text, names))
    function, argument, alone = surrounding(tokens, number)
    grows = alone and (function in GROWING or argument in RANGES.get(function, frozenset()))
    return Reference(token.text, token.area, grows, alone and function in GROWING)


def _named(name: str, names: Names) -> Area | None:
    token = meaning(name, names)
    return token.area if token is not None else None


def surrounding(tokens: Sequence[Token], number: int) -> tuple[str, int, bool]:
    """The function around a token, which argument it is in, and whether it is all of it."""
    depth = argument = 0
    before = _neighbour(tokens, number, -1)
    after = _neighbour(tokens, number, 1)
    alone = (before == "," or before.endswith("(")) and after in (",", ")")
    for token in reversed(tokens[:number]):
        if token.text == ")":
            depth += 1
        elif token.text.endswith("(") and token.kind in ("function", "operator"):
            if depth == 0:
                return _plain(token), argument, alone and token.kind == "function"
            depth -= 1
        elif token.text == "," and depth == 0:
            argument += 1
    return "", 0, False


def _plain(token: Token) -> str:
    return token.text[:-1].upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


def _neighbour(tokens: Sequence[Token], number: int, step: int) -> str:
    at = number + step
    while 0 <= at < len(tokens) and tokens[at].kind == "space":
        at += step
    return tokens[at].text if 0 <= at < len(tokens) else ""


# -- copies --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheets:
    """Output sheets by the template sheet's name in lower case; by the name their tags gave."""

    by_name: Mapping[str, Sequence[SheetRun]]
    wanted: Mapping[str, SheetRun]

    def find(self, name: str | None, own: SheetRun | None) -> SheetRun | None:
        """The sheet a reference means: the own copy of a repeated sheet, else the first."""
        if name is None:
            return own
        found = self.by_name.get(name.lower(), ())
        if own is not None and own in found:
            return own
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Spot:
    """From where a reference is read: a sheet, and the repeats around the place (None: none).

    ``loose``: a ``$`` says nothing (Excel writes it into every range of a chart). ``filled``: the
    line directly above a block means the line above each repeat (``Axis.filled``).
    """

    sheet: SheetRun | None
    row: Instance | None = None
    column: Instance | None = None
    loose: bool = False
    filled: bool = False


def spot_of(sheet: SheetRun, row: int, column: int) -> Spot:
    """From where the formula of a cell is read."""
    row_scope, column_scope = sheet.rows.scope_at(row), sheet.columns.scope_at(column)
    return Spot(sheet, row_scope, column_scope, filled=True)


def copy_text(formula: Formula, sheets: Sheets, spot: Spot, *, union: bool = False) -> str:
    """The formula as it reads at a spot. ``Refused`` where Excel could not hold it.

    ``union``: several ranges may stand for one anywhere (names, charts).
    """
    text = "".join(
        [
            piece if isinstance(piece, str) else reference_text(piece, sheets, spot, union=union)
            for piece in formula.pieces
        ]
    )
    if len(text) > MAX_FORMULA:
        raise Refused(f"becomes a formula of {len(text):,} characters; Excel takes {MAX_FORMULA:,}")
    return text


def reference_text(reference: Reference, sheets: Sheets, spot: Spot, *, union: bool = False) -> str:
    area = reference.area
    if reference.table is not None:
        return _table_text(reference.text, reference.table, sheets, spot)
    if area is None:
        return reference.text
    sheet = sheets.find(area.sheet, spot.sheet)
    if sheet is None:
        return reference.text
    prefix = f"{quoted_sheet(sheet.name)}!" if area.sheet is not None else ""
    boxes = area_boxes(area, sheet, spot, grows=reference.grows)
    if len(boxes) > 1 and not reference.pieces and not union:
        raise Refused(f"{reference.text} {SCATTERED}")
    return _joined([prefix + box_text(area, box) for box in boxes])


def _table_text(text: str, table: TableTemplate, sheets: Sheets, spot: Spot) -> str:
    """A structured reference, under the name and headings that its table has in the output."""
    sheet = sheets.find(table.sheet, spot.sheet)
    found = sheet.tables.get(table.name.lower()) if sheet is not None else None
    if found is None or (found.name == table.name and not found.renamed):
        return text
    return renamed(text, found.name, found.renamed)


def _joined(ranges: Sequence[str]) -> str:
    """Ranges as arguments; a function takes 255, so many are grouped in parentheses."""
    if len(ranges) <= 200:
        return ",".join(ranges)
    groups = [ranges[at : at + 200] for at in range(0, len(ranges), 200)]
    return ",".join([f"({','.join(group)})" for group in groups])


def area_boxes(area: Area, sheet: SheetRun, spot: Spot, *, grows: bool = True) -> list[Box]:
    """Where an area's cells stand, as boxes; never none."""
    own = spot.sheet is sheet
    single = area.single and not grows
    if spot.loose:
        area = replace(area, rows=_loose(area.rows), columns=_loose(area.columns))
    row, column = (spot.row, spot.column) if own else (None, None)
    fill = spot.filled
    rows = line_runs(sheet.rows, area.rows, single, row, MAX_ROW, filled=fill)
    columns = line_runs(sheet.columns, area.columns, single, column, MAX_COLUMN, filled=fill)
    if len(rows) == 1 and len(columns) == 1:
        return [(rows[0][0], columns[0][0], rows[0][1], columns[0][1])]
    return [(top, left, bottom, right) for top, bottom in rows for left, right in columns]


def _loose(lines: tuple[Line, Line] | None) -> tuple[Line, Line] | None:
    return lines and (Line(lines[0].number, False), Line(lines[1].number, False))


def box_text(area: Area, box: Box) -> str:
    """A box in A1 style with the dollars of ``area``; a cell alone only where it was one."""
    top, left, bottom, right = box
    first = _corner(area, 0, top, left)
    second = _corner(area, 1, bottom, right)
    return first if area.single and first == second else f"{first}:{second}"


def _corner(area: Area, end: int, row: int, column: int) -> str:
    text = ""
    if area.columns is not None:
        text += ("$" if area.columns[end].fixed else "") + column_letters(column)
    if area.rows is not None:
        text += ("$" if area.rows[end].fixed else "") + str(row)
    return text


def copy_boxes(
    formula: Formula, sheets: Sheets, spot: Spot, row: int
) -> list[list[tuple[SheetRun, Box]]]:
    """The boxes of every reference of one copy. ``Unknown`` where a sheet is not there."""
    found = []
    for reference in formula.references:
        area = reference.area or reference.target
        assert area is not None
        sheet = sheets.find(area.sheet, spot.sheet)
        if sheet is None:
            raise Unknown("a sheet is not there")
        if reference.this_row:
            boxes = [
                (row, left, row, right)
                for _, left, _, right in area_boxes(area, sheet, Spot(None, None, spot.column))
            ]
        elif reference.area is None:
            boxes = area_boxes(area, sheet, Spot(None))
        else:
            boxes = area_boxes(area, sheet, spot, grows=reference.grows)
        found.append([(sheet, box) for box in boxes])
    return found
