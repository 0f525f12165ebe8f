"""Action titles of the customer review: each states what the slide's figures mean, with the number.

A title is None where its slide has no content. Everything said here comes from the customer's own
composed values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import review as lists
from generator.artifacts.telling import trends

Values = dict[str, Any]
Make = Callable[[Values, Voice], str | None]
_QUOTE_LIMIT = 60
"""A quoted name longer than this would not leave a title within two lines."""


def _fits(text: str | None) -> bool:
    return text is not None and len(text) <= _QUOTE_LIMIT


def _with_lead(key: str, rows: list[Values], lead: str | None, ctx: Voice) -> str | None:
    """``<key>_lead`` with the first row's words where they fit, else ``<key>``; None for no rows."""
    if not rows:
        return None
    if _fits(lead):
        return ctx.say(f"title.{key}_lead", n=len(rows), lead=lead)
    return ctx.say(f"title.{key}", n=len(rows))


def summary(values: Values, ctx: Voice) -> str | None:
    quarter = values["period"]["quarter"]
    promises = lists.promises(values, ctx)
    if promises:
        kept = lists.kept(values, ctx)
        return ctx.say("title.summary_kept", quarter=quarter, n=kept, m=len(promises))
    return ctx.say("title.summary", quarter=quarter)


def priorities(values: Values, ctx: Voice) -> str | None:
    rows = values["priorities"]
    return _with_lead("priorities", rows, rows[0]["name"] if rows else None, ctx)


def commitments(values: Values, ctx: Voice) -> str | None:
    promises = lists.promises(values, ctx)
    if not promises:
        return None
    kept = lists.kept(values, ctx)
    if kept == len(promises):
        return ctx.say("title.commitments_all", n=kept)
    return ctx.say("title.commitments", n=len(promises), kept=kept)


def outcomes(values: Values, ctx: Voice) -> str | None:
    rows = values["outcomes"]
    if not rows:
        return None
    figure, name = rows[0]["figure"], rows[0]["name"]
    lead = f"{name}: {figure}" if figure and name else name
    return _with_lead("outcomes", rows, lead, ctx)


def progress(values: Values, ctx: Voice) -> str | None:
    rows = trends.rows(values, ctx)
    return rows[0]["title"] if rows else None


def goals(values: Values, ctx: Voice) -> str | None:
    rows = values["goals"]
    measures = [measure for goal in rows for measure in goal["measures"]]
    known = [m["progress"] for m in measures if m["progress"] is not None]
    if not rows:
        return None
    if not known:
        return ctx.say("title.goals", n=len(rows))
    done = sum(1 for value in known if value >= 100)
    return ctx.say("title.goals_measured", n=len(rows), done=done, m=len(known))


def adoption(values: Values, ctx: Voice) -> str | None:
    usage = values["usage"]
    if not usage["teams"]:
        return None
    teams = ctx.say("count.teams", n=usage["team_count"])
    products = ctx.say("count.products", n=usage["product_count"])
    users = usage["active_users"]
    if users is not None:
        return ctx.say(
            "title.adoption_users",
            n=int(users),
            n_text=ctx.formats.number(users),
            teams=teams,
            products=products,
        )
    return ctx.say("title.adoption", n=usage["team_count"], teams=teams, products=products)


def _quarter(values: Values) -> Values | None:
    """The support figures of the quarter under review."""
    label = values["period"]["quarter"]
    return next((q for q in values["support"]["quarters"] if q["quarter"] == label), None)


def _quarter_before(values: Values) -> Values | None:
    rows = values["support"]["quarters"]
    label = values["period"]["quarter"]
    places = [i for i, row in enumerate(rows) if row["quarter"] == label]
    return rows[places[0] - 1] if places and places[0] > 0 else None


def support(values: Values, ctx: Voice) -> str | None:
    now = _quarter(values)
    if now is None or not (now["opened"] or now["closed"]):
        still = values["support"]["open"]
        return ctx.say("title.support_open", n=still) if still else None
    days = now["median_days"]
    if days is None or not now["closed"]:
        return ctx.say("title.support", n=now["opened"], closed=now["closed"])
    return ctx.say("title.support_days", n=now["closed"], days=_days(days, ctx))


def _days(days: Any, ctx: Voice) -> str | None:
    whole = int(days) if days == int(days) else -1
    return ctx.say(
        "count.days", n=whole, n_text=ctx.formats.number(days, None if whole >= 0 else 1)
    )


