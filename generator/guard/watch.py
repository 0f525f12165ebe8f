"""What is looked for in the file of one account: its internal texts and amounts, its ids, and the
values that its customer may see.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple

from generator.guard.fields import Field, amounts_of, internal_fields, pieces
from generator.guard.numbers import LEAST, MONEY, Printed, printed_numbers, significant
from generator.guard.phrases import PhraseIndex
from generator.guard.texts import folded, loose, plain, small_words
from generator.model.snapshot import Snapshot

SHORTEST: Final = 8
"""Characters of an internal text that is looked for; shorter ones are words of any document."""


class Amount(NamedTuple):
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Text:
    """An internal text, or a piece of one: as it was written, folded, and the field it is in.
    ``origin`` is the same for all pieces of one text."""

    written: str
    folded: str
    source: str
    origin: int


@dataclass(frozen=True)
class Secrets:
    """What the account's records hold, made once for all its files. ``amounts`` ascend; ``names``
    are always public, plain: products, families, people of ours and their roles; ``own`` those of
    the account and its divisions."""

    texts: tuple[Text, ...]
    amounts: tuple[Amount, ...]
    rivals: tuple[str, ...]
    names: tuple[str, ...]
    own: tuple[str, ...]
    ids: frozenset[str]
    people: tuple[str, ...]
    mails: frozenset[str]

    def against(self, shown: Mapping[str, Any]) -> Watch:
        """The watch of a file, ``shown`` being the facts that its customer may see."""
        values = list(_leaves(shown))
        texts = [value for value in values if isinstance(value, str)]
        seen = {abs(Decimal(value)) for value in values if isinstance(value, Decimal | int)}
        numbers = (number for text in texts for number in printed_numbers(plain(text)))
        seen.update(number.value for number in numbers)
        whole = "\n".join(folded(text) for text in texts)
        return Watch(self, whole, small_words("\n".join(texts)), tuple(sorted(seen)))


@dataclass(frozen=True)
class Watch:
    """``shown`` is all that the customer may see, folded, ``words`` its words in small letters."""

    secrets: Secrets
    shown: str
    words: frozenset[str]
    shown_amounts: tuple[Decimal, ...] = field(repr=False)

    @cached_property
    def texts(self) -> Mapping[str, tuple[Text, ...]]:
        """The texts that the customer may not see, by their first eight characters."""
        found: dict[str, list[Text]] = {}
        for text in self.secrets.texts:
            if text.folded not in self.shown:
                found.setdefault(text.folded[:SHORTEST], []).append(text)
        return {start: tuple(texts) for start, texts in found.items()}

    @cached_property
    def shown_in_one(self) -> str:
        """The values one after the other, as cells stand beside each other."""
        return self.shown.replace("\n", " ")

    @cached_property
    def shown_loose(self) -> str:
        return loose(self.shown)

    @cached_property
    def rivals(self) -> PhraseIndex[str]:
        """Names of competitors, as they are written; those that the customer may see are none."""
        return PhraseIndex(
            (loose(r), r) for r in self.secrets.rivals if folded(r) not in self.shown
        )

    def amount_printed(self, number: Printed) -> Amount | None:
        """The internal amount that ``number`` can be, unless it can be one that may be seen."""
        low, high = number.value - number.half, number.value + number.half
        if _between(self.shown_amounts, low, high):
            return None
        amounts = self.secrets.amounts
        at = bisect_left(amounts, low, key=lambda amount: amount.value)
        return amounts[at] if at < len(amounts) and amounts[at].value <= high else None


def _between(values: Sequence[Decimal], low: Decimal, high: Decimal) -> bool:
    at = bisect_left(values, low)
    return at < len(values) and values[at] <= high


def secrets_of(snapshot: Snapshot, analysed: object) -> Secrets:
    """What the account's records hold. ``analysed`` is what they mean, any tree of values."""
    found = list(internal_fields(snapshot))
    users = [user for user in snapshot.users if not user.is_queue]
    return Secrets(
        texts=_texts(found),
        amounts=_amounts(found, analysed),
        rivals=tuple(dict.fromkeys(rival.name for rival in snapshot.competitors)),
        names=tuple(dict.fromkeys(_names(snapshot))),
        own=tuple(dict.fromkeys(plain(account.name) for account in snapshot.accounts)),
        ids=frozenset(_ids(snapshot)),
        people=tuple(user.name for user in users),
        mails=frozenset(user.email.casefold() for user in users if user.email),
    )


def _leaves(value: Any) -> Iterator[Any]:
    """Texts and numbers at all depths of plain data."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    elif not isinstance(value, bool) and isinstance(value, str | Decimal | int):
        yield value


def _texts(found: Iterable[Field]) -> tuple[Text, ...]:
    made: dict[str, Text] = {}
    for origin, (source, value) in enumerate(found):
        if isinstance(value, str):
            for piece in pieces(source, value):
                key = folded(piece)
                if len(key) >= SHORTEST:
                    made.setdefault(key, Text(piece, key, source, origin))
    return tuple(made.values())


def _amounts(found: Iterable[Field], analysed: object) -> tuple[Amount, ...]:
    known = {value: source for source, value in amounts_of(found, analysed)}
    fit = (v for v in known if significant(v) >= LEAST or v >= MONEY)
    return tuple(Amount(value, known[value]) for value in sorted(fit))


def _names(snapshot: Snapshot) -> Iterator[str]:
    for product in snapshot.products:
        yield from (plain(name) for name in (product.name, product.family) if name)
    for user in snapshot.users:
        yield from (plain(name) for name in (user.name, user.title) if name)
    yield from (plain(member.role) for member in snapshot.team if member.role)
    yield plain(snapshot.org.name)


def _ids(snapshot: Snapshot) -> Iterator[str]:
    """The ids of all records, 15 characters; files' lines have none that would tell anything."""
    yield snapshot.org.id[:15]
    for rows in (getattr(snapshot, name) for name in snapshot.__dataclass_fields__):
        for row in rows if isinstance(rows, tuple) else ():
            number = getattr(row, "id", "")
            if len(number) in (15, 18) and number.isalnum():
                yield number[:15]
