"""The account plan's history: what was won and lost, the whole relationship on one timeline."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.charts import Series, Spec
from templates.build.plan_words import (
    NONE,
    Column,
    Listing,
    chart,
    kept,
    listed,
    para,
    section,
    table,
)

_WON = Spec("column", (Series("Won", "teal"),), size=9, legend=False)

_RELATIONSHIP = Spec(
    "stacked",
    (
        Series("Won", "teal", labels=False),
        Series("Lost", "red", labels=False, light=0.4),
        Series("Open", "amber", labels=False, light=0.8),
    ),
    size=8,
    gap=35,
)

_TIMELINE = Listing(
    "d",
    "timeline_shown",
    (
        Column("Close date", "{{ d.close_date }}", 1.65),
        Column("Opportunity", "{{ d.name }}", 3.3),
        Column("Division", "{{ d.unit }}", 2.3),
        Column(
            "State",
            '{% if d.state == "won" %}[[State Good|{{ d.state_label }}]]{% elif d.state == "lost" %}'
            "[[State Bad|{{ d.state_label }}]]{% else %}[[State Attention|{{ d.state_label }}]]{% endif %}",
            0.9,
        ),
        Column("Amount", '{{ d.amount | default("–") }}', 1.45, number=True),
        Column(
            "Why lost / next step",
            '{% if d.state == "lost" %}{{ d.loss_reason | default("reason not recorded") }}'
            "{% if d.competitors %} ({{ d.competitors }}){% endif %}{% else %}"
            '{{ d.next_step | default("") | truncate(110) }}{% endif %}',
            5.1,
        ),
    ),
    empty="{{ empty.deals }}",
    more='timeline_more | default("")',
)


_KINDS = Listing(
    "k",
    "performance.kinds",
    (
        Column("Type", "{{ k.kind_label }}", 2.2),
        *(
            Column(
                state.capitalize(),
                f"{{{{ k.{state}_count }}}}{{% if k.{state}_count > 0 %}} · {{{{ k.{state}_amount {NONE} }}}}{{% endif %}}"
                f"{{% if k.{state}_note %}} [[Quiet|({{{{ k.{state}_note }}}})]]{{% endif %}}",
                3.4,
                number=True,
            )
            for state in ("won", "lost", "open")
        ),
    ),
)

_FAILED = Listing(
    "d",
    "performance.failed_expansions_shown",
    (
        Column("Failed expansion", "{{ d.name }}", 4.4),
        Column("Closed", "{{ d.close_date }}", 1.5),
        Column("Amount", '{{ d.amount | default("–") }}', 1.4, number=True),
        Column("Why", '{{ d.loss_reason | default("not recorded in Salesforce") }}', 2.4),
        Column("Competitor", '{{ d.competitors | default("none named") }}', 1.8),
        Column("Main contact", f"{{{{ d.primary_contact {NONE} }}}}", 1.8),
    ),
    more='performance.failed_expansions_more | default("")',
)


def performance(document: DocxDocument) -> None:
    with section(document, "performance", "Performance and history"):
        chart(
            document,
            _WON,
            '{% chart charts.won_by_quarter or "No deals won in the last eight quarters" %}',
            2.2,
        )
        para(
            document,
            "{% if performance.win_rate is not none %}In the 36 months to {{ document.as_of }}: "
            "{{ won.count }} won, {{ lost.count }} lost ({{ performance.win_rate }} of decided deals "
            "won), {{ open.count }} open. {% endif %}The chart shows the won amount by fiscal quarter, "
            "in {{ account.currency }}.",
            "Caption",
        )
        listed(document, _KINDS)
        with kept(document, "performance.failed_expansions_shown"):
            table(document, _FAILED)
        document.add_paragraph("The whole relationship on one timeline", style="Heading 2")
        with kept(document, "timeline_quarters"):
            chart(document, _RELATIONSHIP, "{% chart charts.relationship %}", 2.3)
            para(
                document,
                "Deals by fiscal quarter of their close date: won and lost in the 36 months to "
                "{{ document.as_of }}, open ones when they are expected.",
                "Caption",
            )
        listed(document, _TIMELINE)
