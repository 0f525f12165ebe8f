"""The tree of a template between its checking and its compiling: texts, prints, loops, branches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import nodes


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag's number, where it stands, and what was typed."""

    number: int
    place: str
    raw: str


@dataclass(frozen=True, slots=True)
class Literal:
    """XML text that stands as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Print:
    """One value through one printer: ``printer(context, value, tag number, *arguments)``.

    ``expr`` None gives the printer None: for counters and the like. ``captures`` are names of
    loop variables that the printer gets as one more argument, a dict.
    """

    mark: Mark
    expr: nodes.Expr | None
    printer: str
    arguments: tuple[object, ...] = ()
    captures: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    mark: Mark
    target: str
    items: nodes.Expr
    test: nodes.Expr | None
    body: tuple[Piece, ...]
    otherwise: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """The first arm whose condition holds; a condition None always does."""

    arms: tuple[tuple[Mark, nodes.Expr | None, tuple[Piece, ...]], ...]


Piece = Literal | Print | Loop | Branch


def merge_literals(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbouring texts joined into one."""
    merged: list[Piece] = []
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, Literal):
            texts.append(piece.text)
            continue
        if texts:
            merged.append(Literal("".join(texts)))
            texts = []
        merged.append(piece)
    if texts:
        merged.append(Literal("".join(texts)))
    return merged
