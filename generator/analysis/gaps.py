"""Named weaknesses in the relationships, each with the one action that would mend it.

METHOD.md rows 53 (champion without budget), 54 and 55 (single-threaded, and a second
relationship), 52 (high influence, low strength), 56 (champion gone), 35 (no executive touch).
"""

from __future__ import annotations

from decimal import Decimal

from generator.analysis.dates import within_days
from generator.analysis.money import ids_of
from generator.analysis.results import Figure, Gap, Stakeholder, UnitThreading
from generator.analysis.scope import Scope
from generator.analysis.words import LEVEL_RANK, join, titled

People = tuple[Stakeholder, ...]

_SUPPORTERS = ("champion", "coach")


def gaps_of(
    scope: Scope,
    people: People,
    units: tuple[UnitThreading, ...],
    single_threaded: bool | None,
    top_share: Figure[Decimal],
) -> tuple[Gap, ...]:
    """The gaps, the most pressing kinds first; none where no contact is known at all."""
    if not people:
        return ()
    buyers = _buyer_gap(people)
    named = {row_id for gap in buyers for row_id in gap.ids}
    return (
        *_champions_gone(scope, people),
        *buyers,
        *_executive_gap(scope, people),
        *_account_thread(people, single_threaded),
        *_weak_influencers(people, named),
        *_unit_threads(people, units),
        *_concentration(scope, people, top_share),
    )


def second_relationship(people: People, unit_id: str | None = None) -> Stakeholder | None:
    """Whom to win as the next relationship: the most influential who is not active (row 55)."""
    rows = [
        row
        for row in people
        if not row.is_active and row.role != "blocker" and unit_id in (None, row.unit_id)
    ]
    return min(
        rows,
        key=lambda row: (-_influence(row), -(row.strength or 0), -row.touches_90d, row.id),
        default=None,
    )


def _influence(row: Stakeholder) -> int:
    return LEVEL_RANK.get(row.influence or "", 0)


def _buyer_gap(people: People) -> tuple[Gap, ...]:
    """No economic buyer known, or a champion while the economic buyer barely knows us (row 53)."""
    buyers = [row for row in people if row.role == "economic_buyer"]
    champions = [row for row in people if row.role in _SUPPORTERS]
    helper = next((row for row in champions if row.is_active), None) or next(iter(champions), None)
    if not buyers:
        whom = f"Ask {helper.name}" if helper else "Ask our closest contact"
        return (
            Gap(
                "no_economic_buyer",
                "No economic buyer is known.",
                f"{whom} who releases the budget, and record the role.",
                ids_of([helper.id] if helper else []),
            ),
        )
    if any(not _is_distant(row) for row in buyers) or helper is None:
        return ()
    buyer = buyers[0]
    return (
        Gap(
            "champion_without_budget",
            f"{helper.name} supports us but has no budget; the economic buyer, {titled(buyer)}, "
            "barely knows us.",
            f"Ask {helper.name} to introduce us to {buyer.name}.",
            ids_of([helper.id, buyer.id]),
        ),
    )


def _is_distant(row: Stakeholder) -> bool:
    """Strength 0 or 1, or neither a strength nor a touch on record."""
    if row.strength is None:
        return row.last_touch is None
    return row.strength <= 1


def _weak_influencers(people: People, named: set[str]) -> tuple[Gap, ...]:
    """High influence and low strength: the list to act on (row 52). Unknown is not low."""
    rows = [
        row
        for row in people
        if row.influence == "high"
        and row.strength is not None
        and row.strength <= 1
        and row.id not in named
    ]
    return tuple(
        Gap(
            "weak_influencer",
            f"{titled(row)} has high influence and a weak relationship with us.",
            f"Plan one meeting of substance with {row.name}.",
            (row.id,),
        )
        for row in rows
    )


def _executive_gap(scope: Scope, people: People) -> tuple[Gap, ...]:
    """No executive touched of late, or none known (rows 35, 62)."""
    if not scope.readable("activities"):
        return ()
    executives = [row for row in people if row.is_executive]
    days = scope.options.active_days
    if any(within_days(row.last_touch, scope.as_of, days) for row in executives):
        return ()
    if not executives:
        text, action = "No executive of the customer is known.", "Identify the executive in charge."
        return (Gap("no_executive_known", text, action, ()),)
    first = executives[0]
    names = join([row.name for row in executives], most=3)
    return (
        Gap(
            "no_executive_touch",
            f"No executive was met in the last {days} days ({names}).",
            f"Have our executive sponsor meet {first.name}.",
            ids_of(row.id for row in executives),
        ),
    )


def _champions_gone(scope: Scope, people: People) -> tuple[Gap, ...]:
    """A champion or coach whose e-mail bounces, or whose relation to the account has ended."""
    ended = {
        row.contact_id
        for row in scope.snapshot.relations
        if row.account_id in scope.accounts
        and (not row.is_active or (row.end_date is not None and row.end_date < scope.as_of))
    }
    gaps = []
    for row in people:
        bounced = scope.contacts[row.id].email_bounced
        if row.role in _SUPPORTERS and (bounced or row.id in ended):
            why = "e-mail bounces" if bounced else "relation to the account has ended"
            text = f"{titled(row)}, our {row.role}, may have left: the {why}."
            next_one = second_relationship(tuple(p for p in people if p.id != row.id), row.unit_id)
            who = f", {next_one.name} first" if next_one else ""
            gaps.append(Gap("champion_gone", text, f"Win a new champion{who}.", (row.id,)))
    return tuple(gaps)


def _account_thread(people: People, single_threaded: bool | None) -> tuple[Gap, ...]:
    if not single_threaded:
        return ()
    active = [row for row in people if row.is_active]
    text = _thread_text("The account", active)
    return (_thread_gap("single_threaded", text, people, active, None),)


def _unit_threads(people: People, units: tuple[UnitThreading, ...]) -> tuple[Gap, ...]:
    """One gap a division, where the account has several (the account's own is said already)."""
    if len(units) < 2:
        return ()
    gaps = []
    for unit in units:
        if unit.single_threaded:
            active = [row for row in people if row.is_active and row.unit_id == unit.unit_id]
            text = _thread_text(unit.unit, active)
            gaps.append(_thread_gap("unit_single_threaded", text, people, active, unit.unit_id))
    return tuple(gaps)


def _thread_text(where: str, active: list[Stakeholder]) -> str:
    if active:
        return f"{where} is single-threaded: only {active[0].name} is active."
    return f"{where} has no active contact."


def _thread_gap(
    kind: str, text: str, people: People, active: list[Stakeholder], unit_id: str | None
) -> Gap:
    """The gap with its action: who should be won next, by whose introduction (row 55)."""
    target = second_relationship(people, unit_id)
    ids = ids_of((row.id for row in active), [target.id] if target else [])
    if target is None:
        whom = f"Ask {active[0].name} to introduce" if active else "Find"
        return Gap(kind, text, f"{whom} a second contact.", ids)
    through = f" through {active[0].name}" if active else ""
    return Gap(kind, text, f"Build a relationship with {titled(target)}{through}.", ids)


def _concentration(scope: Scope, people: People, share: Figure[Decimal]) -> tuple[Gap, ...]:
    """One contact holds more of the touches than is healthy (row 54)."""
    if share.value is None or share.value <= scope.options.top_share_percent:
        return ()
    target = second_relationship(people)
    whom = target.name if target else "a further contact"
    text = f"One contact holds {share.value:.0f}% of the touches of a year ({share.note})."
    return (Gap("concentrated", text, f"Spread the conversation: bring in {whom}.", share.ids),)
