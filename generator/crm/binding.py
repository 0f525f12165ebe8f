"""One kind of record as one org holds it: the mapping's names joined with the org's describes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.crm.capabilities import FieldInfo, ObjectInfo
from generator.crm.kinds import FieldType, field_types
from generator.crm.mapping import KindMapping, Value, meanings
from generator.crm.mapping_checks import shown

MODIFIED: Final = "LastModifiedDate"
CURRENCY: Final = "CurrencyIsoCode"
LINK: Final = "account_id"
"""The model's field for the account that a record hangs off."""

USERS: Final = frozenset(
    {"owner_id", "executive_sponsor_id", "user_id", "our_owner_id", "modified_by_id"}
)
CONTACTS: Final = frozenset({"buyer_id", "stated_by_id", "customer_owner_id", "contact_id"})
PRODUCTS: Final = frozenset({"product_id"})
"""Fields of the model that point to a user, a contact, a product."""

NO_GAPS: Final = frozenset({("buying_role", "strength")})
"""Fields whose absence is no gap: a contact states a strength by itself. Nor is that of CURRENCY,
which no record has without multi-currency."""

CHOICES: Final = frozenset(
    {
        "account.mrr",
        "account.mrr_year_ago",
        "account.region",
        "asset.business_unit_id",
        "asset.lifecycle_end_date",
        "asset.mrr",
        "competitor.our_advantage",
        "contact.business_unit_id",
        "measure.counted_field",
        "measure.counted_object",
        "measure.rollup",
        "opportunity.budget_confirmed",
        "opportunity.business_unit_id",
        "opportunity.is_renewal",
        "opportunity.is_rfp",
        "opportunity.project_date",
        "opportunity.record_type",
        "opportunity.start_date",
        "opportunity.strategic_value",
        "opportunity.term_months",
        "opportunity.terms_accepted",
        "opportunity.worth_effort",
        "play.business_unit_id",
    }
)
"""Fields that hold what others may hold as well (see ``model.rules``), and those that some orgs
keep and most do not (the criteria of Top X): to have none is no gap."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the model and where this org keeps it. ``path`` is what SELECT names.

    ``meanings`` is what its words may mean; any text where empty. ``place`` is the table of the
    mapping that takes its words.
    """

    name: str
    path: str
    info: FieldInfo
    type: FieldType
    values: Mapping[str, Value] | None = None
    meanings: tuple[Value, ...] = ()
    place: str = ""

    @property
    def is_coded(self) -> bool:
        """Whether every word has to mean something to the model; else it stands as it is where
        ``values`` has no other for it."""
        return bool(self.meanings) or self.type.base is not str

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
    def is_placeable(self) -> bool:
        """Whether records of a kind that hangs off accounts say which account."""
        return LINK in self.columns or LINK not in field_types(self.kind)

    @property
    def has_modified(self) -> bool:
        return self.object.find(MODIFIED) is not None

    @property
    def wide(self) -> tuple[str, ...]:
        """The paths of custom long text: two in a query make Salesforce's pages small."""
        return tuple(sorted({c.path for c in self.columns.values() if c.info.is_wide}))


def bind(mapping: KindMapping, known: Mapping[str, ObjectInfo | None]) -> Bound | None:
    """``mapping`` in an org that offers ``known``; None where none of its objects can be read.

    The first object that can be read is taken; of those that hang off accounts the first that does.
    """
    offered = [info for n in mapping.objects if (info := known.get(n)) and info.is_queryable]
    if not offered:
        return None
    hanging = (info for info in offered if _column(mapping, LINK, info, known))
    found = next(hanging, offered[0]) if LINK in mapping.fields else offered[0]
    columns: dict[str, Column] = {}
    missing = []
    for name, aliases in mapping.fields.items():
        column = _column(mapping, name, found, known)
        if column:
            columns[name] = column
        elif aliases and not may_lack(mapping.kind, name, aliases):
            missing.append(f"{found.name}.{aliases[0]}")
    return Bound(mapping.kind, found, columns, tuple(dict.fromkeys(missing)))


def may_lack(kind: str, name: str, aliases: tuple[str, ...]) -> bool:
    """Whether it is no gap that an org has none of ``aliases``."""
    if aliases[:1] == (CURRENCY,):
        return True
    return (kind, name) in NO_GAPS or f"{kind}.{name}" in CHOICES


def _column(
    mapping: KindMapping, name: str, found: ObjectInfo, known: Mapping[str, ObjectInfo | None]
) -> Column | None:
    wanted = field_types(mapping.kind)[name]
    for alias in mapping.fields[name]:
        info = field_at(found, alias, known)
        if info is None or not fits(name, info):
            continue
        values = mapping.values.get(name)
        meant = meanings(mapping.kind, name)
        place = f"[{mapping.table}{mapping.kind}.values.{name}]"
        return Column(name, _path(found, alias, info), info, wanted, values, meant, place)
    return None


def _path(found: ObjectInfo, alias: str, info: FieldInfo) -> str:
    """``alias`` as the org writes it, which is how the org names what it gives."""
    relationship = alias.rpartition(".")[0]
    lookup = lookup_of(found, relationship) if relationship else None
    return f"{lookup.relationship}.{info.name}" if lookup else info.name


def field_at(
    found: ObjectInfo, alias: str, known: Mapping[str, ObjectInfo | None]
) -> FieldInfo | None:
    """The field that ``alias`` names, on the object or, for a path, on the one it looks up.

    A field of an object that is not described is taken on trust: the org has the last word.
    """
    relationship, _, leaf = alias.rpartition(".")
    if not relationship:
        return found.find(leaf)
    lookup = lookup_of(found, relationship)
    if lookup is None:
        return None
    offered = (known.get(name) for name in lookup.refers_to)
    targets = [info for info in offered if info is not None]
    if not targets:
        return FieldInfo(leaf, "string", refers_to=lookup.refers_to)
    return next((info for target in targets if (info := target.find(leaf))), None)


def fits(name: str, info: FieldInfo) -> bool:
    """Whether the field can hold what the model keeps under ``name``: an id needs a lookup."""
    return not name.endswith("_id") or bool(info.refers_to) or info.type in ("id", "reference")


def lookup_of(found: ObjectInfo, relationship: str) -> FieldInfo | None:
    """The field by which ``relationship`` leads from the object to another."""
    low = relationship.lower()
    return next((f for f in found.fields.values() if f.relationship.lower() == low), None)


def line_to_add(column: Column, *words: str) -> str:
    """What to write in the mapping so that ``words`` of the CRM mean something."""
    known = [shown(value) for value in column.meanings]
    choice = f"{', '.join(known[:-1])} or {known[-1]}" if len(known) > 1 else "..."
    return f"add {' and '.join(f'{shown(word)} = {choice}' for word in words)} under {column.place}"
