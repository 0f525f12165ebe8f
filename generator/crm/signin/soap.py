"""User name and password: Salesforce's SOAP login(), which it is taking away.

It is absent from API 65.0 on, off in new orgs, and ends for all versions with Summer '27 (help
article 005132110). simple-salesforce makes the call; it goes out through our own session, and the
address of the org is read from the answer, because simple-salesforce keeps of it only a host and
changes that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError

import requests

from generator.crm.calls import GuardedSession
from generator.crm.faults import Origin
from generator.crm.signin.ways import Grant, failed, org_site
from generator.errors import ConnectionFailed, SignInFailed

LAST_VERSION = "64.0"
RETIRING = (
    "Signing in with a password goes through SOAP login(), which Salesforce retires with its "
    "Summer '27 release; client credentials, a private key or a browser sign-in stay"
)
_AGAIN = "Check SF_USERNAME, SF_PASSWORD, SF_SECURITY_TOKEN and SF_LOGIN_URL."
_OTHER_WAY = "Use another way of signing in, such as `accountdocs login NAME`."

_ABSENT = "UNSUPPORTED_API_VERSION"  # a fault without a code: the operation is not known
_REASONS = {
    "INVALID_LOGIN": (
        "user name, password or security token is wrong, or the user is locked",
        _AGAIN,
    ),
    "LOGIN_MUST_USE_SECURITY_TOKEN": ("the security token is missing or out of date", _AGAIN),
    "UNSUPPORTED_API_VERSION": ("SOAP login() is not there", _OTHER_WAY),
    "INVALID_OPERATION": ("SOAP login() is switched off in this org", _OTHER_WAY),
    "PASSWORD_LOCKOUT": ("the user is locked after wrong passwords", "Ask an administrator."),
    "ORG_LOCKED": ("the org is locked", "Ask an administrator."),
    "API_DISABLED_FOR_ORG": (
        "the user may not use the API",
        'Ask an administrator for the permission "API Enabled".',
    ),
}
_NO_CODE = "UNKNOWN_EXCEPTION_CODE"  # simple-salesforce's own, where an answer has none
_PASSING = ("SERVER_UNAVAILABLE", "REQUEST_RUNNING_TOO_LONG", "UNKNOWN_EXCEPTION")


@dataclass(frozen=True, slots=True)
class SoapLogin:
    """A user's own name, password and security token."""

    site: str
    username: str
    password: str = field(repr=False)
    security_token: str = field(repr=False)
    version: str = LAST_VERSION
    last_version: str = LAST_VERSION
    address: str = "SF_LOGIN_URL"
    token: str = "SF_PASSWORD and SF_SECURITY_TOKEN"  # noqa: S105 - the settings' names
    again: str = _AGAIN
    reader_kind: str = ""
    notice: str = RETIRING

    def sign_in(self) -> Grant:
        from simple_salesforce.exceptions import SalesforceAuthenticationFailed
        from simple_salesforce.login import SalesforceLogin

        with _Recorder(Origin(self.site, self.address, self.token)) as http:
            try:
                session_id, _ = SalesforceLogin(
                    username=self.username,
                    # The token is the end of the password; apart it would not be escaped.
                    password=self.password + self.security_token,
                    security_token="",
                    sf_version=self.version,
                    scratch_url=self.site,
                    session=http,
                )
            except SalesforceAuthenticationFailed as error:  # its text is the server's answer
                raise self._refused(str(error.code), http) from None
            except (ValueError, ExpatError):  # an answer that is no XML
                raise self._refused("", http) from None
            return Grant(org_site(http.server_url, self.site), session_id)

    def _refused(self, code: str, http: _Recorder) -> SignInFailed | ConnectionFailed:
        is_salesforce_s = re.fullmatch(r"[A-Z_]{1,60}", code) and code != _NO_CODE
        name = code if is_salesforce_s else ""
        if name in _PASSING or (not name and not http.is_fault and _may_pass(http.status)):
            return failed(self.site, http.status)
        if not name and not http.is_fault:
            return ConnectionFailed(
                f"{self.site} does not answer as Salesforce's SOAP login() does "
                f"(HTTP {http.status}).",
                next_step=f"Check {self.address}. {_OTHER_WAY}",
            )
        cause, step = _REASONS.get(name or _ABSENT, ("", _AGAIN))
        said = ": ".join(part for part in ("Salesforce refused the sign-in", cause) if part)
        return SignInFailed(f"{said}{f' ({name})' if name else ''}.", next_step=step)


def _may_pass(status: int) -> bool:
    return status == 429 or status >= 500


class _Recorder(GuardedSession):
    """Keeps of the last answer its status, whether it is SOAP's refusal, and the org's address."""

    status = 0
    is_fault = False
    server_url: str | None = None

    def request(  # type: ignore[override]  # as GuardedSession's own
        self, method: str, url: str, **kwargs: Any
    ) -> requests.Response:
        response = super().request(method, url, **kwargs)
        self.status = response.status_code
        self.is_fault = b":Fault>" in response.content
        found = re.search(rb"<serverUrl>\s*([^<\s]+)\s*</serverUrl>", response.content)
        self.server_url = found[1].decode("ascii", "replace") if found else None
        return response
