"""What is sold, owned and agreed: opportunities, products, assets, contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Opportunity:
    id: str
    account_id: str
    name: str
    stage: str
    close_date: date
    is_closed: bool
    is_won: bool
    currency: str
    amount: Decimal | None = None
    owner_id: str | None = None
    kind: str = "other"  # new, expansion, renewal, other
    stated_type: str | None = None
    created: date | None = None
    probability: Decimal | None = None  # percent, 0-100
    next_step: str | None = None
    loss_reason: str | None = None
    last_stage_change: date | None = None
    push_count: int | None = None
    is_top_x: bool | None = None
    strategic_value: bool | None = None  # of value to us beyond its amount (METHOD.md row 110)
    budget_confirmed: bool | None = None
    terms_accepted: bool | None = None  # reasonable terms and conditions
    worth_effort: bool | None = None  # its return on our preparation, time and effort (row 111)
    project_date: date | None = None  # by which the customer wants its own project done (row 112)
    is_rfp: bool | None = None  # a tender (row 112)
    record_type: str | None = None
    is_renewal: bool | None = None  # a flag of the CRM's, beside the kind
    start_date: date | None = None  # of what is sold; without one the close date
    term_months: int | None = None  # that the amount is for
    region: str | None = None  # where the divisions are geographies
    business_unit_id: str | None = None  # where the divisions are records of their own
    lead_source: str | None = None
    score: Decimal | None = None  # of a deal scorecard, on its own scale
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpportunityLine:
    id: str
    opportunity_id: str
    product_id: str | None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Competitor:
    """A rival of ours named on an opportunity."""

    id: str
    opportunity_id: str
    name: str
    strengths: str | None = None
    weaknesses: str | None = None
    our_advantage: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    id: str
    name: str
    family: str | None = None
    code: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Asset:
    """A product that a division owns (or that a rival has sold it, see is_competitor)."""

    id: str
    account_id: str
    product_id: str | None
    name: str
    currency: str
    quantity: Decimal | None = None
    arr: Decimal | None = None
    status: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    active_users: int | None = None
    is_competitor: bool = False
    mrr: Decimal | None = None  # a month's worth, as of today
    lifecycle_end_date: date | None = None  # of an asset whose life the CRM manages
    region: str | None = None  # where the divisions are geographies
    business_unit_id: str | None = None  # where the divisions are records of their own

    @property
    def ends(self) -> date | None:
        """The last day in place: of the usage, else of the managed life."""
        return self.end_date or self.lifecycle_end_date


@dataclass(frozen=True, slots=True)
class AssetPeriod:
    """A time in which an asset's monthly recurring revenue stayed the same, in its currency."""

    id: str
    asset_id: str
    start_date: date | None = None
    end_date: date | None = None  # inclusive; None: not known to end
    mrr: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A product that is paid for by the term. ``net_price`` is one unit's for the whole term."""

    id: str
    account_id: str
    product_id: str | None
    name: str
    currency: str
    quantity: Decimal | None = None
    net_price: Decimal | None = None
    start_date: date | None = None
    end_date: date | None = None  # inclusive
    terminated_date: date | None = None  # given up before the term's end

    @property
    def ends(self) -> date | None:
        """The last day in force."""
        days = [day for day in (self.end_date, self.terminated_date) if day is not None]
        return min(days, default=None)

    def runs(self, day: date) -> bool:
        begun = self.start_date is None or self.start_date <= day
        return begun and (self.ends is None or self.ends >= day)


@dataclass(frozen=True, slots=True)
class ServiceContract:
    """A contract over services. ``grand_total`` is for its whole term."""

    id: str
    account_id: str
    name: str
    currency: str
    grand_total: Decimal | None = None
    start_date: date | None = None
    end_date: date | None = None  # inclusive
    term_months: int | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    id: str
    account_id: str
    number: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    term_months: int | None = None
    status: str | None = None
    auto_renews: bool | None = None
    notice_days: int | None = None  # by the contract
    reminder_days: int | None = None  # before its end our own CRM reminds us: no contractual term
