"""The account plan's renewal: its terms, where their sources disagree, what is due when."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build import word
from templates.build.plan_words import (
    MISSING,
    NONE,
    Column,
    Listing,
    kept,
    listed,
    para,
    section,
    shorter,
)

_TERMS = (
    (
        "Date and value",
        (
            '{% row if document.form == "full" or renewal.days is none %}'
            f"{{{{ renewal.date {MISSING} }}}}{{% if renewal.days is not none %}} ({{{{ renewal.days }}}} days){{% endif %}}"
            "{% if renewal.term_end and not renewal.conflict %}, by {% for s in renewal.sources %}{{ s.source }} {{ s.date }}"
            "{% if not loop.last %}, {% endif %}{% endfor %}{% endif %}"
            f" · {{{{ renewal.value {MISSING} }}}}{{% if renewal.value_note %}} ({{{{ renewal.value_note }}}}){{% endif %}}{{% endif %}}"
        ),
    ),
    (
        "Status",
        (
            '{% if renewal.status == "red" %}[[State Bad|{{ renewal.status_label }}]]'
            '{% elif renewal.status == "attention" %}[[State Attention|{{ renewal.status_label }}]]'
            "{% else %}[[State Good|{{ renewal.status_label }}]]{% endif %}"
            "{% if renewal.status_reason %}: {{ renewal.status_reason }}{% endif %}"
        ),
    ),
    (
        "Owner and notice",
        (
            f"{{{{ renewal.owner {NONE} }}}} · {{% if renewal.auto_renews %}}renews by itself · {{% endif %}}"
            "notice period by contract: {% if renewal.notice_days is not none %}{{ renewal.notice_days }} days"
            "{% if renewal.notice_missed %}, [[State Bad|ended {{ renewal.notice_by }}]]{% elif renewal.notice_is_past %}, ended {{ renewal.notice_by }}{% elif renewal.notice_by %}, until {{ renewal.notice_by }}{% endif %}{% else %}not recorded in Salesforce{% endif %}"
            "{% if renewal.reminder_days is not none %} · our own reminder: "
            "{{ renewal.reminder_days }} days before the end{% endif %}"
        ),
    ),
    ("Strategy", shorter("renewal.strategy", 230)),
    (
        "Expansion beside it",
        (
            '{% row if document.form == "full" %}'
            "{% if renewal.plays_shown %}{% for p in renewal.plays_shown %}{{ p.name }} "
            f'({{{{ p.value | default("value not set") }}}}, {{{{ p.owner {NONE} }}}}, {{{{ p.close_date }}}})'
            "{% if not loop.last %}; {% endif %}{% endfor %}"
            "{% if renewal.plays_more %}; {{ renewal.plays_more }}{% endif %}"
            "{% elif plays %}No play is due to close before the renewal.{% else %}{{ empty.plays }}{% endif %}{% endif %}"
        ),
    ),
    (
        "Timeline",
        (
            '{% row if document.form != "full" and renewal.milestones %}'
            "{% for m in renewal.milestones %}{{ m.days_before }} days: {{ m.state_label }}"
            "{% if not loop.last %} · {% endif %}{% endfor %}{% endif %}"
        ),
    ),
    (
        "Contracts so far",
        (
            '{% row if document.form == "full" %}'
            "{% if account.customer_since %}Customer since {{ account.customer_since }} "
            "({{ account.lifetime.years }} years). {% endif %}"
            '{{ contract_history.line | default("No term has come to its end.") }} '
            "{% for c in contracts_shown %}{{ c.number | default(c.id) }} ({{ c.unit }}): "
            "{% if c.term_months is not none %}{{ c.term_months }} months {% endif %}"
            'to {{ c.end | default("an end that is not recorded") }}'
            "{% if c.renewed_label %}, {{ c.renewed_label }}{% endif %}"
            "{% if not loop.last %}; {% endif %}{% endfor %}"
            "{% if contracts_more %}; {{ contracts_more }}{% endif %}{% endif %}"
        ),
    ),
)

_SOURCES = Listing(
    "s",
    "renewal.sources",
    (
        Column("Date", "{{ s.date }}", 2),
        Column("Source", "{{ s.source }}", 8),
    ),
)

_MILESTONES = Listing(
    "m",
    "renewal.milestones",
    (
        Column("Days", "{{ m.days_before }}", 0.7),
        Column("Date", "{{ m.date }}", 1.4),
        Column("What is due", "{{ m.name }}", 5.0),
        Column("Who", f"{{{{ m.owner {NONE} }}}}", 1.4),
        Column(
            "State, by the records",
            '{% if m.state == "done" %}[[State Good|{{ m.state_label }}]]'
            '{% elif m.state == "missed" %}[[State Bad|{{ m.state_label }}]]'
            '{% elif m.state == "unseen" %}[[State Attention|{{ m.state_label }}]]'
            "{% else %}{{ m.state_label }}{% endif %}{% if m.finding %}: {{ m.finding }}{% endif %}",
            3.8,
        ),
    ),
)


def renewal(document: DocxDocument) -> None:
    with section(document, "renewal", "Renewal strategy"):
        word.table(
            document,
            ("Renewal", ""),
            _TERMS,
            (1.6, 9.0),
        )
        para(document, "", "Note")
        with kept(document, "renewal.conflict"):
            para(document, "The sources do not agree on the date", "Heading 2")
            listed(document, _SOURCES)
        with kept(document, 'document.form == "full"'):
            listed(document, _MILESTONES)
