"""The rules that hold for every call which leaves the program, to whatever server.

Certificates are verified, and REQUESTS_CA_BUNDLE, HTTPS_PROXY and NO_PROXY are honoured, by
requests itself. Redirects are not followed: a secret goes to the address it was given for. A
``~/.netrc`` adds nothing. Headers and bodies are never printed, whatever is switched on elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from generator.crm import faults
from generator.crm.faults import Origin
from generator.crm.watch import CallLimit, WatchedAdapter


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for a connection, between two pieces of an answer, and for all of it."""

    connect: float = 10.0
    read: float = 150.0  # Salesforce itself gives a query 120
    whole: float = 600.0


class GuardedSession(requests.Session):
    """A requests session for one server."""

    def __init__(self, origin: Origin, timeouts: Timeouts = Timeouts()) -> None:
        super().__init__()
        self.origin = origin
        self.timeouts = timeouts
        self._has_answered = False
        for scheme in ("https://", "http://"):
            self.mount(scheme, WatchedAdapter())
        # Without this requests would let a ~/.netrc entry speak in the place of our own headers.
        self.auth = self._sign
        if urlsplit(origin.site).scheme == "http":
            self.trust_env = False  # loopback: no proxy has business there

    def request(  # type: ignore[override]  # all further arguments go through as they are
        self, method: str, url: str, **kwargs: Any
    ) -> requests.Response:
        """The whole answer, body included. NoAnswer where it does not come, or not in time."""
        kwargs.setdefault("timeout", (self.timeouts.connect, self.timeouts.read))
        kwargs["allow_redirects"] = False
        with CallLimit(self.timeouts.whole) as limit:
            try:
                response = super().request(method, url, **kwargs)
            except requests.RequestException as error:
                fault = faults.unanswered(error, self.origin, is_first=not self._has_answered)
            else:
                self._has_answered = True
                return response
        if limit.is_over:
            fault = faults.out_of_time(self.timeouts.whole, self.origin)
        # The error of requests carries the whole URL, and with it names of customers.
        raise fault from None

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request
