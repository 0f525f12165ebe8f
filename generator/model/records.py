"""The records of one CRM, in the field's standard terms.

Every class is one kind of record. ``id`` is always the CRM's 18-character record id. Money is a
``Decimal`` in the currency named by the record's ``currency`` (an ISO 4217 code). ``None`` means
unknown: not recorded, not readable, or not mapped; it never means zero or no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class User:
    """A person of ours (or a queue, which can own work but answers for none)."""

    id: str
    name: str
    title: str | None = None
    manager_id: str | None = None
    is_active: bool = True
    is_queue: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """A customer, or one of its divisions (an account with a parent)."""

    id: str
    name: str
    currency: str
    parent_id: str | None = None
    owner_id: str | None = None
    industry: str | None = None
    ownership: str | None = None
    employees: int | None = None
    annual_revenue: Decimal | None = None
    description: str | None = None
    site: str | None = None
    city: str | None = None
    country: str | None = None
    website: str | None = None
    tier: int | None = None  # 1, 2 or 3
    arr: Decimal | None = None
    arr_year_ago: Decimal | None = None
    revenue_target: Decimal | None = None
    potential: Decimal | None = None  # growth potential, a year's worth
    health: str | None = None
    renewal_date: date | None = None
    executive_sponsor_id: str | None = None  # a User
    expansion_thesis: str | None = None
    value_proposition: str | None = None
    renewal_strategy: str | None = None
    playbook: str | None = None  # renewal and adoption playbook of a tier 3 account
    last_review: date | None = None  # last executive business review held
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of the customer."""

    id: str
    account_id: str | None
    name: str
    title: str | None = None
    department: str | None = None
    seniority: str | None = None  # as the CRM states it, e.g. C-Level, VP, Director
    reports_to_id: str | None = None
    strength: int | None = None  # stated: 0 no relationship .. 4 strong advocate
    influence: str | None = None  # stated: low, medium, high
    role: str | None = None  # stated buying role, canonical (see BUYING_ROLES)
    email_bounced: bool | None = None
    modified: datetime | None = None


BUYING_ROLES = (
    "economic_buyer",
    "decision_maker",
    "champion",
    "coach",
    "influencer",
    "user",
    "blocker",
)
"""Canonical buying roles, strongest claim first (METHOD.md row 49)."""


@dataclass(frozen=True, slots=True)
class ContactRelation:
    """A contact's relation to an account other than, or as well as, the own one."""

    id: str
    account_id: str
    contact_id: str
    roles: tuple[str, ...] = ()  # canonical buying roles
    is_direct: bool = False
    is_active: bool = True
    start_date: date | None = None
    end_date: date | None = None


@dataclass(frozen=True, slots=True)
class BuyingRole:
    """The part a contact plays in one opportunity."""

    id: str
    opportunity_id: str
    contact_id: str
    role: str | None = None  # canonical
    stated_role: str | None = None  # as the CRM states it
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Opportunity:
    id: str
    account_id: str
    name: str
    stage: str
    close_date: date
    is_closed: bool
    is_won: bool
    currency: str
    amount: Decimal | None = None
    owner_id: str | None = None
    kind: str = "other"  # new, expansion, renewal, other
    stated_type: str | None = None
    created: date | None = None
    probability: Decimal | None = None  # percent, 0-100
    next_step: str | None = None
    loss_reason: str | None = None
    last_stage_change: date | None = None
    push_count: int | None = None
    is_top_x: bool | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpportunityLine:
    id: str
    opportunity_id: str
    product_id: str | None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Competitor:
    """A rival of ours named on an opportunity."""

    id: str
    opportunity_id: str
    name: str
    strengths: str | None = None
    weaknesses: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    id: str
    name: str
    family: str | None = None
    code: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Asset:
    """A product that a division owns (or that a rival has sold it, see is_competitor)."""

    id: str
    account_id: str
    product_id: str | None
    name: str
    currency: str
    quantity: Decimal | None = None
    arr: Decimal | None = None
    status: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    active_users: int | None = None
    is_competitor: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    id: str
    account_id: str
    number: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    term_months: int | None = None
    status: str | None = None
    auto_renews: bool | None = None
    notice_days: int | None = None


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


@dataclass(frozen=True, slots=True)
class TeamMember:
    id: str
    account_id: str
    user_id: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """An account plan kept in the CRM."""

    id: str
    account_id: str | None
    name: str
    owner_id: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    status: str | None = None
    vision: str | None = None
    customer_priorities: str | None = None
    challenges: str | None = None
    industry_trends: str | None = None
    performance_indicators: str | None = None
    customer_competitors: str | None = None
    customer_competitive_strengths: str | None = None
    customer_competitive_weaknesses: str | None = None
    strengths: str | None = None
    weaknesses: str | None = None
    opportunities: str | None = None
    threats: str | None = None
    notes: str | None = None
    created: date | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    id: str
    plan_id: str
    name: str
    kind: str | None = None  # growth, retention, relationship, customer
    description: str | None = None
    strategy: str | None = None
    owner_id: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    status: str | None = None
    priority_id: str | None = None  # the customer priority it serves
    customer_outcome: str | None = None
    is_shared: bool | None = None  # shared with the customer
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What an objective is measured by. Values are in ``unit``."""

    id: str
    objective_id: str
    name: str
    unit: str  # currency, number, percent
    baseline: Decimal | None = None
    current: Decimal | None = None
    target: Decimal | None = None
    current_on: date | None = None
    is_leading: bool | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class MeasureLink:
    """A record (an opportunity, mostly) that counts towards a measure."""

    id: str
    measure_id: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Play:
    """A planned move into one whitespace cell: a product in a division."""

    id: str
    account_id: str  # the division
    name: str
    currency: str
    product_id: str | None = None
    kind: str | None = None
    status: str | None = None
    need: str | None = None  # yes, no; None is unknown
    access: str | None = None
    budget: str | None = None
    need_evidence: str | None = None
    access_evidence: str | None = None
    budget_evidence: str | None = None
    value: Decimal | None = None
    close_date: date | None = None
    buyer_id: str | None = None  # a Contact
    trigger: str | None = None
    owner_id: str | None = None
    opportunity_id: str | None = None
    objective_id: str | None = None
    priority_id: str | None = None
    created: date | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    id: str
    account_id: str
    name: str
    likelihood: str | None = None  # low, medium, high
    impact: str | None = None
    owner_id: str | None = None
    mitigation: str | None = None
    due_date: date | None = None
    status: str | None = None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Signal:
    """News of the customer's company that may change the plan."""

    id: str
    account_id: str
    kind: str  # executive_hire, launch, acquisition, competitor_loss, decline, ipo, other
    day: date
    text: str
    url: str | None = None


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
    kind: str  # outcome, lesson, option, decision, roadmap
    name: str
    detail: str | None = None
    figure: str | None = None  # an outcome's headline, e.g. "-38%"
    day: date | None = None
    priority_id: str | None = None
    is_shared: bool | None = None
