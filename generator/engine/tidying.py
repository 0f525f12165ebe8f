"""What a rendered part needs before it is whole: no empty cell, no table without rows.

``Structure`` puts tokens at the inner edges of containers that may run empty.
"""

from __future__ import annotations

from generator.engine.dialects import Dialect
from generator.engine.markup import q

# They mark containers in rendered text. No value can hold them: ``runtime`` removes them.
HEAD_TOKEN, TAIL_TOKEN, TABLE_TOKEN = "\x01", "\x02", "\x03"


def tidy(text: str, dialect: Dialect) -> str:
    """Settle the tokens of a rendered part: no empty cell, no table without rows.

    The tokens are looked for one character at a time, which is many times as fast as longer texts.
    """
    if TABLE_TOKEN in text:
        text = _drop_empty_tables(text, "w:tbl" if dialect.row == q("w:tr") else "p:graphicFrame")
    if TAIL_TOKEN not in text:
        return text
    *bodies, rest = text.split(TAIL_TOKEN)
    settled = [_filled(body, dialect.empty_paragraph) for body in bodies]
    text = "".join([*settled, rest]).replace(HEAD_TOKEN, "")
    return text.replace("</w:tbl><w:tbl>", "</w:tbl><w:p/><w:tbl>")


def _filled(body: str, empty_paragraph: str) -> str:
    """What stands before a tail: a container needs something in it, and no table at its end."""
    if body.endswith(HEAD_TOKEN):
        return body + empty_paragraph
    return body + "<w:p/>" if body.endswith("</w:tbl>") else body


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
    return text.replace(TABLE_TOKEN, "")
