"""What holds for every call that leaves the program: certificates, proxies, no netrc."""

from __future__ import annotations

import datetime
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from generator.crm.connect import connection_of
from generator.crm.signin import ways
from generator.errors import ConnectionFailed


@dataclass
class Secure:
    """A token endpoint behind TLS, with a certificate of nobody's but its own."""

    url: str
    certificate: Path
    headers: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "PATIENCE", replace(ways.PATIENCE, sleep=lambda seconds: None))


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Secure]:
    certificate = _certificate(tmp_path)
    made = Secure("", certificate)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            made.headers.append(dict(self.headers.items()))
            body = json.dumps({"access_token": "t", "instance_url": made.url}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda request, address: None  # type: ignore[method-assign]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, tmp_path / "tls.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    made.url = f"https://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "tls.key").write_bytes(key.private_bytes(pem, form, plain))
    (folder / "tls.crt").write_bytes(made.public_bytes(pem))
    return folder / "tls.crt"


def signing_in(url: str) -> str:
    env = {"SF_CONSUMER_KEY": "k", "SF_CONSUMER_SECRET": "canary-secret", "SF_LOGIN_URL": url}
    return connection_of("env", env).token


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Secure) -> None:
    with pytest.raises(ConnectionFailed, match="certificate could not be verified"):
        signing_in(secure.url)
    assert not secure.headers


def test_a_company_s_own_certificates_are_named_by_a_variable(
    secure: Secure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(secure.certificate))
    assert signing_in(secure.url) == "t"


def test_a_netrc_entry_is_not_sent_along(
    secure: Secure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(secure.certificate))
    signing_in(secure.url)
    assert all("Authorization" not in headers for headers in secure.headers)


def test_a_proxy_is_asked_for_what_lies_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as proxy:

        def answer() -> None:
            connection, _ = proxy.accept()  # once: a proxy that says no at first means it
            with connection:
                asked.append(connection.recv(1_000))
                connection.sendall(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        with pytest.raises(ConnectionFailed, match="proxy refused"):
            signing_in("https://acme.my.salesforce.com")
        thread.join()
    assert asked[0].startswith(b"CONNECT acme.my.salesforce.com:443 ")
    assert b"canary-secret" not in b"".join(asked)
