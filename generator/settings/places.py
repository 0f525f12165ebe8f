"""Where in a settings file a value stands, and the checks that values share."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, for messages, and the folder its paths are meant from."""

    where: str
    folder: Path

    def wrong(self, wanted: str) -> SettingsError:
        return SettingsError(f"{self.where} must be {wanted}.")


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
        return text, tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error


def unknown_key(where: str, path: str, key: str, known: list[str]) -> SettingsError:
    """The error for a key that nothing reads, with the nearest one that something does."""
    return SettingsError(
        f"{where}: {path} is not a setting{nearest(key, known) or '.'}",
        next_step=f"Known here: {', '.join(sorted(known))}.",
    )


def nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""


def text_of(place: Place, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise place.wrong("a text in quotes")
    return value


def path_of(place: Place, value: object) -> Path:
    return place.folder / Path(text_of(place, value)).expanduser()
