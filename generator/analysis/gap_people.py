"""Weaknesses that are about one person each, with names (METHOD.md rows 49, 52, 53, 56, 57)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.analysis.departures import former_roles
from generator.analysis.introductions import SUPPORTERS, act_first, is_distant
from generator.analysis.money import ids_of
from generator.analysis.results import Gap, Introduction, PersonChange, Stakeholder
from generator.analysis.scope import Scope
from generator.analysis.words import LEVEL_RANK, count, join, titled

People = tuple[Stakeholder, ...]


def person_gaps(
    scope: Scope,
    people: People,
    changes: tuple[PersonChange, ...],
    introductions: tuple[Introduction, ...],
) -> Iterator[Gap]:
    """All of them, in no order that matters; several may be about the same person."""
    ways = {way.contact_id: way for way in introductions}
    here = tuple(row for row in people if not row.has_left)
    by_id = {row.id: row for row in here}
    yield from _champions_gone(scope, people, changes)
    yield from _buyers(here, ways)
    for row in act_first(people):
        yield _about(
            "weak_influencer", row, _weak_text(scope, row), approach(row, ways.get(row.id))
        )
    yield from _weak_champions(here)
    yield from _changed(by_id, changes)
    for row in here:
        if "blocker" in row.roles and row.influence != "low":
            yield _blocker(scope, row, by_id)
        elif row.went_quiet and _matters(row):
            text = f"{titled(row)} went quiet: {_last_met(scope, row)}."
            yield _about("quiet", row, text, f"Meet {row.name} again.")


def _about(kind: str, row: Stakeholder, text: str, action: str, *more: str) -> Gap:
    return Gap(kind, text, action, ids_of([row.id], more), target_id=row.id)


def approach(row: Stakeholder, way: Introduction | None) -> str:
    """What to do to come near to somebody: by the reporting lines, if they lead there."""
    if way is None or not way.hops:
        return f"Plan one meeting of substance with {row.name}."
    door, between = way.path[0], way.path[1:-1]
    over = f", by way of {join(between)}" if between else ""
    mind = f" Mind {join(way.through)} on the way." if way.through else ""
    return f"Ask {door} to introduce us to {row.name}{over}.{mind}"


def _champions_gone(
    scope: Scope, people: People, changes: tuple[PersonChange, ...]
) -> Iterator[Gap]:
    """A champion or coach who left, or whose e-mail bounces (row 56)."""
    former = former_roles(scope)
    moved = {row.contact_id: row.new for row in changes if row.kind == "left" and row.new}
    for row in people:
        roles = [*row.roles, *former.get(row.id, ())] if row.has_left else row.roles
        role = next((role for role in SUPPORTERS if role in roles), None)
        if role is None or not (row.has_left or scope.contacts[row.id].email_bounced):
            continue
        why = "may have left: the e-mail bounces"
        if row.has_left:
            to = moved.get(row.id)
            why = f"went to {to}" if to else "may have left: the relation to the account has ended"
        text = f"{titled(row)}, our {role}, {why}."
        heir = _heir(people, row)
        whom = f", {heir.name} first" if heir else ""
        more = [heir.id] if heir else []
        yield _about("champion_gone", row, text, f"Win a new champion{whom}.", *more)


def _heir(people: People, gone: Stakeholder) -> Stakeholder | None:
    """Who could follow: somebody of the division who supports us, else the most influential."""
    rows = [
        row
        for row in people
        if row.unit_id == gone.unit_id
        and row.id != gone.id
        and not row.has_left
        and "blocker" not in row.roles
        and row.role not in SUPPORTERS
    ]
    return min(rows, key=_weight, default=None)


def _weight(row: Stakeholder) -> tuple[bool, int, int, str]:
    influence = LEVEL_RANK.get(row.influence or "", 0)
    return (not row.is_active, -influence, -(row.strength or 0), row.id)


def _buyers(people: People, ways: Mapping[str, Introduction]) -> Iterator[Gap]:
    """No economic buyer known, or one who barely knows us though a champion does (row 53)."""
    buyers = [row for row in people if row.role == "economic_buyer"]
    if not buyers:
        helper = _helper(people, None)
        whom = f"Ask {helper.name}" if helper else "Ask our closest contact"
        action = f"{whom} who releases the budget, and record the role."
        ids = ids_of([helper.id] if helper else [])
        yield Gap("no_economic_buyer", "No economic buyer is known.", action, ids)
    for buyer in buyers:
        if is_distant(buyer):
            yield _distant(buyer, _helper(people, buyer.unit_id), ways)


def _distant(
    buyer: Stakeholder, helper: Stakeholder | None, ways: Mapping[str, Introduction]
) -> Gap:
    way = ways.get(buyer.id)
    action = approach(buyer, way)
    if helper is None:
        text = f"{titled(buyer)}, the economic buyer, barely knows us."
        return _about("buyer_distant", buyer, text, action)
    if way is None or not way.hops:
        action = f"Ask {helper.name} to introduce us to {buyer.name}."
    text = (
        f"{helper.name} supports us but has no budget; the economic buyer, {titled(buyer)}, "
        "barely knows us."
    )
    return _about("champion_without_budget", buyer, text, action, helper.id)


def _helper(people: People, unit_id: str | None) -> Stakeholder | None:
    """A champion or coach: an active one first, of the division first, the strongest."""
    rows = [row for row in people if row.role in SUPPORTERS]
    return min(
        rows,
        key=lambda r: (not r.is_active, r.unit_id != unit_id, -(r.strength or 0), r.name, r.id),
        default=None,
    )


def _weak_text(scope: Scope, row: Stakeholder) -> str:
    text = f"{titled(row)} has high influence and a weak relationship with us"
    return f"{text}; {_last_met(scope, row)}." if row.went_quiet else f"{text}."


def _last_met(scope: Scope, row: Stakeholder) -> str:
    if row.last_touch is None:
        return "no meeting is recorded"
    return f"last met {count((scope.as_of - row.last_touch).days, 'day')} ago"


def _weak_champions(people: People) -> Iterator[Gap]:
    """Called a champion or coach, and yet hardly a relationship: support that nobody proved."""
    for row in people:
        if row.role in SUPPORTERS and row.strength is not None and row.strength <= 1:
            text = f"{titled(row)} is recorded as {row.role}, yet the relationship is weak."
            action = f"Ask {row.name} for one step that proves the support."
            yield _about("weak_champion", row, text, action)


def _changed(people: Mapping[str, Stakeholder], changes: tuple[PersonChange, ...]) -> Iterator[Gap]:
    """A champion in another job, and a relationship said to be weaker than it was."""
    for change in changes:
        row = people.get(change.contact_id)
        if row is None:
            continue
        if change.kind == "title" and row.role in SUPPORTERS and change.old:
            text = f"{titled(row)}, our {row.role}, changed role; before: {change.old}."
            action = f"Ask {row.name} who takes over, and whether the support holds."
            yield _about("champion_moved", row, text, action, *change.ids)
        elif change.kind == "weaker":
            text = (
                f"The relationship with {titled(row)} fell from {change.old} to {change.new} of 4."
            )
            yield _about(
                "weakened", row, text, f"Find out what changed for {row.name}.", *change.ids
            )


def _blocker(scope: Scope, row: Stakeholder, people: Mapping[str, Stakeholder]) -> Gap:
    weight = f", with {row.influence} influence" if row.influence else ""
    text = f"{titled(row)} blocks{weight}; {_last_met(scope, row)}."
    above = people.get(row.reports_to_id or "")
    helped = f", with {above.name}" if above and above.is_active else ""
    more = [above.id] if helped and above else []
    return _about("blocker", row, text, f"Settle the objections of {row.name}{helped}.", *more)


def _matters(row: Stakeholder) -> bool:
    return row.influence in ("high", "medium") or row.role not in (None, "user")
