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


def equal_kinds(left: Typed, right: Typed) -> bool:
    """Whether the two can ever be the same: what cannot is a slip, such as ``tier == "1"``."""
    if {left.kind, right.kind} & {ANY, NONE, MIXED}:
        return True
    if left.kind in NUMBERS:
        return right.kind in NUMBERS
    return left.kind == right.kind


def may_hold(item: Typed, holder: Typed) -> bool:
    """Whether ``item in holder`` can be asked: of a text for a text, of a list for a value."""
    inner = names.item_of(holder.shape)
    if inner is not None:
        return equal_kinds(item, Typed(item.expr, inner))
    return holder.kind in ("text", ANY, NONE, MIXED) and item.kind in ("text", ANY, NONE, MIXED)


def askable(op: str, left: Typed, right: Typed) -> bool:
    if NONE in (left.kind, right.kind):
        return False  # a comparison with what is not known is never true
    if op in ("eq", "ne"):
        return equal_kinds(left, right)
    return may_hold(left, right) if op in ("in", "notin") else comparable(left, right)


def not_askable(op: str, left: Typed, right: Typed, day: str = "") -> tuple[str, str]:
    """Message and suggestion for a comparison that cannot be asked. ``day``: some date's name."""
    if NONE in (left.kind, right.kind):
        return "compares with none", "write … is unknown, or … is known"
    one, other = names.describe(left.shape), names.describe(right.shape)
    if op in ("in", "notin"):
        inner = names.item_of(right.shape)
        where = f"a list of which each is {names.describe(inner)}" if inner is not None else other
        return f"looks for {one} in {where}", "a text can hold a text, a list its own kind of value"
    tip = ""
    written = next((s for s in (left, right) if isinstance(s.expr, nodes.Const)), None)
    if written is not None and written.kind == "text" and {left.kind, right.kind} & NUMBERS:
        tip = "a number stands without quotes"
    if "date" in (left.kind, right.kind) and day:
        tip = f"compare it with a date, such as {day}"
    if "flag" in (left.kind, right.kind):
        asked = left if left.kind == "flag" else right
        tip = f"write {asked.path or 'it'} alone, or not {asked.path or 'it'}"
    if names.item_of(left.shape) is not None:
        tip = f"to compare how many there are write {left.path or 'the list'} | length"
    return f"compares {one} with {other}", tip


def not_a_number(side: Typed, *, is_sum: bool) -> tuple[str, str]:
    """Message and suggestion for a side of a calculation that is no number."""
    tips = {"date": "a date can be printed and compared, not calculated with"}
    if is_sum:
        tips["text"] = "join texts with ~"
    said = f"calculates with {side.path or 'a value'}, which is {names.describe(side.shape)}"
    return said, tips.get(side.kind, "")


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
        shown = typed.path or "…"
        return f"{name} is a yes/no value", f"write {{{{ 'yes' if {shown} else 'no' }}}}"
    if typed.kind in ("chart", "picture", "map", "matrix"):
        return (
            f"{name} is a {typed.kind}: it cannot be printed as text",
            f"write {{% {typed.kind} {name} %}} in the alternative text of a {typed.kind}",
        )
    item = names.item_of(typed.shape)
    if item is not None:
        known = list(item) if isinstance(item, dict) else []
        field = "name" if "name" in known else "".join(known[:1])
        joined = f'join(", ", "{field}")' if field else "join"
        return f"{name} is a list", f"repeat over it, or write {name} | {joined}"
    if isinstance(typed.shape, dict):
        fields = ", ".join(f"{name}.{key}" for key in list(typed.shape)[:4])
        return f"{name} is a record", f"print one of its fields: {fields}"
    return f"{name} cannot be printed", ""
