"""The rules that hold for every call which leaves the program, to whatever server.

Certificates are verified, and REQUESTS_CA_BUNDLE, HTTPS_PROXY and NO_PROXY are honoured, by
requests itself. Redirects are not followed: a secret goes to the address it was given for. A
``~/.netrc`` adds nothing. Headers and bodies are never printed, whatever is switched on elsewhere.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests

from generator.crm import faults
from generator.crm.faults import Origin
from generator.crm.silence import SilentAdapter
from generator.crm.transport import Timeouts


class GuardedSession(requests.Session):
    """A requests session for one server. A call without an answer raises NoAnswer."""

    def __init__(self, origin: Origin, timeouts: Timeouts = Timeouts()) -> None:
        super().__init__()
        self.origin = origin
        self.timeouts = timeouts
        for scheme in ("https://", "http://"):
            self.mount(scheme, SilentAdapter())
        # Without this requests would let a ~/.netrc entry speak in the place of our own headers.
        self.auth = self._sign
        if urlsplit(origin.site).scheme == "http":
            self.trust_env = False  # loopback: no proxy has business there

    def request(  # type: ignore[override]  # all further arguments go through as they are
        self, method: str, url: str, **kwargs: Any
    ) -> requests.Response:
        kwargs.setdefault("timeout", (self.timeouts.connect, self.timeouts.read))
        kwargs["allow_redirects"] = False
        try:
            return super().request(method, url, **kwargs)
        except requests.RequestException as error:
            # The chained error would carry the whole URL, and with it names of customers.
            raise faults.unanswered(error, self.origin) from None

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request
