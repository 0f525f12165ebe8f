"""Sheet names that Excel takes, by rule: every change is listed.

Characters that a name cannot hold become ``-``, and so does the underscore of what Excel would take
for an escape (``_x0041_``); apostrophes at the ends go; 31 characters at most; a name that is taken
gets `` (2)``; an empty one becomes ``Sheet``.
"""

from __future__ import annotations

import re

from generator.office.sheettext import units

MAX_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A valid name near ``wanted``; its lower-case form is added to ``taken``."""
    name = _FORBIDDEN.sub("-", " ".join(wanted.split())).strip("'").strip()
    if not name:
        name = "Sheet"
    if name.lower() == "history":  # Excel keeps this one for itself
        name += "-"
    name = _short(name, MAX_NAME)
    number, tried = 1, name
    while tried.lower() in taken:
        number += 1
        tail = f" ({number})"
        tried = _short(name, MAX_NAME - len(tail)) + tail
    taken.add(tried.lower())
    return tried


def _short(name: str, limit: int) -> str:
    while units(name) > limit:
        name = name[:-1]
    return name.rstrip().rstrip("'")
