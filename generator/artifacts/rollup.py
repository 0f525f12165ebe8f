"""What one document about many accounts says: plain values for the template, and their sources."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from generator.analysis.rollups import Head
from generator.artifacts.catalog import document_named
from generator.artifacts.compose import Composed, readers
from generator.artifacts.context import Voice
from generator.artifacts.phrases import Phrases, load_phrases
from generator.artifacts.walk import Gathered, Walker
from generator.formats import Formats


class Rollup(Protocol):
    """A result of ``analysis.rollups``, or several put together."""

    @property
    def head(self) -> Head: ...


_HEADLINES = {
    "packet": ("packet", "headline"),
    "topx": ("topx", "headline"),
    "audit": ("audit", "headline"),
    "lost": ("lost_deals", "headline"),
    "calendar": ("calendar", "title"),
}


def compose_rollup(
    source: Rollup, artifact: str, formats: Formats, *, phrases: Phrases | None = None
) -> Composed:
    """The values and sources of a rollup. All money is in the currency of its head, whatever
    ``formats`` says. UsageError where there is no such document."""
    voice = voice_of(source, artifact, formats, phrases or load_phrases(formats.locale))
    what = voice.artifact
    gathered = Gathered()
    walker = Walker(gathered, voice, is_customer=False)
    values: dict[str, Any] = {}
    for ready, derived in readers(artifact, frozenset()):
        walker.read(ready, values if derived else source, values, derived=derived)
    return Composed(artifact, what.audience, "full", values, gathered.sources)


def headline_of(composed: Composed) -> str:
    """What a rollup says, in the sentence that its first page begins with; empty without one."""
    record, name = _HEADLINES[composed.artifact]
    return str(composed.values[record][name] or "")


def voice_of(source: Rollup, artifact: str, formats: Formats, phrases: Phrases) -> Voice:
    """In whose words and formats the rollup is told."""
    currency = source.head.currency
    return Voice(replace(formats, currency=currency), phrases, document_named(artifact), "full")
