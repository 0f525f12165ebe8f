"""How well the customer's people are known to us (METHOD.md rows 50 to 54, 61, 62)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from generator.analysis.dates import within_days
from generator.analysis.departures import holds, person_changes
from generator.analysis.gaps import Signs, gaps_of
from generator.analysis.introductions import introductions
from generator.analysis.money import ids_of, percent
from generator.analysis.people import YEAR, stakeholders
from generator.analysis.results import (
    Figure,
    Person,
    Relationships,
    RoleCoverage,
    Stakeholder,
    Unit,
    UnitThreading,
)
from generator.analysis.scope import Scope
from generator.analysis.words import canonical
from generator.model.records import BUYING_ROLES

SPONSOR_ROLE = "executive sponsor"


def relationships(scope: Scope) -> Relationships:
    """The contacts and what they add up to: threads, coverage of buying roles, gaps."""
    people, cycles = stakeholders(scope)
    known = scope.readable("contacts") and scope.readable("activities") and bool(people)
    active = [row for row in people if row.is_active]
    here = _peopled(scope, people) if scope.readable("contacts") else ()
    units = tuple(_threading(scope, unit.id, people) for unit in here)
    single = len(active) <= 1 if known else None
    executives = [row for row in people if row.is_executive and not row.has_left]
    share = _top_share(scope, people)
    changes, ways, sponsor = person_changes(scope, people), introductions(people), sponsor_of(scope)
    return Relationships(
        contacts=people,
        single_threaded=single,
        active_contacts=len(active) if known else None,
        units=units,
        single_threaded_units=tuple(row.unit for row in units if row.single_threaded),
        coverage=tuple(_coverage(scope, unit.id, people) for unit in here),
        gaps=gaps_of(scope, Signs(people, units, single, share, changes, ways, sponsor)),
        changes=changes,
        introductions=ways,
        executives_known=len(executives),
        executives_active=sum(is_touched(scope, row) for row in executives),
        sponsor=sponsor,
        lacks_sponsor=sponsor is None and scope.readable("team"),
        sponsor_last_meeting=_last_meeting(scope, sponsor),
        top_share=share,
        cycles=cycles,
    )


def _peopled(scope: Scope, people: tuple[Stakeholder, ...]) -> tuple[Unit, ...]:
    """The divisions; the account itself, where it is but the rest, only if somebody is in it."""
    root, *divisions = scope.units
    empty = not any(row.unit_id == root.id for row in people)
    return tuple(divisions) if scope.placing.is_rest and divisions and empty else scope.units


def is_touched(scope: Scope, row: Stakeholder) -> bool:
    """Touched within the active days (row 62), whatever the strength."""
    return within_days(row.last_touch, scope.as_of, scope.options.active_days)


def sponsor_of(scope: Scope) -> Person | None:
    """Our executive sponsor: the account's field, else the account team's role (row 61)."""
    stated = scope.user(scope.root.executive_sponsor_id)
    if stated:
        return stated
    members = [row for row in scope.snapshot.team if canonical(row.role) == SPONSOR_ROLE]
    members.sort(key=lambda row: (row.account_id != scope.root.id, row.id))
    found = (scope.user(row.user_id) for row in members if row.account_id in scope.accounts)
    return next((person for person in found if person), None)


def _last_meeting(scope: Scope, sponsor: Person | None) -> date | None:
    """The last event with the customer that the sponsor held (row 61): who else attended, is not
    read."""
    if sponsor is None:
        return None
    held = (t.day for t in scope.touches if t.kind == "event" and t.owner_id == sponsor.id)
    return max(held, default=None)


def _threading(scope: Scope, unit_id: str, people: tuple[Stakeholder, ...]) -> UnitThreading:
    """The division's active contacts; at most one is single-threaded (row 54)."""
    here = [row for row in people if row.unit_id == unit_id]
    active = [row for row in here if row.is_active]
    known = bool(here) and scope.readable("activities")
    return UnitThreading(
        unit=scope.unit_name(unit_id),
        unit_id=unit_id,
        contacts=len(here),
        active=len(active),
        single_threaded=len(active) <= 1 if known else None,
        names=tuple(row.name for row in active),
    )


def _coverage(scope: Scope, unit_id: str, people: tuple[Stakeholder, ...]) -> RoleCoverage:
    """Every buying role with who fills it in the division; an empty tuple is a gap (row 50).

    People of the division fill their own role. Those of another fill the one that a relation to
    this division states.
    """
    own = {(row.role, row.name) for row in people if row.unit_id == unit_id and not row.has_left}
    names = {row.id: row.name for row in people if not row.has_left}
    related = {
        (role, names[row.contact_id])
        for row in scope.snapshot.relations
        if scope.accounts.get(row.account_id) is not None
        and scope.placing.of_account(row.account_id) == unit_id
        and scope.contact_units.get(row.contact_id) != unit_id
        and row.contact_id in names
        and holds(scope, row)
        for role in row.roles
    }
    found = own | related
    filled = tuple(
        (role, tuple(sorted(name for held, name in found if held == role))) for role in BUYING_ROLES
    )
    return RoleCoverage(scope.unit_name(unit_id), unit_id, filled)


def _top_share(scope: Scope, people: tuple[Stakeholder, ...]) -> Figure[Decimal]:
    """The share of the last year's touches that the most touched contact holds (row 54)."""
    touches = [
        touch
        for touch in scope.touches
        if touch.contact_id and within_days(touch.day, scope.as_of, YEAR)
    ]
    if not touches:
        return Figure(None, note="no touch with a named contact in the last year")
    counts = Counter(touch.contact_id for touch in touches)
    names = {row.id: row.name for row in people}
    top, count = min(counts.items(), key=lambda item: (-item[1], item[0] or ""))
    return Figure(
        percent(count, len(touches)),
        ids_of(touch.id for touch in touches if touch.contact_id == top),
        f"{names.get(top or '', 'one contact')}: {count} of {len(touches)} touches in a year",
    )
