"""Who is signed in: the organisation, and the user whose eyes the org is seen with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .data import OrgData
from .wire import Response


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
