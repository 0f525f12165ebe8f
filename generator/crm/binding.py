"""One kind of record as one org holds it: the mapping's names joined with the org's describes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.crm.capabilities import FieldInfo, ObjectInfo
from generator.crm.kinds import FieldType, field_types
from generator.crm.mapping import KindMapping, Value

MODIFIED: Final = "LastModifiedDate"

USERS: Final = frozenset({"owner_id", "executive_sponsor_id", "user_id", "our_owner_id"})
CONTACTS: Final = frozenset({"buyer_id", "stated_by_id", "customer_owner_id", "contact_id"})
PRODUCTS: Final = frozenset({"product_id"})
"""Fields of the model that point to a user, a contact, a product."""

CHOICES: Final = frozenset(
    {
        "account.mrr",
        "account.mrr_year_ago",
        "account.region",
        "asset.business_unit_id",
        "asset.lifecycle_end_date",
        "asset.mrr",
        "contact.business_unit_id",
        "opportunity.business_unit_id",
        "opportunity.is_renewal",
        "opportunity.record_type",
        "opportunity.start_date",
        "opportunity.term_months",
        "play.business_unit_id",
    }
)
"""Fields that hold what others may hold as well (see ``model.rules``): to have none is no gap."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the model and where this org keeps it. ``path`` is what SELECT names."""

    name: str
    path: str
    info: FieldInfo
    type: FieldType
    values: Mapping[str, Value] | None = None

    @property
    def is_lookup(self) -> bool:
        return bool(self.info.relationship) and "." not in self.path

    @property
    def is_polymorphic(self) -> bool:
        return len(self.info.refers_to) > 1


@dataclass(frozen=True, slots=True)
class Bound:
    """A kind of record with its object and those of its fields that exist and are readable.

    ``missing`` names, as ``Object.Field``, what the mapping looked for in vain.
    """

    kind: str
    object: ObjectInfo
    columns: Mapping[str, Column]
    missing: tuple[str, ...]

    def path(self, name: str) -> str | None:
        column = self.columns.get(name)
        return column.path if column else None

    def relationship(self, name: str) -> str | None:
        """The relationship that the lookup in ``name`` opens, for paths to the parent."""
        column = self.columns.get(name)
        return column.info.relationship if column and column.is_lookup else None

    def can_filter(self, name: str) -> bool:
        column = self.columns.get(name)
        return column is not None and column.info.is_filterable

    @property
    def has_modified(self) -> bool:
        return self.object.find(MODIFIED) is not None

    @property
    def wide(self) -> tuple[str, ...]:
        """The paths of custom long text: two in a query make Salesforce's pages small."""
        return tuple(sorted({c.path for c in self.columns.values() if c.info.is_wide}))


def bind(mapping: KindMapping, known: Mapping[str, ObjectInfo | None]) -> Bound | None:
    """``mapping`` in an org that offers ``known``; None where none of its objects is there."""
    found = next((info for n in mapping.objects if (info := known.get(n)) is not None), None)
    if found is None or not found.is_queryable:
        return None
    types = field_types(mapping.kind)
    columns: dict[str, Column] = {}
    missing = []
    for name, aliases in mapping.fields.items():
        column = _column(name, aliases, found, types[name], mapping.values.get(name))
        if column:
            columns[name] = column
        elif aliases and aliases[0] != "CurrencyIsoCode" and not _is_choice(mapping, name):
            # Without multi-currency no record has that field: its absence is not a gap.
            missing.append(f"{found.name}.{aliases[0]}")
    return Bound(mapping.kind, found, columns, tuple(dict.fromkeys(missing)))


def _is_choice(mapping: KindMapping, name: str) -> bool:
    return f"{mapping.kind}.{name}" in CHOICES


def _column(
    name: str,
    aliases: tuple[str, ...],
    found: ObjectInfo,
    kind: FieldType,
    values: Mapping[str, Value] | None,
) -> Column | None:
    for alias in aliases:
        info = found.find(alias)
        if info is not None:
            return Column(name, info.name, info, kind, values)
        if "." in alias and (lookup := _lookup(found, alias.split(".")[0])) is not None:
            leaf = FieldInfo(alias.split(".")[1], "string", refers_to=lookup.refers_to)
            return Column(name, alias, leaf, kind, values)
    return None


def _lookup(found: ObjectInfo, relationship: str) -> FieldInfo | None:
    low = relationship.lower()
    return next((f for f in found.fields.values() if f.relationship.lower() == low), None)
