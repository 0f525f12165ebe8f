"""The account plan: page 1 stands alone; then the sections in the order a reader needs them.

``sections.*`` switches a section on by the plan's form (full, light, brief), so that one template
serves the three.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx.document import Document as DocxDocument
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT

from templates.build import word
from templates.build.charts import Series, Spec, parts
from templates.build.package import normalise

NONE = '| default("not recorded")'
MISSING = '| default("not recorded in Salesforce")'


def build() -> bytes:
    """The template's bytes."""
    document = word.new_document()
    _furniture(document)
    _summary(document)
    _contents(document)
    for section in SECTIONS:
        section(document)
    properties = document.core_properties
    properties.title = "{{ document.file_label }}"
    properties.author = properties.comments = properties.last_modified_by = ""
    target = io.BytesIO()
    document.save(target)
    return normalise(target.getvalue())


def _furniture(document: DocxDocument) -> None:
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.style = document.styles["Furniture"]
    word.runs(
        head, "{{ account.name }} · {{ document.title }}\t[[State Bad|{{ document.marking }}]]"
    )
    _tabs(head)
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Furniture"]
    word.runs(foot, "{{ document.footer }}\tPage ")
    word.field(foot, "PAGE", "1")
    foot.add_run(" of ")
    word.field(foot, "NUMPAGES", "1")
    _tabs(foot)


