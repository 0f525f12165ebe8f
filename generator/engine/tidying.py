"""What a rendered part needs before it is whole: no empty cell, no table without rows.

``Structure`` puts tokens at the inner edges of containers that may run empty.
"""

from __future__ import annotations

from generator.engine.dialects import Dialect
from generator.engine.markup import q

# They mark containers in rendered text. No value can hold them: ``runtime`` removes them.
HEAD_TOKEN, TAIL_TOKEN, TABLE_TOKEN = "\x01", "\x02", "\x03"


def tidy(text: str, dialect: Dialect) -> str:
    """Settle the tokens of a rendered part: no empty cell, no table without rows."""
    if TABLE_TOKEN in text:
        text = _drop_empty_tables(text, "w:tbl" if dialect.row == q("w:tr") else "p:graphicFrame")
    if TAIL_TOKEN not in text:
        return text
    text = text.replace(HEAD_TOKEN + TAIL_TOKEN, dialect.empty_paragraph)
    text = text.replace("</w:tbl>" + TAIL_TOKEN, "</w:tbl><w:p/>")
    text = text.replace("</w:tbl><w:tbl>", "</w:tbl><w:p/><w:tbl>")
    return text.replace(HEAD_TOKEN, "").replace(TAIL_TOKEN, "")


def _drop_empty_tables(text: str, element: str) -> str:
    """Tables nest, so the innermost go first; a table whose rows are all gone leaves nothing."""
    empty = HEAD_TOKEN + TAIL_TOKEN + ("</w:tbl>" if element == "w:tbl" else "</a:tbl>")
    at = text.find(empty)
    while at >= 0:
        start = text.rindex(TABLE_TOKEN, 0, at)
        stop = text.index(f"</{element}>", at) + len(element) + 3
        text = text[:start] + text[stop:]
        at = text.find(empty)
    return text.replace(TABLE_TOKEN, "")
