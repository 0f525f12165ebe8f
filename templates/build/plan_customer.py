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


def _stop(name: str) -> str:
    """A picklist's value ends no sentence by itself."""
    return "." if name == "account.industry" else ""


_PRIORITIES = Listing(
    "p",
    "priorities_shown",
    (
        Column("Customer priority", '[[Strong|{{ p.name }}]]\n{{ p.outcome | default("") }}', 3.6),
        Column("How it is measured", f"{{{{ p.kpi {NONE} }}}}", 2.2),
        Column("Baseline", '{{ p.baseline_text | default("–") }}', 1.1),
        Column("Now", '{{ p.current_text | default("–") }}', 1.1),
        Column("Target", '{{ p.target_text | default("–") }}', 1.1),
        Column(
            "Who said it, and where",
            f"{{{{ p.stated {NONE} }}}}{{% if p.source_gap %}} [[State Bad|{{{{ p.source_gap }}}}]]{{% endif %}}",
            3.2,
        ),
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
        Column("Rival", "[[Strong|{{ r.name }}]]", 1.4),
        Column("Our deals with it", "{{ r.record }}", 2.6),
        Column("Its strengths", f"{{{{ r.strengths {NONE} }}}}", 3.4),
        Column(
            "Its weaknesses, our advantage",
            f"{{{{ r.weaknesses {NONE} }}}}"
            "{% if r.our_advantage %} [[Strong|Our advantage:]] {{ r.our_advantage }}{% endif %}",
            3.8,
        ),
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
    """The customer's own market, never mixed with our rivals (row 85)."""
    with kept(document, "plan.customer_competitors or plan.trends"):
        document.add_paragraph("The customer's own market", style="Heading 2")
        for pair in (
            (("Industry.", "account.industry"), ("Its competitors.", "plan.customer_competitors")),
            (
                ("Where it leads.", "plan.customer_competitive_strengths"),
                ("Where it trails.", "plan.customer_competitive_weaknesses"),
            ),
            (("Trends.", "plan.trends"),),
        ):
            words = (
                f"{{% if {name} %}}[[Strong|{head}]] {{{{ {name} }}}}{_stop(name)} {{% endif %}}"
                for head, name in pair
            )
            when(document, " or ".join(name for _, name in pair), "".join(words))


def _swot(document: DocxDocument) -> None:
    with kept(document, "plan.has_swot"):
        document.add_paragraph(
            "Our relationship: strengths, weaknesses, opportunities, threats", style="Heading 2"
        )
        words = [
            f"{{{{ plan.{name} {NONE} }}}}"
            for name in ("strengths", "weaknesses", "opportunities", "threats")
        ]
        below = ("[[Strong|Opportunities]]", "[[Strong|Threats]]")
        rows = (words[:2], below, words[2:])
        word.keep_whole(word.table(document, ("Strengths", "Weaknesses"), rows, (1, 1)))
        para(document, "", "Gap")
