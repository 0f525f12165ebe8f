"""The words in which the workbook's template is written: named styles in theme colours."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from templates.build.theme import BODY, theme_xml

# Excel numbers the theme's colours lt1, dk1, lt2, dk2, accent1..6.
_THEME = {"lt1": 0, "dk1": 1, "lt2": 2, "dk2": 3, **{f"accent{n}": 3 + n for n in range(1, 7)}}


def colour(slot: str, tint: float = 0.0) -> Color:
    return Color(theme=_THEME[slot], tint=tint)


def _font(slot: str, size: float = 10, *, bold: bool = False) -> Font:
    return Font(name=BODY, size=size, bold=bold, color=colour(slot), family=2, scheme="minor")


def _fill(slot: str, tint: float = 0.0) -> PatternFill:
    return PatternFill("solid", fgColor=colour(slot, tint))


_THIN = Side(style="thin", color=colour("lt1", -0.15))
_RULE = Border(bottom=_THIN)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
MONEY = "#,##0"
DATE = "yyyy-mm-dd"


def _styles() -> Sequence[NamedStyle]:
    wrap = Alignment(vertical="top", wrap_text=True, indent=1)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    right = Alignment(horizontal="right", vertical="top")
    return (
        NamedStyle("AD Title", font=_font("dk2", 18, bold=True)),
        NamedStyle("AD Subtitle", font=_font("accent6", 10)),
        NamedStyle("AD Marking", font=_font("accent4", 10, bold=True)),
        NamedStyle(
            "AD Head",
            font=_font("lt1", 10, bold=True),
            fill=_fill("dk2"),
            alignment=middle,
            border=_BOX,
        ),
        NamedStyle(
            "AD Head Left",
            font=_font("lt1", 10, bold=True),
            fill=_fill("dk2"),
            alignment=Alignment(vertical="center", wrap_text=True),
            border=_BOX,
        ),
        NamedStyle(
            "AD Family",
            font=_font("dk2", 10, bold=True),
            fill=_fill("lt2"),
            alignment=middle,
            border=_BOX,
        ),
        NamedStyle(
            "AD Unit",
            font=_font("dk1", 10, bold=True),
            alignment=Alignment(vertical="center", wrap_text=True),
            border=_BOX,
        ),
        NamedStyle("AD Cell", font=_font("dk1", 10), alignment=middle, border=_BOX),
        NamedStyle("AD Text", font=_font("dk1", 10), alignment=wrap, border=_RULE),
        NamedStyle(
            "AD Head Right",
            font=_font("lt1", 10, bold=True),
            fill=_fill("dk2"),
            alignment=Alignment(horizontal="right", vertical="center", wrap_text=True),
            border=_BOX,
        ),
        NamedStyle(
            "AD Total Right",
            font=_font("dk2", 10, bold=True),
            fill=_fill("lt2"),
            alignment=Alignment(horizontal="right", vertical="center"),
            border=_BOX,
            number_format=MONEY,
        ),
        NamedStyle(
            "AD Line", font=_font("dk1", 10), border=_RULE, alignment=Alignment(vertical="top")
        ),
        NamedStyle(
            "AD Money", font=_font("dk1", 10), alignment=right, border=_RULE, number_format=MONEY
        ),
        NamedStyle(
            "AD Date", font=_font("dk1", 10), alignment=right, border=_RULE, number_format=DATE
        ),
        NamedStyle(
            "AD Count", font=_font("dk1", 10), alignment=right, border=_RULE, number_format="0"
        ),
        NamedStyle(
            "AD Total",
            font=_font("dk2", 10, bold=True),
            fill=_fill("lt2"),
            alignment=Alignment(vertical="center"),
            border=_BOX,
        ),
        NamedStyle(
            "AD Total Number",
            font=_font("dk2", 10, bold=True),
            fill=_fill("lt2"),
            alignment=Alignment(horizontal="center", vertical="center"),
            border=_BOX,
            number_format="#,##0",
        ),
        NamedStyle(
            "AD Section",
            font=_font("accent1", 12, bold=True),
            alignment=Alignment(vertical="bottom"),
        ),
        NamedStyle("AD Label", font=_font("accent6", 10), border=_RULE, alignment=wrap),
        NamedStyle(
            "AD Figure",
            font=_font("dk2", 12, bold=True),
            border=_RULE,
            number_format=MONEY,
            alignment=Alignment(horizontal="right", vertical="top"),
        ),
        NamedStyle("AD Warning", font=_font("accent4", 10, bold=True)),
        NamedStyle("AD Note", font=_font("accent6", 9)),
    )


def new_workbook() -> Workbook:
    """A workbook with the theme and our named styles, and no sheet."""
    book = Workbook()
    book.loaded_theme = theme_xml()
    book.remove(book.active)
    for style in _styles():
        book.add_named_style(style)
    return book


def sheet(
    book: Workbook, title: str, widths: Sequence[float], *, landscape: bool = True
) -> Worksheet:
    result = book.create_sheet(title)
    result.sheet_view.showGridLines = False
    for index, width in enumerate(widths, start=1):
        result.column_dimensions[get_column_letter(index)].width = width
    setup = result.page_setup
    setup.orientation = "landscape" if landscape else "portrait"
    setup.paperSize = result.PAPERSIZE_A4
    setup.fitToWidth, setup.fitToHeight = 1, 0
    result.sheet_properties.pageSetUpPr.fitToPage = True
    result.page_margins.left = result.page_margins.right = 0.4
    result.page_margins.top, result.page_margins.bottom = 0.5, 0.6
    result.oddFooter.left.text = "{{ document.marking }}"
    result.oddFooter.center.text = "As of {{ document.as_of | date }}"
    result.oddFooter.right.text = "&A, page &P of &N"
    return result


def put(target: Worksheet, address: str, value: str, style: str) -> None:
    target[address] = value
    target[address].style = style


def row(target: Worksheet, number: int, values: Sequence[str], styles: Sequence[str] | str) -> None:
    for index, value in enumerate(values):
        cell = target.cell(number, index + 1, value)
        cell.style = styles if isinstance(styles, str) else styles[index]


def shade(
    target: Worksheet, area: str, formula: str, slot: str, *, tint: float = 0.0, text: str = "lt1"
) -> None:
    """A conditional format: the state is told by word and by colour."""
    look = DifferentialStyle(
        font=Font(color=colour(text), bold=True),
        fill=PatternFill(bgColor=colour(slot, tint), fill_type="solid"),
    )
    target.conditional_formatting.add(area, Rule(type="expression", dxf=look, formula=[formula]))
