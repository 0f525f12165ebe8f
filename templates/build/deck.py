"""The customer review deck: each slide states one conclusion; a slide without content is left out.

Slides, in the order of the review: title, executive summary, what you set out to achieve, what we
promised, outcomes, progress (one slide a KPI), products in use, adoption, service, what did not
work, where we could help next, joint plan, roadmap and decisions; appendix: products, definitions.
Conditions stand in the notes, where an editor of the template sees them and the reader does not.
"""

from __future__ import annotations

import io

from pptx.presentation import Presentation as Deck

from templates.build import slides as s
from templates.build.charts import Series, Spec
from templates.build.package import normalise
from templates.build.slides import BODY, LEAD, LEFT, SMALL, TITLE, TOP, WIDTH

DASH = '| default("–")'
TABLE_TOP = 2.0


def build() -> bytes:
    """The template's bytes."""
    deck = s.new_deck()
    for make in SLIDES:
        make(deck)
    s.clean(deck)
    target = io.BytesIO()
    deck.save(target)
    return normalise(target.getvalue())


def _condition(name: str) -> str:
    return f"{{% slide if slides.{name} %}}{{% endif %}}"


def _lead(name: str) -> str:
    return f'{{{{ takeaways.{name} | default("") }}}}'


def _content(deck: Deck, name: str) -> s.Slide:
    return s.slide(deck, f"{{{{ titles.{name} }}}}", notes=_condition(name), lead=_lead(name))


def _title(deck: Deck) -> None:
    layout = next(item for item in deck.slide_layouts if item.name == "Title Slide")
    slide = deck.slides.add_slide(layout)
    band = s.panel(slide, (0, 0, 13.333, 1.1), slot="tx2", name="Band")
    slide.shapes._spTree.remove(band._element)
    slide.shapes._spTree.insert(2, band._element)
    s.text(slide, "{{ vendor.name }}", (LEFT, 0.38, 6.0, 0.4), size=LEAD, colour=None, bold=True, name="Vendor")
    _white(slide.shapes[-1])
    slide.shapes.title.text_frame.text = "{{ account.name }}"
    slide.placeholders[1].text_frame.text = "{{ titles.title }}"
    s.text(slide, "As of {{ document.as_of | date(\"long\") }}", (LEFT, 4.75, 8, 0.4), size=BODY, colour="slate", name="Date")
    s.text(slide, "{{ document.sample_marking | default(\"\") }}", (LEFT, 6.9, 8, 0.35), size=BODY, colour="red", bold=True, name="Marking")


def _white(shape) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR

    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1


def _summary(deck: Deck) -> None:
    slide = _content(deck, "summary")
    for index in range(3):
        top = TOP + 0.15 + index * 1.12
        tag = f"review.statements | length > {index}"
        s.panel(slide, (LEFT, top, 0.09, 0.9), slot="accent2", name=f"{{% shape if {tag} %}}{{% endif %}}")
        _keep_if(slide, tag)
        s.text(slide, f"{{% shape if {tag} %}}{{{{ review.statements[{index}].text }}}}{{% endif %}}",
               (LEFT + 0.3, top, WIDTH - 0.3, 0.9), size=LEAD, name=f"Claim {index + 1}", anchor=_MIDDLE)
    s.text(slide, "{% shape if review.ask %}The decision we ask for\n{{ review.ask }}{% endif %}",
           (LEFT + 0.3, 5.55, WIDTH - 0.6, 0.95), size=LEAD, name="Decision", anchor=_MIDDLE)
    _box(slide, "bg2")


def _keep_if(slide, condition: str) -> None:
    """A shape without text says in its alt text when it stays."""
    shape = slide.shapes[-1]
    shape.name = "Marker"
    s.describe(shape, f"{{% shape if {condition} %}}{{% endif %}}")


def _box(slide, slot: str) -> None:
    """The last text box gets a fill and room around its words."""
    from pptx.oxml import parse_xml
    from pptx.util import Inches

    shape = slide.shapes[-1]
    properties = shape._element.spPr
    for child in properties.findall("{http://schemas.openxmlformats.org/drawingml/2006/main}noFill"):
        properties.remove(child)
    properties.append(
        parse_xml(
            '<a:solidFill xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            f'<a:schemeClr val="{slot}"/></a:solidFill>'
        )
    )
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Inches(0.2)
    frame.margin_top = frame.margin_bottom = Inches(0.08)


