"""The account plan's end: what the figures were read from, and what is missing."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.plan_words import (
    Column,
    Listing,
    kept,
    listed,
    para,
    section,
    table,
)

_GAPS = Listing(
    "c",
    "coverage_gaps",
    (
        Column("What", "{{ c.label }}", 2.6),
        Column("State", "{{ c.line }}", 5.4),
        Column("Where it is kept", '{{ c.source | default("") }}', 3.2),
    ),
)

_PROBLEMS = Listing(
    "p",
    "problems_shown",
    (
        Column("What is wrong", "{{ p.message }}", 6.2),
        Column("Where", '{{ p.source | default("") }}', 2.6),
        Column("Record", '{{ p.record_id | default("") }}', 2.4),
    ),
    more='problems_more | default("")',
)


def coverage(document: DocxDocument) -> None:
    with section(document, "coverage", "Sources and coverage"):
        para(
            document,
            'Read from {{ document.org or "an org whose name is not visible" }} as '
            '{{ document.user or "a user whose name is not visible" }}; '
            "newest change in what was read: "
            '{{ document.newest_change | default("not known") | replace("T", " at ") | replace(":00+00:00", " UTC") }}. {{ document.basis | default("") }}',
            "Note",
        )
        with kept(document, 'document.form == "full"'):
            para(
                document,
                '[[Strong|Read in full:]] {% for c in coverage %}{% if c.state == "read" and not c.missing %}'
                "{{ c.label }} ({{ c.count }}) · {% endif %}{% endfor %}"
                "where each is kept stands in the workbook.",
                "Note",
            )
        with kept(document, 'coverage_gaps and document.form != "full"'):
            para(
                document,
                "[[Strong|Not in full:]] {% for c in coverage_gaps %}{{ c.label }}: {{ c.line }}"
                "{% if not loop.last %} · {% endif %}{% endfor %}",
                "Note",
            )
        with kept(document, 'coverage_gaps and document.form == "full"'):
            table(document, _GAPS)
        with kept(document, "rates_shown"):
            para(
                document,
                "[[Strong|Converted:]] {% for r in rates_shown %}{{ r.line }}"
                "{% if not loop.last %} · {% endif %}{% endfor %}"
                "{% if rates_more %} · {{ rates_more }}{% endif %}",
                "Note",
            )
        with kept(document, "problems_shown"):
            document.add_paragraph("Records that need attention", style="Heading 2")
            listed(document, _PROBLEMS)
