"""When lost deals are taken up again: the table ``[lost]``. ::

[lost]
quarters = 3    # so many fiscal quarters after the one a deal was lost in (METHOD.md row 116)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .places import Check
from .tables import Table
from .values import whole_number


@dataclass(frozen=True, slots=True)
class Lost:
    """``quarters`` None: as the method has it."""

    quarters: int | None = None


def lost_of(table: Table) -> Lost:
    return Lost(**table.typed(_CHECKS))


_CHECKS: Mapping[str, Check] = {"quarters": whole_number(1, 12)}
"""Deals are read for 36 months: twelve quarters."""
