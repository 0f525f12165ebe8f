"""What a part of the account review has to decide: the first thing that its figures leave open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.artifacts.context import Voice
from generator.artifacts.telling.room import cut

Values = dict[str, Any]
_NAME = 28
"""Characters of an owner's name, so that the date beside it has room."""


@dataclass(frozen=True, slots=True)
class Decision:
    """It is taken in the review; ``due`` is the day by which what is decided shall be done. Both
    ``owner`` and ``due`` are None where none is recorded; ``is_needed`` is false where the part
    leaves nothing open, and ``text`` then says why."""

    text: str
    owner: str | None = None
    due: date | None = None
    is_needed: bool = True

    def by(self, ctx: Voice) -> str | None:
        """Who answers for it, and by when; None where nothing is to be decided."""
        if not self.is_needed:
            return None
        owner = cut(self.owner, _NAME) if self.owner else ctx.say("session.nobody")
        day = ctx.formats.date(self.due)
        if day is None:
            return ctx.say("session.by_now", owner=owner)
        return ctx.say("session.by_day", owner=owner, date=day)


def decide(text: str | None, owner: str | None = None, due: date | None = None) -> Decision | None:
    """A decision, unless a value that its sentence needs is unknown."""
    return Decision(text, owner, due) if text else None


def nothing(text: str | None) -> Decision:
    return Decision(text or "", is_needed=False)
