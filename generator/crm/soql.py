"""SOQL as text: literals, conditions and SELECT statements, built so that no value can break out.

Names of objects and fields are checked against their shape here and against the org's describes by
the callers; values are always quoted. Source of the escapes: Salesforce's SOQL reference, "Quoted
String Escape Sequences".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from generator.errors import UsageError

LeadsTo = Callable[[str, str], frozenset[str]]
"""The objects that a path of relationships leads to from an object; none where it is not known."""

MAX_STATEMENT = 100_000
"""Characters of one statement."""

MAX_IDS = 5_000
"""Ids in one statement, 15 characters each with quotes and comma: nine tenths of its length."""

_ROOM = MAX_STATEMENT * 9 // 10
"""Characters of a statement for the values of one condition; the rest is the statement's own."""

FULL_PAGE, LONG_TEXT_PAGE = 2_000, 200
"""Records of a page; and of one whose statement selects several custom long texts."""

SHORT_ID = 15

MAX_STRING = 4_000
"""The longest string Salesforce takes in a WHERE clause."""

_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        "'": "\\'",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
    }
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*\Z")
_FORBIDDEN = re.compile(
    r"\b(select|from|group\s+by|having|order\s+by|limit|offset|for\s+(view|reference|update)"
    r"|with|using|all\s+rows|update\s+(tracking|viewstat))\b",
    re.IGNORECASE,
)
_STRING = re.compile(r"'(?:\\.|[^'\\])*'", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Child:
    """A parent-to-child subquery: ``kind`` is the model's name for what it returns.

    ``link`` is the path by which a statement of its own names the same ids as its parent's does,
    and ``where`` what it asks besides; without a link there can be none. ``only`` holds of the
    records in either.
    """

    kind: str
    relationship: str
    object: str
    fields: tuple[str, ...]
    link: str = ""
    where: str = ""
    page: int = FULL_PAGE
    only: str = ""

    def soql(self) -> str:
        columns = ", ".join(self.fields)
        where = f" WHERE {self.only}" if self.only else ""
        return f"(SELECT {columns} FROM {self.relationship}{where})"  # noqa: S608 - from describes


@dataclass(frozen=True, slots=True)
class Query:
    """One SELECT statement. ``kind`` is the model's name for what it returns.

    ``links`` are the paths of which one must lead to one of ``ids``; ``where`` is asked besides.
    ``after``: the records in the order of their ids, those behind this one ("": from the first).
    ``page``: records that Salesforce gives at once, subqueries' included.
    """

    kind: str
    object: str
    fields: tuple[str, ...]
    where: str = ""
    children: tuple[Child, ...] = ()
    tail: str = ""
    links: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    after: str | None = None
    page: int = FULL_PAGE

    def soql(self) -> str:
        columns = ", ".join([*self.fields, *(child.soql() for child in self.children)])
        order = "ORDER BY Id" if self.after is not None else ""
        return self._statement(columns, order, self.tail)

    def count_soql(self) -> str:
        """How many records the statement would find, children not counted."""
        return self._statement("COUNT()", "", "")

    def _statement(self, columns: str, *rest: str) -> str:
        conditions = [self._among(), self.where]
        if self.after:
            conditions.append(f"Id > {quoted(self.after)}")
        where = all_of(conditions)
        parts = [f"SELECT {columns} FROM {self.object}", f"WHERE {where}" if where else "", *rest]  # noqa: S608 - as above
        return " ".join(part for part in parts if part)

    def _among(self) -> str:
        if not self.links:
            return ""
        return any_of([in_list(link, map(shortened, self.ids)) for link in self.links])

    def halves(self) -> list[Query]:
        """Two statements that find the same records, each with half of the ids; else none."""
        middle = len(self.ids) // 2
        parts = (self.ids[:middle], self.ids[middle:])
        return [replace(self, ids=part) for part in parts] if middle else []

    def without_field(self, field: str, entity: str, leads_to: LeadsTo) -> Query:
        """The same query without ``entity``'s field ``field``, as its own column or at the end of
        a path; ``leads_to`` says where paths lead. One of which that is not known goes as well."""

        def is_it(name: str, column: str) -> bool:
            path, _, last = column.rpartition(".")
            if last.lower() != field.lower():
                return False
            targets = leads_to(name, path) if path else frozenset((name,))
            return entity in targets or not targets

        children = tuple(
            replace(c, fields=tuple(f for f in c.fields if not is_it(c.object, f)))
            for c in self.children
        )
        own = tuple(f for f in self.fields if not is_it(self.object, f))
        return replace(self, fields=own, children=children)

    def columns(self) -> list[str]:
        """All that is selected, as ``Object.Field``; paths from the object that they begin at."""
        found = [(self.object, self.fields), *((c.object, c.fields) for c in self.children)]
        return [f"{name}.{column}" for name, fields in found for column in fields]

    def taken_apart(self) -> list[Query]:
        """The statement without its subqueries, and each of those as a statement of its own, but
        for those that cannot be one."""
        kept = tuple(child for child in self.children if not child.link)
        apart = [
            Query(
                c.kind,
                c.object,
                c.fields,
                all_of([c.where, c.only]),
                links=(c.link,),
                ids=self.ids,
                page=c.page,
            )
            for c in self.children
            if c.link
        ]
        return [replace(self, children=kept), *apart]

    def without_relationship(self, name: str) -> Query:
        """The same query without the subquery ``name`` and without paths that lead through it."""
        low = name.lower()
        kept = tuple(c for c in self.children if c.relationship.lower() != low)
        children = tuple(replace(c, fields=_not_through(c.fields, low)) for c in kept)
        return replace(self, fields=_not_through(self.fields, low), children=children)


def _not_through(fields: tuple[str, ...], relationship: str) -> tuple[str, ...]:
    return tuple(f for f in fields if relationship not in f.lower().split(".")[:-1])


def is_name(text: str) -> bool:
    """Whether ``text`` has the shape of a field, object or relationship path."""
    return _NAME.match(text) is not None


def quoted(value: str) -> str:
    """``value`` as a SOQL string. What cannot be sent as UTF-8 becomes a question mark."""
    sendable = value.encode("utf-8", "replace").decode("utf-8")
    return f"'{sendable.translate(_ESCAPES)}'"


def starts_with(value: str) -> str:
    """The pattern of LIKE for texts that begin with ``value``, its wildcards escaped."""
    return f"'{_pattern(value)}%'"


def contains(value: str) -> str:
    """The pattern of LIKE for texts that hold ``value``, its wildcards escaped."""
    return f"'%{_pattern(value)}%'"


def _pattern(value: str) -> str:
    return quoted(value)[1:-1].replace("%", "\\%").replace("_", "\\_")


def in_list(field: str, values: Iterable[str]) -> str:
    """``field IN ('a','b')``; a single value is compared directly. ValueError for none."""
    texts = [quoted(v) for v in values]
    if not texts:
        raise ValueError(f"no values for {field}")
    return f"{field} = {texts[0]}" if len(texts) == 1 else f"{field} IN ({','.join(texts)})"


def shortened(record_id: str) -> str:
    """An id without its checksum: it means the same, and a third more of them fit a statement."""
    return record_id[:SHORT_ID] if len(record_id) == SHORT_ID + 3 else record_id


def any_of(conditions: Sequence[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"({' OR '.join(conditions)})"


def all_of(conditions: Sequence[str]) -> str:
    return " AND ".join(c for c in conditions if c)


def first_moment(day: date) -> datetime:
    """The first second of ``day`` anywhere on Earth (UTC+14).

    A window that begins here misses nothing in any time zone; the exact edge, in the org's own
    zone, is drawn by whoever counts.
    """
    return datetime.combine(day - timedelta(days=1), time(10), UTC)


def moment(day: date) -> str:
    """``first_moment`` as a SOQL datetime."""
    return f"{first_moment(day):%Y-%m-%dT%H:%M:%SZ}"


def chunks(values: Sequence[str], size: int = MAX_IDS) -> list[tuple[str, ...]]:
    return [tuple(values[start : start + size]) for start in range(0, len(values), size)]


def text_chunks(values: Iterable[str]) -> list[tuple[str, ...]]:
    """The same for texts of any length, so that each chunk fits a statement."""
    found: list[list[str]] = []
    room = 0
    for value in values:
        need = len(quoted(value)) + 1
        if not found or need > room or len(found[-1]) == MAX_IDS:
            found.append([])
            room = _ROOM
        found[-1].append(value)
        room -= need
    return [tuple(chunk) for chunk in found]


def checked_condition(text: str, option: str = "--where") -> str:
    """A condition that a person typed, in parentheses of its own.

    Whether fields exist is the server's to say; here it is made sure that the text stays one
    condition: strings closed, parentheses balanced, no clause or subquery behind it.
    """
    bare = _STRING.sub("0", text.strip())
    if not bare:
        raise UsageError(f"{option} is empty.", next_step="Give a condition: Industry = 'Energy'.")
    if "'" in bare:
        raise _unusable(option, "a quote is not closed")
    if not _is_balanced(bare):
        raise _unusable(option, "the parentheses do not match")
    found = _FORBIDDEN.search(bare)
    if found:
        raise _unusable(option, f"{found.group(0).upper()!r} cannot stand in a condition")
    if ";" in bare or "--" in bare or "/*" in bare or "//" in bare:
        raise _unusable(option, "only one condition, without comments, may stand there")
    return f"({text.strip()})"


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def _unusable(option: str, cause: str) -> UsageError:
    return UsageError(
        f"{option} is not one SOQL condition: {cause}.",
        next_step="Write what would follow WHERE, for example: Industry = 'Energy'.",
    )
