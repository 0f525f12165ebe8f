"""How many of the plan's facts were filled from the records (METHOD.md row 25)."""

from __future__ import annotations

from generator.artifacts.schema import Record, Topic, number, said
from generator.artifacts.telling import filled as telling

FILLED = Record(
    "filled",
    "Facts that the sections of this form live on: filled from the records, and still blank.",
    (
        number("facts", "Facts that are filled.", "210", telling.filled),
        number("wanted", "Facts that the sections look for.", "240", telling.wanted),
        said(
            "line",
            "The same as a sentence.",
            "210 of 240 facts were filled from the records (88%).",
            telling.line,
        ),
        said(
            "blanks",
            "What is blank most often, as a sentence; else empty.",
            "Most often blank: notice periods (1 of 1).",
            telling.blank_line,
        ),
    ),
    uses=(
        *("account", "revenue", "renewal", "priorities", "usage", "timeline", "relationships"),
        *("whitespace", "goals", "plays", "actions", "risks", "team"),
    ),
)

TOPICS = (Topic(FILLED, derived=True, artifacts=("plan",)),)
