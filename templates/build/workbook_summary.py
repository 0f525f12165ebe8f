"""The workbook's summary sheet: is the whitespace worth it, and where to go first."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.drawing.colors import ColorChoice, SchemeColor
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.sheets import (
    AXIS,
    NONE,
    UNKNOWN,
    Column,
    heading,
    listing,
    note_row,
    or_why,
    put,
    shade,
    sheet,
    total,
)

_LINES = (
    (
        "Value of open cells",
        (
            '=IF(COUNTIFS(Cells!D6:D6,"Open*",Cells!F6:F6,">=0")=0,"not known",'
            'SUMIF(Cells!D6:D6,"Open*",Cells!F6:F6))'
        ),
        "{{ whitespace.value_note }}",
    ),
    (
        "Value up for renewal",
        f"{{{{ renewal.value {UNKNOWN} }}}}",
        f"{{{{ renewal.value_note {NONE} }}}}",
    ),
    (
        "Open cells in percent of renewal",
        f"{{{{ whitespace.renewal_ratio {UNKNOWN} }}}}",
        "{% if whitespace.renewal_ratio is not none %}percent{% endif %}",
    ),
    (
        "Open cells weighted by their answers",
        f"{{{{ whitespace.weighted {UNKNOWN} }}}}",
        "each value times the share of need, access and budget answered yes; no probability",
    ),
    (
        "Pre-pipeline (no opportunity yet; never added to pipeline)",
        f"{{{{ whitespace.pre_pipeline {UNKNOWN} }}}}",
        f"{{{{ whitespace.pre_pipeline_note {NONE} }}}}",
    ),
    (
        "Open pipeline (beside it, under its own name)",
        f"{{{{ open.amount {UNKNOWN} }}}}",
        f"{{{{ open.amount_note {NONE} }}}}",
    ),
)

_ACCOUNT = (
    "Tier {{ account.tier }} ({{ account.tier_source }}) · owner "
    '{{ account.owner | default("not recorded") }} · territory '
    '{{ account.territory | default("not recorded in Salesforce") }} · money in {{ account.currency }}'
)

_FAMILIES = (
    Column("Family", "{{ f.name }}", "AD Text"),
    Column("Products", "{{ f.products }}", "AD Count"),
    Column("Owned", "{{ f.owned }}", "AD Count"),
    Column("In progress", "{{ f.in_progress }}", "AD Count"),
    Column("Open", "{{ f.open }}", "AD Count"),
    Column("Value of open cells", f"{{{{ f.value {NONE} }}}}", "AD Money"),
    Column("Cells with a value", "{{ f.valued }}", "AD Count"),
)
_ROLES = (
    ("Economic buyer", "economic_buyer"),
    ("Decision maker", "decision_maker"),
    ("Champion", "champion"),
    ("Coach", "coach"),
    ("Influencer", "influencer"),
    ("User", "user"),
    ("Blocker", "blocker"),
)
_CENTRES = (
    Column(AXIS, "{{ u.unit }}", "AD Text"),
    *(Column(head, f'{{{{ u.{role} | default("gap") }}}}', "AD Text") for head, role in _ROLES),
)
_CHANGES = (
    Column("What changed", "{{ c.text }}", "AD Text"),
    Column("About", "{{ c.topic_label }}", "AD Text"),
)


def summary(book: Workbook) -> None:
    target = sheet(book, "Summary", (54, 18, 17, 17, 17, 18, 18, 17))
    heading(
        target, "{{ account.name }}: is it worth it?", '{{ conclusions.whitespace | default("") }}'
    )
    note_row(target, 4, "whitespace.warning", "{{ whitespace.warning }}", "AD Banner")
    target.merge_cells("A4:H4")
    target.row_dimensions[4].height = 32
    put(target, "A5", _ACCOUNT, "AD Note")
    put(target, "A6", "Whitespace against renewal", "AD Section")
    for index, (label, value, note) in enumerate(_LINES):
        number = 7 + index
        put(target, f"A{number}", label, "AD Label")
        put(target, f"B{number}", value, "AD Figure")
        put(target, f"C{number}", note, "AD Note")
    _bars(target)
    put(target, "A24", "By product family", "AD Section")
    listing(target, 25, "f in whitespace.families", _FAMILIES)
    put(target, "A27", or_why("Total"), "AD Total")
    for column in "BCDEFG":
        put(target, f"{column}27", total(f"{column}26:{column}26"), "AD Total Right")
    _changes(target)
    _centres(target)
    target.freeze_panes = "A4"


def _changes(target: Worksheet) -> None:
    put(target, "A29", "Status changes since the last version", "AD Section")
    put(target, "A30", "{{ changes.note }}", "AD Note")
    listing(target, 31, "c in changes.whitespace", _CHANGES, always=False)


def _centres(target: Worksheet) -> None:
    """Who fills which role in each division: an empty place is a gap (METHOD.md row 50)."""
    put(target, "A34", "Buying centres: whom we know in each role", "AD Section")
    listing(target, 35, "u in relationships.coverage", _CENTRES, always=False)
    shade(target, "B36:H36", 'B36="gap"', "lt2", text="accent4")
    note_row(target, 37, "not relationships.coverage", "{{ empty.contacts }}")


def _bars(target: Worksheet) -> None:
    chart = BarChart()
    chart.type, chart.style, chart.gapWidth = "bar", 10, 40
    chart.height, chart.width = 4.6, 22
    chart.legend = None
    chart.add_data(Reference(target, min_col=2, min_row=7, max_row=8), titles_from_data=False)
    series = chart.series[0]
    series.cat = AxDataSource(strRef=StrRef(f="'Summary'!$A$7:$A$8"))  # texts, not numbers
    blue = ColorChoice(schemeClr=SchemeColor(val="accent1"))  # type: ignore[arg-type] # a slip in the stubs
    series.graphicalProperties.solidFill = blue
    series.dLbls = DataLabelList()
    series.dLbls.showVal = True
    series.dLbls.numFmt = "#,##0;-#,##0;"  # an empty text counts as 0 to Excel: no label
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent", "showLeaderLines"):
        setattr(series.dLbls, name, False)
    chart.x_axis.delete, chart.y_axis.delete = False, True
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.majorGridlines = None
    target.add_chart(chart, "A14")
