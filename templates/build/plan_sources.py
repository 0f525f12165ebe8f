"""The account plan's end: what the figures were read from, and what is missing."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.plan_words import (
    Column,
    Listing,
    kept,
    listed,
    otherwise,
    para,
    section,
    when,
)

_CHANGES = Listing(
    "c",
    "changes.rows_shown",
    (
        Column("About", "{{ c.topic_label }}", 1.6),
        Column("What changed", "{{ c.text }}", 9.0),
    ),
    more='changes.rows_more | default("")',
)

_PROBLEMS = Listing(
    "p",
    "problems_shown",
    (
        Column("What is wrong", "{{ p.line }}", 6.2),
        Column("Where", '{{ p.source | default("") }}', 2.6),
        Column("Record", '{{ p.record_id | default("") }}', 2.4),
    ),
    more='problems_more | default("")',
)


def changes(document: DocxDocument) -> None:
    """One sentence until there is a baseline; no conclusion beside it, which would say the same."""
    with (
        section(document, "changes", "What changed since the last version", concludes=False),
        kept(document, 'document.form == "full"'),
    ):
        para(document, "{{ changes.note }}")
        listed(document, _CHANGES)
        otherwise(document)
        para(document, _IN_A_PARAGRAPH)


_IN_A_PARAGRAPH = (
    "{{ changes.note }} {% for c in changes.rows_shown %}{{ c.text }} {% endfor %}"
    "{{ changes.rows_more }}"
)

_READ = (
    'Read from {{ document.org or "an org whose name is not visible" }} as '
    '{{ document.user or "a user whose name is not visible" }}; '
    "newest change in what was read: "
    '{{ document.newest_change_label | default("not known") }}. {{ document.basis | default("") }}'
)

_IN_FULL = (
    "How many records of each kind were read, and where each is kept, stands in the workbook."
)

_NOT_IN_FULL = (
    "[[Strong|Not in full:]] {% for c in coverage_gaps %}{{ c.label }}: {{ c.line }}"
    "{% if not loop.last %} · {% endif %}{% endfor %}"
)

_CONVERTED = (
    "[[Strong|Converted:]] {% for r in rates_shown %}{{ r.line }}"
    "{% if not loop.last %} · {% endif %}{% endfor %}"
    "{% if rates_more %} · {{ rates_more }}{% endif %}"
)

_TO_MEND = (
    "[[Strong|Records that need attention:]] {% for p in problems_shown %}{{ p.line }}"
    "{% if not loop.last %} · {% endif %}{% endfor %}"
    "{% if problems_more %} · {{ problems_more }}{% endif %}"
)

_FILLED = (
    '{% if document.form != "brief" %}[[Strong|Filled:]] {{ filled.line }} '
    "{{ filled.blanks }}{% endif %}"
)
_PLANNING = "[[Strong|Planning:]] {{ cadence.line }}"
_NOT_CHANGED = (
    '{% if document.form == "light" and not sections.changes %}'
    " [[Strong|Changes:]] {{ changes.note }}{% endif %}"
)


_IN_SHORT = (
    f"{{% if rates_shown %}} {_CONVERTED}{{% endif %}}"
    f'{{% if problems_shown and document.form != "full" %}} {_TO_MEND}{{% endif %}}'
)


def coverage(document: DocxDocument) -> None:
    with section(document, "coverage", "Sources and coverage"):
        para(document, f"{_READ} {_FILLED} {_PLANNING}{_NOT_CHANGED}{_IN_SHORT}", "Note")
        when(document, 'document.form == "full"', _IN_FULL, "Note")
        when(document, "coverage_gaps", _NOT_IN_FULL, "Note")
        with kept(document, 'problems_shown and document.form == "full"'):
            document.add_paragraph("Records that need attention", style="Heading 2")
            listed(document, _PROBLEMS)
