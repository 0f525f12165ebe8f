"""The template language in one place: what the three formats build on.

- ``find_tags`` / ``read_expression`` / ``read_statement``: tags in text, and what they say
- ``Names``, ``Scope``, ``Checker``: which names exist where, and the kind of an expression
- ``Literal``, ``Print``, ``Loop``, ``Branch`` -> ``Program``: the compiled form and its run
- ``Context``: values, formats and changes of one run
- ``Problems``: the faults of one file, collected

A printer is a function ``(context, value, tag number, *arguments) -> str`` that gives escaped XML;
those of ``runtime.PRINTERS`` are always there, a format hands its own to ``Program``.
"""

from __future__ import annotations

from generator.engine.budget import MAX_TAGS, MAX_TYPED, Budget, Refused
from generator.engine.checker import Checker, Report
from generator.engine.guessing import guess
from generator.engine.kinds import Typed
from generator.engine.names import ANY, NONE, Names, Scope, Shape, item_of
from generator.engine.pieces import (
    Branch,
    Literal,
    Loop,
    Mark,
    Piece,
    Print,
    merge_literals,
)
from generator.engine.program import Printer, Program
from generator.engine.runtime import (
    PRINTERS,
    Breaks,
    Context,
    FormatsLike,
    Missing,
    escape,
)
from generator.engine.tags import (
    OBJECTS,
    WORDS,
    BadTag,
    Statement,
    Tag,
    TagFault,
    find_tags,
    is_plain,
    read_expression,
    read_statement,
)
from generator.errors import PackageError, TemplateProblem

__all__ = [
    "ANY",
    "NONE",
    "OBJECTS",
    "PRINTERS",
    "WORDS",
    "BadTag",
    "Branch",
    "Breaks",
    "Budget",
    "Checker",
    "Context",
    "FormatsLike",
    "Literal",
    "Loop",
    "Mark",
    "Missing",
    "Names",
    "Piece",
    "Print",
    "Printer",
    "Problems",
    "Program",
    "Refused",
    "Report",
    "Scope",
    "Shape",
    "Statement",
    "Tag",
    "TagFault",
    "Typed",
    "checker_for",
    "escape",
    "find_tags",
    "guess",
    "is_plain",
    "item_of",
    "merge_literals",
    "printer_of",
    "read_expression",
    "read_statement",
]


class Problems:
    """The faults of one template file. Each tag has a number of its own, in reading order."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: dict[TemplateProblem, int] = {}
        self._numbers = 0
        self._tags = self._typed = 0

    @property
    def found(self) -> list[TemplateProblem]:
        """All faults in reading order, none twice."""
        return sorted(self._found, key=self._found.__getitem__)

    def mark(self, place: str, raw: str) -> Mark:
        """A new mark for a tag of this file. PackageError where it has too many to be read."""
        self._numbers += 1
        self._tags += bool(raw)
        self._typed += len(raw)
        if self._tags > MAX_TAGS or self._typed > MAX_TYPED:
            raise PackageError(
                f"{self.file}: holds more than {MAX_TAGS:,} tags, or {MAX_TYPED:,} characters in "
                "them.",
                next_step="Repeat what is alike with {% for %}.",
            )
        return Mark(self._numbers, place, raw)

    def add(self, mark: Mark, message: str, suggestion: str = "") -> None:
        problem = TemplateProblem(self.file, mark.place, mark.raw, message, suggestion)
        self._found.setdefault(problem, mark.number)

    def at(self, place: str, message: str, suggestion: str = "", tag: str = "") -> None:
        self.add(self.mark(place, tag), message, suggestion)


def checker_for(scope: Scope, problems: Problems, mark: Mark) -> Checker:
    """A checker that reports to ``problems`` at ``mark``."""

    def report(message: str, suggestion: str) -> None:
        inside = mark.raw.strip("{}% ")
        prefix = f"{inside} is"
        shown = message[len(inside) + 1 :] if inside and message.startswith(prefix) else message
        problems.add(mark, shown, suggestion)

    return Checker(scope, report, mark.number)


def printer_of(typed: Typed) -> str:
    """The printer for an expression's declared kind."""
    return typed.kind if typed.kind in ("text", "money", "number", "percent", "date") else "any"
