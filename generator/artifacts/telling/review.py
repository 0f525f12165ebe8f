"""The customer review's claims, the decision it asks for, and definitions."""

from __future__ import annotations

from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import titles
from generator.artifacts.telling.promises import joint_plan

Values = dict[str, Any]
STATEMENTS = 3


def statements(values: Values, ctx: Voice) -> list[dict[str, str]]:
    """At most three claims, each with its number: outcomes first, then promises, trend, service.

    Titles of slides without content, and a quarter without cases, are no claims; fewer than three
    are not padded.
    """
    quiet = titles.is_quiet(titles.quarter_of_review(values))
    candidates = (
        titles.progress(values, ctx),
        titles.outcomes(values, ctx),
        titles.commitments(values, ctx),
        None if quiet else titles.support(values, ctx),
        titles.products(values, ctx),
    )
    return [{"text": text} for text in candidates if text][:STATEMENTS]


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


_DEFINITIONS = ("opened", "closed", "median_days", "quantity", "kept", "quarter")


def definitions(values: Values, ctx: Voice) -> list[dict[str, str | None]]:
    """Only of figures that the deck can show."""
    shown = {
        "opened": values["support"]["open"] is not None,
        "closed": values["support"]["open"] is not None,
        "median_days": values["support"]["open"] is not None,
        "quantity": bool(values["products"]),
        "kept": bool(values["commitments"]),
        "quarter": True,
    }
    period = values["period"]
    dates = {
        "quarter": period["quarter"],
        "start": ctx.formats.date(period["quarter_start"]),
        "end": ctx.formats.date(period["quarter_end"]),
    }
    return [
        {"name": ctx.say(f"definition.{name}_name"), "text": ctx.say(f"definition.{name}", **dates)}
        for name in _DEFINITIONS
        if shown[name]
    ]
