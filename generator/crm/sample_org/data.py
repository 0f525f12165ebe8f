"""What a sample org holds, read from a folder, and the variants that tests and demos need.

The folder has ``org.json`` (facts: ``as_of``, ``user_id``...), ``describe/<Object>.json`` and
``records/<Object>.json`` in the shape of Salesforce's REST API. Files are read when first asked
for, because a run touches few of the objects and starting has to be quick.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.errors import CrmError

Json = dict[str, Any]
CURRENCY_OBJECTS = ("CurrencyType", "DatedConversionRate")
CURRENCY_FIELD = "CurrencyIsoCode"


@dataclass(frozen=True)
class OrgData:
    """An org: its facts, and per object name the describe and the records (API shape, no
    ``attributes``). The mappings may read lazily; nobody changes what they hand out."""

    org: Json
    describes: Mapping[str, Json]
    records: Mapping[str, Sequence[Json]]


class _Lazy(Mapping[str, Any]):
    """A mapping of known names whose values are made at first use, then kept."""

    def __init__(self, names: Iterable[str], make: Callable[[str], Any]) -> None:
        self._names = tuple(sorted(names))
        self._known = frozenset(self._names)
        self._make = make
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            if name not in self._known:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def load(folder: Path) -> OrgData:
    """The org in ``folder``. Raises CrmError where the folder or a file is not as described."""
    org = _read(folder / "org.json")
    described = {path.stem for path in (folder / "describe").glob("*.json")}
    if not isinstance(org, dict) or not described:
        raise CrmError(f"{folder} holds no sample org.", next_step="Give a folder with describes.")
    return OrgData(
        org=org,
        describes=_Lazy(described, lambda name: _read(folder / "describe" / f"{name}.json")),
        records=_Lazy(described, lambda name: _records(folder / "records" / f"{name}.json")),
    )


def _records(path: Path) -> list[Json]:
    rows: list[Json] = _read(path) if path.exists() else []
    return rows


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise CrmError(
            f"The sample org's file {path} cannot be read: {error.strerror}.",
            next_step="Install the package again, or make the samples anew.",
        ) from error
    except ValueError as error:
        raise CrmError(f"The sample org's file {path} is not JSON: {error}.") from error


def without_objects(data: OrgData, names: Iterable[str]) -> OrgData:
    """The org as it looks where these objects are not enabled or not permitted: neither they nor
    lookups that point only to them nor their child relationships are described."""
    hidden = frozenset(names)
    left = [name for name in data.describes if name not in hidden]
    return replace(
        data,
        describes=_Lazy(left, lambda name: _blind_to(data.describes[name], hidden)),
        records=_Lazy(left, lambda name: data.records[name]),
    )


def without_fields(data: OrgData, object_name: str, fields: Iterable[str]) -> OrgData:
    """The org for a user from whom field-level security hides these fields of one object: they
    vanish from its describe, and with them the relationships that they carry."""
    hidden = frozenset(fields)

    def describe(name: str) -> Json:
        return _without_fields(data.describes[name], name, object_name, hidden)

    return replace(data, describes=_Lazy(data.describes, describe))


def without_currencies(data: OrgData) -> OrgData:
    """The org without multi-currency: no currency objects, no CurrencyIsoCode on any object."""
    fewer = without_objects(data, CURRENCY_OBJECTS)

    def describe(name: str) -> Json:
        return _without_fields(fewer.describes[name], name, name, frozenset((CURRENCY_FIELD,)))

    return replace(fewer, describes=_Lazy(fewer.describes, describe))


def with_records(data: OrgData, object_name: str, records: Iterable[Json]) -> OrgData:
    """The org with more records of one object, appended. Fields that are left out are null."""
    more = list(records)

    def rows(name: str) -> Sequence[Json]:
        found = data.records[name]
        return [*found, *more] if name == object_name else found

    return replace(data, records=_Lazy(data.describes, rows))


def changed_records(data: OrgData, object_name: str, change: Callable[[Json], Json]) -> OrgData:
    """The org with every record of one object replaced by ``change(record)``."""

    def rows(name: str) -> Sequence[Json]:
        found = data.records[name]
        return [change(dict(row)) for row in found] if name == object_name else found

    return replace(data, records=_Lazy(data.describes, rows))


def _blind_to(describe: Json, hidden: frozenset[str]) -> Json:
    fields = [_retargeted(field, hidden) for field in describe["fields"]]
    children = [
        child
        for child in describe.get("childRelationships", [])
        if child["childSObject"] not in hidden
    ]
    kept = [field for field in fields if field is not None]
    return {**describe, "fields": kept, "childRelationships": children}


def _retargeted(field: Json, hidden: frozenset[str]) -> Json | None:
    targets = field.get("referenceTo") or []
    left = [name for name in targets if name not in hidden]
    if len(left) == len(targets):
        return field
    if not left:
        return None
    # A lookup to several objects stays polymorphic when all of them but one are hidden.
    return {**field, "referenceTo": left, "polymorphicForeignKey": len(targets) > 1}


def _without_fields(describe: Json, name: str, owner: str, hidden: frozenset[str]) -> Json:
    fields, children = describe["fields"], describe.get("childRelationships", [])
    if name == owner:
        fields = [field for field in fields if field["name"] not in hidden]
    children = [
        child
        for child in children
        if not (child["childSObject"] == owner and child["field"] in hidden)
    ]
    return {**describe, "fields": fields, "childRelationships": children}
