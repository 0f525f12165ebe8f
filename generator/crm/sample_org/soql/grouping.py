"""A SELECT of aggregates: COUNT, SUM, AVG, MIN, MAX, with GROUP BY, HAVING and ORDER BY."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..refusal import unsupported
from ..schema import IDS, NUMBERS, TEXT, Field
from . import syntax as s
from .filters import Filters, no_call
from .joins import no_semi_join, where_sql
from .ordering import check_sortable, order_sql
from .scope import Column, Scope, refuse_call
from .selecting import check_offset_limit

_COUNTED = frozenset(("int", "long"))
_NOT_COUNTED = frozenset(("boolean", "multipicklist", "address", "location", "base64"))
_COMPARED = NUMBERS | IDS | {"date", "datetime"}
_SQL = {
    "COUNT": "COUNT({0})",
    "COUNT_DISTINCT": "COUNT(DISTINCT {0})",
    "SUM": "exact_sum({0})",
    "AVG": "exact_avg({0})",
    "MIN": "MIN({0})",
    "MAX": "MAX({0})",
}


@dataclass
class GroupPlan:
    """The SQL of an aggregate query and the keys and converters of its records."""

    sql: str
    values: list[Any]
    keys: list[str]
    converts: list[Callable[[Any], Any] | None]


def is_aggregate(query: s.Query) -> bool:
    calls = [item.what for item in query.items if isinstance(item.what, s.Call)]
    return bool(query.group or query.having) or any(call.name != "FIELDS" for call in calls)


def is_count(query: s.Query) -> bool:
    """Whether it is ``SELECT COUNT() FROM ...``, which has a size and no records."""
    first = query.items[0].what
    return isinstance(first, s.Call) and first.name == "COUNT" and not first.arguments


def plan_count(scope: Scope, query: s.Query) -> tuple[str, list[Any]]:
    """SQL that gives one number."""
    item, statement = query.items[0], scope.statement
    if len(query.items) > 1 or item.alias or query.group or query.having or query.order:
        message = "COUNT() stands alone, without GROUP BY and ORDER BY"
        raise statement.malformed(query.position, message, "count-alone")
    values: list[Any] = []
    where = where_sql(scope, query.where, values)
    check_offset_limit(query.offset or 0)
    values += [-1 if query.limit is None else query.limit, query.offset or 0]
    rows = f"SELECT 1 {scope.from_sql} WHERE {where} LIMIT ? OFFSET ?"
    return f"SELECT COUNT(*) FROM ({rows})", values  # noqa: S608 - names come from describes


def plan_groups(scope: Scope, query: s.Query) -> GroupPlan:
    return _Grouping(scope, query).plan()


class _Grouping:
    def __init__(self, scope: Scope, query: s.Query) -> None:
        self._scope, self._query, self._statement = scope, query, scope.statement
        self._groups = {column.sql: column for column in map(self._group, query.group)}

    def plan(self) -> GroupPlan:
        query = self._query
        self._check()
        columns = [self.resolve(self._operand(item)) for item in query.items]
        values: list[Any] = []
        where = where_sql(self._scope, query.where, values)
        tail = self._group_sql() + self._having(values) + self._order(values) + self._limit(values)
        selected = ", ".join(column.sql for column in columns)
        sql = f"SELECT {selected} {self._scope.from_sql} WHERE {where}{tail}"
        return GroupPlan(sql, values, self._keys(), [_converter(c.field) for c in columns])

    def resolve(self, operand: s.Path | s.Call) -> Column:
        """A grouped field or an aggregate, as something to select, filter or order by."""
        if isinstance(operand, s.Call):
            return self._aggregate(operand)
        column = self._scope.column(operand)
        if column.sql not in self._groups:
            message = f"Field must be grouped or aggregated: {column.field.name}"
            raise self._statement.malformed(operand.position, message, "grouped")
        return column

    def _operand(self, item: s.Item) -> s.Path | s.Call:
        if isinstance(item.what, s.Query):
            message = "A query with aggregates has no parent-to-child subqueries"
            raise self._statement.malformed(item.what.position, message, "grouped")
        return item.what

    def _group(self, operand: s.Path | s.Call) -> Column:
        if isinstance(operand, s.Call):
            raise unsupported(f"GROUP BY {operand.name}()")
        column = self._scope.column(operand)
        if not column.field.groupable:
            message = f"field '{column.field.name}' can not be grouped in a query call"
            raise self._statement.invalid(column.position, message, "groupable")
        return column

    def _aggregate(self, call: s.Call) -> Column:
        if call.name not in _SQL:
            raise refuse_call(self._statement, call)
        if len(call.arguments) != 1:
            message = f"{call.name} takes one field here"
            raise self._statement.malformed(call.position, message, "count-alone")
        column = self._scope.column(call.arguments[0])
        self._check_type(call, column)
        sql = _SQL[call.name].format(column.sql)
        return replace(column, field=_result(call.name, column.field), sql=sql)

    def _check_type(self, call: s.Call, column: Column) -> None:
        kind = column.field.type
        fits = {
            "COUNT": kind not in _NOT_COUNTED and not column.field.long_text,
            "COUNT_DISTINCT": kind not in _NOT_COUNTED and not column.field.long_text,
            "SUM": kind in NUMBERS,
            "AVG": kind in NUMBERS,
        }.get(call.name, kind in _COMPARED or kind in TEXT)
        if not fits:
            message = f"field {column.field.name} does not support aggregate operator {call.name}"
            raise self._statement.malformed(call.position, message, "aggregate-type")
        if kind in TEXT and call.name in ("MIN", "MAX", "COUNT_DISTINCT"):
            raise unsupported(f"{call.name}() of text")

    def _check(self) -> None:
        query = self._query
        for item in query.items:
            if isinstance(item.what, s.Call) and item.what.name not in _SQL:
                raise refuse_call(self._statement, item.what)
        if not query.group and (query.limit is not None or query.offset is not None):
            message = (
                "Non-grouped query that uses overall aggregate functions cannot also use LIMIT"
            )
            raise self._statement.malformed(query.position, message, "aggregate-limit")
        if query.having and not query.group:
            message = "unexpected token: 'HAVING'"
            raise self._statement.malformed(query.position, message, "syntax")
        check_offset_limit(query.offset or 0)

    def _group_sql(self) -> str:
        return f" GROUP BY {', '.join(self._groups)}" if self._groups else ""

    def _having(self, values: list[Any]) -> str:
        if self._query.having is None:
            return ""
        filters = Filters(self._statement, self.resolve, values, no_semi_join)
        return f" HAVING {filters.sql(self._query.having)}"

    def _order(self, values: list[Any]) -> str:
        keys = []
        for order in self._query.order:
            column = check_sortable(self._statement, self.resolve(order.operand))
            keys.append(order_sql(column, order, values))
        keys += [f"{sql} ASC" for sql in self._groups]  # so that the order is always the same
        return f" ORDER BY {', '.join(keys)}" if keys else ""

    def _limit(self, values: list[Any]) -> str:
        values += [-1 if self._query.limit is None else self._query.limit, self._query.offset or 0]
        return " LIMIT ? OFFSET ?"

    def _keys(self) -> list[str]:
        """Alias, field name, or expr0, expr1... for an aggregate without alias."""
        keys: list[str] = []
        unnamed = 0
        for item in self._query.items:
            key = item.alias
            if not key and isinstance(item.what, s.Path):
                key = self._scope.column(no_call(item.what)).field.name
            elif not key:
                key, unnamed = f"expr{unnamed}", unnamed + 1
            keys.append(key)
        return keys


def _result(name: str, field: Field) -> Field:
    """The field that an aggregate's result is like, for filters and order."""
    if name.startswith("COUNT"):
        return replace(field, type="int", filterable=True, sortable=True, picklist=())
    if name == "AVG":
        return replace(field, type="double", filterable=True, sortable=True)
    return field


def _converter(field: Field) -> Callable[[Any], Any] | None:
    if field.type == "boolean":
        return lambda value: None if value is None else bool(value)
    if field.type in _COUNTED:
        return lambda value: None if value is None else int(value)
    return None
