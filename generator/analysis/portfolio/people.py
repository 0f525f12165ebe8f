"""Whose plans, whose accounts, whose quota (METHOD.md rows 11, 16, 17, 61)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.analysis.money import Money, ids_of, total
from generator.analysis.options import Options
from generator.analysis.portfolio.members import Member, grouped, largest_first, refs, sum_of
from generator.analysis.portfolio.results import (
    OwnerLoad,
    QuotaLine,
    Quotas,
    SponsorLoad,
    Sponsors,
)
from generator.analysis.results import Figure, Person
from generator.model.org import could_be_read
from generator.model.records import Quota


@dataclass(frozen=True, slots=True)
class QuotaFacts:
    """Quotas as they were read for a fiscal year; see ``Quotas``."""

    year: int
    state: str
    source: str = ""
    rows: tuple[Quota, ...] = ()


def owner_loads(members: Sequence[Member], options: Options) -> tuple[OwnerLoad, ...]:
    """Everybody who answers for a plan or owns a tier 1 account; the most tier 1 plans first."""
    planning = [member for member in members if member.has_plan or member.tier == 1]
    rows = [_load(who, mine, options) for who, mine in grouped(planning, lambda m: m.plan_owner)]
    return tuple(sorted(rows, key=lambda row: -len(row.tier1_plans)))


def _load(owner: Person | None, members: Sequence[Member], options: Options) -> OwnerLoad:
    first = [member for member in members if member.tier == 1 and member.has_plan]
    others = [member for member in members if member.tier != 1 and member.has_plan]
    excess = max(0, len(first) - options.plans_most)
    status = "many" if excess else "few" if len(first) < options.plans_least else "ok"
    if not any(member.tier == 1 for member in members):
        status = "none"
    return OwnerLoad(owner, refs(first), refs(others), status, refs(_least_upside(first)[:excess]))


def _least_upside(members: Sequence[Member]) -> list[Member]:
    """The least upside first; those of which it is unknown last: nothing speaks against them."""
    known = largest_first(members, lambda member: member.potential)[::-1]
    return [*known, *(member for member in members if member.potential is None)]


def sponsors(members: Sequence[Member]) -> Sponsors:
    """How many accounts each executive sponsor has (row 61)."""
    named = [member for member in members if member.account.relationships.sponsor]
    groups = grouped(named, lambda member: member.account.relationships.sponsor)
    loads = [SponsorLoad(who, refs(mine)) for who, mine in groups if who is not None]
    return Sponsors(
        tuple(sorted(loads, key=lambda load: -len(load.accounts))),
        refs(m for m in members if m.tier == 1 and m.account.relationships.lacks_sponsor),
    )


def quotas(members: Sequence[Member], facts: QuotaFacts, money: Money) -> Quotas:
    """Each owner's quota of the year beside the targets of the accounts selected (row 17)."""
    taken = _of_main_forecast(facts.rows)
    lines = tuple(
        _line(who, mine, [row for row in taken if row.owner_id == who.id], facts, money)
        for who, mine in grouped(members, lambda member: member.owner)
        if who is not None
    )
    readable = could_be_read(facts.state)
    return Quotas(
        year=facts.year,
        state=facts.state,
        source=facts.source,
        others=len(facts.rows) - len(taken),
        lines=lines,
        without=tuple(row.owner for row in lines if readable and not row.quota.ids),
    )


def _of_main_forecast(rows: Sequence[Quota]) -> list[Quota]:
    """The quotas for the kind of forecast that has the most of them."""
    counts = Counter(row.forecast_type for row in rows)
    if not counts:
        return []
    main = min(counts, key=lambda kind: (-counts[kind], kind or ""))
    return [row for row in rows if row.forecast_type == main]


def _line(
    owner: Person,
    members: Sequence[Member],
    rows: Sequence[Quota],
    facts: QuotaFacts,
    money: Money,
) -> QuotaLine:
    return QuotaLine(
        owner=owner,
        quota=_quota(rows, facts, money),
        target=sum_of(members, lambda m: m.account.revenue.target, "plan targets"),
        gap=sum_of(members, lambda m: m.account.revenue.gap, "targets less current revenue"),
        accounts=refs(members),
    )


def _quota(rows: Sequence[Quota], facts: QuotaFacts, money: Money) -> Figure[Decimal]:
    if not rows:
        why = "none is recorded" if could_be_read(facts.state) else "quotas could not be read"
        return Figure(None, note=why)
    parts = [(row.id, money.convert(row.amount, row.currency)) for row in rows]
    figure = total(parts, note=f"{len(rows)} quotas of FY{facts.year}")
    return Figure(figure.value, ids_of(row.id for row in rows), figure.note, figure.of)
