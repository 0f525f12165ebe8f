# ruff: noqa: N802 - Jinja calls visitors by the names of its nodes
"""The language's environment: Jinja's parser and compiler with almost everything taken out.

What remains can only look items up in plain data, compare, calculate with numbers, and call the
listed filters. Attributes, methods, globals, macros, imports and loaders do not exist. A compiled
template is straight Python over dictionaries: ``a.b`` and ``a['b']`` are the same look-up.
"""

from __future__ import annotations

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.engine.filters import FILTERS, TESTS

_COMPARE = {"eq": "==", "ne": "!=", "lt": "less", "lteq": "less_equal"}
_BINARY = {nodes.Add: "add", nodes.Sub: "subtract", nodes.Mul: "multiply", nodes.Div: "divide"}
_SWAPPED = {"gt": "lt", "gteq": "lteq"}
LOOP_FIELDS = frozenset(["index", "index0", "first", "last", "length", "revindex"])


class LeanGenerator(CodeGenerator):
    """Emits calls of the runtime's helpers (``runtime.HELPERS``) where Jinja would emit its own."""

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:
        ref = frame.symbols.ref(node.name)
        load = frame.symbols.find_load(ref) if node.ctx == "load" else None
        if node.ctx == "load" and not (load is not None and load[0] == "param"):
            self.write(f"(None if {ref} is missing else {ref})")
        else:
            self.write(ref)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            if node.attr not in LOOP_FIELDS:
                self.fail(f"loop.{node.attr} does not exist", node.lineno)
            self.write(f"{frame.symbols.ref('loop')}.{node.attr}")
            return
        self._helper("item", frame, node.node, nodes.Const(node.attr))

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        self._helper("item", frame, node.node, node.arg)

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:
        self.write("(")
        left = node.expr
        for position, operand in enumerate(node.ops):
            if position:
                self.write(" and ")
            self._compare(left, operand.op, operand.expr, frame)
            left = operand.expr
        self.write(")")

    def _compare(self, left: nodes.Expr, op: str, right: nodes.Expr, frame: Frame) -> None:
        if op in _SWAPPED:
            left, right, op = right, left, _SWAPPED[op]
        if op in ("in", "notin"):
            self.write("not " if op == "notin" else "")
            self._helper("contains", frame, right, left)
        elif op in ("eq", "ne"):
            self.visit(left, frame)
            self.write(f" {_COMPARE[op]} ")
            self.visit(right, frame)
        else:
            self._helper(_COMPARE[op], frame, left, right)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self._helper("concatenate", frame, *node.nodes)

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:
        self.write("(")
        self.visit(node.expr1, frame)
        self.write(" if ")
        self.visit(node.test, frame)
        self.write(" else ")
        if node.expr2 is None:
            self.write("None")
        else:
            self.visit(node.expr2, frame)
        self.write(")")

    def _binary(self, node: nodes.BinExpr, frame: Frame) -> None:
        self._helper(_BINARY[type(node)], frame, node.left, node.right)

    def visit_Add(self, node: nodes.BinExpr, frame: Frame) -> None:
        self._binary(node, frame)

    def visit_Sub(self, node: nodes.BinExpr, frame: Frame) -> None:
        self._binary(node, frame)

    def visit_Mul(self, node: nodes.BinExpr, frame: Frame) -> None:
        self._binary(node, frame)

    def visit_Div(self, node: nodes.BinExpr, frame: Frame) -> None:
        self._binary(node, frame)

    def visit_Neg(self, node: nodes.UnaryExpr, frame: Frame) -> None:
        self._helper("subtract", frame, nodes.Const(0), node.node)

    def visit_Pos(self, node: nodes.UnaryExpr, frame: Frame) -> None:
        self._helper("add", frame, nodes.Const(0), node.node)

    def visit_Call(self, node: nodes.Call, frame: Frame, *_: object, **__: object) -> None:
        """Only calls that the checker made: ``name(context, *arguments)``, name a constant."""
        if not isinstance(node.node, nodes.Const) or node.kwargs or node.dyn_args:
            self.fail("calls are not available", node.lineno)
        self._helper(str(node.node.value), frame, *node.args, before="context, ")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        """Nothing: printers give text that is escaped already."""

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        pass

    def _helper(self, name: str, frame: Frame, *args: nodes.Node, before: str = "") -> None:
        self.write(f"{name}({before}")
        for argument in args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


def call(name: str, *arguments: nodes.Expr, lineno: int) -> nodes.Call:
    """A call of the runtime's ``name``; Jinja allows no node types of one's own."""
    return nodes.Call(nodes.Const(name), list(arguments), [], None, None, lineno=lineno)


class Language(ImmutableSandboxedEnvironment):
    """Sandboxed by construction, and by Jinja's own sandbox behind that."""

    code_generator_class = LeanGenerator
    intercepted_binops = frozenset(["**", "//", "%"])

    def __init__(self) -> None:
        super().__init__(autoescape=False, optimized=False, extensions=(), cache_size=0)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()
        self.filters.update(FILTERS)
        self.tests.update(TESTS)

    def is_safe_attribute(self, *_: object) -> bool:
        return False

    def is_safe_callable(self, obj: object) -> bool:  # noqa: ARG002 - nothing may be called
        return False

    def call_binop(self, *_: object) -> object:
        raise TypeError("this operator is not available")


LANGUAGE = Language()
