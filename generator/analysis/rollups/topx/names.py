"""Records by what people call them: names, whatever their case and blanks, or ids."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from generator.analysis.scope import group, group_pairs
from generator.model.ids import is_whole

_NEAR = 0.9
_ENDS = 2
"""Letters. One that is mistyped, left out or added spoils the beginning of a name or its end."""
_COMPARED = 200
"""So many names of nearly its length are compared with a text: thousands may begin alike."""


class Names:
    """``records`` are (id of 18 characters, name)."""

    def __init__(self, records: Iterable[tuple[str, str]]) -> None:
        rows = list(records)
        self._ids = {record_id[:15]: record_id for record_id, _ in rows}
        self._names = group(rows, lambda row: _key(row[1]))
        self._alike = group_pairs((end, key) for key in self._names for end in _ends(key))
        self._near: dict[str, str | None] = {}

    def meant(self, text: str) -> tuple[str, ...]:
        """The ids of the records that may be meant."""
        if text[:15] in self._ids and (len(text) == 15 or is_whole(text)):
            return (self._ids[text[:15]],)
        return tuple(row[0] for row in self._names.get(_key(text), ()))

    def near(self, text: str) -> str | None:
        """The name that is nearly ``text``: a letter was mistyped, perhaps. Of those that begin or
        end like it."""
        key = _key(text)
        if key not in self._near:
            alike = dict.fromkeys(name for end in _ends(key) for name in self._alike.get(end, ()))
            likely = sorted(alike, key=lambda name: abs(len(name) - len(key)))[:_COMPARED]
            found = get_close_matches(key, likely, n=1, cutoff=_NEAR)
            self._near[key] = self._names[found[0]][0][1] if found else None
        return self._near[key]


def _ends(key: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("first", key[:_ENDS]), ("last", key[-_ENDS:])


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
