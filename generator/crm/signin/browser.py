"""A person signs in with a browser: authorization code with PKCE (RFC 7636), back on loopback.

The refresh token that comes of it lies in the system's keyring under the login's name; the access
token is not kept. Nothing else remains.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

from generator.crm.signin import keys, ways
from generator.crm.signin.callback import Arrival, Callback
from generator.crm.signin.keys import Kept
from generator.crm.signin.refusals import refused
from generator.crm.signin.stored import StoredLogin
from generator.crm.signin.token_endpoint import AUTHORIZE, Endpoint, as_https
from generator.crm.signin.ways import Grant
from generator.errors import AccountdocsError, CrmError, SignInFailed

SCOPES = ("api", "refresh_token")
_VERIFIER_LENGTH = 64


@dataclass(frozen=True, slots=True)
class BrowserLogin:
    """A login to be made: its name, where to sign in, the app's consumer key, the port to come
    back to. ``address`` names the setting of ``site``."""

    name: str
    site: str
    consumer_key: str = field(repr=False)
    port: int
    address: str

    def sign_in(self, show: Callable[[str], None], seconds: float) -> Grant:
        """Hands the address to sign in at to ``show``, and keeps what comes of it in the keyring.

        SignInFailed where it is refused or takes longer than ``seconds``; SettingsError where there
        is no keyring.
        """
        keys.usable()  # before anybody is sent to a browser
        client = WebApplicationClient(self.consumer_key)
        verifier = client.create_code_verifier(_VERIFIER_LENGTH)
        with Callback(self.port) as callback:
            show(self._address(client, verifier, callback))
            arrival = callback.wait(seconds)
            if arrival is None:
                raise self._nobody(seconds, callback.strangers)
            return self._ended(arrival, lambda: self._kept(client, verifier, callback, arrival))

    def _address(self, client: WebApplicationClient, verifier: str, callback: Callback) -> str:
        shown = as_https(self.site)
        uri = client.prepare_request_uri(
            shown + AUTHORIZE,
            redirect_uri=callback.uri,
            scope=[*SCOPES],
            state=callback.state,
            code_challenge=client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
        )
        return self.site + str(uri).removeprefix(shown)

    def _kept(
        self, client: WebApplicationClient, verifier: str, callback: Callback, arrival: Arrival
    ) -> Grant:
        try:
            found = client.parse_request_uri_response(
                f"{as_https(callback.uri)}?{arrival.query}", state=callback.state
            )
        except OAuth2Error as error:
            raise refused(error.error, error.description or "", self._endpoint) from None
        body = client.prepare_request_body(
            code=found["code"], redirect_uri=callback.uri, code_verifier=verifier
        )
        grant = ways.PATIENCE(lambda: self._endpoint.grant(client, body))
        self._keep(grant)
        return grant

    def _keep(self, grant: Grant) -> None:
        if grant.refresh_token is None:
            raise SignInFailed(
                "Salesforce gave no refresh token: the sign-in would end within hours.",
                next_step="An administrator gives the app the scope refresh_token, and a policy "
                "that lets it live (Setup, External Client App Manager).",
            )
        try:
            keys.keep(self.name, Kept(self.site, self.consumer_key, grant.refresh_token))
        except AccountdocsError:
            with contextlib.suppress(AccountdocsError):  # the keyring's fault is told
                self._endpoint.revoke(grant.refresh_token)
            raise

    def _ended(self, arrival: Arrival, finish: Callable[[], Grant]) -> Grant:
        try:
            grant = finish()
        except BaseException as error:
            why = error.message if isinstance(error, AccountdocsError) else "It was stopped."
            arrival.tell("Signing in failed", why)
            raise
        arrival.tell("Signed in", "accountdocs has what it needs. You can close this window.")
        return grant

    def _nobody(self, seconds: float, strangers: int) -> SignInFailed:
        other = "; an answer to another sign-in came, and was left alone" if strangers else ""
        return SignInFailed(
            f"Nobody signed in within {seconds:.0f} second{'' if seconds == 1 else 's'}{other}.",
            next_step=f"Start again: accountdocs login {self.name}",
        )

    @property
    def _endpoint(self) -> Endpoint:
        again = StoredLogin(self.name).again
        return Endpoint(self.site, self.address, "the app's settings", again)


def signed_out(name: str) -> bool | None:
    """Removes the login from the keyring, and ends it at Salesforce; False where it had ended, None
    where Salesforce could not be told.

    SignInFailed where there is no such login.
    """
    known = keys.kept(name)
    if known is None:
        raise SignInFailed(f"There is no login {name!r} on this machine.")
    way = StoredLogin(name)
    endpoint = Endpoint(known.site, way.address, way.token, way.again)
    try:
        return ways.PATIENCE(lambda: endpoint.revoke(known.refresh_token))
    except CrmError:
        return None
    finally:
        keys.forget(name)
