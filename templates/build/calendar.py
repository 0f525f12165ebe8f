"""The planning calendar: the season on one page, who does what, who is late, what is due.

The calendar is for the wall: printed in black and white on one page. Each entry begins with a sign; a
step that no record shows has a box to tick; what is late or missing is told by words as well.
"""

from __future__ import annotations

from openpyxl import Workbook
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

_LEGEND = (
    "✓ done   ○ open, with its day   ✗ late   ☐ no record shows it: tick it on paper   ? not known"
    "   ▼ this week. 4 of 5: done in so many of the tier 1 accounts; the sheet Checklist names the "
    "others."
)


def _where(condition: str, head: str, value: str, style: str) -> Column:
    """A column that is left out where it would be empty."""
    return Column(f"{{% column if {condition} %}}{head}{{% endif %}}", value, style)


_CHECKS = (
    (Column("Week", "{{ c.week }}", "AD Count"), 7),
    (Column("Due", "{{ c.due }}", "AD Date"), 12),
    (Column("Who", "{{ c.role_label }}", "AD Text"), 22),
    (Column("What", "{{ c.what }}", "AD Text"), 44),
    (Column("State", "{% if c.is_by_hand %}☐ {% endif %}{{ c.state_label }}", "AD Text"), 17),
    (Column("Done in", f"{{{{ c.tally {NONE} }}}}", "AD Text"), 11),
    (
        Column(
            "Not done in (who is to do it)",
            f"{{{{ c.missing {NONE} }}}}"
            "{% if c.unknown %}{% if c.missing %}; {% endif %}not known: {{ c.unknown }}{% endif %}",
            "AD Text",
        ),
        70,
    ),
)
_LATE = (
    (Column("Who", "{{ l.who }}", "AD Text"), 24),
    (Column("Role", "{{ l.role_label }}", "AD Text"), 24),
    (Column("What is late", "{{ l.what }}", "AD Text"), 46),
    (Column("Was due", "{{ l.due }}", "AD Date"), 12),
    (Column("Days", "{{ l.days }}", "AD Count"), 8),
    (Column("In how many accounts", "{{ l.count }}", "AD Count"), 12),
    (Column("In which", "{{ l.accounts }}", "AD Text"), 60),
)
_REVIEWS = (
    (Column("Account", "{{ r.account }}", "AD Text"), 26),
    (Column("Owner of the plan", "{{ r.owner | default('nobody named') }}", "AD Text"), 20),
    (Column("Review in the week", "{{ r.state_label }}", "AD Text"), 22),
    (Column("Book by", f"{{{{ r.book_by {NONE} }}}}", "AD Date"), 13),
    (_where("calendar.has_meetings", "On", f"{{{{ r.day {NONE} }}}}", "AD Date"), 13),
    (
        Column(
            "What, held by, with",
            f"{{{{ r.subject {NONE} }}}}"
            "{% if r.held_by %}, {{ r.held_by }}{% endif %}"
            "{% if r.contact %}, with {{ r.contact }}{% endif %}"
            "{% if r.booking %}{% if r.subject %}; {% endif %}open task: {{ r.booking }}{% endif %}",
            "AD Text",
        ),
        50,
    ),
    (Column("Last review", '{{ r.last | default("none on record") }}', "AD Date"), 15),
    (Column("Recorded in", f"{{{{ r.last_from_label {NONE} }}}}", "AD Text"), 18),
    (Column("Days ago", f"{{{{ r.days_since {NONE} }}}}", "AD Count"), 10),
    (
        _where(
            "calendar.has_old_reviews",
            "Ask again",
            "{% if r.is_old %}OVER A YEAR{% endif %}",
            "AD Text",
        ),
        15,
    ),
)
_DUES = (
    (Column("Due", f"{{{{ d.day {NONE} }}}}", "AD Date"), 12),
    (Column("When", "{{ d.when }}", "AD Text"), 18),
    (Column("Account", "{{ d.account }}", "AD Text"), 28),
    (Column("Tier", "{{ d.tier }}", "AD Count"), 7),
    (Column("Owner of the plan", "{{ d.owner | default('nobody named') }}", "AD Text"), 22),
    (Column("What", "{{ d.rule_label }}", "AD Text"), 28),
    (Column("By which rule", "{{ d.reason }}", "AD Text"), 62),
)
_COVERAGE = (
    (Column("What", "{{ c.label }}", "AD Text"), 34),
    (Column("Where the CRM keeps it", f"{{{{ c.source {NONE} }}}}", "AD Text"), 34),
    (Column("Read", "{{ c.state_label }}", "AD Text"), 46),
    (Column("Records", "{{ c.count }}", "AD Count"), 10),
    (Column("Fields that are absent or hidden", f"{{{{ c.missing {NONE} }}}}", "AD Text"), 60),
)
_RULES = (
    "The season: six weeks, Monday to Sunday. {{ calendar.rule_line }}",
    "Due: the last working day of a step's week. Late: from the next day on, if an account lacks it.",
    "Done: by the records as they are read. A plan is drafted if it was changed since the drafts began.",
    "Review with the customer: an event with a name of the mapping's table [review] in type or subject.",
    "Without such a table the names are Business Review, EBR and QBR. It counts in the customer's week.",
    "Last review: the later of the account's own field and of the newest such event that was read.",
    "Update: a tier 1 plan every 90 days, tier 2 every 183, unless the settings say otherwise.",
    "With active plays: a month after the last change. Of several rules the strictest holds.",
    "Top X: selected in the last month of a fiscal quarter for the next one.",
)


