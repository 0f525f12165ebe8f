"""Which names a search of ``templates fields`` finds, and what is said where it finds none."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from generator.artifacts.schema import Entry
    from generator.crm.sources import Source


class Field(NamedTuple):
    """A documented name with where its value comes from: objects and fields of the CRM, files."""

    entry: Entry
    sources: tuple[Source | str, ...] = ()

    @property
    def group(self) -> str:
        return self.entry.name.partition(".")[0].partition("[")[0]

    @property
    def last(self) -> str:
        return self.entry.name.rpartition(".")[2]

    def written(self, shape: str) -> list[str]:
        """The sources as ``full`` or ``short`` texts."""
        return [s if isinstance(s, str) else str(getattr(s, shape)) for s in self.sources]

    def holds(self, text: str) -> bool:
        entry = self.entry
        said = (entry.name, entry.doc, entry.example, entry.kind, *self.written("full"))
        return any(text.casefold() in one.casefold() for one in said)


def search(every: Sequence[Field], text: str) -> tuple[list[Field], str]:
    """What ``text`` finds, and what is to be said of that: it is empty where they all say it."""
    if found := [field for field in every if field.holds(text)]:
        return found, ""
    words = [word.rstrip("s") for word in re.findall(r"\w+", text.casefold())]
    if len(words) > 1 and (found := [field for field in every if _has_all(field, words)]):
        return found, f"No name says {text!r}; these have its words."
    if found := _meant(every, "_".join(re.findall(r"\w+", text.casefold()))):
        return found, f"No name says {text!r}; this is what is meant by it here."
    if found := _near(every, text):
        return found, f"No name says {text!r}; these are near."
    return [], f"No name says {text!r}, none comes from it, and none is like it."


def _has_all(field: Field, words: Iterable[str]) -> bool:
    said = f"{field.entry.name} {field.entry.doc}".casefold()
    return all(word in said for word in words)


def _meant(every: Sequence[Field], word: str) -> list[Field]:
    from generator.artifacts.synonyms import WORDS

    names = WORDS.get(word, ())
    return [f for f in every if f.entry.name in names or (f.last in names and "." in f.entry.name)]


def _near(every: Sequence[Field], text: str) -> list[Field]:
    from generator.artifacts.synonyms import WORDS

    known = {field.last for field in every} | {field.entry.name for field in every} | {*WORDS}
    near = difflib.get_close_matches(text.casefold(), sorted(known), n=3, cutoff=0.8)
    found = [f for f in every if f.last in near or f.entry.name in near]
    return found or [f for word in near for f in _meant(every, word)]


def withheld(every: Sequence[Field], text: str, artifact: str) -> str:
    """What of all names says ``text`` and is internal, where the artifact's reader is a customer;
    empty where nothing does."""
    hidden = [f.entry.name for f in every if f.holds(text) and artifact not in f.entry.artifacts]
    if not hidden:
        return ""
    shown = ", ".join(hidden[:3]) + (f" and {len(hidden) - 3} more" if len(hidden) > 3 else "")
    return f"Not for {artifact}: {shown}, internal or of other documents."
