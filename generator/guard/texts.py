"""Texts made comparable, and how printed numbers are read.

``plain`` takes away what a reader does not see (soft hyphens, zero-width characters, kinds of
spaces, quotes and dashes); ``folded`` takes the case away as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_MARKS: Final = (range(0x200B, 0x2010), range(0x202A, 0x202F), range(0x2060, 0x206A))
_UNSEEN: Final = dict.fromkeys([0xAD, 0x61C, 0x180E, 0xFEFF, *(n for r in _MARKS for n in r)])
_DASHES: Final = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")
_QUOTES: Final = {0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"'}
_TABLE: Final = {**_UNSEEN, **_DASHES, **_QUOTES}


def plain(text: str) -> str:
    """``text`` as a reader takes it in: one space between words, one kind of dash and quote."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_TABLE))
    return " ".join(text.split())


def folded(text: str) -> str:
    return plain(text).casefold()


_SMALL: Final = re.compile(r"\b[^\W\d_]+\b")


def small_words(text: str) -> frozenset[str]:
    """The words of ``text`` that are written in small letters."""
    return frozenset(word for word in _SMALL.findall(text) if word.islower())


_GROUPS: Final = r"[,.'\u2019\u00a0\u202f\u2009 ]"
_NUMBER: Final = re.compile(rf"(?<![\w.,])\d+(?:{_GROUPS}\d+)*(?![\w]*\d)")
_SCALES: Final = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "b": 9, "bn": 9, "billion": 9,
}  # fmt: skip
_SCALE: Final = re.compile(r"\s?(k|thousand|mn|mio|million|m|bn|billion|b)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it is printed: its value and half a unit of its last digit."""

    value: Decimal
    half: Decimal
    text: str


def significant(value: Decimal) -> int:
    """How many significant digits ``value`` has, the zeros at its end not counted."""
    return len(str(int("".join(map(str, value.as_tuple().digits)) or "0")).rstrip("0"))


def printed_numbers(text: str) -> Iterator[Printed]:
    """Every reading of every number in ``text`` that has five significant digits or more."""
    for found in _NUMBER.finditer(text):
        if sum(sign.isdigit() for sign in found[0]) < 5:
            continue
        scale = _SCALE.match(text, found.end())
        shift = _SCALES[scale[1].lower()] if scale else 0
        for digits in _readings(found[0]):
            number = Decimal(digits)
            if significant(number) >= 5:
                exponent = int(number.as_tuple().exponent)
                half = Decimal(5).scaleb(exponent - 1 + shift)
                yield Printed(number.scaleb(shift), half, found[0])


def _readings(text: str) -> set[str]:
    """``1.234,50`` and ``1,234.50`` are one number; ``1.234`` may be two; ``1.2.34`` is none."""
    parts = re.split(f"({_GROUPS})", text)
    numbers, signs = parts[::2], parts[1::2]
    if not signs:
        return {text}
    readings = set()
    if len(set(signs)) == 1 and _is_grouped(numbers):
        readings.add("".join(numbers))
    if signs[-1] in ".," and signs[-1] not in signs[:-1]:
        whole = numbers[:-1]
        if len(set(signs[:-1])) <= 1 and (len(whole) == 1 or _is_grouped(whole)):
            readings.add(f"{''.join(whole)}.{numbers[-1]}")
    return readings


def _is_grouped(numbers: list[str]) -> bool:
    """In threes, or the Indian way: two digits a group but for the last."""
    if len(numbers[0]) > 3 or len(numbers[-1]) != 3:
        return False
    return all(len(group) == 3 for group in numbers[1:]) or all(
        len(group) == 2 for group in numbers[1:-1]
    )
