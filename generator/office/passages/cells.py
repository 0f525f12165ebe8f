"""Worksheets: cells with their addresses, shared texts, and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from ..text import column_index
from .rules import LINK, TEXT, VALUE
from .state import State

_YES = ("1", "true", "on")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")
_JOINED = re.compile(r'"\s*&\s*"')
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[-+]\d{3}|\d+|[A-JL-Za-z+-])')


def open_format(state: State, attributes: Mapping[str, str]) -> None:
    state.cell.all_hidden = attributes.get("zeroHeight", "") in _YES


def open_column(state: State, attributes: Mapping[str, str]) -> None:
    first, last = attributes.get("min", ""), attributes.get("max", "")
    if attributes.get("hidden", "") in _YES and first.isdecimal() and last.isdecimal():
        state.cell.hidden_columns.append((int(first), int(last)))


def open_row(state: State, attributes: Mapping[str, str]) -> None:
    hidden = attributes.get("hidden", "1" if state.cell.all_hidden else "")
    state.cell.hidden_row = hidden in _YES


def open_cell(state: State, attributes: Mapping[str, str]) -> None:
    cell = state.cell
    cell.ref, cell.type = attributes.get("r", "?"), attributes.get("t", "n")
    hidden = " (hidden row)" if cell.hidden_row else ""
    found = _ADDRESS.fullmatch(cell.ref)
    if found and cell.hidden_columns:
        column = column_index(found[1])
        if any(first <= column <= last for first, last in cell.hidden_columns):
            hidden += " (hidden column)"
    state.words.append(f"cell {cell.ref}{hidden}")


def close_cell(state: State) -> None:
    state.words.pop()
    state.cell.type = ""


def value(state: State, text: str) -> None:
    """``x:v``: a number, a text of a formula, or the number of a shared text."""
    if state.cell.type == "s":
        number = int(text) if text.strip().isdecimal() and len(text) < 9 else -1
        if 0 <= number < len(state.strings):
            state.shared.add(number)
            state.tell(state.word, state.strings[number])
        else:
            state.emit(state.word, text, VALUE)
    elif state.cell.type in ("n", "b", ""):
        state.emit(state.word, text, VALUE if _is_number(text) else TEXT)
    else:
        state.tell(state.word, text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def formula(state: State, text: str) -> None:
    """A formula, and once more with the texts that it puts together as one."""
    word = f"{state.word}, formula".removeprefix(", ")
    state.emit(word, text, TEXT)
    joined = _JOINED.sub("", text)
    if joined != text:
        state.emit(word, joined, TEXT)
    if "%" in joined and unquote(joined) != joined:
        state.emit(word, unquote(joined), LINK)


def page_text(state: State, text: str) -> None:
    """A header or footer: with its codes for fonts, sides and fields, and without."""
    state.tell("header or footer", text)
    plain = _CODES.sub("", text)
    if plain != text and plain.strip():
        state.emit("header or footer", plain, TEXT)


def open_ranged(what: str, state: State, attributes: Mapping[str, str]) -> None:
    """Rules that hold for a range: it says where they are found."""
    where = attributes.get("sqref", "")
    state.words.append(f"{what} of {where}" if where else what)
