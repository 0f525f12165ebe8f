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
        Column("Division", "{{ u.name }}", 4.2),
        Column("Owned", "[[State Good|{{ u.owned }}]]", 1.4, number=True),
        Column("In progress", "[[State Attention|{{ u.in_progress }}]]", 1.6, number=True),
        Column("Open", "{{ u.open }}", 1.4, number=True),
        Column("Value of open cells", '{{ u.value | default("not set") }}', 2.4, number=True),
    ),
    more='whitespace.rows_more | default("")',
)

_PRIORITIES = Listing(
    "c",
    "whitespace.priorities_shown",
    (
        Column("Product and division", "[[Strong|{{ c.product }}]]\n{{ c.unit }}", 2.6),
        Column("Need, access, budget", "{{ c.questions }}", 2.7),
        Column("Value", '{{ c.value | default("not set") }}', 1.3, number=True),
        Column("Play", '{{ c.play | default("no play yet") }}', 3.0),
        Column("Owner", '{{ c.owner | default("no owner") }}', 1.6),
        Column("Close", '{{ c.close_date | default("no date") }}', 1.5),
    ),
    empty="No open cell has both a need and a way in yet: qualify before planning.",
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
                2.6,
            )
            para(
                document,
                'Open whitespace against the value up for renewal, in {{ account.currency }}. {{ whitespace.value_note | default("") }}',
                "Caption",
            )
        document.add_paragraph("Where to go first", style="Heading 2")
        listed(document, _PRIORITIES)
        otherwise(document)
        para(document, "{{ empty.whitespace }}", "Empty")
