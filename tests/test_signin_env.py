"""``--org env``: every way that variables can name, against a server that checks what it gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from generator import cli
from generator.crm.connect import connection_of, open_connection
from generator.crm.sample_org import Response, SampleServer
from generator.crm.signin import ways
from generator.crm.signin.server_grants import audience_of
from generator.errors import AccountdocsError, ConnectionFailed, SettingsError, SignInFailed
from tests.crm_orgs import serving
from tests.signing_in import (
    KEY,
    PASSWORD,
    SECRET,
    SECURITY_TOKEN,
    USER,
    app,
    client_credentials,
    direct,
    jwt_bearer,
    small_org,
    soap,
)

Env = dict[str, str]
Names = Callable[[SampleServer, Path], Env]
WAYS: dict[str, Names] = {
    "direct": direct,
    "client_credentials": client_credentials,
    "jwt_bearer": jwt_bearer,
    "soap": soap,
}
RENEWING = [name for name in WAYS if name != "direct"]
TOKEN = "/services/oauth2/token"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "PATIENCE", replace(ways.PATIENCE, sleep=lambda seconds: None))


@pytest.fixture
def org() -> Iterator[SampleServer]:
    with serving(small_org(), app()) as server:
        yield server


def accounts(monkeypatch: pytest.MonkeyPatch, env: Env, *args: str) -> int:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return cli.run(["accounts", "--json", *(args or ("--org", "env"))])


@pytest.mark.parametrize("way", WAYS)
def test_the_accounts_are_listed_by_every_way_that_variables_name(
    org: SampleServer,
    way: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert accounts(monkeypatch, WAYS[way](org, tmp_path)) == 0
    out, err = capfd.readouterr()
    assert [row["name"] for row in json.loads(out)["accounts"]] == ["Acme"]
    assert ("SOAP login(), which Salesforce retires" in err) == (way == "soap")


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        ("direct", None),
        ("client_credentials", "integration"),
        ("jwt_bearer", "integration"),
        ("soap", None),
    ],
)
def test_what_is_read_says_whose_eyes_read_it(
    org: SampleServer,
    way: str,
    kind: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name, value in WAYS[way](org, tmp_path).items():
        monkeypatch.setenv(name, value)
    assert cli.run(["show", "Acme", "--json", "--org", "env"]) == 0
    shown = json.loads(capfd.readouterr().out)
    assert (shown["org"]["reader"], shown["org"]["reader_kind"]) == ("Rolf Rep", kind)


def test_where_variables_are_set_no_org_need_be_named(
    org: SampleServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert accounts(monkeypatch, client_credentials(org, tmp_path), "--all") == 0
    assert "the environment names an org" in capfd.readouterr().err


def test_the_first_complete_set_is_taken(org: SampleServer, tmp_path: Path) -> None:
    everything = {k: v for way in WAYS.values() for k, v in way(org, tmp_path).items()}
    for way in WAYS:
        left = {k: v for k, v in everything.items() if k not in _taken(way)}
        connection = connection_of("env", left)
        assert (connection.token_setting, connection.renew is None) == {
            "direct": ("SF_ACCESS_TOKEN", True),
            "client_credentials": ("SF_CONSUMER_KEY and SF_CONSUMER_SECRET", False),
            "jwt_bearer": ("SF_PRIVATE_KEY_FILE", False),
            "soap": ("SF_PASSWORD and SF_SECURITY_TOKEN", False),
        }[way]


def _taken(way: str) -> set[str]:
    """A variable of each way before it, so that none of these is complete."""
    firsts = {
        "direct": "SF_ACCESS_TOKEN",
        "client_credentials": "SF_CONSUMER_SECRET",
        "jwt_bearer": "SF_PRIVATE_KEY_FILE",
    }
    return {firsts[name] for name in list(WAYS)[: list(WAYS).index(way)]}


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ("", "SF_INSTANCE_URL and SF_ACCESS_TOKEN, which are not set."),
        ("SF_INSTANCE_URL", "SF_ACCESS_TOKEN, which is not set (set: SF_INSTANCE_URL)"),
        ("SF_CONSUMER_KEY", "SF_CONSUMER_SECRET, which is not set (set: SF_CONSUMER_KEY)"),
        ("SF_PRIVATE_KEY_FILE SF_CONSUMER_KEY SF_LOGIN_URL", "SF_CONSUMER_SECRET, which is not"),
        ("SF_USERNAME SF_PRIVATE_KEY_FILE", "SF_CONSUMER_KEY, which is not set"),
        ("SF_USERNAME SF_PASSWORD", "SF_SECURITY_TOKEN, which is not set"),
        ("SF_USERNAME", "SF_CONSUMER_KEY and SF_PRIVATE_KEY_FILE, which are not set"),
    ],
)
def test_where_no_set_is_complete_the_nearest_ones_gaps_are_said(
    variables: str, missing: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        connection_of("env", dict.fromkeys(variables.split(), "canary"))
    assert missing in str(caught.value)
    assert "canary" not in str(caught.value)


def test_client_credentials_need_the_org_s_own_address() -> None:
    for url in ({}, {"SF_DOMAIN": "test"}, {"SF_LOGIN_URL": "https://login.salesforce.com/"}):
        with pytest.raises(SettingsError, match="at the org's own address") as caught:
            connection_of("env", {"SF_CONSUMER_KEY": KEY, "SF_CONSUMER_SECRET": SECRET, **url})
        assert "My Domain" in caught.value.next_step


@pytest.mark.parametrize(
    ("site", "audience"),
    [
        ("https://login.salesforce.com", "https://login.salesforce.com"),
        ("https://test.salesforce.com", "https://test.salesforce.com"),
        ("https://acme.my.salesforce.com", "https://login.salesforce.com"),
        ("https://acme--dev.sandbox.my.salesforce.com", "https://test.salesforce.com"),
        ("https://acme--x.scratch.my.salesforce.com", "https://test.salesforce.com"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123"),
    ],
)
def test_an_assertion_is_meant_for_salesforce_s_own_sign_in(site: str, audience: str) -> None:
    assert audience_of(site) == audience


def test_a_login_url_must_be_https_and_a_domain_salesforce_s() -> None:
    env = {"SF_CONSUMER_KEY": KEY, "SF_CONSUMER_SECRET": SECRET}
    with pytest.raises(SettingsError, match="SF_LOGIN_URL begins with http://"):
        connection_of("env", {**env, "SF_LOGIN_URL": "http://acme.my.salesforce.com"})
    with pytest.raises(SettingsError, match="SF_DOMAIN is no domain"):
        connection_of("env", {**env, "SF_DOMAIN": "evil.example/x?"})


# --- Refusals ------------------------------------------------------------------------------------


REFUSALS: list[tuple[str, dict[str, Any], Env, str]] = [
    ("client_credentials", {}, {"SF_CONSUMER_SECRET": "wrong"}, "secret is missing or wrong"),
    ("client_credentials", {}, {"SF_CONSUMER_KEY": "wrong"}, "no app of this consumer key"),
    ("jwt_bearer", {"public_key": ""}, {}, "does not allow this way of signing in"),
    ("jwt_bearer", {}, {"SF_USERNAME": "someone@else"}, "app is not approved for this user"),
    ("jwt_bearer", {}, {"SF_CONSUMER_KEY": "wrong"}, "no app of this consumer key"),
    ("soap", {}, {"SF_PASSWORD": "wrong"}, "user name, password or security token is wrong"),
    ("soap", {}, {"SF_SECURITY_TOKEN": "wrong"}, "INVALID_LOGIN"),
    ("soap", {}, {"SF_USERNAME": "who"}, "INVALID_LOGIN"),
]


@pytest.mark.parametrize(("way", "options", "change", "said"), REFUSALS)
def test_a_refusal_says_why_in_one_line_without_a_secret(
    way: str, options: dict[str, Any], change: Env, said: str, tmp_path: Path
) -> None:
    with serving(small_org(), app(**options)) as server, pytest.raises(SignInFailed) as caught:
        connection_of("env", {**WAYS[way](server, tmp_path), **change})
    message = str(caught.value)
    assert said in message
    assert caught.value.next_step
    assert "\n" not in message
    for secret in (SECRET, PASSWORD, SECURITY_TOKEN, "wrong"):
        assert secret not in message.replace("missing or wrong", "").replace("is wrong", "")
    assert len([call for call in server.requests if call.status >= 400]) == 1, "asked once"


def test_a_signature_that_is_not_the_app_s_is_refused(tmp_path: Path) -> None:
    other = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    with serving(small_org(), app()) as server:
        env = jwt_bearer(server, tmp_path)
        (tmp_path / "server.key").write_bytes(_pem(other))
        with pytest.raises(SignInFailed, match="certificate does not belong to the private key"):
            connection_of("env", env)


def _pem(key: Any, protection: Any = None) -> bytes:
    pem: bytes = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        protection or serialization.NoEncryption(),
    )
    return pem


def _bad_keys(folder: Path) -> dict[str, bytes | None]:
    locked = serialization.BestAvailableEncryption(b"word")
    return {
        "cannot be read": None,
        "holds no private key in PEM form": b"canary, not a key",
        "protected by a password": _pem(rsa.generate_private_key(65_537, 2_048), locked),
        "no RSA key of 2048 bits": _pem(ec.generate_private_key(ec.SECP256R1())),
        "no RSA key of 2048 bits or more": _pem(rsa.generate_private_key(65_537, 1_024)),
    }


def test_a_key_file_that_will_not_do_is_named_and_not_quoted(tmp_path: Path) -> None:
    for said, data in _bad_keys(tmp_path).items():
        path = tmp_path / "the.key"
        path.unlink(missing_ok=True)
        if data is not None:
            path.write_bytes(data)
        env = {
            "SF_USERNAME": USER,
            "SF_CONSUMER_KEY": KEY,
            "SF_PRIVATE_KEY_FILE": str(path),
            "SF_LOGIN_URL": "http://127.0.0.1:9",
        }
        with pytest.raises(SettingsError, match=said) as caught:
            connection_of("env", env)
        assert str(path) in str(caught.value)
        assert "canary" not in str(caught.value)


GRANTS = [TOKEN, "/services/Soap/u/"]
OTHERS = {
    "a redirect": (302, b"", "sends the sign-in elsewhere|does not answer as Salesforce"),
    "a web page": (200, b"<html>Welcome</html>", "not Salesforce's|does not answer as Salesforce"),
    "an empty answer": (200, b"", "not Salesforce's|does not answer as Salesforce"),
    "a list": (200, b"[1, 2]", "not Salesforce's|does not answer as Salesforce"),
    "a page of refusal": (403, b"<html>No</html>", "not Salesforce's|does not answer as Salesf"),
    "another error": (400, {"error": "odd thing!"}, "no known code|does not answer as Salesforce"),
}


@pytest.mark.parametrize("answer", OTHERS)
@pytest.mark.parametrize("way", RENEWING)
def test_an_answer_that_is_not_salesforce_s_is_no_sign_in(
    way: str, answer: str, tmp_path: Path
) -> None:
    status, body, said = OTHERS[answer]

    def intercept(_method: str, path: str) -> Response | None:
        return Response(status, body) if path.startswith(tuple(GRANTS)) else None

    with (
        serving(small_org(), app(intercept=intercept)) as server,
        pytest.raises(AccountdocsError, match=said) as caught,
    ):
        connection_of("env", WAYS[way](server, tmp_path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://evil.example", "https://me:pw@x.example", 7, None, ""])
def test_a_token_is_not_sent_where_the_answer_s_address_is_none(
    url: object, tmp_path: Path
) -> None:
    def intercept(_method: str, path: str) -> Response | None:
        body = {"access_token": "t", "token_type": "Bearer", "instance_url": url}
        return Response(200, body) if path == TOKEN else None

    with (
        serving(small_org(), app(intercept=intercept)) as server,
        pytest.raises(SignInFailed, match="no address of an org"),
    ):
        connection_of("env", client_credentials(server, tmp_path))


def test_the_org_may_lie_elsewhere_than_the_sign_in(tmp_path: Path) -> None:
    with serving(small_org(), app()) as there:

        def intercept(_method: str, path: str) -> Response | None:
            body = {"access_token": there.token, "instance_url": there.url}
            return Response(200, body) if path == TOKEN else None

        with serving(small_org(), app(intercept=intercept)) as here:
            connection = connection_of("env", client_credentials(here, tmp_path))
    assert connection.url == there.url


# --- A server that fails, and sessions that end --------------------------------------------------


def failing(times: int, status: int = 503) -> Callable[[str, str], Response | None]:
    left = [times]

    def intercept(_method: str, path: str) -> Response | None:
        if not path.startswith(tuple(GRANTS)) or not left[0]:
            return None
        left[0] -= 1
        return Response(status, b"<html>Service unavailable</html>")

    return intercept


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
@pytest.mark.parametrize("way", RENEWING)
def test_a_sign_in_that_failed_for_a_moment_is_tried_again(
    way: str, status: int, tmp_path: Path
) -> None:
    with serving(small_org(), app(intercept=failing(3, status))) as server:
        connection = connection_of("env", WAYS[way](server, tmp_path))
        assert connection.token == server.token


@pytest.mark.parametrize("way", RENEWING)
def test_a_sign_in_that_keeps_failing_ends_with_what_happened(way: str, tmp_path: Path) -> None:
    with (
        serving(small_org(), app(intercept=failing(99))) as server,
        pytest.raises(ConnectionFailed, match=r"failed to sign in \(HTTP 503\)"),
    ):
        connection_of("env", WAYS[way](server, tmp_path))
    assert len(server.requests) == 4


@pytest.mark.parametrize("way", RENEWING)
def test_nobody_there_is_said_with_the_setting(way: str, tmp_path: Path) -> None:
    with serving(small_org(), app()) as server:
        env = WAYS[way](server, tmp_path)
    with pytest.raises(ConnectionFailed, match="No answer from") as caught:
        connection_of("env", env)
    assert "SF_LOGIN_URL" in caught.value.next_step


@pytest.mark.parametrize("way", RENEWING)
def test_where_no_secure_connection_comes_about_nobody_asks_again(way: str, tmp_path: Path) -> None:
    with serving(small_org(), app()) as server:
        env = WAYS[way](server, tmp_path)
        env["SF_LOGIN_URL"] = server.url.replace("http://", "https://")
        with pytest.raises(ConnectionFailed, match="no secure connection came about"):
            connection_of("env", env)


@pytest.mark.parametrize("way", RENEWING)
def test_a_session_that_ends_in_the_middle_is_renewed(
    way: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    calls: list[str] = []

    def intercept(_method: str, path: str) -> Response | None:
        if path.startswith("/services/data/"):
            calls.append(path)
            if len(calls) == 2:
                server.expire()
        return None

    with serving(small_org(), app(intercept=intercept)) as server:
        assert accounts(monkeypatch, WAYS[way](server, tmp_path)) == 0
        refused = [call for call in server.requests if call.status == 401]
    assert len(refused) == 1
    assert [row["name"] for row in json.loads(capfd.readouterr().out)["accounts"]] == ["Acme"]


def test_a_token_that_was_given_cannot_be_renewed_and_says_so(
    org: SampleServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    env = direct(org, tmp_path)
    org.expire()
    assert accounts(monkeypatch, env) == 1
    assert "Get a new token and set SF_ACCESS_TOKEN." in capfd.readouterr().err


def test_a_renewal_that_leads_to_another_org_is_refused(tmp_path: Path) -> None:
    urls: list[str] = []

    def intercept(_method: str, path: str) -> Response | None:
        body = {"access_token": "t", "instance_url": urls.pop(0)}
        return Response(200, body) if path == TOKEN else None

    with serving(small_org(), app(intercept=intercept)) as server:
        urls += [server.url, "https://other.my.salesforce.com"]
        connection = connection_of("env", client_credentials(server, tmp_path))
        assert connection.renew is not None
        with pytest.raises(SignInFailed, match="led to another org"):
            connection.renew()


# --- Versions ------------------------------------------------------------------------------------


def test_soap_reads_at_no_later_version_than_it_has(
    org: SampleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.crm.connect.API_VERSION", "66.0")
    session = open_connection(connection_of("env", soap(org, tmp_path)))
    assert session.wire.api_version == "64.0"
    session = open_connection(connection_of("env", jwt_bearer(org, tmp_path)))
    assert session.wire.api_version == "66.0"


def test_an_org_without_soap_login_says_what_else_there_is(
    org: SampleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.crm.signin.soap import SoapLogin

    with pytest.raises(SignInFailed, match=r"SOAP login\(\) is not there") as caught:
        SoapLogin(org.url, USER, PASSWORD, SECURITY_TOKEN, version="65.0").sign_in()
    assert "accountdocs login" in caught.value.next_step
