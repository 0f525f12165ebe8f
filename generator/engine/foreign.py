"""Tags as other programs write them, and braces that an author typed one too many of.

They are no tags here and would be printed as they stand. Only what no text of a document looks like
is a fault: French quotation marks around a word are none, and neither is a lone brace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_DOTTED = r"[^\W\d]\w*(?:\.\w+)+"
_FIELD = r"[^\W\d]\w*_\w+|[A-Z]\w*\.[A-Z]\w*"  # as a mail merge names it; example.com is none
_FORMS = (
    re.compile(rf"\{{!\s*\$?({_DOTTED})\s*\}}"),  # Salesforce: {!Account.Name}
    re.compile(rf"<<\s*({_FIELD}|{_DOTTED})\s*>>"),
    re.compile(rf"«\s*({_FIELD})\s*»"),
)
SIGNS = ("{", "}", "<<", "«")
"""One of them stands in all of these, and in every tag."""


class Span(NamedTuple):
    start: int
    end: int


class Stranger(NamedTuple):
    start: int
    raw: str
    message: str
    suggestion: str


def strangers(text: str, tags: Sequence[Span]) -> Iterator[Stranger]:
    """What stands in ``text`` outside of its ``tags`` and was meant as one, and the braces that
    were typed behind a tag."""
    for form in _FORMS:
        for found in form.finditer(text):
            if not any(tag.start < found.end() and found.start() < tag.end for tag in tags):
                tip = f"write {{{{ {_plain(found[1])} }}}}"
                yield Stranger(found.start(), found[0], "is no tag and would be printed", tip)
    for tag in tags:
        raw = text[tag.start : tag.end + 1]
        if raw.endswith("}}}") and not raw.startswith("{{{") and not _is_open(text, tags, tag):
            yield Stranger(tag.start, raw, "has a brace too many at its end", "write }}")


def _plain(name: str) -> str:
    """``Account_Name`` and ``Account.Name`` as the names here are written."""
    return (name if "." in name else name.replace("_", ".", 1)).lower()


def _is_open(text: str, tags: Sequence[Span], tag: Span) -> bool:
    """Whether a brace that is text is open before ``tag``, as in ``{"name": {{ name }}}``."""
    start, plain = 0, []
    for other in tags:
        if other.end <= tag.start:
            plain.append(text[start : other.start])
            start = other.end
    before = "".join([*plain, text[start : tag.start]])
    return before.count("{") > before.count("}")
