"""What is due before the renewal, what grows beside it, and how earlier terms were renewed."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator.analysis.results import (
    ContractHistory,
    ContractTerm,
    Figure,
    Gate,
    PlayRow,
    Renewal,
)
from generator.artifacts.context import Facts
from generator.artifacts.facts.record import empty, was_read


def renewal_day(renewal: Renewal, ctx: Facts) -> Figure[date]:
    """When it is due; for a customer by what is signed or stated, never by our opportunities."""
    return renewal.agreed if ctx.is_customer else renewal.day


def notice_is_past(renewal: Renewal, ctx: Facts) -> bool | None:
    last = renewal.notice_by
    return None if last is None else last < ctx.account.period.as_of


def milestones(renewal: Renewal, ctx: Facts) -> list[dict[str, Any]]:
    """One row for each gate before the renewal; none where its date is unknown."""
    return [_milestone(gate, ctx) for gate in renewal.gates]


def _milestone(gate: Gate, ctx: Facts) -> dict[str, Any]:
    return {
        "days_before": gate.days_before,
        "date": gate.day,
        "name": ctx.label("milestone", str(gate.days_before)),
        "is_past": gate.day < ctx.account.period.as_of,
        "state": gate.state,
        "state_label": ctx.label("gate", gate.state),
        "finding": _finding(gate, ctx),
        "owner": gate.owner.name if gate.owner else None,
        "ids": gate.ids,
    }


def _finding(gate: Gate, ctx: Facts) -> str | None:
    if gate.finding is None:
        return None
    known = {"name": gate.person and gate.person.name, "date": ctx.formats.date(gate.on)}
    return ctx.say(f"gate.{gate.finding}", n=gate.late, **{k: v for k, v in known.items() if v})


def plays_beside(renewal: Renewal, ctx: Facts) -> list[PlayRow]:
    """Plays that shall close by then and are not won yet (METHOD.md row 92)."""
    day = renewal.day.value
    if day is None:
        return []
    rows = (row for row in ctx.account.plays if row.is_ahead and row.close_date)
    return [row for row in rows if row.close_date and row.close_date <= day]


def renewed_label(term: ContractTerm, ctx: Facts) -> str | None:
    if term.renewed is None:
        return None
    return ctx.say(f"renewed.{term.renewed}", n=abs(term.renewed_days or 0))


def history_line(history: ContractHistory, ctx: Facts) -> str | None:
    """How many terms ended, and what followed; parts of none are not said."""
    if not history.ended:
        unread = not was_read("contracts", ctx)
        return empty("contracts")(ctx.account.coverage, ctx) if unread else None
    counts = {name: getattr(history, name) for name in ("on_time", "early", "late", "lapsed")}
    parts = [ctx.say(f"history.{name}", n=n) for name, n in counts.items() if n]
    return ctx.say("history.line", n=history.ended, parts=", ".join(part for part in parts if part))
