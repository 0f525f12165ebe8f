"""What stands nearest to a name that there is not: for the message of its fault.

A name is looked for whole (``open_deals`` is ``open.deals``), then by its last part and number
(``divisions`` is ``account.divisions``), by the words that authors use for it, and at last by its
letters.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

from generator.engine.names import Scope, Shape, describe, field_of, item_of

_SHOWN = 3
_NOWHERE = "run templates fields for the names there are"


def suggest_root(scope: Scope, path: str, *, repeats: bool = False) -> str:
    """``did you mean play.owner?`` for a path whose first name is not known; ``repeats``: it is
    what a ``for`` repeats over."""
    first, _, rest = path.partition(".")
    if first == "continued":
        return "it is known on a slide with a table that goes on: {% continue %}, in its alt text"
    if found := _same(scope, path):
        return _meant([found])
    near = difflib.get_close_matches(first.lower(), scope.known(), n=3, cutoff=0.6)
    candidates = [f"{name}.{rest}" if rest else name for name in near]
    for candidate in candidates:
        if candidate.partition(".")[0] in scope.variables and _exists(scope, candidate):
            return _meant([candidate])
    if (rest or not repeats) and (found := _list_of(scope, first, rest)):
        return f"{first} is known only between {{% for {first} in {found} %}} and {{% endfor %}}"
    if others := _otherwise(scope, first, rest, repeats):
        return _meant(others)
    if there := [candidate for candidate in candidates if _exists(scope, candidate)]:
        return _meant(there[:1])
    if near and not (rest and len(first) < 3):
        return _meant([name for name in scope.variables if name in near][:1] or near[:1])
    return _unlike(scope, path)


def _unlike(scope: Scope, path: str) -> str:
    """What is said of a path whose first name is like none."""
    first, _, rest = path.partition(".")
    if rest:
        return (
            f"no record and no loop around the tag is called {first}: run templates fields for the "
            "names there are"
        )
    return _somewhere(scope, path)


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


def suggest_field(scope: Scope, owner: str, shape: Shape, name: str) -> str:
    """The same for a field that its record does not have."""
    fields = [str(key) for key in shape]
    same = [field for field in fields if _plain(field) == _plain(name)]
    if same or (same := [field for field in fields if _single(field) == _single(name)]):
        return _meant([f"{owner}.{same[0]}"])
    for other in scope.names.synonyms.get(_bare(name), ()):
        if other in fields or (_exists(scope, other) and other.startswith(f"{owner}.")):
            return _meant([other if "." in other else f"{owner}.{other}"])
    near = difflib.get_close_matches(name, fields, n=1, cutoff=0.6)
    if near:
        return _meant([f"{owner}.{near[0]}"])
    if 0 < len(fields) <= 8:
        return f"{owner} has {', '.join(fields)}"
    known = [other for other in scope.names.synonyms.get(_bare(name), ()) if _exists(scope, other)]
    return _meant(known) if known else _somewhere(scope, name)


def joined(scope: Scope, left: str, right: str) -> str:
    """``did you mean`` for two names between which an author typed a dash; empty where the dash
    may well be meant."""
    if not left or not right or scope.look_up(right.partition(".")[0]) is not None:
        return ""
    found = next((p for p in (f"{left}_{right}", f"{left}.{right}") if _exists(scope, p)), "")
    return _meant([found]) if found else ""


def date_of(scope: Scope) -> str:
    """A date that a template can compare with: the first name of that kind; empty without one."""
    roots = scope.names.tree.items()
    return next((p for root, top in roots for p, shape in _inner(root, top) if shape == "date"), "")


def _meant(paths: Iterable[str]) -> str:
    shown = list(paths)[:_SHOWN]
    return (
        f"did you mean {' or '.join([', '.join(shown[:-1]), shown[-1]] if shown[1:] else shown)}?"
    )


def _plain(name: str) -> str:
    """The name without what separates its words: ``open_deals`` is ``Open.Deals``."""
    return re.sub(r"[._\- ]", "", _bare(name))


def _bare(name: str) -> str:
    """Without the ending that Salesforce gives to fields of the org's own."""
    return name.lower().removesuffix("__c")


def _single(name: str) -> str:
    """The name of one of them: ``plays`` is ``play``, ``opportunities`` is ``opportunity``."""
    plain = _plain(name)
    if plain.endswith("ies") and len(plain) > 4:
        return f"{plain[:-3]}y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain


