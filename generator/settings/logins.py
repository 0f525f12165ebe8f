"""The browser sign-ins of a settings file: what ``accountdocs login NAME`` goes by. ::

    [logins.work]
    consumer_key = "3MVG9..."       # of the External Client App; it is no secret
    login_url = "https://yourcompany.my.salesforce.com"
    port = 8717                     # of the callback address http://localhost:8717/callback

A key that is left out comes from the environment (SF_CONSUMER_KEY, SF_LOGIN_URL), the port is 8717.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .places import Check, text_of
from .tables import Table
from .values import whole_number

CALLBACK_PORT = 8717


@dataclass(frozen=True, slots=True)
class Login:
    """One ``[logins.NAME]``; None where the file leaves it to the environment."""

    consumer_key: str | None = None
    login_url: str | None = None
    port: int = CALLBACK_PORT


def logins_of(table: Table) -> dict[str, Login]:
    """The tables below ``[logins]``, by name."""
    return {name: Login(**table.table(name).typed(_CHECKS)) for name in table.rows}


_CHECKS: Mapping[str, Check] = {
    "consumer_key": text_of,
    "login_url": text_of,
    "port": whole_number(1, 65_535),
}
