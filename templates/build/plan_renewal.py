"""The account plan's renewal: its terms, where their sources disagree, what is due when."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build import word
from templates.build.plan_words import (
    MISSING,
    NONE,
    Column,
    Listing,
    kept,
    listed,
    para,
    section,
)

_TERMS = (
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
        (
            '{% if renewal.status == "red" %}[[State Bad|{{ renewal.status_label }}]]'
            '{% elif renewal.status == "attention" %}[[State Attention|{{ renewal.status_label }}]]'
            "{% else %}[[State Good|{{ renewal.status_label }}]]{% endif %}"
            "{% if renewal.status_reason %}: {{ renewal.status_reason }}{% endif %}"
        ),
    ),
    ("Owner", f"{{{{ renewal.owner {NONE} }}}}"),
    (
        "Notice period",
        "{% if renewal.notice_days is not none %}{{ renewal.notice_days }} days{% else %}not recorded in Salesforce{% endif %}",
    ),
    ("Strategy", f"{{{{ renewal.strategy {MISSING} }}}}"),
)

_SOURCES = Listing(
    "s",
    "renewal.sources",
    (
        Column("Date", "{{ s.date }}", 2),
        Column("Source", "{{ s.source }}", 8),
    ),
)

_MILESTONES = Listing(
    "m",
    "renewal.milestones",
    (
        Column("Before renewal", "{{ m.days_before }} days", 1.8),
        Column("Date", "{{ m.date }}", 1.8),
        Column("What is due", "{{ m.name }}", 6.0),
        Column("State", "{% if m.is_past %}past{% else %}ahead{% endif %}", 1.2),
    ),
)


def renewal(document: DocxDocument) -> None:
    with section(document, "renewal", "Renewal strategy"):
        word.table(
            document,
            ("Renewal", ""),
            _TERMS,
            (1.6, 9.0),
        )
        para(document, "", "Note")
        with kept(document, "renewal.conflict"):
            para(document, "The sources do not agree on the date", "Heading 2")
            listed(document, _SOURCES)
        with kept(document, 'document.form == "full"'):
            listed(document, _MILESTONES)
