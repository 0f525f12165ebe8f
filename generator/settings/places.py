"""Where in a settings file a value stands, and the checks that values share."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: ``name`` is its key, option or variable, ``file`` and ``line`` say
    where a key is found. Paths are meant from ``folder``."""

    name: str
    folder: Path
    file: str = ""
    line: int | None = None

    @property
    def where(self) -> str:
        return f"{self._origin}{self.name}"

    @property
    def _origin(self) -> str:
        line = "" if self.line is None else f", line {self.line}"
        return f"{self.file}{line}: " if self.file else ""

    def wrong(self, wanted: str) -> SettingsError:
        return SettingsError(f"{self.where} must be {wanted}.")

    def unknown(self, key: str, known: Iterable[str]) -> SettingsError:
        """The error for a key that nothing reads, with the nearest one that something does."""
        names = sorted(known)
        return SettingsError(
            f"{self.where} is not a setting{nearest(key, names) or '.'}",
            next_step=f"Known here: {', '.join(names)}.",
        )


Check = Callable[[Place, object], Any]
"""Takes where a value stands and the value, and gives it as it is meant, or raises
SettingsError."""


def nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""


def text_of(place: Place, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise place.wrong("a text in quotes")
    return value


def path_of(place: Place, value: object) -> Path:
    return place.folder / Path(text_of(place, value)).expanduser()
