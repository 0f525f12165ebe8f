"""The account plan's view of the customer: its priorities, its profile, who else is there."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build import word
from templates.build.charts import Series, Spec
from templates.build.plan_words import (
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

_CASES = Spec(
    "column_line",
    (
        Series("Opened", "slate", labels=False),
        Series("Closed", "teal", labels=False),
        Series("Median days to close", "blue"),
    ),
    size=9,
)

_PRIORITIES = Listing(
    "p",
    "priorities_shown",
    (
        Column("Customer priority", '[[Strong|{{ p.name }}]]\n{{ p.outcome | default("") }}', 3.6),
        Column("How it is measured", f"{{{{ p.kpi {NONE} }}}}", 2.2),
        Column("Baseline", '{{ p.baseline_text | default("–") }}', 1.1),
        Column("Now", '{{ p.current_text | default("–") }}', 1.1),
        Column("Target", '{{ p.target_text | default("–") }}', 1.1),
        Column("Who said it, and where", f"{{{{ p.stated {NONE} }}}}", 3.2),
    ),
    empty="{{ empty.priorities }}",
    more='priorities_more | default("")',
)

_QUESTIONS = Listing(
    "q",
    "plan.questions",
    (
        Column("Question", "{{ q.question }}", 3.6),
        Column("What we know", '{{ q.answer | default("Open: ask at the next review") }}', 7.0),
    ),
)

_PRODUCTS = Listing(
    "p",
    "usage.products_shown",
    (
        Column("Product", "{{ p.name }}", 2.6),
        Column("Family", "{{ p.family }}", 2.6),
        Column("Divisions", "{{ p.teams }}", 1.2, number=True),
        Column("Quantity", '{{ p.quantity | default("–") }}', 1.2, number=True),
        Column("Active users", '{{ p.active_users | default("–") }}', 1.4, number=True),
        Column("First term ends", '{{ p.until | default("–") }}', 1.8),
    ),
    empty="{{ empty.products }}",
    more='usage.products_more | default("")',
)

_WHERE = (
    "{% if s.source %}{{ s.source }}{% if s.url %}: {% endif %}{% endif %}"
    f"{{% if s.url or not s.source %}}{{{{ s.url {NONE} }}}}{{% endif %}}"
)

_SIGNALS = Listing(
    "s",
    "signals_shown",
    (
        Column("Date", "{{ s.date }}", 1.3),
        Column("Kind", "{{ s.kind_label }}", 1.6),
        Column("What happened", "{{ s.text }}", 5.9),
        Column("Source", _WHERE, 3.6),
    ),
    empty="{{ empty.signals }}",
    more='signals_more | default("")',
)

_RIVALS = Listing(
    "r",
    "rivals_shown",
    (
        Column("Rival", "[[Strong|{{ r.name }}]]", 1.2),
        *(
            Column(
                head,
                f"{{{{ r.{state} }}}}{{% if r.{state}_amount is not none %}}"
                f" ({{{{ r.{state}_amount }}}}){{% endif %}}",
                1.3,
            )
            for head, state in (("Won against", "won"), ("Lost to", "lost"), ("Open with", "open"))
        ),
        Column("Its strengths", f"{{{{ r.strengths {NONE} }}}}", 3.4),
        Column("Where we are better", f"{{{{ r.weaknesses {NONE} }}}}", 3.4),
    ),
    empty="{{ empty.rivals }}",
    more='rivals_more | default("")',
)


def priorities(document: DocxDocument) -> None:
    with section(document, "priorities", "What the customer wants to achieve"):
        listed(document, _PRIORITIES)
        with kept(document, "sections.questions"):
            document.add_paragraph("Five questions to keep asking", style="Heading 2")
            listed(document, _QUESTIONS)


def profile(document: DocxDocument) -> None:
    with section(document, "profile", "Profile and current state"):
        when(document, "account.line", "{{ account.line }}", "Note")
        when(document, "account.description", "{{ account.description }}")
        when(
            document,
            "account.value_proposition",
            "[[Strong|Value proposition.]] {{ account.value_proposition }}"
            "{% if account.value_proposition_file %} ({{ account.value_proposition_file }}){% endif %}",
        )
        when(
            document,
            "account.expansion_thesis",
            "[[Strong|Expansion thesis.]] {{ account.expansion_thesis }}"
            "{% if account.expansion_thesis_file %} ({{ account.expansion_thesis_file }}){% endif %}",
        )
        document.add_paragraph("Products owned", style="Heading 2")
        listed(document, _PRODUCTS)
        when(document, "usage.source_note", "{{ usage.source_note }}.", "Note")
        _support(document)
        _signals(document)


def _support(document: DocxDocument) -> None:
    document.add_paragraph("Support", style="Heading 2")
    with kept(document, "support.quarters"):
        chart(
            document,
            _CASES,
            '{% chart charts.cases or "No support cases in the last eight quarters" %}',
            3.6,
        )
        para(
            document,
            'Open cases: {{ support.open | default("not known") }}'
            ', escalated: {{ support.escalated | default("not known") }}'
            "{% if support.oldest_open_days is not none %}, oldest open for {{ support.oldest_open_days }} days{% endif %}"
            "{% if support.median_days is not none %}; median time to close {{ support.median_days }} days{% endif %}.",
            "Caption",
        )
        otherwise(document)
        para(document, "{{ empty.support }}", "Empty")


def _signals(document: DocxDocument) -> None:
    document.add_paragraph("Signals of the last 180 days", style="Heading 2")
    listed(document, _SIGNALS)


def competition(document: DocxDocument) -> None:
    with section(document, "competition", "Competition"):
        listed(document, _RIVALS)
        _market(document)
        _swot(document)


def _market(document: DocxDocument) -> None:
    with kept(document, "plan.customer_competitors"):
        document.add_paragraph("The customer's own market", style="Heading 2")
        para(document, "[[Strong|Its competitors.]] {{ plan.customer_competitors }}")
        when(
            document,
            "plan.customer_competitive_strengths",
            "[[Strong|Where it leads.]] {{ plan.customer_competitive_strengths }}",
        )
        when(
            document,
            "plan.customer_competitive_weaknesses",
            "[[Strong|Where it trails.]] {{ plan.customer_competitive_weaknesses }}",
        )


def _swot(document: DocxDocument) -> None:
    with kept(document, "plan.has_swot"):
        document.add_paragraph(
            "Our relationship: strengths, weaknesses, opportunities, threats", style="Heading 2"
        )
        for pair in (("Strengths", "Weaknesses"), ("Opportunities", "Threats")):
            words = [f"{{{{ plan.{name.lower()} {NONE} }}}}" for name in pair]
            word.table(document, pair, [words], (1, 1))
            para(document, "", "Note")
