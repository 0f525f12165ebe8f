"""A limit on a whole call: an answer that drips in byte by byte keeps every single wait short.

requests limits the wait for a connection and for the next piece of an answer, never both together.
Here a timer shuts the call's socket down when the time is up, and whoever reads from it gets a
broken answer at once.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_running = threading.local()


class CallLimit:
    """While it is entered, a call of this thread has ``seconds``; ``is_over`` says it took more."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        _running.limit = self
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        _running.limit = None

    def hold(self, connected: socket.socket | None) -> None:
        """``connected`` is what the call's answer comes through."""
        self._socket = connected

    def _end(self) -> None:
        self.is_over = True
        if self._socket is not None:
            with suppress(OSError):  # the other side was quicker
                self._socket.shutdown(socket.SHUT_RDWR)


class _Told:
    """A connection that tells the limit of its call which socket it uses."""

    debuglevel = 0  # http.client's own switch would print headers and bodies
    sock: socket.socket | None

    def request(self, *args: Any, **kwargs: Any) -> None:
        super().request(*args, **kwargs)  # type: ignore[misc]  # urllib3's, beside which it stands
        limit: CallLimit | None = getattr(_running, "limit", None)
        if limit is not None:
            limit.hold(self.sock)


class _Plain(_Told, HTTPConnection):
    pass


class _Secure(_Told, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


_POOLS = {"http": _PlainPool, "https": _SecurePool}


class WatchedAdapter(HTTPAdapter):
    """requests' own adapter over connections that a CallLimit can end."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager
