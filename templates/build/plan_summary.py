"""The account plan's first page: what a reader has to know if it is the only one read."""

from __future__ import annotations

from docx.document import Document as DocxDocument
from docx.shared import Cm

from templates.build import word
from templates.build.plan_words import (
    MISSING,
    NONE,
    Column,
    Listing,
    kept,
    listed,
    para,
    shorter,
    when,
)

_FIGURES = [
    (
        f"{{{{ summary.kpis[{n}].name }}}}",
        f"{{{{ summary.kpis[{n}].value {NONE} }}}}",
        f'{{{{ summary.kpis[{n}].note | default("") }}}}',
    )
    for n in range(5)
]

_TOP_ACTIONS = Listing(
    "a",
    "top_actions",
    (
        Column("#", "{{ a.rank }}", 0.4),
        Column("Action", "{{ a.text }}", 4.5),
        Column("Owner", f"{{{{ a.owner {NONE} }}}}", 1.6),
        Column("Due", f"{{{{ a.due {NONE} }}}}", 1.4),
        Column("Why now", "{{ a.reason }}", 4.2),
    ),
    empty="{{ summary.actions_note | default('No action follows from the records.') }}",
    more='summary.actions_note | default("")',
)

_RISKS = Listing(
    "r",
    "summary.risks",
    (
        Column("Risk", "{{ r.name }}", 3.3),
        Column("Rating", f"{{{{ r.rating {NONE} }}}}", 2.9),
        Column("Owner", f"{{{{ r.owner {NONE} }}}}", 1.6),
        Column("Due", f"{{{{ r.due {NONE} }}}}", 1.5),
        Column("Mitigation", shorter("r.mitigation", 140, NONE), 4.4),
    ),
    empty="{{ empty.risks }}",
)

_RENEWAL = (
    "{%% row if %s %%}{{ summary.renewal | default('not recorded in Salesforce') }}{%% endif %%}"
)
_WHITESPACE = (
    "{%% row if %s %%}{{ summary.whitespace | default('not recorded in Salesforce') }}{%% endif %%}"
)
_EMPHASIS = "{{ summary.emphasis }}{% if account.segment %} {{ account.segment_why }}{% endif %}"

_STANDING = (
    ("Emphasis", f"{{% row if summary.emphasis %}}{_EMPHASIS}{{% endif %}}"),
    ("Renewal", _RENEWAL % "sections.renewal_first"),
    ("Whitespace", _WHITESPACE % "sections.whitespace_first"),
    ("Executive sponsor", f"{{{{ summary.sponsor {MISSING} }}}}"),
    ("Relationships", f"{{{{ summary.people {MISSING} }}}}"),
    ("Whitespace", _WHITESPACE % "not sections.whitespace_first"),
    ("Renewal", _RENEWAL % "not sections.renewal_first"),
)


def summary(document: DocxDocument) -> None:
    title = document.add_paragraph(style="Title")
    word.logo(title, "Our logo", "{% picture vendor.logo %}", Cm(3.4), Cm(1.2))
    title.add_run("{{ account.name }}")
    para(
        document,
        "{{ document.title }} {{ period.year }} · Tier {{ account.tier }}"
        " ({{ account.tier_source }})"
        "{% if account.segment_label %} · {{ account.segment_label }}{% endif %}"
        f" · Owner: {{{{ account.owner {NONE} }}}}",
        "Subtitle",
    )
    when(document, "document.basis_note", "[[Strong|{{ document.basis_note }}]]")
    when(document, "document.is_draft", "[[Strong|Draft.]] {{ cadence.line }}")
    para(document, "{{ summary.headline }}", "Lead")
    word.strip(
        document,
        _FIGURES,
    )
    document.add_paragraph("The three most important things this week", style="Heading 2")
    listed(document, _TOP_ACTIONS)
    with kept(document, "not sections.brief"):
        document.add_paragraph("Top risks", style="Heading 2")
        listed(document, _RISKS)
    with kept(document, 'document.form == "full"'):
        document.add_paragraph("Where we stand", style="Heading 2")
        word.table(document, ("Topic", "In one sentence"), _STANDING, (1.7, 9.0))
    with kept(document, 'document.form == "light"'):  # its sections say the rest on two pages
        when(document, "summary.emphasis", f"[[Strong|Emphasis.]] {_EMPHASIS}")
        para(document, f"[[Strong|Executive sponsor.]] {{{{ summary.sponsor {MISSING} }}}}")
