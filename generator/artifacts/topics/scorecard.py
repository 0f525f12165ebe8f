"""The scorecard: leading and lagging metrics side by side."""

from __future__ import annotations

from generator.artifacts.getters import dated, in_unit
from generator.artifacts.schema import Record, Rows, Topic, number, said, text

METRIC = (
    text("name", "The metric.", "Net revenue retention"),
    number("baseline", "Where it started.", "102"),
    number("current", "Where it stands.", "108"),
    number("target", "Where it shall go.", "115"),
    said("baseline_text", "The baseline with its unit.", "102%", in_unit("baseline")),
    said("current_text", "The current value with its unit.", "108%", in_unit("current")),
    said("target_text", "The target with its unit.", "115%", in_unit("target")),
    text("unit", "currency, percent or count.", "percent"),
    text("source", "What it is made from.", "revenue now and a year ago"),
    said("note", "Why a value is unknown, or what it counts.", "", dated("note")),
    text("target_from", "Where the target comes from; unknown: none is set.", "settings"),
)

_FROM = ("account.arr", "opportunity.amount", "activity.completed", "contact.strength")
METRICS = Record(
    "metrics",
    "The scorecard: leading and lagging side by side.",
    (
        Rows("leading", "Leading metrics.", METRIC, origins=_FROM),
        Rows("lagging", "Lagging metrics.", METRIC, origins=_FROM),
    ),
)

TOPICS = (Topic(METRICS),)
