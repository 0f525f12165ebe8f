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

_RELATIONSHIP = Spec(
    "stacked",
    (
        Series("Won", "teal", labels=False),
        Series("Lost", "red", labels=False),
        Series("Open", "amber", labels=False),
    ),
    size=8,
    gap=35,
)

_TIMELINE = Listing(
    "d",
    "timeline_shown",
    (
        Column("Close date", "{{ d.close_date }}", 1.65),
        Column("Opportunity", "{{ d.name }}", 3.5),
        Column("Division", "{{ d.unit }}", 2.7),
        Column(
            "State",
            '{% if d.state == "won" %}[[State Good|{{ d.state_label }}]]{% elif d.state == "lost" %}'
            "[[State Bad|{{ d.state_label }}]]{% else %}[[State Attention|{{ d.state_label }}]]{% endif %}",
            0.9,
        ),
        Column("Type", "{{ d.kind_label }}", 1.4),
        Column("Amount", '{{ d.amount | default("–") }}', 1.45, number=True),
        Column(
            "Why lost / next step",
            '{% if d.state == "lost" %}{{ d.loss_reason | default("reason not recorded") }}'
            "{% if d.competitors %} ({{ d.competitors }}){% endif %}{% else %}"
            '{{ d.next_step | default("") | truncate(52) }}{% endif %}',
            3.1,
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
            3.0,
        )
        para(document, "Won amount by fiscal quarter, in {{ account.currency }}.", "Caption")
        with kept(document, "performance.win_rate is not none"):
            para(
                document,
                "In the 36 months to {{ document.as_of }}: {{ won.count }} won, {{ lost.count }} lost "
                "({{ performance.win_rate }} of decided deals won), {{ open.count }} open.",
            )
        document.add_paragraph("The whole relationship on one timeline", style="Heading 2")
        with kept(document, "timeline_quarters"):
            chart(document, _RELATIONSHIP, "{% chart charts.relationship %}", 3.2)
            para(
                document,
                "Deals by fiscal quarter of their close date: won and lost in the 36 months to "
                "{{ document.as_of }}, open ones when they are expected.",
                "Caption",
            )
        listed(document, _TIMELINE)
