"""The workbook's summary sheet: is the whitespace worth it, and where to go first."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.drawing.colors import ColorChoice, SchemeColor
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.sheets import NONE, Column, heading, listing, put, sheet, total

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

_FAMILIES = (
    Column("Family", "{{ f.name }}", "AD Text"),
    Column("Products", "{{ f.products }}", "AD Count"),
    Column("Owned", "{{ f.owned }}", "AD Count"),
    Column("In progress", "{{ f.in_progress }}", "AD Count"),
    Column("Open", "{{ f.open }}", "AD Count"),
    Column("Value of open cells", f"{{{{ f.value {NONE} }}}}", "AD Money"),
    Column("Cells with a value", "{{ f.valued }}", "AD Count"),
)
_PRIORITIES = (
    Column("Division", "{{ c.unit }}", "AD Text"),
    Column("Product", "{{ c.product }}", "AD Text"),
    Column("Value", f"{{{{ c.value {NONE} }}}}", "AD Money"),
    Column("Owner", f"{{{{ c.owner {NONE} }}}}", "AD Text"),
    Column("Target date", f"{{{{ c.close_date {NONE} }}}}", "AD Date"),
    Column("Score (of 3)", "{{ c.score }}", "AD Count"),
    Column("Likely buyer", f"{{{{ c.buyer {NONE} }}}}", "AD Text"),
    Column("Need, access, budget", "{{ c.questions }}", "AD Text"),
    Column("Play", f"{{{{ c.play {NONE} }}}}", "AD Text"),
    Column("Still missing", f"{{{{ c.missing {NONE} }}}}", "AD Text"),
)
_UNPLACED = (
    Column("Opportunity", "{{ d.name }}", "AD Text"),
    Column("Division", "{{ d.unit }}", "AD Text"),
    Column("Amount", f"{{{{ d.amount {NONE} }}}}", "AD Money"),
    Column("Owner", f"{{{{ d.owner {NONE} }}}}", "AD Text"),
    Column("Close date", "{{ d.close_date }}", "AD Date"),
    Column("Stage", "{{ d.stage }}", "AD Text"),
)


def or_why(words: str) -> str:
    """``words`` where there is a grid, else why there is none."""
    return f"{{% if whitespace.cells %}}{words}{{% else %}}{{{{ empty.whitespace }}}}{{% endif %}}"


def summary(book: Workbook) -> None:
    target = sheet(book, "Summary", (50, 17, 14, 18, 14, 19, 20, 38, 48, 24), landscape=True)
    heading(
        target, "{{ account.name }}: is it worth it?", '{{ conclusions.whitespace | default("") }}'
    )
    put(target, "A4", '{{ whitespace.warning | default("") }}', "AD Warning")
    put(target, "A5", "Whitespace against renewal", "AD Section")
    for index, (label, value, note) in enumerate(_LINES):
        number = 6 + index
        put(target, f"A{number}", label, "AD Label")
        put(target, f"B{number}", value, "AD Figure")
        put(target, f"C{number}", note, "AD Note")
    _bars(target)
    put(target, "A20", "By product family", "AD Section")
    listing(target, 21, "f in whitespace.families", _FAMILIES)
    put(target, "A23", or_why("Total"), "AD Total")
    for column in "BCDEFG":
        put(target, f"{column}23", total(f"{column}22:{column}22"), "AD Total Right")
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
    target.add_chart(chart, "A11")


def _priorities(target: Worksheet) -> None:
    put(target, "A25", "Where to go first", "AD Section")
    listing(target, 26, "c in whitespace.priorities", _PRIORITIES)
    put(
        target,
        "A28",
        "{% row if not whitespace.priorities %}No open cell has both a need and a way in yet: qualify before planning.{% endif %}",
        "AD Note",
    )


def _unplaced(target: Worksheet) -> None:
    put(target, "A30", "Open opportunities without products (in no cell)", "AD Section")
    listing(target, 31, "d in whitespace.unplaced", _UNPLACED)
    put(
        target,
        "A33",
        "{% row if not whitespace.unplaced %}None: every open opportunity names its products.{% endif %}",
        "AD Note",
    )
