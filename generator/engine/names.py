"""The names a template may use, as a tree of plain data.

A dict is a record, a list of one item is a list of such items, a string is the kind of a single
value: text, number, money, percent, date, flag, chart, picture, map, matrix.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Shape = Any  # str | Mapping[str, Shape] | list[Shape]; Any because the type is recursive
KINDS = frozenset(
    ["text", "number", "money", "percent", "date", "flag", "chart", "picture", "map", "matrix"]
)
NUMBERS = frozenset(["number", "money", "percent"])
ANY = "any"  # of a faulty expression: says nothing more about it
NONE = "none"
MIXED = "mixed"  # one structure or another: it can be asked whether it is there, and nothing else
_LOOP: Shape = {
    "index": "number",
    "index0": "number",
    "first": "flag",
    "last": "flag",
    "length": "number",
    "revindex": "number",
}


@dataclass(frozen=True)
class Names:
    """``tree``: what the template may use; ``withheld``: what exists but not for this reader;
    ``synonyms``: other words that authors have for names, for messages."""

    tree: Mapping[str, Shape]
    withheld: Mapping[str, Shape] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Scope:
    """The names visible at one place of a template: the tree and the loops around the place."""

    names: Names
    locals: tuple[tuple[str, Shape, Shape], ...] = ()

    def inside(self, variable: str, item: Shape, hidden: Shape) -> Scope:
        """The scope of a loop's body."""
        kept = tuple(entry for entry in self.locals if entry[0] not in (variable, "loop"))
        return Scope(self.names, (*kept, (variable, item, hidden), ("loop", _LOOP, None)))

    def having(self, name: str, shape: Shape) -> Scope:
        """The same names and one more."""
        return Scope(self.names, (*self.locals, (name, shape, None)))

    def without_loop(self) -> Scope:
        """The same names but for ``loop``, which is not known where a run of its own fills in."""
        return Scope(self.names, tuple(entry for entry in self.locals if entry[0] != "loop"))

    def look_up(self, name: str) -> tuple[Shape, Shape] | None:
        """(shape, withheld shape) of a name, or None."""
        for local, shape, hidden in self.locals:
            if local == name:
                return shape, hidden
        if name in self.names.tree:
            return self.names.tree[name], self.names.withheld.get(name)
        return None

    def clash(self, variable: str) -> str:
        """Why a loop may not name its items ``variable``; empty where it may."""
        if variable in self.names.tree:
            return f"names its items {variable}, which is the name of something else"
        return ""

    @property
    def variables(self) -> tuple[str, ...]:
        """The loop variables, outermost first."""
        return tuple(name for name, _, _ in self.locals if name != "loop")

    def known(self) -> list[str]:
        return [name for name, _, _ in self.locals] + list(self.names.tree)


def field_of(shape: Shape, name: str) -> Shape | None:
    return shape.get(name) if isinstance(shape, Mapping) else None


def item_of(shape: Shape) -> Shape | None:
    """What a list holds; None where ``shape`` is no list."""
    return (shape[0] if shape else ANY) if isinstance(shape, (list, tuple)) else None


def describe(shape: Shape) -> str:
    """A shape in words: for messages."""
    if isinstance(shape, Mapping):
        return "a record"
    if isinstance(shape, (list, tuple)):
        return "a list"
    known = {
        "flag": "a yes/no value",
        "rich": "formatted text",
        "money": "an amount of money",
        "percent": "a percentage",
        NONE: "nothing",
        MIXED: "one of several kinds of value",
    }
    return known.get(shape, f"a {shape}")
