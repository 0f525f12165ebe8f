"""One frozen Settings from a file, the environment and the command's flags.

The file is ``accountdocs.toml``: the one that ``--config`` names, else ``$ACCOUNTDOCS_CONFIG``,
else in the working folder, else in the user's configuration folder (CONTRACT.md, "Places"). What a
flag says goes before the environment, and that before the file. Paths in the file are meant from
the file's own folder. ::

    org = "prod"                    # what --org defaults to
    out = "documents"               # where documents go
    templates = "our-templates"     # a folder; templates that are not in it are the delivered ones
    phrases = "our-phrases.toml"    # sentences that replace the delivered ones
    locale = "en_GB"                # how money, numbers and dates are written
    jobs = 4                        # accounts worked on at once
    mapping = "mapping.toml"        # or a table [mapping...]: where the org keeps things
    history = "snapshots"          # a folder, or false: see history.py
    inputs = "our-inputs"           # a folder, or a table: see inputs.py

    [accounts]
    where = "Type = 'Customer'"     # narrows every selection

    [orgs]
    prod = "sf:production"          # names for connections

    [logins.work]
    consumer_key = "3MVG9..."       # for `accountdocs login work`: see logins.py

    [thresholds]
    revenue_threshold = 500000      # any threshold of the analysis

    [planning]                      # and [metrics]: see planning.py
    [lost]                          # see lost.py
    [topx]                          # see topx.py
    [network]
    read = 150                      # seconds; see reading.py for all
    [limits]
    share = 25                      # percent of the org's API calls left that one run may take
    seconds = 120                   # for one account, and megabytes of memory: see limits.py
    [customer]
    words = ["project falcon"]      # no customer's file may hold these: see customer.py

    [brand]
    paper = "Letter"                # what `accountdocs templates init` applies: see brand.py

Secrets do not belong in the file: they come from the environment and are never shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from generator.errors import SettingsError
from generator.tomlfile import Source

from .brand import Brand, typed_brand
from .customer import Customer
from .environment import Environment
from .history import History
from .inputs import FOLDER
from .limits import Limits
from .logins import Login
from .lost import Lost
from .places import Check, Place, nearest
from .planning import Planning
from .reading import CHECKS, ENV, SAMPLE, ChecksOf, is_connection, values_of
from .tables import Mistakes
from .topx import TopXSettings
from .values import number, number_of, whole_number

__all__ = [
    "ENV",
    "SAMPLE",
    "Brand",
    "Check",
    "Choice",
    "Customer",
    "Environment",
    "Flags",
    "History",
    "Limits",
    "Login",
    "Place",
    "Planning",
    "Settings",
    "TopXSettings",
    "choose_org",
    "load_settings",
    "number",
    "number_of",
    "typed_brand",
    "whole_number",
]

FILE_NAME = "accountdocs.toml"
CONFIG_VARIABLE = "ACCOUNTDOCS_CONFIG"
CONNECTION_VARIABLES = (
    "SF_INSTANCE_URL",
    "SF_ACCESS_TOKEN",
    "SF_CONSUMER_KEY",
    "SF_CONSUMER_SECRET",
    "SF_PRIVATE_KEY_FILE",
    "SF_USERNAME",
    "SF_PASSWORD",
    "SF_SECURITY_TOKEN",
)
"""Any of these says that a connection by environment is meant."""


SHARE = 25
"""Percent of the API calls that the org has left today which one run may take (RELIABILITY.md 2,
rule (d))."""


@dataclass(frozen=True, slots=True)
class Flags:
    """What was typed at the command; None where it was not."""

    config: Path | None = None
    org: str | None = None
    out: Path | None = None
    templates: Path | None = None
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """``origin`` names the file in messages. ``jobs`` None: as many as the machine has cores."""

    origin: str = "no settings file"
    org: str | None = None
    out: Path = Path("outputs")
    templates: Path | None = None
    phrases: Path | None = None
    locale: str | None = None
    jobs: int | None = None
    accounts_where: str | None = None
    orgs: Mapping[str, str] = field(default_factory=dict)
    logins: Mapping[str, Login] = field(default_factory=dict)
    mapping: Mapping[str, Any] = field(default_factory=dict)
    mapping_source: Source = Source("the mapping")
    thresholds: Mapping[str, int | float] = field(default_factory=dict)
    planning: Planning = Planning()
    lost: Lost = Lost()
    topx: TopXSettings = TopXSettings()
    network: Mapping[str, int | float] = field(default_factory=dict)
    share: int | float = SHARE
    limits: Limits = Limits()
    history: History = History()
    inputs: Path = Path(FOLDER)
    inputs_safe: tuple[str, ...] = ()
    customer: Customer = Customer()
    brand: Brand = Brand()
    environment: Environment = field(default_factory=lambda: Environment({}))


class Choice(NamedTuple):
    """A connection as ``crm`` understands it (``sample``, ``env``, ``sf:X``, ``login:X``)."""

    connection: str
    reason: str  # why this one, where nobody named it; else empty


def load_settings(
    flags: Flags,
    environ: Mapping[str, str],
    *,
    folder: Path,
    user_folder: Path | None = None,
    checks_of: ChecksOf | None = None,
) -> Settings:
    """The settings for one command run in ``folder``. SettingsError with all mistakes of file and
    environment, each with file, line and key. ``checks_of``: see ``reading.values_of``."""
    path, mistakes = _find(flags, environ, folder, user_folder), Mistakes()
    values: dict[str, Any] = {"inputs": folder / FOLDER}
    if path:
        values = values_of(path, mistakes, checks_of)
    for key, name in _variables(environ):
        try:
            values[key] = _from_variable(key, name, environ[name])
        except SettingsError as error:
            mistakes.note(error)
    mistakes.tell()
    typed = {name: getattr(flags, name) for name in ("org", "out", "templates", "jobs")}
    values |= {name: value for name, value in typed.items() if value is not None}
    return Settings(**values, environment=Environment(environ))


def choose_org(settings: Settings) -> Choice:
    """The org to read: the one named, else by environment, else the sample (CONTRACT.md)."""
    if settings.org is not None:
        return Choice(_connection(settings.org, settings), "")
    if any(settings.environment.get(name) for name in CONNECTION_VARIABLES):
        return Choice(ENV, "the environment names an org")
    return Choice(SAMPLE, "no org is configured")


def _connection(name: str, settings: Settings) -> str:
    if name in settings.orgs:
        return settings.orgs[name]
    if is_connection(name):
        return name
    known = [*settings.orgs, SAMPLE, ENV]
    raise SettingsError(
        f"There is no org {name!r} ({settings.origin}){nearest(name, known)}.",
        next_step="Use sample, env, sf:ALIAS, login:NAME, or a name under [orgs] in the settings.",
    )


def _find(
    flags: Flags, environ: Mapping[str, str], folder: Path, user_folder: Path | None
) -> Path | None:
    asked = flags.config or (
        Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None
    )
    if asked is not None:
        path = folder / asked
        if not path.is_file():
            raise SettingsError(
                f"There is no settings file {asked}.",
                next_step=f"Check {'--config' if flags.config else CONFIG_VARIABLE}.",
            )
        return path
    places = [place / FILE_NAME for place in (folder, user_folder) if place is not None]
    return next((path for path in places if path.is_file()), None)


_VARIABLES = {
    "org": "ACCOUNTDOCS_ORG",
    "out": "ACCOUNTDOCS_OUT",
    "templates": "ACCOUNTDOCS_TEMPLATES",
    "phrases": "ACCOUNTDOCS_PHRASES",
    "locale": "ACCOUNTDOCS_LOCALE",
    "jobs": "ACCOUNTDOCS_JOBS",
    "history": "ACCOUNTDOCS_HISTORY",
}


def _variables(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key, name) for key, name in _VARIABLES.items() if environ.get(name)]


def _from_variable(key: str, name: str, text: str) -> object:
    is_number = key == "jobs" and text.strip().isdecimal()
    return CHECKS[key](Place(f"${name}", Path()), int(text) if is_number else text)
