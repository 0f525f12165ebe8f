"""The records in SQLite: one in-memory database, each object's table filled when first needed."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from .schema import COMPOUND, NAME_FIELDS, NAME_OBJECT, PERSON_FIELDS, Entity, Schema

Row = tuple[Any, ...]
PEOPLE = ("User", "Contact", "Lead")


def quoted(name: str) -> str:
    """A name for SQL. Names come from describes, never from a request."""
    return '"' + name.replace('"', '""') + '"'


class Store:
    """Answers SQL over the org's records. Safe to use from several threads."""

    def __init__(self, schema: Schema, records: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self._schema, self._records = schema, records
        self._lock = threading.RLock()
        self._loaded: set[str] = set()
        self._named: set[str] = set()
        self._indexed: set[tuple[str, str]] = set()
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db.create_function("fold", 1, _fold, deterministic=True)
        self._db.create_aggregate("exact_sum", 1, _Sum)  # type: ignore[arg-type]  # typeshed wants
        self._db.create_aggregate("exact_avg", 1, _Average)  # type: ignore[arg-type]  # int results
        columns = ", ".join(map(quoted, NAME_FIELDS))
        self._db.execute(f'CREATE TABLE {quoted(NAME_OBJECT)} ({columns}, PRIMARY KEY ("Id"))')

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def select(
        self,
        sql: str,
        values: Sequence[Any],
        entities: Iterable[str],
        named: Iterable[str],
        indexes: Iterable[tuple[str, str]] = (),
    ) -> list[Row]:
        """The rows of one SELECT. ``entities``: the objects it reads; ``named``: the objects that
        it reads through polymorphic lookups; ``indexes``: by which fields it finds records."""
        with self._lock:
            for name in entities:
                self._load(name)
            for name in named:
                self._load_names(name)
            for name, field in indexes:
                self._index(name, field)
            cursor = self._db.cursor()
            try:
                return cursor.execute(sql, values).fetchall()
            finally:
                cursor.close()

    def _load(self, name: str) -> None:
        entity = self._schema.entity(name)
        if entity is None or name in self._loaded or name == NAME_OBJECT:
            return
        self._loaded.add(name)
        columns = [quoted(field.name) for field in entity.fields]
        key = ', PRIMARY KEY ("Id")' if entity.field("Id") else ""
        self._db.execute(f"CREATE TABLE {quoted(name)} ({', '.join(columns)}{key})")
        self._insert(name, len(columns), _rows(entity, self._records[name]))

    def _index(self, name: str, field: str) -> None:
        if field == "Id" or (name, field) in self._indexed:
            return  # the key has an index of its own
        self._indexed.add((name, field))
        index = quoted(f"{name} by {field}")
        self._db.execute(f"CREATE INDEX {index} ON {quoted(name)} ({quoted(field)})")

    def _load_names(self, name: str) -> None:
        entity = self._schema.entity(name)
        if entity is None or name in self._named:
            return
        self._named.add(name)
        rows = (_name_row(entity, record) for record in self._records[name])
        self._insert(NAME_OBJECT, len(NAME_FIELDS), rows)

    def _insert(self, table: str, width: int, rows: Iterable[Row]) -> None:
        marks = ", ".join("?" * width)
        self._db.execute("BEGIN")
        insert = f"INSERT INTO {quoted(table)} VALUES ({marks})"  # noqa: S608 - a describe's name
        self._db.executemany(insert, rows)
        self._db.execute("COMMIT")


def _rows(entity: Entity, records: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    names = [field.name for field in entity.fields]
    rows = (tuple(map(record.get, names)) for record in records)
    if any(field.type in COMPOUND for field in entity.fields):
        return (tuple(map(_as_json, row)) for row in rows)
    return rows


def _as_json(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value


def _name_row(entity: Entity, record: Mapping[str, Any]) -> Row:
    """One record as the Name object shows it."""
    label = record.get(entity.name_field.name) if entity.name_field else None
    row: dict[str, Any] = {"Id": record.get("Id"), "Name": label, "Type": entity.name}
    for name in NAME_FIELDS[3:]:
        shown = entity.name == "User" or (name in PERSON_FIELDS and entity.name in PEOPLE)
        row[name] = record.get(name) if shown and entity.field(name) else None
    return tuple(row[name] for name in NAME_FIELDS)


def _fold(text: Any) -> Any:
    """Text without its case: Salesforce compares text without minding case."""
    return text.lower() if isinstance(text, str) else text


class _Sum:
    """SUM as a decimal machine adds: 0.1 + 0.2 = 0.3. Of nothing: null."""

    def __init__(self) -> None:
        self._total, self._count = Decimal(0), 0

    def step(self, value: Any) -> None:
        if value is not None:
            self._total += Decimal(str(value))
            self._count += 1

    def finalize(self) -> float | None:
        return float(self._total) if self._count else None


class _Average(_Sum):
    def finalize(self) -> float | None:
        return float(self._total / self._count) if self._count else None
