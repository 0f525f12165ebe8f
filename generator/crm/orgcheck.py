"""The names of an org's own mapping held against what the org offers to the user who reads.

The default mapping lists what many orgs might have, so that nothing is wrong with a name of it that
is not there. A name that somebody wrote down for one org is meant: where it is not there, a typing
error would otherwise end as a plan without its figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from generator.crm.binding import Bound, Column, field_at, fits, line_to_add
from generator.crm.capabilities import ObjectInfo
from generator.crm.mapping import OTHERWISE, KindMapping, word_key
from generator.crm.mapping_checks import nearest
from generator.model.org import DataProblem
from generator.tomlfile import Mistake

Known = Mapping[str, ObjectInfo | None]

_NUMBERS: Final = frozenset({"double", "int", "currency", "percent", "long", "string", "textarea"})
_DAYS: Final = frozenset({"date", "datetime"})
_FITTING: Final[Mapping[type, tuple[str, frozenset[str]]]] = {
    Decimal: ("a number", _NUMBERS),
    int: ("a number", _NUMBERS),
    date: ("a date", _DAYS),
    datetime: ("a time", _DAYS),
    bool: ("a checkbox", frozenset({"boolean"})),
}
"""Types of fields in which the model's values can stand. A number may be written as text."""

_NEAR: Final = 0.6
_MAX_WORDS: Final = 5


def mistakes(mapping: KindMapping, bound: Bound | None, known: Known) -> tuple[Mistake, ...]:
    """Objects and fields that the org's own ``mapping`` names and the org does not have."""
    if bound is None:
        return tuple(_without_object(mapping, known))
    return tuple(_fields(mapping, bound, known))


def doubts(mapping: KindMapping, bound: Bound) -> tuple[DataProblem, ...]:
    """Words of the mapping that no picklist has, and values of picklists that mean nothing."""
    found = [*_unused_words(mapping, bound), *_unknown_values(bound)]
    return tuple(DataProblem(text, None, source) for source, text in found)


def _without_object(mapping: KindMapping, known: Known) -> Iterable[Mistake]:
    """One mistake for a kind without an object, however many of its fields are named."""
    named = mapping.own.get(("object",))
    if named is not None and mapping.objects:
        near = nearest(mapping.objects[0], _objects(known), _NEAR)
        yield named.mistake(f"the org has no object {_either(mapping.objects)} {_hint(near)}")
        return
    of_field = next((spot for path, spot in mapping.own.items() if path[0] == "fields"), None)
    if of_field is not None and mapping.objects:
        where = f"Name yours under [{mapping.table}{mapping.kind}] object."
        yield of_field.mistake(
            f"the org has no object {_either(mapping.objects)} {_hint(None)} {where}"
        )


def _fields(mapping: KindMapping, bound: Bound, known: Known) -> Iterable[Mistake]:
    for name, aliases in mapping.fields.items():
        spot = mapping.own.get(("fields", name))
        if spot is None or not aliases:
            continue
        column = bound.columns.get(name)
        if column is not None:
            yield from (spot.mistake(text) for text in _unfit(bound, column))
            continue
        wrong = next((a for a in aliases if field_at(bound.object, a, known)), None)
        if wrong is not None:
            yield spot.mistake(f"{bound.object.name}.{wrong} is no lookup, and {name} has to be.")
            continue
        near = _nearest_field(aliases[0], bound, name)
        yield spot.mistake(f"{bound.object.name} has no field {_either(aliases)} {_hint(near)}")


def _unfit(bound: Bound, column: Column) -> Iterable[str]:
    """Why no value of the field can be what the model keeps there: a list of texts is no number."""
    source, base, kind = _source(bound, column), column.type.base, column.info.type
    if "." in column.path and kind == "string":
        return  # a field of an object that is not described: taken on trust
    if column.values:
        picks = column.info.picks
        if picks and column.is_coded and OTHERWISE not in column.values and not _known(column):
            line = line_to_add(column, *picks[:_MAX_WORDS])
            yield f"{source} has no value that the mapping knows: {line}"
        return
    wanted, fit = _FITTING.get(base, ("", frozenset({kind})))
    if kind not in fit:
        yield f"{source} is a field of type {kind}, and {column.name} has to be {wanted}."


def _known(column: Column) -> bool:
    return any(word_key(pick) in (column.values or {}) for pick in column.info.picks)


def _nearest_field(alias: str, bound: Bound, name: str) -> str | None:
    """The field, told by its API name or its label, that ``alias`` was most likely meant to be."""
    fitting = [info for info in bound.object.fields.values() if fits(name, info)]
    labels = {info.label: info.name for info in reversed(fitting) if info.label}
    names = {_stem(info.name): info.name for info in fitting}
    near = nearest(_stem(alias), names, _NEAR) or nearest(_stem(alias), labels, _NEAR)
    return {**labels, **names}[near] if near else None


def _stem(name: str) -> str:
    """A name without its ending: that two fields are custom makes them no more alike."""
    return name.removesuffix("__c")


def _objects(known: Known) -> set[str]:
    """Every object of which the describes say that the org has it."""
    there = [info for info in known.values() if info is not None]
    found = {info.name for info in there}
    found |= {child.object for info in there for child in info.children}
    return found | {name for i in there for f in i.fields.values() for name in f.refers_to}


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(repr(name) for name in names)


def _hint(near: str | None) -> str:
    seen = "that this user can read."
    return f"{seen} Did you mean {near!r}?" if near else seen


def _unused_words(mapping: KindMapping, bound: Bound) -> Iterable[tuple[str, str]]:
    for path, spot in mapping.own.items():
        column = bound.columns.get(path[1]) if path[0] == "values" and len(path) > 2 else None
        if column is None or not column.info.picks or path[2] == OTHERWISE:
            continue
        if word_key(path[2]) not in map(word_key, column.info.picks):
            source, near = _source(bound, column), nearest(path[2], column.info.picks, _NEAR)
            hint = f" Did you mean {near!r}?" if near else ""
            yield source, f"{spot.label}: {source} has no value {path[2]!r}.{hint}"


def _unknown_values(bound: Bound) -> Iterable[tuple[str, str]]:
    for column in bound.columns.values():
        words = column.values or {}
        if not column.is_coded or not words or OTHERWISE in words:
            continue
        unknown = [pick for pick in column.info.picks if word_key(pick) not in words]
        if unknown:
            shown = unknown[:_MAX_WORDS]
            more = f" ({len(unknown)} values in all)" if len(unknown) > len(shown) else ""
            source = _source(bound, column)
            told = f"{source} has values that the mapping does not know"
            yield source, f"{told}: {line_to_add(column, *shown)}{more}."


def _source(bound: Bound, column: Column) -> str:
    return f"{bound.object.name}.{column.path}"
