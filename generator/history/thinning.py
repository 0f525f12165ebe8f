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


ALWAYS = 24
"""So many of the newest are kept in any case: a wrong clock must not cost the past."""


def spent(days: Sequence[date], today: date) -> tuple[date, ...]:
    """Those of ``days`` that go, counted from the newest of them that is not to come."""
    past = sorted((day for day in days if day <= today), reverse=True)
    if not past:
        return ()
    newest = past[0]
    last = {(day.year, day.month): day for day in reversed(past)}
    return tuple(
        day
        for day in past[ALWAYS:]
        if newest - day > MONTHLY or (newest - day > DAILY and day != last[day.year, day.month])
    )
