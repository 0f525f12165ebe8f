"""Commitments of the review's quarter, still to come, still owed; deals that stand still."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator.artifacts.context import Voice

Values = dict[str, Any]
_OWED = ("open", "late")


def promises(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """Commitments that were due in the quarter under review, and older ones still owed."""
    start: date = values["period"]["quarter_start"]
    end: date = values["period"]["quarter_end"]
    rows = [
        row
        for row in values["commitments"]
        if _day(row, start) <= end and (_day(row, start) >= start or row["state"] in _OWED)
    ]
    undated = [row for row in rows if row["due"] or row["done_on"] or row["state"] != "open"]
    return sorted(undated, key=_by_day)


def joint_plan(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """Open commitments that are due in the quarter after the one under review, or undated."""
    end: date = values["period"]["quarter_end"]
    last: date = values["period"]["next_quarter_end"]
    rows = (row for row in values["commitments"] if row["state"] == "open")
    ahead = (row for row in rows if row["due"] is None or end < row["due"] <= last)
    return sorted(ahead, key=_by_day)


def _day(row: dict[str, Any], otherwise: date) -> date:
    day: date = row["due"] or row["done_on"] or otherwise
    return day


def _by_day(row: dict[str, Any]) -> tuple[date, str]:
    return (row["due"] or date.max, row["name"])


def kept(values: Values, ctx: Voice) -> int:
    return sum(1 for row in promises(values, ctx) if row["state"] == "kept")


def promised(values: Values, ctx: Voice) -> int:
    return len(promises(values, ctx))


def by_urgency(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """What is still to be done, most late first, then what is settled, the latest first."""
    rows = values["commitments"]
    owed = sorted((row for row in rows if _is_owed(row)), key=_by_day)
    settled = sorted((row for row in rows if not _is_owed(row)), key=_by_day, reverse=True)
    return [
        {
            **{name: row[name] for name in _SHOWN},
            "is_owed": _is_owed(row),
            "of": row,
        }
        for row in (*owed, *settled)
    ]


_SHOWN = ("name", "our_owner", "customer_owner", "due", "state", "state_label")


def _is_owed(row: dict[str, Any]) -> bool:
    return row["state"] in _OWED and row["done_on"] is None


def line(values: Values, ctx: Voice) -> str | None:
    """The customer's and ours together; those that it does not see on a line of their own, for
    nobody promised them to it."""
    shared = [row for row in values["commitments"] if row["is_shared"]]
    internal = [row for row in values["commitments"] if not row["is_shared"]]
    if not shared or not internal:
        return _told(values["commitments"], ctx)
    done = sum(row["state"] == "kept" for row in internal)
    own = ctx.say("promised.internal", kept=done, n=len(internal))
    return ctx.join(_told(shared, ctx), own)


def _told(rows: list[dict[str, Any]], ctx: Voice) -> str | None:
    owed = [row for row in rows if _is_owed(row)]
    settled = len(rows) - len(owed)
    late = sum(row["state"] == "late" for row in owed)
    first = ctx.say("promised.owed_late", n=len(owed), late=late) if late else None
    if owed and not late:
        first = ctx.say("promised.owed", n=len(owed))
    done = sum(row["state"] == "kept" for row in rows)
    rest = ctx.say("promised.settled", n=settled, kept=done) if settled else None
    return ctx.join(first, rest)


def stalled(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """METHOD.md row 23: the deals among what blocks the plan; the late tasks are actions."""
    return [{**row, "of": row} for row in values["blockers"] if row["kind"] == "deal"]
