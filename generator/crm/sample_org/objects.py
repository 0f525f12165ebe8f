"""Describes and single records: the ``/sobjects`` resources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .data import OrgData
from .ids import canonical
from .refusal import Refusal, no_such_column, not_found
from .schema import Schema
from .soql.running import Engine

Json = dict[str, Any]
_NAME = re.compile(r"\w+\Z")
_BRIEF = ("name", "label", "labelPlural", "custom", "keyPrefix", "queryable", "createable",
          "updateable", "deletable", "searchable", "layoutable", "retrieveable")  # fmt: skip


class Objects:
    """Answers ``/sobjects/...``. ``base`` is the versioned path that urls begin with."""

    def __init__(self, data: OrgData, schema: Schema, engine: Engine) -> None:
        self._data, self._schema, self._engine = data, schema, engine
        self._describes: dict[str, Json] = {}

    def all(self, base: str) -> Json:
        """The global describe."""
        briefs = [_brief(name, raw, base) for name, raw in self._data.describes.items()]
        return {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": briefs}

    def basic(self, name: str, base: str) -> Json:
        exact = self._exact(name)
        brief = _brief(exact, self._data.describes[exact], base)
        return {"objectDescribe": brief, "recentItems": []}

    def describe(self, name: str) -> Json:
        """One object's describe, with the flags that its file leaves out."""
        exact = self._exact(name)
        if exact not in self._describes:
            self._describes[exact] = self._completed(exact)
        return self._describes[exact]

    def record(self, name: str, key: str, fields: str | None, base: str) -> Json:
        """One record with the fields asked for, else all of them."""
        exact, found = self._exact(name), canonical(key)
        entity = self._schema.entity(exact)
        if found is None or entity is None:
            raise not_found()
        names = [field.name for field in entity.fields]
        if fields is not None:
            names = [part.strip() for part in fields.split(",") if part.strip()]
            _check_names(names, exact)
        wanted = dict.fromkeys(names)
        text = f"SELECT {', '.join(wanted)} FROM {exact} WHERE Id = '{found}'"  # noqa: S608 - SOQL
        records = self._engine.run(text, base=base).records
        if not records:
            raise not_found()
        return records[0]

    def _exact(self, name: str) -> str:
        exact = self._schema.known(name)
        if exact is None:
            raise not_found()
        return exact

    def _completed(self, name: str) -> Json:
        raw, entity = self._data.describes[name], self._schema.entity(name)
        known = {field.name: field for field in entity.fields} if entity else {}
        fields = [_with_flags(field, known[field["name"]]) for field in raw["fields"]]
        return {**raw, "fields": fields, "childRelationships": raw.get("childRelationships", [])}


def _with_flags(raw: Json, field: Any) -> Json:
    flags = {
        "custom": field.custom,
        "filterable": field.filterable,
        "sortable": field.sortable,
        "groupable": field.groupable,
        "nillable": True,
        "referenceTo": list(field.targets),
        "relationshipName": field.relationship or None,
        "polymorphicForeignKey": field.polymorphic,
        "picklistValues": [],
        "length": field.length,
    }
    return {**flags, **raw}


def _brief(name: str, raw: Mapping[str, Any], base: str) -> Json:
    known = {key: raw[key] for key in _BRIEF if key in raw}
    path = f"{base}/sobjects/{name}"
    urls = {"sobject": path, "describe": f"{path}/describe", "rowTemplate": f"{path}/{{ID}}"}
    return {"custom": name.endswith("__c"), "queryable": True, **known, "urls": urls}


def _check_names(names: list[str], entity: str) -> None:
    for name in names:
        if not _NAME.match(name):
            raise no_such_column(name, 0, name, entity)
    if not names:
        raise Refusal("INVALID_FIELD", "No fields were given", rule="column")
