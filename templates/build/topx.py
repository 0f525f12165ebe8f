"""The Top X rollup: what to decide, who chose what on each level, and by what each deal is judged.

A level's sheet has a line for each person and one below it for each deal that the person answers
for; the person's total has a column of its own, so that no column adds a deal up twice. State is
told by words first, by colour besides.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.sheets import (
    NONE,
    Column,
    heading,
    listing,
    logo,
    new_workbook,
    note_row,
    put,
    saved,
    shade,
    sheet,
)

_UNRECORDED = '| default("not recorded in Salesforce")'
_SUMMARY = (30, 16, 64, 66)
_FIGURES = (
    ("Deals on the list", f"{{{{ topx.count {_UNRECORDED} }}}}", "{{ topx.basis_line }}"),
    (
        "Their amounts",
        f"{{{{ topx.amount {_UNRECORDED} }}}}",
        (
            "each deal once, in {{ report.currency }}"
            "{% if topx.amount_note %}; {{ topx.amount_note }}{% endif %}"
            "{% if topx.without_rate %}; without a rate: {{ topx.without_rate }}{% endif %}"
        ),
    ),
    (
        "Of them new business",
        f"{{{{ topx.new_business_count {_UNRECORDED} }}}}",
        (
            "{% if topx.new_business is not none %}{{ topx.new_business | money }}: the goal of Top X"
            "{% endif %}"
        ),
    ),
    (
        "Renewals beside",
        f"{{{{ topx.renewals_count {_UNRECORDED} }}}}",
        "{% if topx.renewals is not none %}{{ topx.renewals | money }}{% endif %}",
    ),
    (
        "Running quarter's list",
        '{{ topx.running_count | default("–") }}',
        "{{ topx.running_line | default('the list asked for is that of the running quarter') }}",
    ),
    (
        "X of each person",
        "{{ topx.x }}",
        "{{ topx.sellers_line | default('not recorded in Salesforce') }}",
    ),
    (
        "Criteria to meet",
        "{{ topx.several }}",
        "{{ topx.several_line | default('no deal to be judged') }}",
    ),
    (
        "Win rate of past Top X deals",
        '{{ topx.win_rate | default("not known") }}',
        "{% if topx.win_rate is not none %}percent; {% endif %}{{ topx.win_note }}",
    ),
    (
        "Help needed",
        '{{ topx.help_count | default("not known") }}',
        (
            "{% if topx.help_line %}deals: {{ topx.help_line }}{% else %}coaching, collaboration, "
            "co-selling: asked for in inputs/topx.csv{% endif %}"
        ),
    ),
)
_CRITERIA = 6
"""Which of the figures has a note of two lines."""
_FLAGS = (
    Column("To decide", "{{ f.label }}", "AD Text"),
    Column("How many", "{{ f.count }}", "AD Count"),
    Column("Which", "{{ f.names }}", "AD Text"),
    Column("What to do", "{{ f.what }}", "AD Text"),
)
_DIFFERENCES = (
    Column("Line", "{{ d.line }}", "AD Text"),
    Column("What", "{{ d.label }}", "AD Text"),
    Column("What the file and Salesforce say of it", "{{ d.text }}", "AD Text"),
)
_LEVEL = (
    (
        Column(
            "Person",
            "{{ r.person }}{% if r.person_title %}, {{ r.person_title }}{% endif %}",
            "AD Text",
        ),
        17,
    ),
    (
        Column(
            "Account",
            "{% if r.is_person %}{% if r.reports %}Reports: {{ r.reports }}{% endif %}"
            "{% else %}{{ r.account }}{% endif %}",
            "AD Text",
        ),
        19,
    ),
    (
        Column(
            "Deal",
            f"{{% if r.is_person %}}{{{{ r.choice {NONE} }}}}{{% else %}}{{{{ r.deal }}}}{{% endif %}}",
            "AD Text",
        ),
        36,
    ),
    (Column("Owner", f"{{{{ r.owner {NONE} }}}}", "AD Text"), 14),
    (Column("Amount", f"{{{{ r.amount {NONE} }}}}", "AD Money"), 11),
    (Column("Person's total", f"{{{{ r.total {NONE} }}}}", "AD Money"), 11),
    (Column("Close date", f"{{{{ r.close_date {NONE} }}}}", "AD Date"), 12),
    (Column("Stage", f"{{{{ r.stage {NONE} }}}}", "AD Text"), 13),
    (Column("Kind", f"{{{{ r.kind {NONE} }}}}", "AD Text"), 12),
    (Column("Criteria", f"{{{{ r.criteria {NONE} }}}}", "AD Text"), 26),
    (Column("Several", f"{{{{ r.several {NONE} }}}}", "AD Text"), 11),
    (Column("Decided", f"{{{{ r.decision {NONE} }}}}", "AD Text"), 20),
    (Column("Picked by", f"{{{{ r.pick {NONE} }}}}", "AD Text"), 15),
    (Column("Help needed", f"{{{{ r.help {NONE} }}}}", "AD Text"), 14),
    (Column("X", f"{{{{ r.x {NONE} }}}}", "AD Count"), 5),
    (Column("Chosen", f"{{{{ r.chosen {NONE} }}}}", "AD Count"), 9),
    (Column("Against X", f"{{{{ r.status {NONE} }}}}", "AD Text"), 24),
    (Column("Deals", f"{{{{ r.deals {NONE} }}}}", "AD Count"), 8),
    (Column("Closes", f"{{{{ r.timing {NONE} }}}}", "AD Text"), 11),
    (Column("Next step", f"{{{{ r.next_step {NONE} }}}}", "AD Text"), 38),
)
"""Up to the help needed it is printed; what follows is for filters."""
_RUNNING = (
    (Column("Account", "{{ d.account }}", "AD Text"), 24),
    (Column("Deal", "{{ d.deal }}", "AD Text"), 36),
    (Column("Owner", '{{ d.owner | default("not known") }}', "AD Text"), 17),
    (Column("Amount", f"{{{{ d.amount {NONE} }}}}", "AD Money"), 12),
    (Column("Close date", "{{ d.close_date }}", "AD Date"), 12),
    (Column("Stage", "{{ d.stage }}", "AD Text"), 14),
    (Column("Kind", "{{ d.kind }}", "AD Text"), 12),
    (Column("Decided", "{{ d.decision }}", "AD Text"), 28),
    (Column("Next step", '{{ d.next_step | default("none recorded") }}', "AD Text"), 40),
)
_CHECKS = (
    (Column("Account", "{{ c.account }}", "AD Text"), 26),
    (Column("Deal", "{{ c.deal }}", "AD Text"), 38),
    (Column("Owner", '{{ c.owner | default("not known") }}', "AD Text"), 18),
    (Column("Criteria of", "{{ c.team_label }}", "AD Text"), 22),
    (Column("Criterion", "{{ c.label }}", "AD Text"), 36),
    (Column("Counts as", "{{ c.kind_label }}", "AD Text"), 17),
    (Column("Answer", "{{ c.answer }}", "AD Text"), 15),
    (Column("Why", "{{ c.why }}", "AD Text"), 60),
    (Column("Records", "{{ c.records }}", "AD Line"), 44),
)
_PAST = (
    (Column("Outcome", "{{ p.outcome_label }}", "AD Text"), 14),
    (Column("Account", "{{ p.account }}", "AD Text"), 28),
    (Column("Deal", "{{ p.deal }}", "AD Text"), 42),
    (Column("Owner", '{{ p.owner | default("not known") }}', "AD Text"), 20),
    (Column("Amount", f"{{{{ p.amount {NONE} }}}}", "AD Money"), 14),
    (Column("Close date", "{{ p.close_date }}", "AD Date"), 12),
    (Column("Why", '{{ p.why | default("not recorded") }}', "AD Text"), 48),
    (Column("Decided by", f"{{{{ p.by {NONE} }}}}", "AD Text"), 18),
    (Column("List of", f"{{{{ p.quarter {NONE} }}}}", "AD Text"), 11),
    (Column("Selected", "{% if p.is_late %}late{% endif %}", "AD Text"), 11),
)
_COVERAGE = (
    (Column("What", "{{ c.label }}", "AD Text"), 30),
    (Column("Where the CRM keeps it", f"{{{{ c.source {NONE} }}}}", "AD Text"), 32),
    (Column("Read", "{{ c.state_label }}", "AD Text"), 46),
    (Column("Records", "{{ c.count }}", "AD Count"), 10),
    (Column("Fields that are absent or hidden", f"{{{{ c.missing {NONE} }}}}", "AD Text"), 60),
)
_FIELDS = (
    Column("What", "{{ f.label }}", "AD Text"),
    Column(
        "Where Salesforce keeps it",
        "{{ f.origin | default('nowhere that is mapped: not known') }}",
        "AD Text",
    ),
    Column("Read for", "{{ f.use_label }}", "AD Text"),
)
_RULES = (
    (
        "A deal is an opportunity. It is counted once in every total, on every level: levels and "
        "personal picks are marks on the same deals."
    ),
    (
        "A level: whoever has sellers below is a manager, whoever has managers below stands above them, "
        "by each user's manager in Salesforce, else inputs/managers.csv."
    ),
    "The last level is the first on which one person answers for every deal.",
    (
        "Amounts are the opportunities', in {{ report.currency }} by the rate of the close date. Without "
        "a rate they are in no sum."
    ),
    "Amounts are shown in whole units: a total may differ by one from the sum of what is shown.",
    (
        "The Top X box has no quarter: a line of inputs/topx.csv says whose list a deal is on. Without "
        "one, what closes by the end of the running quarter is on that quarter's, all else on the next."
    ),
    "Not known is not no: a criterion that no record speaks of is neither met nor missed.",
    "An incumbent or an RFP is one criterion less; several is compared with what is left.",
    "Enterprise deals must be early-stage, whatever else they meet.",
    "The list of a quarter is made in the third month of the quarter before.",
    (
        "Past deals: closed, and ticked still or in a kept snapshot; the last four quarters and the "
        "running one."
    ),
)


def build() -> bytes:
    """The template's bytes."""
    book = new_workbook()
    for make in (_summary, _levels, _running, _checks, _past, _sources):
        make(book)
    return saved(book)


