"""The sample org on loopback, for simple-salesforce and whatever else speaks Salesforce's REST."""

from __future__ import annotations

import contextlib
import secrets
import socket
import socketserver
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from types import TracebackType
from typing import Any, Self

from generator.errors import CrmError

from .data import OrgData
from .identity import organization_id
from .options import Options
from .rest import Rest
from .sending import send
from .wire import Asked, Manner, Response, request

MAX_HEAD = 16_384  # bytes of URI, and of URI and headers together


@dataclass(frozen=True)
class Call:
    """One request as it was answered. ``rule``: the key of the rule it broke, else empty."""

    method: str
    path: str
    status: int
    rule: str = ""


class SampleServer:
    """A sample org that answers on ``url`` (``http://127.0.0.1:PORT``) while it is entered::

        with SampleServer(load(folder)) as org:
            Salesforce(instance_url=org.url, session_id=org.token)

    ``api_calls`` counts as Salesforce counts; ``requests`` lists all that was asked.
    Raises CrmError where the port is taken.
    """

    def __init__(
        self,
        data: OrgData,
        *,
        port: int = 0,
        token: str | None = None,
        options: Options | None = None,
    ) -> None:
        self.options = options or Options()
        self._http = _listening(port, self)
        self.port = int(self._http.server_address[1])
        self.url = f"http{'s' if self.options.tls else ''}://127.0.0.1:{self.port}"
        secret = token or f"{organization_id(data)}!{secrets.token_urlsafe(24)}"
        self.rest = Rest(data, self.options, secret, self.url)
        self.requests: list[Call] = []
        self._ordinals = count(1)
        self._thread = threading.Thread(target=self._serve, name="sample-org", daemon=True)

    @property
    def token(self) -> str:
        return self.rest.token

    @property
    def api_calls(self) -> int:
        return self.rest.calls

    def expire(self) -> None:
        """Ends the session: the token of before is refused from now on, ``token`` is a new one."""
        self.rest.expire()

    def reset(self) -> None:
        """Forgets the requests, the calls counted and the query locators."""
        self.requests.clear()
        self.rest.reset()

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        """The answer to a request, noted in ``requests``."""
        response = self._answer(method, target, headers, body)
        path = target if len(target) <= MAX_HEAD else target[:MAX_HEAD]
        self.requests.append(Call(method, path, response.status, response.rule))
        return response

    def _answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Response:
        intercept, tamper = self.options.intercept, self.options.tamper
        response = intercept(method, target) if intercept else None
        if response is not None:
            return response
        asked = request(method, target, headers, body)

        def usual() -> Response:
            return _too_long(target, headers) or self.rest.handle(asked)

        return tamper(Asked(next(self._ordinals), asked), usual) if tamper else usual()

    def start(self) -> Self:
        self._thread.start()
        return self

    def close(self) -> None:
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()
        self.rest.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _serve(self) -> None:
        self._http.serve_forever(poll_interval=0.02)


def _listening(port: int, org: SampleServer) -> _Server:
    try:
        return _Server(("127.0.0.1", port), org)
    except (OSError, OverflowError) as error:
        raise CrmError(
            f"The sample org cannot listen on port {port}: {error}.",
            next_step="Choose another port, or 0 for any that is free.",
        ) from error


class _Server(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], org: SampleServer) -> None:
        self.org = org
        self.plain = 0  # how many connections are still to be answered without TLS
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # HTTPServer.server_bind looks its own name up in DNS, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        tls = self.org.options.tls
        if tls is None or self.plain:
            self.plain -= bool(self.plain)
            return connection, address
        # The handshake is left to the connection's own thread.
        secured = tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return secured, address

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        # Kept-alive connections wait in their threads: ending them ends these.
        for connection in list(self._open):
            self._end(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away in the middle of an answer is no fault of the server."""

    def _end(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the client was quicker
            connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the client's delayed ACK
    wbufsize = -1  # head and body leave in one piece

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        org = self.server.org
        response = org.answer(self.command, self.path, dict(self.headers.items()), body)
        if response.manner is Manner.PLAIN:
            self.server.plain += 1
        send(self, response)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Nothing: requests hold customer names, and the server keeps its own list."""


def _too_long(target: str, headers: Mapping[str, str]) -> Response | None:
    uri = len(target.encode("latin-1", "replace"))
    if uri > MAX_HEAD:
        return _plain(414, "URI Too Long", "uri-length")
    head = sum(len(name) + len(value) + 4 for name, value in headers.items())
    if uri + head > MAX_HEAD:
        return _plain(431, "Request Header Fields Too Large", "header-length")
    return None


def _plain(status: int, message: str, rule: str) -> Response:
    page = f"<html><body><h1>{status} {message}</h1></body></html>".encode()
    return Response(status, page, {"Content-Type": "text/html"}, rule=rule)
