"""The account plan: page 1 stands alone; then the sections in the order a reader needs them.

``sections.*`` switches a section on by the plan's form (full, light, brief), so that one template
serves the three.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from docx.document import Document as DocxDocument
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from templates.build import (
    plan_brief,
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
    plan_year,
    word,
)
from templates.build.package import normalise
from templates.build.plan_summary import summary
from templates.build.plan_words import MARK, kept
from templates.build.word_styles import TEXT_WIDTH, new_document

Write = Callable[[DocxDocument], None]


def _earlier(name: str, write: Write) -> Write:
    """The section at the place it has where the account's segment puts it first."""
    return _conditioned(write, f"sections.{name}_first", f"{name}_first")


def _in_place(name: str, write: Write) -> Write:
    """The section at its usual place, unless it stands at the earlier one."""
    return _conditioned(write, f"sections.{name} and not sections.{name}_first", name)


def _conditioned(write: Write, condition: str, mark: str) -> Write:
    """``write`` with another condition around what it writes, and another mark at its heading."""

    def written(document: DocxDocument) -> None:
        before = len(document.paragraphs)
        write(document)
        tag, heading = document.paragraphs[before : before + 2]
        tag.runs[0].text = f"{{% if {condition} %}}"
        (start,) = heading._p.findall(qn("w:bookmarkStart"))
        start.set(qn("w:name"), f"{MARK}{mark}")

    return written


SECTIONS = (
    plan_customer.priorities,
    _earlier("whitespace", plan_whitespace.whitespace),
    plan_profile.profile,
    plan_performance.performance,
    plan_people.relationships,
    _earlier("renewal", plan_renewal.renewal),
    _in_place("whitespace", plan_whitespace.whitespace),
    plan_customer.competition,
    plan_goals.goals,
    plan_goals.plays,
    plan_brief.brief,
    _in_place("renewal", plan_renewal.renewal),
    plan_work.actions,
    plan_work.risks,
    plan_work.resources,
    plan_scorecard.scorecard,
    plan_sources.changes,
    plan_year.year_end,
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
    properties.subject = "{{ cadence.line }}"
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
    for index, (mark, title, condition) in enumerate(_marked(document)):
        paragraph.add_run(f"{condition}{' · ' if index else ''}")
        word.link(paragraph, mark, title)
        paragraph.add_run("{% endif %}")


def _marked(document: DocxDocument) -> Iterator[tuple[str, str, str]]:
    """(mark, title, the tag that its section begins with) of each section, in order."""
    tag = ""
    for paragraph in document.paragraphs:
        for start in paragraph._p.findall(qn("w:bookmarkStart")):
            yield start.get(qn("w:name"), ""), paragraph.text, tag
        tag = paragraph.text
