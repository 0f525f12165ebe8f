"""The thresholds of the analysis, each with the METHOD row it comes from.

Money thresholds are in the org's corporate currency and are converted for each account, so that one
setting serves a whole org. What the documents' fixed texts name (36 months, 180 days, the gates of
a renewal) is no setting: the texts would contradict it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.model.org import FiscalQuarter

DEAL_MONTHS = 36
"""Won and lost deals count for so many months up to as-of (row 13; CONTRACT.md)."""
SIGNAL_DAYS = 180
"""Signals age out after so many days (row 45)."""
CHANGE_DAYS = 180
"""Changes among the customer's people are told for so many days (row 56)."""
RENEWAL_GATES = (365, 180, 120, 90)
"""Days before the renewal at which something is due (row 92)."""

VAGUE_VERBS = (
    "accelerate",
    "align",
    "better",
    "boost",
    "build",
    "continue",
    "cultivate",
    "deepen",
    "develop",
    "drive",
    "elevate",
    "embed",
    "engage",
    "enhance",
    "expand",
    "explore",
    "foster",
    "further",
    "grow",
    "improve",
    "increase",
    "leverage",
    "maintain",
    "maximise",
    "maximize",
    "nurture",
    "optimise",
    "optimize",
    "partner",
    "promote",
    "pursue",
    "raise",
    "solidify",
    "strengthen",
    "stronger",
    "support",
    "sustain",
    "unlock",
)
"""Verbs that promise a direction and no result (row 78); with their endings (-s, -ed, -ing)."""
METRIC_NAMES = (
    "active_executives",
    "buying_centers",
    "play_progression",
    "action_completion",
    "net_revenue_retention",
    "expansion_bookings",
    "renewal_rate",
    "arr_change",
)
"""The scorecard's metrics as the settings name them (rows 89, 90)."""


@dataclass(frozen=True, slots=True)
class PlanningRule:
    """When the next year is planned (rows 14, 15).

    ``quarter`` is the planning quarter: the first one plans the year it belongs to, any other the
    year after. ``starts`` is the day the six weeks begin, None: as ``cadence`` says; ``previous``
    is the day they began the year before.
    """

    quarter: int = 4
    starts: date | None = None
    previous: date | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set. The defaults are the method's own numbers where it gives any."""

    quarter: FiscalQuarter | None = None
    """The quarter under review; None: the last completed one (CONTRACT.md)."""
    plan_year: int | None = None
    """The fiscal year of the plan; None: the one that holds as-of (CONTRACT.md)."""
    planning: PlanningRule = PlanningRule()
    """When the next year is planned."""
    is_read_later: bool = False
    """The records were read after as-of: a field without a history says nothing of that day."""
    role_months: int = 24
    """A buying role on a deal is a claim for so many months after its close date (row 49)."""
    active_days: int = 90
    """A relationship is active when touched within so many days (rows 54, 57, 62)."""
    buyer_touch_days: int = 365
    """A touch of the economic buyer so recent speaks for a reachable budget (row 66)."""
    stale_days_tier1: int = 90
    """A tier 1 plan is stale after so many days without an edit (row 18)."""
    stale_days_tier2: int = 183
    """A tier 2 plan likewise (rows 3, 18)."""
    renewal_red_days: int = 180
    """A renewal so near without opportunity or owner is red (row 92)."""
    renewal_agree_days: int = 31
    """Sources whose next dates lie further apart than this disagree (row 29)."""
    stalled_days: int = 60
    """An open deal so long in one stage has stalled (row 23)."""
    stalled_pushes: int = 3
    """As has one whose close date was pushed so often (row 23)."""
    reconcile_percent: Decimal = Decimal(10)
    """ARR and closed-won further apart than this are warned of (row 27)."""
    top_share_percent: Decimal = Decimal(60)
    """One contact with more of the touches than this is a single point of failure (row 54)."""
    fantasy_open_cells: int = 5
    """From so many open cells on, a grid without executive or champion is a fantasy (row 67)."""
    revenue_threshold: Decimal = Decimal(500_000)
    """ARR from which current revenue is high, in the corporate currency (rows 7, 8)."""
    potential_threshold: Decimal = Decimal(250_000)
    """Growth potential from which it is high, in the corporate currency (rows 7, 8)."""
    pareto_percent: Decimal = Decimal(80)
    """Of the revenue, what the fewest accounts are looked for that make it (row 6)."""
    plans_least: int = 3
    """Fewer plans of tier 1 accounts than this in one hand are noted (row 11)."""
    plans_most: int = 7
    """More than this are too many (row 11)."""
    light_plays: int = 2
    """A light plan holds so many plays; a tier 2 account with more is warned of (row 3)."""
    themes: tuple[str, ...] = ()
    """The company's themes, of which each objective is to carry one (row 96)."""
    vague_verbs: tuple[str, ...] = VAGUE_VERBS
    """A goal's name with one of these needs a number (row 78)."""
    integration_users: tuple[str, ...] = ()
    """Users that are programs, by name or id: what they change is no work at a plan (row 106)."""
    metric_targets: tuple[tuple[str, Decimal], ...] = ()
    """(metric, target): where neither records nor objectives give one. Money is in the corporate
    currency."""
