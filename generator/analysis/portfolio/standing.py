"""Who makes the revenue, and who could: ranks, the Pareto line, thresholds (rows 6, 7, 10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from generator.analysis.money import HUNDRED, add, percent
from generator.analysis.portfolio.members import Member, largest_first, refs, sum_of
from generator.analysis.portfolio.results import Pareto, Rank, ThresholdOption
from generator.analysis.results import Figure

PERCENTILES = (50, 67, 80)
"""At which thresholds are offered."""


def ranks(members: Sequence[Member]) -> tuple[Rank, ...]:
    """All members by name, with their ranks by revenue and by upside (row 10)."""
    by_revenue = _places(members, lambda member: member.revenue)
    by_upside = _places(members, lambda member: member.potential)
    return tuple(
        Rank(
            member.ref,
            member.revenue,
            by_revenue.get(member.ref.id),
            member.potential,
            by_upside.get(member.ref.id),
        )
        for member in members
    )


def _places(members: Sequence[Member], value: Callable[[Member], Decimal | None]) -> dict[str, int]:
    """Account id to rank: one more than there are larger ones."""
    first: dict[Decimal | None, int] = {}
    places = {}
    for place, member in enumerate(largest_first(members, value), 1):
        places[member.ref.id] = first.setdefault(value(member), place)
    return places


def pareto(members: Sequence[Member], share: Decimal) -> Pareto:
    """The fewest accounts that make ``share`` percent of the revenue, the largest first (row 6)."""
    revenue = sum_of(members, lambda m: m.account.revenue.current, "yearly contract value")
    order = largest_first(members, lambda member: member.revenue)
    top, reached = _fewest(order, share, revenue.value)
    return Pareto(
        percent=share,
        revenue=revenue,
        top=refs(top),
        top_revenue=reached,
        share=percent(len(top), len(order)),
        tier3_with_plan=refs(m for m in members if m.tier == 3 and m.has_plan),
        top_without_plan=refs(m for m in top if not m.has_plan),
    )


def _fewest(
    order: Sequence[Member], share: Decimal, whole: Decimal | None
) -> tuple[list[Member], Decimal]:
    top: list[Member] = []
    reached = Decimal(0)
    for member in order:
        if not whole or reached * HUNDRED >= whole * share:
            break
        top.append(member)
        reached = add((reached, member.revenue or Decimal(0)))
    return top, reached


def threshold_options(members: Sequence[Member]) -> tuple[ThresholdOption, ...]:
    """Revenue and potential at some percentiles, by nearest rank: each is an account's own."""
    return tuple(
        ThresholdOption(
            percentile,
            _at(members, lambda member: member.revenue, percentile),
            _at(members, lambda member: member.potential, percentile),
        )
        for percentile in PERCENTILES
    )


def _at(
    members: Sequence[Member], value: Callable[[Member], Decimal | None], percentile: int
) -> Figure[Decimal]:
    order = largest_first(members, value)[::-1]
    of = (len(order), len(members))
    if not order:
        return Figure(None, note="no account has a value", of=of)
    place = -(-percentile * len(order) // 100)  # rounded up: the nearest rank
    member = order[max(place, 1) - 1]
    return Figure(value(member), (member.ref.id,), f"{percentile} of 100, nearest rank", of)
