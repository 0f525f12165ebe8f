"""The whitespace workbook: grid, cells, summary and sources.

The grid answers "where are we", the cells "what do we know of each", the summary "is it worth it",
the sources "where does each figure come from". Totals are formulas: they follow filters and edits.
"""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.drawing.colors import SchemeColor
from openpyxl.drawing.fill import ColorChoice
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.package import normalise
from templates.build.sheets import new_workbook, put, row, shade, sheet

NONE = '| default("")'


def build() -> bytes:
    """The template's bytes."""
    book = new_workbook()
    _grid(book)
    _cells(book)
    _summary(book)
    _sources(book)
    book.properties.title = "{{ document.file_label }}"
    book.properties.creator = ""
    target = io.BytesIO()
    book.save(target)
    return normalise(target.getvalue())


def _heading(target: Worksheet, title: str, line: str) -> None:
    put(target, "A1", title, "AD Title")
    put(target, "A2", line, "AD Subtitle")
    put(target, "A3", '{{ document.marking | default("") }}', "AD Marking")
    target.row_dimensions[1].height = 26


def _sum(area: str) -> str:
    """A total that stays empty while nothing is known: unknown is not 0."""
    return f'=IF(COUNT({area})=0,"",SUM({area}))'


def _or_why(words: str) -> str:
    """``words`` where there is a grid, else why there is none."""
    return f"{{% if whitespace.cells %}}{words}{{% else %}}{{{{ empty.whitespace }}}}{{% endif %}}"


def _grid(book: Workbook) -> None:
    target = sheet(book, "Grid", (36, 17, 11, 11, 11, 16))
    _heading(target, "{{ account.name }}: whitespace", '{{ summary.whitespace | default("") }}')
    for column in range(1, 7):
        target.cell(5, column).style = "AD Family"
        target.cell(6, column).style = "AD Head"
    put(
        target,
        "B5",
        "{% column for p in whitespace.columns %}{{ p.family_heading }}{% endfor %}",
        "AD Family",
    )
    put(target, "A6", "Division", "AD Head Left")
    put(target, "B6", "{% column for p in whitespace.columns %}{{ p.name }}{% endfor %}", "AD Head")
    row_heads = ("Owned", "In progress", "Open", "Value of open cells")
    for index, words in enumerate(row_heads):
        target.cell(6, 3 + index, words)
    put(target, "A7", "{% row for u in whitespace.rows %}{{ u.label }}", "AD Unit")
    put(target, "B7", "{% column for c in u.cells %}{{ c.label }}{% endfor %}", "AD Cell")
    put(target, "C7", '=COUNTIF(B7:B7,"Owned*")', "AD Cell")
    put(target, "D7", '=COUNTIF(B7:B7,"In progress*")', "AD Cell")
    put(target, "E7", '=COUNTIF(B7:B7,"Open*")', "AD Cell")
    put(target, "F7", f"{{{{ u.value {NONE} }}}}{{% endfor %}}", "AD Cell")
    target["F7"].number_format = "#,##0"
    for number, words, test in (
        (8, "Owned", "Owned*"),
        (9, "In progress", "In progress*"),
        (10, "Open", "Open*"),
    ):
        put(target, f"A{number}", words, "AD Total")
        put(target, f"B{number}", f'=COUNTIF(B7:B7,"{test}")', "AD Total Number")
        for column in "CDEF":
            target[f"{column}{number}"].style = "AD Total Number"
    for cell, column in (("C8", "C"), ("D9", "D"), ("E10", "E"), ("F10", "F")):
        put(target, cell, _sum(f"{column}7:{column}7"), "AD Total Number")
    note = "Values in {{ account.currency }}. {{ whitespace.value_note }}"
    put(target, "A12", _or_why(note), "AD Note")
    target.row_dimensions[6].height = 34
    target.row_dimensions[7].height = 27
    _states(target, "B7:B7", "B7")
    target.freeze_panes = "B7"
    target.print_title_rows, target.print_title_cols = "5:6", "A:A"


