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
from generator.artifacts.context import Facts


def due_label(action: Action, ctx: Facts) -> str | None:
    day = ctx.formats.date(action.due)
    if not action.days_overdue:
        return day
    return ctx.say("action.late", date=day, n=action.days_overdue)


def risk_origin(risk: RiskRow, ctx: Facts) -> str | None:
    return ctx.label("risk_origin", "derived" if risk.is_derived else "recorded")


def is_ahead(row: CommitmentRow, ctx: Facts) -> bool:
    return row.state == "open" and (row.due is None or row.due >= ctx.account.period.as_of)


def lines(kind: str) -> Callable[[AnalysedAccount, Facts], list[ReviewLine]]:
    """The lines of a kind that belong to the review: an undated one always does.

    Outcomes are those of the quarter under review; what is on the roadmap lies ahead.
    """

    def belongs(line: ReviewLine, period: Period) -> bool:
        if line.day is None:
            return True
        if kind == "outcome":
            return period.quarter.start <= line.day <= period.quarter.end
        return kind != "roadmap" or line.day >= period.as_of

    return lambda account, ctx: [
        line for line in account.review_lines if line.kind == kind and belongs(line, account.period)
    ]
