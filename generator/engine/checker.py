"""Static check of an expression against the names, and its form for the compiler.

Nothing that is not listed here gets through to the compiler: the checker is the first wall of the
sandbox. It goes on after a fault, so that all faults are reported at once; a faulty part has the
shape ``any``, which raises no further complaint.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from jinja2 import nodes

from generator.engine import names
from generator.engine.environment import call
from generator.engine.filters import SIGNATURES, TESTS, Signature
from generator.engine.names import ANY, NONE, NUMBERS, Scope, Shape

Report = Callable[[str, str], None]  # message, suggestion
_SINGLE = NUMBERS | {"text", "date", "flag", ANY, NONE}


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


class Checker:
    """Checks the expressions of one tag. ``report`` is called once for each fault."""

    def __init__(self, scope: Scope, report: Report, lineno: int) -> None:
        self._scope = scope
        self._report = report
        self._lineno = lineno

    def check(self, expr: nodes.Expr) -> Typed:
        expr.set_lineno(self._lineno, override=True)
        visit = _VISITORS.get(type(expr))
        if visit is None:
            what = _REFUSED.get(type(expr), f"{type(expr).__name__.lower()} is not available")
            return self._fault(what)
        return visit(self, expr)

    def printable(self, expr: nodes.Expr) -> Typed:
        """As :meth:`check`, for what a ``{{ }}`` prints."""
        typed = self.check(expr)
        if typed.kind in _SINGLE - {"flag"}:
            return typed
        return self._fault(*_not_printable(typed))

    def list_of(self, expr: nodes.Expr) -> Typed:
        """As :meth:`check`, for what a ``for`` repeats over."""
        typed = self.check(expr)
        if typed.shape not in (ANY, NONE) and names.item_of(typed.shape) is None:
            return self._fault(
                f"repeats over {typed.path or 'a value'}, which is {names.describe(typed.shape)}",
                "only a list can be repeated over",
            )
        return typed

    def object_of(self, expr: nodes.Expr, kind: str) -> Typed:
        """As :meth:`check`, for a chart, picture, map or matrix tag."""
        typed = self.check(expr)
        if typed.shape not in (kind, ANY):
            return self._fault(
                f"needs a {kind}; {typed.path or 'this'} is {names.describe(typed.shape)}"
            )
        return typed

    def _fault(self, message: str, suggestion: str = "") -> Typed:
        self._report(message, suggestion)
        return Typed(nodes.Const(None, lineno=self._lineno), ANY)

    # -- names ---------------------------------------------------------------------------------

    def _name(self, expr: nodes.Name) -> Typed:
        found = self._scope.look_up(expr.name)
        if found is not None:
            if expr.name == "loop":
                return self._fault("loop is used as loop.index, loop.first, loop.last …")
            return Typed(expr, found[0], found[1], expr.name)
        return self._unknown_root(expr.name, expr.name)

    def _unknown_root(self, name: str, path: str) -> Typed:
        if name == "loop":
            return self._fault("uses loop outside of a for … endfor")
        if name in self._scope.names.withheld:
            return self._withheld(path)
        return self._fault(f"{path} is not a known name", names.suggest_root(self._scope, path))

    def _withheld(self, path: str) -> Typed:
        return self._fault(f"{path} is internal: this document may not show it")

    def _getattr(self, expr: nodes.Getattr) -> Typed:
        path = _path(expr)
        root = _root(expr)
        if root is not None and self._scope.look_up(root) is None and path:
            return self._unknown_path(root, path)
        if isinstance(expr.node, nodes.Name) and expr.node.name == "loop":
            return self._loop_field(expr)
        return self._field(self.check(expr.node), expr.attr, expr)

    def _unknown_path(self, root: str, path: str) -> Typed:
        hidden: Shape = self._scope.names.withheld
        for step in path.split("."):
            hidden = names.field_of(hidden, step)
        if hidden is not None:
            return self._withheld(path)
        return self._unknown_root(root, path)

    def _loop_field(self, expr: nodes.Getattr) -> Typed:
        found = self._scope.look_up("loop")
        fields = found[0] if found else {}
        expr.node.set_lineno(self._lineno)
        if expr.attr not in fields:
            return self._fault(
                f"loop.{expr.attr} is not a known name",
                names.suggest_field(self._scope, "loop", fields, expr.attr),
            )
        return Typed(expr, fields[expr.attr], None, f"loop.{expr.attr}")

    def _field(self, owner: Typed, name: str, expr: nodes.Expr) -> Typed:
        path = f"{owner.path}.{name}" if owner.path else name
        lowered = nodes.Getattr(owner.expr, name, "load", lineno=self._lineno)
        if owner.shape == ANY:
            return Typed(lowered, ANY, None, path)
        shape = names.field_of(owner.shape, name)
        hidden = names.field_of(owner.hidden, name)
        if shape is not None:
            return Typed(lowered, shape, hidden, path)
        if hidden is not None:
            return self._withheld(path)
        if not isinstance(owner.shape, dict):
            what = names.describe(owner.shape)
            return self._fault(
                f"{path} is not a known name", f"{owner.path or 'the value'} is {what}"
            )
        return self._fault(
            f"{path} is not a known name",
            names.suggest_field(self._scope, owner.path, owner.shape, name),
        )

    def _getitem(self, expr: nodes.Getitem) -> Typed:
        if not isinstance(expr.arg, nodes.Const) or isinstance(expr.arg.value, (bool, float)):
            return self._fault("has something else than a number or a name in [ ]")
        owner = self.check(expr.node)
        if isinstance(expr.arg.value, str):
            return self._field(owner, expr.arg.value, expr)
        index = nodes.Const(expr.arg.value, lineno=self._lineno)
        lowered = nodes.Getitem(owner.expr, index, "load", lineno=self._lineno)
        path = f"{owner.path}[{expr.arg.value}]"
        if owner.shape == ANY:
            return Typed(lowered, ANY, None, path)
        inner = names.item_of(owner.shape)
        if inner is None:
            return self._fault(f"{owner.path} is {names.describe(owner.shape)}, not a list")
        return Typed(lowered, inner, names.item_of(owner.hidden), path)

    # -- literals and operators ----------------------------------------------------------------

    def _const(self, expr: nodes.Const) -> Typed:
        value = expr.value
        if value is None:
            return Typed(expr, NONE)
        if isinstance(value, bool):
            return Typed(expr, "flag")
        return Typed(expr, "text" if isinstance(value, str) else "number")

    def _sequence(self, expr: nodes.List | nodes.Tuple) -> Typed:
        checked = [self.check(entry) for entry in expr.items]
        inner = checked[0].shape if checked else ANY
        return Typed(nodes.List([entry.expr for entry in checked], lineno=self._lineno), [inner])

    def _arithmetic(self, expr: nodes.BinExpr) -> Typed:
        left, right = self.check(expr.left), self.check(expr.right)
        for side in (left, right):
            if side.kind not in NUMBERS | {ANY, NONE}:
                tip = "join texts with ~" if isinstance(expr, nodes.Add) else ""
                return self._fault(
                    f"calculates with {side.path or 'a value'}, "
                    f"which is {names.describe(side.shape)}",
                    tip,
                )
        expr.left, expr.right = left.expr, right.expr
        return Typed(expr, _result_kind(expr, left.kind, right.kind))

    def _sign(self, expr: nodes.UnaryExpr) -> Typed:
        inner = self.check(expr.node)
        if inner.kind not in NUMBERS | {ANY, NONE}:
            return self._fault(f"calculates with {names.describe(inner.shape)}")
        expr.node = inner.expr
        return Typed(expr, inner.shape)

    def _not(self, expr: nodes.Not) -> Typed:
        expr.node = self.check(expr.node).expr
        return Typed(expr, "flag")

    def _choice(self, expr: nodes.BinExpr) -> Typed:
        left, right = self.check(expr.left), self.check(expr.right)
        expr.left, expr.right = left.expr, right.expr
        return Typed(expr, _either(left.shape, right.shape))

    def _ternary(self, expr: nodes.CondExpr) -> Typed:
        expr.test = self.check(expr.test).expr
        yes = self.check(expr.expr1)
        expr.expr1 = yes.expr
        if expr.expr2 is None:
            return Typed(expr, yes.shape)
        no = self.check(expr.expr2)
        expr.expr2 = no.expr
        return Typed(expr, _either(yes.shape, no.shape))

    def _compare(self, expr: nodes.Compare) -> Typed:
        left = self.check(expr.expr)
        expr.expr = left.expr
        for operand in expr.ops:
            operand.set_lineno(self._lineno)
            right = self.check(operand.expr)
            operand.expr = right.expr
            if operand.op not in ("eq", "ne", "in", "notin") and not _comparable(left, right):
                self._fault(
                    f"compares {names.describe(left.shape)} with {names.describe(right.shape)}"
                )
            left = right
        return Typed(expr, "flag")

    def _concat(self, expr: nodes.Concat) -> Typed:
        parts = []
        for part in expr.nodes:
            typed = self.printable(part)
            parts.append(call("spoken", typed.expr, nodes.Const(typed.kind), lineno=self._lineno))
        return Typed(nodes.Concat(list(parts), lineno=self._lineno), "text")

    def _test(self, expr: nodes.Test) -> Typed:
        if expr.name not in TESTS or expr.args or expr.kwargs:
            near = difflib.get_close_matches(expr.name, TESTS, n=1)
            return self._fault(
                f"is {expr.name} is not a known test", f"did you mean is {near[0]}?" if near else ""
            )
        expr.node = self.check(expr.node).expr
        return Typed(expr, "flag")

    # -- filters -------------------------------------------------------------------------------

    def _filter(self, expr: nodes.Filter) -> Typed:
        signature = SIGNATURES.get(expr.name)
        if expr.node is None or signature is None:
            near = difflib.get_close_matches(expr.name, SIGNATURES, n=1)
            tip = f"did you mean {near[0]}?" if near else f"there are {', '.join(SIGNATURES)}"
            if expr.node is not None:
                self.check(expr.node)
            return self._fault(f"{expr.name} is not a known filter", tip)
        value = self.check(expr.node)
        if not _accepts(signature, value.shape):
            return self._fault(
                f"{expr.name} needs {_WANTED[signature.takes]}; "
                f"{value.path or 'its value'} is {names.describe(value.shape)}"
            )
        if not self._arguments(expr, signature):
            return Typed(nodes.Const(None, lineno=self._lineno), ANY)
        return self._filtered(expr, signature, value)

    def _arguments(self, expr: nodes.Filter, signature: Signature) -> bool:
        if expr.dyn_args is not None or expr.dyn_kwargs is not None:
            self._fault(f"{expr.name} cannot take * arguments")
            return False
        unknown = [pair.key for pair in expr.kwargs if pair.key not in signature.keywords]
        count = len(expr.args) + sum(pair.key != "reverse" for pair in expr.kwargs)
        if unknown or not signature.least <= count <= signature.most:
            self._fault(f"{expr.name} is given wrong arguments", _usage(expr.name, signature))
            return False
        if expr.name != "default" and not all(_constant(entry) for entry in expr.args):
            self._fault(f"{expr.name} takes only plain texts and numbers as arguments")
            return False
        for pair in expr.kwargs:
            pair.set_lineno(self._lineno)
            if not _constant(pair.value):
                self._fault(f"{expr.name} takes only plain texts and numbers as arguments")
                return False
        return True

    def _filtered(self, expr: nodes.Filter, signature: Signature, value: Typed) -> Typed:
        expr.node = value.expr
        arguments = [self.check(entry) for entry in expr.args]
        expr.args = [entry.expr for entry in arguments]
        for pair in expr.kwargs:
            self.check(pair.value)
        attribute = _attribute(expr, signature)
        shape = self._attribute_shape(value, attribute)
        if expr.name == "join":
            return self._joined(expr, attribute, shape)
        if signature.gives == "either":
            return Typed(expr, _either(value.shape, arguments[0].shape), value.hidden, value.path)
        gives = {
            "same": value.shape,
            "item": names.item_of(value.shape) or ANY,
            "attribute": shape,
        }
        return Typed(expr, gives.get(signature.gives, signature.gives), value.hidden, value.path)

    def _attribute_shape(self, value: Typed, attribute: str | None) -> Shape:
        """The shape of ``attribute`` of the list's items; the item's own without one."""
        item = names.item_of(value.shape)
        if item is None or attribute is None:
            return item if item is not None else ANY
        typed = Typed(value.expr, item, names.item_of(value.hidden), value.path)
        for step in attribute.split("."):
            typed = self._field(typed, step, value.expr)
        return typed.shape

    def _joined(self, expr: nodes.Filter, attribute: str | None, shape: Shape) -> Typed:
        if not isinstance(shape, str) or shape not in _SINGLE - {"flag"}:
            self._fault("join needs single values", 'name the field: join(", ", "name")')
        separator = expr.args[0] if expr.args else nodes.Const(", ")
        kind = nodes.Const(shape if isinstance(shape, str) else ANY)
        assert expr.node is not None
        lowered = call(
            "joined", expr.node, kind, separator, nodes.Const(attribute), lineno=self._lineno
        )
        return Typed(lowered, "text")


_VISITORS: dict[type[nodes.Expr], Callable[..., Typed]] = {
    nodes.Name: Checker._name,
    nodes.Getattr: Checker._getattr,
    nodes.Getitem: Checker._getitem,
    nodes.Const: Checker._const,
    nodes.List: Checker._sequence,
    nodes.Tuple: Checker._sequence,
    nodes.Add: Checker._arithmetic,
    nodes.Sub: Checker._arithmetic,
    nodes.Mul: Checker._arithmetic,
    nodes.Div: Checker._arithmetic,
    nodes.Neg: Checker._sign,
    nodes.Pos: Checker._sign,
    nodes.Not: Checker._not,
    nodes.And: Checker._choice,
    nodes.Or: Checker._choice,
    nodes.CondExpr: Checker._ternary,
    nodes.Compare: Checker._compare,
    nodes.Concat: Checker._concat,
    nodes.Test: Checker._test,
    nodes.Filter: Checker._filter,
}
_REFUSED: dict[type[nodes.Expr], str] = {
    nodes.Call: "calls something: only filters are available, written after |",
    nodes.Pow: "uses **, which is not available",
    nodes.Mod: "uses %, which is not available",
    nodes.FloorDiv: "uses //, which is not available",
    nodes.Dict: "holds a { } record, which is not available",
    nodes.Slice: "cuts with [ : ], which is not available",
}
_WANTED = {
    "number": "a number",
    "date": "a date",
    "text": "a text",
    "list": "a list",
    "sized": "a list or a text",
    "any": "a value",
}


def _accepts(signature: Signature, shape: Shape) -> bool:
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


def _usage(name: str, signature: Signature) -> str:
    if signature.most == 0 and not signature.keywords:
        return f"write | {name}"
    number = str(signature.most) if signature.least == signature.most else f"up to {signature.most}"
    return f"it takes {number}"


def _constant(expr: nodes.Expr) -> bool:
    inner = expr.node if isinstance(expr, nodes.Neg) else expr
    return isinstance(inner, nodes.Const)


def _attribute(expr: nodes.Filter, signature: Signature) -> str | None:
    if signature.attribute_at is None:
        return None
    for pair in expr.kwargs:
        if pair.key == "attribute" and isinstance(pair.value, nodes.Const):
            return str(pair.value.value)
    if len(expr.args) > signature.attribute_at:
        argument = expr.args[signature.attribute_at]
        return str(argument.value) if isinstance(argument, nodes.Const) else None
    return None


def _result_kind(expr: nodes.BinExpr, left: str, right: str) -> str:
    if ANY in (left, right):
        return ANY
    if isinstance(expr, nodes.Div) and left == right:
        return "number"
    for kind in ("money", "percent"):
        if kind in (left, right):
            return kind
    return "number"


def _either(left: Shape, right: Shape) -> Shape:
    """The shape of one or the other: a printer of a kind prints a text as it stands."""
    if left in (NONE, ANY):
        return right
    if right in (NONE, ANY, left):
        return left
    if left == "text" and isinstance(right, str):
        return right
    if right == "text" and isinstance(left, str):
        return left
    return ANY


def _comparable(left: Typed, right: Typed) -> bool:
    if left.kind in (ANY, NONE) or right.kind in (ANY, NONE):
        return True
    if left.kind in NUMBERS:
        return right.kind in NUMBERS
    return left.kind == right.kind and left.kind in ("text", "date")


def _path(expr: nodes.Expr) -> str:
    """``a.b.c`` of a plain chain of names; empty for anything else."""
    if isinstance(expr, nodes.Name):
        return expr.name
    if isinstance(expr, nodes.Getattr):
        owner = _path(expr.node)
        return f"{owner}.{expr.attr}" if owner else ""
    return ""


def _root(expr: nodes.Expr) -> str | None:
    while isinstance(expr, nodes.Getattr):
        expr = expr.node
    return expr.name if isinstance(expr, nodes.Name) else None


def _not_printable(typed: Typed) -> tuple[str, str]:
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
