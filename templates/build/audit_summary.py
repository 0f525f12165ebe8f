"""The audit's summary: grades, scores, owners, ages, coverage, growth."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.sheets import NONE, Column, heading, listing, logo, note_row, put, shade, sheet

WIDTHS = (34, 10, 10, 10, 10, 10, 11, 14, 14, 18, 50)
PERCENT = '0.0"%"'
_LAST = len(WIDTHS)
_RUNNING_ON = Alignment(horizontal="left", vertical="top", indent=1)

_SKIPPED = tuple(Column("", "", "AD Line") for _ in range(len(WIDTHS) - 3))


def _short(label: str, value: str) -> tuple[Column, ...]:
    """A label, a count and names that run on to the right."""
    return (
        Column(label, value, "AD Text"),
        Column("Accounts", "{{ g.plans }}", "AD Count"),
        Column("Which", f"{{{{ g.names {NONE} }}}}", "AD Line"),
        *_SKIPPED,
    )


_OPEN = (
    Column("Check", "{{ c.label }}", "AD Text"),
    Column("Fail", "{{ c.failed }}", "AD Count"),
    Column("Warn", "{{ c.warned }}", "AD Count"),
    Column("What it asks", "{{ c.asks }}", "AD Line"),
    *_SKIPPED[1:],
)
_OWNERS = (
    Column("Plan owner", '{{ o.owner | default("nobody named") }}', "AD Text"),
    Column("Accounts", "{{ o.plans }}", "AD Count"),
    Column("Tier 1 plans", "{{ o.tier1_plans }}", "AD Count"),
    Column("Pass", "{{ o.passed }}", "AD Count"),
    Column("Warn", "{{ o.warned }}", "AD Count"),
    Column("Fail", "{{ o.failed }}", "AD Count"),
    Column("Mean score", f"{{{{ o.score {NONE} }}}}", "AD Count"),
    Column("Plan targets", f"{{{{ o.target {NONE} }}}}", "AD Money"),
    Column("Quota", f"{{{{ o.quota {NONE} }}}}", "AD Money"),
    Column("Tier 1 load", "{{ o.load_label }}", "AD Text"),
    Column("Accounts", f"{{{{ o.names {NONE} }}}}", "AD Text"),
)
_STALENESS = (
    Column("Tier", "{{ s.tier }}", "AD Text"),
    Column("Stale after days", "{{ s.limit }}", "AD Count"),
    Column("Fresh", "{{ s.fresh }}", "AD Count"),
    Column("Stale", "{{ s.stale }}", "AD Count"),
    Column("Not known", "{{ s.unknown }}", "AD Count"),
    Column("No plan", "{{ s.without }}", "AD Count"),
    Column("Median days", f"{{{{ s.median_days {NONE} }}}}", "AD Count"),
    Column("Stale, or without a plan", "{{ s.names }}", "AD Line"),
    *_SKIPPED[5:],
)
_GROWTH = (
    Column("Accounts", "{{ g.label }}", "AD Text"),
    Column("n", "{{ g.n }}", "AD Count"),
    Column("Mean", f"{{{{ g.mean {NONE} }}}}", "AD Count"),
    Column("Median", f"{{{{ g.median {NONE} }}}}", "AD Count"),
    Column("Which", f"{{{{ g.names {NONE} }}}}", "AD Line"),
    *_SKIPPED[2:],
)
_LEFT_OUT = (
    Column("Left out of the comparison", "{{ x.reason }}", "AD Text"),
    Column("n", "{{ x.n }}", "AD Count"),
    Column("Which", "{{ x.names }}", "AD Line"),
    *_SKIPPED,
)
_STEPS = (
    Column("Plays of all accounts", "{{ p.label }}", "AD Text"),
    Column("Plays", "{{ p.plays }}", "AD Count"),
)


def summary(book: Workbook) -> None:
    target = sheet(book, "Summary", WIDTHS, about="report")
    heading(target, "{{ report.full_title }}", "{{ audit.headline }}", about="report")
    logo(target, 9, "Our logo", "{% picture report.logo %}")
    put(
        target,
        "A4",
        f"{{{{ audit.score_line {NONE} }}}} {{{{ audit.filled_line {NONE} }}}}",
        "AD Note",
    )
    put(target, "A5", "By grade: the worst of what a plan must have", "AD Section")
    listing(target, 6, "g in audit.grades", _short("Grade", "{{ g.label }}"))
    _names(target, 6, 3)
    states(target, "A7:A7", "A7")
    put(target, "A9", "By score", "AD Section")
    listing(target, 10, "g in audit.bands", _short("Score in percent", "{{ g.label }}"))
    _names(target, 10, 3)
    put(target, "A13", "What is open most often", "AD Section")
    listing(target, 14, "c in audit.open_checks", _OPEN, always=False)
    _names(target, 14, 4)
    note_row(target, 16, "not audit.open_checks", "Nothing is open in any plan.")
    _owners(target)
    _upkeep(target)
    _growth(target)
    target.freeze_panes = "A4"
    # The owners stand on one page; a fixed scale, for Excel passes over breaks where it fits pages.
    target.row_breaks.append(Break(id=17))
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    target.page_setup.fitToWidth = target.page_setup.fitToHeight = None
    target.page_setup.scale = 70


def _names(target: Worksheet, head: int, column: int) -> None:
    """From ``column`` on, the row below ``head`` holds one text that runs on to the right."""
    target.merge_cells(start_row=head, end_row=head, start_column=column, end_column=_LAST)
    target.cell(head + 1, column).alignment = _RUNNING_ON


def _owners(target: Worksheet) -> None:
    put(target, "A18", "By plan owner", "AD Section")
    listing(target, 19, "o in audit.owners", _OWNERS, always=False)
    target["G20"].number_format = PERCENT
    note_row(target, 21, "not audit.owners", "There is no plan of tier 1 or 2.")
    words = (
        "{{ audit.load_line }} Money in {{ report.currency }}; an empty quota is not on record. "
        "{{ audit.rate_line }}"
    )
    note_row(target, 22, "audit.owners", words)
    target.row_dimensions[19].height = 30


def _upkeep(target: Worksheet) -> None:
    put(target, "A24", "Staleness by tier", "AD Section")
    listing(target, 25, "s in audit.staleness", _STALENESS)
    _names(target, 25, 8)
    target.row_dimensions[25].height = 30
    put(target, "A28", "Coverage of tier 1", "AD Section")
    put(target, "A29", "{{ audit.coverage }}", "AD Note")
    missing = "{% row for m in audit.coverage_missing %}Not touched: {{ m.account }}{% endfor %}"
    put(target, "A30", missing, "AD Warning")
    note_row(target, 31, "audit.top_line", "{{ audit.top_line }}", "AD Warning")
    put(target, "A32", "{{ audit.tier3 }}", "AD Note")


def _growth(target: Worksheet) -> None:
    put(target, "A34", "Planned beside unplanned growth", "AD Section")
    put(target, "A35", "{{ audit.growth_line }}", "AD Note")
    listing(target, 36, "g in audit.growth", _GROWTH)
    _names(target, 36, 5)
    target["C37"].number_format = target["D37"].number_format = PERCENT
    listing(target, 39, "x in audit.growth_left_out", _LEFT_OUT, always=False)
    _names(target, 39, 3)
    put(target, "A42", "From planned to won", "AD Section")
    listing(target, 43, "p in audit.play_steps", _STEPS)
    put(target, "A45", "{{ audit.won_line }}", "AD Note")


def states(target: Worksheet, area: str, cell: str) -> None:
    """Colours a state beside its word; ``cell`` is the first of ``area``. Pale, for rows are tall."""
    for word, slot in (
        ("Fail", "accent4"),
        ("Warn", "accent3"),
        ("Pass", "accent2"),
        ("Accepted", "accent5"),
    ):
        shade(target, area, f'{cell}="{word}"', slot, tint=0.85, text=slot)
    shade(target, area, f'{cell}="Unknown"', "lt2", text="accent6")
