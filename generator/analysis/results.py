"""The analysed account: the one value that feeds every artifact.

Rules that hold for every class here (CONTRACT.md):

- Money is a Decimal in ``AnalysedAccount.currency``; other currencies are already converted.
- ``None`` is unknown. A count of nothing is 0, but only where the records could be read.
- ``ids`` are the CRM records a figure or row was made from, sorted, without doubles.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from generator.model.org import Coverage, DataProblem, FiscalCalendar, FiscalQuarter

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """One value with the records it was made from.

    ``note`` says in words where it comes from or why it is unknown; ``of`` is (n, m) where the
    value leaves something out: made from n of m.
    """

    value: T | None
    ids: tuple[str, ...] = ()
    note: str = ""
    of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a document, ours or theirs."""

    id: str
    name: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the whitespace grid: the account itself or a division of it."""

    id: str
    name: str
    parent_id: str | None
    depth: int  # 0 for the account itself
    country: str | None = None
    industry: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    id: str
    name: str
    tier: int  # 1, 2, 3
    tier_source: str  # where the tier was read, or how it was computed
    segment: str | None  # strategic, land_expand, retention, motion; None: potential unknown
    segment_reason: str
    owner: Person | None
    owner_manager: Person | None
    industry: str | None
    ownership: str | None
    employees: int | None
    annual_revenue: Decimal | None
    location: str | None  # city, country
    website: str | None
    description: str | None
    health: str | None
    potential: Figure[Decimal]
    expansion_thesis: str | None
    value_proposition: str | None
    playbook: str | None
    units: tuple[Unit, ...]  # the account first, then depth first by name
    customer_since: date | None  # earliest contract, asset or won opportunity
    customer_note: str  # what that day stands on, and how far back was read
    last_review: date | None


@dataclass(frozen=True, slots=True)
class Revenue:
    current: Figure[Decimal]
    target: Figure[Decimal]
    gap: Figure[Decimal]  # target - current
    year_ago: Figure[Decimal]
    source: str  # the rung of the ladder that ``current`` stands on (SALESFORCE.md 3.1)
    reconciliation: str | None  # a warning where closed-won differs by more than 10 percent


@dataclass(frozen=True, slots=True)
class RenewalOption:
    """A date that one source gives for the next renewal."""

    day: date
    source: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Renewal:
    day: Figure[date]
    days: int | None  # from as-of to ``day``
    value: Figure[Decimal]
    opportunity_id: str | None
    opportunity_owner: Person | None
    auto_renews: bool | None
    notice_days: int | None
    strategy: str | None
    sources: tuple[RenewalOption, ...]  # every source's date, earliest first
    conflict: bool  # sources disagree
    status: str  # red (180 days or less without opportunity or owner), attention, ok, unknown
    status_reason: str
    unit: str | None = None  # who renews then: the account, or divisions by name


@dataclass(frozen=True, slots=True)
class ContractTerm:
    id: str
    number: str | None
    unit: str
    start: date | None
    end: date | None
    term_months: int | None
    status: str | None


@dataclass(frozen=True, slots=True)
class OwnedProduct:
    """What a division owns of one product, its assets taken together."""

    unit: str
    unit_id: str
    product: str
    product_id: str
    family: str
    quantity: Decimal | None
    arr: Decimal | None
    active_users: int | None
    since: date | None
    until: date | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity of the last 36 months, or an open one."""

    id: str
    name: str
    unit: str
    state: str  # won, lost, open
    kind: str  # new, expansion, renewal, other
    stage: str
    amount: Decimal | None
    close_date: date
    created: date | None
    owner: Person | None
    products: tuple[str, ...]
    loss_reason: str | None
    competitors: tuple[str, ...]
    next_step: str | None
    overdue: bool  # open, and its close date lies before as-of
    days_in_stage: int | None


@dataclass(frozen=True, slots=True)
class DealTotal:
    count: int
    amount: Figure[Decimal]  # ``of`` = (with an amount, all)


