"""The vocabulary of the documents about many accounts, a module each (decision 20)."""

from __future__ import annotations

from generator.artifacts.schema import Topic
from generator.artifacts.topics.rollups import audit, calendar, lost, packet, report, topx

ROLLUP_TOPICS: tuple[Topic, ...] = (
    *report.TOPICS,
    *packet.TOPICS,
    *audit.TOPICS,
    *calendar.TOPICS,
    *lost.TOPICS,
    *topx.TOPICS,
)
