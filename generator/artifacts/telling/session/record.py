"""What stands behind the account review: changes since the baseline, sources, coverage."""

from __future__ import annotations

from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling import plan_state

Values = dict[str, Any]
_SHOWN = (
    *("revenue.current", "revenue.target", "revenue.gap", "renewal.date", "renewal.value"),
    *("whitespace.value", "open.amount", "relationships.top_share"),
)
"""The figures that the deck's titles are made of."""


def since_title(values: Values, _ctx: Voice) -> str | None:
    note: str | None = values["changes"]["note"]
    return note.rstrip(".") if note else None


SINCE = 12
"""Changes that the slide has room for."""


def since(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    """The changes in their order, but where not all fit some of every topic: each gives one row in
    turn, so that twenty new opportunities hide no risk."""
    rows = values["changes"]["rows"]
    turns = {id(row): turn for topic in _by_topic(rows).values() for turn, row in enumerate(topic)}
    kept = {id(row) for row in sorted(rows, key=lambda row: turns[id(row)])[:SINCE]}
    ordered = [row for row in rows if id(row) in kept] + [r for r in rows if id(r) not in kept]
    return [{"topic": row["topic_label"], "text": row["text"], "of": row} for row in ordered]


def since_takeaway(values: Values, ctx: Voice) -> str | None:
    """How many changes each topic has, where there are several topics."""
    topics = _by_topic(values["changes"]["rows"])
    if len(topics) < 2:
        return None
    counts = [f"{topic} {len(found)}" for topic, found in topics.items()]
    return ctx.say("session.since_counts", counts=" \N{MIDDLE DOT} ".join(counts))


def _by_topic(rows: list[Values]) -> dict[str, list[Values]]:
    found: dict[str, list[Values]] = {}
    for row in rows:
        found.setdefault(row["topic_label"], []).append(row)
    return found


def title(values: Values, ctx: Voice) -> str | None:
    """The plan's sentence about coverage."""
    told = plan_state.coverage(values, ctx)
    return told.rstrip(".") if told else ctx.say("session.title.sources")


def figures(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    return [
        {
            "label": row["label"],
            "value": row["value"],
            "note": row["note"],
            "count": row["count"],
            "of": row,
        }
        for row in values["sources"]
        if row["name"] in _SHOWN
    ]


def unread(values: Values, _ctx: Voice) -> list[dict[str, Any]]:
    return [{"label": r["label"], "line": r["line"], "of": r} for r in values["coverage_gaps"]]


def belongs(values: Values, topic: str, ctx: Voice) -> str | None:
    """Where records of a kind are to be recorded; that the mapping names no place for them."""
    row = next((row for row in values["coverage"] if row["topic"] == topic), None)
    label = ctx.label("topic", topic)
    source = row["source"] if row else None
    return ctx.say("session.belong", what=label, where=source or None) or ctx.say(
        "session.belong_nowhere", what=label
    )


def field_belongs(values: Values, field: str, label: str, ctx: Voice) -> str | None:
    """Where one figure of the account is to be recorded."""
    rows = values["field_sources"]
    where = next((row["origin"] for row in rows if row["field"] == field), None)
    what = ctx.label("figure", label)
    return ctx.say("session.belongs", what=what, where=where) or ctx.say(
        "session.belongs_nowhere", what=what
    )
