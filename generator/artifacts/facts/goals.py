"""Customer priorities and goals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from generator.analysis.results import AnalysedAccount, CustomerPriority, Goal, GoalMeasure
from generator.artifacts.context import Facts
from generator.artifacts.getters import with_unit


def readings(priority: CustomerPriority, ctx: Facts) -> list[dict[str, Any]]:
    fiscal = ctx.account.period.fiscal
    return [
        {
            "date": day,
            "quarter": fiscal.quarter_of(day).label,
            "value": value,
            "ids": priority.ids,
        }
        for day, value in priority.readings
    ]


def goals(account: AnalysedAccount, ctx: Facts) -> list[Goal]:
    """For us by kind, as the analysis has them; for a customer by date, for what we call its goals
    (growth, retention) is ours, and an order would tell."""
    rows = list(account.goals)
    if not ctx.is_customer:
        return rows
    return sorted(rows, key=lambda goal: (goal.end or date.max, goal.name, goal.id))


def priorities(account: AnalysedAccount, ctx: Facts) -> list[CustomerPriority]:
    """By rank; for a customer to whom the rank is not declared, by name: an order would tell."""
    rows = list(account.priorities)
    if ctx.is_customer and "priority.rank" not in account.declared_safe:
        rows.sort(key=lambda row: (row.name.casefold(), row.id))
    return rows


def current(priority: CustomerPriority, ctx: Facts) -> Decimal | None:
    """Where it stands; for a customer only where what says so is declared safe: the priority's own
    field, or the newest reading."""
    is_safe = set(ctx.account.declared_safe).issuperset(priority.current_by)
    return priority.current if is_safe or not ctx.is_customer else None


def current_text(priority: CustomerPriority, ctx: Facts) -> str | None:
    return with_unit(current(priority, ctx), priority.unit, ctx)


def progress(priority: CustomerPriority, ctx: Facts) -> Decimal | None:
    return None if current(priority, ctx) is None else priority.progress


def stated(priority: CustomerPriority, ctx: Facts) -> str | None:
    """Who, where, when: the source line that every priority must have (METHOD.md row 42)."""
    who = priority.stated_by.name if priority.stated_by else None
    when = ctx.formats.date(priority.stated_on)
    return ", ".join(part for part in (who, priority.stated_where, when) if part) or None


SHAREABLE_UNITS = ("number", "percent")


def is_shareable(measure: GoalMeasure) -> bool:
    """A money measure is our target for growing the customer's spend: never shown to it. Nor is
    one whose unit is unknown, for it may be money."""
    return measure.unit in SHAREABLE_UNITS
