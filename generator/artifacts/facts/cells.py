"""The words of a cell of the whitespace grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.analysis.results import Cell
from generator.artifacts.context import Facts

QUESTIONS = ("need", "access", "budget")

TO_ACT = ("play", "owner", "close_date")
"""What every prioritised cell must have (METHOD.md row 69)."""

TO_SIZE = ("value", "close_date", "buyer", "trigger")
"""The required columns: deal size, timeline, likely buyer, trigger event (row 68)."""


def state_label(cell: Cell, ctx: Facts) -> str | None:
    state = "expanding" if cell.state == "owned" and cell.expanding else cell.state
    return ctx.label("cell", state)


def cell_label(cell: Cell, ctx: Facts) -> str | None:
    label = state_label(cell, ctx)
    if cell.competitor_held and cell.state != "owned":
        return ctx.say("cell.held", state=label, rival=cell.competitor_held)
    return label


def answer(question: str) -> Callable[[Cell, Facts], str]:
    """yes, no or unknown: here an unknown answer is an answer of its own (METHOD.md row 66)."""
    return lambda cell, ctx: getattr(cell, question) or "unknown"


def answer_label(question: str) -> Callable[[Cell, Facts], str | None]:
    return lambda cell, ctx: ctx.label("answer", getattr(cell, question) or "unknown")


def questions(cell: Cell, ctx: Facts) -> str | None:
    words = {
        name: (ctx.label("answer", getattr(cell, name) or "unknown") or "").lower()
        for name in QUESTIONS
    }
    return ctx.say("cell.questions", **words)


def priority_label(cell: Cell, ctx: Facts) -> str:
    return (ctx.label("answer", "yes") or "") if cell.is_priority else ""


def basis(cell: Cell, ctx: Facts) -> str | None:
    """Whose answers the known ones are: a person's, or ours from the records."""
    parts = [
        ctx.say(f"cell.{name}_{getattr(cell, f'{name}_source')}")
        for name in QUESTIONS
        if getattr(cell, f"{name}_source") is not None
    ]
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:] or None


def blank(cell: Cell, names: Sequence[str]) -> list[str]:
    """Those of ``names`` that the cell lacks. An opportunity does for a play."""
    held = {name: getattr(cell, name) for name in names}
    if "play" in held:
        held["play"] = cell.play or cell.opportunity_id
    return [name for name, value in held.items() if value is None]


def missing(cell: Cell, ctx: Facts) -> str | None:
    """What a prioritised cell lacks (rows 68, 69); None for others and complete ones."""
    if not cell.is_priority:
        return None
    return _words(blank(cell, (*TO_ACT, *(name for name in TO_SIZE if name not in TO_ACT))), ctx)


def to_act(cell: Cell, ctx: Facts) -> str | None:
    """What of play, owner and target date is missing."""
    return _words(blank(cell, TO_ACT), ctx)


def _words(names: Sequence[str], ctx: Facts) -> str | None:
    return ", ".join(ctx.label("missing", name) or name for name in names) or None
