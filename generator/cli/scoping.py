"""Whose accounts a rollup is about: in words, for its folder, and for whoever reads on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.analysis.results import AnalysedAccount, Person
    from generator.analysis.rollups import Head, LeftOutAccount
    from generator.cli.options import Typed
    from generator.cli.orgs import Org

_NAMED = 3
"""So many names a title has room for."""


def head_for(
    org: Org,
    chosen: Typed,
    found: Sequence[AnalysedAccount],
    left_out: Sequence[LeftOutAccount],
    currency: str,
    *,
    is_named: bool,
) -> Head:
    """The head of the accounts that were selected, or of those that were named."""
    from generator.analysis.rollups import head_of

    manager = _user(org, chosen.manager)
    owner = _user(org, chosen.owner) or (_me(org) if chosen.mine else None)
    picked = (chosen.where or "").strip()
    if is_named:
        ids = [*(account.profile.id for account in found), *(one.id for one in left_out)]
        picked = ",".join(sorted(ids))
    scope = named_words(found) if is_named else scope_words(chosen, manager, owner)
    return head_of(
        found,
        scope,
        currency,
        manager or owner,
        picked=picked,
        is_narrowed=bool(picked) or chosen.tier is not None,
        left_out=left_out,
    )


def named_words(found: Sequence[AnalysedAccount]) -> str:
    """The accounts by name where they are few: ``Acme, Borealis``; else how many."""
    names = [account.profile.name for account in found]
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} named accounts"


def scope_words(chosen: Typed, manager: Person | None, owner: Person | None) -> str:
    """Which accounts these are: ``Dana Reyes, tier 1``, who manages those that own them; ``owned by
    Jonas Reuter``; ``all accounts``."""
    parts = [
        manager.name if manager else "",
        f"owned by {owner.name}" if owner else "",
        f"tier {chosen.tier}" if chosen.tier is not None else "",
        "selected accounts" if chosen.where is not None else "",
    ]
    return ", ".join(part for part in parts if part) or "all accounts"


def _user(org: Org, name: str | None) -> Person | None:
    """The user of that name or id; selecting by it found no more than one."""
    from generator.analysis.results import Person
    from generator.crm.people import users_named

    users = users_named(org.session, [name]) if name else []
    return next((Person(user.id, user.name, user.title) for user in users), None)


def _me(org: Org) -> Person | None:
    """Who reads, also where users are hidden from them."""
    from generator.analysis.results import Person

    me = org.session.identity
    known = Person(me.user_id, me.name or "me", None) if me.user_id else None
    return _user(org, me.user_id) or known
