"""A settings file taken apart: each table by the module that knows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.errors import SettingsError
from generator.tomlfile import Source

from .brand import brand_of
from .customer import customer_of
from .history import history_of
from .inputs import inputs_of
from .limits import limits_of
from .logins import logins_of
from .lost import lost_of
from .places import Check, Place, path_of, text_of
from .planning import planning_of
from .tables import Mistakes, Table, read_toml
from .topx import topx_of
from .values import locale_of, number, number_of, whole_number

SAMPLE, ENV = "sample", "env"

ChecksOf = Callable[[str], Mapping[str, Check]]
"""The names that may stand in a table, each with the check of its value."""


def is_connection(text: str) -> bool:
    """Whether the text is a connection as ``--org`` takes it, and not a name for one."""
    return text in (SAMPLE, ENV) or re.fullmatch(r"(sf|login):\S+", text) is not None


def values_of(path: Path, mistakes: Mistakes, checks_of: ChecksOf | None) -> dict[str, Any]:
    """What ``Settings`` takes of the file. What is wrong in it is noted, and left out.

    ``checks_of`` knows the tables whose names are the analysis' (``thresholds``,
    ``metrics.targets``); without it they may hold any numbers.
    """
    text, rows = read_toml(path)
    file = Table(path, text, "", rows, mistakes)
    targets = file.table("metrics")
    targets.typed({}, ["targets"])
    return {
        "origin": str(path),
        **file.typed(CHECKS, _TABLES),
        **_mapping(file),
        **inputs_of(file),
        **{f"accounts_{key}": v for key, v in file.table("accounts").typed(_ACCOUNTS).items()},
        "orgs": file.table("orgs").named(_org),
        "logins": logins_of(file.table("logins")),
        "thresholds": _numbers(file.table("thresholds"), checks_of),
        "planning": planning_of(
            file.table("planning"), _numbers(targets.table("targets"), checks_of)
        ),
        "lost": lost_of(file.table("lost")),
        "topx": topx_of(file.table("topx")),
        "network": file.table("network").typed(_NETWORK),
        **limits_of(file.table("limits")),
        "customer": customer_of(file.table("customer")),
        "brand": brand_of(file.table("brand")),
    }


def _numbers(table: Table, checks_of: ChecksOf | None) -> dict[str, int | float]:
    if checks_of is None or not table.rows:
        return table.named(number_of)
    return table.typed(checks_of(table.path))


def _org(place: Place, text: object) -> str:
    name = place.name.removeprefix("orgs.")
    if name in (SAMPLE, ENV) or ":" in name:
        raise SettingsError(f"{place.where}: the name {name!r} is taken.")
    if not isinstance(text, str) or not is_connection(text):
        raise place.wrong("sample, env, sf:ALIAS or login:NAME (tokens are never kept here)")
    return text


def _mapping(file: Table) -> dict[str, Any]:
    found = file.rows.get("mapping", {})
    if isinstance(found, dict):
        source = Source(str(file.file), file.text, "mapping")
        return {"mapping": found, "mapping_source": source}
    return file.value("mapping", _mapping_file) or {}


def _mapping_file(place: Place, value: object) -> dict[str, Any]:
    path = path_of(place, value)
    if not path.is_file():
        raise SettingsError(f"{place.where}: there is no file {path}.")
    text, table = read_toml(path)
    return {"mapping": table, "mapping_source": Source(str(path), text)}


CHECKS: Mapping[str, Check] = {
    "org": text_of,
    "out": path_of,
    "templates": path_of,
    "phrases": path_of,
    "locale": locale_of,
    "jobs": whole_number(1, 64),
    "history": history_of,
}
"""The settings that stand in no table."""

_SECONDS = number(0, 86_400, above=True)
_NETWORK: Mapping[str, Check] = {
    "connect": _SECONDS,  # for a connection
    "read": _SECONDS,  # between two pieces of an answer
    "whole": _SECONDS,  # for a whole answer
    "attempts": whole_number(1, 100),  # how often a call is made before it is given up
    "pause": _SECONDS,  # the longest pause between two of them
}
_ACCOUNTS: Mapping[str, Check] = {"where": text_of}
_TABLES = (
    "accounts",
    "orgs",
    "logins",
    "mapping",
    "thresholds",
    "planning",
    "metrics",
    "lost",
    "topx",
    "inputs",
    "network",
    "limits",
    "customer",
    "brand",
)
