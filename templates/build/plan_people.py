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
    table,
    when,
)

_CONTACTS = Listing(
    "c",
    "relationships.key_people_shown",
    (
        Column("Name", "[[Strong|{{ c.name }}]]", 2.8),
        Column("Title", '{{ c.title | default("not recorded") }}', 4.7),
        Column("Role (stated in)", '{{ c.role_line | default("not known") }}', 3.3),
        Column("Influence", '{{ c.influence_line | default("not known") }}', 2.5),
        Column("Strength", '{{ c.strength_line | default("not known") }}', 3.5),
        Column("Last touch", '{{ c.last_touch | default("none") }}', 2.3),
    ),
    more='relationships.key_people_more | default("")',
)

_GAPS = Listing(
    "g",
    "relationships.gaps_shown",
    (
        Column("Gap", "{{ g.text }}", 6.6),
        Column("Next action", "{{ g.action }}", 4.9),
        Column("Owner", '{{ g.owner | default("not recorded") }}', 2.2),
        Column("By", "{{ g.due_line }}", 1.9),
    ),
    empty="No gap: every division has several active contacts, and the key roles are filled.",
    more='relationships.gaps_more | default("")',
)

_NEXT_STEP = (
    "{% for g in relationships.gaps %}Next step: {{ g.action }} "
    '{{ g.owner | default("Owner not recorded") }}, by {{ g.due_line }}.{% endfor %}'
)
"""Of an account without contacts: a sentence where the tables would stand."""

_WAYS = Listing(
    "w",
    "relationships.introductions_shown",
    (
        Column("To reach", "[[Strong|{{ w.name }}]]", 2.4),
        Column("Why", "{{ w.reason_label }}", 1.8),
        Column("Who introduces whom", "{{ w.route }}", 8.0),
        Column("Steps", '{{ w.hops | default("unknown") }}', 1.2, number=True),
    ),
    more='relationships.introductions_more | default("")',
)

_CHANGES = Listing(
    "x",
    "relationships.changes_shown",
    (
        Column("Date", '{{ x.date | default("no date") }}', 1.6),
        Column("Person", "[[Strong|{{ x.name }}]]", 2.4),
        Column("What changed", "{{ x.line }}", 9.0),
    ),
    more='relationships.changes_more | default("")',
)

_COVERAGE = Listing(
    "u",
    "relationships.covered_shown",
    (
        Column("Division", "{{ u.unit }}", 5.2),
        *(
            Column(
                head,
                f"{{% if u.{role} %}}{{{{ u.{role} }}}}{{% else %}}[[State Attention|gap]]{{% endif %}}",
                width,
            )
            for head, role, width in (
                ("Economic buyer", "economic_buyer", 2.9),
                ("Decision maker", "decision_maker", 4.4),
                ("Champion, coach", "supporters", 3.2),
                ("Influencer, user", "others", 4.6),
            )
        ),
    ),
    more='relationships.covered_more | default("")',
)


def relationships(document: DocxDocument) -> None:
    with (
        section(document, "relationships", "Organisation and relationships"),
        kept(document, "relationships.contacts"),
    ):
        with kept(document, "sections.maps"):
            document.add_paragraph("Reporting lines", style="Heading 2")
            word.placeholder(document, "Relationship map", "{% map relationships.map %}", 6.8)
            para(
                document,
                "Each box: buying role and strength of the relationship (0 to 4), which the colour "
                "repeats; a box without a line has no reporting line on record. "
                '{{ relationships.map_more | default("") }}',
                "Caption",
            )
            when(
                document,
                "relationships.cycles",
                "Reporting lines that form a ring: {{ relationships.cycles }}.",
                "Caption",
            )
            document.add_paragraph("Influence and strength", style="Heading 2")
            word.placeholder(
                document, "Influence and strength", "{% matrix relationships.matrix %}", 4.4
            )
            para(
                document,
                '{{ relationships.act_first | default("Nobody of high influence has a weak '
                'relationship.") }} {{ relationships.matrix_more | default("") }}',
                "Caption",
            )
        _people(document)
        _coverage(document)
        otherwise(document)
        para(document, "{{ empty.contacts }}", "Empty")
        when(document, "relationships.gaps", _NEXT_STEP, "Empty")


def _people(document: DocxDocument) -> None:
    document.add_paragraph("Key people", style="Heading 2")
    listed(document, _CONTACTS)
    document.add_paragraph("Gaps, and what would mend them", style="Heading 2")
    listed(document, _GAPS)
    with kept(document, "relationships.introductions"), kept(document, "sections.maps"):
        document.add_paragraph("Who can introduce us to whom", style="Heading 2")
        table(document, _WAYS)
        otherwise(document)
        para(document, "[[Strong|Ways in.]] {{ relationships.introductions_line }}")


def _coverage(document: DocxDocument) -> None:
    """Only where there is room for the maps: the shorter forms name the gaps."""
    with kept(document, "sections.maps"):
        document.add_paragraph("Buying centres covered", style="Heading 2")
        when(
            document, "relationships.coverage_note", "{{ relationships.coverage_note }}", "Caption"
        )
        listed(document, _COVERAGE)
        with kept(document, "relationships.changes"):
            document.add_paragraph("What changed in 180 days", style="Heading 2")
            table(document, _CHANGES)
        when(document, "relationships.changes_note", "{{ relationships.changes_note }}", "Note")
