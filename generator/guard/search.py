"""A finished file's passages held against what must not leave: every sighting becomes a find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from generator.guard.finds import Find, Passage, Seen, finds_of
from generator.guard.rules import PhraseIndex, Rules
from generator.guard.texts import folded, plain, printed_numbers
from generator.guard.watch import SHORTEST, Text, Watch
from generator.model.ids import is_whole

_TOKEN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?(?![A-Za-z0-9])")
_ORG: Final = re.compile(
    r"(?:[\w-]+\.)*(?:salesforce|visualforce|documentforce|cloudforce|salesforce-setup|"
    r"salesforce-sites)\.com\b(?:/[\w/.?=&%-]*)?"
    r"|(?:[\w-]+\.)+(?:force|database)\.com\b(?:/[\w/.?=&%-]*)?"
    r"|[\w-]+(?:--[\w-]+)?(?:\.\w+)?\.my\.site\.com\b(?:/[\w/.?=&%-]*)?",
    re.IGNORECASE,
)
_LOCAL: Final = re.compile(r"https?://(?:127\.0\.0\.1|localhost)\b[\w:/.?=&%-]*", re.IGNORECASE)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WINDOWS: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]:\\[^\s\"'<>|]+|\\\\[\w.-]+\\[^\s\"'<>|]+")
_PATH: Final = re.compile(
    r"file:/+[^\s\"'<>]+|(?<![\w/.:])/(?:home|Users|tmp|var|root|mnt|srv)/[^\s\"'<>]+"
)
_QUERY: Final = re.compile(r"\bSELECT\s+[\w.,\s()]{1,400}?\sFROM\s+\w+")
_API_NAME: Final = re.compile(r"\b[A-Za-z]\w*__(?:c|r|pc|mdt|x|e|b|kav|share)\b")
_TRACES: Final = (
    ("address", ".com", _ORG),
    ("address", "://", _LOCAL),
    ("path", "\\", _WINDOWS),
    ("path", "/", _PATH),
    ("query", "select", _QUERY),
    ("query", "__", _API_NAME),
)
"""Kind, a sign in small letters without which there is none, and the pattern."""
_BRACE: Final = re.compile("[{}]")
_TAG: Final = re.compile(r"\{\{.{0,120}?\}\}|\{%.{0,120}?%\}|\{#.{0,120}?#\}|\{\{|\}\}|\{%|%\}")


def search(
    passages: Iterable[Passage], watch: Watch, rules: Rules, account_id: str, artifact: str
) -> tuple[Find, ...]:
    """All finds of a file, each once with every place it was seen at."""
    hunt = _Hunt(watch, rules)
    near: list[Seen] = []
    joined: list[Seen] = []
    for passage in passages:
        (joined if passage.kind == "joined" else near).extend(hunt.sightings(passage))
    known = {(seen.kind, seen.what) for seen in near}
    near += (seen for seen in joined if (seen.kind, seen.what) not in known)
    return finds_of(near, account_id, artifact)


class _Hunt:
    """One file's search. Each method looks for one kind of thing in one passage."""

    def __init__(self, watch: Watch, rules: Rules) -> None:
        self._watch, self._rules = watch, rules
        self._starts = watch.texts.keys()
        self._public = folded(watch.names)

    def sightings(self, passage: Passage) -> Iterator[Seen]:
        if passage.kind == "carrier":
            yield Seen("carrier", passage.text, "", passage.place)
            return
        text = plain(passage.text)
        yield from self._texts(text.casefold(), passage.place)
        if passage.kind in ("text", "value"):
            yield from self._amounts(passage.text, passage.place)
        if passage.kind in ("text", "joined", "link"):
            yield from self._judgments(text.casefold(), passage.place)
            yield from self._customers(text, passage.place)
        if passage.kind != "joined":
            yield from self._ids(text, passage)
            yield from self._traces(text, passage)
            yield from self._tags(text, passage)

    def _texts(self, text: str, place: str) -> Iterator[Seen]:
        starts = {text[at : at + SHORTEST] for at in range(len(text) - SHORTEST + 1)}
        for start in starts & self._starts:
            for needle in self._watch.texts[start]:
                if _holds(text, needle) and not self._is_ordinary(needle):
                    yield Seen("text", needle.written, needle.source, place)

    def _is_ordinary(self, needle: Text) -> bool:
        return needle.folded in self._rules.delivered_folded or self._rules.allows(needle.written)

    def _amounts(self, text: str, place: str) -> Iterator[Seen]:
        for number in printed_numbers(text):
            amount = self._watch.amount_printed(number)
            if amount is not None and not self._rules.allows(number.text):
                yield Seen("amount", number.text, amount.source, place)

    def _judgments(self, text: str, place: str) -> Iterator[Seen]:
        for phrase, (word, kind) in self._rules.judgments.find(text):
            if phrase in self._public or (kind == "ours" and phrase in self._watch.shown):
                continue
            if kind == "placeholder" and phrase in self._watch.shown:
                continue
            name = "placeholder" if kind == "placeholder" else "judgment"
            yield Seen(name, word, "", place)

    def _customers(self, text: str, place: str) -> Iterator[Seen]:
        for phrase, (name, kind) in self._rules.names.find(text):
            if not self._is_own(phrase) and phrase not in self._rules.delivered:
                yield Seen(kind, name, "", place)

    def _is_own(self, name: str) -> bool:
        """Whether the name is part of this account's, a product's or one of our people's."""
        return any(True for _ in PhraseIndex([(name, ("", ""))]).find(self._watch.names))

    def _ids(self, text: str, passage: Passage) -> Iterator[Seen]:
        for found in _TOKEN.finditer(text):
            token = found[0]
            is_known = token in self._watch.ids or token[:15] in self._watch.ids
            likely = passage.kind in ("text", "link") and is_whole(token)
            if (is_known or likely) and not self._is_public(token):
                yield Seen("id", token, "", passage.place)

    def _traces(self, text: str, passage: Passage) -> Iterator[Seen]:
        """Addresses, paths, queries and names that only the CRM or a computer would use."""
        lowered = text.lower()
        for kind, sign, pattern in _TRACES:
            for hit in pattern.finditer(text) if sign in lowered else ():
                if not self._is_public(hit[0]):
                    yield Seen(kind, hit[0], "", passage.place)
        for hit in _MAIL.finditer(text) if "@" in text else ():
            if self._is_our_mail(hit[0]):
                yield Seen("e-mail", hit[0], "", passage.place)

    def _tags(self, text: str, passage: Passage) -> Iterator[Seen]:
        for hit in _TAG.finditer(text) if passage.kind != "bytes" and _BRACE.search(text) else ():
            if hit[0].casefold() not in self._watch.shown:
                yield Seen("tag", hit[0], "", passage.place)

    def _is_public(self, text: str) -> bool:
        return text.casefold() in self._public or self._rules.allows(text)

    def _is_our_mail(self, address: str) -> bool:
        """A known address of one of our people, or one made of a name of theirs."""
        if self._rules.allows(address):
            return False
        if address.casefold() in self._watch.mails:
            return True
        local = re.sub(r"[^a-z]", "", folded(address.partition("@")[0]))
        names = (folded(name).split() for name in self._watch.people)
        return any(len(words) > 1 and len(words[-1]) > 3 and words[-1] in local for words in names)


def _holds(text: str, needle: Text) -> bool:
    """Of one word only the whole word counts; of several, wherever they stand."""
    at = text.find(needle.folded)
    if " " in needle.folded:
        return at >= 0
    while at >= 0:
        end = at + len(needle.folded)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = text.find(needle.folded, at + 1)
    return False
