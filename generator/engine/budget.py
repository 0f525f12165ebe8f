"""What one document may take: counted, not timed, so that the same template stops at the same tag
on every machine.

The limits lie far above what documents need and below what a process bears. Behind them stand the
walls around a worker (``generator.workers``), for whatever nobody thought of counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

MAX_REPEATS = 2_000_000
"""Repetitions of loops, and list items that filters and ``in`` go through."""
MAX_CHARACTERS = 100_000_000
"""Characters of all parts: what a package may unpack to (``office.zips``)."""
MAX_PARTS = 1_000
"""Slides, sheets, charts and pictures that a document gets."""
MAX_CELLS_READ = 50_000_000
"""Cells that a workbook's formulas look at; what needs more is left to Excel."""
MAX_TEXT = 1_000_000
"""Characters of one text that a filter or ``~`` makes."""

LOOK_AFTER = 2_048
"""Repetitions after which the texts made so far are measured: documents are shorter, as a rule, and
measure nothing."""

MAX_TAG = 4_000
"""Characters of one tag."""
MAX_TAGS = 10_000
"""Tags of one template."""
MAX_TYPED = 1_000_000
"""Characters of all tags together."""
MAX_DEPTH = 40
"""Levels of one expression: brackets, operators in a row, filters one after the other."""
MAX_LOOPS = 16
"""Loops inside each other: Python takes 20 blocks."""
MAX_LEVELS = 60
"""Loops and conditions inside each other."""
MAX_ARMS = 200
"""``elif`` of one ``if``."""


class Refused(Exception):
    """A value that cannot be used as the template asks; the message is for a person."""


class Made(Protocol):
    """One run of a program (``runtime.Context``): its texts, and how many of them were measured."""

    output: list[str]
    measured: int


@dataclass(slots=True)
class Budget:
    """What one render has left. All contexts of a document share one."""

    repeats: int = MAX_REPEATS
    characters: int = MAX_CHARACTERS
    parts: int = MAX_PARTS
    cells: int = MAX_CELLS_READ

    next_look: int = MAX_REPEATS - LOOK_AFTER  # as soon as fewer repeats are left

    def repeat(self, times: int) -> None:
        self.repeats -= times
        if self.repeats < 0:
            raise Refused(f"makes the document repeat more than {MAX_REPEATS:,} times")

    def make(self, characters: int) -> None:
        """A text that a filter or ``~`` makes."""
        if characters > MAX_TEXT:
            raise Refused(f"makes a text of more than {MAX_TEXT:,} characters")
        self.write(characters)

    def watched(self, items: Sequence[Any], made: Made) -> Iterable[Any]:
        """``items``, and every so often a look at the texts that were made of them."""
        self.next_look = self.repeats - LOOK_AFTER
        self.measure(made)
        return self._each(items, made) if len(items) > LOOK_AFTER else items

    def _each(self, items: Sequence[Any], made: Made) -> Iterator[Any]:
        for start in range(0, len(items), LOOK_AFTER):
            yield from items[start : start + LOOK_AFTER]
            self.measure(made)

    def measure(self, made: Made) -> None:
        """Count the texts that were made since the last look."""
        new = made.output[made.measured :]
        made.measured = len(made.output)
        self.write(sum(map(len, new)))

    def read(self, cells: int) -> bool:
        """Whether a formula may look at so many more cells."""
        self.cells -= cells
        return self.cells >= 0

    def write(self, characters: int) -> None:
        self.characters -= characters
        if self.characters < 0:
            raise Refused(f"makes the document longer than {MAX_CHARACTERS:,} characters")

    def add_part(self) -> None:
        self.parts -= 1
        if self.parts < 0:
            what = "slides, sheets, charts and pictures"
            raise Refused(f"makes more than {MAX_PARTS:,} {what}")
