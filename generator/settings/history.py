"""``history``: where the snapshots of earlier runs lie. ::

    history = "snapshots"    # a folder; else one in the user's data folder
    history = false          # none is kept, and none is a baseline ("off" in the environment)

Never below the output folder (CONTRACT.md, "Places"): documents are passed on, snapshots are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .places import Place, path_of

OFF = "off"


@dataclass(frozen=True, slots=True)
class History:
    """``folder`` None: the user's data folder."""

    is_kept: bool = True
    folder: Path | None = None


def history_of(place: Place, value: object) -> History:
    """The setting's value. SettingsError for one that cannot be so."""
    if value is False or value == OFF:
        return History(is_kept=False)
    if value is True:
        raise place.wrong("a folder in quotes, or false")
    return History(folder=path_of(place, value))
