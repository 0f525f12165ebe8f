"""The accounts of the packet together: where the revenue is, where growth could be, who carries it."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build import rollup, word
from templates.build.plan_words import Column, Listing, each, kept, listed, para, table

_NONE = '| default("not recorded")'


def _cell(level: str) -> str:
    return f"[[Strong|{{{{ g.{level}_title }}}}]]\n{{{{ g.{level} }}}}"


_GRID_HEADS = ("", "Low growth potential", "High growth potential", "Potential unknown")
_GRID = (
    "{% row for g in packet.portfolio.grid %}[[Strong|{{ g.revenue }}]]",
    _cell("low"),
    _cell("high"),
    f"{_cell('unknown')}{{% endfor %}}",
)

_RANKS = Listing(
    "r",
    "packet.portfolio.ranks",
    (
        Column("Account", "{{ r.account }}", 4.6),
        Column("Tier", "{{ r.tier }}", 0.9, number=True),
        Column("Revenue", '{{ r.revenue | default("unknown") }}', 1.9, number=True),
        Column("Rank", '{{ r.revenue_rank | default("–") }}', 1.1, number=True),
        Column(
            "Running",
            '{{ r.share | default("–") }}{% if r.is_line %} ◄{% endif %}',
            1.5,
            number=True,
        ),
        Column("Upside", '{{ r.upside | default("unknown") }}', 1.9, number=True),
        Column("Rank", '{{ r.upside_rank | default("–") }}', 1.1, number=True),
        Column("Renewal", f"{{{{ r.renewal {_NONE} }}}}", 2.1),
        Column("Owner", f"{{{{ r.owner {_NONE} }}}}", 2.5),
    ),
    note="Running: the share of the revenue that the account and the larger ones make; ◄ where it "
    "passes the line. Upside is growth potential: the largest revenue is not the biggest upside. "
    "{{ packet.portfolio.left_out }}",
)

_OWNERS = Listing(
    "o",
    "packet.portfolio.owners",
    (
        Column("Plan owner", "{{ o.owner }}", 3.0),
        Column("Tier 1 plans", "{{ o.tier1 }}", 1.6, number=True),
        Column("Other plans", "{{ o.others }}", 1.6, number=True),
        Column("Load", "{{ o.state }}", 2.8),
        Column("De-tier, the least upside first", '{{ o.de_tier | default("none") }}', 5.6),
    ),
)

_SPONSORS = Listing(
    "s",
    "packet.portfolio.sponsors",
    (
        Column("Executive sponsor", "{{ s.sponsor }}", 3.4),
        Column("Accounts", "{{ s.count }}", 1.4, number=True),
        Column("Which", "{{ s.accounts }}", 9.8),
    ),
)

_QUOTAS = Listing(
    "q",
    "packet.portfolio.quotas",
    (
        Column("Owner", "{{ q.owner }}", 3.2),
        Column("Quota", f"{{{{ q.quota {_NONE} }}}}", 2.4, number=True),
        Column("Targets", f"{{{{ q.target {_NONE} }}}}", 2.4, number=True),
        Column("To win", f"{{{{ q.gap {_NONE} }}}}", 2.4, number=True),
        Column("Accounts with a target", "{{ q.known }} of {{ q.accounts }}", 3.0),
    ),
    empty="No account here has an owner.",
    note="Targets are yearly revenue; a quota is what is to be sold.",
)

_BLOCKERS = Listing(
    "b",
    "packet.portfolio.blockers",
    (
        Column("Amount", '{{ b.amount | default("unknown") }}', 1.7, number=True),
        Column("Deal", "{{ b.name }}", 3.7),
        Column("Account", "{{ b.account }}", 2.9),
        Column("Why", "{{ b.why }}", 4.0),
        Column("Owner", f"{{{{ b.owner {_NONE} }}}}", 2.0),
        Column("Escalate to", f"{{{{ b.escalate_to {_NONE} }}}}", 2.0),
    ),
    empty="No open deal is late or stands still.",
)

_TASKS = Listing(
    "b",
    "packet.portfolio.late_tasks",
    (
        Column("Days late", "{{ b.days }}", 1.4, number=True),
        Column("Task", "{{ b.name }}", 6.6),
        Column("Account", "{{ b.account }}", 3.9),
        Column("Owner", f"{{{{ b.owner {_NONE} }}}}", 2.2),
        Column("Escalate to", f"{{{{ b.escalate_to {_NONE} }}}}", 2.2),
    ),
    empty="No task is late.",
)

_DUE = Listing(
    "d",
    "packet.portfolio.due",
    (
        Column("Due", "{{ d.date }}{% if d.is_late %} [[Strong|late]]{% endif %}", 2.0),
        Column("Account", "{{ d.account }}", 4.2),
        Column("Who", f"{{{{ d.owner {_NONE} }}}}", 2.5),
        Column("Why: the strictest rule", "{{ d.reason }}", 8.2),
    ),
    empty="No review is due: none of these accounts has a plan of its own.",
)

_MOTION = Listing(
    "m",
    "packet.portfolio.motion",
    (
        Column("Tier 3 account", "{{ m.account }}", 4.6),
        Column("Owner", f"{{{{ m.owner {_NONE} }}}}", 2.6),
        Column("Renewal", f"{{{{ m.renewal {_NONE} }}}}", 2.2),
        Column("Days", '{{ m.days | default("–") }}', 1.0, number=True),
        Column("Playbook", f"{{{{ m.playbook {_NONE} }}}}", 5.0),
    ),
    empty="None of these accounts is in tier 3.",
    is_whole=True,
)

_TOP_X = Listing(
    "t",
    "packet.top_x.rows_shown",
    (
        Column(
            "Seller, deal",
            "{% if t.is_person %}[[Strong|{{ t.person }}]]{% else %}{{ t.deal }}{% endif %}",
            4.6,
        ),
        Column(
            "Chosen of X, account",
            '{% if t.is_person %}[[Strong|{{ t.chosen | default("not recorded") }} of {{ t.x }}:'
            ' {{ t.status | default("not recorded") }}]]{% else %}{{ t.account }}{% endif %}',
            4.7,
        ),
        Column(
            "Amount",
            '{% if t.is_person %}[[Strong|{{ t.total | default("–") }}]]'
            '{% else %}{{ t.amount | default("not recorded") }}{% endif %}',
            1.7,
            number=True,
        ),
        Column(
            "Close date",
            '{% if not t.is_person %}{{ t.close_date | default("–") }}{% endif %}',
            1.9,
        ),
        Column(
            "Meets several",
            '{% if not t.is_person %}{{ t.several | default("–") }}{% endif %}',
            1.7,
        ),
        Column(
            "Decided, picked by, help",
            '{% if not t.is_person %}{{ t.decision | default("not decided") }}'
            "{% if t.pick %}; {{ t.pick }}{% endif %}"
            "{% if t.help %}; help: {{ t.help }}{% endif %}{% endif %}",
            3.0,
        ),
    ),
    empty="No deal of these accounts is on the list.",
    more='packet.top_x.rows_more | default("")',
)

_PAST_TOP_X = (
    "Won of past Top X deals: {% if packet.top_x.win_rate is known %}{{ packet.top_x.win_rate }}, "
    "{% endif %}{{ packet.top_x.win_note }}. Help needed: "
    '{{ packet.top_x.help_line | default("none asked for") }}. {{ packet.top_x.phase_line }} The Top '
    "X workbook has the rest."
)


_SHARED = (
    "[[Strong|{{ s.grade_label }}:]] {{ s.what }} {{ s.about }}. {{ s.to_do }}"
    "{% if s.owner %} Who: {{ s.owner }}.{% endif %}{% if s.due %} The first by {{ s.due }}.{% endif %}"
)


def portfolio(document: DocxDocument) -> None:
    rollup.heading_on_new_page(document, "Portfolio")
    para(document, "{{ packet.portfolio.headline }}", "Lead")
    document.add_paragraph("Current revenue and growth potential", style="Heading 2")
    word.table(document, _GRID_HEADS, (_GRID,), (1.5, 5.4, 5.4, 3.7))
    para(document, '{{ packet.portfolio.thresholds | default("") }}', "Note")
    document.add_paragraph("By revenue, and by upside", style="Heading 2")
    listed(document, _RANKS)
    with each(document, "s in packet.shared"):
        para(document, _SHARED, "Play")
    document.add_paragraph("Plans per owner", style="Heading 2")
    para(document, "{{ packet.portfolio.owners_title }} {{ packet.portfolio.coverage }}", "Lead")
    with kept(document, "packet.portfolio.has_overload"):
        table(document, _OWNERS)
    document.add_paragraph("Executive sponsors", style="Heading 2")
    para(document, "{{ packet.portfolio.without_sponsor }}", "Lead")
    with kept(document, "packet.portfolio.shares_sponsor"):
        table(document, _SPONSORS)
    document.add_paragraph("Quota beside plan targets", style="Heading 2")
    para(document, "{{ packet.portfolio.quotas_title }}", "Lead")
    listed(document, _QUOTAS)
    document.add_paragraph("Blockers to be escalated", style="Heading 2")
    listed(document, _BLOCKERS)
    listed(document, _TASKS)
    document.add_paragraph("Reviews due", style="Heading 2")
    listed(document, _DUE)
    document.add_paragraph("Managed by motion", style="Heading 2")
    listed(document, _MOTION)
    document.add_paragraph("Top X of the team", style="Heading 1")
    para(
        document,
        "{{ packet.top_x.headline }}. {% if packet.top_x.sellers_line %}"
        "Sellers: {{ packet.top_x.sellers_line }}.{% endif %}"
        "{% if packet.top_x.running_line %} {{ packet.top_x.running_line }}.{% endif %}",
        "Lead",
    )
    listed(document, _TOP_X)
    para(document, _PAST_TOP_X, "Note")
