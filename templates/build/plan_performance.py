"""The account plan's history: what was won and lost, the whole relationship on one timeline."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.charts import Series, Spec
from templates.build.plan_words import (
    Column,
    Listing,
    chart,
    kept,
    listed,
    para,
    section,
)

_WON = Spec("column", (Series("Won", "teal"),), size=9, legend=False)

_TIMELINE = Listing(
    "d",
    "timeline_shown",
    (
        Column("Close date", "{{ d.close_date }}", 1.5),
        Column("Opportunity", "{{ d.name }}", 3.2),
        Column("Division", "{{ d.unit }}", 2.4),
        Column(
            "State",
            '{% if d.state == "won" %}[[State Good|{{ d.state_label }}]]{% elif d.state == "lost" %}'
            "[[State Bad|{{ d.state_label }}]]{% else %}[[State Attention|{{ d.state_label }}]]{% endif %}",
            0.9,
        ),
        Column("Type", "{{ d.kind_label }}", 1.25),
        Column("Amount", '{{ d.amount | default("–") }}', 1.35, number=True),
        Column(
            "Why lost / next step",
            '{% if d.state == "lost" %}{{ d.loss_reason | default("reason not recorded") }}'
            "{% if d.competitors %} ({{ d.competitors }}){% endif %}{% else %}"
            '{{ d.next_step | default("") | truncate(70) }}{% endif %}',
            3.2,
        ),
    ),
    empty="{{ empty.deals }}",
    more='timeline_more | default("")',
)


def performance(document: DocxDocument) -> None:
    with section(document, "performance", "Performance and history"):
        chart(
            document,
            _WON,
            '{% chart charts.won_by_quarter or "No deals won in the last eight quarters" %}',
            3.6,
        )
        para(document, "Won amount by fiscal quarter, in {{ account.currency }}.", "Caption")
        with kept(document, "performance.win_rate is not none"):
            para(
                document,
                "In the 36 months to {{ document.as_of }}: {{ won.count }} won, {{ lost.count }} lost "
                "({{ performance.win_rate }} of decided deals won), {{ open.count }} open.",
            )
        document.add_paragraph("The whole relationship on one timeline", style="Heading 2")
        listed(document, _TIMELINE)
