"""Where a reader of the file sees what a relationship leads to: for the message of a refusal.

``slide 4, "Chart 2"`` and ``paragraph 12, "Picture 1"`` say more to an author than the name of a
part. Nothing here judges; what cannot be told is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from .gate import well_formed
from .relationships import Relationship

_MOST = 4 << 20  # bytes of a part that is looked through; a refused file may be anything
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NAMED = re.compile(r"(?<!/picture)\}(docPr|cNvPr)$")  # a picture in Word has two names
_ENOUGH = 60  # characters of an object's name

Read = Callable[[str], bytes]
"""A part's bytes by its name."""


def place_of(
    relations: Mapping[str, Sequence[Relationship]], read: Read, source: str, item: Relationship
) -> str:
    """The place of what ``source`` leads to by ``item``; empty where it cannot be told. A chart's
    place is that of its frame."""
    if "/charts/" in source:
        return next(
            (
                place_of(relations, read, owner, one)
                for owner, items in relations.items()
                for one in items
                if one.target == source and not one.external
            ),
            "",
        )
    element = _element(_root(read, source), item.id)
    name = _name(element)
    return ", ".join(text for text in (_page(relations, read, source, element), name) if text)


def _root(read: Read, part: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        data = read(part)
        if len(data) > _MOST or well_formed(data) is not None:
            return None
        return etree.fromstring(data, parser)
    except (etree.LxmlError, KeyError, ValueError):
        return None


def _element(root: etree._Element | None, id_: str) -> etree._Element | None:
    if root is None:
        return None
    for element in root.iter(etree.Element):
        if any(value == id_ and str(key).startswith(_R) for key, value in element.attrib.items()):
            return element
    return None


def _name(element: etree._Element | None) -> str:
    """The name of the object that holds ``element``, as the selection pane shows it."""
    around = element
    while around is not None:
        for inner in around.iter(etree.Element):
            if _NAMED.search(str(inner.tag)) and inner.get("name"):
                return f'"{inner.get("name", "")[:_ENOUGH]}"'
        around = around.getparent()
        if around is not None and str(around.tag).endswith(("}p", "}spTree")):
            return ""
    return ""


def _page(
    relations: Mapping[str, Sequence[Relationship]],
    read: Read,
    source: str,
    element: etree._Element | None,
) -> str:
    if "/slides/" in source:
        return _slide(relations, read, source)
    if element is None or not source.endswith("/document.xml"):
        return ""
    held = next((one for one in element.iterancestors() if _is_in_body(one)), None)
    if held is None:
        return ""
    is_table = str(held.tag).endswith("}tbl")
    own = f"{{{etree.QName(held).namespace}}}{'tbl' if is_table else 'p'}"
    number = 1
    for before in held.itersiblings(preceding=True):
        number += sum(1 for _ in before.iter(own)) if _counts(before, own) else 0
    return f"{'table' if is_table else 'paragraph'} {number}"


def _is_in_body(element: etree._Element) -> bool:
    around = element.getparent()
    return around is not None and str(around.tag).endswith("}body")


def _counts(element: etree._Element, own: str) -> bool:
    """Paragraphs of tables are not counted with those of the page."""
    return element.tag == own or str(element.tag).endswith("}sdt")


def _slide(relations: Mapping[str, Sequence[Relationship]], read: Read, source: str) -> str:
    for owner, items in relations.items():
        ids = [item.id for item in items if item.target == source and item.kind == "slide"]
        root = _root(read, owner) if ids and owner else None
        if root is None:
            continue
        listed = [one.get(f"{_R}id") for one in root.iter(etree.Element) if _is_slide_id(one)]
        if ids[0] in listed:
            return f"slide {listed.index(ids[0]) + 1}"
    return ""


def _is_slide_id(element: etree._Element) -> bool:
    return str(element.tag).endswith("}sldId")
