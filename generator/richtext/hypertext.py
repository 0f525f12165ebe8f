"""HTML as Salesforce's editors write it, read into the model of formatted text.

The parser is libxml2's, by events: it splits text into tags as browsers do (HTML standard,
§13.2.5). Text that is broken on purpose (``<b></p>`` over and over) costs it time by the square of
its length, so texts have an end: the longest take less than a second. Python's own parser takes
minutes for a field full of ``<a`` and raises an error at ``<![x[``. What editors write: Quill
(Lightning) has flat lists whose items carry ``ql-indent-1`` or ``data-list``, CKEditor (Classic)
nested ones. Sources: Salesforce Help, "Rich Text Editor" and "Rich Text Area Field Considerations"
(the API gives the markup); Lightning Component Reference, lightning-formatted-rich-text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from .model import Builder, Look, Rich, TooLong, held

MAX_HTML = 131_072
"""Characters; as many as a rich text area of Salesforce may have."""

_SILENT = frozenset(["script", "style", "title", "template"])
_BLOCKS = frozenset(
    [
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "dl", "dt"),
        *("dd", "section", "article", "header", "footer", "aside", "nav", "figure", "figcaption"),
        *("main", "form", "fieldset", "address", "center", "caption", "details", "summary"),
    ]
)
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "bold": ("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"),
    "italic": ("i", "em"),
    "underline": ("u", "ins"),
    "strike": ("s", "strike", "del"),
}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    **{tag: {field: True} for field, tags in _FIELDS.items() for tag in tags},
    "sup": {"position": "super"},
    "sub": {"position": "sub"},
}
_INDENT = re.compile(r"(?:^|\s)ql-indent-([1-9])(?:\s|$)")
_STYLE = re.compile(r"(font-weight|font-style|text-decoration|vertical-align)[a-z-]*\s*:([^;]*)")
_WEIGHT = re.compile(r"\s*(bold|[6-9]00)")


def read_html(text: str) -> Rich:
    """The formatted text of ``text``. Raises :class:`TooLong`."""
    if len(text) > MAX_HTML:
        raise TooLong(f"is longer than {MAX_HTML:,} characters")
    kept, unheld = held(text)
    reader = _Reader()
    if kept and not kept.isspace():
        # The stubs want bytes too, and a method for comments, which are no text here.
        parser = etree.HTMLParser(target=reader, huge_tree=True)  # type: ignore[arg-type]
        parser.feed(kept)
        parser.close()
    return reader.builder.finished(unheld)


@dataclass(slots=True)
class _List:
    key: int
    ordered: bool
    start: int


class _Reader:
    """The parser's events. Depth costs nothing: no event is handled inside of another."""

    def __init__(self) -> None:
        self.builder = Builder()
        self._open: list[tuple[str, Look]] = []  # elements, each with the look around it
        self._counts: dict[str, int] = {}
        self._lists: list[_List] = []
        self._keys = 0

    # -- what the parser calls -----------------------------------------------------------------

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._open.append((tag, self.builder.look))
        self._counts[tag] = self._counts.get(tag, 0) + 1
        if self._silent:
            return
        self._begin(tag, attributes)
        self.builder.look = _look(tag, attributes, self.builder.look)
        if tag == "img" and attributes.get("alt"):
            self.builder.text(attributes["alt"])

    def end(self, tag: str) -> None:
        while self._counts.get(tag):
            name, look = self._open.pop()
            self._counts[name] -= 1
            self.builder.look = look
            if not self._silent:
                self._finish(name)
            if name == tag:
                break

    def data(self, text: str) -> None:
        if self._silent:
            return
        if self._counts.get("pre"):
            self.builder.exact(text)
        else:
            self.builder.text(text)

    def close(self) -> None:
        """Nothing is left to do: the builder finishes what is open."""

    # -- blocks --------------------------------------------------------------------------------

    @property
    def _silent(self) -> bool:
        counts = self._counts
        return any(counts.get(tag) for tag in _SILENT)

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        builder = self.builder
        if tag == "br":
            builder.line_break()
        elif tag in _BLOCKS:
            builder.boundary()
        elif tag in ("ul", "ol"):
            builder.list_begins()
            self._keys += 1
            self._lists.append(_List(self._keys, tag == "ol", _whole(attributes.get("start"))))
        elif tag == "li":
            self._item(attributes)
        elif tag == "table":
            builder.table()
        elif tag == "tr":
            builder.row()
        elif tag in ("td", "th"):
            builder.cell()

    def _item(self, attributes: Mapping[str, str]) -> None:
        held_in = self._lists[-1] if self._lists else _List(0, False, 1)
        found = _INDENT.search(attributes.get("class", ""))
        level = max(len(self._lists) - 1, 0) + (int(found.group(1)) if found else 0)
        kind = attributes.get("data-list", "")
        ordered = kind == "ordered" if kind else held_in.ordered
        start = 1 if found else held_in.start
        self.builder.item(held_in.key, level, ordered=ordered, start=start)

    def _finish(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.builder.boundary()
        elif tag == "li":
            self.builder.item_ends()
        elif tag in ("ul", "ol"):
            self.builder.item_ends()
            self._lists.pop()
        elif tag == "table":
            self.builder.table_ends()


def _whole(value: str | None) -> int:
    """A list's first number, as far as Office has it."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 5 else 1


def _look(tag: str, attributes: Mapping[str, str], look: Look) -> Look:
    if tag in _LOOKS:
        look = replace(look, **_LOOKS[tag])
    elif tag == "a":
        look = replace(look, link=attributes.get("href", "").strip(" \t\n\f\r"))
    style = attributes.get("style")
    return _styled(style[:1000].lower(), look) if style else look


def _styled(style: str, look: Look) -> Look:
    """The same by the properties of a style; colours, fonts and sizes are the template's."""
    for name, value in _STYLE.findall(style):
        if name == "font-weight":
            look = replace(look, bold=bool(_WEIGHT.match(value)))
        elif name == "font-style":
            look = replace(look, italic="italic" in value or "oblique" in value)
        elif name == "text-decoration":
            underline, strike = "underline" in value, "line-through" in value
            look = replace(
                look, underline=look.underline or underline, strike=look.strike or strike
            )
        else:
            look = replace(look, position=_POSITIONS.get(value.strip(), look.position))
    return look


_POSITIONS = {"super": "super", "sub": "sub", "baseline": ""}
