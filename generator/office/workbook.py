"""The workbook behind a chart: one sheet with what is plotted and nothing else.

Column A holds the categories from row 2 on, row 1 the series' names from column B on; A1 stays
empty. Texts are inline strings, so that nothing in it is ever a formula; those that would be one if
they were typed stand under ``quotePrefix``.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from .relationships import OFFICE_RELS, ContentTypes, Relationship, write_rels
from .sheettext import held, needs_prefix, xstring
from .text import column_letters, escape_attribute, number_text
from .zips import Entry, deflate, write_archive

SHEET = "Sheet1"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PREFIX = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CHOSEN, _QUOTED = 1, 2  # cell formats of _styles; 0 is the general one

Number = Decimal | int | float


def chart_workbook(
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[Number | None]]],
    number_format: str,
) -> bytes:
    """The file's bytes: the same for the same data. A missing value is an empty cell."""
    sheet = _sheet(categories, series).encode()
    entries = [
        *_static(),
        _styles(number_format),
        deflate(f"xl/worksheets/{SHEET.lower()}.xml", sheet),
    ]
    return write_archive(entries)


def _sheet(categories: Sequence[str], series: Sequence[tuple[str, Sequence[Number | None]]]) -> str:
    columns = [column_letters(2 + position) for position in range(len(series))]
    heads = "".join(
        _text(f"{column}1", name) for column, (name, _) in zip(columns, series, strict=True)
    )
    rows = [f'<row r="1">{heads}</row>']
    for index, category in enumerate(categories):
        number = str(index + 2)
        cells = [_text(f"A{number}", category)]
        for column, (_, values) in zip(columns, series, strict=True):
            text = _number(values, index)
            if text is not None:
                cells.append(f'<c r="{column}{number}" s="{_CHOSEN}"><v>{text}</v></c>')
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    data = "".join(rows)
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>'


def _text(reference: str, text: str) -> str:
    kept, _ = held(text)
    look = f' s="{_QUOTED}"' if needs_prefix(kept) else ""
    shown = f'<t xml:space="preserve">{xstring(kept)}</t>'
    return f'<c r="{reference}"{look} t="inlineStr"><is>{shown}</is></c>'


def _number(values: Sequence[Number | None], index: int) -> str | None:
    value = values[index] if index < len(values) else None
    return None if value is None else number_text(value)


@lru_cache(maxsize=1)
def _static() -> tuple[Entry, ...]:
    """Everything but the sheet and its number format."""
    types = ContentTypes(
        {},
        {
            "xl/workbook.xml": f"{_PREFIX}sheet.main+xml",
            "xl/styles.xml": f"{_PREFIX}styles+xml",
            f"xl/worksheets/{SHEET.lower()}.xml": f"{_PREFIX}worksheet+xml",
        },
    )
    book = (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE_RELS[:-1]}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    to_book = [_relation(1, "officeDocument", "xl/workbook.xml")]
    to_parts = [
        _relation(1, "worksheet", f"xl/worksheets/{SHEET.lower()}.xml"),
        _relation(2, "styles", "xl/styles.xml"),
    ]
    parts = (
        ("[Content_Types].xml", types.to_xml(())),
        ("_rels/.rels", write_rels("", to_book)),
        ("xl/_rels/workbook.xml.rels", write_rels("xl/workbook.xml", to_parts)),
        ("xl/workbook.xml", book.encode()),
    )
    return tuple(deflate(name, data) for name, data in parts)


def _relation(number: int, kind: str, target: str) -> Relationship:
    return Relationship(f"rId{number}", OFFICE_RELS + kind, target)


@lru_cache(maxsize=64)
def _styles(number_format: str) -> Entry:
    """Three cell formats: general, the chart's number format, and quoted text."""
    code = escape_attribute(number_format)
    plain = 'fontId="0" fillId="0" borderId="0"'
    parts = [
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1">',
        f'<numFmt numFmtId="164" formatCode="{code}"/></numFmts>',
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>',
        '<fills count="2"><fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill></fills>',
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
        f'<cellStyleXfs count="1"><xf numFmtId="0" {plain}/></cellStyleXfs>',
        f'<cellXfs count="3"><xf numFmtId="0" {plain} xfId="0"/>',
        f'<xf numFmtId="164" {plain} xfId="0" applyNumberFormat="1"/>',
        f'<xf numFmtId="0" {plain} xfId="0" quotePrefix="1"/>',
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>',
        "</cellStyles></styleSheet>",
    ]
    return deflate("xl/styles.xml", "".join(parts).encode())
