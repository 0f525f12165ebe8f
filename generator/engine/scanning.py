"""The signs that begin and end a tag, and what stands between them, in plain signs."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["print", "statement", "comment"]

MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
CLOSERS: dict[str, tuple[str, Kind]] = {
    "{{": ("}}", "print"),
    "{%": ("%}", "statement"),
    "{#": ("#}", "comment"),
}
_DOUBLE = '"\u201c\u201d\u201e\u201f'
_SINGLE = "'\u2018\u2019\u201a\u201b"
PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u200b": None,
        "\ufeff": None,
        "\u00ad": None,
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2264": "<=",
        "\u2265": ">=",
        "\u2260": "!=",
        "\u00bc": "(1/4)",
        "\u00bd": "(1/2)",
        "\u00be": "(3/4)",
        "\n": " ",
        "\t": " ",
        "\r": " ",
    }
)
WRONG_CLOSER = re.compile(r"\}\}|%\}|#\}|\}(?!\})|\{[{%#]")
"""What an author may have ended a tag with instead, or where the next one begins."""


def belongs_to_text(text: str, at: int) -> bool:
    """``50%}`` or ``#}`` alone is ordinary text, and so is ``}}`` that ends what ``{`` and ``{``
    began, as in a record of data; ``}}`` and ``%}`` after a space are slips."""
    if text[at] == "#":
        return True
    if text[at] == "}":
        return text.count("{", 0, at) - text.count("}", 0, at) >= 2
    return text[at] == "%" and (at == 0 or not text[at - 1].isspace())


def read_inside(text: str, start: int, closer: str, kind: Kind) -> tuple[str, int]:
    if kind == "comment":
        end = text.find(closer, start)
        return "", (end + 2 if end >= 0 else -1)
    body, end = _read_with_strings(text, start, closer)
    if end < 0:  # an unbalanced quote hid the closer: let the parser name the fault
        stop = text.find(closer, start)
        if stop < 0 or MARK.search(text, start, stop):
            return "", -1
        return trim(text[start:stop].translate(PLAIN)), stop + 2
    return trim(body), end


def _read_with_strings(text: str, start: int, closer: str) -> tuple[str, int]:
    """The inside with plain quotes and dashes, and the offset after ``closer`` (-1: none)."""
    parts: list[str] = []
    at = start
    while at < len(text):
        if text.startswith(closer, at):
            return "".join(parts), at + len(closer)
        if text[at] == "{" and text[at : at + 2] in CLOSERS:
            return "", -1
        family = _DOUBLE if text[at] in _DOUBLE else _SINGLE if text[at] in _SINGLE else ""
        if family:
            literal, at = _read_string(text, at, family)
            if at < 0:
                return "", -1
            parts.append(literal)
        else:
            parts.append(text[at].translate(PLAIN))
            at += 1
    return "", -1


def _read_string(text: str, at: int, family: str) -> tuple[str, int]:
    stop = at + 1
    while stop < len(text) and text[stop] not in family:
        stop += 2 if text[stop] == "\\" else 1
    if stop >= len(text):
        return "", -1
    quote = family[0]
    return quote + text[at + 1 : stop].replace("\n", " ") + quote, stop + 1


def trim(body: str) -> str:
    """Jinja's white-space marks (``{%-``) mean nothing here: structure decides what disappears."""
    body = body.strip()
    if body[:1] in "-+" and body[1:2].isspace():
        body = body[1:]
    if body[-1:] in "-+" and body[-2:-1].isspace():
        body = body[:-1]
    return body.strip()


def word_before(text: str, at: int) -> int:
    """Where what a lonely closer was meant to close begins: a brace, else the word before it."""
    brace = text.rfind("{", max(0, at - 60), at)
    if brace >= 0 and not MARK.search(text, brace, at):
        return brace
    return text.rfind(" ", 0, len(text[:at].rstrip())) + 1
