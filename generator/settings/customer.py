"""What is looked for in the files that customers get, beside what is looked for anyway. ::

[customer]
words = ["project falcon"]      # more words of judgment: no customer's file may hold one
allowed = ["Target", "margin"]  # never a find: an account of that name, a word the trade uses
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import SettingsError

from .places import Check, Place
from .tables import Table


@dataclass(frozen=True, slots=True)
class Customer:
    words: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


def customer_of(table: Table) -> Customer:
    """The two lists; a text that stands in both of them is a mistake."""
    made = Customer(**table.typed(_CHECKS))
    forbidden, place = {_folded(text) for text in made.words}, table.place("allowed")
    for text in made.allowed:
        if _folded(text) in forbidden:
            table.mistakes.note(
                SettingsError(
                    f"{place.where} names {text!r}, and so does customer.words.",
                    next_step="Take it out of one of the two.",
                ),
                place.line,
            )
    return made


def _folded(text: str) -> str:
    """As the search compares texts: case and spaces say nothing."""
    return " ".join(text.split()).casefold()


def _texts(place: Place, value: object) -> tuple[str, ...]:
    """Each text must hold a letter or digit: nothing else could be found as a whole word."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise place.wrong("a list of texts in quotes")
    empty = [text for text in value if not any(sign.isalnum() for sign in text)]
    if empty:
        raise place.wrong(f"a list of words, and {empty[0]!r} is none")
    return tuple(value)


_CHECKS: Mapping[str, Check] = {"words": _texts, "allowed": _texts}
