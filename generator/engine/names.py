"""The names a template may use, as a tree of plain data, and what stands nearest to a wrong one.

A dict is a record, a list of one item is a list of such items, a string is the kind of a single
value: text, number, money, percent, date, flag, chart, picture, map, matrix.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
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
    """``tree``: what the template may use; ``withheld``: what exists but not for this reader."""

    tree: Mapping[str, Shape]
    withheld: Mapping[str, Shape] = field(default_factory=dict)


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


def suggest_root(scope: Scope, path: str) -> str:
    """``did you mean play.owner?`` for a path whose first name is not known."""
    first, _, rest = path.partition(".")
    if path != path.lower() and _exists(scope, path.lower()):
        return f"did you mean {path.lower()}?"
    near = difflib.get_close_matches(first.lower(), scope.known(), n=3, cutoff=0.6)
    candidates = [f"{name}.{rest}" if rest else name for name in near]
    local = next((name for name in scope.variables if name in near), "")
    for candidate in candidates:
        if candidate.partition(".")[0] in scope.variables and _exists(scope, candidate):
            return f"did you mean {candidate}?"
    if found := _list_of(scope, first, rest):
        return f"{first} is known only between {{% for {first} in {found} %}} and {{% endfor %}}"
    for candidate in candidates:
        if _exists(scope, candidate):
            return f"did you mean {candidate}?"
    if near and not (rest and len(first) < 3):
        return f"did you mean {local or near[0]}?"
    if rest:
        return (
            f"no record and no loop around the tag is called {first}: run templates fields for the "
            "names there are"
        )
    return _somewhere(scope, path)


def _list_of(scope: Scope, first: str, rest: str) -> str:
    """The list whose items an author may call ``first``: ``plays`` for ``play.owner``."""
    plurals = (f"{first}s", f"{first}es", f"{first[:-1]}ies")
    for root, shape in scope.names.tree.items():
        for path, inner in _lists(root, shape):
            named = path.rpartition(".")[2]
            if named in plurals and (not rest or _has(item_of(inner), rest)):
                return path
    return ""


def _lists(path: str, shape: Shape) -> Iterator[tuple[str, Shape]]:
    if item_of(shape) is not None:
        yield path, shape
    elif isinstance(shape, Mapping):
        for key, inner in shape.items():
            yield from _lists(f"{path}.{key}", inner)


def _has(shape: Shape, path: str) -> bool:
    for name in path.split("."):
        shape = field_of(shape, name)
    return shape is not None


def suggest_beside(path: str, shape: Shape, name: str) -> str:
    """Why ``shape``, which is no record, has no ``name``, and what to write."""
    item = item_of(shape)
    if item is None:
        return f"{path} is {describe(shape)}"
    if name in ("length", "count", "size"):
        return f"write {path} | length"
    if isinstance(item, Mapping) and isinstance(item.get(name), str):
        return f'{path} is a list: repeat over it, or write {path} | join(", ", "{name}")'
    return f"{path} is a list"


def _exists(scope: Scope, path: str) -> bool:
    first, *rest = path.split(".")
    found = scope.look_up(first)
    shape = found[0] if found else None
    for name in rest:
        shape = field_of(shape, name)
    return shape is not None


def suggest_field(scope: Scope, owner: str, shape: Shape, name: str) -> str:
    """The same for a field that its record does not have."""
    fields = [str(key) for key in shape]
    near = difflib.get_close_matches(name, fields, n=1, cutoff=0.6)
    if near:
        return f"did you mean {owner}.{near[0]}?"
    if 0 < len(fields) <= 8:
        return f"{owner} has {', '.join(fields)}"
    return _somewhere(scope, name)


def _somewhere(scope: Scope, name: str) -> str:
    """Other records that have a field of this name: three at most."""
    roots = [(root, shape) for root, shape, _ in scope.locals] + [*scope.names.tree.items()]
    found = [
        path for root, shape in roots for path in _paths(root, shape) if path.endswith("." + name)
    ]
    if not found:
        return "run templates fields for the names there are"
    shown = found[:3]
    return (
        f"did you mean {' or '.join([', '.join(shown[:-1]), shown[-1]] if shown[1:] else shown)}?"
    )


def _paths(path: str, shape: Shape) -> Iterator[str]:
    yield path
    if isinstance(shape, Mapping):
        for key, inner in shape.items():
            yield from _paths(f"{path}.{key}", inner)


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
