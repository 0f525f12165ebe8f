"""Baselines and targets that people gave the scorecard's metrics (METHOD.md rows 76, 89, 90).

An objective's measure of the same name goes before a target of the settings, and that before one
that is derived. None of them: the target is not set, and the documents say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from generator.analysis.money import cents, ids_of
from generator.analysis.options import METRIC_NAMES
from generator.analysis.results import Goal, GoalMeasure, Metric, Metrics
from generator.analysis.scope import Scope
from generator.analysis.words import canonical

_NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "active_executives": ("active executive", "executive relationships"),
        "buying_centers": ("buying centers", "buying centres"),
        "play_progression": ("play progression",),
        "action_completion": ("action completion", "actions completed on time"),
        "net_revenue_retention": ("nrr", "net revenue retention"),
        "expansion_bookings": ("expansion bookings",),
        "renewal_rate": ("renewal rate",),
        "arr_change": ("change in arr", "arr growth"),
    }
)
_OURS: Final = re.compile(r"[;.]?\s*\bthe baseline is [^.]*\.", re.IGNORECASE)
"""What a note says of a baseline that we took ourselves."""
_UNIT: Final = MappingProxyType({"count": "number"})
SETTINGS: Final = "the settings"


def with_targets(scope: Scope, found: Metrics, goals: tuple[Goal, ...]) -> Metrics:
    """The metrics, each held against what an objective or the settings say."""
    wanted = dict(scope.options.metric_targets)
    rows = [*found.leading, *found.lagging]
    aimed = tuple(
        _aimed(scope, row, _measure(goals, name, row.unit), wanted.get(name))
        for name, row in zip(METRIC_NAMES, rows, strict=True)
    )
    split = len(found.leading)
    return Metrics(leading=aimed[:split], lagging=aimed[split:])


def _measure(goals: tuple[Goal, ...], name: str, unit: str) -> tuple[Goal, GoalMeasure] | None:
    """The first measure in the metric's unit that bears its name, with its goal."""
    pairs = [(goal, measure) for goal in goals for measure in goal.measures]
    for goal, measure in pairs:
        text = canonical(measure.name)
        if measure.unit == _UNIT.get(unit, unit) and any(word in text for word in _NAMES[name]):
            return goal, measure
    return None


def _aimed(
    scope: Scope, row: Metric, stated: tuple[Goal, GoalMeasure] | None, wanted: Decimal | None
) -> Metric:
    if stated is not None:
        goal, measure = stated
        row = _based(row, goal, measure)
        if measure.target is not None:
            ids = ids_of(row.ids, [measure.id])
            return replace(row, target=measure.target, target_from=goal.name, ids=ids)
    if wanted is None:
        return row
    money = row.unit == "currency"
    corporate = scope.snapshot.org.currency
    value = cents(scope.money.convert(wanted, corporate)) if money else wanted
    return replace(row, target=value, target_from=SETTINGS)


def _based(row: Metric, goal: Goal, measure: GoalMeasure) -> Metric:
    """With the objective's baseline, where it has one, and a note that no longer speaks of ours."""
    if measure.baseline is None:
        return row
    note = _OURS.sub(".", row.note).strip(". ")
    told = f"The baseline is that of {goal.name}."
    ids = ids_of(row.ids, [measure.id])
    return replace(
        row, baseline=measure.baseline, note=f"{note}. {told}" if note else told, ids=ids
    )
