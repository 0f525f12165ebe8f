"""Commitments of the review: those of the quarter, and those still to come."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator.artifacts.context import Voice

Values = dict[str, Any]


def promises(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """Commitments that were due in the quarter under review or since, and older ones still owed.

    Those still to come are the joint plan's.
    """
    start: date = values["period"]["quarter_start"]
    rows = [row for row in values["commitments"] if not row["is_ahead"]]
    recent = [
        row
        for row in rows
        if row["state"] in ("open", "late") or (row["due"] or row["done_on"] or start) >= start
    ]
    return sorted(recent, key=_by_day)


def joint_plan(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    return sorted((row for row in values["commitments"] if row["is_ahead"]), key=_by_day)


def _by_day(row: dict[str, Any]) -> tuple[date, str]:
    return (row["due"] or date.max, row["name"])


def kept(values: Values, ctx: Voice) -> int:
    return sum(1 for row in promises(values, ctx) if row["state"] == "kept")


def promised(values: Values, ctx: Voice) -> int:
    return len(promises(values, ctx))
