"""What several analysed accounts say together.

Money is in the portfolio's currency, the org's corporate one; an account that has no rate to it is
left out of the sums and named in ``Portfolio.without_rate``. ``ids`` are those of accounts. None is
unknown; ``of`` of a figure is (made from, of all).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.results import Blocker, Figure, Person


@dataclass(frozen=True, slots=True)
class AccountRef:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Rank:
    """An account by revenue and, apart from that, by upside (METHOD.md row 10). 1 is the largest;
    equals share a rank; None: the value is unknown."""

    account: AccountRef
    revenue: Decimal | None
    revenue_rank: int | None
    upside: Decimal | None  # growth potential
    upside_rank: int | None


@dataclass(frozen=True, slots=True)
class Pareto:
    """Few accounts make most of the revenue (row 6)."""

    percent: Decimal  # of the revenue that ``top`` makes at least
    revenue: Figure[Decimal]  # of all accounts whose revenue is known
    top: tuple[AccountRef, ...]  # the largest first
    top_revenue: Decimal
    share: Decimal | None  # of the accounts that are in ``top``, in percent
    tier3_with_plan: tuple[AccountRef, ...]
    top_without_plan: tuple[AccountRef, ...]


@dataclass(frozen=True, slots=True)
class OwnerLoad:
    """Plans of one person: of the plan's owner, else of the account's (row 11)."""

    owner: Person | None  # None: neither plan nor account names somebody readable
    tier1_plans: tuple[AccountRef, ...]
    other_plans: tuple[AccountRef, ...]
    status: str  # ok, few, many; none: no tier 1 account is in this hand
    de_tier: tuple[AccountRef, ...]  # where there are too many: the least upside first


@dataclass(frozen=True, slots=True)
class Coverage:
    """Tier 1 accounts whose plan was touched since the planning window began (row 5)."""

    start: date
    end: date
    percent: Figure[Decimal]  # ``of`` = (touched, all of tier 1)
    touched: tuple[AccountRef, ...]
    missing: tuple[AccountRef, ...]
    unknown: tuple[AccountRef, ...]  # the plan was changed after as-of: when before is not recorded


@dataclass(frozen=True, slots=True)
class GrowthGroup:
    """Growth in percent of yearly revenue, of ``n`` accounts; ``rates`` are theirs, in order."""

    n: int
    mean: Decimal | None
    median: Decimal | None
    accounts: tuple[AccountRef, ...]
    rates: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    reason: str
    accounts: tuple[AccountRef, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """Accounts with a plan at the period's start beside comparable ones without (row 12).

    Comparable are accounts of one tier and size band. It shows no cause.
    """

    start: date
    end: date
    planned: GrowthGroup
    unplanned: GrowthGroup
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class ThresholdOption:
    """What the thresholds of the segments would be at a percentile of the accounts (row 7)."""

    percentile: int
    revenue: Figure[Decimal]  # ``of`` = (known, all)
    potential: Figure[Decimal]


@dataclass(frozen=True, slots=True)
class SponsorLoad:
    sponsor: Person
    accounts: tuple[AccountRef, ...]


@dataclass(frozen=True, slots=True)
class Sponsors:
    """Executive sponsors and their accounts; tier 1 accounts without one (rows 2, 61)."""

    loads: tuple[SponsorLoad, ...]  # the most accounts first
    tier1_without: tuple[AccountRef, ...]


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """Quota of one person beside the plan targets of the accounts owned (row 17)."""

    owner: Person
    quota: Figure[Decimal]  # ids of the quotas; None: none is recorded, or none could be read
    target: Figure[Decimal]  # ``of`` = (with a target, all)
    gap: Figure[Decimal]  # of target to current revenue
    accounts: tuple[AccountRef, ...]


@dataclass(frozen=True, slots=True)
class Quotas:
    """``state`` is one of ``model.org.COVERAGE_STATES``. ``others`` are quotas for other kinds of
    forecast: two kinds count the same money, so only that of the most quotas is taken."""

    year: int
    state: str
    source: str
    others: int
    lines: tuple[QuotaLine, ...]
    without: tuple[Person, ...]  # owners without a quota, where quotas could be read


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """Three parts that are never summed (row 95)."""

    account: AccountRef
    weighted: Decimal | None
    renewal: Decimal | None
    renewal_day: date | None
    pre_pipeline: Decimal | None


@dataclass(frozen=True, slots=True)
class ExpectedTotals:
    lines: tuple[ExpectedLine, ...]
    weighted: Figure[Decimal]
    renewal: Figure[Decimal]
    pre_pipeline: Figure[Decimal]


@dataclass(frozen=True, slots=True)
class AccountBlocker:
    """What is late or stands still, and who decides on it (row 23)."""

    account: AccountRef
    blocker: Blocker


@dataclass(frozen=True, slots=True)
class Due:
    """When an account's plan is due for review; of several rules the strictest (rows 18, 24)."""

    account: AccountRef
    day: date | None  # None: no rule asks for one, or when the plan was changed is not known
    reason: str
    rule: str  # tier, plays, no_plan, over, unknown, none
    owner: Person | None


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that calls for attention (``concerns``), of an account or else of ``owner``.

    ``days`` until a renewal, or since a plan was changed or due; ``n`` counts what there is and
    ``of`` what it is held against, both by kind.
    """

    kind: str
    grade: str  # act, watch, note
    account: AccountRef | None
    owner: Person | None  # who answers for it; None: nobody readable
    days: int | None
    n: int | None
    of: int | None
    detail: str  # in words, where the account itself says it
    accounts: tuple[AccountRef, ...]  # to be de-tiered
    ids: tuple[str, ...]  # of accounts, or of people of ours
    at_risk: Decimal | None = None  # the renewal's value, else the account's revenue; None: unknown
    due: date | None = None  # of a recorded task, else a proposal
    unknown: int = 0  # so many more are neither in ``n`` nor in ``of``


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that is so on purpose, as ``inputs/audit.csv`` says (row 105).

    It holds from ``day`` to ``until``, both included. ``source`` is the file and its line.
    """

    account_id: str
    check: str
    note: str
    by: str
    day: date
    until: date
    source: str

    def holds(self, day: date) -> bool:
        return self.day <= day <= self.until


