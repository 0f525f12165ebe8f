"""What the customer wants and what the two sides told each other in reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Priority:
    """What the customer says it wants, in its words, with how it measures it."""

    id: str
    account_id: str
    name: str
    kpi: str | None = None
    unit: str | None = None  # as the customer says it, e.g. %, days, minutes
    baseline: Decimal | None = None
    current: Decimal | None = None
    target: Decimal | None = None
    outcome: str | None = None
    stated_by_id: str | None = None  # a Contact
    stated_on: date | None = None
    stated_where: str | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class KpiReading:
    """One value of a customer priority's KPI, at the end of a period."""

    id: str
    priority_id: str
    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one side promised the other in a review."""

    id: str
    account_id: str
    name: str
    our_owner_id: str | None = None  # a User
    customer_owner_id: str | None = None  # a Contact
    due_date: date | None = None
    state: str = "open"  # kept, late, dropped, open
    done_on: date | None = None
    is_shared: bool | None = None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A line for the customer review that only a person can write."""

    id: str
    account_id: str
    kind: str  # outcome, lesson, option, decision, roadmap, question
    name: str
    detail: str | None = None
    figure: str | None = None  # an outcome's headline, e.g. "-38%"
    day: date | None = None
    priority_id: str | None = None
    is_shared: bool | None = None
