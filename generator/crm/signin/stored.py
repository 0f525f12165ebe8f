"""``--org login:NAME``: a browser sign-in of before, renewed by its refresh token."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.crm.signin import keys
from generator.crm.signin.keys import Kept
from generator.crm.signin.ways import PERSON, Grant
from generator.errors import SignInFailed


@dataclass(frozen=True, slots=True)
class StoredLogin:
    """The sign-in that the keyring holds under ``name``."""

    name: str
    reader_kind: str = PERSON
    notice: str = ""
    last_version: str = ""

    @property
    def address(self) -> str:
        return f"the login {self.name}"

    @property
    def token(self) -> str:
        return self.address

    @property
    def again(self) -> str:
        return f"Sign in again: accountdocs login {self.name}"

    def sign_in(self) -> Grant:
        known = self._kept()
        try:
            return self._refreshed(known)
        except SignInFailed:
            # Where Salesforce rotates refresh tokens, another run may have used this one up.
            newer = self._kept()
            if newer == known:
                raise
            return self._refreshed(newer)

    def _kept(self) -> Kept:
        found = keys.kept(self.name)
        if found is None:
            raise SignInFailed(
                f"There is no login {self.name!r} on this machine.",
                next_step=f"Make it: accountdocs login {self.name}",
            )
        return found

    def _refreshed(self, known: Kept) -> Grant:
        from oauthlib.oauth2 import WebApplicationClient

        from generator.crm.signin.token_endpoint import Endpoint

        client = WebApplicationClient(known.consumer_key)
        body = client.prepare_refresh_body(
            refresh_token=known.refresh_token, client_id=known.consumer_key
        )
        grant = Endpoint(known.site, self.address, self.token, self.again).grant(client, body)
        if grant.refresh_token and grant.refresh_token != known.refresh_token:
            keys.keep(self.name, replace(known, refresh_token=grant.refresh_token))
        return grant
