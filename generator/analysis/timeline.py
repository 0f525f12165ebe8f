"""The whole relationship on one timeline of fiscal quarters (METHOD.md row 13).

Won and lost deals of the 36 months up to as-of stand in the quarter they were closed in, open ones
in that of their expected close date, which may have passed. Counts, not amounts: one renewal would
dwarf all else, and an amount that is not recorded would hide its deal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from generator.analysis.dates import add_months
from generator.analysis.money import ids_of
from generator.analysis.options import DEAL_MONTHS
from generator.analysis.results import Deal, TimelineQuarter
from generator.analysis.scope import Scope, group
from generator.model.org import FiscalQuarter

AHEAD = 4
"""Quarters after the one that holds as-of; deals expected later are counted together."""


def timeline_quarters(scope: Scope, deals: Sequence[Deal]) -> tuple[TimelineQuarter, ...]:
    """Oldest first; the last one, without a quarter, holds what is expected later still. Quarters
    that records were not read for are not there: none in them would not be known."""
    if not deals:
        return ()
    quarters = [*_past(scope), *_ahead(scope, deals)]
    end = quarters[-1].end
    beyond = [deal for deal in deals if deal.close_date > end]  # a calendar ends at the year 9999
    by_quarter = group(
        (deal for deal in deals if deal.close_date <= end),
        lambda deal: scope.period.fiscal.quarter_of(deal.close_date),
    )
    rows = [_row(quarter, by_quarter.get(quarter, ())) for quarter in quarters]
    return (*rows, _row(None, beyond)) if beyond else tuple(rows)


def _past(scope: Scope) -> Iterator[FiscalQuarter]:
    """From the quarter in which the 36 months begin to the one that holds as-of."""
    fiscal, as_of = scope.period.fiscal, scope.as_of
    first = add_months(as_of, -DEAL_MONTHS) + timedelta(days=1)
    quarter = fiscal.quarter_of(first)
    while quarter.start <= as_of:
        if scope.reaches("opportunities", max(quarter.start, first)):
            yield quarter
        quarter = fiscal.shift(quarter, 1)


def _ahead(scope: Scope, deals: Sequence[Deal]) -> Iterator[FiscalQuarter]:
    fiscal = scope.period.fiscal
    last = max(deal.close_date for deal in deals)
    for count in range(1, AHEAD + 1):
        quarter = fiscal.shift(fiscal.quarter_of(scope.as_of), count)
        if quarter.start <= last:
            yield quarter


def _row(quarter: FiscalQuarter | None, deals: Sequence[Deal]) -> TimelineQuarter:
    won, lost, still_open = (
        sum(1 for deal in deals if deal.state == state) for state in ("won", "lost", "open")
    )
    return TimelineQuarter(quarter, won, lost, still_open, ids_of(deal.id for deal in deals))
