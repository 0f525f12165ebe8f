"""Action titles of the customer review: each states what the slide's figures mean, with the number.

A title is None where its slide has no content. Everything said here comes from the customer's own
composed values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import promises as lists
from generator.artifacts.telling import question as discussion
from generator.artifacts.telling import trends

Values = dict[str, Any]
Make = Callable[[Values, Voice], str | None]
_QUOTE_LIMIT = 60
"""A quoted name longer than this would not leave a title within two lines."""


def _fits(text: str | None) -> bool:
    return text is not None and len(text) <= _QUOTE_LIMIT


def _with_lead(key: str, rows: list[Values], lead: str | None, ctx: Voice) -> str | None:
    """``<key>_lead`` with the first row's words where they fit, else ``<key>``; None: no rows."""
    if not rows:
        return None
    if _fits(lead):
        return ctx.say(f"title.{key}_lead", n=len(rows), lead=lead)
    return ctx.say(f"title.{key}", n=len(rows))


def summary(values: Values, ctx: Voice) -> str | None:
    quarter = values["period"]["quarter"]
    promises = lists.promises(values, ctx)
    if promises:
        kept, total = lists.kept(values, ctx), len(promises)
        key = "title.summary_kept_all" if kept == total else "title.summary_kept"
        return ctx.say(key, quarter=quarter, n=kept, m=total)
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
    return _with_lead("outcomes", rows, _outcome(rows[0]) if rows else None, ctx)


def _outcome(row: Values) -> str | None:
    figure, name = row["figure"], row["name"]
    says_it = any(letter.isdigit() for letter in name or "")
    return name if says_it or not figure else f"{name}: {figure}"


def outcome_named(values: Values) -> Values | None:
    """The outcome that the slide's title names; None where there is none or its name is long."""
    row: Values | None = next(iter(values["outcomes"]), None)
    return row if row is not None and _fits(_outcome(row)) else None


def progress(values: Values, ctx: Voice) -> str | None:
    rows = trends.rows(values, ctx)
    return rows[0]["title"] if rows else None


def goals(values: Values, ctx: Voice) -> str | None:
    rows = values["goals"]
    measures = [measure for goal in rows for measure in goal["measures"]]
    known = [m["progress"] for m in measures if m["progress"] is not None]
    if not rows:
        return None
    for key, least in (("reached", 100), ("moved", 1)):
        done = sum(1 for value in known if value >= least)
        if done:
            counted = ctx.say("count.measures", n=len(known), done=done)
            return ctx.say(f"title.goals_{key}", n=len(rows), measures=counted)
    return ctx.say("title.goals", n=len(rows))


def products(values: Values, ctx: Voice) -> str | None:
    usage = values["usage"]
    if not usage["teams"]:
        return None
    used = ctx.say("count.products", n=usage["product_count"])
    return ctx.say("title.products", n=usage["team_count"], products=used)


def adoption(values: Values, ctx: Voice) -> str | None:
    users = values["usage"]["active_users"]
    if users is None:
        return None
    counted = [row for row in values["usage"]["products"] if row["active_users"] is not None]
    used = ctx.say("count.products", n=len(counted))
    number = ctx.formats.number(users)
    return ctx.say("title.adoption", n=int(users), n_text=number, products=used)


def quarter_of_review(values: Values) -> Values | None:
    """The support figures of the quarter under review."""
    label = values["period"]["quarter"]
    return next((q for q in values["support"]["quarters"] if q["quarter"] == label), None)


def quarter_before(values: Values) -> Values | None:
    rows = values["support"]["quarters"]
    label = values["period"]["quarter"]
    places = [i for i, row in enumerate(rows) if row["quarter"] == label]
    return rows[places[0] - 1] if places and places[0] > 0 else None


def is_quiet(quarter: Values | None) -> bool:
    """No case was opened or closed in the quarter, or nothing is known of it."""
    return quarter is None or not (quarter["opened"] or quarter["closed"])


def support(values: Values, ctx: Voice) -> str | None:
    now = quarter_of_review(values)
    if now is None or is_quiet(now):
        still = values["support"]["open"]
        return ctx.say("title.support_open", n=still) if still else ctx.say("title.support_none")
    days = now["median_days"]
    if days is None or not now["closed"]:
        return ctx.say("title.support", n=now["opened"], closed=now["closed"])
    return ctx.say("title.support_days", n=now["closed"], days=days_text(days, ctx))


def days_text(days: Any, ctx: Voice) -> str | None:
    """A number of days; a broken one is plural whatever it is: 0.5 days."""
    if days == int(days):
        return ctx.say("count.days", n=int(days), n_text=ctx.formats.number(days))
    return ctx.say("count.days", n=2, n_text=ctx.formats.number(days, 1))


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


def decisions(values: Values, ctx: Voice) -> str | None:
    rows = values["decisions"]
    return _with_lead("decisions", rows, rows[0]["name"] if rows else None, ctx)


def question(values: Values, ctx: Voice) -> str | None:
    if discussion.question(values, ctx) is None:
        return None
    return ctx.say("title.question", n=len(values["decisions"]))


def roadmap(values: Values, ctx: Voice) -> str | None:
    rows = values["roadmap"]
    return ctx.say("title.roadmap", n=len(rows)) if rows else None


def appendix_products(values: Values, ctx: Voice) -> str | None:
    if not values["usage"]["products"]:
        return None
    date = ctx.formats.date(values["document"]["as_of"])
    return ctx.say("title.appendix_products", n=values["usage"]["product_count"], date=date)


def definitions(values: Values, ctx: Voice) -> str | None:
    return ctx.say("title.definitions", date=ctx.formats.date(values["document"]["as_of"]))


def title(values: Values, _ctx: Voice) -> str:
    return str(values["document"]["title"])


Told = tuple[str, str, Make, tuple[str, ...]]
_PROMISES = ("commitments",)
TITLES: tuple[Told, ...] = (
    ("title", "Quarterly business review Q3 FY2026", title, ("document",)),
    ("summary", "Q3 FY2026: 5 of 6 commitments kept", summary, _PROMISES),
    ("priorities", "You set out to achieve 3 things", priorities, ("priorities",)),
    ("commitments", "We kept 5 of the 6 commitments", commitments, _PROMISES),
    ("outcomes", "3 outcomes, first: handover time: -38%", outcomes, ("outcomes",)),
    ("progress", "Resolution time fell from 4.1 to 2.6 days", progress, ("priorities",)),
    ("goals", "3 goals we share", goals, ("goals",)),
    ("products", "4 teams work with 6 products", products, ("usage",)),
    ("adoption", "500 people work with 6 products", adoption, ("usage",)),
    ("support", "12 cases closed, half of them within 2.6 days", support, ("support",)),
    ("lessons", "2 things did not work", lessons, ("lessons",)),
    ("options", "2 ways we could help next", options, ("options",)),
    ("joint_plan", "5 joint actions for Q4 FY2026", joint_plan, _PROMISES),
    ("decisions", "2 decisions to make", decisions, ("decisions",)),
    (
        "question",
        "One question to discuss",
        question,
        ("questions", "priorities", "decisions"),
    ),
    ("roadmap", "3 roadmap items that matter to you", roadmap, ("roadmap",)),
    ("appendix_products", "6 products as of Nov 22, 2026", appendix_products, ("usage.products",)),
    ("definitions", "What the figures mean, as of Nov 22, 2026", definitions, ("document",)),
)
