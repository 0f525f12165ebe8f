"""Named weaknesses in the relationships, each with the one action that would mend it.

METHOD.md rows 53 (champion without budget), 54 and 55 (single-threaded, and a second
relationship), 52 (high influence, low strength), 56 (champion gone or moved), 57 (a relationship
that weakened or went quiet), 35 (no executive touch), 49 (who blocks). A person is the subject of
one gap at most, the most pressing; whom a division's thread names is not told a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.analysis.dates import within_days
from generator.analysis.gap_actions import ahead_of, assigned
from generator.analysis.gap_people import approach, person_gaps
from generator.analysis.introductions import act_first
from generator.analysis.money import ids_of
from generator.analysis.results import (
    Figure,
    Gap,
    Introduction,
    Person,
    PersonChange,
    Stakeholder,
    UnitThreading,
)
from generator.analysis.scope import Scope
from generator.analysis.words import LEVEL_RANK, join, titled

People = tuple[Stakeholder, ...]

_ORDER = (
    "nobody_known",
    "champion_gone",
    "champion_without_budget",
    "buyer_distant",
    "no_economic_buyer",
    "no_executive_known",
    "no_executive_touch",
    "single_threaded",
    "weak_influencer",
    "champion_moved",
    "weak_champion",
    "weakened",
    "blocker",
    "unit_single_threaded",
    "units_unknown",
    "quiet",
    "concentrated",
)
"""The kinds, the most pressing first."""

ACCOUNT_THREADS = ("single_threaded", "nobody_known")
"""By how much too few people the account as a whole hangs: one or no active one; none at all."""

_TOLD = ("weak_influencer", "quiet")
"""What a thread says already that asks for a relationship with the same person."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What the gaps are told from. ``share`` is the top contact's part of a year's touches."""

    people: People
    units: tuple[UnitThreading, ...]
    single_threaded: bool | None
    share: Figure[Decimal]
    changes: tuple[PersonChange, ...]
    ways: tuple[Introduction, ...]
    sponsor: Person | None


def gaps_of(scope: Scope, signs: Signs) -> tuple[Gap, ...]:
    """The gaps, the most pressing kinds first. Where nobody at all is known, that alone is one."""
    if not signs.people:
        return tuple(assigned(scope, gap, signs.sponsor, {}) for gap in _nobody_known(scope))
    threads = [*_account_thread(signs), *_unit_threads(signs), *_units_unknown(scope, signs)]
    told = {gap.target_id for gap in threads}
    people = [
        *person_gaps(scope, signs.people, signs.changes, signs.ways),
        *_executives(scope, signs),
    ]
    people.sort(key=_rank)
    single = [g for g in _once(people) if g.kind not in _TOLD or g.target_id not in told]
    found = [*single, *threads, *_concentration(scope, signs)]
    ahead = ahead_of(scope)
    return tuple(assigned(scope, gap, signs.sponsor, ahead) for gap in sorted(found, key=_rank))


def _rank(gap: Gap) -> int:
    return _ORDER.index(gap.kind)


def _once(gaps: Iterable[Gap]) -> Iterator[Gap]:
    """Of several gaps about one person the first; what is about nobody, or about all executives,
    stays."""
    seen: set[str] = set()
    for gap in gaps:
        if gap.target_id is None or gap.kind == "no_executive_touch":
            yield gap
        elif gap.target_id not in seen:
            seen.add(gap.target_id)
            yield gap


def second_relationship(people: People, unit_id: str | None = None) -> Stakeholder | None:
    """Whom to win as the next relationship: the most influential who is not active (row 55)."""
    rows = [
        row
        for row in people
        if not row.is_active
        and not row.has_left
        and "blocker" not in row.roles
        and unit_id in (None, row.unit_id)
    ]
    return min(rows, key=_promise, default=None)


def _promise(row: Stakeholder) -> tuple[int, int, int, str]:
    influence = LEVEL_RANK.get(row.influence or "", 0)
    return (-influence, -(row.strength or 0), -row.touches_90d, row.id)


def _nobody_known(scope: Scope) -> Iterator[Gap]:
    """An account without a contact: there is nobody to have a weak relationship with (row 31)."""
    if scope.readable("contacts"):
        text = f"No contact of {scope.root.name} is recorded."
        action = "Find out who decides there, and record the contact."
        yield Gap("nobody_known", text, action, (scope.root.id,))


