"""What is looked for in every customer file of a run, whichever account it is about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from generator.guard.texts import folded, plain, small_words

_LISTS: Final = Path(__file__).with_name("words.toml")
_LEGAL: Final = re.compile(
    r"[ ,]+(inc|incorporated|corp|corporation|co|company|llc|llp|lp|ltd|limited|plc|gmbh|ag|kg|se|"
    r"sa|s\.a|sas|sarl|srl|s\.r\.l|spa|s\.p\.a|bv|b\.v|nv|n\.v|ab|as|a/s|oy|oyj|pty|pte|kk|k\.k)\.?$",
    re.IGNORECASE,
)
_SHORTEST_NAME: Final = 3
_WORD: Final = re.compile(r"\w+")


@lru_cache(maxsize=1)
def word_lists() -> Mapping[str, tuple[str, ...]]:
    """The delivered lists by name (``words.toml``)."""
    lists = tomllib.loads(_LISTS.read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in lists.items()}


@dataclass(frozen=True)
class Rules:
    """``words`` are judgments beside the delivered ones, ``allowed`` texts that are never finds,
    both as a user's settings have them; ``others`` are names of the org's accounts; ``delivered``
    is every word of the delivered templates and phrases. Plain data: it goes to workers."""

    words: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    delivered: str = field(default="", repr=False)

    @cached_property
    def judgments(self) -> PhraseIndex:
        """Folded words of judgment and placeholders, each with the kind of find it makes."""
        lists = word_lists()
        entries = [(word, "never") for word in (*lists["never"], *self.words)]
        entries += [(word, "ours") for word in lists["ours"]]
        entries += [(word, "placeholder") for word in lists["placeholders"]]
        return PhraseIndex((folded(w), (w, kind)) for w, kind in entries if not self.allows(w))

    @cached_property
    def names(self) -> PhraseIndex:
        """Names of accounts as they are written, also without their legal form."""
        return PhraseIndex(
            (form, (name, "customer"))
            for name in self.others
            for form in _forms(plain(name))
            if not self.allows(form)
        )

    @cached_property
    def delivered_folded(self) -> str:
        return folded(self.delivered)

    @cached_property
    def delivered_words(self) -> frozenset[str]:
        return small_words(self.delivered)

    @cached_property
    def _allowed(self) -> frozenset[str]:
        return frozenset(folded(text) for text in self.allowed)

    def allows(self, text: str) -> bool:
        return folded(text) in self._allowed


def _forms(name: str) -> Iterator[str]:
    """As it is written, without its legal form, and either in capitals, as headings have it."""
    short = _LEGAL.sub("", name)
    forms = [name, short] if len(short) >= _SHORTEST_NAME else [name]
    for form in dict.fromkeys(forms):
        if len(form) >= _SHORTEST_NAME:
            yield from dict.fromkeys([form, form.upper()])


class PhraseIndex:
    """Phrases found as whole words, many at once: each is looked up by its first word."""

    def __init__(self, phrases: Iterable[tuple[str, tuple[str, str]]]) -> None:
        self._by_word: dict[str, list[tuple[str, tuple[str, str]]]] = {}
        for phrase, meaning in phrases:
            first = _WORD.search(phrase)
            if first is not None:
                self._by_word.setdefault(first[0], []).append((phrase, meaning))

    def find(self, text: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """(phrase, what was given for it) of every phrase that stands in ``text``, those within
        longer ones left out."""
        spans = sorted(self._spans(text), key=lambda span: (span[0], -len(span[1])))
        end = 0
        for start, phrase, meaning in spans:
            if start + len(phrase) > end:
                end = start + len(phrase)
                yield phrase, meaning

    def _spans(self, text: str) -> Iterator[tuple[int, str, tuple[str, str]]]:
        for found in _WORD.finditer(text):
            for phrase, meaning in self._by_word.get(found[0], ()):
                first = _WORD.search(phrase)
                start = found.start() - (first.start() if first else 0)
                if start >= 0 and text.startswith(phrase, start) and _is_whole(text, start, phrase):
                    yield start, phrase, meaning


def _is_whole(text: str, start: int, phrase: str) -> bool:
    end = start + len(phrase)
    before = start > 0 and phrase[0].isalnum() and (text[start - 1].isalnum())
    after = end < len(text) and phrase[-1].isalnum() and text[end].isalnum()
    return not before and not after
