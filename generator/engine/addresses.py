"""Addresses of links: what may come out of data as a link, and what stays a text.

Only http, https and mailto are links. An address without a scheme is taken for a web address where
it begins with a host's name that has a dot. Refused is whatever a reader or a program could take
for another place than it seems to be (a name before ``@``, backslashes, ``//host``, control
characters, a host that no name service knows) or that does more than to open: a mail address may
bring a subject and a text, and nobody in copy. Letters outside of ASCII come out in the form that
programs send (RFC 3987 §3.1, RFC 5891), so that a look-alike host is seen as ``xn--``.
Sources: RFC 3986 §2 and §3, RFC 6068 §2 and §7; Excel's limit for an address.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

MAX_ADDRESS = 2_000
_WEB, _MAIL = ("http", "https"), "mailto"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?![0-9]{1,5}(?:[/?#]|$))")
_WEB_PARTS = re.compile(r"([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_HOST = re.compile(
    r"((?!-)[a-z0-9_-]{1,63}(?<!-)\.)*(?!-)[a-z0-9_-]{1,63}(?<!-)\.?(?::[0-9]{1,5})?"
)
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$&'*+/=^_`{|}~-]+@[^@]+")
_MAIL_FIELD = re.compile(r"(subject|body)=([^&=]*)", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\\\\\u2028\u2029]")
_ENCODED_CONTROL = re.compile("%(?:[01][0-9a-f]|7f)", re.IGNORECASE)
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_KEPT = "%/?:@!$&'()*+,;=~-._"


class _Bad(Exception):
    """The message says what is wrong with the address."""


@lru_cache(maxsize=4096)
def safe_address(value: str) -> tuple[str, str]:
    """The address to link to and ``""``; or ``""`` and why there is no link."""
    try:
        return _checked(value.strip(" \t\r\n")), ""
    except _Bad as bad:
        shown = value if len(value) <= 60 else value[:59] + "…"
        return "", f"no link to {shown!r}, which {bad}; its text stands alone"


def _checked(text: str) -> str:
    if not text:
        raise _Bad("is empty")
    found = _SCHEME.match(text)
    scheme = found.group(1).lower() if found else ""
    if scheme == _MAIL:
        address = _mail(text[len(_MAIL) + 1 :])
    elif scheme in _WEB and text[len(scheme) : len(scheme) + 3] == "://":
        address = f"{scheme}://{_web(text[len(scheme) + 3 :])}"
    elif scheme:
        raise _Bad("is no web or mail address")
    else:
        if "." not in re.split("[/?#:]", text, maxsplit=1)[0].strip("."):
            raise _Bad("is no web or mail address")
        address = f"https://{_web(text)}"
    if len(address) > MAX_ADDRESS:
        raise _Bad(f"has more than {MAX_ADDRESS:,} characters")
    return address


def _web(rest: str) -> str:
    """Host, path, query and fragment, each in the characters that an address may have."""
    inner = _UNSEEN.search(rest)
    if inner:
        raise _Bad(f"holds the character U+{ord(inner.group()):04X}")
    found = _WEB_PARTS.fullmatch(rest)
    assert found is not None  # each of its parts may be empty
    host, *others = found.groups("")
    return _host(host) + "".join([part[:1] + _encoded(part[1:]) for part in others])


def _host(text: str) -> str:
    if "@" in text:
        raise _Bad("holds a user's name before the host")
    name, colon, port = text.partition(":")
    try:
        name = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    host = (name + colon + port).lower()
    if not _HOST.fullmatch(host) or (port and int(port) > 65_535):
        raise _Bad("names no host that there can be")
    return host


def _mail(rest: str) -> str:
    mailbox, mark, fields = rest.partition("?")
    if _UNSEEN.search(rest) or not _MAILBOX.fullmatch(mailbox):
        raise _Bad("is no mail address")
    user, _, domain = mailbox.rpartition("@")
    address = f"mailto:{quote(user, safe=_KEPT)}@{_host(domain)}"
    if ":" in domain:
        raise _Bad("is no mail address")
    if not mark:
        return address
    for field in fields.split("&"):
        found = _MAIL_FIELD.fullmatch(field)
        if found is None:
            raise _Bad("sets more of a mail than its subject and text")
        if found.group(1).lower() == "subject" and _ENCODED_CONTROL.search(field):
            raise _Bad("breaks the line of a mail's subject")
    return f"{address}?{_encoded(fields)}"


def _encoded(text: str) -> str:
    """``text`` with all else than an address' own characters as UTF-8 after ``%``."""
    whole = _LONE_PERCENT.sub("%25", text)
    if "\x00" in unquote(whole):
        raise _Bad("holds the character U+0000")
    return quote(whole.encode("utf-8", "replace"), safe=_KEPT)
