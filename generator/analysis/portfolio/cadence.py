"""When plans are due, and which were kept up (METHOD.md rows 3, 5, 14, 18, 23, 24)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from generator.analysis.dates import add_months
from generator.analysis.money import percent
from generator.analysis.options import Options
from generator.analysis.portfolio.members import PLANNED, Member, refs
from generator.analysis.portfolio.results import AccountBlocker, AccountRef, Coverage, Due
from generator.analysis.results import Figure
from generator.analysis.words import count
from generator.model.org import FiscalQuarter, could_read


def coverage(members: Sequence[Member], window: FiscalQuarter) -> Coverage:
    """Tier 1 accounts whose plan was touched since ``window`` began (row 5).

    Only the newest change is on record: one after the window may hide one in it, and counts. A plan
    that is over is of no year that runs, and covers nobody. The percentage is of those of whom it
    is known (``plan_touched_since``): an account whose plans could not be read is none of them.
    """
    first = [member for member in members if member.tier == 1]
    planned = [member for member in first if member.has_plan and member.plan_over is None]
    unread = [m for m in first if not could_read(m.account.coverage, "plans")]
    unknown = [*unread, *(m for m in planned if m.touched_since(window.start) is None)]
    touched = [m for m in planned if m.touched_since(window.start)]
    done = {member.ref.id for member in (*unknown, *touched)}
    rest = [member for member in first if member.ref.id not in done]
    share = Figure(
        percent(len(touched), len(first) - len(unknown)),
        tuple(sorted(member.ref.id for member in first)),
        f"tier 1 accounts with a plan touched since {window.start.isoformat()}",
        (len(touched), len(first)),
    )
    return Coverage(window.start, window.end, share, refs(touched), refs(rest), refs(unknown))


def open_plays(member: Member) -> int:
    """Plays that are still to be won: what nobody gave up, less what is won already."""
    return sum(play.is_ahead for play in member.account.plays)


def crowded(members: Sequence[Member], options: Options) -> tuple[AccountRef, ...]:
    """Tier 2 accounts with more open plays than a light plan holds (row 3)."""
    return refs(m for m in members if m.tier == 2 and open_plays(m) > options.light_plays)


def due_list(members: Sequence[Member], options: Options) -> tuple[Due, ...]:
    """One due date for each account: of the rules that hold for it, the strictest."""
    rows = [_due(member, options) for member in members]
    return tuple(sorted(rows, key=lambda row: (row.day or date.max, row.account.name.casefold())))


def _due(member: Member, options: Options) -> Due:
    rules = sorted(_rules(member, options))
    as_of, owner = member.account.period.as_of, member.plan_owner
    if not rules or (member.tier not in PLANNED and not member.has_plan):
        return Due(member.ref, None, "managed by motion: no review of its own", "none", owner)
    if not member.has_plan:
        return Due(member.ref, as_of, "no plan is on record", "no_plan", owner)
    if member.plan_over is not None:
        return Due(member.ref, as_of, "its plan is over", "over", owner)
    days, reason, rule = rules[0]
    changed = member.account.plan.changed
    if changed is None or member.touched_since(changed + _DAY) is None:
        why = "when a person last changed its plan is not known as of that day"
        return Due(member.ref, None, why, "unknown", owner)
    day = add_months(changed, 1) if rule == "plays" else changed + timedelta(days)
    return Due(member.ref, day, f"{reason}, last changed {changed.isoformat()}", rule, owner)


_DAY = timedelta(days=1)
_MONTH = 31
"""The longest month in days: what the monthly rule is compared by; its date is a month later."""


def _rules(member: Member, options: Options) -> Iterator[tuple[int, str, str]]:
    """(days, reason, rule) of all rules that hold for the account."""
    tiers = {1: options.stale_days_tier1, 2: options.stale_days_tier2}
    if member.tier in tiers:
        days = tiers[member.tier]
        yield days, f"tier {member.tier}: every {days} days", "tier"
    plays = open_plays(member)
    if plays:
        yield _MONTH, f"{count(plays, 'active expansion play')}: monthly", "plays"


def blockers(members: Sequence[Member]) -> tuple[AccountBlocker, ...]:
    """What is late or stands still in any of the accounts, the oldest first (row 23)."""
    rows = [
        AccountBlocker(member.ref, row) for member in members for row in member.account.blockers
    ]
    return tuple(sorted(rows, key=lambda row: -(row.blocker.days or 0)))
