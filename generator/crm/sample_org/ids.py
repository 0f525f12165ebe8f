"""Salesforce record ids: 15 characters that mind their case, or 18 that carry it in a suffix."""

from __future__ import annotations

import re

_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?\Z")
_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def suffix(fifteen: str) -> str:
    """The three characters that end an 18-character id: one per five, with a bit per capital."""
    blocks = (fifteen[0:5], fifteen[5:10], fifteen[10:15])
    return "".join(
        _SUFFIX[sum(1 << place for place, letter in enumerate(block) if letter.isupper())]
        for block in blocks
    )


def canonical(text: str) -> str | None:
    """``text`` as an 18-character id, or None where it cannot be an id.

    15 characters are read with their case; of 18 characters the case is restored from the suffix,
    as Salesforce does, so that an upper-cased id still finds its record.
    """
    if not _ID.match(text):
        return None
    if len(text) == 15:
        return text + suffix(text)
    marks = text[15:].upper()
    if any(mark not in _SUFFIX for mark in marks):
        return None
    body = _recased(text[:15], marks)
    return body + marks if suffix(body) == marks else None


def _recased(body: str, marks: str) -> str:
    letters: list[str] = []
    for block, mark in enumerate(marks):
        bits = _SUFFIX.index(mark)
        for place, letter in enumerate(body[block * 5 : block * 5 + 5]):
            letters.append(letter.upper() if bits >> place & 1 else letter.lower())
    return "".join(letters)
