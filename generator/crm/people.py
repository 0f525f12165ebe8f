"""Users by what people call them: their names, or their record ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from generator.crm import ids, soql
from generator.crm.accounts import MAX_CANDIDATES
from generator.crm.binding import Bound
from generator.crm.convert import Notes, convert, raw_value
from generator.crm.fetch import fetch
from generator.crm.session import Session
from generator.crm.soql import Query
from generator.model.ids import is_whole
from generator.model.records import User

_MAX_LIKE: Final = 20
"""Unknown names for which others like them are looked for: one statement, a bounded answer."""


def users_named(session: Session, names: Iterable[str]) -> list[User]:
    """The users of those names or ids, each with the id of its manager, sorted by id.

    Several may share a name; a name that nobody has is not there. Empty where users cannot be read.
    """
    bound = session.catalog.bound("user")
    path = bound.path("name") if bound else None
    wanted = sorted({name.strip()[: soql.MAX_STRING] for name in names})
    if bound is None or path is None or not wanted:
        return []
    given = [ids.full(name) for name in wanted if _is_id(name)]
    plain = [name for name in wanted if not _is_id(name)]
    queries = [_query(bound, links=("Id",), ids=part) for part in soql.chunks(given)]
    queries += [_query(bound, where=soql.in_list(path, part)) for part in soql.text_chunks(plain)]
    rows = fetch(session, queries).of("user")
    made = (convert(bound, rows[record_id], "", Notes()) for record_id in sorted(rows))
    return [user for user in made if user is not None]


def _is_id(text: str) -> bool:
    return ids.looks_like_user(text) and (len(text) == 15 or is_whole(text))


def _query(bound: Bound, **which: Any) -> Query:
    columns = dict.fromkeys(["Id", *(column.path for column in bound.columns.values())])
    return Query("user", bound.object.name, tuple(columns), **which)


def names_like(session: Session, names: Sequence[str]) -> list[str]:
    """Names of users that begin as one of ``names`` does, sorted: for "did you mean"."""
    bound = session.catalog.bound("user")
    path = bound.path("name") if bound else None
    starts = sorted({name.strip()[:2] for name in names[:_MAX_LIKE] if name.strip()})
    if bound is None or path is None or not starts:
        return []
    where = soql.any_of([f"{path} LIKE {soql.starts_with(start)}" for start in starts])
    query = Query("user", bound.object.name, ("Id", path), where, tail=f"LIMIT {MAX_CANDIDATES}")
    rows = fetch(session, [query]).of("user").values()
    return sorted({str(raw_value(row, path) or "") for row in rows})
