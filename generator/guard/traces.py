"""Traces of the CRM, of our people and of computers: ids, addresses, e-mail, paths, queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Trace(NamedTuple):
    kind: str
    what: str


TOKEN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?(?![A-Za-z0-9])")
_KEYS: Final = ("001", "003", "005", "006", "00D", "00T", "00U", "00Q", "02i", "500", "800", "a0")
MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
TAG: Final = re.compile(r"\{\{.{0,120}?\}\}|\{%.{0,120}?%\}|\{#.{0,120}?#\}|\{\{|\}\}|\{%|%\}")

_PUBLIC: Final = "www|trust|help|developer|developers|status|trailhead|appexchange|investor"
_ORG: Final = re.compile(
    r"(?:(?<=[\w-]\.)(?<!\b(?:www)\.)(?:salesforce|force|database|my\.site|visualforce"
    r"|documentforce|cloudforce|salesforce-setup|salesforce-sites))\.com\b[\w/.?=&%-]*",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"[\w.-]*\Z")
_OPEN_HOST: Final = re.compile(rf"(?:{_PUBLIC})\.salesforce\.com", re.IGNORECASE)

_LOCAL: Final = re.compile(
    r"(?:https?://)?(?:127\.0\.0\.1|\blocalhost)(?::\d+|/)[\w:/.?=&%-]*", re.IGNORECASE
)
_DRIVE: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]:[\\/](?![\\/])[^\s\"'<>|]+")
_SHARE: Final = re.compile(
    r"(?<![:\w/\\])(?:\\\\|//)[\w-]+[\\/][^\s\"'<>|]+\.\w{2,5}|\\\\[\w.-]+\\\S+"
)
_FILE: Final = re.compile(r"file:/+[^\s\"'<>]+", re.IGNORECASE)
_ROOTS: Final = ("home", "Users", "Volumes", "tmp", "var", "root", "mnt", "srv")
_HOMES: Final = (*(f"/{name}/".lower() for name in _ROOTS), "~/")
_HOME: Final = re.compile(rf"(?:(?<![\w/.:])/(?:{'|'.join(_ROOTS)})/|(?<!\S)~/)[^\s\"'<>]+")
_ONE_DRIVE: Final = re.compile(r"[\w-]+-my\.sharepoint\.com/\S*personal/[^\s\"'<>]+", re.IGNORECASE)
_QUERY: Final = re.compile(r"\bSELECT\s+[\w.,\s()]{1,400}?\sFROM\s+\w+")
_SMALL_QUERY: Final = re.compile(
    r"\bselect\s[\w.,\s()]{0,200}?\bid\b[\w.,\s()]{0,200}?\sfrom\s+\w+", re.IGNORECASE
)
_API_NAME: Final = re.compile(r"\b[A-Za-z]\w*__(?:c|r|pc|mdt|x|e|b|kav|share)\b")
_GAP: Final = re.compile(
    r"<<\s?\w[^<>]{0,40}>>|\[(?:insert|add|enter|your|customer name|company name)\b[^\]]{0,60}\]"
    r"|\bX{3,}\b|#(?:REF!|NAME\?|VALUE!|DIV/0!)",
    re.IGNORECASE,
)

_PATTERNS: Final = (
    ("address", ("127.0.0.1", "localhost"), _LOCAL),
    ("path", (":\\", ":/"), _DRIVE),
    ("path", ("\\\\", "//"), _SHARE),
    ("path", ("file:/",), _FILE),
    ("path", _HOMES, _HOME),
    ("path", ("-my.sharepoint.com",), _ONE_DRIVE),
    ("query", ("select",), _QUERY),
    ("query", ("select",), _SMALL_QUERY),
    ("query", ("__",), _API_NAME),
)
"""Kind, signs in small letters of which there must be one, and the pattern."""

OFFICES: Final = frozenset(
    (
        *("support", "info", "help", "helpdesk", "sales", "contact", "service", "hello", "office"),
        *(
            "team",
            "privacy",
            "security",
            "press",
            "media",
            "noreply",
            "no-reply",
            "success",
            "care",
        ),
        *("customerservice", "customercare", "feedback", "legal", "billing", "marketing", "events"),
    )
)
"""Addresses that a company gives to everybody."""


def traces(text: str) -> Iterator[Trace]:
    """Addresses of orgs, paths and queries in ``text`` (``plain``)."""
    lowered = text.lower()
    for kind, signs, pattern in _PATTERNS:
        if any(sign in lowered for sign in signs):
            yield from (Trace(kind, hit[0]) for hit in pattern.finditer(text))
    if ".com" in lowered:
        yield from (Trace("address", address) for address in _addresses(text))


def _addresses(text: str) -> Iterator[str]:
    """Addresses of Salesforce orgs, with all of the host's name; the company's own are none."""
    for hit in _ORG.finditer(text):
        host = _HOST.search(text, max(0, hit.start() - 100), hit.start())
        address = f"{host[0] if host else ''}{hit[0]}"
        if not _OPEN_HOST.match(address):
            yield address


def gaps(text: str) -> Iterator[str]:
    """What an author meant to fill in, and the errors of a spreadsheet."""
    return (hit[0] for hit in _GAP.finditer(text))


def looks_like_id(token: str) -> bool:
    """Whether 15 characters look like a record id: a known beginning, letters of both cases."""
    both = any(sign.isupper() for sign in token) and any(sign.islower() for sign in token)
    return token.startswith(_KEYS) and both and any(sign.isdigit() for sign in token[3:])
