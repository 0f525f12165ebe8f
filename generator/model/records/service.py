"""What happens from day to day: cases, activities, news of the customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    account_id: str
    number: str | None
    created: datetime
    closed: datetime | None = None
    is_closed: bool = False
    priority: str | None = None
    status: str | None = None
    is_escalated: bool = False
    theme: str | None = None  # the case's reason, a picklist
    subject: str | None = None
    missed_milestone: bool | None = None  # of its entitlement; None: entitlements are off


@dataclass(frozen=True, slots=True)
class Activity:
    """A task or an event. An open task is an action."""

    id: str
    kind: str  # task, event
    account_id: str | None
    subject: str
    day: date | None = None  # due date of a task, start date of an event
    contact_id: str | None = None
    what_id: str | None = None
    owner_id: str | None = None
    status: str | None = None
    priority: str | None = None
    is_closed: bool = False
    completed: date | None = None
    created: date | None = None
    modified: datetime | None = None
    type: str | None = None  # of an event, as the CRM states it: Meeting, Executive Business Review


@dataclass(frozen=True, slots=True)
class Signal:
    """News of the customer's company that may change the plan."""

    id: str
    account_id: str
    kind: str  # executive_hire, launch, acquisition, competitor_loss, decline, ipo, other
    day: date
    text: str
    url: str | None = None
    source: str | None = None  # where it was read, if not in the CRM


@dataclass(frozen=True, slots=True)
class Usage:
    """How many people used a product on one day, in a division or in the account as a whole.

    ``account_id`` is the account's own for the account as a whole; ``unit`` names a division that
    is no account (a region, a business unit), as it was typed. ``licensed`` is how many may use it.
    """

    id: str  # of no record of the CRM: the file and its line
    account_id: str
    product_id: str
    day: date
    active_users: int
    unit: str | None = None
    licensed: Decimal | None = None
    source: str | None = None  # where it was read, in words
