"""The people and companies a record can be about: accounts, contacts, our team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class User:
    """A person of ours (or a queue, which can own work but answers for none)."""

    id: str
    name: str
    title: str | None = None
    email: str | None = None  # for no document: the guard looks for it in what customers get
    manager_id: str | None = None
    is_active: bool = True
    is_queue: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """A customer, or one of its divisions (an account with a parent)."""

    id: str
    name: str
    currency: str
    parent_id: str | None = None
    owner_id: str | None = None
    industry: str | None = None
    ownership: str | None = None
    employees: int | None = None
    annual_revenue: Decimal | None = None
    annual_revenue_year: int | None = None  # of which the figure speaks
    annual_revenue_source: str | None = None  # where it was read, if the CRM says
    private_equity: bool | None = None  # owned by a private equity company
    description: str | None = None
    site: str | None = None
    city: str | None = None
    country: str | None = None
    website: str | None = None
    tier: int | None = None  # 1, 2 or 3
    arr: Decimal | None = None
    arr_year_ago: Decimal | None = None
    mrr: Decimal | None = None  # a month's worth
    mrr_year_ago: Decimal | None = None
    revenue_target: Decimal | None = None
    potential: Decimal | None = None  # growth potential, a year's worth
    addressable_spend: Decimal | None = None  # all that it could spend on what we sell, a year
    market_share: Decimal | None = None  # percent of its own market that the customer holds
    growth_rate: Decimal | None = None  # percent a year by which the customer grows
    territory: str | None = None  # of ours, for territory planning
    health: str | None = None
    health_trend: str | None = None  # as the CRM states it
    value_realised: Decimal | None = None  # what our products brought it so far, as it says
    renewal_date: date | None = None
    executive_sponsor_id: str | None = None  # a User
    expansion_thesis: str | None = None
    value_proposition: str | None = None
    renewal_strategy: str | None = None
    playbook: str | None = None  # renewal and adoption playbook of a tier 3 account
    last_review: date | None = None  # last executive business review held
    region: str | None = None  # where the divisions are geographies
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class BusinessUnit:
    """A division that is a record of its own, below an account and maybe below another unit."""

    id: str
    account_id: str
    name: str
    parent_id: str | None = None  # a BusinessUnit
    country: str | None = None
    industry: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of the customer."""

    id: str
    account_id: str | None
    name: str
    title: str | None = None
    department: str | None = None
    seniority: str | None = None  # as the CRM states it, e.g. C-Level, VP, Director
    reports_to_id: str | None = None
    strength: int | None = None  # stated: 0 no relationship .. 4 strong advocate
    influence: str | None = None  # stated: low, medium, high
    role: str | None = None  # stated buying role, canonical (see BUYING_ROLES)
    email_bounced: bool | None = None
    email_bounced_on: date | None = None
    region: str | None = None  # where the divisions are geographies
    business_unit_id: str | None = None  # where the divisions are records of their own
    created: date | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Logo:
    """A company's sign: of the ``account`` or of the ``vendor``, us."""

    id: str  # the file it was read from
    of: str
    data: str  # PNG or JPEG, in base64


BUYING_ROLES = (
    "economic_buyer",
    "decision_maker",
    "champion",
    "coach",
    "blocker",
    "influencer",
    "user",
)
"""Canonical buying roles, strongest claim first (METHOD.md row 49).

Who blocks is more than an influencer or a user: many picklists offer no blocker, so that the same
person is called an influencer in another place.
"""


@dataclass(frozen=True, slots=True)
class ContactChange:
    """What the CRM's own history says that was changed about a contact (METHOD.md rows 56, 57).

    ``field`` is the contact's field in the model: title, account_id or strength. ``old`` and
    ``new`` of a strength are its levels (``"3"``), of an account its name or its id.
    """

    id: str
    contact_id: str
    field: str
    day: date
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class ContactRelation:
    """A contact's relation to an account other than, or as well as, the own one."""

    id: str
    account_id: str
    contact_id: str
    roles: tuple[str, ...] = ()  # canonical buying roles
    is_direct: bool = False
    is_active: bool = True
    start_date: date | None = None
    end_date: date | None = None


@dataclass(frozen=True, slots=True)
class BuyingRole:
    """The part a contact plays in one opportunity."""

    id: str
    opportunity_id: str
    contact_id: str
    role: str | None = None  # canonical
    stated_role: str | None = None  # as the CRM states it
    is_primary: bool = False
    strength: int | None = None  # stated for this deal, as Contact.strength


@dataclass(frozen=True, slots=True)
class TeamMember:
    id: str
    account_id: str
    user_id: str
    role: str | None = None
