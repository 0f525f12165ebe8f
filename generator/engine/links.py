"""Hyperlinks whose address holds tags: each copy of the link gets an address of its own.

Only web and mail addresses may come out; an address without a scheme is taken for a web address.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from jinja2 import nodes

from generator.engine.assembly import Made, Place
from generator.engine.language import (
    BadTag,
    Mark,
    Piece,
    Print,
    Problems,
    Refused,
    Scope,
    checker_for,
    find_tags,
    read_expression,
)
from generator.engine.markup import Element, q
from generator.engine.objects import Objects


def bind_links(objects: Objects, root: Element) -> None:
    """All links below ``root`` whose address in the relationships holds a tag."""
    wanted = {
        rel.id: unquote(rel.target)
        for rel in objects.package.rels(objects.part)
        if rel.external and "{{" in unquote(rel.target)
    }
    if not wanted:
        return
    for element in root.iter(q("w:hyperlink"), q("a:hlinkClick")):
        address = wanted.get(element.get(q("r:id")) or "")
        if address is not None:
            objects.dropped.add(element.get(q("r:id"), ""))
            element.set(q("r:id"), _made(objects, element, address))


def _made(objects: Objects, element: Element, address: str) -> str:
    problems = objects.problems
    mark = problems.mark(f"{objects.place(element)}, link", address)

    def build(place: Place) -> Piece:
        return Print(mark, _address(address, mark, place.scope, problems), "link")

    return objects.registry.add(Made(build))


def _address(address: str, mark: Mark, scope: Scope, problems: Problems) -> nodes.Expr:
    """The address as one expression: its texts and its tags, joined."""
    parts: list[nodes.Expr] = []
    at = 0
    tags, faults = find_tags(address)
    for fault in faults:
        problems.add(mark, fault.message)
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


_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")


def safe_address(value: str) -> str:
    """An http(s) or mailto address; one without a scheme is a web address. Else refused."""
    address = "".join(value.split())
    found = _SCHEME.match(address)
    if found is None or (
        found.group(1).lower() not in _ALLOWED and address[found.end() :].isdigit()
    ):
        return f"https://{address.lstrip('/')}"
    if found.group(1).lower() not in _ALLOWED:
        raise Refused(f"gives the address {value[:60]!r}, which is no web or mail address")
    return address


_ALLOWED = frozenset(["http", "https", "mailto"])
