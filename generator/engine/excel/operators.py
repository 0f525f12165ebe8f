"""Operators of formulas, with Excel's errors."""

from __future__ import annotations

from collections.abc import Callable

from . import values
from .nodes import Call
from .values import Fault, Value


def percent(inner: Callable[[Call], Value]) -> Callable[[Call], Value]:
    return lambda call: values.number(inner(call)) / 100


def binary(
    operator: str, left: Callable[[Call], Value], right: Callable[[Call], Value]
) -> Callable[[Call], Value]:
    if operator == "&":
        return lambda call: values.whole_text(values.text(left(call)) + values.text(right(call)))
    if operator in _COMPARISONS:
        holds = _COMPARISONS[operator]
        return lambda call: holds(values.seen_order(left(call), right(call)))
    work = _ARITHMETIC[operator]
    return lambda call: work(values.number(left(call)), values.number(right(call)))


def operation(operator: str) -> Callable[[Value, Value], Value]:
    """The same for two values."""
    if operator == "&":
        return lambda left, right: values.whole_text(values.text(left) + values.text(right))
    if operator in _COMPARISONS:
        holds = _COMPARISONS[operator]
        return lambda left, right: holds(values.seen_order(left, right))
    work = _ARITHMETIC[operator]
    return lambda left, right: work(values.number(left), values.number(right))


def _divide(left: float, right: float) -> float:
    if right == 0:
        raise Fault(values.DIV0)
    return left / right


def power(left: float, right: float) -> float:
    """``left ^ right``, with Excel's errors."""
    if left == 0 and right == 0:
        raise Fault(values.NUM)
    try:
        result = left**right
    except ZeroDivisionError:
        raise Fault(values.DIV0) from None
    except OverflowError:
        raise Fault(values.NUM) from None
    if isinstance(result, complex):
        raise Fault(values.NUM)
    return values.checked(result)


def _sum(left: float, right: float) -> float:
    """A difference that is nothing but rounding is 0, as in Excel."""
    result = left + right
    if result and abs(result) < abs(left) * 2e-16 * 8 and left * right < 0:
        return 0.0
    return values.checked(result)


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": _sum,
    "-": lambda left, right: _sum(left, -right),
    "*": lambda left, right: values.checked(left * right),
    "/": _divide,
    "^": power,
}
_COMPARISONS: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}
