"""The people of a lost deal, then and now, and who came to the division since (row 116)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.analysis.dates import add_months
from generator.analysis.money import ids_of
from generator.analysis.results import Stakeholder
from generator.analysis.rollups.lost.results import LostPerson, Newcomer
from generator.analysis.scope import Scope
from generator.model.records import BUYING_ROLES, BuyingRole, Opportunity

People = Mapping[str, Stakeholder]

_LEADING = ("executive", "middle")
"""Positions of those who decide, at the top or over a site or department (row 35)."""

_HISTORY_MONTHS = 24
"""Salesforce keeps the history of fields so long for those who read it by the API."""


def people_of(scope: Scope, deal: Opportunity, known: People) -> tuple[LostPerson, ...]:
    """Everybody with a role on the deal whose contact can be read: the main person first, then by
    role."""
    roles = [role for role in scope.deal_roles.get(deal.id, ()) if role.contact_id in known]
    roles.sort(key=lambda role: (not role.is_primary, _rank(role.role), role.id))
    first = {role.contact_id: role for role in reversed(roles)}
    chosen = [role for role in roles if first[role.contact_id] is role]
    return tuple(_person(scope, deal, role, known[role.contact_id]) for role in chosen)


def _rank(role: str | None) -> int:
    return BUYING_ROLES.index(role) if role in BUYING_ROLES else len(BUYING_ROLES)


def _person(scope: Scope, deal: Opportunity, role: BuyingRole, now: Stakeholder) -> LostPerson:
    title = _then(scope, now.id, "title", deal.close_date, now.title)
    strength = _then(scope, now.id, "strength", deal.close_date, None)
    level = int(strength) if strength and strength.isdecimal() else role.strength
    return LostPerson(
        id=now.id,
        name=now.name,
        role=role.role,
        stated_role=role.stated_role,
        is_primary=role.is_primary,
        title_then=title,
        title_now=now.title,
        other_unit=now.unit if now.unit_id != scope.unit_of(deal) else None,
        strength_then=level,
        strength_now=now.strength,
        strength_source=now.strength_source,
        has_left=now.has_left,
        last_touch=now.last_touch,
        ids=ids_of((role.id,), now.ids),
    )


def _then(
    scope: Scope, contact_id: str, field: str, day: date, unchanged: str | None
) -> str | None:
    """What the field held on ``day``: the old value of its first change after it, ``unchanged``
    where there is none. None where the history was not read, or is no longer kept of that day."""
    is_kept = day >= add_months(scope.as_of, -_HISTORY_MONTHS)
    if not (scope.readable("contact_changes") and is_kept):
        return None
    changes = (
        row
        for row in scope.snapshot.contact_changes
        if row.contact_id == contact_id and row.field == field and row.day > day
    )
    first = min(changes, key=lambda row: (row.day, row.id), default=None)
    return first.old if first else unchanged


def newcomers(scope: Scope, deal: Opportunity, known: People) -> tuple[Newcomer, ...]:
    """Who is in the deal's division now and is first spoken of after the loss, the newest first."""
    unit_id = scope.unit_of(deal)
    here = (row for row in known.values() if row.unit_id == unit_id and not row.has_left)
    found = (_newcomer(scope, deal.close_date, row) for row in here)
    return tuple(
        sorted((row for row in found if row), key=lambda row: (-row.since.toordinal(), row.name))
    )


def can_tell_newcomers(scope: Scope, deal: Opportunity) -> bool:
    """Whether touches were read from before the loss: else a first one may not be the first."""
    return scope.readable("activities") and scope.reaches("activities", deal.close_date)


def _newcomer(scope: Scope, lost: date, row: Stakeholder) -> Newcomer | None:
    signs = sorted(_signs(scope, row.id))
    if not signs or signs[0][0] <= lost:
        return None
    since, sign, record_id = signs[0]
    if sign == "touch" and not scope.reaches("activities", lost):
        return None
    ids = ids_of((row.id, record_id))
    return Newcomer(row.id, row.name, row.title, since, sign, row.level in _LEADING, ids)


def _signs(scope: Scope, contact_id: str) -> Iterator[tuple[date, str, str]]:
    """The days from which records speak of somebody here. A role on a deal counts from the day on
    which the deal was created."""
    for relation in scope.snapshot.relations:
        is_here = relation.account_id in scope.accounts and relation.is_active
        if relation.contact_id == contact_id and is_here and relation.start_date:
            yield relation.start_date, "relation", relation.id
    for change in scope.snapshot.contact_changes:
        if change.contact_id == contact_id and change.field == "account_id":
            yield change.day, "moved", change.id
    for touch in scope.touches:
        if touch.contact_id == contact_id:
            yield touch.day, "touch", touch.id
            break  # they stand in the order of their days
    for role in scope.roles.get(contact_id, ()):
        deal = scope.opportunities.get(role.opportunity_id)
        if deal:
            yield deal.created or deal.close_date, "deal", role.id
