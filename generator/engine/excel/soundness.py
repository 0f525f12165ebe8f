"""Which sheets' rows can only come out well-formed: the argument of ``proving`` for cells.

Every printer of a cell writes whole elements: a cell's opening with its place and its style, its
value as digits, as a number of a shared text, or escaped. What stands between the marks of a text
that is to be shared is no markup yet (``running.finish_sheet`` puts one cell in its place) and is
left out here; rich texts among the shared ones are parsed each (``rich_fault``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from generator.engine.language import Branch, Literal, Loop, Piece, Print
from generator.engine.proving import Sample, is_sound
from generator.office.gate import well_formed

from .cells import ValueCell
from .marks import ROW, ROW_END, TEXT_CLOSE

_CELL = '<c r="A1"'
_SHARED = ' t="s"><v>1</v></c>'


def _row(piece: Print) -> str:
    return f'<row r="1"{piece.arguments[1]} ht="1">'


_SAMPLES: Mapping[str, Sample] = {
    **dict.fromkeys(
        [
            *("sheet", "gap", "enter", "leave", "count", "tick", "counted", "columns", "column"),
            *("column_next", "link", "place", "note", "object", "row_note", "row_object"),
            *("lane", "lane_item", "lanes_counted"),
        ],
        lambda _: "",  # they take notes and print nothing
    ),
    **dict.fromkeys(["row", "tall_row", "single_row"], _row),
    "lanes": _row,  # the rows woven from its cells begin and end so
    "lanes_end": lambda _: "</row>",
    "stand_in": lambda piece: f'<row r="1"{piece.arguments[2]}/>',
    "shared": lambda piece: f"{_CELL}{piece.arguments[2]}{_SHARED}",
    "still": lambda piece: f"{_CELL}{piece.arguments[1]}",
    "formula": lambda piece: (
        f'{_CELL}{piece.arguments[2]} t="str"><f t="array" ref="A1">&amp;</f><v>&amp;</v></c>'
    ),
    "text": lambda piece: f"{_CELL}{piece.arguments[2]}{_SHARED}{_CELL}{piece.arguments[3]}/>",
}


def rows_are_sound(pieces: Sequence[Piece], cells: Mapping[ValueCell, str]) -> bool:
    """Whether a sheet's rows are well-formed whatever the values are. ``cells``: the printers."""
    values = {name: _value(cell) for cell, name in cells.items()}
    # Without the namespaces of a sheet's root: neither relationships nor drawings can be named.
    whole = [Literal("<sheetData>"), *_written(pieces), Literal("</sheetData>")]
    return is_sound(whole, {**_SAMPLES, **values})


def _value(cell: ValueCell) -> Sample:
    shown = f"{_CELL}{cell.style}{_SHARED}{_CELL}{cell.quoted}/>"
    return lambda _: shown


def _written(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces as the sheet has them in the end, without what becomes a shared text."""
    written: list[Piece] = []
    inside = False
    for piece in pieces:
        if isinstance(piece, Literal) and piece.text.startswith(TEXT_CLOSE):
            inside = False
            written.append(_one(Literal(piece.text[1:])))
        elif not inside:
            inside = isinstance(piece, Print) and piece.printer == "text"
            written.append(_one(piece))
    return written


def _one(piece: Piece) -> Piece:
    if isinstance(piece, Literal):
        return Literal(piece.text.replace(ROW, "1").replace(ROW_END, ""))
    if isinstance(piece, Loop):
        body, otherwise = _written(piece.body), _written(piece.otherwise)
        return replace(piece, body=tuple(body), otherwise=tuple(otherwise))
    if isinstance(piece, Branch):
        return Branch(tuple((mark, test, tuple(_written(arm))) for mark, test, arm in piece.arms))
    return piece


@lru_cache(maxsize=1024)
def rich_fault(rich: str) -> str | None:
    """Why the XML of a rich text is not well-formed, or None. Most are the template's own."""
    return well_formed(f"<si>{rich}</si>".encode())
