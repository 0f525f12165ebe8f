"""Which snapshots are no longer worth their place.

A baseline is the newest snapshot from before a period's first day, so the last one of each month
is enough for what is long past; what is recent is kept day by day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

DAILY = timedelta(days=100)
"""Every day is kept for so long: a quarter, and what a late review of it needs."""
MONTHLY = timedelta(days=830)
"""The last day of each month for so long: the 24 months of Salesforce's own history, and a
quarter more."""


def spent(days: Sequence[date]) -> tuple[date, ...]:
    """Those of ``days`` that go, counted from the newest of them."""
    if not days:
        return ()
    newest = max(days)
    last = {(day.year, day.month): day for day in sorted(days)}
    return tuple(
        day
        for day in days
        if day < newest - MONTHLY or (day < newest - DAILY and day != last[day.year, day.month])
    )
