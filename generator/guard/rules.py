"""What is looked for in every customer file of a run, whichever account it is about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from generator.guard.phrases import PhraseIndex, inflected, spans
from generator.guard.texts import folded, loose, small_words

_LISTS: Final = Path(__file__).with_name("words.toml")
_LEGAL: Final = (
    r"&|and|inc|incorporated|corp|corporation|co|cos|company|companies|llc|llp|lp|ltd|limited|plc",
    r"gmbh|ag|kg|kgaa|se|ev|ohg|sa|s\.a|sas|sarl|srl|s\.r\.l|spa|s\.p\.a|bv|b\.v|nv|n\.v|ab|as",
    r"a s|oy|oyj|pty|pte|kk|k\.k|de c\.?v|s\.? ?de r\.?l|holding|holdings|group|gruppe",
)
_FORM: Final = re.compile(rf"(?:[ ,]+|^)(?:{'|'.join(_LEGAL)})\.?$", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*\([^()]*\)\s*")
_FRONT: Final = re.compile(r"^the ", re.IGNORECASE)
_FRONT_FORMS: Final = ("株式会社", "有限会社", "주식회사 ", "(주)")


class Judgment(NamedTuple):
    """``word`` as it is listed. ``kind``: ``never``, ``ours`` or ``placeholder`` (words.toml)."""

    word: str
    kind: str
    source: str = ""


@lru_cache(maxsize=1)
def word_lists() -> Mapping[str, tuple[str, ...]]:
    """The delivered lists by name (``words.toml``)."""
    lists = tomllib.loads(_LISTS.read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in lists.items()}


@dataclass(frozen=True)
class Rules:
    """``words`` are judgments beside the delivered ones, ``allowed`` texts that are never finds,
    both as a user's settings have them; ``others`` are names of the org's accounts, ``other_ids``
    their record ids; ``delivered`` is every word of the delivered templates and phrases. Plain
    data: it goes to workers."""

    words: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    other_ids: tuple[str, ...] = ()
    delivered: str = field(default="", repr=False)

    @cached_property
    def judgments(self) -> PhraseIndex[Judgment]:
        """Words of judgment and placeholders, loose and in small letters."""
        lists = word_lists()
        entries = [Judgment(word, "never") for word in lists["never"]]
        entries += [Judgment(word, "never", "your settings") for word in self.words]
        entries += [Judgment(word, "ours") for word in lists["ours"]]
        entries += [Judgment(word, "placeholder") for word in lists["placeholders"]]
        return PhraseIndex(
            (form, entry)
            for entry in entries
            if not self.allows(entry.word)
            for form in inflected(loose(entry.word).casefold())
        )

    @cached_property
    def names(self) -> PhraseIndex[str]:
        """Names of accounts, loose, as they are written and in capitals."""
        return PhraseIndex(
            (form, name)
            for name in self.others
            for form in forms(loose(name))
            if not self.allows(form)
        )

    @cached_property
    def long_names(self) -> PhraseIndex[str]:
        """Those of several words, loose and in small letters: they are found in any case."""
        return PhraseIndex(
            (form.casefold(), name)
            for name in self.others
            for form in forms(loose(name))
            if " " in form and not self.allows(form)
        )

    @cached_property
    def known_ids(self) -> frozenset[str]:
        return frozenset(number[:15] for number in self.other_ids)

    @cached_property
    def delivered_folded(self) -> str:
        return folded(self.delivered)

    @cached_property
    def delivered_words(self) -> frozenset[str]:
        return small_words(self.delivered)

    def delivers(self, name: str) -> bool:
        """Whether the delivered templates say ``name`` as words of their own."""
        return any(True for _ in spans(self.delivered, name))

    @cached_property
    def _allowed(self) -> frozenset[str]:
        return frozenset(loose(text).casefold() for text in self.allowed)

    def allows(self, text: str) -> bool:
        return loose(text).casefold() in self._allowed

    def allows_part(self, text: str) -> bool:
        """Whether ``text`` is an allowed text, or a piece of one."""
        part = loose(text).casefold()
        return any(part in allowed for allowed in self._allowed)


def forms(name: str) -> Iterator[str]:
    """The ways in which people write a name (``loose``): without legal forms, asides and a leading
    "The", with "and" for "&"; each also in capitals and, where it stands in capitals, as a name.

    Of one letter and of small words there is no form: they are in every document.
    """
    found = [name, name.rstrip("!.")]
    bare = _FRONT.sub("", _ASIDE.sub(" ", name)).strip()
    while True:
        found.append(bare)
        shorter = _FORM.sub("", bare).strip(" ,")
        if shorter == bare:
            break
        bare = shorter
    found += [bare.removeprefix(front) for front in _FRONT_FORMS]
    found += [form.replace(" & ", " and ") for form in found if " & " in form]
    for form in dict.fromkeys(found):
        if _is_name(form):
            yield from dict.fromkeys([form, form.upper(), *_cased(form)])


def _is_name(form: str) -> bool:
    if len(form) == 2:
        return form.isupper() or any(sign.isdigit() for sign in form)
    return len(form) > 2


def _cased(form: str) -> Iterator[str]:
    if form.isupper() and len(form) > 3:
        yield form.title()