def _summary(book: Workbook) -> None:
    target = sheet(book, "Summary", _SUMMARY, about="report")
    heading(target, "{{ topx.headline }}", "{{ report.scope }} · {{ topx.phase_line }}",
            about="report")  # fmt: skip
    logo(target, 3, "Our logo", "{% picture report.logo %}")
    for index, (name, value, note) in enumerate(_FIGURES):
        number = 5 + index
        put(target, f"A{number}", name, "AD Label")
        put(target, f"B{number}", value, "AD Figure")
        put(target, f"C{number}", note, "AD Text")
        target.merge_cells(f"C{number}:D{number}")
    target.row_dimensions[5].height = 28
    target.row_dimensions[5 + _CRITERIA].height = 28
    first = 6 + len(_FIGURES)
    put(target, f"A{first}", "What to decide", "AD Section")
    listing(target, first + 1, "f in topx.flags", _FLAGS, always=False)
    note_row(target, first + 3, "not topx.flags", "Nothing: every rule of the list is kept.")
    rest = first + 5
    for offset, (name, words) in enumerate(
        (
            ("topx.unreadable", "The Top X box cannot be read of: {{ topx.unreadable }}."),
            (
                "topx.rings_line",
                "They manage each other, so nobody is above: {{ topx.rings_line }}.",
            ),
        )
    ):
        note_row(target, rest + offset, name, words, "AD Text")
    listing(target, rest + 2, "d in topx.differences", _DIFFERENCES, always=False)
    target.freeze_panes = "A4"


