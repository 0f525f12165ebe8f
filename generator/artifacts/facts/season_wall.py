"""The calendar's first sheet, for the wall: in each week what is done, open, late, to be ticked.

Every entry begins with a sign, so that paper in black and white tells what colours do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, TypeVar

from generator.analysis.rollups.calendar import (
    Check,
    DueRow,
    PlanningCalendar,
    ReviewRow,
    SeasonWeek,
)
from generator.analysis.rollups.calendar.checks import ROLES
from generator.artifacts.context import Voice
from generator.artifacts.facts.calendar import SHORT

Row = TypeVar("Row", ReviewRow, DueRow)


def season(found: PlanningCalendar, _ctx: Voice) -> tuple[SeasonWeek, ...]:
    """The six weeks; what comes after them has lines of its own (``later``)."""
    return tuple(week for week in found.weeks if week.number)


def week_name(week: SeasonWeek, ctx: Voice) -> str:
    """``W3, Nov 16``: its number, and its Monday."""
    return f"W{week.number}, {ctx.formats.date(week.start, SHORT)}"


def today(week: SeasonWeek, ctx: Voice) -> str:
    return (ctx.say("calendar.today") or "") if week.is_current else ""


def lanes(found: PlanningCalendar, ctx: Voice) -> list[dict[str, Any]]:
    """Rows of the calendar, each with a cell for every week: roles first, then what goes on beside
    them. A cell has a line for each step or day."""
    weeks = season(found, ctx)
    rows = [(role, [_steps(found, role, week, ctx) for week in weeks]) for role in ROLES]
    rows += [
        ("reviews", [_reviews(found, week, ctx) for week in weeks]),
        ("dues", [_dues(found, week, ctx) for week in weeks]),
        ("selection", [_selection(found, week, ctx) for week in weeks]),
    ]
    return [
        {"label": ctx.label("lane", key), "cells": [{"text": "\n".join(text)} for text in cells]}
        for key, cells in rows
    ]


def _steps(found: PlanningCalendar, role: str, week: SeasonWeek, ctx: Voice) -> list[str]:
    mine = (row for row in found.checks if (row.role, row.week) == (role, week.number))
    return [_step(row, ctx) for row in mine if row.state != "nothing"]


def _step(row: Check, ctx: Voice) -> str:
    """Its sign, what it is; unless it is done, in how many accounts it is, and its day."""
    state = "open" if row.state == "ahead" else row.state
    what, day = ctx.label("check_short", row.key), ctx.formats.date(row.due, SHORT)
    return ctx.say(f"calendar.lane.{state}", what=what, n=row.of[0], m=row.of[1], day=day) or ""


def _reviews(found: PlanningCalendar, week: SeasonWeek, ctx: Voice) -> list[str]:
    as_of = found.head.as_of
    wanted = (row for row in found.reviews if row.book_by and week.start <= row.book_by <= week.end)
    lines = [
        _line("unbooked" if day < as_of else "book", day, rows, ctx)
        for day, rows in _by_day((row.book_by, row) for row in wanted)
    ]
    for day, rows in _meetings(found, week.start, week.end):
        held = all(row.state == "held" for row in rows)
        lines.append(_line("held" if held else "review", day, rows, ctx))
    return lines


def _meetings(
    found: PlanningCalendar, start: date, end: date
) -> Iterator[tuple[date, list[ReviewRow]]]:
    days = ((row.meeting.day, row) for row in found.reviews if row.meeting)
    return _by_day((day, row) for day, row in days if start <= day <= end)


def _dues(found: PlanningCalendar, week: SeasonWeek, ctx: Voice) -> list[str]:
    rows = ((row.day, row) for row in found.dues if row.account in week.dues)
    as_of = found.head.as_of
    return [_line("overdue" if d < as_of else "due", d, who, ctx) for d, who in _by_day(rows)]


def _selection(found: PlanningCalendar, week: SeasonWeek, ctx: Voice) -> list[str]:
    rows = (row for row in found.dates if row.kind == "selection" and row.quarter)
    return [
        ctx.say(
            "calendar.lane.selection",
            quarter=row.quarter.label if row.quarter else "",
            day=ctx.formats.date(row.end, SHORT),
        )
        or ""
        for row in rows
        if row.start <= week.end and week.start <= row.end
    ]


def later(found: PlanningCalendar, ctx: Voice) -> list[dict[str, Any]]:
    """What stands on a day after the six weeks, until the quarter ends."""
    end = found.head.cadence.end
    dues = _by_day((row.day, row) for row in found.dues if row.day and row.day > end)
    reviews = _meetings(found, end + timedelta(days=1), date.max)
    lines: list[tuple[date, str, Sequence[ReviewRow | DueRow]]] = [
        *((day, _line("due_later", day, rows, ctx), rows) for day, rows in dues),
        *((day, _line("review_later", day, rows, ctx), rows) for day, rows in reviews),
    ]
    return [
        {"day": day, "line": line, "ids": tuple(sorted({i for row in rows for i in row.ids}))}
        for day, line, rows in sorted(lines, key=lambda one: one[:2])
    ]


def _by_day(pairs: Iterable[tuple[date | None, Row]]) -> Iterator[tuple[date, list[Row]]]:
    known = sorted(
        ((day, row) for day, row in pairs if day), key=lambda pair: (pair[0], pair[1].account.name)
    )
    for day, rows in groupby(known, key=lambda pair: pair[0]):
        yield day, [row for _, row in rows]


def _line(key: str, day: date, rows: Iterable[ReviewRow | DueRow], ctx: Voice) -> str:
    names = ", ".join(row.account.name for row in rows)
    return ctx.say(f"calendar.lane.{key}", day=ctx.formats.date(day, SHORT), names=names) or ""
