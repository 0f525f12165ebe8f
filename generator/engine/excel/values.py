"""Excel's values and how they turn into each other, as far as formulas are computed here.

A value is None (an empty cell), float, str, bool or :class:`Fault` (``#DIV/0!`` …). Sources:
ECMA-376 part 1, §18.17.2.6 and §18.17.7; the order of types in comparisons is Excel's: numbers,
then texts (without regard to case), then FALSE and TRUE. Numbers are compared by 15 significant
digits ("Floating-point arithmetic may give inaccurate results in Excel", Microsoft).
"""

from __future__ import annotations

import math

from .collation import text_order
from .numbertexts import read_number
from .signals import VALUE, Fault, Pending, Unknown

__all__ = ["VALUE", "Fault", "Pending", "Unknown"]
Value = None | float | str | bool | Fault

DIV0, NA, NUM, REF, NAME = "#DIV/0!", "#N/A", "#NUM!", "#REF!", "#NAME?"


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
        found = read_number(value)
        if found is None:
            raise Fault(VALUE)
        return found
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
    """Less than 0, 0 or more than 0, by Excel's order. ``Unknown`` where a language decides."""
    if left.__class__ is not float or right.__class__ is not float:
        left, right = _paired(left, right)
    first, second = _rank(left), _rank(right)
    if first != second:
        return first - second
    if isinstance(left, str) and isinstance(right, str):
        return text_order(left, right)
    a, b = number(left), number(right)
    if a == b or near(a, b):
        return 0
    return -1 if a < b else 1


def equal(left: Value, right: Value) -> bool:
    """Whether Excel's ``=`` holds."""
    if left.__class__ is float and right.__class__ is float:  # nearly all that is compared
        return left == right or near(left, right)
    left, right = _paired(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return same_text(left, right)
    return _rank(left) == _rank(right) and compare(left, right) == 0


def same_text(left: str, right: str) -> bool:
    """Without regard to case. Whether ``ß`` is ``ss`` is for the language to say."""
    if left == right or left.lower() == right.lower():
        return True
    if left.casefold() == right.casefold():
        raise Unknown("texts that are the same in some languages only")
    return False


def near(left: float, right: float) -> bool:
    """Whether two unequal numbers have the same 15 significant digits."""
    return abs(left - right) <= abs(left) * 1e-14 and f"{left:.14e}" == f"{right:.14e}"


def _paired(left: Value, right: Value) -> tuple[Value, Value]:
    """Both values, an empty one as the other's kind has it."""
    left, right = known(left), known(right)
    if left is None:
        left = _empty_like(right)
    return left, _empty_like(left) if right is None else right


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
