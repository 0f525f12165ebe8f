"""The planning calendar in words: what stands in its cells, and the lines above its lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import Person
from generator.analysis.rollups.calendar import (
    Check,
    DueRow,
    Late,
    PlanningCalendar,
    ReviewRow,
    SeasonDate,
)
from generator.analysis.rollups.calendar.checks import BY_HAND, book_by
from generator.artifacts.context import Voice
from generator.artifacts.facts.document import fiscal_year_named
from generator.artifacts.getters import dated

_DONE_REVIEWS = ("held", "scheduled")
_NOT_COUNTED = (*BY_HAND, "nothing")
"""States of steps of which no record says whether they are done."""


SHORT = "MMM d"
"""A day of the season, which is within a few weeks of its reader."""


def whole(found: PlanningCalendar, _ctx: Voice) -> PlanningCalendar:
    return found


# --- the lines above ----------------------------------------------------------------------------


def title(found: PlanningCalendar, ctx: Voice) -> str | None:
    """The conclusion: what is late, what nobody confirmed, which reviews are to be booked."""
    if not found.tier1:
        return ctx.say("calendar.no_tier1")
    day, as_of = book_by(found.head.cadence), found.head.as_of
    parts = [ctx.say("calendar.title_late", n=len({row.key for row in found.late}))]
    if open_ := _unconfirmed(found):
        parts.append(ctx.say("calendar.title_unconfirmed", n=open_))
    if wanted := sum(row.book_by is not None for row in found.reviews):
        key = "calendar.title_unbooked" if day < as_of else "calendar.title_book"
        parts.append(ctx.say(key, n=wanted, day=ctx.formats.date(day, SHORT)))
    what = ", ".join(part for part in parts if part)
    if found.head.cadence.week is None:
        year = fiscal_year_named(found.head.cadence.year)
        return ctx.say("calendar.title_season", year=year, what=what)
    return ctx.say("calendar.title_week", week=found.head.cadence.week, what=what)


def _unconfirmed(found: PlanningCalendar) -> int:
    return sum(row.state == "unconfirmed" for row in found.checks)


def late_line(found: PlanningCalendar, ctx: Voice) -> str | None:
    return ctx.join(
        ctx.say("calendar.late", n=len({row.key for row in found.late})),
        ctx.say("calendar.unconfirmed", n=_unconfirmed(found)),
    )


def reviews_line(found: PlanningCalendar, ctx: Voice) -> str | None:
    """How many tier 1 accounts have their review in the customer's week."""
    there, week = reviews_there(found), found.review_week
    key = "calendar.reviews_all" if there == len(found.reviews) else "calendar.reviews"
    return ctx.say(
        key,
        n=there,
        m=len(found.reviews),
        start=ctx.formats.date(week.start),
        end=ctx.formats.date(week.end),
    )


def reviews_there(found: PlanningCalendar) -> int:
    return sum(row.state in _DONE_REVIEWS for row in found.reviews)


def rule_line(found: PlanningCalendar, ctx: Voice) -> str | None:
    """By what the season's first day is fixed, and whether it was moved (METHOD.md row 14)."""
    fixed = "calendar.dated" if found.is_dated else "calendar.by_quarter"
    return ctx.join(ctx.say(fixed, quarter=found.quarter), moved(found, ctx))


def moved(found: PlanningCalendar, ctx: Voice) -> str | None:
    if not found.moved_days or found.previous is None:
        return None
    previous = ctx.formats.date(found.previous)
    return ctx.say("calendar.moved", days=found.moved_days, previous=previous)


def reviews_title(found: PlanningCalendar, ctx: Voice) -> str | None:
    if not found.tier1:
        return ctx.say("calendar.no_tier1")
    return ctx.say("calendar.reviews_title", n=reviews_there(found), m=len(found.reviews))


def review_week(found: PlanningCalendar, ctx: Voice) -> str | None:
    start, end = found.review_week.start, found.review_week.end
    return ctx.say("calendar.review_week", start=ctx.formats.date(start), end=ctx.formats.date(end))


