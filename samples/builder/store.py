"""The records under construction, checked against the schema as they come in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from builder.clock import AS_OF, api_datetime, at
from builder.ids import record_id
from builder.schema import Field, SObject

NUMERIC = {"currency", "double", "percent"}


class SampleFault(Exception):
    """What ``samples/source`` says cannot stand in a CRM: the message names object, key, field."""


class Store:
    """Records by object and key; a key (``kestrel/contact/maria``) gives the record its id."""

    def __init__(self, objects: list[SObject]) -> None:
        self.objects = {one.name: one for one in objects}
        self._records: dict[str, dict[str, dict[str, Any]]] = {one.name: {} for one in objects}

    def id(self, sobject: str, key: str) -> str:
        """The id of the record that has, or will have, this key."""
        return record_id(self.objects[sobject].prefix, key)

    def find(self, sobject: str, key: str) -> str:
        """The id of a record that must be there already."""
        if self.id(sobject, key) not in self._records[sobject]:
            raise SampleFault(f"there is no {sobject} {key!r}")
        return self.id(sobject, key)

    def get(self, sobject: str, record: str) -> dict[str, Any]:
        return self._records[sobject][record]

    def add(
        self,
        sobject: str,
        key: str,
        *,
        created: datetime,
        by: str,
        modified: datetime | None = None,
        **values: Any,
    ) -> str:
        """Adds a record made by the user ``by`` and gives its id.

        Values are plain Python ones (dates, Decimals); what is not given is null, or false.
        """
        one = self.objects[sobject]
        changed = min(modified or created, at(AS_OF, 17))
        stamps: dict[str, Any] = {"CreatedById": by, "LastModifiedById": by}
        stamps |= {"CreatedDate": created, "LastModifiedDate": changed, "SystemModstamp": changed}
        given = {"Id": self.id(sobject, key), **stamps, **values}
        unknown = set(values) - set(one.field_names())
        if unknown:
            raise SampleFault(f"{sobject} {key}: no field {', '.join(sorted(unknown))}")
        if given["Id"] in self._records[sobject]:
            raise SampleFault(f"{sobject} {key}: there are two of them")
        self._records[sobject][given["Id"]] = {
            f.name: _checked(f, given.get(f.name), f"{sobject} {key}") for f in one.fields
        }
        return str(given["Id"])

    def records(self, sobject: str) -> list[dict[str, Any]]:
        """The object's records by id, values as JSON takes them."""
        return [self._records[sobject][key] for key in sorted(self._records[sobject])]


def _checked(f: Field, value: Any, where: str) -> Any:
    if value is None or value == "":
        if f.required and f.kind != "boolean":
            raise SampleFault(f"{where}: {f.name} must have a value")
        return False if f.kind == "boolean" else None
    if f.length and isinstance(value, str) and len(value) > f.length:
        raise SampleFault(f"{where}: {f.name} holds {len(value)} of {f.length}: {value}")
    if f.values and any(part not in f.values for part in _choices(f, value)):
        raise SampleFault(f"{where}: {f.name} has no value {value!r}")
    return _plain(f, value)


def _choices(f: Field, value: Any) -> list[str]:
    return str(value).split(";") if f.kind == "multipicklist" else [str(value)]


def _plain(f: Field, value: Any) -> Any:
    if isinstance(value, datetime):
        return api_datetime(value)
    if isinstance(value, date):
        return value.isoformat()
    if f.kind in NUMERIC:
        return float(value)
    if isinstance(value, Decimal):
        return int(value)
    return value
