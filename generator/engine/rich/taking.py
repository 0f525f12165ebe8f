"""What the printers of formatted text share: the value, and the addresses of its links."""

from __future__ import annotations

from typing import Any

from generator.engine.addresses import safe_address
from generator.engine.output import PartRun
from generator.engine.runtime import Context, Missing, note_unheld, spoken
from generator.richtext import Rich, unformatted


def taken(context: Context, value: Any, tag: int) -> Rich:
    """The value as formatted text; what was altered in it is listed."""
    shown = value if isinstance(value, str) else spoken(context, value, "any")
    if shown is None:
        raise Missing(tag)
    rich = shown if isinstance(shown, Rich) else unformatted(shown)
    note_unheld(context, tag, (rich,))
    if rich.note:
        context.changes.append((tag, rich.note))
    return rich


def linked(context: Context, address: str, tag: int) -> str:
    """The id of the relationship to ``address``; empty where it may not be a link, which is
    listed."""
    safe, why = safe_address(address)
    if not safe:
        context.changes.append((tag, why))
        return ""
    run: PartRun = context.state
    return run.relate("hyperlink", safe, external=True)
