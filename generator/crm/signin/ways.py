"""What all ways of signing in have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from generator.crm.addresses import site_of
from generator.crm.faults import ServerFailed
from generator.crm.patience import Patience
from generator.errors import SettingsError, SignInFailed

PERSON, INTEGRATION = "person", "integration"
"""Whose eyes read: a person's own, or those of a user that was made for programs."""

PATIENCE = Patience(attempts=4, first=0.5, longest=8.0, whole=120.0)
"""A person waits for a sign-in: less long than a run waits for its data."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a sign-in gave. ``url``: the org's address, as the server named it."""

    url: str
    token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)


class Way(Protocol):
    """One way of signing in, with all that it needs; ``repr`` shows no secret.

    ``address`` and ``token`` say in a message where the org's address and the token came from,
    ``again`` what a person does when it is no longer accepted. ``reader_kind`` is PERSON,
    INTEGRATION or empty where it is not known. ``notice`` is for the person at the terminal.
    ``last_version`` is the newest API version that such a session is for; empty for any.
    """

    @property
    def address(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def again(self) -> str: ...
    @property
    def reader_kind(self) -> str: ...
    @property
    def notice(self) -> str: ...
    @property
    def last_version(self) -> str: ...

    def sign_in(self) -> Grant:
        """SignInFailed where it is refused, ConnectionFailed where nobody answers."""


def signed_in(way: Way) -> Grant:
    """The grant, asked for up to four times where the server fails or the network does."""
    return PATIENCE(way.sign_in)


def renewed(way: Way, site: str) -> str:
    """A new token for ``site``. SignInFailed where the way leads to another org by now."""
    grant = signed_in(way)
    if site_of(grant.url) != site:
        raise SignInFailed(
            f"Signing in again led to another org than before ({site}).",
            next_step="Start the run again.",
        )
    return grant.token


def failed(site: str, status: int) -> ServerFailed:
    """The fault of a server that signs in and failed, or has no time: it may work in a moment."""
    return ServerFailed(
        f"{site} failed to sign in (HTTP {status}).", next_step="Try again in a while."
    )


def org_site(url: object, who: str) -> str:
    """``https://host[:port]`` of the org's address in ``who``'s answer."""
    try:
        return site_of(url if isinstance(url, str) else "")
    except SettingsError:
        raise SignInFailed(
            f"{who} named no address of an org that a token may be sent to.",
            next_step="Check the address that you sign in at.",
        ) from None
