"""The account plan's scorecard: leading and lagging metrics, always side by side."""

from __future__ import annotations

from dataclasses import replace

from docx.document import Document as DocxDocument

from templates.build.plan_words import (
    Column,
    Listing,
    listed,
    section,
)

_LEADING = Listing(
    "m",
    "metrics.leading",
    (
        Column("Metric", "{{ m.name }}", 2.6),
        Column("Baseline", '{{ m.baseline_text | default("not known") }}', 1.1, number=True),
        Column("Now", '{{ m.current_text | default("not known") }}', 1.1, number=True),
        Column("Target", '{{ m.target_text | default("not set") }}', 1.1, number=True),
        Column(
            "What it is made from",
            "{{ m.source }}{% if m.note %}; {{ m.note }}{% endif %}"
            "{% if m.target_from %} Target: {{ m.target_from }}.{% endif %}",
            6.2,
        ),
    ),
)

_LAGGING = replace(_LEADING, rows="metrics.lagging")


def scorecard(document: DocxDocument) -> None:
    with section(document, "scorecard", "Scorecard: leading and lagging"):
        for title, metrics in (
            ("Leading: what we do", _LEADING),
            ("Lagging: what came of it", _LAGGING),
        ):
            document.add_paragraph(title, style="Heading 2")
            listed(document, metrics)
