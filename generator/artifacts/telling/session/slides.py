"""Which slides of the account review have content; one with none is left out, and the run report
says so. The last slide of each of the four parts always stands, with its decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling.left_out import LeftOut
from generator.artifacts.telling.session import plays, progress

Values = dict[str, Any]

NAMES = {
    "agenda": "agenda and attendees",
    "since": "changes since the last review",
    "revenue": "revenue against the target",
    "scorecard": "key metrics",
    "people": "relationships",
    "risks": "departures, news and risks",
    "commitments": "what we promised",
    "plays": "status of the plays",
    "space": "whitespace against the renewal",
    "ahead": "plays of the next quarter",
    "rivals": "appendix: competition",
    "grid": "appendix: whitespace by division",
    "sources": "appendix: sources and coverage",
}
"""In the order of the deck."""

USES: dict[str, tuple[str, ...]] = {
    "agenda": ("document",),
    "since": ("changes",),
    "revenue": ("revenue",),
    "scorecard": ("metrics",),
    "people": ("relationships",),
    "risks": ("relationships", "signals", "risks"),
    "commitments": ("commitments",),
    "plays": ("plays",),
    "space": ("whitespace",),
    "ahead": ("plays",),
    "rivals": ("rivals",),
    "grid": ("whitespace",),
    "sources": ("coverage",),
}

_HAS: dict[str, Callable[[Values, Voice], bool]] = {
    "since": lambda values, ctx: bool(values["changes"]["rows"]),
    "revenue": lambda values, ctx: progress.has_bridge(values),
    "people": lambda values, ctx: bool(values["relationships"]["contacts"]),
    "commitments": lambda values, ctx: bool(plays.promised(values, ctx)),
    "space": lambda values, ctx: bool(values["whitespace"]["rows"]),
    "rivals": lambda values, ctx: bool(values["rivals"]),
    "grid": lambda values, ctx: bool(values["whitespace"]["rows"]),
}
"""The slides that may be left out."""

_EMPTY = {
    "people": "contacts",
    "commitments": "commitments",
    "space": "whitespace",
    "rivals": "rivals",
    "grid": "whitespace",
}
"""Which words say why a slide has nothing to show."""


def has(name: str) -> Callable[[Values, Voice], bool]:
    return _HAS.get(name, lambda values, ctx: True)


def left_out(values: Values, ctx: Voice) -> tuple[LeftOut, ...]:
    """The slides that are not made, each with the reason in the coverage's words."""
    flags = values["session"]["slides"]
    return tuple(
        LeftOut(name, words, _reason(name, values, ctx))
        for name, words in NAMES.items()
        if not flags[name]
    )


def _reason(name: str, values: Values, ctx: Voice) -> str:
    """Without the full stop: the report puts it into a sentence of its own."""
    told = values["empty"][_EMPTY[name]] if name in _EMPTY else None
    if name == "since":
        told = values["changes"]["note"]
    if name == "revenue":
        told = progress.title(values, ctx)
    return (told or ctx.say("left_out.nothing") or "").rstrip(".")
