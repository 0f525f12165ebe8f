"""The plan audit: what a manager and sales ops look at together, plan by plan.

The summary answers "how are our plans", the plans "which first", the checks "why, and what next";
agreed exceptions have a sheet of their own, as have the method and the sources.
"""

from __future__ import annotations

from templates.build.audit_lists import accepted, checks, method, plans, sources
from templates.build.audit_summary import summary
from templates.build.sheets import new_workbook, saved

_SHEETS = (summary, plans, checks, accepted, method, sources)


def build() -> bytes:
    """The template's bytes."""
    book = new_workbook()
    for sheet in _SHEETS:
        sheet(book)
    return saved(book)
