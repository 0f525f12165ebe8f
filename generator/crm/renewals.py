"""Open renewals of the whole org, counted: whether its opportunities can give a date at all."""

from __future__ import annotations

from typing import Final

from generator.crm import soql
from generator.crm.binding import Bound, Column
from generator.crm.mapping_checks import OTHERWISE
from generator.crm.soql import Query
from generator.model.rules import Rules

_RENEWAL: Final = "renewal"
_FIELDS: Final = {"type": "kind", "record_type": "record_type", "flag": "is_renewal"}


def open_renewals(bound: Bound | None, rules: Rules) -> Query | None:
    """The statement that counts the open opportunities which ``rules`` tell to be renewals.

    None where no opportunity gives a renewal's date, where none of the fields that tell it is
    there, or where one of them cannot be asked for in a statement.
    """
    if bound is None or "opportunity" not in rules.renewal_sources:
        return None
    columns = {sign: bound.columns.get(_FIELDS[sign]) for sign in rules.renewal_signs}
    there = {sign: column for sign, column in columns.items() if column is not None}
    conditions = [_condition(sign, column, rules) for sign, column in there.items()]
    if not bound.can_filter("is_closed") or not conditions or None in conditions:
        return None
    told = soql.any_of([condition for condition in conditions if condition])
    where = soql.all_of([f"{bound.path('is_closed')} = false", told])
    return Query(bound.kind, bound.object.name, ("COUNT(Id) n",), where)


def _condition(sign: str, column: Column, rules: Rules) -> str | None:
    if not column.info.is_filterable or column.info.type == "multipicklist":
        return None
    if sign == "flag":
        return f"{column.path} = true" if column.info.type == "boolean" else None
    if sign == "record_type":
        return soql.in_list(column.path, _names(rules))
    meanings = column.values or {_RENEWAL: _RENEWAL}
    words = sorted(word for word, meaning in meanings.items() if meaning == _RENEWAL)
    return None if OTHERWISE in words or not words else soql.in_list(column.path, words)


def _names(rules: Rules) -> list[str]:
    """The record types with blanks, as labels have them, and with underscores, as names have."""
    spelt = (
        name.replace(old, new)
        for name in rules.renewal_record_types
        for old, new in ((" ", "_"), ("_", " "))
    )
    return sorted({*rules.renewal_record_types, *spelt})
