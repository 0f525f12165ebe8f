"""The history that Salesforce keeps of contacts, told in the model's fields and words.

A row of it names the field that changed as the org calls it, and holds both values as texts: which
field of the model that is, and what the words of a strength mean, stands in the contact's own
mapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from generator.crm import soql
from generator.crm.binding import Bound, Column
from generator.crm.convert import Unreadable, meaning_of, raw_value, read_text

TRACKED: Final = ("title", "account_id", "strength")
"""The contact's fields whose changes mean something (METHOD.md rows 56, 57)."""

_PLACE: Final = "Field"


def condition(contact: Bound) -> str:
    """What asks for the history of those fields only."""
    names = sorted(_names(contact))
    return soql.in_list(_PLACE, names) if names else ""


def _names(contact: Bound) -> Mapping[str, str]:
    """How the history calls the tracked fields -> the model's name. It leaves the Id of a lookup
    away: a change of AccountId is one of Account."""
    found = {}
    for name in TRACKED:
        path = contact.path(name)
        if path and "." not in path:
            found[path] = name
            if name.endswith("_id"):
                found[path.removesuffix("Id")] = name
    return found


def in_model_words(
    rows: Iterable[Mapping[str, Any]], change: Bound, contact: Bound
) -> Iterator[dict[str, Any]]:
    """The rows of tracked fields, with the model's name of the field, and levels for strengths."""
    names = {path.lower(): name for path, name in _names(contact).items()}
    place = change.path("field") or ""
    values = [path for key in ("old", "new") if (path := change.path(key))]
    for row in rows:
        name = names.get(str(raw_value(row, place)).lower())
        if name is not None:
            column = contact.columns["strength"] if name == "strength" else None
            meant = {path: _meant(raw_value(row, path), column) for path in values}
            yield {**row, **meant, place: name}


def _meant(raw: Any, column: Column | None) -> str | None:
    """The text of a value; of a strength the level, where the mapping knows the word."""
    if raw is None or raw == "":
        return None
    try:
        text = read_text(raw)
        return text if column is None else str(meaning_of(column, text))
    except Unreadable:
        return None
