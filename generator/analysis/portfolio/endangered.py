"""What endangers an account's revenue: a renewal nobody has in hand, and people we lost.

METHOD.md rows 29, 56 and 92. One renewal is told once, by the gravest that is true of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.analysis.options import RENEWAL_GATES
from generator.analysis.results import AnalysedAccount, Gap, PersonChange, Renewal

NEAR = RENEWAL_GATES[-1]
"""Days: by the last step before a renewal it is to be signed."""
_LEFT = ("left", "unrelated", "moved", "bounced")
"""Changes after which a person is not, or may not be, with the customer any more."""
_CARRYING = ("champion", "economic_buyer")
"""Roles without which no deal is won: a coach only helps."""


def renewal_kind(account: AnalysedAccount) -> str | None:
    """``renewal``: red; ``notice``: the contract's day for notice passed in silence; ``unsigned``:
    90 days or less are left, or none, and nothing is signed. None: neither.

    A contract that renews by itself, whose day for notice has passed, is signed.
    """
    row = account.renewal
    if row.status == "red":
        return "renewal"
    if row.notice_missed:
        return "notice"
    is_near = row.days is not None and row.days <= NEAR
    return "unsigned" if is_near and not _runs_on(row, account.period.as_of) else None


def _runs_on(row: Renewal, as_of: date) -> bool:
    return row.auto_renews is True and row.notice_by is not None and row.notice_by < as_of


@dataclass(frozen=True, slots=True)
class Loss:
    """A champion or economic buyer who is, or may be, gone, with the gap that says what to do."""

    change: PersonChange
    gap: Gap | None


def losses(account: AnalysedAccount) -> tuple[Loss, ...]:
    """The people, each once, by name: of the last 180 days, as changes are (row 56)."""
    gaps = {gap.target_id: gap for gap in account.relationships.gaps if gap.kind == "champion_gone"}
    found: dict[str, Loss] = {}
    for row in account.relationships.changes:
        if row.kind in _LEFT and row.role in _CARRYING:
            found.setdefault(row.contact_id, Loss(row, gaps.get(row.contact_id)))
    return tuple(sorted(found.values(), key=lambda row: (row.change.name, row.change.contact_id)))
