"""Reads the declared names of one topic from its source: values, and the ids behind each figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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


@dataclass
class Gathered:
    """What a walk fills: ids by path, and, for derived names, by dotted name and by row."""

    audience: str
    declared: frozenset[str]
    sources: dict[str, Ids] = field(default_factory=dict)
    by_name: dict[str, set[str]] = field(default_factory=dict)
    row_ids: dict[int, Ids] = field(default_factory=dict)

    def note(self, path: str, name: str, ids: Ids) -> None:
        if ids:
            self.sources[path] = ids
            self.by_name.setdefault(name, set()).update(ids)

    def union(self, names: Iterable[str]) -> Ids:
        """The ids of all figures at or below ``names``, sorted."""
        found: set[str] = set()
        for name in names:
            for known, ids in self.by_name.items():
                if known == name or known.startswith((f"{name}.", f"{name}[")):
                    found |= ids
        return tuple(sorted(found))


def is_offered(node: Node, audience: str) -> bool:
    """Whether the node has a name for this audience; a declared one always has."""
    if audience == INTERNAL:
        return True
    if isinstance(node, Leaf):
        return node.audience != INTERNAL
    return any(is_offered(child, audience) for child in node.children)


def fetch(node: Node, get: Getter | None, source: Any, ctx: Any) -> Any:
    """The raw value: by attribute path, by function, or by the node's own name."""
    if get is None:
        get = node.name
    return follow(source, get) if isinstance(get, str) else get(source, ctx)


class Walker:
    """Walks topics for one artifact of one account. ``ctx`` is what getters may use."""

    def __init__(self, gathered: Gathered, ctx: Any) -> None:
        self._gathered = gathered
        self._ctx = ctx
        self._customer = gathered.audience == CUSTOMER

    def read(self, node: Node, source: Any, out: dict[str, Any], *, derived: bool) -> None:
        """Puts the node's value into ``out`` under its name.

        A derived record's names read ``source``, the composed values, directly.
        """
        if derived and isinstance(node, Record):
            out[node.name] = self._children(node, source, node.name, node.name, ())
        else:
            self._read(node, source, None, node.name, node.name, (), out)

    def _read(
        self,
        node: Node,
        source: Any,
        parent: Record | Rows | None,
        path: str,
        name: str,
        ids: Ids,
        out: dict[str, Any],
    ) -> None:
        if isinstance(node, Leaf):
            out[node.name] = self._leaf(node, source, parent, path, name, ids)
        elif isinstance(node, Record):
            inner = fetch(node, node.get, source, self._ctx)
            out[node.name] = self._children(node, inner, path, name, _ids_of(inner) or ids)
        else:
            self._rows(node, source, path, name, ids, out)

    def _children(
        self, node: Record | Rows, source: Any, path: str, name: str, ids: Ids
    ) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for child in node.children:
            if is_offered(child, self._gathered.audience):
                inner, dotted = f"{path}.{child.name}", f"{name}.{child.name}"
                self._read(child, source, node, inner, dotted, ids, out)
        return out

    def _leaf(
        self, leaf: Leaf, source: Any, parent: Record | Rows | None, path: str, name: str, ids: Ids
    ) -> Any:
        if self._customer and not self._is_safe(leaf, parent):
            return None
        value = fetch(leaf, leaf.get, source, self._ctx)
        if isinstance(value, Figure):
            ids, value = value.ids, value.value
        if value is None:
            return None
        uses = leaf.uses or (parent.uses if parent is not None else ())
        if leaf.kind in FIGURE_KINDS or uses:
            if leaf.ids is not None:
                ids = tuple(fetch(leaf, leaf.ids, source, self._ctx))
            elif uses and not ids:
                ids = self._gathered.union(uses)
            self._gathered.note(path, name, ids)
        return value

    def _is_safe(self, leaf: Leaf, parent: Record | Rows | None) -> bool:
        if leaf.audience == CUSTOMER:
            return True
        origins = origins_of(leaf, parent)
        return bool(origins) and self._gathered.declared.issuperset(origins)

    def _rows(
        self, node: Rows, source: Any, path: str, name: str, ids: Ids, out: dict[str, Any]
    ) -> None:
        values = []
        for index, row in enumerate(self._visible(node, source)):
            place, own = f"{path}[{index}]", _ids_of(row) or self._ids_of_value(row)
            value = self._children(node, row, place, f"{name}[]", own or ids)
            if own:
                self._gathered.note(place, f"{name}[]", own)
                self._gathered.row_ids[id(value)] = own
            values.append(value)
        out[node.name] = values
        if node.limit is not None:
            self._limit(node, node.limit, values, out)

    def _visible(self, node: Rows, source: Any) -> list[Any]:
        if self._customer and not self._gathered.declared.issuperset(node.needs):
            return []
        rows = list(fetch(node, node.get, source, self._ctx) or ())
        if self._customer and node.shared is not None:
            rows = [row for row in rows if node.shared(row)]
        return rows

    def _ids_of_value(self, row: Any) -> Ids:
        """The ids of a derived row: those of the composed row it is, or was made ``of``."""
        if not isinstance(row, Mapping):
            return ()
        return self._gathered.row_ids.get(id(row.get("of", row)), ())

    def _limit(
        self, node: Rows, limits: tuple[int, int], values: list[Any], out: dict[str, Any]
    ) -> None:
        limit = limits[0 if self._ctx.is_full else 1]
        rest = len(values) - limit
        more = "plain" if self._customer else node.more
        out[f"{node.name}_shown"] = values[:limit]
        out[f"{node.name}_more"] = self._ctx.say(f"more.{more}", n=rest) if rest > 0 else ""


def _ids_of(source: Any) -> Ids:
    """The ids that a row of facts carries: of its records, or its own id."""
    if isinstance(source, Mapping):
        ids = source.get("record_ids", source.get("ids", ()))
        return ids if isinstance(ids, tuple) else ()
    ids = getattr(source, "ids", None)
    if ids is None:
        own = getattr(source, "id", None)
        return (own,) if isinstance(own, str) else ()
    return tuple(ids)
