"""What a user asked for, as the analysis takes it: thresholds, quarter under review, plan year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import inf
from typing import Any

from generator.analysis.cadence import MOVED_DAYS, days_moved
from generator.analysis.options import METRIC_NAMES, Options, PlanningRule
from generator.analysis.results import Cadence
from generator.errors import SettingsError, UsageError
from generator.model.org import FiscalQuarter, Org
from generator.model.snapshot import Snapshot
from generator.settings import Planning, unknown_key

_MOST = 3650
"""The largest threshold in days, months or counts: ten years of days."""


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


def thresholds_of(thresholds: Mapping[str, int | float]) -> Options:
    """The same for what is of no one quarter."""
    defaults = Options()
    kinds = {name: type(getattr(defaults, name)) for name in Options.__dataclass_fields__}
    known = [name for name, kind in kinds.items() if kind in (int, Decimal)]
    chosen: dict[str, Any] = {}
    for name, value in thresholds.items():
        if name not in known:
            raise unknown_key("the settings", f"thresholds.{name}", name, known)
        if not _is_threshold(value, kinds[name]):
            wanted = "a whole number" if kinds[name] is int else "a number"
            raise SettingsError(
                f"thresholds.{name} cannot be {value}.",
                next_step=f"Write {wanted} that is not negative"
                f"{f', {_MOST:,} at the most' if kinds[name] is int else ''}.",
            )
        chosen[name] = kinds[name](str(value))
    return replace(defaults, **chosen)


def _planned(options: Options, planning: Planning) -> Options:
    """``options`` with what the company plans by. SettingsError for a target of no metric."""
    for name in planning.targets:
        if name not in METRIC_NAMES:
            raise unknown_key("the settings", f"metrics.targets.{name}", name, [*METRIC_NAMES])
    targets = tuple((name, Decimal(str(v))) for name, v in sorted(planning.targets.items()))
    verbs = options.vague_verbs if planning.vague_verbs is None else planning.vague_verbs
    return replace(
        options,
        planning=PlanningRule(planning.quarter, planning.starts, planning.previous),
        themes=planning.themes,
        vague_verbs=verbs,
        metric_targets=targets,
    )


def _is_threshold(value: float, kind: type) -> bool:
    if kind is int:
        return isinstance(value, int) and 0 <= value <= _MOST
    return 0 <= value < inf


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
    moved = days_moved(found, previous)
    if moved > MOVED_DAYS:
        doubts.append(
            f"The six weeks of planning FY{found.year} begin on {found.start.isoformat()}, {moved}"
            " days off last year's day: keep to one time of the year."
        )
    return tuple(doubts)
