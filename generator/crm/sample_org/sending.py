"""How an answer goes out: whole, or broken off as networks and proxies break answers off."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import select
import socket
import struct
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any

from .wire import Manner, Response

DRIP_SECONDS = 0.05  # between two bytes
_WORTH_PACKING = 1_400
_AT_ONCE = struct.pack("ii", 1, 0)  # linger for no time: closing resets the connection


def send(handler: BaseHTTPRequestHandler, response: Response) -> None:
    """Writes ``response`` to the client of ``handler`` in its manner."""
    if response.manner in (Manner.DROPPED, Manner.PLAIN):
        _hang_up(handler)
    elif response.manner is Manner.SILENT:
        _wait_for_hangup(handler.connection)
        _hang_up(handler)
    else:
        _send(handler, response)


def _send(handler: BaseHTTPRequestHandler, response: Response) -> None:
    data, headers = _packed(response, "gzip" in (handler.headers.get("Accept-Encoding") or ""))
    handler.send_response(response.status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    if handler.command == "HEAD":
        return
    if response.manner is Manner.WHOLE:
        handler.wfile.write(data)
    elif response.manner is Manner.DRIPPING:
        _drip(handler, data)
    else:
        handler.wfile.write(data[: len(data) // 2])
        handler.wfile.flush()
        _hang_up(handler, reset=response.manner is Manner.RESET)


def _packed(response: Response, is_taken: bool) -> tuple[bytes, Mapping[str, str]]:
    """Body and headers as they go out, compressed where that is taken and worth it."""
    data = written(response)
    headers = {"Content-Type": "application/json;charset=UTF-8", **response.headers}
    if response.packs and is_taken and len(data) > _WORTH_PACKING:
        return gzip.compress(data, 1, mtime=0), {**headers, "Content-Encoding": "gzip"}
    return data, headers


def written(response: Response) -> bytes:
    """The body as bytes."""
    if isinstance(response.body, bytes):
        return response.body
    if response.status == 204:
        return b""
    return _json(response.body)


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _drip(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    """Byte by byte until the client has had enough: every wait for a byte is short, the whole is
    long."""
    with contextlib.suppress(OSError):
        for place in range(len(data)):
            handler.wfile.write(data[place : place + 1])
            handler.wfile.flush()
            time.sleep(DRIP_SECONDS)


def _hang_up(handler: BaseHTTPRequestHandler, *, reset: bool = False) -> None:
    handler.close_connection = True
    if not reset:
        return
    connection = handler.connection
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    with contextlib.suppress(OSError):
        # Closing the socket object would wait for the files that the handler has made of it.
        os.close(connection.detach())


def _wait_for_hangup(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        select.select([connection], [], [])
