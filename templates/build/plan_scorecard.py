"""The account plan's scorecard: leading and lagging metrics, always side by side."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.plan_words import (
    Column,
    Listing,
    listed,
    section,
)

_KINDS = (("Leading: what we do", "leading"), ("Lagging: what came of it", "lagging"))


def _metrics(title: str, kind: str) -> Listing:
    """The metrics of one kind; what is not known or not set is said, never left blank."""
    return Listing(
        "m",
        f"metrics.{kind}",
        (
            Column(title, "{{ m.name }}", 2.8),
            Column("Baseline", '{{ m.baseline_text | default("not known") }}', 1.35, number=True),
            Column("Now", '{{ m.current_text | default("not known") }}', 1.1, number=True),
            Column("Target", '{{ m.target_text | default("not set") }}', 1.1, number=True),
            Column(
                "What it is made from",
                "{{ m.source }}{% if m.note %}; {{ m.note }}{% endif %}"
                "{% if m.target_from %} Target: {{ m.target_from }}.{% endif %}",
                7.0,
            ),
        ),
    )


def scorecard(document: DocxDocument) -> None:
    with section(document, "scorecard", "Scorecard: leading and lagging"):
        for title, kind in _KINDS:
            listed(document, _metrics(title, kind))