def build() -> bytes:
    """The template's bytes."""
    book = new_workbook()
    for make in (_calendar, _checklist, _late, _reviews, _dues, _sources):
        make(book)
    return saved(book)


def _calendar(book: Workbook) -> None:
    target = sheet(book, "Calendar", (22, *6 * (27,)), about="report")
    heading(
        target,
        "{{ calendar.title }}",
        "Planning {{ calendar.year }}: {{ report.scope }} · {{ report.week }}",
        about="report",
    )
    logo(target, 6, "Our logo", "{% picture report.logo %}")
    _grid(target)
    late = 'ISNUMBER(SEARCH("✗",B8))'
    shade(target, "B8:B8", late, "accent4", tint=0.85, text="dk1")
    shade(target, "B7:B8", 'B$7<>""', "lt2", text="dk1")
    put(target, "A9", _LEGEND, "AD Note")
    put(target, "A11", "Other dates", "AD Section")
    put(target, "A12", "{% row for d in calendar.dates %}{{ d.line }}{% endfor %}", "AD Note")
    put(target, "A13", "{% row for d in calendar.later %}{{ d.line }}{% endfor %}", "AD Note")
    for number, height in ((5, 20), (6, 18)):
        target.row_dimensions[number].height = height
    target.freeze_panes = "B8"
    target.page_setup.fitToHeight = 1


def _grid(target: Worksheet) -> None:
    """A row for each lane, a column for each week."""
    rows = (
        ("", "name", "AD Head Left", "AD Head"),
        ("What the week is for", "step_label | default('')", "AD Family", "AD Family"),
        ("", "today", "AD Unit", "AD Cell"),
    )
    for number, (label, name, left, style) in enumerate(rows, 5):
        put(target, f"A{number}", label, left)
        each = f"{{% column for w in calendar.weeks %}}{{{{ w.{name} }}}}{{% endfor %}}"
        put(target, f"B{number}", each, style)
    put(target, "A8", "{% row for lane in calendar.lanes %}{{ lane.label }}", "AD Unit")
    put(
        target,
        "B8",
        "{% column for c in lane.cells %}{{ c.text }}{% endfor %}{% endfor %}",
        "AD Entries",
    )


def _checklist(book: Workbook) -> None:
    target = sheet(book, "Checklist", [width for _, width in _CHECKS], about="report")
    heading(target, "{{ calendar.checks_title }}", "{{ calendar.late_line }}", about="report")
    listing(target, 5, "c in calendar.checks", [column for column, _ in _CHECKS])
    shade(target, "E6:E6", 'LEFT(E6,4)="LATE"', "accent4")
    shade(target, "E6:E6", 'LEFT(E6,4)="done"', "accent2")
    shade(target, "E6:E6", 'LEFT(E6,5)="☐ not"', "accent3")
    target.freeze_panes = "A6"
    target.print_title_rows = "5:5"
    target.auto_filter.ref = "A5:G6"


def _late(book: Workbook) -> None:
    target = sheet(book, "Late", [width for _, width in _LATE], about="report")
    heading(target, "{{ calendar.late_line }}", "{{ report.week }}", about="report")
    listing(target, 5, "l in calendar.late", [column for column, _ in _LATE], always=False)
    target.freeze_panes = "A6"
    target.print_title_rows = "5:5"


def _reviews(book: Workbook) -> None:
    target = sheet(book, "EBRs", [width for _, width in _REVIEWS], about="report")
    heading(target, "{{ calendar.reviews_title }}", "{{ calendar.review_week }}", about="report")
    listing(target, 5, "r in calendar.reviews", [column for column, _ in _REVIEWS], always=False)
    shade(target, "C6:C6", 'LEFT(C6,7)="MISSING"', "accent4")
    shade(target, "C6:C6", 'OR(LEFT(C6,9)="scheduled",LEFT(C6,4)="held")', "accent2")
    target.freeze_panes = "B6"
    target.print_title_rows = "5:5"


def _dues(book: Workbook) -> None:
    target = sheet(book, "Dues", [width for _, width in _DUES], about="report")
    heading(
        target, "{{ calendar.dues_title }}", f"{{{{ calendar.dues_line {NONE} }}}}", about="report"
    )
    listing(target, 5, "d in calendar.dues", [column for column, _ in _DUES], always=False)
    note_row(target, 8, "not calendar.dues", "No plan of these accounts is due.")
    shade(target, "B6:B6", 'RIGHT(B6,4)="late"', "accent4")
    target.freeze_panes = "A6"
    target.print_title_rows = "5:5"


def _sources(book: Workbook) -> None:
    target = sheet(book, "Sources", [width for _, width in _COVERAGE], about="report")
    heading(target, "Sources and coverage", "{{ report.footer }}", about="report")
    put(target, "A5", "By which rules", "AD Section")
    for index, words in enumerate(_RULES):
        put(target, f"A{6 + index}", words, "AD Note")
    first = 7 + len(_RULES)
    put(target, f"A{first}", "What was read, and what was not", "AD Section")
    columns = [column for column, _ in _COVERAGE]
    listing(target, first + 1, "c in report.coverage", columns, head="AD Head Left")
