"""What the guard reads, and what it finds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Passage(Protocol):
    """A text of the finished file. ``place`` is for a person; ``kind`` says how it is read:
    ``text`` by people, ``joined`` the texts of a part in one, ``value`` a number, ``link`` a
    target, ``markup`` and ``bytes`` by programs; ``carrier`` is something that should not be there.
    """

    @property
    def place(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...


KINDS: Mapping[str, str] = {
    "text": "text of our records",
    "amount": "amount of our records",
    "customer": "name of another customer",
    "judgment": "word of judgment",
    "id": "record id",
    "address": "address of a Salesforce org",
    "e-mail": "e-mail address of our people",
    "path": "path of a computer's files",
    "query": "name or query of the CRM",
    "tag": "tag that was not filled",
    "placeholder": "placeholder",
    "carrier": "carrier of hidden content",
}
"""Every kind of find, in the words of a message."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting. ``what`` was found, as it is known to us; ``source`` is the field it comes from
    (``risk.name``), empty where it comes from no record; ``context`` the words around it."""

    kind: str
    what: str
    source: str
    place: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Find:
    """One thing found in one file. ``id`` is the same whenever the same is found in the same words
    at the same places of the same artifact of the same account, and is no other find's."""

    id: str
    kind: str
    what: str
    source: str
    where: tuple[str, ...]
    context: str = ""  # of the first place

    def __str__(self) -> str:
        return f"{self.id}: {self.told}"

    @property
    def told(self) -> str:
        """What was found, and where."""
        shown = "; ".join(self.where[:3])
        more = f" and in {len(self.where) - 3} more places" if len(self.where) > 3 else ""
        origin = f" ({self.source})" if self.source else ""
        around = f": {_short(self.context)}" if self.context.strip() != self.what.strip() else ""
        around = around if self.context else ""
        return f"{KINDS[self.kind]} {_short(self.what)}{origin} in {shown}{more}{around}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= 80 else flat[:79] + "…")


def finds_of(sightings: Iterable[Seen], account_id: str, artifact: str) -> tuple[Find, ...]:
    """The sightings put together by what was found, in the order of kinds and texts."""
    groups: dict[tuple[str, str, str], list[Seen]] = {}
    for seen in sightings:
        groups.setdefault((seen.kind, seen.what, seen.source), []).append(seen)
    order = list(KINDS)
    ranked = sorted(groups, key=lambda key: (order.index(key[0]), key))
    return tuple(_find(groups[key], account_id, artifact) for key in ranked)


def _find(group: Sequence[Seen], account_id: str, artifact: str) -> Find:
    first = group[0]
    places = sorted({f"{seen.place}\1{seen.context}" for seen in group})
    count = str(len(group))
    body = "\0".join((account_id, artifact, first.kind, first.what, count, *places))
    number = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    where = tuple(dict.fromkeys(seen.place for seen in group))
    return Find(f"F{number}", first.kind, first.what, first.source, where, first.context)
