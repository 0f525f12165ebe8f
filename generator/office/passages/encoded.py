"""Readable stretches of binary data, and what hides in base64, percent signs and compression."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_WRAPPED = re.compile(r"\s*(?:[A-Za-z0-9+/]{4,}\s+)+[A-Za-z0-9+/]*={0,2}\s*")
_MAGIC = (b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_LONG = 160
_CODE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_TAGS = re.compile(r"<[^<>]*>")
_SINGLE = re.compile(rb"[\x20-\x7e\xa0-\xff]{5,}")
# Compressed data is full of letters with accents: some plain ones in a row must be among them.
_PLAIN = re.compile(rb"[\x20-\x7e]{5}")
_UTF8 = re.compile("[^\\x00-\\x1f\\x7f-\\x9f\\ufffd]{5,}")
# Two random bytes are most often some letter of Asia: stretches of those must keep to one script.
_WIDE = (
    re.compile("[\\x20-\\x7e\\xa0-\\u0dff\\u2000-\\u20cf]{5,}"),
    re.compile("[\\x20-\\x40\\u3000-\\u30ff\\u4e00-\\u9fff]{4,}"),
    re.compile("[\\x20-\\x40\\uac00-\\ud7a3]{4,}"),
)


@dataclass(frozen=True, slots=True)
class Inner:
    """Data that another part holds in coded form."""

    word: str
    data: bytes


def readable(data: bytes) -> Iterator[tuple[str, str]]:
    """``(encoding, text)``: the printable stretches as each encoding has them, one a line; once
    more where they hold entities or escapes, as markup or a program would read them."""
    for encoding, text in _stretches(data) if data else ():
        yield encoding, text
        plain = _CODE.sub(lambda found: chr(int(found[1], 16)), html.unescape(text))
        if plain != text:
            yield encoding, plain.encode("utf-8", "replace").decode()


def _stretches(data: bytes) -> Iterator[tuple[str, str]]:
    single = [stretch for stretch in _SINGLE.findall(data) if _PLAIN.search(stretch)]
    if single:
        yield "bytes", b"\n".join(single).decode("latin-1")
    if not data.isascii():
        wide = _UTF8.findall(data.decode("utf-8", "replace"))
        wide = [stretch for stretch in wide if not stretch.isascii()]
        if wide:
            yield "UTF-8", "\n".join(wide)
    yield from _double_bytes(data)


def _double_bytes(data: bytes) -> Iterator[tuple[str, str]]:
    for encoding in ("utf-16-le", "utf-16-be"):
        for start in (0, 1):
            length = (len(data) - start) // 2 * 2
            text = data[start : start + length].decode(encoding, "replace")
            found = [stretch for script in _WIDE for stretch in script.findall(text)]
            if found:
                yield "UTF-16", "\n".join(found)


def stripped(text: str) -> str:
    """The text of markup that no parser takes: tags out, entities resolved."""
    return html.unescape(_TAGS.sub("", text))


def decoded(text: str) -> tuple[tuple[str, ...], tuple[Inner, ...]]:
    """What base64 in a text of 24 characters or more says: texts, and data of a known form."""
    return _decoded_again(text) if len(text) < _LONG else _decoded(text)


def _decoded(text: str) -> tuple[tuple[str, ...], tuple[Inner, ...]]:
    texts: list[str] = []
    inner: list[Inner] = []
    stretches = [m[0] for m in _BASE64.finditer(text)]
    if _WRAPPED.fullmatch(text):
        stretches.append("".join(text.split()))
    for stretch in stretches:
        for start in range(4):  # what stands before may be of the same alphabet
            data = _unpacked(stretch[start:])
            said = _as_text(data)
            if said:
                texts.append(said)
            elif data.startswith(_MAGIC):
                inner.append(Inner("base64", data))
            elif start == 0 and len(data) >= _LONG // 2:
                texts += [found for _, found in readable(data)]
    return tuple(dict.fromkeys(texts)), tuple(inner)


_decoded_again = lru_cache(maxsize=2048)(_decoded)
"""Names of types and relationships look like base64, and come again in every file."""


def _unpacked(stretch: str) -> bytes:
    plain = stretch.rstrip("=").translate(str.maketrans("-_", "+/"))
    plain = plain[: len(plain) - 1] if len(plain) % 4 == 1 else plain
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return b""


def _as_text(data: bytes) -> str:
    """``data`` as text where all of it is one, else nothing."""
    if len(data) < 12:
        return ""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = " ".join(text.lstrip("\ufeff").split())
        if plain.isprintable() and (encoding == "utf-8" or all(ord(c) < 0x530 for c in plain)):
            return text
    return ""
