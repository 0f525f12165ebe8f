"""Which objects and fields of the CRM hold what the model knows: configuration, not code.

The default lies in ``mapping_default.toml``; an org's own mapping is laid over it. Every name of
the model is checked here, every name of the CRM later against what the org offers.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from generator.crm import rules as org_rules
from generator.crm import soql
from generator.crm.kinds import KINDS, FieldType, field_types
from generator.errors import SettingsError
from generator.model.rules import Rules

Value = str | int | bool
Table = AbstractMapping[str, Any]

OTHERWISE: Final = "*"
_DEFAULT = "the default mapping"
_KEYS = ("object", "fields", "values", "customer_safe")


@dataclass(frozen=True, slots=True)
class KindMapping:
    """Where one kind of record lives. ``values`` maps a field's words, in lower case."""

    kind: str
    objects: tuple[str, ...]
    fields: AbstractMapping[str, tuple[str, ...]]
    values: AbstractMapping[str, AbstractMapping[str, Value]]
    customer_safe: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    kinds: AbstractMapping[str, KindMapping]
    rules: Rules = Rules()

    def __getitem__(self, kind: str) -> KindMapping:
        return self.kinds[kind]

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
    return _checked(_default_table(), _DEFAULT)


def load_mapping(changes: Table, origin: str = "the mapping") -> Mapping:
    """The default mapping with an org's own ``changes`` laid over it.

    ``origin`` names the file in messages. SettingsError for a name the model does not know.
    """
    _check_kinds(changes, origin)
    return _checked(_merged(_default_table(), changes), origin)


@cache
def _default_table() -> Table:
    text = Path(__file__).with_name("mapping_default.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _merged(below: Table, above: Table) -> dict[str, Any]:
    """``above`` over ``below``: tables are joined, everything else is replaced."""
    joined = dict(below)
    for key, value in above.items():
        old = joined.get(key)
        both = isinstance(old, AbstractMapping) and isinstance(value, AbstractMapping)
        joined[key] = _merged(old, value) if both and old is not None else value
    return joined


def _check_kinds(table: Table, origin: str) -> None:
    for name in table:
        known = (*KINDS, "value_maps", *org_rules.TABLES)
        if name not in known:
            raise _unknown(name, known, f"{origin}: [{name}]", "kind of record")
    for fault in org_rules.faults(table):
        raise SettingsError(f"{origin}: [{fault.table}] {fault.key}: {fault.text}")


def _checked(table: Table, origin: str) -> Mapping:
    shared = table.get("value_maps", {})
    kinds = {kind: _kind(kind, table.get(kind, {}), shared, origin) for kind in KINDS}
    return for_rules(kinds, org_rules.rules_of(table))


def for_rules(kinds: AbstractMapping[str, KindMapping], rules: Rules) -> Mapping:
    """The mapping that asks for no record that ``rules`` have no use for."""
    idle = org_rules.idle_kinds(rules)
    kept = {k: replace(kind, objects=()) if k in idle else kind for k, kind in kinds.items()}
    return Mapping(kept, rules)


def _kind(kind: str, table: Any, shared: Any, origin: str) -> KindMapping:
    where = f"{origin}: [{kind}]"
    if not isinstance(table, AbstractMapping):
        raise SettingsError(f"{where} must be a table.")
    for key in table:
        if key not in _KEYS:
            raise _unknown(key, _KEYS, where, "setting")
    types = field_types(kind)
    return KindMapping(
        kind,
        _names(table.get("object", []), f"{where} object"),
        _fields(table.get("fields", {}), types, f"{origin}: [{kind}.fields]"),
        _values(table.get("values", {}), types, shared, f"{origin}: [{kind}.values]"),
        _safe(table.get("customer_safe", []), types, f"{where} customer_safe"),
    )


def _fields(table: Table, types: Table, where: str) -> dict[str, tuple[str, ...]]:
    for name in table:
        if name not in types:
            raise _unknown(name, types, where, "field")
    return {name: _names(given, f"{where} {name}") for name, given in table.items()}


def _names(given: Any, where: str) -> tuple[str, ...]:
    """One name or a list of them; each must look like an object, a field or a path of two."""
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list):
        raise SettingsError(f"{where}: {given!r} is neither a name nor a list of names.")
    for name in names:
        if not isinstance(name, str) or not soql.is_name(name) or name.count(".") > 1:
            raise SettingsError(
                f"{where}: {name!r} is not the API name of an object or field.",
                next_step="API names have letters, digits and underscores: Tier__c.",
            )
    return tuple(names)


def _values(table: Table, types: Table, shared: Any, where: str) -> dict[str, dict[str, Value]]:
    found = {}
    for name, given in table.items():
        if name not in types:
            raise _unknown(name, types, where, "field")
        words = _shared(given, shared, f"{where} {name}") if isinstance(given, str) else given
        if not isinstance(words, AbstractMapping):
            raise SettingsError(f"{where} {name}: must be a table or the name of a value map.")
        found[name] = {
            _key(word): _value(value, types[name], f"{where} {name}: {word!r}")
            for word, value in words.items()
        }
    return found


def _shared(name: str, shared: Any, where: str) -> Any:
    if name not in shared:
        raise _unknown(name, shared, where, "value map")
    return shared[name]


def _key(word: str) -> str:
    return " ".join(word.split()).casefold()


def _value(value: Any, wanted: FieldType, where: str) -> Value:
    base = str if wanted.base is tuple else wanted.base
    if value == "" or (isinstance(value, base) and isinstance(value, str | int | bool)):
        return value  # type: ignore[no-any-return]  # narrowed to Value by the line above
    raise SettingsError(f"{where} = {value!r}: the model keeps a {base.__name__} there.")


def _safe(given: Any, types: Table, where: str) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise SettingsError(f"{where} must be a list of field names.")
    if given == [OTHERWISE]:
        return tuple(sorted(types))
    for name in given:
        if name not in types:
            raise _unknown(str(name), types, where, "field")
    return tuple(given)


def _unknown(name: str, known: Iterable[str], where: str, what: str) -> SettingsError:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(sorted(known))}."
    return SettingsError(f"{where}: the model knows no {what} {name!r}.", next_step=hint)
