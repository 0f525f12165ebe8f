"""A SELECT of records: what it reads, how a row becomes a record, and its child subqueries."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..refusal import Refusal, no_such_child
from ..schema import COMPOUND, NAME_OBJECT, Entity, Field
from . import syntax as s
from .filters import no_call
from .joins import where_sql
from .ordering import check_sortable, order_sql
from .scope import (
    AGGREGATES,
    MAX_CHILDREN,
    MAX_LEVELS,
    Column,
    Scope,
    Statement,
    Table,
    refuse_call,
)

Convert = Callable[[Any], Any]
Cell = tuple[str, int, str]
MAX_OFFSET, MAX_FIELDS_LIMIT = 2_000, 200
_FIELD_GROUPS = ("ALL", "STANDARD", "CUSTOM")


@dataclass
class Node:
    """How one object of a row is built: places in the row of id and, for Name, of the type."""

    entity: str
    id_place: int
    type_place: int | None
    parts: dict[str, tuple[int, Convert | None] | Node | ChildPlan] = field(default_factory=dict)


@dataclass
class RecordPlan:
    """SQL in pieces (a child's WHERE begins with its parents' ids), and the tree of a record.

    ``cells``: the fields in the order in which they were selected: path, place in the row, type.
    """

    node: Node
    columns: list[str]
    cells: list[Cell]
    scope: Scope
    where: str
    order: str
    values: list[Any]
    limit: int | None
    offset: int | None
    children: list[ChildPlan]


@dataclass
class ChildPlan:
    """A parent-to-child subquery: its rows' last column is the parent's id."""

    relationship: str
    parent_sql: str
    plan: RecordPlan


def plan_records(scope: Scope, query: s.Query, level: int = 1) -> RecordPlan:
    """The plan of a SELECT of records. Raises Refusal for all that Salesforce would refuse."""
    statement, values = scope.statement, list[Any]()
    selection = _Selection(scope)
    children: list[ChildPlan] = []
    for item in _expanded(scope, query):
        if isinstance(item.what, s.Query):
            child = _plan_child(scope, item.what, level)
            selection.put(selection.root, child.relationship, child, item.what.position)
            children.append(child)
        else:
            _check_item(statement, item)
            selection.add(no_call(item.what))
    where = where_sql(scope, query.where, values)
    order = _order(scope, query.order, values)
    _check_offset(statement, query, level)
    return RecordPlan(
        selection.root, selection.columns, selection.cells, scope, where, order, values,
        query.limit, query.offset, children,
    )  # fmt: skip


class _Selection:
    """The columns of a SELECT and the tree of the record they make."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.columns: list[str] = []
        self.cells: list[Cell] = []
        self.root = self._node(scope.root)
        self._nodes: dict[tuple[str, ...], Node] = {(): self.root}

    def add(self, path: s.Path) -> None:
        column = self._scope.column(path)
        node = self._parent(column.table, path.position)
        convert = _CONVERT.get(column.field.type)
        place = self._place(column.sql)
        self.put(node, column.field.name, (place, convert), path.position)
        path_name = ".".join((*column.table.path, column.field.name))
        self.cells.append((path_name, place, column.field.type))
        if column.field.long_text and column.field.custom:
            self._scope.statement.long_texts += 1

    def put(self, node: Node, key: str, part: Any, position: int) -> None:
        if key in node.parts:
            message = f"duplicate field selected: {key}"
            raise self._scope.statement.invalid(position, message, "duplicate")
        node.parts[key] = part

    def _parent(self, table: Table, position: int) -> Node:
        if table.path not in self._nodes:
            above = self._parent(self._scope.table(table.path[:-1], position), position)
            node = self._node(table)
            self.put(above, table.path[-1], node, position)
            self._nodes[table.path] = node
        return self._nodes[table.path]

    def _node(self, table: Table) -> Node:
        named = table.entity.name == NAME_OBJECT
        kind = self._place(table.sql("Type")) if named else None
        return Node(table.entity.name, self._place(table.sql("Id")), kind)

    def _place(self, sql: str) -> int:
        if sql not in self.columns:
            self.columns.append(sql)
        return self.columns.index(sql)


_CONVERT: dict[str, Convert] = {
    "boolean": lambda value: None if value is None else bool(value),
    **dict.fromkeys(COMPOUND, lambda value: json.loads(value) if value else None),
}


