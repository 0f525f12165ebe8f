"""Word's fields, read as Word reads them: over many runs, and one inside the code of another.

A field is known by the first word of its code (ECMA-376 part 1, §17.16.5). Refused are fields that
bring in outside content, start something or print raw codes, and a name that another field makes:
what it comes to is not known before Word works it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable

LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
TAG = re.compile(r"\{\{|%7B%7B", re.IGNORECASE)
_REFUSED = frozenset(
    [
        *("DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "RD"),
        *("DATABASE", "DATA", "MACROBUTTON", "EMBED", "CONTROL", "HTMLCONTROL", "PRINT", "ADDIN"),
        *("AUTOTEXT", "AUTOTEXTLIST", "GLOSSARY"),
    ]
)
_QUOTES = "\"'\u201c\u201d\u201e"
_INNER = "\0"  # where another field stands in the code
_NAME = re.compile(rf"[\s{_QUOTES}]*([^\s{_QUOTES}\\{_INNER}]*)")
_TOKEN = re.compile(r'"[^"]*"|\\[a-zA-Z](?=["\s]|$)|\S+')
_WITH_ARGUMENT = frozenset(["\\l", "\\o", "\\t", "\\s"])  # switches of HYPERLINK


class Fields:
    """All fields of one part. ``report`` gets each fault once, in words that follow the part."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._codes: list[list[str]] = [[]]  # innermost last; the first: codes outside of fields
        self._shown: list[bool] = [True]  # whether each field's code is over: what it shows follows

    def boundary(self, kind: str) -> None:
        """``w:fldChar``: ``begin``, ``separate`` or ``end``."""
        if kind == "begin":
            self._nested()
            self._codes.append([])
            self._shown.append(False)
            return
        self._settle()
        if kind == "separate":
            self._shown[-1] = True
        elif kind == "end" and len(self._codes) > 1:
            self._codes.pop()
            self._shown.pop()

    def text(self, data: str) -> None:
        self._codes[-1].append(data)

    def simple(self, code: str) -> None:
        """``w:fldSimple``: a field whose whole code stands in an attribute."""
        self._nested()
        self._check(code)

    def ended(self) -> None:
        """The part is at its end: what was left open is checked too."""
        while self._codes:
            self._settle()
            self._codes.pop()

    def _nested(self) -> None:
        if self._shown[-1]:  # such as the page numbers in a table of contents
            self._settle()
        else:
            self._codes[-1].append(_INNER)

    def _settle(self) -> None:
        self._check("".join(self._codes[-1]))
        self._codes[-1].clear()

    def _check(self, code: str) -> None:
        found = _NAME.match(code)
        name = found[1].upper() if found else ""
        rest = code[found.end() :] if found else ""
        if rest.startswith(_INNER) and not name.startswith("="):
            self._report("holds a field whose name another field makes")
        elif name in _REFUSED:
            self._report(f"holds the field {name}, which brings in outside content")
        elif name == "HYPERLINK":
            for address in _addresses(rest):
                if not LINK.match(address) and not TAG.search(address):
                    self._report(f"holds a link to {address.replace(_INNER, '…')[:80]!r}")


def _addresses(arguments: str) -> list[str]:
    """What HYPERLINK leads to: its arguments that belong to no switch."""
    found: list[str] = []
    switch = ""
    for token in _TOKEN.findall(arguments):
        if token.lower() in _WITH_ARGUMENT:
            switch = token
        elif switch:
            switch = ""
        elif not re.fullmatch(r"\\[a-zA-Z]", token):
            found.append(token.strip(_QUOTES))
    return [address for address in found if address]
