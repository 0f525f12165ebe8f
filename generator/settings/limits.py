"""What one account may take, and what one run may take of the org: the table ``[limits]``. ::

[limits]
share = 25          # percent of the org's API calls left that one run may take
seconds = 120       # for all documents of one account
megabytes = 1000    # of memory for a process that works on accounts
pdf_seconds = 120   # for LibreOffice to print one document as PDF
"""

from __future__ import annotations

from dataclasses import dataclass

KEYS = ("share", "seconds", "megabytes", "pdf_seconds")


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` for one account; ``megabytes`` of address space for a worker; ``pdf_seconds`` for
    one PDF. The delivered templates need about two seconds and 150 megabytes."""

    seconds: float = 120
    megabytes: float = 1000
    pdf_seconds: float = 120
