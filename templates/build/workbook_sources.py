"""The workbook's last sheet: where each figure comes from, and what was not read."""

from __future__ import annotations

from openpyxl import Workbook

from templates.build.sheets import NONE, Column, heading, listing, put, sheet

_FIGURES = (
    Column("Figure", "{{ s.label }}", "AD Text"),
    Column("Value", '{{ s.value | default("not recorded") }}', "AD Text"),
    Column("Note", f"{{{{ s.note {NONE} }}}}", "AD Text"),
    Column("Records", "{{ s.count }}", "AD Count"),
    Column("Record ids", f"{{{{ s.ids {NONE} }}}}", "AD Line"),
)
_COVERAGE = (
    Column("What", "{{ c.label }}", "AD Text"),
    Column("Where the CRM keeps it", f"{{{{ c.source {NONE} }}}}", "AD Text"),
    Column("State", "{{ c.state_label }}", "AD Text"),
    Column("Records", "{{ c.count }}", "AD Count"),
    Column(
        "Fields that are there, and those absent or hidden",
        '{{ c.fields | default("") }}{% if c.missing %}; without {{ c.missing }}{% endif %}',
        "AD Text",
    ),
)
_PROBLEMS = (
    Column("Where", f"{{{{ p.source {NONE} }}}}", "AD Text"),
    Column("Record", f"{{{{ p.record_id {NONE} }}}}", "AD Text"),
    Column("What is wrong, and what was done", "{{ p.line }}", "AD Text"),
)
_RATES = (
    Column("Converted", "{{ r.pair }}", "AD Text"),
    Column("Which rate", "{{ r.basis }}", "AD Text"),
    Column("Rate", "{{ r.rate_text }}", "AD Text"),
)


def sources(book: Workbook) -> None:
    target = sheet(book, "Sources", (34, 30, 46, 10, 60))
    heading(
        target,
        "{{ account.name }}: sources and coverage",
        "{{ document.footer }} · {{ cadence.line }}",
    )
    put(target, "A5", "Where the figures come from", "AD Section")
    listing(target, 6, "s in sources", _FIGURES, head="AD Head Left")
    put(target, "A9", "What was read, and what was not", "AD Section")
    listing(target, 10, "c in coverage", _COVERAGE, head="AD Head Left")
    put(target, "A13", "Records that need attention", "AD Section")
    listing(target, 14, "p in problems", _PROBLEMS, head="AD Head Left")
    put(target, "A16", "{% row if not problems %}None.{% endif %}", "AD Note")
    put(target, "A17", "{% row if rates %}", "AD Note")
    put(target, "A19", "Exchange rates by which money was converted", "AD Section")
    listing(target, 20, "r in rates", _RATES, head="AD Head Left")
    put(target, "A22", "{% endif %}", "AD Note")
    # Long lists of ids run on to the right: without a print area the page would shrink to hold them.
    target.print_area = "A1:E22"
