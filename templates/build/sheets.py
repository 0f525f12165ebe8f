"""The words in which the workbook's template is written: named styles in theme colours."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from pptx.util import Cm

from templates.build.package import normalise
from templates.build.theme import BODY, theme_xml
from templates.build.word import grey_png

_MARKING = (
    '{{ document.marking | default("") }}{% if document.basis %} · {{ document.basis }}{% endif %}'
)
_ROLLUP_MARKING = (
    "{{ report.marking }}{% if report.basis_note %} · {{ report.basis_note }}{% endif %}"
)

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
DATE = "mmm d, yyyy"
"""As the texts beside it write days; Excel says the months in its reader's language."""
ESTIMATE = '"~ "#,##0'
"""An estimate is told from a value by its sign."""
NONE = '| default("")'
UNKNOWN = '| default("not known")'
AXIS = "{{ whitespace.axis_label }}"
"""The head over the grid's rows: the org's own word for them."""


_WRAP = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_MIDDLE_LEFT = Alignment(horizontal="left", indent=1, vertical="center", wrap_text=True)
_MIDDLE_RIGHT = Alignment(horizontal="right", indent=1, vertical="center", wrap_text=True)
_BANNER = Alignment(vertical="center", wrap_text=True, indent=1)
_TOP = Alignment(vertical="top")
_TOP_RIGHT = Alignment(horizontal="right", indent=1, vertical="top")
"""Indented: a number does not touch the text of the next column."""
_NOTE = Alignment(vertical="top", indent=1)
_TOTAL_LEFT = Alignment(vertical="center")
_TOTAL_MIDDLE = Alignment(horizontal="center", vertical="center")
_TOTAL_RIGHT = Alignment(horizontal="right", vertical="center")
_PLAIN = _font("dk1", 10)
_STRONG = _font("dk2", 10, bold=True)
_WHITE = _font("lt1", 10, bold=True)
_BAND = _fill("dk2")
_PANEL = _fill("lt2")


class _Style(NamedTuple):
    name: str
    font: Font
    alignment: Alignment | None = None
    border: Border | None = None
    fill: PatternFill | None = None
    number_format: str | None = None


_STYLES = (
    _Style("AD Title", _font("dk2", 18, bold=True)),
    _Style("AD Subtitle", _font("accent6", 10)),
    _Style("AD Marking", _font("accent4", 10, bold=True)),
    _Style("AD Head", _WHITE, _MIDDLE, _BOX, _BAND),
    _Style("AD Head Left", _WHITE, _MIDDLE_LEFT, _BOX, _BAND),
    _Style("AD Family", _STRONG, _MIDDLE, _BOX, _PANEL),
    _Style("AD Unit", _font("dk1", 10, bold=True), _MIDDLE_LEFT, _BOX),
    _Style("AD Cell", _PLAIN, _MIDDLE, _BOX),
    _Style("AD Text", _PLAIN, _WRAP, _RULE),
    _Style("AD Entries", _PLAIN, _MIDDLE_LEFT, _BOX),
    _Style("AD Head Right", _WHITE, _MIDDLE_RIGHT, _BOX, _BAND),
    _Style("AD Total Right", _STRONG, _TOTAL_RIGHT, _BOX, _PANEL, MONEY),
    _Style("AD Line", _PLAIN, _TOP, _RULE),
    _Style("AD Money", _PLAIN, _TOP_RIGHT, _RULE, None, MONEY),
    _Style("AD Date", _PLAIN, _TOP_RIGHT, _RULE, None, DATE),
    _Style("AD Count", _PLAIN, _TOP_RIGHT, _RULE, None, "0"),
    _Style("AD Total", _STRONG, _TOTAL_LEFT, _BOX, _PANEL),
    _Style("AD Total Number", _STRONG, _TOTAL_MIDDLE, _BOX, _PANEL, MONEY),
    _Style("AD Section", _font("accent1", 12, bold=True), Alignment(vertical="bottom")),
    _Style("AD Label", _font("accent6", 10), _WRAP, _RULE),
    _Style("AD Figure", _font("dk2", 12, bold=True), _TOP_RIGHT, _RULE, None, MONEY),
    _Style("AD Warning", _font("accent4", 10, bold=True)),
    _Style("AD Banner", _WHITE, _BANNER, None, _fill("accent4")),
    _Style("AD Estimate", _font("accent6", 10), _TOP_RIGHT, _RULE, None, ESTIMATE),
    _Style("AD Legend", _PLAIN, _MIDDLE_LEFT, _BOX),
    _Style("AD Note", _font("accent6", 9), _NOTE),
)


def _named(style: _Style) -> NamedStyle:
    given = {name: value for name, value in style._asdict().items() if value is not None}
    return NamedStyle(**given)


def new_workbook() -> Workbook:
    """A workbook with the theme and our named styles, and no sheet."""
    book = Workbook()
    book.loaded_theme = theme_xml()
    for first in book.worksheets:
        book.remove(first)
    for style in _STYLES:
        book.add_named_style(_named(style))
    return book


