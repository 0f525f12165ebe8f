"""What the tests of signing in share: a keyring, a recorded CLI, a browser, an app and its user."""

from __future__ import annotations

import http.client
import json
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from generator.crm.sample_org import Options, OrgData, SampleServer, SignIn
from tests.crm_orgs import Records

KEY, SECRET = "3MVG9consumerkey", "canary-consumer-secret"
USER, PASSWORD, SECURITY_TOKEN = "rolf@acme.example", "canary-p&ss<word>", "canarySecurityToken"


def _key_pair() -> tuple[str, str]:
    private = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem.decode(), public.decode()


PRIVATE_KEY, PUBLIC_KEY = _key_pair()


def small_org() -> OrgData:
    records = Records()
    records.account("Acme")
    return records.data()


def app(port: int = 8717, **more: Any) -> Options:
    """An org with one app and one user, who may sign in every way there is."""
    names = {field for field in SignIn.__dataclass_fields__ if field in more}
    sign_in = SignIn(
        **{
            "callbacks": (f"http://localhost:{port}/callback",),
            "public_key": PUBLIC_KEY,
            "username": USER,
            "password": PASSWORD,
            "security_token": SECURITY_TOKEN,
            **{name: more.pop(name) for name in names},
        }
    )
    return Options(client=(KEY, SECRET), sign_in=sign_in, **more)


def direct(server: SampleServer, folder: Path) -> dict[str, str]:
    return {"SF_INSTANCE_URL": server.url, "SF_ACCESS_TOKEN": server.token}


def client_credentials(server: SampleServer, folder: Path) -> dict[str, str]:
    return {
        "SF_LOGIN_URL": server.url,
        "SF_CONSUMER_KEY": KEY,
        "SF_CONSUMER_SECRET": SECRET,
    }


def jwt_bearer(server: SampleServer, folder: Path) -> dict[str, str]:
    (folder / "server.key").write_text(PRIVATE_KEY, encoding="ascii")
    return {
        "SF_LOGIN_URL": server.url,
        "SF_USERNAME": USER,
        "SF_CONSUMER_KEY": KEY,
        "SF_PRIVATE_KEY_FILE": str(folder / "server.key"),
    }


def soap(server: SampleServer, folder: Path) -> dict[str, str]:
    return {
        "SF_LOGIN_URL": server.url,
        "SF_USERNAME": USER,
        "SF_PASSWORD": PASSWORD,
        "SF_SECURITY_TOKEN": SECURITY_TOKEN,
    }


class MemoryKeyring(KeyringBackend):
    """A keyring of the tests' own; ``broken`` makes it fail as a locked one does."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check(password)
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if (service, username) not in self.held:
            raise PasswordDeleteError("not there")
        del self.held[service, username]

    def _check(self, password: str = "") -> None:
        if self.broken:
            raise RuntimeError(f"the keyring is locked, and says {password}")


class FileKeyring(MemoryKeyring):
    """One that outlives a process: for the tests that start the command as a program."""

    def __init__(self) -> None:
        super().__init__()
        self._path = Path(os.environ.get("TESTS_KEYRING", "no file"))
        if self._path.exists():
            held = json.loads(self._path.read_text())
            self.held = {("accountdocs", name): value for name, value in held.items()}

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password)
        self._path.write_text(json.dumps({name: v for (_, name), v in self.held.items()}))


def get(url: str) -> tuple[int, Mapping[str, str], str]:
    """Status, headers and body, as a browser gets them; logs nothing, as a browser does."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    connection.set_debuglevel(0)
    try:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request("GET", target)
        response = connection.getresponse()
        return response.status, dict(response.headers), response.read().decode()
    finally:
        connection.close()


def follow(address: str) -> str:
    """Does what a browser does with the address to sign in at; the page it ends on."""
    status, headers, body = get(address)
    return get(headers["Location"])[2] if status == 302 else body


_SF = """#!{python}
import json, os, sys, time
here = os.path.dirname(os.path.abspath(__file__))
tape = json.load(open(os.path.join(here, "tape.json"), encoding="utf-8"))
words = sys.argv[1:]
colors = [os.environ.get("NO_COLOR"), os.environ.get("FORCE_COLOR")]
with open(os.path.join(here, "calls.txt"), "a", encoding="utf-8") as calls:
    calls.write(json.dumps([words, *colors]) + "\\n")
name = " ".join(word for word in words[: words.index("--target-org")])
answer = tape.get(name, tape["other"])
time.sleep(answer.get("seconds", 0))
sys.stdout.write(answer["text"])
sys.exit(answer.get("code", 0))
"""


class RecordedCli:
    """An executable ``sf`` that replays answers in the shape of the Salesforce CLI's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        script = folder / ("sf_tape.py" if os.name == "nt" else "sf")
        script.write_text(_SF.replace("{python}", sys.executable), encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        if os.name == "nt":
            (folder / "sf.cmd").write_text(f'@"{sys.executable}" "%~dp0sf_tape.py" %*\n')

    def answers(self, tape: Mapping[str, Any]) -> None:
        """One answer for each command; one that is not there is unknown to this CLI."""
        other = failure("CommandNotFound", "org auth show-access-token is not a sf command.", 127)
        whole = json.dumps({"other": other, **tape})
        (self.folder / "tape.json").write_text(whole, encoding="utf-8")

    def calls(self) -> list[Any]:
        lines = (self.folder / "calls.txt").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


def success(**result: Any) -> dict[str, Any]:
    return {"text": json.dumps({"status": 0, "result": result, "warnings": []}, indent=2)}


def failure(name: str, message: str, code: int = 1) -> dict[str, Any]:
    body = {"code": name, "name": name, "message": message, "exitCode": code, "status": code}
    return {"text": json.dumps({**body, "context": "OrgDisplay", "warnings": []}), "code": code}


DISPLAY, SHOW = "org display", "org auth show-access-token"
REDACTED = "[REDACTED] Use 'sf org auth show-access-token' to view"


def display(url: str, token: str = REDACTED) -> dict[str, Any]:
    return success(
        id="00D000000000001AAA", apiVersion="66.0", accessToken=token, instanceUrl=url,
        username=USER, clientId="PlatformCLI", connectedStatus="Connected", alias="prod",
    )  # fmt: skip
