"""A statement from text to records."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from ..refusal import Typeof
from ..schema import NAME_OBJECT, Schema
from ..store import Row, Store
from . import syntax as s
from .bulk import check_bulk, no_typeof
from .dates import Calendar
from .grouping import is_aggregate, is_count, plan_count, plan_groups
from .scope import Scope, Statement
from .selecting import ChildPlan, Node, RecordPlan, plan_records

Json = dict[str, Any]


@dataclass(frozen=True)
class Children:
    """The records of a parent-to-child subquery under one parent, all of them, before paging."""

    records: list[Json]


@dataclass(frozen=True)
class Result:
    """All records of a statement, made as they are read. ``total``: what totalSize says;
    ``aggregate``: no locator can page it; ``offset``: only its first page is given;
    ``long_texts``: custom long text fields."""

    records: Sequence[Json]
    total: int
    aggregate: bool = False
    offset: bool = False
    long_texts: int = 0


class _Made(Sequence[Json]):
    """Records that are made from their rows when they are read, page by page."""

    def __init__(self, rows: list[Row], make: Callable[[Row], Json]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Json: ...
    @overload
    def __getitem__(self, place: slice) -> list[Json]: ...
    def __getitem__(self, place: int | slice) -> Json | list[Json]:
        if isinstance(place, slice):
            return [self._make(row) for row in self._rows[place]]
        return self._make(self._rows[place])


@dataclass(frozen=True)
class Table:
    """A result as rows of values. ``names``: the paths selected, in the statement's order, written
    as the describes write them; ``kinds``: their types; ``entity``: the object after FROM."""

    entity: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: list[Row]


@dataclass(frozen=True)
class Engine:
    """What statements run on. ``base``: the path before ``/sobjects/`` in a record's url."""

    schema: Schema
    store: Store
    calendar: Calendar

    def run(self, text: str, *, base: str, deleted: bool = False) -> Result:
        """The result of one statement. Raises Refusal for whatever Salesforce would refuse, and
        for what it would not but the sample org cannot answer."""
        scope, query = self._read(text, deleted)
        statement = scope.statement
        if is_count(query):
            sql, values = plan_count(scope, query)
            return Result([], int(self._rows(statement, sql, values)[0][0]))
        if is_aggregate(query):
            return self._grouped(scope, query)
        return self._records(scope, query, base)

    def table(self, text: str, *, deleted: bool = False) -> Table:
        """The result of a statement that a bulk query job may run. Refuses as ``run`` does, and
        what the Bulk API does not take."""
        try:
            scope, query = self._read(text, deleted)
        except Typeof:
            raise no_typeof() from None
        check_bulk(scope, query)
        plan = plan_records(scope, query)
        names, places, kinds = zip(*plan.cells, strict=True)
        rows = self._planned_rows(scope, plan)
        cells = [tuple(row[place] for place in places) for row in rows]
        return Table(scope.root.entity.name, names, kinds, cells)

    def _read(self, text: str, deleted: bool) -> tuple[Scope, s.Query]:
        from .parser import parse  # brings in lark, which the first statement pays for

        query = parse(text)
        statement = Statement(text, self.schema, self.calendar, deleted)
        return Scope(statement, statement.entity(query.source), query.alias), query

    def _grouped(self, scope: Scope, query: s.Query) -> Result:
        plan = plan_groups(scope, query)
        records = []
        for row in self._rows(scope.statement, plan.sql, plan.values):
            record: Json = {"attributes": {"type": "AggregateResult"}}
            for key, value, convert in zip(plan.keys, row, plan.converts, strict=True):
                record[key] = convert(value) if convert else value
            records.append(record)
        return Result(records, len(records), aggregate=True)

    def _records(self, scope: Scope, query: s.Query, base: str) -> Result:
        plan = plan_records(scope, query)
        rows = self._planned_rows(scope, plan)
        children = self._children(scope.statement, plan, rows, base)
        records = _Made(rows, lambda row: _record(plan.node, row, base, children))
        offset = plan.offset is not None
        texts = scope.statement.long_texts
        return Result(records, len(records), offset=offset, long_texts=texts)

    def _planned_rows(self, scope: Scope, plan: RecordPlan) -> list[Row]:
        limit = [-1 if plan.limit is None else plan.limit, plan.offset or 0]
        sql = f"{_select(plan)} WHERE {plan.where} ORDER BY {plan.order} LIMIT ? OFFSET ?"
        return self._rows(scope.statement, sql, plan.values + limit)

    def _children(
        self, statement: Statement, plan: RecordPlan, rows: list[Row], base: str
    ) -> dict[str, dict[str, list[Json]]]:
        """Per child relationship the children by their parent's id."""
        parents = [row[plan.node.id_place] for row in rows]
        return {
            child.relationship: self._children_of(statement, child, parents, base)
            for child in plan.children
        }

    def _children_of(
        self, statement: Statement, child: ChildPlan, parents: list[str], base: str
    ) -> dict[str, list[Json]]:
        plan, key = child.plan, child.parent_sql
        among = f"{key} IN (SELECT value FROM json_each(?))"  # noqa: S608 - names from describes
        sql = f"{_select(plan, key)} WHERE {among} AND ({plan.where}) ORDER BY {plan.order}"
        rows = self._rows(statement, sql, [json.dumps(parents), *plan.values])
        rows = _limited(rows, plan.limit)
        below = self._children(statement, plan, rows, base)
        found: dict[str, list[Json]] = defaultdict(list)
        for row in rows:
            found[row[-1]].append(_record(plan.node, row, base, below))
        return found

    def _rows(self, statement: Statement, sql: str, values: list[Any]) -> list[Row]:
        return self.store.select(
            sql, values, statement.entities, statement.named, statement.indexes
        )


def _select(plan: RecordPlan, *more: str) -> str:
    return f"SELECT {', '.join((*plan.columns, *more))} {plan.scope.from_sql}"


def _limited(rows: list[Row], limit: int | None) -> list[Row]:
    """At most ``limit`` rows of each parent; a row ends with its parent's id."""
    if limit is None:
        return rows
    counts: dict[str, int] = defaultdict(int)
    kept = []
    for row in rows:
        counts[row[-1]] += 1
        if counts[row[-1]] <= limit:
            kept.append(row)
    return kept


def _record(
    node: Node, row: Row, base: str, children: Mapping[str, Mapping[str, list[Json]]]
) -> Json:
    """One row as the API writes a record: attributes, fields, parents, children."""
    key = row[node.id_place]
    kind = node.entity if node.type_place is None else row[node.type_place]
    shown = NAME_OBJECT if node.entity == NAME_OBJECT else kind
    record: Json = {"attributes": {"type": shown, "url": f"{base}/sobjects/{kind}/{key}"}}
    for name, part in node.parts.items():
        if isinstance(part, tuple):
            place, convert = part
            record[name] = row[place] if convert is None else convert(row[place])
        elif isinstance(part, ChildPlan):
            found = children[part.relationship].get(key)
            record[name] = Children(found) if found else None
        else:
            there = row[part.id_place] is not None
            record[name] = _record(part, row, base, {}) if there else None
    return record
