"""From what a user names with ``--org`` to an open session (CONTRACT.md, "Connections").

This version knows ``env`` with an access token, and an address with a token handed in directly,
which is how the embedded sample org is read.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlsplit

from generator.crm.capabilities import DescribeStore
from generator.crm.faults import Origin
from generator.crm.mapping import Mapping as FieldMapping
from generator.crm.mapping import default_mapping
from generator.crm.patience import Patience
from generator.crm.session import Session
from generator.crm.transport import Renew, Timeouts, Transport
from generator.crm.wire import API_VERSION, Wire, set_version
from generator.errors import SettingsError

URL_SETTING = "SF_INSTANCE_URL"
TOKEN_SETTING = "SF_ACCESS_TOKEN"  # noqa: S105 - the setting's name, not a token

_LATER = (
    ("SF_CONSUMER_KEY", "SF_CONSUMER_SECRET"),
    ("SF_USERNAME", "SF_CONSUMER_KEY", "SF_PRIVATE_KEY_FILE"),
    ("SF_USERNAME", "SF_PASSWORD", "SF_SECURITY_TOKEN"),
)
"""Sets of variables that name a connection which this version does not make yet."""


@dataclass(frozen=True, slots=True)
class Connection:
    """An address and a token, with the names of the settings they came from.

    ``renew`` signs in again where the way of signing in can do so by itself.
    """

    url: str
    token: str = field(repr=False)
    url_setting: str = URL_SETTING
    token_setting: str = TOKEN_SETTING
    is_sample: bool = False
    renew: Renew | None = field(default=None, repr=False)


def connection_of(org: str, environ: Mapping[str, str]) -> Connection:
    """The connection that ``--org ORG`` names. SettingsError where settings are missing."""
    if org != "env":
        raise _unavailable(org)
    url, token = (environ.get(name, "").strip() for name in (URL_SETTING, TOKEN_SETTING))
    if url and token:
        return Connection(url, token)
    missing = [name for name, v in ((URL_SETTING, url), (TOKEN_SETTING, token)) if not v]
    for names in _LATER:
        if all(environ.get(name) for name in names):
            raise SettingsError(
                f"Signing in with {', '.join(names)} is not available in this version.",
                next_step=f"Set {URL_SETTING} and {TOKEN_SETTING} instead.",
            )
    raise SettingsError(
        f"--org env needs {' and '.join(missing)}, which {_are(missing)} not set.",
        next_step=f"{URL_SETTING} is the org's address (https://<name>.my.salesforce.com), "
        f"{TOKEN_SETTING} an access token of it. Or use --org sample.",
    )


def open_session(
    org: str,
    environ: Mapping[str, str],
    *,
    mapping: FieldMapping | None = None,
    store: DescribeStore | None = None,
    timeouts: Timeouts = Timeouts(),
    patience: Patience = Patience(),
) -> Session:
    """A session with the org that ``--org ORG`` names; see ``open_connection``."""
    connection = connection_of(org, environ)
    return open_connection(
        connection, mapping=mapping, store=store, timeouts=timeouts, patience=patience
    )


def open_connection(
    connection: Connection,
    *,
    mapping: FieldMapping | None = None,
    store: DescribeStore | None = None,
    timeouts: Timeouts = Timeouts(),
    patience: Patience = Patience(),
) -> Session:
    """A session, ready but silent: the first call is the caller's. SettingsError for a bad address.

    ``store`` keeps what the org offers between runs; without one it is asked each time.
    """
    site = site_of(connection.url, connection.url_setting)
    token = _sendable(connection)
    origin = Origin(site, connection.url_setting, connection.token_setting)
    transport = Transport(origin, timeouts, connection.renew, patience)
    from simple_salesforce.api import Salesforce

    salesforce = Salesforce(
        instance_url=site,
        session_id=token,
        session=transport,
        version=API_VERSION,
        parse_float=Decimal,
        object_pairs_hook=dict,
    )
    salesforce.headers.pop("X-PrettyPrint", None)  # a third of the bytes, for nobody's eyes
    set_version(salesforce, site, API_VERSION)
    wire = Wire(transport, salesforce, store or DescribeStore(None))
    return Session(wire, mapping or default_mapping(), connection.is_sample)


def site_of(url: str, setting: str = URL_SETTING) -> str:
    """``https://host[:port]`` of an address that a user typed."""
    text = url.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.username is not None or parts.scheme not in ("http", "https"):
        raise SettingsError(
            f"{setting} is not an address of a Salesforce org.",
            next_step="It looks like https://<name>.my.salesforce.com.",
        )
    if parts.scheme == "http" and not _is_loopback(host):
        raise SettingsError(
            f"{setting} begins with http://: a token would travel unprotected.",
            next_step="Write https://.",
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _sendable(connection: Connection) -> str:
    """The token, which must be able to stand in a header. The token itself is never shown."""
    token = connection.token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(
            f"{connection.token_setting} does not hold an access token: it has a space, a line "
            "break or a character no token has.",
            next_step="Copy the token again, without quotes.",
        )
    return token


def _unavailable(org: str) -> SettingsError:
    known = ("login:", "sf:")
    what = f"--org {org}" if org.startswith(known) else f"The connection {org!r}"
    return SettingsError(
        f"{what} is not available in this version.",
        next_step=f"Use --org sample, or --org env with {URL_SETTING} and {TOKEN_SETTING}.",
    )


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
