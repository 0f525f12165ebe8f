"""Record ids: 15 characters that tell upper from lower case, or 18 that carry a checksum of it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from generator.errors import AccountNotFound
from generator.model.ids import checksum

ACCOUNT_PREFIX: Final = "001"
USER_PREFIX: Final = "005"

_SHAPE: Final = re.compile(r"[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?\Z", re.IGNORECASE | re.ASCII)
_IN_PATH: Final = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-5]{3})?")


def full(text: str) -> str:
    """The 18-character id. AccountNotFound where the checksum of 18 given ones does not fit."""
    head = text.strip()[:15]
    found = head + checksum(head)
    if len(text.strip()) == 18 and text.strip()[15:].upper() != found[15:]:
        raise AccountNotFound(
            f"{text.strip()} is not a record id: its last three characters do not fit the others.",
            next_step="Copy the id again; upper and lower case matter.",
        )
    return found


def looks_like_account(text: str) -> bool:
    return _looks_like(text, ACCOUNT_PREFIX)


def looks_like_user(text: str) -> bool:
    return _looks_like(text, USER_PREFIX)


def _looks_like(text: str, prefix: str) -> bool:
    return text.startswith(prefix) and _SHAPE.match(text) is not None


def in_address(url: str) -> str | None:
    """The record id in the address of a record's page, 18 characters; None where there is none.

    Known are Lightning (``/lightning/r/Account/001.../view``, ``/lightning/r/001.../view``,
    ``/one/one.app#/sObject/001...``) and Classic (``/001...``, ``/apex/page?id=001...``).
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a bracket that is never closed
        return None
    pieces = [*unquote(parts.path).split("/"), *unquote(parts.fragment).split("/")]
    pieces += [value for name, value in parse_qsl(parts.query) if name.lower() == "id"]
    for piece in pieces:
        if _IN_PATH.fullmatch(piece) and any(c.isdigit() for c in piece[:3]):
            return full(piece)
    return None
