"""The account plan's people: the customer's, and how we stand with them."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build import word
from templates.build.plan_words import (
    Column,
    Listing,
    kept,
    listed,
    otherwise,
    para,
    section,
)

_CONTACTS = Listing(
    "c",
    "relationships.contacts_shown",
    (
        Column("Name", "[[Strong|{{ c.name }}]]", 1.8),
        Column(
            "Title and division", '{{ c.title | default("title not recorded") }}, {{ c.unit }}', 4.5
        ),
        Column("Role", '{{ c.role_label | default("not known") }}', 1.75),
        Column("Influence", '{{ c.influence_label | default("not known") }}', 1.0),
        Column(
            "Strength",
            '{{ c.strength_label | default("not known") }}{% if c.strength_source == "inferred" %} [[Quiet|(inferred)]]{% endif %}',
            1.9,
        ),
        Column("Last touch", '{{ c.last_touch | default("none recorded") }}', 1.4),
    ),
    more='relationships.contacts_more | default("")',
)

_GAPS = Listing(
    "g",
    "relationships.gaps_shown",
    (
        Column("Gap", "{{ g.text }}", 5.6),
        Column("Next action", "{{ g.action }}", 5.0),
    ),
    empty="No gap: every division has several active contacts, and the key roles are filled.",
    more='relationships.gaps_more | default("")',
)

_COVERAGE = Listing(
    "u",
    "relationships.coverage_shown",
    (
        Column("Division", "{{ u.unit }}", 2.4),
        *(
            Column(head, f'{{{{ u.{role} | default("–") }}}}', 1.6)
            for head, role in (
                ("Economic buyer", "economic_buyer"),
                ("Decision maker", "decision_maker"),
                ("Champion", "champion"),
                ("Coach", "coach"),
                ("Influencer", "influencer"),
                ("Blocker", "blocker"),
            )
        ),
    ),
    more='relationships.coverage_more | default("")',
)


def relationships(document: DocxDocument) -> None:
    with (
        section(document, "relationships", "Organisation and relationships"),
        kept(document, "relationships.contacts"),
    ):
        with kept(document, "sections.maps"):
            document.add_paragraph("Reporting lines", style="Heading 2")
            word.placeholder(document, "Relationship map", "{% map relationships.map %}", 7.6)
            para(
                document,
                "Colour shows the strength of the relationship, the badge the buying role. "
                '{{ relationships.map_more | default("") }}',
                "Caption",
            )
            document.add_paragraph("Influence and strength", style="Heading 2")
            word.placeholder(
                document, "Influence and strength", "{% matrix relationships.matrix %}", 5.6
            )
            para(
                document,
                'Act first on high influence with low strength. {{ relationships.matrix_more | default("") }}',
                "Caption",
            )
        _people(document)
        _threading(document)
        otherwise(document)
        para(document, "{{ empty.contacts }}", "Empty")


def _people(document: DocxDocument) -> None:
    document.add_paragraph("Key people", style="Heading 2")
    listed(document, _CONTACTS)
    document.add_paragraph("Gaps, and what would mend them", style="Heading 2")
    listed(document, _GAPS)


def _threading(document: DocxDocument) -> None:
    with kept(document, "sections.maps"):
        document.add_paragraph("Buying centres covered", style="Heading 2")
        listed(document, _COVERAGE)
