"""Who the customer is, what it pays, owns and buys: profile, revenue, renewal, deals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.results.basics import Figure, Person, Unit
from generator.model.org import FiscalQuarter


@dataclass(frozen=True, slots=True)
class Profile:
    id: str
    name: str
    tier: int  # 1, 2, 3
    tier_source: str  # where the tier was read, or how it was computed
    segment: str | None  # strategic, land_expand, retention, motion; None: potential unknown
    segment_reason: str  # both values, both thresholds, and where the potential comes from
    revenue_threshold: Decimal | None  # current revenue is high from here on (METHOD.md row 7)
    potential_threshold: Decimal | None  # growth potential likewise; None: no exchange rate
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
    addressable_spend: Decimal | None  # all it could spend on what we sell, a year
    share_of_spend: Decimal | None  # percent of it that comes to us
    market_share: Decimal | None  # percent: the customer's of its own market
    growth_rate: Decimal | None  # percent a year: the customer's own
    territory: str | None
    products_owned: Figure[int]  # distinct products (METHOD.md row 9)
    expansion_thesis: str | None
    value_proposition: str | None
    expansion_thesis_file: str | None  # the file it was read from, and its day; None: the CRM
    value_proposition_file: str | None
    playbook: str | None
    units: tuple[Unit, ...]  # the account first, then depth first by name
    customer_since: date | None  # earliest contract, asset or won opportunity
    customer_note: str  # what that day stands on, and how far back was read
    last_review: date | None
    private_equity: bool | None = None  # owned by a private equity company
    annual_revenue_year: int | None = None
    annual_revenue_source: str | None = None  # as the CRM states it, else the field it is in
    places: tuple[Place, ...] = ()  # where the divisions are, most first
    lifetime: Lifetime | None = None
    health_trend: str | None = None  # as the CRM states it


@dataclass(frozen=True, slots=True)
class Place:
    """The divisions of one country (METHOD.md row 41)."""

    country: str | None  # None: not recorded
    divisions: int
    largest: tuple[tuple[str, str | None, int | None], ...]  # name, site or city, employees
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lifetime:
    """What the customer paid in its time with us, beside what it gained (METHOD.md row 47)."""

    years: Decimal | None  # as a customer, to one decimal
    paid: Figure[Decimal]
    gained: Figure[Decimal]
    is_rescue: bool | None  # it paid more than it gained
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A warning beside current revenue (row 27): what it was held against (``growth``: ARR a year
    ago and what was won since, ``won``: all deals of twelve months, ``as_read``: not computable),
    what that comes to, in the account's currency, and how far apart they are, in percent."""

    kind: str
    expected: Decimal | None = None
    apart: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Revenue:
    current: Figure[Decimal]
    target: Figure[Decimal]
    gap: Figure[Decimal]  # target - current
    year_ago: Figure[Decimal]
    source: str  # the rung of the ladder that ``current`` stands on (SALESFORCE.md 3.1)
    reconciliation: Reconciliation | None  # where closed-won differs by more than 10 percent
    is_as_read: bool = False  # ``current`` is of the day it was read on, which is after as-of


@dataclass(frozen=True, slots=True)
class RenewalOption:
    """A date that one source gives for the next renewal."""

    day: date
    source: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineQuarter:
    """Deals of a fiscal quarter by close date; ``quarter`` None: all that is expected later."""

    quarter: FiscalQuarter | None
    won: int
    lost: int
    open: int
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
    unit_ids: tuple[str, ...] = ()  # their account ids
    agreed: Figure[date] = Figure(None)  # as ``day``, by what is signed: no opportunity of ours
    notice_by: date | None = None  # the last day on which the contract lets notice be given
    notice_missed: bool | None = None  # it has passed, and the contract does not renew
    contract_id: str | None = None  # whose notice it is
    reminder_days: int | None = None  # our own CRM's reminder, no term of the contract
    gates: tuple[Gate, ...] = ()
    has_strategy: bool | None = None  # how it is won is recorded; None: no place for it
    concerns: tuple[str, ...] = ()  # past, near, deal_past, conflict, no_strategy: not in hand

    @property
    def term_end(self) -> date | None:
        """The day by what is signed, where our own opportunity gives another one (row 29)."""
        return self.agreed.value if self.agreed.value != self.day.value else None


@dataclass(frozen=True, slots=True)
class Gate:
    """What is due so many days before the renewal, and what the records show of it."""

    days_before: int
    day: date
    state: str  # done, missed, unseen (no record can show it), ahead
    finding: str | None  # which sentence says why
    on: date | None
    person: Person | None  # of the customer
    late: int  # days after its day that it was done
    owner: Person | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContractTerm:
    id: str
    number: str | None
    unit: str
    start: date | None
    end: date | None
    term_months: int | None
    status: str | None
    renewed: str | None = None  # on_time, early, late, lapsed; None: it runs, or never began
    renewed_days: int | None = None  # from its end to the day of the renewal, before it negative


@dataclass(frozen=True, slots=True)
class ContractHistory:
    """Terms that came to their end, or were renewed before it (METHOD.md row 30)."""

    ended: int
    on_time: int
    early: int
    late: int
    lapsed: int
    ids: tuple[str, ...]


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
    licensed: Decimal | None = None  # as a file says, where the CRM has no quantity
    used_on: date | None = None  # day of the file's figures of use; None: they are the CRM's
    used_source: str = ""  # the file that gave them
    used_ids: tuple[str, ...] = ()  # its rows
    named_by: str = "product.name"  # of rules.PRODUCT_NAMES; "": ``product`` is a record's id

    @property
    def kind(self) -> str:
        """What tells it from other products: the product's id; where it has none, its name."""
        return self.product_id or self.product

    @property
    def seats(self) -> Decimal | None:
        """How many may use it: the CRM's quantity, else the licences that a file names."""
        return self.licensed if self.quantity is None else self.quantity


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
    primary_contact: Person | None = None
    lead_source: str | None = None
    score: Decimal | None = None  # of a deal scorecard
    stalled: bool = False  # overdue, too long in its stage, or pushed too often (row 23)


@dataclass(frozen=True, slots=True)
class DealTotal:
    count: int
    amount: Figure[Decimal]  # ``of`` = (with an amount, all)


@dataclass(frozen=True, slots=True)
class Expected:
    """What may come of the account, in three parts that are never summed (METHOD.md row 95)."""

    weighted: Figure[
        Decimal
    ]  # open deals but renewals, amount x probability; ``of`` = (known, all)
    renewal: Figure[Decimal]  # value of the next renewal
    pre_pipeline: Figure[Decimal]  # white space with a value and no opportunity


@dataclass(frozen=True, slots=True)
class QuarterResult:
    quarter: FiscalQuarter
    won: Decimal | None  # None: some were won, and no amount is known
    won_count: int
    lost: Decimal | None
    lost_count: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindTotals:
    """Deals of one kind by what became of them (METHOD.md row 36)."""

    kind: str  # new, expansion, renewal, other
    won: DealTotal
    lost: DealTotal
    open: DealTotal
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
    kinds: tuple[KindTotals, ...] = ()  # those that there are
