"""The six weeks of planning in the packet, and the reviews with customers (METHOD.md row 15)."""

from __future__ import annotations

from typing import Any

from generator.analysis.rollups.calendar import ReviewRow
from generator.artifacts.context import Voice
from generator.artifacts.facts.packet import PacketView


def weeks(view: PacketView, _ctx: Voice) -> list[dict[str, Any]]:
    found = view.head.cadence
    return [
        {
            "number": week.number,
            "start": week.start,
            "end": week.end,
            "step": week.step,
            "is_current": week.number == found.week,
            "ids": view.head.accounts,
        }
        for week in found.weeks
    ]


def reviews(view: PacketView, _ctx: Voice) -> tuple[ReviewRow, ...]:
    return view.calendar.reviews
