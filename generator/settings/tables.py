"""A settings file as tables of values, each checked where it stands: mistakes are told together."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from generator.errors import SettingsError
from generator.tomlfile import line_number

from .places import Check, Place


class Mistakes:
    """What is wrong with the settings, collected so that all of it is told at once."""

    def __init__(self) -> None:
        self._found: list[tuple[float, SettingsError]] = []

    def note(self, error: SettingsError, line: int | None = None) -> None:
        """What stands on no line is told last."""
        self._found.append((inf if line is None else line, error))

    def tell(self) -> None:
        """SettingsError where any was noted: in the file's order, what to do beside each."""
        found = [error for _, error in sorted(self._found, key=lambda pair: pair[0])]
        if len(found) == 1:
            raise found[0]
        if found:
            raise SettingsError(*map(str, found))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file at the dotted ``path``, empty for the whole file; ``rows`` as TOML has
    them. What is wrong in it goes to ``mistakes``, and what is right is given all the same."""

    file: Path
    text: str
    path: str
    rows: Mapping[str, Any]
    mistakes: Mistakes

    def place(self, key: str) -> Place:
        path = self._below(key)
        return Place(path, self.file.parent, str(self.file), line_number(self.text, path))

    def value(self, key: str, check: Check) -> Any:
        """What stands under ``key``; None where that is wrong."""
        place = self.place(key)
        try:
            return check(place, self.rows[key])
        except SettingsError as error:
            self.mistakes.note(error, place.line)
            return None

    def typed(self, checks: Mapping[str, Check], elsewhere: Sequence[str] = ()) -> dict[str, Any]:
        """What stands under the keys of ``checks``, which are all settings that there are here but
        for those that are read ``elsewhere``."""
        for key in self.rows:
            if key not in checks and key not in elsewhere:
                place = self.place(key)
                self.mistakes.note(place.unknown(key, (*checks, *elsewhere)), place.line)
        found = {key: self.value(key, checks[key]) for key in self.rows if key in checks}
        return {key: value for key, value in found.items() if value is not None}

    def named(self, check: Check) -> dict[str, Any]:
        """The same where the keys are names of the user's own."""
        return self.typed(dict.fromkeys(self.rows, check))

    def table(self, key: str) -> Table:
        """The table of that key in this one; an empty one where there is none."""
        rows = self.rows.get(key, {})
        if not isinstance(rows, dict):
            place = self.place(key)
            self.mistakes.note(place.wrong("a table"), place.line)
            rows = {}
        return Table(self.file, self.text, self._below(key), rows, self.mistakes)

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
        return text, tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error
