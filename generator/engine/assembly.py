"""From a part's text with marks to the pieces of a program, with all expressions checked.

The text is cut at its marks; groups nest as their marks do. Scopes follow the loops, so that each
expression is checked against the names that exist where it stands.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from generator.engine.groups import Group
from generator.engine.language import (
    ANY,
    Branch,
    Literal,
    Loop,
    Mark,
    Piece,
    Print,
    Problems,
    Scope,
    checker_for,
    item_of,
    printer_of,
)
from generator.engine.marking import Found
from generator.engine.markup import split_marks
from generator.engine.registry import Edge, Presence, Registry, Token
from generator.engine.signs import END_TOKEN, GUARD_TOKEN, GUARDED_TOKEN, ITEM_TOKEN, LOOP_TOKEN


@dataclass(frozen=True, slots=True)
class Place:
    """Where assembly stands: names in sight, and whether a loop is around."""

    scope: Scope
    loops: int = 0


Build = Callable[[Place], Piece]


@dataclass(frozen=True, slots=True)
class Made:
    """A mark whose piece is made by a function, which gets the place (see ``objects``)."""

    build: Build


@dataclass(frozen=True, slots=True)
class Region:
    """One of the marks around something that is replaced where ``has`` does not hold.

    ``pair`` is the same for the opening and the closing mark; ``otherwise`` stands in its place.
    """

    opens: bool
    pair: int
    has: Callable[[Place], tuple[Mark, nodes.Expr]] | None = None
    otherwise: Callable[[Place], tuple[Piece, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One of the marks around pieces that are taken out; ``build`` gives what stands for them."""

    opens: bool
    pair: int
    build: Callable[[tuple[Piece, ...], Place], Piece] | None = None


@dataclass(slots=True)
class _Arm:
    mark: Mark
    condition: nodes.Expr | None
    place: Place
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Level:
    """A group that is open: its arms so far."""

    kind: str
    key: int
    arms: list[_Arm]
    entry: object = None
    loop: tuple[str, nodes.Expr, nodes.Expr | None] | None = None


class Assembler:
    """Builds pieces from text with marks. Faults go to the registry's problems."""

    def __init__(self, registry: Registry, scope: Scope) -> None:
        self._entries: Mapping[int, object] = registry.entries
        self._problems: Problems = registry.problems
        self._paged = registry.paged
        self._place = Place(scope)
        self._stack: list[_Level] = []

    def pieces(self, text: str) -> tuple[Piece, ...]:
        root = _Level("root", 0, [_Arm(Mark(0, "", ""), None, self._place)])
        self._stack = [root]
        for part in split_marks(text):
            if isinstance(part, str):
                self._put(Literal(part))
            else:
                self._entry(self._entries.get(part))
        return tuple(root.arms[0].pieces)

    @property
    def _arm(self) -> _Arm:
        return self._stack[-1].arms[-1]

    def _put(self, piece: Piece) -> None:
        self._arm.pieces.append(piece)

    def _entry(self, entry: object) -> None:
        if isinstance(entry, Found):
            self._put(print_piece(entry, self._arm.place.scope, self._problems))
        elif isinstance(entry, Edge):
            {"open": self._open, "middle": self._middle, "close": self._close}[entry.role](entry)
        elif isinstance(entry, Presence):
            self._presence(entry)
        elif isinstance(entry, Token):
            self._put(Literal(entry.text))
        elif isinstance(entry, Made):
            self._put(entry.build(self._arm.place))
        elif isinstance(entry, Region):
            self._region(entry)
        elif isinstance(entry, Enclosed):
            self._enclosed(entry)

    # -- groups --------------------------------------------------------------------------------

    def _open(self, edge: Edge) -> None:
        group, place = edge.group, self._arm.place
        level = open_group(group, place, self._problems)
        if group.opener.number in self._paged:
            self._put(Literal(LOOP_TOKEN))
            level.arms[0].pieces.append(Literal(ITEM_TOKEN))
        self._stack.append(level)

    def _middle(self, edge: Edge) -> None:
        level = self._stack[-1]
        if level.entry is not edge.group:
            self._overlap(edge)
            return
        if level.arms[-1].condition is None and level.kind == "if":
            self._problems.add(edge.found.mark, "comes after else")
            return
        statement = edge.found.statement
        outer = self._stack[-2].arms[-1].place
        condition = None
        if statement is not None and statement.name == "elif" and statement.expr is not None:
            checker = checker_for(outer.scope, self._problems, edge.found.mark)
            condition = checker.check(statement.expr).expr
        level.arms.append(_Arm(edge.found.mark, condition, outer))

    def _close(self, edge: Edge) -> None:
        level = self._stack[-1]
        if level.entry is not edge.group:
            self._overlap(edge)
            return
        self._stack.pop()
        self._put(close_group(level))
        if edge.group.opener.number in self._paged:
            self._put(Literal(END_TOKEN))

    def _overlap(self, edge: Edge) -> None:
        opener = edge.group.opener.mark
        self._problems.add(
            opener,
            "overlaps with another pair: one must stand wholly inside the other, or beside it",
            "say what to repeat with a word, such as {% row for … %}",
        )

    # -- paragraphs and objects bound to a condition -------------------------------------------

    def _presence(self, entry: Presence) -> None:
        if entry.opens:
            arm = _Arm(Mark(entry.pair, "", ""), None, self._arm.place)
            self._stack.append(_Level("presence", entry.pair, [arm]))
        elif self._stack[-1].key == entry.pair:
            arm = self._stack.pop().arms[0]
            condition = _any_of(arm.pieces)
            if not all(_is_sure(piece) for piece in arm.pieces):
                guarded = [Literal(GUARD_TOKEN), *arm.pieces, Literal(GUARDED_TOKEN)]
                self._arm.pieces.extend(guarded)
            elif condition is None:
                self._arm.pieces.extend(arm.pieces)
            else:
                self._put(Branch(((arm.mark, condition, tuple(arm.pieces)),)))

    def _region(self, entry: Region) -> None:
        place = self._arm.place
        if entry.opens:
            assert entry.has is not None
            mark, condition = entry.has(place)
            self._stack.append(_Level("region", entry.pair, [_Arm(mark, condition, place)], entry))
        elif self._stack[-1].key == entry.pair:
            level = self._stack.pop()
            opened = level.entry
            assert isinstance(opened, Region)
            assert opened.otherwise is not None
            arm = level.arms[0]
            arms = [(arm.mark, arm.condition, tuple(arm.pieces))]
            instead = opened.otherwise(place)
            if instead:
                arms.append((arm.mark, None, instead))
            self._put(Branch(tuple(arms)))

    def _enclosed(self, entry: Enclosed) -> None:
        place = self._arm.place
        if entry.opens:
            arm = _Arm(Mark(entry.pair, "", ""), None, place)
            self._stack.append(_Level("enclosed", entry.pair, [arm]))
        elif self._stack[-1].key == entry.pair:
            level = self._stack.pop()
            assert entry.build is not None
            self._put(entry.build(self._conditioned(level.arms[0].pieces), place))

    def _conditioned(self, pieces: list[Piece]) -> tuple[Piece, ...]:
        """The pieces under the conditions that are open around them."""
        made = tuple(pieces)
        for level in reversed(self._stack[1:]):
            if level.kind == "if":
                *before, own = level.arms
                arms = [(arm.mark, arm.condition, ()) for arm in before]
                made = (Branch((*arms, (own.mark, own.condition, made))),)
        return made


