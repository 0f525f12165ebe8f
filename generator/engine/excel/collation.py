"""The order of texts, as far as it is the same in every language.

Excel orders texts by the language of the system, not by code points: without regard to case,
accented letters beside their plain ones, signs before digits before letters, and ``-`` and ``'``
hardly counted at all (Microsoft, "Sort data in a range or table"). What languages order each in
their own way (``ä`` is a letter after z in some) is left to Excel.
"""

from __future__ import annotations

import unicodedata
from itertools import zip_longest

from .signals import Unknown

_BESIDE = frozenset("\u0300\u0301\u0302\u0327")  # marks that leave a letter beside its plain one
_PASSED_OVER = frozenset("-'\u2019\u2010\u2011\u00ad")


def text_order(left: str, right: str) -> int:
    """Less than 0, 0 or more than 0."""
    first, second = left.lower(), right.lower()
    if first == second:
        return 0
    for a, b in zip_longest(first, second, fillvalue=""):
        if a != b:
            return _decided(a, b, first, second)
    return 0


def _decided(a: str, b: str, first: str, second: str) -> int:
    """The order of two texts that are the same up to the characters ``a`` and ``b``."""
    if not a or not b:
        _plainly(a or b)
        return -1 if not a else 1
    place, other = _place(a), _place(b)
    if place == other:  # a letter, and the same with an accent
        raise Unknown(f"whether {first!r} comes before {second!r} is for the language to say")
    return -1 if place < other else 1


def _plainly(sign: str) -> None:
    """What follows the end of the other text must count as a character of its own."""
    if not sign.isascii() and not sign.isalnum():
        raise Unknown("the order of these texts is for the language to say")


def _place(sign: str) -> tuple[int, str]:
    """Where a character stands among all; the same for a letter with and without an accent."""
    apart = unicodedata.normalize("NFD", sign)
    base, marks = apart[0], apart[1:]
    if base.isascii() and base.isalnum() and _BESIDE.issuperset(marks):
        return (1 if base.isdigit() else 2), base
    if sign in _PASSED_OVER or not sign.isascii():
        raise Unknown(f"the place of {sign!r} among the letters is for the language to say")
    return 0, ""  # of two different signs neither is known to be the first