@dataclass(frozen=True, slots=True)
class QuarterResult:
    quarter: FiscalQuarter
    won: Decimal | None  # None: some were won, and no amount is known
    won_count: int
    lost: Decimal | None
    lost_count: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Performance:
    won: DealTotal
    lost: DealTotal
    open: DealTotal
    win_rate: Figure[Decimal]  # percent of decided deals, by count
    deals: tuple[Deal, ...]  # by close date, newest first
    quarters: tuple[QuarterResult, ...]  # the last 8 fiscal quarters, oldest first
    lost_reasons: tuple[tuple[str, int, Decimal | None], ...]  # reason, count, amount


@dataclass(frozen=True, slots=True)
class ProductColumn:
    id: str
    name: str
    family: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One product in one division. States: owned, in_progress, open (METHOD.md row 65)."""

    unit: str
    unit_id: str
    product: str
    product_id: str
    family: str
    state: str
    expanding: bool  # owned, and an open opportunity would add to it
    competitor_held: str | None  # a rival's product stands here
    value: Decimal | None  # of an open or in-progress cell
    need: str | None  # yes, no, None unknown
    access: str | None
    budget: str | None
    need_evidence: str | None
    access_evidence: str | None
    budget_evidence: str | None
    score: int  # how many of the three are yes
    play: str | None  # of several plays all names
    play_kind: str | None
    owner: Person | None
    close_date: date | None
    buyer: Person | None
    trigger: str | None
    opportunity_id: str | None
    is_qualified: bool  # need and access are yes
    is_priority: bool  # open or in progress, qualified, in the priority list
    ids: tuple[str, ...]
    estimate: Decimal | None = None  # median price paid for product or family; never in a total
    unpursued: Decimal | None = None  # the part of the value that is in no opportunity


@dataclass(frozen=True, slots=True)
class Whitespace:
    units: tuple[Unit, ...]
    products: tuple[ProductColumn, ...]  # in families
    cells: tuple[Cell, ...]  # unit by unit, product by product
    owned: int
    in_progress: int
    open: int
    value: Figure[Decimal]  # sum over open cells that have one; ``of`` = (valued, open)
    pre_pipeline: Figure[Decimal]  # cells with a value and no opportunity; never added to pipeline
    unplaced: tuple[Deal, ...]  # open opportunities without line items
    priorities: tuple[Cell, ...]  # best first
    fantasy_warning: str | None  # a large open grid without executive or champion (row 67)
    unplaced_plays: tuple[PlayRow, ...] = ()  # plays for no product that the grid has: in no cell


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A contact of the customer, with role, influence and strength apart (METHOD.md row 52)."""

    id: str
    name: str
    title: str | None
    unit: str
    unit_id: str
    role: str | None
    influence: str | None
    influence_source: str | None  # stated, inferred
    strength: int | None
    strength_source: str | None  # stated, inferred (capped at 2)
    is_executive: bool
    reports_to_id: str | None  # None too where the chain leaves the account or was broken
    last_touch: date | None
    touches_90d: int
    is_active: bool  # strength 2 or more and a touch within 90 days
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitThreading:
    unit: str
    unit_id: str
    contacts: int
    active: int  # distinct active contacts
    single_threaded: bool | None  # None: no contacts or no activity readable
    names: tuple[str, ...]  # the active contacts


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """A division's row in the matrix division x role: who fills each buying role."""

    unit: str
    unit_id: str
    filled: tuple[tuple[str, tuple[str, ...]], ...]  # (role, names), in BUYING_ROLES order


@dataclass(frozen=True, slots=True)
class Gap:
    """A named weakness in the relationships, and the one action that would mend it."""

    kind: str
    text: str
    action: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relationships:
    contacts: tuple[Stakeholder, ...]  # reporting-line order: executives first
    single_threaded: bool | None
    active_contacts: int | None
    units: tuple[UnitThreading, ...]
    single_threaded_units: tuple[str, ...]
    coverage: tuple[RoleCoverage, ...]
    gaps: tuple[Gap, ...]
    executives_known: int
    executives_active: int
    sponsor: Person | None
    top_share: Figure[Decimal]  # percent of the last year's touches that one contact holds
    cycles: tuple[str, ...]  # reporting rings that were cut, in words


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


