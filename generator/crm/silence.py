"""Connections that print nothing: http.client's own switch would show headers and bodies."""

from __future__ import annotations

from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class _SilentHTTPConnection(HTTPConnection):
    debuglevel = 0


class _SilentHTTPSConnection(HTTPSConnection):
    debuglevel = 0


class _SilentHTTPPool(HTTPConnectionPool):
    ConnectionCls = _SilentHTTPConnection


class _SilentHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _SilentHTTPSConnection


_POOLS = {"http": _SilentHTTPPool, "https": _SilentHTTPSPool}


class SilentAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):  # those connections are made by another library
            manager.pool_classes_by_scheme = _POOLS
        return manager
