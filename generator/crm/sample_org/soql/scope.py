"""Names in a statement: which object, field and relationship each of them means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..refusal import (
    Refusal,
    at,
    no_such_column,
    no_such_entity,
    no_such_relationship,
    unsupported,
)
from ..schema import NAME_OBJECT, Entity, Field, Schema
from ..store import quoted
from . import syntax as s
from .dates import Calendar

MAX_PARENTS, MAX_LEVELS, MAX_CHILDREN = 55, 5, 20


@dataclass
class Statement:
    """What the whole of one statement shares: its text, what it is checked against, what it has
    used so far. ``deleted``: whether deleted records are read too (queryAll); ``indexes``: the
    fields by which it finds records, by object."""

    text: str
    schema: Schema
    calendar: Calendar
    deleted: bool = False
    scopes: int = 0
    parents: int = 0
    children: int = 0
    long_texts: int = 0
    indexes: dict[tuple[str, str], None] = field(default_factory=dict)
    entities: dict[str, None] = field(default_factory=dict)
    named: dict[str, None] = field(default_factory=dict)

    def malformed(self, position: int, message: str, rule: str) -> Refusal:
        return Refusal("MALFORMED_QUERY", at(self.text, position, message), rule=rule)

    def invalid(self, position: int, message: str, rule: str) -> Refusal:
        return Refusal("INVALID_FIELD", at(self.text, position, message), rule=rule)

    def index(self, entity: Entity, found: Field) -> None:
        """Have records of ``entity`` be found by this field without reading all of them."""
        if entity.name != NAME_OBJECT:
            self.indexes[entity.name, found.name] = None

    def entity(self, path: s.Path) -> Entity:
        """The object that a top-level FROM names."""
        name = ".".join(path.parts)
        entity = self.schema.entity(name)
        if entity is None or entity.name == NAME_OBJECT:
            raise no_such_entity(self.text, path.position, name)
        return entity


@dataclass(frozen=True)
class Table:
    """One joined object: ``path`` are the relationships that lead to it from the scope's root."""

    entity: Entity
    alias: str
    path: tuple[str, ...]

    def sql(self, name: str) -> str:
        return f"{self.alias}.{quoted(name)}"


@dataclass(frozen=True)
class Column:
    """A field where it stands in the SQL. ``position``: in the statement, for error messages."""

    table: Table
    field: Field
    position: int
    sql: str


class Scope:
    """One SELECT's tables: its root object and the parents that its paths lead to."""

    def __init__(self, statement: Statement, root: Entity, alias: str = "") -> None:
        self.statement, self._alias = statement, alias.lower()
        self._prefix = f"q{statement.scopes}"
        statement.scopes += 1
        statement.entities[root.name] = None
        self.root = Table(root, f"{self._prefix}_0", ())
        self._tables: dict[tuple[str, ...], Table] = {(): self.root}
        self._joins: list[str] = []

    @property
    def from_sql(self) -> str:
        """FROM with its joins; complete only when every clause has been resolved."""
        return " ".join((f"FROM {quoted(self.root.entity.name)} {self.root.alias}", *self._joins))

    def column(self, path: s.Path) -> Column:
        """The field a path means. Raises Refusal for an unknown relationship or field."""
        names = self._relative(path.parts)
        table = self.table(names[:-1], path.position)
        found = table.entity.field(names[-1])
        if found is None:
            text = self.statement.text
            error = no_such_column(text, path.position, names[-1], table.entity.name)
            if table.entity.name == NAME_OBJECT:
                raise Refusal(error.code, error.message, rule="polymorphic")
            raise error
        return Column(table, found, path.position, table.sql(found.name))

    def table(self, names: Iterable[str], position: int) -> Table:
        """The parent at the end of a path of relationship names, joined if it is not yet."""
        steps = tuple(names)
        if len(steps) > MAX_LEVELS:
            message = f"A relationship path has at most {MAX_LEVELS} levels: {'.'.join(steps)}"
            raise self.statement.malformed(position, message, "levels-5")
        table = self.root
        for name in steps:
            table = self._parent(table, name, position)
        return table

    def _relative(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """The path without the object's own name or alias in front."""
        first, entity = parts[0].lower(), self.root.entity
        own = first == self._alias or (
            first == entity.name.lower() and entity.lookup(first) is None
        )
        return parts[1:] if len(parts) > 1 and own else parts

    def _parent(self, child: Table, name: str, position: int) -> Table:
        lookup = child.entity.lookup(name)
        if lookup is None:
            raise no_such_relationship(self.statement.text, position, name)
        path = (*child.path, lookup.relationship)
        if path not in self._tables:
            self._tables[path] = self._join(child, lookup, path, position)
        return self._tables[path]

    def _join(self, child: Table, lookup: Field, path: tuple[str, ...], position: int) -> Table:
        statement = self.statement
        target = NAME_OBJECT if lookup.polymorphic else lookup.targets[0] if lookup.targets else ""
        entity = statement.schema.entity(target) if target else None
        if entity is None:
            raise no_such_relationship(statement.text, position, lookup.relationship)
        statement.parents += 1
        if statement.parents > MAX_PARENTS:
            message = f"A query has at most {MAX_PARENTS} child-to-parent relationships"
            raise statement.malformed(position, message, "parents-55")
        if lookup.polymorphic:
            statement.named.update(dict.fromkeys(lookup.targets))
        else:
            statement.entities[entity.name] = None
        table = Table(entity, f"{self._prefix}_{len(self._tables)}", path)
        on = f"{table.sql('Id')} = {child.sql(lookup.name)}"
        self._joins.append(f"LEFT JOIN {quoted(entity.name)} {table.alias} ON {on}")
        return table


AGGREGATES = ("COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX")
_FUNCTIONS = frozenset(
    ("TOLABEL", "FORMAT", "CONVERTCURRENCY", "CONVERTTIMEZONE", "DISTANCE", "GEOLOCATION",
     "GROUPING", "ROLLUP", "CUBE", "CALENDAR_MONTH", "CALENDAR_QUARTER", "CALENDAR_YEAR",
     "DAY_IN_MONTH", "DAY_IN_WEEK", "DAY_IN_YEAR", "DAY_ONLY", "FISCAL_MONTH", "FISCAL_QUARTER",
     "FISCAL_YEAR", "HOUR_IN_DAY", "WEEK_IN_MONTH", "WEEK_IN_YEAR")
)  # fmt: skip


def refuse_call(statement: Statement, call: s.Call) -> Refusal:
    """The refusal of a function where it stands: ours where Salesforce knows the function."""
    if call.name in _FUNCTIONS:
        return unsupported(f"{call.name}()")
    return statement.malformed(call.position, f"unexpected token: '{call.name}'", "syntax")
