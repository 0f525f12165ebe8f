"""Part 3 beside the plays: deals that stand still and belong to none, tasks that hold up a play.

METHOD.md rows 23 (what is late or stalled is escalated) and 98 (the status of the plays).
"""

from __future__ import annotations

from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling.session.decision import Decision, decide

Values = dict[str, Any]


def deals(values: Values) -> list[Values]:
    """The open deals that no play names and that stand still, as the analysis escalates them."""
    own = {play["opportunity_id"] for play in values["plays"]}
    names = {deal["name"] for deal in values["open"]["deals"] if deal["id"] in own}
    rows = [row for row in values["blockers"] if row["kind"] == "deal"]
    return [row for row in rows if row["name"] not in names]


def tasks(values: Values) -> list[Values]:
    """The overdue tasks that move a play, most overdue first."""
    late = [row for row in values["actions"] if row["play"] and row["days_overdue"]]
    return sorted(late, key=lambda row: (-row["days_overdue"], row["subject"]))


def told(values: Values, ctx: Voice) -> str | None:
    stalled, late = deals(values), tasks(values)
    first = ctx.say("session.beside.deals", n=len(stalled)) if stalled else None
    return ctx.join(first, ctx.say("session.beside.tasks", n=len(late)) if late else None)


def decision(values: Values, ctx: Voice) -> Decision | None:
    return _deal(values, ctx) or _task(values, ctx)


def _deal(values: Values, ctx: Voice) -> Decision | None:
    rows = deals(values)
    if not rows:
        return None
    first = rows[0]
    text = ctx.say("session.decide.deal", n=len(rows), name=first["name"])
    about = [row["name"] for row in rows]
    return decide(text, first["owner"] or first["escalate_to"], about=about)


def _task(values: Values, ctx: Voice) -> Decision | None:
    rows = tasks(values)
    if not rows:
        return None
    first = rows[0]
    days = ctx.say("session.beside.late", n=first["days_overdue"])
    text = ctx.say(
        "session.decide.task", n=len(rows), name=first["subject"], play=first["play"], days=days
    )
    return decide(text, first["owner"], about=[row["subject"] for row in rows])


def facts(values: Values, ctx: Voice) -> list[str | None]:
    """For the notes: each of them."""
    stalled = [
        ctx.say("session.fact.deal", name=row["name"], why=row["why"]) for row in deals(values)
    ]
    late = [
        ctx.say(
            "session.fact.task",
            name=row["subject"],
            play=row["play"],
            days=ctx.say("session.beside.late", n=row["days_overdue"]),
        )
        for row in tasks(values)
    ]
    return [*stalled, *late]
