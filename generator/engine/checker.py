"""Static check of an expression against the names, and its form for the compiler.

Only what is listed here gets through to the compiler: the checker is the sandbox's first wall.
It reports all faults at once: a faulty part has the shape ``any``, which raises no further one.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from math import isfinite

from jinja2 import nodes

from generator.engine import kinds, names, nearest
from generator.engine.arguments import argument_faults
from generator.engine.environment import call
from generator.engine.filters import SIGNATURES, TESTS, Signature
from generator.engine.kinds import Typed
from generator.engine.names import ANY, NONE, NUMBERS, Scope, Shape
from generator.engine.slipped import called, dashed, filter_tip

Report = Callable[[str, str], None]  # message, suggestion


class Checker:
    """Checks the expressions of one tag. ``report`` is called once for each fault."""

    def __init__(self, scope: Scope, report: Report, lineno: int) -> None:
        self._scope = scope
        self._report = report
        self._lineno = lineno
        self._repeats = False  # over what is being checked

    def check(self, expr: nodes.Expr) -> Typed:
        expr.set_lineno(self._lineno, override=True)
        visit = _VISITORS.get(type(expr))
        if isinstance(expr, nodes.Call):
            return self._fault(*called(expr))
        if visit is None:
            what = _REFUSED.get(type(expr), f"{type(expr).__name__.lower()} is not available")
            return self._fault(what)
        return visit(self, expr)

    def printable(self, expr: nodes.Expr) -> Typed:
        """As :meth:`check`, for what a ``{{ }}`` prints."""
        typed = self.check(expr)
        if typed.kind in kinds.SINGLE - {"flag"}:
            return typed
        return self._fault(*kinds.not_printable(typed))

    def list_of(self, expr: nodes.Expr) -> Typed:
        """As :meth:`check`, for what a ``for`` repeats over."""
        self._repeats = True
        typed = self.check(expr)
        self._repeats = False
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
            return self._fault("uses loop outside of a for … endfor", "put it between the two")
        if name in self._scope.names.withheld:
            return self._withheld(path)
        return self._fault(f"{path} is not a known name", self._nearest_root(path))

    def _nearest_root(self, path: str) -> str:
        return nearest.suggest_root(self._scope, path, repeats=self._repeats)

    def _withheld(self, path: str) -> Typed:
        return self._fault(f"{path} is internal: this document may not show it")

    def _getattr(self, expr: nodes.Getattr) -> Typed:
        path = kinds.path_of(expr)
        root = kinds.root_of(expr)
        if root is not None and self._scope.look_up(root) is None and path:
            return self._unknown_path(root, path)
        if isinstance(expr.node, nodes.Name) and expr.node.name == "loop":
            return self._loop_field(expr)
        return self._field(self.check(expr.node), expr.attr)

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
                nearest.suggest_field(self._scope, "loop", fields, expr.attr),
            )
        return Typed(expr, fields[expr.attr], None, f"loop.{expr.attr}")

    def _field(self, owner: Typed, name: str) -> Typed:
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
            tip = nearest.suggest_beside(owner.path or "the value", owner.shape, name)
            return self._fault(f"{path} is not a known name", tip)
        return self._fault(
            f"{path} is not a known name",
            nearest.suggest_field(self._scope, owner.path, owner.shape, name),
        )

    def _getitem(self, expr: nodes.Getitem) -> Typed:
        if not isinstance(expr.arg, nodes.Const) or isinstance(expr.arg.value, (bool, float)):
            tip = "for the first five write | limit(5)" if isinstance(expr.arg, nodes.Slice) else ""
            return self._fault("has something else than a number or a name in [ ]", tip)
        owner = self.check(expr.node)
        if isinstance(expr.arg.value, str):
            return self._field(owner, expr.arg.value)
        index = nodes.Const(expr.arg.value, lineno=self._lineno)
        lowered = nodes.Getitem(owner.expr, index, "load", lineno=self._lineno)
        path = f"{owner.path}[{expr.arg.value}]"
        if owner.shape == ANY:
            return Typed(lowered, ANY, None, path)
        inner = names.item_of(owner.shape)
        if inner is None:
            what = owner.path or "the value"
            return self._fault(f"{what} is {names.describe(owner.shape)}, not a list")
        return Typed(lowered, inner, names.item_of(owner.hidden), path)

    # -- literals and operators ----------------------------------------------------------------

    def _const(self, expr: nodes.Const) -> Typed:
        value = expr.value
        if value is None:
            return Typed(expr, NONE)
        if isinstance(value, float) and not isfinite(value):
            return self._fault("holds a number that is too large")
        if isinstance(value, bool):
            return Typed(expr, "flag")
        return Typed(expr, "text" if isinstance(value, str) else "number")

    def _sequence(self, expr: nodes.List | nodes.Tuple) -> Typed:
        return kinds.list_of([self.check(entry) for entry in expr.items], self._lineno)

    def _arithmetic(self, expr: nodes.BinExpr) -> Typed:
        if isinstance(expr, nodes.Sub) and (slip := dashed(self._scope, expr)):
            return self._fault(*slip)
        left, right = self.check(expr.left), self.check(expr.right)
        for side in (left, right):
            if side.kind not in NUMBERS | {ANY, NONE}:
                return self._fault(*kinds.not_a_number(side, is_sum=isinstance(expr, nodes.Add)))
        expr.left, expr.right = left.expr, right.expr
        return Typed(expr, kinds.result_kind(expr, left.kind, right.kind))

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
        return kinds.one_of(expr, left, right)

    def _ternary(self, expr: nodes.CondExpr) -> Typed:
        expr.test = self.check(expr.test).expr
        yes = self.check(expr.expr1)
        expr.expr1 = yes.expr
        if expr.expr2 is None:
            return Typed(expr, yes.shape)
        no = self.check(expr.expr2)
        expr.expr2 = no.expr
        return kinds.one_of(expr, yes, no)

    def _compare(self, expr: nodes.Compare) -> Typed:
        left = self.check(expr.expr)
        expr.expr = left.expr
        for operand in expr.ops:
            operand.set_lineno(self._lineno)
            right = self.check(operand.expr)
            operand.expr = right.expr
            if not kinds.askable(operand.op, left, right):
                day = nearest.date_of(self._scope)
                return self._fault(*kinds.not_askable(operand.op, left, right, day))
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
            if expr.node is not None:
                self.check(expr.node)
            return self._fault(f"{expr.name} is not a known filter", filter_tip(expr.name))
        value = self.check(expr.node)
        if not kinds.accepts(signature, value.shape):
            return self._fault(*kinds.unfit(expr.name, signature, value))
        if not self._arguments(expr, signature):
            return Typed(nodes.Const(None, lineno=self._lineno), ANY)
        return self._filtered(expr, signature, value)

    def _arguments(self, expr: nodes.Filter, signature: Signature) -> bool:
        for pair in expr.kwargs:
            pair.set_lineno(self._lineno)
        faults = argument_faults(expr, signature)
        for message, tip in faults:
            self._fault(message, tip)
        return not faults

    def _filtered(self, expr: nodes.Filter, signature: Signature, value: Typed) -> Typed:
        expr.node = value.expr
        arguments = [self.check(entry) for entry in expr.args]
        expr.args = [entry.expr for entry in arguments]
        for pair in expr.kwargs:
            self.check(pair.value)
        attribute = kinds.attribute_path(expr, signature)
        shape = self._attribute_shape(value, attribute)
        if expr.name == "sum" and shape not in (*NUMBERS, ANY, NONE):
            said = f"sum adds up numbers; {value.path or 'the list'} holds {names.describe(shape)}"
            return self._fault(said, 'name a field that is a number: sum("value")')
        if expr.name == "join":
            return self._joined(expr, attribute, shape)
        if signature.gives == "either":
            return kinds.one_of(expr, value, arguments[0], value.path)
        gives = {
            "same": value.shape,
            "item": names.item_of(value.shape) or ANY,
            "attribute": shape,
        }
        hidden = names.item_of(value.hidden) if signature.gives == "item" else value.hidden
        return Typed(expr, gives.get(signature.gives, signature.gives), hidden, value.path)

    def _attribute_shape(self, value: Typed, attribute: str | None) -> Shape:
        """The shape of ``attribute`` of the list's items; the item's own without one."""
        item = names.item_of(value.shape)
        if item is None or attribute is None:
            return item if item is not None else ANY
        typed = Typed(value.expr, item, names.item_of(value.hidden), value.path)
        for step in attribute.split("."):
            typed = self._field(typed, step)
        return typed.shape

    def _joined(self, expr: nodes.Filter, attribute: str | None, shape: Shape) -> Typed:
        if not isinstance(shape, str) or shape not in kinds.SINGLE - {"flag"}:
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
    nodes.Pow: "uses **, which is not available",
    nodes.Mod: "uses %, which is not available",
    nodes.FloorDiv: "uses //, which is not available",
    nodes.Dict: "holds a { } record, which is not available",
}
