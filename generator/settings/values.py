"""Checks of single values: each takes where the value stands and gives it back as it is meant."""

from __future__ import annotations

from math import isfinite

from .places import Check, Place, text_of


def number_of(place: Place, value: object) -> int | float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not isfinite(value):
        raise place.wrong("a number")
    return value


def number(least: float, most: float | None = None, *, above: bool = False) -> Check:
    """The check for a number from ``least`` to ``most``; ``above``: ``least`` itself is none."""
    if above:
        wanted = f"more than {least:,}" + (f", and {most:,} at the most" if most else "")
    else:
        wanted = f"from {least:,} to {most:,}" if most is not None else f"{least:,} or more"

    def check(place: Place, value: object) -> int | float:
        found = number_of(place, value)
        if found < least or (above and found == least) or (most is not None and found > most):
            raise place.wrong(wanted)
        return found

    return check


def whole_number(least: int, most: int) -> Check:
    def check(place: Place, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise place.wrong(f"a whole number from {least:,} to {most:,}")
        return value

    return check


def texts_of(place: Place, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise place.wrong("a list of texts in quotes")
    return tuple(" ".join(text.split()) for text in value)


def locale_of(place: Place, value: object) -> str:
    """The locale under the name that it has now: ``en_UK`` is ``en_GB``."""
    from babel import Locale, UnknownLocaleError

    tag = text_of(place, value).replace("-", "_")
    try:
        return str(Locale.parse(tag))
    except (UnknownLocaleError, ValueError):
        raise place.wrong(f"a locale such as {_like(tag)}, not {value!r}") from None


def _like(tag: str) -> str:
    """The locale of the country where most speak the same language, if that is a language."""
    from babel.core import get_global

    language = tag.partition("_")[0].lower()
    full = get_global("likely_subtags").get(language, "")
    return f"{language}_{full.rpartition('_')[2]}" if full else "en_GB"
