"""When lost deals are taken up again: the table ``[lost]``. ::

[lost]
quarters = 3    # so many fiscal quarters after the one a deal was lost in (METHOD.md row 116)
"""

from __future__ import annotations

from dataclasses import dataclass

from .places import Place

KEYS = ("quarters",)
_MOST = 12


@dataclass(frozen=True, slots=True)
class Lost:
    """``quarters`` None: as the method has it."""

    quarters: int | None = None


def quarters_of(place: Place, value: object) -> int:
    """SettingsError for what is no number of quarters that the 36 months of deals hold."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST:
        raise place.wrong(f"a whole number from 1 to {_MOST}")
    return value