def _check_item(statement: Statement, item: s.Item) -> None:
    if item.alias and isinstance(item.what, s.Path):
        message = "only aggregate expressions use field aliasing"
        raise statement.malformed(item.what.position, message, "syntax")


def _expanded(scope: Scope, query: s.Query) -> list[s.Item]:
    """The items with FIELDS() written out."""
    items: list[s.Item] = []
    for item in query.items:
        if isinstance(item.what, s.Call) and item.what.name == "FIELDS":
            items += [s.Item(path, "") for path in _fields(scope, query, item.what)]
        else:
            items.append(item)
    return items


def _fields(scope: Scope, query: s.Query, call: s.Call) -> list[s.Path]:
    statement = scope.statement
    group = call.arguments[0].parts[0].upper() if call.arguments else ""
    if group not in _FIELD_GROUPS:
        raise statement.malformed(call.position, "unexpected token: 'FIELDS'", "syntax")
    if group != "STANDARD" and (query.limit is None or query.limit > MAX_FIELDS_LIMIT):
        message = f"The SOQL FIELDS function must have a LIMIT of at most {MAX_FIELDS_LIMIT}"
        raise statement.malformed(call.position, message, "fields-limit")
    return [
        s.Path((found.name,), call.position)
        for found in scope.root.entity.fields
        if group == "ALL" or found.custom == (group == "CUSTOM")
    ]


def _order(scope: Scope, orders: tuple[s.Order, ...], values: list[Any]) -> str:
    parts = []
    for order in orders:
        column: Column = check_sortable(scope.statement, scope.column(no_call(order.operand)))
        parts.append(order_sql(column, order, values))
    # Without ORDER BY Salesforce promises no order; here it is the records' own, always the same.
    return ", ".join((*parts, f"{scope.root.alias}.rowid"))


def _check_offset(statement: Statement, query: s.Query, level: int) -> None:
    if query.offset is None:
        return
    if level > 1:
        message = "OFFSET is not allowed in a subquery"
        raise statement.malformed(query.position, message, "offset-subquery")
    check_offset_limit(query.offset)


def check_offset_limit(offset: int) -> None:
    if offset > MAX_OFFSET:
        message = f"Maximum SOQL offset allowed is {MAX_OFFSET}"
        raise Refusal("NUMBER_OUTSIDE_VALID_RANGE", message, rule="offset-2000")


def _plan_child(parent: Scope, query: s.Query, level: int) -> ChildPlan:
    statement = parent.statement
    statement.children += 1
    position = query.source.position
    if statement.children > MAX_CHILDREN:
        message = f"A query has at most {MAX_CHILDREN} parent-to-child relationships"
        raise statement.malformed(position, message, "children-20")
    if level >= MAX_LEVELS:
        message = f"Parent-to-child subqueries have at most {MAX_LEVELS} levels"
        raise statement.malformed(position, message, "children-levels")
    _check_no_aggregate(statement, query)
    relationship, entity, key = _child(parent, query.source)
    scope = Scope(statement, entity, query.alias)
    statement.index(entity, key)
    return ChildPlan(relationship, scope.root.sql(key.name), plan_records(scope, query, level + 1))


def _check_no_aggregate(statement: Statement, query: s.Query) -> None:
    calls = [item.what for item in query.items if isinstance(item.what, s.Call)]
    for call in calls:
        if call.name not in (*AGGREGATES, "FIELDS"):
            raise refuse_call(statement, call)
    if query.group or query.having or any(call.name != "FIELDS" for call in calls):
        message = "Only root queries support aggregate expressions"
        raise statement.malformed(query.position, message, "aggregate-child")


def _child(parent: Scope, source: s.Path) -> tuple[str, Entity, Field]:
    names, root = source.parts, parent.root.entity
    if len(names) == 2 and names[0].lower() == root.name.lower():
        names = names[1:]
    found = root.child(names[0])
    statement = parent.statement
    if len(names) != 1 or found is None:
        raise no_such_child(statement.text, source.position, ".".join(source.parts))
    entity = statement.schema.entity(found.entity)
    key = entity.field(found.field) if entity else None
    if entity is None or key is None:
        raise no_such_child(statement.text, source.position, found.name)
    return found.name, entity, key
