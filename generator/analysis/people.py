"""The customer's people: role, influence and strength, each with its source (rows 49, 51, 52).

What the CRM states wins. What is inferred says so, and an inferred strength never exceeds 2: that
somebody was met often proves acquaintance, not support.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from generator.analysis.dates import add_months, within_days
from generator.analysis.money import ids_of
from generator.analysis.reporting import Lines, reporting_lines
from generator.analysis.results import Stakeholder
from generator.analysis.scope import Scope, Touch, group
from generator.analysis.words import is_executive, is_middle, level
from generator.model.records import BUYING_ROLES, BuyingRole, Contact, Opportunity

YEAR = 365

_MANY = 3  # touches within the active days that speak for acquaintance
_MANY_EXECUTIVE = 2  # an executive's hour is scarcer


def stakeholders(scope: Scope) -> tuple[tuple[Stakeholder, ...], tuple[str, ...]]:
    """The contacts in reporting-line order, executives first; and the rings that were cut."""
    touches = group(
        (touch for touch in scope.touches if touch.contact_id), lambda touch: touch.contact_id or ""
    )
    lines = reporting_lines(scope.snapshot.contacts)
    relations = _related_roles(scope)
    rows = {
        contact.id: _stakeholder(scope, contact, touches.get(contact.id, ()), relations, lines)
        for contact in scope.snapshot.contacts
    }
    ordered = _in_order(scope, rows)
    return ordered, lines.cycles


def _stakeholder(
    scope: Scope,
    contact: Contact,
    touches: tuple[Touch, ...],
    relations: Mapping[str, list[str]],
    lines: Lines,
) -> Stakeholder:
    executive = is_executive(contact.seniority, contact.title)
    role, role_ids = _role(scope, contact, relations.get(contact.id, []))
    influence, influence_source = _influence(contact, executive, role)
    days = [touch.day for touch in touches]
    recent = [day for day in days if within_days(day, scope.as_of, scope.options.active_days)]
    strength, strength_source = _strength(scope, contact, days, len(recent), executive)
    unit_id = scope.contact_units[contact.id]
    return Stakeholder(
        id=contact.id,
        name=contact.name,
        title=contact.title,
        unit=scope.unit_name(unit_id),
        unit_id=unit_id,
        role=role,
        influence=influence,
        influence_source=influence_source,
        strength=strength,
        strength_source=strength_source,
        is_executive=executive,
        reports_to_id=lines.manager.get(contact.id),
        last_touch=days[-1] if days else None,
        touches_90d=len(recent),
        is_active=bool(recent) and (strength or 0) >= 2,
        ids=ids_of((contact.id,), role_ids, (touch.id for touch in touches[-1:])),
    )


def _related_roles(scope: Scope) -> dict[str, list[str]]:
    """Contact -> roles on the account by relations that hold as of as-of."""
    found: dict[str, list[str]] = {}
    for row in scope.snapshot.relations:
        begun = row.start_date is None or row.start_date <= scope.as_of
        running = row.end_date is None or row.end_date >= scope.as_of
        if row.account_id in scope.accounts and row.is_active and begun and running:
            found.setdefault(row.contact_id, []).extend(row.roles)
    return found


def _role(scope: Scope, contact: Contact, related: list[str]) -> tuple[str | None, tuple[str, ...]]:
    """The strongest claim among the own role, the relations' and the recent deals' (row 49)."""
    claims: list[tuple[str, str | None]] = [(role, None) for role in related]
    if contact.role:
        claims.append((contact.role, None))
    claims += [(row.role, row.id) for row, _ in _recent_roles(scope, contact) if row.role]
    known = [claim for claim in claims if claim[0] in BUYING_ROLES]
    if not known:
        return None, ()
    best = min(known, key=lambda claim: BUYING_ROLES.index(claim[0]))[0]
    return best, ids_of(row_id for role, row_id in known if role == best)


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
