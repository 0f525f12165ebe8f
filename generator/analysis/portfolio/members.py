"""One account of a portfolio, its money in the portfolio's currency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from generator.analysis.money import Money, total
from generator.analysis.portfolio.results import AccountRef
from generator.analysis.results import AnalysedAccount, Figure, Person
from generator.analysis.words import CLOSED_PLAN, canonical


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
    def touched(self) -> date | None:
        return plan_touched(self.account)

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


def has_plan(account: AnalysedAccount) -> bool:
    """Whether the account has a plan that nobody has closed."""
    plan = account.plan
    return plan.id is not None and canonical(plan.status) not in CLOSED_PLAN


def plan_touched(account: AnalysedAccount) -> date | None:
    """When its plan was last changed; None without a plan, and where that is not known."""
    age = account.plan.age_days
    return None if age is None else account.period.as_of - timedelta(days=age)


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
