"""A slide that is not made."""

from __future__ import annotations

from collections.abc import Iterable
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


def told_together(slides: Iterable[LeftOut]) -> str:
    """``Left out: summary, roadmap (nothing to show); support (only 1 case).``"""
    names: dict[str, list[str]] = {}
    for slide in slides:
        names.setdefault(slide.reason, []).append(slide.name)
    groups = [f"{', '.join(found)} ({reason})" for reason, found in names.items()]
    return f"Left out: {'; '.join(groups)}."
