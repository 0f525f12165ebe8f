"""Who answers for a piece of work, and to whom it goes when it is late (METHOD.md rows 23, 86)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.analysis.relationships import sponsor_of
from generator.analysis.results import Person
from generator.analysis.scope import Scope


def owner_gap(scope: Scope, owner_id: str | None, field: str = "activity.owner_id") -> str | None:
    """Why nobody answers for what ``owner_id`` owns: ``nobody``, ``queue`` or ``left``.

    None where one active person does, and where owners cannot be read (``field`` is the model's
    that holds them): that is no alarm.
    """
    if owner_id is None:
        read = {row.name for row in scope.snapshot.field_sources}
        return "nobody" if not read or field in read else None
    user = scope.users.get(owner_id)
    if user is None:
        return None
    return "queue" if user.is_queue else None if user.is_active else "left"


def account_owner(scope: Scope) -> Person | None:
    """The person who answers for what nobody owns: the account's owner, else that one's manager."""
    owner_id = scope.root.owner_id
    gap = owner_gap(scope, owner_id, "account.owner_id")
    return scope.manager(owner_id) if gap else scope.user(owner_id)


def escalation(scope: Scope, owner_id: str | None) -> Person | None:
    """To whom a late thing goes: the owner's manager; of what nobody answers for, the account's
    owner; where neither is known, who stands above the account."""
    return next((one for one in _above(scope, owner_id) if one.id != owner_id), None)


def _above(scope: Scope, owner_id: str | None) -> Iterator[Person]:
    direct = None if owner_gap(scope, owner_id) else scope.manager(owner_id)
    for one in (
        direct,
        account_owner(scope),
        scope.manager(scope.root.owner_id),
        sponsor_of(scope),
    ):
        if one is not None:
            yield one
