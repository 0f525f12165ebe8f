"""The sample org's objects: a one-line notation for fields, and Salesforce's describe made of it.

A field is written ``Name; Label; type [size]; options``. Sizes: ``string 80``, ``currency 18,2``.
A reference is written ``ref Account,User Relationship Children`` with ``-`` where the parent offers
no child relationship. Options: ``req`` (not nillable), ``name`` (the record's name field), ``calc``
(formula or system-kept), ``=A/B/C`` (picklist values). Which kinds filter, sort and group follows
the object reference's field properties.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

CUSTOM_SUFFIX = "__c"
LONG_TEXT = 255  # a text area longer than this cannot be filtered, sorted or grouped by
DEFAULT_LENGTH = {
    "id": 18, "reference": 18, "email": 80, "phone": 40, "url": 255, "picklist": 255,
    "multipicklist": 4099, "combobox": 255,
}  # fmt: skip
NOT_GROUPABLE = {"datetime", "currency", "double", "percent", "multipicklist", "anyType"}
NOT_AGGREGATABLE = {"boolean", "multipicklist", "anyType"}
SOAP_TYPES = {
    "id": "tns:ID", "reference": "tns:ID", "boolean": "xsd:boolean", "date": "xsd:date",
    "datetime": "xsd:dateTime", "int": "xsd:int", "currency": "xsd:double",
    "double": "xsd:double", "percent": "xsd:double", "anyType": "xsd:anyType",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    kind: str  # Salesforce's own type name
    length: int = 0
    precision: int = 0
    scale: int = 0
    targets: tuple[str, ...] = ()
    relationship: str | None = None
    children: str | None = None  # the name the parent gives to the records that point at it
    required: bool = False
    is_name: bool = False
    calculated: bool = False
    values: tuple[str, ...] = ()

    @property
    def is_long_text(self) -> bool:
        return self.kind == "textarea" and self.length > LONG_TEXT

    @property
    def is_custom(self) -> bool:
        return self.name.endswith(CUSTOM_SUFFIX)


@dataclass(frozen=True, slots=True)
class SObject:
    name: str
    label: str
    plural: str
    prefix: str
    fields: tuple[Field, ...] = field(repr=False)

    def field_names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)


AUDIT = """
CreatedDate; Created Date; datetime; req calc
CreatedById; Created By ID; ref User CreatedBy -; req calc
LastModifiedDate; Last Modified Date; datetime; req calc
LastModifiedById; Last Modified By ID; ref User LastModifiedBy -; req calc
SystemModstamp; System Modstamp; datetime; req calc
"""
AUDIT_FIELDS = {
    "audit": tuple(line.split(";")[0] for line in AUDIT.strip().splitlines()),
    "dates": ("CreatedDate", "LastModifiedDate"),
    "history": ("CreatedDate", "CreatedById"),
    "stamp": ("SystemModstamp",),
}
DELETED = "IsDeleted; Deleted; boolean; req calc"
CURRENCY = "CurrencyIsoCode; Currency ISO Code; picklist 3; =USD/EUR/GBP"


def parse_objects(text: str) -> list[SObject]:
    """The objects of a text of ``## Name; Label; Plural; prefix; options`` headings and fields.

    Heading options: ``deletable`` (has IsDeleted), ``currency`` (has CurrencyIsoCode), ``audit``;
    of the audit fields ``dates`` has only when created and last changed, to keep mass records
    small, ``history`` only who changed it and when, and ``stamp`` only the last, as the object
    reference has it of fiscal years and periods.
    """
    return [_parse_object(block) for block in text.split("\n## ")[1:]]


def _parse_object(block: str) -> SObject:
    head, *lines = [line.strip() for line in block.strip().splitlines() if line.strip()]
    name, label, plural, prefix, options = [part.strip() for part in head.split(";")]
    extra = options.split()
    lines = ["Id; Record ID; id; req calc", *lines]
    if "deletable" in extra:
        lines.insert(1, DELETED)
    if "currency" in extra:
        lines.append(CURRENCY)
    kept = {name for option in extra for name in AUDIT_FIELDS.get(option, ())}
    lines += [line for line in AUDIT.strip().splitlines() if line.split(";")[0] in kept]
    return SObject(name, label, plural, prefix, tuple(_parse_field(line) for line in lines))


def _parse_field(line: str) -> Field:
    name, label, kind, *rest = [part.strip() for part in line.split(";")]
    options, _, values = (rest[0] if rest else "").partition("=")
    flags = options.split()
    words = kind.split()
    size = words[1] if len(words) > 1 and words[0] != "ref" else ""
    made = Field(
        name=name,
        label=label,
        kind="reference" if words[0] == "ref" else words[0],
        required="req" in flags,
        is_name="name" in flags,
        calculated="calc" in flags,
        values=tuple(values.split("/")) if values else (),
    )
    return _sized(made, words) if words[0] == "ref" else _measured(made, size)


def _sized(made: Field, words: list[str]) -> Field:
    _, targets, relationship, children = words
    return _replace(
        made,
        length=18,
        targets=tuple(targets.split(",")),
        relationship=relationship,
        children=None if children == "-" else children,
    )


def _measured(made: Field, size: str) -> Field:
    if "," in size:
        precision, scale = size.split(",")
        return _replace(made, precision=int(precision), scale=int(scale))
    return _replace(made, length=int(size) if size else DEFAULT_LENGTH.get(made.kind, 0))


def _replace(made: Field, **changes: Any) -> Field:
    return Field(**{f: changes.get(f, getattr(made, f)) for f in Field.__slots__})


def describe(one: SObject, every: list[SObject]) -> dict[str, Any]:
    """``one`` as Salesforce's sObject describe tells it."""
    custom = one.name.endswith(CUSTOM_SUFFIX)
    return {
        "name": one.name,
        "label": one.label,
        "labelPlural": one.plural,
        "keyPrefix": one.prefix,
        "custom": custom,
        "customSetting": False,
        "queryable": True,
        "retrieveable": True,
        "searchable": True,
        "createable": True,
        "updateable": True,
        "deletable": True,
        "deprecatedAndHidden": False,
        "fields": [_describe_field(f) for f in one.fields],
        "childRelationships": _children(one.name, every),
        "recordTypeInfos": [],
    }