def sheet(
    book: Workbook,
    title: str,
    widths: Sequence[float],
    *,
    landscape: bool = True,
    pages: int = 1,
    about: str = "document",
) -> Worksheet:
    """A sheet with columns of these widths, printed on so many pages side by side. ``about`` is
    what says whose it is and of when: ``report`` in a document about many accounts."""
    result: Worksheet = book.create_sheet(title)
    result.sheet_view.showGridLines = False
    for index, width in enumerate(widths, start=1):
        result.column_dimensions[get_column_letter(index)].width = width
    setup = result.page_setup
    setup.orientation = "landscape" if landscape else "portrait"
    setup.paperSize = result.PAPERSIZE_A4
    setup.fitToWidth, setup.fitToHeight = pages, 0
    result.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    result.page_margins.left = result.page_margins.right = 0.4
    # The footer's own margin is room for its text: with less, printers cut its lower edge.
    result.page_margins.top, result.page_margins.bottom = 0.5, 0.8
    result.page_margins.header = result.page_margins.footer = 0.4
    footer: Any = result.oddFooter  # always there; the stubs leave that open
    footer.left.text = f"{{{{ {about}.marking }}}}"
    footer.center.text = f"As of {{{{ {about}.as_of | date }}}}"
    footer.right.text = "&A, page &P of &N"
    return result


def put(target: Worksheet, address: str, value: str, style: str) -> None:
    target[address] = value
    target[address].style = style


def row(target: Worksheet, number: int, values: Sequence[str], styles: Sequence[str] | str) -> None:
    for index, value in enumerate(values):
        cell = target.cell(number, index + 1, value)
        cell.style = styles if isinstance(styles, str) else styles[index]


class Column(NamedTuple):
    """One column of a listing: its head, its cell's tags and the cell's style."""

    head: str
    value: str
    style: str


def listing(
    target: Worksheet,
    number: int,
    each: str,
    columns: Sequence[Column],
    *,
    head: str = "",
    always: bool = True,
) -> None:
    """A row of heads, and below it one that is repeated for ``each``, e.g. ``d in deals``.

    Without ``always`` there are no heads where there are no rows.
    """
    heads = [c.head for c in columns]
    if not always:
        heads[0] = f"{{% row if {each.partition(' in ')[2]} %}}{heads[0]}{{% endif %}}"
    row(target, number, heads, [head or head_style(c.style) for c in columns])
    repeated(target, number + 1, each, columns)


def repeated(target: Worksheet, number: int, each: str, columns: Sequence[Column]) -> None:
    """A row that is repeated for ``each``."""
    values = [column.value for column in columns]
    values[0] = f"{{% row for {each} %}}{values[0]}"
    values[-1] += "{% endfor %}"
    row(target, number, values, [column.style for column in columns])


def head_style(style: str) -> str:
    """The head over a column of ``style``: numbers and dates have theirs on the right."""
    return (
        "AD Head Right"
        if style in ("AD Money", "AD Count", "AD Date", "AD Estimate")
        else "AD Head Left"
    )


def total(area: str) -> str:
    """A total that stays empty while nothing is known: unknown is not 0."""
    return f'=IF(COUNT({area})=0,"",SUM({area}))'


def heading(target: Worksheet, title: str, line: str, *, about: str = "document") -> None:
    put(target, "A1", title, "AD Title")
    put(target, "A2", line, "AD Subtitle")
    put(target, "A3", _MARKING if about == "document" else _ROLLUP_MARKING, "AD Marking")
    target.row_dimensions[1].height = 26


def note_row(
    target: Worksheet, number: int, condition: str, words: str, style: str = "AD Note"
) -> None:
    """A row that stands only where the condition holds."""
    put(target, f"A{number}", f"{{% row if {condition} %}}{words}{{% endif %}}", style)


def or_why(words: str) -> str:
    """``words`` where there is a grid, else why there is none."""
    return f"{{% if whitespace.cells %}}{words}{{% else %}}{{{{ empty.whitespace }}}}{{% endif %}}"


def states(target: Worksheet, area: str, cell: str) -> None:
    """Colours the states of the cells in ``area``; ``cell`` is its first."""
    shade(target, area, f'LEFT({cell},5)="Owned"', "accent2")
    shade(target, area, f'LEFT({cell},11)="In progress"', "accent3")
    shade(target, area, f'LEFT({cell},4)="Open"', "lt2", text="accent6")


def logo(target: Worksheet, column: int, name: str, alt: str) -> None:
    """A picture's place in the title's row, in that column (0 is A) and as wide as it is there."""
    frame = PictureFrame()
    properties = frame.nvPicPr.cNvPr
    properties.id, properties.name, properties.descr = 2, name, alt
    frame.blipFill.blip = Blip(cstate="print")
    frame.spPr.prstGeom = PresetGeometry2D(prst="rect")
    frame.spPr.ln = None
    size = XDRPositiveSize2D(Cm(3.0), Cm(0.85))
    picture = Image(io.BytesIO(grey_png()))
    picture.anchor = OneCellAnchor(_from=AnchorMarker(col=column, row=0), ext=size, pic=frame)
    target.add_image(picture)


def shade(
    target: Worksheet, area: str, formula: str, slot: str, *, tint: float = 0.0, text: str = "lt1"
) -> None:
    """A conditional format: the state is told by word and by colour."""
    look = DifferentialStyle(
        font=Font(color=colour(text), bold=True),
        fill=PatternFill(bgColor=colour(slot, tint), fill_type="solid"),
    )
    target.conditional_formatting.add(area, Rule(type="expression", dxf=look, formula=[formula]))


def saved(book: Workbook) -> bytes:
    """The bytes of a template about many accounts, with nobody's name in them."""
    properties: DocumentProperties = book.properties
    properties.title = "{{ report.full_title }}"
    properties.subject = "{{ report.week }}"
    properties.creator = ""
    target = io.BytesIO()
    book.save(target)
    return normalise(target.getvalue())