def _tabs(paragraph) -> None:
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(word.TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _para(document: DocxDocument, text: str, style: str = "Normal") -> None:
    word.runs(document.add_paragraph(style=style), text)


def _block(document: DocxDocument, tag: str) -> None:
    document.add_paragraph(tag, style="Note")


def _head(document: DocxDocument, title: str, conclusion: str) -> None:
    document.add_paragraph(title, style="Heading 1")
    _when(document, f"conclusions.{conclusion}", f"{{{{ conclusions.{conclusion} }}}}", "Lead")


def _when(document: DocxDocument, condition: str, text: str, style: str = "Normal") -> None:
    """One paragraph that stands only where its condition holds."""
    _block(document, f"{{% if {condition} %}}")
    _para(document, text, style)
    _block(document, "{% endif %}")


def _rows(
    document: DocxDocument,
    each: str,
    rows: str,
    heads: Sequence[str],
    cells: Sequence[str],
    widths: Sequence[float],
    *,
    empty: str = "",
    more: str = "",
    numbers: Sequence[int] = (),
) -> None:
    """A table of ``rows``; where there are none, the sentence ``empty`` instead of an empty table."""
    _block(document, f"{{% if {rows} %}}")
    filled = list(cells)
    filled[0] = f"{{% row for {each} in {rows} %}}{filled[0]}"
    filled[-1] = f"{filled[-1]}{{% endfor %}}"
    word.table(document, heads, [filled], widths, numbers=numbers)
    if more:
        _para(document, f"{{{{ {more} }}}}", "Note")
    else:
        _para(document, "", "Note")
    if empty:
        _block(document, "{% else %}")
        _para(document, empty, "Empty")
    _block(document, "{% endif %}")


def _summary(document: DocxDocument) -> None:
    document.add_paragraph("{{ account.name }}", style="Title")
    _para(
        document,
        "Account plan {{ period.year }} · Tier {{ account.tier }}"
        "{% if account.segment_label %} · {{ account.segment_label }}{% endif %}"
        f" · Owner: {{{{ account.owner {NONE} }}}}",
        "Subtitle",
    )
    _para(document, "{{ summary.headline }}", "Lead")
    word.strip(
        document,
        [
            (
                f"{{{{ summary.kpis[{n}].name }}}}",
                f"{{{{ summary.kpis[{n}].value {NONE} }}}}",
                f'{{{{ summary.kpis[{n}].note | default("") }}}}',
            )
            for n in range(5)
        ],
    )
    document.add_paragraph("The three most important things this week", style="Heading 2")
    _rows(
        document,
        "a",
        "top_actions",
        ("#", "Action", "Owner", "Due", "Why now"),
        (
            "{{ a.rank }}",
            "{{ a.text }}",
            f"{{{{ a.owner {NONE} }}}}",
            f"{{{{ a.due {NONE} }}}}",
            "{{ a.reason }}",
        ),
        (0.4, 4.4, 1.9, 1.6, 3.6),
        empty="Nothing is due: no open tasks, plays or renewal steps are recorded.",
        more='summary.actions_note | default("")',
    )
    document.add_paragraph("Top risks", style="Heading 2")
    _rows(
        document,
        "r",
        "summary.risks",
        ("Risk", "Rating", "Owner", "Due", "Mitigation"),
        (
            "{{ r.name }}",
            f"{{{{ r.rating {NONE} }}}}",
            f"{{{{ r.owner {NONE} }}}}",
            f"{{{{ r.due {NONE} }}}}",
            f"{{{{ r.mitigation {NONE} }}}}",
        ),
        (3.2, 2.0, 1.7, 1.5, 3.6),
        empty="{{ empty.risks }}",
    )
    document.add_paragraph("Where we stand", style="Heading 2")
    word.table(
        document,
        ("Topic", "In one sentence"),
        [
            ("Emphasis", "{% row if summary.emphasis %}{{ summary.emphasis }}{% endif %}"),
            ("Executive sponsor", f"{{{{ summary.sponsor {MISSING} }}}}"),
            ("Relationships", f"{{{{ summary.people {MISSING} }}}}"),
            ("Whitespace", f"{{{{ summary.whitespace {MISSING} }}}}"),
            ("Renewal", f"{{{{ summary.renewal {MISSING} }}}}"),
        ],
        (1.7, 9.0),
    )


def _contents(document: DocxDocument) -> None:
    _block(document, "{% if sections.contents %}")
    breaker = document.add_paragraph(style="Note")
    breaker.add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Contents", style="Contents Title")
    paragraph = document.add_paragraph(style="TOC 1")
    word.field(paragraph, 'TOC \\o "1-1" \\n \\h \\z \\u', "Contents")
    _block(document, "{% endif %}")


def _priorities(document: DocxDocument) -> None:
    _open(document, "priorities", "What the customer wants to achieve")
    _rows(
        document,
        "p",
        "priorities_shown",
        (
            "Customer priority",
            "How it is measured",
            "Baseline",
            "Now",
            "Target",
            "Who said it, and where",
        ),
        (
            '[[Strong|{{ p.name }}]]\n{{ p.outcome | default("") }}',
            f"{{{{ p.kpi {NONE} }}}}",
            '{{ p.baseline_text | default("–") }}',
            '{{ p.current_text | default("–") }}',
            '{{ p.target_text | default("–") }}',
            f"{{{{ p.stated {NONE} }}}}",
        ),
        (3.6, 2.2, 1.1, 1.1, 1.1, 3.2),
        empty="{{ empty.priorities }}",
        more='priorities_more | default("")',
    )
    _block(document, "{% if sections.questions %}")
    document.add_paragraph("Five questions to keep asking", style="Heading 2")
    _rows(
        document,
        "q",
        "plan.questions",
        ("Question", "What we know"),
        ("{{ q.question }}", '{{ q.answer | default("Open: ask at the next review") }}'),
        (3.6, 7.0),
    )
    _block(document, "{% endif %}")
    _close(document)


def _open(document: DocxDocument, name: str, title: str) -> None:
    _block(document, f"{{% if sections.{name} %}}")
    _head(document, title, name)


def _close(document: DocxDocument) -> None:
    _block(document, "{% endif %}")


def _profile(document: DocxDocument) -> None:
    _open(document, "profile", "Profile and current state")
    _when(document, "account.line", "{{ account.line }}", "Note")
    _when(document, "account.description", "{{ account.description }}")
    _when(
        document,
        "account.value_proposition",
        "[[Strong|Value proposition.]] {{ account.value_proposition }}",
    )
    _when(
        document,
        "account.expansion_thesis",
        "[[Strong|Expansion thesis.]] {{ account.expansion_thesis }}",
    )
    document.add_paragraph("Products owned", style="Heading 2")
    _rows(
        document,
        "p",
        "usage.products_shown",
        ("Product", "Family", "Divisions", "Quantity", "Active users", "First term ends"),
        (
            "{{ p.name }}",
            "{{ p.family }}",
            "{{ p.teams }}",
            '{{ p.quantity | default("–") }}',
            '{{ p.active_users | default("–") }}',
            '{{ p.until | default("–") }}',
        ),
        (2.6, 2.6, 1.2, 1.2, 1.4, 1.8),
        empty="{{ empty.products }}",
        more='usage.products_more | default("")',
        numbers=(2, 3, 4),
    )
    document.add_paragraph("Support", style="Heading 2")
    _block(document, "{% if support.quarters %}")
    _chart(
        document,
        _CASES,
        '{% chart charts.cases or "No support cases in the last eight quarters" %}',
        3.6,
    )
    _para(
        document,
        'Open cases: {{ support.open | default("not known") }}'
        ', escalated: {{ support.escalated | default("not known") }}'
        "{% if support.oldest_open_days is not none %}, oldest open for {{ support.oldest_open_days }} days{% endif %}"
        "{% if support.median_days is not none %}; median time to close {{ support.median_days }} days{% endif %}.",
        "Caption",
    )
    _block(document, "{% else %}")
    _para(document, "{{ empty.support }}", "Empty")
    _block(document, "{% endif %}")
    _signals(document)
    _close(document)


def _signals(document: DocxDocument) -> None:
    document.add_paragraph("Signals of the last 180 days", style="Heading 2")
    _rows(
        document,
        "s",
        "signals_shown",
        ("Date", "Kind", "What happened", "Source"),
        (
            "{{ s.date }}",
            "{{ s.kind_label }}",
            "{{ s.text }}",
            f"{{{{ s.url {NONE} }}}}",
        ),
        (1.3, 1.6, 5.9, 3.6),
        empty="{{ empty.signals }}",
        more='signals_more | default("")',
    )


def _performance(document: DocxDocument) -> None:
    _open(document, "performance", "Performance and history")
    _chart(
        document,
        _WON,
        '{% chart charts.won_by_quarter or "No deals won in the last eight quarters" %}',
        3.6,
    )
    _para(document, "Won amount by fiscal quarter, in {{ account.currency }}.", "Caption")
    _block(document, "{% if performance.win_rate is not none %}")
    _para(
        document,
        "In the 36 months to {{ document.as_of }}: {{ won.count }} won, {{ lost.count }} lost "
        "({{ performance.win_rate }} of decided deals won), {{ open.count }} open.",
    )
    _block(document, "{% endif %}")
    document.add_paragraph("The whole relationship on one timeline", style="Heading 2")
    _rows(
        document,
        "d",
        "timeline_shown",
        (
            "Close date",
            "Opportunity",
            "Division",
            "State",
            "Type",
            "Amount",
            "Why lost / next step",
        ),
        (
            "{{ d.close_date }}",
            "{{ d.name }}",
            "{{ d.unit }}",
            '{% if d.state == "won" %}[[State Good|{{ d.state_label }}]]{% elif d.state == "lost" %}'
            "[[State Bad|{{ d.state_label }}]]{% else %}[[State Attention|{{ d.state_label }}]]{% endif %}",
            "{{ d.kind_label }}",
            '{{ d.amount | default("–") }}',
            '{% if d.state == "lost" %}{{ d.loss_reason | default("reason not recorded") }}'
            "{% if d.competitors %} ({{ d.competitors }}){% endif %}{% else %}"
            '{{ d.next_step | default("") | truncate(70) }}{% endif %}',
        ),
        (1.5, 3.2, 2.4, 0.9, 1.25, 1.15, 3.2),
        empty="{{ empty.deals }}",
        more='timeline_more | default("")',
        numbers=(5,),
    )
    _close(document)


def _relationships(document: DocxDocument) -> None:
    _open(document, "relationships", "Organisation and relationships")
    _block(document, "{% if relationships.contacts %}")
    _block(document, "{% if sections.maps %}")
    document.add_paragraph("Reporting lines", style="Heading 2")
    word.placeholder(document, "Relationship map", "{% map relationships.map %}", 7.6)
    _para(
        document,
        "Colour shows the strength of the relationship, the badge the buying role. "
        '{{ relationships.map_more | default("") }}',
        "Caption",
    )
    document.add_paragraph("Influence and strength", style="Heading 2")
    word.placeholder(document, "Influence and strength", "{% matrix relationships.matrix %}", 5.6)
    _para(
        document,
        'Act first on high influence with low strength. {{ relationships.matrix_more | default("") }}',
        "Caption",
    )
    _block(document, "{% endif %}")
    _people(document)
    _threading(document)
    _block(document, "{% else %}")
    _para(document, "{{ empty.contacts }}", "Empty")
    _block(document, "{% endif %}")
    _close(document)


def _people(document: DocxDocument) -> None:
    document.add_paragraph("Key people", style="Heading 2")
    _rows(
        document,
        "c",
        "relationships.contacts_shown",
        ("Name", "Title and division", "Role", "Influence", "Strength", "Last touch"),
        (
            "[[Strong|{{ c.name }}]]",
            '{{ c.title | default("title not recorded") }}, {{ c.unit }}',
            '{{ c.role_label | default("not known") }}',
            '{{ c.influence_label | default("not known") }}',
            '{{ c.strength_label | default("not known") }}{% if c.strength_source == "inferred" %} [[Quiet|(inferred)]]{% endif %}',
            '{{ c.last_touch | default("none recorded") }}',
        ),
        (1.8, 4.5, 1.75, 1.0, 1.9, 1.4),
        more='relationships.contacts_more | default("")',
    )
    document.add_paragraph("Gaps, and what would mend them", style="Heading 2")
    _rows(
        document,
        "g",
        "relationships.gaps_shown",
        ("Gap", "Next action"),
        ("{{ g.text }}", "{{ g.action }}"),
        (5.6, 5.0),
        empty="No gap: every division has several active contacts, and the key roles are filled.",
        more='relationships.gaps_more | default("")',
    )


def _threading(document: DocxDocument) -> None:
    _block(document, "{% if sections.maps %}")
    document.add_paragraph("Buying centres covered", style="Heading 2")
    roles = (
        ("Economic buyer", "economic_buyer"),
        ("Decision maker", "decision_maker"),
        ("Champion", "champion"),
        ("Coach", "coach"),
        ("Influencer", "influencer"),
        ("Blocker", "blocker"),
    )
    _rows(
        document,
        "u",
        "relationships.coverage_shown",
        ("Division", *(label for label, _ in roles)),
        ("{{ u.unit }}", *(f'{{{{ u.{role} | default("–") }}}}' for _, role in roles)),
        (2.4, *(1.6 for _ in roles)),
        more='relationships.coverage_more | default("")',
    )
    _block(document, "{% endif %}")


def _whitespace(document: DocxDocument) -> None:
    _open(document, "whitespace", "Whitespace")
    _block(document, "{% if whitespace.rows %}")
    _when(document, "whitespace.warning", "{{ whitespace.warning }}", "Warning")
    _block(document, "{% if sections.grid %}")
    _rows(
        document,
        "u",
        "whitespace.rows_shown",
        ("Division", "Owned", "In progress", "Open", "Value of open cells"),
        (
            "{{ u.name }}",
            "[[State Good|{{ u.owned }}]]",
            "[[State Attention|{{ u.in_progress }}]]",
            "{{ u.open }}",
            '{{ u.value | default("not set") }}',
        ),
        (4.2, 1.4, 1.6, 1.4, 2.4),
        more='whitespace.rows_more | default("")',
        numbers=(1, 2, 3, 4),
    )
    _chart(
        document,
        _RENEWAL,
        '{% chart charts.whitespace_renewal or "Neither whitespace nor renewal has a value" %}',
        2.6,
    )
    _para(
        document,
        'Open whitespace against the value up for renewal, in {{ account.currency }}. {{ whitespace.value_note | default("") }}',
        "Caption",
    )
    _block(document, "{% endif %}")
    document.add_paragraph("Where to go first", style="Heading 2")
    _rows(
        document,
        "c",
        "whitespace.priorities_shown",
        ("Product and division", "Need, access, budget", "Value", "Play", "Owner", "Close"),
        (
            "[[Strong|{{ c.product }}]]\n{{ c.unit }}",
            "{{ c.questions }}",
            '{{ c.value | default("not set") }}',
            '{{ c.play | default("no play yet") }}',
            '{{ c.owner | default("no owner") }}',
            '{{ c.close_date | default("no date") }}',
        ),
        (2.6, 2.7, 1.3, 3.0, 1.6, 1.5),
        empty="No open cell has both a need and a way in yet: qualify before planning.",
        more='whitespace.priorities_more | default("")',
        numbers=(2,),
    )
    _block(document, "{% else %}")
    _para(document, "{{ empty.whitespace }}", "Empty")
    _block(document, "{% endif %}")
    _close(document)


def _competition(document: DocxDocument) -> None:
    _open(document, "competition", "Competition")
    _rows(
        document,
        "r",
        "rivals_shown",
        ("Rival", "Won against", "Lost to", "Open with", "Its strengths", "Where we are better"),
        (
            "[[Strong|{{ r.name }}]]",
            *(
                f"{{{{ r.{state} }}}}{{% if r.{state}_amount is not none %}}"
                f" ({{{{ r.{state}_amount }}}}){{% endif %}}"
                for state in ("won", "lost", "open")
            ),
            f"{{{{ r.strengths {NONE} }}}}",
            f"{{{{ r.weaknesses {NONE} }}}}",
        ),
        (1.2, 1.3, 1.3, 1.3, 3.4, 3.4),
        empty="{{ empty.rivals }}",
        more='rivals_more | default("")',
    )
    _block(document, "{% if plan.customer_competitors %}")
    document.add_paragraph("The customer's own market", style="Heading 2")
    _para(document, "[[Strong|Its competitors.]] {{ plan.customer_competitors }}")
    _when(
        document,
        "plan.customer_competitive_strengths",
        "[[Strong|Where it leads.]] {{ plan.customer_competitive_strengths }}",
    )
    _when(
        document,
        "plan.customer_competitive_weaknesses",
        "[[Strong|Where it trails.]] {{ plan.customer_competitive_weaknesses }}",
    )
    _block(document, "{% endif %}")
    _block(document, "{% if plan.has_swot %}")
    document.add_paragraph(
        "Our relationship: strengths, weaknesses, opportunities, threats", style="Heading 2"
    )
    word.table(
        document,
        ("Strengths", "Weaknesses"),
        [(f"{{{{ plan.strengths {NONE} }}}}", f"{{{{ plan.weaknesses {NONE} }}}}")],
        (1, 1),
    )
    _para(document, "", "Note")
    word.table(
        document,
        ("Opportunities", "Threats"),
        [(f"{{{{ plan.opportunities {NONE} }}}}", f"{{{{ plan.threats {NONE} }}}}")],
        (1, 1),
    )
    _para(document, "", "Note")
    _block(document, "{% endif %}")
    _close(document)


def _goals(document: DocxDocument) -> None:
    _open(document, "goals", "Objectives, measures and plays")
    _block(document, "{% if goals_shown %}")
    _block(document, "{% if sections.maps %}")
    _chart(document, _BRIDGE, '{% chart charts.revenue_bridge or "No target is recorded" %}', 4.0)
    _para(
        document,
        "From yearly contract value now to the target, in {{ account.currency }}.",
        "Caption",
    )
    _block(document, "{% endif %}")
    _block(document, "{% for g in goals_shown %}")
    document.add_paragraph("{{ g.name }}", style="Heading 2")
    _para(
        document,
        f"[[Strong|Owner]] {{{{ g.owner {NONE} }}}} · [[Strong|Due]] {{{{ g.end {NONE} }}}} · "
        f'[[Strong|Customer priority]] {{{{ g.priority | default("none stated") }}}}',
        "Note",
    )
    _when(document, "g.strategy", "{{ g.strategy }}")
    _when(document, "g.customer_outcome", "[[Strong|For the customer.]] {{ g.customer_outcome }}")
    _rows(
        document,
        "m",
        "g.measures",
        ("Measure", "Baseline", "Now", "Target", "Progress", "Covered by plays", "Not covered"),
        (
            "{{ m.name }}",
            '{{ m.baseline_text | default("missing") }}',
            '{{ m.current_text | default("–") }}',
            '{{ m.target_text | default("–") }}',
            '{{ m.progress | default("–") }}',
            '{{ m.bridge | default("–") }}',
            '{{ m.uncovered | default("–") }}',
        ),
        (3.4, 1.4, 1.4, 1.4, 1.1, 1.6, 1.5),
        empty="No measure is recorded.",
        numbers=(1, 2, 3, 4, 5, 6),
    )
    _block(document, "{% for p in g.plays %}")
    _para(
        document,
        "[[Strong|{{ p.name }}]] · {{ p.unit }} · "
        f"{{{{ p.owner {NONE} }}}} · {{{{ p.close_date {NONE} }}}} · "
        '{{ p.value | default("value not set") }}',
        "Play",
    )
    _block(document, "{% endfor %}")
    _when(document, "g.problems", "[[State Attention|To be completed:]] {{ g.problems }}.", "Note")
    _block(document, "{% endfor %}")
    _when(document, "goals_more", "{{ goals_more }}", "Note")
    _block(document, "{% else %}")
    _para(document, "{{ empty.goals }}", "Empty")
    _block(document, "{% endif %}")
    _close(document)


def _renewal(document: DocxDocument) -> None:
    _open(document, "renewal", "Renewal strategy")
    word.table(
        document,
        ("Renewal", ""),
        [
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
                '{% if renewal.status == "red" %}[[State Bad|{{ renewal.status_label }}]]'
                '{% elif renewal.status == "attention" %}[[State Attention|{{ renewal.status_label }}]]'
                "{% else %}[[State Good|{{ renewal.status_label }}]]{% endif %}"
                "{% if renewal.status_reason %}: {{ renewal.status_reason }}{% endif %}",
            ),
            ("Owner", f"{{{{ renewal.owner {NONE} }}}}"),
            (
                "Notice period",
                "{% if renewal.notice_days is not none %}{{ renewal.notice_days }} days{% else %}not recorded in Salesforce{% endif %}",
            ),
            ("Strategy", f"{{{{ renewal.strategy {MISSING} }}}}"),
        ],
        (1.6, 9.0),
    )
    _para(document, "", "Note")
    _block(document, "{% if renewal.conflict %}")
    _para(document, "The sources do not agree on the date", "Heading 2")
    _rows(
        document,
        "s",
        "renewal.sources",
        ("Date", "Source"),
        ("{{ s.date }}", "{{ s.source }}"),
        (2, 8),
    )
    _block(document, "{% endif %}")
    _block(document, '{% if document.form == "full" %}')
    _rows(
        document,
        "m",
        "renewal.milestones",
        ("Before renewal", "Date", "What is due", "State"),
        (
            "{{ m.days_before }} days",
            "{{ m.date }}",
            "{{ m.name }}",
            "{% if m.is_past %}past{% else %}ahead{% endif %}",
        ),
        (1.8, 1.8, 6.0, 1.2),
    )
    _block(document, "{% endif %}")
    _close(document)


