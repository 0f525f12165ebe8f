"""Formatted text as Word's runs and paragraphs. See ``program.Print`` for how printers are
called."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generator.engine import runtime
from generator.engine.runtime import Context
from generator.richtext import Block, Look, Span, lined_up

from .numbering import Lists
from .properties import Parts, word_paragraph, word_run
from .taking import linked, taken

_AGAIN = '<w:t xml:space="preserve">'
_BREAKS = (f"</w:t><w:br/>{_AGAIN}", f"</w:t><w:tab/>{_AGAIN}")
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def print_runs(context: Context, value: Any, tag: int, base: Parts, links: bool) -> str:
    """Inside a run of the template: it ends, the text's runs follow, and one like it begins."""
    rich = taken(context, value, tag)
    own = word_run(base, Look(), "")
    made = "".join([_run(context, tag, span, base, links) for span in lined_up(rich.blocks)])
    return f"</w:t></w:r>{made}<w:r>{own}{_AGAIN}"


def print_paragraphs(context: Context, value: Any, tag: int, paragraph: Parts, base: Parts) -> str:
    """In the place of a paragraph that holds nothing but the tag; one stays where there is none."""
    rich = taken(context, value, tag)
    lists: Lists = context.state.output.lists
    numbers: dict[int, str] = {}
    made: list[str] = []
    for block in rich.blocks or (Block(()),):
        style, number, level = _list_of(block, lists, numbers)
        properties = word_paragraph(paragraph, style, number, level, not made)
        runs = "".join([_run(context, tag, span, base, True) for span in block.spans])
        made.append(f"<w:p>{properties}{runs}</w:p>")
    return "".join(made)


def _list_of(block: Block, lists: Lists, numbers: dict[int, str]) -> tuple[str, str, int]:
    """Style, number and level of a paragraph in its list; ``numbers``: of the lists so far."""
    item = block.item
    if item is None:
        return "", "", 0
    if not item.ordered:
        return lists.bullet(item.level)
    style, level = lists.place(item.level)
    if item.list not in numbers:
        numbers[item.list] = lists.number(item.level, item.start)
    return style, numbers[item.list], level


def _run(context: Context, tag: int, span: Span, base: Parts, links: bool) -> str:
    look, id_ = span.look, ""
    if look.link:
        id_ = linked(context, look.link, tag) if links else ""
        look = replace(look, link=id_ and "x")  # one form of properties for all addresses
    properties = word_run(base, look, context.state.output.lists.link_style)
    text = runtime.text(context, span.text, tag, _BREAKS)
    run = f"<w:r>{properties}{_AGAIN}{text}</w:t></w:r>"
    return f'<w:hyperlink xmlns:r="{_R}" r:id="{id_}">{run}</w:hyperlink>' if id_ else run
