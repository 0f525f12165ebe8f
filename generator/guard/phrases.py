"""Phrases found as whole words, many at once: each is looked up by its first word and its length.

An org's accounts may all begin with one word, and thousands of names with it are looked for then:
what costs time is how many lengths there are, not how many names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from generator.guard.texts import is_running, is_whole

M = TypeVar("M")
_WORD = re.compile(r"\w+")


class Hit(NamedTuple, Generic[M]):
    """Where in the text a phrase stands, and what was given for it."""

    start: int
    end: int
    phrase: str
    meaning: M


class _Shape(NamedTuple):
    """What phrases of one first word are told apart by first: the signs ahead of that word, and
    the length."""

    ahead: int
    length: int


_NONE: Mapping[_Shape, Any] = MappingProxyType({})


class PhraseIndex(Generic[M]):
    def __init__(self, phrases: Iterable[tuple[str, M]]) -> None:
        self._by_word: dict[str, dict[_Shape, dict[str, list[M]]]] = {}
        self._running: list[tuple[str, M]] = []
        for phrase, meaning in phrases:
            first = _WORD.search(phrase)
            if first is None:
                continue
            if is_running(first[0][0]):
                self._running.append((phrase, meaning))
            else:
                shapes = self._by_word.setdefault(first[0], {})
                alike = shapes.setdefault(_Shape(first.start(), len(phrase)), {})
                alike.setdefault(phrase, []).append(meaning)

    def find(self, text: str) -> Iterator[Hit[M]]:
        """Every phrase that stands in ``text``, those within longer ones left out."""
        end = 0
        for hit in sorted(self._hits(text), key=lambda hit: (hit.start, -hit.end)):
            if hit.end > end:
                end = hit.end
                yield hit

    def _hits(self, text: str) -> Iterator[Hit[M]]:
        for found in _WORD.finditer(text):
            for (ahead, length), alike in self._by_word.get(found[0], _NONE).items():
                start = found.start() - ahead
                end = start + length
                phrase = text[start:end] if start >= 0 else ""
                if phrase in alike and is_whole(text, start, end):
                    for meaning in alike[phrase]:
                        yield Hit(start, end, phrase, meaning)
        for phrase, meaning in self._running:
            at = text.find(phrase)
            while at >= 0:
                yield Hit(at, at + len(phrase), phrase, meaning)
                at = text.find(phrase, at + 1)


def spans(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Where ``phrase`` stands in ``text`` as whole words."""
    at = text.find(phrase)
    while at >= 0:
        if is_whole(text, at, at + len(phrase)):
            yield at, at + len(phrase)
        at = text.find(phrase, at + 1)


def inflected(phrase: str) -> Iterator[str]:
    """A phrase of small letters with its plural, and written as one word."""
    plurals = [f"{phrase}s", f"{phrase}es"]
    if phrase.endswith("y"):
        plurals.append(f"{phrase[:-1]}ies")
    for form in (phrase, *plurals):
        yield form
        if form.count(" ") == 1:
            yield form.replace(" ", "")
