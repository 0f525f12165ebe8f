"""What the marks of a tree stand for."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.engine.groups import Group
from generator.engine.language import Problems
from generator.engine.marking import Found
from generator.engine.markup import mark_text


@dataclass(frozen=True, slots=True)
class Edge:
    """One tag of a group: ``role`` is open, middle or close; ``found`` is the tag."""

    group: Group
    role: str
    found: Found


@dataclass(frozen=True, slots=True)
class Presence:
    """Around a paragraph that stands only where one of the groups inside gives something."""

    opens: bool
    pair: int


@dataclass(frozen=True, slots=True)
class Token:
    """Text that the tree could not hold."""

    text: str


@dataclass(slots=True)
class Registry:
    """What each mark in a tree stands for."""

    problems: Problems
    lost: list[str] = field(default_factory=list)  # loop variables of groups that are faulty
    entries: dict[int, object] = field(default_factory=dict)
    paged: set[int] = field(default_factory=set)  # openers of loops over rows that are continued

    def add(self, entry: object, place: str = "") -> str:
        """A new mark for ``entry``, as text for the tree."""
        mark = self.problems.mark(place, "")
        self.entries[mark.number] = entry
        return mark_text(mark.number)
