"""What several accounts say together, for programs: ``accounts --json`` under ``portfolio``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from generator.analysis.portfolio import Portfolio
from generator.analysis.results import AnalysedAccount
from generator.artifacts.portfolio.flags import flags
from generator.artifacts.show import account_row
from generator.model import codec


def portfolio_values(
    accounts: Sequence[AnalysedAccount], portfolio: Portfolio, scope: str, *, is_selection: bool
) -> dict[str, Any]:
    """All of it as plain values: money as strings in ``currency``, days ISO, unknown is null.

    Figures are ``{value, ids, note, of}``; ``scope`` says of which accounts they are.
    """
    values: dict[str, Any] = codec.encode(portfolio)
    found = [asdict(flag) for flag in flags(accounts, portfolio)]
    return {"scope": scope, "is_selection": is_selection, **values, "flags": found}


def account_rows(accounts: Sequence[AnalysedAccount], portfolio: Portfolio) -> list[dict[str, Any]]:
    """One row for each account, in the order of ``portfolio.ranks``: its inputs, ranks, due day."""
    due = {row.account.id: row for row in portfolio.due}
    rows = []
    for account, rank in zip(accounts, portfolio.ranks, strict=True):
        next_due = due[account.profile.id]
        ranked = {
            "revenue_rank": rank.revenue_rank,
            "upside_rank": rank.upside_rank,
            "due": next_due.day.isoformat() if next_due.day else None,
            "due_reason": next_due.reason,
        }
        rows.append(account_row(account) | ranked)
    return rows
