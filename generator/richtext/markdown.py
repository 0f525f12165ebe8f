"""Markdown (CommonMark, with tables and ~~strike~~) read into the model of formatted text.

HTML inside markdown is text: ``R&D <x>`` keeps its characters. Links are read whatever they lead
to; what may become one is the printer's affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .model import Builder, Look, Rich, TooLong, held, unformatted

MAX_MARKDOWN = 131_072
"""Characters; as many as the longest text of a Salesforce field has."""

_MOST_BRACKETS = 5_000  # each is looked at as the begin of a link, which is slow
_DEEPEST = 60
_LOOKS: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "em": {"italic": True},
    "s": {"strike": True},
}


def read_markdown(text: str) -> Rich:
    """The formatted text of ``text``. Raises :class:`TooLong`."""
    if len(text) > MAX_MARKDOWN:
        raise TooLong(f"is longer than {MAX_MARKDOWN:,} characters")
    if text.count("[") > _MOST_BRACKETS:
        note = f"markdown with more than {_MOST_BRACKETS:,} opening brackets printed as it stands"
        return unformatted(text, note)
    kept, unheld = held(text)
    tokens = _parser().parse(kept)
    if any(token.level >= _DEEPEST - 1 for token in tokens):  # the parser stops reading there
        note = f"markdown nested deeper than {_DEEPEST // 2} levels printed as it stands"
        return unformatted(text, note)
    reader = _Reader()
    for token in tokens:
        reader.block(token)
    return reader.builder.finished(unheld)


@cache
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    made.enable(["table", "strikethrough"])
    made.validateLink = lambda url: True  # type: ignore[method-assign]  # the library's own way
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]  # the same
    return made


class _Reader:
    def __init__(self) -> None:
        self.builder = Builder()
        self._looks: list[Look] = []
        self._lists: list[tuple[int, bool, int]] = []  # key, whether numbered, first number
        self._keys = 0

    def block(self, token: Token) -> None:
        builder, kind = self.builder, token.type
        if kind == "inline":
            self._inline(token.children or ())
        elif kind in ("fence", "code_block"):
            builder.boundary()
            builder.exact(token.content.removesuffix("\n"))
            builder.boundary()
        elif kind in ("bullet_list_open", "ordered_list_open"):
            builder.list_begins()
            self._keys += 1
            start = int(token.attrs.get("start", 1))
            self._lists.append((self._keys, kind[0] == "o", start if start < 10_000 else 1))
        elif kind in ("bullet_list_close", "ordered_list_close"):
            builder.item_ends()
            self._lists.pop()
        elif kind == "list_item_open":
            key, ordered, start = self._lists[-1]
            builder.item(key, len(self._lists) - 1, ordered=ordered, start=start)
        elif kind == "list_item_close":
            builder.item_ends()
        elif kind.startswith("t"):
            self._table(kind)
        elif not kind.startswith("heading"):
            builder.boundary()
        else:
            builder.boundary()
            self._weigh(kind)

    def _table(self, kind: str) -> None:
        builder = self.builder
        if kind == "table_open":
            builder.table()
        elif kind == "table_close":
            builder.table_ends()
        elif kind == "tr_open":
            builder.row()
        elif kind in ("th_open", "td_open"):
            builder.cell()
        if kind.startswith("th_"):
            self._weigh(kind)

    def _weigh(self, kind: str) -> None:
        """Headings are bold."""
        self.builder.look = replace(self.builder.look, bold=kind.endswith("_open"))

    def _inline(self, children: Sequence[Token]) -> None:
        builder = self.builder
        for token in children:
            name, _, edge = token.type.rpartition("_")
            if token.type in ("text", "text_special", "code_inline"):
                builder.exact(token.content)
            elif token.type == "hardbreak":
                builder.line_break()
            elif token.type == "softbreak":
                builder.text(" ")
            elif token.type == "image":
                builder.exact(_alternative(token))
            elif edge == "open":
                self._looks.append(builder.look)
                changes = _LOOKS.get(name) or {"link": str(token.attrs.get("href", ""))}
                builder.look = replace(builder.look, **changes)
            elif edge == "close":
                builder.look = self._looks.pop()


def _alternative(image: Token) -> str:
    return "".join([child.content for child in image.children or ()])
