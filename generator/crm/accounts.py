"""From what a user types to one account: by its name, its id or its page's address."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.crm import ids, queries, soql, tree
from generator.crm.binding import Bound
from generator.crm.convert import Notes, convert, raw_value
from generator.crm.fetch import fetch
from generator.crm.opening import open_with
from generator.crm.orgfacts import all_facts, facts_queries, take_facts
from generator.crm.session import Session
from generator.crm.soql import Query
from generator.crm.wire import MAX_QUERIES
from generator.errors import AccountAmbiguous, AccountNotFound, ReadFailed, UsageError
from generator.model.ids import is_whole

MAX_CANDIDATES: Final = 500
_MAX_NEAREST: Final = 5
_MAX_LISTED: Final = 10


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account as the lists name it."""

    id: str
    name: str
    parent_id: str | None = None
    owner_id: str | None = None
    owner: str | None = None


def find(session: Session, text: str) -> AccountRef:
    """The account of that name, 15- or 18-character id, or record address.

    AccountNotFound names the nearest, AccountAmbiguous lists the ids of all of that name.
    """
    wanted = text.strip()
    if not wanted:
        raise UsageError("An account's name is empty.", next_step="Give a name, an id or a URL.")
    given = _given_id(wanted)
    open_with(session, lambda likely: _first_questions(likely, given, wanted))
    bound = tree.account_of(session)
    if given:
        return _by_id(session, bound, given, wanted)
    return _by_name(session, bound, wanted)


def _first_questions(bound: queries.Lookup, given: str | None, name: str) -> list[Query]:
    """What finding the account and reading it will ask first."""
    account = bound("account")
    path = account.path("name") if account else None
    if account is None or path is None:
        return []
    where = _is(account, given) if given else _is_named(account, path, name)
    return [lookup(account, where), *all_facts(bound)]


def _is(bound: Bound, given: str) -> str:
    return tree.at_or_below(bound, "Id", lambda path: soql.in_list(path, [given]))


def _is_named(bound: Bound, path: str, name: str) -> str:
    literal = soql.quoted(name[: soql.MAX_STRING])
    return tree.at_or_below(bound, path, lambda at: f"{at} = {literal}")


def _given_id(text: str) -> str | None:
    """The 18-character id that ``text`` is or holds; None where it can only be a name."""
    if "://" in text:
        found = ids.in_address(text)
        if found is None:
            raise AccountNotFound(
                f"The address {text.partition('?')[0]} names no record.",
                next_step="Copy the address of the account's page, or give its name.",
            )
        return found
    return ids.full(text) if ids.looks_like_account(text) or is_whole(text) else None


def _by_id(session: Session, bound: Bound, given: str, typed: str) -> AccountRef:
    if not given.startswith(ids.ACCOUNT_PREFIX):
        raise AccountNotFound(
            f"{typed} is the id of another kind of record, not of an account.",
            next_step="Give an account: its id begins with 001.",
        )
    refs = _looked_up(session, bound, _is(bound, given), lambda ref: ref.id == given)
    if not refs:
        raise AccountNotFound(
            f"No account has the id {given}, or you may not see it.",
            next_step="Check the id, or give the account's name.",
        )
    return refs[0]


def _by_name(session: Session, bound: Bound, name: str) -> AccountRef:
    path = bound.path("name")
    if path is None:
        raise ReadFailed("The names of accounts cannot be read; give an account's id.")
    where = _is_named(bound, path, name)
    wanted = _folded(name)
    refs = _looked_up(session, bound, where, lambda ref: _folded(ref.name) == wanted)
    if not refs:
        raise _not_found(session, bound, path, name)
    if len(refs) > 1:
        raise _ambiguous(refs, name)
    return refs[0]


def _looked_up(session: Session, bound: Bound, where: str, is_match: Any) -> list[AccountRef]:
    """The matching accounts. What lies below them comes along and saves its reader a call."""
    haul = fetch(session, [lookup(bound, where), *facts_queries(session, MAX_QUERIES - 1)])
    take_facts(session, haul)
    refs = [account_ref(bound, row) for row in haul.of("account").values()]
    found = sorted((ref for ref in refs if is_match(ref)), key=lambda ref: ref.id)
    depths = tree.plant(session.forest, bound, haul, [ref.id for ref in found])
    if len(found) == 1 and max(depths.values(), default=0) < tree.MAX_PATH:
        session.forest.whole.add(found[0].id)
    return found


def lookup(bound: Bound, where: str) -> Query:
    """The accounts that ``where`` names, with what an AccountRef holds."""
    owner = bound.relationship("owner_id")
    columns = [bound.path(name) for name in ("name", "parent_id", "owner_id")]
    fields = ["Id", *columns, f"{owner}.Name" if owner else None]
    return Query("account", bound.object.name, tuple(f for f in fields if f), where)


def account_ref(bound: Bound, row: Mapping[str, Any]) -> AccountRef:
    account = convert(bound, row, "", Notes())
    owner = bound.relationship("owner_id")
    name = raw_value(row, f"{owner}.Name") if owner else None
    return AccountRef(
        account.id,
        account.name,
        account.parent_id,
        account.owner_id,
        name if isinstance(name, str) else None,
    )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _ambiguous(refs: Sequence[AccountRef], name: str) -> AccountAmbiguous:
    shown = ", ".join(f"{ref.id} (owner {ref.owner or 'unknown'})" for ref in refs[:_MAX_LISTED])
    more = f" and {len(refs) - _MAX_LISTED} more" if len(refs) > _MAX_LISTED else ""
    return AccountAmbiguous(
        f"{len(refs)} accounts are named {name!r}: {shown}{more}.",
        next_step="Give the id of the one you mean.",
    )


def _not_found(session: Session, bound: Bound, path: str, name: str) -> AccountNotFound:
    names = nearest(name, _candidates(session, bound, path, name))
    hint = f"Did you mean {listed(names)}?" if names else "Check the spelling, or give its id."
    return AccountNotFound(f"No account is named {name!r}.", next_step=hint)


def listed(names: Sequence[str]) -> str:
    shown = [repr(name) for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _candidates(session: Session, bound: Bound, path: str, name: str) -> list[str]:
    """Names that share a beginning or a word with ``name``: one call, a bounded answer."""
    words = sorted(re.findall(r"\w{3,}", name), key=len, reverse=True)[:3]
    patterns = [soql.starts_with(name[:3]), *(soql.contains(word[:40]) for word in words)]
    patterns += [soql.contains(word[:4]) for word in words if len(word) > 4]
    likely = soql.any_of([f"{path} LIKE {p}" for p in dict.fromkeys(patterns)])
    wheres = (likely, f"{path} LIKE {soql.starts_with(name[:1])}")
    limit = f"LIMIT {MAX_CANDIDATES}"
    found = [
        Query("account", bound.object.name, ("Id", path), where, (), limit) for where in wheres
    ]
    rows = fetch(session, found).of("account").values()
    return sorted({str(row.get(path) or "") for row in rows})


def nearest(name: str, candidates: Iterable[str]) -> list[str]:
    """Those of ``candidates`` that are most like ``name``, best first."""
    by_folded = {_folded(candidate): candidate for candidate in candidates if candidate}
    wanted = _folded(name)
    inside = [n for n in sorted(by_folded) if wanted in n or n in wanted]
    close = difflib.get_close_matches(wanted, list(by_folded), n=_MAX_NEAREST, cutoff=0.5)
    found = list(dict.fromkeys([*close, *inside]))[:_MAX_NEAREST]
    return [by_folded[n] for n in found]
