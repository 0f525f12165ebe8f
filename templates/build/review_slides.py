"""The slides of the account review."""

from __future__ import annotations

from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Inches

from templates.build import review_tables as tables
from templates.build import slides as s
from templates.build.charts import Series, Spec
from templates.build.deck_master import BODY, LEFT, SMALL, WIDTH, Box
from templates.build.deck_slides import fill
from templates.build.deck_tables import rows_of
from templates.build.review_tables import TOP, Listed

PARTS = ("progress", "people", "plays", "ahead")
DECISION: Box = (LEFT, 6.0, WIDTH, 0.82)
TITLES = {
    "since": "Changes since the last review",
    "revenue": "Revenue against the target",
    "scorecard": "Key metrics",
    "people": "Relationships",
    "risks": "Departures, news and risks",
    "commitments": "What we promised",
    "plays": "Status of the plays",
    "space": "Whitespace against the renewal",
    "ahead": "Plays of the next quarter",
    "rivals": "Competition",
    "grid": "Whitespace by division",
    "sources": "Sources and coverage",
}
"""What stands where a title cannot be told."""
PRE_READ = (
    "**Read before the meeting.** This deck goes out one or two days ahead, and its notes hold the "
    "facts. The hour is not for presenting it: the meeting decides."
)

_BRIDGE = Spec(
    "stacked_bar",
    (
        Series("Base", "none"),
        Series("Revenue", "navy", labels=False),
        Series("Plays", "teal", labels=False),
        Series("Not covered", "amber", light=0.7, labels=False),
    ),
    legend=False,
    gap=35,
)
_SPACE = Spec("column", (Series("Value", "teal"),), legend=False, gap=70)


def content(
    deck: Deck, name: str, *, part: int = 0, facts: bool = False, lead: str | None = None
) -> Slide:
    """A slide with the title of ``name``, and its takeaway or ``lead``; ``part`` (1 to 4) stands above the title, and
    with ``facts`` what stands behind that part in the notes."""
    notes = f"{{% slide if session.slides.{name} %}}{{% endif %}}"
    if facts:
        rows = f"session.facts.{PARTS[part - 1]}"
        notes += (
            f"\nThe facts behind part {part}, as of {{{{ document.as_of }}}}:"
            f"\n{{% for f in {rows} %}}\n{{{{ f.text }}}}\n{{% endfor %}}"
        )
    slide = s.slide(
        deck,
        f'{{{{ session.titles.{name} | default("{TITLES[name]}") }}}}',
        notes=notes,
        lead=f'{{{{ session.takeaways.{name} | default("") }}}}' if lead is None else lead,
    )
    _marked(slide)
    if part:
        place = f"session.parts[{part - 1}]"
        words = f"Part {part} of 4 · {{{{ {place}.name }}}} · {{{{ {place}.time }}}}"
        s.text(slide, words, (LEFT, 0.12, 8.5, 0.24), size=SMALL, colour="slate", name="Part")
    return slide


def _marked(slide: Slide) -> None:
    words = "{{ document.marking }}"
    box = (8.73, 0.12, 4.0, 0.24)
    s.text(
        slide, words, box, size=SMALL, colour="red", bold=True, name="Marking", align=PP_ALIGN.RIGHT
    )


def on_slide(listed: Listed, slide: Slide) -> None:
    """The table, and below it how many rows it leaves out."""
    columns = listed.columns
    s.table(
        slide,
        [column.head for column in columns],
        rows_of(listed.each, listed.rows, [column.cell for column in columns]),
        [column.share for column in columns],
        listed.box,
        name=listed.name,
        numbers=[index for index, column in enumerate(columns) if column.number],
        size=listed.size,
        tall=listed.tall,
        keep_if=listed.rows,
    )
    if listed.more:
        words = f"{{% shape if {listed.more} %}}{{{{ {listed.more} }}}}{{% endif %}}"
        box = (listed.box[0], listed.foot, listed.box[2], 0.26)
        s.text(
            slide,
            words,
            box,
            size=SMALL,
            colour="slate",
            name=f"More {listed.name}",
            align=PP_ALIGN.RIGHT,
        )


def otherwise(slide: Slide, rows: str, words: str, box: Box) -> None:
    """What stands in a table's place where it has no rows: what is missing, and where it goes."""
    text = f"{{% shape if not {rows} %}}{words}{{% endif %}}"
    s.text(slide, text, box, size=BODY, colour="slate", name=f"Instead of {rows}")


