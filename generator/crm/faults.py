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
    CrmError,
    LimitReached,
    ReadFailed,
    SignInFailed,
)


class NoAnswer(ConnectionFailed):
    """Nothing came back, or half an answer: the address, the network or the certificate is at
    fault. ``is_lasting``: trying again would not help."""

    is_lasting = False


class TimedOut(NoAnswer):
    """The connection stands, and no answer came in time: the question may be too much."""


class ServerFailed(ConnectionFailed):
    """Salesforce, or what stands before it, failed to answer. ``pause``: seconds it asked for."""

    pause = 0.0


class Busy(LimitReached):
    """Too much at once, now. ``pause``: seconds to wait, where the answer named them."""

    pause = 0.0


class Garbled(ReadFailed):
    """A success whose body is not what it should be: cut short, or somebody else's page."""


class OddAnswer(ConnectionFailed):
    """A refusal that is not in the form of Salesforce's REST API."""

    status = 0


class Uneven(ReadFailed):
    """A result whose pages do not hold as many records as it said: it changed meanwhile."""


class SessionEnded(SignInFailed):
    """The access token is no longer taken: signing in again mends it."""


class ResourceMissing(ReadFailed):
    """Salesforce knows no resource at the address, or no such version of its API."""


class LocatorLost(ReadFailed):
    """Salesforce no longer holds the rest of a result: it keeps few at once, and not for long."""


PASSING = (NoAnswer, ServerFailed, Busy, Garbled)
"""Faults that may be gone on the next try."""

_BUSY_CODES = frozenset({"SERVER_UNAVAILABLE", "UNABLE_TO_LOCK_ROW", "ConcurrentRequest"})
_LIMIT = "REQUEST_LIMIT_EXCEEDED"


def is_passing(error: BaseException) -> bool:
    """Whether the same call may succeed if it is made again."""
    return isinstance(error, PASSING) and not getattr(error, "is_lasting", False)


def asked_pause(error: BaseException | None) -> float:
    """The seconds that the refusal asked to wait; 0 where it did not."""
    return error.pause if isinstance(error, ServerFailed | Busy) else 0.0


@dataclass(frozen=True, slots=True)
class Origin:
    """What a connection was made from: the address it goes to and the settings that named it."""

    site: str  # https://host[:port], no path
    address_setting: str
    token_setting: str
    again: str = ""  # what a person does where the token is no longer accepted


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


def unanswered(
    error: requests.RequestException, origin: Origin, *, is_first: bool = False
) -> NoAnswer:
    """The fault for a call that got no answer, or not all of one.

    ``is_first``: nothing ever came from there, so that an address mistyped or a network that is
    not there fails at once and not after many tries.
    """
    cause, step = _cause(error, origin)
    kind = TimedOut if isinstance(error, requests.exceptions.ReadTimeout) else NoAnswer
    fault = kind(f"No answer from {origin.site}: {cause}.", next_step=step)
    unreached = isinstance(error, requests.exceptions.ConnectTimeout) or _was_not_reached(error)
    fault.is_lasting = _is_untrusted(error) or (is_first and unreached)
    return fault


def out_of_time(seconds: float, origin: Origin) -> TimedOut:
    """The fault for a call whose answer was not whole after ``seconds``."""
    return TimedOut(
        f"No answer from {origin.site}: it was not complete after {seconds:g} seconds.",
        next_step="Try again; for slow orgs raise the time limits.",
    )


def _was_not_reached(error: Exception) -> bool:
    return _refusal_in_words(error) in (_UNKNOWN_NAME, _REFUSED) or isinstance(
        error, requests.exceptions.ProxyError | requests.exceptions.SSLError
    )


def _is_untrusted(error: Exception) -> bool:
    """Whether the certificate is at fault, and not a connection that broke off."""
    is_secure = isinstance(error, requests.exceptions.SSLError)
    return is_secure and "CERTIFICATE_VERIFY_FAILED" in str(error)


def _cause(error: requests.RequestException, origin: Origin) -> tuple[str, str]:
    address = f"Check {origin.address_setting} and the network connection."
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy refused the connection", "Check HTTPS_PROXY and NO_PROXY."
    if isinstance(error, requests.exceptions.SSLError) and not _is_untrusted(error):
        return "no secure connection came about, or it broke off", address
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


