"""What one document says about one account: plain values for the template, and their sources.

Names are read topic by topic as the vocabulary declares them. An artifact for customers is
composed from an allow-list: names that are internal do not exist in it, lists hold only what is
shared with the customer, and sentences are made from the customer's values alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from generator.analysis.results import AnalysedAccount
from generator.artifacts.catalog import artifact_named, document_named
from generator.artifacts.context import Facts, Footer, Voice
from generator.artifacts.facts.record import first_day
from generator.artifacts.phrases import Phrases, load_phrases
from generator.artifacts.telling.left_out import LeftOut
from generator.artifacts.telling.room import fit
from generator.artifacts.telling.session.slides import left_out as unmade
from generator.artifacts.telling.slides import left_out, thin
from generator.artifacts.vocabulary import topics_for
from generator.artifacts.walk import Gathered, Reader, Walker, reader
from generator.formats import Formats

_SHOWN = re.compile(r"_shown(?=\[)")


@dataclass(frozen=True, slots=True)
class Composed:
    """``values`` for the template: dicts, lists, str, Decimal, int, bool, date, None.

    ``sources`` maps the path of a figure (``revenue.gap``, ``plays[0].value``) to the sorted ids
    of the records it was made from. ``left_out``, ``thin`` and ``shortened``
    (sentences) are for the run report.
    """

    artifact: str
    audience: str
    form: str
    values: dict[str, Any]
    sources: Mapping[str, tuple[str, ...]]
    left_out: tuple[LeftOut, ...] = ()
    thin: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()

    def ids_of(self, path: str) -> tuple[str, ...]:
        """The ids behind a path; those of the nearest row or record around it if it has none."""
        path = _SHOWN.sub("", path)
        while path:
            if path in self.sources:
                return self.sources[path]
            path = re.sub(r"(\.[^.\[]+|\[\d+\]|^[^.\[]+)$", "", path)
        return ()


def compose(
    account: AnalysedAccount,
    artifact: str,
    formats: Formats,
    *,
    form: str | None = None,
    footer: Footer = Footer(),
    phrases: Phrases | None = None,
) -> Composed:
    """The values and sources of ``artifact`` for ``account``.

    ``form`` is full, light or brief; None takes the form of the account's tier. All money is in the
    account's currency, whatever ``formats`` says. UsageError where there is no such artifact.
    """
    what = artifact_named(artifact)
    chosen = form or what.asked[account.profile.tier - 1]
    words = phrases or load_phrases(formats.locale)
    formats = replace(formats, currency=account.currency)
    voice = Voice(formats, words, what, chosen, footer)
    declared = frozenset(account.declared_safe)
    gathered = Gathered()
    values = _walk(account, voice, gathered, declared)
    composed = Composed(artifact, what.audience, chosen, values, gathered.sources)
    if "session" in values:
        return replace(composed, left_out=unmade(values, voice), shortened=fit(values, voice))
    if "slides" not in values:
        return composed
    missing = left_out(values, declared, voice)
    weak = thin(values, first_day(account), voice)
    return replace(composed, left_out=missing, thin=weak, shortened=fit(values, voice))


def facts_of(composed: Composed) -> dict[str, Any]:
    """The values that come from the account itself, without what is derived from them."""
    topics = topics_for(composed.artifact)
    names = [topic.node.name for topic in topics if not topic.derived]
    return {name: composed.values[name] for name in names}


def _walk(
    account: AnalysedAccount, voice: Voice, gathered: Gathered, declared: frozenset[str]
) -> dict[str, Any]:
    facts = Facts(
        voice.formats, voice.phrases, voice.artifact, voice.form, voice.footer, account=account
    )
    reading = Walker(gathered, facts, is_customer=voice.is_customer)
    telling = Walker(gathered, voice, is_customer=voice.is_customer)
    values: dict[str, Any] = {}
    for ready, derived in readers(voice.artifact.name, declared):
        if derived:
            telling.read(ready, values, values, derived=True)
        else:
            reading.read(ready, account, values, derived=False)
    return values


@lru_cache(maxsize=64)
def readers(artifact: str, declared: frozenset[str]) -> tuple[tuple[Reader, bool], ...]:
    """The topics of an artifact made ready, each with whether it is derived."""
    audience = document_named(artifact).audience
    return tuple(
        (reader(topic.node, audience, declared), topic.derived) for topic in topics_for(artifact)
    )
