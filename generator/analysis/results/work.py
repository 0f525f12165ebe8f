"""What is to be done and what endangers it: actions, risks, commitments, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.analysis.results.basics import Person


@dataclass(frozen=True, slots=True)
class Action:
    id: str
    subject: str
    unit: str
    owner: Person | None
    owner_is_queue: bool
    due: date | None
    priority: str | None
    status: str | None
    days_overdue: int  # 0 when not overdue
    contact: Person | None
    escalate_to: Person | None  # the owner's manager, when overdue


@dataclass(frozen=True, slots=True)
class TopAction:
    """One of the three most important things this week (METHOD.md row 22)."""

    rank: int
    text: str
    owner: Person | None
    due: date | None
    reason: str
    kind: str  # overdue, play, renewal, single_thread, executive, action
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RiskRow:
    name: str
    likelihood: str | None
    impact: str | None
    owner: Person | None
    mitigation: str | None
    due: date | None
    is_derived: bool
    unit: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    name: str
    our_owner: Person | None
    customer_owner: Person | None
    due: date | None
    state: str  # kept, late, dropped, open
    done_on: date | None
    is_shared: bool
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    kind: str  # outcome, lesson, option, decision, roadmap, question
    name: str
    detail: str | None
    figure: str | None
    day: date | None
    priority: str | None
    rank: int | None  # of that priority
    is_shared: bool
    ids: tuple[str, ...]
