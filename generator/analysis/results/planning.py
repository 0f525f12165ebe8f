"""The planning year: the weeks in which plans are made, and the look back on a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.results.basics import Figure, Person
from generator.analysis.results.business import QuarterResult


@dataclass(frozen=True, slots=True)
class PlanningWeek:
    number: int  # 1-6
    step: str  # data_preparation, drafts, internal_review, customer_review
    start: date
    end: date  # inclusive


@dataclass(frozen=True, slots=True)
class Cadence:
    """The six weeks in which the plans of a fiscal year are made."""

    year: int
    start: date
    end: date
    weeks: tuple[PlanningWeek, ...]
    week: int | None  # the one that holds as-of
    is_ahead: bool  # it begins after as-of


@dataclass(frozen=True, slots=True)
class YearGoal:
    """A measure of an objective of the year: what was aimed for and what was reached."""

    goal: str
    measure: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    reached: Decimal | None
    progress: Decimal | None  # percent of the way from baseline to target
    verdict: str  # reached, missed, under_way (the year is not over), unknown
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes on into the next year."""

    kind: str  # goal, play, action, risk
    name: str
    owner: Person | None
    due: date | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A fiscal year looked back on (METHOD.md row 26)."""

    year: int
    start: date
    end: date
    is_over: bool  # else it is looked back on while it still runs, for next year's draft
    revenue_then: Figure[Decimal]
    revenue_then_day: date
    revenue_now: Figure[Decimal]
    quarters: tuple[QuarterResult, ...]
    goals: tuple[YearGoal, ...]
    carried: tuple[Carried, ...]
