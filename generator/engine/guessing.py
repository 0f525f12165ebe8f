"""What a faulty statement was meant as."""

from __future__ import annotations

from jinja2 import nodes

from generator.engine.spelling import STATEMENTS, meant
from generator.engine.tags import WORDS, Statement


def guess(body: str) -> Statement | None:
    """What a faulty statement was meant to open or close, so that its partner is not blamed. The
    name ``end`` closes whatever is open."""
    words = body.split()
    if words and (words[0].lower() in WORDS or _is_prefixed(words)):
        words = words[1:]
    name = meant(" ".join(words))
    if name not in (*STATEMENTS, "end"):
        return None
    named = name == "for" and words[2:3] == ["in"] and words[1].isidentifier()
    target = words[1] if named else ""
    return Statement(name, expr=nodes.Const(None), target=target)


def _is_prefixed(words: list[str]) -> bool:
    """``{% rows for p in plays %}``: something before the statement."""
    return words[1:2] in (["for"], ["if"]) and words[0].lower() not in ("end", "else")