def _same(scope: Scope, path: str) -> str:
    """The name that is ``path`` but for its case and for what separates its words."""
    wanted = _plain(path)
    roots = [(root, shape) for root, shape, _ in scope.locals] + [*scope.names.tree.items()]
    return next(
        (
            known
            for root, shape in roots
            for known in _paths(root, shape)
            if _plain(known) == wanted
        ),
        "",
    )


def _alike(scope: Scope, first: str, rest: str, repeats: bool) -> list[str]:
    """Names whose last part is ``first``, in the singular or plural; one at the top alone."""
    wanted = _single(first)
    if len(wanted) < 3:
        return []
    found = [
        (path, shape)
        for root, top in scope.names.tree.items()
        for path, shape in _inner(root, top)
        if _single(path.rpartition(".")[2]) == wanted
    ]
    fits = [path for path, shape in found if _fits(shape, rest, repeats)]
    tops = [path for path in fits if "." not in path]
    return [_with(scope, path, rest) for path in tops or fits]


def _otherwise(scope: Scope, first: str, rest: str, repeats: bool) -> list[str]:
    """What is known by the words of authors, then what ends alike; a name at the top alone."""
    alike = _alike(scope, first, rest, repeats)
    if alike and "." not in alike[0].removesuffix(f".{rest}"):
        return alike
    named = _synonyms(scope, first, rest, repeats)
    both = [name for name in named if name in alike]
    return both if len(both) == len(alike) > 0 else list(dict.fromkeys([*named, *alike]))


def _synonyms(scope: Scope, first: str, rest: str, repeats: bool) -> list[str]:
    named = [name for name in scope.names.synonyms.get(first.lower(), ()) if _exists(scope, name)]
    fits = [name for name in named if _fits(_shape(scope, name), rest, repeats)]
    return [_with(scope, path, rest) for path in fits]


def _fits(shape: Shape, rest: str, repeats: bool) -> bool:
    if repeats and not rest:
        return item_of(shape) is not None
    return not rest or _has(shape, rest) or _has(item_of(shape), rest)


def _with(scope: Scope, path: str, rest: str) -> str:
    """The path and the rest of what was typed; the list alone where the rest is its items'."""
    whole = f"{path}.{rest}" if rest else path
    return whole if _exists(scope, whole) else path


def _list_of(scope: Scope, first: str, rest: str) -> str:
    """The list whose items an author may call ``first``: ``plays`` for ``play.owner``."""
    plurals = (f"{first}s", f"{first}es", f"{first[:-1]}ies")
    found = [
        path
        for root, shape in scope.names.tree.items()
        for path, inner in _lists(root, shape)
        if path.rpartition(".")[2] in plurals and (not rest or _has(item_of(inner), rest))
    ]
    if found:
        return min(found, key=lambda path: path.count("."))  # of several the plainest
    for path in scope.names.synonyms.get(first.lower(), ()) if rest else ():
        if _has(item_of(_shape(scope, path)), rest):
            return path
    return ""


def _lists(path: str, shape: Shape) -> Iterator[tuple[str, Shape]]:
    return ((name, inner) for name, inner in _inner(path, shape) if item_of(inner) is not None)


def _inner(path: str, shape: Shape) -> Iterator[tuple[str, Shape]]:
    """All names from ``path`` on, but those of a list's items, with their shapes."""
    yield path, shape
    if isinstance(shape, Mapping):
        for key, inner in shape.items():
            yield from _inner(f"{path}.{key}", inner)


def _has(shape: Shape, path: str) -> bool:
    for name in path.split("."):
        shape = field_of(shape, name)
    return shape is not None


def _shape(scope: Scope, path: str) -> Shape:
    first, *rest = path.split(".")
    found = scope.look_up(first)
    shape = found[0] if found else None
    for name in rest:
        shape = field_of(shape, name)
    return shape


def _exists(scope: Scope, path: str) -> bool:
    return _shape(scope, path) is not None


def _somewhere(scope: Scope, name: str) -> str:
    """Other records that have a field of this name: three at most."""
    roots = [(root, shape) for root, shape, _ in scope.locals] + [*scope.names.tree.items()]
    found = [
        path for root, shape in roots for path in _paths(root, shape) if path.endswith("." + name)
    ]
    return _meant(found) if found else _NOWHERE


def _paths(path: str, shape: Shape) -> Iterator[str]:
    return (name for name, _ in _inner(path, shape))
