"""The customer's people: role, influence and strength, each with its source (rows 49, 51, 52).

What the CRM states wins. What is inferred says so, and an inferred strength never exceeds 2: that
somebody was met often proves acquaintance, not support.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from generator.analysis.dates import add_months, within_days
from generator.analysis.departures import departed, holds
from generator.analysis.money import ids_of
from generator.analysis.reporting import Lines, reporting_lines
from generator.analysis.results import Stakeholder
from generator.analysis.scope import Scope, Touch, group
from generator.analysis.words import is_executive, is_middle, level, position
from generator.model.records import BUYING_ROLES, BuyingRole, Contact, Opportunity

YEAR = 365

_MANY = 3  # touches within the active days that speak for acquaintance
_MANY_EXECUTIVE = 2  # an executive's hour is scarcer


class _Claim(NamedTuple):
    """What one record says somebody's buying role is."""

    role: str
    source: str  # opportunity, relation, contact
    record_id: str | None  # None: the contact itself


def stakeholders(scope: Scope) -> tuple[tuple[Stakeholder, ...], tuple[str, ...]]:
    """The contacts in reporting-line order, executives first; and the rings that were cut."""
    touches = group(
        (touch for touch in scope.touches if touch.contact_id), lambda touch: touch.contact_id or ""
    )
    lines = reporting_lines(scope.snapshot.contacts)
    known = _Known(touches, _related_roles(scope), lines, departed(scope))
    rows = {row.id: _stakeholder(scope, row, known) for row in scope.snapshot.contacts}
    ordered = _in_order(scope, rows)
    return ordered, lines.cycles


class _Known(NamedTuple):
    """What the records say of each contact, by its id."""

    touches: Mapping[str, tuple[Touch, ...]]
    relations: Mapping[str, list[_Claim]]
    lines: Lines
    gone: Mapping[str, tuple[str, ...]]  # the records that say so


def _stakeholder(scope: Scope, contact: Contact, known: _Known) -> Stakeholder:
    touches, gone = known.touches.get(contact.id, ()), known.gone.get(contact.id, ())
    executive = is_executive(contact.seniority, contact.title)
    claims = _claims(scope, contact, known.relations.get(contact.id, []))
    role, role_ids = (claims[0].role if claims else None), _ids_of_best(claims)
    influence, influence_source = _influence(contact, executive, role)
    days = [touch.day for touch in touches]
    recent, before = _lately(scope, days)
    strength, strength_source = _strength(scope, contact, days, recent, executive)
    unit_id = scope.contact_units[contact.id]
    return Stakeholder(
        id=contact.id,
        name=contact.name,
        title=contact.title,
        unit=scope.unit_name(unit_id),
        unit_id=unit_id,
        role=role,
        role_source=claims[0].source if claims else None,
        roles=tuple(dict.fromkeys(claim.role for claim in claims)),
        influence=influence,
        influence_source=influence_source,
        strength=strength,
        strength_source=strength_source,
        level=position(contact.seniority, contact.title),
        reports_to_id=known.lines.manager.get(contact.id),
        last_touch=days[-1] if days else None,
        touches_90d=recent,
        touches_before=before,
        has_left=bool(gone),
        is_active=bool(recent) and (strength or 0) >= 2 and not gone and role != "blocker",
        ids=ids_of((contact.id,), role_ids, (touch.id for touch in touches[-1:]), gone),
    )


def _lately(scope: Scope, days: list[date]) -> tuple[int, int]:
    """How many of the days lie within the active days, and how many in as many before those."""
    active = scope.options.active_days
    recent = sum(within_days(day, scope.as_of, active) for day in days)
    return recent, sum(within_days(day, scope.as_of, 2 * active) for day in days) - recent


def _related_roles(scope: Scope) -> dict[str, list[_Claim]]:
    """Contact -> roles on the account by relations that hold as of as-of."""
    found: dict[str, list[_Claim]] = {}
    for row in scope.snapshot.relations:
        if row.account_id in scope.accounts and holds(scope, row):
            claims = [_Claim(role, "relation", row.id) for role in row.roles]
            found.setdefault(row.contact_id, []).extend(claims)
    return found


def _claims(scope: Scope, contact: Contact, related: list[_Claim]) -> list[_Claim]:
    """All claims to a buying role, the strongest first (row 49): the recent deals', the
    relations', and the contact's own, in this order where they claim the same."""
    deals = _recent_roles(scope, contact)
    claims = [_Claim(row.role, "opportunity", row.id) for row, _ in deals if row.role]
    claims += related
    if contact.role:
        claims.append(_Claim(contact.role, "contact", None))
    known = [claim for claim in claims if claim.role in BUYING_ROLES]
    return sorted(known, key=lambda claim: BUYING_ROLES.index(claim.role))


def _ids_of_best(claims: list[_Claim]) -> tuple[str, ...]:
    return ids_of(claim.record_id for claim in claims if claim.role == claims[0].role)


def _influence(
    contact: Contact, executive: bool, role: str | None
) -> tuple[str | None, str | None]:
    """Stated, else by role and position: who decides or leads is high, who manages medium."""
    stated = level(contact.influence)
    if stated:
        return stated, "stated"
    if executive or role in ("economic_buyer", "decision_maker"):
        return "high", "inferred"
    if is_middle(contact.seniority, contact.title):
        return "medium", "inferred"
    return ("low", "inferred") if contact.seniority or contact.title else (None, None)


def _strength(
    scope: Scope, contact: Contact, days: list[date], recent: int, executive: bool
) -> tuple[int | None, str | None]:
    """Stated, else from touches: 2 met often of late, 1 met within a year, 0 not any more.

    Nobody whose touches were never recorded gets a 0: the CRM may simply not know of them.
    """
    stated = contact.strength if contact.strength is not None else _on_deals(scope, contact)
    if stated is not None:
        return stated, "stated"
    if not days:
        return None, None
    if recent >= (_MANY_EXECUTIVE if executive else _MANY):
        return 2, "inferred"
    return (1 if within_days(days[-1], scope.as_of, YEAR) else 0), "inferred"


def _on_deals(scope: Scope, contact: Contact) -> int | None:
    """The strength that the newest of the recent deals states for the contact's role in it."""
    stated = [
        (deal.close_date, row.id, row.strength)
        for row, deal in _recent_roles(scope, contact)
        if row.strength is not None
    ]
    return max(stated)[2] if stated else None


def _recent_roles(scope: Scope, contact: Contact) -> Iterable[tuple[BuyingRole, Opportunity]]:
    since = add_months(scope.as_of, -scope.options.role_months)
    for row in scope.roles.get(contact.id, ()):
        deal = scope.opportunities.get(row.opportunity_id)
        if deal and deal.account_id in scope.accounts and deal.close_date > since:
            yield row, deal


def _in_order(scope: Scope, rows: Mapping[str, Stakeholder]) -> tuple[Stakeholder, ...]:
    """Each line from its head down; heads that are executives first, people without a line last."""
    place = {unit.id: index for index, unit in enumerate(scope.units)}
    below = group(
        (row for row in rows.values() if row.reports_to_id), lambda row: row.reports_to_id or ""
    )

    def key(row: Stakeholder) -> tuple[bool, bool, int, str, str]:
        alone = row.reports_to_id is None and row.id not in below
        return (not row.is_executive, alone, place[row.unit_id], row.name.casefold(), row.id)

    ordered: list[Stakeholder] = []
    heads = sorted((row for row in rows.values() if row.reports_to_id is None), key=key)
    waiting = list(reversed(heads))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(sorted(below.get(row.id, ()), key=key, reverse=True))
    return tuple(ordered)
