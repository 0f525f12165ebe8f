"""``accountdocs login`` and ``logout``: a browser, a loopback address, a keyring."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import keyring
import pytest
from keyring.backends import chainer, fail, null

from generator import cli
from generator.crm.connect import connection_of
from generator.crm.sample_org import Response, SampleServer
from generator.crm.signin import ways
from generator.errors import SettingsError, SignInFailed
from tests.crm_orgs import serving
from tests.signing_in import KEY, MemoryKeyring, app, follow, get, small_org

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "PATIENCE", replace(ways.PATIENCE, sleep=lambda seconds: None))


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(fail.Keyring())


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Browser:
    """Stands in the place of ``webbrowser``: does with each address what ``does`` says."""

    does: Callable[[str], str] = follow
    opened: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def open(self, address: str) -> bool:
        self.opened.append(address)
        self.threads.append(threading.Thread(target=self._go, args=(address,)))
        self.threads[-1].start()
        return True

    def _go(self, address: str) -> None:
        self.pages.append(self.does(address))

    def seen(self) -> str:
        for thread in self.threads:
            thread.join(20)
        return "\n".join(self.pages)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    made = Browser()
    monkeypatch.setattr("webbrowser.open", made.open)
    return made


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    ring: MemoryKeyring,
) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> Ran:
        capfd.readouterr()
        code = cli.run(list(args))
        return Ran(code, *capfd.readouterr())

    return call


def settle(server: SampleServer, port: int, **more: object) -> None:
    rows = {"consumer_key": KEY, "login_url": server.url, "port": port, **more}
    lines = [f"{name} = {json.dumps(value)}" for name, value in rows.items() if value is not None]
    Path("accountdocs.toml").write_text("\n".join(["[logins.work]", *lines]), encoding="utf-8")


@pytest.fixture
def org(port: int, run: Run) -> Iterator[SampleServer]:
    """An org whose app comes back to ``port``, and settings for it."""
    with serving(small_org(), app(port)) as server:
        settle(server, port)
        yield server


def signed_in(run: Run, browser: Browser) -> Ran:
    ran = run("login", "work", "--timeout", "20")
    browser.seen()
    return ran


# --- Signing in and using it ---------------------------------------------------------------------


def test_a_browser_sign_in_serves_all_later_runs(
    org: SampleServer, run: Run, browser: Browser, ring: MemoryKeyring
) -> None:
    ran = signed_in(run, browser)
    assert (ran.code, ran.out) == (
        0,
        f"Signed in to {org.url} as Rolf Rep.\nUse it with --org login:work.\n",
    )
    assert "Signed in" in browser.seen()
    assert browser.opened[0] in ran.err

    listed = run("accounts", "--json", "--org", "login:work")
    assert [row["name"] for row in json.loads(listed.out)["accounts"]] == ["Acme"]
    assert [name for _, name in ring.held] == ["work"]


def test_the_address_asks_for_a_code_with_pkce_and_no_more_than_is_needed(
    org: SampleServer, run: Run, browser: Browser, port: int
) -> None:
    signed_in(run, browser)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(browser.opened[0]).query).items()}
    assert asked["redirect_uri"] == f"http://localhost:{port}/callback"
    assert asked["scope"] == "api refresh_token"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert set(asked) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge",
        "code_challenge_method",
    }  # fmt: skip
    assert len(asked["state"]) > 40


def test_the_result_can_be_had_as_json(org: SampleServer, run: Run, browser: Browser) -> None:
    ran = run("login", "work", "--json")
    assert json.loads(ran.out) == {
        "login": "work",
        "org": "login:work",
        "instance_url": org.url,
        "user": "Rolf Rep",
    }


def test_the_app_may_come_from_the_environment(
    org: SampleServer, run: Run, browser: Browser, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(org, port, consumer_key=None, login_url=None)
    missing = run("login", "work")
    assert missing.code == 1
    assert "no consumer key for the login 'work'" in missing.err
    monkeypatch.setenv("SF_CONSUMER_KEY", KEY)
    monkeypatch.setenv("SF_LOGIN_URL", org.url)
    assert signed_in(run, browser).code == 0


def test_the_sign_in_goes_back_only_where_it_came_from(
    org: SampleServer, run: Run, browser: Browser, port: int
) -> None:
    """Whoever changes the settings cannot have the refresh token sent elsewhere."""
    signed_in(run, browser)
    settle(org, port, login_url="https://evil.example", consumer_key="other")
    assert run("accounts", "--json", "--org", "login:work").code == 0


def test_without_a_browser_the_address_is_printed_for_another_program(
    org: SampleServer, tmp_path: Path
) -> None:
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": "tests.signing_in.FileKeyring",
        "TESTS_KEYRING": str(tmp_path / "ring.json"),
    }
    command = [sys.executable, "-m", "generator"]
    with subprocess.Popen(
        [*command, "login", "work", "--no-browser", "--json"],
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        address = next(line.strip() for line in process.stderr if line.startswith("http"))
        assert "Signed in" in follow(address)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert json.loads(out)["user"] == "Rolf Rep"

    ran = subprocess.run(
        [*command, "accounts", "--json", "--org", "login:work"],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout)["accounts"][0]["name"] == "Acme"


@pytest.mark.parametrize("rotates", [False, True])
def test_a_session_that_ends_is_renewed_by_the_refresh_token(
    run: Run, browser: Browser, port: int, rotates: bool, ring: MemoryKeyring
) -> None:
    calls: list[str] = []

    def intercept(_method: str, path: str) -> Response | None:
        if path.startswith("/services/data/"):
            calls.append(path)
            if len(calls) == 2:
                server.expire()
        return None

    with serving(small_org(), app(port, rotates=rotates, intercept=intercept)) as server:
        settle(server, port)
        signed_in(run, browser)
        before = dict(ring.held)
        assert run("accounts", "--json", "--org", "login:work").code == 0
        assert len([call for call in server.requests if call.status == 401]) == 1
        assert (ring.held != before) == rotates
        assert run("accounts", "--json", "--org", "login:work").code == 0


def test_a_refresh_token_that_another_run_used_up_is_looked_up_anew(
    run: Run, browser: Browser, port: int, ring: MemoryKeyring
) -> None:
    with serving(small_org(), app(port, rotates=True)) as server:
        settle(server, port)
        signed_in(run, browser)
        old = dict(ring.held)
        connection_of("login:work", {})  # the other run
        new = dict(ring.held)
        answers = iter([old, new])
        ring.get_password = lambda service, name: next(answers)[service, name]  # type: ignore[method-assign]
        assert connection_of("login:work", {}).token == server.token


# --- What can go wrong ---------------------------------------------------------------------------


def test_a_person_who_says_no_is_told_in_both_places(
    run: Run, browser: Browser, port: int, ring: MemoryKeyring
) -> None:
    with serving(small_org(), app(port, denies="access_denied")) as server:
        settle(server, port)
        ran = signed_in(run, browser)
    assert ran.code == 1
    assert "access was denied (access_denied). Sign in again: accountdocs login work" in ran.err
    assert "Signing in failed" in browser.seen()
    assert not ring.held


def test_an_app_that_is_blocked_is_for_the_administrator(
    run: Run, browser: Browser, port: int
) -> None:
    with serving(small_org(), app(port, denies="OAUTH_APP_BLOCKED")) as server:
        settle(server, port)
        assert "Ask an administrator to install" in signed_in(run, browser).err


def answering(**changes: str) -> Callable[[str], str]:
    """A browser that comes back with other parameters than Salesforce gave it."""

    def does(address: str) -> str:
        parts = urlsplit(get(address)[1]["Location"])
        given = {name: value[0] for name, value in parse_qs(parts.query).items()} | changes
        return get(parts._replace(query=urlencode(given)).geturl())[2]

    return does


def test_an_answer_with_another_state_is_left_alone(
    org: SampleServer, run: Run, browser: Browser, ring: MemoryKeyring
) -> None:
    browser.does = answering(state="of-somebody-else")
    ran = run("login", "work", "--timeout", "4")
    assert ran.code == 1
    assert "Nobody signed in within 4 seconds; an answer to another sign-in came" in ran.err
    assert "Not this sign-in" in browser.seen()
    assert not ring.held
    assert not [call for call in org.requests if call.path.endswith("/token")]


def test_the_right_answer_is_still_taken_after_a_wrong_one(
    org: SampleServer, run: Run, browser: Browser
) -> None:
    def does(address: str) -> str:
        return answering(state="wrong")(address) + follow(address)

    browser.does = does
    assert signed_in(run, browser).code == 0


def test_a_second_tab_changes_nothing(org: SampleServer, run: Run, browser: Browser) -> None:
    def tab(location: str) -> None:
        try:
            browser.pages.append(get(location)[2])
        except OSError:  # the sign-in was over before this tab came back
            browser.pages.append("Not this sign-in")

    def does(address: str) -> str:
        location = get(address)[1]["Location"]  # both tabs hold the same address
        tabs = [threading.Thread(target=tab, args=(location,)) for _ in range(2)]
        for each in tabs:
            each.start()
        for each in tabs:
            each.join(20)
        return ""

    browser.does = does
    assert signed_in(run, browser).code == 0
    pages = browser.seen()
    assert ("You can close this window" in pages, "Not this sign-in" in pages) == (True, True)
    assert len([call for call in org.requests if call.path.endswith("/token")]) == 1


def test_a_code_that_is_not_salesforce_s_is_refused(
    org: SampleServer, run: Run, browser: Browser, ring: MemoryKeyring
) -> None:
    browser.does = answering(code="canary-code")
    ran = signed_in(run, browser)
    assert ran.code == 1
    assert "it has expired or was revoked (invalid_grant)" in ran.err
    assert "canary-code" not in ran.err + browser.seen()
    assert not ring.held


def test_other_pages_and_silent_connections_do_no_harm(
    org: SampleServer, run: Run, browser: Browser, port: int
) -> None:
    def does(address: str) -> str:
        with socket.create_connection(("127.0.0.1", port)):  # a browser opens some in advance
            assert get(f"http://localhost:{port}/favicon.ico")[0] == 404
            return follow(address)

    browser.does = does
    assert signed_in(run, browser).code == 0


def test_the_page_tells_nobody_else(org: SampleServer, run: Run, browser: Browser) -> None:
    headers: dict[str, str] = {}

    def does(address: str) -> str:
        _, found, page = get(get(address)[1]["Location"])
        headers.update(found)
        return page

    browser.does = does
    signed_in(run, browser)
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert "Python" not in headers["Server"]


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_a_port_that_is_taken_is_said_before_anybody_signs_in(
    org: SampleServer, run: Run, browser: Browser, port: int, family: socket.AddressFamily
) -> None:
    host = "127.0.0.1" if family == socket.AF_INET else "::1"
    with socket.socket(family) as taken:
        try:
            taken.bind((host, port))
        except OSError:
            pytest.skip("only on machines with IPv6")
        taken.listen()
        ran = run("login", "work")
    assert ran.code == 1
    assert f"Port {port} on this machine is taken" in ran.err
    assert not browser.opened


def test_time_runs_out(org: SampleServer, run: Run, browser: Browser) -> None:
    browser.does = lambda address: ""
    ran = run("login", "work", "--timeout", "1")
    assert (ran.code, ran.out) == (1, "")
    assert "Nobody signed in within 1 second. Start again: accountdocs login work" in ran.err


def test_ctrl_c_ends_the_waiting(org: SampleServer, run: Run, browser: Browser, port: int) -> None:
    def does(address: str) -> str:
        signal.raise_signal(signal.SIGINT)
        return ""

    browser.does = does
    ran = run("login", "work", "--timeout", "20")
    assert (ran.code, ran.err.splitlines()[-1]) == (1, "accountdocs: Stopped.")
    with pytest.raises(OSError, match="refused"):
        get(f"http://127.0.0.1:{port}/callback")


def test_a_browser_that_does_not_open_leaves_the_address(
    org: SampleServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    ran = run("login", "work", "--timeout", "1")
    assert "open the address yourself" in ran.err
    assert f"{org.url}/services/oauth2/authorize?" in ran.err


def test_an_app_without_refresh_tokens_is_no_login(
    run: Run, browser: Browser, port: int, ring: MemoryKeyring
) -> None:
    def intercept(_method: str, path: str) -> Response | None:
        body = {"access_token": "t", "instance_url": "https://acme.my.salesforce.com"}
        return Response(200, body) if path.endswith("/token") else None

    with serving(small_org(), app(port, intercept=intercept)) as server:
        settle(server, port)
        ran = signed_in(run, browser)
    assert "gave no refresh token" in ran.err
    assert not ring.held


def test_a_server_that_fails_for_a_moment_is_asked_again(
    run: Run, browser: Browser, port: int
) -> None:
    left = [2]

    def intercept(_method: str, path: str) -> Response | None:
        if path.endswith("/token") and left[0]:
            left[0] -= 1
            return Response(503, b"<html>later</html>")
        return None

    with serving(small_org(), app(port, intercept=intercept)) as server:
        settle(server, port)
        assert signed_in(run, browser).code == 0


def test_a_sign_in_that_is_kept_is_no_failure_because_the_user_s_name_is_not_told(
    run: Run, browser: Browser, port: int, ring: MemoryKeyring
) -> None:
    asked: list[str] = []

    def intercept(_method: str, path: str) -> Response | None:
        if not path.endswith("/userinfo"):
            return None
        asked.append(path)
        return Response(503, b"<html>later</html>")

    with serving(small_org(), app(port, intercept=intercept)) as server:
        settle(server, port)
        ran = signed_in(run, browser)
    assert len(asked) == 1  # nobody waits for a name
    assert (ran.code, ran.out.splitlines()[0]) == (0, f"Signed in to {server.url}.")
    assert ring.held


def test_a_name_that_is_none_is_wrong_usage(run: Run) -> None:
    ran = run("login", "a b")
    assert ran.code == 2
    assert "cannot be a login's name" in ran.err


# --- The keyring ---------------------------------------------------------------------------------


class PlaintextKeyring(MemoryKeyring):
    """Named as those that keep a file which anybody can read."""


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, PlaintextKeyring])
def test_a_machine_without_a_safe_keyring_says_what_else_there_is(
    org: SampleServer, run: Run, browser: Browser, backend: Any
) -> None:
    keyring.set_keyring(backend())
    ran = run("login", "work")
    assert ran.code == 1
    assert "no system keyring here that keeps a sign-in safe" in ran.err
    assert "--org sf:ALIAS" in ran.err
    assert "client credentials" in ran.err
    assert not browser.opened
    with pytest.raises(SettingsError, match="no system keyring"):
        connection_of("login:work", {})


def test_of_several_keyrings_the_safe_one_is_taken(
    org: SampleServer, run: Run, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, safe = PlaintextKeyring(), MemoryKeyring()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [plain, safe])
    keyring.set_keyring(chainer.ChainerBackend())
    assert signed_in(run, browser).code == 0
    assert (len(plain.held), len(safe.held)) == (0, 1)


def test_a_keyring_that_locks_meanwhile_leaves_nothing_behind(
    org: SampleServer, run: Run, browser: Browser, ring: MemoryKeyring
) -> None:
    def does(address: str) -> str:
        ring.broken = True
        return follow(address)

    browser.does = does
    ran = signed_in(run, browser)
    assert "The system's keyring did not do what was asked (RuntimeError)." in ran.err
    assert "consumer_key" not in ran.err
    assert org.requests[-1].path == "/services/oauth2/revoke"
    assert org.requests[-1].status == 200


def test_what_the_keyring_holds_and_is_not_ours_is_said(ring: MemoryKeyring) -> None:
    ring.held["accountdocs", "work"] = "canary, not JSON"
    with pytest.raises(SignInFailed, match="cannot be read") as caught:
        connection_of("login:work", {})
    assert "canary" not in str(caught.value)


def test_a_login_that_was_never_made_is_said(ring: MemoryKeyring) -> None:
    with pytest.raises(SignInFailed, match="no login 'work' on this machine") as caught:
        connection_of("login:work", {})
    assert caught.value.next_step == "Make it: accountdocs login work"


# --- Signing out ---------------------------------------------------------------------------------


def test_signing_out_ends_it_here_and_there(
    org: SampleServer, run: Run, browser: Browser, ring: MemoryKeyring
) -> None:
    signed_in(run, browser)
    before = org.token
    ran = run("logout", "work")
    assert (ran.code, ran.out) == (0, "The login work is removed.\n")
    assert not ring.held
    assert org.token != before, "what the refresh token had opened is closed"
    assert "no login 'work'" in run("accounts", "--org", "login:work").err
    assert run("logout", "work").code == 1


def test_a_login_that_had_ended_is_removed_all_the_same(
    org: SampleServer, run: Run, browser: Browser, ring: MemoryKeyring
) -> None:
    signed_in(run, browser)
    kept = dict(ring.held)
    run("logout", "work")
    ring.held.update(kept)
    stale = run("accounts", "--org", "login:work")
    assert "it has expired or was revoked (invalid_grant). Sign in again" in stale.err
    ran = run("logout", "work", "--json")
    assert json.loads(ran.out) == {"login": "work", "removed": True, "revoked": False}
    assert not ring.held


def test_a_login_is_removed_even_where_salesforce_cannot_be_told(
    run: Run, browser: Browser, port: int, ring: MemoryKeyring
) -> None:
    with serving(small_org(), app(port)) as server:
        settle(server, port)
        signed_in(run, browser)
    ran = run("logout", "work")
    assert ran.code == 1
    assert "The login work is removed." in ran.out
    assert "Salesforce could not be told that the login is removed, and still takes it" in ran.err
    assert not ring.held
