"""A finished file's passages held against what must not leave: every sighting becomes a find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from generator.guard.finds import Find, Passage, Seen, finds_of
from generator.guard.numbers import Printed, printed_numbers, stored_number
from generator.guard.phrases import Hit, spans
from generator.guard.rules import Judgment, Rules, forms
from generator.guard.texts import folded, is_whole, loose, plain
from generator.guard.traces import MAIL, OFFICES, TAG, TOKEN, gaps, looks_like_id, traces
from generator.guard.watch import SHORTEST, Text, Watch
from generator.model.ids import is_whole as is_record_id

_READ: Final = ("text", "joined", "link")  # by people, or followed by them
_AROUND: Final = 40
_TAG_START: Final = 12
_NAME_OF: Final = "name of "
_FILE_NAME: Final = "the file name"


def search(
    passages: Iterable[Passage], watch: Watch, rules: Rules, account_id: str, artifact: str
) -> tuple[Find, ...]:
    """All finds of a file, each once with every place it was seen at."""
    by_kind: dict[str, list[Passage]] = {}
    for passage in passages:
        group = passage.place if passage.place == _FILE_NAME else passage.kind
        by_kind.setdefault(group, []).append(passage)
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
    if kind == "value":
        yield from (seen for passage in passages for seen in hunt.stored(passage))
    whole = _Whole("", _APART.join(passage.text for passage in passages), kind)
    if len(passages) == 1 or kind == "carrier" or any(True for _ in hunt.sightings(whole)):
        for passage in passages:
            yield from hunt.sightings(passage)


class _Hunt:
    """One file's search. Each method looks for one kind of thing in one passage."""

    def __init__(self, watch: Watch, rules: Rules) -> None:
        self._watch, self._rules = watch, rules
        self._starts = watch.texts.keys()
        secrets = watch.secrets
        self._public = tuple(loose(name).casefold() for name in secrets.names)
        self._own = tuple(loose(name).casefold() for name in secrets.own)
        self._any_public = folded("\n".join((*secrets.names, *secrets.own)))

    def sightings(self, passage: Passage) -> Iterator[Seen]:
        kind, place = passage.kind, passage.place
        if kind == "carrier":
            yield Seen("carrier", passage.text, "", place)
            return
        text = plain(passage.text)
        yield from self._texts(text.casefold(), passage)
        if place == _FILE_NAME:
            yield from self._names_in_file_name(loose(text).casefold())
        if kind in ("text", "link"):
            yield from self._amounts(text, printed_numbers(text), place)
        words = loose(text)
        yield from self._judgments(words.casefold(), passage)
        yield from self._customers(words, passage)
        yield from self._rivals(words, passage)
        if kind != "joined":
            yield from self._ids(text, passage)
            yield from self._traces(text, passage)
            yield from self._tags(text, passage)

    def _texts(self, text: str, passage: Passage) -> Iterator[Seen]:
        """Of the pieces of one text that stand here, the longest. Two values beside each other that
        may both be seen may read like one that may not."""
        beside = self._watch.shown_in_one if passage.kind == "joined" else ""
        starts = {text[at : at + SHORTEST] for at in range(len(text) - SHORTEST + 1)}
        found = [
            needle
            for start in starts & self._starts
            for needle in self._watch.texts[start]
            if _holds(text, needle)
            and needle.folded not in beside
            and not self._is_harmless(needle)
        ]
        told: list[Text] = []
        for needle in sorted(found, key=lambda text: (-len(text.folded), text.folded)):
            if any(needle.origin == t.origin or needle.folded in t.folded for t in told):
                continue
            told.append(needle)
            at = text.find(needle.folded)
            context = _around(text, at, at + len(needle.folded))
            yield Seen("text", needle.written, needle.source, passage.place, context)

    def _names_in_file_name(self, name: str) -> Iterator[Seen]:
        """Texts with hyphens for all between their words, as names of files have them."""
        begins = set(name.split())
        for start, texts in self._watch.texts.items():
            if loose(start).split(" ", 1)[0] not in begins and " " in loose(start):
                continue
            for needle in texts:
                words = loose(needle.folded)
                if len(words) >= SHORTEST and any(True for _ in spans(name, words)):
                    yield Seen("text", needle.written, needle.source, _FILE_NAME, name)

    def _is_harmless(self, needle: Text) -> bool:
        rules = self._rules
        return needle.folded in rules.delivered_folded or rules.allows_part(needle.written)

    def stored(self, passage: Passage) -> Iterator[Seen]:
        """A number in a cell or behind a chart."""
        number = stored_number(passage.text)
        return self._amounts(passage.text, [number] if number else [], passage.place)

    def _amounts(self, text: str, numbers: Iterable[Printed], place: str) -> Iterator[Seen]:
        told: set[str] = set()
        for number in numbers:
            amount = self._watch.amount_printed(number)
            if amount is None or number.text in told or self._rules.allows(number.text):
                continue
            told.add(number.text)
            at = text.find(number.text)
            context = _around(text, at, at + len(number.text))
            yield Seen("amount", number.text, amount.source, place, context)

    def _judgments(self, text: str, passage: Passage) -> Iterator[Seen]:
        for hit in self._rules.judgments.find(text):
            judgment = hit.meaning
            if passage.kind in ("markup", "value") and judgment.kind != "never":
                continue
            if self._is_said_by_others(text, hit):
                continue
            kind = "placeholder" if judgment.kind == "placeholder" else "judgment"
            context = _around(text, hit.start, hit.end)
            yield Seen(kind, judgment.word, judgment.source, passage.place, context)

    def _is_said_by_others(self, text: str, hit: Hit[Judgment]) -> bool:
        """Whether the word is part of a product's or person's name; or one that a customer may say
        of its own business, and part of the account's name or of what the customer may see."""
        if _within(text, hit.start, hit.end, self._public):
            return True
        if hit.meaning.kind == "never":
            return False
        is_shown = any(True for _ in spans(self._watch.shown_loose, hit.phrase))
        return is_shown or _within(text, hit.start, hit.end, self._own)

    def _customers(self, text: str, passage: Passage) -> Iterator[Seen]:
        hits = [*self._rules.long_names.find(text.casefold())] if passage.kind != "value" else []
        if passage.kind in (*_READ, "bytes") and not passage.place.startswith(_NAME_OF):
            hits += self._rules.names.find(text)
        for name in dict.fromkeys(hit.meaning for hit in hits):
            hit = next(hit for hit in hits if hit.meaning == name)
            if not (self._is_ordinary(hit.phrase) or self._is_ours(text, hit)):
                yield Seen("customer", name, "", passage.place, _around(text, hit.start, hit.end))

    def _is_ordinary(self, name: str) -> bool:
        """Whether a name is a word that such documents use: Line, where this one says "a line"."""
        low = name.casefold()
        words = (self._watch.words, self._rules.delivered_words)
        return self._rules.delivers(name) or any(low in known for known in words)

    def _is_ours(self, text: str, hit: Hit[str]) -> bool:
        """Whether the name stands within the account's own, a product's or a person's of ours, or
        is one of the account's own in another form."""
        own = {form.casefold() for name in self._watch.secrets.own for form in forms(loose(name))}
        names = (*self._own, *self._public)
        folded_text = text.casefold()
        return hit.phrase.casefold() in own or _within(folded_text, hit.start, hit.end, names)

    def _rivals(self, text: str, passage: Passage) -> Iterator[Seen]:
        if passage.kind in _READ:
            for hit in self._watch.rivals.find(text):
                context = _around(text, hit.start, hit.end)
                if not self._rules.allows(hit.meaning):
                    yield Seen("text", hit.meaning, "competitor.name", passage.place, context)

    def _ids(self, text: str, passage: Passage) -> Iterator[Seen]:
        for found in TOKEN.finditer(text):
            token = found[0]
            known = token[:15] in self._watch.secrets.ids or token[:15] in self._rules.known_ids
            likely = is_record_id(token) if len(token) == 18 else looks_like_id(token)
            if (known or (likely and passage.kind in _READ)) and not self._is_public(token):
                yield Seen("id", token, "", passage.place)

    def _traces(self, text: str, passage: Passage) -> Iterator[Seen]:
        for kind, what in traces(text):
            if not self._is_public(what):
                yield Seen(kind, what, "", passage.place)
        for hit in MAIL.finditer(text) if "@" in text else ():
            if self._is_our_mail(hit[0]):
                yield Seen("e-mail", hit[0], "", passage.place)
        for gap in gaps(text) if passage.kind == "text" else ():
            if gap.casefold() not in self._watch.shown and not self._rules.allows(gap):
                yield Seen("placeholder", gap, "", passage.place)

    def _tags(self, text: str, passage: Passage) -> Iterator[Seen]:
        """Tags, unless their beginning stands in a value: data may look like one."""
        for hit in TAG.finditer(text) if passage.kind != "bytes" and _BRACE.search(text) else ():
            if hit[0][:_TAG_START].casefold() not in self._watch.shown:
                yield Seen("tag", hit[0], "", passage.place)

    def _is_public(self, text: str) -> bool:
        return text.casefold() in self._any_public or self._rules.allows(text)

    def _is_our_mail(self, address: str) -> bool:
        """A known address of one of our people; any address of our company but those for everybody;
        elsewhere one that is made of a whole surname of ours and another part of the name."""
        local, _, host = address.casefold().partition("@")
        if self._rules.allows(address) or local in OFFICES:
            return False
        secrets = self._watch.secrets
        if address.casefold() in secrets.mails:
            return True
        if host in {mail.partition("@")[2] for mail in secrets.mails}:
            return True
        words = set(re.split(r"[^a-z]+", folded(local)))
        names = (folded(name).split() for name in secrets.people)
        return any(len(name) > 1 and {name[0], name[-1]} <= words for name in names)


_BRACE: Final = re.compile("[{}]")


def _around(text: str, start: int, end: int) -> str:
    """What was found with the words beside it, so that a person can judge it."""
    left = text.rfind(_APART, 0, start) + 1
    right = text.find(_APART, end)
    left = max(left, start - _AROUND)
    right = min(len(text) if right < 0 else right, end + _AROUND)
    return text[left:right].strip()


def _within(text: str, start: int, end: int, names: Iterable[str]) -> bool:
    """Whether ``text[start:end]`` stands within one of ``names``, as whole words."""
    piece = text[start:end]
    around = text[max(0, start - 200) : end + 200]
    ahead = max(0, start - 200)
    return any(
        left + ahead <= start and end <= right + ahead
        for name in names
        if piece in name
        for left, right in spans(around, name)
    )


def _holds(text: str, needle: Text) -> bool:
    """Of one word only the whole word counts; of several, wherever they stand."""
    at = text.find(needle.folded)
    if " " in needle.folded:
        return at >= 0
    while at >= 0:
        if is_whole(text, at, at + len(needle.folded)):
            return True
        at = text.find(needle.folded, at + 1)
    return False
