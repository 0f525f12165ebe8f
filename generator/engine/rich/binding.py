"""Where formatted text stands: a paragraph of its own gives way to blocks, a run to runs.

Only a paragraph that holds nothing but the tag can give way. Elsewhere, and where a condition or a
loop stands in the same paragraph, the text stays in the line.
"""

from __future__ import annotations

from jinja2 import nodes

from generator.engine.dialects import DRAWING, Dialect
from generator.engine.marking import Found
from generator.engine.markup import (
    Element,
    fragment,
    insert_before,
    local,
    mark_text,
    nearest,
    q,
    remove,
)

from .properties import taken_apart

_PLAIN_CONTROL = f"{q('w:sdtPr')}/{q('w:text')}"  # one that takes no second paragraph
_SIDE = ("bookmarkStart", "bookmarkEnd")


def is_rich(expr: nodes.Expr | None) -> bool:
    """Whether an expression as it was typed may give formatted text."""
    if isinstance(expr, nodes.CondExpr):
        return is_rich(expr.expr1) or is_rich(expr.expr2)
    if not isinstance(expr, nodes.Filter):
        return False
    return expr.name in ("html", "markdown") or (expr.name == "default" and is_rich(expr.node))


def bind_rich(found: list[Found], dialect: Dialect) -> bool:
    """Bind the tags of formatted text in a part's tree; whether there are any."""
    bound = False
    for entry in found:
        if entry.paragraph is not None and is_rich(entry.expr):
            _bind(entry, entry.paragraph, dialect)
            bound = True
    return bound


def _bind(entry: Found, paragraph: Element, dialect: Dialect) -> None:
    kind = "drawn" if dialect is DRAWING else "word"
    mark = mark_text(entry.number)
    text = next((held for held in paragraph.iter(dialect.text) if mark in (held.text or "")), None)
    run = text.getparent() if text is not None else None
    if run is None or local(run) == "fld":
        return
    if run.find(f"{dialect.properties}/{q('a:hlinkClick')}") is not None:
        return  # a slide's link lies in the run's own properties: its text stays plain
    base = taken_apart(run.find(dialect.properties))
    if not _is_alone(mark, run, paragraph, dialect):
        entry.rich = (f"{kind}_runs", (base, nearest(run, "w:hyperlink") is None))
        return
    properties = taken_apart(paragraph.find(q("a:pPr" if dialect is DRAWING else "w:pPr")))
    arguments: tuple[object, ...] = (properties, base)
    if dialect is DRAWING:
        end = paragraph.find(q("a:endParaRPr"))
        arguments = (properties, base, fragment(end) if end is not None else "")
    entry.rich = (f"{kind}_paragraphs", arguments)
    _give_way(paragraph, mark)


def _is_alone(mark: str, run: Element, paragraph: Element, dialect: Dialect) -> bool:
    parent = paragraph.getparent()
    if parent is None or parent.tag not in dialect.bodies or run.getparent() is not paragraph:
        return False
    if paragraph.find(f"{q('w:pPr')}/{q('w:sectPr')}") is not None:
        return False
    around = parent.getparent()
    if around is not None and around.find(_PLAIN_CONTROL) is not None:
        return False
    if paragraph.text and paragraph.text.strip():
        return False
    for child in paragraph:
        if child.tail and child.tail.strip():
            return False
        if child is run or local(child) in ("pPr", "endParaRPr", *_SIDE):
            continue
        if child.tag != dialect.run or any(local(held) != "rPr" for held in child):
            return False
    texts = [child for child in run if child.tag != dialect.properties]
    return len(texts) == 1 and (texts[0].text or "").strip() == mark


def _give_way(paragraph: Element, mark: str) -> None:
    """The mark in the paragraph's place; bookmarks stand beside paragraphs too."""
    sides = [child for child in paragraph if local(child) in _SIDE]
    for child in sides:
        child.tail = None
        paragraph.addprevious(child)
    insert_before(paragraph, mark)
    remove(paragraph)
