"""The model of formatted text: blocks of spans, and the builder that both readers write to.

A block is a paragraph or an item of a list. Headings are bold paragraphs, rows of tables are
paragraphs with `` | `` between the cells, quotes are paragraphs. A line feed inside a span is a
line break. White space is what HTML makes of it: one blank where there is any, none at the edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Self

MAX_PIECES = 10_000
"""Blocks and spans of one text. What has more stands without its formatting."""

MAX_LINKS = 500
"""Links of one text; what has more stands without its formatting."""

DEEPEST = 8
"""The level of a list's items below which there is no further one, from 0: as in Office."""

# As ``office.text`` has it: nothing is imported here.
_UNHELD = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_BLANKS = re.compile("([ \\t\\n\\f\\r]+)")
_LINE_END = re.compile("\\r\\n?")
_CELL_END = " | "


class TooLong(Exception):
    """A text that is not read at all; the message is for a person."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a span looks. ``position``: super, sub or empty. ``link``: an address, not checked."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    position: str = ""
    link: str = ""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    look: Look = PLAIN


@dataclass(frozen=True, slots=True)
class Item:
    """A place in a list. ``list``: which list of the text, from 0; ``number``: from 1, as a rule;
    ``start``: the number of the list's first item."""

    list: int
    level: int
    ordered: bool
    number: int
    start: int

    @property
    def marker(self) -> str:
        return "  " * self.level + (f"{self.number}. " if self.ordered else "• ")


@dataclass(frozen=True, slots=True)
class Block:
    spans: tuple[Span, ...]
    item: Item | None = None

    @property
    def text(self) -> str:
        return "".join([span.text for span in self.spans])


class Rich(str):
    """A text's plain form, and its ``blocks``. ``note``: what was altered by rule, or empty.

    Characters that no Office file can hold are in no block. They stand at the end of the plain
    form, for the printer's own rule to remove and to list.
    """

    __slots__ = ("blocks", "note")
    blocks: tuple[Block, ...]
    note: str

    def __new__(cls, blocks: tuple[Block, ...], unheld: str = "", note: str = "") -> Self:
        made = super().__new__(cls, plain_of(blocks) + unheld)
        made.blocks = blocks
        made.note = note
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Rich, (self.blocks, "".join(_UNHELD.findall(self)), self.note)


def plain_of(blocks: tuple[Block, ...]) -> str:
    """Lines of text; items of lists with their mark or number."""
    return "\n".join([_line(block) for block in blocks])


def _line(block: Block) -> str:
    return (block.item.marker if block.item is not None else "") + block.text


