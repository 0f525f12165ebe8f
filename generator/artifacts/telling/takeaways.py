"""What follows from a slide's figures, in one sentence under its title; None: nothing to add."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import promises as lists
from generator.artifacts.telling import trends
from generator.artifacts.telling.titles import (
    Told,
    days_text,
    is_quiet,
    quarter_before,
    quarter_of_review,
)

Values = dict[str, Any]


def _first_day(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


def summary(values: Values, ctx: Voice) -> str | None:
    plan = lists.joint_plan(values, ctx)
    if not plan:
        return None
    return ctx.say("takeaway.summary", n=len(plan), quarter=values["period"]["next_quarter"])


def priorities(values: Values, ctx: Voice) -> str | None:
    rows = values["priorities"]
    measured = sum(1 for r in rows if r["current"] is not None and r["target"] is not None)
    return ctx.say_of("takeaway.priorities", measured, len(rows)) if rows else None


def commitments(values: Values, ctx: Voice) -> str | None:
    """Those not kept, by state; None where all were."""
    rows = lists.promises(values, ctx)
    parts = []
    for state in ("late", "open", "dropped"):
        count = sum(1 for row in rows if row["state"] == state)
        if count:
            parts.append(ctx.say(f"takeaway.commitments_{state}", n=count) or "")
    return ctx.say("takeaway.commitments", parts=", ".join(parts)) if parts else None


def _tied(rows: list[Values], ctx: Voice) -> str | None:
    tied = sum(1 for row in rows if row["priority"])
    return ctx.say_of("takeaway.tied", tied, len(rows)) if tied else None


def outcomes(values: Values, ctx: Voice) -> str | None:
    return _tied(values["outcomes"], ctx)


def options(values: Values, ctx: Voice) -> str | None:
    return _tied(values["options"], ctx)


def progress(values: Values, ctx: Voice) -> str | None:
    rows = trends.rows(values, ctx)
    return (rows[0]["takeaway"] or None) if rows else None


def products(values: Values, ctx: Voice) -> str | None:
    """Which team uses most, where one does."""
    teams = values["usage"]["teams"]
    if len(teams) < 2 or teams[0]["products"] == teams[1]["products"]:
        return None
    return ctx.say("takeaway.products", name=teams[0]["name"], n=teams[0]["products"])


def support(values: Values, ctx: Voice) -> str | None:
    """How the time to close moved since the quarter before, and what is still open."""
    now, before = quarter_of_review(values), quarter_before(values)
    moved = None
    if now and before and now["median_days"] is not None and before["median_days"] is not None:
        a, b = before["median_days"], now["median_days"]
        way = "down" if b < a else "up" if b > a else "same"
        moved = ctx.say(f"takeaway.time_{way}", start=days_text(a, ctx), end=days_text(b, ctx))
    still = values["support"]["open"]
    left = None if is_quiet(now) else ctx.say("takeaway.open", n=still)  # the title says it
    oldest = values["support"]["oldest_open_days"]
    age = ctx.say("takeaway.oldest", n=oldest) if still else None
    return ctx.join(moved, left, age)


def lessons(values: Values, ctx: Voice) -> str | None:
    rows = values["lessons"]
    changed = sum(1 for row in rows if row["detail"])
    return ctx.say_of("takeaway.lessons", changed, len(rows)) if rows else None


def joint_plan(values: Values, ctx: Voice) -> str | None:
    rows = lists.joint_plan(values, ctx)
    both = sum(1 for row in rows if row["our_owner"] and row["customer_owner"])
    return ctx.say_of("takeaway.owners", both, len(rows)) if rows else None


def decisions(values: Values, ctx: Voice) -> str | None:
    day = _first_day(row["date"] for row in values["decisions"])
    return ctx.say("takeaway.decisions", date=ctx.formats.date(day, "long"))


def question(values: Values, ctx: Voice) -> str | None:
    """Of the decisions that stand below it."""
    day = _first_day(row["date"] for row in values["decisions"])
    return ctx.say("takeaway.question", date=ctx.formats.date(day, "long"))


def roadmap(values: Values, ctx: Voice) -> str | None:
    as_of = values["document"]["as_of"]
    ahead = [r["date"] for r in values["roadmap"] if r["date"] is not None and r["date"] >= as_of]
    return ctx.say("takeaway.roadmap", date=ctx.formats.date(_first_day(ahead), "long"))


def appendix_products(values: Values, ctx: Voice) -> str | None:
    day = _first_day(row["until"] for row in values["usage"]["products"])
    return ctx.say("takeaway.appendix_products", date=ctx.formats.date(day, "long"))


def definitions(values: Values, ctx: Voice) -> str | None:
    period = values["period"]
    return ctx.say(
        "takeaway.definitions",
        quarter=period["quarter"],
        start=ctx.formats.date(period["quarter_start"]),
        end=ctx.formats.date(period["quarter_end"]),
    )


TAKEAWAYS: tuple[Told, ...] = (
    ("summary", "Next: 5 joint actions for Q4 FY2026.", summary, ("commitments",)),
    ("priorities", "2 of 3 have a current value and a target.", priorities, ("priorities",)),
    ("commitments", "Not kept: 1 late, 1 still open.", commitments, ("commitments",)),
    ("outcomes", "2 of 3 serve a priority that you named.", outcomes, ("outcomes",)),
    ("progress", "The target is 2 days: 71% of the way is done.", progress, ("priorities",)),
    ("products", "Halvorsen Retail uses most: 5 products.", products, ("usage.teams",)),
    ("support", "The median time to close came down to 2.6 days.", support, ("support",)),
    ("lessons", "Each has a change beside it.", lessons, ("lessons",)),
    ("options", "Each serves a priority that you named.", options, ("options",)),
    ("joint_plan", "4 of 5 have an owner on each side.", joint_plan, ("commitments",)),
    ("decisions", "The first is due December 10, 2026.", decisions, ("decisions",)),
    ("question", "The first decision is due December 10, 2026.", question, ("decisions",)),
    ("roadmap", "The next is planned for February 1, 2027.", roadmap, ("roadmap",)),
    (
        "appendix_products",
        "The first term ends Mar 31, 2027.",
        appendix_products,
        ("usage.products",),
    ),
    ("definitions", "Q3 FY2026 runs from Aug 1 to Oct 31, 2026.", definitions, ("period",)),
)