_UNKNOWN_NAME, _REFUSED = "its name is not known", "connection refused"


def _refusal_in_words(error: Exception) -> str:
    text = str(error)
    if any(mark in text for mark in ("NameResolution", "getaddrinfo", "Name or service")):
        return _UNKNOWN_NAME
    if "refused" in text:
        return _REFUSED
    return "the connection could not be made or broke off"


def refused(response: requests.Response, origin: Origin) -> AccountdocsError:
    """The fault for an answer whose HTTP status is not a success."""
    status = response.status_code
    found = parse_faults(_decoded(response))
    code = found[0].code if found else ""
    if status == 401 or code in ("INVALID_SESSION_ID", "INVALID_AUTH_HEADER"):
        return expired(origin)
    pause = _pause(response)
    if (passing := in_passing(status, found, origin, pause)) is not None:
        return passing
    if 300 <= status < 400:
        return ConnectionFailed(
            f"{origin.site} sends the call elsewhere (HTTP {status}).",
            next_step=f"Set {origin.address_setting} to the org's My Domain address, "
            "https://<name>.my.salesforce.com.",
        )
    return _refused_otherwise(status, code, origin)


def _refused_otherwise(status: int, code: str, origin: Origin) -> AccountdocsError:
    if code in {"API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED"}:
        return SignInFailed(
            "The user of the connection may not use Salesforce's API.",
            next_step='Ask an administrator for the permission "API Enabled".',
        )
    if not code:
        odd = OddAnswer(
            f"{origin.site} does not answer as Salesforce's REST API does (HTTP {status}).",
            next_step=f"Check {origin.address_setting}.",
        )
        odd.status = status
        return odd
    kind = ResourceMissing if status == 404 else ReadFailed
    if code == "INVALID_QUERY_LOCATOR":
        kind = LocatorLost
    return kind(
        f"Salesforce refused a call: {code} (HTTP {status}).",
        next_step="Run `accountdocs doctor` to see what the connection may read.",
    )


def expired(origin: Origin) -> SessionEnded:
    return SessionEnded(
        "Salesforce does not accept the access token: it has expired or is not of this org.",
        next_step=origin.again or f"Get a new token and set {origin.token_setting}.",
    )


def in_passing(
    status: int, found: tuple[Fault, ...], origin: Origin, pause: float = 0.0
) -> CrmError | None:
    """The fault for a refusal that has to do with the moment: too busy, failing, over the limit.

    Two refusals share one code: the day's calls are used up, which no waiting of ours mends, and
    too many long calls at once, which passes (RELIABILITY.md 2, rule (b)).
    """
    fault = found[0] if found else Fault("", "")
    is_crowded = "concurrent" in f"{fault.code} {fault.message}".lower()
    if fault.code == _LIMIT and not is_crowded:
        return over_limit()
    if fault.code in _BUSY_CODES or fault.code == _LIMIT or status == 429:
        busy = Busy(
            "Salesforce is too busy for another call: too many long ones run in the org at once.",
            next_step="Try again in a few minutes.",
        )
        busy.pause = pause
        return busy
    if status >= 500:
        failed = ServerFailed(
            f"{origin.site} failed to answer (HTTP {status}).", next_step="Try again in a while."
        )
        failed.pause = pause
        return failed
    return None


def over_limit() -> LimitReached:
    return LimitReached(
        "The org has used up its API calls of the last 24 hours.",
        next_step="Run the same command again when some are free, at the latest in 24 hours; "
        "what was written stays. An administrator sees under System Overview who uses them.",
    )


def _pause(response: requests.Response) -> float:
    """Seconds that the answer asks to wait; a date in their place is passed over."""
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else 0.0


def unreadable(what: str, origin: Origin) -> Garbled:
    """The fault for a success whose body is not what it should be."""
    return Garbled(
        f"{origin.site} answered with something that is not Salesforce's: {what}.",
        next_step=f"Check {origin.address_setting}; a proxy may have answered in its place.",
    )


def _decoded(response: requests.Response) -> object:
    try:
        return json.loads(response.text)
    except ValueError:
        return None
