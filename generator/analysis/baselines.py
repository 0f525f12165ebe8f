"""Where a measure started (METHOD.md row 76): Salesforce's own measures have no baseline.

In this order, and said: the field that states it; the first value in the measure's field history;
for a measure of yearly revenue, that revenue at the plan's start, from the rung of the ladder that
revenue stands on. Nothing of it: the baseline is missing, which is a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice

from generator.analysis.dates import add_months
from generator.analysis.ladder import rungs
from generator.analysis.scope import Scope
from generator.analysis.words import canonical
from generator.model.records import Measure, MeasureChange, Plan

STATED, HISTORY, COMPUTED = "stated", "history", "computed"

_YEARLY = re.compile(
    r"((current|total) )?((annual|annuali[sz]ed|yearly) )?(recurring revenue|contract value)"
    r"( at year end)?|arr|acv"
)
"""Names of a measure of all that the customer pays a year; one of a part of it has more words."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """``value`` in the measure's unit; ``origin`` None where it is missing. ``is_own`` is false for
    money that is in the account's currency already."""

    value: Decimal | None
    origin: str | None = None
    on: date | None = None
    ids: tuple[str, ...] = ()
    is_own: bool = True


def baseline_of(scope: Scope, row: Measure, plan: Plan | None) -> Baseline:
    """The measure's baseline and what gives it."""
    if row.baseline is not None:
        return Baseline(row.baseline, STATED)
    return _first(scope, row) or _computed(scope, row, plan) or Baseline(None)


def _first(scope: Scope, row: Measure) -> Baseline | None:
    """What the first change in the history changed, else what it set."""
    changes = scope.measure_changes.get(row.id, ())
    told = (row for row in changes if row.field == "current" and _value(row) is not None)
    first = min(told, key=lambda change: (change.day, change.id), default=None)
    return Baseline(_value(first), HISTORY, first.day, (first.id,)) if first else None


def _value(change: MeasureChange) -> Decimal | None:
    return change.new if change.old is None else change.old


def _computed(scope: Scope, row: Measure, plan: Plan | None) -> Baseline | None:
    start = plan.start_date if plan else None
    if start is None or plan is None or plan.account_id not in (None, scope.root.id):
        return None
    if start > scope.as_of or not is_yearly_revenue(row.name, row.unit):
        return None
    value, ids = revenue_on(scope, start)
    return None if value is None else Baseline(value, COMPUTED, start, ids, is_own=False)


def is_yearly_revenue(name: str, unit: str) -> bool:
    """A money measure of the whole yearly revenue, not of a part of it."""
    return unit == "currency" and bool(_YEARLY.fullmatch(canonical(name)))


def revenue_on(scope: Scope, day: date) -> tuple[Decimal | None, tuple[str, ...]]:
    """Yearly revenue on an earlier day, with the ids it stands on; unknown where the rung that
    revenue stands on has no history.

    What a rung says of a year ago is asked from a year after ``day``. A field states one year-ago
    figure, which is of a year before as-of and of no other day.
    """
    names = scope.snapshot.rules.ladder
    held = (n for n, rung in enumerate(rungs(scope)) if rung.current.value is not None)
    place = next(held, None)
    if place is None or names[place] == "closed_won" or _is_field(names[place]):
        return None, ()
    then = replace(scope, period=replace(scope.period, as_of=add_months(day, 12)))
    found = next(islice(rungs(then), place, None)).year_ago
    return found.value, found.ids


def _is_field(name: str) -> bool:
    return name.startswith(("account_", "division_"))
