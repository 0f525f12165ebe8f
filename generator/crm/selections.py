"""Which accounts a selection names: all of them, by tier, by person, or by a condition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.crm import ids, queries, soql, tree
from generator.crm.accounts import (
    MAX_CANDIDATES,
    AccountRef,
    account_ref,
    listed,
    lookup,
    nearest,
)
from generator.crm.binding import Bound, Column
from generator.crm.convert import NUMBERS
from generator.crm.fetch import Haul, fetch
from generator.crm.mapping import OTHERWISE, KindMapping, Value, word_key
from generator.crm.opening import open_with
from generator.crm.orgfacts import all_facts, facts_queries, take_facts
from generator.crm.repair import NameRefused
from generator.crm.session import Session
from generator.crm.soql import Query
from generator.errors import ReadFailed, UsageError

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
"""A word that can be compared with a number field."""
_MOST_MEANT = 3
"""Names that are told for one that the org does not have."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which accounts, as options say it; what is set applies together.

    ``owner`` and ``manager`` are names or ids of users; a manager's accounts are those owned by
    anyone in the whole chain below. ``where`` is a SOQL condition, and so is ``narrow``, the
    setting that applies to every selection. ``chain`` is user id to manager id for those to whom
    the CRM gives no manager.
    """

    all: bool = False
    tier: int | None = None
    owner: str | None = None
    manager: str | None = None
    mine: bool = False
    where: str | None = None
    narrow: str | None = None
    chain: Mapping[str, str] = field(default_factory=dict)


def select(session: Session, selection: Selection) -> list[AccountRef]:
    """The accounts of a selection that have no parent in it, sorted by name; a ring counts once."""
    open_with(session, lambda likely: _first_questions(likely, selection))
    bound = tree.account_of(session)
    conditions, owners = _conditions(session, bound, selection)
    base = soql.all_of(conditions)
    parts: Sequence[Sequence[str] | None] = [None] if owners is None else soql.chunks(owners)
    wheres = [soql.all_of([base, _owned_by(bound, part) if part else ""]) for part in parts]
    statements = [lookup(bound, where) for where in wheres]
    if not statements:
        return []
    haul = _fetch_selected(session, [*statements, *facts_queries(session)], selection)
    take_facts(session, haul)
    refs = {i: account_ref(bound, row) for i, row in haul.of("account").items()}
    if not base and owners is None:  # every account there is, so nothing more lies below any
        tree.plant(session.forest, bound, haul, ())
        session.forest.whole.update(session.forest.parents)
        session.account_names = {i: ref.name for i, ref in refs.items()}
    tops = tree.top_accounts({i: ref.parent_id for i, ref in refs.items()})
    return sorted((refs[i] for i in tops), key=lambda ref: (ref.name.casefold(), ref.id))


def _first_questions(bound: queries.Lookup, selection: Selection) -> list[Query]:
    """What selecting will ask first: the facts of the org and, where nothing narrows the
    selection, the accounts."""
    account = bound("account")
    is_all = selection == Selection(all=True) and account is not None
    return [*([lookup(account, "")] if is_all and account else []), *all_facts(bound)]


def _fetch_selected(session: Session, wanted: Sequence[Query], selection: Selection) -> Haul:
    try:
        return fetch(session, wanted)
    except ReadFailed as fault:
        if not selection.where and not selection.narrow:
            raise
        raise ReadFailed(
            f"Salesforce refused the selection. {fault.message}{_meant(session, fault)}",
            next_step="Check the condition: the fields' API names, and the values' types. Texts "
            "stand in single quotes: Type = 'Customer'.",
        ) from fault


def _meant(session: Session, fault: ReadFailed) -> str:
    """The names of the org that are most like the one that it does not have."""
    if not isinstance(fault, NameRefused):
        return ""
    info = session.catalog.described(fault.object)
    fields = info.fields.values() if info else ()
    known = [one.relationship if fault.is_path else one.name for one in fields]
    near = nearest(fault.name, known)[:_MOST_MEANT]
    return f" Did you mean {listed(near)}?" if near else ""


def _conditions(
    session: Session, bound: Bound, selection: Selection
) -> tuple[list[str], list[str] | None]:
    """SOQL conditions, and the owners to choose from where people are named (None: any)."""
    conditions = []
    if selection.tier is not None:
        conditions.append(_tier(session.mapping["account"], bound, selection.tier))
    if selection.where is not None:
        conditions.append(soql.checked_condition(selection.where))
    if selection.narrow:
        conditions.append(soql.checked_condition(selection.narrow, "the setting accounts.where"))
    owners: set[str] | None = None
    for found in _people(session, selection):
        owners = found if owners is None else owners & found
    return conditions, None if owners is None else sorted(owners)


def _people(session: Session, selection: Selection) -> Iterable[set[str]]:
    if selection.owner is not None:
        yield {_user(session, selection.owner)}
    if selection.manager is not None:
        yield set(_chain_below(session, _user(session, selection.manager), selection.chain))
    if selection.mine:
        if not session.identity.user_id:
            raise ReadFailed(
                "Salesforce does not say who the user of the connection is.",
                next_step="Name yourself: --owner NAME.",
            )
        yield {session.identity.user_id}


def _owned_by(bound: Bound, owners: Sequence[str]) -> str:
    path = bound.path("owner_id")
    if path is None:
        raise ReadFailed("The owners of accounts cannot be read with this connection.")
    return soql.in_list(path, owners)


def _tier(mapping: KindMapping, bound: Bound, tier: int) -> str:
    """Accounts whose word in the CRM means ``tier``: the same that documents say it of."""
    column = bound.columns.get("tier")
    if column is None or column.values is None:
        raise ReadFailed(
            "Accounts cannot be selected by tier: the CRM has no field for it that the mapping "
            "knows.",
            next_step="Name the field under [account.fields] tier, or use --where.",
        )
    words = _tier_words(mapping, column)
    if column.info.type != "boolean" and column.values.get(OTHERWISE) == tier:
        others = [word for word, meaning in words.items() if meaning != tier]
        is_stated = f"{column.path} != null"  # NOT IN finds what has no value as well
        unlike = f"{column.path} NOT IN ({', '.join(others)})" if others else ""
        return soql.all_of([is_stated, unlike])
    meant = [word for word, meaning in words.items() if meaning == tier]
    if not meant:
        raise ReadFailed(
            f"No value of {bound.object.name}.{column.path} means tier {tier}.",
            next_step=f'Say which one does: "..." = {tier} under {column.place}, or use --where.',
        )
    return soql.any_of([f"{column.path} = {word}" for word in meant])


def _tier_words(mapping: KindMapping, column: Column) -> dict[str, Value | None]:
    """What the words mean that the field can hold, as SOQL writes them. It knows small letters for
    capitals, but not the other forms by which the mapping takes a word for the same."""
    known, kind = column.values or {}, column.info.type
    if kind == "boolean":
        return {word: known.get(word, known.get(OTHERWISE)) for word in ("true", "false")}
    spelt = [*mapping.words.get("tier", ()), *column.info.picks, *known]
    words = {word.lower(): word for word in reversed(spelt) if word_key(word) in known}
    words.pop(OTHERWISE, None)
    if kind in NUMBERS:
        return {word: known[word_key(word)] for word in words.values() if _NUMBER.fullmatch(word)}
    return {soql.quoted(word): known[word_key(word)] for word in words.values()}


def _user(session: Session, text: str) -> str:
    """The id of the one user of that name or id."""
    bound = session.catalog.bound("user")
    path = bound.path("name") if bound else None
    if bound is None or path is None:
        raise ReadFailed("Users cannot be read with this connection.")
    if ids.looks_like_user(text):
        where = soql.in_list("Id", [ids.full(text)])
    else:
        where = f"{path} = {soql.quoted(text.strip()[: soql.MAX_STRING])}"
    rows = fetch(session, [Query("user", bound.object.name, ("Id", path), where)]).of("user")
    if len(rows) == 1:
        return next(iter(rows))
    if not rows:
        raise UsageError(
            f"No user is named {text!r}.{_like_users(session, bound, path, text)}",
            next_step="Give the full name as Salesforce shows it, or the user's id.",
        )
    raise UsageError(
        f"{len(rows)} users are named {text!r}: {', '.join(sorted(rows))}.",
        next_step="Give the id of the one you mean.",
    )


def _like_users(session: Session, bound: Bound, path: str, text: str) -> str:
    words = re.findall(r"\w{2,}", text)[:3] or [text[:20]]
    where = soql.any_of([f"{path} LIKE {soql.contains(word[:40])}" for word in words])
    query = Query("user", bound.object.name, ("Id", path), where, tail=f"LIMIT {MAX_CANDIDATES}")
    rows = fetch(session, [query]).of("user").values()
    names = nearest(text, (str(row.get(path) or "") for row in rows))
    return f" Did you mean {listed(names)}?" if names else ""


def _chain_below(session: Session, manager: str, chain: Mapping[str, str]) -> list[str]:
    """Everyone who reports to ``manager``, through any number of managers between, as the CRM says
    and, where it says nothing, as ``chain`` does."""
    paths = _manager_paths(session)
    if not paths and not chain:
        raise ReadFailed("Who manages whom cannot be read with this connection.")
    below: set[str] = set()
    frontier = [manager]
    while frontier:
        found = _reporting(session, paths, frontier) if paths else set()
        above = {manager, *below, *found}
        found |= {user for user, boss in chain.items() if boss in above}
        frontier = sorted(found - below - {manager})
        below |= found
    return sorted(below - {manager})


def _manager_paths(session: Session) -> list[str]:
    """The paths from a user to the managers above, nearest first; none where they are hidden."""
    bound = session.catalog.bound("user")
    path = bound.path("manager_id") if bound else None
    up = bound.relationship("manager_id") if bound else None
    if path is None:
        return []
    return [".".join([*[up] * depth, path]) for depth in range(tree.MAX_PATH)] if up else [path]


def _reporting(session: Session, paths: Sequence[str], managers: Sequence[str]) -> set[str]:
    """Who has one of ``managers`` at one of ``paths``."""
    bound = session.catalog.bound("user")
    name = bound.object.name if bound else ""
    levels = [
        Query("user", name, ("Id", paths[0]), links=tuple(paths), ids=part)
        for part in soql.chunks(managers, soql.MAX_IDS // len(paths))
    ]
    return set(fetch(session, levels).of("user"))