def _states(target: Worksheet, area: str, cell: str) -> None:
    shade(target, area, f'LEFT({cell},5)="Owned"', "accent2")
    shade(target, area, f'LEFT({cell},11)="In progress"', "accent3")
    shade(target, area, f'LEFT({cell},4)="Open"', "lt2", text="accent6")


_CELLS = (
    ("Division", "{{ c.unit }}", "AD Text", 34),
    ("Family", "{{ c.family }}", "AD Text", 16),
    ("Product", "{{ c.product }}", "AD Text", 20),
    ("State", "{{ c.state_label }}", "AD Text", 16),
    ("Held by rival", '{{ c.competitor_held | default("") }}', "AD Text", 14),
    ("Value", '{{ c.value | default("") }}', "AD Money", 13),
    ("Priority", "{{ c.priority_label }}", "AD Text", 9),
    ("Need", "{{ c.need_label }}", "AD Text", 10),
    ("Access", "{{ c.access_label }}", "AD Text", 10),
    ("Budget", "{{ c.budget_label }}", "AD Text", 10),
    ("Score", "{{ c.score }}", "AD Count", 7),
    ("Play", '{{ c.play | default("") }}', "AD Text", 40),
    ("Kind of play", '{{ c.play_kind | default("") }}', "AD Text", 18),
    ("Owner", '{{ c.owner | default("") }}', "AD Text", 18),
    ("Target date", '{{ c.close_date | default("") }}', "AD Date", 12),
    ("Likely buyer", '{{ c.buyer | default("") }}', "AD Text", 18),
    ("Trigger", '{{ c.trigger | default("") }}', "AD Text", 40),
    ("Evidence of need", '{{ c.need_evidence | default("") }}', "AD Text", 48),
    ("Evidence of access", '{{ c.access_evidence | default("") }}', "AD Text", 48),
    ("Evidence of budget", '{{ c.budget_evidence | default("") }}', "AD Text", 48),
    ("Still missing", '{{ c.missing | default("") }}', "AD Text", 24),
)


def _cells(book: Workbook) -> None:
    target = sheet(book, "Cells", [width for *_, width in _CELLS])
    _heading(
        target,
        "{{ account.name }}: every cell",
        _or_why(
            "One row for each product in each division. Filter it; the totals follow. "
            "Unknown is not no: an empty value or date is not recorded."
        ),
    )
    put(target, "E3", "Shown:", "AD Label")
    put(target, "F3", '=IF(SUBTOTAL(2,F6:F6)=0,"",SUBTOTAL(9,F6:F6))', "AD Figure")
    put(target, "D3", "=SUBTOTAL(3,A6:A6)", "AD Figure")
    put(target, "C3", "Cells:", "AD Label")
    row(target, 5, [name for name, *_ in _CELLS], [_head(style) for *_, style, _ in _CELLS])
    values = [value for _, value, *_ in _CELLS]
    values[0] = "{% row for c in whitespace.cells %}" + values[0]
    values[-1] += "{% endfor %}"
    row(target, 6, values, [style for *_, style, _ in _CELLS])
    _states(target, "D6:D6", "D6")
    target.row_dimensions[5].height = 30
    target.auto_filter.ref = "A5:U6"
    target.freeze_panes = "D6"
    target.print_title_rows = "5:5"


