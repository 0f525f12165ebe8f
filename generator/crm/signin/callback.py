"""Where the browser comes back to: a listener on loopback for the one answer that is ours."""

from __future__ import annotations

import contextlib
import errno
import html
import os
import queue
import secrets
import socket
import socketserver
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from generator.errors import SignInFailed

PATH = "/callback"
_IDLE = 10.0  # seconds that a connection may say nothing: browsers open some in advance
_DECIDING = 180.0  # seconds that the browser waits for what became of its answer
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'",
    "Connection": "close",
}


@dataclass(frozen=True)
class Arrival:
    """An answer with our state. ``query`` holds the code; whoever takes it says how it ended."""

    query: str = field(repr=False)
    _told: Future[tuple[str, str]] = field(default_factory=Future, repr=False)
    _sent: threading.Event = field(default_factory=threading.Event, repr=False)

    def tell(self, heading: str, text: str) -> None:
        """Shows the person in the browser how it ended; comes back when the page is out."""
        self._told.set_result((heading, text))
        self._sent.wait(_IDLE)

    def page(self) -> tuple[str, str]:
        return self._told.result(_DECIDING)

    def sent(self) -> None:
        self._sent.set()


class Callback:
    """Listens on ``http://localhost:PORT/callback`` while it is entered.

    Raises SignInFailed where the port is taken, by whatever program on whichever loopback address.
    """

    def __init__(self, port: int) -> None:
        self.uri = f"http://localhost:{port}{PATH}"
        self.state = secrets.token_urlsafe(32)
        self.strangers = 0  # answers that were not ours
        self._port = port
        self._arrivals: queue.Queue[Arrival] = queue.Queue()
        self._lock = threading.Lock()
        self._has_arrived = False
        self._servers: list[_Server] = []

    def __enter__(self) -> Self:
        try:
            self._listen(socket.AF_INET, "127.0.0.1")
            with contextlib.suppress(_NoSuchFamily):  # a machine without IPv6
                self._listen(socket.AF_INET6, "::1")
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def wait(self, seconds: float) -> Arrival | None:
        """The answer; None where none comes in time."""
        try:
            return self._arrivals.get(timeout=seconds)
        except queue.Empty:
            return None

    def arrive(self, query: str) -> Arrival | None:
        """Takes the first answer that has our state; None for any other."""
        given = parse_qs(query).get("state", [""])[0]
        with self._lock:
            is_ours = secrets.compare_digest(given.encode(), self.state.encode())
            if not is_ours:
                self.strangers += 1
            if self._has_arrived or not is_ours:
                return None
            self._has_arrived = True
        arrival = Arrival(query)
        self._arrivals.put(arrival)
        return arrival

    def _listen(self, family: socket.AddressFamily, host: str) -> None:
        try:
            server = _Server(family, (host, self._port), self)
        except OSError as error:
            if family == socket.AF_INET6 and error.errno != errno.EADDRINUSE:
                raise _NoSuchFamily from None
            raise SignInFailed(
                f"Port {self._port} on this machine is taken ({error.strerror}): the browser could "
                "not come back.",
                next_step="End the program that listens there, perhaps another `accountdocs "
                "login`, or name another port in [logins] and in the app's callback address.",
            ) from None
        self._servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def _close(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()


class _NoSuchFamily(Exception):
    pass


class _Server(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True
    block_on_close = False
    # On Windows the option would let a second program listen on the same port.
    allow_reuse_address = os.name == "posix"

    def __init__(
        self, family: socket.AddressFamily, address: tuple[str, int], callback: Callback
    ) -> None:
        self.address_family = family
        self.callback = callback
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # HTTPServer.server_bind looks its own name up in DNS, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away: nothing to say, and the request's line holds the code."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _IDLE

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path != PATH:
            self._send(404, "Not here", "This address is for signing in only.")
            return
        arrival = self.server.callback.arrive(parts.query)
        if arrival is None:
            self._send(
                400,
                "Not this sign-in",
                "The sign-in that waits did not ask for this answer, or has its answer already.",
            )
            return
        try:
            self._send(200, *arrival.page())
        finally:
            arrival.sent()

    def _send(self, status: int, heading: str, text: str) -> None:
        body = _page(heading, text).encode()
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def version_string(self) -> str:
        return "accountdocs"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Nothing: the request's line holds the code."""


def _page(heading: str, text: str) -> str:
    return (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>"
        f"<title>accountdocs: {html.escape(heading)}</title></head>"
        f"<body><h1>{html.escape(heading)}</h1><p>{html.escape(text)}</p></body></html>"
    )
