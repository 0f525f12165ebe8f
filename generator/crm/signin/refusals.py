"""Why Salesforce refuses a sign-in, in words a person can act on.

The codes and the words that are looked for are Salesforce's ("OAuth Error Codes", help article
remoteaccess_oauth_flow_errors, and what administrators report). What the server wrote is only
compared, never printed: it may quote what it was sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from generator.errors import SignInFailed

_APP = "Setup, External Client App Manager"


class Asked(Protocol):
    """Where the sign-in was asked for, and by what."""

    @property
    def address(self) -> str: ...
    @property
    def secret(self) -> str: ...
    @property
    def again(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reason:
    """``code``, and ``words`` that its description holds; empty where the code says all."""

    code: str
    words: str
    cause: str
    step: str


_REASONS = (
    Reason(
        "invalid_grant",
        "no client credentials user",
        "the app has no user to run as",
        f"An administrator names one in {_APP}, the app's policies, Client Credentials Flow.",
    ),
    Reason(
        "invalid_grant",
        "not supported on this domain",
        "client credentials are granted at the org's own address only",
        "Set {address} to https://<name>.my.salesforce.com.",
    ),
    Reason(
        "invalid_grant",
        "hasn't approved this consumer",
        "the app is not approved for this user",
        f"An administrator sets the app's policy in {_APP} to admin approved users, and gives the "
        "user its permission set.",
    ),
    Reason(
        "invalid_grant",
        "audience",
        "the address is not the one that this user signs in at",
        "Set {address} to https://login.salesforce.com, or to https://test.salesforce.com for a "
        "sandbox.",
    ),
    Reason(
        "invalid_grant",
        "invalid assertion",
        "the app's certificate does not belong to the private key",
        f"Check {{secret}} and the certificate in {_APP}, and that the computer's clock is right.",
    ),
    Reason(
        "invalid_assertion",
        "",
        "the app's certificate does not belong to the private key",
        f"Check {{secret}} and the certificate in {_APP}, and that the computer's clock is right.",
    ),
    Reason("invalid_grant", "expired", "it has expired or was revoked", "{again}"),
    Reason("invalid_grant", "ip restricted", "this network is not allowed for the user", "{again}"),
    Reason("invalid_grant", "authentication failure", "it does not know the user", "{again}"),
    Reason(
        "invalid_client_id",
        "",
        "it knows no app of this consumer key",
        "Check the consumer key and {address}; a new app needs some minutes to be known.",
    ),
    Reason(
        "invalid_client",
        "",
        "the consumer secret is missing or wrong",
        f"Check {{secret}}; for a browser sign-in the app must not require a secret ({_APP}).",
    ),
    Reason(
        "invalid_app_access",
        "",
        "the user may not use the app",
        f"An administrator gives the user the app's permission set ({_APP}).",
    ),
    Reason(
        "unsupported_grant_type",
        "",
        "the app does not allow this way of signing in",
        f"An administrator enables its flow in {_APP}.",
    ),
    Reason(
        "invalid_scope",
        "",
        "the app does not have the scopes",
        f"An administrator gives it api and refresh_token in {_APP}.",
    ),
    Reason(
        "redirect_uri_mismatch",
        "",
        "the callback address is not the app's",
        f"It must stand in {_APP} exactly as it was sent: check the port.",
    ),
    Reason("access_denied", "", "access was denied", "{again}"),
    Reason("inactive_user", "", "the user is not active", "Ask an administrator."),
    Reason("inactive_org", "", "the org is locked or closed", "Ask an administrator."),
    Reason("rate_limit_exceeded", "", "too many sign-ins in a short time", "Try again in an hour."),
    Reason(
        "OAUTH_APP_BLOCKED",
        "",
        "an administrator has blocked the app",
        "Ask an administrator to install and approve it.",
    ),
    Reason(
        "OAUTH_APP_ACCESS_DENIED",
        "",
        "the user is not approved for the app",
        "Ask an administrator to install and approve it.",
    ),
)


def refused(code: object, description: str, asked: Asked) -> SignInFailed:
    """The fault for an OAuth error of ``code``, whose ``description`` tells cases apart."""
    name = code if isinstance(code, str) and re.fullmatch(r"\w{1,60}", code) else "no known code"
    words = description.lower()
    for reason in _REASONS:
        if reason.code == name and reason.words in words:
            step = reason.step.format(address=asked.address, secret=asked.secret, again=asked.again)
            return SignInFailed(
                f"Salesforce refused the sign-in: {reason.cause} ({name}).", next_step=step
            )
    return SignInFailed(f"Salesforce refused the sign-in ({name}).", next_step=asked.again)
