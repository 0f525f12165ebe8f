"""Formatted text: HTML and markdown read into one small model, which knows no Office files.

``hypertext.read_html`` and ``markdown.read_markdown`` give a :class:`Rich`: a text (its plain form,
for every place that takes nothing else) with the blocks it is made of. Nothing is run and nothing
is fetched. The readers are imported where they are used: few documents need one.
"""

from __future__ import annotations

from .model import PLAIN, Block, Item, Look, Rich, Span, TooLong, joined, lined_up, unformatted

__all__ = [
    "PLAIN",
    "Block",
    "Item",
    "Look",
    "Rich",
    "Span",
    "TooLong",
    "joined",
    "lined_up",
    "unformatted",
]
