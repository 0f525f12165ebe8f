"""What is otherwise than at the baseline: one row for each difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two analysed accounts, for rows 56, 57, 72 and 101 of METHOD.md.

    ``before`` and ``after`` hold what changed: words (or keys of words, as a stage or a role),
    money, or days; the other pairs are None. What was not there before has no ``before`` of any
    kind, what is there no longer no ``after``.
    """

    topic: str  # account, revenue, renewal, deals, people, whitespace, plays, goals, ...
    kind: str  # deal_won, renewal_moved: names the sentence
    subject: str
    before: str | None = None
    after: str | None = None
    amount_before: Decimal | None = None
    amount: Decimal | None = None
    day_before: date | None = None
    day: date | None = None
    ids: tuple[str, ...] = ()
