"""A mapping held against the model: names nobody knows, values of the wrong kind, all at once."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from generator.crm import soql
from generator.crm.kinds import KINDS, FieldType, field_types
from generator.tomlfile import Mistake, Source, Spot

Table = Mapping[str, Any]

OTHERWISE: Final = "*"
VALUE_MAPS: Final = "value_maps"
MISSING: Final = "missing"
POLICIES: Final = ("refuse", "warn")
FOREIGN_TABLES: Final = ("revenue", "renewal", "division")
"""Tables of a mapping that other modules read."""

_KEYS: Final = ("object", "fields", "values", "customer_safe")
_FEW: Final = 12
"""That many names can be listed in a message."""


def meanings(default: Table, kind: str, name: str) -> tuple[str | int | bool, ...]:
    """What the words of a field may mean, as the default mapping has it; empty: whatever fits."""
    words = default.get(kind, {}).get("values", {}).get(name, {})
    table = default[VALUE_MAPS][words] if isinstance(words, str) else words
    return tuple(dict.fromkeys(value for value in table.values() if value != ""))


def mistakes(changes: Table, default: Table, source: Source) -> tuple[Mistake, ...]:
    """Everything in an org's own mapping that the model cannot take, in the file's order."""
    return tuple(_Checks(changes, default, source).all())


def nearest(name: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """That of ``known`` which ``name`` was most likely meant to be; case does not count."""
    by_low = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    found = difflib.get_close_matches(name.casefold(), sorted(by_low), n=1, cutoff=cutoff)
    return by_low[found[0]] if found else None


class _Checks:
    def __init__(self, changes: Table, default: Table, source: Source) -> None:
        self.changes = changes
        self.default = default
        self.source = source

    def all(self) -> Iterable[Mistake]:
        known = (*KINDS, VALUE_MAPS, MISSING, *FOREIGN_TABLES)
        for name, given in self.changes.items():
            if name == MISSING:
                yield from self._policy(given)
            elif name in FOREIGN_TABLES:
                continue
            elif name not in known:
                yield _unknown(self.source.spot(name), "kind of record", name, known)
            elif not isinstance(given, Mapping):
                yield self.source.spot(name).mistake("must be a table.")
            elif name == VALUE_MAPS:
                yield from self._shared(given)
            else:
                yield from self._kind(name, given)

    def _policy(self, given: object) -> Iterable[Mistake]:
        if given not in POLICIES:
            yield self.source.spot("", MISSING).mistake(f"must be one of {', '.join(POLICIES)}.")

    def _shared(self, maps: Table) -> Iterable[Mistake]:
        """Shared maps. The words of a new one are looked at where it is used."""
        for name, words in maps.items():
            spot = self.source.spot(VALUE_MAPS, name)
            if not isinstance(words, Mapping):
                yield spot.mistake("must be a table of words.")
                continue
            known = self.default[VALUE_MAPS].get(name, {})
            allowed = tuple(dict.fromkeys(v for v in known.values() if v != ""))
            for word, value in words.items():
                if allowed and value != "" and value not in allowed:
                    spot = self.source.spot(f"{VALUE_MAPS}.{name}", word)
                    yield _no_meaning(spot, value, allowed)

    def _kind(self, kind: str, table: Table) -> Iterable[Mistake]:
        types = field_types(kind)
        for key, given in table.items():
            spot = self.source.spot(kind, key)
            if key not in _KEYS:
                yield _unknown(spot, "setting", key, _KEYS)
            elif key == "object":
                yield from _names(given, spot)
            elif key == "customer_safe":
                yield from _safe(given, types, spot)
            elif not isinstance(given, Mapping):
                yield spot.mistake("must be a table.")
            else:
                yield from self._fields(kind, key, given, types)

    def _fields(
        self, kind: str, key: str, table: Table, types: Mapping[str, FieldType]
    ) -> Iterable[Mistake]:
        for name, given in table.items():
            spot = self.source.spot(f"{kind}.{key}", name)
            if name not in types:
                yield _unknown(spot, "field", name, types)
            elif key == "fields":
                yield from _names(given, spot)
            else:
                yield from self._values(kind, name, given, types[name])

    def _values(self, kind: str, name: str, given: Any, wanted: FieldType) -> Iterable[Mistake]:
        spot, words = self.source.spot(f"{kind}.values", name), given
        if isinstance(given, str):
            maps = {**self.default[VALUE_MAPS], **_tables(self.changes.get(VALUE_MAPS))}
            if given not in maps:
                yield _unknown(spot, "value map", given, maps)
                return
            words = maps[given]
        if not isinstance(words, Mapping):
            yield spot.mistake("must be a table of words, or the name of a value map.")
            return
        allowed = meanings(self.default, kind, name)
        for word, value in words.items():
            at = spot if isinstance(given, str) else self.source.spot(f"{kind}.values.{name}", word)
            yield from _value(at, value, wanted.base, allowed)


def _tables(given: object) -> Table:
    found = given if isinstance(given, Mapping) else {}
    return {name: words for name, words in found.items() if isinstance(words, Mapping)}


def _names(given: Any, spot: Spot) -> Iterable[Mistake]:
    """One name or a list of them; each must look like an object, a field or a path of two."""
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list):
        yield spot.mistake(f"{given!r} is neither a name nor a list of names.")
        return
    for name in names:
        if not isinstance(name, str) or not soql.is_name(name) or name.count(".") > 1:
            yield spot.mistake(
                f"{name!r} is not the API name of an object or field. "
                "API names have letters, digits and underscores: Tier__c."
            )


def _safe(given: Any, types: Table, spot: Spot) -> Iterable[Mistake]:
    if not isinstance(given, list):
        yield spot.mistake("must be a list of field names.")
    elif given != [OTHERWISE]:
        for name in given:
            if name not in types:
                yield _unknown(spot, "field", str(name), types)


def _value(
    spot: Spot, value: Any, base: type, allowed: tuple[str | int | bool, ...]
) -> Iterable[Mistake]:
    if value == "":
        return
    if allowed and not (value in allowed and isinstance(value, bool) == (base is bool)):
        yield _no_meaning(spot, value, allowed)
    elif not _fits(value, base):
        yield spot.mistake(f"{shown(value)} cannot stand there: the model keeps {_kept(base)}.")


def _fits(value: Any, base: type) -> bool:
    if base in (str, tuple):
        return isinstance(value, str)
    if isinstance(value, bool):
        return base is bool
    return base in (int, Decimal) and isinstance(value, int)


def _kept(base: type) -> str:
    words = {str: "a text", tuple: "texts", bool: "true or false", int: "a whole number"}
    return words.get(base, "a number" if base is Decimal else "a date")


def _no_meaning(spot: Spot, value: Any, allowed: tuple[str | int | bool, ...]) -> Mistake:
    near = nearest(str(value), [str(meaning) for meaning in allowed])
    hint = f" Did you mean {shown(near)}?" if near and isinstance(value, str) else ""
    return spot.mistake(f"{shown(value)} is none of {', '.join(map(shown, allowed))}.{hint}")


def shown(value: object) -> str:
    """A value as it is written in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _unknown(spot: Spot, what: str, name: str, known: Iterable[str]) -> Mistake:
    names = sorted(known)
    near = nearest(name, names)
    if near:
        hint = f" Did you mean {near!r}?"
    elif len(names) <= _FEW:
        hint = f" Known are: {', '.join(names)}."
    else:
        hint = " docs/mapping.md lists all."
    return spot.mistake(f"the model knows no {what} {name!r}.{hint}")