def _actions(document: DocxDocument) -> None:
    _open(document, "actions", "Action plan")
    _rows(
        document,
        "a",
        "actions_shown",
        ("Action", "Division", "Owner", "Due", "Priority", "Escalate to"),
        (
            "{{ a.subject }}",
            "{{ a.unit }}",
            f"{{{{ a.owner {NONE} }}}}{{% if a.owner_is_queue %}} [[State Attention|(a queue)]]{{% endif %}}",
            '{% if a.days_overdue > 0 %}[[State Bad|{{ a.due_label }}]]{% else %}{{ a.due_label | default("no date") }}{% endif %}',
            '{{ a.priority | default("–") }}',
            '{{ a.escalate_to | default("–") }}',
        ),
        (4.2, 2.7, 1.8, 2.5, 0.9, 1.4),
        empty="{{ empty.actions }}",
        more='actions_more | default("")',
    )
    _block(document, '{% if commitments_shown and document.form == "full" %}')
    document.add_paragraph("What we and the customer promised each other", style="Heading 2")
    _rows(
        document,
        "c",
        "commitments_shown",
        ("Commitment", "Ours", "Theirs", "Due", "State"),
        (
            "{{ c.name }}",
            '{{ c.our_owner | default("–") }}',
            '{{ c.customer_owner | default("–") }}',
            f"{{{{ c.due {NONE} }}}}",
            '{% if c.state == "kept" %}[[State Good|{{ c.state_label }}]]{% elif c.state == "open" %}{{ c.state_label }}'
            "{% else %}[[State Bad|{{ c.state_label }}]]{% endif %}",
        ),
        (4.4, 1.9, 1.9, 1.6, 1.1),
        more='commitments_more | default("")',
    )
    _block(document, "{% endif %}")
    _close(document)


