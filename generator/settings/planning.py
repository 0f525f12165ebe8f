"""What the company plans by. ::

[planning]
quarter = 4                          # the planning quarter; 1 plans the year that has just begun
starts = 2026-11-02                  # the day on which the six weeks of planning begin
previous = 2025-11-03                # the day on which they began last year
themes = ["Operations on one view"]  # the company's themes: each objective is tagged with one
vague_verbs = ["deepen", "leverage"] # in place of the delivered list (analysis/options.py)

[metrics.targets]
action_completion = 90               # what a metric of the scorecard is held against
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .places import Place, unknown_key
from .values import number_of

PLANNING = ["quarter", "starts", "previous", "themes", "vague_verbs"]
"""Keys of the table ``[planning]``."""


@dataclass(frozen=True, slots=True)
class Planning:
    """``starts`` None: the first Monday of the second month of ``quarter``; ``previous`` None: it
    is not known when last year's began. ``vague_verbs`` None: the delivered list. ``targets``:
    metric -> target, in the metric's own unit (percent, count, or money of the corporate
    currency)."""

    quarter: int = 4
    starts: date | None = None
    previous: date | None = None
    themes: tuple[str, ...] = ()
    vague_verbs: tuple[str, ...] | None = None
    targets: Mapping[str, int | float] = field(default_factory=dict)


def planning_of(
    place_of: Callable[[str], Place], planning: Mapping[str, object], metrics: Mapping[str, object]
) -> Planning:
    """The tables ``[planning]`` and ``[metrics]``. SettingsError with the line of what is wrong."""
    _known(place_of, "planning", planning, PLANNING)
    _known(place_of, "metrics", metrics, ["targets"])
    targets = metrics.get("targets", {})
    if not isinstance(targets, dict):
        raise place_of("metrics.targets").wrong("a table")
    return Planning(
        **{key: _CHECKS[key](place_of(f"planning.{key}"), planning[key]) for key in planning},
        targets={
            name: number_of(place_of(f"metrics.targets.{name}"), value)
            for name, value in targets.items()
        },
    )


def _known(
    place_of: Callable[[str], Place], table: str, found: Mapping[str, object], known: list[str]
) -> None:
    for key in found:
        if key not in known:
            path = f"{table}.{key}"
            raise unknown_key(place_of(path).where.removesuffix(f": {path}"), path, key, known)


def _texts(place: Place, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise place.wrong("a list of texts in quotes")
    return tuple(" ".join(text.split()) for text in value)


def _quarter(place: Place, value: object) -> int:
    if isinstance(value, bool) or value not in (1, 2, 3, 4):
        raise place.wrong("1, 2, 3 or 4")
    return int(str(value))


def _day(place: Place, value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise place.wrong("a day, without quotes, such as 2026-11-02")
    return value


_CHECKS: Mapping[str, Callable[[Place, object], Any]] = {
    "quarter": _quarter,
    "starts": _day,
    "previous": _day,
    "themes": _texts,
    "vague_verbs": _texts,
}
