"""The planning weeks and the look back on a year, in words."""

from __future__ import annotations

from typing import Any

from generator.analysis.results import (
    AnalysedAccount,
    Cadence,
    PlanningWeek,
    YearEnd,
)
from generator.artifacts.context import Facts, Voice
from generator.artifacts.facts.document import fiscal_year_named


def _running(cadence: Cadence) -> PlanningWeek | None:
    return next((week for week in cadence.weeks if week.number == cadence.week), None)


def planned_year(cadence: Cadence, _ctx: Any) -> str:
    return fiscal_year_named(cadence.year)


def step(cadence: Cadence, _ctx: Any) -> str | None:
    week = _running(cadence)
    return None if week is None else week.step


def step_label(cadence: Cadence, ctx: Facts) -> str | None:
    return ctx.label("planning_step", step(cadence, ctx))


def step_start(cadence: Cadence, _ctx: Any) -> Any:
    week = _running(cadence)
    return None if week is None else week.start


def step_end(cadence: Cadence, _ctx: Any) -> Any:
    week = _running(cadence)
    return None if week is None else week.end


def line(cadence: Cadence, ctx: Voice) -> str | None:
    """Which week of the cadence the file serves; outside of it, when it begins or began."""
    year, week, formats = fiscal_year_named(cadence.year), _running(cadence), ctx.formats
    if week is not None:
        return ctx.say(
            "cadence.week",
            year=year,
            week=str(week.number),
            step=ctx.label("planning_step", week.step),
            start=formats.date(week.start),
            end=formats.date(week.end),
        )
    key = "ahead" if cadence.is_ahead else "past"
    return ctx.say(
        f"cadence.{key}",
        year=year,
        start=formats.date(cadence.start),
        end=formats.date(cadence.end),
    )


def looked_back(account: AnalysedAccount, _ctx: Any) -> YearEnd | None:
    return account.year_end


def year(found: YearEnd | None, _ctx: Any) -> str | None:
    return None if found is None else fiscal_year_named(found.year)
