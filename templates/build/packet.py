"""The manager's packet: the hour on its first page, the accounts together, a page for each.

Made to be printed in black and white: what a colour says, a sign and a word say as well.
"""

from __future__ import annotations

from docx.document import Document as DocxDocument
from docx.shared import Cm

from templates.build import packet_account, packet_portfolio, rollup, word
from templates.build.plan_words import Column, Listing, listed, para, when
from templates.build.word_styles import new_document

_NONE = '| default("not recorded")'

_FLAGS = Listing(
    "f",
    "packet.flags_shown",
    (
        Column("Grade", "[[Strong|{{ f.grade_label }}]]", 1.9),
        Column("Account or person", "{{ f.about }}", 3.3),
        Column("Flag", "{{ f.what }}", 4.9),
        Column("Who", '{{ f.owner | default("nobody recorded") }}', 2.1),
        Column("What to do", "{{ f.to_do }}", 3.7),
        Column("By", '{{ f.due | default("–") }}', 1.7),
    ),
    empty="No flag is raised: nothing in these accounts breaks a rule of the method.",
    more='packet.flags_more | default("")',
)

_AGENDA = Listing(
    "a",
    "packet.agenda",
    (
        Column("Part", "{% if a.time %}[[Strong|{{ a.time }}]] {{ a.part }}{% endif %}", 3.6),
        Column("Account", "{{ a.account }}", 2.6),
        Column("Min", "{{ a.minutes }}", 0.8, number=True),
        Column("Decision needed", "{{ a.decision }}", 8.2),
        Column(
            "Who, by when",
            '{{ a.owner | default("–") }}{% if a.due %}, {{ a.due }}'
            "{% elif a.account %}, in this review{% endif %}",
            2.4,
        ),
    ),
    empty="No account here has a plan to review: go through the list of tier 3.",
)

_INVITED = (
    "[[Strong|To be invited:]] {% for i in packet.invited %}{{ i.role }}: "
    '{{ i.names | default("nobody recorded") }}'
    "{% if i.unfilled %} ({{ i.unfilled }}){% endif %}"
    "{% if not loop.last %} · {% endif %}{% endfor %}."
)

_WEEKS = Listing(
    "w",
    "packet.weeks",
    (
        Column("Week", "{{ w.number }}{% if w.is_current %} ◄ this week{% endif %}", 1.8),
        Column("From", "{{ w.start }}", 1.8),
        Column("To", "{{ w.end }}", 1.8),
        Column("What is done", "{{ w.step }}", 3.2),
        Column("Who does it", "{{ w.who }}", 6.0),
    ),
)

_REVIEWS = Listing(
    "r",
    "packet.reviews",
    (
        Column("Tier 1 account", "{{ r.account }}", 4.4),
        Column("Owner", f"{{{{ r.owner {_NONE} }}}}", 2.6),
        Column("Review with the customer", "[[Strong|{{ r.state_label }}]]", 3.6),
        Column(
            "On",
            "{% if r.date %}{{ r.date }}{% elif r.book_by %}book by {{ r.book_by }}"
            "{% else %}no date{% endif %}",
            2.6,
        ),
        Column("Last one held", f"{{{{ r.last {_NONE} }}}}", 2.4),
    ),
    empty="None of these accounts is in tier 1: no review with a customer is asked for.",
)


def build() -> bytes:
    """The template's bytes."""
    document = new_document()
    rollup.furniture(document)
    _cover(document)
    packet_portfolio.portfolio(document)
    packet_account.accounts(document)
    _calendar(document)
    rollup.coverage(document, f"{rollup.READ} {_HOW}")
    return rollup.saved(document)


_HOW = (
    "Order of flags and pages: the gravest grade, then the most money at risk in {{ report.currency }} "
    "(the renewal, else what the account pays a year), then the nearest day. Pages about one account "
    "are in its own currency, all others in {{ report.currency }}. Each page "
    "says what the account's own review and plan say; their figures carry their records. "
    '{{ packet.baseline_note | default("") }}'
)


_AIM = (
    "[[Strong|Target:]] {{ packet.aim }} Money is in {{ report.currency }}, on an account's page in "
    "its own currency. Read-only: edits belong in Salesforce."
)


def _cover(document: DocxDocument) -> None:
    title = document.add_paragraph(style="Title")
    word.logo(title, "Our logo", "{% picture report.logo %}", Cm(3.4), Cm(1.2))
    title.add_run("{{ report.full_title }}")
    para(
        document,
        "{{ packet.plans_line }} As of {{ report.as_of }}.",
        "Subtitle",
    )
    when(document, "report.basis_note", "[[Strong|{{ report.basis_note }}]]")
    para(document, "{{ packet.headline }}", "Lead")
    para(document, _AIM, "Play")
    document.add_paragraph("Flags, worst first", style="Heading 2")
    listed(document, _FLAGS)
    document.add_paragraph(
        "The hour: 60 minutes, four parts, a decision in each", style="Heading 2"
    )
    listed(document, _AGENDA)
    when(document, "packet.invited", _INVITED, "Note")


def _calendar(document: DocxDocument) -> None:
    rollup.heading_on_new_page(document, "Planning calendar")
    para(document, "{{ report.week }}", "Lead")
    listed(document, _WEEKS)
    document.add_paragraph("Reviews with customers", style="Heading 2")
    listed(document, _REVIEWS)
