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

_HEAD, _TAIL, _TABLE, _GUARD = (
    token.encode() for token in (HEAD_TOKEN, TAIL_TOKEN, TABLE_TOKEN, GUARD_TOKEN)
)
_GUARDED = re.compile(f"{GUARD_TOKEN}([^{GUARD_TOKEN}{GUARDED_TOKEN}]*){GUARDED_TOKEN}".encode())
_RUN = re.compile(rb"<(w:r|a:r|a:fld)[ >]")


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


def tidy(data: bytes, dialect: Dialect) -> bytes:
    """Settle the tokens of a rendered part: no empty cell, no table without rows.

    The tokens are looked for one byte at a time, which is many times as fast as longer texts, and
    the part is copied once. In UTF-8 no other character has a token's byte.
    """
    settled = 1
    while settled and _GUARD in data:  # a paragraph may stand in one, in a text box
        data, settled = _GUARDED.subn(_kept, data)
    if _TABLE in data:
        data = _drop_empty_tables(data, b"w:tbl" if dialect.row == q("w:tr") else b"p:graphicFrame")
    tails = _places(data, _TAIL)
    view = memoryview(data)
    pieces: list[bytes | memoryview] = []
    done = 0
    for at in sorted([*tails, *_places(data, _HEAD), *_places(data, _TABLE)]):
        pieces.append(view[done:at])
        if data.startswith(_TAIL, at):
            pieces.append(_needed(data, at, dialect.empty_paragraph))
        done = at + 1
    data = b"".join([*pieces, view[done:]]) if pieces else data
    if tails and b"tbl><w:tbl>" in data:  # found forty times as fast as what it is a part of
        data = data.replace(b"</w:tbl><w:tbl>", b"</w:tbl><w:p/><w:tbl>")
    return data


def _kept(found: re.Match[bytes]) -> bytes:
    """A guarded paragraph where it has a run, else nothing."""
    return found[1] if _RUN.search(found[1]) else b""


def _places(data: bytes, token: bytes) -> list[int]:
    found = []
    at = data.find(token)
    while at >= 0:
        found.append(at)
        at = data.find(token, at + 1)
    return found


def _needed(data: bytes, at: int, empty_paragraph: str) -> bytes:
    """What a tail needs before it: a container is not empty, and no table stands at its end."""
    if data.startswith(_HEAD, at - 1):
        return empty_paragraph.encode()
    return b"<w:p/>" if data.endswith(b"</w:tbl>", 0, at) else b""


def _drop_empty_tables(data: bytes, element: bytes) -> bytes:
    """Tables nest, so the innermost go first; a table whose rows are all gone leaves nothing."""
    empty = _TAIL + (b"</w:tbl>" if element == b"w:tbl" else b"</a:tbl>")
    at = data.find(_HEAD)
    while at >= 0:
        if data.startswith(empty, at + 1):
            start = data.rindex(_TABLE, 0, at)
            stop = data.index(b"</%b>" % element, at) + len(element) + 3
            data = data[:start] + data[stop:]
            at = max(-1, data.rfind(_HEAD, 0, start) - 1)  # what is around may be empty now
        at = data.find(_HEAD, at + 1)
    return data
