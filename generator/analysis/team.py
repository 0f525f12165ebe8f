"""Our team on the account: who plays which role, and which key roles nobody fills (row 63)."""

from __future__ import annotations

import re

from generator.analysis.dates import within_days
from generator.analysis.money import ids_of
from generator.analysis.relationships import SPONSOR_ROLE, sponsor_of
from generator.analysis.results import Person, TeamRow
from generator.analysis.scope import Scope, group_pairs
from generator.analysis.words import canonical

EXECUTIVE_SPONSOR = "Executive Sponsor"
_ACCOUNT_MANAGER = "Account Manager"
PARTNER_ROLES = SUCCESS, ENGINEER, MARKETING = (
    *("Customer Success", "Solutions Engineer"),
    "Marketing",
)
"""Who aligns with a plan beside its account manager (row 15)."""

# What a CRM may call each key role (rows 15, 61, 63: KAM = AE = account manager).
_KEY_ROLES = (
    (EXECUTIVE_SPONSOR, re.compile(r"executive sponsor|exec sponsor")),
    (
        _ACCOUNT_MANAGER,
        re.compile(r"account (manager|executive|owner|director)|\bkam\b|\bam\b|\bae\b"),
    ),
    (SUCCESS, re.compile(r"customer success|\bcsm\b")),
    (
        ENGINEER,
        re.compile(
            r"(solutions?|sales|systems?) (engineer|consultant|architect)|pre-?sales|\bse\b"
        ),
    ),
    (MARKETING, re.compile(r"\bmarketing\b")),
)


def team(scope: Scope) -> tuple[TeamRow, ...]:
    """Key roles first, then the others by name.

    A role nobody fills is a row without a person, but only where the team could be read: else
    nothing is known of it.
    """
    found = group_pairs(_people(scope))
    rows: list[TeamRow] = []
    for key, _ in _KEY_ROLES:
        rows += _rows(scope, key, found.get(key, ()))
        if key not in found and scope.readable("team"):
            rows.append(TeamRow(key, None, ()))
    keys = {key for key, _ in _KEY_ROLES}
    for role in sorted(role for role in found if role not in keys):
        rows += _rows(scope, role, found[role])
    return tuple(rows)


def _people(scope: Scope) -> list[tuple[str, tuple[str, str]]]:
    """(role, (user id, source record)); the account's owner is the manager where no one else is."""
    pairs = [
        (_role_name(row.role), (row.user_id, row.id))
        for row in scope.snapshot.team
        if row.account_id in scope.accounts
    ]
    sponsor, owner = sponsor_of(scope), scope.root.owner_id
    if sponsor and scope.root.executive_sponsor_id == sponsor.id:
        pairs.append((EXECUTIVE_SPONSOR, (sponsor.id, scope.root.id)))
    if owner and not any(role == _ACCOUNT_MANAGER for role, _ in pairs):
        pairs.append((_ACCOUNT_MANAGER, (owner, scope.root.id)))
    return pairs


def _role_name(stated: str | None) -> str:
    """The key role that the stated one means, else the stated one as it stands."""
    text = canonical(stated)
    if text == SPONSOR_ROLE:
        return EXECUTIVE_SPONSOR
    key = next((name for name, pattern in _KEY_ROLES if pattern.search(text)), None)
    return key or stated or "Team member"


def _row(scope: Scope, role: str, person: Person, found: tuple[str, ...]) -> TeamRow:
    """With what the person did with the customer of late (row 35: who is not engaging)."""
    if not scope.readable("activities"):
        return TeamRow(role, person, ids_of(found))
    days = [touch.day for touch in scope.touches if touch.owner_id == person.id]
    recent = sum(within_days(day, scope.as_of, scope.options.active_days) for day in days)
    return TeamRow(role, person, ids_of(found), recent, days[-1] if days else None)


def _rows(scope: Scope, role: str, people: tuple[tuple[str, str], ...]) -> list[TeamRow]:
    """One row per person of the role, in several divisions only once."""
    sources = group_pairs(people)
    rows = [
        _row(scope, role, person, found)
        for user_id, found in sources.items()
        if (person := scope.user(user_id))
    ]
    return sorted(
        rows, key=lambda row: (row.person.name, row.person.id) if row.person else ("", "")
    )