def _executives(scope: Scope, signs: Signs) -> Iterator[Gap]:
    """No executive touched of late, or none known (rows 35, 62)."""
    if not scope.readable("activities"):
        return
    executives = [row for row in signs.people if row.is_executive and not row.has_left]
    days = scope.options.active_days
    if not executives:
        text, action = "No executive of the customer is known.", "Identify the executive in charge."
        yield Gap("no_executive_known", text, action, (scope.root.id,))
    elif not any(within_days(row.last_touch, scope.as_of, days) for row in executives):
        first = executives[0]
        names = join([row.name for row in executives], most=3)
        yield Gap(
            "no_executive_touch",
            f"No executive was met in the last {days} days ({names}).",
            f"Have our executive sponsor meet {first.name}.",
            ids_of(row.id for row in executives),
            target_id=first.id,
        )


def _account_thread(signs: Signs) -> Iterator[Gap]:
    if signs.single_threaded:
        active = [row for row in signs.people if row.is_active]
        text = _thread_text("The account", active)
        yield _thread_gap(signs, "single_threaded", text, active)


def _unit_threads(signs: Signs) -> Iterator[Gap]:
    """One gap a division, where the account has several (the account's own is said already)."""
    for unit in signs.units if len(signs.units) > 1 else ():
        if unit.single_threaded:
            active = [r for r in signs.people if r.is_active and r.unit_id == unit.unit_id]
            text = _thread_text(unit.unit, active)
            yield _thread_gap(signs, "unit_single_threaded", text, active, unit.unit_id)


def _units_unknown(scope: Scope, signs: Signs) -> Iterator[Gap]:
    """The divisions where nobody is known: with nobody there is no thread to be single (row 54)."""
    rows = [row for row in signs.units if not row.contacts and row.unit_id != scope.root.id]
    if rows and scope.readable("contacts"):
        names = join([row.unit for row in rows], most=3)
        active = [row for row in signs.people if row.is_active]
        whom = f"Ask {active[0].name}" if active else "Find out"
        action = f"{whom} who leads there, and record the contact."
        ids = ids_of((row.unit_id for row in rows), [row.id for row in active[:1]])
        yield Gap("units_unknown", f"Nobody is known in {names}.", action, ids)


def _thread_text(where: str, active: list[Stakeholder]) -> str:
    if active:
        return f"{where} is single-threaded: only {active[0].name} is active."
    return f"{where} has no active contact."


def _thread_gap(
    signs: Signs, kind: str, text: str, active: list[Stakeholder], unit_id: str | None = None
) -> Gap:
    """The gap with its action: who should be won next, by whose introduction (row 55)."""
    target = second_relationship(signs.people, unit_id)
    ids = ids_of((row.id for row in active), [target.id] if target else [])
    if target is None:
        whom = f"Ask {active[0].name} to introduce" if active else "Find"
        return Gap(kind, text, f"{whom} a second contact.", ids)
    text = f"{text[:-1]}{_besides(signs.people, target)}."
    way = next((way for way in signs.ways if way.contact_id == target.id and way.hops), None)
    if way is not None and not active:
        return Gap(kind, text, approach(target, way), ids, target_id=target.id)
    through = f" through {active[0].name}" if active else ""
    action = f"Build a relationship with {titled(target)}{through}."
    return Gap(kind, text, action, ids, target_id=target.id)


def _besides(people: People, target: Stakeholder) -> str:
    """What else is to be said of the person whom the thread needs (rows 52, 57)."""
    if target in act_first(people):
        return f"; {target.name} has high influence and a weak relationship with us"
    return f"; {target.name} went quiet" if target.went_quiet else ""


def _concentration(scope: Scope, signs: Signs) -> Iterator[Gap]:
    """One contact holds more of the touches than is healthy (row 54)."""
    share = signs.share
    if share.value is not None and share.value > scope.options.top_share_percent:
        target = second_relationship(signs.people)
        whom = target.name if target else "a further contact"
        text = f"One contact holds {share.value:.0f}% of the touches of a year ({share.note})."
        action = f"Spread the conversation: bring in {whom}."
        gap = Gap("concentrated", text, action, share.ids)
        yield replace(gap, target_id=target.id) if target else gap
