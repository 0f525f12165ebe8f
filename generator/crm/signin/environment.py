"""Which way of signing in the environment names: the first set of variables that is complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.crm.addresses import site_of
from generator.crm.signin.server_grants import ClientCredentials, JwtBearer
from generator.crm.signin.soap import SoapLogin
from generator.crm.signin.ways import Way
from generator.errors import SettingsError

URL, TOKEN = "SF_INSTANCE_URL", "SF_ACCESS_TOKEN"
LOGIN_URL, DOMAIN = "SF_LOGIN_URL", "SF_DOMAIN"
KEY, SECRET = "SF_CONSUMER_KEY", "SF_CONSUMER_SECRET"
USER, KEY_FILE = "SF_USERNAME", "SF_PRIVATE_KEY_FILE"
PASSWORD, SECURITY_TOKEN = "SF_PASSWORD", "SF_SECURITY_TOKEN"

_DEFAULT_DOMAIN = "login"
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Direct:
    """An address and a token that were given as they are."""

    url: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Set:
    names: tuple[str, ...]
    make: Callable[[Values], Way | Direct]


_SETS = (
    _Set((URL, TOKEN), lambda v: Direct(v[URL], v[TOKEN])),
    _Set((KEY, SECRET), lambda v: ClientCredentials(login_site(v), v[KEY], v[SECRET])),
    _Set(
        (USER, KEY, KEY_FILE),
        lambda v: JwtBearer(login_site(v), v[USER], v[KEY], Path(v[KEY_FILE]).expanduser()),
    ),
    _Set(
        (USER, PASSWORD, SECURITY_TOKEN),
        lambda v: SoapLogin(login_site(v), v[USER], v[PASSWORD], v[SECURITY_TOKEN]),
    ),
)


def way_of(environ: Mapping[str, str]) -> Way | Direct:
    """The way that the variables name, in the order of CONTRACT.md, "Connections".

    SettingsError where no set is complete: it says what the nearest one lacks.
    """
    values = {name: value.strip() for name, value in environ.items() if name.startswith("SF_")}
    for one in _SETS:
        if all(values.get(name) for name in one.names):
            return one.make(values)
    raise _incomplete(values)


def login_site(environ: Mapping[str, str]) -> str:
    """Where to sign in: SF_LOGIN_URL, else by SF_DOMAIN (test, login), else production's."""
    url = environ.get(LOGIN_URL, "").strip()
    if url:
        return site_of(url, LOGIN_URL)
    domain = environ.get(DOMAIN, "").strip() or _DEFAULT_DOMAIN
    if not re.fullmatch(r"[A-Za-z0-9.-]+", domain):
        raise SettingsError(
            f"{DOMAIN} is no domain of salesforce.com.",
            next_step=f"Set {LOGIN_URL} instead, to https://<name>.my.salesforce.com.",
        )
    return site_of(f"https://{domain}.salesforce.com", DOMAIN)


def _incomplete(values: Mapping[str, str]) -> SettingsError:
    def missing(one: _Set) -> list[str]:
        return [name for name in one.names if not values.get(name)]

    begun = [one for one in _SETS if len(missing(one)) < len(one.names)] or [_SETS[0]]
    nearest = min(begun, key=lambda one: len(missing(one)))
    lacks = missing(nearest)
    has = [name for name in nearest.names if name not in lacks]
    beside = f" (set: {', '.join(has)})" if has else ""
    verb = "is" if len(lacks) == 1 else "are"
    return SettingsError(
        f"--org env needs {' and '.join(lacks)}, which {verb} not set{beside}.",
        next_step=f"{URL} is the org's address (https://<name>.my.salesforce.com), {TOKEN} an "
        "access token of it. Or sign in with a browser (accountdocs login), by the Salesforce CLI "
        "(--org sf:ALIAS), or use --org sample.",
    )
