"""The two review decks: each slide states one conclusion; a slide without content is left out.

The quarterly review has twelve slides in the order of the review, the executive one at most eight
of the same, from the customer's strategy to the question that is to be discussed; then an appendix.
A slide's condition stands in its notes, where an editor of the template sees it and a reader of the
deck does not.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from pptx.presentation import Presentation as Deck

from templates.build import deck_slides as made
from templates.build import deck_tables as tables
from templates.build import slides as s
from templates.build.deck_master import new_deck
from templates.build.deck_tables import listed
from templates.build.package import normalise

Make = Callable[[Deck], object]


def quarterly() -> bytes:
    """The bytes of the quarterly review's template."""
    return built(QUARTERLY)


def executive() -> bytes:
    """The bytes of the executive review's template."""
    return built(EXECUTIVE)


def built(slides: Sequence[Make], subject: str = "") -> bytes:
    """The bytes of a deck's template with these slides. ``subject`` is a document property."""
    deck = new_deck()
    for make in slides:
        make(deck)
    s.clean(deck)
    deck.core_properties.subject = subject
    target = io.BytesIO()
    deck.save(target)
    return normalise(target.getvalue())


def _executive_title(deck: Deck) -> None:
    made.sponsor(made.title(deck))


QUARTERLY: Sequence[Make] = (
    made.title,
    made.summary,
    partial(listed, tables.PRIORITIES),
    partial(listed, tables.GOALS),
    partial(listed, tables.PROMISES),
    partial(listed, tables.OUTCOMES),
    made.progress,
    made.products,
    made.support,
    partial(listed, tables.LESSONS),
    partial(listed, tables.OPTIONS),
    partial(listed, tables.JOINT_PLAN),
    made.decisions,
    partial(listed, tables.PRODUCTS),
    partial(listed, tables.DEFINITIONS),
)

EXECUTIVE: Sequence[Make] = (
    _executive_title,
    partial(listed, replace(tables.PRIORITIES, tall=tables.ROOMY)),
    partial(listed, replace(tables.GOALS, tall=tables.ROOMY)),
    made.results,
    made.progress,
    partial(listed, replace(tables.LESSONS, tall=tables.ROOMY)),
    partial(listed, replace(tables.OPTIONS, tall=tables.ROOMY)),
    partial(listed, tables.JOINT_PLAN),
    made.discussion,
    partial(listed, tables.KEPT),
    partial(made.products, appendix=True),
    partial(made.support, appendix=True),
    partial(listed, tables.ROADMAP),
    partial(listed, tables.PLAIN_ROADMAP),
    partial(listed, tables.PRODUCTS),
    partial(listed, tables.DEFINITIONS),
)
