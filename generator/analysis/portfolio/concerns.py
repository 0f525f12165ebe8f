"""What calls for attention in a portfolio, the gravest first: of accounts, of people of ours.

METHOD.md rows 2, 3, 5, 6, 11, 17, 18, 54, 56 and 92, as far as an account or an owner breaks them.
One cause is named once: an account without any plan is not told besides that it is not reviewed.
Of one grade the most money at risk comes first. What somebody accepts is no flag (row 105).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.dates import coming_friday
from generator.analysis.options import Options
from generator.analysis.portfolio.cadence import open_plays
from generator.analysis.portfolio.endangered import losses, renewal_kind
from generator.analysis.portfolio.members import PLANNED, Member, decides
from generator.analysis.portfolio.results import AccountRef, Concern, Due, Portfolio
from generator.analysis.results import Person
from generator.model.org import could_read

GRADES = ("act", "watch", "note")
"""The gravest first: to be acted on now, to be watched, to be known."""

KINDS = {
    "renewal": "act",  # near, and nobody or nothing has it in hand
    "notice": "act",  # the contract's own day for notice passed, and nothing is agreed
    "unsigned": "act",  # 90 days or less
    "strategy": "act",  # near, and how it is to be won is written nowhere
    "lost": "act",  # a champion or economic buyer, where the renewal is near; else watch
    "no_plan": "act",
    "plan_closed": "act",  # and no other one is on record
    "plan_over": "act",
    "stale": "act",
    "sponsor": "act",
    "single_thread": "act",
    "owner_many": "act",
    "top_unplanned": "watch",
    "overdue": "watch",
    "coverage": "watch",
    "plays": "watch",
    "threads": "watch",  # in divisions
    "tier3_plan": "note",
    "no_quota": "note",
    "rate": "note",
}
"""Kind -> grade, the gravest kind first."""


_WEEK, _MONTH = 7, 30
"""Days within which a flag is answered: one to be acted on, one to be watched."""


@dataclass(frozen=True, slots=True)
class _Field:
    """What the portfolio found, by account."""

    portfolio: Portfolio
    options: Options
    due: dict[str, Due]
    without_sponsor: frozenset[str]
    not_covered: frozenset[str]
    crowded: frozenset[str]
    without_rate: frozenset[str]


def concerns(
    members: Sequence[Member], portfolio: Portfolio, options: Options
) -> tuple[Concern, ...]:
    """Of all members and their owners: by grade, then by money at risk in the portfolio's currency,
    then by kind, then the most urgent first, then by name."""
    field = _Field(
        portfolio,
        options,
        {row.account.id: row for row in portfolio.due},
        _ids(portfolio.sponsors.tier1_without),
        _ids(portfolio.coverage.missing),
        _ids(portfolio.crowded),
        _ids(portfolio.without_rate),
    )
    rows = [row for member in members for row in _of_account(member, field)]
    rows += _of_owners(portfolio)
    return tuple(sorted(rows, key=_turn))


def _ids(refs: Sequence[AccountRef]) -> frozenset[str]:
    return frozenset(ref.id for ref in refs)


_RENEWALS = ("renewal", "notice", "unsigned", "strategy")


def _turn(row: Concern) -> tuple[int, Decimal, int, int, str]:
    """What stands before what: a renewal by how near it is; what is late or counted by how much."""
    number = row.days if row.days is not None else row.n or 0
    name = row.account.name if row.account else row.owner.name if row.owner else ""
    return (
        GRADES.index(row.grade),
        -(row.at_risk or Decimal(0)),
        list(KINDS).index(row.kind),
        number if row.kind in _RENEWALS else -number,
        name.casefold(),
    )


def _of_account(member: Member, field: _Field) -> Iterator[Concern]:
    yield from _renewal(member, field)
    yield from _lost(member, field)
    yield from _plan(member, field)
    yield from _people(member, field)
    if member.ref.id in field.without_rate:
        yield _concern("rate", member, None)


def _concern(
    kind: str,
    member: Member,
    owner: Person | None,
    *,
    grade: str | None = None,
    days: int | None = None,
    n: int | None = None,
    of: int | None = None,
    detail: str = "",
    due: date | None = None,
) -> Concern:
    """What is at risk is the renewal, where it is about that; else all that the account pays."""
    account, grade = member.account, grade or KINDS[kind]
    worth = account.renewal.value if kind in _RENEWALS else account.revenue.current
    day = due or proposed_day(grade, account.period.as_of)
    return Concern(
        kind, grade, member.ref, owner, days, n, of, detail, (), (member.ref.id,),
        member.convert(worth), day,
    )  # fmt: skip


def proposed_day(grade: str, as_of: date) -> date | None:
    """By when, where no record says it: this week, or within a month; what is only to be known has
    no day."""
    days = {"act": _WEEK, "watch": _MONTH}.get(grade)
    return None if days is None else coming_friday(as_of + timedelta(days=days - _WEEK))


def _renewal(member: Member, field: _Field) -> Iterator[Concern]:
    found = member.account.renewal
    who = found.opportunity_owner or member.owner
    kind = renewal_kind(member.account)
    if kind:
        due = next((a.due for a in member.account.top_actions if a.kind == "renewal"), None)
        due = None if due is None else min(due, coming_friday(member.account.period.as_of))
        told = found.status_reason if kind == "renewal" else ""
        ago = _days_since(found.notice_by, member) if kind == "notice" else None
        yield _concern(kind, member, who, days=found.days, n=ago, detail=told, due=due)
    near = found.days is not None and 0 <= found.days <= field.options.renewal_red_days
    if near and found.has_strategy is False:
        yield _concern("strategy", member, who, days=found.days)


def _days_since(day: date | None, member: Member) -> int | None:
    return None if day is None else (member.account.period.as_of - day).days


def _lost(member: Member, field: _Field) -> Iterator[Concern]:
    """A champion or economic buyer who is gone: worst where the renewal is near."""
    days = member.account.renewal.days
    is_near = days is not None and days <= field.options.renewal_red_days
    for row in losses(member.account):
        gap = row.gap
        yield _concern(
            "lost",
            member,
            (gap.owner if gap else None) or member.owner,
            grade="act" if is_near else "watch",
            detail=gap.text if gap else f"{row.change.name}, the economic buyer, is gone.",
            due=gap.due if gap else None,
        )


def _plan(member: Member, field: _Field) -> Iterator[Concern]:
    who, place = member.plan_owner, member.ref.id
    if not could_read(member.account.coverage, "plans"):
        return
    if not member.has_plan:
        if member.tier in PLANNED:
            kind = "no_plan" if member.account.plan.id is None else "plan_closed"
            yield _concern(kind, member, who, due=_plan_task(member))
        elif _is_large(member, field.options):
            yield _concern("top_unplanned", member, who)
        return
    yield from _upkeep(member, field)
    if place in field.crowded:
        plays = open_plays(member)
        yield _concern("plays", member, who, n=plays, of=field.options.light_plays)
    if member.tier not in PLANNED:
        yield _concern("tier3_plan", member, who)


def _is_large(member: Member, options: Options) -> bool:
    """By the threshold (row 7): who is among the largest of a selection depends on what it is."""
    return member.revenue is not None and member.revenue >= options.revenue_threshold


def _upkeep(member: Member, field: _Field) -> Iterator[Concern]:
    """The gravest of what speaks against how a plan is kept."""
    who, place, ended = member.plan_owner, member.ref.id, member.plan_over
    if ended is not None and member.tier in PLANNED:
        yield _concern("plan_over", member, who, days=(field.portfolio.as_of - ended).days)
    elif member.account.plan.is_stale:
        yield _concern("stale", member, who, days=member.account.plan.age_days)
    elif late := _late(field.due[place], field.portfolio.as_of):
        yield _concern("overdue", member, who, days=late)
    elif place in field.not_covered:
        yield _concern("coverage", member, who)


def _plan_task(member: Member) -> date | None:
    """The day of the recorded task of writing the plan: the first that is open."""
    days = [
        row.due
        for row in member.account.actions
        if row.due is not None and _ACCOUNT_PLAN.search(row.subject)
    ]
    return min(days, default=None)


_ACCOUNT_PLAN = re.compile(r"\baccount plan\b", re.IGNORECASE)


def _late(row: Due, as_of: date) -> int | None:
    return (as_of - row.day).days if row.day is not None and row.day < as_of else None


def _people(member: Member, field: _Field) -> Iterator[Concern]:
    found = member.account.relationships
    if member.ref.id in field.without_sponsor:
        yield _concern("sponsor", member, decides(member.account))
    if found.single_threaded:
        grade = KINDS["single_thread"] if member.tier in PLANNED else "watch"
        active = found.active_contacts
        due = _gap_due(member, "single_threaded")
        yield _concern("single_thread", member, member.owner, grade=grade, n=active, due=due)
    elif found.single_threaded_units and member.tier in PLANNED:
        known = [row for row in found.units if row.single_threaded is not None]
        thin, unknown = len(found.single_threaded_units), len(found.units) - len(known)
        due = _gap_due(member, "unit_single_threaded")
        row = _concern("threads", member, member.owner, n=thin, of=len(known), due=due)
        yield replace(row, unknown=unknown)


def _gap_due(member: Member, kind: str) -> date | None:
    """The first day on which a gap of the kind is to be mended."""
    days = [row.due for row in member.account.relationships.gaps if row.kind == kind and row.due]
    return min(days, default=None)


def _of_owners(portfolio: Portfolio) -> Iterator[Concern]:
    """Too many plans in one hand, no quota. Too few is room, and calls for nothing."""
    most = portfolio.plans_each[1]
    for row in portfolio.owners:
        if row.status == "many":
            made = _of_person("owner_many", row.owner, len(row.tier1_plans), most, row.de_tier)
            yield replace(made, due=proposed_day(made.grade, portfolio.as_of))
    for person in portfolio.quotas.without:
        yield _of_person("no_quota", person)


def _of_person(
    kind: str,
    person: Person | None,
    n: int | None = None,
    of: int | None = None,
    accounts: tuple[AccountRef, ...] = (),
) -> Concern:
    ids = (person.id,) if person else tuple(ref.id for ref in accounts)
    return Concern(kind, KINDS[kind], None, person, None, n, of, "", accounts, ids)
