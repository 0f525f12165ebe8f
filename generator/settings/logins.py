"""The browser sign-ins of a settings file: what ``accountdocs login NAME`` goes by. ::

    [logins.work]
    consumer_key = "3MVG9..."       # of the External Client App; it is no secret
    login_url = "https://yourcompany.my.salesforce.com"
    port = 8717                     # of the callback address http://localhost:8717/callback

A key that is left out comes from the environment (SF_CONSUMER_KEY, SF_LOGIN_URL), the port is 8717.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .places import Place, nearest, text_of

CALLBACK_PORT = 8717


@dataclass(frozen=True, slots=True)
class Login:
    """One ``[logins.NAME]``; None where the file leaves it to the environment."""

    consumer_key: str | None = None
    login_url: str | None = None
    port: int = CALLBACK_PORT


def login_of(place_of: Callable[[str], Place], name: str, table: object) -> Login:
    """The table ``logins.NAME``. SettingsError with file, line and key for what is wrong in it."""
    path = f"logins.{name}"
    if not isinstance(table, dict):
        raise place_of(path).wrong("a table")
    for key in table:
        if key not in _KEYS:
            hint = nearest(key, [*_KEYS])
            raise place_of(f"{path}.{key}").wrong(f"one of {', '.join(_KEYS)}{hint}")
    return Login(**{key: _KEYS[key](place_of(f"{path}.{key}"), table[key]) for key in table})


def _port(place: Place, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 65_535:
        raise place.wrong("a port from 1 to 65535")
    return value


_KEYS: Mapping[str, Callable[[Place, object], Any]] = {
    "consumer_key": text_of,
    "login_url": text_of,
    "port": _port,
}
