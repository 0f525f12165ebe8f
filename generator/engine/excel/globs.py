"""Texts with ``*`` and ``?``: what COUNTIF, MATCH and SEARCH look for. ``~`` makes a sign plain.

The pieces between the stars are looked for one after the other, each once from where the one before
it ended: the first place is always as good as any later one. So no text, whoever wrote it,
makes the search longer than its own length times the pattern's, which Excel ends at 255.
"""

from __future__ import annotations

import re

from .signals import VALUE, Fault, Unknown

LONGEST = 255


class Glob:
    """A pattern, without regard to case."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise Unknown(f"a pattern of more than {LONGEST} characters is not searched for here")
        parts: list[list[str]] = [[]]
        for piece in re.findall(r"~[*?~]|.", text, re.DOTALL):
            if piece == "*":
                parts.append([])
            else:
                parts[-1].append("." if piece == "?" else re.escape(piece[-1]))
        flags = re.IGNORECASE | re.DOTALL
        self._parts = [re.compile("".join(part), flags) for part in parts]
        self._last = re.compile("".join(parts[-1]) + r"\Z", flags)
        self._length = len(parts[-1])

    def matches(self, text: str) -> bool:
        """Whether the whole text is as the pattern says."""
        if len(self._parts) == 1:
            return self._parts[0].fullmatch(text) is not None
        first = self._parts[0].match(text)
        if first is None:
            return False
        at = self._after(text, first.end(), self._parts[1:-1])
        end = len(text) - self._length
        return at is not None and at <= end and self._last.match(text, end) is not None

    def find(self, text: str, start: int) -> int:
        """Where it first begins, from ``start``; -1 where nowhere."""
        first = self._parts[0].search(text, start)
        if first is None or self._after(text, first.end(), self._parts[1:]) is None:
            return -1
        return first.start()

    def _after(self, text: str, at: int, parts: list[re.Pattern[str]]) -> int | None:
        for part in parts:
            found = part.search(text, at)
            if found is None:
                return None
            at = found.end()
        return at


def lookup(text: str) -> Glob | None:
    """What MATCH and VLOOKUP look for, where it is a pattern."""
    if len(text) > LONGEST:
        raise Fault(VALUE)
    return Glob(text) if re.search(r"[*?~]", text) else None
