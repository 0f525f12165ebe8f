"""From what a user names with ``--org`` to an open session (CONTRACT.md, "Connections")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.crm.addresses import site_of
from generator.crm.calls import Timeouts
from generator.crm.capabilities import DescribeStore
from generator.crm.faults import Origin
from generator.crm.mapping import Mapping as FieldMapping
from generator.crm.mapping import default_mapping
from generator.crm.patience import Patience
from generator.crm.session import Session
from generator.crm.signin.ways import Way, renewed, signed_in
from generator.crm.transport import Renew, Transport
from generator.crm.wire import API_VERSION, Wire, set_version
from generator.errors import SettingsError

URL_SETTING = "SF_INSTANCE_URL"
TOKEN_SETTING = "SF_ACCESS_TOKEN"  # noqa: S105 - the setting's name, not a token


@dataclass(frozen=True, slots=True)
class Connection:
    """An address and a token, with the names of the settings they came from.

    ``renew`` signs in again where the way of signing in can do so by itself, ``again`` says what a
    person does where it cannot. ``reader_kind`` is ``person``, ``integration`` or empty where it
    is not known (signin.ways); ``notice`` is for the person at the terminal, ``last_version`` the
    newest API version that it may be read at.
    """

    url: str
    token: str = field(repr=False)
    url_setting: str = URL_SETTING
    token_setting: str = TOKEN_SETTING
    is_sample: bool = False
    renew: Renew | None = field(default=None, repr=False)
    again: str = ""
    reader_kind: str = ""
    notice: str = ""
    last_version: str = ""


def connection_of(org: str, environ: Mapping[str, str]) -> Connection:
    """The connection that ``--org ORG`` names, signed in.

    SettingsError where settings are missing or wrong, SignInFailed where Salesforce refuses,
    ConnectionFailed where it does not answer.
    """
    kind, _, name = org.partition(":")
    if org == "env":
        return _from_environment(environ)
    if kind == "sf" and name:
        from generator.crm.signin.salesforce_cli import CliLogin

        return connection_by(CliLogin(name, environ))
    if kind == "login" and name:
        from generator.crm.signin.stored import StoredLogin

        return connection_by(StoredLogin(name))
    raise SettingsError(
        f"There is no connection {org!r}.",
        next_step="Use sample, env, sf:ALIAS or login:NAME.",
    )


def _from_environment(environ: Mapping[str, str]) -> Connection:
    from generator.crm.signin.environment import Direct, way_of

    way = way_of(environ)
    if isinstance(way, Direct):
        return Connection(way.url, way.token)
    return connection_by(way)


def connection_by(way: Way) -> Connection:
    """Signs in, and remembers how: a session that ends is renewed the same way."""
    grant = signed_in(way)
    site = site_of(grant.url)
    return Connection(
        site,
        grant.token,
        url_setting=way.address,
        token_setting=way.token,
        renew=lambda: renewed(way, site),
        again=way.again,
        reader_kind=way.reader_kind,
        notice=way.notice,
        last_version=way.last_version,
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
    origin = Origin(site, connection.url_setting, connection.token_setting, again=connection.again)
    version = min(API_VERSION, connection.last_version or API_VERSION, key=Decimal)
    transport = Transport(origin, timeouts, connection.renew, patience)
    from simple_salesforce.api import Salesforce

    salesforce = Salesforce(
        instance_url=site,
        session_id=token,
        session=transport,
        version=version,
        parse_float=Decimal,
        object_pairs_hook=dict,
    )
    salesforce.headers.pop("X-PrettyPrint", None)  # a third of the bytes, for nobody's eyes
    set_version(salesforce, site, version)
    wire = Wire(transport, salesforce, store or DescribeStore(None))
    return Session(
        wire,
        mapping or default_mapping(),
        connection.is_sample,
        reader_kind=connection.reader_kind,
    )


def _sendable(connection: Connection) -> str:
    """The token, which must be able to stand in a header. The token itself is never shown."""
    token = connection.token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(
            f"{connection.token_setting} does not hold an access token: it has a space, a line "
            "break or a character no token has.",
            next_step=connection.again or "Copy the token again, without quotes.",
        )
    return token