def decision(slide: Slide, part: int) -> None:
    """What the part has to decide, at its end (METHOD.md row 99)."""
    left, top, width, height = DECISION
    s.panel(slide, (left, top, 0.09, height), slot="accent2", name="Marker")
    place = f"session.parts[{part - 1}]"
    words = (
        f"**Decision needed**{{% if {place}.by %}}: {{{{ {place}.by }}}}{{% endif %}}\n"
        f"{{{{ {place}.decision }}}}"
    )
    box = (left + 0.09, top, width - 0.09, height)
    shape = s.text(slide, words, box, size=BODY, name="Decision", anchor=MSO_ANCHOR.MIDDLE)
    fill(shape, "bg2")


def agenda(deck: Deck) -> None:
    """Cover and agenda in one: the meeting's time is for the four parts."""
    slide: Any = s.slide(deck, "{{ account.name }}: {{ document.title }}")
    _marked(slide)
    told = (
        '{{ session.titles.agenda }}. As of {{ document.as_of | date("long") }}'
        "{% if document.basis %}, {{ document.basis }}{% endif %}. "
        '{{ session.unfilled | default("") }}'
    )
    s.text(slide, told, (LEFT, 1.34, WIDTH, 0.55), size=BODY, colour="slate", name="Lead")
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = (
        Inches(side) for side in (LEFT, 0.32, WIDTH - 2, 0.98)
    )
    s.placeholder(slide, "{% picture vendor.logo %}", (11.13, 0.5, 1.6, 0.75), "Our logo")
    on_slide(tables.PARTS, slide)
    on_slide(tables.INVITED, slide)
    shape = s.text(slide, PRE_READ, (LEFT, 6.15, WIDTH, 0.62), size=BODY, name="Pre-read")
    fill(shape, "bg2")


def revenue(deck: Deck) -> None:
    slide = content(deck, "revenue", part=1)
    box = (LEFT, TOP, 4.95, 4.6)
    s.chart(
        slide,
        _BRIDGE,
        box,
        '{% chart session.bridge or "No bridge: revenue or target is not recorded" %}',
        "Bridge to target",
    )
    note = (
        "Yearly contract value, plays that close by {{ period.year_end }}, and target for {{ period.year }}, in "
        "{{ account.currency }}. {{ revenue.current_note }}"
    )
    s.text(slide, note, (LEFT, 6.35, 4.95, 0.6), size=SMALL, colour="slate", name="About the chart")
    on_slide(tables.TARGETS, slide)
    otherwise(slide, "session.targets", "{{ empty.goals }}", (5.83, TOP, 6.9, 0.6))


def scorecard(deck: Deck) -> None:
    slide = content(deck, "scorecard", part=1, facts=True)
    lead = next(shape for shape in slide.shapes if shape.name == "Lead")
    lead.height = Inches(0.55)  # of an account without target it says more
    on_slide(tables.LEADING, slide)
    on_slide(tables.LAGGING, slide)
    decision(slide, 1)


def people(deck: Deck) -> None:
    slide = content(deck, "people", part=2)
    box = (LEFT, TOP, 5.2, 4.7)
    shape = s.panel(slide, box, name="Influence and strength")
    s.describe(shape, "{% matrix relationships.matrix %}")
    words = "{% shape if relationships.matrix_more %}{{ relationships.matrix_more }}{% endif %}"
    s.text(slide, words, (LEFT, 6.5, 5.2, 0.26), size=SMALL, colour="slate", name="Not placed")
    on_slide(tables.GAPS, slide)


def risks(deck: Deck) -> None:
    slide = content(deck, "risks", part=2, facts=True)
    on_slide(tables.CHANGES, slide)
    words = (
        "No change among the people, and no news is recorded since {{ period.quarter_start }}. "
        "News belongs to the account's signals."
    )
    otherwise(slide, "session.changes", words, (LEFT, TOP, 5.4, 0.9))
    on_slide(tables.RISKS, slide)
    otherwise(slide, "session.risks", "{{ empty.risks }}", (6.33, TOP, 6.4, 0.6))
    base = (
        "{% if session.changes_more %}{{ session.changes_more }}. {% endif %}"
        "{% if changes.since is none %}{{ changes.note }}{% endif %}"
    )
    box = (LEFT, tables.ABOVE, 10.6, 0.26)
    s.text(slide, base, box, size=SMALL, colour="slate", name="Baseline")
    decision(slide, 2)


