"""Users by what people call them: their names, or their record ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
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


def people_above(session: Session, user_ids: Iterable[str], chain: Mapping[str, str]) -> list[User]:
    """The users of those ids and everybody above them, each with its manager, sorted by id.

    ``chain`` names the manager of those to whom the CRM gives none. Two calls for a chain of five
    levels, one more for each further five. Empty where users cannot be read.
    """
    bound = session.catalog.bound("user")
    if bound is None:
        return []
    links = _links_up(bound)
    found: dict[str, User] = {}
    asked: set[str] = set()
    wanted = set(user_ids)
    while missing := sorted(wanted - asked):
        asked |= wanted
        queries = [_query(bound, *links, links=("Id",), ids=part) for part in soql.chunks(missing)]
        for record_id, row in fetch(session, queries).of("user").items():
            user = convert(bound, row, "", Notes())
            if user is None:
                continue
            user = replace(user, manager_id=user.manager_id or chain.get(record_id))
            found[record_id] = user
            above = (user.manager_id, *(raw_value(row, path) for path in links))
            wanted |= {ids.full(str(one)) for one in above if one}
    return [found[record_id] for record_id in sorted(found)]


_UP: Final = 4
"""Parents that one path passes; Salesforce allows five."""


def _links_up(bound: Bound) -> tuple[str, ...]:
    """``Manager.ManagerId``, ``Manager.Manager.ManagerId`` and so on; none without the field."""
    path, relation = bound.path("manager_id"), bound.relationship("manager_id")
    if path is None or relation is None:
        return ()
    return tuple(f"{f'{relation}.' * count}{path}" for count in range(1, _UP + 1))


def _is_id(text: str) -> bool:
    return ids.looks_like_user(text) and (len(text) == 15 or is_whole(text))


def _query(bound: Bound, *more: str, **which: Any) -> Query:
    columns = dict.fromkeys(["Id", *(column.path for column in bound.columns.values()), *more])
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
