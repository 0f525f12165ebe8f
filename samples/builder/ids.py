"""Salesforce record ids, derived from a business key so that they stay when records are added."""

from __future__ import annotations

import hashlib

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
POD = "Hq0"  # characters 4-6 of an id name the instance that made it


def checksum(id15: str) -> str:
    """The three characters that make a 15-character id safe where case is lost.

    Each stands for five characters of the id: bit n is set where the nth of them is a capital.
    """
    if len(id15) != 15:
        raise ValueError(f"a record id has 15 characters before its suffix: {id15!r}")
    suffix = ""
    for start in (0, 5, 10):
        chunk = id15[start : start + 5]
        suffix += SUFFIX[sum(1 << n for n, c in enumerate(chunk) if "A" <= c <= "Z")]
    return suffix


def record_id(prefix: str, key: str) -> str:
    """The 18-character id of the record that ``key`` names, e.g. ``001``, ``kestrel/snacks``."""
    number = int.from_bytes(hashlib.sha256(f"{prefix}:{key}".encode()).digest()[:8], "big")
    tail = ""
    for _ in range(7):
        number, digit = divmod(number, len(ALPHABET))
        tail += ALPHABET[digit]
    id15 = f"{prefix}{POD}00{tail}"
    return id15 + checksum(id15)