def _levels(book: Workbook) -> None:
    widths = [width for _, width in _LEVEL]
    target = sheet(book, "{{ level.name }}", widths, about="report")
    heading(
        target,
        "{% sheet for level in topx.levels %}{{ level.title }}{% endfor %}",
        "{{ report.scope }}{% if level.note %} · {{ level.note }}{% endif %}"
        "{% if level.amount is not none %} {{ level.amount | money }}.{% endif %}",
        about="report",
    )
    _table(target, "r in level.rows", _LEVEL)
    shade(target, "A6:T6", '$O6<>""', "lt2", text="dk2")
    shade(target, "K6:K6", 'OR(K6="no",K6="not eligible")', "accent4")
    target.print_area = "A1:N7"
    target.freeze_panes = "B6"


def _running(book: Workbook) -> None:
    target = sheet(book, "Running quarter", [width for _, width in _RUNNING], about="report")
    heading(
        target,
        "{{ topx.running_line | default('The list asked for is that of the running quarter') }}",
        "Its Top X deals that are still open: won by its end, held over, or dropped. They are in no "
        "count or total of the other sheets.",
        about="report",
    )
    _table(target, "d in topx.running", _RUNNING)
    note_row(target, 8, "not topx.running", "No deal.")


def _checks(book: Workbook) -> None:
    target = sheet(book, "Criteria", [width for _, width in _CHECKS], about="report")
    heading(
        target,
        "{{ topx.several_line | default('No deal to be judged') }}",
        "Criteria by the team that sells: a row for each deal and criterion. What nobody recorded "
        "is not known.",
        about="report",
    )
    _table(target, "c in topx.checks", _CHECKS)
    note_row(target, 8, "not topx.checks", "No deal is on the list.")
    target.print_area = "A1:H8"  # without the ids, which run on to the right
    shade(target, "G6:G6", 'G6="met"', "accent2")
    shade(target, "G6:G6", 'OR(G6="not met",G6="against it")', "accent4")


