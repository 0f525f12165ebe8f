"""One account of a portfolio, its money in the portfolio's currency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.money import Money, total
from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import AnalysedAccount, Figure, Person, Stakeholder
from generator.analysis.words import is_closed_plan


@dataclass(frozen=True, slots=True)
class Member:
    """``money`` converts into the portfolio's currency."""

    account: AnalysedAccount
    money: Money

    @property
    def ref(self) -> AccountRef:
        return ref_of(self.account)

    @property
    def tier(self) -> int:
        return self.account.profile.tier

    @property
    def owner(self) -> Person | None:
        return self.account.profile.owner

    @property
    def plan_owner(self) -> Person | None:
        return plan_owner(self.account)

    @property
    def has_plan(self) -> bool:
        return has_plan(self.account)

    @property
    def plan_over(self) -> date | None:
        return plan_over(self.account)

    @property
    def plan_age(self) -> int | None:
        return plan_age(self.account)

    def touched_since(self, day: date) -> bool | None:
        return plan_touched_since(self.account, day)

    @property
    def revenue(self) -> Decimal | None:
        return self.convert(self.account.revenue.current)

    @property
    def potential(self) -> Decimal | None:
        return self.convert(self.account.profile.potential)

    def convert(self, figure: Figure[Decimal]) -> Decimal | None:
        return self.money.convert(figure.value, self.account.currency)


def ref_of(account: AnalysedAccount) -> AccountRef:
    return AccountRef(account.profile.id, account.profile.name)


def plan_owner(account: AnalysedAccount) -> Person | None:
    """The plan's, else the account's (METHOD.md row 11)."""
    return account.plan.owner or account.profile.owner


def decides(account: AnalysedAccount) -> Person | None:
    """Who decides what the account's owner cannot, as who is its sponsor (rows 2, 61): the owner's
    manager, else the owner."""
    return account.profile.owner_manager or account.profile.owner


def economic_buyers(account: AnalysedAccount) -> tuple[Stakeholder, ...]:
    """Those who are there still (rows 49, 53)."""
    people = account.relationships.contacts
    return tuple(row for row in people if ECONOMIC_BUYER in row.roles and not row.has_left)


ECONOMIC_BUYER = "economic_buyer"
YEAR_DAYS = 365
"""The customer confirms the goals, and our sponsor is seen, at least so often (rows 61, 104)."""


def reviews_known(account: AnalysedAccount) -> bool:
    """Whether records can show a review with the customer (row 104): one is on record, activities
    could be read, or the account has a readable field for the last one."""
    found = account.customer_reviews
    return found.last is not None or found.is_known or keeps(account, "account.last_review")


PLANNED = (1, 2)
"""The tiers that have a plan of their own (METHOD.md rows 2, 3, 4)."""


def has_plan(account: AnalysedAccount) -> bool:
    """Whether the account has a plan that nobody has closed, be its dates as they may."""
    plan = account.plan
    return plan.id is not None and not is_closed_plan(plan.status)


def plan_over(account: AnalysedAccount) -> date | None:
    """The day before as-of on which its plan ended that nobody has closed; None where it holds, and
    where there is none: such a plan is told apart, and covers no account (row 5)."""
    end = account.plan.end
    return end if end is not None and end < account.period.as_of and has_plan(account) else None


def plan_age(account: AnalysedAccount) -> int | None:
    """Days since a person last changed its plan (row 106); None without an open one, and where that
    is not known."""
    return account.plan.age_days if has_plan(account) else None


def plan_touched_since(account: AnalysedAccount, day: date) -> bool | None:
    """Whether a person changed its plan on ``day`` or after. One change that is on record proves
    it. None where a later edit, or a program's, may hide one (``plan_edits``)."""
    plan = account.plan
    if plan.last_known is not None and plan.last_known >= day:
        return True
    is_hidden = plan.changed_by_program is not None and plan.changed_by_program >= day
    return None if plan.changed is None or is_hidden else False


def keeps(account: AnalysedAccount, *fields: str) -> bool:
    """Whether the CRM has a readable place for one of the model's fields, or nobody said which it
    has: one that is nowhere is blank in every account, and says nothing of one."""
    read = {name for name, _ in account.sources}
    return not read or any(field in read for field in fields)


def sum_of(
    members: Iterable[Member], figure: Callable[[Member], Figure[Decimal]], note: str
) -> Figure[Decimal]:
    """The figure over all members that know it; ``of`` is (known, all), ``ids`` the accounts."""
    parts = [(member.ref.id, member.convert(figure(member))) for member in members]
    return total(parts, note=note, always_of=True)


def refs(members: Iterable[Member]) -> tuple[AccountRef, ...]:
    return tuple(member.ref for member in members)


def by_name(members: Iterable[Member]) -> list[Member]:
    return sorted(members, key=lambda member: (member.ref.name.casefold(), member.ref.id))


def largest_first(
    members: Iterable[Member], value: Callable[[Member], Decimal | None]
) -> list[Member]:
    """Those whose value is known, the largest first; equals by name."""
    known = [(member, worth) for member in by_name(members) if (worth := value(member)) is not None]
    return [member for member, _ in sorted(known, key=lambda pair: -pair[1])]


def grouped(
    members: Sequence[Member], person: Callable[[Member], Person | None]
) -> list[tuple[Person | None, list[Member]]]:
    """The members by person, those of nobody last; people by name."""
    found: dict[str, tuple[Person | None, list[Member]]] = {}
    for member in by_name(members):
        who = person(member)
        found.setdefault(who.id if who else "", (who, []))[1].append(member)
    return sorted(
        found.values(),
        key=lambda pair: (pair[0] is None, pair[0].name if pair[0] else "", pair[1][0].ref.id),
    )
