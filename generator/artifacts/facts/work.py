"""Actions, risks, promises and review lines."""

from __future__ import annotations

from collections.abc import Callable

from generator.analysis.results import (
    Action,
    AnalysedAccount,
    CommitmentRow,
    Period,
    ReviewLine,
    RiskRow,
)
from generator.analysis.review import turn
from generator.artifacts.context import Facts


def due_label(action: Action, ctx: Facts) -> str | None:
    day = ctx.formats.date(action.due)
    if not action.days_overdue:
        return day
    return ctx.say("action.late", date=day, n=action.days_overdue)


def link(action: Action, _ctx: Facts) -> str | None:
    """METHOD.md rows 80, 87: what a task is for, as near as the CRM says it."""
    return action.play or action.goal or action.serves


def risk_origin(risk: RiskRow, ctx: Facts) -> str | None:
    return ctx.label("risk_origin", "derived" if risk.is_derived else "recorded")


def is_ahead(row: CommitmentRow, ctx: Facts) -> bool:
    return row.state == "open" and (row.due is None or row.due >= ctx.account.period.as_of)


def lines(kind: str) -> Callable[[AnalysedAccount, Facts], list[ReviewLine]]:
    """The lines of a kind that belong to the review: an undated one always does.

    Outcomes are those of the quarter under review; what is on the roadmap lies ahead. For a
    customer the day and the rank choose and sort only where they are declared: an order and a count
    would tell.
    """

    def found(account: AnalysedAccount, ctx: Facts) -> list[ReviewLine]:
        dated = _knows(ctx, "review_item.day")
        ranked = _knows(ctx, "priority.rank", "review_item.priority_id")
        rows = [line for line in account.review_lines if line.kind == kind]
        if dated:
            rows = [line for line in rows if _belongs(line, account.period)]
        return sorted(rows, key=lambda line: turn(line, by_day=dated, by_rank=ranked))

    return found


def _knows(ctx: Facts, *fields: str) -> bool:
    """Whether the reader may know what stands in these fields of the model."""
    return not ctx.is_customer or set(ctx.account.declared_safe).issuperset(fields)


def _belongs(line: ReviewLine, period: Period) -> bool:
    if line.day is None:
        return True
    if line.kind == "outcome":
        return period.quarter.start <= line.day <= period.quarter.end
    return line.kind != "roadmap" or line.day >= period.as_of
