"""A cell's text with tags in it: literal pieces, prints, loops and conditions inside the cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import nodes

from generator.engine.language import (
    BadTag,
    Branch,
    Literal,
    Piece,
    Print,
    Problems,
    Scope,
    Typed,
    checker_for,
    read_expression,
)
from generator.office.sheettext import run_ends, run_xml

from .reading import Cell, Styles
from .richcells import font_of, gives_rich, run_font
from .statements import condition_of, loop_of
from .tagging import Placed

_FORMS = frozenset(["default", "money", "money_short", "number", "percent", "date", "quarter"])
_NUMBERS = frozenset(["number", "money", "percent", "date"])


@dataclass
class CellText:
    """What a cell holds beside tags that stand for rows, columns and the sheet."""

    cell: Cell
    placed: Sequence[Placed]
    structural: set[tuple[int, int, int]]
    problems: Problems
    styles: Styles

    def __post_init__(self) -> None:
        plain = self.cell.text.plain if self.cell.text is not None else ""
        gone = [e for e in self.placed if e.where in self.structural or e.tag.kind == "comment"]
        kept = [e for e in self.placed if e not in gone]
        self._parts: list[tuple[int, int] | Placed] = []  # offsets of text, and tags
        at = 0
        for entry in self.placed:
            self._text(at, entry.tag.start)
            if entry in kept:
                self._parts.append(entry)
            at = entry.tag.end
        self._text(at, len(plain))
        if gone:
            self._strip(plain)
        self._plain = plain
        self._formatted = any(gives_rich(entry.tag) for entry in kept)

    def _text(self, start: int, end: int) -> None:
        if start < end:
            self._parts.append((start, end))

    def _strip(self, plain: str) -> None:
        """Blanks that only set block tags apart go with them."""
        while self._parts and isinstance(self._parts[0], tuple):
            start, end = self._parts[0]
            shown = plain[start:end].lstrip()
            if shown:
                self._parts[0] = (end - len(shown), end)
                break
            self._parts.pop(0)
        while self._parts and isinstance(self._parts[-1], tuple):
            start, end = self._parts[-1]
            shown = plain[start:end].rstrip()
            if shown:
                self._parts[-1] = (start, start + len(shown))
                break
            self._parts.pop()

    @property
    def is_empty(self) -> bool:
        return not self._parts

    @property
    def rich(self) -> bool:
        """Whether it is made of runs: as the template has it, or for a tag's formatted text."""
        return self._formatted or self._has_runs

    @property
    def _has_runs(self) -> bool:
        return bool(self.cell.text is not None and self.cell.text.runs)

    def single(self) -> Placed | None:
        """The tag, where the cell is nothing but one ``{{ … }}`` in one format."""
        if len(self._parts) == 1 and isinstance(self._parts[0], Placed):
            entry = self._parts[0]
            return entry if entry.tag.kind == "print" else None
        return None

    def typed(self, entry: Placed, scope: Scope) -> Typed:
        checker = checker_for(scope, self.problems, entry.mark)
        try:
            return checker.printable(read_expression(entry.tag.body))
        except BadTag as bad:
            self.problems.add(entry.mark, bad.message, bad.suggestion)
            return Typed(nodes.Const(None, lineno=entry.mark.number), "any")

    def texted_number(self, scope: Scope) -> str:
        """What makes a text of the number that is all the cell prints; "" where it stays one."""
        printed = [part for part in self._parts if isinstance(part, Placed)]
        if len(printed) != 1 or printed[0].tag.kind != "print":
            return ""
        try:
            inner = read_expression(printed[0].tag.body)
            used = []
            while isinstance(inner, nodes.Filter) and inner.name in _FORMS and inner.node:
                used += [inner.name] if inner.name != "default" else []
                inner = inner.node
            kind = checker_for(scope, self.problems, printed[0].mark).check(inner).kind
        except BadTag:
            return ""
        if kind not in _NUMBERS or (not used and len(self._parts) == 1):
            return ""
        return f"| {used[0]}" if used else "the text around its tag"

    def pieces(self, scope: Scope) -> list[Piece]:
        found, _ = self._until(0, scope, ())
        return found

    def _until(self, at: int, scope: Scope, ends: tuple[str, ...]) -> tuple[list[Piece], int]:
        """Pieces up to one of the statements named in ``ends``; the index of that one."""
        pieces: list[Piece] = []
        while at < len(self._parts):
            part = self._parts[at]
            if isinstance(part, tuple):
                pieces += self._literal(*part)
            elif part.tag.kind == "print":
                pieces += self._printed(part, scope)
            elif part.statement is not None and part.statement.name in ends:
                return pieces, at
            elif part.statement is not None and part.statement.name in ("for", "if"):
                piece, at = self._statement(part, at, scope)
                pieces.append(piece)
            at += 1
        return pieces, at

    def _statement(self, part: Placed, at: int, scope: Scope) -> tuple[Piece, int]:
        if part.statement is not None and part.statement.name == "for":
            loop = loop_of(part, scope, self.problems)
            body, at = self._until(at + 1, loop.scope, ("else", "endfor"))
            otherwise: list[Piece] = []
            if self._is_else(at):
                otherwise, at = self._until(at + 1, scope, ("endfor",))
            return loop.piece(body, otherwise), at
        arms = []
        entry = part
        while True:
            body, at = self._until(at + 1, scope, ("elif", "else", "endif"))
            arms.append((entry.mark, condition_of(entry, scope, self.problems), tuple(body)))
            following = self._parts[at] if at < len(self._parts) else None
            if not isinstance(following, Placed) or following.statement is None:
                break
            if following.statement.name == "endif":
                break
            entry = following
        return Branch(tuple(arms)), at

    def _is_else(self, at: int) -> bool:
        part = self._parts[at] if at < len(self._parts) else None
        named = part.statement if isinstance(part, Placed) else None
        return named is not None and named.name == "else"

    def _literal(self, start: int, end: int) -> list[Piece]:
        if not self.rich:
            return [Literal(self._plain[start:end])]
        return [
            Literal(run_xml(properties, self._plain[max(start, low) : min(end, high)]))
            for low, high, properties in self._runs()
            if low < end and high > start
        ]

    def _printed(self, part: Placed, scope: Scope) -> list[Piece]:
        typed = self.typed(part, scope)
        if not self.rich:
            return [Print(part.mark, typed.expr, "plain", (typed.kind,))]
        properties = next(
            (held for low, high, held in self._runs() if low <= part.tag.start < high), ""
        )
        if typed.kind == "rich":
            own = properties if self._has_runs or part is not self._parts[0] else ""
            font = font_of(own, self.styles.font(self.cell.style))
            return [Print(part.mark, typed.expr, "rich", (own, font))]
        before, after = run_ends(properties)
        return [Literal(before), Print(part.mark, typed.expr, "run", (typed.kind,)), Literal(after)]

    def _runs(self) -> list[tuple[int, int, str]]:
        """(start, end, properties) of each run in the cell's text."""
        assert self.cell.text is not None
        found = []
        at = 0
        for properties, text in self.cell.text.runs:
            found.append((at, at + len(text), properties))
            at += len(text)
        if not found:  # plain in the template: its first run has the cell's look without saying so
            own = run_font(font_of("", self.styles.font(self.cell.style)))
            first = self._parts[0]
            end = first[1] if isinstance(first, tuple) else 0
            found = [(0, end, ""), (end, len(self._plain), own)]
        return found