@dataclass(frozen=True, slots=True)
class GoalMeasure:
    id: str
    name: str
    unit: str
    baseline: Decimal | None
    current: Decimal | None
    target: Decimal | None
    source: str
    progress: Decimal | None  # percent
    bridge: Figure[Decimal]  # value of the linked plays and opportunities
    uncovered: Decimal | None  # target - current - bridge, for currency measures
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
class SupportQuarter:
    quarter: FiscalQuarter
    opened: int
    closed: int
    median_days_to_close: Decimal | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Support:
    open: int | None  # None: cases not readable
    open_by_priority: tuple[tuple[str, int], ...]
    escalated: int | None
    oldest_open_days: int | None
    median_days_to_close: Figure[Decimal]  # cases closed in the last four quarters
    quarters: tuple[SupportQuarter, ...]  # the last 8 fiscal quarters, oldest first
    themes: tuple[tuple[str, int], ...]  # opened in the last four quarters, most first
    open_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActivitySummary:
    last_30d: int | None
    last_90d: int | None
    last_touch: date | None
    last_executive_touch: date | None
    by_owner: tuple[tuple[str, int], ...]  # our person, touches in 90 days
    by_month: tuple[tuple[date, int], ...]  # first of month, the last 12 months
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rival:
    name: str
    won: int  # deals won against it
    won_amount: Decimal | None
    lost: int
    lost_amount: Decimal | None
    open: int
    open_amount: Decimal | None
    strengths: str | None
    weaknesses: str | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignalRow:
    kind: str
    day: date
    text: str
    url: str | None
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
    kind: str  # outcome, lesson, option, decision, roadmap
    name: str
    detail: str | None
    figure: str | None
    day: date | None
    priority: str | None
    is_shared: bool
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamRow:
    role: str
    person: Person | None  # None: the role is not filled
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


@dataclass(frozen=True, slots=True)
class Period:
    """The times a document speaks of, all derived from as-of."""

    as_of: date
    quarter: FiscalQuarter  # the quarter under review: the last completed one, or as asked
    next_quarter: FiscalQuarter
    year: int  # the fiscal year that holds as-of
    year_start: date
    year_end: date
    fiscal: FiscalCalendar


@dataclass(frozen=True, slots=True)
class AnalysedAccount:
    org_id: str
    org_name: str
    reader: str
    is_sample: bool
    is_sandbox: bool
    currency: str
    newest_change: str | None  # ISO time of the newest change in what was read
    period: Period
    profile: Profile
    revenue: Revenue
    renewal: Renewal
    contracts: tuple[ContractTerm, ...]
    owned_products: tuple[OwnedProduct, ...]
    performance: Performance
    whitespace: Whitespace
    relationships: Relationships
    priorities: tuple[CustomerPriority, ...]
    goals: tuple[Goal, ...]
    plays: tuple[PlayRow, ...]
    metrics: Metrics
    actions: tuple[Action, ...]  # open ones, most overdue first
    top_actions: tuple[TopAction, ...]  # three; fewer only with a reason
    top_actions_note: str | None
    risks: tuple[RiskRow, ...]  # worst first
    support: Support
    activity: ActivitySummary
    rivals: tuple[Rival, ...]
    signals: tuple[SignalRow, ...]  # of the last 180 days, newest first
    commitments: tuple[CommitmentRow, ...]
    review_lines: tuple[ReviewLine, ...]
    team: tuple[TeamRow, ...]
    plan: PlanText
    coverage: tuple[Coverage, ...]
    declared_safe: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]  # model field, where the CRM keeps it
    problems: tuple[DataProblem, ...]
    refresh_days: int  # after so many days a plan is stale and a document expires
