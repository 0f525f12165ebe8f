"""The kinds of record that are read, and which of the model's types each becomes."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from generator.model import records as r


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """The organisation's own record."""

    id: str
    name: str = ""
    currency: str | None = None
    fiscal_start_month: int | None = None
    named_by_start: bool = False
    is_sandbox: bool = False
    locale: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class RateRow:
    """A currency of the org: ``rate`` units equal one of the corporate currency."""

    id: str
    currency: str
    rate: Decimal
    is_corporate: bool = False


@dataclass(frozen=True, slots=True)
class DatedRateRow:
    """A currency's rate from ``start`` up to, and without, ``end``."""

    id: str
    currency: str
    rate: Decimal
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A fiscal quarter as the org keeps it, ``end`` included; ``year_name`` is what the settings
    of its fiscal year call it, ``is_standard`` whether that year is one of twelve months."""

    id: str
    start: date
    end: date
    type: str | None = None
    number: int | None = None
    label: str | None = None
    year_name: str | None = None
    is_standard: bool | None = None


KINDS: Final = MappingProxyType(
    {
        "account": r.Account,
        "user": r.User,
        "contact": r.Contact,
        "contact_relation": r.ContactRelation,
        "contact_change": r.ContactChange,
        "team_member": r.TeamMember,
        "opportunity": r.Opportunity,
        "buying_role": r.BuyingRole,
        "line": r.OpportunityLine,
        "competitor": r.Competitor,
        "product": r.Product,
        "asset": r.Asset,
        "contract": r.Contract,
        "case": r.Case,
        "task": r.Activity,
        "event": r.Activity,
        "plan": r.Plan,
        "objective": r.Objective,
        "measure": r.Measure,
        "measure_link": r.MeasureLink,
        "play": r.Play,
        "risk": r.Risk,
        "signal": r.Signal,
        "priority": r.Priority,
        "kpi_reading": r.KpiReading,
        "commitment": r.Commitment,
        "review_item": r.ReviewItem,
        "organization": OrganizationRow,
        "rate": RateRow,
        "dated_rate": DatedRateRow,
        "period": PeriodRow,
        "asset_period": r.AssetPeriod,
        "service_contract": r.ServiceContract,
        "subscription": r.Subscription,
        "business_unit": r.BusinessUnit,
        "quota": r.Quota,
        "measure_change": r.MeasureChange,
    }
)
"""In the order in which their objects are described: what only some orgs have comes last."""

TOPICS: Final = MappingProxyType(
    {
        "account": "accounts",
        "user": "users",
        "contact": "contacts",
        "contact_relation": "relations",
        "contact_change": "contact_changes",
        "team_member": "team",
        "opportunity": "opportunities",
        "buying_role": "buying_roles",
        "line": "lines",
        "competitor": "competitors",
        "product": "products",
        "asset": "assets",
        "asset_period": "asset_periods",
        "contract": "contracts",
        "service_contract": "service_contracts",
        "subscription": "subscriptions",
        "business_unit": "business_units",
        "case": "cases",
        "task": "activities",
        "event": "activities",
        "plan": "plans",
        "objective": "objectives",
        "measure": "measures",
        "measure_link": "measure_links",
        "measure_change": "measure_changes",
        "play": "plays",
        "risk": "risks",
        "signal": "signals",
        "priority": "priorities",
        "kpi_reading": "kpi_readings",
        "commitment": "commitments",
        "review_item": "review_items",
    }
)
"""Each kind's place in the Snapshot, which is also its topic in the coverage."""

_GIVEN = {"id", "kind"}
"""Fields of an Activity that are not mapped: the id is always Id, the kind is task or event."""


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a model field holds: ``base`` is str, int, Decimal, bool, date, datetime or tuple.

    ``is_optional``: the value may be None. ``has_default``: it may be left out.
    """

    base: type
    is_optional: bool
    has_default: bool


@cache
def field_types(kind: str) -> dict[str, FieldType]:
    """The fields of ``kind`` that a mapping may name, with their types, without the id."""
    record = KINDS[kind]
    hints = get_type_hints(record)
    hidden = _GIVEN if record is r.Activity else {"id"}
    return {f.name: _field_type(f, hints[f.name]) for f in fields(record) if f.name not in hidden}


def _field_type(field: Field[Any], hint: Any) -> FieldType:
    has_default = field.default is not MISSING
    if get_origin(hint) in (Union, UnionType):
        base = next(a for a in get_args(hint) if a is not type(None))
        return FieldType(base, True, has_default)
    return FieldType(tuple if get_origin(hint) is tuple else hint, False, has_default)
