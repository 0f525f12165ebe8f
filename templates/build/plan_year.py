"""The account plan's year-end page: goals against what was reached, and what goes on (row 26)."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.plan_words import Column, Listing, kept, listed, para, section

_VERDICT = (
    '{% if g.verdict == "reached" %}[[State Good|{{ g.verdict_label }}]]'
    '{% elif g.verdict == "missed" %}[[State Bad|{{ g.verdict_label }}]]'
    "{% else %}{{ g.verdict_label }}{% endif %}"
)

_GOALS = Listing(
    "g",
    "year_end.goals_shown",
    (
        Column("Objective and measure", "[[Strong|{{ g.measure }}]]\n{{ g.goal }}", 5.6),
        Column("Baseline", '{{ g.baseline_text | default("missing") }}', 1.5, number=True),
        Column("Target", '{{ g.target_text | default("–") }}', 1.5, number=True),
        Column("Reached", '{{ g.reached_text | default("not known") }}', 1.5, number=True),
        Column("Verdict", _VERDICT, 1.5),
    ),
    empty="No objective of this year is recorded in Salesforce.",
    more='year_end.goals_more | default("")',
)

_QUARTERS = Listing(
    "q",
    "year_end.quarters",
    (
        Column("Quarter", "{{ q.quarter }}", 2.0),
        Column("Deals won", "{{ q.won_count }}", 1.4, number=True),
        Column("Won", '{{ q.won | default("not known") }}', 2.0, number=True),
        Column("Deals lost", "{{ q.lost_count }}", 1.4, number=True),
        Column("Lost", '{{ q.lost | default("not known") }}', 2.0, number=True),
    ),
)

_CARRIED = Listing(
    "c",
    "year_end.carried_shown",
    (
        Column("Carried forward", "{{ c.kind_label }}", 1.5),
        Column("What", "{{ c.name }}", 6.2),
        Column("Owner", '{{ c.owner | default("no owner") }}', 1.9),
        Column("Due", '{{ c.due | default("no date") }}', 1.5),
    ),
    empty="Nothing is open beyond the year.",
    more='year_end.carried_more | default("")',
)


def year_end(document: DocxDocument) -> None:
    with section(document, "year_end", "The year looked back on"):
        para(
            document,
            "{{ year_end.year }} runs from {{ year_end.start }} to {{ year_end.end }}. Yearly contract "
            'value: {{ year_end.revenue_then | default("not known") }} on '
            '{{ year_end.revenue_then_day }}, {{ year_end.revenue_now | default("not known") }} on '
            "{{ document.as_of }}.",
        )
        with kept(document, 'document.form == "full"'):
            for listing in (_GOALS, _QUARTERS):
                listed(document, listing)
                para(document, "", "Gap")
        listed(document, _CARRIED)
