"""``--org sf:ALIAS``, against answers recorded in the shape of the Salesforce CLI's own.

No live CLI is asked: what it prints was taken from its issues and sources (SALESFORCE.md 3.5).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import cli
from generator.crm.connect import connection_of
from generator.crm.sample_org import Response, SampleServer
from generator.crm.signin.salesforce_cli import CliLogin
from generator.errors import AccountdocsError, SettingsError, SignInFailed
from tests.crm_orgs import serving
from tests.signing_in import (
    DISPLAY,
    REDACTED,
    SHOW,
    RecordedCli,
    app,
    display,
    failure,
    small_org,
    success,
)


@pytest.fixture
def org() -> Iterator[SampleServer]:
    with serving(small_org(), app()) as server:
        yield server


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RecordedCli:
    made = RecordedCli(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{made.folder}{os.pathsep}{os.environ['PATH']}")
    return made


def said(alias: str = "prod", **more: Any) -> AccountdocsError:
    with pytest.raises(AccountdocsError) as caught:
        CliLogin(alias, os.environ, **more).sign_in()
    assert "\n" not in str(caught.value)
    assert caught.value.next_step
    return caught.value


def test_a_cli_of_today_gives_the_token_by_a_command_of_its_own(
    org: SampleServer,
    recorded: RecordedCli,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    recorded.answers({DISPLAY: display(org.url), SHOW: success(accessToken=org.token)})

    assert cli.run(["accounts", "--json", "--org", "sf:prod"]) == 0

    out = capfd.readouterr().out
    assert [row["name"] for row in json.loads(out)["accounts"]] == ["Acme"]
    assert recorded.calls() == [
        [["org", "display", "--target-org", "prod", "--json"], "1", None],
        [
            ["org", "auth", "show-access-token", "--target-org", "prod", "--json", "--no-prompt"],
            "1",
            None,
        ],
    ]


def test_an_older_cli_gives_both_at_once(org: SampleServer, recorded: RecordedCli) -> None:
    recorded.answers({DISPLAY: display(org.url, org.token)})
    grant = CliLogin("me@acme.example", os.environ).sign_in()
    assert (grant.url, grant.token) == (org.url, org.token)
    assert len(recorded.calls()) == 1


def test_warnings_before_the_answer_do_no_harm(org: SampleServer, recorded: RecordedCli) -> None:
    shown = display(org.url, org.token)
    warning = "(node:1) Warning: a newer version is there\n"
    recorded.answers({DISPLAY: {"text": warning + shown["text"]}})
    assert CliLogin("prod", os.environ).sign_in().token == org.token


def test_whose_eyes_the_cli_s_login_has_is_not_known(
    org: SampleServer, recorded: RecordedCli
) -> None:
    recorded.answers({DISPLAY: display(org.url, org.token)})
    assert connection_of("sf:prod", os.environ).reader_kind == ""


def test_a_session_that_ends_is_renewed_by_asking_the_cli_again(
    recorded: RecordedCli, capfd: pytest.CaptureFixture[str]
) -> None:
    calls: list[str] = []

    def intercept(_method: str, path: str) -> Response | None:
        if path.startswith("/services/data/"):
            calls.append(path)
            if len(calls) == 2:
                server.expire()
                recorded.answers(
                    {DISPLAY: display(server.url), SHOW: success(accessToken=server.token)}
                )
        return None

    with serving(small_org(), app(intercept=intercept)) as server:
        recorded.answers({DISPLAY: display(server.url), SHOW: success(accessToken=server.token)})
        assert cli.run(["accounts", "--json", "--org", "sf:prod"]) == 0
    assert len(recorded.calls()) == 4
    assert len([call for call in server.requests if call.status == 401]) == 1


def test_without_the_cli_it_is_said_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    fault = said()
    assert "not installed" in str(fault)
    assert "accountdocs login" in fault.next_step


REFUSED = {
    "unknown alias": (
        failure("NamedOrgNotFoundError", "No authorization information found for prod."),
        "knows no login 'prod'",
        "sf org list",
    ),
    "expired": (
        failure("RefreshTokenAuthError", "Error authenticating with the refresh token due to: x"),
        "has expired",
        "sf org login web --alias prod",
    ),
    "expired, in older words": (
        failure("ERROR", "expired access/refresh token"),
        "has expired",
        "sf org login web",
    ),
    "something else": (failure("DomainNotFoundError", "canary"), "(DomainNotFoundError)", "sf org"),
    "no json": ({"text": "\u001b[31mError\u001b[39m: canary"}, "with no JSON", "sf --version"),
    "json cut short": ({"text": '{"status": 0, "result": {"acc'}, "with no JSON", "sf --version"),
    "nothing": ({"text": "", "code": 3}, "with no JSON", "sf --version"),
    "no result": ({"text": '{"status": 0}'}, "could not use", "sf org login web"),
    "no address": (success(accessToken="t"), "no address of an org", "address"),
    "http": (display("http://acme.my.salesforce.com"), "no address of an org", "address"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_cli_cannot_do_is_one_clear_line(recorded: RecordedCli, case: str) -> None:
    answer, words, step = REFUSED[case]
    recorded.answers({DISPLAY: answer})
    fault = said()
    assert words in str(fault)
    assert step in fault.next_step
    assert "canary" not in str(fault)


def test_a_cli_that_hides_the_token_and_cannot_show_it_is_to_be_updated(
    recorded: RecordedCli,
) -> None:
    recorded.answers({DISPLAY: display("https://acme.my.salesforce.com")})
    assert "sf update" in said().next_step


@pytest.mark.parametrize("token", ["", REDACTED, None])
def test_a_token_that_is_none_is_not_sent(recorded: RecordedCli, token: str | None) -> None:
    shown = display("https://acme.my.salesforce.com")
    recorded.answers({DISPLAY: shown, SHOW: success(accessToken=token)})
    assert "gave no access token" in str(said())


def test_a_cli_that_hangs_is_ended(recorded: RecordedCli) -> None:
    recorded.answers({DISPLAY: {"text": "", "seconds": 60}})
    assert "did not answer within 1 seconds" in str(said(seconds=1.0))


def test_a_program_that_cannot_be_started_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name == "nt":
        pytest.skip("only on systems where a script names what runs it")
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "sf").write_text("#!/nowhere/at/all\n")
    (folder / "sf").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    assert "cannot be started" in str(said())


@pytest.mark.parametrize("alias", ["a&calc", "-o", 'a"b', "a%PATH%", "$(id)", "a|b"])
def test_an_alias_that_a_shell_could_obey_never_reaches_one(
    recorded: RecordedCli, alias: str
) -> None:
    fault = said(alias)
    assert isinstance(fault, SettingsError)
    assert not (recorded.folder / "calls.txt").exists()


def test_an_alias_may_have_a_name_in_the_settings(
    org: SampleServer,
    recorded: RecordedCli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "accountdocs.toml").write_text('org = "ours"\n[orgs]\nours = "sf:prod"\n')
    recorded.answers({DISPLAY: display(org.url, org.token)})
    assert cli.run(["accounts", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["run"]["org"] == "ours"


def test_no_representation_shows_the_environment() -> None:
    assert "canary" not in repr(CliLogin("prod", {"SF_ACCESS_TOKEN": "canary"}))
    with pytest.raises(SignInFailed):
        CliLogin("prod", {"PATH": ""}).sign_in()
