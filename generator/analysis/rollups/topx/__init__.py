"""The Top X rollup: which deals we focus on in the next quarter, judged by the criteria of the team
that sells them, and rolled up by who answers for them (METHOD.md rows 109-115).

The unit is the opportunity whose Top X box is ticked; the list is that of the next fiscal quarter
(METHOD.md 1h).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypedDict

from generator.analysis.money import money_for
from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import Figure, Person
from generator.analysis.rollups.head import Head
from generator.analysis.rollups.topx.chain import chain_of
from generator.analysis.rollups.topx.facts import AccountFocus, KeptBoxes, focus_of, kept_boxes
from generator.analysis.rollups.topx.judging import rules_by_id
from generator.analysis.rollups.topx.levels import Rollup, amount_of, not_theirs, parts_of
from generator.analysis.rollups.topx.listing import BOX, Listing
from generator.analysis.rollups.topx.past import Past
from generator.analysis.rollups.topx.picks import lines_of
from generator.analysis.rollups.topx.quarters import list_before, times_of, wanted_days
from generator.analysis.rollups.topx.results import (
    DealRef,
    Level,
    Parts,
    PastDeal,
    RunningList,
    TopX,
    TopXDeal,
    WinRate,
)
from generator.analysis.rollups.topx.rules import TopXRules
from generator.model.org import FiscalCalendar, FiscalQuarter, Org
from generator.model.records import TopXPick, User

__all__ = [
    "AccountFocus",
    "Beside",
    "KeptBoxes",
    "TopX",
    "TopXRules",
    "focus_of",
    "kept_boxes",
    "times_of",
    "top_x",
    "wanted_days",
]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known besides the accounts.

    ``users``: the owners and everybody above them, with their managers. ``picks``: the lines of the
    file; None: there is no file. ``kept``: boxes of kept snapshots, by account id.
    ``quarter`` None: the list of the next fiscal quarter.
    """

    users: Sequence[User] = ()
    picks: Sequence[TopXPick] | None = None
    kept: Mapping[str, Sequence[KeptBoxes]] = field(default_factory=dict)
    quarter: FiscalQuarter | None = None


def top_x(
    accounts: Sequence[AccountFocus],
    org: Org,
    head: Head,
    beside: Beside = Beside(),
    rules: TopXRules = TopXRules(),
) -> TopX:
    """The rollup over ``accounts``, in their order; ``head`` is that of the same set."""
    fiscal, as_of = head.period.fiscal, head.as_of
    quarter = beside.quarter or fiscal.shift(fiscal.quarter_of(as_of), 1)
    people = {user.id: Person(user.id, user.name, user.title) for user in beside.users}
    people |= {person.id: person for focus in accounts for person in _named(focus)}
    named = [(row.id, row.name) for focus in accounts for row in focus.rows]
    judged_by = rules_by_id(rules, people.values())
    rules = judged_by.rules
    listing = Listing(
        accounts=accounts,
        lines=lines_of(beside.picks, named, people.values(), as_of),
        kept=beside.kept,
        times=times_of(quarter, fiscal, as_of),
        rules=rules,
        money=money_for(org, head.currency, as_of),
    )
    deals = listing.deals()
    owners = _owners(accounts, deals)
    top = head.person.id if head.person else None
    chain = chain_of(beside.users, [person.id for person in owners], top)
    holders = frozenset(f.account.profile.owner.id for f in accounts if f.account.profile.owner)
    rollup = Rollup(head, deals, owners, holders, chain, rules, listing.source is not None)
    apart = not_theirs(deals, chain, listing.lines, quarter)
    return TopX(
        head=head,
        **_about(listing, rules),
        **_over(deals, rollup),
        running=_running(listing, fiscal),
        **_before(listing),
        differences=(*listing.differences(), *apart),
        unused=judged_by.unused,
        shared=judged_by.shared,
    )


class _About(TypedDict):
    """Which list this is, and what it stands on."""

    quarter: FiscalQuarter
    window_start: date
    window_end: date
    phase: str
    source: str | None
    x: int
    several: int
    has_file: bool
    unreadable: tuple[AccountRef, ...]


class _Over(TypedDict):
    """The deals on the list, and who answers for them."""

    deals: tuple[TopXDeal, ...]
    amount: Figure[Decimal]
    parts: Parts
    levels: tuple[Level, ...]
    renewals: tuple[str, ...]
    late: tuple[str, ...]
    not_eligible: tuple[str, ...]
    without_rate: tuple[AccountRef, ...]
    rings: tuple[tuple[str, ...], ...]


class _Before(TypedDict):
    """What became of earlier lists."""

    late_before: tuple[DealRef, ...]
    win_rate: WinRate | None
    past: tuple[PastDeal, ...]
    list_before: tuple[int, int]


def _about(listing: Listing, rules: TopXRules) -> _About:
    times, source = listing.times, listing.source
    hidden = [focus.ref for focus in listing.accounts if focus.is_recorded is False]
    return _About(
        quarter=times.quarter,
        window_start=times.window_start,
        window_end=times.window_end,
        phase=times.phase,
        source=source,
        x=rules.x,
        several=rules.several,
        has_file=listing.lines.has_file,
        unreadable=tuple(hidden) if source == BOX else (),
    )


def _over(deals: tuple[TopXDeal, ...], rollup: Rollup) -> _Over:
    unconverted = (d.account for d in deals if d.own_amount is not None and d.amount is None)
    chain = rollup.chain
    return _Over(
        deals=deals,
        amount=amount_of(deals, is_known=rollup.is_known),
        parts=parts_of(deals, is_known=rollup.is_known),
        levels=rollup.levels(),
        renewals=tuple(deal.id for deal in deals if not deal.is_new_business),
        late=tuple(deal.id for deal in deals if deal.decision.is_late),
        not_eligible=tuple(d.id for d in deals if d.verdict.is_eligible is False),
        without_rate=tuple(dict.fromkeys(unconverted)),
        rings=tuple(tuple(chain.people[user].name for user in ring) for ring in chain.rings),
    )


def _running(listing: Listing, fiscal: FiscalCalendar) -> RunningList | None:
    """The same set's list of the running quarter, where the one asked for is the next."""
    times = listing.times
    if times.is_running or listing.source is None:
        return None
    deals = replace(listing, times=times_of(times.before, fiscal, times.as_of)).deals()
    return RunningList(times.before, deals, parts_of(deals))


def _before(listing: Listing) -> _Before:
    past = Past(listing)
    shown = sum(list_before(rows, listing.times) is not None for rows in listing.kept.values())
    return _Before(
        late_before=past.late_before(),
        win_rate=past.win_rate(),
        past=past.rows(),
        list_before=(shown, len(listing.accounts)),
    )


def _named(focus: AccountFocus) -> Iterator[Person]:
    """The people of ours whom the account and its deals name."""
    people = [focus.account.profile.owner, *(deal.deal.owner for deal in focus.deals)]
    return (person for person in people if person is not None)


def _owners(accounts: Sequence[AccountFocus], deals: Sequence[TopXDeal]) -> tuple[Person, ...]:
    """Everybody who owns an account of the set, or a deal on the list: who is to select deals."""
    people = [*(focus.account.profile.owner for focus in accounts), *(deal.owner for deal in deals)]
    found = {person.id: person for person in people if person is not None}
    return tuple(found[key] for key in sorted(found))