def _priorities(deck: Deck) -> None:
    slide = _content(deck, "priorities")
    s.table(
        slide,
        ("Your priority", "How you measure it", "Baseline", "Now", "Target"),
        (
            "{% row for p in priorities_shown %}{{ p.name }}",
            f"{{{{ p.kpi {DASH} }}}}",
            f"{{{{ p.baseline_text {DASH} }}}}",
            f"{{{{ p.current_text {DASH} }}}}",
            f"{{{{ p.target_text {DASH} }}}}{{% endfor %}}",
        ),
        (4.6, 3.4, 1.4, 1.4, 1.4),
        (LEFT, TABLE_TOP, WIDTH, 0.8),
        name="Priorities",
        numbers=(2, 3, 4),
        size=BODY,
    )


def _promises(deck: Deck) -> None:
    slide = _content(deck, "commitments")
    s.table(
        slide,
        ("Commitment", "Our side", "Your side", "Due", "Result"),
        (
            "{% row for c in review.promises_shown %}{{ c.name }}",
            f"{{{{ c.our_owner {DASH} }}}}",
            f"{{{{ c.customer_owner {DASH} }}}}",
            f"{{{{ c.due {DASH} }}}}",
            "{{ c.state_label }}{% endfor %}",
        ),
        (5.2, 2.2, 2.2, 1.4, 1.1),
        (LEFT, TABLE_TOP, WIDTH, 0.8),
        name="Commitments",
        size=BODY,
    )


def _outcomes(deck: Deck) -> None:
    slide = _content(deck, "outcomes")
    gap = 0.25
    width = (WIDTH - 3 * gap) / 4
    for index in range(4):
        left = LEFT + index * (width + gap)
        tag = f"outcomes | length > {index}"
        s.text(
            slide,
            f"{{% shape if {tag} %}}{{{{ outcomes[{index}].figure | default(\"\") }}}}\n"
            f"{{{{ outcomes[{index}].name }}}}\n{{{{ outcomes[{index}].detail | default(\"\") }}}}{{% endif %}}",
            (left, TABLE_TOP, width, 3.7),
            name=f"Outcome {index + 1}",
        )
        _tile(slide.shapes[-1])
        _box(slide, "bg2")


def _tile(shape) -> None:
    from pptx.util import Pt

    from templates.build.charts import SLOTS

    for paragraph, size, colour, bold in zip(
        shape.text_frame.paragraphs, (TITLE, BODY, SMALL), ("teal", "navy", None), (True, True, False), strict=True
    ):
        paragraph.space_after = Pt(6)
        for run in paragraph.runs:
            run.font.size = Pt(size)
            run.font.bold = bold
            if colour:
                run.font.color.theme_color = SLOTS[colour]


def _trends(deck: Deck) -> None:
    slide = s.slide(
        deck,
        "{{ t.title }}",
        notes="{% slide for t in review.trends_shown %}{% endfor %}",
        lead='{{ t.takeaway | default("") }}',
    )
    s.chart(slide, _TREND, (LEFT, TOP + 0.1, WIDTH, 4.75), "{% chart t.chart %}", "KPI trend")


def _products(deck: Deck) -> None:
    slide = _content(deck, "products")
    s.chart(slide, _TEAMS, (LEFT, TOP + 0.1, WIDTH, 4.75), "{% chart charts.products_by_team %}", "Products in use")


def _adoption(deck: Deck) -> None:
    slide = _content(deck, "adoption")
    s.chart(slide, _ADOPTION, (LEFT, TOP + 0.1, WIDTH, 4.75), "{% chart charts.adoption %}", "Adoption")


def _support(deck: Deck) -> None:
    slide = _content(deck, "support")
    s.chart(slide, _CASES, (LEFT, TOP + 0.1, 8.0, 4.75), "{% chart charts.cases %}", "Cases")
    s.text(slide, "**Open now**\n{{ support.open }}{% if support.oldest_open_days is not none %}, the oldest for {{ support.oldest_open_days }} days{% endif %}",
           (9.0, TABLE_TOP, 3.73, 0.8), size=BODY, name="Open cases")
    s.text(slide, "{% shape if support.median_days is not none %}**Half of the cases closed within**\n{{ support.median_days }} days{% endif %}",
           (9.0, 3.0, 3.73, 0.8), size=BODY, name="Time to close")
    s.text(slide, "{% shape if support.themes_shown %}**What they were about**\n{% for t in support.themes_shown %}\n{{ t.theme }}: {{ t.count }}\n{% endfor %}{% endif %}",
           (9.0, 4.0, 3.73, 2.4), size=BODY, name="Themes")


def _lessons(deck: Deck) -> None:
    slide = _content(deck, "lessons")
    _two_columns(slide, "lessons_shown", "What did not work", "What we change", "Lessons")


