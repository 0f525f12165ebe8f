"""Kinds of expressions: what a filter accepts, what an operation gives, what can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from jinja2 import nodes

from generator.engine import names
from generator.engine.filters import Signature
from generator.engine.names import ANY, MIXED, NONE, NUMBERS, Shape

SINGLE = NUMBERS | {"text", "rich", "date", "flag", ANY, NONE}


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression made ready for the compiler, with its shape and its path as written."""

    expr: nodes.Expr
    shape: Shape
    hidden: Shape = None
    path: str = ""

    @property
    def kind(self) -> str:
        return self.shape if isinstance(self.shape, str) else "structure"


WANTED = {
    "number": "a number",
    "date": "a date",
    "text": "a text",
    "list": "a list",
    "sized": "a list or a text",
    "any": "a value",
}

_RICH_TIP = "write html or markdown after the other filters; only default may follow"


def accepts(signature: Signature, shape: Shape) -> bool:
    if signature.takes == "any" or shape in (ANY, NONE):
        return True
    is_list = names.item_of(shape) is not None
    if signature.takes in ("list", "sized") and is_list:
        return True
    if signature.takes in ("text", "sized"):
        return bool(shape == "text")
    if signature.takes == "number":
        return isinstance(shape, str) and shape in NUMBERS
    return bool(shape == signature.takes)


def unfit(name: str, signature: Signature, value: Typed) -> tuple[str, str]:
    """Fault and suggestion for a value that a filter does not take."""
    what = f"{value.path or 'its value'} is {names.describe(value.shape)}"
    tip = _RICH_TIP if value.shape == "rich" else ""
    return f"{name} needs {WANTED[signature.takes]}; {what}", tip


def usage(name: str, signature: Signature) -> str:
    if signature.most == 0 and not signature.keywords:
        return f"write | {name}"
    number = str(signature.most) if signature.least == signature.most else f"up to {signature.most}"
    return f"it takes {number}"


def is_constant(expr: nodes.Expr) -> bool:
    inner = expr.node if isinstance(expr, nodes.Neg) else expr
    return isinstance(inner, nodes.Const)


def attribute_path(expr: nodes.Filter, signature: Signature) -> str | None:
    if signature.attribute_at is None:
        return None
    for pair in expr.kwargs:
        if pair.key == "attribute" and isinstance(pair.value, nodes.Const):
            return str(pair.value.value)
    if len(expr.args) > signature.attribute_at:
        argument = expr.args[signature.attribute_at]
        return str(argument.value) if isinstance(argument, nodes.Const) else None
    return None


def result_kind(expr: nodes.BinExpr, left: str, right: str) -> str:
    if ANY in (left, right):
        return ANY
    if isinstance(expr, nodes.Div) and left == right:
        return "number"
    for kind in ("money", "percent"):
        if kind in (left, right):
            return kind
    return "number"


def list_of(items: list[Typed], lineno: int) -> Typed:
    """A list that the template writes itself."""
    shape = reduce(either, (item.shape for item in items), ANY)
    expr = nodes.List([item.expr for item in items], lineno=lineno)
    return Typed(expr, [shape], [items[0].hidden] if items else None)


def one_of(expr: nodes.Expr, left: Typed, right: Typed, path: str = "") -> Typed:
    """One value or the other. What is hidden in either stays so."""
    hidden = right.hidden if left.hidden is None else left.hidden
    return Typed(expr, either(left.shape, right.shape), hidden, path)


def either(left: Shape, right: Shape) -> Shape:
    """The shape of one or the other: a printer of a kind prints a text as it stands.

    Two structures that differ are MIXED: a name of neither could be checked against both.
    """
    if left in (NONE, ANY):
        return right
    if right in (NONE, ANY, left):
        return left
    if [ANY] in (left, right):
        other = right if left == [ANY] else left
        return other if isinstance(other, list) else MIXED
    if not (isinstance(left, str) and isinstance(right, str)):
        return MIXED
    if "rich" in (left, right) and {left, right} <= {"rich", "text"}:
        return "rich"
    if left == "text" and isinstance(right, str):
        return right
    if right == "text" and isinstance(left, str):
        return left
    return ANY


def comparable(left: Typed, right: Typed) -> bool:
    if left.kind in (ANY, NONE) or right.kind in (ANY, NONE):
        return True
    if left.kind in NUMBERS:
        return right.kind in NUMBERS
    return left.kind == right.kind and left.kind in ("text", "date")


def path_of(expr: nodes.Expr) -> str:
    """``a.b.c`` of a plain chain of names; empty for anything else."""
    if isinstance(expr, nodes.Name):
        return expr.name
    if isinstance(expr, nodes.Getattr):
        owner = path_of(expr.node)
        return f"{owner}.{expr.attr}" if owner else ""
    return ""


def root_of(expr: nodes.Expr) -> str | None:
    while isinstance(expr, nodes.Getattr):
        expr = expr.node
    return expr.name if isinstance(expr, nodes.Name) else None


def not_printable(typed: Typed) -> tuple[str, str]:
    name = typed.path or "the value"
    if typed.kind == "flag":
        return f"{name} is a yes/no value", f"write {{{{ 'yes' if {name} else 'no' }}}}"
    if typed.kind in ("chart", "picture", "map", "matrix"):
        return (
            f"{name} is a {typed.kind}: it cannot be printed as text",
            f"write {{% {typed.kind} {name} %}} in the alternative text of a {typed.kind}",
        )
    if names.item_of(typed.shape) is not None:
        return f"{name} is a list", f"repeat over it, or write {name} | join"
    if isinstance(typed.shape, dict):
        fields = ", ".join(f"{name}.{key}" for key in list(typed.shape)[:4])
        return f"{name} is a record", f"print one of its fields: {fields}"
    return f"{name} cannot be printed", ""
