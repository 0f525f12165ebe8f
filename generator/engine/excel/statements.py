"""Loops and conditions of a template, read from their tags and checked, as often as needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import nodes

from generator.engine.language import (
    BadTag,
    Loop,
    Mark,
    Piece,
    Problems,
    Scope,
    checker_for,
    find_tags,
    item_of,
    read_expression,
    read_statement,
)

from .tagging import Pair, Placed


@dataclass(frozen=True)
class OpenedLoop:
    """A loop whose list is checked, and the names inside it."""

    mark: Mark
    target: str
    items: nodes.Expr
    test: nodes.Expr | None
    scope: Scope

    def piece(self, body: Sequence[Piece], otherwise: Sequence[Piece]) -> Loop:
        return Loop(self.mark, self.target, self.items, self.test, tuple(body), tuple(otherwise))


def opened_loop(pair: Pair, scope: Scope, problems: Problems) -> OpenedLoop:
    """Expressions are read anew each time: checking one changes it."""
    return loop_of(pair.opener, scope, problems)


def loop_of(entry: Placed, scope: Scope, problems: Problems) -> OpenedLoop:
    mark = entry.mark
    nothing = nodes.List([], lineno=mark.number)
    try:
        statement = read_statement(entry.tag.body)
    except BadTag:  # reported where the tag was found
        return OpenedLoop(mark, "_", nothing, None, scope)
    if statement.expr is None:
        return OpenedLoop(mark, "_", nothing, None, scope)
    items = checker_for(scope, problems, mark).list_of(statement.expr)
    hidden = item_of(items.hidden) if items.hidden is not None else None
    if said := scope.clash(statement.target):
        problems.add(mark, said, "choose another name")
    inner = scope.inside(statement.target, item_of(items.shape) or "any", hidden)
    test = None
    if statement.test is not None:
        test = checker_for(inner, problems, mark).check(statement.test).expr
    return OpenedLoop(mark, statement.target, items.expr, test, inner)


def condition_of(entry: Placed, scope: Scope, problems: Problems) -> nodes.Expr | None:
    """The condition of an ``if`` or ``elif``; None for ``else``."""
    try:
        statement = read_statement(entry.tag.body)
    except BadTag:
        return nodes.Const(False, lineno=entry.mark.number)
    if statement.expr is None:
        return None
    return checker_for(scope, problems, entry.mark).check(statement.expr).expr


def concatenated(text: str, mark: Mark, scope: Scope, problems: Problems) -> nodes.Expr:
    """A text with ``{{ }}`` tags as one expression: None where one of its values is unknown."""
    parts: list[nodes.Expr] = []
    at = 0
    tags, faults = find_tags(text)
    for fault in faults:
        problems.add(mark, fault.message, fault.suggestion)
    for tag in tags:
        parts.append(nodes.Const(text[at : tag.start]))
        at = tag.end
        if tag.kind == "comment":
            continue
        try:
            if tag.kind == "statement":
                raise BadTag("stands where only {{ … }} may stand")
            parts.append(read_expression(tag.body))
        except BadTag as bad:
            problems.add(mark, bad.message, bad.suggestion)
    parts.append(nodes.Const(text[at:]))
    kept = [part for part in parts if not (isinstance(part, nodes.Const) and part.value == "")]
    whole = nodes.Concat(kept, lineno=mark.number)
    return checker_for(scope, problems, mark).check(whole).expr