def _two_columns(slide, rows: str, left: str, right: str, name: str) -> None:
    s.table(
        slide,
        (left, right),
        (f"{{% row for r in {rows} %}}{{{{ r.name }}}}", f"{{{{ r.detail {DASH} }}}}{{% endfor %}}"),
        (1, 1.25),
        (LEFT, TABLE_TOP, WIDTH, 0.8),
        name=name,
        size=BODY,
    )


def _options(deck: Deck) -> None:
    slide = _content(deck, "options")
    s.table(
        slide,
        ("Where we could help next", "How", "Your priority it serves"),
        (
            "{% row for r in options_shown %}{{ r.name }}",
            f"{{{{ r.detail {DASH} }}}}",
            f"{{{{ r.priority {DASH} }}}}{{% endfor %}}",
        ),
        (3.4, 5.4, 3.2),
        (LEFT, TABLE_TOP, WIDTH, 0.8),
        name="Options",
        size=BODY,
    )


def _joint_plan(deck: Deck) -> None:
    slide = _content(deck, "joint_plan")
    s.table(
        slide,
        ("What", "Our side", "Your side", "By"),
        (
            "{% row for c in review.joint_plan_shown %}{{ c.name }}",
            f"{{{{ c.our_owner {DASH} }}}}",
            f"{{{{ c.customer_owner {DASH} }}}}",
            f"{{{{ c.due {DASH} }}}}{{% endfor %}}",
        ),
        (6.0, 2.4, 2.4, 1.5),
        (LEFT, TABLE_TOP, WIDTH, 0.8),
        name="Joint plan",
        size=BODY,
    )


def _decisions(deck: Deck) -> None:
    slide = _content(deck, "decisions")
    s.table(
        slide,
        ("Decision", "What it is about", "By"),
        (
            "{% row for r in decisions_shown %}{{ r.name }}",
            f"{{{{ r.detail {DASH} }}}}",
            f"{{{{ r.date {DASH} }}}}{{% endfor %}}",
        ),
        (4.0, 6.6, 1.5),
        (LEFT, TABLE_TOP, WIDTH, 0.8),
        name="Decisions",
        size=BODY,
    )


def _roadmap(deck: Deck) -> None:
    slide = _content(deck, "roadmap")
    s.table(
        slide,
        ("Coming", "What it means for you", "When"),
        (
            "{% row for r in roadmap_shown %}{{ r.name }}",
            f"{{{{ r.detail {DASH} }}}}",
            f"{{{{ r.date {DASH} }}}}{{% endfor %}}",
        ),
        (4.0, 6.6, 1.5),
        (LEFT, TABLE_TOP, WIDTH, 0.8),
        name="Roadmap",
        size=BODY,
    )


def _appendix_products(deck: Deck) -> None:
    slide = _content(deck, "appendix_products")
    s.table(
        slide,
        ("Product", "Teams", "Quantity", "Active users", "Term until"),
        (
            "{% row for p in usage.products_shown %}{{ p.name }}",
            f"{{{{ p.teams {DASH} }}}}",
            f"{{{{ p.quantity {DASH} }}}}",
            f"{{{{ p.active_users {DASH} }}}}",
            f"{{{{ p.until {DASH} }}}}{{% endfor %}}",
        ),
        (4.6, 1.4, 1.6, 1.8, 1.8),
        (LEFT, TABLE_TOP, WIDTH, 0.8),
        name="Products",
        numbers=(1, 2, 3, 4),
        size=SMALL,
    )


def _appendix_definitions(deck: Deck) -> None:
    slide = _content(deck, "definitions")
    s.table(
        slide,
        ("Figure", "What it counts"),
        ("{% row for d in review.definitions %}{{ d.name }}", "{{ d.text }}{% endfor %}"),
        (3, 9),
        (LEFT, TABLE_TOP, WIDTH, 0.8),
        name="Definitions",
        size=SMALL,
    )


from pptx.enum.text import MSO_ANCHOR  # noqa: E402

_MIDDLE = MSO_ANCHOR.MIDDLE
_TREND = Spec(
    "line",
    (Series("Actual", "blue"), Series("Baseline", "slate", dash=True, labels=False), Series("Target", "teal", dash=True, labels=False)),
    number_format="#,##0.##",
)
_TEAMS = Spec("bar", (Series("Products", "blue"),), legend=False, gap=45)
_ADOPTION = Spec("bar", (Series("Quantity", "slate"), Series("Active users", "teal")), gap=45)
_CASES = Spec("column", (Series("Opened", "slate"), Series("Closed", "teal")), gap=60)

SLIDES = (
    _title,
    _summary,
    _priorities,
    _promises,
    _outcomes,
    _trends,
    _products,
    _adoption,
    _support,
    _lessons,
    _options,
    _joint_plan,
    _decisions,
    _roadmap,
    _appendix_products,
    _appendix_definitions,
)