def print_piece(found: Found, scope: Scope, problems: Problems) -> Piece:
    """The piece of a ``{{ }}``."""
    assert found.expr is not None
    typed = checker_for(scope, problems, found.mark).printable(found.expr)
    if found.rich is not None:
        return Print(found.mark, typed.expr, *found.rich)
    return Print(found.mark, typed.expr, printer_of(typed), (found.breaks,))


def open_group(group: Group, place: Place, problems: Problems) -> _Level:
    statement, mark = group.opener.statement, group.opener.mark
    assert statement is not None
    assert statement.expr is not None
    checker = checker_for(place.scope, problems, mark)
    wanted = copy.deepcopy(statement.expr)  # one statement may stand in several places
    if statement.name == "if":
        arm = _Arm(mark, checker.check(wanted).expr, place)
        return _Level("if", mark.number, [arm], group)
    items = checker.list_of(wanted)
    item = item_of(items.shape)
    item = ANY if item is None else item
    if said := place.scope.clash(statement.target):
        problems.add(mark, said, "choose another name")
    inner = place.scope.inside(statement.target, item, item_of(items.hidden))
    test = None
    if statement.test is not None:
        test = checker_for(inner, problems, mark).check(copy.deepcopy(statement.test)).expr
    arm = _Arm(mark, None, Place(inner, place.loops + 1))
    return _Level("for", mark.number, [arm], group, (statement.target, items.expr, test))


def close_group(level: _Level) -> Piece:
    if level.loop is None:
        arms = tuple((arm.mark, arm.condition, tuple(arm.pieces)) for arm in level.arms)
        return Branch(arms)
    target, items, test = level.loop
    body, *rest = level.arms
    otherwise = tuple(piece for arm in rest for piece in arm.pieces)
    return Loop(body.mark, target, items, test, tuple(body.pieces), otherwise)


def _any_of(pieces: list[Piece]) -> nodes.Expr | None:
    """A condition that holds where one of the groups shows something; None: always."""
    conditions: list[nodes.Expr] = []
    for piece in pieces:
        found = list(_conditions(piece))
        if None in found:
            return None
        conditions += [condition for condition in found if condition is not None]
    if not conditions:
        return None
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = nodes.Or(whole, condition, lineno=condition.lineno)
    return whole


def _conditions(piece: Piece) -> Iterator[nodes.Expr | None]:
    if isinstance(piece, Branch):
        for _, condition, _ in piece.arms:
            yield condition
    elif isinstance(piece, Loop):
        yield None if piece.otherwise or piece.test is not None else piece.items


def _is_sure(piece: Piece) -> bool:
    """Whether a group's conditions tell that it shows something. Those inside it, and a loop's own
    test, are known only once it has run: then the paragraph is looked at (``tidying``)."""
    if isinstance(piece, Branch):
        return all(_shows(body) for _, _, body in piece.arms)
    if isinstance(piece, Loop):
        otherwise = not piece.otherwise or _shows(piece.otherwise)
        return piece.test is None and _shows(piece.body) and otherwise
    return True


def _shows(pieces: tuple[Piece, ...]) -> bool:
    return any(isinstance(piece, Literal) and _SHOWN.search(piece.text) for piece in pieces)


_SHOWN = re.compile(r"<(w:r|a:r|a:fld|w:drawing|mc:AlternateContent)[ >]")
