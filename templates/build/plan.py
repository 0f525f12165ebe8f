"""The account plan: page 1 stands alone; then the sections in the order a reader needs them.

``sections.*`` switches a section on by the plan's form (full, light, brief), so that one template
serves the three.
"""

from __future__ import annotations

import io

from docx.document import Document as DocxDocument
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.text.paragraph import Paragraph

from templates.build import (
    plan_customer,
    plan_goals,
    plan_people,
    plan_performance,
    plan_profile,
    plan_renewal,
    plan_scorecard,
    plan_sources,
    plan_whitespace,
    plan_work,
    word,
)
from templates.build.package import normalise
from templates.build.plan_summary import summary
from templates.build.plan_words import MARK, kept
from templates.build.word_styles import TEXT_WIDTH, new_document

SECTIONS = (
    plan_customer.priorities,
    plan_profile.profile,
    plan_performance.performance,
    plan_people.relationships,
    plan_whitespace.whitespace,
    plan_customer.competition,
    plan_goals.goals,
    plan_renewal.renewal,
    plan_work.actions,
    plan_work.risks,
    plan_work.resources,
    plan_scorecard.scorecard,
    plan_sources.coverage,
)


def build() -> bytes:
    """The template's bytes."""
    document = new_document()
    _furniture(document)
    summary(document)
    with kept(document, "sections.contents"):
        contents = document.add_paragraph(style="Contents")
        document.add_paragraph(style="Gap").add_run().add_break(WD_BREAK.PAGE)
    for write in SECTIONS:
        write(document)
    _contents(document, contents)
    properties = document.core_properties
    properties.title = "{{ document.file_label }}"
    properties.author = properties.comments = properties.last_modified_by = ""
    target = io.BytesIO()
    document.save(target)
    return normalise(target.getvalue())


def _furniture(document: DocxDocument) -> None:
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.style = document.styles["Furniture"]
    word.runs(
        head, "{{ account.name }} · {{ document.title }}\t[[State Bad|{{ document.marking }}]]"
    )
    _tabs(head)
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Furniture"]
    word.runs(foot, "{{ document.footer }}\tPage ")
    word.field(foot, "PAGE", "1")
    foot.add_run(" of ")
    word.field(foot, "NUMPAGES", "1")
    _tabs(foot)


def _tabs(paragraph: Paragraph) -> None:
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _contents(document: DocxDocument, paragraph: Paragraph) -> None:
    """The sections as links in ``paragraph``, at the foot of page 1.

    No table of contents: that takes a line for each section, where page 1 has none to spare.
    """
    paragraph.add_run("In this plan: ")
    for index, (name, title) in enumerate(word.marked_headings(document)):
        condition = name.removeprefix(MARK)
        paragraph.add_run(f"{{% if sections.{condition} %}}{' · ' if index else ''}")
        word.link(paragraph, name, title)
        paragraph.add_run("{% endif %}")
