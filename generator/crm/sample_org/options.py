"""How a sample org behaves, for tests and demos that need it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from ssl import SSLContext

from .wire import Asked, Response

Intercept = Callable[[str, str], Response | None]
Tamper = Callable[[Asked, Callable[[], Response]], Response]
VERSIONS = tuple(f"{number}.0" for number in range(58, 67))


@dataclass(frozen=True)
class SignIn:
    """Who may sign in, and how. ``callbacks``: the app's callback addresses. ``denies``: the error
    that the authorization endpoint goes back with. ``rotates``: each use of a refresh token gives a
    new one and ends the old. ``public_key``: of the app's certificate, as PEM, for JWT bearer.
    ``username``, ``password``, ``security_token``: the user's, for JWT bearer and SOAP login()."""

    callbacks: tuple[str, ...] = ("http://localhost:8717/callback",)
    denies: str = ""
    rotates: bool = False
    public_key: str = ""
    username: str = ""
    password: str = ""
    security_token: str = ""


@dataclass(frozen=True)
class Options:
    """``today``: what TODAY means (default: the org's as_of). ``versions``: the API versions
    offered. ``daily_limit``, ``calls_used``: API calls a day, and how many are gone already.
    ``page_cap``: a page never has more records, whatever batchSize asks for. ``max_locators``:
    query locators held, the oldest dropped first. ``client``: the consumer key and secret that the
    token endpoint takes (default: any). ``sign_in``: who else may sign in. ``bulk_polls``: how
    often a bulk job says that it is not done before it is. ``bulk_page``: the most records in one
    set of a bulk job's results.
    ``bulk_jobs_used``: query jobs of the last 24 hours that are gone already. ``not_in_bulk``: the
    objects that the Bulk API refuses. ``intercept``: called with method and path (with query)
    before anything else; its Response, if any, is the answer and counts as no call. ``tamper``:
    called with each request and the way to the org's own answer; what it gives is the answer.
    ``tls``: the org then listens to https only."""

    today: date | None = None
    versions: tuple[str, ...] = VERSIONS
    daily_limit: int = 15_000
    calls_used: int = 0
    page_cap: int = 2_000
    max_locators: int = 10
    client: tuple[str, str] | None = None
    sign_in: SignIn = SignIn()
    bulk_polls: int = 2
    bulk_page: int = 50_000
    bulk_jobs_used: int = 0
    not_in_bulk: frozenset[str] = frozenset()
    intercept: Intercept | None = None
    tamper: Tamper | None = None
    tls: SSLContext | None = None
