"""The account plan's profile: who the customer is, what it owns, how it is served."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build import word
from templates.build.charts import Series, Spec
from templates.build.plan_words import (
    MISSING,
    NO_THESIS,
    NONE,
    Column,
    Listing,
    chart,
    kept,
    listed,
    otherwise,
    para,
    section,
    when,
)

_CASES = Spec(
    "column_line",
    (
        Series("Opened", "slate", labels=False, light=0.7),
        Series("Closed", "teal", labels=False),
        Series("Median days to close", "blue"),
    ),
    size=9,
)

_PRODUCTS = Listing(
    "p",
    "usage.products_shown",
    (
        Column("Product", "{{ p.name }}", 2.6),
        Column("Family", "{{ p.family }}", 2.6),
        Column("Divisions", "{{ p.teams }}", 1.2, number=True),
        Column("Quantity", '{{ p.quantity | default("–") }}', 1.2, number=True),
        Column("Active users", '{{ p.active_users | default("–") }}', 1.4, number=True),
        Column("First term ends", '{{ p.until | default("–") }}', 1.8),
    ),
    empty="{{ empty.products }}",
    more='usage.products_more | default("")',
)

_WHERE = (
    "{% if s.source %}{{ s.source }}{% if s.url %}: {% endif %}{% endif %}"
    f"{{% if s.url or not s.source %}}{{{{ s.url {NONE} }}}}{{% endif %}}"
)

_SIGNALS = Listing(
    "s",
    "signals_shown",
    (
        Column("Date", "{{ s.date }}", 1.3),
        Column("Kind", "{{ s.kind_label }}", 1.6),
        Column("What happened", "{{ s.text }}", 5.9),
        Column("Source", _WHERE, 3.6),
    ),
    empty="{{ empty.signals }}",
    more='signals_more | default("")',
)


_GLANCE = (
    (
        "Company",
        (
            f"{{{{ account.line {NONE} }}}}{{% if account.owned_by %}} · {{{{ account.owned_by }}}}{{% endif %}}"
            "{% if account.finance %} · yearly revenue {{ account.finance }}{% endif %}"
        ),
    ),
    (
        "Divisions (place, people)",
        (
            "{% row if account.places_shown %}{% for p in account.places_shown %}"
            '[[Strong|{{ p.country | default("Country not recorded") }} {{ p.divisions }}:]] {{ p.names }}'
            "{% if not loop.last %} · {% endif %}{% endfor %}"
            "{% if account.places_more %} · {{ account.places_more }}{% endif %}{% endif %}"
        ),
    ),
    ("Decision makers", f"{{{{ account.decision_makers {MISSING} }}}}"),
    (
        "Pays us a year",
        (
            f"{{{{ revenue.current {MISSING} }}}}{{% if revenue.basis %}} {{{{ revenue.basis }}}}{{% endif %}}"
            "{% if revenue.current_note %} ({{ revenue.current_note }}){% endif %}"
            "{% if revenue.reconciliation %}. [[State Attention|{{ revenue.reconciliation }}]]{% endif %}"
        ),
    ),
    (
        "Lifetime",
        (
            "{% row if account.lifetime.gained is not none %}Over {{ account.lifetime.years }} years at today's rate "
            f"about {{{{ account.lifetime.paid {MISSING} }}}} paid (an estimate); value realised: {{{{ account.lifetime.gained }}}}. "
            "{% if account.lifetime.is_rescue %}[[State Bad|It paid more than it gained: a rescue plan is due.]]"
            "{% endif %}{% endif %}"
        ),
    ),
    (
        "Health",
        (
            f"{{{{ account.health_label {MISSING} }}}}"
            '{% if account.health_label %} · trend: {{ account.health_trend | default("not recorded in Salesforce") }}{% endif %}'
        ),
    ),
    ("Activity", f"{{{{ activity.line {NONE} }}}}"),
)


def profile(document: DocxDocument) -> None:
    with section(document, "profile", "Profile and current state"):
        when(document, "account.description", "{{ account.description }}")
        word.table(document, ("At a glance", ""), _GLANCE, (1.9, 9.0))
        para(document, "", "Note")
        when(
            document,
            'account.value_proposition or document.form == "full"',
            f"[[Strong|Value proposition.]] {{{{ account.value_proposition {MISSING} }}}}"
            "{% if account.value_proposition_file %} ({{ account.value_proposition_file }}){% endif %}",
        )
        when(
            document,
            "account.expansion_thesis",
            "[[Strong|Expansion thesis.]] {{ account.expansion_thesis }}"
            "{% if account.expansion_thesis_file %} ({{ account.expansion_thesis_file }}){% endif %}",
        )
        when(document, NO_THESIS, "[[Strong|Expansion thesis.]] Not recorded in Salesforce.")
        document.add_paragraph("Products owned", style="Heading 2")
        listed(document, _PRODUCTS)
        when(document, "usage.source_note", "{{ usage.source_note }}", "Note")
        _support(document)
        _signals(document)


def _support(document: DocxDocument) -> None:
    document.add_paragraph("Support", style="Heading 2")
    with kept(document, "support.quarters"):
        chart(
            document,
            _CASES,
            '{% chart charts.cases or "No support cases in the last eight quarters" %}',
            2.5,
        )
        para(
            document,
            'Open cases: {{ support.open | default("not known") }}'
            "{% if support.open_line %} ({{ support.open_line }}){% endif %}"
            ', escalated: {{ support.escalated | default("not known") }}'
            "{% if support.trend %}; {{ support.trend }}{% endif %}"
            "{% if support.milestones_line %}; {{ support.milestones_line }}{% endif %}"
            "{% if support.median_days is not none %}; median time to close {{ support.median_days }} days{% endif %}.",
            "Caption",
        )
        otherwise(document)
        para(document, "{{ empty.support }}", "Empty")


def _signals(document: DocxDocument) -> None:
    document.add_paragraph("Signals of the last 180 days", style="Heading 2")
    listed(document, _SIGNALS)
