"""What one account may take, and what one run may take of the org: the table ``[limits]``. ::

[limits]
share = 25          # percent of the org's API calls left that one run may take
seconds = 120       # for all documents of one account
megabytes = 1000    # of memory for a process that works on accounts
pdf_seconds = 120   # for LibreOffice to print one document as PDF
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .places import Check
from .tables import Table
from .values import number

_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` for one account; ``megabytes`` of address space for a worker; ``pdf_seconds`` for
    one PDF. The delivered templates need about two seconds and 150 megabytes."""

    seconds: float = 120
    megabytes: float = 1000
    pdf_seconds: float = 120


def limits_of(table: Table) -> dict[str, Any]:
    """``limits`` and, where it is set, ``share`` as Settings takes them."""
    found = table.typed(_CHECKS)
    of_run = {"share": found.pop("share")} if "share" in found else {}
    return {**of_run, "limits": Limits(**found)}


_CHECKS: Mapping[str, Check] = {
    "share": number(0, 100, above=True),
    "seconds": number(1, _DAY),
    "megabytes": number(200, 1_000_000),  # with less no account could be made at all
    "pdf_seconds": number(1, _DAY),
}
