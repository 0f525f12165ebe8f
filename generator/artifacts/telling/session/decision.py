"""What a part of the account review has to decide: the first thing that its figures leave open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
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
    stake: Decimal | None = None  # what it is about, in the account's currency
    about: tuple[str, ...] = ()  # each thing that it is about

    def by(self, ctx: Voice) -> str | None:
        """Who answers for it, and by when; None where nothing is to be decided."""
        if not self.is_needed:
            return None
        owner = cut(self.owner, _NAME) if self.owner else ctx.say("session.nobody")
        day = ctx.formats.date(self.due)
        if day is None:
            return ctx.say("session.by_now", owner=owner)
        return ctx.say("session.by_day", owner=owner, date=day)


def decide(
    text: str | None,
    owner: str | None = None,
    due: date | None = None,
    *,
    stake: Decimal | None = None,
    about: Iterable[str | None] = (),
) -> Decision | None:
    """A decision, unless a value that its sentence needs is unknown."""
    if not text:
        return None
    return Decision(text, owner, due, stake=stake, about=tuple(one for one in about if one))


def nothing(text: str | None) -> Decision:
    return Decision(text or "", is_needed=False)
