"""The deck's slides that are a title, a takeaway and one table: what each table lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pptx.enum.text import PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from templates.build import slides as s
from templates.build.deck_master import BODY, LEFT, SMALL, WIDTH

DASH = '| default("–")'
TABLE_TOP = 2.0
ROOMY = 1.05  # inches: a row of a table of four
MORE_TOP = 6.68


class Column(NamedTuple):
    """One column; ``share`` is its part of the width."""

    head: str
    cell: str
    share: float
    number: bool = False


@dataclass(frozen=True)
class Listing:
    """The table ``name`` of the slide ``slide``, with one row for each of ``rows``.

    ``size`` is in points; a row is ``tall`` inches high at least. ``more`` is the name that says how
    many rows there was no room for; ``slides``: how many slides the table goes on over at most.
    """

    slide: str
    name: str
    each: str
    rows: str
    columns: Sequence[Column]
    size: int = SMALL
    tall: float = 0.36
    takeaway: bool = True
    condition: str = ""
    appendix: bool = False
    more: str = ""
    lead: str = ""  # in place of the takeaway
    slides: int = 1


def listed(listing: Listing, deck: Deck) -> Slide:
    slide = content(
        deck,
        listing.slide,
        listing.condition,
        takeaway=listing.takeaway,
        appendix=listing.appendix,
        lead=listing.lead,
    )
    columns = listing.columns
    s.table(
        slide,
        [column.head for column in columns],
        rows_of(listing.each, listing.rows, [column.cell for column in columns]),
        [column.share for column in columns],
        (LEFT, TABLE_TOP, WIDTH, 0.8),
        name=listing.name,
        numbers=[index for index, column in enumerate(columns) if column.number],
        size=listing.size,
        tall=listing.tall,
    )
    if listing.slides > 1:
        s.continued(slide, listing.slides)
        last = "continued.left > 0 and continued.page == continued.pages"
        words = f"{{% shape if {last} %}}and {{{{ continued.left }}}} more{{% endif %}}"
        beside(slide, words, LEFT, WIDTH)
    if listing.more:
        more(slide, listing.more, LEFT, WIDTH)
    return slide


def more(slide: Slide, name: str, left: float, width: float, shape: str = "More") -> None:
    """How many rows there was no room for, below the right end of their table."""
    beside(slide, f"{{% shape if {name} %}}{{{{ {name} }}}}{{% endif %}}", left, width, shape)


def beside(slide: Slide, words: str, left: float, width: float, shape: str = "More") -> None:
    box = (left, MORE_TOP, width, 0.28)
    s.text(slide, words, box, size=SMALL, colour="slate", name=shape, align=PP_ALIGN.RIGHT)


def content(
    deck: Deck,
    name: str,
    condition: str = "",
    *,
    takeaway: bool = True,
    appendix: bool = False,
    lead: str = "",
) -> Slide:
    """A slide with the title and the takeaway of ``name``, kept where it has content."""
    told = f'{{{{ takeaways.{name} | default("") }}}}' if takeaway else ""
    return s.slide(
        deck,
        f'{{{{ titles.{name} | default("{name.replace("_", " ").capitalize()}") }}}}',
        notes=f"{{% slide if {condition or f'slides.{name}'} %}}{{% endif %}}",
        lead=lead or told,
        mark="Appendix" if appendix else "",
    )


def rows_of(each: str, rows: str, cells: Sequence[str]) -> tuple[str, ...]:
    first, *middle, last = cells
    return (f"{{% row for {each} in {rows} %}}{first}", *middle, f"{last}{{% endfor %}}")


PRIORITIES = Listing(
    "priorities",
    "Priorities",
    "p",
    "priorities_shown",
    (
        Column(
            "Your priority",
            "**{{ p.name | default('–') }}**\n{% if p.outcome %}\n{{ p.outcome }}\n{% endif %}",
            5.4,
        ),
        Column("How you measure it", f"{{{{ p.kpi {DASH} }}}}", 3.2),
        Column("Baseline", f"{{{{ p.baseline_text {DASH} }}}}", 1.3, number=True),
        Column("Now", f"**{{{{ p.current_text {DASH} }}}}**", 1.3, number=True),
        Column("Target", f"{{{{ p.target_text {DASH} }}}}", 1.3, number=True),
    ),
    size=BODY,
    tall=0.72,
    takeaway=False,
    more="priorities_more",
)

PROMISES = Listing(
    "commitments",
    "Commitments",
    "c",
    "review.promises_shown",
    (
        Column("Commitment", "{{ c.name | default('–') }}", 5.2),
        Column("Our side", f"{{{{ c.our_owner {DASH} }}}}", 2.1),
        Column("Your side", f"{{{{ c.customer_owner {DASH} }}}}", 2.1),
        Column("Due", f"{{{{ c.due {DASH} }}}}", 1.5),
        Column("Result", "**{{ c.state_label | default('–') }}**", 1.1),
    ),
    size=BODY,
    tall=0.52,
    more="review.promises_more",
)

_MEASURES = (
    "{% for m in g.measures %}\n"
    f"{{{{ m.name | default('–') }}}}: {{{{ m.baseline_text {DASH} }}}} at the start, {{{{ m.current_text {DASH} }}}} now, "
    f"target {{{{ m.target_text {DASH} }}}}\n"
    "{% endfor %}"
)
GOALS = Listing(
    "goals",
    "Goals",
    "g",
    "goals_shown",
    (
        Column(
            "Goal we share",
            "**{{ g.name | default('–') }}**\n{% if g.customer_outcome %}\n{{ g.customer_outcome }}\n{% endif %}",
            4.6,
        ),
        Column("How we measure it", _MEASURES, 6.2),
        Column("Due", f"{{{{ g.end {DASH} }}}}", 1.4),
    ),
    size=BODY,
    tall=0.86,
    takeaway=False,
    condition="slides.goals and not slides.priorities",
    more="goals_more",
)
"""Where nobody has written down the customer's priorities, the goals that both sides share."""

