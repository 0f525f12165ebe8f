"""OAuth 2.0 over HTTP: messages go out and answers come back; oauthlib makes and reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import requests
from oauthlib.oauth2 import OAuth2Error
from oauthlib.oauth2.rfc6749.clients import Client
from oauthlib.oauth2.rfc6749.parameters import prepare_token_revocation_request

from generator.crm import faults
from generator.crm.calls import GuardedSession
from generator.crm.faults import Origin
from generator.crm.signin.refusals import refused
from generator.crm.signin.ways import Grant, failed, org_site
from generator.errors import ConnectionFailed

TOKEN = "/services/oauth2/token"  # noqa: S105 - a path
REVOKE = "/services/oauth2/revoke"
AUTHORIZE = "/services/oauth2/authorize"
_ENDED = ("invalid_token", "unsupported_token_type")
_READ = (
    "access_token",
    "token_type",
    "refresh_token",
    "instance_url",
    "error",
    "error_description",
)
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where tokens are asked for. ``site`` is https://host[:port], named by the setting
    ``address``; ``secret`` names the setting of what is presented, ``again`` the next step."""

    site: str
    address: str
    secret: str
    again: str

    def grant(self, client: Client, body: str) -> Grant:
        """The answer to ``body``. SignInFailed or ConnectionFailed."""
        answer = _texts(self._post(TOKEN, body))
        if not {"access_token", "error"} & set(answer):
            raise faults.unreadable("no token, and no reason either", self._origin)
        try:
            token = client.parse_request_body_response(json.dumps(answer))
        except OAuth2Error as error:  # its text is the server's, which may quote what was sent
            raise refused(error.error, answer.get("error_description", ""), self) from None
        return Grant(
            org_site(token.get("instance_url"), self.site),
            token["access_token"],
            token.get("refresh_token") or None,
        )

    def revoke(self, token: str) -> bool:
        """Ends ``token`` and what was granted by it; False where it had ended before."""
        _, _, body = prepare_token_revocation_request(
            as_https(self.site + REVOKE), token, token_type_hint=None
        )
        response = self._post(REVOKE, body)
        if response.status_code == 200:
            return True
        answer = _texts(response)
        if "error" not in answer:
            raise faults.unreadable("no word about the token", self._origin)
        if answer["error"] not in _ENDED:
            raise refused(answer["error"], answer.get("error_description", ""), self)
        return False

    def _post(self, path: str, body: str) -> requests.Response:
        with GuardedSession(self._origin) as http:
            response = http.post(self.site + path, data=body, headers=_FORM)
        if response.status_code >= 500 or response.status_code == 429:
            raise failed(self.site, response.status_code)
        if 300 <= response.status_code < 400:
            raise ConnectionFailed(
                f"{self.site} sends the sign-in elsewhere (HTTP {response.status_code}).",
                next_step=f"Set {self.address} to the org's My Domain address, "
                "https://<name>.my.salesforce.com.",
            )
        return response

    @property
    def _origin(self) -> Origin:
        return Origin(self.site, self.address, self.secret)


def _texts(response: requests.Response) -> dict[str, str]:
    """What of a JSON answer we read: names with texts. Empty where it is something else."""
    try:
        found = json.loads(response.text)
    except ValueError:
        return {}
    rows = found.items() if isinstance(found, dict) else ()
    return {name: value for name, value in rows if name in _READ and isinstance(value, str)}


def as_https(url: str) -> str:
    """oauthlib knows no loopback, where http is right (RFC 8252 section 7.3): shown as https."""
    return url.replace("http://", "https://", 1) if url.startswith("http://") else url
