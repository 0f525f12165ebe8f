"""What the Word documents about many accounts have in common: header, footer, sources."""

from __future__ import annotations

import io

from docx.document import Document as DocxDocument
from docx.enum.text import WD_TAB_ALIGNMENT

from templates.build import word
from templates.build.package import normalise
from templates.build.plan_words import Column, Listing, listed, para
from templates.build.word_styles import TEXT_WIDTH

READ = (
    'Read from {{ report.org or "an org whose name is not visible" }} as '
    '{{ report.user or "a user whose name is not visible" }}; newest change in what was read: '
    '{{ report.newest_change_label | default("not known") }}.'
)

_SOURCES = Listing(
    "c",
    "report.coverage",
    (
        Column("Kind of record", "{{ c.label }}", 3.0),
        Column("Read", "{{ c.state_label }}", 3.6),
        Column("Records", '{{ c.count | default("–") }}', 1.2, number=True),
        Column("Where Salesforce keeps it", '{{ c.source | default("–") }}', 3.4),
        Column("Absent or hidden fields", '{{ c.missing | default("none") }}', 3.4),
    ),
)


def furniture(document: DocxDocument) -> None:
    """Whose it is and who may see it above each page; as-of, org, user, expiry and page below."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.style = document.styles["Furniture"]
    word.runs(head, "{{ report.full_title }}\t[[State Bad|{{ report.marking }}]]")
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Furniture"]
    word.runs(foot, "{{ report.footer }}\tPage ")
    word.field(foot, "PAGE", "1")
    foot.add_run(" of ")
    word.field(foot, "NUMPAGES", "1")
    for paragraph in (head, foot):
        paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def heading_on_new_page(document: DocxDocument, text: str) -> None:
    heading = document.add_paragraph(text, style="Heading 1")
    heading.paragraph_format.page_break_before = True


def coverage(document: DocxDocument, read: str) -> None:
    """What was read, and where from; ``read`` is the sentence above the table."""
    heading_on_new_page(document, "Sources and coverage")
    para(document, read, "Note")
    listed(document, _SOURCES)


def saved(document: DocxDocument) -> bytes:
    """The template's bytes, with nobody's name in them."""
    properties = document.core_properties
    properties.title = "{{ report.full_title }}"
    properties.subject = "{{ report.week }}"
    properties.author = properties.comments = properties.last_modified_by = ""
    target = io.BytesIO()
    document.save(target)
    return normalise(target.getvalue())