KEPT = replace(PROMISES, condition="slides.commitments and slides.outcomes", appendix=True)
"""In the appendix of the executive review, whose third slide says how many were kept."""

OUTCOMES = Listing(
    "outcomes",
    "Outcomes",
    "o",
    "outcomes_shown",
    (
        Column("Result", '**[[{{ o.figure | default("") }}]]**', 2.3),
        Column(
            "What changed for you",
            "**{{ o.name | default('–') }}**\n{% if o.detail %}\n{{ o.detail }}\n{% endif %}",
            6.6,
        ),
        Column("Your priority it serves", f"{{{{ o.priority {DASH} }}}}", 3.2),
    ),
    size=BODY,
    tall=0.86,
    more="outcomes_more",
)

LESSONS = Listing(
    "lessons",
    "Lessons",
    "r",
    "lessons_shown",
    (
        Column("What did not work", "**{{ r.name | default('–') }}**", 1),
        Column("What we change", f"{{{{ r.detail {DASH} }}}}", 1.5),
    ),
    size=BODY,
    tall=0.86,
    takeaway=False,
    more="lessons_more",
)

OPTIONS = Listing(
    "options",
    "Options",
    "r",
    "options_shown",
    (
        Column("Where we could help next", "**{{ r.name | default('–') }}**", 3.4),
        Column("How", f"{{{{ r.detail {DASH} }}}}", 5.8),
        Column("Your priority it serves", f"{{{{ r.priority {DASH} }}}}", 2.9),
    ),
    size=BODY,
    tall=0.86,
    more="options_more",
)

_COMING = Column(
    "Coming from us",
    "**{{ r.name | default('–') }}**\n{% if r.detail %}\n{{ r.detail }}\n{% endif %}",
    8,
)
_WHEN = Column("When", f"{{{{ r.date {DASH} }}}}", 1.3)
ROADMAP = Listing(
    "roadmap",
    "Roadmap",
    "r",
    "roadmap_shown",
    (_COMING, Column("Your priority it serves", f"{{{{ r.priority {DASH} }}}}", 2.9), _WHEN),
    size=BODY,
    tall=0.86,
    condition="slides.roadmap and review.roadmap_tied",
    appendix=True,
    more="roadmap_more",
)
PLAIN_ROADMAP = replace(
    ROADMAP, columns=(_COMING, _WHEN), condition="slides.roadmap and not review.roadmap_tied"
)

JOINT_PLAN = Listing(
    "joint_plan",
    "Joint plan",
    "c",
    "review.joint_plan_shown",
    (
        Column("What", "{{ c.name | default('–') }}", 6.0),
        Column("Our side", f"{{{{ c.our_owner {DASH} }}}}", 2.4),
        Column("Your side", f"{{{{ c.customer_owner {DASH} }}}}", 2.4),
        Column("By", f"{{{{ c.due {DASH} }}}}", 1.5),
    ),
    size=BODY,
    tall=0.52,
    more="review.joint_plan_more",
)

PRODUCTS = Listing(
    "appendix_products",
    "Products",
    "p",
    "usage.products",
    (
        Column("Product", "{{ p.name | default('–') }}", 3.2),
        Column("Family", f"{{{{ p.family {DASH} }}}}", 3.2),
        Column("Teams", f"{{{{ p.teams {DASH} }}}}", 1.2, number=True),
        Column("Quantity", f"{{{{ p.quantity {DASH} }}}}", 1.4, number=True),
        Column("Active users", f"{{{{ p.active_users {DASH} }}}}", 1.5, number=True),
        Column("Term until", f"{{{{ p.until {DASH} }}}}", 1.6, number=True),
    ),
    tall=0.35,  # so that a slide has twelve
    appendix=True,
    slides=4,
)

DEFINITIONS = Listing(
    "definitions",
    "Definitions",
    "d",
    "review.definitions",
    (
        Column("Figure", "{{ d.name | default('–') }}", 2.4),
        Column("Value", '**{{ d.value | default("–") }}**', 2.2),
        Column("What it counts", "{{ d.text | default('–') }}", 7.4),
    ),
    appendix=True,
)
