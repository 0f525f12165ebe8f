"""Texts of a workbook: escaped, shared, made to fit a cell, and never taken for a formula.

What a cell cannot hold is changed by rule, and every change is listed: control characters are left
out, line ends become one line feed, a text over 32,767 characters is cut and ends with ``…``.
Sources: ECMA-376 part 1, §18.4.8 (string items), §22.9.2.19 (``_xHHHH_``); Excel's specification
for the limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .text import UNHELD, escape, escape_attribute

MAX_TEXT = 32_767
# Typed by a person, a text that begins so would be a formula, or lose its apostrophe; blanks and
# what is not to be seen may stand before it.
_RISKY = frozenset("=+-@\t\r\n'＝＋－＠")
_BLANKS = " \u00a0\u00ad\u061c\u180e\u3000\ufeff" + "".join(
    [chr(code) for first, last in ((0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F))
     for code in range(first, last + 1)]
)  # fmt: skip
_STARTS = _RISKY.union(_BLANKS)
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINE_END = re.compile(r"\r\n|\r")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TAGS = re.compile(r"<[^<>]*>")


def held(text: str) -> tuple[str, str]:
    """The text as a cell can hold it, and what was changed ("" where nothing was)."""
    change = ""
    if not text.isprintable():
        kept = UNHELD.sub("", text)
        if len(kept) != len(text):
            codes = sorted({f"U+{ord(char):04X}" for char in UNHELD.findall(text)})
            count = len(text) - len(kept)
            change = f"{count} characters no Office file can hold removed: {', '.join(codes)}"
        text = _LINE_END.sub("\n", kept)
    if len(text) > MAX_TEXT // 2 and units(text) > MAX_TEXT:
        length = units(text)
        text = cut(text, MAX_TEXT)
        change = (change + "; " if change else "") + (
            f"text of {length:,} characters cut to {MAX_TEXT:,}, which a cell holds"
        )
    return text, change


def needs_prefix(text: str) -> bool:
    """Whether a cell's text is to stand under ``quotePrefix``.

    A string cell is no formula as it is. The prefix keeps it one when somebody edits the cell or
    a program reads it as if it were typed (CWE-1236), and the text itself stays what it is.
    """
    if text[:1] not in _STARTS:
        return False
    return text[0] in _RISKY or text.lstrip(_BLANKS)[:1] in _RISKY


def units(text: str) -> int:
    """Length as Excel counts it: characters outside the basic plane are two."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, limit: int) -> str:
    """The longest beginning that fits with ``…`` after it."""
    if units(text) <= limit:
        return text
    kept = text[: limit - 1]
    while units(kept) > limit - 1:
        kept = kept[:-1]
    return kept + "…"


def xstring(text: str) -> str:
    """Escaped for XML; what looks like an escape of ``ST_Xstring`` stays what it is."""
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return escape(text)


def xattribute(text: str) -> str:
    """The same for an attribute; line ends as Excel writes them there."""
    escaped = escape_attribute(_LOOKS_ESCAPED.sub("_x005F_", text))
    return escaped.replace("&#10;", "_x000a_").replace("&#13;", "_x000d_")


def run_ends(properties: str) -> tuple[str, str]:
    return f'<r>{properties}<t xml:space="preserve">', "</t></r>"


def run_xml(properties: str, text: str) -> str:
    before, after = run_ends(properties)
    return f"{before}{xstring(text)}{after}"


def plain_of(rich: str) -> str:
    """The characters of a rich text's XML."""
    shown = _TAGS.sub("", rich).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"_x005F_(?=x[0-9A-Fa-f]{4}_)", "_", shown)


def _text_xml(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{space}>{xstring(text)}</t>"


def shared_strings(texts: Iterable[str]) -> bytes:
    """The shared strings part; a key that begins with NUL is a rich text's XML."""
    pieces = [
        f"<si>{text[1:]}</si>" if text[:1] == "\x00" else f"<si>{_text_xml(text)}</si>"
        for text in texts
    ]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body = "".join(pieces)
    return f'{head}<sst xmlns="{_MAIN}" uniqueCount="{len(pieces)}">{body}</sst>'.encode()
