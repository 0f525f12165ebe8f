"""The customer review's claims, the decision it asks for, and definitions."""

from __future__ import annotations

from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import titles, trends
from generator.artifacts.telling.promises import joint_plan, kept, promised

Values = dict[str, Any]
STATEMENTS = 3


def statements(values: Values, ctx: Voice) -> list[dict[str, str]]:
    """At most three claims, each with its number: trend first, then outcomes, promises, service.

    Titles of slides without content, and a quarter without cases, are no claims; fewer than three
    are not padded. Nor is a trend one whose priority the first outcome tells of.
    """
    quiet = titles.is_quiet(titles.quarter_of_review(values))
    candidates = (
        None if _is_told(values, ctx) else titles.progress(values, ctx),
        titles.outcomes(values, ctx),
        titles.commitments(values, ctx),
        None if quiet else titles.support(values, ctx),
        titles.products(values, ctx),
    )
    return [{"text": text} for text in candidates if text][:STATEMENTS]


def _is_told(values: Values, ctx: Voice) -> bool:
    """Whether the first outcome, which the title of its slide names, is of the first trend."""
    shown = trends.rows(values, ctx)[:1]
    outcome = titles.outcome_named(values)
    return outcome is not None and any(row["name"] == outcome["priority"] for row in shown)


def open_text(values: Values, ctx: Voice) -> str | None:
    """How many cases are open, and for how long the oldest of them."""
    count, days = (
        ctx.formats.number(values["support"]["open"]),
        values["support"]["oldest_open_days"],
    )
    return count if days is None else ctx.say("service.open", open=count, n=days)


def median_text(values: Values, ctx: Voice) -> str | None:
    days = values["support"]["median_days"]
    return None if days is None else ctx.say("service.median", days=titles.days_text(days, ctx))


def roadmap_tied(values: Values, _ctx: Voice) -> bool:
    return any(row["priority"] for row in values["roadmap"])


def ask(values: Values, ctx: Voice) -> str | None:
    """The first decision that is asked for; else agreement to the joint plan; else nothing."""
    if values["decisions"] and values["decisions"][0]["name"]:
        return str(values["decisions"][0]["name"])
    plan = joint_plan(values, ctx)
    if not plan:
        return None
    return ctx.say("review.agree", n=len(plan), quarter=values["period"]["next_quarter"])


def sponsor(values: Values, _ctx: Voice) -> str | None:
    """Our executive sponsor: name, and job title where the customer may see it."""
    person = next((row for row in values["team"] if row["is_sponsor"]), None)
    if person is None:
        return None
    return ", ".join(text for text in (person["name"], person["title"]) if text) or None


def definitions(values: Values, ctx: Voice) -> list[dict[str, str | None]]:
    """The figures that the deck can show, with what they count; nothing where there is none.

    Also those of slides that have too little to be made: their numbers are not lost.
    """
    figures = (*_support(values, ctx), *_usage(values, ctx), *_kept(values, ctx))
    if not figures:
        return []
    rows = (*figures, ("quarter", values["period"]["quarter"]))
    period = values["period"]
    dates = {
        "quarter": period["quarter"],
        "start": ctx.formats.date(period["quarter_start"]),
        "end": ctx.formats.date(period["quarter_end"]),
    }
    return [
        {
            "name": ctx.say(f"definition.{name}_name"),
            "value": value,
            "text": ctx.say(f"definition.{name}", **dates),
        }
        for name, value in rows
    ]


Figures = tuple[tuple[str, str | None], ...]


def _support(values: Values, ctx: Voice) -> Figures:
    """Those of the quarter under review, where cases could be read."""
    if values["support"]["open"] is None:
        return ()
    now = titles.quarter_of_review(values) or {}
    days = now.get("median_days")
    return (
        ("opened", ctx.formats.number(now.get("opened"))),
        ("closed", ctx.formats.number(now.get("closed"))),
        ("median_days", None if days is None else titles.days_text(days, ctx)),
    )


def _usage(values: Values, ctx: Voice) -> Figures:
    usage = values["usage"]
    if not usage["product_count"]:
        return ()
    users = ctx.formats.number(usage["active_users"])
    note = usage["users_note"]
    return (
        ("products", ctx.formats.number(usage["product_count"])),
        ("teams", ctx.formats.number(usage["team_count"])),
        ("quantity", ctx.say("definition.quantity_value")),  # each in its own unit: no sum of them
        *((("active_users", f"{users} ({note})" if note else users),) if users else ()),
    )


def _kept(values: Values, ctx: Voice) -> Figures:
    count = promised(values, ctx)
    if not count:
        return ()
    return (("kept", ctx.say("definition.of", n=kept(values, ctx), m=count)),)
