"""How far the accounts together are from their targets (METHOD.md rows 17, 77)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from generator.analysis.money import add
from generator.analysis.portfolio.members import Member, sum_of
from generator.analysis.portfolio.results import Aim


def aim(members: Sequence[Member]) -> Aim:
    """Of the accounts that have a target; the others are in ``of`` and in no sum."""
    aiming = [m for m in members if m.account.revenue.target.value is not None]
    end = members[0].account.period.year_end
    return Aim(
        end=end,
        revenue=sum_of(
            aiming, lambda m: m.account.revenue.current, "revenue where there is a target"
        ),
        target=sum_of(members, lambda m: m.account.revenue.target, "targets"),
        to_go=sum_of(aiming, lambda m: m.account.revenue.gap, "targets less revenue"),
        in_time=add(worth for m in aiming for worth in _closing(m)),
    )


def _closing(member: Member) -> list[Decimal]:
    """What each play is worth that is ahead and closes within the target's year."""
    end, currency = member.account.period.year_end, member.account.currency
    rows = [
        member.money.convert(play.value, currency)
        for play in member.account.plays
        if play.is_ahead and play.close_date is not None and play.close_date <= end
    ]
    return [row for row in rows if row is not None]
