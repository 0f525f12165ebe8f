"""The login that the Salesforce CLI holds for an alias, asked for by running ``sf``.

``sf org display`` gives the address, and with older CLIs the token. Since 2.136.8 (27 May 2026) the
token is left out there, and ``sf org auth show-access-token`` gives it (forcedotcom/cli, issue
3560). The CLI renews its own login; we keep nothing of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.crm.signin.ways import Grant, org_site
from generator.errors import SettingsError, SignInFailed

_SECONDS = 60.0  # the CLI's first start after an update can take half of it
_ALIAS = re.compile(r"[A-Za-z0-9_@+.][A-Za-z0-9_@+.\-]*")
"""What an alias or user name may hold. On Windows ``sf`` is a batch file: no other character
may reach its command line."""

_UNKNOWN = ("NamedOrgNotFoundError", "NoAuthInfoFound", "NamedOrgNotFound", "AuthInfoNotFound")
_NO_COMMAND = ("CommandNotFound", "command_not_found", "NoCommand")


@dataclass(frozen=True, slots=True)
class CliLogin:
    """The login of ``alias``, an alias or user name that the CLI knows.

    The CLI does not say how that was made, so nobody knows whether a person's eyes read.
    """

    alias: str
    environ: Mapping[str, str] = field(repr=False)
    seconds: float = _SECONDS
    reader_kind: str = ""
    notice: str = ""
    last_version: str = ""

    @property
    def address(self) -> str:
        return f"the Salesforce CLI's login {self.alias}"

    @property
    def token(self) -> str:
        return self.address

    @property
    def again(self) -> str:
        return f"Sign in again: sf org login web --alias {self.alias}"

    def sign_in(self) -> Grant:
        if not _ALIAS.fullmatch(self.alias):
            raise SettingsError(
                f"--org sf:{self.alias} is not an alias or user name of the Salesforce CLI.",
                next_step="`sf org list` shows them.",
            )
        shown = self._ask("org", "display")
        site = org_site(shown.get("instanceUrl"), "The Salesforce CLI")
        token = _token_in(shown)
        if token is None:
            token = _token_in(self._ask("org", "auth", "show-access-token", "--no-prompt"))
        if token is None:
            raise SignInFailed(
                f"The Salesforce CLI gave no access token for {self.alias}.",
                next_step=f"Update the CLI, or sign in again: {self.again.partition(': ')[2]}",
            )
        return Grant(site, token)

    def _ask(self, *command: str) -> Mapping[str, Any]:
        """The ``result`` of one command of the CLI."""
        words = [*command[:3], "--target-org", self.alias, "--json", *command[3:]]
        answer = _answer(_run(_program(self.environ), words, self.environ, self.seconds))
        if answer is None:
            raise SignInFailed(
                f"The Salesforce CLI answered `sf {' '.join(command[:3])}` with no JSON.",
                next_step="Run `sf --version`; update it if that fails.",
            )
        result = answer.get("result")
        if answer.get("status") == 0 and isinstance(result, Mapping):
            return result
        raise self._refused(str(answer.get("name") or ""), str(answer.get("message") or ""))

    def _refused(self, name: str, message: str) -> SignInFailed:
        if name in _UNKNOWN or "No authorization information" in message:
            return SignInFailed(
                f"The Salesforce CLI knows no login {self.alias!r}.",
                next_step="`sf org list` shows those it knows; "
                f"sf org login web --alias {self.alias} makes one.",
            )
        if name in _NO_COMMAND or "is not a sf command" in message:
            return SignInFailed(
                f"The Salesforce CLI gave no access token for {self.alias}, and is too old to be "
                "asked for one.",
                next_step="Update it: sf update",
            )
        if "expired" in message.lower() or "RefreshTokenAuthError" in f"{name} {message}":
            return SignInFailed(
                f"The Salesforce CLI's login {self.alias} has expired.", next_step=self.again
            )
        known = f" ({name})" if re.fullmatch(r"\w{1,60}", name) else ""
        return SignInFailed(
            f"The Salesforce CLI could not use its login {self.alias}{known}.",
            next_step=self.again,
        )


def _program(environ: Mapping[str, str]) -> str:
    found = shutil.which("sf", path=environ.get("PATH"))  # sf.cmd on Windows
    if found is None:
        raise SignInFailed(
            "The Salesforce CLI (sf) is not installed, or not on the PATH.",
            next_step="Install it from https://developer.salesforce.com/tools/salesforcecli, or "
            "use another way: `accountdocs login NAME`, or --org env.",
        )
    return found


def _run(program: str, words: list[str], environ: Mapping[str, str], seconds: float) -> str:
    """What the CLI prints. Its own process group: where it hangs, all that it started ends too."""
    quiet = {name: value for name, value in environ.items() if name != "FORCE_COLOR"}
    try:
        process = subprocess.Popen(  # noqa: S603 - the words are ours, the alias is checked
            [program, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**quiet, "NO_COLOR": "1"},
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise SignInFailed(
            f"The Salesforce CLI ({program}) cannot be started: {error.strerror}.",
            next_step="Run `sf --version`; install it anew if that fails.",
        ) from None
    try:
        return process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        raise SignInFailed(
            f"The Salesforce CLI did not answer within {seconds:.0f} seconds.",
            next_step="Run `sf org list` to see whether it works.",
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _answer(text: str) -> Mapping[str, Any] | None:
    """The JSON object in what was printed; warnings of Node may stand before it."""
    start = text.find("{")
    try:
        found = json.loads(text[start:]) if start >= 0 else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _token_in(result: Mapping[str, Any]) -> str | None:
    """The access token; None where it is left out or stands there as [REDACTED] and advice."""
    token = result.get("accessToken")
    if isinstance(token, str) and re.fullmatch(r"[^\s\[\]]+", token):
        return token
    return None
