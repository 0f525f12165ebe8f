"""The account plan's work: actions and promises, risks, who does it."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.plan_words import (
    NONE,
    Column,
    Listing,
    kept,
    listed,
    section,
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
    ),
    empty="{{ empty.team }}",
    more='team_more | default("")',
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


def resources(document: DocxDocument) -> None:
    with section(document, "resources", "Team and resources"):
        listed(document, _TEAM)
