"""What is aimed for and by which moves: priorities, goals, plays, metrics, what people wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.results.basics import Figure, Person


@dataclass(frozen=True, slots=True)
class Finding:
    """What a goal, a play or a priority lacks. ``code`` is a key of the phrases ``lint`` and
    ``sharpen``; ``about`` is the measure or the word that is meant."""

    code: str
    about: str | None
    ids: tuple[str, ...]


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
    unsourced: tuple[str, ...] = ()  # of who, when, where: what is not recorded (row 42)


@dataclass(frozen=True, slots=True)
class GoalMeasure:
    id: str
    name: str
    unit: str  # currency, number, percent, boolean (0 no, 1 yes); empty: unknown
    baseline: Decimal | None
    current: Decimal | None
    target: Decimal | None
    source: str
    progress: Decimal | None  # percent
    bridge: Figure[Decimal]  # value of the linked plays and opportunities
    uncovered: Decimal | None  # target - current - bridge, for currency measures
    ids: tuple[str, ...]
    baseline_from: str | None = None  # stated, history, computed; None: missing (row 76)
    baseline_on: date | None = None  # the day of a baseline that nobody stated
    in_time: Decimal | None = None  # of the bridge, what closes by the goal's end (row 77)
    counts: str | None = None  # what the number counts, by its calculation definition


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
    serves: str | None = None  # the stated priority: its own, else its objective's (row 80)
    serves_by: str | None = None  # stated, objective
    next_action: NextAction | None = None
    outcome: str = "planned"  # planned, open (has an open opportunity), won, lost, given_up

    @property
    def is_ahead(self) -> bool:
        """Still to be won (row 74)."""
        return self.outcome in ("planned", "open")


@dataclass(frozen=True, slots=True)
class NextAction:
    """The open task of a play or a goal that is due first (row 82)."""

    id: str
    subject: str
    owner: Person | None
    due: date | None


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
    findings: tuple[Finding, ...]  # missing baseline, no date, no owner, vague
    theme: str | None = None  # the company's theme that it serves (row 96)
    aim: str | None = None  # revenue, expansion, retention; None: it is no such target (row 75)
    path: str | None = None  # cross_sell, price_uplift, retain: how it is to be reached
    path_from: str | None = None  # stated, plays, kind
    next_action: NextAction | None = None


@dataclass(frozen=True, slots=True)
class AimRow:
    """One of the three targets of the year: revenue, expansion, retention (row 75)."""

    aim: str
    path: str | None
    goal: str | None  # None: no objective aims at it
    measure: str | None
    unit: str
    baseline: Decimal | None
    current: Decimal | None
    target: Decimal | None
    due: date | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A play that may work against what the customer wants: a question, no verdict (row 81)."""

    play: str
    kind: str
    wish: str  # the customer's words
    word: str  # the word in them that speaks of cost or margin
    owner: Person | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A strategy of a goal that is closed, or whose plan is over (row 37)."""

    goal: str
    strategy: str | None
    plan: str
    end: date | None
    measure: str | None
    unit: str
    reached: Decimal | None
    target: Decimal | None
    worked: bool | None  # all targets reached; None: not known of all
    notes: str | None  # the plan's, where it is over
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aims:
    """What the goals come to as a whole."""

    targets: tuple[AimRow, ...]  # revenue, expansion, retention: always the three
    doubts: tuple[Doubt, ...]
    tried: tuple[Tried, ...]  # newest first
    actions_tied: tuple[int, int]  # open actions tied to a goal or play, of all


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
    target_from: str | None = None  # where the target comes from; None: it is not set


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
class PlanEdit:
    """A day on which records of the plan were made, last changed, or told by their history."""

    day: date
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanText:
    """What people wrote in the plan that the CRM keeps (free text, internal)."""

    id: str | None
    name: str | None
    owner: Person | None
    status: str | None
    start: date | None
    end: date | None
    age_days: int | None  # since a person last changed plan, objectives, measures or plays
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
    efforts: str | None = None  # what the customer has done about its priorities so far
    changed: date | None = None  # when anybody last changed the plan; None too after as-of
    edits: tuple[PlanEdit, ...] = ()  # up to as-of, oldest first; at least these (row 106)
    changed_by_program: date | None = None  # a person's change may lie under it
    last_known: date | None = None  # the newest change that no later edit hides; else ``changed``
