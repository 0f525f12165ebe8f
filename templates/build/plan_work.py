"""The account plan's work: objectives and plays, actions and promises, risks."""

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

_ACTIONS = Listing(
    "a",
    "actions_shown",
    (
        Column("Action", "{{ a.subject }}", 4.2),
        Column("Division", "{{ a.unit }}", 2.7),
        Column(
            "Owner",
            f"{{{{ a.owner {NONE} }}}}{{% if a.owner_is_queue %}} [[State Attention|(a queue)]]{{% endif %}}",
            1.8,
        ),
        Column(
            "Due",
            '{% if a.days_overdue > 0 %}[[State Bad|{{ a.due_label }}]]{% else %}{{ a.due_label | default("no date") }}{% endif %}',
            2.5,
        ),
        Column("Priority", '{{ a.priority | default("–") }}', 0.9),
        Column("Escalate to", '{{ a.escalate_to | default("–") }}', 1.4),
    ),
    empty="{{ empty.actions }}",
    more='actions_more | default("")',
)

_COMMITMENTS = Listing(
    "c",
    "commitments_shown",
    (
        Column("Commitment", "{{ c.name }}", 4.4),
        Column("Ours", '{{ c.our_owner | default("–") }}', 1.9),
        Column("Theirs", '{{ c.customer_owner | default("–") }}', 1.9),
        Column("Due", f"{{{{ c.due {NONE} }}}}", 1.6),
        Column(
            "State",
            '{% if c.state == "kept" %}[[State Good|{{ c.state_label }}]]{% elif c.state == "open" %}{{ c.state_label }}'
            "{% else %}[[State Bad|{{ c.state_label }}]]{% endif %}",
            1.1,
        ),
    ),
    more='commitments_more | default("")',
)

_RISKS = Listing(
    "r",
    "risks_shown",
    (
        Column(
            "Risk", "{{ r.name }}{% if r.is_derived %} [[Quiet|({{ r.origin }})]]{% endif %}", 3.6
        ),
        Column("Likelihood", '{{ r.likelihood_label | default("–") }}', 1.4),
        Column(
            "Impact",
            '{% if r.impact == "high" %}[[State Bad|{{ r.impact_label }}]]'
            '{% else %}{{ r.impact_label | default("–") }}{% endif %}',
            1.2,
        ),
        Column("Owner", '{{ r.owner | default("no owner") }}', 1.5),
        Column("Due", '{{ r.due | default("no date") }}', 1.7),
        Column("Mitigation", '{{ r.mitigation | default("none recorded") }}', 5.2),
    ),
    empty="{{ empty.risks }}",
    more='risks_more | default("")',
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


def actions(document: DocxDocument) -> None:
    with section(document, "actions", "Action plan"):
        listed(document, _ACTIONS)
        with kept(document, 'commitments_shown and document.form == "full"'):
            document.add_paragraph(
                "What we and the customer promised each other", style="Heading 2"
            )
            listed(document, _COMMITMENTS)


def risks(document: DocxDocument) -> None:
    with section(document, "risks", "Risk register"):
        listed(document, _RISKS)
