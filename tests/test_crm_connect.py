"""Connections: settings, addresses, secrets, and what is said when there is no answer."""

from __future__ import annotations

import json
import logging
import os
import socket
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.crm.accounts import find
from generator.crm.addresses import site_of
from generator.crm.calls import Timeouts
from generator.crm.capabilities import DescribeStore
from generator.crm.connect import Connection, connection_of, open_connection, open_session
from generator.crm.patience import Patience
from generator.crm.sample_org import Options, Response
from generator.errors import (
    AccountdocsError,
    ConnectionFailed,
    LimitReached,
    ReadFailed,
    SettingsError,
    SignInFailed,
)
from tests.crm_orgs import Records, read, serving, session_with

CUSTOMER = "Quite Secret Customer"
TOKEN = "00Dxx0000000001!AQ4AQCanaryCanary"
ENV = {"SF_INSTANCE_URL": "https://acme.my.salesforce.com", "SF_ACCESS_TOKEN": TOKEN}


def _org() -> Records:
    records = Records()
    records.account("Acme")
    return records


# --- Settings ------------------------------------------------------------------------------------


def test_env_with_an_address_and_a_token_is_a_connection() -> None:
    connection = connection_of("env", ENV)
    assert (connection.url, connection.token) == (ENV["SF_INSTANCE_URL"], TOKEN)


@pytest.mark.parametrize("missing", ["SF_INSTANCE_URL", "SF_ACCESS_TOKEN"])
def test_the_missing_setting_is_named(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"needs {missing}, which is not set"):
        connection_of("env", {k: v for k, v in ENV.items() if k != missing})


def test_all_missing_settings_are_named() -> None:
    with pytest.raises(SettingsError, match="SF_INSTANCE_URL and SF_ACCESS_TOKEN, which are not"):
        connection_of("env", {})


@pytest.mark.parametrize("org", ["production", "sf:", "login:", "sample"])
def test_what_is_no_connection_is_said_with_those_there_are(org: str) -> None:
    with pytest.raises(SettingsError, match=f"no connection '{org}'") as caught:
        connection_of(org, ENV)
    assert "login:NAME" in caught.value.next_step


