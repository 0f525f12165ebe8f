"""How wide a text is, without a font file: what diagrams need to know before they draw.

Widths are in ems (multiples of the font size), those of a bold humanist sans serif such as
Office's Calibri, with a margin. For other fonts they are stretched: ``wide`` says how much. A line
breaks where Office breaks it: at a space, after a hyphen or dash, and beside a letter of a script
that is written without spaces.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.office.faces import USUAL_LINE, Face

LINE = USUAL_LINE
_MARGIN = 1.05
_SPARED = 0.95  # the widths below are more than Calibri needs; all measured fonts fit in this much
_OTHER, _CAPITAL, _FULL = 0.56, 0.68, 1.02
_CLASSES = (
    (0.26, "',.Iijlıİ|·’‘ "),
    (0.32, "()-:;[]`fJrt!{}/\\"),
    (0.42, 'LczsŁł"'),
    (0.47, "?FSgvxyEkT"),
    (0.52, "0123456789aeYZ_#$*+<=>^~€"),
    (0.57, "BCKPRXbdhnopquøß"),
    (0.63, "AVGNHUDØ"),
    (0.7, "&OQ"),
    (0.77, "wæ%…"),
    (0.86, "mMœÆ"),
    (0.93, "W@Œ—"),
)
_WIDTHS = {char: width * _MARGIN for width, chars in _CLASSES for char in chars}


@dataclass(frozen=True, slots=True)
class Lettered:
    """A text with the least width, in ems, at which it needs one line, and at most two."""

    text: str
    one: float
    two: float
    wide: float = 1.0


class Letters(NamedTuple):
    """How much wider than here a font is: its bold texts and the others."""

    bold: float = 1.0
    plain: float = 1.0


def letters_of(face: Face) -> Letters:
    """For texts that must stand whole: a narrower font gets no less room than Calibri, which has
    the most to spare."""
    return Letters(max(1.0, face.bold * _SPARED), max(1.0, face.plain * _SPARED))


@lru_cache(maxsize=4096)
def _char(char: str) -> float:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0.0
    base = unicodedata.normalize("NFD", char)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    if unicodedata.east_asian_width(char) in "WF":
        return _FULL
    return (_CAPITAL if char.isupper() else _OTHER) * _MARGIN


def width_of(text: str) -> float:
    """The width of ``text`` on one line, in ems."""
    return sum([_char(char) for char in text])


@lru_cache(maxsize=8192)
def lettered(text: str, wide: float = 1.0) -> Lettered:
    """``text`` with single spaces, measured in a font of this width."""
    shown = " ".join(text.split())
    one = width_of(shown)
    two, before = one, 0.0
    for at, char in enumerate(shown):
        before += _char(char)
        if _breaks_after(shown, at):
            space = _char(char) if char == " " else 0.0
            two = min(two, max(before - space, one - before))
    return Lettered(shown, one * wide, two * wide, wide)


def _breaks_after(text: str, at: int) -> bool:
    char = text[at]
    if char in " -–—":
        return True
    following = text[at + 1 : at + 2]
    return bool(following) and (_is_full(char) or _is_full(following))


def _is_full(char: str) -> bool:
    return char > "\u1100" and unicodedata.east_asian_width(char) in "WF"


def fitted(letters: Lettered, room: float, lines: int) -> str:
    """The text where it fits ``lines`` (1 to 3) lines of ``room`` ems, else cut with ``…``.

    Three lines are for a word that is wider than a line: Office breaks it where the line ends.
    """
    if letters.one <= room or (lines > 1 and letters.two <= room):
        return letters.text
    if lines > 2 and letters.one <= 2 * room:
        return letters.text
    room /= letters.wide
    start = _first_line(letters.text, room) if lines > 1 else 0
    return letters.text[:start] + _cut(letters.text[start:], room)


def _first_line(text: str, room: float) -> int:
    """Where the second line begins: after the last break within ``room``, else inside a word; at
    the end of a text that needs no second one."""
    used, last, at = 0.0, 0, 0
    while at < len(text) and used + (0.0 if text[at] == " " else _char(text[at])) <= room:
        used += _char(text[at])
        if _breaks_after(text, at):
            last = at + 1
        at += 1
    return at if at == len(text) else last or max(1, at)


def lines_of(text: str, room: float) -> int:
    """How many lines of ``room`` ems a text takes; one where it is empty."""
    if width_of(text) <= room:
        return 1
    count = 0
    while text:
        count += 1
        text = text[_first_line(text, room) :]
    return count


def _cut(text: str, room: float) -> str:
    if width_of(text) <= room:
        return text
    used, at = _char("…"), 0
    while at < len(text) and used + _char(text[at]) <= room:
        used += _char(text[at])
        at += 1
    return text[: max(1, at)].rstrip(" ,-") + "…"
