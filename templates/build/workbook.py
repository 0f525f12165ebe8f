"""The whitespace workbook: what a seller works with, and what sales operations can pivot.

The summary answers "is it worth it", the grid "where are we", the priorities "where first", the
cells "what do we know of each", the plays "what became of them", the pre-pipeline "what is in no
opportunity", the export is one table for planning, the sources say where each figure comes from.
Totals are formulas: they follow filters and edits.
"""

from __future__ import annotations

import io

from openpyxl.packaging.core import DocumentProperties

from templates.build.package import normalise
from templates.build.sheets import new_workbook
from templates.build.workbook_cells import cells
from templates.build.workbook_export import export
from templates.build.workbook_grid import grid
from templates.build.workbook_plays import plays
from templates.build.workbook_prepipeline import pre_pipeline
from templates.build.workbook_priorities import priorities
from templates.build.workbook_sources import sources
from templates.build.workbook_summary import summary

_SHEETS = (summary, grid, priorities, cells, plays, pre_pipeline, export, sources)


def build() -> bytes:
    """The template's bytes."""
    book = new_workbook()
    for sheet in _SHEETS:
        sheet(book)
    properties: DocumentProperties = book.properties
    properties.title = "{{ document.file_label }}"
    properties.subject = "{{ cadence.line }}"
    properties.creator = ""
    target = io.BytesIO()
    book.save(target)
    return normalise(target.getvalue())
