"""Office XML as trees, and the marks that stand in a tree for tags until it is text again.

A mark is a number between two characters that no document may hold (U+FDD6 and U+FDD7 are
non-characters): it may stand in text, between elements and in attributes, and survives lxml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.engine.prefixes import with_usual_prefixes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Element = etree._Element  # lxml has no public name for the type

_OPEN, _CLOSE = "\ufdd6", "\ufdd7"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_RESERVED = re.compile("[\ufdd6\ufdd7]")
_PREFIXES = {"w": W, "a": A, "p": P, "r": R, "c": C, "wp": WP, "mc": MC, "v": V, "pic": PIC}
_USUAL = {
    **_PREFIXES,
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}


def q(name: str) -> str:
    """``w:p`` as lxml writes it: ``{namespace}p``."""
    prefix, _, local = name.partition(":")
    return f"{{{_PREFIXES[prefix]}}}{local}"


def mark_text(number: int) -> str:
    return f"{_OPEN}{number}{_CLOSE}"


def sealed(text: str) -> str:
    """A value's text among marks: what looks like one in it is none (``unsealed``)."""
    return text.replace(_OPEN, mark_text(0)) if _OPEN in text else text


def unsealed(text: str) -> str:
    return text.replace(mark_text(0), _OPEN) if _OPEN in text else text


def split_marks(text: str) -> Iterator[str | int]:
    """Text and mark numbers in turn; empty texts left out."""
    for position, part in enumerate(_MARK.split(text)):
        if position % 2:
            yield int(part)
        elif part:
            yield part


def without_marks(text: str) -> str:
    """What is left of a part when all its marks are taken out: well-formed, but no document."""
    return _MARK.sub("", text)


def parse(data: bytes) -> Element:
    """The tree of a part, without comments, instructions and the characters marks are made of, and
    with the usual prefixes of its namespaces."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root = with_usual_prefixes(etree.fromstring(data, parser), data, _USUAL)
    for element in root.iter():
        if element.text and _RESERVED.search(element.text):
            element.text = _RESERVED.sub("", element.text)
        if element.tail and _RESERVED.search(element.tail):
            element.tail = _RESERVED.sub("", element.tail)
    return root


def serialize(root: Element) -> str:
    """The part's text with its XML declaration."""
    return HEAD + etree.tostring(root, encoding="unicode")


def fragment(element: Element) -> str:
    """One element's XML for use inside its own document: without namespace declarations."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return re.sub(r' xmlns(?::\w+)?="[^"]*"', "", text)


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def insert_before(element: Element, text: str) -> None:
    """Text directly before an element, after what stands there already."""
    previous = element.getprevious()
    parent = element.getparent()
    assert parent is not None
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def insert_after(element: Element, text: str) -> None:
    """Text directly after an element, before what stands there already."""
    element.tail = text + (element.tail or "")


def insert_element_after(element: Element, new: Element) -> None:
    """A new sibling directly after an element; text after the element goes behind the new one."""
    new.tail, element.tail = element.tail, None
    element.addnext(new)


def remove(element: Element) -> None:
    """Take an element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        insert_before(element, element.tail)
    parent.remove(element)


def ancestors(element: Element) -> list[Element]:
    """The element and all around it, innermost first."""
    return [element, *element.iterancestors()]


def nearest(element: Element, *names: str) -> Element | None:
    """The innermost of these that is or holds the element."""
    tags = {q(name) for name in names}
    return next((found for found in ancestors(element) if found.tag in tags), None)
