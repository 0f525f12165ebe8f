"""Lagging metrics: what came of it (METHOD.md row 89; SALESFORCE.md 3.4).

NRR = ARR now / ARR twelve months ago. Renewal rate = renewed / due, by amount. Expansion bookings
= won expansions of the quarter. Each has the same figure of an earlier time as its baseline where
the records reach so far back. Percentages are of 100, money is in the account's currency.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.baselines import revenue_on
from generator.analysis.dates import add_months, in_months_up_to
from generator.analysis.ladder import CLOSED_WON, READ_LATER
from generator.analysis.money import cents, ids_of, percent, total
from generator.analysis.performance import deal_amount
from generator.analysis.results import Figure, Metric, Revenue
from generator.analysis.scope import Scope
from generator.model.org import FiscalQuarter
from generator.model.records import Opportunity

REVENUE_TARGET = "the revenue target"
"""What a derived target of a metric stands on."""


def lagging(scope: Scope, revenue: Revenue) -> tuple[Metric, ...]:
    before = _two_years_ago(scope, revenue)
    return (
        _retention(revenue, before),
        _expansion(scope),
        _renewal_rate(scope),
        _arr_change(revenue, before),
    )


def _two_years_ago(scope: Scope, revenue: Revenue) -> Decimal | None:
    """ARR twenty-four months ago by the same rung: what a year-ago NRR is held against."""
    if revenue.year_ago.value is None:
        return None
    return revenue_on(scope, add_months(scope.as_of, -24))[0]


def _retention(revenue: Revenue, before: Decimal | None) -> Metric:
    """ARR now of ARR twelve months ago. A target is set by people alone: the revenue target counts
    new divisions too, and would ask of those we have what nobody asked (rows 89, 90)."""
    now, then = revenue.current.value, revenue.year_ago.value
    note, computable = _retention_note(revenue)
    baseline = percent(then, before) if computable else None
    if baseline is not None:
        note = f"{note} The baseline is the same a year earlier."
    return Metric(
        name="Net revenue retention",
        baseline=baseline,
        current=percent(now, then) if computable else None,
        target=None,
        unit="percent",
        source=revenue.source,
        note=note,
        ids=ids_of(revenue.current.ids, revenue.year_ago.ids),
    )


def _retention_note(revenue: Revenue) -> tuple[str, bool]:
    """What NRR is made of, or why it is not computable; and whether it is."""
    if revenue.current.value is None:
        return "Not computable: current revenue is unknown.", False
    if revenue.year_ago.value is None:
        return f"Not computable: {revenue.year_ago.note}.", False
    if revenue.year_ago.value == 0:
        return "Not computable: there was no ARR a year ago.", False
    if revenue.current.of:
        return f"Not computable: {_known_of(revenue.current.of)}.", False
    if revenue.source == CLOSED_WON:
        words = "Bookings, not recurring revenue: deals won in the last twelve months of those won"
        return f"{words} in the twelve before. No ARR is recorded.", True
    return "ARR now of ARR twelve months ago, new divisions included.", True


def _known_of(of: tuple[int, int]) -> str:
    return f"current ARR is known for {of[0]} of {of[1]}"


def _won_expansion(scope: Scope, quarter: FiscalQuarter) -> Figure[Decimal]:
    rows = _deals(
        scope,
        lambda row: row.is_won and row.kind == "expansion" and in_quarter(quarter, row.close_date),
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
    """The rate of the four quarters up to the period's end, and that of the four before."""
    end = min(scope.period.quarter.end, scope.as_of)
    now, note, ids = _rate(scope, end)
    before = _rate(scope, add_months(end, -12))[0]
    if now is not None and before is not None:
        note = f"{note} The baseline is the twelve months before."
    return Metric(
        name="Renewal rate",
        baseline=before,
        current=now,
        target=None,
        unit="percent",
        source="renewal opportunities by close date",
        note=note,
        ids=ids,
    )


def _rate(scope: Scope, end: date) -> tuple[Decimal | None, str, tuple[str, ...]]:
    """Renewed of what was due in the twelve months up to ``end``, with a note and the ids.

    Due is what renewal opportunities were worth that were won, lost, or still open past their close
    date; the CRM keeps no due date apart, so a late renewal counts where it closed.
    """
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
    rate = None
    if not scope.reaches("opportunities", since):
        note = f"Not computable: opportunities {span} were not all read."
    elif not due:
        note = f"No renewal was due {span}."
    elif value.of:
        note = f"Not computable: {value.of[0]} of {value.of[1]} renewals due {span} have an amount."
    else:
        held = sum(row.is_won for row in due)
        note = f"{held} of {len(due)} renewals due {span} were won, by amount and close date."
        rate = percent(won.value, value.value)
    return rate, note, value.ids


def _arr_change(revenue: Revenue, before: Decimal | None) -> Metric:
    """ARR now less ARR twelve months ago; the target is the change that reaches the target."""
    now, then, aim = revenue.current.value, revenue.year_ago.value, revenue.target.value
    known = now is not None and then is not None and revenue.current.of is None
    baseline = cents(then - before) if known and then is not None and before is not None else None
    target = cents(aim - then) if aim is not None and then is not None else None
    note = "ARR now less ARR twelve months ago."
    if revenue.source == CLOSED_WON:
        note = (
            "Bookings, not recurring revenue: deals won in the last twelve months less those won "
            "in the twelve before. No ARR is recorded."
        )
    if revenue.current.of:
        note = f"Not computable: {_known_of(revenue.current.of)}."
    elif not known and revenue.year_ago.note == READ_LATER:
        note = f"Not computable: {READ_LATER}."
    elif not known:
        note = "Not computable: ARR now or a year ago is unknown."
    elif baseline is not None:
        note = f"{note} The baseline is the change of the twelve months before."
    return Metric(
        name="Change in ARR",
        baseline=baseline,
        current=cents(now - then) if known and now is not None and then is not None else None,
        target=target,
        unit="currency",
        source=revenue.source,
        note=note,
        ids=ids_of(revenue.current.ids, revenue.year_ago.ids),
        target_from=REVENUE_TARGET if target is not None else None,
    )


def _deals(scope: Scope, keep: Callable[[Opportunity], bool]) -> list[Opportunity]:
    return [
        row
        for row in scope.opportunities.values()
        if row.account_id in scope.accounts and keep(row)
    ]


def in_quarter(quarter: FiscalQuarter, day: date) -> bool:
    return quarter.start <= day <= quarter.end
