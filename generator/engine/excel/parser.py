"""Excel formulas as closures: parsed once for a template cell, run for each of its copies.

Source of precedence: ECMA-376 part 1, §18.17.2.2 (``%`` before unary minus before ``^``, then
``* /``, ``+ -``, ``&``, comparisons). Structured references, names and references are numbered in
reading order; the caller binds each number to boxes of cells for every copy of the formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from . import values
from .grids import Grid, over
from .nodes import Call, Function, Library, Node
from .operators import binary, ended, last, operation, percent
from .tokens import Token
from .values import Fault, Unknown, Value

MAX_LEVELS, MAX_OPERATORS, MAX_USES = 50, 200, 200
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("=", "<>", "<", ">", "<=", ">="),
    ("&",),
    ("+", "-"),
    ("*", "/"),
    ("^",),
)


def parse(
    tokens: Sequence[Token], library: Library, *, arrays: bool = False
) -> Callable[[Call], Value]:
    """The formula as one closure. ``Unknown`` says what cannot be computed here.

    ``arrays``: it is an array formula of one cell, which shows the first value of its grid.
    """
    _check_depth(tokens)
    reader = _Reader([token for token in tokens if token.kind != "space"], library, arrays)
    node = reader.expression(0)
    if reader.at < len(reader.tokens):
        raise Unknown(f"{reader.tokens[reader.at].text} is not computed here")
    if arrays and (node.grid is not None or node.reference is not None):
        return lambda call: values.known(node.table(call)[0][0])
    return node.value if node.ended is None else last(node.ended)


def _check_depth(tokens: Sequence[Token]) -> None:
    """What is read and computed level inside of level has an end: Python's stack."""
    depth = operators = 0
    for token in tokens:
        depth += (token.text.endswith("(") and token.kind != "text") - (token.text == ")")
        operators += token.kind == "operator"
        if depth > MAX_LEVELS or operators > MAX_OPERATORS:
            raise Unknown("it has too many brackets or operators to be computed here")


class _Reader:
    def __init__(self, tokens: Sequence[Token], library: Library, arrays: bool) -> None:
        self.tokens = tokens
        self.library = library
        self.arrays = arrays
        self.at = 0
        self.references = 0
        self.variables: dict[str, tuple[Node, int]] = {}  # of LET, by name in upper case
        self.uses = 0  # of variables, each with the uses inside it

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
            right = self.expression(level + 1)
            work = operation(operator)
            ending = ended(operator, left, right)
            left = self._over(binary(operator, left, right), (left, right), work)
            left = replace(left, ended=ending) if ending is not None else left
        return left

    def _over(
        self,
        value: Callable[[Call], Value],
        parts: Sequence[Node],
        work: Callable[..., Value],
    ) -> Node:
        """A node of a value and, where a range stands inside it, of a grid."""
        if all(part.grid is None and part.reference is None for part in parts):
            return Node(value)

        def grid(call: Call) -> Grid:
            return over([part.table(call) for part in parts], lambda given: work(*given))

        return Node(value, None, grid, self.arrays)

    def _unary(self) -> Node:
        if self._take("-"):
            inner = self._unary()
            return self._over(
                lambda call: -values.number(inner.value(call)),
                (inner,),
                lambda given: -values.number(given),
            )
        if self._take("+") or self._take("@"):
            return self._unary()
        node = self._primary()
        while self._take("%"):
            node = self._over(
                percent(node.value), (node,), lambda given: values.number(given) / 100
            )
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
        if token.text.upper() in self.variables:
            return self._variable(token.text.upper())
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
        if plain == "LET":
            return self._let()
        function = self.library.functions.get(plain)
        gridded = self.library.gridded.get(plain)
        if function is None and gridded is None:
            raise Unknown(f"the function {plain} is not computed here")
        arguments = self._arguments(plain)
        try:
            if gridded is not None:
                return _of_grid(gridded(arguments), self.arrays)
            assert function is not None
            return self._called(plain, function, arguments)
        except (IndexError, ValueError) as error:
            raise Unknown(f"{plain} has too few or too many arguments") from error

    def _called(self, plain: str, function: Function, arguments: Sequence[Node]) -> Node:
        """The function's value and, where it takes single values, its grid over ranges there."""
        value = function(arguments)
        single = self.library.singles(plain, len(arguments))
        held = [arguments[at] for at in single]
        if all(node.grid is None and node.reference is None for node in held):
            return Node(value)
        if plain in self.library.choosing and not self.arrays:
            return Node(value, None, _not_over(plain))
        inner = list(arguments)
        for number, at in enumerate(single):
            inner[at] = _given(number)
        work = function(inner)

        def grid(call: Call) -> Grid:
            def one(given: Sequence[Value]) -> Value:
                place = Call(call.sheet, call.row, call.column, call.boxes, call.memo, given)
                return work(place)

            return over([node.table(call) for node in held], one)

        return Node(value, None, grid, self.arrays)

    def _let(self) -> Node:
        """``LET(name, value, …, result)``; names are known from where they are given."""
        before = dict(self.variables)
        while self._gives_name():
            name = self.tokens[self.at].text.upper()
            self.at += 2
            before_it = self.uses
            node = self.expression(0)
            self.variables[name] = node, self.uses - before_it + 1
            if not self._take(","):
                raise Unknown("the arguments of LET cannot be read")
        node = self.expression(0)
        if not self._take(")"):
            raise Unknown("the arguments of LET cannot be read")
        self.variables = before
        return node

    def _variable(self, name: str) -> Node:
        """What the name stands for. It is worked out at each use, so uses in uses have an end."""
        node, uses = self.variables[name]
        self.uses += uses
        if self.uses > MAX_USES:
            raise Unknown("its LET uses names too often to be computed here")
        return node

    def _gives_name(self) -> bool:
        """Whether a name and a comma follow."""
        ahead = [token.text for token in self.tokens[self.at : self.at + 2]]
        return len(ahead) == 2 and ahead[1] == "," and self.tokens[self.at].kind == "name"

    def _arguments(self, plain: str) -> list[Node]:
        arguments: list[Node] = []
        while not self._take(")"):
            if self._peek() == ",":
                arguments.append(Node(lambda _: None))
            else:
                arguments.append(self.expression(0))
            if not self._take(",") and self._peek() != ")":
                raise Unknown(f"the arguments of {plain} cannot be read")
        return arguments


def _given(number: int) -> Node:
    return Node(lambda call: values.known(call.given[number]))


def _not_over(plain: str) -> Callable[[Call], Grid]:
    def grid(_: Call) -> Grid:
        raise Unknown(f"{plain} over a range is computed in array formulas only")

    return grid


def _of_grid(grid: Callable[[Call], Grid], arrays: bool) -> Node:
    return Node(lambda call: values.known(grid(call)[0][0]), None, grid, arrays)


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
