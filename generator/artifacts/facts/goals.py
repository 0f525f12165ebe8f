"""Customer priorities and goals."""

from __future__ import annotations

from typing import Any

from generator.analysis.results import CustomerPriority, GoalMeasure
from generator.artifacts.context import Facts


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


def stated(priority: CustomerPriority, ctx: Facts) -> str | None:
    """Who, where, when: the source line that every priority must have (METHOD.md row 42)."""
    who = priority.stated_by.name if priority.stated_by else None
    when = ctx.formats.date(priority.stated_on)
    return ", ".join(part for part in (who, priority.stated_where, when) if part) or None


def is_shareable(measure: GoalMeasure) -> bool:
    """A money measure is our target for growing the customer's spend: never shown to it."""
    return measure.unit != "currency"
