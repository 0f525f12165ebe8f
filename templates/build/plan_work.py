"""The account plan's work: actions and promises, risks, who does it."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.plan_words import (
    MISSING,
    NONE,
    Column,
    Listing,
    kept,
    listed,
    para,
    section,
    when,
)

_TASKS = (
    "{% if actions_more %}{{ actions_more }}. {% endif %}[[Strong|Tasks in Salesforce:]] "
    "{% for a in actions_shown %}{{ loop.index }} {{ a.id }}{% if not loop.last %} · {% endif %}{% endfor %}."
    '{% if document.form == "full" %} What is written into this document by hand is no task: '
    "record it in Salesforce.{% endif %}"
)

_ACTIONS = Listing(
    "a",
    "actions_shown",
    (
        Column("#", "{{ loop.index }}", 0.5),
        Column(
            "Action",
            "{{ a.subject }}{% if a.link %} [[Quiet|({{ a.link }})]]{% endif %}",
            5.2,
        ),
        Column("Division", "{{ a.unit }}", 2.4),
        Column(
            "Owner",
            f"{{{{ a.owner {NONE} }}}}{{% if a.owner_gap %}} [[State Attention|({{{{ a.owner_gap }}}})]]{{% endif %}}",
            2.0,
        ),
        Column(
            "Due",
            '{% if a.days_overdue > 0 %}[[State Bad|{{ a.due_label }}]]{% else %}{{ a.due_label | default("no date") }}{% endif %}',
            1.9,
        ),
        Column("Priority", '{{ a.priority | default("–") }}', 1.1),
        Column("Escalate to", '{{ a.escalate_to | default("–") }}', 1.4),
    ),
    empty="{{ empty.actions }}",
    note=_TASKS,
)

_STALLED = (
    "[[Strong|Stalled deals, to be escalated:]] "
    "{% for b in stalled_shown %}{{ b.name }}: {{ b.why }} "
    f"(owner {{{{ b.owner {NONE} }}}}; to {{{{ b.escalate_to {NONE} }}}})"
    "{% if not loop.last %} · {% endif %}{% endfor %}"
    "{% if stalled_more %} · {{ stalled_more }}{% endif %}"
)

_COMMITMENTS = Listing(
    "c",
    "promised.rows_shown",
    (
        Column("Commitment", "{{ c.name }}", 5.6),
        Column("Ours", '{{ c.our_owner | default("–") }}', 1.7),
        Column("Theirs", '{{ c.customer_owner | default("–") }}', 1.8),
        Column("Due", f"{{{{ c.due {NONE} }}}}", 1.5),
        Column(
            "State",
            '{% if c.state == "kept" %}[[State Good|{{ c.state_label }}]]{% elif c.state == "open" %}{{ c.state_label }}'
            "{% else %}[[State Bad|{{ c.state_label }}]]{% endif %}",
            0.9,
        ),
    ),
    note="{% if promised.rows_more %}{{ promised.rows_more }}. {% endif %}{{ promised.line }}",
)

_RISKS = Listing(
    "r",
    "risks_shown",
    (
        Column(
            "Risk", "{{ r.name }}{% if r.is_derived %} [[Quiet|({{ r.origin }})]]{% endif %}", 4.2
        ),
        Column("Likelihood", '{{ r.likelihood_label | default("–") }}', 1.4),
        Column(
            "Impact",
            '{% if r.impact == "high" %}[[State Bad|{{ r.impact_label }}]]'
            '{% else %}{{ r.impact_label | default("–") }}{% endif %}',
            1.2,
        ),
        Column("Owner", '{{ r.owner | default("no owner") }}', 1.6),
        Column("Due", '{{ r.due | default("no date") }}', 1.7),
        Column(
            "Mitigation",
            '{{ r.mitigation | default("none recorded") }}'
            "{% if r.contingency %} [[Quiet|If it happens: {{ r.contingency }}]]{% endif %}",
            5.4,
        ),
    ),
    empty="{{ empty.risks }}",
    more='risks_more | default("")',
)

_TEAM = Listing(
    "t",
    "team_shown",
    (
        Column("Role", "{{ t.role }}", 3.0),
        Column(
            "Person",
            "{% if t.is_filled %}{{ t.name }}{% else %}[[State Attention|not filled]]{% endif %}",
            3.4,
        ),
        Column("Title", '{{ t.title | default("") }}', 4.2),
        Column(
            "Touches in 90 days",
            '{% if t.is_filled %}{{ t.touches_90d | default("not recorded") }}{% endif %}',
            2.0,
            number=True,
        ),
        Column(
            "Last touch", '{% if t.is_filled %}{{ t.last_touch | default("none") }}{% endif %}', 1.9
        ),
    ),
    empty="{{ empty.team }}",
    more='team_more | default("")',
)


_EXPECTED = (
    "[[Strong|Revenue to expect, never summed:]] weighted pipeline "
    f"{{{{ expected.weighted {MISSING} }}}}{{% if expected.weighted_note %}} ({{{{ expected.weighted_note }}}}){{% endif %}}"
    f" · renewal {{{{ expected.renewal {MISSING} }}}} · pre-pipeline {{{{ expected.pre_pipeline {MISSING} }}}}."
)

_EFFORT = (
    f"[[Strong|Hours for the plan:]] {{{{ plan.hours {MISSING} }}}} · "
    f"[[Strong|Budget:]] {{{{ plan.budget {MISSING} }}}} · "
    "[[Strong|Where open deals came from:]] {% if performance.lead_sources %}"
    "{% for s in performance.lead_sources %}{{ s.source }} {{ s.count }}"
    "{% if not loop.last %}, {% endif %}{% endfor %}{% else %}not recorded in Salesforce{% endif %}"
)


def actions(document: DocxDocument) -> None:
    with section(document, "actions", "Action plan"):
        listed(document, _ACTIONS)
        when(document, 'stalled_shown and document.form == "full"', _STALLED, "Note")
        with kept(document, 'promised.rows_shown and document.form == "full"'):
            document.add_paragraph(
                "What we and the customer promised each other", style="Heading 2"
            )
            listed(document, _COMMITMENTS)


def risks(document: DocxDocument) -> None:
    with section(document, "risks", "Risk register"):
        listed(document, _RISKS)


def resources(document: DocxDocument) -> None:
    with section(document, "resources", "Team and resources"):
        when(document, "relationships.sponsor_note", "{{ relationships.sponsor_note }}")
        listed(document, _TEAM)
        para(document, _EXPECTED, "Note")
        para(document, _EFFORT, "Note")
