"""Excel's values and how they turn into each other, as far as formulas are computed here.

A value is None (an empty cell), float, str, bool or :class:`Fault` (``#DIV/0!`` …). Sources:
ECMA-376 part 1, §18.17.2.6 and §18.17.7; the order of types in comparisons is Excel's: numbers,
then texts (without regard to case), then FALSE and TRUE.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence


class Fault(Exception):
    """An error value. Raised while computing, kept as the cell's value."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unknown(Exception):
    """What cannot be computed here: the cell gets no cached value and Excel works it out."""


class Pending(Exception):
    """Formula cells that must be computed first."""

    def __init__(self, cells: Sequence[object]) -> None:
        super().__init__()
        self.cells = cells


Value = None | float | str | bool | Fault

_NUMBER = re.compile(r"\s*[-+]?(\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$")
# What Excel may read as a number, a day or a time, by the settings of whoever opens the file.
_LOCAL = re.compile(
    r"(?=.*\d)(?:[\s\d.,:/()'+\-$%\u00a3\u00a5\u20ac\u00a0\u202f]|[ap]m?\b|e(?=[+-]?\d)"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b)+",
    re.IGNORECASE,
)
VALUE, DIV0, NA, NUM, REF, NAME = "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#REF!", "#NAME?"


def known(value: Value) -> float | str | bool | None:
    """The value, raised where it is an error."""
    if isinstance(value, Fault):
        raise Fault(value.code)
    return value


def number(value: Value) -> float:
    """As an operand of arithmetic: texts that look like numbers count, empty cells are 0."""
    if value.__class__ is float:
        return value
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        if _NUMBER.match(value):
            return float(value)
        if _NUMBER.match(value.rstrip().removesuffix("%")):
            return float(value.rstrip().removesuffix("%")) / 100
        if _LOCAL.fullmatch(value.strip()):
            raise Unknown(
                "a text is read as a number or a day in the manner of the reader's country"
            )
        raise Fault(VALUE)
    known(value)
    return float(value)  # type: ignore[arg-type] # a fault was raised above


def checked(result: float) -> float:
    """A result of arithmetic: Excel has neither infinity nor NaN."""
    if not math.isfinite(result):
        raise Fault(NUM)
    return result


MAX_TEXT = 32_767


def whole_text(text: str) -> str:
    """A text that a formula made: Excel gives #VALUE! where it is longer than a cell's may be."""
    if len(text) > MAX_TEXT:
        raise Fault(VALUE)
    return text


def text(value: Value) -> str:
    """As an operand of ``&``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    known(value)
    return general(number(value))


def general(value: float) -> str:
    """A number as the format General writes it in a text: up to 15 digits."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    shown = f"{value:.15g}"
    if "e" in shown:
        mantissa, _, exponent = shown.partition("e")
        return f"{mantissa}E{exponent[0]}{exponent[1:].zfill(2)}"
    return shown


def truth(value: Value) -> bool:
    """As a condition."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        raise Fault(VALUE)
    return number(value) != 0


def compare(left: Value, right: Value) -> int:
    """Less than 0, 0 or more than 0, by Excel's order."""
    left, right = known(left), known(right)
    if left is None:
        left = _empty_like(right)
    if right is None:
        right = _empty_like(left)
    first, second = _rank(left), _rank(right)
    if first != second:
        return first - second
    a = left.casefold() if isinstance(left, str) else number(left)
    b = right.casefold() if isinstance(right, str) else number(right)
    if a == b:
        return 0
    return -1 if a < b else 1  # type: ignore[operator] # of one rank, so of one type


def seen_order(left: Value, right: Value) -> int:
    """The same for the operators, which see 15 digits of a number: ``0.1+0.2=0.3``. Searches
    (MATCH, VLOOKUP) and criteria see all of them."""
    if left.__class__ is float and right.__class__ is float and left != right:
        a, b = float(left), float(right)
        if abs(a - b) <= 1e-14 * abs(a) and f"{a:.14e}" == f"{b:.14e}":
            return 0
    return compare(left, right)


def _empty_like(other: Value) -> Value:
    if isinstance(other, str):
        return ""
    return False if isinstance(other, bool) else 0.0


def _rank(value: Value) -> int:
    if isinstance(value, bool):
        return 2
    return 1 if isinstance(value, str) else 0


def number_xml(value: float) -> str:
    """All digits of a number, as XML has them: ``5``, ``0.1``."""
    whole = int(value)
    return str(whole) if whole == value and abs(whole) < 10**15 else repr(value)
