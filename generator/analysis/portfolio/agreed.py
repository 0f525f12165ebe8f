"""Which flags somebody accepts, by the audit's checks (METHOD.md row 105)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator.analysis.portfolio.results import Acceptance, AgreedConcern, Concern

_KINDS_OF = {
    "plan": ("no_plan", "plan_closed", "plan_over"),
    "fresh": ("stale", "overdue"),
    "window": ("coverage",),
    "sponsor": ("sponsor",),
    "threads": ("single_thread",),
    "division_threads": ("threads",),
    "light_plays": ("plays",),
    "strategy": ("strategy",),
    "renewal": ("renewal", "notice", "unsigned"),
}
"""Check of the audit -> the flags that say the same."""


def agreed(
    concerns: Sequence[Concern], acceptances: Iterable[Acceptance], as_of: date
) -> Iterator[AgreedConcern]:
    """The concerns that an acceptance covers as of then, with the one that holds longest."""
    covers: dict[tuple[str, str], Acceptance] = {}
    for row in sorted(acceptances, key=lambda row: (row.until, row.day)):
        if row.holds(as_of):
            covers |= {(row.account_id, kind): row for kind in _KINDS_OF.get(row.check, ())}
    for concern in concerns:
        found = covers.get((concern.account.id, concern.kind)) if concern.account else None
        if found is not None:
            yield AgreedConcern(concern, found)
