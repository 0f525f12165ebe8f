"""Which slides of a review have content: one with none, or with too little, is left out, and the
run report says why (DOCUMENTS.md 4.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.origins import UNIT_NAMES, USERS
from generator.artifacts.telling import enough, promises, question, review, trends
from generator.artifacts.telling.left_out import LeftOut

Values = dict[str, Any]


NAMES = {
    "title": "title",
    "summary": "executive summary",
    "priorities": "what you set out to achieve",
    "commitments": "what we promised and what happened",
    "outcomes": "outcomes of the quarter",
    "progress": "progress to goal",
    "goals": "goals we share",
    "products": "products in use by team",
    "adoption": "quantity and active users by product",
    "support": "service and support",
    "lessons": "what did not work and what we change",
    "options": "where we could help next",
    "joint_plan": "joint plan of the next quarter",
    "decisions": "decisions we ask for",
    "question": "the question to discuss",
    "roadmap": "roadmap",
    "appendix_products": "appendix: products, quantities and terms",
    "definitions": "appendix: what the figures mean",
}

DECKS = {
    "qbr": tuple(name for name in NAMES if name != "question"),
    "ebr": (
        *(
            "title",
            "priorities",
            "goals",
            "outcomes",
            "commitments",
            "progress",
            "lessons",
            "options",
        ),
        *("joint_plan", "question", "decisions"),
        *("products", "adoption", "support", "roadmap", "appendix_products", "definitions"),
    ),
}
"""Which slides each deck has, in the order of the deck."""

NEEDS = {
    "priorities": ("priority.name",),
    "progress": ("priority.name", "kpi_reading.value", "kpi_reading.day"),
    "products": UNIT_NAMES,
    "adoption": USERS,
    "outcomes": ("review_item.name",),
    "lessons": ("review_item.name",),
    "options": ("review_item.name",),
    "decisions": ("review_item.name",),
    "question": ("review_item.name", "priority.name"),
    "roadmap": ("review_item.name",),
}
"""Model fields that the mapping must declare safe before the slide can have content."""

USES: dict[str, tuple[str, ...]] = {
    "title": ("document",),
    "summary": ("commitments", "outcomes", "priorities", "support", "usage"),
    "priorities": ("priorities",),
    "commitments": ("commitments",),
    "outcomes": ("outcomes",),
    "progress": ("priorities",),
    "goals": ("goals",),
    "products": ("usage.teams",),
    "adoption": ("usage.active_users",),
    "support": ("support",),
    "lessons": ("lessons",),
    "options": ("options",),
    "joint_plan": ("commitments",),
    "decisions": ("decisions",),
    "question": ("questions", "priorities"),
    "roadmap": ("roadmap",),
    "appendix_products": ("usage.products",),
    "definitions": ("support", "usage", "commitments"),
}
"""What says whether a slide has content."""

PAGES = {
    "qbr": (
        *(("priorities", "goals"), ("commitments",), ("outcomes",), ("progress",)),
        *(("products", "adoption"), ("support",), ("lessons",), ("options",), ("joint_plan",)),
        ("decisions", "roadmap"),
    ),
    "ebr": (
        *(("priorities", "goals"), ("outcomes", "commitments"), ("progress",), ("lessons",)),
        *(("options",), ("joint_plan",), ("question", "decisions")),
    ),
}
"""The slides of content: no title, summary or appendix. Names that share one stand together."""

IN_PLACE_OF = {"goals": "priorities"}
"""A slide that is made only where the other one has no content."""

_HAS: dict[str, Callable[[Values, Voice], bool]] = {
    "title": lambda values, ctx: True,
    "summary": lambda values, ctx: bool(review.statements(values, ctx)),
    "priorities": lambda values, ctx: bool(values["priorities"]),
    "commitments": lambda values, ctx: bool(promises.promises(values, ctx)),
    "outcomes": lambda values, ctx: bool(values["outcomes"]),
    "progress": lambda values, ctx: trends.is_read(values),
    "goals": lambda values, ctx: bool(values["goals"]),
    "products": lambda values, ctx: bool(values["usage"]["teams"]),
    "adoption": lambda values, ctx: values["usage"]["active_users"] is not None,
    "support": lambda values, ctx: _has_cases(values),
    "lessons": lambda values, ctx: bool(values["lessons"]),
    "options": lambda values, ctx: bool(values["options"]),
    "joint_plan": lambda values, ctx: bool(promises.joint_plan(values, ctx)),
    "decisions": lambda values, ctx: bool(values["decisions"]),
    "question": lambda values, ctx: question.question(values, ctx) is not None,
    "roadmap": lambda values, ctx: bool(values["roadmap"]),
    "appendix_products": lambda values, ctx: bool(values["usage"]["products"]),
    "definitions": lambda values, ctx: bool(review.definitions(values, ctx)),
}


def _has_cases(values: Values) -> bool:
    support = values["support"]
    return any(q["opened"] or q["closed"] for q in support["quarters"]) or bool(support["open"])


def has(name: str) -> Callable[[Values, Voice], bool]:
    """Whether the slide has content, and enough of it."""
    has_any = _HAS[name]
    return lambda values, ctx: has_any(values, ctx) and enough.too_little(name, values, ctx) is None


def left_out(values: Values, declared: frozenset[str], ctx: Voice) -> tuple[LeftOut, ...]:
    """The slides that are not made, each with the reason that can be acted on; none of those in
    whose place another one stands."""
    return tuple(
        LeftOut(name, NAMES[name], _reason(name, values, declared, ctx) or "")
        for name in DECKS[ctx.artifact.name]
        if not values["slides"][name] and not _is_replaced(name, values)
    )


def _is_replaced(name: str, values: Values) -> bool:
    return name in IN_PLACE_OF and bool(values["slides"][IN_PLACE_OF[name]])


def _reason(name: str, values: Values, declared: frozenset[str], ctx: Voice) -> str | None:
    if _HAS[name](values, ctx):
        return enough.too_little(name, values, ctx)
    missing = [field for field in NEEDS.get(name, ()) if field not in declared]
    if missing:
        return ctx.say("left_out.undeclared", fields=", ".join(missing))
    return ctx.say("left_out.nothing")


def thin(values: Values, since: date | None, ctx: Voice) -> tuple[str, ...]:
    """What makes the deck as a whole too thin for a review, for the run report.

    ``since`` is the day of the first record; None where no record says.
    """
    return tuple(
        said for said in (_thin_days(values, since, ctx), _thin_slides(values, ctx)) if said
    )


def _thin_days(values: Values, since: date | None, ctx: Voice) -> str | None:
    if since is None:
        return None
    days = max(0, (values["document"]["as_of"] - since).days)
    if days >= enough.DAYS:
        return None
    return ctx.say("thin.days", n=days, least=str(enough.DAYS), since=ctx.formats.date(since))


def _thin_slides(values: Values, ctx: Voice) -> str | None:
    pages = PAGES[ctx.artifact.name]
    count = sum(any(values["slides"][name] for name in page) for page in pages)
    if count >= enough.CONTENT:
        return None
    return ctx.say("thin.slides", n=count, least=str(enough.CONTENT))
