"""Formulas that would be wrong for some data: totals of texts, ranges that come apart.

Both are right in the template and with one record, so that nobody sees them: they are said when the
template is checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.engine.language import Problems

from .blocks import row_chains, rows_above, shown_rows
from .formulas import SCATTERED, Formula, Reference, surrounding
from .reading import Cell
from .sheets import SheetTemplate
from .tokens import Area, Line, tokenize

Chains = Mapping[int, tuple[int, ...]]
_ALL, _FIRST, _THIRD = frozenset(range(253)), frozenset([0]), frozenset([2])
# Arguments in which only numbers count: the rest of a range is passed over without a word.
_NUMBERS: Mapping[str, frozenset[int]] = {
    **dict.fromkeys(("SUM", "AVERAGE", "MIN", "MAX", "PRODUCT", "MEDIAN", "SUMPRODUCT"), _ALL),
    **dict.fromkeys(("STDEV", "STDEV.S", "STDEV.P", "VAR", "VAR.S", "VAR.P", "COUNT"), _ALL),
    **dict.fromkeys(("SUMIFS", "AVERAGEIFS", "MINIFS", "MAXIFS", "LARGE", "SMALL"), _FIRST),
    **dict.fromkeys(("SUMIF", "AVERAGEIF"), _THIRD),
    "SUBTOTAL": _ALL - {0},
}
_SPREAD_TIP = "let the range cover all rows of the outer block, or take SUM"


@dataclass(frozen=True)
class _Lines:
    """A sheet's rows or columns: the blocks around each, those it is above, which are shown."""

    chains: Chains
    above: Mapping[int, frozenset[int]]
    shown: Collection[int]


@dataclass(frozen=True)
class _Sheet:
    own: SheetTemplate
    rows: _Lines
    columns: _Lines


def check_totals(sheets: Sequence[SheetTemplate], problems: Problems) -> None:
    """Faults of formulas, once all cells of all sheets are known."""
    by_name = {own.key: _read(own) for own in sheets}
    for sheet in by_name.values():
        own = sheet.own
        names = {(cell.row, cell.column): cell.name for cell in own.sheet.cells()}
        for spot, number in own.formula_cells.items():
            formula = own.formulas[number]
            place, source = f"sheet {own.sheet.name}, cell {names[spot]}", f"={formula.source}"
            for reference, function, argument in _arguments(formula):
                area = reference.area or reference.target
                target = by_name.get((area.sheet or own.key).lower()) if area else None
                if area is None or target is None:
                    continue
                if argument in _NUMBERS.get(function, ()) and (
                    found := _only_texts(area, target.own)
                ):
                    cell, why = found[0]
                    read = cell if target is sheet else f"{target.own.sheet.name}!{cell}"
                    tip = f"leave out {why} and use the cell's number format"
                    what = f"{function} reads {read}, which becomes a text"
                    problems.at(place, what, tip, source)
                if _scatters(reference, sheet, target, spot):
                    what = f"{reference.text} {SCATTERED.replace('would', 'may')}"
                    problems.at(place, what, _SPREAD_TIP, source)


def _read(own: SheetTemplate) -> _Sheet:
    nodes = own.structure.nodes
    columns: dict[int, tuple[int, ...]] = {}
    for number, (first, last) in enumerate(own.structure.columns):
        columns |= dict.fromkeys(range(first, last + 1), (number,))
    rows = _Lines(row_chains(nodes), rows_above(nodes), shown_rows(nodes))
    return _Sheet(own, rows, _Lines(columns, {}, columns))


def _arguments(formula: Formula) -> Iterator[tuple[Reference, str, int]]:
    """The references of a formula, each with the function and argument that it is all of."""
    waiting = list(formula.references)
    tokens = tokenize(formula.source) if waiting else []
    for at, token in enumerate(tokens):
        if waiting and token.text == waiting[0].text:
            function, argument, alone = surrounding(tokens, at)
            yield waiting.pop(0), function if alone else "", argument


# -- texts ---------------------------------------------------------------------------------------


def _only_texts(area: Area, target: SheetTemplate) -> list[tuple[str, str]]:
    """Cells whose number becomes a text, where the area holds nothing that counts as a number."""
    if not target.texted:
        return []
    top, left, bottom, right = area.box
    held = [
        cell
        for cell in target.sheet.cells()
        if cell.kind != "empty" and top <= cell.row <= bottom and left <= cell.column <= right
    ]
    if not all(_is_text(cell, target) for cell in held):
        return []
    found = [(cell.name, target.texted.get((cell.row, cell.column))) for cell in held]
    return [(name, why) for name, why in found if why]


def _is_text(cell: Cell, target: SheetTemplate) -> bool:
    """Whether it is a still text, a row's tag, or a number that becomes a text."""
    spot = cell.row, cell.column
    if spot in target.texted:
        return True
    placed = target.tagged.cells.get(spot, ())
    return cell.kind == "text" and all(entry.where in target.tagged.structural for entry in placed)


# -- ranges that come apart ----------------------------------------------------------------------


def _scatters(reference: Reference, own: _Sheet, target: _Sheet, spot: tuple[int, int]) -> bool:
    """Whether a range in one piece in the template is in several, once a block has two repeats."""
    area = reference.area
    if area is None or reference.pieces or (area.single and not reference.grows):
        return False
    row, column = spot if own is target else (0, 0)
    return _parts(area.rows, target.rows, row) or _parts(area.columns, target.columns, column)


def _parts(lines: tuple[Line, Line] | None, axis: _Lines, spot: int) -> bool:
    if lines is None or not axis.chains:
        return False
    first, last = lines
    chains, own = axis.chains, axis.chains.get(spot, ())
    if own and not first.fixed and own[-1] in axis.above.get(first.number, ()):
        return False  # it is filled down: see ``axis``
    shared = _shared(chains.get(first.number, ()), own, first.fixed)
    shared &= _shared(chains.get(last.number, ()), own, last.fixed)
    shown = [line for line in chains if line in axis.shown]
    within = [line for line in shown if first.number <= line <= last.number]
    blocks = {block for line in within for block in chains[line]} - shared
    return any(
        not first.number <= line <= last.number and block in chains[line]
        for block in blocks
        for line in shown
    )


def _shared(chain: tuple[int, ...], own: tuple[int, ...], fixed: bool) -> set[int]:
    """The blocks whose repeat a line is read in, seen from ``own``."""
    found: list[int] = []
    for left, right in zip(chain, own, strict=False):
        if left != right:
            break
        found.append(left)
    return set(found[:-1] if fixed else found)
