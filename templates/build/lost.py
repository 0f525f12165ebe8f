"""The lost-deal plans: a list of all, then a page for each that is due (METHOD.md row 116)."""

from __future__ import annotations

from docx.document import Document as DocxDocument
from docx.shared import Cm

from templates.build import rollup, word
from templates.build.plan_words import Column, Listing, each, kept, listed, para, when
from templates.build.word_styles import new_document

_NOT_RECORDED = '| default("not recorded")'


def _cut(name: str, most: int) -> str:
    """A text of Salesforce's that may be long: a page has room for its beginning."""
    return (
        f"{{% if {name} %}}{{{{ {name} | truncate({most}) }}}}{{% else %}}not recorded{{% endif %}}"
    )


def _beside(name: str, alone: int, several: int) -> str:
    """The same in a row of rivals: one alone has the room of two."""
    return (
        f"{{% if d.rivals | length == 1 %}}{_cut(name, alone)}"
        f"{{% else %}}{_cut(name, several)}{{% endif %}}"
    )


_SUMS = (
    Column("Deals", "{{ t.count }}", 1.0, number=True),
    Column(
        "Amount",
        f"{{{{ t.amount {_NOT_RECORDED} }}}}"
        "{% if t.amount is known and t.amount_note %} [[Quiet|({{ t.amount_note }})]]{% endif %}",
        3.0,
        number=True,
    ),
)

_DUE = Listing(
    "t",
    "lost_deals.due",
    (
        Column("To be taken up again", "[[Strong|{{ t.name }}]]", 3.0),
        *_SUMS,
    ),
)


def _tally(head: str, rows: str) -> Listing:
    return Listing(
        "t",
        rows,
        (
            Column(head, "{{ t.name }}", 3.0),
            *_SUMS,
        ),
        empty="No competitor is named on any of the deals.",
    )


_ALL = Listing(
    "d",
    "lost_deals.deals",
    (
        Column(
            "Plan", "{% if d.page is known %}{{ d.page }}{% else %}–{% endif %}", 0.9, number=True
        ),
        Column(
            "From",
            "[[Strong|{{ d.due_label }}]]\n{% if d.due != 'none' %}{{ d.again_on }}{% endif %}",
            1.8,
        ),
        Column("Account · deal", "{{ d.account }}\n[[Strong|{{ d.name }}]]", 4.0),
        Column("Lost on", "{{ d.close_date }}", 1.8),
        Column("Why", _cut("d.loss_reason", 40), 1.85),
        Column("Amount", f"{{{{ d.worth {_NOT_RECORDED} }}}}", 1.6, number=True),
        Column("Since", "{{ d.outcome_label }}", 1.85),
        Column("Owner", '{{ d.step_owner | default("no owner") }}', 1.75),
    ),
)

_RIVALS = Listing(
    "r",
    "d.rivals_shown",
    (
        Column("Competitor", "[[Strong|{{ r.name }}]]", 1.8),
        Column("Its strengths", _beside("r.strengths", 165, 75), 4.0),
        Column("Its weaknesses", _beside("r.weaknesses", 165, 75), 4.0),
        Column("Our advantage", _beside("r.our_advantage", 120, 50), 3.0),
    ),
    empty="Competitors: not recorded in Salesforce.",
    more='d.rivals_more | default("")',
)

_STOOD = (
    ("d.stage_before", "[[Strong|Before it closed.]] {{ d.stage_before }}."),
    ("d.products", "[[Strong|Products.]] {{ d.products }}."),
    ("d.next_step", "[[Strong|Next step then.]] {{ d.next_step | truncate(95) }}"),
)
"""What stands there only where it is recorded; what is not is named in one line."""

_PEOPLE = Listing(
    "p",
    "d.people_shown",
    (
        Column("Name", "[[Strong|{{ p.name }}]]", 2.5),
        Column("Role on the deal", f"{{{{ p.role {_NOT_RECORDED} }}}}", 2.5),
        Column("Title, then → now", f"{{{{ p.title {_NOT_RECORDED} }}}}", 3.6),
        Column("Strength, then → now", f"{{{{ p.strength {_NOT_RECORDED} }}}}", 2.7),
        Column("Last touch", '{{ p.last_touch | default("none") }}', 1.7),
        Column("Now", "{{ p.now }}", 1.9),
    ),
    empty="Nobody is recorded on the deal in Salesforce.",
    more='d.people_more | default("")',
)

_MEASURES = Listing(
    "m",
    "d.measures",
    (
        Column("Measure", "{{ m.name }}", 4.3),
        Column("When it was lost", "{{ m.then }} [[Quiet|({{ m.then_day }})]]", 3.5),
        Column("Now", "{{ m.now }} [[Quiet|({{ m.now_day }})]]", 3.5),
        Column("Change", '{{ m.trend | default("not known") }}', 2.3),
    ),
)

