"""What Salesforce and the network say went wrong, in one line that a person can act on.

No message carries a URL with its query, a token, or the text of a statement: they end in logs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import requests

from generator.errors import (
    AccountdocsError,
    ConnectionFailed,
    LimitReached,
    ReadFailed,
    SignInFailed,
)


class NoAnswer(ConnectionFailed):
    """Nothing came back at all: the address, the network or the certificate is at fault."""


class ResourceMissing(ReadFailed):
    """Salesforce knows no resource at the address, or no such version of its API."""


class LocatorLost(ReadFailed):
    """Salesforce no longer holds the rest of a result: it keeps few at once, and not for long."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a connection was made from: the address it goes to and the settings that named it."""

    site: str  # https://host[:port], no path
    address_setting: str
    token_setting: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One error as Salesforce's REST API writes it."""

    code: str
    message: str


def parse_faults(body: object) -> tuple[Fault, ...]:
    """The errors in a decoded answer; none where it has another shape."""
    rows = body if isinstance(body, list) else [body]
    found = []
    for row in rows:
        if isinstance(row, Mapping) and ("errorCode" in row or "error" in row):
            code = str(row.get("errorCode") or row.get("error"))
            found.append(Fault(code, str(row.get("message") or row.get("error_description") or "")))
    return tuple(found)


def unanswered(error: requests.RequestException, origin: Origin) -> NoAnswer:
    """The fault for a call that got no answer at all."""
    cause, step = _cause(error, origin)
    return NoAnswer(f"No answer from {origin.site}: {cause}.", next_step=step)


def _cause(error: requests.RequestException, origin: Origin) -> tuple[str, str]:
    address = f"Check {origin.address_setting} and the network connection."
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy refused the connection", "Check HTTPS_PROXY and NO_PROXY."
    if isinstance(error, requests.exceptions.SSLError):
        return (
            "its certificate could not be verified",
            "Behind a company proxy, set REQUESTS_CA_BUNDLE to the company's certificate file.",
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return "it did not accept a connection in time", address
    if isinstance(error, requests.exceptions.Timeout):
        return "it did not answer in time", "Try again; for slow orgs raise the read timeout."
    if isinstance(error, requests.exceptions.ConnectionError):
        return _refusal_in_words(error), address
    return f"the call broke off ({type(error).__name__})", "Try again."


def _refusal_in_words(error: Exception) -> str:
    text = str(error)
    if any(mark in text for mark in ("NameResolution", "getaddrinfo", "Name or service")):
        return "its name is not known"
    if "refused" in text:
        return "connection refused"
    return "the connection could not be made or broke off"


def refused(response: requests.Response, origin: Origin) -> AccountdocsError:
    """The fault for an answer whose HTTP status is not a success."""
    status = response.status_code
    found = parse_faults(_decoded(response))
    code = found[0].code if found else ""
    if status == 401 or code in ("INVALID_SESSION_ID", "INVALID_AUTH_HEADER"):
        return expired(origin)
    if code in ("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequest") or status == 429:
        return over_limit(found[0].message if found else "")
    if 300 <= status < 400:
        return ConnectionFailed(
            f"{origin.site} sends the call elsewhere (HTTP {status}).",
            next_step=f"Set {origin.address_setting} to the org's My Domain address, "
            "https://<name>.my.salesforce.com.",
        )
    if status >= 500:
        return ConnectionFailed(
            f"{origin.site} failed to answer (HTTP {status}).", next_step="Try again in a while."
        )
    return _refused_otherwise(status, code, origin)


def _refused_otherwise(status: int, code: str, origin: Origin) -> AccountdocsError:
    if code in {"API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED"}:
        return SignInFailed(
            "The user of the connection may not use Salesforce's API.",
            next_step='Ask an administrator for the permission "API Enabled".',
        )
    if not code:
        return ConnectionFailed(
            f"{origin.site} does not answer as Salesforce's REST API does (HTTP {status}).",
            next_step=f"Check {origin.address_setting}.",
        )
    kind = ResourceMissing if status == 404 else ReadFailed
    if code == "INVALID_QUERY_LOCATOR":
        kind = LocatorLost
    return kind(
        f"Salesforce refused a call: {code} (HTTP {status}).",
        next_step="Run `accountdocs doctor` to see what the connection may read.",
    )


def expired(origin: Origin) -> SignInFailed:
    return SignInFailed(
        "Salesforce does not accept the access token: it has expired or is not of this org.",
        next_step=f"Get a new token and set {origin.token_setting}.",
    )


def over_limit(message: str) -> LimitReached:
    if "concurrent" in message.lower():
        return LimitReached(
            "Too many long calls run in the org at once.", next_step="Try again in a minute."
        )
    return LimitReached(
        "The org has used up its API calls for the last 24 hours.",
        next_step="Try again later, or ask an administrator who uses them.",
    )


def unreadable(what: str, origin: Origin) -> ReadFailed:
    """The fault for a success whose body is not what it should be."""
    return ReadFailed(
        f"{origin.site} answered with something that is not Salesforce's: {what}.",
        next_step=f"Check {origin.address_setting}; a proxy may have answered in its place.",
    )


def _decoded(response: requests.Response) -> object:
    try:
        return json.loads(response.text)
    except ValueError:
        return None
