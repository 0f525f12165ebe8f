"""Reads the declared names of one topic from its source: values, and the ids behind each figure.

The declarations are made into readers once for each audience; an account then costs one pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from generator.analysis.results import Figure
from generator.artifacts.getters import follow
from generator.artifacts.origins import origins_of
from generator.artifacts.schema import (
    CUSTOMER,
    FIGURE_KINDS,
    INTERNAL,
    Getter,
    Leaf,
    Node,
    Record,
    Rows,
)

Ids = tuple[str, ...]
Get = Callable[[Any, Any], Any]
_MARKS = re.compile(r"[.\[]")


@dataclass
class Gathered:
    """What a walk fills: ids by path, and, for derived names, by dotted name and by row."""

    sources: dict[str, Ids] = field(default_factory=dict)
    by_name: dict[str, set[str]] = field(default_factory=dict)
    below: dict[str, list[set[str]]] = field(default_factory=dict)
    row_ids: dict[int, Ids] = field(default_factory=dict)

    def note(self, path: str, name: str, ids: Ids) -> None:
        if ids:
            self.sources[path] = ids
            known = self.by_name.get(name)
            if known is None:
                known = self.by_name[name] = set()
                for above in _and_above(name):
                    self.below.setdefault(above, []).append(known)
            known.update(ids)

    def union(self, names: Iterable[str]) -> Ids:
        """The ids of all figures at or below ``names``, sorted."""
        below = (ids for name in names for ids in self.below.get(name, ()))
        return tuple(sorted(set[str]().union(*below)))


@cache
def _and_above(name: str) -> Ids:
    """The name and all that it lies below: ``a[].b``, ``a[]``, ``a``."""
    ends = (mark.start() for mark in _MARKS.finditer(name))
    return (name, *(name[:end] for end in ends))


def is_offered(node: Node, audience: str) -> bool:
    """Whether the node has a name for this audience; a declared one always has."""
    if audience == INTERNAL:
        return True
    if isinstance(node, Leaf):
        return node.audience != INTERNAL
    return any(is_offered(child, audience) for child in node.children)


def is_safe(leaf: Leaf, parent: Record | Rows | None, declared: frozenset[str]) -> bool:
    """Whether a customer may see the leaf's value: always, or by what the mapping declares."""
    if leaf.audience == CUSTOMER:
        return True
    origins = origins_of(leaf, parent)
    return leaf.audience != INTERNAL and bool(origins) and declared.issuperset(origins)


@dataclass(frozen=True, slots=True)
class Reader:
    """A node made ready for one audience. ``dotted`` is its name in the vocabulary.

    ``get`` is None for a leaf whose value this customer may not see. ``children`` are the offered
    ones. ``needs_met`` is false for a list that the mapping does not declare safe. ``attribute`` is
    what ``get`` reads where it is one attribute of the row: most leaves are, and cost no call.
    """

    node: Node
    dotted: str
    get: Get | None
    children: tuple[Reader, ...] = ()
    is_noted: bool = False
    uses: Ids = ()
    ids: Get | None = None
    needs_met: bool = True
    name: str = ""
    attribute: str | None = None


def reader(node: Node, audience: str, declared: frozenset[str]) -> Reader:
    """The reader of a topic's node for an audience and what the mapping declares safe."""
    return _reader(node, None, node.name, audience, declared)


def _reader(
    node: Node,
    parent: Record | Rows | None,
    dotted: str,
    audience: str,
    declared: frozenset[str],
) -> Reader:
    if isinstance(node, Leaf):
        seen = audience == INTERNAL or is_safe(node, parent, declared)
        uses = node.uses or (parent.uses if parent is not None else ())
        return Reader(
            node,
            dotted,
            _getter(node.name, node.get) if seen else None,
            is_noted=node.kind in FIGURE_KINDS or bool(uses),
            uses=uses,
            ids=None if node.ids is None else _getter(node.name, node.ids),
            name=node.name,
            attribute=_attribute(node) if seen else None,
        )
    below = f"{dotted}[]." if isinstance(node, Rows) else f"{dotted}."
    children = tuple(
        _reader(child, node, f"{below}{child.name}", audience, declared)
        for child in node.children
        if is_offered(child, audience)
    )
    needs = node.needs if isinstance(node, Rows) and audience == CUSTOMER else ()
    return Reader(
        node,
        dotted,
        _getter(node.name, node.get),
        children,
        needs_met=declared.issuperset(needs),
        name=node.name,
    )


def _attribute(leaf: Leaf) -> str | None:
    path = leaf.name if leaf.get is None else leaf.get
    return path if isinstance(path, str) and "." not in path else None


def _getter(name: str, get: Getter | None) -> Get:
    """The function behind ``get``: of an attribute path, or of the node's own name."""
    path = name if get is None else get
    if not isinstance(path, str):
        return path
    if "." in path:
        return lambda source, ctx: follow(source, path)

    def one(source: Any, ctx: Any) -> Any:  # noqa: ARG001  # the signature of every getter
        if type(source) is dict:
            return source.get(path)
        return None if source is None else getattr(source, path)

    return one


