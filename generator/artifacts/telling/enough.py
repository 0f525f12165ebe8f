"""How much a slide of a review needs to be one: with less it is left out, rather than padded.

A minimum stands here once, with its reason. What a slide that is left out still had to say, a
number, stands elsewhere in the deck: among the claims of the summary, in the table of products or
among the figures of the appendix. The run report says why the slide is not there.

No minimum but one row have: priorities, commitments and the joint plan (what was promised is
answered for, be it one thing), a decision and a question (what is not asked for is not decided),
and the table of products (the only place of its quantities and terms).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import review, trends

Values = dict[str, Any]

CLAIMS = 2
"""A summary of one claim says what the one slide below it says."""
BARS = 2
"""A bar chart compares: a single bar is a number."""
CASES = 3
"""Of one or two cases in four quarters there is no trend, no median and no theme to tell."""
FIGURES = 2
"""A table of one figure is a sentence."""
LINES = 2
"""A single line that is nothing but its name is a heading: it needs company, or more about it."""
CONTENT = 3
"""A deck of fewer slides of content is a conversation, no review (the run report says so)."""
DAYS = 30
"""In less time nothing can be told from a beginning (DOCUMENTS.md 4.2)."""


def too_little(name: str, values: Values, ctx: Voice) -> str | None:
    """Why what there is to show on the slide ``name`` is too little for one; None: it is enough."""
    check = _CHECKS.get(name)
    return check(values, ctx) if check else None


def _summary(values: Values, ctx: Voice) -> str | None:
    few = len(review.statements(values, ctx)) < CLAIMS
    return ctx.say("left_out.thin_summary") if few else None


def _progress(values: Values, ctx: Voice) -> str | None:
    return None if trends.rows(values, ctx) else ctx.say("left_out.thin_progress")


def _products(values: Values, ctx: Voice) -> str | None:
    few = len(values["usage"]["teams"]) < BARS
    return ctx.say("left_out.thin_products") if few else None


def _adoption(values: Values, ctx: Voice) -> str | None:
    known = [row for row in values["usage"]["products"] if row["active_users"] is not None]
    return ctx.say("left_out.thin_adoption") if len(known) < BARS else None


def _support(values: Values, ctx: Voice) -> str | None:
    count = cases(values)
    return ctx.say("left_out.thin_support", n=count) if count < CASES else None


def cases(values: Values) -> int:
    """How many cases the last four quarters had at least: opened, closed, or still open."""
    support = values["support"]
    last = support["quarters"][-trends.QUARTERS :]
    opened, closed = (sum(quarter[key] for quarter in last) for key in ("opened", "closed"))
    return int(max(opened, closed, support["open"] or 0))


def _lessons(values: Values, ctx: Voice) -> str | None:
    """Its title promises what we change."""
    changed = any(row["detail"] for row in values["lessons"])
    return None if changed else ctx.say("left_out.thin_lessons")


def _lines(*names: str) -> Callable[[Values, Voice], str | None]:
    """Of the list ``names[0]``; the others are what a line can say beside its name."""
    topic, *more = names

    def check(values: Values, ctx: Voice) -> str | None:
        rows = values[topic]
        says_more = any(row[key] for row in rows for key in more)
        return None if says_more or len(rows) >= LINES else ctx.say("left_out.thin_line")

    return check


def _definitions(values: Values, ctx: Voice) -> str | None:
    few = len(review.definitions(values, ctx)) < FIGURES
    return ctx.say("left_out.thin_figures") if few else None


_CHECKS: dict[str, Callable[[Values, Voice], str | None]] = {
    "summary": _summary,
    "outcomes": _lines("outcomes", "figure", "detail"),
    "progress": _progress,
    "products": _products,
    "adoption": _adoption,
    "support": _support,
    "lessons": _lessons,
    "options": _lines("options", "detail", "priority"),
    "roadmap": _lines("roadmap", "detail", "date"),
    "definitions": _definitions,
}
