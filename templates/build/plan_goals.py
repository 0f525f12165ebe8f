"""The account plan's objectives: targets, measures, what bridges the gap, strategies and plays."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build import word
from templates.build.charts import Series, Spec
from templates.build.plan_words import (
    NO_THESIS,
    NONE,
    Column,
    Listing,
    chart,
    each,
    kept,
    listed,
    otherwise,
    para,
    section,
    shorter,
    when,
)

_BRIDGE = Spec(
    "stacked_bar",
    (
        Series("Base", "none"),
        Series("Revenue", "navy", labels=False),
        Series("Plays", "teal", labels=False),
        Series("Not covered", "amber", light=0.7, labels=False),
    ),
    size=9,
    gap=25,
    legend=False,
)

_TARGETS = Listing(
    "t",
    "aims.targets",
    (
        Column("Aim", "[[Strong|{{ t.aim_label }}]]", 1.9),
        Column("Growth path", '{{ t.path_label | default("–") }}', 1.5),
        Column(
            "Measured by",
            '{{ t.measure | default(t.goal) | default("no objective aims at it") }}',
            4.0,
        ),
        Column("Baseline", '{{ t.baseline_text | default("–") }}', 1.4, number=True),
        Column("Now", '{{ t.current_text | default("–") }}', 1.4, number=True),
        Column("Target", '{{ t.target_text | default("not set") }}', 1.4, number=True),
        Column("Due", '{{ t.due | default("–") }}', 1.5),
    ),
)

_HEADS = (
    "Objective, its measures and plays",
    "From · owner",
    "Now · close",
    "To · value",
    "Progress · next action in Salesforce",
)
_WIDTHS = (5.7, 1.55, 1.6, 1.35, 3.9)
_BLANK = ("",) * (len(_HEADS) - 1)
_OBJECTIVE = (
    "{% row for g in goals_shown %}[[Strong|{{ g.name }}]]\n"
    f"[[Quiet|Owner {{{{ g.owner {NONE} }}}} · due {{{{ g.end {NONE} }}}} · "
    'serves: {{ g.priority | default("no stated priority") }}'
    "{% if g.theme %} · theme: {{ g.theme }}{% endif %}]]\n"
    '[[Strong|Strategy.]] {{ g.strategy | default("not recorded") }}'
    "{% if g.customer_outcome %} [[Strong|For the customer.]] {{ g.customer_outcome }}{% endif %}"
    "{% if g.next_step %} [[Strong|Next action.]] {{ g.next_step }}{% endif %}"
    "{% if g.plays_more %} [[Quiet|Plays: {{ g.plays_more }}.]]{% endif %}"
    "{% if g.to_sharpen %} [[State Attention|To sharpen:]] {{ g.to_sharpen }}{% endif %}"
)
_MEASURE = (
    (
        "{% row for m in g.measures %}[[Quiet|Measure:]] {{ m.name }}"
        "{% if m.counts %} [[Quiet|({{ m.counts }})]]{% endif %}"
    ),
    "{% if m.baseline_from %}{{ m.baseline_text }}{% else %}[[State Bad|missing]]{% endif %}",
    '{{ m.current_text | default("not recorded") }}',
    '{{ m.target_text | default("missing") }}',
    (
        '{{ m.progress | default("not known") }}'
        "{% if m.cover %}; plays: {{ m.cover }}{% endif %}"
        '{% if m.baseline_from and m.baseline_from != "stated" %}'
        "; baseline {{ m.baseline_source }}{% endif %}{% endfor %}"
    ),
)
_PLAY = (
    (
        "{% row for p in g.plays_shown %}[[Quiet|Play:]] {{ p.name }}"
        " [[Quiet|({% if p.kind %}{{ p.kind }}, {% endif %}{{ p.unit }})]]"
        "{% if p.serves_nothing %} [[State Attention|serves no stated priority]]{% endif %}"
    ),
    '{{ p.owner | default("no owner") }}',
    '{{ p.close_date | default("no date") }}',
    '{{ p.value | default("not set") }}',
    '{{ p.next_step | default("–") }}{% endfor %}{% endfor %}',
)

_TRIED = Listing(
    "t",
    "aims.tried_shown",
    (
        Column("Goal", "{{ t.goal }}", 3.2),
        Column("Strategy tried", f"{{{{ t.strategy {NONE} }}}}", 3.4),
        Column(
            "Result",
            '{{ t.verdict }}{% if t.reached_text %}: {{ t.reached_text }} of {{ t.target_text | default("no target") }}{% endif %}',
            2.6,
        ),
        Column("What we learned", f"{{{{ t.notes {NONE} }}}}", 3.6),
    ),
    more='aims.tried_more | default("")',
)


def goals(document: DocxDocument) -> None:
    with (
        section(document, "goals", "Objectives, measures and plays"),
        kept(document, "goals_shown"),
    ):
        with kept(document, "sections.maps"):
            _targets(document)
        _strategies(document)
        when(document, "goals_more", "{{ goals_more }}", "Note")
        _questions(document)
        with kept(document, "aims.tried_shown and sections.maps"):
            document.add_paragraph("Tried before", style="Heading 2")
            listed(document, _TRIED)
        otherwise(document)
        para(document, "{{ empty.goals }}", "Empty")


_PLAYS = Listing(
    "p",
    "focus.plays_shown",
    (
        Column("Play", "[[Strong|{{ p.name }}]]", 4.0),
        Column("Division", "{{ p.unit }}", 3.0),
        Column("Value", '{{ p.value | default("not set") }}', 1.5, number=True),
        Column("Owner", '{{ p.owner | default("no owner") }}', 1.8),
        Column("Close date", '{{ p.close_date | default("no date") }}', 1.6),
    ),
    more='focus.plays_more | default("")',
)


def plays(document: DocxDocument) -> None:
    """The one or two plays of a light plan, beside its renewal strategy (METHOD.md row 3)."""
    with section(document, "plays", "Expansion plays"):
        when(
            document,
            "account.expansion_thesis",
            f"[[Strong|Expansion thesis.]] {shorter('account.expansion_thesis', 180)}",
        )
        when(document, NO_THESIS, "[[Strong|Expansion thesis.]] Not recorded in Salesforce.")
        when(document, "focus.plays_note", "{{ focus.plays_note }}", "Warning")
        listed(document, _PLAYS)
        when(document, "not plays", "{{ empty.plays }}", "Empty")


def _targets(document: DocxDocument) -> None:
    listed(document, _TARGETS)
    chart(
        document,
        _BRIDGE,
        '{% chart charts.revenue_bridge or "No target is recorded" %}',
        3.4,
    )
    para(
        document,
        "From yearly contract value now over the plays that close by {{ period.year_end }} to the "
        "target, in {{ account.currency }}.",
        "Caption",
    )


def _strategies(document: DocxDocument) -> None:
    """Objective, strategy, plays, actions (row 82): a band of rows for each objective."""
    rows = ((_OBJECTIVE, *_BLANK), _MEASURE, _PLAY)
    made = word.table(document, _HEADS, rows, _WIDTHS)
    word.widen(made, 1)
    para(document, "", "Gap")


def _questions(document: DocxDocument) -> None:
    """What a person has to judge (rows 80 and 81)."""
    with each(document, "d in aims.doubts"):
        para(document, "[[State Attention|Ask yourself:]] {{ d.question }}", "Note")
    when(document, "aims.unserved", "[[State Attention|{{ aims.unserved }}]]", "Note")
    when(document, "aims.tied", "{{ aims.tied }}", "Note")
