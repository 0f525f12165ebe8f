"""What several accounts say together, for programs: ``accounts --json`` under ``portfolio``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.analysis.portfolio import Portfolio
from generator.analysis.results import AnalysedAccount
from generator.artifacts.facts.flags import flags
from generator.artifacts.phrases import load_phrases
from generator.artifacts.show import account_row
from generator.formats import Formats
from generator.model import codec


def portfolio_values(portfolio: Portfolio, scope: str, *, is_selection: bool) -> dict[str, Any]:
    """All of it as plain values: money as strings in ``currency``, days ISO, unknown is null.

    Figures are ``{value, ids, note, of}``; ``scope`` says of which accounts they are.
    """
    values: dict[str, Any] = codec.encode(portfolio)
    found = [codec.encode(flag) for flag in flags(portfolio, load_phrases(), Formats())]
    return {"scope": scope, "is_selection": is_selection, **values, "flags": found}


def account_rows(accounts: Sequence[AnalysedAccount], portfolio: Portfolio) -> list[dict[str, Any]]:
    """One row for each account: its inputs and due day. It depends on that account alone; its ranks
    are in ``portfolio.ranks``."""
    due = {row.account.id: row for row in portfolio.due}
    rows = []
    for account in accounts:
        next_due = due[account.profile.id]
        day = next_due.day.isoformat() if next_due.day else None
        rows.append(account_row(account) | {"due": day, "due_reason": next_due.reason})
    return rows
