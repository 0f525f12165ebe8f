"""What is intended: the plan, its objectives and measures, plays and risks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


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
    hours: Decimal | None = None  # of our people, for the plan's time
    budget: Decimal | None = None  # in the account's currency
    efforts: str | None = None  # what the customer has done about its priorities so far
    created: date | None = None
    modified: datetime | None = None
    modified_by_id: str | None = None


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
    modified_by_id: str | None = None
    theme: str | None = None  # of our company, that it serves
    aim: str | None = None  # revenue, expansion, retention
    path: str | None = None  # cross_sell, price_uplift, retain


@dataclass(frozen=True, slots=True)
class Measure:
    """What an objective is measured by. Values are in ``unit``."""

    id: str
    objective_id: str
    name: str
    unit: str  # currency, number, percent, boolean (0 no, 1 yes); empty: unknown
    baseline: Decimal | None = None
    current: Decimal | None = None
    target: Decimal | None = None
    current_on: date | None = None
    is_leading: bool | None = None
    modified: datetime | None = None
    modified_by_id: str | None = None
    rollup: str | None = None  # how its calculation definition counts: Sum, Count, Max, Min
    counted_object: str | None = None  # and what: the object
    counted_field: str | None = None  # and its field


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A change of a measure's value, as the CRM's field history keeps it."""

    id: str
    measure_id: str
    day: date
    field: str  # current, other
    old: Decimal | None = None
    new: Decimal | None = None


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
    region: str | None = None  # where the divisions are geographies
    business_unit_id: str | None = None  # where the divisions are records of their own
    modified: datetime | None = None
    modified_by_id: str | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    id: str
    account_id: str
    name: str
    likelihood: str | None = None  # low, medium, high
    impact: str | None = None
    owner_id: str | None = None
    mitigation: str | None = None
    contingency: str | None = None  # what is done if it happens all the same
    due_date: date | None = None
    status: str | None = None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Quota:
    """What one of our people is to sell in a month or quarter, as forecasting keeps it.

    It belongs to no account: a snapshot holds none.
    """

    id: str
    owner_id: str
    currency: str
    start_date: date
    amount: Decimal | None = None
    forecast_type: str | None = None  # id: a person may have a quota for each kind of forecast
    family: str | None = None  # of products, where the quota is for one
