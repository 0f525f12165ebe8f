"""What the org offers to the user who reads: objects, fields, relationships.

Objects are described in composite requests, up to 25 in one; what is not needed at once rides
along with the first queries. The answers are kept per org and user in a folder of the user's own,
so that the next run does not ask again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

FORMAT = 3
MAX_AGE = timedelta(days=1)
LONG_TEXT = 255
"""A text area above this length is long text, which SOQL neither filters nor sorts."""


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field as the org describes it; ``refers_to`` names the objects a lookup points to.

    ``is_aggregatable``: COUNT(field) counts its values.
    """

    name: str
    type: str
    is_filterable: bool = True
    is_wide: bool = False  # custom long text: two of them in a query make its pages small
    relationship: str = ""
    refers_to: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()  # the active values of a picklist, in the org's order
    label: str = ""
    is_aggregatable: bool = False
    is_html: bool = False  # a rich text area, or a formula that makes a link or a picture


@dataclass(frozen=True, slots=True)
class ChildInfo:
    """A relationship down to the records that name this object in ``field``."""

    object: str
    field: str
    relationship: str


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    name: str
    label: str
    is_queryable: bool
    fields: Mapping[str, FieldInfo]
    children: tuple[ChildInfo, ...] = ()

    def find(self, name: str) -> FieldInfo | None:
        return self.fields.get(name.lower())

    def relationship_to(self, child: str, link: str) -> str | None:
        """The name a subquery uses for the ``child`` records whose ``link`` points here."""
        for info in self.children:
            if (info.object.lower(), info.field.lower()) == (child.lower(), link.lower()):
                return info.relationship or None
        return None


def object_info(described: Mapping[str, Any], keep: Callable[[str], bool]) -> ObjectInfo:
    """What is needed of an sObject describe; of the child relationships those ``keep`` names."""
    fields = (_field_info(row) for row in described.get("fields") or ())
    children = (
        ChildInfo(str(row["childSObject"]), str(row["field"]), str(row["relationshipName"] or ""))
        for row in described.get("childRelationships") or ()
        if row.get("childSObject") and row.get("field") and row.get("relationshipName")
    )
    return ObjectInfo(
        str(described.get("name") or ""),
        str(described.get("label") or ""),
        bool(described.get("queryable", True)),
        {info.name.lower(): info for info in fields},
        tuple(child for child in children if keep(child.object)),
    )


def _field_info(row: Mapping[str, Any]) -> FieldInfo:
    kind = str(row.get("type") or "")
    length = row.get("length") or 0
    is_long = kind == "textarea" and isinstance(length, int) and length > LONG_TEXT
    picks = row.get("picklistValues") or ()
    return FieldInfo(
        str(row.get("name") or ""),
        kind,
        bool(row.get("filterable", True)),
        is_long and bool(row.get("custom")),
        str(row.get("relationshipName") or ""),
        tuple(str(name) for name in row.get("referenceTo") or ()),
        tuple(str(p.get("value")) for p in picks if p.get("active", True)),
        str(row.get("label") or ""),
        bool(row.get("aggregatable", False)),
        bool(row.get("htmlFormatted", False)),
    )


@dataclass
class DescribeStore:
    """Describes, identities and surveys, kept in ``folder`` between runs; without one nothing is.

    ``now`` is the caller's clock: what is older than MAX_AGE at that time is asked anew.
    """

    folder: Path | None
    now: datetime | None = None

    def identity(self, site: str, token: str) -> tuple[str, str, str] | None:
        """User id, user name and org id that ``token`` was last known to stand for."""
        row = self._read(_identity_key(site, token)).get("identity")
        if isinstance(row, list) and len(row) == 3 and all(isinstance(v, str) for v in row):
            return (row[0], row[1], row[2])
        return None

    def keep_identity(self, site: str, token: str, identity: tuple[str, str, str]) -> None:
        self._write(_identity_key(site, token), {"identity": list(identity)})
        self._sweep()

    def _sweep(self) -> None:
        """Drops the identities of tokens that are long gone: each sign-in may bring a new one."""
        if self.folder is None or self.now is None:
            return
        oldest = (self.now - MAX_AGE).timestamp()
        for path in self.folder.glob("identity-*.json"):
            with suppress(OSError):  # another run was quicker
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def describes(self, key: str) -> dict[str, ObjectInfo | None]:
        """What was kept under ``key``; None stands for an object that the org does not offer."""
        rows = self._read(key).get("objects")
        try:
            return {n: _from_row(row) for n, row in rows.items()} if rows else {}
        except (AttributeError, KeyError, TypeError, ValueError):
            return {}  # written by something else: asked anew

    def keep_describes(self, key: str, objects: Mapping[str, ObjectInfo | None]) -> None:
        """Keep ``objects``. What is added to others is kept no longer than they are."""
        rows = {name: asdict(info) if info else None for name, info in sorted(objects.items())}
        since = self._read(key).get("kept")
        self._write(key, {"objects": rows, **({"kept": since} if since else {})})

    def survey(self, key: str) -> Any:
        """The survey kept under ``key``, as plain values; None where there is none."""
        return self._read(key).get("survey")

    def keep_survey(self, key: str, survey: object) -> None:
        self._write(key, {"survey": survey})

    def forget(self, key: str) -> None:
        """Drop what was kept under ``key``: it no longer agrees with the org."""
        if self.folder is not None:
            _path(self.folder, key).unlink(missing_ok=True)

    def _read(self, key: str) -> dict[str, Any]:
        if self.folder is None or self.now is None:
            return {}
        try:
            body = json.loads(_path(self.folder, key).read_text(encoding="utf-8"))
            fresh = abs(self.now - datetime.fromisoformat(body["kept"])) <= MAX_AGE
            return body if body["format"] == FORMAT and fresh else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _write(self, key: str, body: dict[str, Any]) -> None:
        if self.folder is None or self.now is None:
            return
        full = {"format": FORMAT, "kept": self.now.isoformat(), **body}
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_private(_path(self.folder, key), json.dumps(full, sort_keys=True))
        except OSError:
            pass  # a cache that cannot be kept costs calls, nothing else


def describe_key(site: str, org_id: str, user_id: str, version: str) -> str:
    """Field access differs by user, and describes by version of the API."""
    who = f"{org_id or site}|{user_id}|{version}"
    return f"describes-{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def survey_key(describes: str, mapping: str) -> str:
    """Beside the describes under ``describes``: what was counted depends on the mapping as well."""
    return f"survey-{hashlib.sha256(f'{describes}|{mapping}'.encode()).hexdigest()[:32]}"


def _identity_key(site: str, token: str) -> str:
    return f"identity-{hashlib.sha256(f'{site}|{token}'.encode()).hexdigest()[:32]}"


def _path(folder: Path, key: str) -> Path:
    return folder / f"{key}.json"


def _write_private(path: Path, text: str) -> None:
    beside = path.with_suffix(f".{os.getpid()}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(path)


def _from_row(row: Mapping[str, Any] | None) -> ObjectInfo | None:
    if row is None:
        return None
    fields = {low: _field_from_row(given) for low, given in row["fields"].items()}
    children = tuple(ChildInfo(**child) for child in row["children"])
    return ObjectInfo(row["name"], row["label"], row["is_queryable"], fields, children)


def _field_from_row(given: Mapping[str, Any]) -> FieldInfo:
    lists = {"refers_to": tuple(given["refers_to"]), "picks": tuple(given["picks"])}
    return FieldInfo(**{**given, **lists})
