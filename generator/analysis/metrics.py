"""Leading and lagging metrics, always side by side (METHOD.md rows 89, 90; SALESFORCE.md 3.4).

The period is the quarter under review; its baseline is the quarter before. Percentages are of 100.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.dates import within_days
from generator.analysis.lagging import in_quarter, lagging
from generator.analysis.metric_targets import with_targets
from generator.analysis.money import ids_of, percent
from generator.analysis.plays import counted_plays, deal_of
from generator.analysis.results import (
    Goal,
    Metric,
    Metrics,
    PlayRow,
    Relationships,
    Revenue,
)
from generator.analysis.scope import Scope
from generator.analysis.words import EXECUTIVE_RULE, count
from generator.model.org import FiscalQuarter
from generator.model.records import Activity, Play


def metrics(
    scope: Scope,
    revenue: Revenue,
    people: Relationships,
    goals: tuple[Goal, ...],
    plays: tuple[PlayRow, ...],
) -> Metrics:
    """What will happen (leading) and what has happened (lagging)."""
    found = Metrics(
        leading=(
            _executives(scope, people),
            _buying_centers(scope),
            _play_progression(scope, plays),
            _action_completion(scope),
        ),
        lagging=lagging(scope, revenue),
    )
    return with_targets(scope, found, goals)


def _executives(scope: Scope, people: Relationships) -> Metric:
    """Executives who are still there, touched within the active days; the baseline is at the
    quarter's start."""
    executives = [row for row in people.contacts if row.is_executive and not row.has_left]
    ids = {row.id for row in executives}
    before = scope.period.quarter.start - timedelta(days=1)
    readable = scope.readable("activities") and scope.readable("contacts")
    days = scope.options.active_days
    if not readable:
        current = baseline = None
    else:
        current = Decimal(people.executives_active)
        touched = {t.contact_id for t in scope.touches if within_days(t.day, before, days)}
        read = scope.reaches("activities", before - timedelta(days=days))
        baseline = Decimal(len(touched & ids)) if read else None
    return Metric(
        name="Active executive relationships",
        baseline=baseline,
        current=current,
        target=Decimal(len(executives)) if executives else None,
        target_from="all known executives" if executives else None,
        unit="count",
        source=f"contacts and activities; executive by {EXECUTIVE_RULE}",
        note=f"Executives touched within {days} days."
        if readable
        else "Contacts or activities could not be read.",
        ids=ids_of(ids),
    )


def _buying_centers(scope: Scope) -> Metric:
    """Divisions whose first touch with a contact lies in the period (SALESFORCE.md 3.4)."""
    first: dict[str, tuple[date, str]] = {}
    for touch in scope.touches:
        if touch.contact_id:
            first.setdefault(touch.unit_id, (touch.day, touch.id))
    quarter = scope.period.quarter
    before = scope.period.fiscal.shift(quarter, -1)
    readable = scope.readable("activities") and scope.reaches("activities", quarter.start)
    compared = readable and scope.reaches("activities", before.start)
    now = [row_id for day, row_id in first.values() if in_quarter(quarter, day)]
    return Metric(
        name="Buying centers newly engaged",
        baseline=Decimal(sum(in_quarter(before, day) for day, _ in first.values()))
        if compared
        else None,
        current=Decimal(len(now)) if readable else None,
        target=None,
        unit="count",
        source="first event or task with a contact of the division",
        note=_engaged_note(scope, quarter, before) if readable else _unread(scope, quarter),
        ids=ids_of(now),
    )


def _engaged_note(scope: Scope, quarter: FiscalQuarter, before: FiscalQuarter) -> str:
    """What "first" means: none earlier among the activities that were read."""
    since = scope.since("activities")
    window = f", of activities since {since.isoformat()}" if since else ""
    return f"First touched in {quarter.label}{window}; the baseline is {before.label}."


def _unread(scope: Scope, quarter: FiscalQuarter) -> str:
    """Why nothing is known of the activities of ``quarter``."""
    if not scope.readable("activities"):
        return "Activities could not be read."
    return f"Activities of {quarter.label} were not read: it lies too far back."


def _play_progression(scope: Scope, plays: tuple[PlayRow, ...]) -> Metric:
    """Plays that have become an opportunity, open or won, of all that nobody gave up (row 74).

    The baseline is the same share at the quarter's start, of the plays that there were by then.
    """
    rows = counted_plays(scope)
    moved = [row for row in rows if deal_of(scope, row)]
    start = scope.period.quarter.start
    before = [row for row in rows if row.created and row.created < start]
    baseline = None
    read = scope.readable("plays")
    note = "No play is recorded." if read else "Plays could not be read."
    if plays:
        note = f"{len(moved)} of {len(plays)} plays have an opportunity."
        dated = all(row.created for row in rows)
        baseline = percent(sum(_moved_by(scope, row, start) for row in before), len(before))
        baseline = baseline if dated else None
    if baseline is not None:
        note = f"{note} The baseline is the start of {scope.period.quarter.label}."
    return Metric(
        name="Play progression",
        baseline=baseline,
        current=percent(len(moved), len(plays)),
        target=None,
        unit="percent",
        source="plays with an opportunity",
        note=note,
        ids=ids_of(row.id for row in plays),
    )


def _moved_by(scope: Scope, play: Play, day: date) -> bool:
    """Whether the play's opportunity existed before ``day``."""
    deal = deal_of(scope, play)
    return bool(deal and deal.created and deal.created < day)


def _action_completion(scope: Scope) -> Metric:
    """Tasks closed on or before their due date, of the tasks due in the period."""
    quarter = scope.period.quarter
    before = scope.period.fiscal.shift(quarter, -1)
    due = _due(scope, quarter)
    earlier = _due(scope, before)
    read = scope.readable("activities") and scope.reaches("activities", quarter.start)
    compared = read and scope.reaches("activities", before.start)
    return Metric(
        name="Action completion",
        baseline=_share_on_time(earlier) if compared else None,
        current=_share_on_time(due) if read else None,
        target=None,
        unit="percent",
        source="tasks closed on or before their due date, of the tasks due",
        note=_completion_note(due, quarter.label) if read else _unread(scope, quarter),
        ids=ids_of(row.id for row in due),
    )


def _due(scope: Scope, quarter: FiscalQuarter) -> list[Activity]:
    return [
        row
        for row in scope.snapshot.activities
        if row.kind == "task"
        and row.day
        and in_quarter(quarter, row.day)
        and row.day <= scope.as_of
    ]


def _is_known(row: Activity) -> bool:
    """A task that is closed, nobody knows when, was neither in time nor late."""
    return not row.is_closed or row.completed is not None


def _on_time(row: Activity) -> bool:
    due = row.day or date.min
    return row.is_closed and row.completed is not None and row.completed <= due


def _share_on_time(rows: list[Activity]) -> Decimal | None:
    known = [row for row in rows if _is_known(row)]
    return percent(sum(map(_on_time, known)), len(known))


def _completion_note(due: list[Activity], label: str) -> str:
    if not due:
        return f"No task was due in {label}."
    known = sum(map(_is_known, due))
    note = f"{sum(map(_on_time, due))} of {known} tasks due in {label} were closed on time."
    undated = len(due) - known
    if undated:
        note += f" {count(undated, 'closed task has', 'closed tasks have')} no completion date."
    return note