def support_takeaway(values: Values, ctx: Voice) -> str | None:
    """How the time to close moved since the quarter before, and what is still open."""
    now, before = _quarter(values), _quarter_before(values)
    moved = None
    if now and before and now["median_days"] is not None and before["median_days"] is not None:
        a, b = before["median_days"], now["median_days"]
        way = "down" if b < a else "up" if b > a else "same"
        moved = ctx.say(f"takeaway.time_{way}", start=_days(a, ctx), end=_days(b, ctx))
    still = values["support"]["open"]
    left = ctx.say("takeaway.open", n=still) if still is not None else None
    oldest = values["support"]["oldest_open_days"]
    age = ctx.say("takeaway.oldest", n=oldest) if still and oldest is not None else None
    return ctx.join(moved, left, age)


def lessons(values: Values, ctx: Voice) -> str | None:
    rows = values["lessons"]
    return ctx.say("title.lessons", n=len(rows)) if rows else None


def options(values: Values, ctx: Voice) -> str | None:
    rows = values["options"]
    if not rows:
        return None
    tied = len({row["priority"] for row in rows if row["priority"]})
    return ctx.say("title.options_tied" if tied else "title.options", n=len(rows))


def joint_plan(values: Values, ctx: Voice) -> str | None:
    rows = lists.joint_plan(values, ctx)
    if not rows:
        return None
    quarter = values["period"]["next_quarter"]
    first = ctx.formats.date(rows[0]["due"], "long")
    if first is None:
        return ctx.say("title.joint_plan", n=len(rows), quarter=quarter)
    return ctx.say("title.joint_plan_first", n=len(rows), quarter=quarter, first=first)


def joint_plan_takeaway(values: Values, ctx: Voice) -> str | None:
    rows = lists.joint_plan(values, ctx)
    both = sum(1 for row in rows if row["our_owner"] and row["customer_owner"])
    return ctx.say("takeaway.owners", n=both, m=len(rows)) if rows else None


def roadmap(values: Values, ctx: Voice) -> str | None:
    items, decisions = len(values["roadmap"]), len(values["decisions"])
    if items and decisions:
        decide = ctx.say("count.decisions", n=decisions)
        return ctx.say("title.roadmap_decisions", n=items, decisions=decide)
    if items:
        return ctx.say("title.roadmap", n=items)
    return ctx.say("title.decisions", n=decisions) if decisions else None


def appendix(values: Values, ctx: Voice) -> str | None:
    return ctx.say("title.appendix", date=ctx.formats.date(values["document"]["as_of"]))


def progress_takeaway(values: Values, ctx: Voice) -> str | None:
    rows = trends.rows(values, ctx)
    return (rows[0]["takeaway"] or None) if rows else None


def adoption_takeaway(values: Values, ctx: Voice) -> str | None:
    """Which team uses most, where one does."""
    teams = values["usage"]["teams"]
    if len(teams) < 2 or teams[0]["products"] == teams[1]["products"]:
        return None
    return ctx.say("takeaway.adoption", name=teams[0]["name"], n=teams[0]["products"])


Told = tuple[str, str, Make, tuple[str, ...]]
_PROMISES = ("commitments",)
TITLES: tuple[Told, ...] = (
    ("summary", "Q3 FY2026: 5 of 6 commitments kept", summary, _PROMISES),
    ("priorities", "You set out to achieve 3 things", priorities, ("priorities",)),
    ("commitments", "We kept 5 of 6 commitments", commitments, _PROMISES),
    ("outcomes", "3 outcomes, first: handover time -38%", outcomes, ("outcomes",)),
    ("progress", "Resolution time fell from 4.1 to 2.6 days", progress, ("priorities",)),
    ("goals", "1 of 3 shared measures has reached its target", goals, ("goals",)),
    ("adoption", "4 teams work with 6 products", adoption, ("usage",)),
    ("support", "12 cases closed, half within 2.6 days", support, ("support",)),
    ("lessons", "2 things did not work", lessons, ("lessons",)),
    ("options", "2 ways we could help next", options, ("options",)),
    ("joint_plan", "5 actions for Q4 FY2026", joint_plan, _PROMISES),
    ("roadmap", "3 roadmap items", roadmap, ("roadmap", "decisions")),
    ("appendix", "Detailed figures as of Nov 22, 2026", appendix, ("support", "products")),
)
TAKEAWAYS: tuple[Told, ...] = (
    ("progress", "Target 2 days: 71% of the way.", progress_takeaway, ("priorities",)),
    ("adoption", "Contoso Retail uses most: 5 products.", adoption_takeaway, ("usage.teams",)),
    ("support", "Half a day less than the quarter before.", support_takeaway, ("support",)),
    ("joint_plan", "4 of 5 have an owner on each side.", joint_plan_takeaway, _PROMISES),
)
