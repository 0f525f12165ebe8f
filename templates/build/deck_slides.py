"""The slides of the review decks that are more than a title, a takeaway and one table.

Where the number of items asks for another layout there are several slides, of which one stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.util import Inches

from templates.build import slides as s
from templates.build.charts import Series, Spec
from templates.build.deck_master import BODY, LEAD, LEFT, SMALL, TOP, WIDTH, Box
from templates.build.deck_tables import (
    DASH,
    OUTCOMES,
    PROMISES,
    ROOMY,
    TABLE_TOP,
    content,
    listed,
    more,
    rows_of,
)

CHART_TOP, CHART_HEIGHT = 1.95, 4.8
ALL: Box = (LEFT, TABLE_TOP, WIDTH, 2.0)
GAP = 0.35

_PROGRESS = (
    Series("Actual", "blue"),
    Series("Baseline", "slate", dash=True, labels=False),
    Series("Target", "teal", dash=True, labels=False),
)
_TREND = Spec("line", _PROGRESS, number_format="General", linked=True)
_TEAMS = Spec("bar", (Series("Products", "blue"),), legend=False, gap=45)
_ADOPTION = Spec("bar", (Series("Active users", "teal"),), legend=False, gap=45)
_CASES = Spec(
    "column_line",
    (
        Series("Opened", "slate", labels=False, light=0.7),
        Series("Closed", "teal", labels=False),
        Series("Median days to close", "blue"),
    ),
    gap=60,
)


def title(deck: Deck) -> Slide:
    """The title slide, for more to be put on it."""
    layout = next(item for item in deck.slide_layouts if item.name == "Title Slide")
    slide: Any = deck.slides.add_slide(layout)
    band = s.panel(slide, (0, 0, 13.333, 4.35), slot="tx2", name="Band")
    tree = slide.shapes._spTree
    tree.remove(band._element)
    tree.insert(2, band._element)
    vendor = (LEFT, 0.5, 8.0, 0.4)
    s.text(slide, "{{ vendor.name }}", vendor, size=LEAD, bold=True, name="Vendor")
    slide.shapes.title.text_frame.text = "{{ account.name }}"
    slide.placeholders[1].text_frame.text = "{{ titles.title }}"
    for shape in (slide.shapes[-1], slide.shapes.title, slide.placeholders[1]):
        _white(shape)
    as_of = 'As of {{ document.as_of | date("long") }}'
    s.text(slide, as_of, (LEFT, 4.75, 8, 0.4), size=BODY, colour="slate", name="Date")
    marking = '{{ document.sample_marking | default("") }}'
    s.text(slide, marking, (LEFT, 6.9, 8, 0.35), size=BODY, colour="red", bold=True, name="Marking")
    for left, name, what in ((6.9, "Our logo", "vendor"), (10.13, "Customer logo", "account")):
        s.placeholder(slide, f"{{% picture {what}.logo %}}", (left, 5.55, 2.6, 1.1), name)
    made: Slide = slide
    return made


def _white(shape: Any) -> None:
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1


def summary(deck: Deck) -> None:
    slide = content(deck, "summary")
    for index in range(3):
        top = TOP + 0.2 + index * 1.15
        keep = f"review.statements | length > {index}"
        s.panel(slide, (LEFT, top, 0.09, 0.9), slot="accent2", name=f"Marker {index + 1}")
        s.describe(slide.shapes[-1], f"{{% shape if {keep} %}}{{% endif %}}")
        claim = f"{{% shape if {keep} %}}{{{{ review.statements[{index}].text }}}}{{% endif %}}"
        box = (LEFT + 0.3, top, WIDTH - 0.3, 0.9)
        s.text(slide, claim, box, size=LEAD, name=f"Claim {index + 1}", anchor=MSO_ANCHOR.MIDDLE)
    ask = "{% shape if review.ask %}**The decision we ask for**\n{{ review.ask }}{% endif %}"
    box = (LEFT, 5.5, WIDTH, 1.05)
    shape = s.text(slide, ask, box, size=LEAD, name="Decision", anchor=MSO_ANCHOR.MIDDLE)
    fill(shape, "bg2")


def fill(shape: Shape, slot: str) -> None:
    """A flat ground for a text box, and room around its words."""
    properties = shape._element.spPr
    for child in properties.findall(qn("a:noFill")):
        properties.remove(child)
    properties.append(
        parse_xml(
            '<a:solidFill xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            f'<a:schemeClr val="{slot}"/></a:solidFill>'
        )
    )
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Inches(0.25)
    frame.margin_top = frame.margin_bottom = Inches(0.08)


def results(deck: Deck) -> None:
    """Outcomes under a line on the commitments; the commitments themselves where there are none."""
    lead = (
        "{{ takeaways.outcomes | default('') }}{% if slides.commitments %} "
        "{{ titles.commitments }}. {{ takeaways.commitments | default('') }}{% endif %}"
    )
    listed(replace(OUTCOMES, tall=ROOMY, lead=lead), deck)
    condition = "slides.commitments and not slides.outcomes"
    listed(replace(PROMISES, condition=condition), deck)


def progress(deck: Deck) -> None:
    for count in (1, 2, 3):
        test = "==" if count < 3 else ">="
        condition = f"slides.progress and review.trends | length {test} {count}"
        slide = content(deck, "progress", condition)
        width = (WIDTH - (count - 1) * GAP) / count
        for index in range(count):
            _trend(slide, index, LEFT + index * (width + GAP), width)


def _trend(slide: Slide, index: int, left: float, width: float) -> None:
    name = f"review.trends_shown[{index}]"
    words = (
        f"**{{{{ {name}.kpi {DASH} }}}}**\nBaseline {{{{ {name}.baseline_text {DASH} }}}}, "
        f"target {{{{ {name}.target_text {DASH} }}}}"
    )
    s.text(slide, words, (left, CHART_TOP, width, 0.85), size=SMALL, name=f"KPI {index + 1}")
    box = (left, CHART_TOP + 0.9, width, CHART_HEIGHT - 0.9)
    s.chart(slide, _TREND, box, f"{{% chart {name}.chart %}}", f"Trend {index + 1}")


def products(deck: Deck, *, appendix: bool = False) -> None:
    """Active users beside products by team; either alone where the other is not there."""
    half = (WIDTH - GAP) / 2
    both = _in_use(deck, "adoption", "slides.adoption and slides.products", appendix)
    _headed(both, "Active users by product", LEFT, half)
    _adoption(both, (LEFT, CHART_TOP + 0.35, half, CHART_HEIGHT - 0.35))
    _headed(both, "Products in use by team", LEFT + half + GAP, half)
    _by_team(both, (LEFT + half + GAP, CHART_TOP + 0.35, half, CHART_HEIGHT - 0.35))
    box = (LEFT, CHART_TOP, WIDTH, CHART_HEIGHT)
    condition = "slides.adoption and not slides.products"
    _adoption(_in_use(deck, "adoption", condition, appendix), box)
    condition = "slides.products and not slides.adoption"
    _by_team(content(deck, "products", condition, appendix=appendix), box)


def _in_use(deck: Deck, name: str, condition: str, appendix: bool) -> Slide:
    return content(deck, name, condition, takeaway=False, appendix=appendix)


def _headed(slide: Slide, words: str, left: float, width: float) -> None:
    s.text(slide, f"**{words}**", (left, CHART_TOP, width, 0.3), name=f"Heading: {words}")


def _adoption(slide: Slide, box: Box) -> None:
    s.chart(slide, _ADOPTION, box, "{% chart charts.adoption %}", "Adoption")


def _by_team(slide: Slide, box: Box) -> None:
    s.chart(slide, _TEAMS, box, "{% chart charts.products_by_team %}", "Products in use")


def support(deck: Deck, *, appendix: bool = False) -> None:
    slide = content(deck, "support", appendix=appendix)
    s.chart(
        slide, _CASES, (LEFT, CHART_TOP, 8.4, CHART_HEIGHT), "{% chart charts.cases %}", "Cases"
    )
    left, width = 9.35, 3.38
    s.text(
        slide,
        f"**Open now**\n{{{{ review.open_text {DASH} }}}}",
        (left, TABLE_TOP, width, 0.7),
        name="Open cases",
    )
    s.text(
        slide,
        "{% shape if review.median_text %}**Half of the cases closed within**\n"
        "{{ review.median_text }}{% endif %}",
        (left, 2.95, width, 0.95),
        name="Time to close",
    )
    s.text(
        slide,
        "{% shape if support.themes_shown %}**What they were about**\n"
        "{% for t in support.themes_shown %}\n{{ t.theme | default('–') }}: {{ t.count }}\n{% endfor %}"
        "\n{% if support.themes_more %}\n{{ support.themes_more }}\n{% endif %}{% endif %}",
        (left, 4.15, width, 2.4),
        name="Themes",
    )


def decisions(deck: Deck) -> None:
    both = content(deck, "decisions", "slides.decisions and slides.roadmap")
    half = (WIDTH - GAP) / 2
    decision_table(both, (LEFT, TABLE_TOP, half, 0.8))
    roadmap_table(both, (LEFT + half + GAP, TABLE_TOP, half, 0.8))
    alone = content(deck, "decisions", "slides.decisions and not slides.roadmap")
    decision_table(alone, (LEFT, TABLE_TOP, WIDTH, 0.8))
    alone = content(deck, "roadmap", "slides.roadmap and not slides.decisions")
    roadmap_table(alone, (LEFT, TABLE_TOP, WIDTH, 0.8))


def discussion(deck: Deck) -> None:
    """The question to end with, above the decisions; either alone where the other is not there."""
    both = content(deck, "question", "slides.question and slides.decisions")
    _question(both, (LEFT, TABLE_TOP, WIDTH, 1.75))
    decision_table(both, (LEFT, TABLE_TOP + 1.95, WIDTH, 0.8), tall=0.72)
    _question(content(deck, "question", "slides.question and not slides.decisions"), ALL)
    decision_table(content(deck, "decisions", "slides.decisions and not slides.question"), ALL)


def _question(slide: Slide, box: Box) -> None:
    words = "**{{ review.question }}**\n{% if review.question_why %}\n{{ review.question_why }}\n{% endif %}"
    shape = s.text(slide, words, box, size=LEAD, name="Question", anchor=MSO_ANCHOR.MIDDLE)
    fill(shape, "bg2")


def sponsor(slide: Slide) -> None:
    words = "{% shape if review.sponsor %}**Executive sponsor**\n{{ review.sponsor }}{% endif %}"
    s.text(slide, words, (LEFT, 5.35, 5.8, 0.7), size=BODY, name="Sponsor")


def decision_table(slide: Slide, box: Box, tall: float = 0.86) -> None:
    _dated(slide, "decisions", ("To decide", "By"), box, tall)


def roadmap_table(slide: Slide, box: Box) -> None:
    _dated(slide, "roadmap", ("Coming from us", "When"), box, 0.86)


def _dated(slide: Slide, topic: str, heads: tuple[str, str], box: Box, tall: float) -> None:
    cells = (
        "**{{ r.name | default('–') }}**\n{% if r.detail %}\n{{ r.detail }}\n{% endif %}",
        f"{{{{ r.date {DASH} }}}}",
    )
    name = topic.capitalize()
    rows = rows_of("r", f"{topic}_shown", cells)
    s.table(slide, heads, rows, (4.2, 1.3), box, name=name, size=BODY, tall=tall)
    more(slide, f"{topic}_more", box[0], box[2], f"More {topic}")
