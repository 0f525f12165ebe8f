"""From a tree of text, prints, loops and branches to one compiled function.

The tree's expressions are checked already. Every piece carries the number of its tag as its line
number, so that an error while running names its tag, and with it its place in the document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation, Overflow
from typing import Any

from jinja2 import nodes
from jinja2.runtime import LoopContext
from jinja2.utils import missing

from generator.engine import runtime
from generator.engine.budget import LOOK_AFTER, Refused
from generator.engine.environment import LANGUAGE, call
from generator.engine.nesting import fault_of_nesting
from generator.engine.pieces import Branch, Literal, Loop, Mark, Piece, Print, merge_literals
from generator.engine.runtime import Context, Missing
from generator.errors import RenderError, TemplateError, TemplateProblem

Printer = Callable[..., str]


class Program:
    """A compiled tree. It holds no state of a run: processes and threads may share it.

    ``encoded``: what it makes is UTF-8. Its own texts are encoded when it is compiled, and a few
    characters beyond Latin do not make all the others twice as wide before they are written.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        file: str,
        printers: Mapping[str, Printer] = {},
        *,
        encoded: bool = False,
    ) -> None:
        self._file = file
        fault = fault_of_nesting(pieces)
        if fault is not None:
            mark, message = fault
            raise TemplateError([TemplateProblem(file, mark.place, mark.raw, message)])
        self._marks = {mark.number: mark for mark in _marks(pieces)}
        self._run = _compile(pieces, printers, encoded=encoded)

    def render(self, context: Context) -> str:
        """The text of one run. Raises :class:`RenderError` with the place of the tag at fault."""
        return "".join(self._texts(context))

    def encoded(self, context: Context) -> bytes:
        """The same of a program that makes UTF-8."""
        return b"".join(self._texts(context))

    def _texts(self, context: Context) -> list[Any]:
        try:
            texts = self._run(context)
            if context.measured or len(texts) > LOOK_AFTER:
                context.budget.measure(context)
            return texts
        except Missing as missing:
            raise self._error(missing.tag, *_MISSING) from None
        except Refused as refused:
            raise self._error(_tag_at(refused, self._lines), str(refused), "") from None
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            reason = f"cannot be worked out: {_said(error)}"
            raise self._error(_tag_at(error, self._lines), reason, "") from error

    def changes(self, context: Context) -> list[str]:
        """What the run altered by rule, each with its place."""
        return [f"{self._file}, {self.mark(tag).place}: {what}" for tag, what in context.changes]

    def mark(self, number: int) -> Mark:
        return self._marks.get(number, Mark(number, "", ""))

    def _error(self, tag: int, message: str, suggestion: str) -> RenderError:
        mark = self.mark(tag)
        return RenderError(TemplateProblem(self._file, mark.place, mark.raw, message, suggestion))

    @property
    def _lines(self) -> list[tuple[int, int]]:
        return self._run.lines


def _said(error: Exception) -> str:
    if isinstance(error, (InvalidOperation, Overflow, OverflowError)):
        return "its numbers are too large"
    return str(error)


_MISSING = (
    "has no value",
    'give the text to print instead: | default("not recorded")',
)


class _Run:
    """The generated function and the table from its lines to tag numbers."""

    def __init__(self, source: nodes.Template, printers: Mapping[str, Printer]) -> None:
        code = LANGUAGE.compile(source, name="template", filename=_CODE_NAME)
        space: dict[str, Any] = {**_SPACE, **runtime.HELPERS}
        space.update({f"print_{name}": printer for name, printer in printers.items()})
        exec(code, space)  # noqa: S102 - made by LeanGenerator from a checked tree only
        self._root: Callable[[Context], list[Any]] = space["root"]
        pairs = [entry.split("=") for entry in space["debug_info"].split("&") if entry]
        self.lines = sorted((int(line), int(tag)) for tag, line in pairs)

    def __call__(self, context: Context) -> list[Any]:
        return self._root(context)