_LATER = Listing(
    "l",
    "d.later_shown",
    (
        Column("Deal in the same division", "{{ l.name }}", 5.0),
        Column("About", "{{ l.same }}", 2.2),
        Column("State", "{{ l.state }}", 1.2),
        Column("Amount", f"{{{{ l.amount {_NOT_RECORDED} }}}}", 1.6, number=True),
        Column("Close date", "{{ l.close_date }}", 1.8),
    ),
    empty="No other deal of the division closed since, and none is open.",
    more='d.later_more | default("")',
)

_AGAIN = '{% if d.due == "none" %}{{ d.due_label }}{% else %}{{ d.again_on }}{% endif %}'
_WHICH = (
    '{% if d.due == "none" %}{{ d.outcome_label }}'
    "{% else %}{{ d.again_quarter }}: {{ d.due_label }}{% endif %}"
)

_KIND = "{{ d.kind_label }}{% if d.is_renewal %}: business that we had{% endif %}"
_FIGURES = (
    (  # in the account's currency, and beside it in that of the sums
        "Amount",
        f"{{{{ d.amount {_NOT_RECORDED} }}}}",
        _KIND + "{% if d.in_sums %} · {{ d.in_sums }}{% endif %}",
    ),
    ("Lost", "{{ d.close_date }}", "{{ d.quarter }}"),
    (
        "Open for",
        "{% if d.days_open is known %}{{ d.days_open }} days{% else %}not recorded{% endif %}",
        "{% if d.created %}since {{ d.created }}{% endif %}",
    ),
    ("Take up again", _AGAIN, _WHICH),
)


def build() -> bytes:
    """The template's bytes."""
    document = new_document()
    rollup.furniture(document)
    _first_page(document)
    with each(document, "d in lost_deals.deals"), kept(document, "d.page is known"):
        _deal(document)
    rollup.coverage(
        document, f"{rollup.READ} Deals lost in the 36 months up to {{{{ report.as_of }}}}."
    )
    return rollup.saved(document)


def _first_page(document: DocxDocument) -> None:
    title = document.add_paragraph(style="Title")
    word.logo(title, "Our logo", "{% picture report.logo %}", Cm(3.4), Cm(1.2))
    title.add_run("{{ report.title }}")
    para(
        document,
        "{{ report.scope }} · accounts: {{ report.count }} · amounts in {{ report.currency }}",
        "Subtitle",
    )
    when(document, "report.basis_note", "[[Strong|{{ report.basis_note }}]]")
    para(document, "{{ lost_deals.headline }}", "Lead")
    with kept(document, "lost_deals.deals"):
        para(
            document,
            "{{ lost_deals.renewals_line }} {{ lost_deals.won_back_line }} "
            "{{ lost_deals.unopposed_line }} {{ lost_deals.without_rate }}",
        )
        listed(document, _DUE)
        listed(document, _tally("Why deals were lost", "lost_deals.reasons"))
        listed(document, _tally("Competitors on them", "lost_deals.competitors"))
        para(document, "{{ lost_deals.rule }} {{ lost_deals.pages_line }}", "Note")
        document.add_paragraph("All deals, those due first, then by amount", style="Heading 1")
        listed(document, _ALL)


def _deal(document: DocxDocument) -> None:
    """One page: what is due and by whom on top, then what it stands on."""
    rollup.heading_on_new_page(document, "{{ d.page }}. {{ d.name }}")
    para(
        document,
        "{{ d.account }}{% if d.unit != d.account %} · {{ d.unit }}{% endif %}"
        " · owner: {{ d.owner | default('not recorded') }}",
        "Subtitle",
    )
    word.strip(document, _FIGURES)
    para(document, "", "Gap")
    para(
        document,
        "[[Strong|{{ d.due_line }}.]]",
    )
    word.table(
        document,
        ("First step", "Who", "By"),
        (("{{ d.step }}.", '{{ d.step_owner | default("no owner") }}', "{{ d.step_by }}"),),
        (8.0, 2.2, 2.0),
    )
    _past(document)
    _then_and_now(document)


def _past(document: DocxDocument) -> None:
    """Why it was lost, to whom, and how it stood: what is recorded, and one line of what is not."""
    with kept(document, "d.loss_reason or d.rivals"):
        document.add_paragraph("Why, and against whom", style="Heading 2")
        when(document, "d.loss_reason", "[[Strong|Reason.]] {{ d.loss_reason | truncate(300) }}")
    with kept(document, "d.rivals"):
        listed(document, _RIVALS)
    document.add_paragraph("As it stood when it was lost", style="Heading 2")
    para(document, "[[Strong|Course.]] {{ d.course }}.")
    for condition, text in _STOOD:
        when(document, condition, text)
    when(document, "d.missing", "{{ d.missing }}", "Note")


def _then_and_now(document: DocxDocument) -> None:
    with kept(document, "d.people or d.newcomers"):
        document.add_paragraph("People, then and now", style="Heading 2")
        listed(document, _PEOPLE)
        para(document, "{{ d.newcomers }}", "Note")
    with kept(document, "d.measures"):
        document.add_paragraph("The customer, then and now", style="Heading 2")
        when(document, "d.improved", "{{ d.improved }}")
        listed(document, _MEASURES)
    document.add_paragraph("What happened since", style="Heading 2")
    listed(document, _LATER)