def _summary(book: Workbook) -> None:
    target = sheet(book, "Summary", (50, 17, 14, 18, 14, 19, 20, 38, 48, 24), landscape=True)
    _heading(
        target, "{{ account.name }}: is it worth it?", '{{ conclusions.whitespace | default("") }}'
    )
    put(target, "A4", '{{ whitespace.warning | default("") }}', "AD Warning")
    put(target, "A5", "Whitespace against renewal", "AD Section")
    lines = (
        (
            "Value of open cells",
            '=IF(COUNTIFS(Cells!D6:D6,"Open*",Cells!F6:F6,">=0")=0,"not known",'
            'SUMIF(Cells!D6:D6,"Open*",Cells!F6:F6))',
            "{{ whitespace.value_note }}",
        ),
        (
            "Value up for renewal",
            f"{{{{ renewal.value {NONE} }}}}",
            f"{{{{ renewal.value_note {NONE} }}}}",
        ),
        (
            "Pre-pipeline (no opportunity yet; never added to pipeline)",
            f"{{{{ whitespace.pre_pipeline {NONE} }}}}",
            f"{{{{ whitespace.pre_pipeline_note {NONE} }}}}",
        ),
        (
            "Open cells in percent of renewal",
            f"{{{{ whitespace.renewal_ratio {NONE} }}}}",
            "percent",
        ),
    )
    for index, (label, value, note) in enumerate(lines):
        number = 6 + index
        put(target, f"A{number}", label, "AD Label")
        put(target, f"B{number}", value, "AD Figure")
        put(target, f"C{number}", note, "AD Note")
    _bars(target)
    put(target, "A20", "By product family", "AD Section")
    row(
        target,
        21,
        (
            "Family",
            "Products",
            "Owned",
            "In progress",
            "Open",
            "Value of open cells",
            "Cells with a value",
        ),
        ("AD Head Left", *["AD Head Right"] * 6),
    )
    row(
        target,
        22,
        (
            "{% row for f in whitespace.families %}{{ f.name }}",
            "{{ f.products }}",
            "{{ f.owned }}",
            "{{ f.in_progress }}",
            "{{ f.open }}",
            f"{{{{ f.value {NONE} }}}}",
            "{{ f.valued }}{% endfor %}",
        ),
        ("AD Text", "AD Count", "AD Count", "AD Count", "AD Count", "AD Money", "AD Count"),
    )
    put(target, "A23", _or_why("Total"), "AD Total")
    for column in "BCDEFG":
        put(target, f"{column}23", _sum(f"{column}22:{column}22"), "AD Total Right")
    _priorities(target)
    _unplaced(target)
    target.freeze_panes = "A4"


def _bars(target: Worksheet) -> None:
    chart = BarChart()
    chart.type, chart.style, chart.gapWidth = "bar", 10, 40
    chart.height, chart.width = 4.6, 22
    chart.legend = None
    chart.add_data(Reference(target, min_col=2, min_row=6, max_row=7), titles_from_data=False)
    series = chart.series[0]
    series.cat = AxDataSource(strRef=StrRef(f="'Summary'!$A$6:$A$7"))  # texts, not numbers
    blue = ColorChoice(schemeClr=SchemeColor(val="accent1"))
    series.graphicalProperties.solidFill = blue
    series.dLbls = DataLabelList()
    series.dLbls.showVal = True
    series.dLbls.numFmt = "#,##0;-#,##0;"  # an empty text counts as 0 to Excel: no label
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent", "showLeaderLines"):
        setattr(series.dLbls, name, False)
    chart.x_axis.delete, chart.y_axis.delete = False, True
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.majorGridlines = None
    target.add_chart(chart, "A11")


_PRIORITY_STYLES = (
    *("AD Text", "AD Text", "AD Money", "AD Text", "AD Date"),
    *("AD Count", "AD Text", "AD Text", "AD Text", "AD Text"),
)


def _head(style: str) -> str:
    """The head over a column of ``style``: numbers and dates have theirs on the right."""
    return "AD Head Right" if style in ("AD Money", "AD Count", "AD Date") else "AD Head Left"


