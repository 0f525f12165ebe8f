"""The packet's page of one account: what it takes to decide on it in a few minutes.

One page each: lists are short, and long texts of Salesforce's are cut after a word.
"""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build import rollup, word
from templates.build.plan_words import Column, Listing, each, listed, para, when

_NONE = '| default("not recorded")'


def _cut(name: str, most: int, missing: str = "not recorded") -> str:
    return f"{{% if {name} %}}{{{{ {name} | truncate({most}) }}}}{{% else %}}{missing}{{% endif %}}"


_FIGURES = (
    ("Yearly contract value", f"{{{{ p.revenue {_NONE} }}}}", ""),
    (
        "Target by {{ p.target_by }}",
        f"{{{{ p.target {_NONE} }}}}",
        "{% if p.gap %}{{ p.gap }} to go{% endif %}",
    ),
    ("Next renewal", f"{{{{ p.renewal {_NONE} }}}}", '{{ p.renewal_in | default("") }}'),
    ("Up for renewal", f"{{{{ p.renewal_value {_NONE} }}}}", ""),
    ("Plan last changed", f"{{{{ p.plan_age {_NONE} }}}}", ""),
)

_FLAGS = Listing(
    "f",
    "p.flags_shown",
    (
        Column("Flag", "[[Strong|{{ f.grade_label }}]]", 1.6),
        Column("What", "{{ f.what }}", 6.0),
        Column("Who", f"{{{{ f.owner {_NONE} }}}}", 2.2),
        Column("What to do", "{{ f.to_do }}", 4.0),
        Column("By", '{{ f.due | default("–") }}', 1.8),
    ),
    empty="No flag is raised.",
    more='p.flags_more | default("")',
)

_TRIGGERS = Listing(
    "t",
    "p.triggers_shown",
    (
        Column("Review trigger", "[[Strong|{{ t.label }}]]", 3.4),
        Column("On", '{{ t.date | default("no date") }}', 1.9),
        Column("What happened", _cut("t.text", 120), 10.3),
    ),
    empty="No event calls for a review before its time.",
    more='p.triggers_more | default("")',
)

_ACTIONS = Listing(
    "a",
    "p.actions",
    (
        Column("#", "{{ a.rank }}", 0.5),
        Column("Next three actions", _cut("a.text", 110), 6.4),
        Column("Owner", f"{{{{ a.owner {_NONE} }}}}", 2.3),
        Column("Due", f"{{{{ a.due {_NONE} }}}}", 1.9),
        Column("Why now", _cut("a.reason", 90), 4.3),
    ),
    empty="{{ p.actions_note | default('No action follows from the records.') }}",
    more='p.actions_note | default("")',
)

_RISKS = Listing(
    "r",
    "p.risks",
    (
        Column("Top risk", _cut("r.name", 90), 4.5),
        Column("Rating", f"{{{{ r.rating {_NONE} }}}}", 2.6),
        Column("Owner", f"{{{{ r.owner {_NONE} }}}}", 2.2),
        Column("Due", f"{{{{ r.due {_NONE} }}}}", 1.9),
        Column("What is done", _cut("r.mitigation", 80), 4.6),
    ),
    empty="No risk is recorded, and none follows from the records.",
)

_PLAYS = Listing(
    "y",
    "p.plays_shown",
    (
        Column("Open play, most in need first", _cut("y.name", 70), 4.8),
        Column("State", "[[Strong|{{ y.state_label }}]]", 1.8),
        Column("Needs, or next step", _cut("y.needs", 90), 5.0),
        Column("Owner", f"{{{{ y.owner {_NONE} }}}}", 2.1),
        Column("Close date", f"{{{{ y.close_date {_NONE} }}}}", 1.9),
    ),
    empty="No play needs anything now.",
    more='p.plays_more | default("")',
)

_QUESTIONS = Listing(
    "q",
    "p.questions",
    (
        Column("Question for the review", "{{ q.name }}", 3.5),
        Column(
            "Decision needed",
            "{{ q.decision | truncate(150) }}",
            9.2,
        ),
        Column("Who, by when", f"{{{{ q.by {_NONE} }}}}", 2.9),
    ),
    empty="Nothing is to be decided on this account.",
)

_CHANGED = (
    "[[Strong|Changed:]] {{ p.changes_note }} {% for c in p.changes_shown %}"
    "{{ c.text | truncate(110) }} {% endfor %}{{ p.changes_more }}"
)
_RENEWAL = "[[Strong|Renewal:]] {{ p.renewal_line | default('not recorded in Salesforce') | truncate(200) }}{% if p.gates %} {{ p.gates }}.{% endif %}"


def accounts(document: DocxDocument) -> None:
    with each(document, "p in packet.pages"):
        _page(document)


def _page(document: DocxDocument) -> None:
    rollup.heading_on_new_page(document, "{{ p.number }}. {{ p.name }}")
    para(document, "{{ p.line }}", "Subtitle")
    word.strip(document, _FIGURES)
    para(document, "", "Gap")
    listed(document, _FLAGS)
    with each(document, "g in p.agreed"):
        para(document, "[[Strong|Agreed, so no flag:]] {{ g.text }}", "Play")
    for listing in (_TRIGGERS, _ACTIONS, _RISKS, _PLAYS, _QUESTIONS):
        listed(document, listing)
    para(document, _RENEWAL, "Play")
    para(
        document,
        "[[Strong|People:]] {{ p.people | default('not recorded in Salesforce') }}",
        "Play",
    )
    when(document, "p.changes_note", _CHANGED, "Play")