@pytest.mark.parametrize(
    ("typed", "site"),
    [
        ("https://acme.my.salesforce.com", "https://acme.my.salesforce.com"),
        ("https://acme.my.salesforce.com/", "https://acme.my.salesforce.com"),
        ("acme.my.salesforce.com", "https://acme.my.salesforce.com"),
        (" https://acme.example:8443/services ", "https://acme.example:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_address_may_carry_a_port(typed: str, site: str) -> None:
    assert site_of(typed) == site


@pytest.mark.parametrize(
    "typed",
    [
        "http://acme.my.salesforce.com",
        "http://127.0.0.1.example.com",
        "ftp://acme.my.salesforce.com",
        "https://",
        "https://user:secret@acme.my.salesforce.com",
        "https://acme.my.salesforce.com:port",
    ],
)
def test_http_is_for_loopback_only_and_nonsense_is_refused(typed: str) -> None:
    with pytest.raises(SettingsError, match="SF_INSTANCE_URL") as caught:
        site_of(typed)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("token", ["with space", "line\nbreak", "t\u00f6ken", " "])
def test_a_token_that_cannot_be_one_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(SettingsError, match="SF_ACCESS_TOKEN") as caught:
        open_connection(Connection("https://acme.my.salesforce.com", token))
    assert token.strip() == "" or token not in str(caught.value)


def test_no_representation_shows_the_token() -> None:
    connection = connection_of("env", ENV)
    session = open_session("env", ENV)
    shown = (
        f"{connection!r}{session!r}{session.wire!r}{session.wire.transport!r}{session.catalog!r}"
    )
    assert "Canary" not in shown


# --- Faults --------------------------------------------------------------------------------------


def _fault(intercept: Callable[[str, str], Response | None]) -> AccountdocsError:
    """What is said when the org answers an account's search with what ``intercept`` gives."""
    with (
        serving(_org().data(), Options(intercept=intercept)) as server,
        pytest.raises(AccountdocsError) as caught,
    ):
        find(session_with(server), CUSTOMER)
    trace = "".join(traceback.format_exception(caught.value))
    assert CUSTOMER not in trace, "the statement leaked"
    assert server.token not in trace
    return caught.value


def _data(status: int, body: object, **headers: str) -> Callable[[str, str], Response | None]:
    def intercept(_method: str, path: str) -> Response | None:
        return Response(status, body, headers) if path.startswith("/services/data/v") else None

    return intercept


def test_an_expired_token_says_which_setting_to_look_at() -> None:
    body = [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]
    fault = _fault(_data(401, body))
    assert isinstance(fault, SignInFailed)
    assert fault.next_step == "Get a new token and set SF_ACCESS_TOKEN."
    assert "\n" not in str(fault)


def test_an_expired_token_is_told_from_the_real_refusal() -> None:
    with serving(_org().data()) as server:
        session = session_with(server)
        server.expire()
        with pytest.raises(SignInFailed):
            find(session, "Acme")


def test_a_401_with_a_web_page_is_an_expired_token_too() -> None:
    assert isinstance(_fault(_data(401, b"<html>Sign in</html>")), SignInFailed)


def test_the_daily_limit_is_named_as_such() -> None:
    body = [{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]
    fault = _fault(_data(403, body))
    assert isinstance(fault, LimitReached)
    assert "24 hours" in str(fault)


def test_too_many_calls_at_once_are_another_matter() -> None:
    body = [{"message": "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
             "errorCode": "REQUEST_LIMIT_EXCEEDED"}]  # fmt: skip
    assert "at once" in str(_fault(_data(403, body)))


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failing_server_is_a_failed_connection(status: int) -> None:
    fault = _fault(_data(status, b"<html>Bad gateway</html>"))
    assert isinstance(fault, ConnectionFailed)
    assert str(status) in str(fault)


def test_a_redirect_is_not_followed_with_the_token() -> None:
    fault = _fault(_data(302, b"", Location="https://elsewhere.example/"))
    assert isinstance(fault, ConnectionFailed)
    assert "My Domain" in fault.next_step


@pytest.mark.parametrize("body", [b"<html>Welcome</html>", b'{"compositeResponse": [', b"", b"{}"])
def test_a_success_that_is_not_salesforces_is_no_success(body: bytes) -> None:
    assert isinstance(_fault(_data(200, body)), ReadFailed)


def test_a_refusal_without_a_code_is_some_other_server() -> None:
    fault = _fault(_data(404, b"<html>Not found</html>"))
    assert "does not answer as Salesforce" in str(fault)


def test_a_user_without_the_api_is_told_to_ask_for_it() -> None:
    body = [{"message": "The REST API is not enabled", "errorCode": "API_DISABLED_FOR_ORG"}]
    assert "API Enabled" in str(_fault(_data(403, body)))


def test_no_answer_is_said_with_the_address_and_the_setting() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    session = open_connection(Connection(f"http://127.0.0.1:{port}", TOKEN))
    with pytest.raises(ConnectionFailed, match="connection refused") as caught:
        find(session, CUSTOMER)
    assert "SF_INSTANCE_URL" in caught.value.next_step
    assert CUSTOMER not in "".join(traceback.format_exception(caught.value))


def test_a_server_that_hangs_is_given_up() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        connection = Connection(f"http://127.0.0.1:{deaf.getsockname()[1]}", TOKEN)
        pauses: list[float] = []
        session = open_connection(
            connection,
            timeouts=Timeouts(connect=0.5, read=0.1),
            patience=Patience(sleep=pauses.append),
        )
        with pytest.raises(ConnectionFailed, match="did not answer in time"):
            find(session, "Acme")
    assert len(pauses) == Patience().attempts - 1


def test_a_plain_server_behind_https_is_no_secure_connection() -> None:
    with serving(_org().data()) as server:
        secure = server.url.replace("http://", "https://")
        session = open_connection(Connection(secure, server.token))
        with pytest.raises(ConnectionFailed, match="no secure connection"):
            find(session, "Acme")


def test_nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), serving(_org().data()) as server:
        find(session_with(server), "Acme")
        assert server.token not in caplog.text
        assert "Acme" not in caplog.text


def test_a_netrc_entry_does_not_replace_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with serving(_org().data()) as server:
        session = session_with(server)
        session.wire.transport.trust_env = True  # as for an org that is not on loopback
        assert find(session, "Acme").name == "Acme"


def test_loopback_is_reached_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving(_org().data()) as server:
        assert find(session_with(server), "Acme").name == "Acme"


def test_an_older_org_is_read_at_the_version_it_offers() -> None:
    with serving(_org().data(), Options(versions=("59.0", "60.0"))) as server:
        session = session_with(server)
        assert find(session, "Acme").name == "Acme"
        assert session.wire.api_version == "60.0"


def test_the_orgs_own_count_of_calls_is_kept() -> None:
    with serving(_org().data(), Options(daily_limit=1000, calls_used=200)) as server:
        session = session_with(server)
        find(session, "Acme")
        assert session.usage is not None
        assert session.usage.limit == 1000
        assert session.usage.used == 200 + server.api_calls


def test_calls_are_counted_as_the_server_counts_them() -> None:
    records = _org()
    records.account("Acme North", records.account("Beta"))
    with serving(records.data(), Options(page_cap=1)) as server:
        session = session_with(server)
        find(session, "Beta")
        assert session.api_calls == server.api_calls > 1


# --- What the org offers, kept between runs ------------------------------------------------------

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_what_the_org_offers_is_asked_once_a_day(tmp_path: Path) -> None:
    with serving(_org().data()) as server:
        cold = []
        for now in (NOON, NOON.replace(hour=20), NOON.replace(day=22)):
            session = session_with(server, store=DescribeStore(tmp_path, now))
            cold.append(session.catalog.is_cold)
            find(session, "Acme")
    assert cold == [True, False, True]


def test_what_is_kept_is_for_the_users_eyes_and_holds_no_token(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with serving(_org().data()) as server:
        find(session_with(server, store=DescribeStore(folder, NOON)), "Acme")
        kept = sorted(folder.iterdir())
        assert len(kept) == 2
        assert folder.stat().st_mode & 0o077 == 0
        for path in kept:
            assert path.stat().st_mode & 0o077 == 0
            assert server.token not in path.read_text() + path.name


def test_a_broken_cache_is_asked_anew(tmp_path: Path) -> None:
    with serving(_org().data()) as server:
        find(session_with(server, store=DescribeStore(tmp_path, NOON)), "Acme")
        for path in tmp_path.iterdir():
            path.write_text(
                '{"format": 1, "kept": "' + NOON.isoformat() + '", "objects": {"A": 5}}'
            )
        assert find(session_with(server, store=DescribeStore(tmp_path, NOON)), "Acme")


def test_who_a_token_stood_for_is_forgotten_when_nobody_can_use_it_any_more(
    tmp_path: Path,
) -> None:
    for token, day in (("old", NOON), ("new", NOON + timedelta(days=2))):
        store = DescribeStore(tmp_path, day)
        store.keep_identity("https://x", token, ("u", token, "o"))
        for path in tmp_path.glob("identity-*.json"):
            if json.loads(path.read_text())["kept"] == day.isoformat():
                os.utime(path, (day.timestamp(), day.timestamp()))
    store.keep_identity("https://x", "newest", ("u", "newest", "o"))
    assert store.identity("https://x", "new") == ("u", "new", "o")
    assert len(list(tmp_path.glob("identity-*.json"))) == 2


def test_reading_needs_no_folder() -> None:
    records = _org()
    root = records.account("Beta")
    assert read(records.data(), root)[0].account.name == "Beta"


def test_a_session_that_ended_is_renewed_and_the_call_made_again_with_its_headers() -> None:
    with serving(_org().data()) as server:
        connection = Connection(server.url, server.token, renew=lambda: server.token)
        session = open_connection(connection)
        assert find(session, "Acme").name == "Acme"
        server.expire()
        assert find(session, "Acme").name == "Acme"
        refused = [call for call in server.requests if call.status == 401]
        assert len(refused) == 1, "the first call after the end of the session, and no other"


def test_what_an_org_offers_is_not_shared_by_readers_whom_it_does_not_name(tmp_path: Path) -> None:
    def nameless(_method: str, path: str) -> Response | None:
        return Response(403, b"Bad_OAuth_Token") if path.endswith("/userinfo") else None

    with serving(_org().data(), Options(intercept=nameless)) as server:
        store = DescribeStore(tmp_path, NOON)
        find(session_with(server, store=store), "Acme")
        assert not session_with(server, store=store).catalog.is_cold
        server.expire()
        assert session_with(server, store=store).catalog.is_cold


def test_describes_that_are_added_to_do_not_make_the_others_younger(tmp_path: Path) -> None:
    morning, evening = NOON.replace(hour=1), NOON.replace(hour=23)
    DescribeStore(tmp_path, morning).keep_describes("key", {"A": None})
    later = DescribeStore(tmp_path, evening)
    later.keep_describes("key", {**later.describes("key"), "B": None})
    assert set(later.describes("key")) == {"A", "B"}
    next_day = DescribeStore(tmp_path, morning.replace(day=morning.day + 1, hour=2))
    assert next_day.describes("key") == {}


@pytest.mark.parametrize("typed", ["https://[foo", "https://a b.com", "https://[x]:y", "[::1"])
def test_an_address_that_is_none_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(SettingsError, match="not an address"):
        site_of(typed)
