"""What became of lost deals, and what they stood on: one value a deal, and all together (row 116).

Money of a deal is in its account's currency, ``LostDeal.worth`` and all sums in that of the head.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import Deal, DealTotal, Person
from generator.analysis.rollups.head import Head
from generator.analysis.settle import RENEWAL
from generator.model.org import FiscalQuarter

DUE = ("overdue", "this_quarter", "next_quarter", "later", "none")
"""When a lost deal is to be taken up again, in the order in which the deals are told. ``none``: it
was taken up, or lost again."""


@dataclass(frozen=True, slots=True)
class LostPerson:
    """Somebody with a role on the deal, then and now. ``title_then`` and ``strength_then`` are of
    the day the deal was lost, as far as the contact's history or the role itself tells, else None.
    """

    id: str
    name: str
    role: str | None  # canonical
    stated_role: str | None
    is_primary: bool
    title_then: str | None
    title_now: str | None
    other_unit: str | None  # the division now, where it is not the deal's
    strength_then: int | None
    strength_now: int | None
    strength_source: str | None  # stated, inferred
    has_left: bool
    last_touch: date | None
    ids: tuple[str, ...]

    @property
    def has_new_title(self) -> bool:
        return self.title_then is not None and self.title_then != self.title_now


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody of the division whom no record knows before the deal was lost."""

    id: str
    name: str
    title: str | None
    since: date
    sign: str  # relation, moved, touch, deal: the first record that speaks of it
    leads: bool  # by title somebody who decides
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LostRival:
    """A rival named on the deal, with what is recorded there; else what is on other deals."""

    name: str
    strengths: str | None
    weaknesses: str | None
    our_advantage: str | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThenNow:
    """What the customer's performance was when the deal was lost, and what it is.

    ``kind``: kpi (the customer's own, ``name``, in ``unit``), cases (opened in the division in the
    90 days before), products (of ours, owned in the division), health and revenue (of the account,
    known of then only from a snapshot kept at the time). ``trend``: nearer or further (of a KPI's
    target), up, down, same; None where one of the two is unknown.
    """

    kind: str
    name: str | None
    unit: str | None
    then: Decimal | str | None
    then_day: date | None
    now: Decimal | str | None
    now_day: date | None
    trend: str | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """How the deal stood in the last snapshot kept before it was lost."""

    day: date
    stage: str
    amount: Decimal | None
    close_date: date
    next_step: str | None


@dataclass(frozen=True, slots=True)
class LaterDeal:
    """A deal of the same division that closed, or is open, after the loss."""

    id: str
    name: str
    state: str  # won, lost, open
    kind: str
    stage: str
    amount: Decimal | None
    close_date: date
    is_same: bool  # it is about a product of the lost deal
    is_new: bool  # it was created after the loss: one that ran beside it answers no loss


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the deal.

    ``state``: won_back (won anew, or owned since, and in place), won (won anew, and not in place),
    pursued (an open deal), planned (a play), lost_again, none. ``name`` and ``day`` are of the deal
    or play that says so; of a product owned since without a deal, the product and its first day.
    """

    state: str
    name: str | None = None
    day: date | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """The first step proposed. ``kind`` names its sentence; ``person`` is whom it goes to."""

    kind: str
    person: Person | None
    owner: Person | None
    about: str | None  # the rival, or the deal or play that carries it on
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LostDeal:
    """A lost opportunity as it stood, and what is known of it now."""

    account: AccountRef
    currency: str
    deal: Deal
    before: Before | None
    worth: Decimal | None  # the amount in the currency of the set, by the rate of its close date
    is_without_rate: bool  # it has an amount, in a currency without a rate to the set's
    quarter: FiscalQuarter  # in which it was lost
    is_owner_active: bool
    pushes: int | None  # how often its close date was moved
    rivals: tuple[LostRival, ...]
    people: tuple[LostPerson, ...]
    newcomers: tuple[Newcomer, ...]
    newcomers_known: bool  # whether the records reach back far enough to tell who is new
    measures: tuple[ThenNow, ...]
    later: tuple[LaterDeal, ...]
    outcome: Outcome
    again: FiscalQuarter  # the quarter on whose first day it is to be taken up again
    due: str  # one of DUE
    by: date | None  # the day by which to have taken it up; None where it is not due
    step: Step
    ids: tuple[str, ...]
    page: int | None = None  # which page of the document is its own; None: it is in the list alone

    @property
    def id(self) -> str:
        return self.deal.id

    @property
    def is_renewal(self) -> bool:
        """What was lost is what the customer had: churn."""
        return self.deal.kind == RENEWAL

    @property
    def again_on(self) -> date:
        return self.again.start

    @property
    def days_open(self) -> int | None:
        created = self.deal.created
        return (self.deal.close_date - created).days if created else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Lost deals of one reason, rival or due time; ``name`` None: not recorded."""

    name: str | None
    total: DealTotal


@dataclass(frozen=True, slots=True)
class LostDeals:
    """The lost deals of a set of accounts: those due first, then by worth."""

    head: Head
    quarters: int  # after so many fiscal quarters a lost deal is taken up again
    deals: tuple[LostDeal, ...]
    total: DealTotal
    renewals: DealTotal
    due: tuple[Tally, ...]  # by DUE, all five
    reasons: tuple[Tally, ...]  # the most frequent first
    rivals: tuple[Tally, ...]  # likewise; those without one are not among them
    unopposed: DealTotal  # deals that name no rival
    won_back: DealTotal
    without_rate: tuple[str, ...]  # accounts with a deal whose amount is in no sum
