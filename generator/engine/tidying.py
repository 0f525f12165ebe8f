"""What a rendered part needs before it is whole: no empty cell, no table without rows.

Tokens stand at the inner edges of containers that may run empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.engine.dialects import Dialect
from generator.engine.markup import Element, ancestors, insert_after, insert_before, local, q
from generator.engine.registry import Registry, Token
from generator.engine.signs import (
    GUARD_TOKEN,
    GUARDED_TOKEN,
    HEAD_TOKEN,
    TABLE_TOKEN,
    TAIL_TOKEN,
)

_GUARDED = re.compile(f"{GUARD_TOKEN}([^{GUARD_TOKEN}{GUARDED_TOKEN}]*){GUARDED_TOKEN}")
_RUN = re.compile(r"<(w:r|a:r|a:fld)[ >]")


def protect(bodies: Iterable[Element], tables: Iterable[Element], registry: Registry) -> None:
    """Tokens at the inner edges of bodies that may lose all paragraphs, of tables all rows."""
    for container in bodies:
        head = [child for child in container if local(child) in _HEADS]
        token = registry.add(Token(HEAD_TOKEN))
        if head:
            insert_after(head[-1], token)
        else:
            container.text = token + (container.text or "")
        _append_text(container, registry.add(Token(TAIL_TOKEN)))
    for table in tables:
        head = [child for child in table if local(child) in ("tblGrid", "tblPr")]
        insert_before(_frame(table), registry.add(Token(TABLE_TOKEN)))
        insert_after(head[-1], registry.add(Token(HEAD_TOKEN)))
        _append_text(table, registry.add(Token(TAIL_TOKEN)))


_HEADS = frozenset(["tcPr", "bodyPr", "lstStyle"])


def _frame(table: Element) -> Element:
    """What goes when a table goes: on a slide the graphic frame around it."""
    found = next((held for held in ancestors(table) if local(held) == "graphicFrame"), None)
    return table if found is None else found


def _append_text(container: Element, text: str) -> None:
    if len(container):
        container[-1].tail = (container[-1].tail or "") + text
    else:
        container.text = (container.text or "") + text


def tidy(text: str, dialect: Dialect) -> str:
    """Settle the tokens of a rendered part: no empty cell, no table without rows.

    The tokens are looked for one character at a time, which is many times as fast as longer texts,
    and the part is copied once.
    """
    settled = 1
    while settled and GUARD_TOKEN in text:  # a paragraph may stand in one, in a text box
        text, settled = _GUARDED.subn(_kept, text)
    if TABLE_TOKEN in text:
        text = _drop_empty_tables(text, "w:tbl" if dialect.row == q("w:tr") else "p:graphicFrame")
    tails = _places(text, TAIL_TOKEN)
    pieces: list[str] = []
    done = 0
    for at in sorted([*tails, *_places(text, HEAD_TOKEN), *_places(text, TABLE_TOKEN)]):
        pieces.append(text[done:at])
        if text[at] == TAIL_TOKEN:
            pieces.append(_needed(text, at, dialect.empty_paragraph))
        done = at + 1
    text = "".join([*pieces, text[done:]]) if pieces else text
    return text.replace("</w:tbl><w:tbl>", "</w:tbl><w:p/><w:tbl>") if tails else text


def _kept(found: re.Match[str]) -> str:
    """A guarded paragraph where it has a run, else nothing."""
    return found[1] if _RUN.search(found[1]) else ""


def _places(text: str, token: str) -> list[int]:
    found = []
    at = text.find(token)
    while at >= 0:
        found.append(at)
        at = text.find(token, at + 1)
    return found


def _needed(text: str, at: int, empty_paragraph: str) -> str:
    """What a tail needs before it: a container is not empty, and no table stands at its end."""
    if text[at - 1] == HEAD_TOKEN:
        return empty_paragraph
    return "<w:p/>" if text.endswith("</w:tbl>", 0, at) else ""


def _drop_empty_tables(text: str, element: str) -> str:
    """Tables nest, so the innermost go first; a table whose rows are all gone leaves nothing."""
    empty = TAIL_TOKEN + ("</w:tbl>" if element == "w:tbl" else "</a:tbl>")
    at = text.find(HEAD_TOKEN)
    while at >= 0:
        if text.startswith(empty, at + 1):
            start = text.rindex(TABLE_TOKEN, 0, at)
            stop = text.index(f"</{element}>", at) + len(element) + 3
            text = text[:start] + text[stop:]
            at = max(-1, text.rfind(HEAD_TOKEN, 0, start) - 1)  # what is around may be empty now
        at = text.find(HEAD_TOKEN, at + 1)
    return text
