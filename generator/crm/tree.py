"""Accounts and what hangs below them: read by set, at any depth, rings survived.

One statement follows the parents up five levels, which is as far as a path in SOQL goes; where an
account lies that deep, the next statement starts from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from generator.crm import soql
from generator.crm.binding import Bound
from generator.crm.convert import raw_value
from generator.crm.fetch import Haul, fetch
from generator.crm.opening import open_with
from generator.crm.orgfacts import all_facts, facts_queries, take_facts
from generator.crm.queries import Lookup
from generator.crm.session import Forest, Session
from generator.crm.soql import Query
from generator.errors import ReadFailed

MAX_PATH: Final = 5
"""Relationships that one path may follow (SOQL reference, "Understanding Relationship Query
Limitations")."""


def account_of(session: Session) -> Bound:
    """The Account object; ReadFailed where the org does not show it, MappingError where the org's
    own mapping names what is not there."""
    needed = ("account", "opportunity")
    for kind in needed:
        session.catalog.bound(kind)  # described now, where it was not before
    session.catalog.check()
    for kind in needed:
        if session.catalog.bound(kind) is None:
            name = session.mapping[kind].objects[0] if session.mapping[kind].objects else kind
            raise ReadFailed(
                f"{name} cannot be read with this connection, and nothing works without it.",
                next_step=f"Ask an administrator for read access to {name}.",
            )
    bound = session.catalog.bound("account")
    assert bound is not None
    return bound


def paths_up(bound: Bound, field: str) -> list[str]:
    """The paths to ``field`` of an account and of its parents, up to MAX_PATH levels up."""
    parent = bound.relationship("parent_id")
    levels = MAX_PATH if parent and bound.can_filter("parent_id") else 0
    return [".".join([*[parent or ""] * depth, field]) for depth in range(levels + 1)]


def at_or_below(bound: Bound, field: str, match: Callable[[str], str]) -> str:
    """The condition for accounts that match, or have a parent that does.

    ``match`` makes the condition for a path that ends in ``field``.
    """
    return soql.any_of([match(path) for path in paths_up(bound, field)])


def grow(session: Session, roots: Sequence[str]) -> Forest:
    """The session's forest with everything below ``roots`` in it."""
    open_with(session, lambda likely: _first_questions(likely, roots))
    bound = account_of(session)
    forest = session.forest
    frontier = [root for root in dict.fromkeys(roots) if root not in forest.whole]
    asked: set[str] = set()
    while frontier:
        asked.update(frontier)
        statements = _tree_queries(bound, frontier)
        haul = fetch(session, [*statements, *facts_queries(session)])
        take_facts(session, haul)
        depths = plant(forest, bound, haul, frontier)
        frontier = sorted(i for i, d in depths.items() if d >= MAX_PATH and i not in asked)
    forest.whole.update(roots)
    return forest


def plant(forest: Forest, bound: Bound, haul: Haul, roots: Iterable[str]) -> dict[str, int]:
    """Add the account rows of ``haul`` to ``forest``; how deep each lies below ``roots``."""
    path = bound.path("parent_id")
    for record_id, row in haul.of("account").items():
        parent = raw_value(row, path) if path else None
        forest.parents[record_id] = parent if isinstance(parent, str) else None
    below = children_of(forest.parents)
    depths: dict[str, int] = {}
    level = [root for root in roots if root in forest.parents]
    depth = 0
    while level:
        depths.update(dict.fromkeys(level, depth))
        level = [c for node in level for c in below.get(node, ()) if c not in depths]
        depth += 1
    return depths


def children_of(parents: Mapping[str, str | None]) -> dict[str, list[str]]:
    """Each account's direct divisions, sorted by id."""
    found: dict[str, list[str]] = {}
    for child, parent in sorted(parents.items()):
        if parent is not None:
            found.setdefault(parent, []).append(child)
    return found


def family(below: Mapping[str, Sequence[str]], root: str) -> tuple[list[str], bool]:
    """``root`` and all accounts below it, sorted behind it; and whether a ring leads back to it."""
    seen = {root}
    waiting = [root]
    is_ring = False
    while waiting:
        for child in below.get(waiting.pop(), ()):
            is_ring = is_ring or child == root
            if child not in seen:
                seen.add(child)
                waiting.append(child)
    return [root, *sorted(seen - {root})], is_ring


def top_accounts(parents: Mapping[str, str | None]) -> list[str]:
    """Those of a selection that have no parent in it; a ring counts once, by its smallest id."""
    tops = {account for account, parent in parents.items() if parent not in parents}
    for account in parents:
        path: list[str] = []
        at: str | None = account
        while at is not None and at in parents and at not in path:
            path.append(at)
            at = parents[at]
        if at in path:
            tops.add(min(path[path.index(at) :]))
    return sorted(tops)


def _first_questions(bound: Lookup, roots: Sequence[str]) -> list[Query]:
    account = bound("account")
    return [*(_tree_queries(account, roots) if account else []), *all_facts(bound)]


def _tree_queries(bound: Bound, ids: Sequence[str]) -> list[Query]:
    fields = ("Id", *filter(None, [bound.path("parent_id")]))
    links = tuple(paths_up(bound, "Id"))
    parts = soql.chunks(ids, soql.MAX_IDS // (MAX_PATH + 1))
    return [Query("account", bound.object.name, fields, links=links, ids=part) for part in parts]