def lined_up(blocks: tuple[Block, ...]) -> list[Span]:
    """The blocks as the spans of one paragraph, line breaks between them."""
    spans: list[Span] = []
    for number, block in enumerate(blocks):
        start = ("\n" if number else "") + (block.item.marker if block.item is not None else "")
        spans += [Span(start)] if start else []
        spans += block.spans
    return joined(spans)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Neighbours of one look as one."""
    return [
        Span("".join([span.text for span in alike]), look)
        for look, alike in groupby(spans, key=lambda span: span.look)
    ]


def unformatted(text: str, note: str = "") -> Rich:
    """A text that has no formatting, as it stands."""
    kept, unheld = held(text)
    return Rich((Block((Span(kept),) if kept else ()),), unheld, note)


def held(text: str) -> tuple[str, str]:
    """The text that Office can hold, with line feeds for line ends; and what it cannot."""
    if text.isprintable():
        return text, ""
    return _LINE_END.sub("\n", _UNHELD.sub("", text)), "".join(_UNHELD.findall(text))


class Builder:
    """Takes what a reader meets, in order, and makes the blocks of it."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._spans: list[tuple[list[str], Look]] = []
        self._gap: Look | None = None  # a blank that stands only if something follows
        self._item: Item | None = None
        self._lists: list[tuple[int, Item]] = []  # by level: key of the source's list, last item
        self._count = 0
        self._cells: list[int] = []  # of each open table: cells of its row so far
        self._new_line = False  # one is due: paragraphs of one item are lines of it
        self.look = PLAIN
        self.pieces = 0
        self.links = 0

    # -- text ----------------------------------------------------------------------------------

    def text(self, data: str) -> None:
        """Text by HTML's rules for white space."""
        for part in _BLANKS.split(data):
            if not part:
                continue
            if part.isspace() and part[0] in " \t\n\f\r":
                if self._spans and self._last() not in "\n ":
                    self._gap = self._gap or self.look
                continue
            self._fill_gap()
            self._append(part, self.look)

    def exact(self, data: str) -> None:
        """Text whose blanks and line ends stand."""
        self._fill_gap()
        if data:
            self._append(data, self.look)

    def line_break(self) -> None:
        self._gap = None
        self._append("\n", self.look)

    def _fill_gap(self) -> None:
        if self._gap is not None:
            self._append(" ", self._gap)
        self._gap = None

    def _append(self, text: str, look: Look) -> None:
        if self._new_line:
            self._new_line = False
            self._append("\n", look)
        if self._spans and self._spans[-1][1] == look:
            self._spans[-1][0].append(text)
            return
        self._spans.append(([text], look))
        self.pieces += 1
        self.links += bool(look.link)

    def _last(self) -> str:
        return self._spans[-1][0][-1][-1]

    # -- blocks --------------------------------------------------------------------------------

    def boundary(self) -> None:
        """The edge of a paragraph: inside a cell a blank, inside an item's text a new line."""
        if self._cells:
            if self._spans and self._last() != " ":
                self._gap = self._gap or self.look
        elif self._item is not None:
            self._gap = None
            self._new_line = bool(self._spans)
        else:
            self._flush()

    def _flush(self) -> None:
        spans = _trimmed([Span("".join(texts), look) for texts, look in self._spans])
        if spans is not None or self._item is not None:
            self._blocks.append(Block(tuple(spans or ()), self._item))
            self.pieces += 1
        self._spans, self._gap, self._item, self._new_line = [], None, None, False

    def item(self, key: int, level: int, *, ordered: bool, start: int) -> None:
        """An item of the list ``key`` begins."""
        if self._cells:
            self.boundary()
            return
        self._flush()
        level = min(level, DEEPEST)
        while len(self._lists) > level + 1:
            self._lists.pop()
        while len(self._lists) < level:  # levels that were passed over
            self._lists.append((-1, Item(-1, len(self._lists), False, 0, 1)))
        known = self._lists[level] if len(self._lists) > level else None
        if known is not None and known[0] == key and known[1].ordered == ordered:
            made = replace(known[1], number=known[1].number + 1)
        else:
            made = Item(self._count, level, ordered, start, start)
            self._count += 1
        self._lists[level:] = [(key, made)]
        self._item = made

    def list_begins(self) -> None:
        """An item that holds nothing but a list has no mark of its own."""
        if self._item is not None and not self._spans:
            self._item = None
        if not self._cells:
            self._flush()

    def item_ends(self) -> None:
        if self._cells:
            self.boundary()
        else:
            self._flush()

    # -- tables --------------------------------------------------------------------------------

    def table(self) -> None:
        if self._cells:
            self.boundary()
        else:
            self._flush()
        self._cells.append(0)

    def row(self) -> None:
        if len(self._cells) == 1:
            self._flush()
        elif self._cells:
            self.boundary()
        if self._cells:
            self._cells[-1] = 0

    def cell(self) -> None:
        if not self._cells:
            self.boundary()
            return
        if self._cells[-1]:
            self._gap = None
            self._append(_CELL_END, PLAIN)
        self._cells[-1] += 1

    def table_ends(self) -> None:
        if self._cells:
            self._cells.pop()
        if not self._cells:
            self._flush()

    # -- the end -------------------------------------------------------------------------------

    def finished(self, unheld: str) -> Rich:
        self._cells.clear()
        self._flush()
        blocks = self._blocks
        while blocks and not blocks[0].spans and blocks[0].item is None:
            blocks.pop(0)
        while blocks and not blocks[-1].spans and blocks[-1].item is None:
            blocks.pop()
        made = tuple(blocks)
        if self.pieces > MAX_PIECES:
            note = f"formatted text of more than {MAX_PIECES:,} pieces printed without formatting"
            return unformatted(plain_of(made) + unheld, note)
        if self.links > MAX_LINKS:
            note = f"formatted text of more than {MAX_LINKS:,} links printed without formatting"
            return unformatted(plain_of(made) + unheld, note)
        return Rich(made, unheld)


def _trimmed(spans: list[Span]) -> list[Span] | None:
    """Without the last line break, which ends the line and begins none; None: nothing there.

    A paragraph of one line break or one hard blank is how editors write an empty line.
    """
    if not spans:
        return None
    last = spans[-1]
    if last.text.endswith("\n"):
        spans = [*spans[:-1], replace(last, text=last.text[:-1])]
    if not "".join([span.text for span in spans]).strip("\u00a0 "):
        return []
    return [span for span in spans if span.text]
