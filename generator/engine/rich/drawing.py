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
    made: list[str] = []
    running: dict[int, int] = {}  # by level: the numbered list that PowerPoint would count on
    for block in rich.blocks or (Block(()),):
        item = block.item
        if _runs_on(item, running):
            made.append(f"<a:p>{drawn_paragraph(paragraph, 0, '')}{end}</a:p>")
        properties = drawn_paragraph(paragraph, item.level if item else 0, _bullet(item))
        runs = "".join([_run(context, tag, span, base, True) for span in block.spans])
        made.append(f"<a:p>{properties}{runs}{end}</a:p>")
    return "".join(made)


def _runs_on(item: Item | None, running: dict[int, int]) -> bool:
    """Whether an item would be counted with those of another list that ended right before it:
    PowerPoint knows no lists, only neighbours of one level and form. An empty line parts them."""
    level = item.level if item is not None else -1
    for deeper in [held for held in running if held > level]:
        del running[deeper]
    if item is None or not item.ordered:
        running.pop(level, None)
        return False
    other = running.get(level, item.list) != item.list
    running[level] = item.list
    return other


def _bullet(item: Item | None) -> str:
    """The mark of a paragraph in its list; empty for one in no list."""
    if item is None:
        return ""
    if not item.ordered:
        return f'<a:buChar char="{_MARKS[item.level % len(_MARKS)]}"/>'
    start = f' startAt="{item.start}"' if item.start != 1 else ""
    return f'<a:buAutoNum type="arabicPeriod"{start}/>'


def _run(context: Context, tag: int, span: Span, base: Parts, links: bool) -> str:
    look = span.look
    id_ = linked(context, look.link, tag) if look.link and links else ""
    properties = drawn_run(base, replace(look, link=""), id_)
    again = f"<a:r>{properties}<a:t>"
    breaks = (f"</a:t></a:r><a:br>{properties}</a:br>{again}", "\t")
    return f"{again}{runtime.text(context, span.text, tag, breaks)}</a:t></a:r>"
