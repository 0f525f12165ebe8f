"""ORDER BY as SQL: nulls first unless said otherwise, text without its case, picklists in the
order of their values."""

from __future__ import annotations

from typing import Any

from ..schema import TEXT
from . import syntax as s
from .scope import Column, Statement


def order_sql(column: Column, order: s.Order, values: list[Any]) -> str:
    """One column's part of ORDER BY, the same for ASC and DESC as to where nulls stand."""
    direction = "DESC" if order.descending else "ASC"
    nulls = "ASC" if order.nulls_last else "DESC"
    keys = [f"({column.sql} IS NULL) {nulls}"]
    keys += [f"{key} {direction}" for key in _keys(column, values)]
    return ", ".join(keys)


def check_sortable(statement: Statement, column: Column) -> Column:
    if not column.field.sortable:
        message = f"field '{column.field.name}' can not be sorted in a query call"
        raise statement.invalid(column.position, message, "sortable")
    return column


def _keys(column: Column, values: list[Any]) -> list[str]:
    folded = f"fold({column.sql})" if column.field.type in TEXT else column.sql
    if column.field.type != "picklist" or not column.field.picklist:
        return [folded]
    whens = "".join(f" WHEN ? THEN {rank}" for rank in range(len(column.field.picklist)))
    values.extend(value.lower() for value in column.field.picklist)
    # A value that is not in the list is an inactive one: after all active ones.
    return [f"CASE {folded}{whens} ELSE {len(column.field.picklist)} END", folded]
