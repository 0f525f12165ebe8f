"""Answers of the sample org that break off: each manner, as a client on the wire sees it."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from generator.crm.sample_org import Asked, Manner, Options, Response, SampleServer
from tests.certificates import certified
from tests.test_crm_sample_org_data import tiny_org

BASE = "/services/data/v63.0"


@contextmanager
def breaking(manner: Manner, tls: ssl.SSLContext | None = None) -> Iterator[SampleServer]:
    """An org whose first answer goes out in ``manner``, and all others whole."""

    def tamper(asked: Asked, usual: Callable[[], Response]) -> Response:
        return replace(usual(), manner=manner) if asked.ordinal == 1 else usual()

    with SampleServer(tiny_org(), options=Options(tamper=tamper, tls=tls)) as org:
        yield org


def get(org: SampleServer, **more: object) -> requests.Response:
    headers = {"Authorization": f"Bearer {org.token}"}
    url = f"{org.url}{BASE}/sobjects/Account/describe"
    with requests.Session() as session:
        return session.get(url, headers=headers, timeout=(5, 0.4), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("manner", [Manner.DROPPED, Manner.RESET, Manner.CUT])
def test_an_answer_that_breaks_off_is_an_error_and_the_next_call_is_answered(
    manner: Manner,
) -> None:
    with breaking(manner) as org:
        with pytest.raises(
            (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)
        ):
            get(org)
        assert get(org).status_code == 200


def raw(org: SampleServer) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", org.port), timeout=5)
    head = f"GET {BASE}/limits HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {org.token}\r\n\r\n"
    connection.sendall(head.encode())
    return connection


def test_what_is_cut_short_announces_more_than_it_sends() -> None:
    with breaking(Manner.CUT) as org, raw(org) as connection:
        received = _read_all(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    announced = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert 0 < len(body) < announced


def test_a_reset_is_no_orderly_end() -> None:
    with breaking(Manner.RESET) as org, raw(org) as connection, pytest.raises(ConnectionResetError):
        _read_all(connection)


def _read_all(connection: socket.socket) -> bytes:
    received = b""
    while piece := connection.recv(4_096):
        received += piece
    return received


def test_silence_lasts_until_the_client_has_had_enough() -> None:
    with breaking(Manner.SILENT) as org:
        with pytest.raises(requests.exceptions.ReadTimeout):
            get(org)
        assert get(org).status_code == 200


def test_silence_ends_with_the_server() -> None:
    with breaking(Manner.SILENT) as org, raw(org) as connection:
        closing = threading.Timer(0.1, org.close)
        closing.start()
        assert connection.recv(4_096) == b""
        closing.join()


def test_a_dripping_answer_keeps_every_wait_short_and_is_never_done() -> None:
    with breaking(Manner.DRIPPING) as org, raw(org) as connection:
        connection.settimeout(1)  # no single wait takes as long
        end = time.monotonic() + 0.5
        pieces = 0
        while time.monotonic() < end:
            assert connection.recv(4_096)
            pieces += 1
        assert pieces > 3


def test_an_org_with_a_certificate_is_read_by_those_who_trust_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, bundle = certified(tmp_path)
    with breaking(Manner.WHOLE, context) as org:
        assert org.url.startswith("https://")
        with pytest.raises(requests.exceptions.SSLError):
            get(org)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
        assert get(org).status_code == 200


def test_an_answer_without_tls_is_a_fault_of_tls_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, bundle = certified(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with breaking(Manner.PLAIN, context) as org:
        with pytest.raises(requests.exceptions.ConnectionError):
            get(org)
        with pytest.raises(requests.exceptions.SSLError):
            get(org)
        assert get(org).status_code == 200


def test_whoever_tampers_sees_each_request_its_parts_and_the_usual_answer() -> None:
    seen: list[tuple[int, str, tuple[str, ...]]] = []

    def tamper(asked: Asked, usual: Callable[[], Response]) -> Response:
        seen.append((asked.ordinal, asked.request.method, asked.parts))
        answer = usual()
        return replace(answer, body={**answer.body, "spoiled": True})

    statement = "SELECT Id FROM User WHERE Name = 'A & B'"
    part = {"method": "GET", "referenceId": "a", "url": f"{BASE}/query?q={quote(statement)}"}
    with SampleServer(tiny_org(), options=Options(tamper=tamper)) as org:
        headers = {"Authorization": f"Bearer {org.token}"}
        url = f"{org.url}{BASE}"
        answer = requests.post(
            f"{url}/composite", json={"compositeRequest": [part]}, headers=headers, timeout=5
        )
        requests.get(f"{url}/query", params={"q": statement}, headers=headers, timeout=5)
    assert json.loads(answer.text)["spoiled"] is True
    assert seen == [
        (1, "POST", (f"{BASE}/query?q={statement}",)),
        (2, "GET", (f"{BASE}/query?q={statement}",)),
    ]
