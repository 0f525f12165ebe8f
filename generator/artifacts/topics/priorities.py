"""What the customer wants, in its words, and how it measures it."""

from __future__ import annotations

from generator.artifacts.facts import goals as facts
from generator.artifacts.getters import in_unit
from generator.artifacts.schema import DECLARED, Rows, Topic, day, number, percent, said, text

READINGS = Rows(
    "readings",
    "The KPI over time, oldest first.",
    (
        day(
            "date",
            "End of the period.",
            "2026-09-30",
            audience=DECLARED,
            origins=("kpi_reading.day",),
        ),
        text(
            "quarter",
            "The fiscal quarter that holds the date.",
            "Q3 FY2026",
            audience=DECLARED,
            origins=("kpi_reading.day",),
        ),
        number("value", "Value.", "2.6", audience=DECLARED),
    ),
    facts.readings,
    "kpi_reading",
    needs=("kpi_reading.value", "kpi_reading.day"),
)

PRIORITIES = Rows(
    "priorities",
    "What the customer said it wants, in its words, most important first.",
    (
        text("name", "The priority.", "Resolve service calls faster", audience=DECLARED),
        text("kpi", "How the customer measures it.", "Resolution time", audience=DECLARED),
        text("unit", "Unit of the measure.", "days", audience=DECLARED),
        number("baseline", "Where it started.", "4.1", audience=DECLARED),
        number("current", "Where it stands.", "2.6", facts.current, audience=DECLARED),
        number("target", "Where it shall go.", "2.0", audience=DECLARED),
        said(
            "baseline_text",
            "The baseline with its unit.",
            "4.1 days",
            in_unit("baseline"),
            audience=DECLARED,
            origins=("priority.baseline", "priority.unit"),
        ),
        said(
            "current_text",
            "The current value with its unit.",
            "2.6 days",
            facts.current_text,
            audience=DECLARED,
            origins=("priority.current", "priority.unit"),
        ),
        said(
            "target_text",
            "The target with its unit.",
            "2 days",
            in_unit("target"),
            audience=DECLARED,
            origins=("priority.target", "priority.unit"),
        ),
        percent(
            "progress",
            "Percent of the way from baseline to target.",
            "71",
            facts.progress,
            audience=DECLARED,
            origins=("priority.baseline", "priority.current", "priority.target"),
        ),
        text(
            "outcome",
            "The outcome the customer wants.",
            "Crews spend the day on repairs",
            audience=DECLARED,
        ),
        text(
            "stated_by",
            "Who said it.",
            "Rita Voss",
            "stated_by.name",
            audience=DECLARED,
            origins=("priority.stated_by_id",),
        ),
        day("stated_on", "When.", "2026-05-14", audience=DECLARED),
        text("stated_where", "Where.", "Executive review", audience=DECLARED),
        said(
            "stated",
            "Who said it, where and when, in one line.",
            "Rita Voss, Executive review, May 14, 2026",
            facts.stated,
            audience=DECLARED,
            origins=("priority.stated_by_id", "priority.stated_on", "priority.stated_where"),
        ),
        said(
            "source_gap",
            "What its source line lacks: who said it, when, where; unknown: nothing.",
            "source incomplete: where",
            facts.source_gap,
            origins=("priority.stated_by_id", "priority.stated_on", "priority.stated_where"),
        ),
        READINGS,
    ),
    facts.priorities,
    "priority",
    needs=("priority.name",),
    limit=(4, 2),
)

TOPICS = (Topic(PRIORITIES),)
