"""The audit's lists: plans, checks, agreed exceptions, the method, the sources."""

from __future__ import annotations

from openpyxl import Workbook

from templates.build.audit_summary import PERCENT, states
from templates.build.sheets import (
    NONE,
    Column,
    heading,
    listing,
    note_row,
    put,
    repeated,
    sheet,
)

_COUNTS = tuple(
    (Column(head, f"{{{{ p.n_{state} }}}}", "AD Count"), 9.0)
    for head, state in (
        ("Pass", "pass"),
        ("Warn", "warn"),
        ("Fail", "fail"),
        ("Accepted", "accepted"),
        ("Unknown", "unknown"),
    )
)
_PLANS: tuple[tuple[Column, float], ...] = (
    (Column("Account", "{{ p.account }}", "AD Text"), 27),
    (Column("Tier", "{{ p.tier }}", "AD Count"), 6),
    (Column("Plan owner", f"{{{{ p.owner {NONE} }}}}", "AD Text"), 16),
    (Column("Grade", "{{ p.grade_label }}", "AD Text"), 9),
    (Column("Score", f"{{{{ p.score {NONE} }}}}", "AD Count"), 8),
    (Column("Fix first", "{{ p.first }}", "AD Text"), 50),
    (Column("Next step", f"{{{{ p.first_step {NONE} }}}}", "AD Text"), 40),
    (Column("Who", f"{{{{ p.first_owner {NONE} }}}}", "AD Text"), 16),
    (Column("By", f"{{{{ p.first_due {NONE} }}}}", "AD Date"), 12),
    (Column("Graded", "{{ p.score_of }}", "AD Text"), 18),
    *_COUNTS,
    (Column("Facts on record", f"{{{{ p.filled {NONE} }}}}", "AD Text"), 13),
    (Column("Days since edit", f"{{{{ p.days_since_edit {NONE} }}}}", "AD Count"), 10),
    (Column("Last edit", f"{{{{ p.last_edit {NONE} }}}}", "AD Date"), 12),
    (Column("Days edited in {{ audit.quarter }}", "{{ p.edits }}", "AD Count"), 12),
    (Column("Days edited in {{ audit.quarter_before }}", "{{ p.edits_before }}", "AD Count"), 12),
    (Column("Plan", '{{ p.plan_name | default("none on record") }}', "AD Text"), 40),
    (Column("Account id", "{{ p.account_id }}", "AD Line"), 21),
    (Column("Plan id", f"{{{{ p.plan_id {NONE} }}}}", "AD Line"), 21),
)


def plans(book: Workbook) -> None:
    target = sheet(book, "Plans", [width for _, width in _PLANS], pages=2, about="report")
    words = (
        "Where no plan is first; then the worst grade and the lowest score. Changes are counted in days, at least so many:"
        " of most records the CRM keeps the last change alone."
    )
    heading(target, "Plans: which first", words, about="report")
    listing(target, 5, "p in audit.plans", [column for column, _ in _PLANS])
    note_row(target, 7, "not audit.plans", "There is no account of tier 1 or 2 among these.")
    target["E6"].number_format = PERCENT
    states(target, "D6:D6", "D6")
    target.row_dimensions[5].height = 44
    target.print_area = "A1:U7"  # ids are for the screen
    target.auto_filter.ref = "A5:W6"
    target.freeze_panes = "B6"
    target.print_title_rows, target.print_title_cols = "5:5", "A:A"


_CHECKS: tuple[tuple[Column, float], ...] = (
    (Column("Account", "{{ f.account }}", "AD Text"), 25),
    (Column("Tier", "{{ f.tier }}", "AD Count"), 6),
    (Column("Check", "{{ f.check_label }}", "AD Text"), 25),
    (Column("Required", "{{ f.required_label }}", "AD Text"), 11),
    (Column("State", "{{ f.state_label }}", "AD Text"), 9),
    (Column("What is on record", "{{ f.reason }}", "AD Text"), 52),
    (Column("Next step", f"{{{{ f.coach {NONE} }}}}", "AD Text"), 38),
    (Column("Who", f"{{{{ f.next_owner {NONE} }}}}", "AD Text"), 15),
    (Column("By", f"{{{{ f.due {NONE} }}}}", "AD Date"), 12),
    (Column("Plan owner", f"{{{{ f.owner {NONE} }}}}", "AD Text"), 16),
    (Column("Weight", "{{ f.weight }}", "AD Count"), 8),
    (Column("Agreed exception", f"{{{{ f.accepted {NONE} }}}}", "AD Text"), 34),
    (Column("Name in audit.csv", "{{ f.check }}", "AD Line"), 17),
    (Column("Records", "{{ f.records }}", "AD Line"), 44),
)


def checks(book: Workbook) -> None:
    target = sheet(book, "Checks", [width for _, width in _CHECKS], about="report")
    words = (
        "What is open is printed; below it, on the screen, stands every other check of every plan."
    )
    heading(target, "Checks: why, and what next", words, about="report")
    columns = [column for column, _ in _CHECKS]
    listing(target, 5, "f in audit.open_findings", columns)
    repeated(target, 7, "f in audit.other_findings", columns)
    note_row(target, 8, "not audit.findings", "There is no account of tier 1 or 2 among these.")
    states(target, "E6:E7", "E6")
    target.auto_filter.ref = "A5:N7"
    target.freeze_panes = "B6"
    target.print_title_rows, target.print_title_cols = "5:5", "A:A"
    # Plans and people act on what is open; names and ids are for the screen.
    target.print_area = "A1:I6"


