"""A slide that is not made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A slide that is not made, and why; for the run report, never for the deck.

    ``name`` is the slide in words.
    """

    slide: str
    name: str
    reason: str

    def __str__(self) -> str:
        return f"Left out: {self.name} ({self.reason})."
