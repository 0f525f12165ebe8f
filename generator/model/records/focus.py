"""What is decided about the Top X list outside the CRM (METHOD.md rows 113-115)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PICK_STATUSES = ("selected", "confirmed", "held_over", "dropped", "picked")
"""What a line says of a deal: its owner selected it, the manager confirmed it, it is held over into
the quarter or dropped from its list; ``picked``: one of the personal Top X of whoever says so."""

HELP = ("coaching", "collaboration", "co_selling")
"""The time that managers give to a Top X deal (row 115)."""


@dataclass(frozen=True, slots=True)
class TopXPick:
    """One line about one deal. ``opportunity`` and ``by`` are names or ids, as they were typed."""

    id: str  # file and line: inputs/topx.csv#3
    opportunity: str
    by: str
    year: int  # the fiscal quarter whose list it is about
    quarter: int
    status: str  # one of PICK_STATUSES
    day: date
    why: str | None = None
    help: tuple[str, ...] = ()  # of HELP
