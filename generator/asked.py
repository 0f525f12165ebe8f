"""What a user asked for, as the analysis takes it: thresholds and the quarter under review."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import inf
from typing import Any

from generator.analysis.options import Options
from generator.errors import SettingsError, UsageError
from generator.model.org import FiscalQuarter, Org
from generator.model.snapshot import Snapshot
from generator.settings import unknown_key

_MOST = 3650
"""The largest threshold in days, months or counts: ten years of days."""


def options_of(
    thresholds: Mapping[str, int | float], period: str | None, snapshot: Snapshot
) -> Options:
    """The analysis' options. SettingsError for a threshold it does not have, or cannot be so."""
    quarter = quarter_of(period, snapshot.org, snapshot.as_of)
    return replace(thresholds_of(thresholds), quarter=quarter)


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