def plays(deck: Deck) -> None:
    slide = content(deck, "plays", part=3, facts=True)
    on_slide(tables.PLAYS, slide)
    words = (
        "A play has a division, a product, an owner, a target date and a value. "
        "With them this part says how far each is, and what it needs."
    )
    otherwise(slide, "session.plays", words, (LEFT, TOP, WIDTH, 1.2))
    decision(slide, 3)


def space(deck: Deck) -> None:
    slide = content(deck, "space", part=4)
    box = (LEFT, TOP, 4.4, 4.5)
    s.chart(slide, _SPACE, box, "{% chart charts.whitespace_renewal %}", "Whitespace and renewal")
    note = "Value of open whitespace against what is up for renewal, in {{ account.currency }}."
    s.text(slide, note, (LEFT, 6.3, 4.4, 0.46), size=SMALL, colour="slate", name="About the chart")
    on_slide(tables.CELLS, slide)
    words = (
        "No open cell has both a need and a way in: qualify need, access and budget of the best "
        "cells before planning plays."
    )
    otherwise(slide, "session.cells", words, (5.3, TOP, 7.43, 0.6))
    fresh = (
        "**{{ session.priorities_note }}**\n{% for p in session.new_priorities_shown %}\n"
        "{{ p.name }} ({{ p.stated_on }}; plays that serve it: {{ p.plays }})\n{% endfor %}\n"
        "{% if session.new_priorities_more %}\n{{ session.new_priorities_more }}\n{% endif %}"
    )
    s.text(slide, fresh, (5.3, 5.98, 7.43, 0.9), size=SMALL, name="New priorities")


def ahead(deck: Deck) -> None:
    slide = content(deck, "ahead", part=4, facts=True)
    on_slide(tables.NEXT, slide)
    words = (
        "No play is recorded to choose from, and no open cell has both a need and a way in. "
        "A play of the next quarter has an owner and a date within it."
    )
    otherwise(slide, "session.next_plays", words, (LEFT, TOP, WIDTH, 0.9))
    decision(slide, 4)


def appendix(listed: Listed, name: str, deck: Deck) -> Slide:
    slide = content(deck, name, lead="")
    s.text(slide, "Appendix", (LEFT, 0.12, 3, 0.24), size=SMALL, colour="slate", name="Appendix")
    on_slide(listed, slide)
    return slide


def grid(deck: Deck) -> None:
    """Divisions by product family: the whole grid is in the workbook (METHOD.md row 64)."""
    lead = (
        "Products owned of those in each family, by division; (+1): one in progress. "
        "The workbook has every cell."
    )
    slide = content(deck, "grid", lead=lead)
    s.text(slide, "Appendix", (LEFT, 0.12, 3, 0.24), size=SMALL, colour="slate", name="Appendix")
    heads = ("Division", "{% column for f in session.families_shown %}{{ f.name }}{% endfor %}")
    cells = (
        "{% row for u in session.grid_shown %}{{ u.name }}",
        "{% column for c in u.cells %}{{ c.text }}{% endfor %}{% endfor %}",
    )
    box = (LEFT, TOP, WIDTH, 0.8)
    s.table(slide, heads, cells, (3.7, 8.4), box, name="Grid", tall=0.36, keep_if="session.grid")
    words = "{% shape if session.grid_more %}{{ session.grid_more }}{% endif %}"
    s.text(
        slide,
        words,
        (LEFT, 6.68, WIDTH, 0.26),
        size=SMALL,
        colour="slate",
        name="More divisions",
        align=PP_ALIGN.RIGHT,
    )


def sources(deck: Deck) -> None:
    """Where the figures come from, and what was not read: the last slide of every internal deck."""
    slide = appendix(tables.FIGURES, "sources", deck)
    on_slide(tables.COVERAGE, slide)
    words = (
        "Read by {{ document.user | default('a user whose name is not recorded') }} in "
        "{{ document.org }}{% if document.basis %} · {{ document.basis }}{% endif %} · {{ cadence.line }}"
    )
    s.text(slide, words, (LEFT, 6.6, WIDTH, 0.26), size=SMALL, colour="slate", name="Reading")
