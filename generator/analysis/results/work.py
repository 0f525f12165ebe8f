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
    escalate_to: Person | None  # who decides when it is overdue: the owner's manager, mostly
    owner_gap: str | None = None  # why nobody answers for it: nobody, queue, left
    play: str | None = None  # that it moves
    goal: str | None = None
    serves: str | None = None  # the customer's priority


@dataclass(frozen=True, slots=True)
class Blocker:
    """What is late or stands still, and who has to decide on it (METHOD.md row 23)."""

    kind: str  # task, deal
    name: str
    unit: str
    days: int | None  # its age: overdue, or without movement; None: moved too often to have one
    why: str
    owner: Person | None
    escalate_to: Person | None
    ids: tuple[str, ...]


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
    contingency: str | None = None  # what is done if it happens all the same


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


@dataclass(frozen=True, slots=True)
class ReviewMeeting:
    """An event with the customer that the org's rules call a review (EBR, QBR)."""

    id: str
    subject: str
    unit: str
    day: date
    owner: Person | None
    contact: Person | None


@dataclass(frozen=True, slots=True)
class CustomerReviews:
    """Reviews with the customer, held and to come (METHOD.md rows 15, 104)."""

    is_known: bool  # False: activities could not be read, so that none found says nothing
    ahead: tuple[ReviewMeeting, ...]  # from as-of on, the soonest first
    held: tuple[ReviewMeeting, ...]  # before as-of, the newest first
    last: date | None  # held: by the account's own field or by an event, whichever is later
    last_from: str | None  # account, event
    last_ids: tuple[str, ...]
    booking: tuple[Action, ...]  # open tasks whose subject names a review, the first due first
