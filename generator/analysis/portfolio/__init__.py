"""What several accounts say together: pure functions over analysed accounts (decision 0019).

Nothing here goes into one account's documents: those depend on that account alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from generator.analysis.money import Money, money_for
from generator.analysis.options import Options
from generator.analysis.portfolio import cadence, people, standing
from generator.analysis.portfolio.agreed import agreed
from generator.analysis.portfolio.aim import aim
from generator.analysis.portfolio.concerns import concerns
from generator.analysis.portfolio.expected import expected_totals
from generator.analysis.portfolio.growth import growth
from generator.analysis.portfolio.members import Member, by_name, refs
from generator.analysis.portfolio.people import QuotaFacts
from generator.analysis.portfolio.results import Acceptance, Concern, Portfolio
from generator.analysis.results import AnalysedAccount
from generator.model.org import FiscalCalendar, FiscalQuarter, Org

__all__ = ["Portfolio", "QuotaFacts", "planning_window", "portfolio"]


def portfolio(
    accounts: Iterable[AnalysedAccount],
    org: Org,
    window: FiscalQuarter,
    quotas: QuotaFacts,
    options: Options = Options(),
    *,
    acceptances: Iterable[Acceptance] = (),
) -> Portfolio:
    """The accounts together, their money in the org's corporate currency.

    ``window`` is the quarter in which plans are made (``planning_window``). What one of the
    ``acceptances`` covers is no flag. ValueError for no account at all.
    """
    found = list(accounts)
    if not found:
        raise ValueError("a portfolio has at least one account")
    money = money_for(org, org.currency, found[0].period.as_of)
    members = by_name(Member(account, money) for account in found)
    whole = _together(members, money, window, quotas, options)
    return _flagged(whole, concerns(members, whole, options), acceptances)


def _together(
    members: Sequence[Member],
    money: Money,
    window: FiscalQuarter,
    quotas: QuotaFacts,
    options: Options,
) -> Portfolio:
    as_of = members[0].account.period.as_of
    return Portfolio(
        currency=money.currency,
        as_of=as_of,
        count=len(members),
        plans_each=(options.plans_least, options.plans_most),
        ranks=standing.ranks(members),
        pareto=standing.pareto(members, options.pareto_percent),
        owners=people.owner_loads(members, options),
        coverage=cadence.coverage(members, window),
        growth=growth(members, as_of, options),
        thresholds=standing.threshold_options(members),
        sponsors=people.sponsors(members),
        quotas=people.quotas(members, quotas, money),
        expected=expected_totals(members),
        blockers=cadence.blockers(members),
        due=cadence.due_list(members, options),
        crowded=cadence.crowded(members, options),
        aim=aim(members),
        rates=_rates(members, money),
        without_rate=refs(m for m in members if not money.knows(m.account.currency)),
    )


def _flagged(
    whole: Portfolio, raised: tuple[Concern, ...], acceptances: Iterable[Acceptance]
) -> Portfolio:
    """The portfolio with what is raised and nobody accepts."""
    settled = tuple(agreed(raised, acceptances, whole.as_of))
    covered = [row.concern for row in settled]
    return replace(
        whole, concerns=tuple(row for row in raised if row not in covered), agreed=settled
    )


def _rates(members: Sequence[Member], money: Money) -> tuple[tuple[str, Decimal], ...]:
    found = {m.account.currency: money.convert(Decimal(1), m.account.currency) for m in members}
    return tuple((code, rate) for code, rate in sorted(found.items()) if rate is not None)


def planning_window(fiscal: FiscalCalendar, as_of: date, number: int) -> FiscalQuarter:
    """The last quarter ``number`` of a fiscal year that has begun by as-of (row 14)."""
    quarter = fiscal.quarter_of(as_of)
    return fiscal.shift(quarter, -((quarter.number - number) % 4))