def _priorities(target: Worksheet) -> None:
    put(target, "A25", "Where to go first", "AD Section")
    row(
        target,
        26,
        (
            "Division",
            "Product",
            "Value",
            "Owner",
            "Target date",
            "Score (of 3)",
            "Likely buyer",
            "Need, access, budget",
            "Play",
            "Still missing",
        ),
        [_head(style) for style in _PRIORITY_STYLES],
    )
    row(
        target,
        27,
        (
            "{% row for c in whitespace.priorities %}{{ c.unit }}",
            "{{ c.product }}",
            f"{{{{ c.value {NONE} }}}}",
            f"{{{{ c.owner {NONE} }}}}",
            f"{{{{ c.close_date {NONE} }}}}",
            "{{ c.score }}",
            f"{{{{ c.buyer {NONE} }}}}",
            "{{ c.questions }}",
            f"{{{{ c.play {NONE} }}}}",
            f"{{{{ c.missing {NONE} }}}}{{% endfor %}}",
        ),
        _PRIORITY_STYLES,
    )
    put(
        target,
        "A28",
        "{% row if not whitespace.priorities %}No open cell has both a need and a way in yet: qualify before planning.{% endif %}",
        "AD Note",
    )


def _unplaced(target: Worksheet) -> None:
    put(target, "A30", "Open opportunities without products (in no cell)", "AD Section")
    row(
        target,
        31,
        ("Opportunity", "Division", "Amount", "Owner", "Close date", "Stage"),
        [
            _head(style)
            for style in ("AD Text", "AD Text", "AD Money", "AD Text", "AD Date", "AD Text")
        ],
    )
    row(
        target,
        32,
        (
            "{% row for d in whitespace.unplaced %}{{ d.name }}",
            "{{ d.unit }}",
            f"{{{{ d.amount {NONE} }}}}",
            f"{{{{ d.owner {NONE} }}}}",
            "{{ d.close_date }}",
            "{{ d.stage }}{% endfor %}",
        ),
        ("AD Text", "AD Text", "AD Money", "AD Text", "AD Date", "AD Text"),
    )
    put(
        target,
        "A33",
        "{% row if not whitespace.unplaced %}None: every open opportunity names its products.{% endif %}",
        "AD Note",
    )


def _sources(book: Workbook) -> None:
    target = sheet(book, "Sources", (34, 30, 46, 10, 60))
    _heading(target, "{{ account.name }}: sources and coverage", "{{ document.footer }}")
    put(target, "A5", "Where the figures come from", "AD Section")
    row(target, 6, ("Figure", "Value", "Note", "Records", "Record ids"), "AD Head Left")
    row(
        target,
        7,
        (
            "{% row for s in sources %}{{ s.label }}",
            '{{ s.value | default("not recorded") }}',
            f"{{{{ s.note {NONE} }}}}",
            "{{ s.count }}",
            f"{{{{ s.ids {NONE} }}}}{{% endfor %}}",
        ),
        ("AD Text", "AD Text", "AD Text", "AD Count", "AD Line"),
    )
    put(target, "A9", "What was read, and what was not", "AD Section")
    row(
        target,
        10,
        ("What", "Where the CRM keeps it", "State", "Records", "Fields absent or hidden"),
        "AD Head Left",
    )
    row(
        target,
        11,
        (
            "{% row for c in coverage %}{{ c.label }}",
            f"{{{{ c.source {NONE} }}}}",
            "{{ c.state_label }}",
            "{{ c.count }}",
            f"{{{{ c.missing {NONE} }}}}{{% endfor %}}",
        ),
        ("AD Text", "AD Text", "AD Text", "AD Count", "AD Text"),
    )
    put(target, "A13", "Records that need attention", "AD Section")
    row(target, 14, ("Where", "Record", "What is wrong, and what was done"), "AD Head Left")
    row(
        target,
        15,
        (
            f"{{% row for p in problems %}}{{{{ p.source {NONE} }}}}",
            f"{{{{ p.record_id {NONE} }}}}",
            "{{ p.message }}{% endfor %}",
        ),
        "AD Text",
    )
    put(target, "A16", "{% row if not problems %}None.{% endif %}", "AD Note")
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
