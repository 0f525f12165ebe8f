"""Leading and lagging metrics, always side by side (METHOD.md rows 89, 90; SALESFORCE.md 3.4).

The period is the quarter under review; its baseline is the quarter before. Percentages are of 100.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.dates import add_months, in_months_up_to, within_days
from generator.analysis.ladder import CLOSED_WON
from generator.analysis.money import cents, ids_of, percent, total
from generator.analysis.performance import deal_amount
from generator.analysis.plays import counted_plays, deal_of
from generator.analysis.results import (
    Figure,
    Goal,
    Metric,
    Metrics,
    PlayRow,
    Relationships,
    Revenue,
)
from generator.analysis.scope import Scope
from generator.analysis.words import EXECUTIVE_RULE, canonical
from generator.model.org import FiscalQuarter
from generator.model.records import Activity, Opportunity

_NRR_WORDS = ("nrr", "net revenue retention")


def metrics(
    scope: Scope,
    revenue: Revenue,
    people: Relationships,
    goals: tuple[Goal, ...],
    plays: tuple[PlayRow, ...],
) -> Metrics:
    """What will happen (leading) and what has happened (lagging)."""
    return Metrics(
        leading=(
            _executives(scope, people),
            _buying_centers(scope),
            _play_progression(scope, plays),
            _action_completion(scope),
        ),
        lagging=(
            _retention(revenue, goals),
            _expansion(scope),
            _renewal_rate(scope),
            _arr_change(revenue),
        ),
    )


def _executives(scope: Scope, people: Relationships) -> Metric:
    """Executives touched within the active days; the baseline is at the quarter's start."""
    executives = [row for row in people.contacts if row.is_executive]
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
        unit="count",
        source=f"contacts and activities; executive by {EXECUTIVE_RULE}",
        note=f"Executives touched within {days} days; the target is all {len(executives)} known."
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
    now = [row_id for day, row_id in first.values() if _in(quarter, day)]
    return Metric(
        name="Buying centers newly engaged",
        baseline=Decimal(sum(_in(before, day) for day, _ in first.values())) if compared else None,
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
    """Plays that have become an opportunity, open or won, of all that nobody gave up (row 74)."""
    moved = [row for row in counted_plays(scope) if deal_of(scope, row)]
    note = (
        f"{len(moved)} of {len(plays)} plays have an opportunity."
        if plays
        else "No play is recorded."
    )
    return Metric(
        name="Play progression",
        baseline=None,
        current=percent(len(moved), len(plays)),
        target=None,
        unit="percent",
        source="plays with an opportunity",
        note=note,
        ids=ids_of(row.id for row in plays),
    )


def _action_completion(scope: Scope) -> Metric:
    """Tasks closed on or before their due date, of the tasks due in the period."""
    quarter = scope.period.quarter
    before = scope.period.fiscal.shift(quarter, -1)
    due = _due(scope, quarter)
    done = [row for row in due if _on_time(row)]
    earlier = _due(scope, before)
    read = scope.readable("activities") and scope.reaches("activities", quarter.start)
    compared = read and scope.reaches("activities", before.start)
    if not read:
        note = _unread(scope, quarter)
    elif not due:
        note = f"No task was due in {quarter.label}."
    else:
        note = f"{len(done)} of {len(due)} tasks due in {quarter.label} were closed on time."
    return Metric(
        name="Action completion",
        baseline=percent(sum(map(_on_time, earlier)), len(earlier)) if compared else None,
        current=percent(len(done), len(due)) if read else None,
        target=None,
        unit="percent",
        source="tasks closed on or before their due date, of the tasks due",
        note=note,
        ids=ids_of(row.id for row in due),
    )


def _due(scope: Scope, quarter: FiscalQuarter) -> list[Activity]:
    return [
        row
        for row in scope.snapshot.activities
        if row.kind == "task" and row.day and _in(quarter, row.day) and row.day <= scope.as_of
    ]


def _on_time(row: Activity) -> bool:
    """Closed by the due date; a task closed without a completion date is taken to be."""
    due = row.day or date.min
    return row.is_closed and (row.completed is None or row.completed <= due)


def _retention(revenue: Revenue, goals: tuple[Goal, ...]) -> Metric:
    """ARR now of ARR twelve months ago; baseline and target from the plan's own NRR measure."""
    now, then = revenue.current.value, revenue.year_ago.value
    stated = next(
        (m for goal in goals for m in goal.measures if m.unit == "percent" and _is_nrr(m.name)),
        None,
    )
    if now is None:
        note = "Not computable: current revenue is unknown."
    elif then is None:
        note = f"Not computable: {revenue.year_ago.note}."
    elif then == 0:
        note = "Not computable: there was no ARR a year ago."
    elif revenue.current.of:
        note = f"Not computable: {_known_of(revenue.current.of)}."
    elif revenue.source == CLOSED_WON:
        note = (
            "Bookings, not recurring revenue: deals won in the last twelve months of those won in "
            "the twelve before. No ARR is recorded."
        )
    else:
        note = "ARR now of ARR twelve months ago, new divisions included."
    computable = not note.startswith("Not computable")
    return Metric(
        name="Net revenue retention",
        baseline=stated.baseline if stated else None,
        current=percent(now, then) if computable else None,
        target=stated.target if stated else None,
        unit="percent",
        source=revenue.source,
        note=note,
        ids=ids_of(revenue.current.ids, revenue.year_ago.ids),
    )


def _known_of(of: tuple[int, int]) -> str:
    return f"current ARR is known for {of[0]} of {of[1]}"


def _is_nrr(name: str) -> bool:
    text = canonical(name)
    return any(word in text for word in _NRR_WORDS)


def _won_expansion(scope: Scope, quarter: FiscalQuarter) -> Figure[Decimal]:
    rows = _deals(
        scope, lambda row: row.is_won and row.kind == "expansion" and _in(quarter, row.close_date)
    )
    return total((row.id, deal_amount(scope, row.id)) for row in rows)


def _expansion(scope: Scope) -> Metric:
    quarter = scope.period.quarter
    before = scope.period.fiscal.shift(quarter, -1)
    now, then = _won_expansion(scope, quarter), _won_expansion(scope, before)
    if not scope.reaches("opportunities", quarter.start):
        note = f"Opportunities of {quarter.label} were not read: it lies too far back."
        now = Figure(None)
    else:
        note = f"Won in {quarter.label}; the baseline is {before.label}."
    left_out = f" {now.of[0]} of {now.of[1]} have an amount." if now.of else ""
    return Metric(
        name="Expansion bookings",
        baseline=then.value if scope.reaches("opportunities", before.start) else None,
        current=now.value,
        target=None,
        unit="currency",
        source="won opportunities of type expansion",
        note=f"{note}{left_out}",
        ids=now.ids,
    )


def _renewal_rate(scope: Scope) -> Metric:
    """Renewed of what was due in the four quarters up to the period's end.

    Due is what renewal opportunities were worth that were won, lost, or still open past their close
    date; the CRM keeps no due date apart, so a late renewal counts where it closed.
    """
    end = min(scope.period.quarter.end, scope.as_of)
    due = _deals(
        scope,
        lambda row: (
            row.kind == "renewal"
            and in_months_up_to(row.close_date, end, 12)
            and (row.is_closed or row.close_date < scope.as_of)
        ),
    )
    value = total((row.id, deal_amount(scope, row.id)) for row in due)
    won = total((row.id, deal_amount(scope, row.id)) for row in due if row.is_won)
    since = add_months(end, -12) + timedelta(days=1)
    span = f"from {since.isoformat()} to {end.isoformat()}"
    note = (
        f"{sum(row.is_won for row in due)} of {len(due)} renewals due {span} were won, by amount."
    )
    read = scope.reaches("opportunities", since)
    complete = bool(due) and value.of is None and read
    if not read:
        note = f"Not computable: opportunities {span} were not all read."
    elif not due:
        note = f"No renewal was due {span}."
    elif value.of:
        note = f"Not computable: {value.of[0]} of {value.of[1]} renewals due {span} have an amount."
    return Metric(
        name="Renewal rate",
        baseline=None,
        current=percent(won.value, value.value) if complete else None,
        target=None,
        unit="percent",
        source="renewal opportunities by close date",
        note=note,
        ids=value.ids,
    )


def _arr_change(revenue: Revenue) -> Metric:
    """ARR now less ARR twelve months ago; the target is the change that reaches the target."""
    now, then, aim = revenue.current.value, revenue.year_ago.value, revenue.target.value
    known = now is not None and then is not None and revenue.current.of is None
    note = "ARR now less ARR twelve months ago."
    if revenue.source == CLOSED_WON:
        note = (
            "Bookings, not recurring revenue: deals won in the last twelve months less those won "
            "in the twelve before. No ARR is recorded."
        )
    if revenue.current.of:
        note = f"Not computable: {_known_of(revenue.current.of)}."
    elif not known:
        note = "Not computable: ARR now or a year ago is unknown."
    return Metric(
        name="Change in ARR",
        baseline=None,
        current=cents(now - then) if known and now is not None and then is not None else None,
        target=cents(aim - then) if aim is not None and then is not None else None,
        unit="currency",
        source=revenue.source,
        note=note,
        ids=ids_of(revenue.current.ids, revenue.year_ago.ids),
    )


def _deals(scope: Scope, keep: Callable[[Opportunity], bool]) -> list[Opportunity]:
    return [
        row
        for row in scope.opportunities.values()
        if row.account_id in scope.accounts and keep(row)
    ]


def _in(quarter: FiscalQuarter, day: date) -> bool:
    return quarter.start <= day <= quarter.end
