"""The typed tree of a SOQL statement. ``position`` is the 0-based place in the statement's text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Path:
    """A field or relationship path as typed: ``Owner.Manager.Name``."""

    parts: tuple[str, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Call:
    """``COUNT(Id)``, ``FIELDS(ALL)``..., the name in upper case."""

    name: str
    arguments: tuple[Path, ...]
    position: int


class Kind(Enum):
    """What a literal is; the word kind covers date literals and whatever else has no quotes."""

    STRING = "string"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    NULL = "null"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as typed; ``text`` of a string still has its quotes and escapes."""

    kind: Kind
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Compare:
    """``operand operator value``; the operator in upper case, ``<>`` as ``!=``."""

    operand: Path | Call
    operator: str
    value: Literal


@dataclass(frozen=True, slots=True)
class CompareList:
    """``operand IN (a, b)``, NOT IN, INCLUDES or EXCLUDES."""

    operand: Path | Call
    operator: str
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class CompareSelect:
    """A semi-join (IN) or anti-join (NOT IN)."""

    operand: Path | Call
    operator: str
    query: Query
    position: int


@dataclass(frozen=True, slots=True)
class All:
    """AND."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """OR."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition = Compare | CompareList | CompareSelect | All | Any | Not


@dataclass(frozen=True, slots=True)
class Item:
    """One thing selected: a field, a function or a parent-to-child subquery."""

    what: Path | Call | Query
    alias: str


@dataclass(frozen=True, slots=True)
class Order:
    operand: Path | Call
    descending: bool
    nulls_last: bool


@dataclass(frozen=True, slots=True)
class Query:
    items: tuple[Item, ...]
    source: Path
    alias: str
    where: Condition | None
    group: tuple[Path | Call, ...]
    having: Condition | None
    order: tuple[Order, ...]
    limit: int | None
    offset: int | None
    position: int
