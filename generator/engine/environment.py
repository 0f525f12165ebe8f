# ruff: noqa: N802 - Jinja calls visitors by the names of its nodes
"""The language's environment: Jinja's parser and compiler with almost everything taken out.

What remains can only look items up in plain data, compare, calculate with numbers, and call the
listed filters. Attributes, methods, globals, macros, imports and loaders do not exist. A compiled
template is straight Python over dictionaries: ``a.b`` and ``a['b']`` are the same look-up.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.nodes import EvalContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.engine.filters import FILTERS, TESTS

_COMPARE = {"eq": "equal", "ne": "differ", "lt": "less", "lteq": "less_equal"}
_BINARY = {nodes.Add: "add", nodes.Sub: "subtract", nodes.Mul: "multiply", nodes.Div: "divide"}
_SWAPPED = {"gt": "lt", "gteq": "lteq"}
# Printers whose usual case is done where the value is looked up, without a call: what tells it of
# the value ``it``, and what is printed then. The printers say the same (``runtime``).
_PLAIN = ".__class__ is str and it.isprintable() and not ("
_AT_ONCE = {
    "print_text": (_PLAIN + """'&' in it or '<' in it or '>' in it or '"' in it)""", "it"),
    "print_money": (".__class__ is Decimal", "write_money(it)"),
    "print_number": (".__class__ is Decimal", "write_number(it)"),
    "print_percent": (".__class__ is Decimal", "write_percent(it)"),
    "print_date": (".__class__ is Day", "write_date(it)"),
}
_WRITTEN = ("money", "number", "percent", "date")
LOOP_FIELDS = frozenset(["index", "index0", "first", "last", "length", "revindex"])


class LeanGenerator(CodeGenerator):
    """Emits calls of the runtime's helpers (``runtime.HELPERS``) where Jinja would emit its own.

    What it makes is one plain function that returns the list of its texts: no generator, whose
    every text would cost a switch of frames. Names that no loop makes are looked up once. Each name
    that stands before a dot has a bound look-up of its own (``get_…``).
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self._bound: set[str] = set()  # variables whose look-up is bound where the code stands
        frame = Frame(EvalContext(self.environment, self.name))
        for name in _outer_names(node):
            frame.symbols.load(name)
        frame.symbols.analyze_node(node)
        frame.toplevel = frame.rootlevel = True
        self.writeline("def root(context, missing=missing, environment=environment):")
        self.indent()
        self.writeline("resolve = context.resolve_or_missing")
        self.writeline("out = context.output")  # where the budget can look at it
        for kind in _WRITTEN:
            self.writeline(f"write_{kind} = context.written[{kind!r}]")
        self.enter_frame(frame)
        self.pull_dependencies(node.body)
        self.blockvisit(node.body, frame)
        self.writeline("return out")
        self.outdent()
        pairs = "&".join(f"{tag}={line}" for tag, line in self.debug_info)
        self.writeline(f"debug_info = {pairs!r}")

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        for ref, (action, _) in frame.symbols.loads.items():
            if action == VAR_LOAD_RESOLVE:
                self._bound.add(ref)
                self.writeline(f"get_{ref} = getter({ref})")

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        outside = set(self._bound)
        super().visit_For(node, frame)
        self._bound = outside

    def visit_ExprStmt(self, node: nodes.ExprStmt, frame: Frame) -> None:
        """``program`` puts a loop's variable at the head of its body: its look-up is bound."""
        assert isinstance(node.node, nodes.Name)
        ref = frame.symbols.ref(node.node.name)
        self._bound.add(ref)
        self.writeline(f"get_{ref} = {ref}.get if {ref}.__class__ is dict else getter({ref})")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        self.writeline("out += [")
        self.indent()
        for child in node.nodes:
            self.newline(child)
            self.visit(child, frame)
            self.write(",")
        self.outdent()
        self.writeline("]")

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
        self._look_up(node.node, nodes.Const(node.attr), frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        self._look_up(node.node, node.arg, frame)

    def _look_up(self, inside: nodes.Expr, key: nodes.Expr, frame: Frame) -> None:
        ref = frame.symbols.ref(inside.name) if isinstance(inside, nodes.Name) else ""
        if ref in self._bound and isinstance(key, nodes.Const):
            self.write(f"get_{ref}({key.value!r})")
        else:
            self._helper("item", frame, inside, key)

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
            name = "contains" if op == "in" else "lacks"
            self._helper(name, frame, right, left, before="context, ")
        elif op == "eq" and any(isinstance(side, nodes.Const) for side in (left, right)):
            self.visit(left, frame)  # a constant is known, so that nothing unknown equals it
            self.write(" == ")
            self.visit(right, frame)
        else:
            self._helper(_COMPARE[op], frame, left, right)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self._helper("concatenate", frame, *node.nodes, before="context, ")

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
        name, args = str(node.node.value), node.args
        if name == "encoded":
            self.visit(args[0], frame)
            self.write(".encode()")
            return
        if name not in _AT_ONCE:
            self._helper(name, frame, *args, before="context, ")
            return
        usual, made = _AT_ONCE[name]
        self.write(f"({made} if (it := ")
        self.visit(args[0], frame)
        self.write(f"){usual} else {name}(context, it, ")
        for argument in args[1:]:
            self.visit(argument, frame)
            self.write(", ")
        self.write("))")

    def _helper(self, name: str, frame: Frame, *args: nodes.Node, before: str = "") -> None:
        self.write(f"{name}({before}")
        for argument in args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


def call(name: str, *arguments: nodes.Expr, lineno: int) -> nodes.Call:
    """A call of the runtime's ``name``; Jinja allows no node types of one's own."""
    return nodes.Call(nodes.Const(name), list(arguments), [], None, None, lineno=lineno)


def _outer_names(node: nodes.Template) -> Iterator[str]:
    """Names that are looked up in the values wherever they stand: no loop has them."""
    made = {target.name for loop in node.find_all(nodes.For) for target in loop.find_all(nodes.Name)
            if target.ctx == "store"}  # fmt: skip
    found = [name.name for name in node.find_all(nodes.Name) if name.ctx == "load"]
    yield from dict.fromkeys(name for name in found if name not in {*made, "loop"})


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
