"""The question of strategy that an executive review ends with (DOCUMENTS.md 4.2).

Ours where a person has written one and shares it. Else it is made from the customer's own
priorities: the one furthest from its target. Where no priority has a baseline and a target there is
no question, rather than an empty one.
"""

from __future__ import annotations

from typing import Any

from generator.artifacts.context import Voice

Values = dict[str, Any]


def question(values: Values, ctx: Voice) -> str | None:
    """One question; None: there is nothing to make one of."""
    asked = _asked(values)
    if asked is not None:
        return str(asked["name"])
    row = furthest(values)
    if row is None:
        return None
    return ctx.say(
        "discussion.made",
        kpi=row["kpi"] or row["name"],
        start=row["current_text"] or row["baseline_text"],
        target=row["target_text"],
    )


def why(values: Values, ctx: Voice) -> str | None:
    """Why it is asked: as the person wrote, or where the priority stands."""
    asked = _asked(values)
    if asked is not None:
        return asked["detail"] or None
    row = furthest(values)
    if row is None:
        return None
    named = ctx.say("discussion.named", name=row["name"])
    start = row["baseline_text"]
    share = row["progress"]
    if share is None:
        return named
    if share <= 0:
        return ctx.join(named, ctx.say("discussion.not_yet", start=start))
    return ctx.join(named, ctx.say("discussion.way", start=start, share=ctx.formats.percent(share)))


def _asked(values: Values) -> Values | None:
    """The first question that we share with the customer."""
    return next((row for row in values["questions"] if row["name"]), None)


def furthest(values: Values) -> Values | None:
    """The priority that has gone the smallest part of its way; a reached one asks nothing.

    One whose baseline and target are known, but not where it stands, comes after those.
    """
    rows = [
        row
        for row in values["priorities"]
        if row["baseline_text"] is not None
        and row["target_text"] is not None
        and row["baseline"] != row["target"]
    ]
    known = [row for row in rows if row["progress"] is not None]
    if known:
        row: Values = min(known, key=lambda row: row["progress"])
        return row if row["progress"] < 100 else None
    return rows[0] if rows else None
