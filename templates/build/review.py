"""The internal account review: a working session of an hour, in four parts of a quarter each.

At most ten slides in the order of METHOD.md row 98, each part ending with the decision it needs,
then an appendix. A slide's condition and the facts behind it stand in its notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pptx.presentation import Presentation as Deck

from templates.build import review_slides as made
from templates.build import review_tables as tables
from templates.build.deck import Make, built
from templates.build.review_slides import on_slide


def review() -> bytes:
    """The bytes of the account review's template."""
    return built(SLIDES, "{{ cadence.line }}")


def _since(deck: Deck) -> None:
    on_slide(tables.SINCE, made.content(deck, "since"))


def _commitments(deck: Deck) -> None:
    on_slide(tables.PROMISES, made.content(deck, "commitments", part=3))


SLIDES: Sequence[Make] = (
    made.agenda,
    _since,
    made.revenue,
    made.scorecard,
    made.people,
    made.risks,
    _commitments,
    made.plays,
    made.space,
    made.ahead,
    partial(made.appendix, tables.RIVALS, "rivals"),
    made.grid,
    made.sources,
)
