"""Salesforce record ids: 15 characters that mind their case, or 18 that carry it in a suffix."""

from __future__ import annotations

import re

_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?\Z")
_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_CAPITALS = {code: "1" if chr(code).isupper() else "0" for code in range(128)}


def suffix(fifteen: str) -> str:
    """The three characters that end an 18-character id: one per five, with a bit per capital."""
    bits = fifteen.translate(_CAPITALS)[::-1]  # the first letter of a block is its lowest bit
    return _SUFFIX[int(bits[10:], 2)] + _SUFFIX[int(bits[5:10], 2)] + _SUFFIX[int(bits[:5], 2)]


def canonical(text: str) -> str | None:
    """``text`` as an 18-character id, or None where it cannot be an id.

    15 characters are read with their case; of 18 characters the case is restored from the suffix,
    as Salesforce does, so that an upper-cased id still finds its record.
    """
    if not _ID.match(text):
        return None
    if len(text) == 15:
        return text + suffix(text)
    if suffix(text[:15]) == text[15:]:
        return text
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
