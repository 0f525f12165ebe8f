"""The analysed account: the one value that feeds every artifact.

Rules that hold for every class here (CONTRACT.md):

- Money is a Decimal in ``AnalysedAccount.currency``; other currencies are already converted.
- ``None`` is unknown. A count of nothing is 0, but only where the records could be read.
- ``ids`` are the CRM records a figure or row was made from, sorted, without doubles.
"""

from __future__ import annotations

from generator.analysis.results.account import AnalysedAccount
from generator.analysis.results.basics import Conversion, Figure, Period, Person, Unit
from generator.analysis.results.business import (
    ContractHistory,
    ContractTerm,
    Deal,
    DealTotal,
    Expected,
    Gate,
    KindTotals,
    Lifetime,
    OwnedProduct,
    Performance,
    Place,
    Profile,
    QuarterResult,
    Renewal,
    RenewalOption,
    Revenue,
    TimelineQuarter,
)
from generator.analysis.results.changes import Change
from generator.analysis.results.grid import (
    Cell,
    Funnel,
    FunnelStep,
    Opening,
    PlayProgress,
    ProductColumn,
    Whitespace,
)
from generator.analysis.results.people import (
    Gap,
    Relationships,
    RoleCoverage,
    Stakeholder,
    TeamRow,
    UnitThreading,
)
from generator.analysis.results.plan import (
    AimRow,
    Aims,
    CustomerPriority,
    Doubt,
    Finding,
    Goal,
    GoalMeasure,
    Metric,
    Metrics,
    NextAction,
    PlanSpan,
    PlanText,
    PlayRow,
    Tried,
)
from generator.analysis.results.planning import (
    Cadence,
    Carried,
    PlanningWeek,
    YearEnd,
    YearGoal,
)
from generator.analysis.results.service import (
    ActivitySummary,
    Rival,
    SignalRow,
    Support,
    SupportQuarter,
)
from generator.analysis.results.work import (
    Action,
    Blocker,
    CommitmentRow,
    ReviewLine,
    RiskRow,
    TopAction,
)

__all__ = [
    "Action",
    "ActivitySummary",
    "AimRow",
    "Aims",
    "AnalysedAccount",
    "Blocker",
    "Cadence",
    "Carried",
    "Cell",
    "Change",
    "CommitmentRow",
    "ContractHistory",
    "ContractTerm",
    "Conversion",
    "CustomerPriority",
    "Deal",
    "DealTotal",
    "Doubt",
    "Expected",
    "Figure",
    "Finding",
    "Funnel",
    "FunnelStep",
    "Gap",
    "Gate",
    "Goal",
    "GoalMeasure",
    "KindTotals",
    "Lifetime",
    "Metric",
    "Metrics",
    "NextAction",
    "Opening",
    "OwnedProduct",
    "Performance",
    "Period",
    "Person",
    "Place",
    "PlanSpan",
    "PlanText",
    "PlanningWeek",
    "PlayProgress",
    "PlayRow",
    "ProductColumn",
    "Profile",
    "QuarterResult",
    "Relationships",
    "Renewal",
    "RenewalOption",
    "Revenue",
    "ReviewLine",
    "RiskRow",
    "Rival",
    "RoleCoverage",
    "SignalRow",
    "Stakeholder",
    "Support",
    "SupportQuarter",
    "TeamRow",
    "TimelineQuarter",
    "TopAction",
    "Tried",
    "Unit",
    "UnitThreading",
    "Whitespace",
    "YearEnd",
    "YearGoal",
]
