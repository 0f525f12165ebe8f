"""Which objects and fields of the CRM hold what the model knows: configuration, not code.

The default lies in ``mapping_default.toml``; an org's own mapping is laid over it. Every name of
the model is checked at once (``mapping_checks``), every name of the CRM later against what the org
offers (``orgcheck``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from generator.crm import mapping_checks
from generator.crm.kinds import KINDS, field_types
from generator.crm.mapping_checks import MISSING, OTHERWISE, POLICIES, VALUE_MAPS
from generator.crm.rules import idle_kinds, rules_of
from generator.errors import MappingError
from generator.model.rules import Rules
from generator.tomlfile import Source, Spot

Value = str | int | bool
Table = AbstractMapping[str, Any]


@dataclass(frozen=True, slots=True)
class KindMapping:
    """Where one kind of record lives. ``values`` maps a field's words, in lower case; ``words`` has
    them as they are written.

    ``own`` holds what the org's own mapping says and where: ``("fields", "tier")``,
    ``("values", "tier", "Gold")``. ``table`` stands before the names of its tables.
    """

    kind: str
    objects: tuple[str, ...]
    fields: AbstractMapping[str, tuple[str, ...]]
    values: AbstractMapping[str, AbstractMapping[str, Value]]
    customer_safe: tuple[str, ...]
    own: AbstractMapping[tuple[str, ...], Spot] = field(default_factory=dict)
    table: str = "mapping."
    words: AbstractMapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapping:
    """``missing`` says what names are that the org does not have: ``refuse`` or ``warn``."""

    kinds: AbstractMapping[str, KindMapping]
    rules: Rules = Rules()
    missing: str = POLICIES[0]

    def __getitem__(self, kind: str) -> KindMapping:
        return self.kinds[kind]

    @property
    def refuses_missing(self) -> bool:
        """Whether a name that the org does not have ends the run, and is no remark."""
        return self.missing == POLICIES[0]

    @property
    def objects(self) -> tuple[str, ...]:
        """Every object that may be read, each once, in the mapping's order."""
        return tuple(dict.fromkeys(name for k in self.kinds.values() for name in k.objects))

    @property
    def declared_safe(self) -> tuple[str, ...]:
        """The model's fields that a customer may see: ``priority.name``."""
        return tuple(
            sorted(f"{k.kind}.{name}" for k in self.kinds.values() for name in k.customer_safe)
        )


@cache
def default_mapping() -> Mapping:
    return _built(_laid_over({}), {}, Source("the default mapping", table="mapping"))


def load_mapping(
    changes: Table, source: Source = Source("the mapping", table="mapping")
) -> Mapping:
    """The default mapping with an org's own ``changes`` laid over it.

    ``source`` is where they stand. MappingError with all names the model does not know.
    """
    found = mapping_checks.mistakes(changes, default_table(), source)
    if found:
        raise MappingError(*map(str, found))
    return _built(_laid_over(changes), changes, source)


def meanings(kind: str, name: str) -> tuple[Value, ...]:
    """What the words of a field may mean; empty where any text may stand."""
    return mapping_checks.meanings(default_table(), kind, name)


@cache
def default_table() -> Table:
    text = Path(__file__).with_name("mapping_default.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _laid_over(changes: Table) -> Table:
    """``changes`` over the default, names of value maps replaced by their words."""
    below = default_table()
    shared = _merged(below[VALUE_MAPS], changes.get(VALUE_MAPS, {}))
    return _merged(_spelt_out(below, shared), _spelt_out(changes, shared))


def _spelt_out(table: Table, shared: Table) -> dict[str, Any]:
    found = {kind: dict(given) for kind, given in table.items() if kind in KINDS}
    for given in found.values():
        words = given.get("values", {})
        given["values"] = {n: shared[v] if isinstance(v, str) else v for n, v in words.items()}
    return found


def _merged(below: Table, above: Table) -> dict[str, Any]:
    """``above`` over ``below``: tables are joined, everything else is replaced."""
    joined = dict(below)
    for key, value in above.items():
        old = joined.get(key)
        both = isinstance(old, AbstractMapping) and isinstance(value, AbstractMapping)
        joined[key] = _merged(old, value) if both and old is not None else value
    return joined


def _built(table: Table, changes: Table, source: Source) -> Mapping:
    kinds = {kind: _kind(kind, table[kind], changes.get(kind, {}), source) for kind in KINDS}
    rules = rules_of(_merged(default_table(), changes))
    return for_rules(kinds, rules, changes.get(MISSING, POLICIES[0]))


def for_rules(
    kinds: AbstractMapping[str, KindMapping], rules: Rules, missing: str = POLICIES[0]
) -> Mapping:
    """The mapping that asks for no record that ``rules`` have no use for."""
    idle = idle_kinds(rules)
    kept = {k: replace(kind, objects=()) if k in idle else kind for k, kind in kinds.items()}
    return Mapping(kept, rules, missing)


def _kind(kind: str, table: Table, changes: Table, source: Source) -> KindMapping:
    safe = table.get("customer_safe", [])
    return KindMapping(
        kind,
        _names(table.get("object", [])),
        {name: _names(given) for name, given in table.get("fields", {}).items()},
        {name: _words(given) for name, given in table.get("values", {}).items()},
        tuple(sorted(field_types(kind)) if safe == [OTHERWISE] else dict.fromkeys(safe)),
        _own(kind, changes, source),
        f"{source.table}." if source.table else "",
        {name: tuple(given) for name, given in table.get("values", {}).items()},
    )


def _names(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))


def _words(given: Table) -> dict[str, Value]:
    return {word_key(word): value for word, value in given.items()}


def word_key(word: str) -> str:
    """A word of the CRM for comparison: case and runs of blanks do not count."""
    return " ".join(word.split()).casefold()


def _own(kind: str, changes: Table, source: Source) -> dict[tuple[str, ...], Spot]:
    return {
        path: source.spot(".".join([kind, *path[:-1]]), path[-1])
        for path in _paths(changes)
        if path[0] != "customer_safe"
    }


def _paths(table: Table) -> Iterable[tuple[str, ...]]:
    for key, value in table.items():
        if isinstance(value, AbstractMapping):
            yield from ((key, *below) for below in _paths(value))
        else:
            yield (key,)


__all__ = [
    "OTHERWISE",
    "KindMapping",
    "Mapping",
    "Value",
    "default_mapping",
    "default_table",
    "load_mapping",
    "meanings",
    "word_key",
]
