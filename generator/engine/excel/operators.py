"""Operators of formulas, with Excel's errors."""

from __future__ import annotations

from collections.abc import Callable

from . import values
from .nodes import Call, Node
from .values import Fault, Unknown, Value

# Parts of an operand: a difference that is smaller is a rest of rounding, surely or perhaps.
_REST, _PERHAPS = 2.0**-51, 2.0**-48


def percent(inner: Callable[[Call], Value]) -> Callable[[Call], Value]:
    return lambda call: values.number(inner(call)) / 100


def binary(operator: str, left: Node, right: Node) -> Callable[[Call], Value]:
    first, second = left.value, right.value
    if operator == "&":
        return lambda call: values.whole_text(values.text(first(call)) + values.text(second(call)))
    if operator in _COMPARISONS:
        holds = _COMPARISONS[operator]
        if left.ended is None and right.ended is None:
            return lambda call: holds(first(call), second(call))
        return _of_differences(holds, left, right)
    work = _ARITHMETIC[operator]
    return lambda call: work(values.number(first(call)), values.number(second(call)))


def _of_differences(
    holds: Callable[[Value, Value], bool], left: Node, right: Node
) -> Callable[[Call], Value]:
    """A comparison of sums: what Excel makes of a rest inside a formula is not written down."""

    def work(call: Call) -> Value:
        kept, other = _both(left, call), _both(right, call)
        found = {holds(a, b) for a in kept for b in other}
        if len(found) > 1:
            raise Unknown("whether a rest of rounding is 0 inside a formula is for Excel to say")
        return found.pop()

    return work


def _both(node: Node, call: Call) -> tuple[Value, ...]:
    """The node's value, and 0 beside it where it is a rest of rounding."""
    if node.ended is None:
        return (node.value(call),)
    value, operand = node.ended(call)
    return (value, 0.0) if operand else (value,)


def ended(operator: str, left: Node, right: Node) -> Callable[[Call], tuple[float, float]] | None:
    """A sum or difference; where it may be but a rest of rounding, the operand's size, else 0."""
    if operator not in ("+", "-"):
        return None
    sign = 1.0 if operator == "+" else -1.0

    def work(call: Call) -> tuple[float, float]:
        first, second = values.number(left.value(call)), sign * values.number(right.value(call))
        result = values.checked(first + second)
        is_rest = result != 0 and abs(result) < abs(first) * _PERHAPS and first * second < 0
        return result, abs(first) if is_rest else 0.0

    return work


def last(ending: Callable[[Call], tuple[float, float]]) -> Callable[[Call], Value]:
    """A sum or difference that is the last thing a formula does: a rest of rounding is 0.

    Source: "Floating-point arithmetic may give inaccurate results in Excel" (Microsoft), "Example
    when a value reaches zero"; it does not say how small a rest must be.
    """

    def work(call: Call) -> Value:
        result, operand = ending(call)
        if not operand:
            return result
        if abs(result) > operand * _REST:
            raise Unknown("whether so small a difference is 0 is for Excel to say")
        return 0.0

    return work


def operation(operator: str) -> Callable[[Value, Value], Value]:
    """The same for two values."""
    if operator == "&":
        return lambda left, right: values.whole_text(values.text(left) + values.text(right))
    if operator in _COMPARISONS:
        return _COMPARISONS[operator]
    work = _ARITHMETIC[operator]
    return lambda left, right: work(values.number(left), values.number(right))


def _divide(left: float, right: float) -> float:
    if right == 0:
        raise Fault(values.DIV0)
    return values.checked(left / right)


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


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: values.checked(left + right),
    "-": lambda left, right: values.checked(left - right),
    "*": lambda left, right: values.checked(left * right),
    "/": _divide,
    "^": power,
}
_COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "=": values.equal,
    "<>": lambda left, right: not values.equal(left, right),
    "<": lambda left, right: values.compare(left, right) < 0,
    ">": lambda left, right: values.compare(left, right) > 0,
    "<=": lambda left, right: values.compare(left, right) <= 0,
    ">=": lambda left, right: values.compare(left, right) >= 0,
}
