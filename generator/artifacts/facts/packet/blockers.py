"""What blocks the plans of the packet's accounts: deals, and tasks apart (METHOD.md row 23)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.analysis.portfolio.results import AccountBlocker
from generator.artifacts.context import Voice
from generator.artifacts.facts.packet import PacketView


def deals(view: PacketView, _ctx: Voice) -> list[dict[str, Any]]:
    """Deals that are late or stand still, the largest first; those of unknown amount come last,
    in the order of the portfolio: the oldest first."""
    amounts = _amounts(view)
    rows = [
        _row(row) | {"amount": amounts.get(row.blocker.ids[0])} for row in _of_kind(view, "deal")
    ]
    return sorted(rows, key=lambda row: (row["amount"] is None, -(row["amount"] or 0)))


def tasks(view: PacketView, _ctx: Voice) -> list[dict[str, Any]]:
    """Tasks that are late, the oldest first."""
    return [_row(row) for row in _of_kind(view, "task")]


def _of_kind(view: PacketView, kind: str) -> list[AccountBlocker]:
    return [row for row in view.packet.portfolio.blockers if row.blocker.kind == kind]


def _amounts(view: PacketView) -> dict[str, Decimal]:
    """By deal, in the portfolio's currency; without those whose amount or rate is unknown."""
    rates = dict(view.packet.portfolio.rates)
    return {
        deal.id: deal.amount * rates[account.currency]
        for account in view.accounts
        if account.currency in rates
        for deal in account.performance.deals
        if deal.amount is not None
    }


def _row(row: AccountBlocker) -> dict[str, Any]:
    found = row.blocker
    return {
        "days": found.days,
        "account": row.account.name,
        "name": found.name,
        "why": found.why,
        "owner": found.owner.name if found.owner else None,
        "escalate_to": found.escalate_to.name if found.escalate_to else None,
        "ids": found.ids,
    }
