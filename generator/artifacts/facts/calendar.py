"""The planning calendar in words: what stands in its cells, and the lines above its lists."""

from __future__ import annotations

from collections.abc import Sequence
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
    SeasonWeek,
)
from generator.analysis.rollups.calendar.checks import ROLES
from generator.artifacts.context import Voice
from generator.artifacts.getters import dated

_SHORT = "d MMM"
_DONE_REVIEWS = ("held", "scheduled")
_NOT_COUNTED = ("by_hand", "nothing")
"""States of steps of which no record says whether they are done."""


def whole(found: PlanningCalendar, _ctx: Voice) -> PlanningCalendar:
    return found


# --- the lines above ----------------------------------------------------------------------------


def late_line(found: PlanningCalendar, ctx: Voice) -> str | None:
    return ctx.say("calendar.late", n=len({row.key for row in found.late}))


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


# --- the weeks ----------------------------------------------------------------------------------


def week_name(week: SeasonWeek, ctx: Voice) -> str:
    """``W3``, and the Monday; of a week after the six, the Monday alone."""
    day = str(ctx.formats.date(week.start, _SHORT))
    return f"W{week.number}, {day}" if week.number else day


def today(week: SeasonWeek, ctx: Voice) -> str:
    return (ctx.say("calendar.today") or "") if week.is_current else ""


def lanes(found: PlanningCalendar, ctx: Voice) -> list[dict[str, Any]]:
    """Rows of the calendar, each with a cell for every week: roles first, then what goes on beside
    them."""
    rows = [(role, [_steps(found, role, week, ctx) for week in found.weeks]) for role in ROLES]
    every = ctx.say("calendar.lane.every") or ""
    rows += [
        ("mondays", [every if week.number else "" for week in found.weeks]),
        ("selection", [every if week.selects else "" for week in found.weeks]),
        ("reviews", [_counted(week.reviews, ctx) for week in found.weeks]),
        ("dues", [_counted(week.dues, ctx) for week in found.weeks]),
    ]
    return [
        {"label": ctx.label("lane", key), "cells": [{"text": text} for text in cells]}
        for key, cells in rows
    ]


def _steps(found: PlanningCalendar, role: str, week: SeasonWeek, ctx: Voice) -> str:
    """What of a role's steps of the week is done; blank where it has none."""
    mine = [row for row in found.checks if (row.role, row.week) == (role, week.number)]
    shown = [row for row in mine if row.state not in _NOT_COUNTED]
    if not shown:
        by_hand = sum(row.state == "by_hand" for row in mine)
        return (ctx.say("calendar.lane.by_hand", n=by_hand) or "") if by_hand else ""
    overdue = sum(row.state == "late" for row in shown)
    done = sum(row.state == "done" for row in shown)
    key = "calendar.lane.late" if overdue else "calendar.lane.done"
    return ctx.say(key, n=done, m=len(shown), late=overdue) or ""


def _counted(accounts: Sequence[AccountRef], ctx: Voice) -> str:
    return (ctx.say("calendar.lane.accounts", n=len(accounts)) or "") if accounts else ""


# --- the lists ----------------------------------------------------------------------------------


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
