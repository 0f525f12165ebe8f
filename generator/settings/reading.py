"""A settings file taken apart: each table by the module that knows it, mistakes by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.errors import SettingsError
from generator.tomlfile import Source, line_of

from .brand import brand_of
from .customer import customer_of
from .history import history_of
from .inputs import FOLDER, inputs_of
from .limits import KEYS as LIMITS
from .limits import Limits
from .logins import login_of
from .lost import KEYS as LOST
from .lost import Lost, quarters_of
from .places import Place, path_of, read_toml, text_of, unknown_key
from .planning import planning_of
from .values import jobs_of, locale_of, number_of

SAMPLE, ENV = "sample", "env"

NETWORK = ("connect", "read", "whole", "attempts", "pause")
"""Seconds for a connection, between two pieces of an answer, for a whole answer; how often a call
is made before it is given up; the longest pause between two of them, in seconds."""


def is_connection(text: str) -> bool:
    """Whether the text is a connection as ``--org`` takes it, and not a name for one."""
    return text in (SAMPLE, ENV) or re.fullmatch(r"(sf|login):\S+", text) is not None


class SettingsFile:
    """A settings file and where in it each key stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text, self.table = read_toml(path)

    def values(self) -> dict[str, Any]:
        """What ``Settings`` takes, each value checked."""
        self._check(self.table, "", _TOP)
        values = {key: self._value(key, key) for key in KEYS if key in self.table}
        values |= {"origin": str(self.path), **self._mapping(), **self._inputs()}
        accounts = self._table("accounts")
        self._check(accounts, "accounts", ["where"])
        if "where" in accounts:
            values["accounts_where"] = text_of(self._place("accounts.where"), accounts["where"])
        values["orgs"] = {name: self._org(name, text) for name, text in self._table("orgs").items()}
        values["logins"] = {
            name: login_of(self._place, name, table)
            for name, table in self._table("logins").items()
        }
        values["thresholds"] = self._numbers("thresholds")
        values["planning"] = planning_of(
            self._place, dict(self._table("planning")), dict(self._table("metrics"))
        )
        values["lost"] = self._lost()
        self._check(self._table("network"), "network", list(NETWORK))
        values["network"] = self._positive("network")
        values |= self._limits()
        values["customer"] = customer_of(self._place, dict(self._table("customer")))
        values["brand"] = brand_of(self._place, dict(self._table("brand")))
        return values

    def _limits(self) -> dict[str, Any]:
        self._check(self._table("limits"), "limits", list(LIMITS))
        found = self._positive("limits")
        of_run = {"share": found.pop("share")} if "share" in found else {}
        return {**of_run, "limits": Limits(**found)}

    def _lost(self) -> Lost:
        table = self._table("lost")
        self._check(table, "lost", list(LOST))
        return Lost(**{k: quarters_of(self._place(f"lost.{k}"), table[k]) for k in table})

    def _numbers(self, table: str) -> dict[str, int | float]:
        rows = self._table(table).items()
        return {name: number_of(self._place(f"{table}.{name}"), value) for name, value in rows}

    def _positive(self, table: str) -> dict[str, int | float]:
        found = self._numbers(table)
        for name, value in found.items():
            if value <= 0:
                raise self._place(f"{table}.{name}").wrong("more than 0")
        return found

    def _value(self, key: str, path: str) -> Any:
        return KEYS[key](self._place(path), self.table[key])

    def _place(self, path: str) -> Place:
        return Place(f"{self.path}{line_of(self.text, path)}: {path}", self.path.parent)

    def _table(self, key: str) -> Mapping[str, Any]:
        table = self.table.get(key, {})
        if not isinstance(table, dict):
            raise self._place(key).wrong("a table")
        return table

    def _check(self, table: Mapping[str, Any], under: str, known: list[str]) -> None:
        for key in table:
            if key not in known:
                path = f"{under}.{key}" if under else key
                raise unknown_key(f"{self.path}{line_of(self.text, path)}", path, key, known)

    def _org(self, name: str, text: object) -> str:
        place = self._place(f"orgs.{name}")
        if name in (SAMPLE, ENV) or ":" in name:
            raise SettingsError(f"{place.where}: the name {name!r} is taken.")
        if not isinstance(text, str) or not is_connection(text):
            raise place.wrong("sample, env, sf:ALIAS or login:NAME (tokens are never kept here)")
        return text

    def _mapping(self) -> dict[str, Any]:
        found = self.table.get("mapping", {})
        if isinstance(found, dict):
            source = Source(str(self.path), self.text, "mapping")
            return {"mapping": found, "mapping_source": source}
        path = path_of(self._place("mapping"), found)
        if not path.is_file():
            raise SettingsError(f"{self._place('mapping').where}: there is no file {path}.")
        text, table = read_toml(path)
        return {"mapping": table, "mapping_source": Source(str(path), text)}

    def _inputs(self) -> dict[str, Any]:
        folder, safe = inputs_of(self._place, self.table.get("inputs", {}))
        return {"inputs": folder or self.path.parent / FOLDER, "inputs_safe": safe}


KEYS: dict[str, Callable[[Place, object], Any]] = {
    "org": text_of,
    "out": path_of,
    "templates": path_of,
    "phrases": path_of,
    "locale": locale_of,
    "jobs": jobs_of,
    "history": history_of,
}
_TOP = [
    *KEYS,
    "accounts",
    "orgs",
    "logins",
    "mapping",
    "thresholds",
    "planning",
    "metrics",
    "lost",
    "inputs",
    "network",
    "limits",
    "customer",
    "brand",
]
