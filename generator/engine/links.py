"""Hyperlinks whose address holds tags: each copy of the link gets an address of its own.

What may come out as an address, and what is only a text then, is said in ``addresses``. The
element of a link is written by its marks, so that a refused one leaves no trace of a link.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from urllib.parse import unquote

from jinja2 import nodes
from lxml import etree

from generator.engine.assembly import Made, Place, Region
from generator.engine.environment import call
from generator.engine.language import (
    BadTag,
    Mark,
    Piece,
    Print,
    Problems,
    Scope,
    checker_for,
    find_tags,
    read_expression,
)
from generator.engine.markup import (
    Element,
    insert_after,
    insert_before,
    mark_text,
    q,
    remove,
    split_marks,
)
from generator.engine.objects import Objects
from generator.engine.registry import Registry, Token

DRAWN_LINKS = (q("a:hlinkClick"), q("a:hlinkHover"), q("a:hlinkMouseOver"))


def bind_links(objects: Objects, root: Element) -> None:
    """All links below ``root`` whose address in the relationships holds a tag."""
    wanted = {
        rel.id: unquote(rel.target)
        for rel in objects.package.rels(objects.part)
        if rel.external and _TAG.search(unquote(rel.target))
    }
    if not wanted:
        return
    for element in list(root.iter(q("w:hyperlink"), *DRAWN_LINKS)):
        id_ = element.get(q("r:id")) or ""
        if id_ in wanted:
            objects.dropped.add(id_)
            _bind(objects, element, wanted[id_])
    for id_ in sorted(wanted.keys() - objects.dropped):
        objects.problems.at(
            f"the part {objects.part}", "stands in the address of what is no link", tag=wanted[id_]
        )


_TAG = re.compile(r"\{[{%]")


def _bind(objects: Objects, element: Element, address: str) -> None:
    """Keep the link only where its address may be one; what it encloses stands in any case."""
    problems, registry = objects.problems, objects.registry
    mark = problems.mark(f"{objects.place(element)}, link", address)

    def value(place: Place) -> nodes.Expr:
        return _address(address, mark, place.scope, problems)

    def has(place: Place) -> tuple[Mark, nodes.Expr]:
        return mark, call("is_address", value(place), lineno=mark.number)

    def refused(place: Place) -> tuple[Piece, ...]:
        return (Print(mark, value(place), "link_refused"),)

    element.set(q("r:id"), registry.add(Made(lambda place: Print(mark, value(place), "link"))))
    start, end = problems.mark("", "").number, problems.mark("", "").number
    opened = registry.add(Region(True, start, has, refused))
    closed = registry.add(Region(False, start))
    if element.tag in DRAWN_LINKS:
        insert_before(element, opened)
        insert_after(element, closed)
        return
    for look in list(_looks(element)):  # a text that leads nowhere may not look as if it did
        number = problems.mark("", "").number
        insert_before(look, registry.add(Region(True, number, has, lambda _: ())))
        insert_after(look, registry.add(Region(False, number)))
    before, after = _tags(element, registry)
    last = registry.add(Region(True, end, has, lambda _: ()))
    insert_before(element, opened + before + closed)
    insert_after(element, last + after + registry.add(Region(False, end)))
    _unwrap(element)


def _looks(element: Element) -> Iterator[Element]:
    """What makes the runs of Word's link look like one: its style or its colour, and the line."""
    for properties in element.iter(q("w:rPr")):
        found = [child for child in properties if _is_link_look(child)]
        yield from found
        if found:
            yield from properties.iterchildren(q("w:u"))


def _is_link_look(child: Element) -> bool:
    if child.tag == q("w:rStyle"):
        return (
            re.search("hyperlink|internetlink", child.get(q("w:val")) or "", re.IGNORECASE)
            is not None
        )
    is_colour = child.tag == q("w:color")
    return is_colour and "yperlink" in (child.get(q("w:themeColor")) or "")


def _tags(element: Element, registry: Registry) -> tuple[str, str]:
    """The element's start tag and end tag, as marks; its attributes may hold marks of their own."""
    bare = copy.copy(element)
    for child in list(bare):
        bare.remove(child)
    bare.text = bare.tail = ""
    text = etree.tostring(bare, encoding="unicode")
    start, _, end = text.partition("></")
    marks = [
        mark_text(part) if isinstance(part, int) else registry.add(Token(part))
        for part in split_marks(start + ">")
    ]
    return "".join(marks), registry.add(Token("</" + end))


def _unwrap(element: Element) -> None:
    """The children in the element's place."""
    if element.text:
        insert_before(element, element.text)
    for child in list(element):
        element.addprevious(child)
    remove(element)


def _address(address: str, mark: Mark, scope: Scope, problems: Problems) -> nodes.Expr:
    """The address as one expression: its texts and its tags, joined."""
    parts: list[nodes.Expr] = []
    at = 0
    tags, faults = find_tags(address)
    for fault in faults:
        problems.add(mark, fault.message, fault.suggestion)
    for tag in tags:
        parts.append(nodes.Const(address[at : tag.start]))
        at = tag.end
        try:
            if tag.kind != "print":
                raise BadTag("stands in a link's address, which takes only {{ … }}")
            parts.append(read_expression(tag.body))
        except BadTag as bad:
            problems.add(mark, bad.message, bad.suggestion)
    parts.append(nodes.Const(address[at:]))
    kept = [part for part in parts if not (isinstance(part, nodes.Const) and part.value == "")]
    checker = checker_for(scope, problems, mark)
    return checker.check(nodes.Concat(kept, lineno=mark.number)).expr
