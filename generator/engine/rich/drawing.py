"""Formatted text as a slide's runs and paragraphs. See ``program.Print`` for how printers are
called."""

# ruff: noqa: PLR0917 - printers are called by position

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generator.engine import runtime
from generator.engine.runtime import Context
from generator.richtext import Block, Item, Look, Span, lined_up

from .properties import Parts, drawn_paragraph, drawn_run
from .taking import linked, taken

_MARKS = ("•", "–")
"""Of the levels of a list in turn; common fonts have both."""


def print_runs(context: Context, value: Any, tag: int, base: Parts, links: bool) -> str:
    """Inside a run of the template: it ends, the text's runs follow, and one like it begins."""
    rich = taken(context, value, tag)
    own = drawn_run(base, Look(), "")
    made = "".join([_run(context, tag, span, base, links) for span in lined_up(rich.blocks)])
    return f"</a:t></a:r>{made}<a:r>{own}<a:t>"


def print_paragraphs(
    context: Context, value: Any, tag: int, paragraph: Parts, base: Parts, end: str
) -> str:
    """In the place of a paragraph that holds nothing but the tag; one stays where there is none."""
    rich = taken(context, value, tag)
    made = []
    open_lists: dict[int, int] = {}  # by level: which list's numbers are running
    for block in rich.blocks or (Block(()),):
        bullet = _bullet(block.item, open_lists)
        properties = drawn_paragraph(paragraph, block.item.level if block.item else 0, bullet)
        runs = "".join([_run(context, tag, span, base, True) for span in block.spans])
        made.append(f"<a:p>{properties}{runs}{end}</a:p>")
    return "".join(made)


def _bullet(item: Item | None, open_lists: dict[int, int]) -> str:
    """The mark of a paragraph in its list; empty for one in no list.

    PowerPoint counts neighbours of one level and form on, whichever list they were in, and other
    programs over a paragraph in between too: the items of a further list are therefore told their
    numbers one by one.
    """
    if item is None:
        return ""
    for level in [level for level in open_lists if level > item.level]:
        del open_lists[level]
    if not item.ordered:
        return f'<a:buChar char="{_MARKS[item.level % len(_MARKS)]}"/>'
    running = open_lists.setdefault(item.level, item.list)
    start = item.start if running == item.list else item.number
    counted = f' startAt="{start}"' if start != 1 or running != item.list else ""
    return f'<a:buAutoNum type="arabicPeriod"{counted}/>'


def _run(context: Context, tag: int, span: Span, base: Parts, links: bool) -> str:
    look = span.look
    id_ = linked(context, look.link, tag) if look.link and links else ""
    properties = drawn_run(base, replace(look, link=""), id_)
    again = f"<a:r>{properties}<a:t>"
    breaks = (f"</a:t></a:r><a:br>{properties}</a:br>{again}", "\t")
    return f"{again}{runtime.text(context, span.text, tag, breaks)}</a:t></a:r>"
