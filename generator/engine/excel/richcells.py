"""Formatted text in cells: ``{{ note.body | html }}`` as the runs of a rich text.

A cell has no paragraphs and no lists: blocks stand on lines of their own, items after their mark.
It has one link at most, which is the author's: a link in the text keeps its words. A run says its
whole font (ECMA-376 part 1, §18.4.7), so a look is added to that of the cell, or of the tag's run.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from lxml import etree

from generator.engine.language import BadTag, Context, Tag, read_expression
from generator.engine.markup import Element, local
from generator.engine.rich.binding import is_rich
from generator.engine.rich.properties import POSITIONS
from generator.engine.rich.taking import taken
from generator.office.sheettext import run_xml
from generator.richtext import PLAIN, Look, joined, lined_up

Font = tuple[tuple[str, str], ...]
_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "rFont", "family", "charset", "scheme"),
)


def gives_rich(tag: Tag) -> bool:
    """Whether a tag in a cell may print formatted text."""
    if tag.kind != "print" or not ("html" in tag.body or "markdown" in tag.body):
        return False
    try:
        return is_rich(read_expression(tag.body))
    except BadTag:
        return False  # reported where the tag is checked


def font_of(properties: str, cell: Element | None) -> Font:
    """The font that a look is added to: that of a run (``<rPr>…``), else the cell's."""
    element = etree.fromstring(properties) if properties else cell
    found = {}
    for child in element if element is not None else ():
        name = "rFont" if local(child) == "name" else local(child)
        made = etree.Element(name, {str(key): str(value) for key, value in child.attrib.items()})
        if name in _ORDER:
            found[name] = etree.tostring(made, encoding="unicode")
    return tuple(found.items())


def print_rich(context: Context, value: Any, tag: int, own: str, font: Font) -> str:
    """Runs of a cell's text. ``own``: the properties of the tag's run, enough for a text that has
    one look; programs differ in what a run without a font has beside runs that have one."""
    spans = lined_up(taken(context, value, tag).blocks)
    spans = joined([replace(span, look=replace(span.look, link="")) for span in spans])
    if all(span.look == PLAIN for span in spans):
        return "".join([run_xml(own, span.text) for span in spans])
    return "".join([run_xml(run_font(font, span.look), span.text) for span in spans])


@lru_cache(maxsize=1024)
def run_font(font: Font, look: Look = PLAIN) -> str:
    """The properties of a run."""
    parts = dict(font)
    parts |= {
        name: f"<{name}/>"
        for name, is_set in (
            ("b", look.bold),
            ("i", look.italic),
            ("strike", look.strike),
            ("u", look.underline),
        )
        if is_set
    }
    if look.position:
        parts["vertAlign"] = f'<vertAlign val="{POSITIONS[look.position]}"/>'
    inside = "".join([parts[name] for name in _ORDER if name in parts])
    return f"<rPr>{inside}</rPr>"
