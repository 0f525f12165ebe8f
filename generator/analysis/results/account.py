"""The analysed account: all topics together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.analysis.results.basics import Conversion, Period
from generator.analysis.results.business import (
    ContractHistory,
    ContractTerm,
    Expected,
    OwnedProduct,
    Performance,
    Profile,
    Renewal,
    Revenue,
    TimelineQuarter,
)
from generator.analysis.results.changes import Change
from generator.analysis.results.grid import Whitespace
from generator.analysis.results.people import Relationships, TeamRow
from generator.analysis.results.plan import (
    Aims,
    CustomerPriority,
    Goal,
    Metrics,
    PlanSpan,
    PlanText,
    PlayRow,
)
from generator.analysis.results.planning import Cadence, YearEnd
from generator.analysis.results.service import ActivitySummary, Rival, SignalRow, Support
from generator.analysis.results.work import (
    Action,
    Blocker,
    CommitmentRow,
    CustomerReviews,
    ReviewLine,
    RiskRow,
    TopAction,
)
from generator.model.org import Coverage, DataProblem


@dataclass(frozen=True, slots=True)
class AnalysedAccount:
    org_id: str
    org_name: str
    reader: str
    reader_kind: str  # person, integration, or empty where it is not known
    is_sample: bool
    is_sandbox: bool
    currency: str
    newest_change: str | None  # ISO time of the newest change in what was read
    period: Period
    profile: Profile
    revenue: Revenue
    renewal: Renewal
    contracts: tuple[ContractTerm, ...]
    contract_history: ContractHistory
    owned_products: tuple[OwnedProduct, ...]
    performance: Performance
    timeline_quarters: tuple[TimelineQuarter, ...]
    whitespace: Whitespace
    expected: Expected
    relationships: Relationships
    priorities: tuple[CustomerPriority, ...]
    goals: tuple[Goal, ...]
    plays: tuple[PlayRow, ...]
    aims: Aims
    metrics: Metrics
    actions: tuple[Action, ...]  # open ones, most overdue first
    top_actions: tuple[TopAction, ...]  # three; fewer only with a reason
    top_actions_note: str | None
    blockers: tuple[Blocker, ...]  # late or stalled, the oldest first
    risks: tuple[RiskRow, ...]  # worst first
    support: Support
    activity: ActivitySummary
    rivals: tuple[Rival, ...]
    signals: tuple[SignalRow, ...]  # of the last 180 days, newest first
    commitments: tuple[CommitmentRow, ...]
    customer_reviews: CustomerReviews
    review_lines: tuple[ReviewLine, ...]
    team: tuple[TeamRow, ...]
    plan: PlanText
    cadence: Cadence
    year_end: YearEnd | None  # None: the plan's year still runs
    plan_history: tuple[PlanSpan, ...]  # all plans of the account itself, oldest first
    coverage: tuple[Coverage, ...]
    declared_safe: tuple[str, ...]
    logo: str | None  # the customer's: PNG or JPEG, in base64
    vendor_logo: str | None  # ours
    sources: tuple[tuple[str, str], ...]  # model field, where the CRM keeps it
    problems: tuple[DataProblem, ...]
    rates: tuple[Conversion, ...]  # by which money of other currencies was converted
    refresh_days: int  # after so many days a plan is stale and a document expires
    baseline: date | None = None  # the day that ``changes`` are counted from; None: no baseline yet
    changes: tuple[Change, ...] = ()
    is_read_later: bool = False  # the records were read after as-of (CONTRACT.md, "As-of")
