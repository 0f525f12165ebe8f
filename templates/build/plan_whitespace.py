"""The account plan's whitespace: the grid, its value against the renewal, where to go first."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.charts import Series, Spec
from templates.build.plan_words import (
    Column,
    Listing,
    chart,
    kept,
    listed,
    otherwise,
    para,
    section,
    when,
)

_RENEWAL = Spec("bar", (Series("Value", "blue"),), size=9, legend=False, gap=40)

_ROWS = Listing(
    "u",
    "whitespace.rows_shown",
    (
        Column("{{ whitespace.axis_label }}", "{{ u.name }}", 4.2),
        Column("Owned", "[[State Good|{{ u.owned }}]]", 1.4, number=True),
        Column("In progress", "[[State Attention|{{ u.in_progress }}]]", 1.6, number=True),
        Column("Open", "{{ u.open }}", 1.4, number=True),
        Column("Value of open cells", '{{ u.value | default("not set") }}', 2.4, number=True),
    ),
    more='whitespace.rows_more | default("")',
)

NONE_QUALIFIED = "No open cell has both a need and a way in yet: qualify before planning."

_DIVISIONS = Listing(
    "d",
    "focus.divisions_shown",
    (
        Column("{{ whitespace.axis_label }}", "[[Strong|{{ d.name }}]]", 3.0),
        Column(
            "Open cells",
            "{{ d.open }}{% if d.value is not none %}: {{ d.value }}{% endif %}",
            1.4,
            number=True,
        ),
        Column("Closest to us there", '{{ d.way_in | default("nobody known yet") }}', 2.8),
        Column("First play", '{{ d.play | default("no play yet") }}', 3.2),
        Column("Owner", '{{ d.owner | default("no owner") }}', 1.6),
        Column("Close", '{{ d.close_date | default("no date") }}', 1.5),
    ),
    more='focus.divisions_more | default("")',
)

_PRIORITIES = Listing(
    "c",
    "whitespace.priorities_shown",
    (
        Column("Product and division", "[[Strong|{{ c.product }}]]\n{{ c.unit }}", 3.2),
        Column("Need, access, budget", "{{ c.questions }}", 2.5),
        Column("Value", '{{ c.value | default("not set") }}', 1.2, number=True),
        Column("Play", '{{ c.play | default("no play yet") }}', 2.9),
        Column("Owner", '{{ c.owner | default("no owner") }}', 1.4),
        Column("Close", '{{ c.close_date | default("no date") }}', 1.5),
    ),
    empty=NONE_QUALIFIED,
    more='whitespace.priorities_more | default("")',
)


def whitespace(document: DocxDocument) -> None:
    with section(document, "whitespace", "Whitespace"), kept(document, "whitespace.rows"):
        when(document, "whitespace.warning", "{{ whitespace.warning }}", "Warning")
        with kept(document, "sections.grid"):
            listed(document, _ROWS)
            chart(
                document,
                _RENEWAL,
                '{% chart charts.whitespace_renewal or "Neither whitespace nor renewal has a value" %}',
                2.1,
            )
            para(
                document,
                "Open whitespace against the value up for renewal, in {{ account.currency }}: "
                "{{ whitespace.value_note }}. Pre-pipeline, never added to pipeline: "
                '{{ whitespace.pre_pipeline | default("not known") }}.',
                "Caption",
            )
        with kept(document, "sections.whitespace_first and focus.divisions"):
            document.add_paragraph("Divisions to open first", style="Heading 2")
            listed(document, _DIVISIONS)
        with kept(document, "not sections.plays"):
            document.add_paragraph("Where to go first", style="Heading 2")
            listed(document, _PRIORITIES)
            when(document, "whitespace.left_out_note", "{{ whitespace.left_out_note }}", "Note")
            otherwise(document)
            when(document, "not whitespace.priorities", NONE_QUALIFIED, "Empty")
            para(document, "", "Gap")  # else the conclusion would go with the next section
        otherwise(document)
        para(document, "{{ empty.whitespace }}", "Empty")
