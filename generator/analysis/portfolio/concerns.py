"""What calls for attention in a portfolio, the gravest first: of accounts, of people of ours.

METHOD.md rows 2, 3, 5, 6, 11, 17, 18, 54 and 92, as far as an account or an owner breaks them. One
cause is named once: an account without any plan is not told besides that it is not reviewed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.analysis.options import Options
from generator.analysis.portfolio.cadence import PLANNED, open_plays
from generator.analysis.portfolio.members import Member
from generator.analysis.portfolio.results import AccountRef, Concern, Due, Portfolio
from generator.analysis.results import Person
from generator.model.org import could_read

GRADES = ("act", "watch", "note")
"""The gravest first: to be acted on now, to be watched, to be known."""

KINDS = {
    "renewal": "act",  # near, and nobody or nothing has it in hand
    "strategy": "act",  # near, and how it is to be won is written nowhere
    "no_plan": "act",
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
    "owner_few": "note",
    "no_quota": "note",
    "rate": "note",
}
"""Kind -> grade, the gravest kind first."""


@dataclass(frozen=True, slots=True)
class _Field:
    """What the portfolio found, by account."""

    portfolio: Portfolio
    options: Options
    due: dict[str, Due]
    without_sponsor: frozenset[str]
    not_covered: frozenset[str]
    large: frozenset[str]  # among the largest by revenue, without a plan
    crowded: frozenset[str]
    without_rate: frozenset[str]


def concerns(
    members: Sequence[Member], portfolio: Portfolio, options: Options
) -> tuple[Concern, ...]:
    """Of all members and their owners; of one kind the most urgent first, then by name."""
    field = _Field(
        portfolio,
        options,
        {row.account.id: row for row in portfolio.due},
        _ids(portfolio.sponsors.tier1_without),
        _ids(portfolio.coverage.missing),
        _ids(portfolio.pareto.top_without_plan),
        _ids(portfolio.crowded),
        _ids(portfolio.without_rate),
    )
    rows = [row for member in members for row in _of_account(member, field)]
    is_counted = all(could_read(member.account.coverage, "plans") for member in members)
    rows += _of_owners(portfolio, is_counted=is_counted)
    order = list(KINDS)
    return tuple(
        sorted(rows, key=lambda row: (GRADES.index(row.grade), order.index(row.kind), _turn(row)))
    )


def _ids(refs: Sequence[AccountRef]) -> frozenset[str]:
    return frozenset(ref.id for ref in refs)


def _turn(row: Concern) -> tuple[int, str]:
    """A renewal by how near it is; what is late or counted by how much."""
    number = row.days if row.days is not None else row.n or 0
    name = row.account.name if row.account else row.owner.name if row.owner else ""
    return (number if row.kind in ("renewal", "strategy") else -number), name.casefold()


def _of_account(member: Member, field: _Field) -> Iterator[Concern]:
    yield from _renewal(member, field)
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
) -> Concern:
    ids = (member.ref.id,)
    return Concern(kind, grade or KINDS[kind], member.ref, owner, days, n, of, detail, (), ids)


def _renewal(member: Member, field: _Field) -> Iterator[Concern]:
    found = member.account.renewal
    who = found.opportunity_owner or member.owner
    if found.status == "red":
        yield _concern("renewal", member, who, days=found.days, detail=found.status_reason)
    near = found.days is not None and 0 <= found.days <= field.options.renewal_red_days
    is_told = bool(found.strategy or member.account.profile.playbook)
    if near and not is_told and _keeps(member, "account.renewal_strategy"):
        yield _concern("strategy", member, who, days=found.days)


def _keeps(member: Member, name: str) -> bool:
    """Whether the org has the field at all, or nobody said which it has: one that is nowhere is
    blank in every account, and says nothing of one."""
    sources = dict(member.account.sources)
    return not sources or name in sources


def _plan(member: Member, field: _Field) -> Iterator[Concern]:
    who, place = member.plan_owner, member.ref.id
    if not could_read(member.account.coverage, "plans"):
        return
    if not member.has_plan:
        if member.tier in PLANNED:
            yield _concern("no_plan", member, who)
        elif place in field.large:
            yield _concern("top_unplanned", member, who)
        return
    if member.account.plan.is_stale:
        yield _concern("stale", member, who, days=member.account.plan.age_days)
    elif late := _late(field.due[place], field.portfolio.as_of):
        yield _concern("overdue", member, who, days=late)
    elif place in field.not_covered:
        yield _concern("coverage", member, who)
    if place in field.crowded:
        plays = open_plays(member)
        yield _concern("plays", member, who, n=plays, of=field.options.light_plays)
    if member.tier not in PLANNED:
        yield _concern("tier3_plan", member, who)


def _late(row: Due, as_of: date) -> int | None:
    return (as_of - row.day).days if row.day is not None and row.day < as_of else None


def _people(member: Member, field: _Field) -> Iterator[Concern]:
    found = member.account.relationships
    if member.ref.id in field.without_sponsor:
        yield _concern("sponsor", member, member.account.profile.owner_manager or member.owner)
    if found.single_threaded:
        grade = KINDS["single_thread"] if member.tier in PLANNED else "watch"
        active = found.active_contacts
        yield _concern("single_thread", member, member.owner, grade=grade, n=active)
    elif found.single_threaded_units and member.tier in PLANNED:
        thin, every = len(found.single_threaded_units), len(found.units)
        yield _concern("threads", member, member.owner, n=thin, of=every)


def _of_owners(portfolio: Portfolio, *, is_counted: bool) -> Iterator[Concern]:
    """Too many plans in one hand, too few (unless some could not be read), no quota."""
    least, most = portfolio.plans_each
    for row in portfolio.owners:
        if row.status == "many":
            yield _of_person("owner_many", row.owner, len(row.tier1_plans), most, row.de_tier)
        elif row.status == "few" and row.owner is not None and is_counted:
            yield _of_person("owner_few", row.owner, len(row.tier1_plans), least)
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
