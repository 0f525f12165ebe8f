"""Paragraphs: runs put together again, as each kind of reader would see them; field codes."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from .rules import ASIDE, DELETED, INSERTED, LINK, NEWER, OLDER, TEXT
from .state import State

_HIDDEN = 32
_VIEWS = (
    0,
    DELETED | OLDER | ASIDE | _HIDDEN,
    INSERTED | OLDER | ASIDE | _HIDDEN,
    DELETED | NEWER | ASIDE | _HIDDEN,
    DELETED | OLDER | ASIDE,
    DELETED | OLDER | _HIDDEN,
)
_OFF = ("0", "false", "off")


def add(state: State, text: str) -> None:
    """A piece of the text that is being read, or a text by itself where nothing is."""
    if state.blocks:
        hidden = _HIDDEN if state.run_hidden else 0
        state.block_hidden = state.block_hidden or state.run_hidden
        state.blocks[-1].append((text, state.flags | hidden))
    elif text.strip():
        state.tell(state.word, text)


def views(pieces: list[tuple[str, int]]) -> list[str]:
    """The text in full, and as it is for those who do not see all of it. No two are the same."""
    full = "".join(text for text, _ in pieces)
    if not any(flags for _, flags in pieces):
        return [full]
    others = ("".join(t for t, flags in pieces if not flags & without) for without in _VIEWS)
    return list(dict.fromkeys([full, *others]))


def open_block(state: State, _: Mapping[str, str]) -> None:
    state.blocks.append([])


def close_block(state: State) -> list[str]:
    """Ends a text and tells it; all its views."""
    pieces = state.blocks.pop() if state.blocks else []
    seen = [text for text in views(pieces) if text.strip()]
    word = state.word
    if state.block_hidden and not state.blocks:
        word = f"{word} (hidden text)".lstrip()
        state.block_hidden = False
    for number, text in enumerate(seen):
        if number:
            state.emit(word, text, TEXT)
        else:
            state.tell(word, text)
    return seen


def open_paragraph(state: State, _: Mapping[str, str]) -> None:
    state.blocks.append([])
    if not state.words or state.words[-1].startswith("paragraph "):
        state.words.append(f"paragraph {state.count('paragraph')}")
    else:
        state.words.append(state.words[-1])


def close_paragraph(state: State) -> None:
    close_block(state)
    state.words.pop()


def open_run(state: State, _: Mapping[str, str]) -> None:
    state.in_run, state.run_hidden = True, False


def close_run(state: State) -> None:
    state.in_run = state.run_hidden = False


def hide(state: State, attributes: Mapping[str, str]) -> None:
    if state.in_run and attributes.get("val", "") not in _OFF:
        state.run_hidden = True


def add_symbol(state: State, attributes: Mapping[str, str]) -> None:
    """A character named by its code, in the private range for fonts of symbols."""
    try:
        code = int(attributes.get("char", ""), 16)
    except ValueError:
        return
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
    if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
        add(state, chr(code))


def field_boundary(state: State, _: Mapping[str, str]) -> None:
    end_field(state)


def end_field(state: State) -> None:
    """A field's code may be spread over runs and paragraphs; its marks end it."""
    code = "".join(state.field_code)
    state.field_code.clear()
    if not code.strip():
        return
    word = f"{state.word}, field code".removeprefix(", ")
    state.emit(word, code, TEXT)
    if "%" in code and unquote(code) != code:
        state.emit(word, unquote(code), LINK)
