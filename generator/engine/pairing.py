"""Which opener belongs to which closer, and what is said where one has none.

An author's slip is told once, where it is; what follows from it is not blamed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.engine.dialects import Dialect
from generator.engine.groups import Group, can_join, is_around
from generator.engine.language import Problems
from generator.engine.marking import Found


@dataclass(slots=True)
class Pairs:
    """The complete groups of a story in order of their openers; what is left for slide level."""

    groups: list[Group] = field(default_factory=list)
    open: list[Group] = field(default_factory=list)  # openers with the word slide
    closers: list[Found] = field(default_factory=list)  # without an opener in this story
    lost: list[str] = field(default_factory=list)  # loop variables of groups that are faulty


def pair(
    found: Sequence[Found], dialect: Dialect, problems: Problems, *, slides: bool = False
) -> Pairs:
    """Match openers and closers. With ``slides``, what may belong to slides is handed back."""
    matching = _Matching(dialect, problems, slides)
    for entry in found:
        name = entry.statement.name if entry.statement is not None else ""
        if name in ("for", "if"):
            matching.open(entry)
        elif name in ("endfor", "endif", "end"):
            matching.close(entry, name)
        elif name in ("elif", "else"):
            matching.middle(entry, name)
    return matching.finished()


class _Matching:
    """The groups that are open, innermost last."""

    def __init__(self, dialect: Dialect, problems: Problems, slides: bool) -> None:
        self._dialect = dialect
        self._problems = problems
        self._slides = slides
        self._stack: list[Group] = []
        self._pairs = Pairs()
        self._far: list[
            tuple[Found, str]
        ] = []  # closers whose opener stands where none can join it
        self._late: list[Group] = []  # their closers come after that of what is around them

    def open(self, entry: Found) -> None:
        group = Group(entry)
        self._stack.append(group)
        self._pairs.groups.append(group)

    def middle(self, entry: Found, name: str) -> None:
        near = [group for group in self._stack if can_join(group, entry, self._dialect)]
        if not near:
            self._alone(entry, name)
        elif name == "elif" and near[-1].name == "for":
            self._problems.add(entry.mark, "stands in a for: elif belongs to an if")
        else:
            near[-1].middles.append(entry)

    def close(self, entry: Found, name: str) -> None:
        if self._is_late(entry, name):
            return
        self._close_slips(entry, name)
        if self._stack and not self._reaches(entry):
            self._far.append((entry, name))
            return
        if not self._stack:
            if name != "end":
                self._alone(entry, name)
            return
        if name not in ("end", f"end{self._stack[-1].name}") and not self._recover(entry, name):
            return
        self._stack.pop().closer = entry

    def _is_late(self, entry: Found, name: str) -> bool:
        """Whether this closes a pair of which it was told where it should have been closed."""
        for group in self._late:
            if name == f"end{group.name}" and can_join(group, entry, self._dialect):
                self._late.remove(group)
                return True
        return False

    def _own(self, entry: Found, name: str) -> bool:
        """Whether a pair is open that this closer can be meant for."""
        return any(
            f"end{group.name}" == name and can_join(group, entry, self._dialect)
            for group in self._stack
        )

    def _reaches(self, entry: Found) -> bool:
        """Whether ``entry`` can close what is open, or what is around it: then what is inside, in
        another table or text, is never closed."""
        near = [group for group in self._stack if can_join(group, entry, self._dialect)]
        while near and self._stack[-1] is not near[-1]:
            self._unclosed(self._stack.pop())
        return bool(near)

    def _close_slips(self, entry: Found, name: str) -> None:
        """Pairs that a wrong closer ended: what is around them goes on as if it had been right."""
        own = self._own(entry, name)
        while own and self._stack[-1].stand_in is not None and name != f"end{self._stack[-1].name}":
            group = self._stack.pop()
            group.closer = group.stand_in

    def _recover(self, entry: Found, name: str) -> bool:
        """Report a closer of the wrong kind, and give up what stands inside its own opener. Where
        it has none, it may have been meant for what is open."""
        group = self._stack[-1]
        self._problems.add(
            entry.mark,
            f"closes {group.opener.mark.raw}, which stands in {group.opener.mark.place}",
            f"end{group.name} is expected first",
        )
        if not self._own(entry, name):
            group.stand_in = entry
            return False
        while f"end{self._stack[-1].name}" != name:
            lost = self._stack.pop()
            self._late.append(lost)
            self._lose(lost)
        return True

    def _alone(self, entry: Found, name: str) -> None:
        if self._slides:
            self._pairs.closers.append(entry)
        elif entry.mark.raw.startswith("{%"):  # else it is told that it stands in wrong braces
            self._problems.add(entry.mark, f"has no {_OPENER[name]} before it")

    def _lose(self, group: Group) -> None:
        self._pairs.groups.remove(group)
        self._pairs.lost += group.variables

    def finished(self) -> Pairs:
        for entry, name in self._far:
            self._from_afar(entry, name)
        for group in self._stack:
            if self._slides and group.word == "slide":
                self._pairs.groups.remove(group)
                self._pairs.open.append(group)
                continue
            self._unclosed(group)
        return self._pairs

    def _unclosed(self, group: Group) -> None:
        if group.stand_in is not None:
            group.closer = group.stand_in
            return
        self._lose(group)
        if re.search(rf"\b{group.name}\b", group.opener.mark.raw):  # else misspelt, and told
            missing = f"is never closed: end{group.name} is missing"
            self._problems.add(group.opener.mark, missing)

    def _from_afar(self, entry: Found, name: str) -> None:
        """A closer in a table of the text in which a pair opens, or around the table in which it
        does, is its own, only misplaced: ``lift`` says so."""
        for group in self._stack:
            is_before = group.opener.number < entry.number
            if (
                is_before
                and f"end{group.name}" == name
                and is_around(group.opener, entry, self._dialect)
            ):
                self._stack.remove(group)
                group.closer = entry
                return
        if name != "end":
            self._alone(entry, name)


_OPENER = {"elif": "if", "else": "if or for", "endfor": "for", "endif": "if"}
