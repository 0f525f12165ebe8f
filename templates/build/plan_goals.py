"""The account plan's objectives: baseline, target, what bridges the gap, plays."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.charts import Series, Spec
from templates.build.plan_words import (
    NONE,
    Column,
    Listing,
    chart,
    each,
    kept,
    listed,
    otherwise,
    para,
    section,
    when,
)

_BRIDGE = Spec(
    "stacked",
    (
        Series("Base", "none"),
        Series("Revenue", "navy"),
        Series("Plays", "teal"),
        Series("Not covered", "amber"),
    ),
    size=9,
    gap=40,
)

_MEASURES = Listing(
    "m",
    "g.measures",
    (
        Column("Measure", "{{ m.name }}", 3.4),
        Column("Baseline", '{{ m.baseline_text | default("missing") }}', 1.4, number=True),
        Column("Now", '{{ m.current_text | default("–") }}', 1.4, number=True),
        Column("Target", '{{ m.target_text | default("–") }}', 1.4, number=True),
        Column("Progress", '{{ m.progress | default("–") }}', 1.1, number=True),
        Column("Covered by plays", '{{ m.bridge | default("–") }}', 1.6, number=True),
        Column("Not covered", '{{ m.uncovered | default("–") }}', 1.5, number=True),
    ),
    empty="No measure is recorded.",
)


def goals(document: DocxDocument) -> None:
    with (
        section(document, "goals", "Objectives, measures and plays"),
        kept(document, "goals_shown"),
    ):
        with kept(document, "sections.maps"):
            chart(
                document,
                _BRIDGE,
                '{% chart charts.revenue_bridge or "No target is recorded" %}',
                5.0,
            )
            para(
                document,
                "From yearly contract value now to the target, in {{ account.currency }}.",
                "Caption",
            )
        with each(document, "g in goals_shown"):
            _goal(document)
        when(document, "goals_more", "{{ goals_more }}", "Note")
        otherwise(document)
        para(document, "{{ empty.goals }}", "Empty")


_PLAYS = Listing(
    "p",
    "focus.plays_shown",
    (
        Column("Play", "[[Strong|{{ p.name }}]]", 4.0),
        Column("Division", "{{ p.unit }}", 3.0),
        Column("Value", '{{ p.value | default("not set") }}', 1.5, number=True),
        Column("Owner", '{{ p.owner | default("no owner") }}', 1.8),
        Column("Close date", '{{ p.close_date | default("no date") }}', 1.6),
    ),
    more='focus.plays_more | default("")',
)


def plays(document: DocxDocument) -> None:
    """The one or two plays of a light plan, beside its renewal strategy (METHOD.md row 3)."""
    with section(document, "plays", "Expansion plays"):
        when(document, "focus.plays_note", "{{ focus.plays_note }}", "Warning")
        listed(document, _PLAYS)


def _goal(document: DocxDocument) -> None:
    document.add_paragraph("{{ g.name }}", style="Heading 2")
    para(
        document,
        f"[[Strong|Owner]] {{{{ g.owner {NONE} }}}} · [[Strong|Due]] {{{{ g.end {NONE} }}}} · "
        f'[[Strong|Customer priority]] {{{{ g.priority | default("none stated") }}}}',
        "Note",
    )
    when(document, "g.strategy", "{{ g.strategy }}")
    when(
        document,
        "g.customer_outcome",
        "[[Strong|For the customer.]] {{ g.customer_outcome }}",
    )
    listed(document, _MEASURES)
    with each(document, "p in g.plays"):
        para(
            document,
            "[[Strong|{{ p.name }}]] · {{ p.unit }} · "
            f"{{{{ p.owner {NONE} }}}} · {{{{ p.close_date {NONE} }}}} · "
            '{{ p.value | default("value not set") }}',
            "Play",
        )
    when(
        document,
        "g.problems",
        "[[State Attention|To be completed:]] {{ g.problems }}.",
        "Note",
    )
