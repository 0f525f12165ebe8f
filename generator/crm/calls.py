"""The rules that hold for every call which leaves the program, to whatever server.

Certificates are verified, and REQUESTS_CA_BUNDLE, HTTPS_PROXY and NO_PROXY are honoured, by
requests itself. Redirects are not followed: a secret goes to the address it was given for. A
``~/.netrc`` adds nothing. Headers and bodies are never printed, whatever is switched on elsewhere.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from generator.crm import faults
from generator.crm.faults import Origin
from generator.crm.transport import Timeouts


class GuardedSession(requests.Session):
    """A requests session for one server. A call without an answer raises NoAnswer."""

    def __init__(self, origin: Origin, timeouts: Timeouts = Timeouts()) -> None:
        super().__init__()
        self.origin = origin
        self.timeouts = timeouts
        for scheme in ("https://", "http://"):
            self.mount(scheme, _SilentAdapter())
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


class _SilentHTTPConnection(HTTPConnection):
    debuglevel = 0  # http.client's own switch would print headers and bodies


class _SilentHTTPSConnection(HTTPSConnection):
    debuglevel = 0


class _SilentHTTPPool(HTTPConnectionPool):
    ConnectionCls = _SilentHTTPConnection


class _SilentHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _SilentHTTPSConnection


_POOLS = {"http": _SilentHTTPPool, "https": _SilentHTTPSPool}


class _SilentAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):  # those connections are made by another library
            manager.pool_classes_by_scheme = _POOLS
        return manager