@dataclass(frozen=True, slots=True)
class AgreedConcern:
    """What would be a flag, and is none: somebody accepts it."""

    concern: Concern
    acceptance: Acceptance


@dataclass(frozen=True, slots=True)
class Aim:
    """The accounts' targets together (row 77). ``of`` of each figure is (known, all)."""

    end: date  # of the fiscal year whose targets they are
    revenue: Figure[Decimal]  # of the accounts with a target
    target: Figure[Decimal]
    to_go: Figure[Decimal]
    in_time: Decimal  # of the plays ahead that close by ``end``, as far as they have a value


@dataclass(frozen=True, slots=True)
class Portfolio:
    """``count`` accounts as of a day; every figure is of these alone."""

    currency: str
    as_of: date
    count: int
    plans_each: tuple[int, int]  # so many tier 1 plans one person keeps: least, most (row 11)
    ranks: tuple[Rank, ...]  # by account name
    pareto: Pareto
    owners: tuple[OwnerLoad, ...]  # the most tier 1 plans first
    coverage: Coverage
    growth: Growth
    thresholds: tuple[ThresholdOption, ...]
    sponsors: Sponsors
    quotas: Quotas
    expected: ExpectedTotals
    blockers: tuple[AccountBlocker, ...]  # the oldest first
    due: tuple[Due, ...]  # the soonest first
    crowded: tuple[AccountRef, ...]  # tier 2 with more plays than a light plan holds (row 3)
    without_rate: tuple[AccountRef, ...]
    aim: Aim
    rates: tuple[tuple[str, Decimal], ...]  # currency, and what one unit of it is worth here
    concerns: tuple[Concern, ...] = ()  # the gravest first
    agreed: tuple[AgreedConcern, ...] = ()  # what would be one, in the same order