_CODE_NAME = "<compiled template>"
# What Jinja's compiler takes for granted in the code that it writes.
_SPACE = {
    "environment": LANGUAGE,
    "missing": missing,
    "Decimal": Decimal,
    "Day": dt.date,
    "undefined": None,
    "LoopContext": LoopContext,
}


def _compile(
    pieces: Sequence[Piece], printers: Mapping[str, Printer], *, encoded: bool = False
) -> _Run:
    source = nodes.Template(_statements(pieces), lineno=1)
    if encoded:
        for output in source.find_all(nodes.Output):
            output.nodes = [_encoded(child) for child in output.nodes]
    source.set_environment(LANGUAGE)
    return _Run(source, printers)


def _tag_at(error: BaseException, lines: list[tuple[int, int]]) -> int:
    """The number of the tag whose generated line raised ``error``."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _CODE_NAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    number = 0
    for generated, tag in lines:
        if generated > line:
            break
        number = tag
    return number


def _marks(pieces: Sequence[Piece]) -> Iterator[Mark]:
    for piece in pieces:
        if isinstance(piece, Print):
            yield piece.mark
        elif isinstance(piece, Loop):
            yield piece.mark
            yield from _marks(piece.body)
            yield from _marks(piece.otherwise)
        elif isinstance(piece, Branch):
            for mark, _, body in piece.arms:
                yield mark
                yield from _marks(body)


def _statements(pieces: Sequence[Piece]) -> list[nodes.Node]:
    statements: list[nodes.Node] = []
    out: list[nodes.Expr] = []
    for piece in merge_literals(pieces):
        if isinstance(piece, Literal):
            out.append(nodes.TemplateData(piece.text, lineno=1))
        elif isinstance(piece, Print):
            out.append(_print(piece))
        else:
            if out:
                statements.append(nodes.Output(out, lineno=out[0].lineno))
                out = []
            statements.append(_loop(piece) if isinstance(piece, Loop) else _branch(piece))
    if out:
        statements.append(nodes.Output(out, lineno=out[0].lineno))
    return statements


def _encoded(made: nodes.Expr) -> nodes.Expr:
    if isinstance(made, nodes.TemplateData):
        return nodes.Const(made.data.encode(), lineno=made.lineno)
    return call("encoded", made, lineno=made.lineno)


def _print(piece: Print) -> nodes.Expr:
    line = piece.mark.number
    value = piece.expr if piece.expr is not None else nodes.Const(None, lineno=line)
    rest: list[nodes.Expr] = [_constant(argument, line) for argument in piece.arguments]
    if piece.captures is not None:
        pairs = [
            nodes.Pair(nodes.Const(name), nodes.Name(name, "load"), lineno=line)
            for name in piece.captures
        ]
        rest.append(nodes.Dict(pairs, lineno=line))
    number = nodes.Const(line, lineno=line)
    return call(f"print_{piece.printer}", value, number, *rest, lineno=line)


def _constant(value: object, line: int) -> nodes.Expr:
    if isinstance(value, tuple):
        return nodes.Tuple([_constant(entry, line) for entry in value], "load", lineno=line)
    return nodes.Const(value, lineno=line)


def _loop(piece: Loop) -> nodes.For:
    line = piece.mark.number
    bound = nodes.ExprStmt(nodes.Name(piece.target, "load", lineno=line), lineno=line)
    return nodes.For(
        nodes.Name(piece.target, "store", lineno=line),
        call("each", piece.items, lineno=line),
        [bound, *_statements(piece.body)],
        _statements(piece.otherwise),
        piece.test,
        False,
        lineno=line,
    )


def _branch(piece: Branch) -> nodes.Node:
    arms = list(piece.arms)
    otherwise: list[nodes.Node] = []
    if arms[-1][1] is None:
        otherwise = _statements(arms.pop()[2])
    made = [
        nodes.If(condition, _statements(body), [], [], lineno=mark.number)
        for mark, condition, body in arms
    ]
    if not made:  # nothing but an arm that always holds
        return nodes.If(nodes.Const(True), otherwise, [], [], lineno=piece.arms[0][0].number)
    made[0].elif_ = made[1:]
    made[0].else_ = otherwise
    return made[0]
