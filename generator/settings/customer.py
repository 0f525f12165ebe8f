"""What is looked for in the files that customers get, beside what is looked for anyway. ::

[customer]
words = ["project falcon"]      # more words of judgment: no customer's file may hold one
allowed = ["Target", "margin"]  # never a find: an account of that name, a word the trade uses
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.errors import SettingsError

from .places import Place, unknown_key

_KNOWN = ["words", "allowed"]


@dataclass(frozen=True, slots=True)
class Customer:
    words: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


def customer_of(place_of: Callable[[str], Place], found: dict[str, object]) -> Customer:
    """The two lists. SettingsError with the line of what is wrong, or stands in both of them."""
    for key in found:
        if key not in _KNOWN:
            path = f"customer.{key}"
            raise unknown_key(place_of(path).where.removesuffix(f": {path}"), path, key, _KNOWN)
    made = Customer(**{key: _texts(place_of(f"customer.{key}"), found[key]) for key in found})
    forbidden = {_folded(text) for text in made.words}
    for text in made.allowed:
        if _folded(text) in forbidden:
            raise SettingsError(
                f"{place_of('customer.allowed').where} names {text!r}, and so does customer.words.",
                next_step="Take it out of one of the two.",
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
