"""What a user asked for, as the analysis takes it: thresholds, quarter under review, plan year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.analysis.cadence import MOVED_DAYS, days_moved
from generator.analysis.options import METRIC_NAMES, Options, PlanningRule
from generator.analysis.results import Cadence
from generator.analysis.rollups.topx.rules import TopXRules
from generator.errors import SettingsError, UsageError
from generator.model.org import FiscalQuarter, Org
from generator.model.snapshot import Snapshot
from generator.settings import (
    Check,
    Place,
    Planning,
    TopXSettings,
    number,
    number_of,
    whole_number,
)

_MOST = 3650
"""The largest threshold in days, months or counts: ten years of days."""
_DEFAULTS = Options()


def _check_of(name: str, default: int | Decimal) -> Check:
    """Of a threshold: its unit stands in its name and its type."""
    if name.endswith("_percent"):
        return number(0, 100)
    return whole_number(0, _MOST) if isinstance(default, int) else number(0)


_THRESHOLDS: Mapping[str, Check] = {
    name: _check_of(name, default)
    for name in Options.__dataclass_fields__
    if isinstance(default := getattr(_DEFAULTS, name), int | Decimal)
    and not isinstance(default, bool)
}
_SIGNED = "arr_change"
_SHARES = frozenset({"play_progression", "action_completion", "renewal_rate"})
"""Metrics in percent of a whole. Net revenue retention is not one: it may be above 100."""
_TARGETS: Mapping[str, Check] = {
    name: number_of if name == _SIGNED else number(0, 100 if name in _SHARES else None)
    for name in METRIC_NAMES
}


def options_of(
    thresholds: Mapping[str, int | float],
    period: str | None,
    snapshot: Snapshot,
    *,
    plan_year: int | None = None,
    planning: Planning = Planning(),
) -> Options:
    """The analysis' options. SettingsError for a threshold it does not have, or cannot be so."""
    return replace(
        _planned(thresholds_of(thresholds), planning),
        quarter=quarter_of(period, snapshot.org, snapshot.as_of),
        plan_year=plan_year_of(plan_year, snapshot.org, snapshot.as_of),
    )


def checks_of(table: str) -> Mapping[str, Check]:
    """What may stand in a table of the settings whose names are the analysis' own."""
    return {"thresholds": _THRESHOLDS, "metrics.targets": _TARGETS}[table]


def thresholds_of(thresholds: Mapping[str, int | float]) -> Options:
    """The same for what is of no one quarter."""
    found = _checked("thresholds", thresholds)
    options = replace(Options(), **found)
    if options.plans_least > options.plans_most:
        raise SettingsError(
            f"thresholds.plans_least is {options.plans_least}, and plans_most "
            f"{options.plans_most}: no number of plans is right.",
            next_step="Set both of them.",
        )
    return options


def _checked(table: str, values: Mapping[str, int | float]) -> dict[str, Any]:
    """The values as the analysis takes them, whoever gave them."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        place, checks = Place(f"{table}.{name}", Path()), checks_of(table)
        if name not in checks:
            raise place.unknown(name, checks)
        checked = checks[name](place, value)
        is_count = isinstance(getattr(_DEFAULTS, name, None), int)
        found[name] = checked if is_count else Decimal(str(checked))
    return found


def _planned(options: Options, planning: Planning) -> Options:
    """``options`` with what the company plans by. SettingsError for a target of no metric."""
    targets = tuple(sorted(_checked("metrics.targets", planning.targets).items()))
    verbs = options.vague_verbs if planning.vague_verbs is None else planning.vague_verbs
    return replace(
        options,
        planning=planning_rule(planning),
        themes=planning.themes,
        vague_verbs=verbs,
        integration_users=planning.integration_users,
        metric_targets=targets,
    )


def planning_rule(planning: Planning) -> PlanningRule:
    """When the next year is planned, as the settings have it."""
    return PlanningRule(planning.quarter, planning.starts, planning.previous)


def top_x_rules(settings: TopXSettings, thresholds: Mapping[str, int | float]) -> TopXRules:
    """How the Top X list is judged. A renewal is near where its lack of an opportunity is red."""
    numbers: dict[str, Any] = dict(settings.counts)
    numbers |= {name: Decimal(str(value)) for name, value in settings.money.items()}
    return TopXRules(
        people=tuple(settings.people.items()),
        teams=tuple(settings.teams.items()),
        levels=settings.levels,
        early_stages=settings.early_stages,
        renewal_days=thresholds_of(thresholds).renewal_red_days,
        **numbers,
    )


def quarter_of(period: str | None, org: Org, as_of: date) -> FiscalQuarter | None:
    """``2026-Q4`` as the org's fiscal calendar has it. UsageError for what is no quarter of it, and
    for one that has not begun: nothing in it could be known."""
    if period is None:
        return None
    found = re.fullmatch(r"(\d{4})-Q([1-4])", period)
    if found is None:
        raise UsageError(f"{period!r} is not a fiscal quarter.", next_step="Write it like 2026-Q4.")
    year, number = int(found[1]), int(found[2])
    if not org.fiscal.defines(year):
        near = ", ".join(q.key for q in org.fiscal.nearest(year, number, as_of))
        step = f"Its nearest quarters are: {near}." if near else "Leave --period out."
        raise UsageError(f"The org has fiscal years of its own; none is {year}.", next_step=step)
    quarter = org.fiscal.quarter(year, number)
    if quarter.start > as_of:
        raise UsageError(
            f"The fiscal quarter {period} begins on {quarter.start.isoformat()}, after the day the "
            f"documents are made for ({as_of.isoformat()}).",
            next_step=f"Ask for {org.fiscal.quarter_of(as_of).key} or one before it.",
        )
    return quarter


PAST_YEARS = 3
"""So many fiscal years back a plan can be looked back on: deals are read for 36 months."""


def plan_year_of(year: int | None, org: Org, as_of: date) -> int | None:
    """The fiscal year of the plan that was asked for: this one, the next, or one of the last three.
    UsageError for any other, and for one that the org's own fiscal calendar does not hold."""
    if year is None:
        return None
    this = org.fiscal.year_of(as_of)
    years = [y for y in range(this - PAST_YEARS, this + 2) if org.fiscal.defines(y)]
    if year not in years:
        named = ", ".join(f"FY{y}" for y in years)
        raise UsageError(
            f"No plan can be made for FY{year} as of {as_of.isoformat()}, which is in FY{this}.",
            next_step=f"Ask for one of: {named}." if named else "Leave --plan-year out.",
        )
    return year


def planning_doubts(found: Cadence, as_of: date, previous: date | None) -> tuple[str, ...]:
    """What is to be said of the time at which drafts are made (METHOD.md row 14)."""
    doubts = []
    if found.week is None:
        doubts.append(
            f"Drafts for FY{found.year}: {as_of.isoformat()} lies outside the six weeks of planning"
            f" ({found.start.isoformat()} to {found.end.isoformat()})."
        )
    return (*doubts, *season_doubts(found, previous))


def season_doubts(found: Cadence, previous: date | None) -> tuple[str, ...]:
    """That the season was moved to another time of the year (METHOD.md row 14)."""
    moved = days_moved(found, previous)
    if moved <= MOVED_DAYS:
        return ()
    said = (
        f"The six weeks of planning FY{found.year} begin on {found.start.isoformat()}, {moved}"
        " days off last year's day: keep to one time of the year."
    )
    return (said,)