def _describe_field(f: Field) -> dict[str, Any]:
    usable = not f.is_long_text and f.kind != "anyType"
    return {
        "name": f.name,
        "label": f.label,
        "type": f.kind,
        "length": f.length,
        "byteLength": f.length * 3,
        "precision": f.precision,
        "scale": f.scale,
        "digits": 9 if f.kind == "int" else 0,
        "soapType": SOAP_TYPES.get(f.kind, "xsd:string"),
        "custom": f.is_custom,
        "nillable": not f.required and f.kind != "boolean",
        "filterable": usable,
        "sortable": usable and f.kind != "multipicklist",
        "groupable": usable and f.kind not in NOT_GROUPABLE and not _is_formula(f),
        "aggregatable": usable and f.kind not in NOT_AGGREGATABLE,
        "createable": not f.calculated,
        "updateable": not f.calculated,
        "calculated": _is_formula(f),
        "nameField": f.is_name,
        "idLookup": f.kind == "id" or f.is_name,
        "unique": False,
        "externalId": False,
        "extraTypeInfo": "plaintextarea" if f.is_long_text else None,
        "referenceTo": list(f.targets),
        "relationshipName": f.relationship,
        "polymorphicForeignKey": len(f.targets) > 1,
        "restrictedPicklist": False,
        "picklistValues": [_value(v) for v in f.values],
        "deprecatedAndHidden": False,
    }


def _is_formula(f: Field) -> bool:
    return f.calculated and f.is_custom


def _value(value: str) -> dict[str, Any]:
    return {"active": True, "defaultValue": False, "label": value, "validFor": None, "value": value}


def _children(parent: str, every: list[SObject]) -> list[dict[str, Any]]:
    found = [
        {
            "childSObject": child.name,
            "field": f.name,
            "relationshipName": f.children,
            "cascadeDelete": False,
            "restrictedDelete": False,
            "deprecatedAndHidden": False,
        }
        for child in every
        for f in child.fields
        if parent in f.targets
    ]
    return sorted(found, key=lambda c: (str(c["childSObject"]), str(c["field"])))