def _risks(document: DocxDocument) -> None:
    _open(document, "risks", "Risk register")
    _rows(
        document,
        "r",
        "risks_shown",
        ("Risk", "Likelihood", "Impact", "Owner", "Due", "Mitigation"),
        (
            "{{ r.name }}{% if r.is_derived %} [[Quiet|({{ r.origin }})]]{% endif %}",
            '{{ r.likelihood_label | default("–") }}',
            '{% if r.impact == "high" %}[[State Bad|{{ r.impact_label }}]]'
            '{% else %}{{ r.impact_label | default("–") }}{% endif %}',
            '{{ r.owner | default("no owner") }}',
            '{{ r.due | default("no date") }}',
            '{{ r.mitigation | default("none recorded") }}',
        ),
        (3.6, 1.4, 1.2, 1.5, 1.7, 5.2),
        empty="{{ empty.risks }}",
        more='risks_more | default("")',
    )
    _close(document)


def _resources(document: DocxDocument) -> None:
    _open(document, "resources", "Team and resources")
    _rows(
        document,
        "t",
        "team_shown",
        ("Role", "Person", "Title"),
        (
            "{{ t.role }}",
            "{% if t.is_filled %}{{ t.name }}{% else %}[[State Attention|not filled]]{% endif %}",
            '{{ t.title | default("") }}',
        ),
        (3.0, 3.4, 4.2),
        empty="{{ empty.team }}",
        more='team_more | default("")',
    )
    _close(document)


