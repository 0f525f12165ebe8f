"""Record ids of the CRM: 15 characters that tell upper from lower case, or 18 with a checksum."""

from __future__ import annotations

import re
from typing import Final

_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_WHOLE: Final = re.compile(r"[A-Za-z0-9]{15}[A-Z0-5]{3}\Z", re.IGNORECASE | re.ASCII)


def checksum(head: str) -> str:
    """The three characters that say which of fifteen are upper case, five characters each
    (Salesforce help, "15 and 18 character ids")."""
    return "".join(
        _ALPHABET[
            sum(1 << n for n, letter in enumerate(head[start : start + 5]) if "A" <= letter <= "Z")
        ]
        for start in (0, 5, 10)
    )


def is_whole(text: str) -> bool:
    """Whether ``text`` is an id of 18 characters, of whatever kind: its checksum fits."""
    return _WHOLE.match(text) is not None and checksum(text[:15]) == text[15:].upper()
