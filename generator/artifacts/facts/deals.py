"""Deals by state, reasons of losses, failed expansions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from generator.analysis.performance import NO_REASON
from generator.analysis.results import Deal, Performance, TimelineQuarter
from generator.artifacts.context import Facts


def of_state(state: str) -> Callable[[Performance, Facts], list[Deal]]:
    return lambda performance, ctx: [deal for deal in performance.deals if deal.state == state]


def short_quarter(row: TimelineQuarter, ctx: Facts) -> str | None:
    """``Q4 26``: eighteen of them stand side by side."""
    if row.quarter is None:
        return ctx.say("quarter.later")
    year = f"{row.quarter.year % 100:02d}"
    return ctx.say("quarter.short", number=str(row.quarter.number), year=year)


def failed_expansions(performance: Performance, _ctx: Facts) -> list[Deal]:
    """METHOD.md row 36: a failed expansion teaches more than a lost first sale."""
    return [d for d in performance.deals if d.state == "lost" and d.kind == "expansion"]


def lead_sources(performance: Performance, _ctx: Facts) -> list[dict[str, Any]]:
    """METHOD.md row 94: what marketing and others brought, of the open deals that name it."""
    named = [(d.lead_source, d.id) for d in performance.deals if d.state == "open" if d.lead_source]
    counts = Counter(source for source, _ in named)
    return [
        {
            "source": source,
            "count": count,
            "ids": tuple(sorted(deal_id for name, deal_id in named if name == source)),
        }
        for source, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def decided(performance: Performance, _ctx: Facts) -> int:
    return performance.won.count + performance.lost.count


def loss_reasons(performance: Performance, _ctx: Facts) -> list[dict[str, Any]]:
    lost = [(d.loss_reason or NO_REASON, d.id) for d in performance.deals if d.state == "lost"]
    return [
        {
            "reason": reason,
            "count": count,
            "amount": amount,
            "ids": tuple(sorted(deal_id for stated, deal_id in lost if stated == reason)),
        }
        for reason, count, amount in performance.lost_reasons
    ]
