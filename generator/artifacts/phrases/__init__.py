"""Sentences that depend on data, from one phrase file per language.

The file is TOML. A phrase is a text with places in braces, ``{name}``, or a table of plural forms
(``one``, ``other``; other languages have more) chosen by the value of ``n``. ``{{`` and ``}}`` are
braces. Nothing in it is run: places are filled with ready-made texts, in one pass, so that a brace
in an account's name stays a brace.

A user's own file overrides phrase by phrase; what it leaves out is taken from its language's file
if there is one, else from English. A place or key that English does not have is an error at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from generator.errors import SettingsError

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
_PLACE = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}")
_STRAY = re.compile(r"[{}]")

Phrase = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of one language, flat: ``title.commitments`` to a phrase."""

    language: str
    texts: Mapping[str, Phrase]

    def has(self, key: str) -> bool:
        return key in self.texts

    def say(self, key: str, **values: str | int | None) -> str | None:
        """The phrase with its places filled; None where one of ``values`` is None (unknown).

        ``n`` as an int chooses the plural form and is printed by ``{n}`` unless another text is
        given as ``n_text``. KeyError for an unknown key or a place without a value: our mistake.
        """
        if any(value is None for value in values.values()):
            return None
        phrase = self.texts[key]
        if isinstance(phrase, Mapping):
            phrase = phrase[self._form(phrase, values.get("n"))]
        if "n_text" in values:
            values = {**values, "n": values["n_text"]}

        def fill(match: re.Match[str]) -> str:
            place = match.group(1)
            return match.group(0)[0] if place is None else str(values[place])

        return _PLACE.sub(fill, phrase)

    def _form(self, phrase: Mapping[str, str], count: str | int | None) -> str:
        if not isinstance(count, int):
            return "other"
        if count == 0 and "zero" in phrase:
            return "zero"
        form = str(_plural_form(self.language, count))
        return form if form in phrase else "other"

    def label(self, group: str, state: str) -> str:
        """The word for a state; a state that the file does not know is printed as it stands."""
        phrase = self.texts.get(f"label.{group}.{state}")
        return phrase if isinstance(phrase, str) else state

    def spelled(self, count: int) -> str:
        """A small number as a word, ``four``; others as digits."""
        phrase = self.texts.get(f"spelled.{count}")
        return phrase if isinstance(phrase, str) else str(count)


@lru_cache(maxsize=1024)
def _plural_form(language: str, count: int) -> str:
    return str(Locale.parse(language, sep="_").plural_form(count))


def load_phrases(language: str = "en", override: Path | None = None) -> Phrases:
    """The phrases of ``language`` (``en``, ``de_DE``), with a user's own file over them.

    SettingsError where the file cannot be read, or holds a key or place that English does not.
    """
    tag = language.replace("-", "_")
    _check_language(tag)
    english = _shipped("en")
    texts, spoken = dict(english), "en"
    for candidate in dict.fromkeys((tag.partition("_")[0], tag)):
        if candidate != "en" and _shipped(candidate):
            texts.update(_shipped(candidate))
            spoken = candidate
    if override is not None:
        texts.update(_own(override, english))
        spoken = tag
    return Phrases(spoken, texts)


def _check_language(tag: str) -> None:
    try:
        Locale.parse(tag)
    except (UnknownLocaleError, ValueError) as error:
        raise SettingsError(
            f"There is no language {tag!r}.", next_step="Write it like en or de_DE."
        ) from error


@lru_cache(maxsize=8)
def _shipped(language: str) -> dict[str, Phrase]:
    file = resources.files(__name__).joinpath(f"{language}.toml")
    return _flat(tomllib.loads(file.read_text("utf-8"))) if file.is_file() else {}


def _own(path: Path, english: Mapping[str, Phrase]) -> dict[str, Phrase]:
    try:
        texts = _flat(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"The phrase file {path} cannot be read: {error}.",
            next_step="Compare it with the phrase file en.toml that is delivered.",
        ) from error
    faults = [fault for key, phrase in texts.items() for fault in _faults(key, phrase, english)]
    if faults:
        raise SettingsError(
            f"The phrase file {path} has faults: {'; '.join(faults)}.",
            next_step="Use only keys and places of the phrase file en.toml that is delivered.",
        )
    return texts


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Phrase]:
    """Nested tables as dotted keys; a table of plural forms is one phrase."""
    flat: dict[str, Phrase] = {}
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and not (value.keys() <= PLURALS and "other" in value):
            flat.update(_flat(value, f"{name}."))
        else:
            flat[name] = value
    return flat


def _faults(key: str, phrase: Any, english: Mapping[str, Phrase]) -> list[str]:
    if key not in english and not key.startswith(("label.", "spelled.")):
        return [f"{key} is not a known key"]
    known = places(english[key]) if key in english else set()
    forms = phrase.values() if isinstance(phrase, Mapping) else (phrase,)
    if not all(isinstance(form, str) for form in forms):
        return [f"{key} is not a text"]
    faults = [f"{key} has a stray brace" for form in forms if _STRAY.search(_PLACE.sub("", form))]
    strange = sorted(places(phrase) - known)
    return faults + [f"{key} has no place {{{place}}}" for place in strange]


def places(phrase: Phrase) -> set[str]:
    """The names in braces of a phrase, in all its plural forms."""
    forms = phrase.values() if isinstance(phrase, Mapping) else (phrase,)
    return {m.group(1) for form in forms for m in _PLACE.finditer(form) if m.group(1)}