def dues_title(found: PlanningCalendar, ctx: Voice) -> str | None:
    known = [row for row in found.dues if row.day]
    late = sum(row.days_late > 0 for row in known)
    return ctx.say("calendar.dues_title", n=len(known), late=late)


def checks_title(found: PlanningCalendar, ctx: Voice) -> str | None:
    shown = [row for row in found.checks if row.state not in _NOT_COUNTED]
    done = sum(row.state == "done" for row in shown)
    if not shown:
        return ctx.say("calendar.no_tier1")
    return ctx.say("calendar.checks_title", n=done, m=len(shown))


def dues_line(found: PlanningCalendar, ctx: Voice) -> str | None:
    """What the list of dues does not show by itself."""
    return ctx.join(
        ctx.say("calendar.due_before", n=found.due_before),
        ctx.say("calendar.due_unknown", n=sum(row.day is None for row in found.dues)),
        ctx.say("calendar.without_due", n=found.without_due),
    )


# --- the lists ----------------------------------------------------------------------------------


def state(row: Check, ctx: Voice) -> str | None:
    if row.state == "unconfirmed":
        return ctx.say("calendar.unconfirmed_since", day=ctx.formats.date(row.due, SHORT))
    return ctx.label("check_state", row.state)


def tally(row: Check, ctx: Voice) -> str | None:
    """``12 of 15``; None where no record shows the step, or no account calls for it."""
    if row.state in _NOT_COUNTED:
        return None
    return ctx.say("calendar.tally", n=row.of[0], m=row.of[1])


def missing(row: Check, ctx: Voice) -> str | None:
    """``Acme (Ana Ruiz), Beta``."""
    return ", ".join(with_owner(one.account, one.who, ctx) for one in row.missing) or None


def with_owner(account: AccountRef, who: Person | None, ctx: Voice) -> str:
    """``Acme (Ana Ruiz)``; the account alone where nobody is named."""
    if who is None:
        return account.name
    return ctx.say("calendar.with_owner", name=account.name, owner=who.name) or account.name


def names(path: str) -> Any:
    """The names of the accounts in a tuple of references; None where there are none."""
    return lambda row, _ctx: ", ".join(ref.name for ref in getattr(row, path)) or None


def who(row: Late, ctx: Voice) -> str | None:
    """The person; where the records name none, the role."""
    return row.who.name if row.who else ctx.label("check_role", row.role)


def booking(row: ReviewRow, ctx: Voice) -> str | None:
    """The open task that speaks of a review, with its owner and day."""
    task = row.booking
    if task is None:
        return None
    known = (task.owner.name if task.owner else None, ctx.formats.date(task.due))
    inside = ", ".join(part for part in known if part)
    return f"{task.subject} ({inside})" if inside else task.subject


def dues(found: PlanningCalendar, ctx: Voice) -> list[dict[str, Any]]:
    return [_due(row, found.head.as_of, ctx) for row in found.dues]


def _due(row: DueRow, as_of: date, ctx: Voice) -> dict[str, Any]:
    return {
        "account": row.account.name,
        "tier": row.tier,
        "owner": row.owner.name if row.owner else None,
        "day": row.day,
        "when": _when(row, as_of, ctx),
        "rule": row.rule,
        "rule_label": ctx.label("due_rule", row.rule),
        "reason": due_reason(row, ctx),
        "ids": row.ids,
    }


def due_reason(row: DueRow, ctx: Voice) -> str | None:
    """The rule and the plan's last change, with the day as the documents write it."""
    reason: str | None = dated("reason")(row, ctx)
    return reason


def _when(row: DueRow, as_of: date, ctx: Voice) -> str | None:
    if row.day is None:
        return ctx.label("due_rule", "unknown")
    if row.days_late:
        return ctx.say("calendar.days_late", n=row.days_late)
    days = (row.day - as_of).days
    return ctx.say("calendar.due_in", n=days) if days else ctx.say("calendar.due_today")


def date_line(row: SeasonDate, ctx: Voice) -> str | None:
    start, end = ctx.formats.date(row.start), ctx.formats.date(row.end)
    quarter = row.quarter.label if row.quarter else ""
    return ctx.say(f"calendar.date.{row.kind}", start=start, end=end, quarter=quarter)
