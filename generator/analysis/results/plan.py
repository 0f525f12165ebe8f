"""What is aimed for and by which moves: priorities, goals, plays, metrics, what people wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.results.basics import Figure, Person


@dataclass(frozen=True, slots=True)
class CustomerPriority:
    id: str
    name: str
    kpi: str | None
    unit: str | None
    baseline: Decimal | None
    current: Decimal | None
    target: Decimal | None
    outcome: str | None
    stated_by: Person | None
    stated_on: date | None
    stated_where: str | None
    readings: tuple[tuple[date, Decimal], ...]  # oldest first
    progress: Decimal | None  # percent of the way from baseline to target
    ids: tuple[str, ...]
    current_by: tuple[str, ...] = ("priority.current",)  # the model's fields that it was read from


@dataclass(frozen=True, slots=True)
class GoalMeasure:
    id: str
    name: str
    unit: str  # currency, number, percent; empty: unknown
    baseline: Decimal | None
    current: Decimal | None
    target: Decimal | None
    source: str
    progress: Decimal | None  # percent
    bridge: Figure[Decimal]  # value of the linked plays and opportunities
    uncovered: Decimal | None  # target - current - bridge, for currency measures
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlayRow:
    id: str
    name: str
    kind: str | None
    unit: str
    product: str | None
    value: Decimal | None
    owner: Person | None
    close_date: date | None
    status: str | None
    goal: str | None
    priority: str | None
    opportunity_id: str | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    id: str
    name: str
    kind: str | None
    strategy: str | None
    description: str | None
    owner: Person | None
    start: date | None
    end: date | None
    status: str | None
    priority: str | None  # the stated customer priority it serves
    customer_outcome: str | None
    is_shared: bool
    measures: tuple[GoalMeasure, ...]
    plays: tuple[PlayRow, ...]
    problems: tuple[str, ...]  # missing baseline, no date, no owner, vague


@dataclass(frozen=True, slots=True)
class Metric:
    """Leading or lagging, with all it takes to be read: unit, source, baseline, target."""

    name: str
    baseline: Decimal | None
    current: Decimal | None
    target: Decimal | None
    unit: str  # currency, percent, count
    source: str
    note: str  # why a value is unknown, or what it counts
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metrics:
    leading: tuple[Metric, ...]
    lagging: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class PlanSpan:
    """A plan of the account, present or past: from when to when it held."""

    id: str
    name: str
    created: date | None
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class PlanText:
    """What people wrote in the plan that the CRM keeps (free text, internal)."""

    id: str | None
    name: str | None
    owner: Person | None
    status: str | None
    start: date | None
    end: date | None
    age_days: int | None  # since the newest change to plan, objectives, measures or plays
    is_stale: bool | None  # over 90 days (tier 1), 183 (tier 2)
    vision: str | None
    challenges: str | None
    industry_trends: str | None
    performance_indicators: str | None
    customer_priorities: str | None
    customer_competitors: str | None
    customer_competitive_strengths: str | None
    customer_competitive_weaknesses: str | None
    strengths: str | None
    weaknesses: str | None
    opportunities: str | None
    threats: str | None
    notes: str | None
    hours: Decimal | None = None  # of our people, for the plan's time
    budget: Decimal | None = None
