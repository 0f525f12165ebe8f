"""A finished Office file taken apart into all the text it carries, for whoever must judge it.

``passages`` reads the file as a reader's program would, and further: every part, at all depths,
whether a relationship leads to it or not; every copy of a part; the bytes around the archive. It
shares nothing with what wrote the file, and knows neither tags nor accounts.

========  ==========================================================================================
kind      what it is
========  ==========================================================================================
text      read by people: slide, cell, note, alternative text, label, property, name, comment
joined    the texts of a part once more as one, ``read across its texts``
value     a number stored as one, in a cell or behind a chart
link      a target, its percent signs resolved
markup    any other attribute, text that no person sees, comments and instructions of XML
bytes     the readable stretches of binary parts, in all encodings
carrier   what should not be in a customer's file at all; the text says what it is
========  ==========================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import PackageError

from ..zips import ArchiveFault
from .archive import Budget, open_archive
from .rules import TEXT
from .walk import Walk

__all__ = ["Passage", "passages"]


@dataclass(frozen=True, slots=True)
class Passage:
    """``place`` is for a person: ``slide 4, shape "Claim 1"``. ``text`` is as a reader sees it:
    runs joined, breaks and tabs as single characters. ``kind``: see the module."""

    place: str
    text: str
    kind: str


def passages(data: bytes, filename: str) -> Iterator[Passage]:
    """All that the file says, in no order that means anything. The texts of a part are told one by
    one, and once more together (``read across its texts``), because a text may be spread over
    several of them.

    PackageError where it is no archive, or where it unpacks to more than ``office.zips`` allows.
    """
    yield Passage("the file name", filename, TEXT)
    budget = Budget()
    try:
        archive = open_archive(data, budget)
    except ArchiveFault as fault:
        raise PackageError(
            f"{filename} {fault.message}.", next_step="Open it in Office, or make it again."
        ) from fault
    for place, text, kind in Walk(budget).package(archive, ""):
        yield Passage(place, text, kind)
