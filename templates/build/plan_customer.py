"""The account plan's view of the customer: its priorities, its rivals for our place, its market."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build import word
from templates.build.plan_words import (
    NONE,
    Column,
    Listing,
    kept,
    listed,
    para,
    section,
    when,
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
