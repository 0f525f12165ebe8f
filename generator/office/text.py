"""Values as Office XML writes them: escaped text, numbers, cell references."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache

# XML 1.0 §2.2: what no XML document can hold. Lone surrogates cannot be encoded either.
UNHELD = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_EXACT_DIGITS = 15


def escape(text: str) -> str:
    """``text`` for element content; characters that XML cannot hold are left out."""
    if not text.isprintable():
        text = UNHELD.sub("", text)
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def escape_attribute(text: str) -> str:
    escaped = escape(text).replace('"', "&quot;")
    return escaped.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


def number_text(value: Decimal | float) -> str | None:
    """A number as ``xsd:double`` with at most the 15 digits that a double keeps; None for none."""
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else None
    text = str(value)
    if len(text) <= _EXACT_DIGITS:
        return text if text[-1:].isdigit() else None
    number = Decimal(value)
    if not number.is_finite():
        return None
    return f"{number:.{_EXACT_DIGITS}g}".replace("e", "E")


def is_exact(value: Decimal | int) -> bool:
    """Whether Excel's 15 significant digits hold the number whole."""
    return len(Decimal(value).normalize().as_tuple().digits) <= _EXACT_DIGITS


@lru_cache(maxsize=1024)
def column_letters(index: int) -> str:
    """``A`` for 1, ``AA`` for 27."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_index(letters: str) -> int:
    """1 for ``A``, 27 for ``aa``."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index
