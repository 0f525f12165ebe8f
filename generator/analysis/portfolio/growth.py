"""Did accounts with a plan grow more than comparable ones without? (METHOD.md row 12)

It shows no cause: accounts that somebody plans are mostly those that looked like growing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from statistics import median

from generator.analysis.dates import add_months
from generator.analysis.money import TENTH, percent
from generator.analysis.options import Options
from generator.analysis.portfolio.members import Member, refs
from generator.analysis.portfolio.results import Growth, GrowthGroup, LeftOut
from generator.analysis.results import PlanSpan
from generator.model.org import could_read

_NO_REVENUE = "revenue now or a year ago is not known in full, or was none"
_NO_PLANS = "whether there was a plan could not be read"
_ALONE = "no comparable account (same tier, same size a year ago) on the other side"


def growth(members: Sequence[Member], as_of: date, options: Options) -> Growth:
    """Growth in the twelve months up to as-of of the accounts that had a plan when they began,
    beside those without, each only where the other side has one of its tier and size band."""
    start = add_months(as_of, -12)
    measured = [member for member in members if growth_of(member) is not None]
    told = [member for member in measured if could_read(member.account.coverage, "plans")]
    planned = [member for member in told if was_planned(member, start)]
    unplanned = [member for member in told if not was_planned(member, start)]
    here, there = ({_band(m, options) for m in side} for side in (planned, unplanned))
    both = here & there
    groups = (
        (_NO_REVENUE, [member for member in members if growth_of(member) is None]),
        (_NO_PLANS, [m for m in measured if not could_read(m.account.coverage, "plans")]),
        (_ALONE, [member for member in told if _band(member, options) not in both]),
    )
    return Growth(
        start=start,
        end=as_of,
        planned=_group(member for member in planned if _band(member, options) in both),
        unplanned=_group(member for member in unplanned if _band(member, options) in both),
        left_out=tuple(LeftOut(why, refs(rows)) for why, rows in groups if rows),
    )


def growth_of(member: Member) -> Decimal | None:
    """Percent by which yearly revenue grew in twelve months; both in the account's currency."""
    revenue = member.account.revenue
    now, then = revenue.current, revenue.year_ago
    if now.value is None or not then.value or now.of or then.of:
        return None
    return percent(now.value - then.value, then.value)


def was_planned(member: Member, day: date) -> bool:
    """Whether a plan held on ``day`` that was there by then: one written later explains nothing."""
    return any(_held(span, day) for span in member.account.plan_history)


def _held(span: PlanSpan, day: date) -> bool:
    """Where the CRM does not say when it was made, the day from which it holds counts."""
    begun = [moment for moment in (span.created, span.start) if moment is not None]
    return bool(begun) and max(begun) <= day and (span.end is None or span.end >= day)


def _band(member: Member, options: Options) -> tuple[int, bool]:
    """Tier, and whether revenue a year ago was high by the threshold of the segments."""
    then = member.convert(member.account.revenue.year_ago)
    return member.tier, then is not None and then >= options.revenue_threshold


def _group(members: Iterable[Member]) -> GrowthGroup:
    rows = [(member, rate) for member in members if (rate := growth_of(member)) is not None]
    rates = [rate for _, rate in rows]
    if not rates:
        return GrowthGroup(0, None, None, ())
    mean = (sum(rates, Decimal(0)) / len(rates)).quantize(TENTH)
    accounts = refs(member for member, _ in rows)
    return GrowthGroup(len(rates), mean, median(rates).quantize(TENTH), accounts, tuple(rates))
