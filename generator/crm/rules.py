"""The org's own rules, as its mapping states them: tables ``revenue``, ``renewal``,
``division``, ``review``.

``mapping_default.toml`` holds what applies where an org states nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from generator.model.rules import (
    AXES,
    RENEWAL_DATES,
    RENEWAL_SIGNS,
    RENEWAL_SOURCES,
    RUNGS,
    Rules,
)

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Key:
    """A setting: the field of Rules it fills, the words allowed (any where empty), one or many."""

    field: str
    allowed: tuple[str, ...] = ()
    is_list: bool = True


_TABLES: Final[Mapping[str, Mapping[str, _Key]]] = MappingProxyType(
    {
        "revenue": {"ladder": _Key("ladder", RUNGS)},
        "renewal": {
            "sources": _Key("renewal_sources", RENEWAL_SOURCES),
            "date": _Key("renewal_date", RENEWAL_DATES, is_list=False),
            "told_by": _Key("renewal_signs", RENEWAL_SIGNS),
            "record_types": _Key("renewal_record_types"),
        },
        "division": {"axis": _Key("axis", AXES)},
        "review": {"names": _Key("review_names")},
    }
)
TABLES: Final = tuple(_TABLES)
"""The tables of a mapping that hold rules and not where records lie."""

_READ_FOR: Final = MappingProxyType(
    {
        "asset_period": ("asset_mrr", "asset_period"),
        "subscription": ("subscription",),
        "service_contract": ("service_contract",),
        "business_unit": ("object",),
    }
)
"""Kinds of record that are read for a rule only: for which of its words."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in ``key`` of ``table``; ``key`` is empty where it is the table itself."""

    table: str
    key: str
    text: str


def rules_of(table: Table) -> Rules:
    """The rules of a whole mapping. It has to be without faults."""
    given: dict[str, Any] = {}
    for name, keys in _TABLES.items():
        for key, value in table.get(name, {}).items():
            known = keys[key]
            given[known.field] = tuple(_words(value)) if known.is_list else value
    return Rules(**given)


def faults(table: Table) -> tuple[Fault, ...]:
    """Every mistake in the rules of a mapping, in its order."""
    return tuple(fault for name in TABLES if name in table for fault in _of_table(name, table))


def settings() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Every setting: its table, its key and the words allowed, any where there are none."""
    return tuple(
        (t, key, known.allowed) for t, keys in _TABLES.items() for key, known in keys.items()
    )


def idle_kinds(rules: Rules) -> frozenset[str]:
    """The kinds of record that no rule of these asks for: they need not be read."""
    words = {*rules.ladder, *rules.renewal_sources, *rules.axis}
    return frozenset(kind for kind, wanted in _READ_FOR.items() if words.isdisjoint(wanted))


def is_read_for_a_rule(kind: str) -> bool:
    """Whether ``kind`` is read for a rule only: an org without such records lacks nothing."""
    return kind in _READ_FOR


def _of_table(name: str, table: Table) -> Iterator[Fault]:
    if not isinstance(table[name], Mapping):
        yield Fault(name, "", "must be a table.")
        return
    for key, value in table[name].items():
        known = _TABLES[name].get(key)
        if known is None:
            yield Fault(
                name, key, f"the model knows no setting {key!r}.{_hint(key, _TABLES[name])}"
            )
        else:
            yield from (Fault(name, key, text) for text in _wrong(known, value))


def _wrong(key: _Key, value: Any) -> Iterator[str]:
    words = _words(value) if key.is_list or isinstance(value, str) else None
    if not words or not all(isinstance(word, str) for word in words):
        yield f"must be {'a list of words' if key.is_list else 'one word'}.{_hint('', key.allowed)}"
        return
    if not all(word.strip() for word in words):
        yield "holds a blank word, which would fit every text."
        return
    for word in words if key.allowed else ():
        if word not in key.allowed:
            yield f"{word!r} is not known.{_hint(word, key.allowed)}"
    if len(set(words)) < len(words):
        yield "names a word twice."


def _words(value: Any) -> Sequence[Any]:
    """One word may stand for a list of it."""
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def _hint(word: str, allowed: Mapping[str, _Key] | Sequence[str]) -> str:
    near = difflib.get_close_matches(word, list(allowed), n=1)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    return f"{guess} Allowed: {', '.join(allowed)}." if allowed else guess