class Walker:
    """Walks topics for one artifact of one account. ``ctx`` is what getters may use."""

    def __init__(self, gathered: Gathered, ctx: Any, *, is_customer: bool) -> None:
        self._gathered = gathered
        self._ctx = ctx
        self._customer = is_customer

    def read(self, topic: Reader, source: Any, out: dict[str, Any], *, derived: bool) -> None:
        """Puts the topic's value into ``out`` under its name.

        A derived record's names read ``source``, the composed values, directly.
        """
        name = topic.node.name
        if derived and isinstance(topic.node, Record):
            out[name] = self._children(topic, source, name, ())
        else:
            self._one(topic, source, name, (), out)

    def _one(self, reader: Reader, source: Any, path: str, ids: Ids, out: dict[str, Any]) -> None:
        node = reader.node
        if isinstance(node, Leaf):
            out[node.name] = self._leaf(reader, source, path.rpartition(".")[0], ids)
        elif isinstance(node, Record):
            assert reader.get is not None
            inner = reader.get(source, self._ctx)
            out[node.name] = self._children(reader, inner, path, _ids_of(inner) or ids)
        else:
            out[node.name] = values = self._rows(reader, node, source, path, ids)
            if node.limit is not None:
                self._limit(node, node.limit, values, out)

    def _children(self, reader: Reader, source: Any, path: str, ids: Ids) -> dict[str, Any]:
        out: dict[str, Any] = {}
        is_row = source is not None and type(source) is not dict
        for child in reader.children:
            name = child.name
            if child.children:
                self._one(child, source, f"{path}.{name}", ids, out)
            elif is_row and child.attribute is not None:
                value = getattr(source, child.attribute)
                is_plain = type(value) is not Figure and not child.is_noted
                out[name] = value if is_plain else self._noted(child, source, value, path, ids)
            else:
                out[name] = self._leaf(child, source, path, ids)
        return out

    def _leaf(self, leaf: Reader, source: Any, path: str, ids: Ids) -> Any:
        """The leaf's value; ``path`` is that of its parent."""
        if leaf.get is None:
            return None
        return self._noted(leaf, source, leaf.get(source, self._ctx), path, ids)

    def _noted(self, leaf: Reader, source: Any, value: Any, path: str, ids: Ids) -> Any:
        """The value, with the ids of what it was made from noted."""
        if type(value) is Figure:
            ids, value = value.ids, value.value
        if leaf.is_noted and value is not None:
            if leaf.ids is not None:
                ids = tuple(leaf.ids(source, self._ctx))
            elif leaf.uses and not ids:
                ids = self._gathered.union(leaf.uses)
            self._gathered.note(f"{path}.{leaf.name}" if path else leaf.name, leaf.dotted, ids)
        return value

    def _rows(
        self, reader: Reader, node: Rows, source: Any, path: str, ids: Ids
    ) -> list[dict[str, Any]]:
        values = []
        for index, row in enumerate(self._visible(reader, node, source)):
            place, own = f"{path}[{index}]", _ids_of(row) or self._ids_of_value(row)
            value = self._children(reader, row, place, own or ids)
            if own:
                self._gathered.note(place, f"{reader.dotted}[]", own)
                self._gathered.row_ids[id(value)] = own
            values.append(value)
        return values

    def _visible(self, reader: Reader, node: Rows, source: Any) -> Iterable[Any]:
        if not reader.needs_met:
            return ()
        assert reader.get is not None
        rows = reader.get(source, self._ctx) or ()
        if self._customer and node.shared is not None:
            return [row for row in rows if node.shared(row)]
        return rows

    def _ids_of_value(self, row: Any) -> Ids:
        """The ids of a derived row: those of the composed row it is, or was made ``of``."""
        if not isinstance(row, dict):
            return ()
        return self._gathered.row_ids.get(id(row.get("of", row)), ())

    def _limit(
        self, node: Rows, limits: Sequence[int], values: list[Any], out: dict[str, Any]
    ) -> None:
        limit = limits[min(self._ctx.depth, len(limits) - 1)]
        rest = len(values) - limit
        more = "plain" if self._customer else node.more
        out[f"{node.name}_shown"] = values[:limit]
        out[f"{node.name}_more"] = self._ctx.say(f"more.{more}", n=rest) if rest > 0 else ""


def _ids_of(source: Any) -> Ids:
    """The ids that a row of facts carries: of its records, or its own id."""
    if type(source) is dict:
        ids = source.get("record_ids", source.get("ids", ()))
        return ids if isinstance(ids, tuple) else ()
    ids = getattr(source, "ids", None)
    if ids is None:
        own = getattr(source, "id", None)
        return (own,) if isinstance(own, str) else ()
    return tuple(ids)
