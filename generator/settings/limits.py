"""What one account may take, and what one run may take of the org: the table ``[limits]``. ::

[limits]
share = 25          # percent of the org's API calls left that one run may take
seconds = 120       # for all documents of one account
megabytes = 1000    # of memory for a process that works on accounts
"""

from __future__ import annotations

from dataclasses import dataclass

KEYS = ("share", "seconds", "megabytes")


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` for one account; ``megabytes`` of address space for a worker. The delivered
    templates need about two seconds and 150 megabytes."""

    seconds: float = 120
    megabytes: float = 1000
