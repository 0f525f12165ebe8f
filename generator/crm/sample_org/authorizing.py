"""The authorization endpoint, and the codes it gives: each for one use, with its PKCE challenge."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from .options import Options
from .wire import Response

_SCOPES = frozenset(
    {"api", "web", "full", "id", "openid", "profile", "email", "refresh_token", "offline_access"}
)


@dataclass(frozen=True, slots=True)
class _Code:
    client_id: str
    callback: str
    challenge: str


class Codes:
    """Codes that were given and not yet redeemed."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._codes: dict[str, _Code] = {}

    def authorize(self, query: Mapping[str, str]) -> Response:
        """``GET /services/oauth2/authorize``: back to the callback with a code, or with an error.

        Where the app or the callback is not known there is nowhere to go back to: a page says so.
        """
        client, callback = query.get("client_id", ""), query.get("redirect_uri", "")
        known = self._options.client
        if not client or (known and client != known[0]):
            return _page("invalid_client_id", "client identifier invalid", "grant")
        if callback not in self._options.sign_in.callbacks:
            return _page("redirect_uri_mismatch", "redirect_uri must match configuration")
        error, description = self._wrong(query)
        if error:
            values = {"error": error, "error_description": description}
            return _back(callback, {**values, "state": query.get("state", "")}, "authorize")
        code = f"aPrx{secrets.token_urlsafe(48)}"
        self._codes[code] = _Code(client, callback, query["code_challenge"])
        return _back(callback, {"code": code, "state": query.get("state", "")})

    def _wrong(self, query: Mapping[str, str]) -> tuple[str, str]:
        if query.get("response_type") != "code":
            return "unsupported_response_type", "response type not supported"
        if not set(query.get("scope", "").split()) <= _SCOPES:
            return "invalid_scope", "the requested scope is invalid, unknown, or malformed"
        if not query.get("code_challenge") or query.get("code_challenge_method") != "S256":
            return "invalid_request", "missing required code challenge"
        if self._options.sign_in.denies:
            return self._options.sign_in.denies, "end-user denied authorization"
        return "", ""

    def redeem(self, form: Mapping[str, str]) -> tuple[str, str, str] | None:
        """Uses a code up. What is wrong with it: OAuth's error, Salesforce's words, the rule."""
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or form.get("client_id") != code.client_id:
            return "invalid_grant", "expired authorization code", "code"
        if form.get("redirect_uri") != code.callback:
            return "redirect_uri_mismatch", "redirect_uri must match configuration", "callback"
        if _challenge(form.get("code_verifier", "")) != code.challenge:
            return "invalid_grant", "invalid code verifier", "pkce"
        return None


def _challenge(verifier: str) -> str:
    """RFC 7636 section 4.2, method S256."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _page(error: str, description: str, rule: str = "callback") -> Response:
    body = f"<html><body>error={error}&amp;error_description={description}</body></html>"
    return Response(400, body.encode(), {"Content-Type": "text/html"}, rule=rule)


def _back(callback: str, values: Mapping[str, str], rule: str = "") -> Response:
    headers = {"Location": f"{callback}?{urlencode(values)}", "Content-Type": "text/html"}
    return Response(302, b"", headers, rule=rule)
