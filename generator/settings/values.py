"""Checks of single values: each takes where the value stands and gives it back as it is meant."""

from __future__ import annotations

from .places import Place, text_of


def jobs_of(place: Place, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 64:
        raise place.wrong("a whole number from 1 to 64")
    return value


def number_of(place: Place, value: object) -> int | float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise place.wrong("a number")
    return value


def locale_of(place: Place, value: object) -> str:
    from babel import Locale, UnknownLocaleError

    tag = text_of(place, value).replace("-", "_")
    try:
        Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        raise place.wrong(f"a locale such as en_GB, not {value!r}") from None
    return tag
