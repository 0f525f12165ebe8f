"""WHERE clauses of a scope, with semi-joins and anti-joins and the limits Salesforce sets them."""

from __future__ import annotations

from typing import Any

from ..refusal import Refusal, at, unsupported
from ..schema import IDS, Entity, Field
from . import syntax as s
from .filters import Filters, no_call
from .scope import Column, Scope, Statement

MAX_SEMI_JOINS = 2
_NOT_INSIDE = frozenset(
    ("activityhistory", "attachment", "event", "eventattendee", "note", "openactivity", "task")
)


def where_sql(scope: Scope, where: s.Condition | None, values: list[Any]) -> str:
    """The WHERE of a top-level select or a parent-to-child subquery, deleted records left out
    unless the statement asks for them; parameters go to ``values``."""
    _check_places(scope.statement, where)
    return _where(scope, where, values, lambda join: _semi_join(scope, join, values))


def _where(scope: Scope, where: s.Condition | None, values: list[Any], semi_join: Any) -> str:
    def resolve(operand: s.Path | s.Call) -> Column:
        return scope.column(no_call(operand))

    parts = []
    if where is not None:
        parts.append(Filters(scope.statement, resolve, values, semi_join).sql(where))
    deleted = scope.root.entity.field("IsDeleted")
    if deleted is not None and not scope.statement.deleted:
        parts.append(f"IFNULL({scope.root.sql(deleted.name)}, 0) = 0")
    return " AND ".join(parts) or "1"


def _check_places(statement: Statement, where: s.Condition | None) -> None:
    """Semi-joins stand at the top level of WHERE, at most two of them, in no OR and no NOT."""
    found: list[s.CompareSelect] = []
    tops = where.parts if isinstance(where, s.All) else (where,)
    for part in tops:
        if isinstance(part, s.CompareSelect):
            found.append(part)
        elif part is not None:
            _check_nested(statement, part)
    if len(found) > MAX_SEMI_JOINS:
        message = f"Maximum {MAX_SEMI_JOINS} semi join sub-selects are allowed"
        message = at(statement.text, found[MAX_SEMI_JOINS].position, message)
        raise Refusal("EXCEEDED_MAX_SEMIJOIN_SUBSELECTS", message, rule="semi-two")


def _check_nested(statement: Statement, part: s.Condition) -> None:
    join = _first_join(part)
    if join is None:
        return
    message, rule = "Semi join sub-selects are not allowed with the 'OR' operator", "semi-or"
    if isinstance(part, s.Not):
        message, rule = "Semi join sub-selects are not allowed with the 'NOT' operator", "semi-not"
    elif isinstance(part, s.All):
        message = (
            "Semi join sub-selects are only allowed at the top level WHERE expressions and not in "
            "nested WHERE expressions."
        )
    raise statement.malformed(join.position, message, rule)


def _first_join(condition: s.Condition) -> s.CompareSelect | None:
    match condition:
        case s.CompareSelect():
            return condition
        case s.Not(part):
            return _first_join(part)
        case s.All(parts) | s.Any(parts):
            return next(filter(None, map(_first_join, parts)), None)
        case _:
            return None


def _semi_join(outer: Scope, join: s.CompareSelect, values: list[Any]) -> str:
    statement, query = outer.statement, join.query
    if join.operator not in ("IN", "NOT IN"):
        raise statement.malformed(join.position, f"unexpected token: '{join.operator}'", "syntax")
    left = _left(outer, join)
    inner = Scope(statement, _inner_entity(statement, outer, query), query.alias)
    column = _inner_column(inner, query)
    _check_targets(statement, left, column, join)
    _check_plain(statement, query)
    where = _where(inner, query.where, values, _refuse_nested(statement))
    select = f"SELECT {column.sql} {inner.from_sql} WHERE {where} AND {column.sql} IS NOT NULL"
    if join.operator == "NOT IN":
        return f"NOT IFNULL({left.sql} IN ({select}), 0)"
    statement.index(left.table.entity, left.field)
    return f"({left.sql} IN ({select}))"


def _left(outer: Scope, join: s.CompareSelect) -> Column:
    left = outer.column(no_call(join.operand))
    if left.field.type not in IDS or left.table is not outer.root:
        message = (
            "The left operand field in the where expression for outer query should be an id "
            f"field, cannot use: '{left.field.name}'"
        )
        raise outer.statement.malformed(left.position, message, "semi-id")
    return left


def _inner_entity(statement: Statement, outer: Scope, query: s.Query) -> Entity:
    entity = statement.entity(query.source)
    position = query.source.position
    if entity.name == outer.root.entity.name:
        message = "The inner and outer selects should not be on the same object type"
        raise statement.malformed(position, message, "semi-self")
    if entity.name.lower() in _NOT_INSIDE:
        message = f"Entity '{entity.name}' is not supported for semi join inner selects"
        raise statement.malformed(position, message, "semi-entity")
    return entity


def _inner_column(inner: Scope, query: s.Query) -> Column:
    statement = inner.statement
    item = query.items[0]
    if len(query.items) != 1 or not isinstance(item.what, s.Path):
        message = "A semi join sub-select has exactly one field in its SELECT"
        raise statement.malformed(query.position, message, "semi-one-field")
    column = inner.column(item.what)
    if column.field.type not in IDS or column.table is not inner.root:
        message = (
            f"Semi join sub-select can only query id fields, cannot use: '{column.field.name}'"
        )
        raise statement.malformed(column.position, message, "semi-id")
    return column


def _check_targets(
    statement: Statement, left: Column, inner: Column, join: s.CompareSelect
) -> None:
    if set(_targets(left.table.entity, left.field)) & set(
        _targets(inner.table.entity, inner.field)
    ):
        return
    message = (
        f"The selected field '{inner.field.name}' in the subquery and the left operand field in "
        f"the where expression in the outer query '{left.field.name}' should point to the same "
        "object type"
    )
    raise statement.malformed(join.position, message, "semi-target")


def _targets(entity: Entity, field: Field) -> tuple[str, ...]:
    return (entity.name,) if field.type == "id" else field.targets


def _check_plain(statement: Statement, query: s.Query) -> None:
    if query.offset is not None:
        message = "OFFSET is not allowed in a semi join sub-select"
        raise statement.malformed(query.position, message, "offset-subquery")
    if query.group or query.having or query.order or query.limit is not None:
        message = "Semi join sub-selects have no GROUP BY, ORDER BY or LIMIT"
        raise statement.malformed(query.position, message, "semi-plain")


def _refuse_nested(statement: Statement) -> Any:
    def refuse(join: s.CompareSelect) -> str:
        message = "Nesting of semi join sub-selects is not supported"
        raise statement.malformed(join.position, message, "semi-nested")

    return refuse


def no_semi_join(_join: s.CompareSelect) -> str:
    raise unsupported("semi-joins in HAVING")
