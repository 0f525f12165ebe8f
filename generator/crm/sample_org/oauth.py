"""Signing in: the token endpoint and who the user is. Neither counts as an API call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from .data import OrgData
from .wire import Request, Response

_BLOCKED = ("password", "urn:ietf:params:oauth:grant-type:saml2-bearer")


def token(
    request: Request, data: OrgData, access_token: str, url: str, client: tuple[str, str] | None
) -> Response:
    """``POST /services/oauth2/token``. Grants client credentials; what else Salesforce would check
    (a signature, a password) cannot be checked here and is refused."""
    form = {key: values[0] for key, values in parse_qs(request.body.decode("latin-1")).items()}
    grant = form.get("grant_type", "")
    if grant in _BLOCKED:
        return _refused("invalid_grant", "authentication failure")
    if grant != "client_credentials":
        return _refused("unsupported_grant_type", "grant type not supported")
    key, secret = form.get("client_id", ""), form.get("client_secret", "")
    if not key or (client and key != client[0]):
        return _refused("invalid_client_id", "client identifier invalid")
    if not secret or (client and secret != client[1]):
        return _refused("invalid_client", "invalid client credentials")
    identity = f"{url}/id/{organization_id(data)}/{user_id(data)}"
    return Response(
        200,
        {
            "access_token": access_token,
            "scope": "api",
            "instance_url": url,
            "id": identity,
            "token_type": "Bearer",
        },
    )


def userinfo(data: OrgData, url: str) -> Response:
    """``GET /services/oauth2/userinfo``: who the access token belongs to."""
    user = _user(data)
    org, rest = organization_id(data), f"{url}/services/data/v{{version}}/"
    return Response(
        200,
        {
            "sub": f"{url}/id/{org}/{user.get('Id')}",
            "user_id": user.get("Id"),
            "organization_id": org,
            "preferred_username": user.get("Username"),
            "name": user.get("Name"),
            "email": user.get("Email"),
            "zoneinfo": user.get("TimeZoneSidKey"),
            "locale": user.get("LocaleSidKey"),
            "active": bool(user.get("IsActive", True)),
            "user_type": "STANDARD",
            "urls": {"rest": rest, "query": f"{rest}query/", "sobjects": f"{rest}sobjects/"},
        },
    )


def organization_id(data: OrgData) -> str:
    rows = _rows(data, "Organization")
    return str(data.org.get("organization_id") or (rows[0]["Id"] if rows else "00D" + "0" * 15))


def user_id(data: OrgData) -> str:
    return str(_user(data).get("Id") or "")


def _user(data: OrgData) -> Mapping[str, Any]:
    """The user whose eyes the org is seen with: the one that org.json names, else the first."""
    wanted = data.org.get("running_user_id")
    users = _rows(data, "User")
    found = [user for user in users if user.get("Id") == wanted]
    return (found or list(users[:1]) or [{"Id": wanted}])[0]


def _rows(data: OrgData, name: str) -> Sequence[Mapping[str, Any]]:
    return data.records.get(name, ())


def _refused(error: str, description: str) -> Response:
    body = {"error": error, "error_description": description}
    return Response(400, body, rule="grant")
