"""Texts made comparable.

``plain`` takes away what a reader does not see (soft hyphens, zero-width characters, kinds of
spaces, quotes and dashes); ``folded`` takes the case away as well; ``loose`` also hyphens, low
lines and accents, for words and names that people write in many ways.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_MARKS: Final = (range(0x200B, 0x2010), range(0x202A, 0x202F), range(0x2060, 0x206A))
_UNSEEN: Final = dict.fromkeys([0xAD, 0x61C, 0x180E, 0xFEFF, *(n for r in _MARKS for n in r)])
_DASHES: Final = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")
_QUOTES: Final = {0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"'}
_TABLE: Final = {**_UNSEEN, **_DASHES, **_QUOTES}
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_LOOSE: Final = str.maketrans("-_/+", "    ")


def plain(text: str) -> str:
    """``text`` as a reader takes it in: one space between words, one kind of dash and quote."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_TABLE))
    return " ".join(text.split())


def folded(text: str) -> str:
    return plain(text).casefold()


def loose(text: str) -> str:
    """``plain`` without hyphens, low lines, slashes and accents: ``Nestlé-Werke`` is ``Nestle
    Werke``. The case stays."""
    text = plain(text).translate(_LOOSE)
    if not text.isascii():
        bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", bare)
    return " ".join(text.split())


_SMALL: Final = re.compile(r"\b[^\W\d_]+\b")


def small_words(text: str) -> frozenset[str]:
    """The words of ``text`` that are written in small letters."""
    return frozenset(word for word in _SMALL.findall(text) if word.islower())


@lru_cache(maxsize=4096)
def is_running(sign: str) -> bool:
    """Whether the script of a character writes words without a space between them, or hangs
    endings on names: Chinese, Japanese, Korean, Thai and their neighbours."""
    return unicodedata.category(sign) == "Lo" and unicodedata.name(sign, "").startswith(
        ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")
    )


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is no part of a longer word."""
    return not (_joins(text[start - 1 : start], text[start : start + 1])) and not (
        _joins(text[end - 1 : end], text[end : end + 1])
    )


def _joins(left: str, right: str) -> bool:
    if not (left.isalnum() and right.isalnum()):
        return False
    return not (is_running(left) or is_running(right))
