"""A finished file's passages held against what must not leave: every sighting becomes a find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from generator.guard.finds import Find, Passage, Seen, finds_of
from generator.guard.rules import PhraseIndex, Rules
from generator.guard.texts import folded, plain, printed_numbers
from generator.guard.watch import SHORTEST, Text, Watch
from generator.model.ids import is_whole

_TOKEN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?(?![A-Za-z0-9])")
_ORG: Final = re.compile(
    r"(?:(?<![a-z0-9])(?:salesforce|visualforce|documentforce|cloudforce|salesforce-setup|"
    r"salesforce-sites)|(?<=\.)(?:force|database|my\.site))\.com\b[\w/.?=&%-]*",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"[\w.-]*\Z")
_LOCAL: Final = re.compile(r"https?://(?:127\.0\.0\.1|localhost)\b[\w:/.?=&%-]*", re.IGNORECASE)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WINDOWS: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]:\\[^\s\"'<>|]+|\\\\[\w.-]+\\[^\s\"'<>|]+")
_FILE: Final = re.compile(r"file:/+[^\s\"'<>]+", re.IGNORECASE)
_ROOTS: Final = ("home", "users", "tmp", "var", "root", "mnt", "srv")
_HOMES: Final = tuple(f"/{name}/" for name in _ROOTS)
_HOME: Final = re.compile(rf"(?<![\w/.:])/(?:{'|'.join(_ROOTS)})/[^\s\"'<>]+", re.IGNORECASE)
_QUERY: Final = re.compile(r"\bSELECT\s+[\w.,\s()]{1,400}?\sFROM\s+\w+")
_API_NAME: Final = re.compile(r"\b[A-Za-z]\w*__(?:c|r|pc|mdt|x|e|b|kav|share)\b")
_TRACES: Final = (
    ("address", ("://",), _LOCAL),
    ("path", ("\\",), _WINDOWS),
    ("path", ("file:/",), _FILE),
    ("path", _HOMES, _HOME),
    ("query", ("select",), _QUERY),
    ("query", ("__",), _API_NAME),
)
"""Kind, signs in small letters of which there must be one, and the pattern."""
_BRACE: Final = re.compile("[{}]")
_TAG: Final = re.compile(r"\{\{.{0,120}?\}\}|\{%.{0,120}?%\}|\{#.{0,120}?#\}|\{\{|\}\}|\{%|%\}")


def search(
    passages: Iterable[Passage], watch: Watch, rules: Rules, account_id: str, artifact: str
) -> tuple[Find, ...]:
    """All finds of a file, each once with every place it was seen at."""
    by_kind: dict[str, list[Passage]] = {}
    for passage in passages:
        by_kind.setdefault(passage.kind, []).append(passage)
    hunt = _Hunt(watch, rules)
    near = [seen for kind in by_kind if kind != "joined" for seen in _seen(hunt, by_kind[kind])]
    known = {(seen.kind, seen.what) for seen in near}
    joined = _seen(hunt, by_kind.get("joined", []))
    near += (seen for seen in joined if (seen.kind, seen.what) not in known)
    return finds_of(near, account_id, artifact)


_APART: Final = "\0"
"""Between passages that are searched as one: no text holds it, and it is part of no word."""


class _Whole(NamedTuple):
    place: str
    text: str
    kind: str


def _seen(hunt: _Hunt, passages: list[Passage]) -> Iterator[Seen]:
    """The sightings in passages of one kind. Most files hold nothing: they are searched as one
    text, and passage by passage only where that finds something."""
    if not passages:
        return
    kind = passages[0].kind
    whole = _Whole("", _APART.join(passage.text for passage in passages), kind)
    if kind == "carrier" or any(True for _ in hunt.sightings(whole)):
        for passage in passages:
            yield from hunt.sightings(passage)


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
                if _holds(text, needle) and not self._is_harmless(needle):
                    yield Seen("text", needle.written, needle.source, place)

    def _is_harmless(self, needle: Text) -> bool:
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
            if not (self._is_ordinary(phrase) or self._is_own(phrase)):
                yield Seen(kind, name, "", place)

    def _is_ordinary(self, name: str) -> bool:
        """Whether a name is a word that such documents use: Line, where this one says "a line"."""
        low = name.lower()
        words = (self._watch.words, self._rules.delivered_words)
        return name in self._rules.delivered or any(low in known for known in words)

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
        for address in _addresses(text) if ".com" in lowered else ():
            if not self._is_public(address):
                yield Seen("address", address, "", passage.place)
        for kind, signs, pattern in _TRACES:
            if any(sign in lowered for sign in signs):
                for hit in pattern.finditer(text):
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


def _addresses(text: str) -> Iterator[str]:
    """Addresses of Salesforce orgs, with all of the host's name."""
    for hit in _ORG.finditer(text):
        host = _HOST.search(text[max(0, hit.start() - 100) : hit.start()])
        yield f"{host[0] if host else ''}{hit[0]}"


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
