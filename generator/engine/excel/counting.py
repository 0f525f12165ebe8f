"""How often each block of columns repeats: counted before the first row is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engine.language import Branch, Mark, Piece, Print, Problems, Scope

from .blocks import Node, Plain, RowChoice, RowLoop, Structure
from .statements import condition_of, opened_loop
from .tagging import Pair

NOWHERE = Mark(0, "", "")


@dataclass(frozen=True)
class Counting:
    """The pieces that count the columns of one sheet."""

    structure: Structure
    problems: Problems

    def pieces(self, found: Sequence[Node], scope: Scope) -> list[Piece]:
        """How often each column block repeats, from every row that says so."""
        pieces: list[Piece] = []
        for node in found:
            if isinstance(node, Plain):
                for line in range(node.first, node.last + 1):
                    for pair in self.structure.column_pairs.get(line, ()):
                        pieces += self._count(pair, scope)
            elif isinstance(node, RowLoop):
                loop = opened_loop(node.pair, scope, Problems(""))
                inner = self.pieces(node.body, loop.scope)
                otherwise = self.pieces(node.otherwise, scope)
                if inner or otherwise:
                    pieces.append(loop.piece(inner, otherwise))
            elif isinstance(node, RowChoice):
                pieces += self._choice(node, scope)
        return pieces

    def _choice(self, node: RowChoice, scope: Scope) -> list[Piece]:
        arms = [
            (entry.mark, condition_of(entry, scope, Problems("")), self.pieces(body, scope))
            for entry, _, body in node.arms
        ]
        if not any(body for _, _, body in arms):
            return []
        return [Branch(tuple((mark, condition, tuple(body)) for mark, condition, body in arms))]

    def _count(self, pair: Pair, scope: Scope) -> list[Piece]:
        number = self.structure.columns.index(pair.columns)
        tick = Print(NOWHERE, None, "tick")
        if pair.is_loop:
            counted: Piece = opened_loop(pair, scope, Problems("")).piece([tick], [])
        else:
            condition = condition_of(pair.opener, scope, self.problems)
            counted = Branch(((pair.opener.mark, condition, (tick,)),))
        mark = pair.opener.mark
        return [Print(NOWHERE, None, "count"), counted, Print(mark, None, "counted", (number,))]
