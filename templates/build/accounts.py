"""The table of ``accounts --export``: a row an account, for territory and quota planning (row 16).

The heads stand in the first row, and nothing above or below the table, so that a pivot table or
another program takes the sheet as it is.
"""

from __future__ import annotations

import io

from generator.artifacts.portfolio.export import COLUMNS
from templates.build.package import normalise
from templates.build.sheets import NONE, Column, listing, new_workbook, sheet

_STYLES = {"text": "AD Line", "number": "AD Count", "money": "AD Money", "date": "AD Date"}
_WIDE = {"account": 34, "id": 21, "owner": 20, "territory": 22, "industry": 20, "org": 36}
_WIDE |= {"weighted_whitespace": 21, "weighted_pipeline": 18, "quota_currency": 15}
_WIDTHS = {"text": 16, "number": 11, "money": 16, "date": 12}


def build() -> bytes:
    book = new_workbook()
    widths = [_WIDE.get(column.name, _WIDTHS[column.kind]) for column in COLUMNS]
    target = sheet(book, "Accounts", widths)
    columns = [
        Column(column.head, f"{{{{ r.{column.name} {NONE} }}}}", _STYLES[column.kind])
        for column in COLUMNS
    ]
    listing(target, 1, "r in accounts", columns)
    target.freeze_panes = "B2"
    target.print_title_rows, target.print_title_cols = "1:1", "A:A"
    target.page_setup.fitToWidth = 3
    book.properties.title = "Accounts"
    book.properties.creator = ""
    made = io.BytesIO()
    book.save(made)
    return normalise(made.getvalue())
