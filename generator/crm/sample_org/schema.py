"""What the describes say, indexed for queries: fields, parent and child relationships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

TEXT = frozenset(
    ("string", "picklist", "phone", "url", "email", "textarea", "combobox", "multipicklist")
)
IDS = frozenset(("id", "reference"))
NUMBERS = frozenset(("int", "double", "currency", "percent", "long"))
FRACTIONS = frozenset(("double", "currency", "percent"))
COMPOUND = frozenset(("address", "location"))
_OPAQUE = COMPOUND | {"base64", "encryptedstring", "complexvalue", "anyType"}
_NOT_GROUPED = FRACTIONS | _OPAQUE | {"datetime", "multipicklist", "time"}
_LONG_TEXT = 255  # a textarea above this length is a long text area

# The Name object: all that can be read through a lookup to several kinds of object. Fields but
# the first three are filled for users only (first and last name also for contacts and leads).
NAME_OBJECT = "Name"
NAME_FIELDS = (
    "Id", "Name", "Type", "FirstName", "LastName", "Alias", "Email", "IsActive", "Phone", "Title",
    "Username", "UserRoleId", "ProfileId",
)  # fmt: skip
PERSON_FIELDS = frozenset(("FirstName", "LastName"))


@dataclass(frozen=True)
class Field:
    """One field as described. ``targets``: the objects that a lookup points to."""

    name: str
    type: str
    length: int
    custom: bool
    targets: tuple[str, ...]
    relationship: str
    polymorphic: bool
    filterable: bool
    sortable: bool
    groupable: bool
    picklist: tuple[str, ...]

    @property
    def long_text(self) -> bool:
        return self.type == "textarea" and self.length > _LONG_TEXT


@dataclass(frozen=True)
class Child:
    """A child relationship: under ``name`` stand the ``entity`` records whose ``field`` is the
    parent's id."""

    name: str
    entity: str
    field: str


class Entity:
    """One object: names are looked up without minding case, as Salesforce does."""

    def __init__(self, name: str, describe: Mapping[str, Any]) -> None:
        self.name = name
        self.fields = tuple(_field(raw) for raw in describe["fields"])
        self._by_name = {field.name.lower(): field for field in self.fields}
        self._by_relation = {f.relationship.lower(): f for f in self.fields if f.relationship}
        self._children = {child.name.lower(): child for child in _children(describe)}
        self.name_field = _name_field(describe, self._by_name)

    def field(self, name: str) -> Field | None:
        return self._by_name.get(name.lower())

    def lookup(self, relationship: str) -> Field | None:
        """The lookup field behind a parent relationship's name."""
        return self._by_relation.get(relationship.lower())

    def child(self, relationship: str) -> Child | None:
        return self._children.get(relationship.lower())


class Schema:
    """All objects of the org. An object is indexed when first asked for."""

    def __init__(self, describes: Mapping[str, Mapping[str, Any]]) -> None:
        self._describes = describes
        self._entities: dict[str, Entity] = {}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {name.lower(): name for name in self._describes}

    def entity(self, name: str) -> Entity | None:
        """The object of that name in any case; None where it is unknown or cannot be queried."""
        if name == NAME_OBJECT:
            return name_entity()
        exact = self._names.get(name.lower())
        if exact is None:
            return None
        if exact not in self._entities:
            self._entities[exact] = Entity(exact, self._describes[exact])
        return self._entities[exact]

    def known(self, name: str) -> str | None:
        """The exact name of an object that is known under ``name`` in any case."""
        return self._names.get(name.lower())


@cache
def name_entity() -> Entity:
    """The Name object, as its own describe would say."""
    fields = [_described(name, "id" if name.endswith("Id") else "string") for name in NAME_FIELDS]
    for field in fields:
        if field["name"] == "IsActive":
            field["type"] = "boolean"
    return Entity(NAME_OBJECT, {"fields": fields})


def _described(name: str, kind: str) -> dict[str, Any]:
    return {"name": name, "type": kind}


def _field(raw: Mapping[str, Any]) -> Field:
    kind, length = str(raw["type"]), int(raw.get("length") or 0)
    open_text = not (kind == "textarea" and length > _LONG_TEXT)
    targets = tuple(raw.get("referenceTo") or ())
    return Field(
        name=raw["name"],
        type=kind,
        length=length,
        custom=bool(raw.get("custom", raw["name"].endswith("__c"))),
        targets=targets,
        relationship=raw.get("relationshipName") or "",
        polymorphic=len(targets) > 1 or bool(raw.get("polymorphicForeignKey")),
        filterable=bool(raw.get("filterable", True)) and open_text and kind not in _OPAQUE,
        sortable=_sortable(raw, kind) and open_text,
        groupable=bool(raw.get("groupable", True)) and open_text and kind not in _NOT_GROUPED,
        picklist=tuple(str(entry["value"]) for entry in raw.get("picklistValues") or ()),
    )


def _sortable(raw: Mapping[str, Any], kind: str) -> bool:
    return bool(raw.get("sortable", True)) and kind not in _OPAQUE and kind != "multipicklist"


def _children(describe: Mapping[str, Any]) -> list[Child]:
    return [
        Child(raw["relationshipName"], raw["childSObject"], raw["field"])
        for raw in describe.get("childRelationships") or ()
        if raw.get("relationshipName")
    ]


def _name_field(describe: Mapping[str, Any], fields: Mapping[str, Field]) -> Field | None:
    for raw in describe["fields"]:
        if raw.get("nameField"):
            return fields[raw["name"].lower()]
    return fields.get("name")