def _scorecard(document: DocxDocument) -> None:
    _open(document, "scorecard", "Scorecard: leading and lagging")
    for title, rows in (
        ("Leading: what we do", "metrics.leading"),
        ("Lagging: what came of it", "metrics.lagging"),
    ):
        document.add_paragraph(title, style="Heading 2")
        _rows(
            document,
            "m",
            rows,
            ("Metric", "Baseline", "Now", "Target", "What it is made from"),
            (
                "{{ m.name }}",
                '{{ m.baseline_text | default("–") }}',
                '{{ m.current_text | default("not known") }}',
                '{{ m.target_text | default("–") }}',
                "{{ m.source }}{% if m.note %}; {{ m.note }}{% endif %}",
            ),
            (2.6, 1.0, 1.1, 1.0, 6.2),
            numbers=(1, 2, 3),
        )
    _close(document)


def _coverage(document: DocxDocument) -> None:
    _open(document, "coverage", "Sources and coverage")
    _para(
        document,
        'Read from {{ document.org or "an org whose name is not visible" }} as '
        '{{ document.user or "a user whose name is not visible" }}; '
        "newest change in what was read: "
        '{{ document.newest_change | default("not known") }}. {{ document.basis | default("") }}',
        "Note",
    )
    _block(document, '{% if document.form == "full" %}')
    _para(
        document,
        '[[Strong|Read in full:]] {% for c in coverage %}{% if c.state == "read" and not c.missing %}'
        "{{ c.label }} ({{ c.count }}) · {% endif %}{% endfor %}"
        "where each is kept stands in the workbook.",
        "Note",
    )
    _block(document, "{% endif %}")
    _block(document, '{% if coverage_gaps and document.form != "full" %}')
    _para(
        document,
        "[[Strong|Not in full:]] {% for c in coverage_gaps %}{{ c.label }}: {{ c.line }}"
        "{% if not loop.last %} · {% endif %}{% endfor %}",
        "Note",
    )
    _block(document, "{% endif %}")
    _block(document, '{% if coverage_gaps and document.form == "full" %}')
    word.table(
        document,
        ("What", "State", "Where it is kept"),
        [
            (
                "{% row for c in coverage_gaps %}{{ c.label }}",
                "{{ c.line }}",
                '{{ c.source | default("") }}{% endfor %}',
            )
        ],
        (2.6, 5.4, 3.2),
    )
    _para(document, "", "Note")
    _block(document, "{% endif %}")
    _block(document, "{% if problems_shown %}")
    document.add_paragraph("Records that need attention", style="Heading 2")
    _rows(
        document,
        "p",
        "problems_shown",
        ("What is wrong", "Where", "Record"),
        ("{{ p.message }}", '{{ p.source | default("") }}', '{{ p.record_id | default("") }}'),
        (6.2, 2.6, 2.4),
        more='problems_more | default("")',
    )
    _block(document, "{% endif %}")
    _close(document)


def _chart(document: DocxDocument, spec: Spec, alt: str, height: float) -> None:
    xml, workbook = parts(spec)
    word.chart(document, xml, workbook, alt.replace('"', "&quot;"), height)


_CASES = Spec(
    "column_line",
    (
        Series("Opened", "slate", labels=False),
        Series("Closed", "teal", labels=False),
        Series("Median days to close", "blue"),
    ),
    size=9,
)
_WON = Spec("column", (Series("Won", "teal"),), size=9, legend=False)
_RENEWAL = Spec("bar", (Series("Value", "blue"),), size=9, legend=False, gap=40)
_BRIDGE = Spec(
    "stacked",
    (
        Series("Base", "none"),
        Series("Revenue", "navy"),
        Series("Plays", "teal"),
        Series("Not covered", "amber"),
    ),
    size=9,
)

SECTIONS = (
    _priorities,
    _profile,
    _performance,
    _relationships,
    _whitespace,
    _competition,
    _goals,
    _renewal,
    _actions,
    _risks,
    _resources,
    _scorecard,
    _coverage,
)
