"""What several accounts say together: pure functions over analysed accounts (decision 0019).

Nothing here goes into one account's documents: those depend on that account alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from generator.analysis.money import money_for
from generator.analysis.options import Options
from generator.analysis.portfolio import cadence, people, standing
from generator.analysis.portfolio.concerns import concerns
from generator.analysis.portfolio.expected import expected_totals
from generator.analysis.portfolio.growth import growth
from generator.analysis.portfolio.members import Member, by_name, refs
from generator.analysis.portfolio.people import QuotaFacts
from generator.analysis.portfolio.results import Portfolio
from generator.analysis.results import AnalysedAccount
from generator.model.org import FiscalCalendar, FiscalQuarter, Org

__all__ = ["Portfolio", "QuotaFacts", "planning_window", "portfolio"]


def portfolio(
    accounts: Iterable[AnalysedAccount],
    org: Org,
    window: FiscalQuarter,
    quotas: QuotaFacts,
    options: Options = Options(),
) -> Portfolio:
    """The accounts together, their money in the org's corporate currency.

    ``window`` is the quarter in which plans are made (``planning_window``). ValueError for no
    account at all.
    """
    found = list(accounts)
    if not found:
        raise ValueError("a portfolio has at least one account")
    as_of = found[0].period.as_of
    money = money_for(org, org.currency, as_of)
    members = by_name(Member(account, money) for account in found)
    whole = Portfolio(
        currency=org.currency,
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
        without_rate=refs(m for m in members if not money.knows(m.account.currency)),
    )
    return replace(whole, concerns=concerns(members, whole, options))


def planning_window(fiscal: FiscalCalendar, as_of: date, number: int) -> FiscalQuarter:
    """The last quarter ``number`` of a fiscal year that has begun by as-of (row 14)."""
    quarter = fiscal.quarter_of(as_of)
    return fiscal.shift(quarter, -((quarter.number - number) % 4))
