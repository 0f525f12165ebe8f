"""Excel formulas as closures: parsed once for a template cell, run for each of its copies.

Source of precedence: ECMA-376 part 1, §18.17.2.2 (``%`` before unary minus before ``^``, then
``* /``, ``+ -``, ``&``, comparisons). Structured references, names and references are numbered in
reading order; the caller binds each number to boxes of cells for every copy of the formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from . import values
from .tokens import Token
from .values import Fault, Unknown, Value

Box = tuple[int, int, int, int]  # first row, first column, last row, last column


class SheetValues(Protocol):
    """What computing needs of a sheet."""

    def value(self, row: int, column: int) -> Value: ...
    def area(self, box: Box) -> Sequence[Value]: ...
    def visible_area(self, box: Box, skip_hidden: bool) -> Sequence[Value]: ...


@dataclass(slots=True)
class Call:
    """One copy of a formula: where it stands, and its references' boxes by number."""

    sheet: SheetValues
    row: int
    column: int
    boxes: Sequence[Sequence[tuple[SheetValues, Box]]]
    memo: dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula. ``reference``: its number, where it is one."""

    value: Callable[[Call], Value]
    reference: int | None = None

    def many(self, call: Call) -> Sequence[Value]:
        """All values: those of a reference's cells, or the one value."""
        if self.reference is None:
            return (self.value(call),)
        boxes = call.boxes[self.reference]
        if len(boxes) == 1:
            sheet, box = boxes[0]
            return sheet.area(box)
        return [value for sheet, box in boxes for value in sheet.area(box)]


Function = Callable[[Sequence[Node]], Callable[[Call], Value]]
MAX_LEVELS, MAX_OPERATORS = 50, 200
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("=", "<>", "<", ">", "<=", ">="),
    ("&",),
    ("+", "-"),
    ("*", "/"),
    ("^",),
)


def parse(tokens: Sequence[Token], functions: dict[str, Function]) -> Callable[[Call], Value]:
    """The formula as one closure. ``Unknown`` says what cannot be computed here."""
    _check_depth(tokens)
    reader = _Reader([token for token in tokens if token.kind != "space"], functions)
    node = reader.expression(0)
    if reader.at < len(reader.tokens):
        raise Unknown(f"{reader.tokens[reader.at].text} is not computed here")
    return node.value


def _check_depth(tokens: Sequence[Token]) -> None:
    """What is read and computed level inside of level has an end: Python's stack."""
    depth = operators = 0
    for token in tokens:
        depth += (token.text.endswith("(") and token.kind != "text") - (token.text == ")")
        operators += token.kind == "operator"
        if depth > MAX_LEVELS or operators > MAX_OPERATORS:
            raise Unknown("it has too many brackets or operators to be computed here")


class _Reader:
    def __init__(self, tokens: Sequence[Token], functions: dict[str, Function]) -> None:
        self.tokens = tokens
        self.functions = functions
        self.at = 0
        self.references = 0

    def _peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def _take(self, text: str) -> bool:
        if self._peek() == text:
            self.at += 1
            return True
        return False

    def expression(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        left = self.expression(level + 1)
        while self._peek() in _LEVELS[level] and self.tokens[self.at].kind == "operator":
            operator = self._peek()
            self.at += 1
            left = Node(_binary(operator, left.value, self.expression(level + 1).value))
        return left

    def _unary(self) -> Node:
        if self._take("-"):
            inner = self._unary()
            return Node(lambda call: -values.number(inner.value(call)))
        if self._take("+") or self._take("@"):
            return self._unary()
        node = self._primary()
        while self._take("%"):
            node = Node(_percent(node.value))
        return node

    def _primary(self) -> Node:
        if self.at >= len(self.tokens):
            raise Unknown("the formula ends too early")
        token = self.tokens[self.at]
        self.at += 1
        if token.kind in ("reference", "structured"):
            return self._reference()
        if token.kind == "function":
            return self._function(token.text[:-1])
        if token.kind == "name" and token.text.upper() not in ("TRUE", "FALSE"):
            return self._reference()
        if token.text == "(":
            node = self.expression(0)
            if not self._take(")"):
                raise Unknown("a union of ranges is not computed here")
            return node
        return _literal(token)

    def _reference(self) -> Node:
        number = self.references
        self.references += 1
        if self._peek() == ":":
            raise Unknown("a range between a reference and a function is not computed here")
        return Node(lambda call: _single(call, number), number)

    def _function(self, name: str) -> Node:
        plain = name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
        function = self.functions.get(plain)
        if function is None:
            raise Unknown(f"the function {plain} is not computed here")
        arguments: list[Node] = []
        while not self._take(")"):
            if self._peek() == ",":
                arguments.append(Node(lambda _: None))
            else:
                arguments.append(self.expression(0))
            if not self._take(",") and self._peek() != ")":
                raise Unknown(f"the arguments of {plain} cannot be read")
        try:
            return Node(function(arguments))
        except (IndexError, ValueError) as error:
            raise Unknown(f"{plain} has too few or too many arguments") from error


def _literal(token: Token) -> Node:
    constant: Value
    if token.kind == "number":
        constant = float(token.text)
    elif token.kind == "text":
        constant = token.text[1:-1].replace('""', '"')
    elif token.kind == "name":
        constant = token.text.upper() == "TRUE"
    elif token.kind == "error":
        code = token.text

        def fail(_: Call) -> Value:
            raise Fault(code)

        return Node(fail)
    else:
        raise Unknown(f"{token.text} is not computed here")
    return Node(lambda _: constant)


def _single(call: Call, number: int) -> Value:
    """A reference as one value: its cell, or the one of it in this row or column."""
    boxes = call.boxes[number]
    sheet, (top, left, bottom, right) = boxes[0]
    if len(boxes) > 1:
        raise Fault(values.VALUE)
    if top == bottom and left == right:
        return values.known(sheet.value(top, left))
    if left == right and top <= call.row <= bottom:
        return values.known(sheet.value(call.row, left))
    if top == bottom and left <= call.column <= right:
        return values.known(sheet.value(top, call.column))
    raise Fault(values.VALUE)


def _percent(inner: Callable[[Call], Value]) -> Callable[[Call], Value]:
    return lambda call: values.number(inner(call)) / 100


def _binary(
    operator: str, left: Callable[[Call], Value], right: Callable[[Call], Value]
) -> Callable[[Call], Value]:
    if operator == "&":
        return lambda call: values.whole_text(values.text(left(call)) + values.text(right(call)))
    if operator in _COMPARISONS:
        holds = _COMPARISONS[operator]
        return lambda call: holds(values.compare(left(call), right(call)))
    work = _ARITHMETIC[operator]
    return lambda call: work(values.number(left(call)), values.number(right(call)))


def _divide(left: float, right: float) -> float:
    if right == 0:
        raise Fault(values.DIV0)
    return left / right


def _power(left: float, right: float) -> float:
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
    "^": _power,
}
_COMPARISONS: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}