_ACCEPTED: tuple[tuple[Column, float], ...] = (
    (Column("Account", "{{ a.account }}", "AD Text"), 26),
    (Column("Check", "{{ a.check_label }}", "AD Text"), 24),
    (Column("Why", "{{ a.note }}", "AD Text"), 44),
    (Column("Agreed by", "{{ a.by }}", "AD Text"), 16),
    (Column("Since", "{{ a.day }}", "AD Date"), 12),
    (Column("Until", "{{ a.until }}", "AD Date"), 12),
    (Column("Today", "{{ a.state_label }}", "AD Text"), 18),
    (Column("What the check finds", f"{{{{ a.reason {NONE} }}}}", "AD Text"), 40),
    (Column("From", "{{ a.source }}", "AD Line"), 22),
)


def accepted(book: Workbook) -> None:
    target = sheet(book, "Accepted", [width for _, width in _ACCEPTED], about="report")
    words = "Plans change, and nobody is held to them word for word: what is agreed is no failing."
    heading(target, "Agreed exceptions", words, about="report")
    listing(target, 5, "a in audit.accepted", [column for column, _ in _ACCEPTED])
    words = "No exception is agreed: inputs/audit.csv would say so."
    note_row(target, 7, "not audit.accepted", words)
    target.auto_filter.ref = "A5:I6"
    target.freeze_panes = "B6"
    target.print_title_rows = "5:5"
    target.print_area = "A1:H7"  # the file's line is for the screen


_METHOD: tuple[tuple[Column, float], ...] = (
    (Column("Check", "{{ c.label }}", "AD Text"), 28),
    (Column("What it asks", "{{ c.asks }}", "AD Text"), 70),
    (Column("Required", "{{ c.required_label }}", "AD Text"), 11),
    (Column("Weight", "{{ c.weight }}", "AD Count"), 8),
    (Column("Asked of tier", "{{ c.tiers }}", "AD Text"), 10),
    (Column("Pass", "{{ c.passed }}", "AD Count"), 8),
    (Column("Warn", "{{ c.warned }}", "AD Count"), 8),
    (Column("Fail", "{{ c.failed }}", "AD Count"), 8),
    (Column("Accepted", "{{ c.accepted }}", "AD Count"), 10),
    (Column("Unknown", "{{ c.unknown }}", "AD Count"), 10),
    (Column("Rows of the method", "{{ c.rows }}", "AD Text"), 12),
    (Column("Name in audit.csv", "{{ c.check }}", "AD Line"), 18),
)
_RULES = (
    "Grade of a plan: the worst of its required checks. Advised checks count in the score alone, so that a plan that passes may score lower than one that fails.",
    "Baselines, outcomes, plays that serve priorities, prioritised cells: one that lacks it is a fail. Other checks of each: half or more is a warning, less a fail.",
    "Score: weights of the checks passed, half where they warn, in percent of all that were graded.",
    "A required check weighs 2, an advised one 1. Unknown lowers nothing: the records do not tell.",
    "Accepted counts in neither grade nor score. An account without a plan has no score.",
    "A next step is due on the first Friday that is 7 days (Fail) or 21 days (Warn) away or more, for the renewal on the next one.",
    "Plans of tier 3 are not audited. Growth beside others proves no cause.",
)


def method(book: Workbook) -> None:
    target = sheet(book, "Method", [width for _, width in _METHOD], about="report")
    heading(target, "What is asked, and how it counts", "{{ audit.headline }}", about="report")
    for number, words in enumerate(_RULES, 5):
        put(target, f"A{number}", words, "AD Note")
    listing(target, 13, "c in audit.checks", [column for column, _ in _METHOD])
    target.auto_filter.ref = "A13:L14"
    target.row_dimensions[13].height = 30
    target.print_title_rows = "13:13"
    target.print_area = "A1:J14"  # rows and names are for the screen


_COVERAGE = (
    Column("What", "{{ c.label }}", "AD Text"),
    Column("Where the CRM keeps it", f"{{{{ c.source {NONE} }}}}", "AD Text"),
    Column("Read", "{{ c.state_label }}", "AD Text"),
    Column("Records", "{{ c.count }}", "AD Count"),
    Column("Fields absent or hidden", f"{{{{ c.missing {NONE} }}}}", "AD Text"),
)
_FIELDS = (
    Column("Field", "{{ s.field }}", "AD Text"),
    Column("Where the CRM keeps it", "{{ s.origin }}", "AD Line"),
)


def sources(book: Workbook) -> None:
    target = sheet(book, "Sources", (34, 40, 34, 10, 50), about="report")
    words = "{{ report.footer }} · {{ report.count }} accounts: {{ report.scope }}"
    heading(target, "Sources and coverage", words, about="report")
    put(target, "A5", "What was read, and what was not", "AD Section")
    listing(target, 6, "c in report.coverage", _COVERAGE, head="AD Head Left")
    put(target, "A9", "Where each field comes from", "AD Section")
    listing(target, 10, "s in report.field_sources", _FIELDS, head="AD Head Left")
    target.print_title_rows = "6:6"
    target.print_area = "A1:E7"  # where each field lies is for the screen
