"""Who reports to whom among the customer's people, with rings cut and said (METHOD.md row 48)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.analysis.words import is_executive, is_middle
from generator.model.records import Contact


@dataclass(frozen=True, slots=True)
class Lines:
    manager: Mapping[str, str]  # contact -> the contact it reports to, without rings
    cycles: tuple[str, ...]  # the rings that were cut, in words


def reporting_lines(contacts: tuple[Contact, ...]) -> Lines:
    """The lines among ``contacts``; one that leaves them is no line here.

    A ring is cut above its most senior member (of equals, the smallest id): somebody in it stands
    at the top, and that is the best guess.
    """
    people = {contact.id: contact for contact in contacts}
    manager = {
        contact.id: contact.reports_to_id
        for contact in contacts
        if contact.reports_to_id is not None and contact.reports_to_id in people
    }
    cycles = []
    for ring in _rings(manager):
        top = min(ring, key=lambda row_id: (_seniority(people[row_id]), row_id))
        del manager[top]
        start = ring.index(top)
        cycles.append(_in_words([people[row_id] for row_id in ring[start:] + ring[:start]]))
    return Lines(manager, tuple(cycles))


def _rings(manager: Mapping[str, str]) -> list[list[str]]:
    """Every ring once, as the ids along it; everyone reports to one person at most."""
    rings: list[list[str]] = []
    done: set[str] = set()
    for start in sorted(manager):
        path: list[str] = []
        here: str | None = start
        while here is not None and here not in done:
            done.add(here)
            path.append(here)
            here = manager.get(here)
        if here in path:
            rings.append(path[path.index(here) :])
    return rings


def _seniority(contact: Contact) -> int:
    if is_executive(contact.seniority, contact.title):
        return 0
    return 1 if is_middle(contact.seniority, contact.title) else 2


def _in_words(ring: list[Contact]) -> str:
    names = [contact.name for contact in (*ring, ring[0])]
    return f"{' reports to '.join(names)}: the first of these lines was left out"
