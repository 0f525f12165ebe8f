"""How deep the loops and conditions of a program may be nested: what Python can compile."""

from __future__ import annotations

from collections.abc import Sequence

from generator.engine.budget import MAX_ARMS, MAX_LEVELS, MAX_LOOPS
from generator.engine.pieces import Branch, Loop, Mark, Piece


def fault_of_nesting(pieces: Sequence[Piece]) -> tuple[Mark, str] | None:
    """The first tag that stands too deep, and what is wrong; None where all is well."""
    stack = [(piece, 1, 1) for piece in reversed(pieces)]
    while stack:
        piece, loops, levels = stack.pop()
        if isinstance(piece, Loop):
            if loops > MAX_LOOPS:
                return piece.mark, f"stands inside of {MAX_LOOPS} loops; that is the limit"
            inside = [*piece.body, *piece.otherwise]
            loops += 1
        elif isinstance(piece, Branch):
            if len(piece.arms) > MAX_ARMS:
                return piece.arms[MAX_ARMS][0], f"is one of more than {MAX_ARMS} choices"
            inside = [inner for _, _, body in piece.arms for inner in body]
        else:
            continue
        if levels > MAX_LEVELS:
            mark = piece.mark if isinstance(piece, Loop) else piece.arms[0][0]
            return mark, f"stands inside of {MAX_LEVELS} loops and conditions; that is the limit"
        stack += [(inner, loops, levels + 1) for inner in reversed(inside)]
    return None
