"""The manager's packet: the accounts of a set, worst first (METHOD.md rows 99, 100, 102, 103, 117).

A manager who never opens the CRM runs the review of an hour from its printout. An account of tier 1
or 2 has a page of its own, one of tier 3 a line: it is managed by motion (row 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from generator.analysis.options import Options
from generator.analysis.portfolio.concerns import GRADES
from generator.analysis.portfolio.members import PLANNED, has_plan, ref_of
from generator.analysis.portfolio.results import Portfolio
from generator.analysis.results import AnalysedAccount
from generator.analysis.rollups.head import Head
from generator.analysis.rollups.packet.results import MotionLine, Packet, PacketPage, Trigger
from generator.analysis.rollups.packet.triggers import triggers
from generator.model.org import could_read

__all__ = ["MotionLine", "Packet", "PacketPage", "Trigger", "packet"]


def packet(
    accounts: Sequence[AnalysedAccount],
    portfolio: Portfolio,
    head: Head,
    options: Options = Options(),
) -> Packet:
    """``accounts`` by name; ``portfolio`` and ``head`` are of the same ones."""
    pages = [_page(account, portfolio, options) for account in accounts if _is_planned(account)]
    return Packet(
        head=head,
        portfolio=portfolio,
        plans=_plans(accounts),
        pages=tuple(sorted(pages, key=_worst)),
        motion=tuple(_line(account) for account in accounts if not _is_planned(account)),
    )


def _plans(accounts: Sequence[AnalysedAccount]) -> int | None:
    if not all(could_read(account.coverage, "plans") for account in accounts):
        return None
    return sum(has_plan(account) for account in accounts)


def _is_planned(account: AnalysedAccount) -> bool:
    return account.profile.tier in PLANNED


def _page(account: AnalysedAccount, portfolio: Portfolio, options: Options) -> PacketPage:
    own = [
        row for row in portfolio.concerns if row.account and row.account.id == account.profile.id
    ]
    return PacketPage(
        account=ref_of(account),
        tier=account.profile.tier,
        concerns=tuple(own),
        agreed=tuple(
            row
            for row in portfolio.agreed
            if row.concern.account and row.concern.account.id == account.profile.id
        ),
        triggers=triggers(account, options.renewal_red_days),
        renewal_days=account.renewal.days,
    )


_FAR = 100_000
"""Days: later than any renewal that is known."""


def _worst(page: PacketPage) -> tuple[int, Decimal, int, str]:
    """The gravest flag's grade, then the most money at risk by a flag of that grade, in the
    portfolio's currency, then the nearest renewal, then the name: the order that the packet
    states. A renewal that is overdue is nearer than any to come."""
    grade = min((GRADES.index(row.grade) for row in page.concerns), default=len(GRADES))
    worst = [row for row in page.concerns if GRADES.index(row.grade) == grade]
    return (
        grade,
        -max((row.at_risk or Decimal(0) for row in worst), default=Decimal(0)),
        _FAR if page.renewal_days is None else page.renewal_days,
        page.account.name.casefold(),
    )


def _line(account: AnalysedAccount) -> MotionLine:
    return MotionLine(
        account=ref_of(account),
        owner=account.profile.owner,
        renewal=account.renewal.day.value,
        renewal_days=account.renewal.days,
        playbook=account.profile.playbook,
        ids=(account.profile.id, *account.renewal.day.ids),
    )
