"""Signing in as Salesforce does it: OAuth 2.0's endpoints and SOAP login(). No API call of these.

The authorization endpoint approves by itself, in the place of a person who signs in. All else is
checked as Salesforce checks it: the callback letter by letter, the code's verifier, an assertion's
signature. A grant whose secrets the Options do not name is not enabled, as for an app without it.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

from . import assertions, soap_login
from .authorizing import Codes
from .data import OrgData
from .identity import organization_id, user_id, userinfo
from .options import Options
from .refusal import Refusal
from .wire import Request, Response

_BLOCKED = ("password", "urn:ietf:params:oauth:grant-type:saml2-bearer")
Form = Mapping[str, str]


class Denied(Exception):
    """A token that is not granted: OAuth's error code and Salesforce's words for it."""

    def __init__(self, error: str, description: str, rule: str = "grant") -> None:
        super().__init__(error)
        self.response = Response(400, {"error": error, "error_description": description}, rule=rule)


class OAuth:
    """The sign-in side of one org. ``end_session`` ends what its access tokens opened."""

    def __init__(
        self, data: OrgData, options: Options, url: str, end_session: Callable[[], None]
    ) -> None:
        self._data, self._options, self._url = data, options, url
        self._end_session = end_session
        self._lock = threading.Lock()
        self._codes = Codes(options)
        self._refresh_tokens: set[str] = set()

    def answer(self, request: Request, token: str) -> Response | None:
        """The answer, ``token`` being the access token in force; None where it is no sign-in."""
        path = request.path.rstrip("/")
        if path == "/services/oauth2/authorize":
            with self._lock:
                return self._codes.authorize(_only(request, "GET").query)
        if path == "/services/oauth2/token":
            return self._token(_form(_only(request, "POST")), token)
        if path == "/services/oauth2/revoke":
            return self._revoke(_form(_only(request, "POST")))
        if path.startswith("/services/Soap/u/"):
            return soap_login.answer(
                _only(request, "POST"), self._data, self._options.sign_in, self._url, token
            )
        return None

    def userinfo(self) -> Response:
        return userinfo(self._data, self._url)

    def _token(self, form: Form, token: str) -> Response:
        grants: dict[str, Callable[[Form], str | None]] = {
            "client_credentials": self._client_credentials,
            "authorization_code": self._authorization_code,
            "refresh_token": self._refreshed,
            assertions.GRANT: self._assertion,
        }
        grant = form.get("grant_type", "")
        try:
            if grant in _BLOCKED:
                raise Denied("invalid_grant", "authentication failure")
            if grant not in grants:
                raise Denied("unsupported_grant_type", "grant type not supported")
            with self._lock:
                refresh_token = grants[grant](form)
        except Denied as denied:
            return denied.response
        return Response(200, self._granted(token, refresh_token))

    def _granted(self, token: str, refresh_token: str | None) -> dict[str, str]:
        identity = f"{self._url}/id/{organization_id(self._data)}/{user_id(self._data)}"
        body = {
            "access_token": token,
            "scope": "api" if refresh_token is None else "refresh_token api",
            "instance_url": self._url,
            "id": identity,
            "token_type": "Bearer",
        }
        return body if refresh_token is None else {**body, "refresh_token": refresh_token}

    def _client_credentials(self, form: Form) -> None:
        self._check_client(form)
        if not form.get("client_secret"):
            raise Denied("invalid_client", "invalid client credentials")

    def _authorization_code(self, form: Form) -> str | None:
        self._check_client(form)
        wrong = self._codes.redeem(form)
        if wrong is not None:
            raise Denied(*wrong)
        return self._new_refresh_token()

    def _refreshed(self, form: Form) -> str | None:
        self._check_client(form)
        token = form.get("refresh_token", "")
        if token not in self._refresh_tokens:
            raise Denied("invalid_grant", "expired access/refresh token", "refresh-token")
        if not self._options.sign_in.rotates:
            return None
        self._refresh_tokens.discard(token)
        return self._new_refresh_token()

    def _assertion(self, form: Form) -> None:
        options = self._options
        if not options.sign_in.public_key:
            raise Denied("unsupported_grant_type", "grant type not supported")
        wrong = assertions.wrong(form.get("assertion", ""), options, self._url)
        if wrong is not None:
            raise Denied(*wrong)

    def _check_client(self, form: Form) -> None:
        """The consumer key, and the secret where one is sent: a browser's app needs none."""
        key, secret = form.get("client_id", ""), form.get("client_secret", "")
        client = self._options.client
        if not key or (client and key != client[0]):
            raise Denied("invalid_client_id", "client identifier invalid")
        if secret and client and secret != client[1]:
            raise Denied("invalid_client", "invalid client credentials")

    def _new_refresh_token(self) -> str:
        token = f"5Aep861{secrets.token_urlsafe(48)}"
        self._refresh_tokens.add(token)
        return token

    def _revoke(self, form: Form) -> Response:
        token = form.get("token", "")
        with self._lock:
            if token not in self._refresh_tokens:
                return Denied("invalid_token", "Token was invalid", "revoke").response
            self._refresh_tokens.discard(token)
        self._end_session()
        return Response(200, b"", {"Content-Type": "text/plain"})


def _form(request: Request) -> Form:
    return {name: values[0] for name, values in parse_qs(request.body.decode("latin-1")).items()}


def _only(request: Request, allowed: str) -> Request:
    if request.method != allowed:
        message = f"HTTP Method '{request.method}' not allowed. Allowed are {allowed}"
        raise Refusal("METHOD_NOT_ALLOWED", message, status=405)
    return request