def _past(book: Workbook) -> None:
    target = sheet(book, "Past", [width for _, width in _PAST], about="report")
    heading(
        target,
        "Win rate of past Top X deals: {% if topx.win_rate is not none %}"
        "{{ topx.win_rate | percent }}, {% else %}not known, {% endif %}{{ topx.win_note }}",
        "Won and lost, then what was held over, then what was dropped.",
        about="report",
    )
    _table(target, "p in topx.past", _PAST)
    note_row(target, 8, "not topx.past", "Nothing of earlier lists is known. {{ topx.basis_line }}")


def _sources(book: Workbook) -> None:
    target = sheet(book, "Sources", [width for _, width in _COVERAGE], about="report")
    heading(target, "Sources and coverage", "{{ report.footer }}", about="report")
    put(target, "A5", "By which rules", "AD Section")
    for index, words in enumerate(_RULES):
        put(target, f"A{6 + index}", words, "AD Note")
    first = 7 + len(_RULES)
    put(target, f"A{first}", "What nobody but your company records", "AD Section")
    listing(target, first + 1, "f in topx.fields", _FIELDS)
    put(target, f"A{first + 4}", "What was read, and what was not", "AD Section")
    columns = [column for column, _ in _COVERAGE]
    listing(target, first + 5, "c in report.coverage", columns, head="AD Head Left")


def _table(target: Worksheet, each: str, columns: tuple[tuple[Column, float], ...]) -> None:
    """A table from row 5 on that can be filtered, its heads on every printed page."""
    listing(target, 5, each, [column for column, _ in columns])
    target.row_dimensions[5].height = 30
    target.auto_filter.ref = f"A5:{get_column_letter(len(columns))}6"
    target.freeze_panes = "A6"
    target.print_title_rows = "5:5"
