"""What the company plans by. ::

[planning]
quarter = 4                          # the planning quarter; 1 plans the year that has just begun
starts = 2026-11-02                  # the day on which the six weeks of planning begin
previous = 2025-11-03                # the day on which they began last year
themes = ["Operations on one view"]  # the company's themes: each objective is tagged with one
vague_verbs = ["deepen", "leverage"] # in place of the delivered list (analysis/options.py)
integration_users = ["CRM Integration"]  # programs: what they change is no work at a plan

[metrics.targets]
action_completion = 90               # what a metric of the scorecard is held against
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from .places import Check, Place
from .tables import Table
from .values import texts_of, whole_number


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
    integration_users: tuple[str, ...] = ()
    targets: Mapping[str, int | float] = field(default_factory=dict)


def planning_of(table: Table, targets: Mapping[str, int | float]) -> Planning:
    """The table ``[planning]``, with the targets of ``[metrics]``."""
    found = table.typed(_CHECKS)
    starts, previous = found.get("starts"), found.get("previous")
    if starts and previous and previous >= starts:
        place = table.place("previous")
        table.mistakes.note(place.wrong(f"before planning.starts, {starts}"), place.line)
    return Planning(**found, targets=targets)


def _day(place: Place, value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise place.wrong("a day, without quotes, such as 2026-11-02")
    return value


_CHECKS: Mapping[str, Check] = {
    "quarter": whole_number(1, 4),
    "starts": _day,
    "previous": _day,
    "themes": texts_of,
    "vague_verbs": texts_of,
    "integration_users": texts_of,
}
