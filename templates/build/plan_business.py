"""The account plan's business: what came of it so far, what is still open, the renewal."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build import word
from templates.build.charts import Series, Spec
from templates.build.plan_words import (
    MISSING,
    NONE,
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

_TERMS = (
    (
        "Date",
        f"{{{{ renewal.date {MISSING} }}}}{{% if renewal.days is not none %}} ({{{{ renewal.days }}}} days){{% endif %}}",
    ),
    (
        "Value",
        f"{{{{ renewal.value {MISSING} }}}}{{% if renewal.value_note %}} · {{{{ renewal.value_note }}}}{{% endif %}}",
    ),
    (
        "Status",
        (
            '{% if renewal.status == "red" %}[[State Bad|{{ renewal.status_label }}]]'
            '{% elif renewal.status == "attention" %}[[State Attention|{{ renewal.status_label }}]]'
            "{% else %}[[State Good|{{ renewal.status_label }}]]{% endif %}"
            "{% if renewal.status_reason %}: {{ renewal.status_reason }}{% endif %}"
        ),
    ),
    ("Owner", f"{{{{ renewal.owner {NONE} }}}}"),
    (
        "Notice period",
        "{% if renewal.notice_days is not none %}{{ renewal.notice_days }} days{% else %}not recorded in Salesforce{% endif %}",
    ),
    ("Strategy", f"{{{{ renewal.strategy {MISSING} }}}}"),
)

_SOURCES = Listing(
    "s",
    "renewal.sources",
    (
        Column("Date", "{{ s.date }}", 2),
        Column("Source", "{{ s.source }}", 8),
    ),
)

_MILESTONES = Listing(
    "m",
    "renewal.milestones",
    (
        Column("Before renewal", "{{ m.days_before }} days", 1.8),
        Column("Date", "{{ m.date }}", 1.8),
        Column("What is due", "{{ m.name }}", 6.0),
        Column("State", "{% if m.is_past %}past{% else %}ahead{% endif %}", 1.2),
    ),
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


def renewal(document: DocxDocument) -> None:
    with section(document, "renewal", "Renewal strategy"):
        word.table(
            document,
            ("Renewal", ""),
            _TERMS,
            (1.6, 9.0),
        )
        para(document, "", "Note")
        with kept(document, "renewal.conflict"):
            para(document, "The sources do not agree on the date", "Heading 2")
            listed(document, _SOURCES)
        with kept(document, 'document.form == "full"'):
            listed(document, _MILESTONES)
